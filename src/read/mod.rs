//! Sources to quotes, or every fault in them.
//!
//! bytes → text (`encoding`) → records (`record`) → header (`header`, `alias`) → typed cells (`cell`,
//! `number`) → a [`Book`], whose items and names do not depend on the order of rows, files and columns.

mod agreement;
mod alias;
mod assemble;
mod book;
mod budgets;
mod cell;
mod dialect;
mod encoding;
mod expected;
mod fault;
mod faults;
mod header;
mod history;
mod input;
mod item;
mod note;
mod number;
mod order;
mod part;
mod quoted;
mod record;
mod request_list;
mod row;
mod rows;
mod said;
mod settle;
mod sheet;
mod shelf;
mod vocabulary;

pub use self::book::{Book, is_missing_service};
pub use self::budgets::{BudgetRow, Budgets, read_budgets};
pub use self::cell::is_risky;
pub use self::fault::InputError;
pub(crate) use self::fault::{FaultKind, FileKind, NumberFault, Range};
pub use self::faults::{Faults, FileFaults, Keep};
pub use self::history::{CRITERIA, History, Tally};
pub use self::input::{Dialect, Input};
pub use self::number::DecimalMark;
pub(crate) use self::rows::{NO_SERVICE, ServiceKind};
pub(crate) use self::shelf::Shelves;
pub use crate::value::name::Key;

use self::faults::Log;
use self::rows::Rows;
use self::sheet::Sheet;
use crate::policy::Policy;
use crate::value::parallel;
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

/// How inputs are read, as far as that is not the policy's to say.
#[derive(Debug, Clone)]
pub struct Options {
    /// What parts the decimals of numbers.
    pub decimal_mark: DecimalMark,
    /// What parts the cells of a row; found out from the header when absent.
    pub delimiter: Option<u8>,
    /// The number of the request that all items belong to.
    pub request_number: Option<Untrusted>,
    /// How many faults are kept whole.
    pub keep: Keep,
    /// What vendors delivered before, where that is to count.
    pub history: Option<History>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            decimal_mark: DecimalMark::Assumed,
            delimiter: None,
            request_number: None,
            keep: Keep::First,
            history: None,
        }
    }
}

/// Reads quotes and requests.
///
/// A source of the role [`Role::Policy`] is listed among the inputs and not parsed; `policy` is what it says.
///
/// # Errors
///
/// Returns every fault of every input.
pub fn read<'a>(sources: &'a [Source], policy: &Policy, options: &Options) -> Result<Book<'a>, Faults> {
    std::thread::scope(|scope| {
        // Hashing waits until the rows of the last sheet are parsed: from then on a processor is free, and putting them
        // together takes as long.
        let (parsed, is_parsed) = std::sync::mpsc::channel::<()>();
        let hashing = scope.spawn(move || {
            // An error says that there is nothing to wait for any more.
            let _ = is_parsed.recv();
            sources.iter().map(|source| Digest::of(&source.bytes)).collect::<Vec<_>>()
        });
        let tell = || {
            // Whoever hashes already listens no longer.
            let _ = parsed.send(());
        };
        let mut log = Log::new(sources, options.keep);
        let mut rows = Rows::new(policy);
        let mut sheets = Vec::with_capacity(sources.len());
        let mut counts = vec![None; sources.len()];
        // The request first, so that an item's own words come before those beside quotes.
        let of_role = |role| (0_u32..).zip(sources).filter(move |(_, source)| source.role == role);
        let last = sources.iter().rposition(|source| source.role == Role::Quotes);
        for (number, source) in of_role(Role::Request).chain(of_role(Role::Quotes)) {
            let Some(sheet) = Sheet::open(source, number, policy, options, &mut log) else { continue };
            let place = usize::try_from(number).ok();
            let parsed: &dyn Fn() = if place == last { &tell } else { &|| () };
            let count = part::walk(&sheet, &mut rows, &mut log, parsed);
            if let Some(slot) = place.and_then(|place| counts.get_mut(place)) {
                *slot = Some(count);
            }
            declare_other_mark(&sheet, &mut log);
            sheets.push(sheet);
        }
        if let Some(history) = &options.history {
            history.offer(&mut rows, &sheets, &mut log);
        }
        drop(parsed);
        let hashed = || parallel::joined(hashing);
        assemble::assemble(assemble::Parts { sources, counts, sheets, rows, options }, hashed, log)
    })
}

/// Finds the faults of numbers whose whole column would fit the other decimal mark.
fn declare_other_mark(sheet: &Sheet<'_>, log: &mut Log) {
    let mark = sheet.grammar.decimal_mark;
    let other = mark.other();
    let mut fitting = std::collections::BTreeMap::new();
    log.amend(sheet.file, |error| {
        let FaultKind::NotANumber { text, why: why @ (NumberFault::Text | NumberFault::Groups) } = &mut error.kind
        else {
            return;
        };
        let field = error.place.column.as_ref().and_then(|column| column.number.checked_sub(1));
        if let Some(field) = field
            && number::parse(text.raw(), mark).is_err()
            && number::parse(text.raw(), other).is_ok()
            && *fitting.entry(field).or_insert_with(|| sheet.fits(field, other))
        {
            *why = NumberFault::OtherMark(other.text().chars().next().unwrap_or(','));
        }
    });
}
