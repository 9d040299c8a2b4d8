//! The commented policy that `bijia policy` prints.

/// A policy that says nothing but what holds without it, with an explanation of every setting.
pub const TEMPLATE: &str = r#"# Policy of bijia: what the buyer decides before the quotes are opened.
#
# The rule: same quality, compare the price; same price, compare the quality; same quality, compare the service.
# Whatever is left out here has its default. A line behind a `#` is an example: take the `#` away to use it.
# Decimals stand in quotes ("1.5"). Check the file with `bijia policy check FILE`.

# The currency of the comparison (ISO 4217). Left out: the one currency of the quotes.
# currency = "CNY"

# Texts that mean "no value", beside empty cells, "-", "N/A" and "Not provided".
missing = []
# missing = ["none", "tbd", "无"]

[columns]
# Which header of your sheets is which column, where it is not found by itself. Several headers are joined by " / ".
# unit_price = "Pack Price"
# vendor = "供应商全称"
# item = ["ProjectID", "Pay Item", "Description"]

[quality]
# Offers of one grade are of the same quality. Grades are labels, best first ...
# scale = ["A", "B", "C"]
# scale = ["优", "良", "合格"]
# ... or bands of a score: 90 and above, 75 and above, 60 and above, and what is below ...
# bands = [90, 75, 60]
# ... or, with neither, each different score is a grade of its own. Not both.

# The grade or score that an offer must reach, where its item states none. Left out: nothing is required.
# required = "B"

# Where nothing is required: is a better grade worth a higher price?
#   "refer"     a person decides; the result says what each step up in quality costs
#   "best"      the best grade wins, whatever its price
#   "cheapest"  grades are not compared first; the price decides among all
across_grades = "refer"

[price]
# Totals up to this many percent above the lowest count as the same price: 0 or more, below 100.
tolerance = "0"
# tolerance = "1.5"

# Whether totals are compared with tax in them: "tax-included" or "tax-excluded".
basis = "tax-included"

[price.rates]
# What one unit of another currency is worth in the currency of the comparison.
# USD = "7.10"

[service]
# What counts as better service; the first that differs decides. "desc": higher (later) is better, "asc": lower
# (earlier) is better. Any column of the sheets can stand here. An empty list compares no service.
criteria = ["service desc"]
# criteria = ["service desc", "warranty_months desc", "delivery_days asc"]

[award]
# What is awarded together. Only "item", each item for itself; "lot" is not supported yet.
by = "item"

# What happens when offers are equal in everything:
#   "refer"  a person decides
#   "name"   the first vendor name
#   "draw"   lots are drawn, in a way that anyone can repeat; needs a seed
ties = "refer"

# For ties = "draw": a text that nobody can choose after the quotes are known.
seed = ""
# seed = "2026-11-22 10:00, room 4"

[approval]
# Awards above this amount, in the currency of the comparison, are pending until a second person approves them with
# `bijia approve`. Left out: none waits.
# above = "10000"

# Conditions of your own, [[gate]], are not supported yet.
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sample::source;
    use crate::policy::{Policy, PolicyFile};

    #[test]
    fn the_template_is_the_default_policy() {
        let file = PolicyFile::parse(&source(TEMPLATE)).unwrap();
        assert_eq!(Policy::check(file), Ok(Policy::default()));
    }

    #[test]
    fn every_example_of_the_template_is_understood() {
        let is_example = |line: &str| {
            line.strip_prefix("# ").is_some_and(|rest| {
                rest.split_once(" = ")
                    .is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'))
            })
        };
        let mut examples = 0;
        for (number, line) in TEMPLATE.lines().enumerate().filter(|(_, line)| is_example(line)) {
            let example = line.strip_prefix("# ").unwrap();
            let key = example.split(' ').next().unwrap();
            let text: String = TEMPLATE
                .lines()
                .enumerate()
                .filter(|(other, text)| *other == number || !text.starts_with(&format!("{key} = ")))
                .map(|(other, text)| if other == number { format!("{example}\n") } else { format!("{text}\n") })
                .collect();
            assert_eq!(PolicyFile::parse(&source(&text)).map(|_| ()), Ok(()), "{example}");
            examples += 1;
        }
        assert_eq!(examples, 14);
    }
}
