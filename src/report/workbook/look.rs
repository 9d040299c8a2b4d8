//! The looks of cells: one for headers, one for rows, one for sums.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The looks of cells.
pub(super) struct Looks {
    pub(super) header: Format,
    pub(super) numeric_header: Format,
    pub(super) plain: Look,
    pub(super) sum: Look,
}

/// The looks of the cells of a row.
pub(super) struct Look {
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) day: Format,
    /// By the count of decimals, from none to four.
    amounts: [Format; 5],
}

impl Look {
    fn of(base: &Format) -> Self {
        let amount = |format| base.clone().set_num_format(format);
        Self {
            text: base.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            number: base.clone().set_num_format("General"),
            day: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            amounts: ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"].map(amount),
        }
    }

    /// Returns the look of an amount by its text.
    pub(super) fn amount(&self, text: &str) -> &Format {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.amounts.get(decimals).unwrap_or(&self.number)
    }
}

impl Looks {
    pub(super) fn new() -> Self {
        let base = Format::new().set_align(FormatAlign::Top);
        let sum = base.clone().set_bold().set_border_top(FormatBorder::Thin);
        let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let header = header.set_background_color(Color::RGB(0x00E3_EAF2)).set_border_bottom(FormatBorder::Thin);
        Self {
            header: header.clone().set_align(FormatAlign::Left).set_indent(1),
            numeric_header: header.set_align(FormatAlign::Right),
            plain: Look::of(&base),
            sum: Look::of(&sum),
        }
    }
}
