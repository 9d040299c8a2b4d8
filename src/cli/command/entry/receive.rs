//! `bijia receive`: what was really delivered.

use crate::ledger::{Accepted, Action, Award, AwardState, Receipt, Seq, Transaction};
use crate::report::amount::grouped;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity};
use crate::value::untrusted::Untrusted;

use crate::cli::error::{CliError, Refusal};
use crate::cli::record::{CreateLedger, Planned, RecordedBy, seq, text};
use crate::cli::shell::Shell;

/// Record what was delivered of an award, and whether it was accepted; partial deliveries are several receipts
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq)]
    entry: Seq,

    /// How much was delivered; what is still open of the order when absent
    #[arg(long, value_name = "N", value_parser = quantity)]
    quantity: Option<Quantity>,

    /// Whether it was as ordered, or how much of it was; all of it when absent
    #[arg(long, value_name = "YES|NO|N", value_parser = accepted)]
    accepted: Option<Judged>,

    /// What these goods cost, where they are paid with the delivery, in the award's currency; else see `bijia pay`
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    paid: Option<Decimal>,

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
  bijia receive 2 --on 2026-12-15 --accepted yes --by \"Zhao Min\"
  bijia receive 2 --quantity 100 --accepted 96 --reference DN-17
  bijia receive 2 --quantity 100 --paid 21500 --reference INV-17";

/// What was said of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judged {
    Whole(bool),
    Part(Decimal),
}

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
        let currency = award.as_ref().map_or(Currency::CNY, |award| award.currency);
        let paid = self.paid.map(|paid| money(paid, currency, &label)).transpose()?;
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
        let accepted = self.accepted.map(|judged| judged.of(quantity));
        remarks.clear();
        remarks.extend(award.iter().flat_map(|award| odd(award, self.recorded_by.on(), paid, quantity)));
        let receipt = Receipt { accepted, paid, quantity, reference: self.reference.clone() };
        let (target, on, note) = (self.entry, self.recorded_by.on(), self.note.clone());
        Ok(vec![Planned { label, action: Action::Receive { target, on, receipt, note } }])
    }
}

impl Judged {
    /// Says how much of a delivery was accepted; a part that is not less than all of it is for the ledger to refuse.
    fn of(self, delivered: Quantity) -> Accepted {
        match self {
            Self::Whole(all) => Accepted::Whole(all),
            Self::Part(part) if part.is_zero() => Accepted::Whole(false),
            Self::Part(part) if part == delivered.decimal() => Accepted::Whole(true),
            Self::Part(part) => Accepted::Part(Quantity::try_new(part).expect("the command line took it")),
        }
    }
}

/// Takes an amount in the decimals of a currency.
pub(super) fn money(amount: Decimal, currency: Currency, label: &str) -> Result<Money, CliError> {
    Money::exact(amount, currency).ok_or_else(|| {
        let text = format!("{label}: `{amount}` has more decimals than {currency} has");
        CliError::Refused(vec![Refusal { text, hint: None }])
    })
}

/// Says what is odd about a receipt, so that a slip of the hand is seen before its consequences are.
fn odd(award: &AwardState<Box<Award>>, on: Date, paid: Option<Money>, quantity: Quantity) -> Vec<String> {
    let (ordered, awarded) = (award.quantity, award.total);
    let over = paid.and_then(|paid| {
        let share = awarded.share(quantity.decimal(), ordered)?;
        let over = paid.minus(share).filter(|over| over.minor() > 0)?;
        let [over, share] = [over, share].map(grouped);
        Some(format!(
            "{over} {} more is paid than the {share} that {quantity} of {ordered} were awarded for",
            award.currency
        ))
    });
    over.into_iter().chain(early(award, on)).collect()
}

/// Says that a day is before that of the award.
pub(super) fn early(award: &AwardState<Box<Award>>, on: Date) -> Option<String> {
    let decided = award.award.on;
    (on < decided).then(|| format!("{on} is before the day of the award, {decided}"))
}

/// Returns what is still open of an order; for a receipt that is there already, what it was for.
fn open(award: &AwardState<Box<Award>>, args: &Args, paid: Option<Money>) -> Option<Quantity> {
    let again = award.counted().find(|received| {
        let receipt = &received.what;
        let said = (receipt.paid, receipt.accepted, &receipt.reference, received.on, &received.note);
        let accepted = args.accepted.map(|judged| judged.of(receipt.quantity));
        said == (paid, accepted, &args.reference, args.recorded_by.on(), &args.note)
    });
    let left = || Quantity::try_new(crate::value::decimal::difference(award.quantity.decimal(), award.kept()?)?);
    again.map(|received| received.what.quantity).or_else(left)
}

fn amount(text: &str) -> Result<Decimal, String> {
    let amount =
        crate::value::decimal::parse(text).map_err(|error| format!("{error}; expected an amount, like 43000.00"))?;
    if amount < Decimal::ZERO { Err("expected an amount of 0 or more".to_owned()) } else { Ok(amount) }
}

pub(super) fn quantity(text: &str) -> Result<Quantity, String> {
    let number =
        crate::value::decimal::parse(text).map_err(|error| format!("{error}; expected a quantity, like 100"))?;
    Quantity::try_new(number).ok_or_else(|| format!("expected a quantity {}", Quantity::RANGE))
}

fn accepted(text: &str) -> Result<Judged, String> {
    match text {
        "yes" | "是" => Ok(Judged::Whole(true)),
        "no" | "否" | "0" => Ok(Judged::Whole(false)),
        _ => quantity(text)
            .map(|part| Judged::Part(part.decimal()))
            .map_err(|_| "expected `yes`, `no`, or how much was accepted".to_owned()),
    }
}
