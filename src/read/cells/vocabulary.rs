//! The words of real sheets' headers, in English and Chinese.

use crate::policy::TaxBasis;
use crate::value::column::Column;

/// Aliases by column, separated by `|`, in the order in which carried columns prefer them.
pub(super) const ALIASES: &[(Column, &str)] = &[
    (
        Column::Item,
        "Item|Item Name|Item Code|Material Code|Product|SKU|Pay Item|物料名称|物品名称|产品名称|商品名称|\
         货物名称|物品|商品|品名|物料编码|商品编码|主要标的名称|采购商品|配件名称",
    ),
    (Column::Description, "Description|Item Description|描述|说明|备注"),
    (Column::Spec, "Specification|Specifications|Spec|规格型号|规格|型号|规格参数|技术参数"),
    (Column::Brand, "Brand|Manufacturer|品牌|产地"),
    (Column::Lot, "Lot|Package|Project|Contract|标段|包号|分包"),
    (Column::Request, "Request|Request Number|申请单号|请购单号"),
    (
        Column::Vendor,
        "Vendor|Supplier|Bidder|Bidder Name|Contractor|Partner|供应商|供应商名称|供货商|厂商|投标人|投标人名称|\
         报价单位|公司名称|商家",
    ),
    (
        Column::UnitPrice,
        "Unit Price|Rate|Price|Quoted Rate|Pack Price|单价|报价单价|单价/元|价格|报价|含税单价|不含税单价",
    ),
    (Column::Unit, "Unit|UOM|Unit of Measure|单位|计量单位"),
    (Column::PackSize, "Pack Size|Conversion Factor|Units per Pack|包装规格|装箱数|每包数量|每箱数量|换算率"),
    (Column::Quantity, "Qty|Quantity|Line Item Quantity|数量|采购数量|申请数量|需求数量"),
    (Column::Currency, "Currency|币种|货币"),
    (Column::TaxRate, "Tax Rate|VAT|GST|税率"),
    (Column::TaxIncluded, "Tax Included|VAT Included|含税|是否含税"),
    (Column::Discount, "Discount|Discount %|折扣率|优惠率"),
    (
        Column::Freight,
        "Freight|Shipping|Shipping Cost|Freight Cost|Delivery Cost|Delivery Fee|Transport Cost|运费|运输费",
    ),
    (Column::MinOrder, "MOQ|Minimum Order Quantity|Min Order Qty|最小起订量|起订量"),
    (Column::FromQuantity, "From Quantity|Min Qty|Price Break Qty|阶梯起量"),
    (Column::ValidUntil, "Valid Till|Valid Until|Quote Expiry Date|Expiry Date|有效期|报价有效期"),
    (
        Column::DeliveryDays,
        "Lead Time|Lead Time Days|Delivery Days|Delivery Period|交货期|交期|供货期|交货天数|到货天数|供货周期|\
         工期",
    ),
    (Column::DeliveryDate, "Delivery Date|Promised Date|交货日期|报价交货日期"),
    (
        Column::Quality,
        "Quality|Quality Grade|Quality Score|Technical Score|Grade|质量|质量等级|等级|品质|品级|档次|质量得分|\
         技术得分",
    ),
    (Column::Service, "Service|Service Score|On Time Delivery Rate|服务|售后服务|服务得分|服务评分"),
    (Column::Round, "Round|Revision|轮次|报价轮数"),
    (Column::Budget, "Budget|Estimate|Ceiling Price|Benchmark Price|预算|预算金额|控制价|最高限价"),
    (Column::LastPrice, "Last Price|Last Purchase Price|上次报价|上次单价|上次采购价|历史价"),
    (Column::RequiredQuality, "Required Quality|Minimum Quality|质量要求|要求质量|要求等级"),
    (Column::NeededBy, "Needed By|Required Date|需求日期|期望交付日期"),
    (Column::Department, "Department|Cost Centre|部门|使用部门|科室"),
    (Column::Category, "Category|Commodity|类别|品类"),
    (Column::Period, "Period|期间|学期"),
    (Column::PaidElsewhere, "Paid Elsewhere|其他已付"),
    (Column::CommittedElsewhere, "Committed Elsewhere|其他已订"),
];

/// Words in brackets behind the header of a price that state a tax basis.
pub(super) const TAX_WORDS: &[(&str, TaxBasis)] = &[
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
pub(super) const SCALE_WORDS: &[&str] = &["万", "千", "百", "亿", "thousand", "million", "'000", "000s"];

/// Words in brackets behind a header of days.
pub(super) const DAY_WORDS: &[&str] = &["day", "days", "d", "天", "日", "日历天"];

/// Words of headers that speak of what changes a price, and do not say how.
pub(super) const COST_WORDS: &[&str] = &[
    "discount",
    "rebate",
    "surcharge",
    "freight",
    "shipping",
    "transport",
    "折扣",
    "优惠",
    "返利",
    "让利",
    "附加费",
    "运费",
    "运输",
];
