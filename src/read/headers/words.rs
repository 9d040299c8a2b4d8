//! What a header that no rule uses speaks of: money, quantity, time or quality, by its words in English and Chinese.
//!
//! What can change what is paid must not be left out in silence, so a doubtful header rather has a topic than none.

use unicode_normalization::UnicodeNormalization as _;

use super::alias::normal;
use super::meaning::{stated, states_currency};
use super::topic::Topic;
use super::traditional::simplified;
use crate::read::fault::{Figures, UnitFault};
use crate::value::column::Column;

/// The topics in the order in which they are looked for: words of English, each whole, and pieces of a normal header.
const WORDS: &[(Topic, &str, &str)] = &[
    (Topic::Currency, "currency|ccy|exchange", "币种|货币|汇率|币别"),
    (Topic::Quality, "score|scoring|rating|defect", "得分|评分|评价|性价比|不良率|次品|合格率"),
    (
        Topic::RoundPrice,
        "bafo",
        "轮报价|轮单价|轮价|一次报价|二次报价|三次报价|首次报价|最终报价|最后报价|末次报价|finaloffer|bestoffer|firstoffer|secondoffer|thirdoffer|\
         finalprice|finalquote|finalbid|initialprice|initialoffer|roundprice|roundoffer",
    ),
    (
        Topic::TradeTerms,
        "exw|fob|cif|cfr|ddp|dap|fca|cpt|cip|incoterm",
        "incoterm|tradeterm|deliveryterm|priceterm|shippingterm|贸易术语|贸易条款|价格条款|价格条件|交货条件|交货条款",
    ),
    (Topic::PriceBreak, "tier|bracket|slab", "数量档|量档|档位|阶梯|区间|pricebreak|quantitybreak"),
    (
        Topic::MinOrder,
        "moq|minimum",
        "minorder|minqty|minquantity|minspend|minvalue|mincharge|起订|起批|最小订|最低订|起售|起购|起送|最低消费",
    ),
    (Topic::Multiple, "multiple|mpq|spq|increment", "倍数|最小包装"),
    (Topic::Unit, "", "单价单位|价格单位|计价单位|数量单位|包装单位|计量单位|priceunit|pricingunit|unitofmeasure"),
    (Topic::Price, "", "折后|优惠价|优惠后|优惠单价|折扣价|促销价|discountedprice"),
    (Topic::Fee, "duty|duties|customs|tariff", "关税|报关|清关"),
    (Topic::Tax, "tax|vat|gst|pst|hst|levy|excise|wht", "税"),
    (
        Topic::Discount,
        "discount|disc|rebate|cashback|markdown|allowance|promo|promotion|voucher|coupon|refund",
        "discount|rebate|tradein|partexchange|freegoods|freeitem|freeunit|折扣|折让|折率|打折|扣率|优惠|返利|返点|返现|让利|下浮|\
         直降|立减|减免|满减|回扣|促销|赠送|赠品|搭赠|以旧换新",
    ),
    (Topic::Deposit, "deposit|retention|bond", "押金|保证金|质保金"),
    (
        Topic::Payment,
        "payment|prepayment|payable|instalment|installment|term|credit|advance",
        "payment|付款|支付|账期|帐期|结算|预付|尾款|定金|订金|信用期|回款|月结|现结|条款",
    ),
    (Topic::Warranty, "", "warrant|guarant|质保|保修|三包|维保|质量保证"),
    (Topic::ShelfLife, "shelf", "shelflife|保质期|货架期"),
    (Topic::Validity, "valid|validity", "expir|validuntil|validtill|validity|有效|到期|失效|过期|截止"),
    (
        Topic::Fee,
        "fee|charge|surcharge|cost|freight|shipping|postage|carriage|courier|transport|transportation|haulage|handling|\
         setup|installation|packaging|packing|tooling|mould|mold|labour|labor|insurance|demurrage|storage|commissioning|\
         commission|assembly|royalty|royalties|penalty|penalties|premium|markup|margin|overhead|profit|extra|adder|addon|\
         supplement|maintenance|training|subscription|disposal|engraving|rental|rent|hire|lease|offloading|unloading|rush|\
         expedite|expedited|expediting|wastage|crating",
        "surcharge|freight|shipping|handling|setup|费|运输|配送|物流|安装|人工|搬运|装卸|卸货|调试|吊装|上楼|快递|加价|加急|利润|保险|佣金|差旅|\
         培训|辅材|损耗|拆旧|拆除|清运|违约金|罚款|滞纳金|租金",
    ),
    (
        Topic::Quantity,
        "qty|quantity|quantities|pcs|pieces|units|count",
        "quantit|numberof|数量|件数|个数|用量|总量|需求量|采购量|订货量|订购量|供货量",
    ),
    (
        Topic::Amount,
        "amount|amt|total|subtotal|sum|extended|payable|budget|estimate|estimated|ceiling",
        "amount|ordervalue|contractvalue|totalvalue|linevalue|netvalue|金额|总价|合价|小计|合计|总额|总计|共计|总成本|货款|造价|预算|概算|限价",
    ),
    (Topic::Price, "price|pricing|rate|quote|quotation|quoted|offer|bid|msrp|rrp|each", "price|价"),
    (Topic::Invoice, "invoice|invoicing", "发票|专票|普票|开票"),
    (
        Topic::Delivery,
        "delivery|deliveries|delivered|dispatch|leadtime|eta|arrival|shipment|ship|turnaround|lead",
        "deliver|leadtime|交货|交付|到货|送货|发货|供货|交期|货期|工期|周期|完工|施工期",
    ),
    (
        Topic::Pack,
        "pack|packed|cases|boxes|carton|ctn|pallet|bundle|conversion|inner|outer",
        "perpack|perbox|percase|percarton|perbag|perbottle|perpallet|perdrum|perroll|perunit|packsize|包装|装箱|每箱|箱数|箱规|\
         整箱|箱装|每包|每盒|每袋|每件|换算",
    ),
    (Topic::Round, "round|revision|rev", "轮次|轮数|首轮|末轮|一轮|二轮|三轮"),
    (Topic::Quality, "quality|grade|purity|evaluation", "quality|质量|品质|等级|级别|档次|评级|成色|星级|纯度|合格"),
    (Topic::Time, "response|uptime|sla|duration|days|weeks|months|hours|years", "响应|期限|时效|天数|月数|年限"),
];

