//! Dates and numbers of days as people write them, where they can be read in one way only.

use unicode_normalization::UnicodeNormalization as _;

use super::values::count;
use crate::policy::DateOrder;
use crate::read::fault::FaultKind;
use crate::value::date::Date;
use crate::value::untrusted::Untrusted;

/// Reads a date whose year, month and day cannot be taken for each other: the year first (`2026-12-01`, `2026/12/1`,
/// `2026年12月1日`) or the month by its name (`1-Dec-2026`, `Dec 1, 2026`). With the year behind (`12/31/2026`) it is read
/// in a known order, or where both orders give the same day.
pub(crate) fn date(cell: &str, order: Order) -> Result<Date, FaultKind> {
    if let Some(date) = Date::parse(cell) {
        return Ok(date);
    }
    let text = plain(cell);
    if let Some(date) = as_written(&text) {
        return Ok(date);
    }
    let readings = year_behind(&text).ok_or_else(|| FaultKind::NotADate { text: Untrusted::new(cell) })?;
    let read = match order {
        Order::Known(order) => readings.by(order),
        Order::Open | Order::Mixed => readings.month_first.filter(|_| readings.month_first == readings.day_first),
    };
    read.ok_or_else(|| FaultKind::DateOrder { text: Untrusted::new(cell), readings, order })
}

/// In which order the dates of a column have day and month, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Nobody says so.
    Open,
    /// Some dates of the column are of one order, some of the other.
    Mixed,
    /// As declared, or as the whole column shows.
    Known(DateOrder),
}

/// What a date with the year behind is in either order; it is a date in one of them at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Readings {
    pub(crate) month_first: Option<Date>,
    pub(crate) day_first: Option<Date>,
}

impl Readings {
    const fn by(self, order: DateOrder) -> Option<Date> {
        match order {
            DateOrder::MonthFirst => self.month_first,
            DateOrder::DayFirst => self.day_first,
        }
    }

    /// Returns the order, if a date in the other one does not exist.
    pub(crate) const fn only_order(self) -> Option<DateOrder> {
        match (self.month_first, self.day_first) {
            (Some(_), None) => Some(DateOrder::MonthFirst),
            (None, Some(_)) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

/// Reads a cell in both orders, if it is a date with the year behind.
pub(crate) fn readings(cell: &str) -> Option<Readings> {
    // Most dates have the year first, and need no closer look.
    if Date::parse(cell).is_some() { None } else { year_behind(&plain(cell)) }
}

/// Reads `12/31/2026`, `31.12.2026`. A year of two digits could as well be in front.
fn year_behind(text: &str) -> Option<Readings> {
    let text = without_midnight(text);
    let [first, second, year] = ['/', '-', '.'].into_iter().find_map(|mark| three(text.split(mark)))?;
    let is_short = |part: &str| matches!(part.len(), 1 | 2);
    if year.len() != 4 || !is_short(first) || !is_short(second) {
        return None;
    }
    let (month_first, day_first) = (of(year, first, second), of(year, second, first));
    (month_first.is_some() || day_first.is_some()).then_some(Readings { month_first, day_first })
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
pub(crate) fn date_or_open(cell: &str, order: Order) -> Result<Date, FaultKind> {
    if OPEN_END.contains(&plain(cell).as_str()) {
        Ok(Date::parse("9999-12-31").expect("it is a date"))
    } else {
        date(cell, order)
    }
}

/// Returns a cell in one width and case, with single spaces.
fn plain(cell: &str) -> String {
    let text = cell.nfkc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Times of day that spreadsheets add to a date without one.
const MIDNIGHT: &[&str] = &[" 0:00", " 00:00", " 0:00:00", " 00:00:00", "t00:00:00"];

fn without_midnight(text: &str) -> &str {
    MIDNIGHT.iter().find_map(|midnight| text.strip_suffix(midnight)).unwrap_or(text)
}

fn as_written(text: &str) -> Option<Date> {
    let text = without_midnight(text);
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

/// What working days are called.
const WORKING: &[&str] = &[
    "个工作日",
    "工作日",
    "working days",
    "working day",
    "workdays",
    "workday",
    "work days",
    "business days",
    "business day",
];

/// A time of delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    Calendar(u32),
    /// Working days, of which nobody knows how many calendar days they are.
    Working,
}

/// Reads a number of days, calendar days or working ones: `15天`, `7个工作日`, `5-7 working days`.
pub(crate) fn delivery(cell: &str) -> Result<Days, FaultKind> {
    days(cell).map(Days::Calendar).or_else(|fault| {
        let text = plain(cell);
        let counted = without_within(&text);
        let number =
            counted.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '~' | '至'));
        let is_counted = counted.starts_with(|first: char| first.is_ascii_digit());
        if is_counted && WORKING.contains(&number.trim()) { Ok(Days::Working) } else { Err(fault) }
    })
}

/// Takes off what says that it is at most so much.
fn without_within(text: &str) -> &str {
    let counted = text.strip_prefix("within ").unwrap_or(text);
    counted.strip_suffix(['内']).unwrap_or(counted)
}

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
    let counted = without_within(&text);
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
            assert_eq!(date(cell, Order::Open).map(|date| date.to_string()), Ok("2026-12-01".to_owned()), "{cell}");
        }
        for cell in [
            "12/1/26",
            "26/12/1",
            "31/31/2026",
            "1/1/1/2026",
            "001/12/2026",
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
            assert_eq!(date(cell, Order::Open), Err(FaultKind::NotADate { text: cell.into() }), "{cell}");
        }
    }

