//! A sheet of budgets: what may be spent, and what was spent or ordered elsewhere.

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;

use super::Options;
use super::cells::values;
use super::commas::shows_point;
use super::fault::{FaultKind, NumberFault};
use super::faults::{Faults, Log};
use super::headers::alias;
use super::rows::row::Row;
use super::rows::threads::declare_other_mark;
use super::sheet::Sheet;
use super::text::prepared::Prepared;
use super::text::records::Records;
use crate::policy::Policy;
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::decimal::from_millionths;
use crate::value::encoding::Encoding;
use crate::value::money::Money;
use crate::value::name::{Fold, folded};
use crate::value::source::{Digest, Format, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// A sheet of budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budgets {
    /// The name of its file, without folder.
    pub name: Untrusted,
    /// The SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its rows, in the order of the file; no two are about the same.
    pub rows: Vec<BudgetRow>,
    pub(crate) notes: Vec<Note>,
}

/// A budget. What it does not name it leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetRow {
    /// Whose budget it is.
    pub department: Option<Untrusted>,
    /// What it is for.
    pub category: Option<Untrusted>,
    /// When it may be spent.
    pub period: Option<Untrusted>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What may be spent.
    pub budget: Money,
    /// What was paid, and not through the ledger.
    pub paid_elsewhere: Money,
    /// What was ordered and is still to be paid, and not through the ledger.
    pub committed_elsewhere: Money,
}

/// Reads a sheet of budgets; `currency` is that of rows that name none, where there is one to take for granted.
///
/// # Errors
///
/// Returns every fault of the sheet.
pub fn read_budgets(source: &Source, currency: Option<Currency>, options: &Options) -> Result<Budgets, Faults> {
    let mut log = Log::new(std::slice::from_ref(source), options.keep);
    let policy = Policy::default();
    let mut reading = Reading { currency, rows: Vec::new(), places: HashMap::new(), assumed: false, mark: None };
    let mut notes = Vec::new();
    let prepared = Prepared::of(source, 0, &policy, options).expect("a sheet of budgets is in memory");
    let bytes = prepared.text().map_or_else(|| source.bytes(), str::as_bytes);
    prepared.tell(0, &policy, &mut log);
    notes.extend(prepared.notes().iter().cloned());
    if let Format::Text(encoding) = prepared.format()
        && encoding != Encoding::Utf8
    {
        notes.push(Note::Encoded { encoding, files: BTreeSet::from([source.name.clone()]).into() });
    }
    if let Prepared::Refused { at, kind, .. } = &prepared {
        match at {
            Some((at, column)) => log.row(*at, column.clone(), kind.clone()),
            None => log.file(0, kind.clone()),
        }
    } else if bytes.trim_ascii().is_empty() {
        log.file(0, FaultKind::EmptyBudgets);
    } else if let Some(mut sheet) =
        Sheet::open((source, 0), bytes, &policy, (options, prepared.delimiter().or(options.delimiter)), &mut log)
    {
        sheet.grammar.shows_point = shows_point(&sheet, &policy, (bytes, prepared.typed()), usize::MAX);
        let header = sheet.layout.field(Column::Budget).map(|field| sheet.layout.header(field));
        reading.mark = header.and_then(|header| alias::meaning(header.raw())?.mark);
        let mut records = Records::new(&bytes[sheet.rows_at..], sheet.delimiter);
        let mut record = StringRecord::new();
        let mut row = 0;
        while let Ok(Some(line)) = records.next(&mut record) {
            row += 1;
            let at = RowRef { file: 0, row, line: sheet.rows_line - 1 + line };
            let faults = records.take_faults();
            let is_ragged = record.len() != sheet.width();
            if is_ragged || !faults.is_empty() {
                sheet.refuse(&record, at, faults, &mut log);
            }
            if !is_ragged && record.iter().any(|cell| !cell.trim().is_empty()) {
                reading.take(&Row { sheet: &sheet, record: &record, at, policy: &policy }, &mut log);
            }
        }
        declare_other_mark(&sheet, bytes, &mut log);
        notes.extend(unread(&sheet));
    }
    log.finish()?;
    if let Some(currency) = currency.filter(|_| reading.assumed) {
        notes.push(Note::AwardsCurrency(currency));
    }
    let (name, sha256) = (source.name.clone(), Digest::of(source.bytes()));
    Ok(Budgets { name, sha256, rows: reading.rows, notes: Note::sorted(notes) })
}

