//! Headers of real sheets, in English and Chinese, and the columns that they mean.

use unicode_normalization::UnicodeNormalization as _;

use crate::column::Column;
use crate::currency::Mark;
use crate::policy::TaxBasis;

/// Aliases by column, in the order in which carried columns prefer them.
const ALIASES: &[(Column, &[&str])] = &[
    (
        Column::Item,
        &[
            "Item",
            "Item Name",
            "Item Code",
            "Material Code",
            "Product",
            "SKU",
            "Pay Item",
            "物料名称",
            "物品名称",
            "产品名称",
            "商品名称",
            "品名",
            "物料编码",
            "商品编码",
            "主要标的名称",
            "采购商品",
            "配件名称",
        ],
    ),
    (Column::Description, &["Description", "Item Description", "描述", "说明", "备注"]),
    (Column::Spec, &["Specification", "Specifications", "Spec", "规格型号", "规格", "型号", "规格参数", "技术参数"]),
    (Column::Brand, &["Brand", "Manufacturer", "品牌", "产地"]),
    (Column::Lot, &["Lot", "Package", "Project", "Contract", "标段", "包号", "分包"]),
    (Column::Request, &["Request", "Request Number", "申请单号", "请购单号"]),
    (
        Column::Vendor,
        &[
            "Vendor",
            "Supplier",
            "Bidder",
            "Bidder Name",
            "Contractor",
            "Partner",
            "供应商",
            "供应商名称",
            "投标人",
            "投标人名称",
            "报价单位",
            "公司名称",
            "商家",
        ],
    ),
    (
        Column::UnitPrice,
        &[
            "Unit Price",
            "Rate",
            "Price",
            "Quoted Rate",
            "Pack Price",
            "单价",
            "报价单价",
            "报价",
            "含税单价",
            "不含税单价",
        ],
    ),
    (Column::Unit, &["Unit", "UOM", "Unit of Measure", "单位", "计量单位"]),
    (Column::PackSize, &["Pack Size", "Conversion Factor", "Units per Pack", "包装规格", "装箱数", "换算率"]),
    (Column::Quantity, &["Qty", "Quantity", "Line Item Quantity", "数量", "采购数量", "申请数量"]),
    (Column::Currency, &["Currency", "币种", "货币"]),
    (Column::TaxRate, &["Tax Rate", "VAT", "GST", "税率"]),
    (Column::TaxIncluded, &["Tax Included", "VAT Included", "含税", "是否含税"]),
    (Column::Discount, &["Discount", "Discount %", "折扣率", "优惠率"]),
    (Column::Freight, &["Freight", "Shipping", "Shipping Cost", "Freight Cost", "运费"]),
    (Column::MinOrder, &["MOQ", "Minimum Order Quantity", "Min Order Qty", "最小起订量", "起订量"]),
    (Column::FromQuantity, &["From Quantity", "Min Qty", "Price Break Qty", "阶梯起量"]),
    (Column::ValidUntil, &["Valid Till", "Valid Until", "Quote Expiry Date", "有效期", "报价有效期"]),
    (
        Column::DeliveryDays,
        &["Lead Time", "Lead Time Days", "Delivery Days", "Delivery Period", "交货期", "供货周期", "工期"],
    ),
    (Column::DeliveryDate, &["Delivery Date", "Promised Date", "交货日期", "报价交货日期"]),
    (
        Column::Quality,
        &[
            "Quality",
            "Quality Grade",
            "Quality Score",
            "Technical Score",
            "Grade",
            "质量",
            "质量等级",
            "质量得分",
            "技术得分",
        ],
    ),
    (Column::Service, &["Service", "Service Score", "On Time Delivery Rate", "服务", "售后服务", "服务得分"]),
    (Column::Round, &["Round", "Revision", "轮次", "报价轮数"]),
    (
        Column::Budget,
        &["Budget", "Estimate", "Ceiling Price", "Benchmark Price", "预算", "预算金额", "控制价", "最高限价"],
    ),
    (Column::LastPrice, &["Last Price", "Last Purchase Price", "上次报价", "上次采购价", "历史价"]),
    (Column::RequiredQuality, &["Required Quality", "Minimum Quality", "质量要求", "要求等级"]),
    (Column::NeededBy, &["Needed By", "Required Date", "需求日期", "期望交付日期"]),
    (Column::Department, &["Department", "Cost Centre", "部门", "使用部门", "科室"]),
    (Column::Category, &["Category", "Commodity", "类别", "品类"]),
    (Column::Period, &["Period", "期间", "学期"]),
    (Column::PaidElsewhere, &["Paid Elsewhere", "其他已付"]),
    (Column::CommittedElsewhere, &["Committed Elsewhere", "其他已订"]),
];

