//! tmp
use std::io::Write;
use crate::rule::decide::DecisionKind;
/// t
pub fn main() {
    let t0 = std::time::Instant::now();
    let path = std::env::args().nth(1).unwrap();
    let source = crate::value::source::Source { name: path.as_str().into(), path: path.as_str().into(), role: crate::value::source::Role::Quotes, content: crate::value::source::Content::File(std::fs::File::open(&path).unwrap()) };
    let mut file = crate::policy::PolicyFile::default();
    file.scale = crate::policy::setting::scale("A,B,C").ok();
    let policy = crate::policy::Policy::check(file).unwrap();
    let dataset = crate::read::read(&[source], &policy, &crate::read::Options::default()).unwrap();
    eprintln!("read {:?}", t0.elapsed());
    let rec = crate::rule::recommendation::recommend(dataset, policy, crate::value::date::Date::parse("2026-11-22").unwrap());
    let parts = rec.in_parts(20_000, |decisions| {
        let mut out = Vec::new();
        for d in decisions {
            let request = rec.request(d.item);
            let v = match d.kind { DecisionKind::Recommended(q) => rec.vendor(q).raw(), _ => "" };
            let total = d.recommended().and_then(|o| o.total);
            writeln!(out, "{},{},{},{:?}", request.item.raw(), d.kind.name(), v, total.map(|t| t.to_string())).unwrap();
        }
        out
    });
    eprintln!("decided {:?}", t0.elapsed());
    let mut out = std::io::stdout().lock();
    for p in parts { out.write_all(&p).unwrap(); }
    eprintln!("done {:?}", t0.elapsed());
    std::process::exit(0);
}
