//! The policy as understood, for people: TOML that reads back as the same policy.

use std::fmt::Write as _;

use super::{Policy, Scheme};
use crate::value::untrusted::is_unsafe_to_show;

/// Stands behind a setting that has its default value.
const DEFAULT: &str = "  # default";

impl Policy {
    /// Returns the policy as TOML, every setting included; a comment marks those that have their default value.
    ///
    /// Reading the text gives the same policy.
    #[must_use]
    pub fn as_toml(&self) -> String {
        let default = Self::default();
        let mut toml = Toml::default();
        match self.currency {
            Some(currency) => toml.setting("currency", &string(currency.code()), false),
            None => toml.comment("currency: the one currency of the quotes"),
        }
        toml.setting("missing", &strings(&self.missing), self.missing == default.missing);
        toml.table("columns");
        if self.columns.is_empty() {
            toml.comment("headers are found by their names");
        }
        for (column, headers) in &self.columns {
            toml.setting(column.name(), &strings(headers), false);
        }
        self.write_quality(&default, &mut toml);
        toml.table("price");
        let tolerance = string(&self.price.tolerance.to_string());
        toml.setting("tolerance", &tolerance, self.price.tolerance == default.price.tolerance);
        toml.setting("basis", &string(self.price.basis.name()), self.price.basis == default.price.basis);
        toml.table("price.rates");
        if self.price.rates.is_empty() {
            toml.comment("no other currency is converted");
        }
        for (currency, rate) in &self.price.rates {
            toml.setting(currency.code(), &string(&rate.to_string()), false);
        }
        toml.table("service");
        toml.setting("criteria", &strings(&self.service), self.service == default.service);
        toml.table("award");
        toml.setting("by", &string("item"), true);
        toml.setting("ties", &string(self.ties.name()), self.ties == default.ties);
        toml.setting("seed", &string(self.ties.seed()), self.ties.seed() == default.ties.seed());
        toml.table("approval");
        match self.approval_above {
            Some(limit) => toml.setting("above", &string(&limit.to_string()), false),
            None => toml.comment("above: no award waits for an approval"),
        }
        toml.0
    }

    fn write_quality(&self, default: &Self, toml: &mut Toml) {
        let quality = &self.quality;
        toml.table("quality");
        match &quality.scheme {
            Scheme::Scale(labels) => toml.setting("scale", &strings(labels), false),
            Scheme::Bands(edges) => toml.setting("bands", &strings(edges), false),
            Scheme::Scores => toml.comment("scale, bands: neither, each score is a grade of its own"),
        }
        match &quality.required {
            Some(required) => toml.setting("required", &string(&required.text(&quality.scheme)), false),
            None => toml.comment("required: nothing, where the item states nothing"),
        }
        let across_grades = quality.across_grades;
        toml.setting("across_grades", &string(across_grades.name()), across_grades == default.quality.across_grades);
    }
}

/// TOML in the making.
#[derive(Default)]
struct Toml(String);

impl Toml {
    fn table(&mut self, name: &str) {
        self.line(&format!("\n[{name}]"));
    }

    fn setting(&mut self, key: &str, value: &str, is_default: bool) {
        self.line(&format!("{key} = {value}{}", if is_default { DEFAULT } else { "" }));
    }

    /// Writes what holds where a setting without a value of its own is absent.
    fn comment(&mut self, text: &str) {
        self.line(&format!("# {text}{DEFAULT}"));
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }
}

/// Writes a list of TOML strings.
fn strings<T: ToString>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(&text.to_string())).collect();
    format!("[{}]", texts.join(", "))
}

/// Writes a TOML string; what could steer a terminal or hide in it is escaped.
fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => string.push_str("\\\""),
            '\\' => string.push_str("\\\\"),
            '\n' => string.push_str("\\n"),
            '\r' => string.push_str("\\r"),
            '\t' => string.push_str("\\t"),
            _ if is_unsafe_to_show(character) => {
                // Writing to a `String` cannot fail.
                let _ = write!(string, "\\U{:08X}", u32::from(character));
            }
            _ => string.push(character),
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sample::source;
    use crate::policy::{PolicyFile, setting};

    fn read_back(toml: &str) -> Policy {
        Policy::check(PolicyFile::parse(&source(toml)).unwrap()).unwrap()
    }

    #[test]
    fn the_default_policy_says_of_everything_that_it_is_the_default() {
        let toml = Policy::default().as_toml();
        assert_eq!(read_back(&toml), Policy::default());
        let settings = |line: &&str| !line.is_empty() && !line.starts_with('[');
        for line in toml.lines().filter(settings) {
            assert!(line.ends_with("  # default"), "{line}");
        }
    }

    #[test]
    fn a_full_policy_reads_back_as_the_same() {
        let text = r#"
currency = "CNY"
missing = ["tbd", "a\"b\\c\nd\te\u0007\u202e"]
[columns]
item = ["ProjectID", "Pay # Item"]
unit_price = "单价"
[quality]
scale = ["优", "良", "]"]
required = "良"
across_grades = "cheapest"
[price]
tolerance = "1.50"
basis = "tax-excluded"
[price.rates]
USD = "7.10"
JPY = "0.0468"
[service]
criteria = ["service desc", "Warranty (\"months\") asc"]
[award]
ties = "draw"
seed = "\u001b]0;x\u0007\r\n \u2028\U000e0041"
"#;
        let policy = read_back(text);
        let toml = policy.as_toml();
        assert_eq!(read_back(&toml), policy);
        assert!(!toml.chars().any(|character| character != '\n' && is_unsafe_to_show(character)), "{toml:?}");
        assert!(toml.contains("tolerance = \"1.5\"\n") && toml.contains("by = \"item\"  # default\n"), "{toml}");
    }

    #[test]
    fn every_kind_of_grades_reads_back_as_the_same() {
        for quality in
            ["bands = [90, '75.5']\nrequired = 80", "required = '80.5'", "scale = ['1', '2']\nrequired = 2", ""]
        {
            let policy = read_back(&format!("[quality]\n{quality}\n[service]\ncriteria = []\n[award]\nties = 'name'"));
            assert_eq!(read_back(&policy.as_toml()), policy, "{quality}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_back_as_the_same(text: String) {
            let missing = setting::missing(&text.replace([',', '，'], "")).ok();
            let file = PolicyFile { missing, ..PolicyFile::default() };
            let policy = Policy::check(file).unwrap();
            proptest::prop_assert_eq!(read_back(&policy.as_toml()), policy);
        }
    }
}
