//! The words of real sheets' headers, in English and Chinese.

use crate::value::column::Column;

/// Aliases by column, separated by `|`, in the order in which carried columns prefer them.
pub(super) const ALIASES: &[(Column, &str)] = &[
    (
        Column::Item,
        "Item|Item Name|Item Code|Material Code|Product|Product Name|Product Code|SKU|Pay Item|Part Number|Part No|Material|\
         Item Description|Description of Goods|物料名称|物品名称|产品名称|商品名称|货物名称|物资名称|设备名称|材料名称|\
         项目名称|品名|物品|商品|产品|名称|物料编码|商品编码|主要标的名称|采购商品|配件名称|服务名称|标的名称",
    ),
    (Column::Description, "Description|Remarks|Remark|描述|说明|备注"),
    (Column::Spec, "Specification|Specifications|Spec|Model|规格型号|规格|型号|规格参数|技术参数|规格/型号|型号规格"),
    (Column::Brand, "Brand|Manufacturer|Make|品牌|产地|生产厂家|生产厂商|制造商"),
    (Column::Lot, "Lot|Package|Project|Contract|标段|包号|分包|标包"),
    (
        Column::Request,
        "Request|Request Number|Request No|PR Number|PR No|Requisition|Requisition Number|Requisition No|Req No|申请单号|请购单号|\
         采购申请号|采购申请单号|采购单号|需求单号|采购需求单号",
    ),
    (
        Column::Vendor,
        "Vendor|Vendor Name|Supplier|Supplier Name|Bidder|Bidder Name|Contractor|Partner|Company|Quoted By|供应商|\
         供应商名称|供货商|供货单位|厂商|投标人|投标人名称|报价单位|报价公司|公司名称|商家|厂家|报价人|供货方",
    ),
    (
        Column::UnitPrice,
        "Unit Price|Rate|Price|Quoted Rate|Pack Price|Unit Cost|Unit Rate|Net Price|Net Unit Price|Price Each|\
         Price per Unit|Cost per Unit|Cost Each|Unit Bid Price|单价|报价单价|单价/元|综合单价|\
         采购单价|单位价格|报价|价格|报价金额|投标报价|投标价|Quote|Quotation|Quoted Price|Quoted Amount|Offer|Offer Price|\
         Bid|Bid Price|Bid Amount|Cost",
    ),
    (Column::Unit, "Unit|UOM|Unit of Measure|U/M|单位|计量单位|计价单位"),
    (
        Column::PackSize,
        "Pack Size|Conversion Factor|Units per Pack|Units per Box|Units per Case|Pieces per Pack|Pack Qty|Pack Quantity|\
         Qty per Pack|Qty per Box|Case Pack|包装规格|装箱数|装箱量|每包数量|每箱数量|每盒数量|换算率",
    ),
    (
        Column::Quantity,
        "Qty|Quantity|Line Item Quantity|Order Qty|Order Quantity|Qty Required|Quantity Required|Required Qty|\
         Required Quantity|数量|采购数量|申请数量|需求数量|购买数量|申购数量|计划数量|工程量|需求量|采购量",
    ),
    (Column::Currency, "Currency|Quote Currency|币种|货币|币别"),
    (Column::TaxRate, "Tax Rate|Tax %|VAT|VAT Rate|VAT %|GST|GST Rate|GST %|税率|税点|增值税率|增值税税率|税率%"),
    (Column::TaxIncluded, "Tax Included|Tax Inclusive|VAT Included|GST Included|含税|是否含税|含税否"),
    (Column::Discount, "Discount|Discount %|Discount Rate|折扣率|优惠率|下浮率|让利率|折让率"),
    (
        Column::Freight,
        "Freight|Freight Cost|Freight Charge|Freight Charges|Shipping|Shipping Cost|Shipping Fee|Shipping Charge|\
         Shipping Charges|Shipping & Handling|Shipping and Handling|S&H|Delivery Charge|Delivery Charges|Delivery Cost|\
         Delivery Fee|Transport Cost|Transportation Cost|Carriage|Postage|运费|运输费|运输费用|运杂费|配送费|物流费|物流费用|\
         快递费|邮费|送货费",
    ),
    (
        Column::MinOrder,
        "MOQ|Minimum Order Quantity|Minimum Order|Minimum Order Qty|Min Order Qty|最小起订量|起订量|最低起订量|起订数量|最小订购量|\
         最小订货量|起批量",
    ),
    (
        Column::OrderMultiple,
        "Order Multiple|MPQ|SPQ|Order Qty Multiple|Order Increment|起订倍数|订货倍数|订购倍数|最小包装量|最小包装数",
    ),
    (Column::FromQuantity, "From Quantity|From Qty|Min Qty|Price Break Qty|Break Qty|阶梯起量|阶梯数量"),
    (
        Column::ValidUntil,
        "Valid Till|Valid Until|Quote Expiry Date|Quote Valid Until|Price Valid Until|Offer Valid Until|Expiry Date|\
         Expiration Date|Expires|有效期|报价有效期|有效期至|报价有效期至|价格有效期",
    ),
    (
        Column::DeliveryDays,
        "Lead Time|Lead Time Days|Delivery Days|Delivery Period|Delivery Time|交货期|交期|货期|供货期|交货天数|\
         到货天数|供货周期|交货周期|到货周期|工期|供货天数",
    ),
    (
        Column::DeliveryDate,
        "Delivery Date|Promised Date|Promised Delivery Date|Expected Delivery Date|交货日期|报价交货日期|交付日期|到货日期|\
         预计到货日期",
    ),
    (
        Column::Quality,
        "Quality|Quality Grade|Quality Score|Technical Score|Grade|质量|质量等级|等级|品质|品质等级|品级|档次|质量得分|质量评分|\
         技术得分|技术评分",
    ),
    (Column::Service, "Service|Service Score|On Time Delivery Rate|服务|售后服务|服务得分|服务评分"),
    (Column::Round, "Round|Revision|Negotiation Round|Bid Round|轮次|报价轮数|报价轮次|轮数"),
    (
        Column::Amount,
        "Amount|Line Total|Line Amount|Extended Price|Extended Amount|Ext Price|Total Price|Total Amount|Total Cost|Total|\
         Subtotal|金额|总价|合价|小计|合计|总额|总金额|合计金额|总报价|报价总额|报价总价",
    ),
    (
        Column::ReceivedOn,
        "Received On|Date Received|Quote Date|Quotation Date|Date of Quote|Date Quoted|报价日期|收到日期|询价日期|报价时间",
    ),
    (Column::ReceivedBy, "Received By|收件人|收到人|询价人|经办人"),
    (Column::How, "How|Received Via|Via|报价方式|询价方式|收到方式"),
    (
        Column::Contact,
        "Contact|Contact Person|Contact Name|Phone|Telephone|Tel|Mobile|Email|联系人|联系方式|联系电话|电话|手机|邮箱",
    ),
    (
        Column::QuoteNo,
        "Quote No|Quote Number|Quotation No|Quotation Number|Quote Ref|Quote Reference|Quote ID|报价单号|报价编号|报价单编号",
    ),
    (
        Column::Budget,
        "Budget|Budget Amount|Estimate|Estimated Cost|Estimated Amount|Benchmark Price|预算|预算金额|概算|概算金额",
    ),
    (
        Column::Ceiling,
        "Ceiling|Ceiling Price|Maximum Price|Max Price|Price Ceiling|最高限价|控制价|招标控制价|拦标价|最高投标限价|限价",
    ),
    (
        Column::LastPrice,
        "Last Price|Last Unit Price|Last Purchase Price|Last Paid|Previous Price|上次报价|上次单价|上次采购价|上次价格|历史价|\
         历史单价|最近采购价",
    ),
    (Column::RequiredQuality, "Required Quality|Minimum Quality|质量要求|要求质量|要求等级"),
    (
        Column::NeededBy,
        "Needed By|Need By|Required By|Required Date|需求日期|需用日期|期望交付日期|要求到货日期|要求交货日期",
    ),
    (
        Column::Deadline,
        "Deadline|Closing Date|Quote Deadline|Bid Deadline|截止日期|截止时间|报价截止日期|报价截止时间|投标截止日期|\
         投标截止时间",
    ),
    (Column::Invited, "Invited|Invited Vendors|Invited Suppliers|邀请供应商|受邀供应商|询价供应商|邀请单位"),
    (Column::Department, "Department|Dept|Cost Centre|Cost Center|部门|使用部门|申请部门|需求部门|科室"),
    (Column::Category, "Category|Commodity|类别|品类|分类|物资类别"),
    (Column::Period, "Period|期间|学期"),
    (Column::PaidElsewhere, "Paid Elsewhere|其他已付"),
    (Column::CommittedElsewhere, "Committed Elsewhere|其他已订"),
];

/// Aliases that give way where another header of their column stands in the sheet, and are carried along then.
pub(super) const WEAK: &[(Column, &str)] = &[
    (Column::Item, "Item Description|Description of Goods"),
    (Column::Vendor, "Company|Partner|Quoted By|Contractor|厂家|报价人|厂商"),
];

/// Headers of prices that may as well be totals of lines where a quantity stands beside them.
pub(super) const OPEN_PRICES: &str = "报价|价格|报价金额|投标报价|投标价|Quote|Quotation|Quoted Price|Quoted Amount|Offer|Offer Price|Bid|\
                                      Bid Price|Bid Amount|Cost";

/// Words in brackets that multiply what stands in the column.
pub(super) const SCALE_WORDS: &[&str] = &["万", "千", "百", "亿", "thousand", "million", "'000", "000s"];

/// Words in brackets behind a header of days.
pub(super) const DAY_WORDS: &[&str] = &["day", "days", "d", "天", "日", "日历天"];
