//! Prints the table of settings as TOML: a policy as understood, and the commented policy to start from.

use std::fmt::Write as _;

use super::Policy;
use super::file::PolicyFile;
use super::setting::{Printed, Setting};
use super::settings::SETTINGS;
use crate::value::untrusted::is_unsafe_to_show;

/// How wide the keys of an array's tables are in the template.
const KEY_WIDTH: usize = "on_or_before".len();

const TEMPLATE_HEAD: &str = r#"# Policy of bijia: what the buyer decides before the quotes are opened.
#
# The rule: same quality, compare the price; same price, compare the quality; same quality, compare the service.
# Whatever is left out here has its default. A line behind a `#` is an example: take the `#` away to use it.
# Decimals are written in quotes ("1.5"). Check the file with `bijia policy check FILE`.
"#;

/// Returns a policy that says nothing but what holds without it, with an explanation of every setting.
#[must_use]
pub fn template() -> String {
    let default = PolicyFile::from(&Policy::default());
    let mut toml = Toml { text: TEMPLATE_HEAD.to_owned(), table: "" };
    for setting in SETTINGS {
        let printed = (setting.print)(&default);
        // What has no words of its own stands with the setting before it.
        if !toml.open(setting, &printed) && !setting.doc.is_empty() {
            toml.line("");
        }
        toml.comment(setting.doc);
        if let Printed::Tables(_, keys, _) = &printed {
            for (key, doc) in keys {
                toml.comment(&format!(
                    "  {key:KEY_WIDTH$}  {}",
                    doc.replace('\n', &format!("\n{:1$}", "", KEY_WIDTH + 4))
                ));
            }
        }
        if let Printed::Value(value) = printed {
            toml.line(&format!("{} = {value}", setting.key));
        }
        for example in setting.examples {
            toml.comment(example);
        }
    }
    toml.text
}

impl Policy {
    /// Returns the policy as TOML, every setting included; a comment marks those that have their default value.
    ///
    /// Reading the text gives the same policy.
    #[must_use]
    pub fn as_toml(&self) -> String {
        self.printed(|_| true)
    }

    /// Returns as TOML only what differs from the defaults.
    pub(crate) fn differences_as_toml(&self) -> String {
        self.printed(|is_default| !is_default).trim_start().to_owned()
    }

    fn printed(&self, is_wanted: impl Fn(bool) -> bool) -> String {
        let (file, default) = (PolicyFile::from(self), PolicyFile::from(&Self::default()));
        let mut toml = Toml { text: String::new(), table: "" };
        for setting in SETTINGS {
            let printed = (setting.print)(&file);
            if !is_wanted(printed == (setting.print)(&default)) {
                continue;
            }
            toml.open(setting, &printed);
            let mark = if printed == (setting.print)(&default) { "  # default" } else { "" };
            match printed {
                Printed::Value(value) => toml.line(&format!("{} = {value}{mark}", setting.key)),
                Printed::Map(entries, absent) if entries.is_empty() => toml.line(&format!("# {absent}{mark}")),
                Printed::Map(entries, _) => {
                    for (key, value) in entries {
                        toml.line(&format!("{key} = {value}"));
                    }
                }
                Printed::Tables(tables, ..) if !tables.is_empty() => {
                    for table in tables {
                        toml.line(&format!("\n[[{}]]", setting.key));
                        for (key, value) in table {
                            toml.line(&format!("{key} = {value}"));
                        }
                    }
                }
                Printed::Tables(_, _, absent) => toml.line(&format!("\n# {absent}{mark}")),
                Printed::Absent("") => {}
                Printed::Absent(absent) => toml.line(&format!("# {absent}{mark}")),
            }
        }
        toml.text
    }
}

/// TOML in the making.
struct Toml {
    text: String,
    table: &'static str,
}

impl Toml {
    /// Opens a setting's table where it is not the one that is open; says whether it wrote its header.
    fn open<T>(&mut self, setting: &Setting<T>, printed: &Printed) -> bool {
        if let Printed::Map(..) = printed {
            let dot = if setting.table.is_empty() { "" } else { "." };
            self.line(&format!("\n[{}{dot}{}]", setting.table, setting.key));
            return true;
        }
        if setting.table.is_empty() || setting.table == self.table {
            return false;
        }
        self.table = setting.table;
        self.line(&format!("\n[{}]", setting.table));
        true
    }

    /// Writes the lines of a text as comments.
    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.line(&format!("# {line}"));
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Writes a list of TOML strings.
pub(super) fn strings<T: ToString>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(&text.to_string())).collect();
    format!("[{}]", texts.join(", "))
}

/// Writes a TOML key, in quotes where it needs them.
pub(super) fn key(text: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_bare) { text.to_owned() } else { string(text) }
}

