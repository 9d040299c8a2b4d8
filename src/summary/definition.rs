//! What the words of the summaries mean; they stand in every export.

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The word.
    pub word: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
}

pub(super) const fn means(word: &'static str, meaning: &'static str) -> Definition {
    Definition { word, meaning }
}

/// What the words of the summaries mean.
pub const DEFINITIONS: [Definition; 13] = [
    means("negotiated", "baseline - award, at award"),
    means(
        "realised",
        "baseline x received / ordered quantity - paid; of awards with a receipt that counts, baseline = award + negotiated",
    ),
    means(
        "baselines",
        "budget; median and highest of the other admitted offers; last_price x quantity; first_offer of the chosen vendor. \
         Each sum takes the awards that have that baseline; sums of different baselines are never added to one another",
    ),
    means("paid", "what the receipts that count say was paid"),
    means(
        "committed",
        "the open part of awards that count: award - award x received / ordered quantity; 0 once all is received",
    ),
    means("left", "budget - paid - committed; pending awards stand apart"),
    means("missed", "what the cheapest admitted offer would have saved more, with the reason given"),
    means("override", "an award to another offer than the rule's, or to one that a gate rejected"),
    means("buyer", "who awarded"),
    means("period", "the request's period, else the month of the award"),
    means("counts", "an award that needs no approval or is approved, and is not void and not superseded"),
    means(
        "pending",
        "an award that waits for its approval; in no sum but its own. Void and superseded awards: in no sum",
    ),
    means(
        "rounding",
        "once a figure, half away from zero, to the currency's minor unit; amounts of different currencies are never added",
    ),
];
