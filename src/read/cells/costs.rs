//! Cells of what changes a cost: discounts, fees, and percentages on top of a price.

use unicode_normalization::UnicodeNormalization as _;

use super::number::Number;
use super::values::{Grammar, amount, marked, not_a_number, out_of_range, plain};
use crate::read::fault::{DiscountFault, FaultKind, NumberFault, Range};
use crate::value::untrusted::Untrusted;

/// One percent, in millionths.
const PERCENT: i64 = 1_000_000;

/// From how many percent on a discount may as well be what is paid.
const DOUBTFUL: i64 = 50 * PERCENT;

/// Texts that mean that there is no discount.
const NO_DISCOUNT: &[&str] = &["无折扣", "不打折", "没有折扣", "无优惠", "无", "none", "nil", "no discount"];

/// Texts that mean that a rate is 0.
const EXEMPT: &[&str] = &["免税", "零税率", "exempt", "tax exempt", "zero rated"];

/// Texts that mean that nothing is added, beside those that speak of what is included.
const NOTHING_ADDED: &[&str] = &[
    "包邮",
    "包送",
    "包运费",
    "免",
    "免邮",
    "无",
    "无费用",
    "供方承担",
    "卖方承担",
    "供货方承担",
    "供应商承担",
    "free",
    "free of charge",
    "foc",
    "f.o.c",
    "no charge",
    "n/c",
    "nil",
    "none",
    "waived",
    "free shipping",
    "free delivery",
    "free freight",
];

/// Words beside which `included` does not hold for all of it.
const CONDITIONS: &[&str] = &[
    "not",
    "no",
    "excl",
    "excluded",
    "excluding",
    "extra",
    "plus",
    "partly",
    "partially",
    "if",
    "over",
    "above",
    "except",
    "unless",
    "only",
    "tax",
    "vat",
    "gst",
    "up",
    "when",
    "from",
    "but",
    "half",
];

/// Pieces of Chinese texts beside which 含 and 免 do not hold for all of it.
const CONDITIONS_ZH: &[&str] =
    &["不", "未", "除", "另", "部分", "满", "超", "仅", "外", "税", "半", "如", "若", "需", "首"];

/// Reads a discount: percent off, in millionths, of 0 to 100 %. `95折` and `九五折` say what is paid instead.
pub(crate) fn discount(cell: &str, header: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    let text = folded(cell);
    if NO_DISCOUNT.contains(&text.as_str()) {
        return Ok(0);
    }
    let refused = |why| FaultKind::NotADiscount { text: Untrusted::new(cell), why };
    let is_fraction = |value: i64| value > 0 && value < PERCENT;
    if let Some(paid) = text.strip_suffix("优惠").unwrap_or(&text).strip_suffix('折') {
        let value = plain(&digits(paid.strip_prefix('打').unwrap_or(paid)), grammar)
            .map_err(|_| refused(DiscountFault::Unreadable))?;
        if is_fraction(value) {
            return Err(refused(DiscountFault::Fraction));
        }
        // 9.5 and 95 both mean that 95 of 100 are paid.
        let paid = if value <= 10 * PERCENT { value.checked_mul(10) } else { Some(value) };
        let off = paid.and_then(|paid| (100 * PERCENT).checked_sub(paid));
        return off.filter(|off| (0..100 * PERCENT).contains(off)).ok_or_else(|| out_of_range(cell, Range::Percent));
    }
    let off = ["off", "优惠", "discount"].into_iter().find_map(|off| text.strip_suffix(off));
    let off = off.or_else(|| ["优惠", "less"].into_iter().find_map(|off| text.strip_prefix(off)));
    let Number { value, mark, percent } = marked(off.unwrap_or(&text).trim(), grammar)
        .map_err(|fault| with_text(fault, cell, || refused(DiscountFault::Unreadable)))?;
    if mark.is_some() {
        Err(refused(DiscountFault::Amount))
    } else if !(0..=100 * PERCENT).contains(&value) {
        Err(out_of_range(cell, Range::Percent))
    } else if is_fraction(value) && !percent {
        Err(refused(DiscountFault::Fraction))
    } else if value != 0 && off.is_none() && is_unclear(header, percent) {
        Err(refused(DiscountFault::Unclear))
    } else if value >= DOUBTFUL && off.is_none() {
        Err(refused(DiscountFault::Paid))
    } else {
        Ok(value)
    }
}

/// Says whether numbers below a header may as well be what is paid: those of `折扣`, and all of `扣率`.
fn is_unclear(header: &str, is_percent: bool) -> bool {
    let is_rate = header.contains('率');
    (header.contains("折扣") && !is_rate && !is_percent) || (header.contains("扣率") && !header.contains("折扣率"))
}

