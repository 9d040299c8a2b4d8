//! Sentences about the ledger: entries, refusals, and what is wrong with a ledger.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use crate::ledger::export::ExportFault;
use crate::ledger::{
    Accepted, Action, Basis, ChainFault, ChainFaultKind, Entry, EntryError, Flag, LedgerError, ReasonFor, Violation,
};
use crate::report::amount::grouped;
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// Describes an entry in one line; safe to show.
pub(crate) fn entry(entry: &Entry) -> String {
    let text = match &entry.action {
        Action::Genesis => format!("ledger {} begins", entry.ledger_id),
        Action::Award(award) => {
            let bought = &award.bought;
            let in_front =
                |name: &Option<Untrusted>| name.as_ref().map(|name| format!("{} / ", name.shown())).unwrap_or_default();
            let of_lot = if bought.lot_total.is_some() { " offer for the lot" } else { "" };
            let missed = bought.missed.map(|missed| {
                // A line of a lot may cost less than in the cheapest offer for the lot.
                let is_less = missed.minor() < 0;
                let missed =
                    if is_less { Money::from_minor(missed.minor().saturating_neg(), bought.currency) } else { missed };
                format!(", {} {} the cheapest{of_lot}", grouped(missed), if is_less { "below" } else { "above" })
            });
            let replaces = award.supersedes.map(|seq| format!(", replaces #{seq}"));
            format!(
                "award {}{}{} to {}, {} {}, {}{}{}",
                in_front(&bought.request),
                in_front(&bought.lot),
                bought.item.shown(),
                bought.chosen.vendor.shown(),
                grouped(bought.chosen.total),
                bought.currency,
                basis(bought.basis),
                missed.unwrap_or_default(),
                replaces.unwrap_or_default()
            )
        }
        Action::Approve { target, .. } => format!("approval of #{target}"),
        Action::Receive { target, receipt, .. } => {
            let accepted = match receipt.accepted {
                Some(Accepted::Whole(true)) => ", accepted".to_owned(),
                Some(Accepted::Whole(false)) => ", not accepted".to_owned(),
                Some(Accepted::Part(part)) => format!(", {part} accepted"),
                None => String::new(),
            };
            let paid = receipt.paid.map(|paid| format!(" for {}", grouped(paid))).unwrap_or_default();
            format!("receipt for #{target}: {}{paid}{accepted}", receipt.quantity)
        }
        Action::Pay { target, payment, .. } if payment.amount.minor() < 0 => {
            format!("credit for #{target}: {}", grouped(payment.amount))
        }
        Action::Pay { target, payment, .. } => format!("payment for #{target}: {}", grouped(payment.amount)),
        Action::Return { target, quantity, .. } => format!("return of goods of #{target}: {quantity}"),
        Action::Close { target, .. } => format!("#{target} is closed: nothing more is to come"),
        Action::Void { target, .. } => format!("#{target} is void"),
    };
    let flags: Vec<&str> = entry.flags.iter().map(|found| flag(*found)).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
    format!("#{}: {text}{flags}", entry.seq)
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Rule => "by the rule",
        Basis::Choice => "chosen by a person",
        Basis::Override => "instead of the rule's choice",
        Basis::DespiteGate => "in spite of a gate",
    }
}

fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::ClockBack => "the clock went back",
        Flag::MoreThanAwarded => "more than was awarded",
        Flag::MoreThanOrdered => "more than was ordered",
        Flag::OverBudget => "over budget",
        Flag::Pending => "pending: another person must approve it",
        Flag::SingleOffer => "single offer",
    }
}

impl Display for Violation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyAwarded { seq, vendor } => {
                write!(f, "this purchase was awarded in #{seq}, to {}", vendor.shown())
            }
            Self::Ended { seq, ended } => write!(f, "the same was recorded as #{seq}, and #{ended} ended it"),
            Self::NoAward(seq) => write!(f, "#{seq} is not an award of this ledger"),
            Self::NothingToVoid(seq) => {
                write!(f, "#{seq} is neither an award of this ledger nor an entry that followed one")
            }
            Self::NotLive { seq, ended } => write!(f, "#{seq} no longer counts: #{ended} ended it"),
            Self::OtherPurchase(seq) => write!(f, "#{seq} is the award of another purchase"),
            Self::IsFollowed { seq, by } => write!(f, "#{seq} was delivered, paid or closed, in #{by}"),
            Self::Closed { seq, by } => write!(f, "#{seq} was closed, in #{by}"),
            Self::AcceptsMore => f.write_str("a part that is accepted is less than what was delivered"),
            Self::ReturnsMore { kept } => write!(f, "more would have gone back than is there: {kept} are"),
            Self::PaysNothing => f.write_str("a payment of 0 says nothing"),
            Self::OwnAward { seq, name } => {
                write!(f, "#{seq} was awarded by {}; another person must approve it", name.shown())
            }
            Self::NotApproved(seq) => write!(f, "#{seq} needs an approval first"),
            Self::NoReason(ReasonFor::Basis(Basis::Rule | Basis::Choice)) => {
                f.write_str("the choice of a person needs a reason")
            }
            Self::NoReason(ReasonFor::Basis(Basis::Override)) => {
                f.write_str("an offer that is not the rule's choice needs a reason")
            }
            Self::NoReason(ReasonFor::Basis(Basis::DespiteGate)) => {
                f.write_str("an offer that a gate rejected needs a reason")
            }
            Self::NoReason(ReasonFor::Superseding) => f.write_str("an award that replaces another needs a reason"),
            Self::NoReason(ReasonFor::Void) => f.write_str("a withdrawal needs a reason"),
            Self::NoReason(ReasonFor::Return) => f.write_str("goods that go back need a reason"),
            Self::NoReason(ReasonFor::Close) => f.write_str("closing an award needs a reason"),
            Self::NotReasonable => {
                f.write_str("there is a single admitted offer; say on what basis its price is reasonable")
            }
            Self::OtherCurrency { amount, currency } => {
                write!(f, "the amount {amount} does not have the decimals of {currency}")
            }
        }
    }
}

