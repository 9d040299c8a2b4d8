//! What is wrong with a policy, and what to do about it.
//!
//! Above 400 lines because every sentence is tested here, beside its words, and nowhere else.

use std::fmt;

use crate::policy::grammar::{nearest, number};
use crate::policy::{
    Expected, NumberRange, PolicyError, PolicyFault, PolicyFaultKind, RestoreError, SettingError, TomlType,
};
use crate::value::currency::Mark;
use crate::value::money::DecimalError;
use crate::value::untrusted::{Shown, Untrusted, shown};

macro_rules! display {
    ($($type:ty: $say:path;)*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&$say(self))
            }
        }
    )*};
}

display! {
    PolicyFault: fault;
    PolicyFaultKind: fault_kind;
    SettingError: setting_error;
    PolicyError: policy_error;
    RestoreError: restore_error;
}

fn fault(PolicyFault { file, line, key, kind }: &PolicyFault) -> String {
    let key = key.as_ref().map(|key| format!(", key `{}`", key.shown())).unwrap_or_default();
    format!("{}: line {line}{key}: {kind}", file.shown())
}

fn fault_kind(kind: &PolicyFaultKind) -> String {
    match kind {
        PolicyFaultKind::NotUtf8 => "not UTF-8 text".to_owned(),
        PolicyFaultKind::Syntax { text, message } => format!("`{}` is not TOML: {message}", text.shown()),
        PolicyFaultKind::UnknownKey { .. } => "unknown key".to_owned(),
        PolicyFaultKind::WrongType { text, found, expected } => {
            format!("`{}` is {}, expected {}", text.shown(), toml_type(*found), takes(*expected))
        }
        PolicyFaultKind::Float { text, .. } => format!("`{}` is a TOML float", text.shown()),
        PolicyFaultKind::Setting(error) => setting_error(error),
    }
}

const fn toml_type(found: TomlType) -> &'static str {
    match found {
        TomlType::Text => "a text",
        TomlType::Integer => "an integer",
        TomlType::Float => "a TOML float",
        TomlType::Boolean => "a boolean",
        TomlType::Datetime => "a date or time",
        TomlType::List => "a list",
        TomlType::Table => "a table",
    }
}

const fn takes(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "a text in quotes",
        Expected::Number => "a number: an integer, or a decimal in quotes",
        Expected::Grade => "a label in quotes, or a score",
        Expected::Texts => "a list of texts",
        Expected::Numbers => "a list of numbers",
        Expected::TextOrTexts => "a text in quotes, or a list of such texts",
        Expected::Date => "a date in quotes",
        Expected::Table => "a table",
        Expected::Tables => "tables in double square brackets",
    }
}

/// Returns one concrete next step; `key` is where the fault is, in a file.
pub(crate) fn fault_hint(kind: &PolicyFaultKind, key: Option<&Untrusted>) -> Option<String> {
    Some(match kind {
        PolicyFaultKind::NotUtf8 => "save the file as UTF-8".to_owned(),
        PolicyFaultKind::Syntax { text, .. } if is_table_and_key(text.raw()) => {
            "write the part in `[...]` on a line of its own, and the rest on the line below it".to_owned()
        }
        PolicyFaultKind::Syntax { .. } => {
            "compare the line with the commented policy that `bijia policy` prints".to_owned()
        }
        PolicyFaultKind::UnknownKey { key, known, elsewhere } => {
            match (nearest(key.raw(), known.iter().copied()), elsewhere) {
                (_, Some("")) => "move it to the top of the file, above the first `[..]`".to_owned(),
                (_, Some(table)) => format!("move it under `[{table}]`"),
                (Some(name), None) => format!("write `{name}`"),
                (None, None) => format!("write {}", alternatives(known)),
            }
        }
        PolicyFaultKind::WrongType { text, found, expected } => match expected {
            Expected::Text if matches!(found, TomlType::List | TomlType::Table) => {
                "write one text in quotes, as `\"CNY\"`".to_owned()
            }
            Expected::Text => format!("write the text in quotes: `\"{}\"`", text.shown()),
            Expected::Grade => "write the label in quotes, as `\"B\"`".to_owned(),
            Expected::Number => "write an integer, or a decimal in quotes, as `\"1.5\"`".to_owned(),
            Expected::Texts => "write a list in square brackets, as `[\"A\", \"B\"]`".to_owned(),
            Expected::Numbers => "write a list in square brackets, as `[90, 75, 60]`".to_owned(),
            Expected::TextOrTexts => "write the header in quotes, as `\"Pack Price\"`".to_owned(),
            Expected::Date => "write the date in quotes, as `\"2026-11-22\"`".to_owned(),
            Expected::Tables => {
                let table = key.unwrap_or(text).shown();
                format!("write `[[{table}]]` on a line of its own, its keys below")
            }
            Expected::Table => {
                let table = key.unwrap_or(text).shown();
                format!("write `[{table}]` on a line of its own, its keys below")
            }
        },
        PolicyFaultKind::Float { text, key } => match (number(text.raw()), key) {
            (Ok(_), Some(key)) => format!("write it as a string: `{} = \"{}\"`", key.shown(), text.shown()),
            (Ok(_), None) => format!("write it as a string: `\"{}\"`", text.shown()),
            (Err(_), _) => "write a plain decimal in quotes, as `\"1.5\"`".to_owned(),
        },
        PolicyFaultKind::Setting(error) => return setting_hint(error),
    })
}

