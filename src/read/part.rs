//! Large sheets in parts: each is walked by a thread of its own, and the parts are put together in order.
//!
//! Faults are found by reading from the top: where a part has any, the sheet is read again as a whole, so that people
//! see the same faults however many threads there are.

use super::faults::Log;
use super::record::Records;
use super::row::{Row, known};
use super::rows::{Met, NO_ITEM, NO_LOT, NO_VENDOR, Named, RequestRow, Rows};
use super::said::FIRST_TEXT;
use super::sheet::{AHEAD, Sheet};
use crate::value::column::Column;
use crate::value::name::Names;
use crate::value::parallel;
use crate::value::source::{Role, RowRef};

/// Below this many bytes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 1 << 20;

/// How many bytes are looked at to tell how many rows a sheet has.
const SAMPLE: usize = 1 << 16;

/// Takes in all rows of a sheet, in as many parts as are worth a thread; returns how many rows there are.
///
/// Calls `parsed` once the parts are read and are still to be put together.
pub(crate) fn walk(sheet: &Sheet<'_>, rows: &mut Rows<'_>, log: &mut Log, parsed: &dyn Fn()) -> u32 {
    walk_in_parts(sheet, rows, log, parallel::threads(sheet.text.len(), WORTH_A_THREAD), parsed)
}