/// Words in brackets behind the header of a price that state a tax basis.
const TAX_WORDS: &[(&str, TaxBasis)] = &[
    ("含税", TaxBasis::Included),
    ("含税价", TaxBasis::Included),
    ("tax included", TaxBasis::Included),
    ("incl. tax", TaxBasis::Included),
    ("incl tax", TaxBasis::Included),
    ("incl. vat", TaxBasis::Included),
    ("incl vat", TaxBasis::Included),
    ("inc. gst", TaxBasis::Included),
    ("不含税", TaxBasis::Excluded),
    ("未税", TaxBasis::Excluded),
    ("不含税价", TaxBasis::Excluded),
    ("tax excluded", TaxBasis::Excluded),
    ("excl. tax", TaxBasis::Excluded),
    ("excl tax", TaxBasis::Excluded),
    ("excl. vat", TaxBasis::Excluded),
    ("excl vat", TaxBasis::Excluded),
    ("ex. gst", TaxBasis::Excluded),
];

/// Words in brackets that multiply what stands in the column.
const SCALE_WORDS: &[&str] = &["万", "千", "百", "亿", "thousand", "million", "'000", "000s"];

/// Words in brackets behind a header of days.
const DAY_WORDS: &[&str] = &["day", "days", "d", "天", "日", "日历天"];

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) column: Column,
    /// The place of the alias in its column's list.
    pub(crate) preference: usize,
    pub(crate) basis: Option<TaxBasis>,
    pub(crate) mark: Option<Mark>,
    /// What stands in brackets and does not fit the column.
    pub(crate) unfit: Option<String>,
}

/// Finds what a header means: its own name, or an alias with an optional unit in brackets.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let text: String = header.nfkc().collect();
    let (bare, unit) = split_unit(text.trim());
    let found = |text: &str| {
        let wanted = normal(text);
        ALIASES.iter().find_map(|(column, aliases)| {
            let preference = aliases.iter().position(|alias| normal(alias) == wanted);
            let preference = preference.or_else(|| (normal(column.name()) == wanted).then_some(aliases.len()))?;
            Some((*column, preference))
        })
    };
    // An alias may have brackets or a percent sign of its own, so the whole header is tried first.
    let (column, preference, unit) = match found(&text) {
        Some((column, preference)) => (column, preference, None),
        None => found(bare).map(|(column, preference)| (column, preference, unit))?,
    };
    let mut meaning = Meaning { column, preference, basis: None, mark: None, unfit: None };
    if column == Column::UnitPrice {
        meaning.basis = match normal(bare).as_str() {
            "含税单价" => Some(TaxBasis::Included),
            "不含税单价" => Some(TaxBasis::Excluded),
            _ => None,
        };
    }
    if let Some(unit) = unit {
        meaning.read_unit(unit);
    }
    Some(meaning)
}

impl Meaning {
    /// Takes in what stands in brackets behind the header.
    fn read_unit(&mut self, unit: &str) {
        let money = matches!(
            self.column,
            Column::UnitPrice
                | Column::Budget
                | Column::LastPrice
                | Column::Freight
                | Column::PaidElsewhere
                | Column::CommittedElsewhere
        );
        let fits = if money {
            unit.split([',', '/', '、', ';']).all(|word| self.read_money_word(word.trim()))
        } else if self.column == Column::DeliveryDays {
            DAY_WORDS.contains(&unit.to_lowercase().as_str())
        } else {
            !SCALE_WORDS.iter().any(|word| unit.to_lowercase().contains(word))
        };
        if !fits {
            self.unfit = Some(unit.to_owned());
        }
    }