/// Says whether a line has a table's header and a key behind it, as hints name them in a sentence.
fn is_table_and_key(line: &str) -> bool {
    let key = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    key.is_some_and(|(_, key)| key.contains('='))
}

fn setting_error(error: &SettingError) -> String {
    match error {
        SettingError::Number(text, error @ DecimalError::NotPlain) => {
            format!("`{}` is {error}", text.shown())
        }
        SettingError::Number(text, error) => format!("`{}` has {error}", text.shown()),
        SettingError::Range(text, range) => {
            let range = match range {
                NumberRange::Amount => "0 or more",
                NumberRange::Tolerance => "0 or more and below 100",
                NumberRange::Positive => "above 0",
                NumberRange::Line => "from 1 to 1000, that of a line",
            };
            format!("`{}` is out of range, expected a number {range}", text.shown())
        }
        SettingError::Word(text, words) => format!("`{}` is not one of {}", text.shown(), listed(words)),
        SettingError::NotFilled(text) => format!(
            "`{}` cannot be filled down: only `item`, `lot` and `request` can, as a blank cell elsewhere means that nothing is stated",
            text.shown()
        ),
        SettingError::Currency(text) => format!("`{}` is not a currency code of ISO 4217", text.shown()),
        SettingError::EmptyList => "the list is empty".to_owned(),
        SettingError::EmptyText => "an empty text, expected a name".to_owned(),
        SettingError::Twice(text) | SettingError::TwiceInAnyCase(text) => format!("`{}` appears twice", text.shown()),
        SettingError::BandsOrder { edge, before } => {
            format!("`{edge}` is not below `{before}`: the lower edges of the bands go from high to low")
        }
        SettingError::NoDirection(text) => format!("`{}` ends in neither `asc` nor `desc`", text.shown()),
        SettingError::NoColumn(text) => format!("`{}` names no column", text.shown()),
        SettingError::Date(text) => format!("`{}` is not a date", text.shown()),
        SettingError::Day(text) => format!("`{}` is neither a date nor `as-of`", text.shown()),
        SettingError::Unit(text) => format!("`{}` is neither a unit nor a number of a unit", text.shown()),
        SettingError::ColumnMissing => "`column` is missing".to_owned(),
        SettingError::PerWith(key) => format!("`per` and `{key}` are both set"),
        SettingError::YearsWithoutTimes => "`years` is set, but not `times`".to_owned(),
        SettingError::NoCondition => "the gate has no condition".to_owned(),
        SettingError::TwoConditions(first, second) => {
            format!("`{first}` and `{second}` are both set, and a gate has one condition")
        }
    }
}

