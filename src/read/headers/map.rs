//! The header of a sheet: which field holds which column.

use std::collections::BTreeSet;

use super::alias::{meaning, nearest, normal};
use super::expected::{belongs, is_carried, is_text, needed};
use super::layout::Layout;
use super::meaning::{Meaning, stated};
use super::topic::Topic;
use super::traditional::is_traditional;
use super::unclear::{open_price, other_units, tell_net_from_gross};
use super::unused::refuse_unused;
use super::words::{figures, topic};
use crate::policy::{CostKind, Policy};
use crate::read::fault::{DiscountFault, FaultKind, Figures};
use crate::rule::edition::Edition;
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// The most columns of a sheet.
pub(crate) const MAX_COLUMNS: usize = 1_024;

/// Maps a header; faults come with the field that they are about, or none for the header as a whole.
pub(crate) fn map(
    cells: &[&str],
    role: Role,
    policy: &Policy,
    edition: Edition,
) -> Result<Layout, Vec<(Option<usize>, FaultKind)>> {
    let mut mapping = Mapping {
        layout: Layout {
            headers: cells.iter().map(|cell| Untrusted::new(cell.trim())).collect(),
            fields: vec![Vec::new(); Column::ALL.len()],
            first: vec![None; Column::ALL.len()],
            ..Layout::default()
        },
        used: BTreeSet::new(),
        set_aside: BTreeSet::new(),
        refused: BTreeSet::new(),
        faults: Vec::new(),
        edition,
    };
    if cells.len() > MAX_COLUMNS {
        return Err(vec![(None, FaultKind::TooManyColumns { limit: MAX_COLUMNS })]);
    }
    mapping.find_duplicates();
    mapping.apply_policy(role, policy);
    mapping.set_aside(role, policy);
    mapping.apply_meanings(role, policy);
    mapping.find_criteria(role, policy);
    mapping.refuse_other_figures(policy);
    mapping.require(role, policy);
    // Where several columns are missing, this is no header, and its words say nothing.
    let is_missing = |(_, fault): &&_| matches!(fault, FaultKind::MissingColumn { .. });
    if role != Role::Budgets && mapping.faults.iter().filter(is_missing).count() < 2 {
        mapping.faults.extend(refuse_unused(&mapping.layout, &mapping.refused, role));
    }
    if mapping.faults.is_empty() { Ok(mapping.layout.summed_up()) } else { Err(mapping.faults) }
}

struct Mapping {
    layout: Layout,
    /// The fields that hold a column.
    used: BTreeSet<usize>,
    /// The fields that the policy ignores or adds as a cost: they hold no column but by the policy's `[columns]`.
    set_aside: BTreeSet<usize>,
    /// The fields that have a fault already.
    refused: BTreeSet<usize>,
    faults: Vec<(Option<usize>, FaultKind)>,
    edition: Edition,
}

impl Mapping {
    fn find_duplicates(&mut self) {
        let mut first = std::collections::HashMap::new();
        for (field, header) in self.layout.headers.iter().enumerate() {
            if header.raw().is_empty() {
                self.layout.unnamed.push(field);
            } else if let Some(first) = first.get(&normal(header.raw())) {
                let fault = FaultKind::DuplicateHeader { header: header.clone(), first: number(*first) };
                self.faults.push((Some(field), fault));
                self.refused.insert(field);
            } else {
                first.insert(normal(header.raw()), field);
            }
        }
    }

    /// Takes the headers that the policy's `[columns]` names. A file need not have those that it can do without.
    fn apply_policy(&mut self, role: Role, policy: &Policy) {
        for (column, headers) in policy.columns.iter().filter(|(column, _)| belongs(**column, role)) {
            let fields: Vec<Option<usize>> = headers
                .iter()
                .map(|header| {
                    let wanted = normal(header);
                    self.layout.headers.iter().position(|found| normal(found.raw()) == wanted)
                })
                .collect();
            if headers.len() > 1 && !is_text(*column) {
                self.faults.push((None, FaultKind::JoinedValue { column: *column }));
            }
            let absent = fields.iter().all(Option::is_none);
            if absent && !needed(role).contains(column) {
                continue;
            }
            if absent && role == Role::Request && *column == Column::Item {
                // The request file may well have a header of its own for the key.
                continue;
            }
            for (field, header) in fields.iter().zip(headers) {
                match field {
                    Some(field) => self.place(*column, *field),
                    None => self.faults.push((
                        None,
                        FaultKind::MappedHeader {
                            column: *column,
                            header: Untrusted::new(header),
                            headers: self.layout.headers.clone(),
                        },
                    )),
                }
            }
        }
    }

