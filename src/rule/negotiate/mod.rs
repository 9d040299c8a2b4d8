//! What each offer of an item would have to cost to be chosen, and how far the recommended one may rise.
//!
//! An offer's target is the highest total at which the rule recommends it, all else equal; [`Field`] derives it. The unit
//! price is the highest one, as the vendor writes it, whose total does not exceed the target.

#![expect(clippy::arithmetic_side_effects, reason = "one is added to a total")]

mod price;

use self::price::price_up_to;
pub use self::price::{UnitTarget, Unpriced};
use super::dataset::quotes::{ItemId, QuoteId};
use super::decide::{Scratch, in_quotes, make_contenders, terms};
use super::decision::{Decision, Fate, Outcome, Withdrawal};
use super::offer::cost::Costing;
use super::offer::gate::{self, Rejection};
use super::rank::{Choice, Contender, Field, Reach};
use super::recommendation::Recommendation;
use crate::value::money::{Decimal, Money};

/// Where the offers of an item stand.
#[derive(Debug, Clone)]
pub struct Negotiation {
    /// What is decided as they are.
    pub decision: Decision,
    /// Each offer and its target, in the order of the result; superseded quotes and the buyer's own estimate are left out.
    pub positions: Vec<Position>,
}

/// Where an offer stands.
#[derive(Debug, Clone)]
pub struct Position {
    /// What became of it.
    pub outcome: Outcome,
    /// What it would have to cost to be chosen, or may cost.
    pub target: Target,
}

/// What an offer would have to cost to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Anything: there is nobody that it could lose to.
    Any,
    /// This much at most.
    UpTo(UpTo),
    /// Price alone does not make it the one chosen.
    Lacks(Vec<Lack>),
}

/// The highest total at which an offer is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpTo {
    /// The total, or where nobody states a quantity the evaluated unit price.
    pub total: Money,
    /// The unit price that it takes.
    pub price: Result<UnitTarget, Unpriced>,
    /// What is decided above it, where the offer is recommended as it is.
    pub above: Option<Above>,
}

/// What is decided where the recommended offer costs one minor unit more than it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// Whether the item's ceiling then rejects it, rather than the rule preferring others.
    pub is_ceiling: bool,
    /// The decision then.
    pub then: Withdrawal,
}

/// What an offer lacks, whatever it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It fails a gate.
    Gate(Rejection),
    /// Another is of a better grade, and no requirement makes its own grade do.
    Grade(QuoteId),
    /// Another costs nothing and is better by a service criterion, here by its place in the policy.
    Service(QuoteId, usize),
    /// Another costs nothing, and nothing else sets this one before it.
    Equal(QuoteId),
}

/// Up to how many offers of an item each target is held against the rule again; each time takes the time of a comparison.
const CHECKED: usize = 1_000;

/// Finds what each offer of an item would have to cost to be chosen.
#[must_use]
pub fn negotiate(recommendation: &Recommendation, item: ItemId) -> Negotiation {
    let decision = recommendation.decide(item);
    let positions = recommendation.costed(item, |costing| Table::of(recommendation, &decision, costing).positions());
    Negotiation { decision, positions }
}

/// The offers of an item as contenders: first those that take part, then those that another price would let take part.
struct Table<'r> {
    recommendation: &'r Recommendation,
    costing: Costing<'r>,
    decision: &'r Decision,
    offers: Vec<Outcome>,
    contenders: Vec<Contender>,
    taking_part: usize,
}

