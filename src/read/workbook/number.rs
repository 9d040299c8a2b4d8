//! Numbers of cells as text, without a float: the digits that the file has, as the cell's format shows them.

use crate::value::currency::Mark;
use crate::value::date::Date;

/// How many significant digits a spreadsheet shows; what a file has behind them is noise of its binary numbers.
const SHOWN_DIGITS: usize = 15;
/// The most significant digits that such noise has.
const MAX_DIGITS: usize = 17;
/// How many decimals a number is rounded to whose format shows no more.
const DECIMALS: i32 = 6;

/// How a format shows numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Format {
    /// Days and times, or times alone.
    date: Option<DateKind>,
    is_percent: bool,
    /// How many decimals are shown; `None` where as many as there are.
    decimals: Option<i32>,
    /// What stands before and behind the number: marks of currencies, units.
    before: String,
    behind: String,
    /// Whether it shows something else than the number: scaled, with a sign or marks among its digits, or nothing.
    is_odd: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateKind {
    Date,
    Time,
}

impl Format {
    /// Reads the format of a number that every workbook has.
    pub(super) fn built_in(id: u32) -> Self {
        let decimals = |decimals| Self { decimals: Some(decimals), ..Self::default() };
        let date = |kind| Self { date: Some(kind), ..Self::default() };
        match id {
            1 | 3 | 5 | 6 | 37 | 38 | 41 | 42 => decimals(0),
            2 | 4 | 7 | 8 | 39 | 40 | 43 | 44 => decimals(2),
            9 => Self { is_percent: true, ..decimals(0) },
            10 => Self { is_percent: true, ..decimals(2) },
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => date(DateKind::Date),
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => date(DateKind::Time),
            _ => Self::default(),
        }
    }

    /// Reads the code of a format: its first section, which is that of positive numbers.
    pub(super) fn parse(code: &str) -> Self {
        let mut format = Self::default();
        let mut characters = code.chars().peekable();
        let (mut has_digits, mut is_behind_point, mut is_scientific) = (false, false, false);
        let (mut has_day, mut has_month, mut has_time) = (false, false, false);
        let (mut has_sign, mut is_scaled, mut is_conditional) = (false, false, false);
        while let Some(character) = characters.next() {
            let mut literal = String::new();
            match character {
                ';' => break,
                '"' => literal.extend(characters.by_ref().take_while(|other| *other != '"')),
                '\\' | '!' => literal.extend(characters.next()),
                '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inside: String = characters.by_ref().take_while(|other| *other != ']').collect();
                    if let Some(mark) = inside.strip_prefix('$') {
                        let (sign, place) = mark.split_once('-').unwrap_or((mark, ""));
                        // The sign of the yuan is that of the yen where the format is of Japan.
                        let place = place.to_ascii_lowercase();
                        let is_yen = matches!(sign, "¥" | "￥") && (place.ends_with("411") || place.starts_with("ja"));
                        literal.push_str(if is_yen { "JPY" } else { sign });
                    } else if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                        has_time = true;
                    } else {
                        is_conditional |= inside.starts_with(['<', '>', '=']);
                    }
                }
                '0' | '#' | '?' => {
                    has_digits = true;
                    is_scaled = false;
                    // What stands among the digits is shown as a part of the number.
                    format.is_odd |= !format.behind.is_empty();
                    if is_behind_point && !is_scientific {
                        format.decimals = format.decimals.map(|decimals| decimals + 1);
                    }
                }
                '.' if has_digits || matches!(characters.peek(), Some('0' | '#' | '?')) => is_behind_point = true,
                'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {
                    characters.next();
                    is_scientific = true;
                }
                'G' | 'g' if code.to_ascii_lowercase().starts_with("general") => {
                    characters.by_ref().take("eneral".len()).for_each(drop);
                }
                'A' | 'a' if matches!(characters.peek(), Some('M' | 'm' | '/')) => {
                    characters.by_ref().take_while(|other| !matches!(other, 'P' | 'p')).for_each(drop);
                    characters.next_if(|other| matches!(other, 'M' | 'm'));
                    has_time = true;
                }
                'y' | 'Y' | 'd' | 'D' | 'e' => has_day = true,
                'm' | 'M' => has_month = true,
                'h' | 'H' | 's' | 'S' => has_time = true,
                '%' => format.is_percent = true,
                ',' => is_scaled |= has_digits,
                '-' | '(' => has_sign = true,
                '@' | ' ' | ')' | '+' | '/' | ':' => {}
                other => literal.push(other),
            }
            if has_digits && format.decimals.is_none() {
                format.decimals = Some(0);
            }
            let side = if has_digits { &mut format.behind } else { &mut format.before };
            side.push_str(literal.trim());
        }
        if is_scientific {
            format.decimals = None;
        }
        if !has_digits && (has_day || has_month || has_time) {
            let kind = if has_day || !has_time { DateKind::Date } else { DateKind::Time };
            return Self { date: Some(kind), ..Self::default() };
        }
        let has_marks = !format.before.is_empty() || !format.behind.is_empty();
        format.is_odd |=
            (has_sign && has_digits) || is_scaled || (is_conditional && has_marks) || code.starts_with(';');
        format
    }
}