    /// Sets the fields aside that the policy ignores, or adds as a cost.
    fn set_aside(&mut self, role: Role, policy: &Policy) {
        let costs = policy.costs.iter().filter(|_| role == Role::Quotes).map(|cost| &cost.column);
        let named: BTreeSet<String> = policy.ignore.iter().chain(costs).map(|header| normal(header)).collect();
        let is_named = |(_, header): &(usize, &Untrusted)| named.contains(&normal(header.raw()));
        self.set_aside = self.layout.headers.iter().enumerate().filter(is_named).map(|(field, _)| field).collect();
        let ignored: BTreeSet<String> = policy.ignore.iter().map(|header| normal(header)).collect();
        let is_ignored = |field: &usize| ignored.contains(&normal(self.layout.header(*field).raw()));
        self.layout.ignored = self.set_aside.iter().copied().filter(is_ignored).collect();
    }

    /// Takes the headers that are a column's name or an alias of it.
    fn apply_meanings(&mut self, role: Role, policy: &Policy) {
        let headers = self.layout.headers.iter();
        let mut meanings: Vec<Option<Meaning>> =
            headers.map(|header| meaning(header.raw()).filter(|found| belongs(found.column, role))).collect();
        if self.edition == Edition::First {
            let of_first = |(header, meaning): (&Untrusted, Option<Meaning>)| {
                meaning.filter(|_| !is_traditional(header.raw())).and_then(Meaning::of_first_edition)
            };
            meanings = self.layout.headers.iter().zip(meanings).map(of_first).collect();
        } else if role == Role::Quotes {
            tell_net_from_gross(&self.layout.headers, &mut meanings);
        }
        let mapped_price = self.layout.field(Column::UnitPrice);
        let has_quantity = self.layout.field(Column::Quantity).is_some()
            || meanings.iter().flatten().any(|meaning| meaning.column == Column::Quantity);
        for column in Column::ALL {
            // A column that the policy maps takes no alias; a request file may lack the header of the quotes.
            let is_mapped = policy.columns.contains_key(column);
            if !(is_mapped && (role == Role::Quotes || self.layout.field(*column).is_some())) {
                let mut candidates = self.candidates(*column, &meanings);
                let gives_way = |meaning: &Meaning| meaning.is_weak || (meaning.is_open && has_quantity);
                if candidates.iter().any(|(_, meaning)| !gives_way(meaning)) {
                    candidates.retain(|(_, meaning)| !gives_way(meaning));
                }
                self.choose(*column, &candidates);
            }
        }
        let fault = open_price(&self.layout, mapped_price, &meanings);
        self.faults.extend(fault.into_iter().map(|(field, fault)| (Some(field), fault)));
        // A header that the policy maps to the price still states its tax basis, its currency and what it is for.
        if let Some(field) = mapped_price.or(self.layout.field(Column::UnitPrice)) {
            let known = meanings.get(field).and_then(Option::as_ref);
            let stated = match self.edition {
                Edition::First => known.cloned().unwrap_or_else(|| Meaning::of(Column::UnitPrice)),
                Edition::Second => stated(Column::UnitPrice, self.layout.header(field).raw()),
            };
            self.layout.basis = known.and_then(|known| known.basis).or(stated.basis);
            self.layout.mark = stated.mark;
            self.layout.price_unit = stated.price_unit.as_deref().map(Untrusted::new);
        }
        if self.edition == Edition::Second {
            let mark = |column: Column| {
                let header = self.layout.header(self.layout.field(column)?);
                Some((column, stated(column, header.raw()).mark?))
            };
            self.layout.marks = [Column::Freight, Column::Amount, Column::Budget, Column::Ceiling, Column::LastPrice]
                .into_iter()
                .filter_map(mark)
                .collect();
        }
        let faults = other_units(&self.layout, &meanings);
        self.faults.extend(faults.into_iter().map(|(field, fault)| (Some(field), fault)));
        self.carry_the_rest(role);
    }

