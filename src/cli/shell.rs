//! The standard streams, and whether they are in colour.

use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use super::error::CliError;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set; always if `CLICOLOR_FORCE` is
    Auto,
    /// In pipes and files as well
    Always,
    /// Not at all
    Never,
}

impl Color {
    fn on(self, is_terminal: bool) -> bool {
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") => true,
            Self::Auto => is_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// The standard streams of this process.
#[derive(Debug)]
pub(crate) struct Shell {
    color: Color,
    quiet: bool,
}

impl Shell {
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        Self { color, quiet }
    }

    /// Returns standard output, buffered.
    #[expect(clippy::unused_self, reason = "streams are reached through the shell")]
    pub(crate) fn stdout(&self) -> BufWriter<io::StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// Says whether standard output is a terminal.
    #[expect(clippy::unused_self, reason = "streams are reached through the shell")]
    pub(crate) fn stdout_is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Says whether standard output is in colour.
    pub(crate) fn stdout_color(&self) -> bool {
        self.color.on(io::stdout().is_terminal())
    }

    /// Returns the width of the terminal; `None` where standard output is none.
    #[expect(clippy::unused_self, reason = "streams are reached through the shell")]
    pub(crate) fn width(&self) -> Option<u16> {
        let is_terminal = io::stdout().is_terminal();
        is_terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0)
    }

    /// Tells something that people may want to know, on standard error.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.say("note", text);
        }
    }

    /// Prints an error with its hints.
    pub(crate) fn report(&self, error: &CliError) {
        for (text, hint) in error.messages() {
            self.say("error", text);
            if let Some(hint) = hint {
                let _ = writeln!(io::stderr(), "  hint: {hint}");
            }
        }
    }

    /// Prints a line on standard error; there is nowhere left to report that it cannot be printed.
    pub(crate) fn say(&self, label: &str, text: impl Display) {
        let color = match label {
            "error" => AnsiColor::Red,
            _ => AnsiColor::Cyan,
        };
        let style = if self.color.on(io::stderr().is_terminal()) {
            Style::new().fg_color(Some(color.into()))
        } else {
            Style::new()
        };
        let _ = writeln!(io::stderr(), "{style}{label}{style:#}: {text}");
    }
}