/// Reads a cost of 0 or more, and its mark; `包邮`, `included` and their like are 0.
pub(crate) fn cost(cell: &str, grammar: Grammar) -> Result<Number, FaultKind> {
    match amount(cell, grammar) {
        Err(FaultKind::NotANumber { why: NumberFault::Text, .. }) if adds_nothing(cell) => {
            Ok(Number { value: 0, mark: None, percent: false })
        }
        Err(FaultKind::NotANumber { text, why: NumberFault::Text }) => Err(FaultKind::NotACost { text }),
        read => read,
    }
}

/// Reads a percentage of 0 to 1,000, in millionths: a tax rate, or a cost in percent.
pub(crate) fn percent_range(cell: &str, grammar: Grammar) -> Result<i64, FaultKind> {
    if EXEMPT.contains(&folded(cell).as_str()) {
        return Ok(0);
    }
    let Number { value, mark, percent } = marked(cell, grammar)?;
    if mark.is_some() {
        Err(not_a_number(cell, NumberFault::Text))
    } else if value < 0 {
        Err(out_of_range(cell, Range::NotNegative))
    } else if value > 1_000 * PERCENT {
        Err(out_of_range(cell, Range::AtMost(1_000)))
    } else if value > 0 && value < PERCENT && !percent {
        Err(FaultKind::RateBelowOne { text: Untrusted::new(cell) })
    } else {
        Ok(value)
    }
}

/// Says whether a text means that nothing is added to the price.
fn adds_nothing(cell: &str) -> bool {
    let text = folded(cell);
    let text = text.trim_matches(['(', ')', '[', ']', '.', '。']);
    if NOTHING_ADDED.contains(&text) {
        return true;
    }
    let is_short = text.chars().count() <= 60 && !text.contains(|letter: char| letter.is_ascii_digit());
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty()).collect();
    let includes = words.iter().any(|word| matches!(*word, "included" | "incl" | "inclusive"));
    let chinese = text.contains(['含', '免']) && text.chars().count() <= 12;
    let conditional = words.iter().any(|word| CONDITIONS.contains(word))
        || CONDITIONS_ZH.iter().any(|piece| text.contains(piece))
        || text.contains('%');
    is_short && (includes || chinese) && !conditional
}

