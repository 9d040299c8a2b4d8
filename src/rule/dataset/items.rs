//! The items of a comparison: what is to be bought, how much of it, and what is asked of it.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use crate::policy::{Policy, Requirement, Scheme};
use crate::rule::dataset::quotes::ItemId;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::money::{Money, Quantity, UnitPrice};
use crate::value::name::Texts;
use crate::value::untrusted::UntrustedStr;

/// The columns that rows state of their items rather than of a quote.
///
/// Those up to [`FIRST_TEXT`] hold numbers, dates and qualities, the others texts, whose codes are numbers of texts.
pub(crate) const ITEM_COLUMNS: [Column; 10] = [
    Column::Quantity,
    Column::RequiredQuality,
    Column::Budget,
    Column::Ceiling,
    Column::LastPrice,
    Column::NeededBy,
    Column::Unit,
    Column::Department,
    Column::Category,
    Column::Period,
];

/// The place of the first column of texts.
pub(crate) const FIRST_TEXT: usize = 6;

/// How many columns hold texts.
pub(crate) const TEXTS: usize = ITEM_COLUMNS.len() - FIRST_TEXT;

/// Returns the place of a column of items.
pub(crate) fn place_of(column: Column) -> usize {
    ITEM_COLUMNS.iter().position(|of_item| *of_item == column).expect("only columns of items are asked for")
}

/// What rows state of an item in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stated {
    /// Nothing.
    #[default]
    Nothing,
    /// The same, as a code.
    Same(i64),
    /// Different things.
    Disputed,
}

/// What rows state of their items: a line of codes for each item, with a place for each column that a sheet has.
#[derive(Debug, Clone, Default)]
pub(crate) struct ItemFields {
    /// For each of [`ITEM_COLUMNS`], its place in a line.
    slots: [Option<usize>; ITEM_COLUMNS.len()],
    width: usize,
    codes: Vec<i64>,
}

/// The code of what no row states; no value has it, nor the one above it.
const NOTHING: i64 = i64::MIN;

/// The code of what rows state differently.
const DISPUTED: i64 = NOTHING + 1;

impl ItemFields {
    /// Makes room for the columns at some places of [`ITEM_COLUMNS`].
    pub(crate) fn new(places: impl IntoIterator<Item = usize>) -> Self {
        let mut fields = Self::default();
        for place in places {
            if fields.slots[place].is_none() {
                fields.slots[place] = Some(fields.width);
                fields.width += 1;
            }
        }
        fields
    }

    /// Makes room for the same columns, without an item.
    pub(crate) fn empty(&self) -> Self {
        Self { codes: Vec::new(), ..*self }
    }

    /// Starts an item, behind all others.
    pub(crate) fn add(&mut self) {
        self.codes.resize(self.codes.len() + self.width, NOTHING);
    }

    /// Takes in what a row states; `false` where another row stated something else.
    #[inline]
    pub(crate) fn state(&mut self, item: u32, place: usize, code: i64) -> bool {
        let slot = self.slots[place].expect("there is room for every column of the sheets");
        let stated = &mut self.codes[item as usize * self.width + slot];
        if *stated == code {
            return true;
        }
        let agrees = *stated == NOTHING;
        *stated = if agrees { code } else { DISPUTED };
        agrees
    }

    #[inline]
    pub(crate) fn stated(&self, item: u32, place: usize) -> Stated {
        match self.slots[place].map(|slot| self.codes[item as usize * self.width + slot]) {
            None | Some(NOTHING) => Stated::Nothing,
            Some(DISPUTED) => Stated::Disputed,
            Some(code) => Stated::Same(code),
        }
    }

    /// Takes what is stated of an item, here or in other fields, as stated of another one; codes are translated.
    pub(crate) fn absorb(&mut self, to: u32, other: &Self, item: u32, translate: impl Fn(usize, i64) -> i64) {
        for place in 0..ITEM_COLUMNS.len() {
            match other.stated(item, place) {
                Stated::Nothing => {}
                Stated::Same(code) => {
                    self.state(to, place, translate(place, code));
                }
                Stated::Disputed => {
                    self.state(to, place, DISPUTED);
                }
            }
        }
    }

    /// Says whether some row states different things of an item.
    pub(crate) fn has_disputes(&self) -> bool {
        self.codes.contains(&DISPUTED)
    }

    /// Says whether no row states anything in a column.
    pub(crate) fn is_silent(&self, column: Column) -> bool {
        let slot = self.slots[place_of(column)];
        slot.is_none_or(|slot| self.codes.iter().skip(slot).step_by(self.width).all(|code| *code == NOTHING))
    }
}

/// The request, the lot and the name of an item, as numbers of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ItemKey {
    pub(crate) request: Option<u32>,
    pub(crate) lot: Option<u32>,
    pub(crate) name: u32,
}