/// Writes a TOML string; what could steer a terminal or hide in it is escaped.
pub(crate) fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => string.push_str("\\\""),
            '\\' => string.push_str("\\\\"),
            '\n' => string.push_str("\\n"),
            '\r' => string.push_str("\\r"),
            '\t' => string.push_str("\\t"),
            _ if is_unsafe_to_show(character) => {
                write!(string, "\\U{:08X}", u32::from(character)).expect("writing to a `String` cannot fail");
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

    fn policy(toml: &str) -> Policy {
        Policy::check(PolicyFile::read(toml).unwrap()).unwrap()
    }

    #[test]
    fn the_default_policy_says_of_everything_that_it_is_the_default() {
        let toml = Policy::default().as_toml();
        for line in toml.lines().filter(|line| !line.is_empty() && !line.starts_with('[')) {
            assert!(line.ends_with("  # default"), "{line}");
        }
    }

    #[test]
    fn a_policy_reads_back_as_the_same() {
        for text in [
            "",
            r#"
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
[approval]
above = 10000
"#,
            r#"
ignore = ["Setup \u202e fee", "a, b"]
[units]
"Box (\u0007 \"12\")" = "12 piece"
kg = "1000 g"
pack = "1 500ml bottle"
"个" = "件"
[price]
zero_price = "allow"
rates_date = "2026-11-20"
rates_source = "Bank \u2028"
[estimate]
vendor = "Engineer's \"Estimate\""
use = "ignore"
[[cost]]
column = "安装费"
[[cost]]
column = "a\u0007b"
times = 0
years = "0.50"
[[gate]]
column = "licence"
on_or_after = "as-of"
[[gate]]
column = "licence"
equals = "\u0007"
"#,
            "[quality]\nbands = [90, '75.5']\nrequired = 80\n[award]\nties = 'name'",
            "[quality]\nrequired = '80.5'\n[service]\ncriteria = []",
            "[quality]\nscale = ['1', '2']\nrequired = 2",
        ] {
            let read = policy(text);
            let toml = read.as_toml();
            assert_eq!(policy(&toml), read, "{toml}");
            assert!(!toml.chars().any(|character| character != '\n' && is_unsafe_to_show(character)), "{toml:?}");
        }
    }

    #[test]
    fn the_template_is_the_default_policy() {
        assert_eq!(policy(&template()), Policy::default());
    }

    #[test]
    fn every_example_is_read() {
        for setting in SETTINGS {
            let is_map = matches!((setting.print)(&PolicyFile::default()), Printed::Map(..));
            let is_array = matches!((setting.print)(&PolicyFile::default()), Printed::Tables(..));
            for example in setting.examples {
                let key = if is_map { format!("{}.", setting.key) } else { String::new() };
                let table = if setting.table.is_empty() { String::new() } else { format!("{}.", setting.table) };
                assert_eq!(is_array, example.starts_with(&format!("[[{}]]\n", setting.key)), "{example}");
                let read = PolicyFile::read(&format!("{table}{key}{example}"));
                assert!(read.is_ok_and(|file| file != PolicyFile::default()), "{example}");
            }
        }
    }

    #[test]
    fn a_list_of_tables_is_printed_as_one_reads_it() {
        let cost = "[[cost]]\ncolumn = 'a b'\n";
        let gate = "[[gate]]\ncolumn = 'x'\nequals = 'y'\n";
        let toml = policy(&format!("units.'a b' = '2 c'\n{cost}{gate}")).as_toml();
        let expected =
            "[[cost]]\ncolumn = \"a b\"\nper = \"line\"\n\n[[gate]]\ncolumn = \"x\"\none_of = [\"y\"]\n\n[service]\n";
        assert!(toml.contains(expected), "{toml}");
        assert!(toml.contains("\n[units]\n\"a b\" = \"2 c\"\n\n[fill]\n"), "{toml}");
    }

    proptest::proptest! {
        #[test]
        fn any_name_of_a_sheet_reads_back_as_the_same(
            texts in proptest::collection::vec(".*[a-zA-Z一二].*", 7),
            per in proptest::sample::select(&["per = 'unit'", "times = '0.5'", "times = 2\nyears = 3", ""][..]),
            number in 0..5_i64,
        ) {
            let text = |at: usize| string(&texts[at]);
            let file = format!(
                "ignore = [{}]\nprice.rates_source = {}\nestimate = {{ vendor = {}, use = 'budget' }}\n[units]\n{} = {}\n\
                 [[cost]]\ncolumn = {}\n{per}\n[[gate]]\ncolumn = {}\none_of = [{}]\n[[gate]]\ncolumn = {0}\nat_most = {number}",
                text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(0),
            );
            // Not every text is a conversion, and a unit may be itself.
            if let Some(read) = PolicyFile::read(&file).ok().and_then(|file| Policy::check(file).ok()) {
                proptest::prop_assert_eq!(&policy(&read.as_toml()), &read);
                let stored = serde_json::to_value(&read).unwrap();
                proptest::prop_assert_eq!(Policy::restore(&stored).ok(), Some(read));
            }
        }

        #[test]
        fn any_text_reads_back_as_the_same(text: String) {
            let file = PolicyFile::read(&format!("award.ties = 'draw'\naward.seed = {}", string(&format!("x{text}"))));
            let read = Policy::check(file.unwrap()).unwrap();
            proptest::prop_assert_eq!(&read.ties, &crate::policy::Ties::Draw(format!("x{text}")));
            proptest::prop_assert_eq!(policy(&read.as_toml()), read);
        }
    }
}
