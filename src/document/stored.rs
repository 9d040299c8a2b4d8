//! A recommendation out of a file: read strictly, and turned into the inputs of the rule again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::item::{Item, Quote};
use super::recommendation::{FORMAT, Input, Recommendation, Text};
use crate::policy::{Policy, Requirement, Scheme};
use crate::read::{self, Book, CRITERIA, Dialect, History, Key, StoredItem, StoredQuote, StoredService, Tally};
use crate::rule::quote::{Quality, Quote as Row};
use crate::rule::recommend::{self as rule, recommend};
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::Decimal;
use crate::value::source::{Digest, Role, RowRef};
use crate::value::untrusted::{Untrusted, shown};

/// Why a file is no recommendation that this version can compute again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{text}", .place.is_empty().then(String::new).unwrap_or_else(|| format!("{place}: ")))]
pub struct DocumentFault {
    /// The part of the file; empty for the whole.
    pub place: String,
    /// What is wrong with it.
    pub text: String,
}

/// A recommendation as a file states it, and what the rule decides on the quotes in it.
#[derive(Debug)]
pub struct Document {
    pub(super) head: Recommendation<'static, ()>,
    pub(super) items: Vec<Item<'static>>,
    /// Whether the bytes are those of the canonical form.
    pub(super) is_canonical: bool,
    sha256: Digest,
    computed: rule::Recommendation<'static>,
}

impl Document {
    /// Reads the bytes of a recommendation; a newline at the end is part of them.
    ///
    /// # Errors
    ///
    /// Returns everything for which the bytes are no recommendation, item by item.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<DocumentFault>> {
        /// What tells formats apart, whatever else they have.
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let fault = |place: String, text: String| DocumentFault { place, text };
        let Format { format } = serde_json::from_slice(bytes).map_err(|error| {
            let what = if error.is_data() { "" } else { "not JSON: " };
            vec![fault(String::new(), format!("{what}{error}"))]
        })?;
        if format != FORMAT {
            return Err(vec![fault("format".to_owned(), format!("`{}` is not `{FORMAT}`", shown(&format)))]);
        }
        let stored: Recommendation<'static, Vec<&RawValue>> =
            serde_json::from_slice(bytes).map_err(|error| vec![fault(String::new(), error.to_string())])?;
        let raw_items =
            stored.items.clone().ok_or_else(|| vec![fault(String::new(), "it has no `items`".to_owned())])?;
        let head = stored.with_items(None);
        let mut faults = Vec::new();
        let mut inputs = Vec::new();
        for (at, input) in head.inputs.iter().enumerate() {
            match input.to_read() {
                Ok(input) => inputs.push(input),
                Err(text) => faults.push(fault(format!("inputs[{at}]"), text)),
            }
        }
        let files = inputs.iter().map(|input| &input.name).zip(0..).collect();
        let (mut items, mut of_rule) = (Vec::new(), Vec::new());
        for (at, raw) in raw_items.into_iter().enumerate() {
            let read = serde_json::from_str(raw.get()).map_err(|error| within(&error));
            let read = read.and_then(|item: Item<'static>| Ok((item.to_rule(&head.policy, &files)?, item)));
            match read {
                Ok((inputs, item)) => {
                    of_rule.push(inputs);
                    items.push(item);
                }
                Err(text) => faults.push(fault(format!("items[{at}] `{}`", name(raw)), text)),
            }
        }
        let currency = items.first().map(|item| item.currency);
        if let Some(other) = items.iter().map(|item| item.currency).find(|other| Some(*other) != currency) {
            let text = format!("`{}` and `{other}`: a recommendation has one currency", items[0].currency);
            faults.push(fault("items".to_owned(), text));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let policy = Policy::clone(&head.policy);
        let currency = currency.or(policy.currency).unwrap_or(Currency::CNY);
        let book = Book::of_stored(inputs, currency, policy.service.len(), of_rule);
        Ok(Self {
            is_canonical: is_canonical(bytes, &head.clone().with_items(Some(&items))),
            sha256: Digest::of(bytes),
            computed: recommend(book, policy, head.as_of),
            head,
            items,
        })
    }

    /// Returns what the rule decides on the document's own quotes, by its policy and on its day.
    #[must_use]
    pub const fn recommendation(&self) -> &rule::Recommendation<'static> {
        &self.computed
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub const fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Returns the inputs that it was made of.
    #[must_use]
    pub fn inputs(&self) -> &[read::Input] {
        self.computed.book().inputs()
    }

    /// Returns what a ledger tells of the vendors, by the counts beside their quotes; `None` where there was none.
    #[must_use]
    pub fn history(&self) -> Option<History> {
        let input = self.inputs().iter().find(|input| input.role == Role::History)?;
        let tallies = |quote: &Quote<'_>| {
            let tally = |name: &str| quote.carried.get(name).and_then(Tally::parse).unwrap_or_default();
            (Key::vendor(quote.vendor.raw()), CRITERIA.map(tally))
        };
        let vendors = self.items.iter().flat_map(|item| &item.quotes).map(tallies).collect();
        let entries = input.rows.map_or(0, u64::from);
        Some(History { name: input.name.clone(), sha256: input.sha256, entries, vendors })
    }
}

