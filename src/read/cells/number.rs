//! The grammar of numbers in sheets: exact, declared, and never a guess.
//!
//! Plain digits are read at once; in everything else full-width digits, signs and marks become plain ones first. (NFKC
//! as a whole would also make `5²` a 52.) One sign or accounting parentheses, one currency mark, groups of three.

use crate::read::fault::NumberFault;
use crate::rule::edition::Edition;
use crate::value::currency::Mark;
use crate::value::decimal::{DecimalError, parse_millionths};

/// What parts the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.5`, declared by the user.
    Point,
    /// `1.234,5`, declared by the user.
    Comma,
    /// `1,234.5`, since nothing else was declared.
    Assumed,
}

impl DecimalMark {
    const fn decimal(self) -> char {
        match self {
            Self::Point | Self::Assumed => '.',
            Self::Comma => ',',
        }
    }

    const fn group(self) -> char {
        match self {
            Self::Point | Self::Assumed => ',',
            Self::Comma => '.',
        }
    }

    /// Returns the mark that this one is not.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Point | Self::Assumed => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    /// Returns the mark as it is written.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Point | Self::Assumed => ".",
            Self::Comma => ",",
        }
    }
}

/// A number as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// In millionths.
    pub(crate) value: i64,
    /// The currency mark beside it.
    pub(crate) mark: Option<Mark>,
    /// Whether a percent sign stands behind it.
    pub(crate) percent: bool,
}

impl Number {
    /// Makes a number without marks.
    pub(crate) const fn plain(value: i64) -> Self {
        Self { value, mark: None, percent: false }
    }
}

/// Reads the number in a trimmed, non-empty cell.
pub(crate) fn parse(cell: &str, decimal_mark: DecimalMark) -> Result<Number, NumberFault> {
    parse_by(cell, decimal_mark, Edition::default())
}

/// Reads a number as the versions of an edition do.
pub(crate) fn parse_by(cell: &str, decimal_mark: DecimalMark, edition: Edition) -> Result<Number, NumberFault> {
    if decimal_mark != DecimalMark::Comma
        && let Ok(value) = parse_millionths(cell)
    {
        return Ok(Number { value, mark: None, percent: false });
    }
    let text: String = cell.chars().map(half_width).collect();
    let text = text.trim();
    let (text, parenthesised) = match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let (text, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    let (text, mut negative) = sign(text);
    let (text, mark) = currency(text)?;
    let (text, inner_negative) = sign(text);
    if [parenthesised, negative.is_some(), inner_negative.is_some()].into_iter().filter(|signed| *signed).count() > 1 {
        return Err(NumberFault::Text);
    }
    negative = negative.or(inner_negative).or(parenthesised.then_some(true));
    if mark.is_some() && percent {
        return Err(NumberFault::Text);
    }
    let plain = ungroup(text, decimal_mark, edition)?;
    let value = parse_millionths(&if negative == Some(true) { format!("-{plain}") } else { plain }).map_err(
        |error| match error {
            DecimalError::NotPlain => NumberFault::Text,
            DecimalError::IntegerDigits => NumberFault::IntegerDigits,
            DecimalError::DecimalDigits => NumberFault::DecimalDigits,
        },
    )?;
    Ok(Number { value, mark, percent })
}

/// Makes full-width forms, spaces of all kinds and the minus sign plain.
fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter),
        '\u{ffe5}' => '¥',
        '\u{ffe1}' => '£',
        '\u{ffe6}' => '₩',
        '\u{2212}' => '-',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}

/// Takes a sign off the front.
fn sign(text: &str) -> (&str, Option<bool>) {
    match text.strip_prefix('-') {
        Some(rest) => (rest.trim_start(), Some(true)),
        None => text.strip_prefix('+').map_or((text, None), |rest| (rest.trim_start(), Some(false))),
    }
}

