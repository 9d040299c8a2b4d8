//! Compares vendors' quotes by one rule and says why: same quality, compare the price; same price, compare the quality;
//! same quality, compare the service (同质比价，同价比优，同优比服务).
//!
//! ```text
//!  Source ─read─▶ Dataset ───────────────rule──────────────▶ Recommendation ─document─▶ JSON ─▶ ledger ─▶ summary
//!         text    quotes: a store of     cost, gate, rank    decides an item   verify    │                  │
//!         cells   columns, by item       for each item       whenever asked              └───▶ report ◀─────┘
//!         rows    items: what is to be                                                   sections of typed cells
//!                 bought of each                                                         terminal, Markdown, CSV,
//!                                                                                        HTML, XLSX; wording
//! ```
//!
//! Every arrow is a function from one value to the next, without clock or environment: the same inputs, policy and day
//! give the same bytes, on any machine and with any number of threads. [`cli`] is this line and a shell around it.
//!
//! ```
//! use bijia::policy::Policy;
//! use bijia::read::{Options, read};
//! use bijia::rule::recommendation::recommend;
//! use bijia::value::date::Date;
//! use bijia::value::source::{Role, Source};
//!
//! let sheet = "item,vendor,unit_price,quantity\ndesk,Hongda,215,200\ndesk,Meijia,227.50,200\n";
//! let sheets = [Source::in_memory("quotes.csv", Role::Quotes, sheet.as_bytes().to_vec())];
//! let policy = Policy::default();
//! let dataset = read(&sheets, &policy, &Options::default())?;
//! let day = Date::parse("2026-11-22").ok_or("not a date")?;
//! let recommendation = recommend(dataset, policy, day);
//! assert_eq!(recommendation.totals().award.to_string(), "43000.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Imports go upwards only:
//!
//! | module | what it is | imports |
//! | --- | --- | --- |
//! | [`value`] | decimals, money, dates, names, sources: values that check themselves | |
//! | [`policy`] | the settings: one table that is read, checked and printed | `value` |
//! | [`rule`] | stores of quotes and items; cost, gate, rank, decision and reason; what an offer must reach | `policy` |
//! | [`read`] | sheets to a [`Dataset`](rule::dataset::Dataset): text, cells, rows | `rule` |
//! | [`document`] | the stored form of a recommendation, written, read and computed again | `read` |
//! | [`ledger`] | awards, approvals and receipts in a chain of hashes | `document` |
//! | `summary` | savings, budgets, follow-up and vendors out of a ledger | `ledger` |
//! | `report` | reports as typed cells, their writers, and all words, one folder a language | `summary` |
//! | [`cli`] | the command line: files, clock, exit codes | all |
//!
//! Where the next things go:
//! - **Another cost**: the column is in [`value::column`] and read by `read::rows::quote`; `rule::offer::cost` makes a step of it.
//! - **Another gate**: a kind of `[[gate]]` in `policy::gate`, or an arm in `rule::offer::gate`, which reads any column of the store.
//! - **Another kind of file**: beside `read::workbook`, which makes text of one line a row of what the cells show.
//! - **A format** of reports: a writer of sections in `report::writer`, and its name among the formats of `cli`.
//! - **A language**: a folder beside `report/wording/en` with the same functions; the compiler then asks for its arm.

pub mod cli;
pub mod document;
pub mod ledger;
pub mod policy;
pub mod read;
pub mod report;
pub mod rule;
pub(crate) mod summary;
pub mod value;