/// Writes the number of a cell as text; `None` where the file has more digits than any spreadsheet keeps, or no number.
pub(super) fn text(raw: &str, format: &Format, is_1904: bool, decimal_mark: &str) -> Option<String> {
    let mut number = Number::parse(raw)?;
    if format.date == Some(DateKind::Date)
        && let Some(date) = number.as_date(is_1904)
    {
        return Some(date);
    }
    if number.digits.len() > MAX_DIGITS || format.date == Some(DateKind::Time) || format.is_odd {
        return None;
    }
    number.keep(SHOWN_DIGITS);
    if format.is_percent {
        number.point += 2;
    }
    if format.decimals.is_some_and(|decimals| decimals <= DECIMALS) {
        number.keep(usize::try_from(number.point + DECIMALS).unwrap_or(0));
    }
    let sign = if number.is_negative && !number.digits.is_empty() { "-" } else { "" };
    let percent = if format.is_percent { "%" } else { "" };
    Some(format!("{sign}{}{}{percent}{}", format.before, number.unsigned(decimal_mark), format.behind))
}

/// Writes the text of a cell as it would be shown if it were the number that it looks like: with the currency of its format.
pub(super) fn with_mark(text: String, format: &Format) -> String {
    let is_mark = |text: &str| Mark::parse(text).is_some();
    let is_marked =
        (is_mark(&format.before) && format.behind.is_empty()) || (is_mark(&format.behind) && format.before.is_empty());
    let looks_like_one = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    if is_marked && looks_like_one(text.trim()) {
        format!("{}{}{}", format.before, text.trim(), format.behind)
    } else {
        text
    }
}

/// A number as its digits: `0.digits` times ten to the power of `point`.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    is_negative: bool,
    /// From 0 to 9 each, the first and the last not 0; none for 0.
    digits: Vec<u8>,
    point: i32,
}