fn setting_hint(error: &SettingError) -> Option<String> {
    Some(match error {
        SettingError::Number(_, DecimalError::NotPlain) => {
            "write digits and at most one decimal point, without a percent sign and without grouping, as `1.5`"
                .to_owned()
        }
        SettingError::Number(..) | SettingError::Range(..) => return None,
        SettingError::Word(text, words) => match nearest(text.raw(), words.iter().copied()) {
            Some(word) => format!("write `{word}`"),
            None => format!("write {}", alternatives(words)),
        },
        SettingError::Currency(text) => match Mark::parse(text.raw()).and_then(Mark::names) {
            Some(currency) => format!("write `{currency}`"),
            None => "write a code of three letters, as `CNY` or `USD`".to_owned(),
        },
        SettingError::EmptyList => "leave the setting out, or write at least one entry".to_owned(),
        SettingError::EmptyText => "leave the empty text out, or write the name that is missing".to_owned(),
        SettingError::Twice(_) => {
            "leave one of the two out; white space at the ends and full-width letters make no difference".to_owned()
        }
        SettingError::TwiceInAnyCase(_) => {
            "leave one of the two out; upper case, white space at the ends and full-width letters make no difference"
                .to_owned()
        }
        SettingError::BandsOrder { .. } => "write the highest edge first, as `90,75,60`".to_owned(),
        SettingError::NoDirection(text) => {
            let text = text.shown();
            format!("write `{text} desc` if higher is better, `{text} asc` if lower is better")
        }
        SettingError::NotFilled(_) => "write the value in every row that it is meant for".to_owned(),
        SettingError::NoColumn(_) => "write the column before the direction, as `service desc`".to_owned(),
        SettingError::Date(_) => "write year, month and day, as `2026-11-22`".to_owned(),
        SettingError::Day(_) => {
            "write year, month and day, as `2026-11-22`, or `as-of` for the day of the comparison".to_owned()
        }
        SettingError::Unit(_) => {
            "write a number, a space and a unit, as `12 piece`, or a unit that is the same, as `piece`".to_owned()
        }
        SettingError::ColumnMissing => "name the column, as `column = \"Installation\"`".to_owned(),
        SettingError::PerWith(_) => {
            "keep `per` if the cells are amounts or percentages, `times` and `years` if a factor makes them amounts"
                .to_owned()
        }
        SettingError::YearsWithoutTimes => "say what one costs, as `times = \"0.62\"`".to_owned(),
        SettingError::NoCondition => {
            "write one of `equals`, `one_of`, `at_least`, `at_most`, `on_or_after` or `on_or_before`".to_owned()
        }
        SettingError::TwoConditions(..) => "write a `[[gate]]` for each; a column may have several".to_owned(),
    })
}

fn policy_error(error: &PolicyError) -> String {
    match error {
        PolicyError::ScaleAndBands => {
            "`[quality] scale` (`--scale`) and `[quality] bands` (`--bands`) are both set".to_owned()
        }
        PolicyError::RequiredNotOnScale { required, scale } => {
            let scale: Vec<Shown<'_>> = scale.iter().map(Untrusted::shown).collect();
            let scale = listed(&scale);
            format!("`[quality] required` (`--required`): `{}` is not on the scale {scale}", required.shown())
        }
        PolicyError::RequiredNotAScore { required } => {
            format!("`[quality] required` (`--required`): `{}` is not a score, and no scale is set", required.shown())
        }
        PolicyError::DrawWithoutSeed => "`[award] ties = \"draw\"` (`--ties draw`) needs a seed".to_owned(),
        PolicyError::SeedWithoutDraw { seed } => {
            format!("`[award] seed` (`--seed`) is set to `{}`, but only `ties = \"draw\"` uses it", seed.shown())
        }
        PolicyError::RateOfOwnCurrency { currency } => format!(
            "`[price.rates] {currency}`: `{currency}` is the policy's own `currency` (`--currency`), always worth 1"
        ),
        PolicyError::ZeroPriceTwice { top, price } => {
            format!("`zero_price` is `{top}` at the top of the file and `{price}` under `[price]`")
        }
        PolicyError::WideWithoutColumns => "`[wide]` names no `columns`".to_owned(),
        PolicyError::EstimateWithoutUse => "`[estimate]` has a `vendor` and no `use`".to_owned(),
        PolicyError::EstimateWithoutVendor => "`[estimate]` has a `use` and no `vendor`".to_owned(),
        PolicyError::UnitCircle { units } => {
            let units: Vec<Shown<'_>> = units.iter().map(Untrusted::shown).collect();
            format!("`[units]` leads in a circle: {}", listed(&units))
        }
        PolicyError::CostTwice { column, setting } => {
            format!("`{}` is a `[[cost]]` and stands in `{setting}` as well", column.shown())
        }
        PolicyError::CostOfColumn { column } => format!("`{column}` is a column of its own and no `[[cost]]`"),
    }
}