/// Notes the headers that nothing is read from: a budget that is overlooked is a wrong figure.
fn unread(sheet: &Sheet) -> impl Iterator<Item = Note> {
    sheet.layout.carried.iter().map(|field| {
        let header = sheet.layout.header(*field);
        let meant = sheet.layout.notes.iter().find_map(|note| {
            let Note::NearHeader { header: near, column } = note else { return None };
            (*near == header).then_some(*column)
        });
        Note::UnreadHeader { header, meant }
    })
}

/// What makes two rows be about the same: department, category and period as names compare, and the currency.
type Key = ([Option<String>; 3], Currency);

/// Rows under way.
struct Reading {
    currency: Option<Currency>,
    rows: Vec<BudgetRow>,
    places: HashMap<Key, RowRef>,
    /// Whether a row took the currency for granted.
    assumed: bool,
    /// The mark in the header of the budgets.
    mark: Option<Mark>,
}

impl Reading {
    fn take(&mut self, row: &Row<'_>, log: &mut Log) {
        row.refuse_unclear(log);
        let name = |column| row.value(column).map(|(_, text)| Untrusted::new(values::without_guard(text)));
        let (department, category, period) = (name(Column::Department), name(Column::Category), name(Column::Period));
        let Some(currency) = self.currency(row, log) else { return };
        if let Some((mark, field)) =
            self.mark.zip(row.sheet.layout.field(Column::Budget)).filter(|_| row.value(Column::Budget).is_some())
            && !mark.agrees_with(currency)
        {
            row.fault(field, FaultKind::OtherMark { mark, currency }, log);
        }
        if row.value(Column::Budget).is_none()
            && let Some(field) = row.sheet.layout.field(Column::Budget)
        {
            row.fault(field, FaultKind::EmptyKey, log);
        }
        let nothing = Money::from_minor(0, currency);
        let budget = amount(row, Column::Budget, Sign::NotNegative, currency, log);
        let paid = amount(row, Column::PaidElsewhere, Sign::Any, currency, log).unwrap_or(nothing);
        let committed = amount(row, Column::CommittedElsewhere, Sign::Any, currency, log).unwrap_or(nothing);
        let key = [&department, &category, &period]
            .map(|name| name.as_ref().map(|name| folded(name.raw(), Fold::Spaces).into_owned()));
        let key = (key, currency);
        if let Some(other) = self.places.get(&key) {
            log.row(row.at, None, FaultKind::BudgetTwice { other: Box::new(log.place(*other)) });
            return;
        }
        self.places.insert(key, row.at);
        self.rows.extend(budget.map(|budget| BudgetRow {
            department,
            category,
            period,
            currency,
            budget,
            paid_elsewhere: paid,
            committed_elsewhere: committed,
        }));
    }

    /// Finds the currency of a row: its own, or the one that is taken for granted.
    fn currency(&mut self, row: &Row<'_>, log: &mut Log) -> Option<Currency> {
        if row.value(Column::Currency).is_some() {
            return row.read(Column::Currency, log, values::currency);
        }
        self.assumed = true;
        if self.currency.is_none() {
            let fault = FaultKind::NoCurrency;
            match row.sheet.layout.field(Column::Currency) {
                Some(field) => row.fault(field, fault, log),
                None => log.row(row.at, None, fault),
            }
        }
        self.currency
    }
}

/// Whether an amount may be below 0.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It is 0 or more.
    NotNegative,
    /// Money that came back is below 0.
    Any,
}