/// Says what is wrong within an item. The line and column that serde adds are those of the item's own text, which nobody
/// sees.
fn within(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Returns the name of an item that cannot be read.
fn name(raw: &RawValue) -> String {
    #[derive(Deserialize)]
    struct Named {
        item: String,
    }
    serde_json::from_str(raw.get()).map_or_else(|_| String::new(), |Named { item }| shown(&item).to_string())
}

/// Says whether bytes are the canonical form of a document and one newline.
fn is_canonical(bytes: &[u8], document: &Recommendation<'_, &Vec<Item<'_>>>) -> bool {
    /// The bytes that are still to come; others are an error.
    struct Expected<'b>(&'b [u8]);

    impl Write for Expected<'_> {
        fn write(&mut self, written: &[u8]) -> io::Result<usize> {
            self.0 = self.0.strip_prefix(written).ok_or(io::ErrorKind::InvalidData)?;
            Ok(written.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut expected = Expected(bytes);
    serde_json::to_writer(&mut expected, document).is_ok() && expected.0 == b"\n"
}

impl Input<'_> {
    fn to_read(&self) -> Result<read::Input, String> {
        let role = Role::ALL.iter().copied().find(|role| role.name() == self.role);
        let role = role.ok_or_else(|| format!("`{}` is no role of an input", shown(&self.role)))?;
        let dialect = match (&self.encoding, &self.delimiter, &self.decimal_mark) {
            (None, None, None) => None,
            (Some(encoding), Some(delimiter), Some(mark)) => {
                let dialect = Dialect::of_names(encoding, delimiter, mark);
                Some(dialect.ok_or("this version does not read such a file")?)
            }
            _ => return Err("it needs all of encoding, delimiter and decimal mark, or none".to_owned()),
        };
        let (name, sha256) = (self.name.clone().into_owned(), self.sha256);
        Ok(read::Input { name, role, sha256, bytes: self.bytes, rows: self.rows, dialect })
    }
}

/// The inputs by name.
type Files<'f> = HashMap<&'f Untrusted, u32>;

impl Item<'_> {
    /// Returns what the rule needs of the item.
    fn to_rule(&self, policy: &Policy, files: &Files<'_>) -> Result<StoredItem, String> {
        let scheme = &policy.quality.scheme;
        if let Some(budget) = self.budget.filter(|budget| !budget.is_of(self.currency)) {
            return Err(format!("the budget {budget} has not the decimals of {}", self.currency));
        }
        let owned = |text: &Option<Text<'_>>| text.clone().map(Cow::into_owned);
        let required = self.required_quality.as_ref().map(|text| quality(text, scheme)).transpose()?;
        let request = Request {
            lot: owned(&self.lot),
            item: self.item.clone().into_owned(),
            number: owned(&self.request),
            quantity: self.quantity,
            unit: owned(&self.unit),
            required: required.map(|quality| match quality {
                Quality::Label(place) => Requirement::Label(place),
                Quality::Score(score) => Requirement::Score(score),
            }),
            budget: self.budget,
            last_price: self.last_price,
            needed_by: self.needed_by,
            department: owned(&self.department),
            category: owned(&self.category),
            period: owned(&self.period),
            row: None,
        };
        let repeating = self.quotes.iter().filter(|quote| quote.repeats().is_some()).count();
        let places = self.quotes.iter().enumerate().filter(|_| repeating > 0);
        let places: HashMap<_, usize> = places.map(|(at, quote)| ((&*quote.file, quote.row), at)).collect();
        let quotes = self.quotes.iter().enumerate().map(|(at, quote)| {
            let repeats = quote.repeats().and_then(|place| places.get(&place).copied());
            // One that is said to repeat another and does not takes part in its own right.
            let repeats = repeats.filter(|original| quote.does_repeat(&self.quotes[*original]));
            let read = quote.to_rule(scheme, files).map_err(|text| format!("quotes[{at}]: {text}"));
            read.map(|read| StoredQuote { repeats, ..read })
        });
        Ok(StoredItem { request, quotes: quotes.collect::<Result<_, _>>()? })
    }
}