/// Returns one concrete next step.
pub(crate) fn policy_hint(error: &PolicyError) -> String {
    match error {
        PolicyError::ScaleAndBands => "keep `scale` if quality is a label, `bands` if it is a score".to_owned(),
        PolicyError::RequiredNotOnScale { required, scale } => {
            match nearest(required.raw(), scale.iter().map(Untrusted::raw)) {
                Some(label) => format!("write `required = \"{}\"`", shown(label)),
                None => "require a label of the scale, or add the label to it".to_owned(),
            }
        }
        PolicyError::RequiredNotAScore { .. } => {
            "set the scale, best grade first: `scale = [\"A\", \"B\", \"C\"]` (`--scale A,B,C`)".to_owned()
        }
        PolicyError::DrawWithoutSeed => {
            "agree on a text that nobody can choose afterwards, as `seed = \"2026-11-22 10:00\"` (`--seed`)".to_owned()
        }
        PolicyError::SeedWithoutDraw { .. } => {
            "write `ties = \"draw\"` (`--ties draw`), or leave the seed out".to_owned()
        }
        PolicyError::RateOfOwnCurrency { currency } => format!("leave the rate of `{currency}` out"),
        PolicyError::ZeroPriceTwice { .. } => "keep the one at the top of the file".to_owned(),
        PolicyError::WideWithoutColumns => {
            "write which columns each vendor has, as `columns = [\"unit_price\", \"delivery_days\"]`".to_owned()
        }
        PolicyError::EstimateWithoutUse => {
            "write `use = \"budget\"` to take it as the budget, `use = \"ignore\"` to leave it out".to_owned()
        }
        PolicyError::EstimateWithoutVendor => {
            "write the name that it stands under, as `vendor = \"Engineer's Estimate\"`".to_owned()
        }
        PolicyError::UnitCircle { .. } => "leave one of these units out: the last of a chain has no line".to_owned(),
        PolicyError::CostTwice { .. } => "keep it in one of the two".to_owned(),
        PolicyError::CostOfColumn { .. } => "name the header of the fee".to_owned(),
    }
}

fn restore_error(error: &RestoreError) -> String {
    match error {
        RestoreError::Shape(error) => error.to_string(),
        RestoreError::Settings(errors) => errors.iter().map(policy_error).collect::<Vec<_>>().join("; "),
        RestoreError::NotCanonical => "it is not a policy as this version stores it".to_owned(),
    }
}

