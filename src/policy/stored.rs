//! A policy as it is stored in results: canonical JSON with every setting stated, and its digest.

use serde::{Deserialize as _, Serialize, Serializer};

use super::fault::RestoreError;
use super::file::{
    ApprovalTable, AwardTable, EstimateTable, FillTable, PolicyFile, PriceTable, QualityTable, ServiceTable,
};
use super::grammar::Exact;
use super::wide::WideTable;
use super::word::TiesWord;
use super::{Policy, Scheme, Ties};
use crate::value::source::Digest;

impl From<&Policy> for PolicyFile {
    /// Writes a policy down, every setting included.
    fn from(policy: &Policy) -> Self {
        let (scale, bands) = match &policy.quality.scheme {
            Scheme::Scale(labels) => (Some(labels.clone()), None),
            Scheme::Bands(edges) => (None, Some(edges.iter().copied().map(Exact).collect())),
            Scheme::Scores => (None, None),
        };
        let (ties, seed) = match &policy.ties {
            Ties::Refer => (TiesWord::Refer, ""),
            Ties::Name => (TiesWord::Name, ""),
            Ties::Draw(seed) => (TiesWord::Draw, seed.as_str()),
        };
        Self {
            approval: ApprovalTable { above: policy.approval_above },
            award: AwardTable { by: Some(policy.award_by), seed: Some(seed.to_owned()), ties: Some(ties) },
            columns: policy.columns.clone(),
            cost: policy.costs.clone(),
            currency: policy.currency,
            date_order: policy.date_order,
            estimate: policy.estimate.as_ref().map_or_else(EstimateTable::default, |estimate| EstimateTable {
                used: Some(estimate.used),
                vendor: Some(estimate.vendor.clone()),
            }),
            fill: FillTable { down: Some(policy.fill_down.clone()) },
            gate: policy.gates.clone(),
            ignore: Some(policy.ignore.clone()),
            missing: Some(policy.missing.clone()),
            price: PriceTable {
                basis: Some(policy.price.basis),
                rates: policy.price.rates.iter().map(|(currency, rate)| (*currency, Exact(*rate))).collect(),
                rates_date: policy.price.rates_date,
                rates_source: policy.price.rates_source.clone(),
                tolerance: Some(policy.price.tolerance),
                zero_price: None,
            },
            quality: QualityTable {
                across_grades: Some(policy.quality.across_grades),
                bands,
                required: policy.quality.required.map(|required| required.text(&policy.quality.scheme)),
                scale,
            },
            service: ServiceTable { criteria: Some(policy.service.clone()) },
            units: policy.units.clone(),
            vendor_from: policy.vendor_from,
            wide: policy.wide.as_ref().map(WideTable::from).unwrap_or_default(),
            zero_price: Some(policy.price.zero),
        }
    }
}

impl Serialize for Policy {
    /// Writes the canonical JSON: keys sorted, numbers as texts; a key is absent only where a policy without it was stored
    /// before there was such a key.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PolicyFile::from(self).serialize(serializer)
    }
}

impl Policy {
    /// Reads a stored policy back.
    ///
    /// # Errors
    ///
    /// Returns the first thing that no policy of this version can say: a stored policy has one form, and every setting
    /// in it is one that a policy file could have.
    pub fn restore(value: &serde_json::Value) -> Result<Self, RestoreError> {
        let policy = Self::check(PolicyFile::deserialize(value)?).map_err(RestoreError::Settings)?;
        let in_a_file = PolicyFile::read(&policy.as_toml()).ok().map(Self::check);
        if in_a_file.is_some_and(|again| again.as_ref() == Ok(&policy)) && serde_json::to_value(&policy)? == *value {
            Ok(policy)
        } else {
            Err(RestoreError::NotCanonical)
        }
    }
}

