//! The columns that bijia knows, by their names in the contract.

use std::fmt;

macro_rules! columns {
    ($($variant:ident $name:literal $doc:literal)*) => {
        /// A column that bijia knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $(#[doc = $doc] $variant,)*
        }

        impl Column {
            /// Every column, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the column's name: its header in a sheet, its key in `[columns]`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

columns! {
    Item "item" "What is bought: the key of a comparison."
    Lot "lot" "Items that are awarded together."
    Request "request" "Number of the request."
    Description "description" "Carried along."
    Spec "spec" "Carried along."
    Brand "brand" "Carried along."
    Vendor "vendor" "Who quotes."
    UnitPrice "unit_price" "Price of one unit."
    Unit "unit" "What one is: piece, box, kg."
    PackSize "pack_size" "Pieces in one unit."
    Currency "currency" "ISO 4217 code."
    TaxRate "tax_rate" "Percent."
    TaxIncluded "tax_included" "Whether the price includes tax."
    Discount "discount" "Percent off the unit price."
    Freight "freight" "Cost of carriage for the whole line."
    MinOrder "min_order" "The least quantity that the vendor sells."
    OrderMultiple "order_multiple" "The vendor sells multiples of this quantity only."
    FromQuantity "from_quantity" "Price break: the price holds from this quantity on."
    ValidUntil "valid_until" "Last day on which the quote holds."
    DeliveryDays "delivery_days" "Days from the order to the delivery."
    DeliveryDate "delivery_date" "Promised day of delivery."
    Quality "quality" "Grade or score."
    Service "service" "Score."
    Round "round" "Negotiation round."
    Amount "amount" "The vendor's own total of the line, which is checked."
    ReceivedOn "received_on" "Evidence: the day on which the quote came in."
    ReceivedBy "received_by" "Evidence: who took the quote in."
    How "how" "Evidence: the way in which the quote came in."
    Contact "contact" "Evidence: whom to ask."
    QuoteNo "quote_no" "Evidence: the vendor's number of the quote."
    Quantity "quantity" "How much is bought."
    RequiredQuality "required_quality" "Grade or score that an offer must reach."
    Budget "budget" "For the whole line."
    Ceiling "ceiling" "The most that the whole line may cost."
    LastPrice "last_price" "Unit price last paid."
    NeededBy "needed_by" "Day on which the item must be there."
    Deadline "deadline" "Last day for quotes."
    Invited "invited" "The vendors that were asked, joined by `;`."
    Department "department" "For the summaries."
    Category "category" "For the summaries."
    Period "period" "For the summaries."
    PaidElsewhere "paid_elsewhere" "Paid for what was not bought through the ledger."
    CommittedElsewhere "committed_elsewhere" "Ordered and not yet paid, and not through the ledger."
}

impl Column {
    /// Finds a column by its exact name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