/// Writes names in backticks, with commas between them.
fn listed<T: fmt::Display>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Writes names in backticks, with `or` before the last.
fn alternatives<T: fmt::Display>(names: &[T]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} or `{last}`", listed(before)),
        _ => listed(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyFile};
    use crate::value::source::{Role, Source};

    fn parse(text: &str) -> Result<PolicyFile, Vec<PolicyFault>> {
        let bytes = text.as_bytes().to_vec();
        PolicyFile::parse(&Source::in_memory("p", Role::Policy, bytes))
    }

    /// Checks each fault of a file, with its hint.
    fn says(text: &str, expected: &[&str]) {
        let said = |fault: &PolicyFault| {
            format!("{fault} -> {}", fault_hint(&fault.kind, fault.key.as_ref()).unwrap_or_default())
        };
        let faults: Vec<String> = parse(text).unwrap_err().iter().map(said).collect();
        assert_eq!(faults, expected);
    }

    const TWICE: &str = "leave one of the two out; white space at the ends and full-width letters make no difference";
    const TWICE_IN_ANY_CASE: &str =
        "leave one of the two out; upper case, white space at the ends and full-width letters make no difference";
    const EMPTY: &str = "an empty text, expected a name -> leave the empty text out, or write the name that is missing";
    const PLAIN: &str = "is not a plain decimal number -> write digits and at most one decimal point, without a percent \
                         sign and without grouping, as `1.5`";

    #[test]
    fn every_fault_is_told_in_the_order_of_the_file() {
        says(
            "currency = 'RMB'\r\n[quality]\r\nrequired = true\r\nscale = [\r\n 'A',\r\n 'A ',\r\n 7,\r\n '' ]\r\n\
             across_grades = 'chepest'\r\n[price]\r\ntolerance = 1.5\r\n[price.rates]\r\nUSD = 0\r\nusd = 7\r\nRMB = 0\r\n",
            &[
                "p: line 1, key `currency`: `RMB` is not a currency code of ISO 4217 -> write `CNY`",
                "p: line 3, key `quality.required`: `true` is a boolean, expected a label in quotes, or a score \
                 -> write the label in quotes, as `\"B\"`",
                &format!("p: line 6, key `quality.scale`: `A ` appears twice -> {TWICE}"),
                "p: line 7, key `quality.scale`: `7` is an integer, expected a text in quotes \
                 -> write the text in quotes: `\"7\"`",
                &format!("p: line 8, key `quality.scale`: {EMPTY}"),
                "p: line 9, key `quality.across_grades`: `chepest` is not one of `refer`, `best`, `cheapest` \
                 -> write `cheapest`",
                "p: line 11, key `price.tolerance`: `1.5` is a TOML float -> write it as a string: `tolerance = \"1.5\"`",
                "p: line 13, key `price.rates.USD`: `0` is out of range, expected a number above 0 -> ",
                "p: line 15, key `price.rates.RMB`: `RMB` is not a currency code of ISO 4217 -> write `CNY`",
                "p: line 15, key `price.rates.RMB`: `0` is out of range, expected a number above 0 -> ",
            ],
        );
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion_or_its_table_or_the_list() {
        says(
            "tolerance = 1\ncurency = 'CNY'\nx = 1\n[award]\nmissing = []\n[qualty]\na = 1\n[price]\nfoo.bar = 1\n\
             [columns]\nunit_prise = 3\nitem = ['A', 'Ａ']\nunit = 3\nbrand = ' '\nvendor = []",
            &[
                "p: line 1, key `tolerance`: unknown key -> move it under `[price]`",
                "p: line 2, key `curency`: unknown key -> write `currency`",
                "p: line 3, key `x`: unknown key -> write `currency`, `date_order`, `vendor_from`, `missing`, `ignore`, `zero_price`, \
                 `columns`, `units`, `fill`, `wide`, `quality`, `price`, `cost`, `gate`, `service`, `award`, `approval` or `estimate`",
                "p: line 5, key `award.missing`: unknown key -> move it to the top of the file, above the first `[..]`",
                "p: line 6, key `qualty`: unknown key -> write `quality`",
                "p: line 9, key `price.foo`: unknown key -> write `tolerance`, `basis`, `zero_price`, \
                 `rates_date`, `rates_source` or `rates`",
                "p: line 11, key `columns.unit_prise`: unknown key -> write `unit_price`",
                &format!("p: line 12, key `columns.item`: `Ａ` appears twice -> {TWICE}"),
                "p: line 13, key `columns.unit`: `3` is an integer, expected a text in quotes, or a list of such texts \
                 -> write the header in quotes, as `\"Pack Price\"`",
                &format!("p: line 14, key `columns.brand`: {EMPTY}"),
                "p: line 15, key `columns.vendor`: the list is empty \
                 -> leave the setting out, or write at least one entry",
            ],
        );
    }

    #[test]
    fn a_value_of_another_type_is_named_and_its_type_wanted() {
        says(
            "quality = 3\nmissing = 'x'\ncurrency = ['CNY']\nservice.criteria = [['a desc']]\n[price]\n\
             tolerance = 0x10\nrates = 2026-11-22\n[award]\nseed = { a = 1 }",
            &[
                "p: line 1, key `quality`: `3` is an integer, expected a table \
                 -> write `[quality]` on a line of its own, its keys below",
                "p: line 2, key `missing`: `'x'` is a text, expected a list of texts \
                 -> write a list in square brackets, as `[\"A\", \"B\"]`",
                "p: line 3, key `currency`: `['CNY']` is a list, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
                "p: line 4, key `service.criteria`: `['a desc']` is a list, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
                "p: line 6, key `price.tolerance`: `0x10` is an integer, expected a number: an integer, or a decimal in \
                 quotes -> write an integer, or a decimal in quotes, as `\"1.5\"`",
                "p: line 7, key `price.rates`: `2026-11-22` is a date or time, expected a table \
                 -> write `[price.rates]` on a line of its own, its keys below",
                "p: line 9, key `award.seed`: `{ a = 1 }` is a table, expected a text in quotes \
                 -> write one text in quotes, as `\"CNY\"`",
            ],
        );
    }

    #[test]
    fn numbers_and_criteria_are_checked_entry_by_entry() {
        says(
            "[quality]\nbands = [90.5, 1e3, 60, 75, 'x']\nscale = []\n[price.rates]\nUSD = 7\nusd = 7\nEUR = inf\n\
             [service]\ncriteria = ['service', 'a asc', 'A desc', 'desc']\n[approval]\nabove = '0.1234567'",
            &[
                "p: line 2, key `quality.bands`: `90.5` is a TOML float -> write it as a string: `\"90.5\"`",
                "p: line 2, key `quality.bands`: `1e3` is a TOML float -> write a plain decimal in quotes, as `\"1.5\"`",
                "p: line 2, key `quality.bands`: `75` is not below `60`: the lower edges of the bands go from high to low \
                 -> write the highest edge first, as `90,75,60`",
                &format!("p: line 2, key `quality.bands`: `x` {PLAIN}"),
                "p: line 3, key `quality.scale`: the list is empty -> leave the setting out, or write at least one entry",
                &format!("p: line 6, key `price.rates.usd`: `usd` appears twice -> {TWICE_IN_ANY_CASE}"),
                "p: line 7, key `price.rates.EUR`: `inf` is a TOML float \
                 -> write a plain decimal in quotes, as `\"1.5\"`",
                "p: line 9, key `service.criteria`: `service` ends in neither `asc` nor `desc` \
                 -> write `service desc` if higher is better, `service asc` if lower is better",
                &format!("p: line 9, key `service.criteria`: `A` appears twice -> {TWICE_IN_ANY_CASE}"),
                "p: line 9, key `service.criteria`: `desc` names no column \
                 -> write the column before the direction, as `service desc`",
                "p: line 11, key `approval.above`: `0.1234567` has more than 6 decimal digits -> ",
            ],
        );
    }

    #[test]
    fn costs_are_checked_table_by_table() {
        const KEEP: &str =
            "keep `per` if the cells are amounts or percentages, `times` and `years` if a factor makes them amounts";
        says(
            "[[cost]]\nper = 'line'\n[[cost]]\ncolumn = 'a'\nper = 'each'\n[[cost]]\ncolumn = 'b'\nper = 'line'\ntimes = 1\n\
             [[cost]]\ncolumn = 'c'\nper = 'unit'\nyears = 1\n[[cost]]\ncolumn = 'd'\nyears = 1\n[[cost]]\ncolumn = 'e'\n\
             times = '-1'\nyears = 0\n[[cost]]\ncolumn = ' '\ntimes = 0.62\n[[cost]]\ncolumn = 'f'\n[[cost]]\ncolumn = ' F'\n\
             colum = 1\n[[cost]]\ncolumn = ' F'\n[[cost]]\ncolumn = 'g'\ncurrency = 'CNY'\nseed = 'x'",
            &[
                "p: line 1, key `cost`: `column` is missing -> name the column, as `column = \"Installation\"`",
                "p: line 5, key `cost.per`: `each` is not one of `line`, `unit`, `line-off`, `percent-off`, `percent-on` \
                 -> write `line`, `unit`, `line-off`, `percent-off` or `percent-on`",
                &format!("p: line 6, key `cost`: `per` and `times` are both set -> {KEEP}"),
                &format!("p: line 10, key `cost`: `per` and `years` are both set -> {KEEP}"),
                "p: line 14, key `cost`: `years` is set, but not `times` -> say what one costs, as `times = \"0.62\"`",
                "p: line 19, key `cost.times`: `-1` is out of range, expected a number 0 or more -> ",
                "p: line 20, key `cost.years`: `0` is out of range, expected a number above 0 -> ",
                &format!("p: line 22, key `cost.column`: {EMPTY}"),
                "p: line 23, key `cost.times`: `0.62` is a TOML float -> write it as a string: `times = \"0.62\"`",
                "p: line 28, key `cost.colum`: unknown key -> write `column`",
                &format!("p: line 29, key `cost`: `F` appears twice -> {TWICE_IN_ANY_CASE}"),
                "p: line 33, key `cost.currency`: unknown key -> move it to the top of the file, above the first `[..]`",
                "p: line 34, key `cost.seed`: unknown key -> move it under `[award]`",
            ],
        );
    }

    #[test]
    fn gates_are_checked_table_by_table() {
        const DAY: &str = "write year, month and day, as `2026-11-22`, or `as-of` for the day of the comparison";
        says(
            "[[gate]]\nequals = 'x'\n[[gate]]\ncolumn = 'a'\n[[gate]]\ncolumn = 'b'\nat_most = 2\nat_least = 1\n\
             [[gate]]\ncolumn = 'c'\nequals = 5\n[[gate]]\ncolumn = 'd'\none_of = []\n[[gate]]\ncolumn = 'e'\n\
             one_of = ['x', 'X']\n[[gate]]\ncolumn = 'f'\non_or_after = 'today'\n[[gate]]\ncolumn = 'g'\n\
             on_or_before = 2026-01-01T08:00:00\n[[gate]]\ncolumn = 'h'\non_or_before = 20260101\n\
             [[gate]]\ncolumns = 'i'\nequals = 'x'",
            &[
                "p: line 1, key `gate`: `column` is missing -> name the column, as `column = \"Installation\"`",
                "p: line 3, key `gate`: the gate has no condition -> write one of `equals`, `one_of`, `at_least`, \
                 `at_most`, `on_or_after` or `on_or_before`",
                "p: line 5, key `gate`: `at_least` and `at_most` are both set, and a gate has one condition \
                 -> write a `[[gate]]` for each; a column may have several",
                "p: line 11, key `gate.equals`: `5` is an integer, expected a text in quotes \
                 -> write the text in quotes: `\"5\"`",
                "p: line 14, key `gate.one_of`: the list is empty -> leave the setting out, or write at least one entry",
                &format!("p: line 17, key `gate.one_of`: `X` appears twice -> {TWICE_IN_ANY_CASE}"),
                &format!("p: line 20, key `gate.on_or_after`: `today` is neither a date nor `as-of` -> {DAY}"),
                &format!(
                    "p: line 23, key `gate.on_or_before`: `2026-01-01T08:00:00` is neither a date nor `as-of` -> {DAY}"
                ),
                "p: line 26, key `gate.on_or_before`: `20260101` is an integer, expected a date in quotes \
                 -> write the date in quotes, as `\"2026-11-22\"`",
                "p: line 28, key `gate.columns`: unknown key -> write `column`",
            ],
        );
    }

    #[test]
    fn units_dates_and_lists_of_tables_are_checked() {
        const UNIT: &str = "is neither a unit nor a number of a unit -> write a number, a space and a unit, as `12 piece`, \
                            or a unit that is the same, as `piece`";
        says(
            "ignore = ['a', ' a']\nzero_price = true\ngate = 3\n[units]\nBOX = '12 piece'\nbox = '12piece'\n' ' = 'piece'\n\
             carton = 12\ndozen = '0 piece'\ngross = '1 000 piece'\n[price]\nrates_date = '20/11/2026'\nrates_source = ''\n\
             [cost]\ncolumn = 'x'\n[estimate]\nvender = 'x'\nuse = 'bugdet'",
            &[
                &format!("p: line 1, key `ignore`: ` a` appears twice -> {TWICE}"),
                "p: line 2, key `zero_price`: `true` is a boolean, expected a text in quotes \
                 -> write the text in quotes: `\"true\"`",
                "p: line 3, key `gate`: `3` is an integer, expected tables in double square brackets \
                 -> write `[[gate]]` on a line of its own, its keys below",
                &format!("p: line 6, key `units.box`: `box` appears twice -> {TWICE_IN_ANY_CASE}"),
                &format!("p: line 6, key `units.box`: `12piece` {UNIT}"),
                &format!("p: line 7, key `units. `: {EMPTY}"),
                "p: line 8, key `units.carton`: `12` is an integer, expected a text in quotes \
                 -> write the text in quotes: `\"12\"`",
                "p: line 9, key `units.dozen`: `0` is out of range, expected a number above 0 -> ",
                &format!("p: line 10, key `units.gross`: `1 000 piece` {UNIT}"),
                "p: line 12, key `price.rates_date`: `20/11/2026` is not a date \
                 -> write year, month and day, as `2026-11-22`",
                &format!("p: line 13, key `price.rates_source`: {EMPTY}"),
                "p: line 14, key `cost`: `[cost]` is a table, expected tables in double square brackets \
                 -> write `[[cost]]` on a line of its own, its keys below",
                "p: line 17, key `estimate.vender`: unknown key -> write `vendor`",
                "p: line 18, key `estimate.use`: `bugdet` is not one of `budget`, `ignore` -> write `budget`",
            ],
        );
    }

    #[test]
    fn a_long_or_hostile_text_is_shortened_and_spelt_out() {
        let hostile = format!("\"a\\u001b[31m\\u202e\" = 1\nprice.tolerance = '{}'", "9x".repeat(1000));
        let faults: Vec<String> = parse(&hostile).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(faults[0], "p: line 1, key `a\\u{1b}[31m\\u{202e}`: unknown key");
        let nines = "9x".repeat(40);
        assert_eq!(faults[1], format!("p: line 2, key `price.tolerance`: `{nines}…` is not a plain decimal number"));
    }

    #[test]
    fn what_does_not_go_together_names_the_keys_and_the_options() {
        for (text, expected) in [
            (
                "quality.scale = ['A']\nquality.bands = [1]\nquality.required = 'Z'",
                "`[quality] scale` (`--scale`) and `[quality] bands` (`--bands`) are both set \
                 -> keep `scale` if quality is a label, `bands` if it is a score",
            ),
            (
                "quality.scale = ['good', 'fair']\nquality.required = 'fiar'",
                "`[quality] required` (`--required`): `fiar` is not on the scale `good`, `fair` \
                 -> write `required = \"fair\"`",
            ),
            (
                "quality.required = 'B'",
                "`[quality] required` (`--required`): `B` is not a score, and no scale is set \
                 -> set the scale, best grade first: `scale = [\"A\", \"B\", \"C\"]` (`--scale A,B,C`)",
            ),
            (
                "award.ties = 'draw'",
                "`[award] ties = \"draw\"` (`--ties draw`) needs a seed \
                 -> agree on a text that nobody can choose afterwards, as `seed = \"2026-11-22 10:00\"` (`--seed`)",
            ),
            (
                "award.seed = 'x'",
                "`[award] seed` (`--seed`) is set to `x`, but only `ties = \"draw\"` uses it \
                 -> write `ties = \"draw\"` (`--ties draw`), or leave the seed out",
            ),
            (
                "currency = 'CNY'\nprice.rates.CNY = 1",
                "`[price.rates] CNY`: `CNY` is the policy's own `currency` (`--currency`), always worth 1 \
                 -> leave the rate of `CNY` out",
            ),
            (
                "ignore = ['Setup Fee']\n[[cost]]\ncolumn = 'setup fee'\n[[cost]]\ncolumn = 'unit_price'",
                "`setup fee` is a `[[cost]]` and stands in `ignore` as well -> keep it in one of the two\n\
                 `unit_price` is a column of its own and no `[[cost]]` -> name the header of the fee",
            ),
            (
                "zero_price = 'allow'\nprice.zero_price = 'reject'",
                "`zero_price` is `allow` at the top of the file and `reject` under `[price]` \
                 -> keep the one at the top of the file",
            ),
            (
                "estimate.vendor = 'x'",
                "`[estimate]` has a `vendor` and no `use` \
                 -> write `use = \"budget\"` to take it as the budget, `use = \"ignore\"` to leave it out",
            ),
            (
                "estimate.use = 'budget'",
                "`[estimate]` has a `use` and no `vendor` \
                 -> write the name that it stands under, as `vendor = \"Engineer's Estimate\"`",
            ),
            (
                "[units]\nBox = '12 carton'\ncarton = '2 box'\npiece = 'Piece'",
                "`[units]` leads in a circle: `box`, `carton`, `box` \
                 -> leave one of these units out: the last of a chain has no line\n\
                 `[units]` leads in a circle: `piece`, `piece` \
                 -> leave one of these units out: the last of a chain has no line",
            ),
        ] {
            let errors = Policy::check(parse(text).unwrap()).unwrap_err();
            let said: Vec<String> = errors.iter().map(|error| format!("{error} -> {}", policy_hint(error))).collect();
            assert_eq!(said.join("\n"), expected);
        }
    }
}
