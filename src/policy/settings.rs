//! Every key of a policy, declared once: how it is read and checked, printed, explained, and given as an option.
//!
//! A new key is an entry here, a field of [`PolicyFile`] and one of [`Policy`](super::Policy) with its lines in
//! `Policy::check` and in `stored`. An array of tables is an entry whose `read` walks its tables by a table of settings of
//! its own, as in `cost` and `gate`.

use super::Conversion;
use super::cost::{self, COST};
use super::fault::{Expected, PolicyFaultKind};
use super::file::PolicyFile;
use super::gate::{self, GATE};
use super::grammar::{self, excerpt};
use super::print::{key, string, strings};
use super::setting::{Printed, Setting, SettingOption, list, one, option, tables};
use super::units::unit;
use super::wide;
use super::word::{AcrossGrades, AwardBy, DateOrder, EstimateUse, TaxBasis, TiesWord, VendorFrom, ZeroPrice};
use crate::value::column::Column;

/// The settings of a policy, in the order in which they are printed: the top of the file first, then table by table.
pub(crate) static SETTINGS: &[Setting<PolicyFile>] = &[
    Setting {
        table: "",
        key: "currency",
        doc: "The currency of the comparison (ISO 4217). Left out: the one currency of the quotes.",
        examples: &[r#"currency = "CNY""#],
        read: |value, file| file.currency = value.one(Expected::Text, grammar::currency),
        print: |file| one(file.currency, "currency: the one currency of the quotes"),
        option: Some(option("currency", "CODE", "Currency of the comparison, as CNY")),
    },
    Setting {
        table: "",
        key: "date_order",
        doc: "How dates with the year behind are written: \"mdy\", so that 1/2/2026 is 2 January, or \"dmy\", 1 February. Left out:\n\
              found out where a whole column can be read in one way only. Dates with the year in front need no order.",
        examples: &[r#"date_order = "mdy""#],
        read: |value, file| file.date_order = value.one(Expected::Text, DateOrder::parse),
        print: |file| one(file.date_order, "date_order: of each column, where it can be read in one way only"),
        option: Some(option("date-order", "ORDER", "How dates like 1/2/2026 are written: mdy or dmy")),
    },
    Setting {
        table: "",
        key: "vendor_from",
        doc: "Where sheets that name no vendor have it from: \"file-name\", so that all quotes in Hongda.xlsx are Hongda's. Left out: such\n\
              sheets are refused. A sheet that names its vendors keeps them.",
        examples: &[r#"vendor_from = "file-name""#],
        read: |value, file| file.vendor_from = value.one(Expected::Text, VendorFrom::parse),
        print: |file| one(file.vendor_from, "vendor_from: each sheet names its vendors"),
        option: Some(option("vendor-from", "WHERE", "Where sheets that name no vendor have it from: file-name")),
    },
    Setting {
        table: "",
        key: "missing",
        doc: r#"Texts that mean "no value", beside empty cells, "-", "N/A" and "Not provided"."#,
        examples: &[r#"missing = ["none", "tbd", "无"]"#],
        read: |value, file| file.missing = value.list(Expected::Texts, grammar::add_label),
        print: |file| list(file.missing.as_deref()),
        option: None,
    },
    Setting {
        table: "",
        key: "ignore",
        doc: "Headers that mean money, quantity, time or quality, and are left out of the comparison knowingly.",
        examples: &[r#"ignore = ["Setup fee", "Price before discount"]"#],
        read: |value, file| file.ignore = value.list(Expected::Texts, grammar::add_header),
        print: |file| list(file.ignore.as_deref()),
        option: Some(option("ignore", "HEADERS", "Headers that are left out knowingly: `Setup fee,Old price`")),
    },
    Setting {
        table: "",
        key: "zero_price",
        doc: "Whether a price of 0 takes part: \"reject\" it, as it is mostly a price that is missing, or \"allow\" it.",
        examples: &[],
        read: |value, file| file.zero_price = value.one(Expected::Text, ZeroPrice::parse),
        print: |file| one(file.zero_price, ""),
        option: Some(SettingOption {
            name: "zero-price",
            value: "HOW",
            help: "Whether a price of 0 takes part: reject or allow",
            displaces: |_, file| file.price.zero_price = None,
        }),
    },
    Setting {
        table: "",
        key: "columns",
        doc: "Which header of your sheets is which column, where it is not found by itself. Several headers are joined by \
              \" / \".",
        examples: &[
            r#"unit_price = "Pack Price""#,
            r#"vendor = "供应商全称""#,
            r#"item = ["ProjectID", "Pay Item", "Description"]"#,
        ],
        read: |value, file| {
            file.columns = value.map(column, |headers| headers.filled_list(Expected::TextOrTexts, grammar::add_header));
        },
        print: |file| {
            let entries = file.columns.iter().map(|(column, headers)| (column.to_string(), strings(headers)));
            Printed::Map(entries.collect(), "headers are found by their names")
        },
        option: None,
    },
    Setting {
        table: "",
        key: "units",
        doc: "How many of another unit one unit is, or another name of the same unit. Upper and lower case are the same.",
        examples: &[r#"box = "12 piece""#, r#"carton = "20 box""#, r#""个" = "piece""#],
        read: |value, file| {
            file.units = value.map(unit, |conversion| conversion.one(Expected::Text, Conversion::parse));
        },
        print: |file| {
            let entries = file.units.iter().map(|(unit, other)| (key(unit), string(&other.to_string())));
            Printed::Map(entries.collect(), "no unit is converted")
        },
        option: None,
    },
    Setting {
        table: "fill",
        key: "down",
        doc: "Columns whose blank cells mean what the cell above says, as in sheets with merged cells: \"item\", \"lot\", \"request\". The\n\
              merged items of a workbook need no word.",
        examples: &[r#"down = ["item"]"#],
        read: |value, file| file.fill.down = value.list(Expected::Texts, grammar::add_filled),
        print: |file| list(file.fill.down.as_deref()),
        option: None,
    },
    Setting {
        table: "wide",
        key: "vendor_row",
        doc: "Sheets with the vendors side by side, where they are not found by themselves: the line with the vendors' names ...",
        examples: &["vendor_row = 1"],
        read: |value, file| file.wide.vendor_row = value.one(Expected::Number, wide::line),
        print: |file| match file.wide.vendor_row {
            Some(line) => Printed::Value(line.to_string()),
            None => Printed::Absent("vendor_row, columns, vendors: found by the headers"),
        },
        option: None,
    },
    Setting {
        table: "wide",
        key: "columns",
        doc: "... the columns that each vendor has, in the order of the sheet ...",
        examples: &[r#"columns = ["unit_price", "delivery_days"]"#],
        read: |value, file| file.wide.columns = value.filled_list(Expected::Texts, grammar::add_header),
        print: |file| list(file.wide.columns.as_deref()),
        option: None,
    },
    Setting {
        table: "wide",
        key: "vendors",
        doc: "... and which names are vendors. Left out: all that are no known header.",
        examples: &[r#"vendors = ["甲公司", "乙公司"]"#],
        read: |value, file| file.wide.vendors = value.filled_list(Expected::Texts, grammar::add_header),
        print: |file| list(file.wide.vendors.as_deref()),
        option: None,
    },
    Setting {
        table: "quality",
        key: "scale",
        doc: "Offers of one grade are of the same quality. Grades are labels, best first ...",
        examples: &[r#"scale = ["A", "B", "C"]"#, r#"scale = ["优", "良", "合格"]"#],
        read: |value, file| file.quality.scale = value.filled_list(Expected::Texts, grammar::add_label),
        print: |file| match (&file.quality.scale, &file.quality.bands) {
            (None, None) => Printed::Absent("scale, bands: neither, each score is a grade of its own"),
            (scale, _) => list(scale.as_deref()),
        },
        option: Some(SettingOption {
            name: "scale",
            value: "LABELS",
            help: "Quality labels, best first: A,B,C",
            displaces: |_, file| file.quality.bands = None,
        }),
    },
    Setting {
        table: "quality",
        key: "bands",
        doc: "... or bands of a score: 90 and above, 75 and above, 60 and above, and what is below. With neither, each\n\
              different score is a grade of its own. Not both.",
        examples: &["bands = [90, 75, 60]"],
        read: |value, file| file.quality.bands = value.filled_list(Expected::Numbers, grammar::add_band),
        print: |file| list(file.quality.bands.as_deref()),
        option: Some(SettingOption {
            name: "bands",
            value: "SCORES",
            help: "Lower edges of score bands, highest first: 90,75,60",
            displaces: |_, file| file.quality.scale = None,
        }),
    },
    Setting {
        table: "quality",
        key: "required",
        doc: "The grade or score that an offer must reach, where its item states none. Left out: nothing is required.",
        examples: &[r#"required = "B""#],
        read: |value, file| file.quality.required = value.one(Expected::Grade, grammar::label),
        print: |file| one(file.quality.required.as_ref(), "required: nothing, where the item states nothing"),
        option: Some(option("required", "QUALITY", "Quality that every offer must reach, where an item states none")),
    },
    Setting {
        table: "quality",
        key: "across_grades",
        doc: "Where nothing is required: is a better grade worth a higher price?\n\
              \u{20}\u{20}\"refer\"     a person decides; the result says what each step up in quality costs\n\
              \u{20}\u{20}\"best\"      the best grade wins, whatever its price\n\
              \u{20}\u{20}\"cheapest\"  grades are not compared first; the price decides among all",
        examples: &[],
        read: |value, file| file.quality.across_grades = value.one(Expected::Text, AcrossGrades::parse),
        print: |file| one(file.quality.across_grades, ""),
        option: Some(option(
            "across-grades",
            "HOW",
            "Whether a better grade is worth a higher price: refer, best or cheapest",
        )),
    },
    Setting {
        table: "price",
        key: "tolerance",
        doc: "Totals up to this many percent above the lowest count as the same price: 0 or more, below 100.",
        examples: &[r#"tolerance = "1.5""#],
        read: |value, file| file.price.tolerance = value.one(Expected::Number, grammar::tolerance),
        print: |file| one(file.price.tolerance, ""),
        option: Some(option(
            "tolerance",
            "PERCENT",
            "Totals within this many percent of the lowest are the same price",
        )),
    },
    Setting {
        table: "price",
        key: "basis",
        doc: r#"Whether totals are compared with tax in them: "tax-included" or "tax-excluded"."#,
        examples: &[],
        read: |value, file| file.price.basis = value.one(Expected::Text, TaxBasis::parse),
        print: |file| one(file.price.basis, ""),
        option: None,
    },
    Setting {
        table: "price",
        key: "zero_price",
        doc: "",
        examples: &[],
        read: |value, file| file.price.zero_price = value.one(Expected::Text, ZeroPrice::parse),
        print: |_| Printed::Absent(""),
        option: None,
    },
    Setting {
        table: "price",
        key: "rates_date",
        doc: "The day of the rates below, and who published them: both become part of the result.",
        examples: &[r#"rates_date = "2026-11-20""#],
        read: |value, file| file.price.rates_date = value.one(Expected::Date, grammar::date),
        print: |file| one(file.price.rates_date, "rates_date, rates_source: not stated"),
        option: None,
    },
    Setting {
        table: "price",
        key: "rates_source",
        doc: "",
        examples: &[r#"rates_source = "Bank of China""#],
        read: |value, file| file.price.rates_source = value.one(Expected::Text, grammar::text),
        print: |file| one(file.price.rates_source.as_ref(), ""),
        option: None,
    },
    Setting {
        table: "price",
        key: "rates",
        doc: "What one unit of another currency is worth in the currency of the comparison.",
        examples: &[r#"USD = "7.10""#],
        read: |value, file| {
            file.price.rates =
                value.map(|code| Ok(grammar::currency(code)?), |rate| rate.one(Expected::Number, grammar::positive));
        },
        print: |file| {
            let entries =
                file.price.rates.iter().map(|(currency, rate)| (currency.to_string(), string(&rate.to_string())));
            Printed::Map(entries.collect(), "no other currency is converted")
        },
        option: None,
    },
    Setting {
        table: "",
        key: "cost",
        doc: "Columns of your sheets that change what a line costs, beside those that bijia knows. One [[cost]] a column.",
        examples: &[
            "[[cost]]\ncolumn = \"Installation\"\nper = \"unit\"",
            "[[cost]]\ncolumn = \"kwh_per_year\"\ntimes = \"0.62\"\nyears = 5",
        ],
        read: |value, file| file.cost = value.tables(COST, cost::add),
        print: |file| tables(COST, &file.cost, "no [[cost]]: what a line costs is in the columns that bijia knows"),
        option: None,
    },
    Setting {
        table: "",
        key: "gate",
        doc: "Conditions of your own that an offer must meet to take part. One [[gate]] a condition; a quote whose cell is\n\
              empty does not meet it.",
        examples: &[
            "[[gate]]\ncolumn = \"Licence valid until\"\non_or_after = \"as-of\"",
            "[[gate]]\ncolumn = \"产地\"\none_of = [\"本地\", \"CN\"]",
        ],
        read: |value, file| file.gate = value.tables(GATE, gate::add),
        print: |file| tables(GATE, &file.gate, "no [[gate]]: an offer needs to meet no other condition"),
        option: None,
    },
    Setting {
        table: "service",
        key: "criteria",
        doc: "What counts as better service; the first that differs decides. \"desc\": higher (later) is better, \"asc\": lower\n\
              (earlier) is better. Any column of the sheets can be used. An empty list compares no service.",
        examples: &[r#"criteria = ["service desc", "warranty_months desc", "delivery_days asc"]"#],
        read: |value, file| file.service.criteria = value.list(Expected::Texts, grammar::add_criterion),
        print: |file| list(file.service.criteria.as_deref()),
        option: Some(option("service", "CRITERIA", "Service criteria in order: `service desc, delivery_days asc`")),
    },
    Setting {
        table: "award",
        key: "by",
        doc: "What is awarded together:\n\
              \u{20}\u{20}\"item\"   each item for itself\n\
              \u{20}\u{20}\"lot\"    the items that share a `lot`, to one vendor; only offers for all of them take part",
        examples: &[],
        read: |value, file| file.award.by = value.one(Expected::Text, AwardBy::parse),
        print: |file| one(file.award.by, ""),
        option: Some(option(
            "award-by",
            "WHAT",
            "What is awarded together: item, or lot (to one vendor who offers all of it)",
        )),
    },
    Setting {
        table: "award",
        key: "ties",
        doc: "What happens when offers are equal in everything:\n\
              \u{20}\u{20}\"refer\"  a person decides\n\
              \u{20}\u{20}\"name\"   the first vendor name\n\
              \u{20}\u{20}\"draw\"   lots are drawn, in a way that anyone can repeat; needs a seed",
        examples: &[],
        read: |value, file| file.award.ties = value.one(Expected::Text, TiesWord::parse),
        print: |file| one(file.award.ties, ""),
        option: Some(SettingOption {
            name: "ties",
            value: "HOW",
            help: "How ties are resolved: refer, name or draw",
            displaces: |text, file| {
                if TiesWord::parse(text) != Ok(TiesWord::Draw) {
                    file.award.seed = None;
                }
            },
        }),
    },
    Setting {
        table: "award",
        key: "seed",
        doc: r#"For ties = "draw": a text that nobody can choose after the quotes are known."#,
        examples: &[r#"seed = "2026-11-22 10:00, room 4""#],
        read: |value, file| file.award.seed = value.one(Expected::Text, |seed| Ok(seed.to_owned())),
        print: |file| one(file.award.seed.as_ref(), ""),
        option: Some(option("seed", "TEXT", "Seed of the draw, for `--ties draw`")),
    },
    Setting {
        table: "approval",
        key: "above",
        doc: "Awards above this amount, in the currency of the comparison, are pending until a second person approves them with\n\
              `bijia approve`. Left out: none waits.",
        examples: &[r#"above = "10000""#],
        read: |value, file| file.approval.above = value.one(Expected::Number, grammar::limit),
        print: |file| one(file.approval.above, "above: no award waits for an approval"),
        option: None,
    },
    Setting {
        table: "estimate",
        key: "vendor",
        doc: "Your own estimate, where it stands among the vendors: under which name ...",
        examples: &[r#"vendor = "Engineer's Estimate""#],
        read: |value, file| file.estimate.vendor = value.one(Expected::Text, grammar::text),
        print: |file| one(file.estimate.vendor.as_ref(), "vendor: no vendor is the buyer's own estimate"),
        option: None,
    },
    Setting {
        table: "estimate",
        key: "use",
        doc: r#"... and what becomes of it: "budget", where an item states none, or "ignore". Both, or neither."#,
        examples: &[r#"use = "budget""#],
        read: |value, file| file.estimate.used = value.one(Expected::Text, EstimateUse::parse),
        print: |file| one(file.estimate.used, ""),
        option: None,
    },
];

/// Reads a key of `[columns]`.
fn column(name: &str) -> Result<Column, PolicyFaultKind> {
    Column::by_name(name).ok_or_else(|| {
        let known = Column::ALL.iter().map(|column| column.name()).collect();
        PolicyFaultKind::UnknownKey { key: excerpt(name), known, elsewhere: None }
    })
}
