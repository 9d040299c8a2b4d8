//! Sheets with the vendors side by side, in words.

use super::faults::listed;
use crate::policy::toml_string;
use crate::read::WideFault;
use crate::value::column::Column;
use crate::value::untrusted::Untrusted;

/// Says what is wrong.
pub(super) fn message(fault: &WideFault) -> String {
    match fault {
        WideFault::Unclear { vendors, .. } if vendors.is_empty() => {
            "no header in the line that the policy's `[wide]` names can be a vendor".to_owned()
        }
        WideFault::Unclear { vendors, .. } => {
            format!("these headers may be vendors side by side, which nothing makes certain: {}", listed(vendors))
        }
        WideFault::Differs { first, other } => format!(
            "`{}` has the column `{}`, and `{}` has `{}`, which means the same and may say something else of the price",
            first.0.shown(),
            first.1.shown(),
            other.0.shown(),
            other.1.shown()
        ),
        WideFault::NoLine { line } => {
            format!("the policy's `[wide]` has the vendors in line {line}, which is no header")
        }
        WideFault::NoVendor { line } => {
            format!("the policy's `[wide]` has the vendors in line {line}, and none of them is there")
        }
        WideFault::NoColumn { column, columns } => format!(
            "the policy's `[wide] columns` names `{}`; the columns of the vendors are {}",
            column.shown(),
            listed(columns)
        ),
        WideFault::Above { text, line } => {
            format!("`{}` in line {line}, above the vendors, may say something of their prices", text.shown())
        }
    }
}

/// Says what to do about it.
pub(super) fn hint(fault: &WideFault) -> String {
    match fault {
        WideFault::Unclear { line, vendors, columns } if !vendors.is_empty() => format!(
            "if they are, say so in the policy, and leave out what is no vendor:\n{}\n  else name the columns `{}`, `{}` and `{}`, \
             with a row a quote",
            toml(*line, vendors, columns),
            Column::Item,
            Column::Vendor,
            Column::UnitPrice
        ),
        WideFault::Unclear { .. } | WideFault::NoVendor { .. } => {
            "correct `[wide] vendor_row`, or name the vendors as they are written there: `vendors = [\"...\"]`".to_owned()
        }
        WideFault::Differs { .. } => {
            "give every vendor the same header; state what differs, as tax or currency, in a column that each of them has"
                .to_owned()
        }
        WideFault::NoLine { .. } => {
            "correct `[wide] vendor_row`: the line of the sheet with the names of the vendors, from 1".to_owned()
        }
        WideFault::NoColumn { .. } => {
            "correct `[wide] columns`, or say in `[columns]` of the policy which header is which".to_owned()
        }
        WideFault::Above { .. } => {
            "state what it says of prices (tax, currency, until when) in columns or in the policy, then delete it".to_owned()
        }
    }
}

/// Writes the lines of a policy that say how the sheet is written.
fn toml(line: u32, vendors: &[Untrusted], columns: &[Untrusted]) -> String {
    let list = |texts: &[Untrusted]| {
        let texts: Vec<String> = texts.iter().map(|text| toml_string(text.raw())).collect();
        texts.join(", ")
    };
    let (columns, vendors) = (list(columns), list(vendors));
    format!("    [wide]\n    vendor_row = {line}\n    columns = [{columns}]\n    vendors = [{vendors}]")
}