    /// Takes in a word behind a header of money; `false` where it is not understood.
    fn read_money_word(&mut self, word: &str) -> bool {
        let word = word.to_lowercase();
        if let Some((_, basis)) = TAX_WORDS.iter().find(|(tax, _)| *tax == word) {
            let agrees = self.basis.is_none_or(|stated| stated == *basis);
            self.basis = Some(*basis);
            return agrees && self.column == Column::UnitPrice;
        }
        if let Some(mark) = Mark::parse(&word) {
            let agrees = self.mark.is_none();
            self.mark = Some(mark);
            return agrees;
        }
        // The unit that the price is for, as in `元/张`; a word that multiplies is not one.
        self.mark.is_some()
            && !SCALE_WORDS.iter().any(|scale| word.contains(scale))
            && !word.chars().any(|c| c.is_ascii_digit())
    }
}

/// Splits a unit in brackets off the end of a header.
fn split_unit(header: &str) -> (&str, Option<&str>) {
    let closed = [('(', ')'), ('[', ']'), ('【', '】')].into_iter().find_map(|(open, close)| {
        let (bare, unit) = header.strip_suffix(close)?.rsplit_once(open)?;
        (!bare.trim().is_empty()).then_some((bare.trim(), Some(unit.trim())))
    });
    closed.unwrap_or((header, None))
}

/// Returns the form in which headers are compared: NFKC, case folded, without spaces, `_` and `-`.
pub(crate) fn normal(header: &str) -> String {
    let plain: String =
        header.nfkc().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).collect();
    caseless::default_case_fold_str(&plain)
}

/// Finds the known column that a header nearly is.
pub(crate) fn nearest(header: &str) -> Option<Column> {
    let wanted = normal(header);
    let similarity = |known: &str| strsim::jaro_winkler(&wanted, &normal(known));
    let names = ALIASES.iter().flat_map(|(column, aliases)| {
        aliases.iter().copied().chain([column.name()]).map(move |alias| (similarity(alias), *column))
    });
    let best = names.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (wanted.chars().count() >= 4 && best.0 >= 0.9).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::currency::Currency;

    #[test]
    fn headers_mean_their_columns_in_both_languages() {
        for (header, column) in [
            ("unit_price", Column::UnitPrice),
            ("Unit Price", Column::UnitPrice),
            (" UNIT-PRICE ", Column::UnitPrice),
            ("单价（元）", Column::UnitPrice),
            ("Price (CNY)", Column::UnitPrice),
            ("单价(元/张)", Column::UnitPrice),
            ("供应商名称", Column::Vendor),
            ("Lead Time (Days)", Column::DeliveryDays),
            ("Discount %", Column::Discount),
            ("数量（件）", Column::Quantity),
            ("ＱＴＹ", Column::Quantity),
        ] {
            let meaning = meaning(header).unwrap();
            assert_eq!((meaning.column, meaning.unfit), (column, None), "{header}");
        }
        assert_eq!(meaning("折扣"), None);
        assert_eq!(meaning("warranty_months"), None);
    }

    #[test]
    fn every_column_is_found_by_its_own_name() {
        for column in Column::ALL {
            assert_eq!(meaning(column.name()).map(|meaning| meaning.column), Some(*column));
        }
    }

    #[test]
    fn a_unit_that_would_change_the_figures_does_not_fit() {
        for header in
            ["预算（万元）", "Price (thousand USD)", "Lead Time (weeks)", "数量(千件)", "单价(旧)", "Budget (含税)"]
        {
            assert!(meaning(header).unwrap().unfit.is_some(), "{header}");
        }
    }

    #[test]
    fn a_price_header_states_tax_and_currency() {
        assert_eq!(meaning("不含税单价").unwrap().basis, Some(TaxBasis::Excluded));
        assert_eq!(meaning("单价(含税)").unwrap().basis, Some(TaxBasis::Included));
        let named = |header| meaning(header).unwrap().mark.unwrap().names();
        assert_eq!(named("Price (USD, incl. tax)"), Currency::parse("USD"));
        assert_eq!(named("单价(元)"), None);
    }

    #[test]
    fn a_misspelt_header_is_near_its_column() {
        assert_eq!(nearest("unit_prce"), Some(Column::UnitPrice));
        assert_eq!(nearest("vendr"), Some(Column::Vendor));
        assert_eq!(nearest("remarks"), None);
        assert_eq!(nearest("warranty_months"), None);
    }
}
