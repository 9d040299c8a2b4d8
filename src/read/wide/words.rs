//! Headers of wide sheets, cell by cell: which column each is known as, and which vendor a header may name beside one.

use crate::policy::Policy;
use crate::read::headers::alias::{meaning, normal};
use crate::read::headers::topic::Topic;
use crate::read::headers::words::topic;
use crate::value::column::Column;
use crate::value::currency::Mark;

/// Words that say which of several prices one is: no vendor is called like that.
const KINDS: &str = "old|new|list|net|gross|previous|prev|last|latest|current|market|average|avg|mean|median|lowest|\
     highest|low|high|min|max|minimum|maximum|budget|estimate|estimated|target|reference|retail|\
     wholesale|standard|special|discount|discounted|total|unit|base|basic|final|initial|first|second|\
     third|original|revised|actual|our|internal|quoted|quote|bid|offer|best|winning|awarded|recommended|\
     selected|proposed|approved|purchase|sale|sales|cost|labour|labor|material|materials|equipment|\
     import|imported|domestic|local|ceiling|before|after|option|alternative|monthly|annual|yearly|daily|\
     hourly|原|现|旧|新|历史|上次|本次|上期|本期|上年|去年|今年|最低|最高|平均|市场|参考|预算|目标|控制|\
     成本|销售|采购|批发|零售|标准|优惠|折后|折前|首轮|次轮|末轮|最终|初次|首次|二次|一次|三次|国产|进口|\
     人工|材料|主材|辅材|机械|设备|中标|推荐|拟定|审定|送审|核定|合同|综合|合计|总|含税|不含税|未税|裸|\
     限价|估算|概算|暂估|甲供|备选|方案";

/// Headers of numbers and labels of rows: neither a vendor nor anything that is compared.
const SERIALS: &str = "序号|编号|行号|项次|序|no|#|id|line|lineno|row|sn|s/n|sl|slno";

/// Headers of what was found out by comparing the vendors.
const VERDICTS: &str = "推荐|推荐单位|推荐供应商|推荐厂家|推荐公司|中标|中标单位|中标供应商|成交单位|成交供应商|拟选供应商|拟定供应商|选定供应商|结论|意见|\
     评审意见|比价结果|比价结论|询价结果|签字|签名|确认|winner|winningvendor|decision|recommended|recommendation|recommendedvendor|\
     recommendedsupplier|selected|selectedvendor|selectedsupplier|awardedto|comment|comments|conclusion|signature";

/// What names of companies have in them.
const FIRMS: &str = "公司|厂|集团|商行|商店|商场|书店|经营部|工作室|贸易|实业|中心|供应商|投标人|报价人|供货商|合作社|\
     事务所";

/// Words that names of companies have in them, each whole.
const FIRM_WORDS: &str = "ltd|limited|inc|co|corp|corporation|llc|gmbh|ag|plc|company|supplies|trading|vendor|supplier|bidder|\
     group|sons|bros|brothers";

/// Labels that may stand above the names of vendors and say nothing of their prices.
const LABELS: &str = "供应商|供应商报价|各供应商报价|投标人|投标报价|报价|报价单位|vendor|vendors|supplier|suppliers|\
     bidders|quotes|quotations";

fn is_among(word: &str, words: &str) -> bool {
    !word.is_empty() && words.split('|').any(|known| known == word)
}

/// Returns the column that a header is known as: by the policy, or by its own words.
pub(super) fn known(header: &str, policy: &Policy) -> Option<Column> {
    let wanted = normal(header);
    if wanted.is_empty() {
        return None;
    }
    let mapped = policy.columns.iter().find(|(_, headers)| headers.iter().any(|header| normal(header) == wanted));
    let own = || meaning(header).filter(|meaning| meaning.unfit.is_none()).map(|meaning| meaning.column);
    mapped.map(|(column, _)| *column).or_else(own)
}