/// Last words of headers that name, count or describe papers, people and places, whatever they are about.
const NAMING: &str = "no|nos|number|id|code|ref|reference|name|by|person|contact|phone|tel|telephone|mobile|email|\
     mail|address|location|place|site|file|link|url|attachment|status|centre|center|department|buyer|\
     officer|manager|certificate|basis|source|city|country";

/// Last words of headers of remarks; a remark about a fee or a discount may be the one place where it stands.
const REMARKING: &str = "remark|remarks|note|notes|comment|comments|details";

/// Ends of Chinese headers that name papers, people and places.
const NAMING_ENDS: &str = "号|编码|代码|条码|人|员|方|商|厂家|公司|单位|地点|地址|地区|城市|电话|邮箱|手机|名称|附件|文件|\
     链接|状态|来源|依据|部门|联系方式|款式|款号|账号|帐号|银行|证书|日志";

/// Ends of Chinese headers of remarks.
const REMARKING_ENDS: &str = "说明|备注|描述|要求|情况";

/// Finds what a header speaks of; `None` where it is neither money nor quantity, time or quality.
pub(crate) fn topic(header: &str) -> Option<Topic> {
    let text: String = simplified(header).nfkc().collect();
    let (words, normal) = (words(&text), normal(&text));
    let last = words.last().map_or("", String::as_str);
    let ends = |ends: &str| ends.split('|').any(|end| normal.ends_with(end));
    let is_last = |words: &str| words.split('|').any(|word| word == last);
    let found = WORDS.iter().find(|(_, whole, pieces)| {
        let is_word = |word: &str| words.iter().any(|own| is_form_of(own, word));
        let is_piece = |piece: &str| normal.contains(piece);
        (!whole.is_empty() && whole.split('|').any(is_word)) || (!pieces.is_empty() && pieces.split('|').any(is_piece))
    });
    let compound = || ["fee", "cost", "charge"].into_iter().any(|end| words.iter().any(|word| is_compound(word, end)));
    let topic = match found {
        Some((topic, ..)) => Some(*topic),
        None if compound() => Some(Topic::Fee),
        None if is_last("crate|crates") && !words.iter().any(|word| word == "per") => Some(Topic::Fee),
        None if normal == "value" => Some(Topic::Amount),
        None if is_range(&normal) => Some(Topic::PriceBreak),
        None if states_currency(&text) => Some(Topic::Price),
        None => None,
    }?;
    // `Freight to site` names no place.
    let before = words.iter().rev().nth(1).map_or("", String::as_str);
    let is_naming =
        (is_last(NAMING) && !matches!(before, "to" | "at" | "on")) || (ends(NAMING_ENDS) && topic != Topic::Unit);
    let may_cost = matches!(
        topic,
        Topic::Fee
            | Topic::Discount
            | Topic::Tax
            | Topic::Invoice
            | Topic::Payment
            | Topic::Deposit
            | Topic::TradeTerms
    );
    let is_remark = (is_last(REMARKING) || ends(REMARKING_ENDS)) && !may_cost;
    // `Lead` alone is as often the head of something as the time to a delivery.
    let is_head = topic == Topic::Delivery && last != "lead" && normal.starts_with("lead") && !has_time(&words);
    if is_naming || is_remark || is_head {
        None
    } else if matches!(topic, Topic::Price | Topic::Quantity) && has_amount(&words) {
        Some(Topic::PriceBreak)
    } else if topic == Topic::Discount && (last == "price" || normal.ends_with('价')) {
        Some(Topic::Price)
    } else if topic == Topic::MinOrder && (is_of(&words, &normal, OF_MONEY) || states_currency(&text)) {
        Some(Topic::MinOrderValue)
    } else if topic == Topic::Validity && is_of(&words, &normal, OF_LICENCES) {
        Some(Topic::Licence)
    } else {
        Some(topic)
    }
}

