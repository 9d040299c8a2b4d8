//! `bijia receive`: what was really delivered and paid.

use crate::ledger::{Action, Award, AwardState, Receipt, Seq, Transaction};
use crate::report::amount::grouped;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity};
use crate::value::untrusted::Untrusted;

use crate::cli::error::{CliError, Refusal};
use crate::cli::record::{CreateLedger, Planned, RecordedBy, seq, text};
use crate::cli::shell::Shell;

/// Record what was delivered and paid for an award; partial deliveries are several receipts
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq)]
    entry: Seq,

    /// What was paid, in the award's currency
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    paid: Decimal,

    /// How much was delivered; what is still open of the order when absent
    #[arg(long, value_name = "N", value_parser = quantity)]
    quantity: Option<Quantity>,

    /// Whether it was as ordered
    #[arg(long, value_name = "YES|NO", value_parser = yes_no)]
    accepted: Option<bool>,

    /// Number of the invoice or delivery note: it tells one partial delivery from another
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reference: Option<Untrusted>,

    /// A remark
    #[arg(long, value_name = "TEXT", value_parser = text)]
    note: Option<Untrusted>,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

const EXAMPLES: &str = "\
Examples:
  bijia receive 2 --paid 43000 --on 2026-12-15 --accepted yes --by \"Zhao Min\"
  bijia receive 2 --paid 21500 --quantity 100 --reference INV-17";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let mut remarks = Vec::new();
    let is_new =
        args.recorded_by.record(CreateLedger::Never, shell, |transaction| args.plan(transaction, &mut remarks))?;
    if !is_new {
        remarks = vec![
            "nothing new was recorded; if this is another delivery, give it a `--reference` of its own".to_owned(),
        ];
    }
    for remark in remarks {
        shell.note(remark);
    }
    Ok(())
}

impl Args {
    fn plan(&self, transaction: &Transaction<'_>, remarks: &mut Vec<String>) -> Result<Vec<Planned>, CliError> {
        let label = format!("receipt for #{}", self.entry);
        let failed = |error| CliError::Refused(vec![Refusal { text: format!("{label}: {error}"), hint: None }]);
        let award = transaction.award(self.entry).map_err(failed)?;
        // Where there is no such award the ledger's own rule says so; its currency and quantity do not matter then.
        let currency = award.as_ref().map_or(crate::value::currency::Currency::CNY, |award| award.currency);
        let paid = Money::exact(self.paid, currency).ok_or_else(|| {
            let text = format!("`{}` has more decimals than {currency} has", self.paid);
            CliError::Refused(vec![Refusal { text: format!("{label}: {text}"), hint: None }])
        })?;
        let quantity = match (self.quantity, &award) {
            (Some(quantity), _) => quantity,
            (None, None) => Quantity::ONE,
            (None, Some(award)) => open(award, self, paid).ok_or_else(|| {
                CliError::Refused(vec![Refusal {
                    text: format!("{label}: all that was ordered has been delivered"),
                    hint: Some("say how much more came with `--quantity N`".to_owned()),
                }])
            })?,
        };
        remarks.clear();
        remarks.extend(award.iter().flat_map(|award| odd(award, self.recorded_by.on(), paid, quantity)));
        let receipt = Receipt { accepted: self.accepted, paid, quantity, reference: self.reference.clone() };
        let (target, on, note) = (self.entry, self.recorded_by.on(), self.note.clone());
        Ok(vec![Planned { label, action: Action::Receive { target, on, receipt, note } }])
    }
}

/// Says what is odd about a receipt, so that a slip of the hand is seen before its consequences are.
fn odd(award: &AwardState<Box<Award>>, on: Date, paid: Money, quantity: Quantity) -> Vec<String> {
    let (ordered, awarded) = (award.quantity, award.award.bought.chosen.total);
    let share = awarded.share(quantity.decimal(), ordered);
    let over = share.and_then(|share| Some((share, paid.minus(share).filter(|over| over.minor() > 0)?)));
    let over = over.map(|(share, over)| {
        let [over, share] = [over, share].map(grouped);
        format!("{over} {} more is paid than the {share} that {quantity} of {ordered} were awarded for", award.currency)
    });
    let decided = award.award.on;
    let early = (on < decided).then(|| format!("{on} is before the day of the award, {decided}"));
    over.into_iter().chain(early).collect()
}

/// Returns what is still open of an order; for a receipt that is there already, what it was for.
fn open(award: &AwardState<Box<Award>>, args: &Args, paid: Money) -> Option<Quantity> {
    let again = award.counted().find(|received| {
        let receipt = &received.receipt;
        let said = (receipt.paid, receipt.accepted, &receipt.reference, received.on, &received.note);
        said == (paid, args.accepted, &args.reference, args.recorded_by.on(), &args.note)
    });
    let left = || Quantity::try_new(crate::value::decimal::difference(award.quantity.decimal(), award.delivered()?)?);
    again.map(|received| received.receipt.quantity).or_else(left)
}

fn amount(text: &str) -> Result<Decimal, String> {
    let amount =
        crate::value::decimal::parse(text).map_err(|error| format!("{error}; expected an amount, like 43000.00"))?;
    if amount < Decimal::ZERO { Err("expected an amount of 0 or more".to_owned()) } else { Ok(amount) }
}

fn quantity(text: &str) -> Result<Quantity, String> {
    let number =
        crate::value::decimal::parse(text).map_err(|error| format!("{error}; expected a quantity, like 100"))?;
    Quantity::try_new(number).ok_or_else(|| format!("expected a quantity {}", Quantity::RANGE))
}

fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" | "是" => Ok(true),
        "no" | "否" => Ok(false),
        _ => Err("expected `yes` or `no`".to_owned()),
    }
}
