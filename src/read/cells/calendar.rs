//! Dates and numbers of days as people write them, where they can be read in one way only.

use unicode_normalization::UnicodeNormalization as _;

use super::values::count;
use crate::read::fault::FaultKind;
use crate::value::date::Date;
use crate::value::untrusted::Untrusted;

/// Reads a date whose year, month and day cannot be taken for each other: the year first (`2026-12-01`, `2026/12/1`,
/// `2026年12月1日`) or the month by its name (`1-Dec-2026`, `Dec 1, 2026`).
pub(crate) fn date(cell: &str) -> Result<Date, FaultKind> {
    Date::parse(cell)
        .or_else(|| as_written(&plain(cell)))
        .ok_or_else(|| FaultKind::NotADate { text: Untrusted::new(cell) })
}

/// Texts that mean that something is valid without an end.
const OPEN_END: &[&str] = &[
    "长期",
    "长期有效",
    "永久",
    "永久有效",
    "无固定期限",
    "permanent",
    "indefinite",
    "no expiry",
    "no expiration",
    "never expires",
];

/// Reads a date, or a text that there is no end, which is the last day of the calendar.
pub(crate) fn date_or_open(cell: &str) -> Result<Date, FaultKind> {
    if OPEN_END.contains(&plain(cell).as_str()) {
        Ok(Date::parse("9999-12-31").expect("it is a date"))
    } else {
        date(cell)
    }
}