impl Quote<'_> {
    /// Returns the place of the quote that this one repeats in every cell.
    fn repeats(&self) -> Option<(&Untrusted, u32)> {
        let reason = self.reason.as_ref().filter(|reason| self.outcome == "superseded" && reason.step == "duplicate");
        reason?.other.as_ref().map(|other| (&*other.file, other.row))
    }

    /// Says whether the quote offers the same as another, which repeats none itself.
    fn does_repeat(&self, other: &Self) -> bool {
        let dates = |quote: &Self| (quote.valid_until, quote.delivery_date, quote.delivery_days);
        let terms = |quote: &Self| (quote.unit_price, quote.min_order, dates(quote));
        let texts = (&self.vendor, &self.quality, &self.service) == (&other.vendor, &other.quality, &other.service);
        texts && terms(self) == terms(other) && other.repeats().is_none()
    }

    fn to_rule(&self, scheme: &Scheme, files: &Files<'_>) -> Result<StoredQuote, String> {
        let file = *files.get(&*self.file).ok_or("its file is not among the inputs")?;
        let mut quote = Row::at(RowRef { file, row: self.row, line: self.line }, 0);
        if let Some(price) = self.unit_price {
            quote.set_unit_price(price);
        }
        if let Some(text) = &self.quality {
            quote.set_quality(quality(text, scheme)?);
        }
        if let Some(least) = self.min_order {
            quote.set_min_order(least);
        }
        if let Some(date) = self.valid_until {
            quote.set_valid_until(date);
        }
        if let Some(date) = self.delivery_date {
            quote.set_delivery_date(date);
        }
        if let Some(days) = self.delivery_days {
            quote.set_delivery_days(days);
        }
        let service = |text: &Option<Cow<'_, str>>| {
            let Some(text) = text else { return Ok(None) };
            let value = Date::parse(text).map(StoredService::Date).or_else(|| number(text).map(StoredService::Number));
            value.map(Some).ok_or_else(|| format!("`{}` is no value of a service criterion", shown(text)))
        };
        let service = self.service.iter().map(service).collect::<Result<_, String>>()?;
        Ok(StoredQuote { quote, vendor: self.vendor.clone().into_owned(), service, repeats: None })
    }
}

fn quality(text: &str, scheme: &Scheme) -> Result<Quality, String> {
    let read = match scheme {
        Scheme::Scale(labels) => labels.iter().position(|label| label == text).map(Quality::Label),
        Scheme::Bands(_) | Scheme::Scores => number(text).map(Quality::Score),
    };
    read.ok_or_else(|| format!("`{}` is no quality by the policy", shown(text)))
}

/// Reads a number in normal form.
fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text).ok().filter(|number| number.to_string() == text)
}