/// Words of headers that speak of money, each whole, and pieces of a normal header.
const OF_MONEY: (&str, &str) = ("value|amount|amt|charge|fee|cost|spend", "额|价|费");

/// Words of headers that speak of papers of a vendor, each whole, and pieces of a normal header.
const OF_LICENCES: (&str, &str) = (
    "licence|license|permit|certificate|certification|cert|registration|accreditation|qualification|insurance|authorisation|\
     authorization",
    "许可|资质|资格|证书|证件|执照|认证|授权|注册证|生产证|备案|批件|保险",
);

/// Says whether a header has one of some words, or of some pieces.
fn is_of(words: &[String], normal: &str, (whole, pieces): (&str, &str)) -> bool {
    whole.split('|').any(|word| words.iter().any(|own| is_form_of(own, word)))
        || pieces.split('|').any(|piece| normal.contains(piece))
}

/// Says whether the cells of a column of a cost or a discount are amounts or percentages, by its header.
pub(super) fn figures(header: &str) -> Figures {
    let text: String = header.nfkc().collect();
    let (words, normal) = (words(&text), normal(&text));
    let is_for_one = stated(Column::Freight, header).unfit.is_some_and(|(_, why)| why == UnitFault::ForOne);
    if is_of(&words, &normal, ("percent|percentage|pct", "%|率|比例|百分")) {
        Figures::Percentages
    } else if is_for_one {
        Figures::AmountsForOne
    } else if is_of(&words, &normal.replace("单元", ""), ("amount|amt", "元|额")) || states_currency(&text) {
        Figures::Amounts
    } else {
        Figures::Unclear
    }
}

/// Splits a header into words of lower case: at marks, spaces, Chinese and digits, and before capitals inside.
fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for letter in header.chars() {
        let is_inside = letter.is_alphanumeric()
            && letter.is_ascii() == before.is_ascii()
            && letter.is_ascii_digit() == before.is_ascii_digit()
            && !(before.is_ascii_lowercase() && letter.is_ascii_uppercase());
        if !is_inside {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().expect("there is a first one").extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Says whether a word is another one, or its plural.
fn is_form_of(word: &str, of: &str) -> bool {
    word.strip_prefix(of).is_some_and(|ending| matches!(ending, "" | "s" | "es"))
}

/// Says whether a word is written together with its end, as `setupfee`.
fn is_compound(word: &str, end: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    word.ends_with(end) && !matches!(word, "coffee" | "toffee")
}

/// Says whether a word is a number that is no year: what a price holds from, or up to.
fn has_amount(words: &[String]) -> bool {
    let is_amount = |word: &String| {
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        word.bytes().all(|byte| byte.is_ascii_digit()) && !is_year
    };
    words.iter().any(is_amount)
}

/// Says whether a header is a range of quantities and nothing else, as `1-49` and `100+`, without its spaces and hyphens.
fn is_range(normal: &str) -> bool {
    let rest = normal.trim_start_matches(['≥', '>', '<', '≤', '=', '+', '~']);
    let open = rest.len() < normal.len() || rest.ends_with('+');
    let digits = rest.trim_end_matches('+');
    let digits =
        ["pcs", "units", "件", "个", "以上", "以下"].iter().fold(digits, |text, end| text.trim_end_matches(end));
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) && !open;
    !digits.is_empty()
        && !is_year
        && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '~' | '–' | ',' | 'x'))
}

