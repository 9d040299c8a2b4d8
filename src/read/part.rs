//! Large sheets in parts: each is walked by a thread of its own, and the parts are put together in order.
//!
//! Faults are found by reading from the top: where a part has any, the sheet is read again as a whole, so that people
//! see the same faults however many threads there are.

use super::faults::Log;
use super::names::Names;
use super::record::Records;
use super::row::{Row, known};
use super::rows::{Met, NO_ITEM, NO_LOT, Named, RequestRow, Rows};
use super::said::FIRST_TEXT;
use super::sheet::{AHEAD, Sheet};
use crate::column::Column;
use crate::source::{Role, RowRef};

/// Below this many bytes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 1 << 20;

/// How many bytes are looked at to tell how many rows a sheet has.
const SAMPLE: usize = 1 << 16;

/// Takes in all rows of a sheet, in as many parts as are worth a thread; returns how many rows there are.
///
/// Calls `parsed` once the parts are read and are still to be put together.
pub(crate) fn walk(sheet: &Sheet<'_>, rows: &mut Rows<'_>, log: &mut Log, parsed: &dyn Fn()) -> u32 {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let worth = threads.min(sheet.text.len() / WORTH_A_THREAD);
    walk_in_parts(sheet, rows, log, (worth, parsed))
}

fn walk_in_parts(sheet: &Sheet<'_>, rows: &mut Rows<'_>, log: &mut Log, (parts, parsed): (usize, &dyn Fn())) -> u32 {
    if parts > 1
        && let Some(walked) = in_parts(sheet, rows, log, parts)
    {
        parsed();
        let mut count = 0_u32;
        let mut lines = 0_u32;
        for part in walked {
            if rows.named.is_empty() && rows.requested.is_empty() {
                *rows = part.rows;
            } else {
                rows.absorb(part.rows, count, lines);
            }
            count = count.saturating_add(part.count);
            lines = lines.saturating_add(part.lines);
        }
        return count;
    }
    let mut records = sheet.records.clone();
    walk_records(sheet, &mut records, rows, log)
}

/// A part of a sheet, read on its own.
struct Part<'p> {
    rows: Rows<'p>,
    count: u32,
    /// How many lines the lines of the next part are further down.
    lines: u32,
}

/// Reads the parts; `None` where they cannot be put together: a fault, or criteria of different kinds.
fn in_parts<'a, 'p>(sheet: &Sheet<'a>, so_far: &Rows<'p>, log: &Log, parts: usize) -> Option<Vec<Part<'p>>> {
    let read_part = |mut records: Records<'a>| {
        let mut rows = Rows::new(so_far.policy);
        let mut log = log.fresh();
        let count = walk_records(sheet, &mut records, &mut rows, &mut log);
        // Where the next part starts, whose own lines are counted from 1.
        let lines = records.line().saturating_sub(1);
        log.is_empty().then_some(Part { rows, count, lines })
    };
    let walked: Option<Vec<Part<'p>>> = std::thread::scope(|scope| {
        let parts: Vec<_> =
            sheet.records.parts(parts).into_iter().map(|records| scope.spawn(|| read_part(records))).collect();
        let results = parts.into_iter().map(std::thread::ScopedJoinHandle::join);
        results.map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    walked.filter(|parts| {
        (0..so_far.kinds.len()).all(|criterion| {
            let all = parts.iter().map(|part| &part.rows).chain([so_far]);
            let mut kinds = all.filter_map(|rows| rows.kinds.get(criterion).copied().flatten()).map(|(kind, _)| kind);
            kinds.next().is_none_or(|first| kinds.all(|kind| kind == first))
        })
    })
}

fn walk_records<'a>(sheet: &Sheet<'a>, records: &mut Records<'a>, rows: &mut Rows<'_>, log: &mut Log) -> u32 {
    if sheet.role == Role::Quotes {
        rows.reserve(records.estimate(SAMPLE));
    }
    let layout = &sheet.layout;
    sheet.rows(records, log, |splits, log| {
        // One look-up after another for all rows, so that the processor need not wait for each.
        let mut met = [Met::default(); AHEAD];
        for (met, split) in met.iter_mut().zip(splits) {
            met.name = known(&rows.items, layout, &split.fields, Column::Item);
        }
        if layout.field(Column::Lot).is_none() {
            for met in &mut met {
                met.item = met.name.and_then(|name| rows.without_lot(name));
            }
        }
        for (place, ..) in &layout.said {
            for met in &mut met {
                if let Some((item, said)) = met.item.zip(met.said.get_mut(*place)) {
                    *said = rows.said.saying(item, *place);
                }
            }
        }
        for (split, met) in splits.iter().zip(&met) {
            rows.take(&Row::of(sheet, split, rows.policy), sheet.role, met, log);
        }
    })
}

