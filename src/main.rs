//! The command `bijia`.

use std::process::ExitCode;

fn main() -> ExitCode {
    bijia::cli::main()
}