/// Says whether the policy names a header for something else than a column.
pub(super) fn is_named(header: &str, policy: &Policy) -> bool {
    let wanted = normal(header);
    let costs = policy.costs.iter().map(|cost| &cost.column);
    let gates = policy.gates.iter().map(|gate| &gate.column);
    let criteria = policy.service.iter().map(|criterion| &criterion.column);
    policy.ignore.iter().chain(costs).chain(gates).chain(criteria).any(|named| normal(named) == wanted)
}

/// Says whether a column tells what a vendor asks.
pub(super) const fn is_price(column: Column) -> bool {
    matches!(column, Column::UnitPrice | Column::Amount)
}

/// Says whether vendors may each have a column of this kind.
pub(super) const fn is_of_vendor(column: Column) -> bool {
    matches!(
        column,
        Column::UnitPrice
            | Column::Amount
            | Column::Unit
            | Column::PackSize
            | Column::Currency
            | Column::TaxRate
            | Column::TaxIncluded
            | Column::Discount
            | Column::Freight
            | Column::MinOrder
            | Column::OrderMultiple
            | Column::ValidUntil
            | Column::DeliveryDays
            | Column::DeliveryDate
            | Column::Quality
            | Column::Service
            | Column::Description
            | Column::Spec
            | Column::Brand
            | Column::ReceivedOn
            | Column::Contact
            | Column::QuoteNo
    )
}

/// Says whether a text says which of several prices one is, rather than whose.
pub(super) fn is_kind(name: &str) -> bool {
    let text = normal(name);
    let words = || name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(normal);
    let is_number =
        text.chars().all(|letter| letter.is_numeric() || "-~<>=≤≥+,，至到以上下第轮次个件".contains(letter));
    let is_round =
        text.contains('轮') || words().any(|word| matches!(word.as_str(), "round" | "tier" | "rev" | "revision"));
    let is_of_price =
        || !name.is_ascii() && matches!(topic(&format!("{name}单价")), Some(Topic::RoundPrice | Topic::PriceBreak));
    is_number
        || is_round
        || is_among(&text, KINDS)
        || words().next().is_some_and(|word| name.is_ascii() && is_among(&word, KINDS) && !is_firm(name))
        || Mark::parse(&name.trim().to_lowercase()).is_some()
        || is_of_price()
}

/// Says whether a text has what names of companies have.
pub(super) fn is_firm(name: &str) -> bool {
    let text = name.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    // `甲`, `乙` and `丙` are what people call vendors whose names they do not tell.
    FIRMS.split('|').any(|part| text.contains(part))
        || words.any(|word| is_among(word, FIRM_WORDS))
        || matches!(text.trim(), "甲" | "乙" | "丙" | "丁" | "甲方案" | "甲家" | "乙家" | "丙家")
}

/// Says whether a header is of what nobody quotes: numbers and labels of rows, and what was found out by comparing them.
pub(super) fn is_of_row(header: &str) -> bool {
    let header = normal(header);
    is_among(&header, SERIALS) || is_among(&header, VERDICTS)
}

/// Says whether a text above the names of vendors says nothing of their prices.
pub(super) fn is_label(text: &str) -> bool {
    is_among(&normal(text), LABELS)
}

/// A header that names a vendor and one of its columns, as `甲公司单价` and `Unit Price (Acme)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split<'h> {
    pub(super) vendor: &'h str,
    /// The rest, as written.
    pub(super) column: &'h str,
}

/// The longest header that is taken apart, in bytes.
const LONGEST: usize = 1_000;

const SEPARATORS: [char; 15] = ['-', '–', '—', '_', ':', '：', '/', '／', '|', '·', ',', '，', '、', '－', ' '];

fn is_separator(letter: char) -> bool {
    SEPARATORS.contains(&letter) || letter.is_whitespace()
}