/// Returns the SHA-256 of a policy's canonical JSON.
///
/// # Panics
///
/// Never: JSON can write every policy.
#[must_use]
pub fn digest(policy: &Policy) -> Digest {
    let json = serde_json::to_vec(policy);
    Digest::of(&json.expect("a policy is maps, lists and texts, which JSON can write"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::settings::SETTINGS;

    const FULL: &str = "currency = 'usd'\nmissing = [' 无 ']\n[columns]\nvendor = 'Bidder'\nbrand = ['A, b', 'c']\n\
        [quality]\nscale = ['优', '良']\nrequired = '良'\nacross_grades = 'best'\n\
        [price]\ntolerance = '1.50'\nbasis = 'tax-excluded'\nrates.JPY = '0.0468'\nrates.EUR = 8\n\
        [service]\ncriteria = ['on time, percent desc', 'Warranty ASC']\n\
        [award]\nties = 'draw'\nseed = 'x'\n[approval]\nabove = 10000\n";

    /// What came to be said after the first policies were stored.
    const NEW: &str = "date_order = 'dmy'\nvendor_from = 'file-name'\nfill.down = ['lot', ' item ']\nignore = [' Setup fee ', '运费, 旧']\nzero_price = 'allow'\n\
        [units]\nBox = '12.0 Piece'\n'个' = 'piece'\n'\u{1f4e6}' = 'box'\n'\u{fffd}' = '2 box'\n\
        [wide]\nvendor_row = 2\ncolumns = ['unit_price', ' 交货期 ']\nvendors = ['甲公司']\n\
        [price]\nrates_date = '2026-11-20'\nrates_source = ' Bank of China '\nrates.USD = '7.10'\n\
        [estimate]\nvendor = \"Engineer's Estimate\"\nuse = 'budget'\n\
        [[cost]]\ncolumn = '安装费'\n[[cost]]\ncolumn = 'kWh'\ntimes = '0.620'\nyears = 5\n\
        [[cost]]\ncolumn = 'markup'\nper = 'percent-on'\n\
        [[gate]]\ncolumn = 'origin'\nequals = 'ＣＮ'\n[[gate]]\ncolumn = 'licence'\non_or_after = 'as-of'\n\
        [[gate]]\ncolumn = 'licence'\non_or_before = 2030-01-31\n[[gate]]\ncolumn = 'stars'\nat_least = '3.50'\n\
        [[gate]]\ncolumn = 'stars'\nat_most = 5\n[[gate]]\ncolumn = 'brand'\none_of = ['x', 'y']";

    fn policy(text: &str) -> Policy {
        Policy::check(PolicyFile::read(text).unwrap()).unwrap()
    }

    #[test]
    fn the_canonical_json_has_every_key_sorted_and_numbers_as_texts() {
        for (text, expected) in [
            (
                "",
                r#"{"approval":{"above":null},"award":{"by":"item","seed":"","ties":"refer"},"columns":{},"currency":null,"gate":[],"missing":[],"price":{"basis":"tax-included","rates":{},"tolerance":"0"},"quality":{"across_grades":"refer","bands":null,"required":null,"scale":null},"service":{"criteria":["service desc"]}}"#,
            ),
            (
                FULL,
                r#"{"approval":{"above":"10000"},"award":{"by":"item","seed":"x","ties":"draw"},"columns":{"brand":["A, b","c"],"vendor":["Bidder"]},"currency":"USD","gate":[],"missing":["无"],"price":{"basis":"tax-excluded","rates":{"EUR":"8","JPY":"0.0468"},"tolerance":"1.5"},"quality":{"across_grades":"best","bands":null,"required":"良","scale":["优","良"]},"service":{"criteria":["on time, percent desc","Warranty asc"]}}"#,
            ),
            (
                NEW,
                r#"{"approval":{"above":null},"award":{"by":"item","seed":"","ties":"refer"},"columns":{},"cost":[{"column":"安装费","per":"line"},{"column":"kWh","times":"0.62","years":"5"},{"column":"markup","per":"percent-on"}],"currency":null,"date_order":"dmy","estimate":{"use":"budget","vendor":"Engineer's Estimate"},"fill":{"down":["lot","item"]},"gate":[{"column":"origin","one_of":["CN"]},{"column":"licence","on_or_after":"as-of"},{"column":"licence","on_or_before":"2030-01-31"},{"at_least":"3.5","column":"stars"},{"at_most":"5","column":"stars"},{"column":"brand","one_of":["x","y"]}],"ignore":["Setup fee","运费, 旧"],"missing":[],"price":{"basis":"tax-included","rates":{"USD":"7.1"},"rates_date":"2026-11-20","rates_source":"Bank of China","tolerance":"0"},"quality":{"across_grades":"refer","bands":null,"required":null,"scale":null},"service":{"criteria":["service desc"]},"units":{"box":"12 Piece","个":"piece","📦":"box","�":"2 box"},"vendor_from":"file-name","wide":{"columns":["unit_price","交货期"],"vendor_row":"2","vendors":["甲公司"]},"zero_price":"allow"}"#,
            ),
        ] {
            let policy = policy(text);
            let json = serde_json::to_string(&policy).unwrap();
            assert_eq!(json, expected);
            assert_eq!(json, serde_json_canonicalizer::to_string(&policy).unwrap());
        }
        // printf '%s' '{"approval":...}' | sha256sum, of the first.
        let expected = "83be24d6ccbc82549e1d27116f16c84bf0e30b6256ea8b139a0dfc76877e0923";
        assert_eq!(digest(&Policy::default()).to_string(), expected);
    }

    #[test]
    fn the_canonical_json_has_the_keys_of_the_table_of_settings() {
        let json = serde_json::to_value(policy(&format!("{NEW}\n"))).unwrap();
        // `[price] zero_price` is stored where the other place for it is.
        let stored = || SETTINGS.iter().filter(|setting| (setting.table, setting.key) != ("price", "zero_price"));
        for setting in stored() {
            let table = if setting.table.is_empty() { &json } else { &json[setting.table] };
            assert!(table.get(setting.key).is_some(), "{} {}", setting.table, setting.key);
        }
        let keys = |value: &serde_json::Value| value.as_object().map_or(0, serde_json::Map::len);
        let tables = ["approval", "award", "estimate", "fill", "price", "quality", "service", "wide"];
        let count: usize = tables.iter().map(|table| keys(&json[*table])).sum();
        assert_eq!(count + keys(&json) - tables.len(), stored().count());
    }

    #[test]
    fn a_stored_policy_comes_back_as_it_was() {
        for text in [
            "",
            FULL,
            NEW,
            "service.criteria = []\n[quality]\nbands = [90, '75.5']\nrequired = 80\n[award]\nties = 'name'",
        ] {
            let policy = policy(text);
            assert_eq!(Policy::restore(&serde_json::to_value(&policy).unwrap()).unwrap(), policy, "{text}");
        }
    }

    #[test]
    fn what_no_policy_stores_is_refused() {
        let whole = serde_json::to_string(&policy(FULL)).unwrap();
        for (from, to) in [
            (r#""tolerance":"1.5""#, r#""tolerance":"1.50""#),
            (r#""tolerance":"1.5""#, r#""tolerance":"100""#),
            (r#""tolerance":"1.5""#, r#""tolerance":null"#),
            (r#""JPY":"0.0468""#, r#""JPY":"0""#),
            (r#""JPY":"0.0468""#, r#""jpy":"0.0468""#),
            (r#""JPY":"0.0468""#, r#""USD":"1""#),
            (r#""ties":"draw""#, r#""ties":"refer""#),
            (r#""by":"item""#, r#""by":"box""#),
            (r#""gate":[]"#, r#""gate":[{}]"#),
            (r#""gate":[]"#, r#""gate":[1]"#),
            (r#""brand":"#, r#""colour":"#),
            (r#""above":"10000""#, r#""above":"-1""#),
            (r#""above":"10000""#, ""),
            (r#""bands":null,"#, ""),
            (r#""missing":["无"]"#, r#""missing":["无 "]"#),
            (r#""missing":["无"]"#, r#""missing":["无"],"more":1"#),
            ("Warranty asc", "Warranty ASC"),
            ("Warranty asc", "on time, percent asc"),
        ] {
            let changed = whole.replace(from, to);
            assert_ne!(changed, whole);
            assert!(Policy::restore(&serde_json::from_str(&changed).unwrap()).is_err(), "{to}");
        }
    }

    #[test]
    fn what_no_policy_stores_of_costs_gates_and_units_is_refused() {
        let whole = serde_json::to_string(&policy(NEW)).unwrap();
        for (from, to) in [
            (r#""per":"line""#, r#""per":null"#),
            (r#","per":"line""#, ""),
            (r#""per":"line""#, r#""per":"unit","years":"1""#),
            (r#""times":"0.62""#, r#""times":"0.620""#),
            (r#""times":"0.62""#, r#""times":"-1""#),
            (r#","years":"5""#, ""),
            (r#""years":"5""#, r#""years":"0""#),
            ("kWh", "安装费"),
            ("kWh", " kWh"),
            (r#""column":"kWh","#, ""),
            (r#""one_of":["CN"]"#, r#""equals":"CN""#),
            (r#""one_of":["CN"]"#, r#""one_of":[]"#),
            (r#""one_of":["x","y"]"#, r#""one_of":["x","X"]"#),
            (r#""on_or_after":"as-of""#, r#""on_or_after":"today""#),
            (r#""on_or_after":"as-of""#, r#""on_or_after":null"#),
            (r#""at_most":"5""#, r#""at_least":"3","at_most":"5""#),
            (r#""at_most":"5","#, ""),
            (r#""use":"budget","#, ""),
            (r#""use":"budget""#, r#""use":null"#),
            (r#""date_order":"dmy""#, r#""date_order":"ymd""#),
            (r#""vendor_from":"file-name""#, r#""vendor_from":"folder""#),
            (r#""down":["lot","item"]"#, r#""down":["lot","quantity"]"#),
            (r#""down":["lot","item"]"#, r#""down":["lot","lot"]"#),
            (r#""down":["lot","item"]"#, r#""down":null"#),
            (r#""ignore":["Setup fee","#, r#""ignore":["Setup fee ","#),
            ("2026-11-20", "2026-11-31"),
            (r#""rates_source":"Bank of China","#, r#""rates_source":null,"#),
            (r#""tolerance":"0""#, r#""tolerance":"0","zero_price":"allow""#),
            (r#""zero_price":"allow""#, r#""zero_price":"reject""#),
            (r#""zero_price":"allow""#, r#""zero_price":null"#),
            (r#""box":"12 Piece""#, r#""Box":"12 Piece""#),
            ("12 Piece", "12.0 Piece"),
            ("12 Piece", "12 box"),
            (r#""个":"piece""#, r#""个":"1 piece""#),
            (r#""vendor_row":"2""#, r#""vendor_row":2"#),
            (r#""vendor_row":"2""#, r#""vendor_row":"0""#),
            (r#""vendor_row":"2""#, r#""vendor_row":null"#),
            (r#""vendors":["甲公司"]"#, r#""vendors":[]"#),
            (r#","vendor_row":"2""#, ""),
        ] {
            let changed = whole.replace(from, to);
            assert_ne!(changed, whole, "{from}");
            assert!(Policy::restore(&serde_json::from_str(&changed).unwrap()).is_err(), "{to}");
        }
        // As it was stored before there were such keys: with empty ones it is no stored policy.
        let whole = serde_json::to_string(&Policy::default()).unwrap();
        for more in [
            r#""cost":[]"#,
            r#""ignore":[]"#,
            r#""units":{}"#,
            r#""estimate":{}"#,
            r#""date_order":null"#,
            r#""vendor_from":null"#,
            r#""fill":{"down":[]}"#,
            r#""wide":{}"#,
            r#""zero_price":"reject""#,
        ] {
            let changed = format!("{{{more},{}", &whole[1..]);
            assert!(Policy::restore(&serde_json::from_str(&changed).unwrap()).is_err(), "{more}");
        }
    }
}
