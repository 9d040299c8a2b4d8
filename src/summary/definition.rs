//! What the words of the summaries mean; they stand in every export.

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) word: &'static str,
    pub(crate) meaning: &'static str,
}

const fn means(word: &'static str, meaning: &'static str) -> Definition {
    Definition { word, meaning }
}

pub(crate) const SAVINGS: [Definition; 17] = [
    means("negotiated", "baseline - award, at award"),
    means(
        "realised",
        "baseline x counted / ordered quantity - cost; of awards of which goods count, baseline = award + negotiated",
    ),
    means(
        "baselines",
        "budget; median and highest of the other admitted offers; last_price x quantity; first_offer of the chosen vendor. \
         Each sum takes the awards that have that baseline; sums of different baselines are never added to one another",
    ),
    means(
        "counted",
        "the quantity that was accepted (where a receipt does not say, all of it) and has not gone back, at most what was \
         ordered; refused, returned and surplus goods stand apart and are part of no saving",
    ),
    means(
        "cost",
        "what was paid for the goods that count, and what is owed for them: their part of the award, or what was paid with \
         the delivery where that is another amount above 0; less what was credited beyond goods that stand apart",
    ),
    means("paid", "what receipts and payments say was paid, less credit notes"),
    means(
        "owed",
        "the part of the cost that is not paid; 0 of an award that is closed. A payment beyond the cost is for goods that \
         stand apart, then in advance for goods to come, and only then a higher price",
    ),
    means("apart", "what was paid for goods that were refused, returned or not ordered, and not credited"),
    means(
        "committed",
        "owed, and award - award x counted / ordered for the goods to come, less what was paid in advance; 0 of an award \
         that is closed",
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

pub(crate) const FOLLOW_UP: [Definition; 10] = [
    means("undecided", "the rule referred the item to a person, and no award of this purchase counts or waits"),
    means("no-offer", "no offer can be recommended, and no award of this purchase counts or waits"),
    means("not-awarded", "the rule recommends an offer, and no award of this purchase counts or waits"),
    means(
        "not-approved",
        "the award waits until another person than the buyer approves it; quantity and amount are those of the award",
    ),
    means(
        "not-received",
        "the award is approved, or needs no approval, and not all of it is there as ordered: quantity and amount are what is \
         open, by the award; goods that were refused or returned are open again",
    ),
    means("not-paid", "goods are there and count, and the amount is still owed for them"),
    means(
        "not-as-ordered",
        "price: the goods that count cost more or less than their part of the award, by amount; quantity: more is kept than \
         was ordered, by quantity; quality: quantity was not accepted; returned: quantity went back; credit: the amount was \
         paid for such goods and not credited. Closing an award ticks off all of it",
    ),
    means("holder", "who has to act: the buyer is who awarded"),
    means("since", "the day of the comparison, of the award, of its approval where one was needed, or of the delivery"),
    means(
        "overdue",
        "the day on which the item is needed (needed_by), else the day of delivery that the vendor promised, is before the \
         day of the report, and not all has been delivered; overdue_days counts from that day",
    ),
];

pub(crate) const VENDORS: [Definition; 9] = [
    means("awards", "awards that are approved, or need no approval, and are neither void nor replaced"),
    means("awarded", "what these awards come to"),
    means("share_percent", "awarded in percent of all awards of the currency, rounded to two decimals; for show"),
    means("deliveries", "receipts that count"),
    means(
        "on_time",
        "deliveries on or before the day on which the item was needed (needed_by), else on or before the day that the \
         vendor promised; dated counts the deliveries that have such a day, and each award of which something had to be \
         there before the day of the report and is not; on_time_percent = on_time / dated",
    ),
    means(
        "accepted",
        "deliveries that were wholly accepted; judged counts those of which somebody said whether they were, and \
         accepted_percent = accepted / judged",
    ),
    means("paid", "what was paid, less what was credited"),
    means(
        "cost",
        "what the goods that were accepted, kept and ordered cost: paid and owed; see the words of `savings`",
    ),
    means(
        "difference",
        "cost - proportional, where proportional = award x counted / ordered, rounded once for each award",
    ),
];

pub(crate) const BUDGET: [Definition; 8] = [
    means(
        "budget",
        "of a budget file, what its rows say; else what the requests of the awards that count say. Rows add up: one that \
         leaves a key open is for whatever no row with more keys covers, so that every award is held against one row",
    ),
    means("paid", "what receipts and payments say was paid, less credit notes, and the file's paid_elsewhere"),
    means(
        "committed",
        "of awards that are approved, or need no approval, are not void and not closed: what is owed for goods that are \
         there, and the part that is still to come, less what was paid in advance; and the file's committed_elsewhere",
    ),
    means("left", "budget - paid - committed"),
    means("used_percent", "(paid + committed) / budget, rounded to two decimals; for show, states go by the amounts"),
    means("pending", "awards that wait for an approval; they stand in no other figure"),
    means("without_budget", "what of paid and committed belongs to awards for which there is no budget"),
    means("state", "near: from 90 % on; over: beyond 100 %; no-budget: there is none; else within"),
];
