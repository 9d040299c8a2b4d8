//! Reads a policy file: which table has which settings, and how each of them is read.
//!
//! TOML is read by hand, so that every fault is found in one run, each with its line and key.

use toml::de::DeTable;

use super::fault::{Expected, PolicyFault, PolicyFaultKind, PolicyPlace};
use super::reader::{Entry, Reader, line_of};
use super::setting::{self, SettingError, excerpt};
use super::written::{AwardBy, PolicyFile, TiesSetting};
use super::{AcrossGrades, TaxBasis};
use crate::value::column::Column;
use crate::value::source::Source;

impl PolicyFile {
    /// Reads a policy file.
    ///
    /// # Errors
    ///
    /// Returns every fault in the file, in the order of the file; where the text is no TOML, only where it is none,
    /// since the rest of such a text has no certain meaning.
    pub fn parse(source: &Source) -> Result<Self, Vec<PolicyFault>> {
        let text = match std::str::from_utf8(&source.bytes()) {
            Ok(text) => text,
            Err(error) => {
                let line = line_of(source.bytes().get(..error.valid_up_to()).unwrap_or_default());
                let place = PolicyPlace { file: source.path.clone(), line, key: None };
                return Err(vec![PolicyFault { place, kind: PolicyFaultKind::NotUtf8 }]);
            }
        };
        let mut reader = Reader::new(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut policy = Self::default();
        if errors.is_empty() {
            reader.file(table.get_ref(), &mut policy);
        } else {
            for error in &errors {
                reader.syntax(error);
            }
        }
        let faults = reader.faults(&source.path);
        if faults.is_empty() { Ok(policy) } else { Err(faults) }
    }
}

impl<'i> Reader<'i> {
    fn file(&mut self, table: &DeTable<'i>, policy: &mut PolicyFile) {
        for entry in self.entries("", table) {
            match entry.name {
                "currency" => policy.currency = self.one(&entry, Expected::Text, setting::currency),
                "missing" => policy.missing = self.list(&entry, Expected::Texts, setting::add_label),
                "columns" => self.columns(&entry, policy),
                "quality" => self.quality(&entry, policy),
                "price" => self.price(&entry, policy),
                "service" => self.service(&entry, policy),
                "award" => self.award(&entry, policy),
                "approval" => self.approval(&entry, policy),
                _ => policy.gates = true,
            }
        }
    }

    fn quality(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        for entry in self.table(entry) {
            match entry.name {
                "scale" => policy.scale = self.filled(&entry, Expected::Texts, setting::add_label),
                "bands" => policy.bands = self.filled(&entry, Expected::Numbers, setting::add_band),
                "required" => policy.required = self.one(&entry, Expected::Grade, setting::grade),
                _ => policy.across_grades = self.one(&entry, Expected::Text, AcrossGrades::parse),
            }
        }
    }

    fn price(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        for entry in self.table(entry) {
            match entry.name {
                "tolerance" => policy.tolerance = self.one(&entry, Expected::Number, setting::tolerance),
                "basis" => policy.basis = self.one(&entry, Expected::Text, TaxBasis::parse),
                _ => self.rates(&entry, policy),
            }
        }
    }

    fn service(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        for entry in self.table(entry) {
            policy.criteria = self.list(&entry, Expected::Texts, setting::add_criterion);
        }
    }

    fn award(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        for entry in self.table(entry) {
            match entry.name {
                "by" => policy.by = self.one(&entry, Expected::Text, AwardBy::parse),
                "ties" => policy.ties = self.one(&entry, Expected::Text, TiesSetting::parse),
                _ => policy.seed = self.one(&entry, Expected::Text, |seed| Ok(seed.to_owned())),
            }
        }
    }

    fn approval(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        for entry in self.table(entry) {
            policy.approval_above = self.one(&entry, Expected::Number, setting::limit);
        }
    }

    fn columns(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        let Some(table) = self.keys(entry) else { return };
        for (key, value) in table {
            let path = format!("columns.{}", key.get_ref());
            let Some(column) = Column::by_name(key.get_ref()) else {
                let known = Column::ALL.iter().map(|column| column.name()).collect();
                let kind = PolicyFaultKind::UnknownKey { key: excerpt(key.get_ref()), known, elsewhere: None };
                self.fault(key.span().start, &path, kind);
                continue;
            };
            let entry = Entry { name: column.name(), path, value };
            if let Some(headers) = self.filled(&entry, Expected::TextOrTexts, setting::add_header) {
                policy.columns.insert(column, headers);
            }
        }
    }