impl<'r> Table<'r> {
    fn of(recommendation: &'r Recommendation, decision: &'r Decision, costing: Costing<'r>) -> Self {
        let mut scratch = Scratch::default();
        let takes_part = |outcome: &&Outcome| match outcome.fate {
            Fate::Recommended | Fate::Candidate | Fate::Lost(..) => true,
            Fate::Rejected(_) | Fate::Superseded(_) => false,
        };
        scratch.offers.extend(decision.outcomes.iter().filter(takes_part));
        scratch.offers.sort_unstable_by_key(|outcome| outcome.quote);
        let taking_part = scratch.offers.len();
        let mut table =
            Self { recommendation, costing, decision, offers: Vec::new(), contenders: Vec::new(), taking_part };
        let is_priced_out = |outcome: &&Outcome| match outcome.fate {
            Fate::Rejected(rejection) => {
                rejection != Rejection::Estimate && table.gates(outcome).iter().all(|gate| is_of_price(*gate))
            }
            Fate::Recommended | Fate::Candidate | Fate::Lost(..) | Fate::Superseded(_) => false,
        };
        let nothing = recommendation.money(0, costing.request.is_counted);
        let joining = decision.outcomes.iter().filter(is_priced_out);
        scratch.offers.extend(joining.map(|outcome| Outcome { total: Some(nothing), ..*outcome }));
        make_contenders(costing.dataset, costing.request, costing.policy, &mut scratch);
        (table.offers, table.contenders) = (scratch.offers, scratch.contenders);
        table
    }

    fn positions(&self) -> Vec<Position> {
        let field = Field::of(&self.contenders[..self.taking_part], terms(self.costing.request, self.costing.policy));
        let mut places: Vec<usize> = (0..self.offers.len()).collect();
        places.sort_unstable_by_key(|place| self.offers[*place].quote);
        let place_of = |quote: QuoteId| {
            let found = places.binary_search_by_key(&quote, |place| self.offers[*place].quote);
            found.ok().map(|at| places[at])
        };
        let position = |outcome: &Outcome| {
            let target = match outcome.fate {
                Fate::Superseded(_) | Fate::Rejected(Rejection::Estimate) => return None,
                Fate::Recommended | Fate::Candidate | Fate::Lost(..) | Fate::Rejected(_) => {
                    match place_of(outcome.quote) {
                        Some(place) => self.target(&field, place, outcome),
                        None => Target::Lacks(self.gates(outcome).into_iter().map(Lack::Gate).collect()),
                    }
                }
            };
            Some(Position { outcome: *outcome, target })
        };
        self.decision.outcomes.iter().filter_map(position).collect()
    }

    /// Every gate that a rejected quote fails.
    fn gates(&self, outcome: &Outcome) -> Vec<Rejection> {
        let without_price = || self.costing.total_at(outcome.quote, Decimal::ZERO);
        let total = outcome.total.map_or_else(without_price, Ok);
        let failures = gate::failures(self.costing, outcome.quote, total, self.recommendation.as_of());
        let of_price = match outcome.fate {
            Fate::Rejected(rejection @ (Rejection::NoPrice | Rejection::ZeroPrice)) => Some(rejection),
            Fate::Rejected(_) | Fate::Recommended | Fate::Candidate | Fate::Lost(..) | Fate::Superseded(_) => None,
        };
        of_price.into_iter().chain(failures).collect()
    }

    fn target(&self, field: &Field<'_>, place: usize, outcome: &Outcome) -> Target {
        let own = self.contenders[place];
        let index = u32::try_from(place).expect("an item has fewer than 2^32 quotes");
        let member = (place < self.taking_part).then_some(index);
        let is_counted = self.costing.request.is_counted;
        let currency = self.costing.dataset.currency();
        let ceiling = self.costing.request.ceiling.map(|ceiling| ceiling.most_payable(currency, !is_counted).minor());
        let (most, is_ceiling) = match (field.reach(own, member), ceiling) {
            (Reach::Never(to), _) => return Target::Lacks(vec![self.lack(own, to, outcome.quote)]),
            (Reach::Any, None) => return Target::Any,
            (Reach::Any, Some(ceiling)) => (ceiling, true),
            (Reach::UpTo(total), Some(ceiling)) if ceiling < total => (ceiling, true),
            (Reach::UpTo(total), _) => (total, false),
        };
        let joined = u32::try_from(self.taking_part).expect("an item has fewer than 2^32 quotes");
        if self.taking_part <= CHECKED {
            let chosen = Choice::One(member.unwrap_or(joined));
            let is_chosen = |total: i128| field.choice_at(own, member, Some(total)) == chosen;
            assert!(is_chosen(most), "an offer is chosen at its target");
            assert!(is_ceiling || !is_chosen(most + 1), "an offer is not chosen above its target");
        }
        let above = (outcome.fate == Fate::Recommended).then(|| {
            let choice = field.choice_at(own, member, (!is_ceiling).then_some(most + 1));
            let quote = |index: u32| self.offers[index as usize].quote;
            Above { is_ceiling, then: in_quotes(&choice, quote) }
        });
        let total = self.recommendation.money(most, is_counted);
        Target::UpTo(UpTo { total, price: price_up_to(self.costing, outcome, total), above })
    }

