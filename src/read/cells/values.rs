//! Cells to values: each parser returns the kind of a fault, the row adds the place.

use unicode_normalization::UnicodeNormalization as _;

use super::number::{self, DecimalMark, Number};
use super::worded::split_large;
use crate::policy::{Scheme, TaxBasis};
use crate::read::fault::{FaultKind, NumberFault, Range};
use crate::rule::edition::Edition;
use crate::value::currency::{Currency, Mark};
use crate::value::decimal;
use crate::value::money::{Quantity, UnitPrice};
use crate::value::untrusted::{Untrusted, shown};

/// Texts that mean "no value", beside the empty cell and those that the policy adds; compared without case.
const MISSING: &[&str] = &["-", "n/a", "not provided"];

/// Texts under a price that mean that the vendor offers none; without case.
const NO_OFFER: &[&str] = &[
    "无",
    "无报价",
    "不报价",
    "未报价",
    "无法报价",
    "面议",
    "待定",
    "--",
    "—",
    "——",
    "–",
    "---",
    "暂无",
    "暂无报价",
    "放弃报价",
    "not quoted",
    "no bid",
    "no quote",
    "no offer",
    "tbd",
    "tba",
];

/// How the numbers of a file are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grammar {
    pub(crate) decimal_mark: DecimalMark,
    /// Whether the file is delimited by `;`, where a comma in a number needs a declaration.
    pub(crate) semicolons: bool,
    /// Whether its cells show that the point parts decimals, where nobody declares it.
    pub(crate) shows_point: bool,
    /// By which versions' rule it is read.
    pub(crate) edition: Edition,
}

impl Grammar {
    /// Says whether nobody has said yet what parts decimals, in a file of a kind that is written with either mark.
    #[inline]
    fn is_open(self) -> bool {
        self.semicolons && self.decimal_mark == DecimalMark::Assumed && !self.shows_point
    }
}

/// Says whether a trimmed cell means that there is no value.
#[inline]
pub(crate) fn is_missing(cell: &str, more: &[String]) -> bool {
    let known = |text: &str| MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(text));
    match cell.as_bytes() {
        [] => true,
        [b'0'..=b'9', ..] if more.is_empty() => false,
        _ => known(cell) || more.iter().any(|missing| missing == cell),
    }
}

/// Takes off the `'` with which spreadsheets are kept from running a text.
pub(crate) fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text) => text,
        _ => cell,
    }
}

/// Says whether a spreadsheet could take a text for a formula, or for one that is guarded already.
#[must_use]
pub fn is_risky(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠', '＇'])
}

/// Reads digits with a point among them or none, in millionths; `None` where a cell needs a closer look.
///
/// It spares nearly every number the way through the whole grammar, and its faults, which take many times the room.
#[inline]
fn short(cell: &str, grammar: Grammar) -> Option<i64> {
    if grammar.decimal_mark == DecimalMark::Comma || grammar.is_open() { None } else { decimal::parse_short(cell) }
}

/// Reads a number without a mark of any kind, in millionths.
#[inline]
pub(crate) fn plain(cell: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    match short(cell, grammar) {
        Some(value) => Ok(value),
        None => unmarked(cell, grammar),
    }
}

fn unmarked(cell: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    let number = marked(cell, grammar)?;
    match number {
        Number { percent: true, .. } => Err(not_a_number(cell, NumberFault::Percent)),
        Number { mark: Some(_), .. } => Err(not_a_number(cell, NumberFault::Text)),
        Number { value, .. } => Ok(value),
    }
}

/// Reads a number that may have a currency mark or a percent sign.
pub(crate) fn marked(cell: &str, grammar: Grammar) -> Result<Number, FaultKind> {
    if grammar.is_open() && (cell.contains([',', '，']) || could_be_a_group(cell)) {
        return Err(not_a_number(cell, NumberFault::Undeclared));
    }
    if grammar.decimal_mark == DecimalMark::Assumed
        && !grammar.shows_point
        && grammar.edition != Edition::First
        && let Some([grouped, decimal]) = number::readings(cell)
    {
        return Err(not_a_number(cell, NumberFault::Either { grouped, decimal }));
    }
    number::parse_by(cell, grammar.decimal_mark, grammar.edition)
        .or_else(|why| large(cell, grammar, why))
        .map_err(|why| not_a_number(cell, why))
}

