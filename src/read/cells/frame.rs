//! What sheets have around their tables and says nothing of prices: titles, numbers, dates, totals and signatures.
//!
//! Only what these lists know is passed over: a line that is left out must not be able to change what is paid.

use unicode_normalization::UnicodeNormalization as _;

use crate::value::currency::Currency;
use crate::value::decimal;

/// What a Chinese title ends with.
const KINDS: &[&str] = &[
    "单",
    "表",
    "清单",
    "明细",
    "汇总",
    "一览",
    "明细表",
    "汇总表",
    "一览表",
    "对比表",
    "比较表",
    "统计表",
    "登记表",
    "记录",
    "记录表",
    "情况表",
    "结果表",
    "申请表",
    "函",
    "公告",
];

/// Those of them that say enough by themselves.
const LISTS: &[&str] = &["清单", "明细表", "汇总表", "一览表"];

/// What stands before the kind of a Chinese title and is what it is about.
const OCCASIONS: &[&str] =
    &["报价", "询价", "比价", "竞价", "询比价", "询价报价", "采购", "采购询价", "采购报价", "采购比价", "价格"];

/// Characters that can say something of prices, before the kind of a title or in a name.
const OF_PRICES: &str = "税元币幣美欧歐英日港台澳韩泰圆圓円镑鎊郎铢盾卢盧刀汇匯率净淨裸票点點价價费費运運邮郵送递遞到付自提出厂廠离離岸含免减減折优優惠\
                         半返满滿扣押加另每百千万萬亿打箱套包盒吨斤克升只按件个個截止至保效期作废廢历歷旧舊最终終轮輪次%‰";

/// Words with such characters that say nothing of prices.
const HARMLESS: &[&str] =
    &["学期", "文件", "软件", "硬件", "配件", "零件", "箱柜", "打印", "打字", "运动", "邮箱", "日用", "英语", "欧式"];

/// Words that English titles are made of.
const WORDS: &[&str] = &[
    "quotation",
    "quotations",
    "quote",
    "quotes",
    "overview",
    "summary",
    "sheet",
    "list",
    "form",
    "table",
    "comparison",
    "price",
    "bid",
    "bids",
    "tabulation",
    "rfq",
    "request",
    "for",
    "of",
    "and",
    "the",
    "purchase",
    "procurement",
    "vendor",
    "vendors",
    "supplier",
    "suppliers",
];

/// What may stand before a number or a date, and behind a colon what it is.
const LABELS: &[&str] = &[
    "编号",
    "询价编号",
    "询价单号",
    "报价编号",
    "报价单号",
    "采购编号",
    "项目编号",
    "日期",
    "报价日期",
    "询价日期",
    "制表日期",
    "填表日期",
    "电话",
    "联系电话",
    "no",
    "no.",
    "ref",
    "ref.",
    "reference",
    "rfq",
    "rfq no",
    "rfq no.",
    "quote no",
    "quote no.",
    "date",
    "quote date",
    "phone",
    "tel",
    "tel.",
];

/// What may stand before a name, and behind a colon whose it is.
const NAMED: &[&str] = &[
    "采购单位",
    "采购人",
    "采购部门",
    "询价单位",
    "使用单位",
    "使用部门",
    "申请部门",
    "申请单位",
    "部门",
    "科室",
    "学校",
    "项目",
    "项目名称",
    "采购项目",
    "用途",
];

/// Words in numbers of papers that could say something of prices.
const TERMS: &[&str] =
    &["VAT", "GST", "TAX", "NET", "EXW", "FOB", "CIF", "CFR", "DDP", "DAP", "INCL", "EXCL", "EX", "INC", "OFF"];

/// What a total begins with; a mark or the unit of amounts may follow.
const TOTALS: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "共计",
    "合计金额",
    "总计金额",
    "本页小计",
    "total",
    "totals",
    "subtotal",
    "sub total",
    "sub-total",
    "grand total",
];