fn amount(row: &Row<'_>, column: Column, sign: Sign, currency: Currency, log: &mut Log) -> Option<Money> {
    row.read(column, log, |text| {
        let number = match sign {
            Sign::NotNegative => values::amount(text, row.sheet.grammar)?,
            Sign::Any => values::marked(text, row.sheet.grammar)?,
        };
        if number.percent {
            return Err(values::not_a_number(text, NumberFault::Percent));
        }
        if let Some(mark) = number.mark.filter(|mark| !mark.agrees_with(currency)) {
            return Err(FaultKind::OtherMark { mark, currency });
        }
        let value = from_millionths(number.value);
        let too_fine = || FaultKind::TooFine { text: value.to_string(), currency };
        Money::exact(value, currency).ok_or_else(too_fine)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::source::Role;

    fn read(text: &str, currency: Option<&str>) -> Result<Budgets, Vec<String>> {
        let source = Source::in_memory("b.csv", Role::Budgets, text);
        let currency = currency.map(|code| Currency::parse(code).unwrap());
        read_budgets(&source, currency, &Options::default()).map_err(|faults| {
            faults.files.iter().flat_map(|file| &file.kept).map(ToString::to_string).collect::<Vec<_>>()
        })
    }

    #[test]
    fn amounts_and_names_are_read_as_in_any_sheet() {
        let text = "\u{feff}部门;类别;预算;currency;paid_elsewhere;remark\nIT;'=laptops;50 000;cny;(100);x\n;-;¥1,234.50;CNY;;\n";
        let faults = read(&text.replace("1,234.50", "1,234"), None).unwrap_err();
        assert_eq!(faults.len(), 1, "a comma in a file with semicolons needs a declaration: {faults:?}");
        let budgets = read(text, None).unwrap();
        let [first, second] = budgets.rows.as_slice() else { panic!("{budgets:?}") };
        assert_eq!(first.department, Some("IT".into()));
        assert_eq!(first.category, Some("=laptops".into()));
        assert_eq!(first.budget.to_string(), "50000.00");
        assert_eq!(first.paid_elsewhere.to_string(), "-100.00");
        assert_eq!(second.category, None);
        assert_eq!(second.budget.to_string(), "1234.50");
        assert_eq!(budgets.notes, [Note::UnreadHeader { header: "remark".into(), meant: None }]);
    }

    #[test]
    fn every_fault_has_its_place() {
        let text =
            "department,budget,currency\nIT,,CNY\nIT,x,CNY\nIT,-5,CNY\nIT,1.005,CNY\nIT,5,XXZ\nIT,$5,CNY\nIT,5,\n";
        let faults = read(text, None).unwrap_err();
        let expected = [
            "b.csv: row 1 (line 2), column 2 `budget`: the cell is empty",
            "b.csv: row 2 (line 3): a second budget for the same department, category, period and currency; the first is in b.csv: row 1 (line 2)",
            "b.csv: row 2 (line 3), column 2 `budget`: `x` is not a number",
            "b.csv: row 3 (line 4)",
            "b.csv: row 3 (line 4), column 2 `budget`: `-5` is out of range; expected 0 or more",
            "b.csv: row 4 (line 5)",
            "b.csv: row 4 (line 5), column 2 `budget`: `1.005` has more decimals than CNY has",
            "b.csv: row 5 (line 6), column 3 `currency`: `XXZ` is not a currency code",
            "b.csv: row 6 (line 7)",
            "b.csv: row 6 (line 7), column 2 `budget`: `$` is not a mark of CNY, the currency of this row",
            "b.csv: row 7 (line 8), column 3 `currency`: the row names no currency",
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, start) in faults.iter().zip(expected) {
            assert!(fault.starts_with(start), "{fault}");
        }
        let faults = read("department,currency\nIT,CNY\n", None).unwrap_err();
        assert!(faults[0].contains("no column `budget`"), "{faults:?}");
        assert_eq!(read(" \n", None).unwrap_err(), ["b.csv: the file is empty; expected a header with `budget`"]);
        let faults = read("budget (USD)\n5\n", Some("CNY")).unwrap_err();
        assert!(faults[0].contains("`USD` is not a mark of CNY"), "{faults:?}");
    }

    #[test]
    fn a_currency_is_taken_for_granted_only_where_there_is_one() {
        let budgets = read("department,budget\nIT,5\n", Some("JPY")).unwrap();
        assert_eq!(budgets.rows[0].budget.to_string(), "5");
        assert_eq!(budgets.notes, [Note::AwardsCurrency(Currency::parse("JPY").unwrap())]);
        assert!(read("department,budget\nIT,5\n", None).is_err());
    }

    #[test]
    fn two_rows_of_one_name_are_a_fault_however_the_name_is_spelt() {
        assert!(read("department,budget,currency\nIT  x,5,CNY\nＩＴ x,6,CNY\n", None).is_err());
        assert!(read("department,budget,currency\nIT,5,CNY\nIT,6,USD\n", None).is_ok());
    }
}