/// Reads a number that `万` or `亿` multiplies.
#[cold]
fn large(cell: &str, grammar: Grammar, why: NumberFault) -> Result<Number, NumberFault> {
    let (rest, factor) = split_large(cell).ok_or(why)?;
    let number = number::parse(&rest, grammar.decimal_mark)?;
    let value = number.value.checked_mul(factor).filter(|_| !number.percent);
    // As many integer digits as a number without it may have.
    let value = value.filter(|value| value.unsigned_abs() < 10_u64.pow(18)).ok_or(NumberFault::IntegerDigits)?;
    Ok(Number { value, ..number })
}

/// Says whether a point in a number could as well part thousands: one to three digits before it, and three behind.
fn could_be_a_group(cell: &str) -> bool {
    let number = cell.trim_matches(|letter: char| !letter.is_ascii_digit());
    number.split_once('.').is_some_and(|(whole, decimals)| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        matches!(whole.len(), 1..=3)
            && !whole.starts_with('0')
            && decimals.len() == 3
            && digits(whole)
            && digits(decimals)
    })
}

/// Reads an amount of money of 0 or more, and its mark.
#[inline]
pub(crate) fn amount(cell: &str, grammar: Grammar) -> Result<Number, FaultKind> {
    match short(cell, grammar) {
        Some(value) => Ok(Number { value, mark: None, percent: false }),
        None => marked_amount(cell, grammar),
    }
}

fn marked_amount(cell: &str, grammar: Grammar) -> Result<Number, FaultKind> {
    let number = marked(cell, grammar)?;
    if number.percent {
        return Err(not_a_number(cell, NumberFault::Percent));
    }
    if UnitPrice::from_millionths(number.value).is_none() {
        return Err(out_of_range(cell, Range::NotNegative));
    }
    Ok(number)
}

/// Reads a price, or the amount of a line, as [`amount`] does; `None` where the vendor says that there is none.
#[inline]
pub(crate) fn offered(cell: &str, grammar: Grammar) -> Result<Option<Number>, FaultKind> {
    amount(cell, grammar).map(Some).or_else(|fault| {
        let is_none = NO_OFFER.iter().any(|text| text.eq_ignore_ascii_case(cell));
        if is_none { Ok(None) } else { Err(fault) }
    })
}

/// Reads a quantity above 0.
#[inline]
pub(crate) fn quantity(cell: &str, grammar: Grammar) -> Result<Quantity, FaultKind> {
    Quantity::from_millionths(plain(cell, grammar)?).ok_or_else(|| out_of_range(cell, Range::Quantity))
}

/// Reads a percentage in millionths, with or without its sign.
pub(crate) fn percent(cell: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    let number = marked(cell, grammar)?;
    match number.mark {
        Some(_) => Err(not_a_number(cell, NumberFault::Text)),
        None => Ok(number.value),
    }
}

/// Reads digits that count something of `each` days or rounds; `cell` is what is shown where that is too much.
pub(crate) fn count(cell: &str, digits: &str, each: u32) -> Result<u32, FaultKind> {
    let count = digits.parse::<u32>().ok().and_then(|number| number.checked_mul(each));
    count.filter(|count| *count <= 1_000_000).ok_or_else(|| out_of_range(cell, Range::AtMost(1_000_000)))
}