/// Figures that sheets of comparisons have among the vendors.
const FIGURES: &[&str] = &[
    "平均",
    "平均价",
    "最低价",
    "最高价",
    "average",
    "average price",
    "lowest",
    "lowest price",
    "highest",
    "highest price",
    "all vendors",
];

/// What a signature begins with; a name may follow behind a colon.
const SIGNATURES: &[&str] = &[
    "审批",
    "审批人",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "制表",
    "制表人",
    "经办",
    "经办人",
    "采购员",
    "负责人",
    "联系人",
    "签字",
    "签名",
    "盖章",
    "approved by",
    "prepared by",
    "checked by",
    "reviewed by",
    "signature",
    "signed by",
    "contact",
];

/// Returns a cell in one width and case, with single spaces; among Chinese letters, with none.
fn plain(cell: &str) -> String {
    let text = cell.nfkc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(if text.is_ascii() { " " } else { "" })
}

fn says_nothing_of_prices(text: &str) -> bool {
    let says_nothing = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() && !OF_PRICES.contains(letter));
    says_nothing(text) || says_nothing(&HARMLESS.iter().fold(text.to_owned(), |text, word| text.replace(word, "")))
}

/// Says whether a cell is the title of a sheet: `红旗中学办公椅询价表`, `Quotation overview 2026`.
fn is_name(text: &str) -> bool {
    if text.is_ascii() {
        let year =
            |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit());
        return text.split(' ').all(|word| WORDS.contains(&word) || year(word));
    }
    // Of a kind alone little is known: `美金单`.
    let is_plain =
        |rest: &str| OCCASIONS.iter().any(|occasion| rest.strip_suffix(occasion).is_some_and(says_nothing_of_prices));
    let before = |kinds: &'static [&str]| kinds.iter().filter_map(|kind| text.strip_suffix(kind));
    before(KINDS).any(is_plain) || before(LISTS).any(says_nothing_of_prices)
}

/// Says whether a text numbers a paper: `2026-17`, `XJ-2026-031`.
fn is_number(text: &str) -> bool {
    let text = text.trim().to_uppercase();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = || text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let is_one = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-/._#".contains(&byte));
    is_one && digits >= 3 && words().all(|word| Currency::parse(word).is_none() && !TERMS.contains(&word))
}

/// Says whether a cell is a label with a number or a date, or a label alone: `日期：2026-11-20`, `Ref: 2026-17`.
fn is_labelled(text: &str) -> bool {
    let (label, value) = text.split_once(':').unwrap_or((text, ""));
    let is_of_number = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '-' | '/' | '.' | ' ' | '年' | '月' | '日' | '号' | '#')
    };
    let is_named = || {
        let name = value.trim();
        name.chars().count() <= 30
            && name.chars().all(|letter| letter == ' ' || says_nothing_of_prices(letter.encode_utf8(&mut [0; 4])))
    };
    (LABELS.contains(&label.trim()) && (value.chars().all(is_of_number) || is_number(value)))
        || (NAMED.contains(&label.trim()) && !value.is_ascii() && is_named())
}

fn is_signed(text: &str) -> bool {
    let (label, name) = text.split_once(':').unwrap_or((text, ""));
    let name = name.trim();
    let is_name = name.is_empty() || (!name.is_ascii() && name.chars().count() <= 4 && says_nothing_of_prices(name));
    SIGNATURES.contains(&label.trim()) && is_name
}

/// Says whether all cells of a line that say something are titles.
pub(crate) fn is_title(cells: &[&str]) -> bool {
    cells.iter().map(|cell| plain(cell)).all(|text| is_name(&text) || is_labelled(&text))
}

/// Says whether all cells of a line that say something are for signatures, with their dates.
pub(crate) fn is_signature(cells: &[&str]) -> bool {
    cells.iter().map(|cell| plain(cell)).all(|text| is_signed(&text) || is_labelled(&text))
}