    /// Says what an offer lacks against another that it does not beat even for nothing.
    fn lack(&self, own: Contender, to: u32, quote: QuoteId) -> Lack {
        let (other, to) = (self.contenders[to as usize], self.offers[to as usize].quote);
        let quotes = &self.costing.dataset.quotes;
        let differs = |at: &usize| quotes.criterion(*at, quote) != quotes.criterion(*at, to);
        if other.grade < own.grade {
            Lack::Grade(to)
        } else if other.service < own.service {
            let mut criteria = 0..self.costing.policy.service.len();
            Lack::Service(to, criteria.find(differs).expect("their services differ"))
        } else {
            Lack::Equal(to)
        }
    }
}

/// Says whether another price would mend a rejection.
const fn is_of_price(rejection: Rejection) -> bool {
    matches!(rejection, Rejection::NoPrice | Rejection::ZeroPrice | Rejection::AboveCeiling { .. })
}

impl Recommendation {
    /// Makes what is compared of its parts: minor units of a total, or parts of an evaluated unit price.
    fn money(&self, minor: i128, is_counted: bool) -> Money {
        if is_counted {
            Money::from_minor(minor, self.dataset().currency())
        } else {
            Money::of_unit_parts(minor, self.dataset().currency())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyFile};
    use crate::read::{Options, read};
    use crate::rule::dataset::items::{ITEM_COLUMNS, ItemFields, place_of};
    use crate::rule::decision::DecisionKind;
    use crate::rule::recommendation::recommend;
    use crate::value::column::Column;
    use crate::value::date::Date;
    use crate::value::source::{Role, Source};

    /// Returns each offer's vendor with its target in words, in the order of vendors.
    fn targets(sheet: &str, policy: &str) -> Vec<String> {
        under_ceiling(sheet, policy, None)
    }

    /// The same, with the most that the one item may cost.
    fn under_ceiling(sheet: &str, policy: &str, ceiling: Option<i64>) -> Vec<String> {
        let policy = PolicyFile::parse(&Source::in_memory("policy.toml", Role::Policy, policy)).unwrap();
        let policy = Policy::check(policy).unwrap();
        let mut dataset =
            read(&[Source::in_memory("q.csv", Role::Quotes, sheet)], &policy, &Options::default()).unwrap();
        if let Some(ceiling) = ceiling {
            let mut fields = ItemFields::new(0..ITEM_COLUMNS.len());
            fields.add();
            fields.absorb(0, &dataset.items.fields, 0, |_, code| code);
            fields.state(0, place_of(Column::Ceiling), ceiling * 1_000_000);
            dataset.items.fields = fields;
        }
        let of = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
        let item = of.dataset().items().next().unwrap();
        let name = |quote: QuoteId| of.vendor(quote).raw().to_owned();
        let in_words = |position: &Position| {
            let target = match &position.target {
                Target::Any => "any".to_owned(),
                Target::Lacks(lacks) => lacks.iter().map(|lack| format!("{lack:?}")).collect::<Vec<_>>().join(" "),
                Target::UpTo(UpTo { total, price, above }) => {
                    let price = match price {
                        Ok(UnitTarget { price, total }) => format!("{price} = {total}"),
                        Err(Unpriced::CostsAlone(costs)) => format!("costs {costs} alone"),
                        Err(Unpriced::OnlyZero) => "only 0".to_owned(),
                    };
                    let above = above.as_ref().map(|above| {
                        let limit = if above.is_ceiling { "ceiling" } else { "then" };
                        let then = match above.then.kind {
                            DecisionKind::Recommended(quote) => name(quote),
                            kind @ (DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None) => {
                                format!("{kind:?}")
                            }
                        };
                        format!("; {limit} {then}")
                    });
                    format!("{total}, {price}{}", above.unwrap_or_default())
                }
            };
            format!("{}: {target}", name(position.outcome.quote))
        };
        let mut all: Vec<String> = negotiate(&of, item).positions.iter().map(in_words).collect();
        all.sort();
        all
    }

    #[test]
    fn without_a_tolerance_a_better_service_wins_at_the_same_total() {
        // 200 x 215 = 43,000.00 and 200 x 227.50 = 45,500.00. Meijia serves better and wins at 43,000.00 itself; Hongda must stay
        // below 45,500.00: 200 x 227.49 = 45,498.00, 200 x 227.50 is too much.
        let sheet = "item,vendor,unit_price,quality,service,quantity,required_quality\n\
                     desk,Hongda,215,B,4.5,200,B\ndesk,Meijia,227.50,B,4.8,200,B\n";
        let found = targets(sheet, "[quality]\nscale = [\"A\", \"B\", \"C\"]\n");
        assert_eq!(found, ["Hongda: 45499.99, 227.49 = 45498.00; then Meijia", "Meijia: 43000.00, 215 = 43000.00"]);
    }

    #[test]
    fn with_a_tolerance_the_worse_grade_must_leave_the_better_one_outside_the_window() {
        // 3 %: 1,020.00 of grade A is the same price as 1,000.00 of grade B, and better. B wins once 1,020.00 is above 103 % of it:
        // 990.29 x 1.03 = 1,019.9987, 990.30 x 1.03 = 1,020.009. A wins up to 1,000.00 x 1.03.
        let sheet = "item,vendor,unit_price,quality,quantity,required_quality\nx,A,1020,A,1,B\nx,B,1000,B,1,B\n";
        let found = targets(sheet, "[quality]\nscale = [\"A\", \"B\"]\n[price]\ntolerance = \"3\"\n");
        assert_eq!(found, ["A: 1030.00, 1030 = 1030.00; then B", "B: 990.29, 990.29 = 990.29"]);
    }

    #[test]
    fn a_trade_off_ends_where_the_better_grade_costs_no_more() {
        // 20 x 720 = 14,400.00 of grade A, 20 x 640 = 12,800.00 of grade B: A is chosen at 12,800.00, B at no price.
        let sheet = "item,vendor,unit_price,quality,quantity\nshelf,A,720,A,20\nshelf,B,640,B,20\n";
        let found = targets(sheet, "[quality]\nscale = [\"A\", \"B\"]\n");
        assert_eq!(found, ["A: 12800.00, 640 = 12800.00", "B: Grade(QuoteId(0))"]);
    }

    #[test]
    fn packs_and_freight_stand_between_the_price_and_the_total() {
        // 100 pieces at 5.50 are 550.00. 9 boxes of 12 at 30 are 270, with 300 of freight 570. All else equal, the box must come to
        // 549.99 at most: 9 x 27.77 + 300 = 549.93, 9 x 27.78 + 300 = 550.02. With 600 of freight no price does it. The piece may
        // rise to 569.99: 100 x 5.69 = 569.00.
        let sheet = |freight: u32| {
            format!(
                "item,vendor,unit_price,pack_size,freight,quantity\npen,Box,30,12,{freight},100\npen,Piece,5.5,,,100\n"
            )
        };
        let found = targets(&sheet(300), "");
        assert_eq!(found, ["Box: 549.99, 27.77 = 549.93", "Piece: 569.99, 5.69 = 569.00; then Tie"]);
        assert_eq!(targets(&sheet(600), "")[0], "Box: 549.99, costs 600.00 alone");
    }

    #[test]
    fn a_price_in_another_currency_is_one_in_that_currency() {
        // 101 USD at 7.10 are 717.10 CNY, against 710.00 CNY: 99.99 x 7.10 = 709.929, rounded 709.93; 100 x 7.10 = 710.00.
        let sheet = "item,vendor,unit_price,currency,quantity\npump,Far,101,USD,1\npump,Near,710,CNY,1\n";
        let found = targets(sheet, "currency = \"CNY\"\n[price.rates]\nUSD = \"7.10\"\n");
        assert_eq!(found, ["Far: 709.99, 99.99 = 709.93", "Near: 717.09, 717.09 = 717.09; then Tie"]);
    }

    #[test]
    fn prices_are_as_fine_as_they_must_be() {
        // 100,000 x 0.005 = 500.00, and a hundredth is too coarse to be below: 0.004 x 100,000 = 400.00.
        let sheet = "item,vendor,unit_price,quantity\nnail,A,0.005,100000\nnail,B,0.01,100000\n";
        assert_eq!(targets(sheet, ""), ["A: 999.99, 0.009 = 900.00; then Tie", "B: 499.99, 0.004 = 400.00"]);
        // Nothing between 0 and 0.000001.
        let sheet = "item,vendor,unit_price,quantity\nnail,A,0.000001,5000\nnail,B,0.01,5000\n";
        assert_eq!(targets(sheet, "")[1], "B: 0.00, only 0");
    }

    #[test]
    fn without_a_quantity_unit_prices_are_compared() {
        let found = targets("item,vendor,unit_price\npaint,A,5\npaint,B,6\n", "");
        assert_eq!(found, ["A: 5.999999999999, 5.99 = 5.99; then Tie", "B: 4.999999999999, 4.99 = 4.99"]);
    }

    #[test]
    fn a_ceiling_ends_the_rise_and_what_is_above_it_must_fall() {
        // 10 x 9 = 90.00 under a ceiling of 100.00; 12 x 10 = 120.00 is above it, and must be below 90.00 all the same.
        let sheet = "item,vendor,unit_price,quantity\nlamp,A,9,10\nlamp,B,12,10\n";
        assert_eq!(
            under_ceiling(sheet, "", Some(100)),
            ["A: 100.00, 10 = 100.00; ceiling None", "B: 89.99, 8.99 = 89.90"]
        );
        let alone = "item,vendor,unit_price,quantity\nlamp,B,12,10\n";
        assert_eq!(under_ceiling(alone, "", Some(100)), ["B: 100.00, 10 = 100.00"]);
        assert_eq!(targets(alone, ""), ["B: any"]);
        // What one costs is payable in whole minor units: 10.00 up to half a minor unit more.
        let uncounted = "item,vendor,unit_price\nlamp,B,12\n";
        assert_eq!(under_ceiling(uncounted, "", Some(10)), ["B: 10.004999999999, 10 = 10"]);
    }

    #[test]
    fn what_no_price_mends_is_all_named() {
        let sheet = "item,vendor,unit_price,quality,quantity,required_quality,valid_until\n\
                     desk,A,10,B,1,B,\ndesk,B,99,C,1,B,2026-11-01\ndesk,C,,B,1,B,\n";
        let found = under_ceiling(sheet, "[quality]\nscale = [\"A\", \"B\", \"C\"]\n", Some(50));
        assert_eq!(found[0], "A: 50.00, 50 = 50.00; ceiling None");
        for gate in ["Expired", "AboveCeiling", "BelowRequiredQuality"] {
            assert!(found[1].contains(gate), "{}", found[1]);
        }
        // It names no price, and would be the equal of A at 10.00.
        assert_eq!(found[2], "C: 9.99, 9.99 = 9.99");
    }
}
