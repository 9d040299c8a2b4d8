//! Compares vendors' quotes by one rule and says why: same quality, compare the price; same price, compare the quality;
//! same quality, compare the service (同质比价，同价比优，同优比服务).
//!
//! ```text
//!  Source ──read──▶ quotes ──cost──▶ offers ──gate──▶ admitted + rejected ──rank──▶ places + reasons
//!  (name, bytes)    as written       one currency,                                      │
//!                   + Place          one unit                                       recommend
//!                                                                                       ▼
//!                                                render ◀──────────────────────── Recommendation ◀── verify
//!                                  savings ◀── ledger ◀──────────────────────── + evidence
//! ```
//!
//! Every arrow is a function from one value to the next, without clock, environment or files: the same inputs, policy
//! and day give the same bytes, on any machine. The command `bijia` is this line and a shell around it.
//!
//! ```
//! use bijia::{date::Date, policy::Policy, read, recommend, render, source};
//!
//! let sheet = source::Source {
//!     name: "quotes.csv".into(),
//!     path: "quotes.csv".into(),
//!     role: source::Role::Quotes,
//!     bytes: b"item,vendor,unit_price,quantity\ndesk,Hongda,215,200\ndesk,Meijia,227.50,200\n".to_vec(),
//! };
//! let (policy, sheets) = (Policy::default(), [sheet]);
//! let book = read::read(&sheets, &policy, &read::Options::default())?;
//! let day = Date::parse("2026-11-22").ok_or("not a date")?;
//! let recommendation = recommend::recommend(book, policy, day);
//! let mut json = Vec::new();
//! render::json::write(&recommendation, &mut json)?;
//! assert_eq!(recommendation.totals().award.to_string(), "43000.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Imports go downwards only:
//!
//! | row | modules |
//! | --- | --- |
//! | 0 | [`money`], [`currency`], [`date`], [`mod@column`], [`mod@source`], [`untrusted`], [`jcs`], [`stored`], `share` |
//! | 1 | [`quote`], [`request`], [`policy`] |
//! | 2 | [`read`], [`cost`], [`gate`], [`rank`], in this order |
//! | 3 | [`recommend`] |
//! | 4 | [`render`], [`verify`], [`ledger`], [`savings`] |
//! | 5 | the command line, which is no part of the library |

pub mod policy;
pub mod read;
pub mod rule;
pub mod value;
pub mod tmp;
