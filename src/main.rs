//! t
fn main() { bijia::tmp::main() }