impl<'p> Rows<'p> {
    /// Takes in what a later part of a sheet has, whose rows and lines were counted from its own start.
    fn absorb(&mut self, other: Rows<'p>, rows: u32, lines: u32) {
        let moved = |at: RowRef| RowRef {
            file: at.file,
            row: at.row.saturating_add(rows),
            line: at.line.saturating_add(lines),
        };
        let names = translation(&mut self.items, &other.items);
        let lots = translation(&mut self.lots, &other.lots);
        let vendors = translation(&mut self.vendors, &other.vendors);
        let look =
            |table: &[u32], number: u32| usize::try_from(number).ok().and_then(|number| table.get(number)).copied();
        let items: Vec<u32> = other
            .drafts
            .iter()
            .map(|(lot, name)| {
                self.item_of(look(&lots, *lot).unwrap_or(NO_LOT), look(&names, *name).unwrap_or(NO_ITEM))
            })
            .collect();
        let texts: Vec<Vec<u32>> =
            self.texts.iter_mut().zip(&other.texts).map(|(texts, others)| translation(texts, others)).collect();
        let translate = |place: usize, code: i64| match place.checked_sub(FIRST_TEXT).and_then(|text| texts.get(text)) {
            Some(table) => u32::try_from(code).ok().and_then(|code| look(table, code)).map_or(code, i64::from),
            None => code,
        };
        self.said.absorb(&other.said, |item| look(&items, item), translate);
        self.named.extend(other.named.into_iter().map(|named| Named {
            item: look(&items, named.item).unwrap_or(NO_ITEM),
            vendor: look(&vendors, named.vendor).unwrap_or(u32::MAX),
        }));
        let mut quotes = other.quotes;
        quotes.all_mut().for_each(|quote| quote.move_down(rows, lines));
        self.quotes.append(quotes);
        self.requested.extend(other.requested.into_iter().map(|row| RequestRow {
            item: look(&items, row.item).unwrap_or(NO_ITEM),
            at: moved(row.at),
            start: row.start,
        }));
        for (kind, others) in self.kinds.iter_mut().zip(other.kinds) {
            *kind = kind.or(others.map(|(kind, at)| (kind, moved(at))));
        }
        for (currency, at, count) in other.currencies {
            self.name_currency(currency, moved(at), count);
        }
        for (mark, at, field) in other.marks {
            self.note_mark(mark, moved(at), field);
        }
    }
}

/// Numbers the names of another list in this one; returns the new numbers by the old ones.
fn translation(names: &mut Names, others: &Names) -> Vec<u32> {
    others.all().map(|name| names.number(name).unwrap_or(u32::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::read::{Keep, Options};
    use crate::source::Source;

    /// Everything that a walk leaves, as text.
    fn walked(text: &str, parts: usize) -> String {
        let source = Source { name: "q".into(), path: "q".into(), role: Role::Quotes, bytes: text.as_bytes().to_vec() };
        let sources = [source];
        let policy = Policy::default();
        let mut log = Log::new(&sources, Keep::All);
        let sheet = Sheet::open(&sources[0], 0, &policy, &Options::default(), &mut log).unwrap();
        let mut rows = Rows::new(&policy);
        let count = walk_in_parts(&sheet, &mut rows, &mut log, (parts, &|| ()));
        let names: Vec<_> = rows.named.iter().map(|named| (rows.name(named.item), named.vendor)).collect();
        let said: Vec<_> = (0..).zip(&rows.drafts).map(|(item, _)| rows.said.saying(item, 5)).collect();
        let texts = rows.texts.each_ref().map(|names| names.all().collect::<Vec<_>>());
        let quotes: Vec<_> = (0..).zip(rows.quotes.all()).map(|(n, quote)| (quote, rows.quotes.services(n))).collect();
        format!(
            "{count} {names:?} {said:?} {quotes:?} {texts:?} {:?} {:?} {:?}",
            rows.kinds,
            rows.currencies,
            log.finish()
        )
        .replace(char::is_whitespace, "")
    }

    #[test]
    fn parts_give_what_the_whole_gives() {
        let row = |number: usize| {
            let item = ["desk", "\"paper, A4\"", "\"two\nlines\"", "Ｃ lamp", "pen \"\"x\"\""][number % 5];
            let item = if number % 5 == 4 { "\"a \"\"b\"\"\"" } else { item };
            // Rows of one part agree with one another, and not with those of the other one.
            let unit = if number % 5 == 2 && number > 29 { "box" } else { "pcs" };
            format!("{item},V{},{number}.5,{},{},{unit},USD\n\n", number % 7, number % 3, 2 + number % 4)
        };
        let head = "item,vendor,unit_price,quality,service,unit,currency\n";
        let text: String = [head.to_owned()].into_iter().chain((0..60).map(row)).collect();
        for parts in 2..9 {
            assert_eq!(walked(&text, parts), walked(&text, 1), "{parts}");
        }
    }

    #[test]
    fn faults_are_the_same_in_parts() {
        for fault in ["a,b\"c,1,,,,\n", "a,b\n", "\"open,b,1,,,,\n", "a,b,x,,,,\n", "a,b,1,,2026-11-22,,\n"] {
            let rows = "desk,V,1,1,1,pcs,USD\n".repeat(9);
            let text = format!("item,vendor,unit_price,quality,service,unit,currency\n{rows}{fault}{rows}");
            for parts in 2..7 {
                assert_eq!(walked(&text, parts), walked(&text, 1), "{fault} {parts}");
            }
        }
    }
}
