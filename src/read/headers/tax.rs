//! Words of tax in headers of money: the basis that they state, and the header without them.

use crate::policy::TaxBasis;

/// Words before one for tax, as in `excl. VAT`.
const BEFORE: &[(TaxBasis, &str)] = &[
    (TaxBasis::Excluded, "ex|exc|excl|excluding|exclusive|excluded|net|less|before|without|pre|plus"),
    (TaxBasis::Included, "inc|incl|including|inclusive|included|with|after|gross"),
];

/// Words behind one for tax, as in `VAT extra`.
const BEHIND: &[(TaxBasis, &str)] = &[
    (TaxBasis::Excluded, "ex|exc|excl|excluding|exclusive|excluded|extra"),
    (TaxBasis::Included, "inc|incl|including|inclusive|included"),
];

/// Words for tax.
const TAX: &str = "tax|taxes|vat|gst|hst";

/// What Chinese headers say of tax; those that others are a part of come first.
const CHINESE: &[(&str, TaxBasis)] = &[
    ("不含增值税", TaxBasis::Excluded),
    ("未含增值税", TaxBasis::Excluded),
    ("不含税", TaxBasis::Excluded),
    ("未含税", TaxBasis::Excluded),
    ("不带税", TaxBasis::Excluded),
    ("未税", TaxBasis::Excluded),
    ("无税", TaxBasis::Excluded),
    ("除税", TaxBasis::Excluded),
    ("去税", TaxBasis::Excluded),
    ("税前", TaxBasis::Excluded),
    ("含增值税", TaxBasis::Included),
    ("含税", TaxBasis::Included),
    ("带税", TaxBasis::Included),
    ("税后", TaxBasis::Included),
];

/// Takes what a header says of tax out of it; `None` where it says nothing, or two things.
pub(super) fn without_tax(header: &str) -> Option<(String, TaxBasis)> {
    let (mut rest, basis) = take(header)?;
    while let Some((less, other)) = take(&rest) {
        if other != basis {
            return None;
        }
        rest = less;
    }
    let is_mark = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '.' | '/' | '-' | ':' | ';' | '、');
    Some((rest.trim_matches(is_mark).to_owned(), basis))
}

fn take(header: &str) -> Option<(String, TaxBasis)> {
    take_chinese(header).or_else(|| take_english(header))
}

fn take_chinese(header: &str) -> Option<(String, TaxBasis)> {
    // `是否含税` asks, and `含税率` names a rate.
    if header.contains('否') {
        return None;
    }
    let (at, phrase, basis) =
        CHINESE.iter().find_map(|(phrase, basis)| Some((header.find(phrase)?, *phrase, *basis)))?;
    let (before, from) = header.split_at(at);
    let behind = &from[phrase.len()..];
    let is_of_tax = behind.starts_with(['率', '额', '点', '费']);
    (!is_of_tax).then(|| (format!("{before}{behind}"), basis))
}

fn take_english(header: &str) -> Option<(String, TaxBasis)> {
    let words = words(header);
    let is_among =
        |list: &str, place: usize| words.get(place).is_some_and(|word| list.split('|').any(|own| own == word.text));
    let basis_of = |lists: &[(TaxBasis, &str)], place: usize| {
        lists.iter().find(|(_, list)| is_among(list, place)).map(|(basis, _)| *basis)
    };
    let tax = (0..words.len()).find(|place| is_among(TAX, *place))?;
    let before = {
        let of = tax.checked_sub(1).filter(|place| is_among("of|any|sales", *place)).unwrap_or(tax);
        let place = of.checked_sub(1);
        place.and_then(|place| Some((basis_of(BEFORE, place)?, place, tax)))
    };
    let behind = || {
        let next = tax.saturating_add(1);
        let place = if is_among("not|is", next) { next.saturating_add(1) } else { next };
        Some((basis_of(BEHIND, place)?, tax, place))
    };
    let (basis, first, last) = before.or_else(behind)?;
    let negated = |place: usize| is_among("not|non", place);
    let (first, is_negated) = match first.checked_sub(1).filter(|place| negated(*place)) {
        Some(place) => (place, true),
        None => (first, (first..=last).any(negated)),
    };
    let basis = match (basis, is_negated) {
        (basis, false) => basis,
        (TaxBasis::Included, true) => TaxBasis::Excluded,
        // `Not excl. VAT` is for nobody to read.
        (TaxBasis::Excluded, true) => return None,
    };
    let rest = format!("{}{}", &header[..words[first].start], &header[words[last].end..]);
    Some((rest, basis))
}

/// A word of ASCII letters in a header, in lower case.
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// Splits a header into words of ASCII letters, before capitals inside as well.
fn words(header: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before = ' ';
    for (start, letter) in header.char_indices() {
        let end = start.saturating_add(letter.len_utf8());
        let is_inside = before.is_ascii_alphabetic() && !(before.is_ascii_lowercase() && letter.is_ascii_uppercase());
        if letter.is_ascii_alphabetic() {
            let text = letter.to_ascii_lowercase();
            match words.last_mut().filter(|_| is_inside) {
                Some(word) => {
                    word.text.push(text);
                    word.end = end;
                }
                None => words.push(Word { text: text.to_string(), start, end }),
            }
        }
        before = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_tax_state_a_basis_and_leave_the_rest() {
        use TaxBasis::{Excluded, Included};
        for (header, rest, basis) in [
            ("Unit price ex VAT", "Unit price", Excluded),
            ("Unit Price excl. tax", "Unit Price", Excluded),
            ("Price net of VAT", "Price", Excluded),
            ("Price before tax", "Price", Excluded),
            ("Price without GST", "Price", Excluded),
            ("Pre-tax price", "price", Excluded),
            ("VAT-exclusive price", "price", Excluded),
            ("Price, VAT extra", "Price", Excluded),
            ("Price VAT not included", "Price", Excluded),
            ("Price (not incl. VAT)", "Price ()", Excluded),
            ("PriceExVAT", "Price", Excluded),
            ("Price incl VAT", "Price", Included),
            ("Unit price inc VAT", "Unit price", Included),
            ("Price incl. of all taxes", "Price incl. of all taxes", Included),
            ("Tax inclusive unit price", "unit price", Included),
            ("Price with sales tax", "Price", Included),
            ("tax included", "", Included),
            ("含税价", "价", Included),
            ("税后单价", "单价", Included),
            ("含增值税单价", "单价", Included),
            ("税前单价", "单价", Excluded),
            ("未税单价", "单价", Excluded),
            ("无税单价", "单价", Excluded),
            ("不含税价", "价", Excluded),
            ("不含增值税单价", "单价", Excluded),
            ("除税综合单价", "综合单价", Excluded),
            ("单价,不含税", "单价", Excluded),
        ] {
            let expected = Some((rest.to_owned(), basis)).filter(|_| rest != header);
            assert_eq!(without_tax(header), expected, "{header}");
        }
        for header in [
            "Price",
            "Tax Rate",
            "VAT",
            "税率",
            "含税率",
            "是否含税",
            "价格含税否",
            "Price incl. VAT (excl. GST)",
            "含税(不含税)",
            "Exit price",
            "Taxi price excl",
        ] {
            assert_eq!(without_tax(header), None, "{header}");
        }
    }
}