impl Violation {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::AlreadyAwarded { seq, .. } => format!(
                "to replace that award, say `--supersede {seq} --reason TEXT`; if this is a new purchase, give it a \
                 number of its own (column `request`, or `compare --request-id`)"
            ),
            Self::Ended { seq, .. } => format!(
                "an award counts again with `--supersede {seq} --reason TEXT`; a receipt, payment or return needs another \
                 `--reference`"
            ),
            Self::NoAward(_) | Self::NothingToVoid(_) => {
                "`bijia savings --detail` lists the awards by their numbers, `bijia ledger export` all entries".into()
            }
            Self::IsFollowed { by, .. } => format!("make what followed void first: `bijia void {by}`"),
            Self::Closed { by, .. } => format!("if more is to come after all: `bijia void {by} --reason TEXT`"),
            Self::AcceptsMore => "say `--accepted yes` for all of it".into(),
            Self::ReturnsMore { .. } => "goods that were not accepted need no return: say so at their receipt".into(),
            Self::NotApproved(seq) => format!("another person runs `bijia approve {seq} --by NAME` first"),
            Self::NoReason(_) => "add `--reason TEXT`".into(),
            Self::NotReasonable => "add `--reasonable TEXT`, as in `--reasonable \"list price of the maker\"`".into(),
            Self::NotLive { .. }
            | Self::OtherPurchase(_)
            | Self::OwnAward { .. }
            | Self::OtherCurrency { .. }
            | Self::PaysNothing => return None,
        })
    }
}

impl Display for EntryError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => write!(f, "not an entry: {error}"),
            Self::Form => f.write_str("not an entry of version 1 in canonical form (RFC 8785)"),
        }
    }
}

impl Display for ChainFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "#{}: ", self.seq)?;
        match &self.kind {
            ChainFaultKind::Entry(error) => error.fmt(f),
            ChainFaultKind::Hash { computed, stored } => {
                write!(f, "its hash is {computed}, but {stored} is stored beside it")
            }
            ChainFaultKind::Seq(seq) => write!(f, "it has the number {seq}"),
            ChainFaultKind::Prev => f.write_str("it does not follow the entry before it"),
            ChainFaultKind::Ledger => f.write_str("it belongs to another ledger"),
            ChainFaultKind::Genesis => f.write_str("only the first entry of a ledger, and always that one, begins it"),
            ChainFaultKind::Idem => f.write_str("`idem` is not the hash of its decision"),
            ChainFaultKind::Same(seq) => write!(f, "it records the same as #{seq}"),
            ChainFaultKind::Rule(violation) => write!(f, "it breaks a rule: {violation}"),
            ChainFaultKind::Flags => f.write_str("its flags are not those that the rules give it"),
        }
    }
}

impl Display for ExportFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head => f.write_str("the first line does not state the last entry"),
            Self::Line(seq) => {
                write!(f, "#{seq}: the line is not `{{\"entry\":…,\"hash\":…}}` in canonical form (RFC 8785)")
            }
            Self::Chain(fault) => fault.fmt(f),
            Self::Cut(seq) => write!(f, "#{seq}: the line has no newline at its end"),
            Self::Empty => f.write_str("there is no entry"),
        }
    }
}

impl Display for LedgerError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALedger => f.write_str("the file is not a ledger of bijia"),
            Self::LaterVersion { found, known } => {
                write!(f, "the ledger has version {found}, this bijia knows version {known}")
            }
            Self::Locked => f.write_str("another program keeps the ledger locked"),
            Self::Chain(fault) => fault.fmt(f),
            Self::Column { row, column } => write!(f, "#{row}: the column `{column}` is not what the entry says"),
            Self::Schema => f.write_str(
                "the tables and triggers are not those of a ledger: something was changed beside the entries",
            ),
            Self::NoEntry => f.write_str("there is no entry, not even the first: the ledger was emptied"),
            Self::Damaged(answer) => write!(f, "the database is damaged: {answer}"),
            Self::Database(error) => error.fmt(f),
        }
    }
}

impl Error for Violation {}
impl Error for EntryError {}
impl Error for ChainFault {}
impl Error for ExportFault {}
impl Error for LedgerError {}