/// Reads the number of a round: `2`, `第二轮`, `二次报价`, `Round 2`, `R2`.
pub(crate) fn round(cell: &str) -> Result<u32, FaultKind> {
    let text: String = cell.nfkc().filter(|letter| !letter.is_whitespace()).collect::<String>().to_lowercase();
    let numbered = || {
        let bare = text.strip_suffix("报价").unwrap_or(&text);
        let chinese = bare.strip_suffix(['轮', '次']).map(|bare| bare.strip_prefix('第').unwrap_or(bare));
        let english = || ["round", "rd", "r"].into_iter().find_map(|word| bare.strip_prefix(word));
        chinese_number(chinese.or_else(english)?.trim_start_matches(['#', '.', '-']))
    };
    match numbered() {
        Some(number) => Ok(number),
        None if cell.bytes().all(|byte| byte.is_ascii_digit()) => count(cell, cell, 1),
        None => Err(FaultKind::NotARound { text: Untrusted::new(cell) }),
    }
}

/// Reads a number of at most two digits, Chinese ones as well; `首` is the first.
fn chinese_number(text: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九十";
    let digit = |letter: char| {
        let place = DIGITS.chars().position(|digit| digit == letter).and_then(|place| u32::try_from(place).ok());
        place.filter(|digit| *digit != 0)
    };
    let letters: Vec<char> = text.chars().collect();
    match letters.as_slice() {
        ['首' | '初'] => Some(1),
        ['两'] => Some(2),
        ['十', last] => digit(*last).filter(|last| *last < 10).and_then(|last| last.checked_add(10)),
        [only] if !only.is_ascii_digit() => digit(*only),
        [_] | [_, _] => text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten(),
        _ => None,
    }
}

/// Reads whether a price includes tax.
pub(crate) fn tax_basis(cell: &str) -> Result<TaxBasis, FaultKind> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "含" | "含税" | "√" => Ok(TaxBasis::Included),
        "no" | "n" | "false" | "0" | "否" | "不含" | "不含税" | "×" => Ok(TaxBasis::Excluded),
        _ => Err(FaultKind::NotYesNo { text: Untrusted::new(cell) }),
    }
}

/// Reads a currency code, or a name or sign of one currency alone: `RMB`, `人民币`, `US$`.
pub(crate) fn currency(cell: &str) -> Result<Currency, FaultKind> {
    let by_name = || Mark::parse(&cell.nfkc().collect::<String>()).and_then(Mark::names);
    Currency::parse(cell).or_else(by_name).ok_or_else(|| FaultKind::NotACurrency { text: Untrusted::new(cell) })
}

/// Reads a quality by the policy's scheme: the place of a label, or a score in millionths.
#[inline]
pub(crate) fn quality(cell: &str, scheme: &Scheme, grammar: Grammar) -> Result<i64, FaultKind> {
    let place = |place: usize| i64::try_from(place).expect("a scale has few labels");
    match scheme {
        // Nearly every cell is spelt as the scale is, and needs no normal form.
        Scheme::Scale(labels) => {
            labels.iter().position(|label| label == cell).or_else(|| scheme.label_index(cell)).map(place).ok_or_else(
                || FaultKind::OffScale {
                    text: Untrusted::new(cell),
                    scale: labels.iter().map(|label| shown(label).to_string()).collect(),
                },
            )
        }
        Scheme::Bands(_) => score(cell, grammar),
        Scheme::Scores => score(cell, grammar).map_err(|fault| {
            let is_label = !cell.contains(|letter: char| letter.is_ascii_digit());
            let is_text = matches!(fault, FaultKind::NotANumber { why: NumberFault::Text, .. });
            if is_text && is_label { FaultKind::NoScale { text: Untrusted::new(cell) } } else { fault }
        }),
    }
}

/// Reads a score, with a percent sign or without one.
#[inline]
fn score(cell: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    plain(cell, grammar).or_else(|fault| {
        let is_percent = matches!(fault, FaultKind::NotANumber { why: NumberFault::Percent, .. });
        if is_percent { percent(cell, grammar) } else { Err(fault) }
    })
}

pub(crate) fn not_a_number(cell: &str, why: NumberFault) -> FaultKind {
    FaultKind::NotANumber { text: Untrusted::new(cell), why }
}