impl Number {
    fn parse(raw: &str) -> Option<Self> {
        let (is_negative, unsigned) = raw.strip_prefix('-').map_or((false, raw), |rest| (true, rest));
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.unsigned_abs() <= 400)?;
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(decimals.bytes());
        if all().count() == 0 || all().count() > 400 || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all().map(|byte| byte - b'0').collect();
        let point = i32::try_from(whole.len()).expect("it has at most 400 digits") + exponent;
        let mut number = Self { is_negative, digits, point };
        number.trim();
        Some(number)
    }

    /// Rounds to some digits, half away from zero.
    fn keep(&mut self, count: usize) {
        let Some(next) = self.digits.get(count).copied() else { return };
        self.digits.truncate(count);
        if next >= 5 {
            let carried = self.digits.iter().rposition(|digit| *digit < 9);
            self.digits.truncate(carried.map_or(0, |at| at + 1));
            if let Some(last) = self.digits.last_mut() {
                *last += 1;
            } else {
                self.digits.push(1);
                self.point += 1;
            }
        }
        self.trim();
    }

    fn trim(&mut self) {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= i32::try_from(zeros).expect("it has at most 400 digits");
        let end = self.digits.iter().rposition(|digit| *digit != 0).map_or(0, |at| at + 1);
        self.digits.truncate(end);
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    fn unsigned(&self, decimal_mark: &str) -> String {
        let digit = |at: i32| {
            let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
            char::from(b'0' + digit)
        };
        let whole: String = (0..self.point.max(0)).map(digit).collect();
        let length = i32::try_from(self.digits.len()).expect("it has at most 400 digits");
        let decimals: String = (self.point..length).map(|at| if at < 0 { '0' } else { digit(at) }).collect();
        let whole = if whole.is_empty() { "0" } else { &whole };
        if decimals.is_empty() || self.digits.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}{decimal_mark}{decimals}")
        }
    }

    /// Returns the day that a number counts, with the time of day where it has one; `None` where no calendar has it.
    fn as_date(&self, is_1904: bool) -> Option<String> {
        if self.is_negative || self.point > 7 {
            return None;
        }
        let length = self.digits.len();
        let whole = usize::try_from(self.point).unwrap_or(0);
        let count = |digits: &mut dyn Iterator<Item = u8>| digits.fold(0_u64, |sum, digit| sum * 10 + u64::from(digit));
        let days = count(&mut (0..whole).map(|at| self.digits.get(at).copied().unwrap_or(0)));
        // 1900 has a day too many, so that earlier ones start a day later.
        let (first, days) = match (is_1904, days) {
            (true, _) => ("1904-01-01", days),
            (false, 0 | 60) => return None,
            (false, 1..60) => ("1899-12-31", days),
            (false, _) => ("1899-12-30", days),
        };
        let date = Date::parse(first)?.after(u32::try_from(days).ok()?)?;
        if length <= whole {
            return Some(date.to_string());
        }
        // Eight decimals of a day are less than a millisecond.
        let decimal = |at: i32| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
        let part = count(&mut (0..8).map(|at| decimal(self.point + at)));
        let seconds = (part * 86_400 + 50_000_000) / 100_000_000;
        Some(format!("{date} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str, code: &str) -> Option<String> {
        text(raw, &Format::parse(code), false, ".")
    }

    proptest::proptest! {
        #[test]
        fn numbers_of_15_digits_are_what_they_were(whole in 0_u64..1_000_000_000_000_000, decimals in 0_u32..15) {
            // As programs write the nearest binary number, in 17 digits or in the fewest that name it.
            let divisor = 10_u64.pow(decimals);
            let own = format!("{}.{:0width$}", whole / divisor, whole % divisor, width = decimals as usize);
            let own = if decimals == 0 { whole.to_string() } else { own };
            let expected = Number::parse(&own).unwrap().unsigned(".");
            let binary: f64 = own.parse().unwrap();
            for raw in [own.clone(), format!("{binary}"), format!("{binary:e}"), format!("{binary:.16e}")] {
                proptest::prop_assert_eq!(shown(&raw, "General"), Some(expected.clone()));
            }
        }

        #[test]
        fn no_number_and_no_format_stops_the_program(raw in "[-0-9.eE+]{0,30}|.{0,8}", code in ".{0,12}|[0#?.,%;yYmMdDhHsSeE\"\\\\_*\\[\\]$AaPp/General-]{0,16}") {
            drop(shown(&raw, &code));
            drop(text(&raw, &Format { date: Some(DateKind::Date), ..Format::default() }, true, ","));
        }
    }

    #[test]
    fn numbers_are_the_digits_that_a_spreadsheet_shows() {
        for (raw, expected) in [
            ("215", "215"),
            ("227.5", "227.5"),
            ("1.1000000000000001", "1.1"),
            ("0.30000000000000004", "0.3"),
            ("9.9999999999999995E-2", "0.1"),
            ("1E3", "1000"),
            ("2.15E+2", "215"),
            ("0", "0"),
            ("-0", "0"),
            ("-0.5", "-0.5"),
            ("1.5E-3", "0.0015"),
            ("123456789012345", "123456789012345"),
            ("12345678901234567", "12345678901234600"),
            ("99999999999999.99", "100000000000000"),
            ("3.3333333333333335", "3.33333333333333"),
        ] {
            assert_eq!(shown(raw, "General").as_deref(), Some(expected), "{raw}");
        }
        for raw in ["", "x", "1e999", "1,5", "123456789012345678", "NaN", "--1", "1.2.3", "+1"] {
            assert_eq!(shown(raw, "General"), None, "{raw}");
        }
        assert_eq!(text("1.5", &Format::default(), false, ",").as_deref(), Some("1,5"));
    }

    #[test]
    fn formats_show_marks_percent_and_rounded_decimals() {
        for (raw, code, expected) in [
            ("3.3333333333333335", "0.00", "3.333333"),
            ("3.3333333333333335", "#,##0.00_);(#,##0.00)", "3.333333"),
            ("2.9999999999999996", "0", "3"),
            ("0.1234567891", "0.0000000000", "0.1234567891"),
            ("0.13", "0%", "13%"),
            ("0.065", "0.0%", "6.5%"),
            ("215", "[$¥-804]#,##0.00", "¥215"),
            ("-215", "\"$\"#,##0.00", "-$215"),
            ("215", "[$USD] 0.00", "USD215"),
            ("215", "0.00\"元\"", "215元"),
            ("0.5", "0.0\"万\"", "0.5万"),
            ("215", "_-* #,##0.00_-;-* #,##0.00_-", "215"),
            ("215", "@", "215"),
            ("1500", "0.00E+00", "1500"),
            ("46348", "yyyy-mm-dd", "2026-11-22"),
            ("46348", "[$-409]d\\-mmm\\-yy;@", "2026-11-22"),
            ("46348", "yyyy\"年\"m\"月\"d\"日\"", "2026-11-22"),
            ("46348.4375", "m/d/yy h:mm", "2026-11-22 10:30:00"),
            ("215", "[$¥-411]#,##0", "JPY215"),
            ("60", "yyyy-mm-dd", "60"),
            ("59", "yyyy-mm-dd", "1900-02-28"),
            ("61", "yyyy-mm-dd", "1900-03-01"),
            ("30", "[Red]0.00", "30"),
        ] {
            assert_eq!(shown(raw, code).as_deref(), Some(expected), "{raw} as {code}");
        }
        // What is shown is another number than what the cell has, or none.
        for code in [
            "-0",
            "(0)",
            "0-",
            "000-0000",
            "#,##0,",
            "0.0,,\"M\"",
            "0!.0,\"万\"",
            "0\\.0000\"万\"",
            ";;;",
            ";-0",
            "[>=10000]0.0\"万\";0",
        ] {
            assert_eq!(shown("215", code), None, "{code}");
        }
        for code in ["0.00E-00", "#,##0;-#,##0", "[Red]0;(0)", "0;;;@", "_(* #,##0_);_(* (#,##0)", "[<1]0.00;0"] {
            assert_eq!(shown("215", code).as_deref(), Some("215"), "{code}");
        }
        for (own, code, expected) in [
            ("215", "[$$-409]#,##0.00", "$215"),
            (" 1,250.00 ", "0.00\"元\"", "1,250.00元"),
            ("A4", "[$$-409]0", "A4"),
            ("215", "0.0\"万\"", "215"),
            ("215", "@", "215"),
        ] {
            assert_eq!(with_mark(own.to_owned(), &Format::parse(code)), expected, "{own} as {code}");
        }
        assert_eq!(text("44886", &Format::built_in(14), true, ".").as_deref(), Some("2026-11-22"));
        assert_eq!(text("0.13", &Format::built_in(9), false, ".").as_deref(), Some("13%"));
    }
}
