//! A ledger of every kind of entry that bijia 0.1.0 made, when its code was another: the bytes are the same for ever.

use std::collections::BTreeSet;

use bijia::document::Document;
use bijia::ledger::{Action, Award, AwardBuilder, Entry, Terms, export};
use bijia::rule::dataset::quotes::QuoteId;

const RECOMMENDATION: &[u8] = include_bytes!("made_before.json");
const EXPORT: &[u8] = include_bytes!("made_before.jsonl");

/// The entries, each parsed from its bytes.
fn entries() -> Vec<Entry> {
    let lines = std::str::from_utf8(EXPORT).unwrap().lines().skip(1);
    let bytes = lines.map(|line| line.strip_prefix("{\"entry\":").unwrap().rsplit_once(",\"hash\":").unwrap().0);
    bytes.map(|bytes| Entry::parse(bytes.as_bytes()).unwrap()).collect()
}

#[test]
fn an_old_ledger_is_sound_and_has_every_kind_of_entry() {
    let (head, state) = export::checked::<()>(EXPORT).unwrap();
    assert_eq!((head.seq.get(), state.awards().count()), (14, 6));
    let kinds: BTreeSet<&str> = entries()
        .iter()
        .map(|entry| match entry.action {
            Action::Genesis => "genesis",
            Action::Award(_) => "award",
            Action::Approve { .. } => "approve",
            Action::Receive { .. } => "receive",
            Action::Void { .. } => "void",
            Action::Pay { .. } | Action::Return { .. } | Action::Close { .. } => "made later",
        })
        .collect();
    assert_eq!(kinds.len(), 5);
}

#[test]
fn an_award_is_made_again_as_it_was() {
    let document = Document::parse(RECOMMENDATION).unwrap();
    let recommendation = document.recommendation();
    let builder = AwardBuilder::new(recommendation, document.sha256());
    let awards = entries().into_iter().filter_map(|entry| match entry.action {
        Action::Award(award) => Some(*award),
        Action::Genesis
        | Action::Approve { .. }
        | Action::Receive { .. }
        | Action::Pay { .. }
        | Action::Return { .. }
        | Action::Close { .. }
        | Action::Void { .. } => None,
    });
    let again = |award: &Award| {
        let bought = &award.bought;
        let mut items = recommendation.dataset().items();
        let item = items.find(|item| recommendation.request(*item).item == bought.item.as_ref()).unwrap();
        let decision = recommendation.decide(item);
        let is_theirs = |quote: &QuoteId| recommendation.vendor(*quote) == bought.chosen.vendor.as_ref();
        let quote = decision.outcomes.iter().map(|outcome| outcome.quote).find(is_theirs).unwrap();
        let (reason, reasonable) = (award.reason.clone(), bought.reasonable.clone());
        builder.award(&decision, quote, Terms { on: award.on, reason, reasonable, supersedes: award.supersedes })
    };
    for award in awards {
        assert_eq!(again(&award).as_ref(), Some(&award));
    }
}

#[test]
fn other_bytes_of_the_same_meaning_are_not_an_entry() {
    let entry = std::str::from_utf8(EXPORT).unwrap().lines().nth(5).unwrap();
    let entry = entry.strip_prefix("{\"entry\":").unwrap().rsplit_once(",\"hash\":").unwrap().0;
    assert!(Entry::parse(entry.as_bytes()).is_ok());
    for (from, to) in [
        (",\"v\":1}", ",\"v\":2}"),
        (",\"v\":1}", ",\"v\":1,\"w\":null}"),
        (",\"note\":null", ""),
        (",\"note\":null", ",\"note\":\"x\""),
        ("\"seq\":5", "\"seq\":5.0"),
        ("\"seq\":5", "\"seq\":0"),
        ("\"kind\":\"award\"", "\"kind\":\"award\",\"kind\":\"award\""),
        ("\"kind\":\"award\"", "\"kind\":\"pay\""),
        ("\"kind\":\"award\"", "\"kind\":\"genesis\""),
        ("\"receipt\":null", "\"receipt\":{}"),
        ("{\"actor\"", "{ \"actor\""),
    ] {
        let changed = entry.replacen(from, to, 1);
        assert!(changed != entry && Entry::parse(changed.as_bytes()).is_err(), "{from} {to}");
    }
}