    fn rates(&mut self, entry: &Entry<'_, 'i>, policy: &mut PolicyFile) {
        let Some(table) = self.keys(entry) else { return };
        for (key, value) in table {
            let path = format!("price.rates.{}", key.get_ref());
            let currency = match setting::currency(key.get_ref()) {
                Ok(currency) if policy.rates.contains_key(&currency) => {
                    Err(SettingError::Twice { text: excerpt(key.get_ref()) })
                }
                other => other,
            };
            let start = key.span().start;
            let entry = Entry { name: "", path, value };
            let rate = self.one(&entry, Expected::Number, setting::rate);
            match (currency, rate) {
                (Ok(currency), Some(rate)) => {
                    policy.rates.insert(currency, rate);
                }
                (Ok(_), None) => {}
                (Err(error), _) => self.fault(start, &entry.path, error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::TEMPLATE;
    use crate::policy::sample::source;

    /// Returns the faults of a text, each with its hint.
    fn faults(text: impl AsRef<[u8]>) -> Vec<String> {
        let said = |fault: &PolicyFault| format!("{fault} -> {}", fault.hint().unwrap_or_default());
        PolicyFile::parse(&source(text)).unwrap_err().iter().map(said).collect()
    }

    #[test]
    fn every_setting_is_read() {
        let file = PolicyFile::parse(&source(
            r#"
currency = "cny"
missing = ["tbd", " 无 "]
[columns]
unit_price = "Pack Price"
item = ["ProjectID", "Pay Item"]
[quality]
scale = ["A", "Ｂ", "C"]
bands = [90, "75.5"]
required = 80
across_grades = "best"
[price]
tolerance = 1
basis = "tax-excluded"
rates.USD = "7.10"
[service]
criteria = ["service desc", "delivery_days asc"]
[award]
by = "lot"
ties = "draw"
seed = "x"
[approval]
above = "10000"
[[gate]]
column = "licence"
"#,
        ))
        .unwrap();
        let expected = PolicyFile {
            currency: Some(crate::value::currency::Currency::CNY),
            missing: setting::missing("tbd,无").ok(),
            columns: [
                (Column::UnitPrice, vec!["Pack Price".to_owned()]),
                (Column::Item, vec!["ProjectID".to_owned(), "Pay Item".to_owned()]),
            ]
            .into(),
            scale: setting::scale("A,B,C").ok(),
            bands: setting::bands("90,75.5").ok(),
            required: Some("80".to_owned()),
            across_grades: Some(AcrossGrades::Best),
            tolerance: setting::tolerance("1").ok(),
            basis: Some(TaxBasis::Excluded),
            rates: [(setting::currency("USD").unwrap(), setting::rate("7.1").unwrap())].into(),
            criteria: setting::criteria("service desc,delivery_days asc").ok(),
            by: Some(AwardBy::Lot),
            ties: Some(TiesSetting::Draw),
            seed: Some("x".to_owned()),
            approval_above: setting::limit("10000").ok(),
            gates: true,
        };
        assert_eq!(file, expected);
    }

    #[test]
    fn a_file_without_settings_says_nothing() {
        for text in ["", "\n# nothing\r\n", "\u{feff}[price]\r\n"] {
            assert_eq!(PolicyFile::parse(&source(text)), Ok(PolicyFile::default()));
        }
        let none = PolicyFile::parse(&source("service.criteria = []\nmissing = []")).unwrap();
        assert_eq!((none.criteria, none.missing), (Some(Vec::new()), Some(Vec::new())));
    }

    #[test]
    fn every_fault_is_found_in_the_order_of_the_file() {
        let text = "currency = 'RMB'\r\n\
                    [quality]\r\n\
                    required = true\r\n\
                    scale = [\r\n 'A',\r\n 'A ',\r\n 7,\r\n '' ]\r\n\
                    across_grades = 'chepest'\r\n\
                    [price]\r\n\
                    tolerance = 1.5\r\n\
                    [price.rates]\r\n\
                    USD = 0\r\n";
        assert_eq!(
            faults(text),
            [
                "policy.toml: line 1, key `currency`: `RMB` is not a currency code of ISO 4217 -> write `CNY`",
                "policy.toml: line 3, key `quality.required`: `true` is a boolean, expected a label in quotes, \
                 or a score -> write the label in quotes, as `\"B\"`",
                "policy.toml: line 6, key `quality.scale`: `A ` stands twice in the list \
                 -> leave one of the two out; white space at the ends and full-width letters make no difference",
                "policy.toml: line 7, key `quality.scale`: `7` is an integer, expected a text in quotes \
                 -> write the text in quotes: `\"7\"`",
                "policy.toml: line 8, key `quality.scale`: an empty text, expected a name \
                 -> leave the empty text out, or write the name that is missing",
                "policy.toml: line 9, key `quality.across_grades`: `chepest` is not one of `refer`, `best`, `cheapest` \
                 -> write `cheapest`",
                "policy.toml: line 11, key `price.tolerance`: `1.5` is a TOML float \
                 -> write it as a string: `tolerance = \"1.5\"`",
                "policy.toml: line 13, key `price.rates.USD`: `0` is out of range, expected a number above 0 -> ",
            ]
        );
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion_or_its_table_or_the_list() {
        assert_eq!(
            faults(
                "tolerance = 1\ncurency = 'CNY'\nx = 1\n[award]\nmissing = []\n[qualty]\na = 1\n[price]\nfoo.bar = 1"
            ),
            [
                "policy.toml: line 1, key `tolerance`: unknown key -> move it under `[price]`",
                "policy.toml: line 2, key `curency`: unknown key -> write `currency`",
                "policy.toml: line 3, key `x`: unknown key \
                 -> write `currency`, `missing`, `columns`, `quality`, `price`, \
                 `service`, `award`, `approval` or `gate`",
                "policy.toml: line 5, key `award.missing`: unknown key \
                 -> move it to the top of the file, above the first `[..]`",
                "policy.toml: line 6, key `qualty`: unknown key -> write `quality`",
                "policy.toml: line 9, key `price.foo`: unknown key -> write `tolerance`, `basis` or `rates`",
            ]
        );
    }

    #[test]
    fn an_unknown_column_gets_a_suggestion() {
        let found = faults("[columns]\nunit_prise = 'P'\nvendor = []\nitem = ['A', 'Ａ']\nunit = 3\nbrand = ' '");
        assert_eq!(
            found,
            [
                "policy.toml: line 2, key `columns.unit_prise`: unknown key -> write `unit_price`",
                "policy.toml: line 3, key `columns.vendor`: the list is empty \
                 -> leave the setting out, or write at least one entry",
                "policy.toml: line 4, key `columns.item`: `Ａ` stands twice in the list \
                 -> leave one of the two out; white space at the ends and full-width letters make no difference",
                "policy.toml: line 5, key `columns.unit`: `3` is an integer, expected a text in quotes, or a list of \
                 such texts -> write the header in quotes, as `\"Pack Price\"`",
                "policy.toml: line 6, key `columns.brand`: an empty text, expected a name \
                 -> leave the empty text out, or write the name that is missing",
            ]
        );
    }

    #[test]
    fn a_value_of_another_type_is_named_and_its_type_wanted() {
        assert_eq!(
            faults(
                "quality = 3\nmissing = 'x'\ncurrency = ['CNY']\nservice.criteria = [['a desc']]\n\
                 [price]\ntolerance = 0x10\nrates = 2026-11-22\n[award]\nseed = { a = 1 }"
            ),
            [
                "policy.toml: line 1, key `quality`: `3` is an integer, expected a table \
                 -> write `[quality]` on a line of its own, its keys below",
                "policy.toml: line 2, key `missing`: `'x'` is a text, expected a list of texts \
                 -> write a list in square brackets, as `[\"A\", \"B\"]`",
                "policy.toml: line 3, key `currency`: `['CNY']` is a list, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
                "policy.toml: line 4, key `service.criteria`: `['a desc']` is a list, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
                "policy.toml: line 6, key `price.tolerance`: `0x10` is an integer, expected a number: an integer, or a \
                 decimal in quotes -> write an integer, or a decimal in quotes, as `\"1.5\"`",
                "policy.toml: line 7, key `price.rates`: `2026-11-22` is a date or time, expected a table \
                 -> write `[price.rates]` on a line of its own, its keys below",
                "policy.toml: line 9, key `award.seed`: `{ a = 1 }` is a table, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
            ]
        );
    }

    #[test]
    fn a_float_is_never_taken_for_a_decimal() {
        assert_eq!(
            faults("[quality]\nbands = [90.5, 1e3]\nrequired = 80.5\n[price.rates]\nUSD = 7.10\nEUR = inf"),
            [
                "policy.toml: line 2, key `quality.bands`: `90.5` is a TOML float -> write it as a string: `\"90.5\"`",
                "policy.toml: line 2, key `quality.bands`: `1e3` is a TOML float \
                 -> write a plain decimal in quotes, as `\"1.5\"`",
                "policy.toml: line 3, key `quality.required`: `80.5` is a TOML float \
                 -> write it as a string: `required = \"80.5\"`",
                "policy.toml: line 5, key `price.rates.USD`: `7.10` is a TOML float \
                 -> write it as a string: `USD = \"7.10\"`",
                "policy.toml: line 6, key `price.rates.EUR`: `inf` is a TOML float \
                 -> write a plain decimal in quotes, as `\"1.5\"`",
            ]
        );
    }

    #[test]
    fn bands_rates_and_criteria_are_checked_entry_by_entry() {
        assert_eq!(
            faults(
                "[quality]\nbands = [60, 75, 'x']\nscale = []\n[price.rates]\nUSD = 7\nusd = 7\nRMB = 1\n\
                 [service]\ncriteria = ['service', 'a asc', 'A desc', 'desc']"
            ),
            [
                "policy.toml: line 2, key `quality.bands`: `75` is not below `60`: the lower edges of the bands go \
                 from high to low -> write the highest edge first, as `90,75,60`",
                "policy.toml: line 2, key `quality.bands`: `x` is not a plain decimal number \
                 -> write digits and at most \
                 one decimal point, without a percent sign and without grouping, as `1.5`",
                "policy.toml: line 3, key `quality.scale`: the list is empty \
                 -> leave the setting out, or write at least one entry",
                "policy.toml: line 6, key `price.rates.usd`: `usd` stands twice in the list \
                 -> leave one of the two out; white space at the ends and full-width letters make no difference",
                "policy.toml: line 7, key `price.rates.RMB`: `RMB` is not a currency code of ISO 4217 -> write `CNY`",
                "policy.toml: line 9, key `service.criteria`: `service` ends in neither `asc` nor `desc` \
                 -> write `service desc` if higher is better, `service asc` if lower is better",
                "policy.toml: line 9, key `service.criteria`: `A` stands twice in the list \
                 -> leave one of the two out; white space at the ends and full-width letters make no difference",
                "policy.toml: line 9, key `service.criteria`: `desc` names no column \
                 -> write the column before the direction, as `service desc`",
            ]
        );
    }

    #[test]
    fn text_that_is_no_toml_is_found_on_every_line() {
        let found = faults("currency = CNY\n[price]\ntolerance = \nbasis = 'tax-included'\nbasis = 'x'\n[award\n");
        let lines: Vec<&str> = found.iter().map(|fault| fault.split(" is not TOML").next().unwrap()).collect();
        assert_eq!(
            lines,
            [
                "policy.toml: line 1: `currency = CNY`",
                "policy.toml: line 3: `tolerance =`",
                "policy.toml: line 5: `basis = 'x'`",
                "policy.toml: line 6: `[award`",
            ],
            "{found:#?}"
        );
        assert!(found.iter().all(|fault| fault.ends_with("that `bijia policy` prints")));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_found_on_their_line() {
        let hint = "-> save the file as UTF-8";
        assert_eq!(faults(b"# a\ncurrency = \"\xd6\xd0\""), [format!("policy.toml: line 2: not UTF-8 text {hint}")]);
        assert_eq!(faults(b"\xff\xfea\0"), [format!("policy.toml: line 1: not UTF-8 text {hint}")]);
    }

    #[test]
    fn hostile_text_is_spelt_out() {
        let found = faults("\"a\\u001b[31m\" = 1\n\"\\u202e\" = 1");
        assert!(found.iter().any(|fault| fault.contains("key `a\\u{1b}[31m`")), "{found:?}");
        assert!(found.iter().any(|fault| fault.contains("key `\\u{202e}`")), "{found:?}");
    }

    #[test]
    fn a_deep_or_long_file_is_a_fault_and_no_crash() {
        assert!(!faults(format!("missing = {}", "[".repeat(100_000))).is_empty());
        assert_eq!(faults("x1 = 1\n".replace('1', &"1".repeat(100_000))).len(), 1);
        let many: Vec<String> = (0..20_000).map(|number| format!("k{number} = {number}")).collect();
        assert_eq!(faults(many.join("\n")).len(), 20_000);
    }

    proptest::proptest! {
        #[test]
        fn a_damaged_file_gives_faults_on_its_own_lines(at in 0..TEMPLATE.len(), length in 0_usize..40, text: String) {
            let mut damaged = TEMPLATE.replace("\n# ", "\n").into_bytes();
            let start = at.min(damaged.len());
            let end = start.saturating_add(length).min(damaged.len());
            damaged.splice(start..end, text.bytes());
            let lines = line_of(&damaged);
            let faults = PolicyFile::parse(&source(&damaged)).err().unwrap_or_default();
            proptest::prop_assert!(faults.is_sorted_by_key(|fault| fault.place.line));
            proptest::prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.place.line)));
        }
    }
}