/// Says whether a name is that of a total.
pub(crate) fn is_total(name: &str) -> bool {
    // Nearly every name begins with another letter, and is looked at no further.
    if !name.trim_start().starts_with(|first: char| "合小总總共本TtSsGgＴｔＳｓＧｇ".contains(first)) {
        return false;
    }
    let text = plain(name);
    let text = text.strip_suffix(':').unwrap_or(&text);
    let text = ["(元)", "(rmb)", "(cny)"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    TOTALS.contains(&text.trim())
}

/// Says whether a name is that of a figure of a comparison.
pub(crate) fn is_figure(name: &str) -> bool {
    is_total(name) || FIGURES.contains(&plain(name).as_str())
}

/// Says whether a cell is a number that a total can be: digits, with a decimal point and groups or without.
pub(crate) fn is_sum(cell: &str) -> bool {
    decimal::parse_short(&cell.replace(',', "")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_what_the_lists_know() {
        for cell in [
            "红旗中学后勤处办公椅询价表",
            "2026年11月 报价单",
            "XX学校采购清单",
            "Quotation overview 2026",
            "Request for quotation",
            "询价编号：2026-17",
            "日期：2026年11月20日",
            "Date: 2026-11-20",
            "XX中学2026年秋季学期食堂大宗物资询价汇总表",
            "后勤处采购询价记录",
            "打印机配件采购询价表",
            "询价编号：XJ-2026-031",
            "Ref: RFQ/2026/17",
            "采购单位：红旗中学",
            "办公家具价格比较表",
        ] {
            assert!(is_title(&[cell]), "{cell}");
        }
        for cell in [
            "桌",
            "甲",
            "10",
            "desk",
            "美金",
            "单价(美金)",
            "报价表（美金）",
            "美金报价单",
            "每打报价单",
            "净价报价表",
            "半价清单",
            "Quotation in US dollars",
            "Quotes net",
            "Quote good until 2026-11-20",
            "Price per 100",
            "prices in USD",
            "price 100",
            "编号：不含税",
            "日期：含税",
            "Date: excl. VAT",
            "Ref: USD",
            "报价截止2026年11月20日",
            "有效期：2026-11-01",
            "作废报价单",
            "旧报价单",
            "ＵＳＤ报价单$",
            "美金单",
            "Ref: USD-2026",
            "编号：EXW2026",
            "编号：XJ 2026 5折",
            "采购单位：元",
            "项目：含税报价",
            "Department: net prices",
            "供应商：宏达",
            "净价表",
            "单价表",
        ] {
            assert!(!is_title(&[cell]), "{cell}");
        }
        assert!(!is_title(&["报价表", "美金"]));
    }

    #[test]
    fn totals_and_signatures_say_nothing_else() {
        for cell in ["合计", "合 计（元）：", "小计", "Total", "Grand  total:", "合计(CNY)"] {
            assert!(is_total(cell), "{cell}");
        }
        for cell in [
            "合计（不含税）",
            "合计（优惠5%后）",
            "Total (excl. VAT)",
            "总计（USD）",
            "Total Energies oil",
            "合计：美元",
            "共计划",
        ] {
            assert!(!is_total(cell), "{cell}");
        }
        for cell in ["审批人：", "审批人：张三", "制表人", "Approved by:", "日期：2026-11-20"] {
            assert!(is_signature(&[cell]), "{cell}");
        }
        for cell in
            ["审批人：价格下浮5%", "审核：以上均为美元未税价", "审批人：不含税", "日期：含税", "审批人：免运费", "备注"]
        {
            assert!(!is_signature(&[cell]), "{cell}");
        }
        assert!(!is_signature(&["日期：2026-11-20", "价格含税"]));
        assert!(is_sum("2,350.00") && !is_sum("5%") && !is_sum("USD") && !is_sum("2026-11-01"));
    }
}
