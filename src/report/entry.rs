//! Entries of the ledger in a line each, for the person who made them.

use super::amount::grouped;
use crate::ledger::{Act, Basis, Entry, Flag};
use crate::value::untrusted::Untrusted;

/// Says in a line what an entry records; safe to show.
#[must_use]
pub fn line(entry: &Entry) -> String {
    let said = match &entry.act {
        Act::Genesis => format!("ledger {} begins", entry.ledger_id),
        Act::Award(award) => {
            let bought = &award.bought;
            let basis = match bought.basis {
                Basis::Rule => "by the rule",
                Basis::Choice => "chosen by a person",
                Basis::Override => "instead of the rule's choice",
                Basis::DespiteGate => "in spite of a gate",
            };
            let missed = bought.missed.map(|missed| format!(", {} above the cheapest", grouped(missed)));
            let replaces = award.supersedes.map(|seq| format!(", replaces #{seq}"));
            format!(
                "award {} to {}, {} {}, {basis}{}{}",
                name(bought.lot.as_ref(), &bought.item),
                bought.chosen.vendor.shown(),
                grouped(bought.chosen.total),
                bought.currency,
                missed.unwrap_or_default(),
                replaces.unwrap_or_default()
            )
        }
        Act::Approve { target, .. } => format!("approval of #{target}"),
        Act::Receive { target, receipt, .. } => {
            let accepted = match receipt.accepted {
                Some(true) => ", accepted",
                Some(false) => ", not accepted",
                None => "",
            };
            format!("receipt for #{target}: {} for {}{accepted}", receipt.quantity, grouped(receipt.paid))
        }
        Act::Void { target, .. } => format!("#{target} is void"),
    };
    let flags: Vec<&str> = entry.flags.iter().map(|flag| word(*flag)).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
    format!("#{}: {said}{flags}", entry.seq)
}

/// Names an item, with its lot where it has one.
fn name(lot: Option<&Untrusted>, item: &Untrusted) -> String {
    match lot {
        Some(lot) => format!("{} / {}", lot.shown(), item.shown()),
        None => item.shown().to_string(),
    }
}

fn word(flag: Flag) -> &'static str {
    match flag {
        Flag::ClockBack => "the clock went back",
        Flag::MoreThanOrdered => "more than was ordered",
        Flag::OverBudget => "over budget",
        Flag::Pending => "pending: another person must approve it",
        Flag::SingleOffer => "single offer",
    }
}