    #[test]
    fn a_date_with_the_year_behind_needs_an_order() {
        let read = |cell, order| date(cell, order).map(|date| date.to_string()).map_err(|_| ());
        let known = [DateOrder::MonthFirst, DateOrder::DayFirst].map(Order::Known);
        let [month_first, day_first] = known;
        for (cell, by_month, by_day) in [
            ("1/12/2026", Some("2026-01-12"), Some("2026-12-01")),
            ("01.12.2026", Some("2026-01-12"), Some("2026-12-01")),
            ("1-12-2026 00:00", Some("2026-01-12"), Some("2026-12-01")),
            ("12/31/2026", Some("2026-12-31"), None),
            ("３１／１２／２０２６", None, Some("2026-12-31")),
        ] {
            assert_eq!([Order::Open, Order::Mixed].map(|order| read(cell, order)), [Err(()), Err(())], "{cell}");
            assert_eq!(read(cell, month_first), by_month.map(str::to_owned).ok_or(()), "{cell}");
            assert_eq!(read(cell, day_first), by_day.map(str::to_owned).ok_or(()), "{cell}");
        }
        for order in [Order::Open, Order::Mixed, month_first, day_first] {
            assert_eq!(read("5/5/2026", order), Ok("2026-05-05".to_owned()));
            assert_eq!(read("2026/1/2", order), Ok("2026-01-02".to_owned()));
        }
        let order = |cell| readings(cell).and_then(Readings::only_order).map_or(Order::Open, Order::Known);
        assert_eq!(["12/31/2026", "31/12/2026", "1/2/2026"].map(order), [month_first, day_first, Order::Open]);
        assert_eq!(readings("2026-12-31"), None);
    }

    #[test]
    fn a_licence_without_an_end_is_valid_on_the_last_day() {
        for cell in ["长期", "长期有效", "永久", "Permanent", "indefinite", "No  Expiry"] {
            assert_eq!(
                date_or_open(cell, Order::Open).map(|date| date.to_string()),
                Ok("9999-12-31".to_owned()),
                "{cell}"
            );
        }
        assert_eq!(date_or_open("2027/1/5", Order::Open).map(|date| date.to_string()), Ok("2027-01-05".to_owned()));
        for cell in ["长期合作", "无", "31/31/2027", "no"] {
            assert!(matches!(date_or_open(cell, Order::Open), Err(FaultKind::NotADate { .. })), "{cell}");
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
        for cell in ["7个工作日", "7工作日内", "within 5 working days", "5-7 Business Days", "10 workdays"] {
            assert_eq!(delivery(cell), Ok(Days::Working), "{cell}");
            assert!(days(cell).is_err(), "{cell}");
        }
        assert_eq!(delivery("2周"), Ok(Days::Calendar(14)));
        for cell in ["工作日", "-7个工作日", "7个工作日左右", "working days", "约7个工作日", "5"] {
            assert_ne!(delivery(cell), Ok(Days::Working), "{cell}");
        }
        for cell in ["2000000", "999999 weeks", "99999999999天"] {
            assert!(matches!(days(cell), Err(FaultKind::OutOfRange { .. })), "{cell}");
        }
    }
}
