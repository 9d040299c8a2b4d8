//! Parts put together: the numbers of one part's names are translated to those of another.

use super::part::{Part, RequestRow};
use crate::policy::Condition;
use crate::rule::dataset::items::{FIRST_TEXT, ItemKey, place_of};
use crate::value::column::Column;
use crate::value::name::Names;

impl<'p> Part<'p> {
    /// Says whether the values of each criterion are of the same kind in another part.
    pub(crate) fn agrees_with(&self, other: &Self) -> bool {
        let same_kind = self.kinds.iter().zip(&other.kinds).all(|pair| match pair {
            (Some((own, _)), Some((other, _))) => own == other,
            (None, _) | (_, None) => true,
        });
        let is_either = |of: usize, number: usize| self.percents[of][number].or(other.percents[of][number]).is_some();
        same_kind && (0..self.percents.len()).all(|of| !is_either(of, 0) || !is_either(of, 1))
    }

    /// Takes in what another part has.
    pub(crate) fn absorb(&mut self, mut other: Part<'p>) {
        let names = translation(&mut self.names, &other.names);
        let requests = translation(&mut self.requests, &other.requests);
        let lots = translation(&mut self.lots, &other.lots);
        let vendors = translation(&mut self.vendors, &other.vendors);
        let texts: Vec<Vec<u32>> =
            self.texts.iter_mut().zip(&other.texts).map(|(texts, others)| translation(texts, others)).collect();
        let look = |table: &[u32], number: Option<u32>| number.map(|number| table[number as usize]);
        let mut items = Vec::with_capacity(other.keys.len());
        for ItemKey { request, lot, name } in &other.keys {
            let (request, lot) = (look(&requests, *request), look(&lots, *lot));
            items.push(self.item_of(ItemKey { request, lot, name: names[*name as usize] }));
        }
        for (number, item) in (0..).zip(&items) {
            self.fields.absorb(*item, &other.fields, number, |place, code| match place.checked_sub(FIRST_TEXT) {
                Some(column) => i64::from(texts[column][usize::try_from(code).expect("numbers of texts are small")]),
                None => code,
            });
        }
        // Parts with faults are not put together, so that every row has names.
        let pairs = other.named.into_iter();
        self.named.extend(pairs.map(|(item, vendor)| (items[item as usize], vendors[vendor as usize])));
        let carried: Vec<(usize, Vec<u32>)> = other
            .carried
            .iter()
            .map(|(header, others)| {
                let own = self.carried_header(header);
                let texts = translation(&mut self.carried[own].1, others);
                (own, texts)
            })
            .collect();
        let gates = translation(&mut self.gate_texts, &other.gate_texts);
        let units = &texts[place_of(Column::Unit) - FIRST_TEXT];
        other.rows.column_mut(Column::Unit).translate(units);
        for (codes, gate) in other.rows.gates.iter_mut().zip(&self.policy.gates) {
            if matches!(gate.condition, Condition::OneOf(_)) {
                codes.translate(&gates);
            }
        }
        self.skipped.extend(other.skipped);
        self.filled.add(other.filled);
        let before = self.rows.count;
        self.working_days.extend(other.working_days.into_iter().map(|(row, field, text)| (before + row, field, text)));
        self.assumes_basis |= other.assumes_basis;
        self.without_unit.extend(other.without_unit.iter().map(|vendor| vendors[*vendor as usize]));
        self.without_basis.extend(other.without_basis.iter().map(|vendor| vendors[*vendor as usize]));
        self.rows.append(other.rows, |header| carried[header].clone());
        self.requested.extend(other.requested.into_iter().map(|row| {
            RequestRow {
                item: look(&items, row.item),
                at: row.at,
                carried: row
                    .carried
                    .into_iter()
                    .map(|(header, text)| {
                        let (own, texts) = &carried[header as usize];
                        (u32::try_from(*own).expect("a sheet has few headers"), texts[text as usize])
                    })
                    .collect(),
            }
        }));
        for (kind, other) in self.kinds.iter_mut().zip(other.kinds) {
            *kind = kind.or(other);
        }
        for (own, other) in self.percents.iter_mut().flatten().zip(other.percents.into_iter().flatten()) {
            *own = own.or(other);
        }
        for (currency, at, count) in other.currencies {
            self.name_currency(currency, at, count);
        }
        for (mark, at, field) in other.marks {
            self.note_mark(mark, at, field);
        }
    }
}

/// Numbers the names of another list in this one; returns the new numbers by the old ones.
fn translation(names: &mut Names, others: &Names) -> Vec<u32> {
    others.all().map(|name| names.number(name).expect("a name is not empty")).collect()
}
