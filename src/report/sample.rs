//! Small comparisons for the tests of the renderers.

use crate::policy::{Policy, PolicyFile};
use crate::read::{Options, read};
use crate::rule::recommendation::{Recommendation, recommend};
use crate::value::date::Date;
use crate::value::source::{Role, Source};

/// A tie, a trade-off, an item that nobody can have, a rejected quote and a duplicate.
pub(super) const MIXED: &str = "\
item,vendor,unit_price,quality,service,references,quantity,unit,budget,required_quality,valid_until
desk,Hongda,215,B,4.5,24,200,piece,50000,B,
desk,Meijia,227.50,B,4.8,36,200,piece,50000,B,
desk,Old Oak,189,C,4,12,200,piece,50000,B,
desk,Meijia,227.50,B,4.8,36,200,piece,50000,B,
pen,East,2,B,4,,400,piece,1000,B,
pen,West,2,B,4,,400,piece,1000,B,
shelf,East,640,B,4,,20,piece,14000,,
shelf,West,720,A,4,,20,piece,14000,,
lamp,East,30,B,4,,1,piece,,B,2026-11-01
";

/// The same kind of sheet with Chinese names of several widths.
pub(super) const CHINESE: &str = "\
item,vendor,unit_price,quality,service,quantity,unit,budget
课桌,青松家具,215,B,4.5,200,张,50000
课桌,明灯办公用品（上海）有限公司,227.50,B,4.8,200,张,50000
复印纸 A4,Willow 柳岸,21.8,B,4.2,300,箱,7000
复印纸 A4,云帆,21.9,B,4.2,300,箱,7000
";

/// Compares the quotes of a sheet on a fixed day and hands the result on.
pub(super) fn compared<T>(sheet: &str, policy: &str, then: impl FnOnce(&Recommendation) -> T) -> T {
    let file = PolicyFile::parse(&Source::in_memory("policy.toml", Role::Policy, policy)).unwrap();
    let policy = Policy::check(file).unwrap();
    let sources = [Source::in_memory("quotes.csv", Role::Quotes, sheet)];
    let book = read(&sources, &policy, &Options::default()).unwrap();
    then(&recommend(book, policy, Date::parse("2026-11-22").unwrap()))
}

/// Makes a sheet in which each name is an item's, a lot's and a vendor's.
pub(super) fn sheet_of(names: &[&str]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["lot", "item", "vendor", "unit_price", "quality"]).unwrap();
    for name in names {
        writer.write_record([name, name, name, "5", "A"]).unwrap();
        writer.write_record([*name, name, format!("{name} & Co").as_str(), "6", "A"]).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