pub(crate) fn out_of_range(cell: &str, expected: Range) -> FaultKind {
    FaultKind::OutOfRange { text: Untrusted::new(cell), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_declared_texts_mean_no_value() {
        for cell in ["", "-", "N/A", "n/a", "Not provided", "面议"] {
            assert!(is_missing(cell, &["面议".to_owned()]), "{cell}");
        }
        for cell in ["0", "none", "--", "NA", "-5"] {
            assert!(!is_missing(cell, &[]), "{cell}");
        }
    }

    #[test]
    fn a_vendor_can_say_that_it_offers_no_price() {
        let grammar = Grammar {
            decimal_mark: DecimalMark::Assumed,
            semicolons: false,
            shows_point: false,
            edition: Edition::Second,
        };
        for cell in ["无", "无法报价", "面议", "——", "–", "暂无", "No Bid", "TBD", "Not Quoted"] {
            assert_eq!(offered(cell, grammar).map(|number| number.is_none()), Ok(true), "{cell}");
            assert!(!is_missing(cell, &[]), "elsewhere `{cell}` is no empty cell");
        }
        assert_eq!(offered("5", grammar).map(|number| number.map(|number| number.value)), Ok(Some(5_000_000)));
        for cell in ["on request", "五", "TBD 5", "无税"] {
            assert!(matches!(offered(cell, grammar), Err(FaultKind::NotANumber { .. })), "{cell}");
        }
    }

    #[test]
    fn a_point_before_three_digits_is_open_where_semicolons_part_cells() {
        for cell in ["1.250", "¥12.500", "999.999", "-1.250", "(1.250)"] {
            assert!(could_be_a_group(cell), "{cell}");
        }
        for cell in ["1.25", "0.250", "1250.500", "1.2500", "1250", "1.a50", "12.5", ""] {
            assert!(!could_be_a_group(cell), "{cell}");
        }
        let read = |semicolons, decimal_mark| {
            plain("1.250", Grammar { decimal_mark, semicolons, shows_point: false, edition: Edition::Second })
                .map(|n| decimal::from_millionths(n).to_string())
        };
        assert!(matches!(
            read(true, DecimalMark::Assumed),
            Err(FaultKind::NotANumber { why: NumberFault::Undeclared, .. })
        ));
        assert_eq!(read(false, DecimalMark::Assumed), Ok("1.25".to_owned()));
        assert_eq!(read(true, DecimalMark::Point), Ok("1.25".to_owned()));
        assert_eq!(read(true, DecimalMark::Comma), Ok("1250".to_owned()));
    }

    #[test]
    fn a_guard_comes_off_only_before_what_it_guards() {
        for (cell, text) in
            [("'=1+1", "=1+1"), ("'-5", "-5"), ("''x", "'x"), ("' @x", " @x"), ("'s-Hof", "'s-Hof"), ("x", "x")]
        {
            assert_eq!(without_guard(cell), text);
        }
    }

    #[test]
    fn a_round_is_numbered_by_digits_or_words() {
        for (cell, expected) in [
            ("1", 1),
            ("02", 2),
            ("120", 120),
            ("第一轮", 1),
            ("第2轮", 2),
            ("第 ２ 轮", 2),
            ("三轮", 3),
            ("第十二轮报价", 12),
            ("首轮", 1),
            ("首次报价", 1),
            ("二次报价", 2),
            ("Round 2", 2),
            ("ROUND #3", 3),
            ("R2", 2),
            ("r 12", 12),
        ] {
            assert_eq!(round(cell), Ok(expected), "{cell}");
        }
        for cell in ["final", "最终", "末轮", "第轮", "R", "Round two", "2.5", "第二", "轮", "-1", "R0x", "报价"]
        {
            assert_eq!(round(cell), Err(FaultKind::NotARound { text: cell.into() }), "{cell}");
        }
        assert!(matches!(round("2000000"), Err(FaultKind::OutOfRange { .. })));
    }
}