/// Takes a currency mark off the front or the back.
fn currency(text: &str) -> Result<(&str, Option<Mark>), NumberFault> {
    let digit = |letter: char| letter.is_ascii_digit();
    let signed = |letter: char| matches!(letter, '-' | '+' | '.' | ',' | '(') || digit(letter);
    let (Some(first), Some(last)) = (text.find(signed), text.rfind(|letter: char| digit(letter) || letter == '.'))
    else {
        return Err(NumberFault::Text);
    };
    let (before, rest) = text.split_at(first);
    let (number, after) = rest.split_at(last.saturating_add(1).saturating_sub(first));
    match (before.trim(), after.trim()) {
        ("", "") => Ok((number, None)),
        (before, after) if !before.is_empty() && !after.is_empty() => {
            // `¥215元` says the same twice.
            let both = Mark::parse(before).zip(Mark::parse(after)).and_then(|(before, after)| before.and(after));
            both.map(|mark| (number, Some(mark))).ok_or(NumberFault::Text)
        }
        (mark, "") | ("", mark) => Mark::parse(mark).map(|mark| (number, Some(mark))).ok_or(NumberFault::Text),
        _ => Err(NumberFault::Text),
    }
}

/// Returns what a number is with a decimal point and with a decimal comma, in millionths, where it is one with both.
pub(crate) fn readings(cell: &str) -> Option<[i64; 2]> {
    let read = |mark| parse(cell, mark).map(|number| number.value).ok();
    if !cell.contains([',', '，']) {
        return None;
    }
    let [grouped, decimal] = [read(DecimalMark::Point)?, read(DecimalMark::Comma)?];
    (grouped != decimal).then_some([grouped, decimal])
}

/// Says whether a text is a number with a decimal point, and none with a decimal comma, as `12.5` and `1,234.50`.
pub(crate) fn shows_point(cell: &str) -> bool {
    parse(cell, DecimalMark::Point).is_ok() && parse(cell, DecimalMark::Comma).is_err()
}

