//! How a command's answer is written: in which format, to which file, for whose eyes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::report::writer::csv::Guard;
use crate::report::writer::terminal::Layout;
use crate::value::untrusted::shown;

use super::error::CliError;
use super::options::CsvText;
use super::output;
use super::shell::Shell;
use super::terminal::Spelling;

/// The formats that a command's answer can have.
pub(crate) trait Format: clap::ValueEnum + Copy + PartialEq + Send + Sync + 'static {
    /// The format for people, where none is asked for.
    const TABLE: Self;
    /// The format whose text a spreadsheet may run.
    const CSV: Self;
    /// What to do where the ending of a file names no format.
    const ENDINGS: &'static str;

    /// The format that a file's ending names, in lower case and without its point.
    fn of_ending(ending: &str) -> Option<Self>;

    /// Says whether the format is text, rather than a workbook.
    fn is_text(self) -> bool;

    /// How a terminal is told text that the format keeps as it was written; `None` where it is safe to show already.
    fn spelling(self) -> Option<Spelling>;
}

/// How the answer is written
#[derive(Debug, clap::Args)]
pub(crate) struct Answer<F: Format> {
    /// Format of the answer; that of `--output` by its ending, else `table`
    #[arg(long, value_enum)]
    format: Option<F>,

    /// Write the answer to a file, whole or not at all; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace a file that is read-only or of another kind than the answer; never a ledger, and never one that is read
    #[arg(long)]
    force: bool,

    /// Say in tables what the words mean, as the other formats always do
    #[arg(long)]
    pub(crate) detail: bool,

    /// How CSV keeps text from being run by a spreadsheet: `safe` puts a `'` before =, +, - and @; `excel` as well, behind
    /// the byte-order mark of UTF-8; `raw` does not
    #[arg(long, value_enum, default_value = "safe", value_name = "HOW")]
    csv: CsvText,
}

impl<F: Format> Answer<F> {
    /// Returns the format that is asked for, or that the output's ending names; an answer that could not be written is
    /// an error before anything is read. `inputs` may not be overwritten.
    pub(crate) fn check<'i>(&self, mut inputs: impl Iterator<Item = &'i Path>) -> Result<F, CliError> {
        let Some(output) = self.file() else { return Ok(self.format.unwrap_or(F::TABLE)) };
        let is_read = |input: &&Path| {
            // What is redirected into a command has a name as well.
            let named = if input.as_os_str() == "-" { Path::new("/dev/stdin") } else { input };
            output::is_same(named, output)
        };
        if let Some(input) = inputs.find(is_read) {
            return Err(CliError::overwrites(input));
        }
        let ending = output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let named = ending.as_deref().and_then(F::of_ending);
        let format = self.format.or(named).ok_or_else(|| CliError::Usage {
            message: format!("the ending of `{}` names no format", shown(&output.to_string_lossy())),
            hint: F::ENDINGS,
        })?;
        output::may_replace(output, format.is_text(), self.force)?;
        Ok(format)
    }

    /// Writes the answer.
    pub(crate) fn write(
        &self,
        format: F,
        shell: &Shell,
        render: impl FnOnce(Style, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        let file = self.file();
        let style = self.style(shell);
        if format == F::CSV && style.guard == Guard::Raw {
            shell.note("text stands in the CSV as it was written; a spreadsheet may run it");
        }
        output::write_spelt(file, shell, format.spelling(), |out| {
            if format == F::CSV && self.csv == CsvText::Excel {
                // The byte-order mark of UTF-8; the reader takes it off again.
                out.write_all(b"\xef\xbb\xbf")?;
            }
            render(style, out)
        })
    }

    /// The file that the answer goes to; `None` for standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// Refuses to write what is no text to a terminal.
    #[cfg(feature = "xlsx")]
    pub(crate) fn refuse_terminal(&self, shell: &Shell) -> Result<(), CliError> {
        if self.file().is_some() || !shell.stdout_is_terminal() {
            return Ok(());
        }
        Err(CliError::Usage {
            message: "a workbook is no text for a terminal".to_owned(),
            hint: "write it to a file: `--output report.xlsx`",
        })
    }

    fn style(&self, shell: &Shell) -> Style {
        let to_stdout = self.file().is_none();
        let layout = Layout {
            width: if to_stdout { shell.width() } else { None },
            colour: to_stdout && shell.stdout_color(),
            detail: self.detail,
        };
        let guard = match self.csv {
            CsvText::Safe | CsvText::Excel => Guard::Safe,
            CsvText::Raw => Guard::Raw,
        };
        Style { layout, guard }
    }
}

/// What renderers are told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// For tables.
    pub(crate) layout: Layout,
    /// For CSV.
    pub(crate) guard: Guard,
}
