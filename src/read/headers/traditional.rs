//! Headers in traditional characters, as the lists of headers have them in simplified ones.

use std::borrow::Cow;

/// Characters of headers: the traditional one, then the simplified one.
const PAIRS: &str = "單单價价應应數数幣币別别種种稅税運运費费貨货備备註注規规號号總总報报額额質质務务歷历購购預预負负廠厂商商\
    處处點点聯联絡络電电話话說说明明級级評评給给寫写條条項项稱称類类買买賣卖從从達达時时間间產产國国證证書书檢检驗验標标準准\
    聲声優优惠惠訂订貸贷資资減减換换綜综實实際际後后個个雙双對对應应與与無无輪轮階阶門门採采圓圆組组裝装經经辦办審审核核簽签";

/// Writes a header in simplified characters.
pub(super) fn simplified(header: &str) -> Cow<'_, str> {
    if header.is_ascii() {
        return Cow::Borrowed(header);
    }
    let pairs = || PAIRS.chars().filter(|letter| !letter.is_whitespace());
    let pair = |letter: char| {
        let traditional = pairs().step_by(2).position(|own| own == letter)?;
        pairs().nth(2 * traditional + 1)
    };
    let text: String = header.chars().map(|letter| pair(letter).unwrap_or(letter)).collect();
    if text == header { Cow::Borrowed(header) } else { Cow::Owned(text) }
}

/// Says whether a header has a traditional character that the lists have in another form.
pub(super) fn is_traditional(header: &str) -> bool {
    matches!(simplified(header), Cow::Owned(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::headers::alias::meaning;
    use crate::value::column::Column;

    #[test]
    fn traditional_headers_mean_what_simplified_ones_do() {
        for (header, column) in [
            ("單價", Column::UnitPrice),
            ("單價（元）", Column::UnitPrice),
            ("含稅單價", Column::UnitPrice),
            ("供應商", Column::Vendor),
            ("供應商名稱", Column::Vendor),
            ("數量", Column::Quantity),
            ("採購數量", Column::Quantity),
            ("單位", Column::Unit),
            ("幣別", Column::Currency),
            ("幣種", Column::Currency),
            ("稅率", Column::TaxRate),
            ("含稅", Column::TaxIncluded),
            ("運費", Column::Freight),
            ("交貨期", Column::DeliveryDays),
            ("交貨日期", Column::DeliveryDate),
            ("備註", Column::Description),
            ("規格型號", Column::Spec),
            ("金額", Column::Amount),
            ("總價", Column::Amount),
            ("預算", Column::Budget),
            ("品質", Column::Quality),
            ("報價有效期", Column::ValidUntil),
        ] {
            assert_eq!(meaning(header).map(|meaning| meaning.column), Some(column), "{header}");
        }
        assert!(!is_traditional("单价（元）") && !is_traditional("unit price") && is_traditional("備註"));
        // Every second character is the simplified form of the one before.
        assert_eq!(PAIRS.chars().filter(|letter| !letter.is_whitespace()).count() % 2, 0);
    }
}
