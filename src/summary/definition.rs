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

pub(crate) const SAVINGS: [Definition; 13] = [
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

pub(crate) const FOLLOW_UP: [Definition; 9] = [
    means("undecided", "the rule referred the item to a person, and no award of this purchase counts or waits"),
    means("no-offer", "no offer can be recommended, and no award of this purchase counts or waits"),
    means("not-awarded", "the rule recommends an offer, and no award of this purchase counts or waits"),
    means(
        "not-approved",
        "the award waits until another person than the buyer approves it; quantity and amount are those of the award",
    ),
    means(
        "not-received",
        "the award is approved, or needs no approval, and not all of it has been delivered; quantity and amount are the open part",
    ),
    means(
        "not-as-ordered",
        "price: paid differs from award x received / ordered, by amount; quantity: more was delivered than ordered, by \
         quantity; quality: a delivery was not accepted",
    ),
    means("holder", "who has to act: the buyer is who awarded"),
    means("since", "the day of the comparison, of the award, of its approval where one was needed, or of the delivery"),
    means(
        "overdue",
        "the day on which the item is needed (needed_by), else the day of delivery that the vendor promised, is before the \
         day of the report, and not all has been delivered; overdue_days counts from that day",
    ),
];

pub(crate) const VENDORS: [Definition; 8] = [
    means("awards", "awards that are approved, or need no approval, and are neither void nor replaced"),
    means("awarded", "what these awards come to"),
    means("share_percent", "awarded in percent of all awards of the currency, rounded to two decimals; for show"),
    means("deliveries", "receipts that count"),
    means(
        "on_time",
        "deliveries on or before the day on which the item was needed (needed_by), else on or before the day that the \
         vendor promised; dated counts the deliveries that have such a day, and on_time_percent = on_time / dated",
    ),
    means(
        "accepted",
        "deliveries that were accepted; judged counts those of which somebody said whether they were, and \
         accepted_percent = accepted / judged",
    ),
    means("paid", "what was paid for the deliveries"),
    means(
        "difference",
        "paid - proportional, where proportional = award x received / ordered, rounded once for each award",
    ),
];

pub(crate) const BUDGET: [Definition; 8] = [
    means(
        "budget",
        "of a budget file, what its rows say; else what the requests of the awards that count say. Rows add up: one that \
         leaves a key open is for whatever no row with more keys covers, so that every award is held against one row",
    ),
    means("paid", "what the receipts that count say was paid, and the file's paid_elsewhere"),
    means(
        "committed",
        "of awards that are approved, or need no approval, are not void and not yet wholly received: the part that is \
         still to come; and the file's committed_elsewhere",
    ),
    means("left", "budget - paid - committed"),
    means("used_percent", "(paid + committed) / budget, rounded to two decimals; for show, states go by the amounts"),
    means("pending", "awards that wait for an approval; they stand in no other figure"),
    means("without_budget", "what of paid and committed belongs to awards for which there is no budget"),
    means("state", "near: from 90 % on; over: beyond 100 %; no-budget: there is none; else within"),
];
