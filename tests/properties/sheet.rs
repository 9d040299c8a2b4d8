//! A generated comparison sheet: as text for the library, as a case for the oracle.

use std::fmt::Write as _;

use bijia::rule::recommendation::Recommendation;
use serde_json::Value;

use crate::oracle::{Across, Bid, Case, Direction, PERCENT, Scale, Ties};
use crate::support;

/// The service criteria, in the order of a row's services.
pub(super) const CRITERIA: [&str; 3] = ["service", "references", "delivery_days"];
/// The lower edges of the bands, in hundredths of a score.
pub(super) const EDGES: [i128; 3] = [9000, 7500, 6000];
/// The day on which an expired quote expired.
pub(super) const EXPIRED: &str = "2026-11-21";
/// The one file that most properties use.
pub(super) const FILE: &str = "quotes.csv";

/// What qualities are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quality {
    /// Labels of a scale, best first.
    Labels(&'static [&'static str]),
    /// Scores in bands.
    Bands,
    /// Scores, each a grade of its own.
    Scores,
}

/// One quote.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The vendor.
    pub(super) vendor: String,
    /// The price of one piece, in minor units.
    pub(super) price: Option<i128>,
    /// A position on the scale or hundredths of a score.
    pub(super) quality: Option<i128>,
    /// In tenths, in the order of [`CRITERIA`].
    pub(super) service: [Option<i128>; 3],
    /// Whether the quote has run out.
    pub(super) expired: bool,
    /// The least quantity that the vendor sells.
    pub(super) min_order: Option<i128>,
}

/// One item and its quotes.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The item's name.
    pub(super) name: &'static str,
    /// Whole pieces.
    pub(super) quantity: i128,
    /// A quality, coded as in [`Row::quality`].
    pub(super) required: Option<i128>,
    /// In minor units.
    pub(super) budget: Option<i128>,
    /// The quotes.
    pub(super) rows: Vec<Row>,
}

/// Everything that one comparison needs.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// The currency's code.
    pub(super) currency: &'static str,
    /// The decimals of the currency's minor unit.
    pub(super) decimals: u32,
    /// What qualities are made of.
    pub(super) quality: Quality,
    /// What the policy requires where an item states nothing.
    pub(super) required: Option<i128>,
    /// The price tolerance in tenths of a percent.
    pub(super) tolerance: i128,
    /// What happens across grades.
    pub(super) across: Across,
    /// What happens to ties.
    pub(super) ties: Ties,
    /// Positions in [`CRITERIA`], and which end is good.
    pub(super) criteria: Vec<(usize, Direction)>,
    /// Whether the request stands in a file of its own.
    pub(super) request_apart: bool,
    /// The items.
    pub(super) items: Vec<Item>,
}

/// Compares files of quotes, a request and a policy.
type Compare<T> = fn(&[(&str, &str)], Option<(&str, &str)>, &str) -> Result<T, String>;

/// A header and its rows, to be shuffled before it becomes a text.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Column names.
    pub(super) header: Vec<String>,
    /// Cells.
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as a CSV text; no generated cell needs quoting.
    pub(super) fn text(&self) -> String {
        let mut text = self.header.join(",");
        text.push('\n');
        for row in &self.rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        text
    }
}

impl Sheet {
    /// The quotes, one row each, item by item.
    pub(super) fn table(&self) -> Table {
        let all = || self.items.iter().flat_map(|item| &item.rows);
        let with_quality = all().any(|row| row.quality.is_some());
        let mut header = vec!["item", "vendor", "unit_price"];
        header.extend(with_quality.then_some("quality"));
        header.extend(CRITERIA);
        header.extend(["min_order", "valid_until"]);
        if !self.request_apart {
            header.extend(["quantity", "required_quality", "budget"]);
        }
        let mut rows = Vec::new();
        for item in &self.items {
            for row in &item.rows {
                let mut cells = vec![item.name.to_owned(), row.vendor.clone(), cell(row.price, |it| self.money(it))];
                cells.extend(with_quality.then(|| cell(row.quality, |it| self.quality_text(it))));
                cells.extend(row.service.iter().map(|value| cell(*value, |it| decimal(it, 1))));
                cells.push(cell(row.min_order, |it| it.to_string()));
                cells.push(if row.expired { EXPIRED.to_owned() } else { String::new() });
                if !self.request_apart {
                    cells.extend(self.request_cells(item));
                }
                rows.push(cells);
            }
        }
        Table { header: header.into_iter().map(str::to_owned).collect(), rows }
    }

    fn request_cells(&self, item: &Item) -> [String; 3] {
        let required = cell(item.required, |it| self.quality_text(it));
        [item.quantity.to_string(), required, cell(item.budget, |it| self.money(it))]
    }

    /// The request, where it stands in a file of its own.
    pub(super) fn request(&self) -> Option<String> {
        self.request_apart.then(|| {
            let mut text = "item,quantity,required_quality,budget\n".to_owned();
            for item in &self.items {
                text.push_str(item.name);
                for cell in self.request_cells(item) {
                    text.push(',');
                    text.push_str(&cell);
                }
                text.push('\n');
            }
            text
        })
    }