fn has_time(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "time" | "times" | "day" | "days" | "week" | "weeks" | "leadtime"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_money_quantity_time_and_quality_have_a_topic() {
        for (header, expected) in [
            ("Setup fee", Topic::Fee),
            ("SetupFee", Topic::Fee),
            ("setupfee", Topic::Fee),
            ("Installation", Topic::Fee),
            ("Landed Cost", Topic::Fee),
            ("安装费", Topic::Fee),
            ("运费说明", Topic::Fee),
            ("Early Rebate", Topic::Discount),
            ("Trade-in", Topic::Discount),
            ("扣率", Topic::Discount),
            ("Promo price", Topic::Price),
            ("Rush", Topic::Fee),
            ("Wooden crate", Topic::Fee),
            ("拆旧", Topic::Fee),
            ("关税", Topic::Fee),
            ("保险", Topic::Fee),
            ("Tier", Topic::PriceBreak),
            ("数量区间", Topic::PriceBreak),
            ("起送金额", Topic::MinOrderValue),
            ("Minimum order value", Topic::MinOrderValue),
            ("Min. order qty", Topic::MinOrder),
            ("资质到期日", Topic::Licence),
            ("Permit expiry", Topic::Licence),
            ("押金", Topic::Deposit),
            ("折扣", Topic::Discount),
            ("优惠说明", Topic::Discount),
            ("折后价", Topic::Price),
            ("List Price", Topic::Price),
            ("EXW (USD)", Topic::TradeTerms),
            ("Shanghai (USD)", Topic::Price),
            ("人工(元)", Topic::Fee),
            ("Price 100+", Topic::PriceBreak),
            ("价格（100-499）", Topic::PriceBreak),
            ("100+", Topic::PriceBreak),
            ("1-49", Topic::PriceBreak),
            ("≥500", Topic::PriceBreak),
            ("Price 2026", Topic::Price),
            ("第二轮报价", Topic::RoundPrice),
            ("Final Offer", Topic::RoundPrice),
            ("税额", Topic::Tax),
            ("发票类型", Topic::Invoice),
            ("Import duties", Topic::Fee),
            ("Contract Value", Topic::Amount),
            ("总计", Topic::Amount),
            ("Total Qty", Topic::Quantity),
            ("No. of packs", Topic::Pack),
            ("件数", Topic::Quantity),
            ("整箱", Topic::Pack),
            ("warranty_months", Topic::Warranty),
            ("质保期", Topic::Warranty),
            ("质保金", Topic::Deposit),
            ("Payment terms", Topic::Payment),
            ("账期", Topic::Payment),
            ("付款方式", Topic::Payment),
            ("Price validity", Topic::Validity),
            ("licence_valid_until", Topic::Licence),
            ("保质期", Topic::ShelfLife),
            ("lead (weeks)", Topic::Delivery),
            ("到货时间", Topic::Delivery),
            ("响应时间", Topic::Time),
            ("Defect rate", Topic::Quality),
            ("供应商评价", Topic::Quality),
            ("价格单位", Topic::Unit),
        ] {
            assert_eq!(topic(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn headers_of_papers_people_and_places_have_none() {
        for header in [
            "Price list no.",
            "No.",
            "序号",
            "备注",
            "Remarks",
            "Address",
            "联系电话",
            "邮箱",
            "Tax ID",
            "税号",
            "VAT number",
            "Delivery address",
            "交货地点",
            "报价单号",
            "报价人",
            "付款单位",
            "Lead buyer",
            "Coffee",
            "冰箱型号",
            "款式",
            "轮胎规格",
            "折叠方式",
            "单元",
            "Quote status",
            "Price notes",
            "价格说明",
            "Cost Centre",
            "Discount code",
            "Colour",
            "颜色",
            "Country",
            "2026",
            "Line",
            "installed_by",
            "on_time_percent",
            "生产日期",
            "开户银行",
            "纳税人识别号",
            "培训名称",
            "保险公司",
            "Invoice no.",
            "Customs code",
            "Licence",
        ] {
            assert_eq!(topic(header), None, "{header}");
        }
    }

    #[test]
    fn every_column_that_is_about_something_has_headers_about_it() {
        for column in Column::ALL.iter().filter(|column| Topic::of(**column).is_some()) {
            let is_flag = matches!(
                column,
                Column::Service | Column::NeededBy | Column::PaidElsewhere | Column::CommittedElsewhere
            );
            assert!(is_flag || topic(column.name()).is_some() || *column == Column::Unit, "{column}");
        }
    }
}