fn walk_in_parts(sheet: &Sheet<'_>, rows: &mut Rows<'_>, log: &mut Log, parts: usize, parsed: &dyn Fn()) -> u32 {
    if parts > 1
        && let Some(walked) = in_parts(sheet, rows, log, parts)
    {
        parsed();
        let mut count = 0_u32;
        let mut lines = 0_u32;
        for part in walked {
            // Rows of the first part stand where they were counted, unless other sheets come before.
            if count == 0 && lines == 0 && rows.named.is_empty() && rows.requested.is_empty() {
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
    let walked: Option<Vec<Part<'p>>> = parallel::each(sheet.records.parts(parts), read_part).into_iter().collect();
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
        rows.reserve(records.estimate(SAMPLE, sheet.layout.headers.len()));
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
        let draft = |(lot, name): &(u32, u32)| match look(&names, *name) {
            Some(name) => self.item_of(look(&lots, *lot).unwrap_or(NO_LOT), name),
            None => NO_ITEM,
        };
        let items: Vec<u32> = other.drafts.iter().map(draft).collect();
        let texts: Vec<Vec<u32>> =
            self.texts.iter_mut().zip(&other.texts).map(|(texts, others)| translation(texts, others)).collect();
        let translate = |place: usize, code: i64| match place.checked_sub(FIRST_TEXT) {
            Some(text) => look(texts.get(text)?, u32::try_from(code).ok()?).map(i64::from),
            None => Some(code),
        };
        self.said.absorb(&other.said, |item| look(&items, item), translate);
        self.named.extend(other.named.into_iter().map(|named| Named {
            item: look(&items, named.item).unwrap_or(NO_ITEM),
            vendor: look(&vendors, named.vendor).unwrap_or(NO_VENDOR),
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
    use crate::read::said::{COLUMNS, Saying};
    use crate::read::{Keep, Options};
    use crate::value::source::Source;

    /// Everything that a walk over sheets leaves, as text; the first is a request where it has no vendors.
    fn walked(texts: &[&str], parts: usize) -> String {
        let sources: Vec<Source> = texts
            .iter()
            .map(|text| Source {
                name: "q".into(),
                path: "q".into(),
                role: if text.contains("vendor") { Role::Quotes } else { Role::Request },
                bytes: text.as_bytes().to_vec(),
            })
            .collect();
        let policy = Policy::default();
        let mut log = Log::new(&sources, Keep::All);
        let mut rows = Rows::new(&policy);
        let mut counts = Vec::new();
        let mut sheets = Vec::new();
        for (number, source) in (0..).zip(&sources) {
            let sheet = Sheet::open(source, number, &policy, &Options::default(), &mut log).unwrap();
            counts.push(walk_in_parts(&sheet, &mut rows, &mut log, parts, &|| ()));
            sheets.push(sheet);
        }
        what_is_read_again_is_what_was_said(&rows, &sheets);
        let items: Vec<_> =
            (0..).zip(&rows.drafts).map(|(item, (lot, _))| (rows.name(item), rows.lots.shown(*lot))).collect();
        let named: Vec<_> =
            rows.named.iter().map(|named| (items.get(named.item as usize), rows.vendors.shown(named.vendor))).collect();
        let said: Vec<_> = (0..)
            .zip(&items)
            .map(|(item, _)| [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|place| rows.said.saying(item, place)))
            .collect();
        let texts = rows.texts.each_ref().map(|names| names.all().collect::<Vec<_>>());
        let quotes: Vec<_> = (0..).zip(rows.quotes.all()).map(|(n, quote)| (quote, rows.quotes.services(n))).collect();
        format!(
            "{counts:?} {items:?} {named:?} {said:?} {texts:?} {quotes:?} {:?} {:?} {:?} {:?} {:?}",
            rows.requested,
            rows.kinds,
            rows.currencies,
            rows.marks,
            log.finish()
        )
        .replace(char::is_whitespace, "")
    }

    fn what_is_read_again_is_what_was_said(rows: &Rows<'_>, sheets: &[Sheet<'_>]) {
        for (item, quote) in rows.quotes_named() {
            let sheet = sheets.iter().find(|sheet| sheet.file == quote.row().file).unwrap();
            let split = sheet.split(quote.row(), quote.start());
            for place in 0..COLUMNS.len() {
                let row = Row::of(sheet, &split, rows.policy);
                let again = rows.said_again(&row, place);
                let speaks =
                    sheet.layout.said.iter().any(|(said, _, field)| *said == place && row.field(*field).is_some());
                assert_eq!(again.is_some(), speaks, "{place}");
                match rows.said.saying(item, place) {
                    Saying::Nothing => assert_eq!(again, None),
                    Saying::Same(code) => assert!(again.is_none_or(|again| again == code), "{place}: {again:?} {code}"),
                    Saying::Disputed => {}
                }
            }
        }
    }

    fn the_same_in_parts(texts: &[&str]) {
        for parts in 2..9 {
            assert_eq!(walked(texts, parts), walked(texts, 1), "{parts} {texts:?}");
        }
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
        the_same_in_parts(&[&text]);
        the_same_in_parts(&[&text, &text]);
    }

    #[test]
    fn parts_know_lots_requests_and_other_spellings() {
        let head = "lot,item,vendor,unit_price,quantity,required_quality,budget,last_price,needed_by,unit,request,department,category,period\n";
        let row = |number: usize| {
            let (lot, item) = (["L1", "", "Ｌ2", "L2"][number % 4], ["desk", "Ｄesk", "lamp"][number % 3]);
            let unit = ["pcs", "PCS", "ＰＣＳ", "", "Pcs "][number % 5];
            let (price, budget) = (["¥3", "3"][number % 2], ["900.00", "", "900"][number % 3]);
            format!(
                "{lot},{item},V{number},{price},{},60,{budget},¥2.5,2026-12-01,{unit},R1,IT,It,\"q{unit}\"\n",
                10 + number % 2
            )
        };
        let text: String = [head.to_owned()].into_iter().chain((0..60).map(row)).collect();
        let request = "lot,item,quantity,unit\nL1,desk,3,PCS\nL2,desk,3,pcs\n,lamp,,box\n";
        the_same_in_parts(&[&text]);
        the_same_in_parts(&[request, &text, &text.replace("L1", "L3")]);
    }

    #[test]
    fn parts_without_a_row_count_all_the_same() {
        for (nothing, times) in [(",,,\n", 60), ("\n", 200), (",,,\n\n", 60)] {
            let nothing = nothing.repeat(times);
            the_same_in_parts(&[&format!("item,vendor,unit_price,quality\n{nothing}desk,V,1,1\nlamp,V,1,1\n")]);
            the_same_in_parts(&[&format!(
                "item,vendor,unit_price,quality\ndesk,V,1,1\n{nothing}lamp,V,1,1\n{nothing}"
            )]);
        }
    }

    #[test]
    fn faults_are_the_same_in_parts() {
        for fault in ["a,b\"c,1,,,,\n", "a,b\n", "\"open,b,1,,,,\n", "a,b,x,,,,\n", "a,b,1,,2026-11-22,,\n"] {
            let rows = "desk,V,1,1,1,pcs,USD\n".repeat(9);
            let text = format!("item,vendor,unit_price,quality,service,unit,currency\n{rows}{fault}{rows}");
            the_same_in_parts(&[&text]);
        }
    }

    #[test]
    fn a_guess_that_is_far_too_high_does_no_harm() {
        let policy = Policy::default();
        let mut rows = Rows::new(&policy);
        rows.reserve(usize::MAX / 64);
        assert!(rows.named.is_empty());
    }
}