    /// The policy as TOML.
    pub(super) fn policy(&self) -> String {
        let mut text = format!("currency = \"{}\"\n[quality]\n", self.currency);
        match self.quality {
            Quality::Labels(labels) => {
                let quoted: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
                writeln!(text, "scale = [{}]", quoted.join(", ")).unwrap();
            }
            Quality::Bands => text.push_str("bands = [90, 75, 60]\n"),
            Quality::Scores => {}
        }
        if let Some(required) = self.required {
            writeln!(text, "required = \"{}\"", self.quality_text(required)).unwrap();
        }
        let across = match self.across {
            Across::Refer => "refer",
            Across::Best => "best",
            Across::Cheapest => "cheapest",
        };
        writeln!(text, "across_grades = \"{across}\"").unwrap();
        writeln!(text, "[price]\ntolerance = \"{}\"", decimal(self.tolerance, 1)).unwrap();
        let criteria: Vec<String> = self
            .criteria
            .iter()
            .map(|&(which, direction)| {
                let direction = if direction == Direction::Asc { "asc" } else { "desc" };
                format!("\"{} {direction}\"", CRITERIA[which])
            })
            .collect();
        writeln!(text, "[service]\ncriteria = [{}]", criteria.join(", ")).unwrap();
        text.push_str("[award]\n");
        match &self.ties {
            Ties::Refer => text.push_str("ties = \"refer\"\n"),
            Ties::Name => text.push_str("ties = \"name\"\n"),
            Ties::Draw { seed } => writeln!(text, "ties = \"draw\"\nseed = \"{seed}\"").unwrap(),
        }
        text
    }

    /// The recommendation that the library makes of the sheet.
    pub(super) fn compare(&self) -> Value {
        self.compared(support::compare)
    }

    /// The same, undecided yet.
    pub(super) fn recommend(&self) -> Recommendation {
        self.compared(support::recommended)
    }

    fn compared<T>(&self, compare: Compare<T>) -> T {
        let (quotes, request) = (self.table().text(), self.request());
        let request = request.as_deref().map(|text| ("request.csv", text));
        match compare(&[(FILE, &quotes)], request, &self.policy()) {
            Ok(recommendation) => recommendation,
            Err(fault) => panic!("{fault}\n{quotes}\n{request:?}\n{}", self.policy()),
        }
    }

    /// The item as the oracle sees it.
    pub(super) fn case(&self, item: &Item) -> Case {
        let bid = |row: &Row| Bid {
            vendor: row.vendor.clone(),
            total: row.price.map(|price| price * item.quantity),
            quality: row.quality,
            service: self.criteria.iter().map(|&(which, _)| row.service[which]).collect(),
            expired: row.expired,
            above_quantity: row.min_order.is_some_and(|least| least > item.quantity),
        };
        Case {
            item: item.name.to_owned(),
            offers: item.rows.iter().map(bid).collect(),
            scale: match self.quality {
                Quality::Labels(_) => Scale::Labels,
                Quality::Bands => Scale::Bands(EDGES.to_vec()),
                Quality::Scores => Scale::Scores,
            },
            required: self.required_of(item),
            tolerance_millionths: self.tolerance * PERCENT / 10,
            across: self.across,
            ties: self.ties.clone(),
            directions: self.criteria.iter().map(|&(_, direction)| direction).collect(),
        }
    }

    /// The item's own requirement, else the policy's.
    pub(super) fn required_of(&self, item: &Item) -> Option<i128> {
        item.required.or(self.required)
    }

    /// The number of data rows before the item's first.
    pub(super) fn rows_before(&self, name: &str) -> usize {
        self.items.iter().take_while(|item| item.name != name).map(|item| item.rows.len()).sum()
    }

    /// An amount with the decimals of the currency.
    pub(super) fn money(&self, amount: i128) -> String {
        match self.decimals {
            0 => amount.to_string(),
            _ => format!("{}.{:02}", amount / 100, amount % 100),
        }
    }

    /// A quality as written.
    pub(super) fn quality_text(&self, quality: i128) -> String {
        match self.quality {
            Quality::Labels(labels) => labels[usize::try_from(quality).unwrap()].to_owned(),
            Quality::Bands | Quality::Scores => decimal(quality, 2),
        }
    }

    /// The name of a quality's grade.
    pub(super) fn grade_text(&self, quality: i128) -> String {
        match self.quality {
            Quality::Labels(_) | Quality::Scores => self.quality_text(quality),
            Quality::Bands => match EDGES.iter().find(|&&edge| quality >= edge) {
                Some(&edge) => decimal(edge, 2),
                None => format!("<{}", decimal(EDGES[2], 2)),
            },
        }
    }
}

fn cell(value: Option<i128>, text: impl Fn(i128) -> String) -> String {
    value.map(text).unwrap_or_default()
}

/// A number of so many decimals in normal form; it is never negative.
pub(super) fn decimal(value: i128, decimals: u32) -> String {
    let unit = 10_i128.pow(decimals);
    let digits = format!("{}.{:0width$}", value / unit, value % unit, width = decimals as usize);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The item of that name in a recommendation.
pub(super) fn item_of<'a>(recommendation: &'a Value, name: &str) -> &'a Value {
    let items = recommendation["items"].as_array().expect("items is a list");
    items.iter().find(|item| item["item"] == name).expect("every item is in the recommendation")
}

/// The quotes of an item of a recommendation.
pub(super) fn quotes_of(item: &Value) -> &[Value] {
    item["quotes"].as_array().expect("quotes is a list")
}

/// The quote of a vendor that quoted once.
pub(super) fn quote_of<'a>(item: &'a Value, vendor: &str) -> &'a Value {
    quotes_of(item).iter().find(|quote| quote["vendor"] == vendor).expect("every vendor is in the recommendation")
}

/// A place, or nothing where there is none.
pub(super) fn place(quote: &Value, key: &str) -> Option<u64> {
    assert!(quote[key].is_null() || quote[key].is_u64(), "{key} is {}", quote[key]);
    quote[key].as_u64()
}