/// Returns a text in NFKC and lower case, with one space for several.
fn folded(cell: &str) -> String {
    let text: String = cell.nfkc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes Chinese digits as those of numbers.
fn digits(text: &str) -> String {
    let digit = |letter| match letter {
        '零' | '〇' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        '点' => '.',
        other => other,
    };
    text.trim().chars().map(digit).collect()
}

/// Names the whole cell in the fault of a part of it.
fn with_text(fault: FaultKind, cell: &str, otherwise: impl Fn() -> FaultKind) -> FaultKind {
    let FaultKind::NotANumber { why, .. } = fault else { return fault };
    if why == NumberFault::Text { otherwise() } else { not_a_number(cell, why) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::cells::number::DecimalMark;
    use crate::rule::edition::Edition;
    use crate::value::decimal::from_millionths;

    const GRAMMAR: Grammar =
        Grammar { decimal_mark: DecimalMark::Assumed, semicolons: false, shows_point: true, edition: Edition::Second };

    #[test]
    fn a_discount_is_percent_off_however_it_is_written() {
        for (cell, expected) in [
            ("5", "5"),
            ("5%", "5"),
            ("5 %", "5"),
            ("5% off", "5"),
            ("12.5%", "12.5"),
            ("0", "0"),
            ("49.9", "49.9"),
            ("0.5%", "0.5"),
            ("95% off", "95"),
            ("100% off", "100"),
            ("50%优惠", "50"),
            ("优惠5%", "5"),
            ("95折", "5"),
            ("9.5折", "5"),
            ("九五折", "5"),
            ("9折", "10"),
            ("打九折", "10"),
            ("九折优惠", "10"),
            ("９５折", "5"),
            ("八八折", "12"),
            ("九点五折", "5"),
            ("88.5折", "11.5"),
            ("10折", "0"),
            ("无折扣", "0"),
            ("不打折", "0"),
            ("None", "0"),
        ] {
            let read = discount(cell, "Discount", GRAMMAR).map(|value| from_millionths(value).to_string());
            assert_eq!(read, Ok(expected.to_owned()), "{cell}");
        }
        // 折扣率 of 5 is 5 % off, as its alias says; 5% under 折扣 leaves no doubt either.
        assert_eq!(discount("5", "折扣率", GRAMMAR), Ok(5 * PERCENT));
        assert_eq!(discount("5%", "折扣", GRAMMAR), Ok(5 * PERCENT));
        assert_eq!(discount("95折", "折扣", GRAMMAR), Ok(5 * PERCENT));
        assert_eq!(discount("0", "折扣", GRAMMAR), Ok(0));
    }

    #[test]
    fn a_discount_that_may_mean_what_is_paid_is_refused() {
        for (cell, header, why) in [
            ("9.5", "折扣", DiscountFault::Unclear),
            ("95", "折扣", DiscountFault::Unclear),
            ("40%", "扣率", DiscountFault::Unclear),
            ("95%", "折扣", DiscountFault::Paid),
            ("95", "折扣率", DiscountFault::Paid),
            ("95%", "折扣率(%)", DiscountFault::Paid),
            ("50", "折扣率", DiscountFault::Paid),
            ("50", "Discount", DiscountFault::Paid),
            ("95%", "Discount", DiscountFault::Paid),
            ("100", "下浮率", DiscountFault::Paid),
            ("0.95", "Discount", DiscountFault::Fraction),
            ("0.05", "优惠率", DiscountFault::Fraction),
            ("0.05", "折扣", DiscountFault::Fraction),
            ("0.05 off", "Discount", DiscountFault::Fraction),
            ("0.95折", "Discount", DiscountFault::Fraction),
            ("¥5", "Discount", DiscountFault::Amount),
            ("ask", "Discount", DiscountFault::Unreadable),
            ("某折", "Discount", DiscountFault::Unreadable),
        ] {
            let refused = Err(FaultKind::NotADiscount { text: cell.into(), why });
            assert_eq!(discount(cell, header, GRAMMAR), refused, "{cell} {header}");
        }
        for cell in ["-5", "101", "(5%)", "950折", "0折"] {
            assert!(
                matches!(
                    discount(cell, "Discount", GRAMMAR),
                    Err(FaultKind::OutOfRange { expected: Range::Percent, .. })
                ),
                "{cell}"
            );
        }
    }

    #[test]
    fn a_cost_is_an_amount_or_said_to_be_included() {
        for (cell, expected) in [("12.50", "12.5"), ("¥8", "8"), ("1,250", "1250"), ("0元", "0"), ("USD 5", "5")] {
            let read = cost(cell, GRAMMAR).map(|number| from_millionths(number.value).to_string());
            assert_eq!(read, Ok(expected.to_owned()), "{cell}");
        }
        for cell in [
            "包邮",
            "免运费",
            "免费",
            "含运费",
            "含",
            "已含",
            "包含",
            "免费安装",
            "已含在单价中",
            "（含）",
            "Free",
            "included",
            "Incl.",
            "INCLUDED",
            "free of charge",
            "FOC",
            "F.O.C.",
            "No charge",
            "Freight Included in Commodity Cost",
            "Included in unit price",
            "Free Shipping",
            "all inclusive",
            "waived",
            "供方承担",
        ] {
            assert_eq!(cost(cell, GRAMMAR).map(|number| number.value), Ok(0), "{cell}");
        }
        for cell in [
            "不含运费",
            "不包邮",
            "满500包邮",
            "未含",
            "另计",
            "含税",
            "运费另计",
            "部分含",
            "not included",
            "Included over 500",
            "Freight not included",
            "incl. VAT",
            "at cost",
            "TBA",
            "ask",
            "free over 100",
            "到付",
            "首重免费",
            "外省不免",
        ] {
            assert_eq!(cost(cell, GRAMMAR), Err(FaultKind::NotACost { text: cell.into() }), "{cell}");
        }
        assert!(matches!(cost("-5", GRAMMAR), Err(FaultKind::OutOfRange { expected: Range::NotNegative, .. })));
        assert!(matches!(cost("5%", GRAMMAR), Err(FaultKind::NotANumber { why: NumberFault::Percent, .. })));
    }

    #[test]
    fn a_rate_is_percent_and_no_fraction() {
        for (cell, expected) in
            [("13", "13"), ("13%", "13"), ("0", "0"), ("0.5%", "0.5"), ("1", "1"), ("1000", "1000"), ("免税", "0")]
        {
            let read = percent_range(cell, GRAMMAR).map(|value| from_millionths(value).to_string());
            assert_eq!(read, Ok(expected.to_owned()), "{cell}");
        }
        assert_eq!(percent_range("0.13", GRAMMAR), Err(FaultKind::RateBelowOne { text: "0.13".into() }));
        assert!(matches!(
            percent_range("-1", GRAMMAR),
            Err(FaultKind::OutOfRange { expected: Range::NotNegative, .. })
        ));
        assert!(matches!(
            percent_range("1001", GRAMMAR),
            Err(FaultKind::OutOfRange { expected: Range::AtMost(1_000), .. })
        ));
        assert!(matches!(percent_range("¥13", GRAMMAR), Err(FaultKind::NotANumber { why: NumberFault::Text, .. })));
        assert!(matches!(percent_range("x", GRAMMAR), Err(FaultKind::NotANumber { why: NumberFault::Text, .. })));
    }
}