    /// Returns the fields that may hold a column and hold no other one: one of its own name alone, else its aliases. Of
    /// a column that is only carried along, the best one counts.
    fn candidates<'m>(&mut self, column: Column, meanings: &'m [Option<Meaning>]) -> Vec<(usize, &'m Meaning)> {
        let meant = (0..).zip(meanings).filter_map(|(field, meaning)| Some((field, meaning.as_ref()?)));
        let mut found: Vec<(usize, &Meaning)> = meant
            .filter(|(field, meaning)| {
                meaning.column == column && !self.used.contains(field) && !self.set_aside.contains(field)
            })
            .collect();
        let is_exact = |field: usize| self.layout.header(field).raw().eq_ignore_ascii_case(column.name());
        if let Some(only) = found.iter().copied().find(|(field, _)| is_exact(*field)) {
            return vec![only];
        }
        if is_carried(column) {
            found.sort_by_key(|(_, meaning)| meaning.preference);
            for (field, _) in found.split_off(found.len().min(1)) {
                self.layout.notes.push(Note::SecondHeader { header: self.layout.header(field), column });
            }
        }
        found
    }

    /// Takes the one field for a column; several, or one whose header states another unit, are a fault.
    fn choose(&mut self, column: Column, candidates: &[(usize, &Meaning)]) {
        let refused = candidates.iter().find_map(|(field, meaning)| Some((*field, meaning.unfit.as_ref()?)));
        match (refused, candidates) {
            (Some((field, (unit, why))), _) => {
                let header = self.layout.header(field);
                let fault = FaultKind::HeaderUnit { column, header, unit: Untrusted::new(unit), why: *why };
                self.faults.push((Some(field), fault));
                self.refused.extend(candidates.iter().map(|(field, _)| *field));
            }
            (None, []) => {}
            (None, [(field, _)]) => self.place(column, *field),
            (None, [(field, _), ..]) => {
                let headers = candidates.iter().map(|(field, _)| self.layout.header(*field)).collect();
                self.faults.push((Some(*field), FaultKind::TwoHeaders { column, headers }));
                self.refused.extend(candidates.iter().map(|(field, _)| *field));
            }
        }
    }

    /// Lets the fields that hold no column be carried along; with notes on those that are nearly one.
    fn carry_the_rest(&mut self, role: Role) {
        let is_carried = |field: &usize| !self.used.contains(field) && !self.layout.unnamed.contains(field);
        self.layout.carried = (0..self.layout.headers.len()).filter(is_carried).collect();
        self.layout.ignored.retain(is_carried);
        for field in self.layout.carried.iter().filter(|field| !self.set_aside.contains(field)) {
            let header = self.layout.header(*field);
            let near = if meaning(header.raw()).is_none() { nearest(header.raw()) } else { None };
            if let Some(column) = near.filter(|column| belongs(*column, role) && self.layout.field(*column).is_none()) {
                self.layout.notes.push(Note::NearHeader { header, column });
            }
        }
    }

    /// Finds the field of each service criterion, cost and gate: a column by its name, or any header.
    fn find_criteria(&mut self, role: Role, policy: &Policy) {
        let layout = &self.layout;
        let find = |name: &str| {
            let wanted = normal(name);
            let by_header = layout.headers.iter().position(|header| normal(header.raw()) == wanted);
            by_header.or_else(|| layout.field(Column::by_name(name)?))
        };
        let of_quotes = role == Role::Quotes;
        let costs: Vec<Option<usize>> =
            policy.costs.iter().filter(|_| of_quotes).map(|cost| find(&cost.column)).collect();
        let gates = policy.gates.iter().filter(|_| of_quotes).map(|gate| find(&gate.column)).collect();
        let criteria = policy.service.iter().map(|criterion| find(&criterion.column)).collect();
        (self.layout.criteria, self.layout.costs, self.layout.gates) = (criteria, costs, gates);
        let is_rate = |header: &str| ["rate", "percent", "%", "率"].iter().any(|word| header.contains(word));
        let rate =
            |field: &Option<usize>| field.is_some_and(|field| is_rate(&self.layout.header(field).raw().to_lowercase()));
        self.layout.rates = self.layout.criteria.iter().map(rate).collect();
        self.add_costs_once();
        let layout = &mut self.layout;
        let is_used = |field: usize| layout.criteria.contains(&Some(field)) || layout.costs.contains(&Some(field));
        layout.carried.retain(|field| !is_used(*field));
        layout.ignored.retain(|field| !is_used(*field) && !layout.gates.contains(&Some(*field)));
        let named: BTreeSet<Untrusted> = [&layout.criteria, &layout.costs, &layout.gates]
            .into_iter()
            .flat_map(|fields| fields.iter().flatten().filter_map(|field| layout.headers.get(*field).cloned()))
            .collect();
        layout.notes.retain(|note| !note.header().is_some_and(|header| named.contains(header)));
    }

    /// Lets no field count both as a cost of the policy and as a column that is a cost by itself.
    fn add_costs_once(&mut self) {
        let layout = &mut self.layout;
        for column in [Column::Freight, Column::Discount, Column::TaxRate] {
            let first = &mut layout.first[column as usize];
            if first.is_some() && layout.costs.contains(first) {
                *first = None;
                layout.fields[column as usize].clear();
            }
        }
    }

    /// Refuses amounts where the policy has percentages, and amounts of each unit where it has those of whole lines.
    fn refuse_other_figures(&mut self, policy: &Policy) {
        let costs = policy.costs.iter().zip(&self.layout.costs);
        let of_costs = costs.filter_map(|(cost, field)| Some(((*field)?, &cost.kind)));
        let discount = self.layout.field(Column::Discount).map(|field| (field, &CostKind::PercentOff));
        let mut faults = Vec::new();
        for (field, kind) in of_costs.chain(discount) {
            let header = self.layout.header(field);
            match (kind, figures(header.raw())) {
                (CostKind::PercentOff, Figures::Amounts | Figures::AmountsForOne) => {
                    faults.push((field, FaultKind::NotADiscount { text: header, why: DiscountFault::Amount }));
                }
                (CostKind::Line, Figures::AmountsForOne) => faults.push((field, FaultKind::CostForOne { header })),
                _ => {}
            }
        }
        for (field, fault) in faults {
            self.faults.push((Some(field), fault));
            self.refused.insert(field);
        }
    }

    /// Says which needed columns are missing.
    fn require(&mut self, role: Role, policy: &Policy) {
        let is_told_by_file = |column: &&Column| **column == Column::Vendor && policy.vendor_from.is_some();
        for column in needed(role).iter().filter(|column| !is_told_by_file(column)) {
            let told = self.faults.iter().any(|(_, fault)| {
                matches!(
                    fault,
                    FaultKind::TwoHeaders { column: other, .. }
                        | FaultKind::HeaderUnit { column: other, .. }
                        | FaultKind::MappedHeader { column: other, .. } if other == column
                )
            });
            // A vendor's own totals of lines tell the prices too.
            let is_told_by_amounts = *column == Column::UnitPrice && self.layout.field(Column::Amount).is_some();
            if self.layout.field(*column).is_none() && !told && !is_told_by_amounts {
                let header = |field: &usize| self.layout.header(*field);
                // Such prices are several in a row, so that none of them is the column.
                let is_one_of_many =
                    |field: &&usize| matches!(topic(header(field).raw()), Some(Topic::PriceBreak | Topic::RoundPrice));
                let other = || {
                    let carried = self.layout.carried.iter().filter(|field| !self.set_aside.contains(field));
                    carried.filter(|field| !is_one_of_many(field))
                };
                let is_near = |field: &&usize| {
                    let header = header(field);
                    let is_like = strsim::jaro_winkler(&normal(header.raw()), &normal(column.name())) >= 0.85;
                    let is_one_of_several = *column == Column::Vendor && is_one_vendor(header.raw());
                    !is_one_of_several && (is_like || nearest(header.raw()) == Some(*column))
                };
                let is_first = !self.faults.iter().any(|(_, fault)| matches!(fault, FaultKind::MissingColumn { .. }));
                let is_price = |field: &&usize| {
                    is_first && *column == Column::UnitPrice && topic(header(field).raw()) == Some(Topic::Price)
                };
                // A line of one cell is a title rather than a header.
                let is_title = self.layout.headers.len().saturating_sub(self.layout.unnamed.len()) < 2;
                let near = other().find(is_near).or_else(|| other().find(is_price)).filter(|_| !is_title).copied();
                self.refused.extend(near);
                let near = near.map(|field| header(&field));
                let headers = self.layout.headers.clone();
                self.faults.push((None, FaultKind::MissingColumn { column: *column, headers, near, line: None }));
            }
        }
    }

    fn place(&mut self, column: Column, field: usize) {
        if let Some(fields) = self.layout.fields.get_mut(column as usize) {
            fields.push(field);
        }
        if let Some(first) = self.layout.first.get_mut(column as usize) {
            first.get_or_insert(field);
        }
        self.used.insert(field);
    }
}

/// Says whether a header is one of several vendors, as `供应商A` and `Vendor 2`: what is below is no name.
fn is_one_vendor(header: &str) -> bool {
    let text = normal(header);
    ["供应商", "投标人", "报价人", "供货商", "vendor", "supplier", "bidder"].iter().any(|word| {
        let rest = text.strip_prefix(word).unwrap_or_default();
        let is_mark =
            |letter: char| letter.is_ascii_alphanumeric() || "甲乙丙丁戊一二三四五六七八九十".contains(letter);
        matches!(rest.chars().count(), 1 | 2) && rest.chars().all(is_mark) && !matches!(rest, "id" | "no")
    })
}

/// Returns the number of a field, from 1.
pub(crate) fn number(field: usize) -> usize {
    field.saturating_add(1)
}