/// Returns a cell in one width and case, with single spaces.
fn plain(cell: &str) -> String {
    let text = cell.nfkc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Times of day that spreadsheets add to a date without one.
const MIDNIGHT: &[&str] = &[" 0:00", " 00:00", " 0:00:00", " 00:00:00", "t00:00:00"];

fn as_written(text: &str) -> Option<Date> {
    let text = MIDNIGHT.iter().find_map(|midnight| text.strip_suffix(midnight)).unwrap_or(text);
    let year_first = ['-', '/', '.'].into_iter().find_map(|mark| three(text.split(mark)));
    let chinese = || {
        let (year, rest) = text.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some([year.trim(), month.trim(), day.strip_suffix(['日', '号'])?.trim()])
    };
    let [year, month, day] = year_first.or_else(chinese).unwrap_or_default();
    if year.len() == 4 { of(year, month, day).or_else(|| with_month_name(text)) } else { with_month_name(text) }
}

/// Reads `1-dec-2026`, `1 december 2026`, `1-dec-26`, `dec 1, 2026`, `2026-dec-1`.
fn with_month_name(text: &str) -> Option<Date> {
    let words = text.split([' ', '-', '/', '.', ',']).filter(|word| !word.is_empty());
    let [first, second, third] = three(words)?;
    let month = |word| month(word).map(|month| month.to_string());
    match (month(first), month(second)) {
        (Some(month), None) if third.len() == 4 => of(third, &month, second),
        (None, Some(month)) if first.len() == 4 => of(first, &month, third),
        (None, Some(month)) if third.len() == 4 => of(third, &month, first),
        // Of two short numbers the day is first, as spreadsheets write it.
        (None, Some(month)) if third.len() == 2 => of(&format!("20{third}"), &month, first),
        _ => None,
    }
}

fn of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

fn three<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<[&'t str; 3]> {
    let three = [words.next()?, words.next()?, words.next()?];
    words.next().is_none().then_some(three)
}

/// Returns the number of a month by its English name, in full or by at least three letters of it.
fn month(word: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let place = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    Some(place.saturating_add(1))
}

/// Texts that mean that goods are at hand.
const AT_HAND: &[&str] = &["现货", "有现货", "in stock", "ex stock", "ex-stock"];

/// What is counted, and how many days it has.
const UNITS: &[(&[&str], u32)] = &[
    (
        &[
            "",
            "天",
            "日",
            "个日历日",
            "日历日",
            "个自然日",
            "自然日",
            "days",
            "day",
            "d",
            "calendar days",
            "calendar day",
        ],
        1,
    ),
    (&["周", "个星期", "星期", "个礼拜", "礼拜", "weeks", "week", "wks", "wk"], 7),
];

/// Reads a number of calendar days: `15`, `15天`, `2 weeks`, `现货` (0). Months and working days are as many days as the
/// calendar makes them, which the cell does not say.
pub(crate) fn days(cell: &str) -> Result<u32, FaultKind> {
    if cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return count(cell, cell, 1);
    }
    let text = plain(cell);
    if AT_HAND.contains(&text.as_str()) {
        return Ok(0);
    }
    let counted = text.strip_prefix("within ").unwrap_or(&text);
    let counted = counted.strip_suffix(['内']).unwrap_or(counted);
    let unit = counted.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = counted.strip_suffix(unit).filter(|number| !number.is_empty());
    let length = UNITS.iter().find(|(names, _)| names.contains(&unit.trim())).map(|(_, length)| *length);
    match number.zip(length) {
        Some((number, length)) => count(cell, number, length),
        None => Err(FaultKind::NotDays { text: Untrusted::new(cell) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_where_year_month_and_day_are_certain() {
        for cell in [
            "2026-12-01",
            "2026-12-1",
            "2026/12/1",
            "2026.12.1",
            "2026年12月1日",
            "２０２６年１２月０１日",
            "2026年 12月 1日",
            "2026/12/01 00:00:00",
            "2026/12/1 0:00",
            "1-Dec-26",
            "01-Dec-2026",
            "1 December 2026",
            "Dec 1, 2026",
            "dec. 1 2026",
            "2026-Dec-01",
        ] {
            assert_eq!(date(cell).map(|date| date.to_string()), Ok("2026-12-01".to_owned()), "{cell}");
        }
        for cell in [
            "1/12/2026",
            "12/1/26",
            "26/12/1",
            "01.12.2026",
            "1-12-26",
            "2026-13-01",
            "2026/2/30",
            "2026年12月",
            "Dec 2026",
            "1 De 2026",
            "1 Dec 126",
            "Dec 1 26",
            "20261201",
            "2026/12/1 14:30",
            "2026-12-1-1",
            "2026/12-1",
            "soon",
            "",
        ] {
            assert_eq!(date(cell), Err(FaultKind::NotADate { text: cell.into() }), "{cell}");
        }
    }

    #[test]
    fn a_licence_without_an_end_is_valid_on_the_last_day() {
        for cell in ["长期", "长期有效", "永久", "Permanent", "indefinite", "No  Expiry"] {
            assert_eq!(date_or_open(cell).map(|date| date.to_string()), Ok("9999-12-31".to_owned()), "{cell}");
        }
        assert_eq!(date_or_open("2027/1/5").map(|date| date.to_string()), Ok("2027-01-05".to_owned()));
        for cell in ["长期合作", "无", "5/1/2027", "no"] {
            assert!(matches!(date_or_open(cell), Err(FaultKind::NotADate { .. })), "{cell}");
        }
    }

    #[test]
    fn days_are_counted_in_calendar_days() {
        for (cell, expected) in [
            ("15", 15),
            ("15天", 15),
            ("１５ 天", 15),
            ("15天内", 15),
            ("15 days", 15),
            ("1 Day", 1),
            ("within 10 days", 10),
            ("3个自然日", 3),
            ("2 weeks", 14),
            ("2周", 14),
            ("３", 3),
            ("现货", 0),
            ("In stock", 0),
        ] {
            assert_eq!(days(cell), Ok(expected), "{cell}");
        }
        for cell in
            ["7个工作日", "7 working days", "3-5天", "1个月", "2 months", "约15天", "1.5 days", "-3", "days", "15+2"]
        {
            assert_eq!(days(cell), Err(FaultKind::NotDays { text: cell.into() }), "{cell}");
        }
        for cell in ["2000000", "999999 weeks", "99999999999天"] {
            assert!(matches!(days(cell), Err(FaultKind::OutOfRange { .. })), "{cell}");
        }
    }
}
