//! Which entries are about which purchase, by the entries themselves: what may be recorded must not hang on an index or a
//! column, where a damaged bit hides an entry.
//!
//! Every entry is held against its hash, its number and the entry before it. Rules, columns and canonical form are left to
//! [`Ledger::check`](super::Ledger::check), which takes several times as long.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Deserialize;

use super::{LedgerError, is_sound, number, rows};
use crate::ledger::chain::{ChainFault, ChainFaultKind, Head};
use crate::ledger::entry::{Entry, EntryError, LedgerId, Seq};
use crate::ledger::purchase::PurchaseId;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// The entries of a ledger, by purchase.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// The last entry, and when it was recorded.
    last: Option<(Head, Moment)>,
    /// The purchase that each entry is about, from the first on; the first is about none.
    purchases: Vec<Option<PurchaseId>>,
    by_purchase: HashMap<PurchaseId, Vec<Seq>>,
}

/// What the directory reads of an entry.
#[derive(Deserialize)]
struct Outline {
    ledger_id: LedgerId,
    seq: Seq,
    prev: Digest,
    at: Moment,
    target: Option<Seq>,
    award: Option<OutlineOfAward>,
}

#[derive(Deserialize)]
struct OutlineOfAward {
    purchase: PurchaseId,
}

impl Directory {
    /// Reads what is not read yet: the whole ledger, where nothing is known of it or it is another one.
    pub(super) fn of(connection: &Connection, known: Option<Self>) -> Result<Self, LedgerError> {
        if let Some(mut known) = known
            && known.is_of(connection)?
        {
            known.follow(connection)?;
            return Ok(known);
        }
        let mut directory = Self::default();
        if is_sound(connection)? {
            directory.follow(connection)?;
            // A ledger is made with its first entry.
            directory.last.as_ref().ok_or(LedgerError::NoEntry)?;
        }
        Ok(directory)
    }

    /// Says whether the last entry that is known is still in the ledger.
    fn is_of(&self, connection: &Connection) -> Result<bool, LedgerError> {
        let Some((head, _)) = &self.last else { return Ok(false) };
        let mut is_there = false;
        rows::<LedgerError>(connection, "WHERE seq = ?1", [number(head.seq)], |row| {
            is_there = row.hash == head.hash;
            Ok(())
        })?;
        Ok(is_there)
    }

    fn follow(&mut self, connection: &Connection) -> Result<(), LedgerError> {
        let after = self.last.as_ref().map_or(0, |(head, _)| number(head.seq));
        rows(connection, "NOT INDEXED WHERE seq > ?1 ORDER BY seq", [after], |row| {
            let seq = self.next();
            if row.number != number(seq) {
                return Err(LedgerError::Column { row: row.number, column: "seq" });
            }
            Ok(self.add(row.body, row.hash)?)
        })
    }

    /// Adds the next entry by its bytes and the hash stored beside them.
    pub(super) fn add(&mut self, bytes: &[u8], stored: Digest) -> Result<(), ChainFault> {
        let seq = self.next();
        let fault = |kind| ChainFault { seq, kind };
        let computed = Entry::hash(bytes);
        if computed != stored {
            return Err(fault(ChainFaultKind::Hash { computed, stored }));
        }
        let outline: Outline =
            serde_json::from_slice(bytes).map_err(|error| fault(ChainFaultKind::Entry(EntryError::Shape(error))))?;
        if outline.seq != seq {
            return Err(fault(ChainFaultKind::Seq(outline.seq)));
        }
        let before = self.last.as_ref().map(|(head, _)| head);
        if outline.prev != before.map_or(Digest::ZERO, |head| head.hash) {
            return Err(fault(ChainFaultKind::Prev));
        }
        if before.is_some_and(|head| head.ledger_id != outline.ledger_id) {
            return Err(fault(ChainFaultKind::Ledger));
        }
        let purchase = match (outline.award, outline.target) {
            (Some(award), _) => Some(award.purchase),
            (None, Some(target)) => self.purchase_of(target),
            (None, None) => None,
        };
        self.purchases.push(purchase);
        if let Some(purchase) = purchase {
            self.by_purchase.entry(purchase).or_default().push(seq);
        }
        self.last = Some((Head { hash: stored, ledger_id: outline.ledger_id, seq }, outline.at));
        Ok(())
    }

    fn next(&self) -> Seq {
        self.last.as_ref().map_or(Seq::FIRST, |(head, _)| head.seq.next())
    }

    /// Returns the last entry, and when it was recorded.
    pub(super) fn last(&self) -> Option<(&Head, Moment)> {
        self.last.as_ref().map(|(head, at)| (head, *at))
    }

    /// Returns the purchase that an entry is about.
    pub(super) fn purchase_of(&self, seq: Seq) -> Option<PurchaseId> {
        let place = usize::try_from(seq.get()).ok()?.checked_sub(1)?;
        self.purchases.get(place).copied().flatten()
    }

    /// Returns the entries about some purchases, in their order.
    pub(super) fn about(&self, purchases: [Option<PurchaseId>; 2]) -> Vec<Seq> {
        let found = purchases.into_iter().flatten().filter_map(|purchase| self.by_purchase.get(&purchase));
        let mut found: Vec<Seq> = found.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