/// Takes a header apart; `is_column` says what the rest may be. Of several ways the one with the longest rest counts.
pub(super) fn split<'h>(header: &'h str, is_column: impl Fn(&str) -> bool) -> Option<Split<'h>> {
    let header = header.trim();
    if header.len() > LONGEST {
        return None;
    }
    let found = |vendor: &'h str, column: &'h str| {
        let (vendor, column) = (vendor.trim_matches(is_separator), column.trim_matches(is_separator));
        (!vendor.is_empty() && is_column(column)).then_some(Split { vendor, column })
    };
    // A separator with spaces is one that somebody put there: the name before it may have anything in it.
    for separator in [" - ", " – ", " — ", " / ", " | ", ": ", "："] {
        if let Some((vendor, column)) = header.rsplit_once(separator)
            && is_column(column.trim())
        {
            let (vendor, column) = (vendor.trim(), column.trim());
            return (!vendor.is_empty()).then_some(Split { vendor, column });
        }
    }
    if let Some((column, vendor)) = in_brackets(header)
        && let Some(split) = found(vendor, column)
    {
        return Some(split);
    }
    let letter_at = |at: usize| header[at..].chars().next();
    let letter_before = |at: usize| header[..at].chars().next_back();
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let boundaries = header.char_indices().map(|(at, _)| at).skip(1).filter(|at| {
        // No cut within a word of English.
        !(is_word(letter_at(*at)) && is_word(letter_before(*at)))
    });
    let boundaries: Vec<usize> = boundaries.collect();
    let behind = boundaries.iter().find_map(|at| found(&header[..*at], &header[*at..]));
    // Before the name only where a separator shows where it begins.
    let is_cut = |at: usize| letter_at(at).is_some_and(|letter| is_separator(letter) && !letter.is_whitespace());
    behind.or_else(|| {
        boundaries.iter().rev().filter(|at| is_cut(**at)).find_map(|at| found(&header[*at..], &header[..*at]))
    })
}

/// Splits what is in brackets at the end of a text off it, inner brackets included.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let last = text.chars().next_back()?;
    if !matches!(last, ')' | '）' | ']' | '】') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().rev() {
        match letter {
            ')' | '）' | ']' | '】' => depth += 1,
            '(' | '（' | '[' | '【' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let inner = &text[at + letter.len_utf8()..text.len() - last.len_utf8()];
            return Some((text[..at].trim_end(), inner.trim()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_a_vendor_and_a_column_in_many_ways() {
        let policy = Policy::default();
        let is_column = |text: &str| known(text, &policy).is_some_and(is_of_vendor);
        for (header, vendor, column) in [
            ("甲公司单价", "甲公司", "单价"),
            ("甲公司含税单价（元）", "甲公司", "含税单价（元）"),
            ("甲公司-交货期", "甲公司", "交货期"),
            ("单价(甲公司)", "甲公司", "单价"),
            ("单价（上海某某（集团）有限公司）", "上海某某（集团）有限公司", "单价"),
            ("单价-甲公司", "甲公司", "单价"),
            ("单价：甲公司", "甲公司", "单价"),
            ("Acme - Unit Price", "Acme", "Unit Price"),
            ("Acme Unit Price", "Acme", "Unit Price"),
            ("Unit Price (Acme)", "Acme", "Unit Price"),
            ("Acme & Sons (North) - unit_price", "Acme & Sons (North)", "unit_price"),
            ("A - B - total", "A - B", "total"),
            ("Acme_unit_price", "Acme", "unit_price"),
        ] {
            assert_eq!(split(header, is_column), Some(Split { vendor, column }), "{header}");
        }
        for header in ["甲公司", "Acme", "序号", "warranty_months", "repricing"] {
            assert_eq!(split(header, is_column), None, "{header}");
        }
    }

    #[test]
    fn what_kind_of_price_one_is_names_no_vendor() {
        for name in ["List", "旧", "第二轮", "Round 2", "1-10", "USD", "人工", "New", "最终", "100以上", "Old quote"]
        {
            assert!(is_kind(name), "{name}");
        }
        for name in ["Acme", "甲公司", "宏达", "New Age Trading", "Hongda", "3M", "A1 Supplies"] {
            assert!(!is_kind(name), "{name}");
        }
    }
}