/// Takes the group marks out and writes the decimal mark as a point; groups must be of three digits.
fn ungroup(text: &str, decimal_mark: DecimalMark, edition: Edition) -> Result<String, NumberFault> {
    let (whole, decimals) = match text.split_once(decimal_mark.decimal()) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let group = if whole.contains(' ') { ' ' } else { decimal_mark.group() };
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = whole.contains(group);
    if grouped {
        let others: Vec<&str> = groups.collect();
        if !digits(first) || !others.iter().all(|part| digits(part)) {
            return Err(NumberFault::Text);
        }
        if first.len() > 3 || others.iter().any(|part| part.len() != 3) {
            return Err(NumberFault::Groups);
        }
        if first.starts_with('0') && edition != Edition::First {
            // `0,250` is a quarter where commas part decimals, and nowhere 250.
            let is_decimal = others.len() == 1 && decimals.is_none() && group != ' ';
            return Err(NumberFault::ZeroGroup(is_decimal.then_some(group)));
        }
    }
    let whole: String = whole.chars().filter(|letter| *letter != group || !grouped).collect();
    Ok(match decimals {
        Some(decimals) => format!("{whole}.{decimals}"),
        None => whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(cell: &str, mark: DecimalMark) -> Result<String, NumberFault> {
        parse(cell, mark).map(|number| crate::value::decimal::from_millionths(number.value).to_string())
    }

    #[test]
    fn what_people_write_is_read_exactly() {
        for (cell, expected) in [
            ("1250", "1250"),
            ("1,250.00", "1250"),
            ("1 250.5", "1250.5"),
            ("１，２５０．５", "1250.5"),
            ("￥1,250.00", "1250"),
            ("¥ 12.5", "12.5"),
            ("12.5元", "12.5"),
            ("CNY 12.5", "12.5"),
            ("12.5 CNY", "12.5"),
            ("(1,250.00)", "-1250"),
            ("(¥5)", "-5"),
            ("-¥5", "-5"),
            ("¥-5", "-5"),
            ("−5", "-5"),
            ("+5", "5"),
            ("123,456,789.123456", "123456789.123456"),
            ("US$3", "3"),
            ("￥215.00元", "215"),
            ("$5 USD", "5"),
        ] {
            assert_eq!(value(cell, DecimalMark::Assumed).as_deref(), Ok(expected), "{cell}");
        }
    }

    #[test]
    fn a_declared_comma_parts_decimals() {
        for (cell, expected) in
            [("1.250,5", "1250.5"), ("12,5", "12.5"), ("1250", "1250"), ("1 250,5", "1250.5"), ("€ 1.250", "1250")]
        {
            assert_eq!(value(cell, DecimalMark::Comma).as_deref(), Ok(expected), "{cell}");
        }
        assert_eq!(value("1,250.00", DecimalMark::Comma), Err(NumberFault::Text));
        assert_eq!(value("1.5", DecimalMark::Comma), Err(NumberFault::Groups));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for cell in [
            "abc",
            "1e3",
            "1_000",
            "NaN",
            "inf",
            "0x10",
            "1/2",
            "½",
            "--5",
            "-(5)",
            "(-5)",
            "5-",
            ".5",
            "5.",
            "¥5 USD",
            "$5元",
            "$2,781,118.64*",
            "1.2.3",
            "1,2,3.4.5",
            "12 kg",
            "()",
            "¥",
            "-",
            "1,250,",
            ",250",
            "5 5",
            "1 ,250",
            "²",
            "5²",
            "①",
            "%",
            "¥5%",
        ] {
            assert!(
                matches!(value(cell, DecimalMark::Assumed), Err(NumberFault::Text | NumberFault::Groups)),
                "{cell}"
            );
        }
        for cell in ["12,5", "1,23,456", "1234,567", "1,2345"] {
            assert_eq!(value(cell, DecimalMark::Assumed), Err(NumberFault::Groups), "{cell}");
        }
        for (cell, mark, other) in [
            ("0,250", DecimalMark::Assumed, Some(',')),
            ("00,250", DecimalMark::Point, Some(',')),
            ("¥0,250", DecimalMark::Assumed, Some(',')),
            ("0,250.5", DecimalMark::Assumed, None),
            ("0 250", DecimalMark::Assumed, None),
            ("0.250", DecimalMark::Comma, Some('.')),
            ("0.250.000", DecimalMark::Comma, None),
        ] {
            assert_eq!(value(cell, mark), Err(NumberFault::ZeroGroup(other)), "{cell}");
        }
        let earlier = parse_by("0,250", DecimalMark::Assumed, Edition::First);
        assert_eq!(earlier, Ok(Number::plain(250_000_000)), "as versions 0.1 read it");
        assert_eq!(value("1,234,567,890,123", DecimalMark::Assumed), Err(NumberFault::IntegerDigits));
        assert_eq!(value("0.1234567", DecimalMark::Assumed), Err(NumberFault::DecimalDigits));
    }

    #[test]
    fn one_group_behind_a_comma_has_two_readings() {
        for cell in ["1,234", "¥1,234", "(1,234)", "１，２３４"] {
            assert!(readings(cell).is_some() && !shows_point(cell), "{cell}");
        }
        assert_eq!(readings("1,234"), Some([1_234_000_000, 1_234_000]));
        for cell in ["1,234.50", "1,234,567", "12.5", "0.250", "1 234.5", "¥1,234.5"] {
            assert!(readings(cell).is_none() && shows_point(cell), "{cell}");
        }
        for cell in ["12", "1234", "1.234", "12,5", "0,250", "x"] {
            assert!(readings(cell).is_none() && !shows_point(cell), "{cell}");
        }
    }

    #[test]
    fn a_percent_sign_is_noticed() {
        assert!(parse("13 %", DecimalMark::Assumed).unwrap().percent);
        assert!(!parse("13", DecimalMark::Assumed).unwrap().percent);
    }
}
