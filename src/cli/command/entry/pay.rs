//! `bijia pay`: what was paid or credited.

use crate::ledger::{Action, Award, AwardState, Payment, Seq, Transaction};
use crate::report::amount::grouped;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal;
use crate::value::money::{Decimal, Money};
use crate::value::untrusted::Untrusted;

use super::receive::{early, money};
use crate::cli::error::{CliError, Refusal};
use crate::cli::record::{CreateLedger, Planned, RecordedBy, seq, text};
use crate::cli::shell::Shell;

/// Record what was paid for an award: in advance, in part or in whole; a credit note is below 0
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq)]
    entry: Seq,

    /// What was paid, in the award's currency; below 0 what was credited
    #[arg(long, value_name = "AMOUNT", value_parser = amount, allow_negative_numbers = true)]
    amount: Decimal,

    /// Number of the invoice, payment or credit note: it tells equal payments of one day apart
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reference: Option<Untrusted>,

    /// A remark
    #[arg(long, value_name = "TEXT", value_parser = text)]
    note: Option<Untrusted>,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

const EXAMPLES: &str = "\
What was paid with a delivery and recorded by `receive --paid` is not recorded here again. Where the invoice is less than \
the award and nothing more is to come, `bijia close` says so.

Examples:
  bijia pay 2 --amount 43000 --on 2026-12-20 --reference INV-17 --by \"Zhao Min\"
  bijia pay 2 --amount -430 --reference CN-3";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let mut remarks = Vec::new();
    let is_new =
        args.recorded_by.record(CreateLedger::Never, shell, |transaction| args.plan(transaction, &mut remarks))?;
    if !is_new {
        remarks =
            vec!["nothing new was recorded; if this is another payment, give it a `--reference` of its own".to_owned()];
    }
    for remark in remarks {
        shell.note(remark);
    }
    Ok(())
}

impl Args {
    fn plan(&self, transaction: &Transaction<'_>, remarks: &mut Vec<String>) -> Result<Vec<Planned>, CliError> {
        let label = format!("payment for #{}", self.entry);
        let failed = |error| CliError::Refused(vec![Refusal { text: format!("{label}: {error}"), hint: None }]);
        let award = transaction.award(self.entry).map_err(failed)?;
        // Where there is no such award the ledger's own rule says so; its currency does not matter then.
        let currency = award.as_ref().map_or(Currency::CNY, |award| award.currency);
        let amount = money(self.amount, currency, &label)?;
        remarks.clear();
        remarks.extend(award.iter().flat_map(|award| odd(award, self.recorded_by.on(), amount)));
        let payment = Payment { amount, reference: self.reference.clone() };
        let (target, on, note) = (self.entry, self.recorded_by.on(), self.note.clone());
        Ok(vec![Planned { label, action: Action::Pay { target, on, payment, note } }])
    }
}

/// Says what is odd about a payment, so that a slip of the hand is seen before its consequences are.
fn odd(award: &AwardState<Box<Award>>, on: Date, amount: Money) -> Vec<String> {
    let paid = award.paid_in_all().and_then(|paid| paid.plus(amount));
    let sums = paid.and_then(|paid| {
        let currency = award.currency;
        if paid.minor() < 0 {
            let nothing = Money::from_minor(0, currency);
            return Some(format!("{} {currency} more is credited than was paid", grouped(nothing.minus(paid)?)));
        }
        let over = paid.minus(award.total).filter(|over| over.minor() > 0 && amount.minor() > 0)?;
        let [over, awarded] = [over, award.total].map(grouped);
        Some(format!("{over} {currency} more is paid than the {awarded} that were awarded"))
    });
    sums.into_iter().chain(early(award, on)).collect()
}

fn amount(text: &str) -> Result<Decimal, String> {
    decimal::parse(text).map_err(|error| format!("{error}; expected an amount, like 43000.00 or -43.50"))
}