/// All items; those of the result are in an order of their own.
#[derive(Debug)]
pub(crate) struct ItemStore {
    pub(crate) names: Texts,
    pub(crate) requests: Texts,
    pub(crate) lots: Texts,
    pub(crate) texts: [Texts; TEXTS],
    pub(crate) keys: Vec<ItemKey>,
    pub(crate) fields: ItemFields,
    /// The items of the result, by their numbers in `keys`.
    pub(crate) order: Vec<u32>,
    /// For each item of the result, what its row in the request carries along; empty where nothing is.
    pub(crate) carried: Vec<Vec<(u32, u32)>>,
    /// The number of the request that all items without one of their own belong to, where the caller gave it.
    pub(crate) request: Option<u32>,
}

/// An item to be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// Items of one lot are awarded together.
    pub lot: Option<UntrustedStr<'a>>,
    /// The item's name, as shown; empty for a lot as a whole.
    pub item: UntrustedStr<'a>,
    /// Number of the request that it belongs to.
    pub number: Option<UntrustedStr<'a>>,
    /// How much is bought, in the item's unit; 1 where none is stated.
    pub quantity: Quantity,
    /// Whether a quantity is stated; without one, unit prices are compared.
    pub is_counted: bool,
    /// What one is: piece, box, kg.
    pub unit: Option<UntrustedStr<'a>>,
    /// The quality that an offer must reach, where one is required.
    pub required: Option<Requirement>,
    /// What may be spent on the whole line.
    pub budget: Option<Money>,
    /// The most that the whole line may cost.
    pub ceiling: Option<Money>,
    /// The unit price last paid.
    pub last_price: Option<UnitPrice>,
    /// Day on which the item must be there.
    pub needed_by: Option<Date>,
    /// For the summaries.
    pub department: Option<UntrustedStr<'a>>,
    /// For the summaries.
    pub category: Option<UntrustedStr<'a>>,
    /// For the summaries.
    pub period: Option<UntrustedStr<'a>>,
}

impl Request<'_> {
    /// Says whether it is a lot as a whole, in a comparison by lot.
    #[must_use]
    pub const fn is_lot(&self) -> bool {
        self.item.raw().is_empty()
    }
}

impl ItemStore {
    /// Returns an item of the result; amounts are in `currency`.
    pub(crate) fn request(&self, item: ItemId, policy: &Policy, currency: Currency) -> Request<'_> {
        let number = self.order[item.index()];
        let key = self.keys[number as usize];
        let code = |column: Column| self.code(number, column);
        let text = |column: Column| {
            let texts = self.texts_of(column);
            code(column).map(|code| texts.get(u32::try_from(code).expect("numbers of texts are small")))
        };
        let money = |code| Money::exact(from_millionths(code), currency).expect("its decimals were counted");
        Request {
            lot: key.lot.map(|lot| self.lots.get(lot)),
            item: self.names.get(key.name),
            number: self.request_number(key),
            quantity: self.quantity(number),
            is_counted: code(Column::Quantity).is_some(),
            unit: text(Column::Unit),
            required: code(Column::RequiredQuality)
                .map(|code| requirement(code, &policy.quality.scheme))
                .or(policy.quality.required),
            budget: code(Column::Budget).map(money),
            ceiling: code(Column::Ceiling).map(money),
            last_price: code(Column::LastPrice)
                .map(|code| UnitPrice::from_millionths(code).expect("it was read as a price")),
            needed_by: code(Column::NeededBy).and_then(Date::from_ordinal),
            department: text(Column::Department),
            category: text(Column::Category),
            period: text(Column::Period),
        }
    }

    /// Returns the texts of a column of texts.
    pub(crate) fn texts_of(&self, column: Column) -> &Texts {
        &self.texts[place_of(column) - FIRST_TEXT]
    }

    fn request_number(&self, key: ItemKey) -> Option<UntrustedStr<'_>> {
        key.request.or(self.request).map(|number| self.requests.get(number))
    }

    /// Says whether the items of the result belong to several requests.
    pub(crate) fn has_several_requests(&self) -> bool {
        let mut numbers = self.order.iter().map(|item| self.request_number(self.keys[*item as usize]));
        let first = numbers.next();
        !self.requests.is_empty() && numbers.any(|number| Some(number) != first)
    }

    /// Returns how many of an item, by its number in the order of reading, are to be bought.
    pub(crate) fn quantity(&self, number: u32) -> Quantity {
        let code = self.code(number, Column::Quantity);
        code.map_or(Quantity::ONE, |code| Quantity::from_millionths(code).expect("it was read as a quantity"))
    }

    fn code(&self, number: u32, column: Column) -> Option<i64> {
        match self.fields.stated(number, place_of(column)) {
            Stated::Nothing => None,
            Stated::Same(code) => Some(code),
            Stated::Disputed => unreachable!("a dispute is a fault"),
        }
    }
}

/// Decodes a required quality: the place of a label, or millionths of a score.
pub(crate) fn requirement(code: i64, scheme: &Scheme) -> Requirement {
    match scheme {
        Scheme::Scale(_) => Requirement::Label(usize::try_from(code).expect("places of labels are small")),
        Scheme::Bands(_) | Scheme::Scores => Requirement::Score(from_millionths(code)),
    }
}
