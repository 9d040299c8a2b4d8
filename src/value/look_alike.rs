//! Names that look alike and are not the same: UTS #39, *Confusable Detection*.

use std::collections::{BTreeMap, BTreeSet};

use unicode_security::skeleton;

/// Finds names of which the eye may take one for another: those whose letters, case and spaces left aside, have the same
/// skeleton. `key` is the form in which two spellings are the same name; the groups and the names in them are sorted.
pub(crate) fn look_alikes<'n>(
    names: impl IntoIterator<Item = &'n str>,
    key: impl Fn(&str) -> String,
) -> Vec<Vec<&'n str>> {
    let mut groups: BTreeMap<String, BTreeMap<String, &'n str>> = BTreeMap::new();
    for name in names {
        let letters: String = key(name).to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
        // Shapes of small letters may be capital ones, as that of 0 is.
        let shape = skeleton(&letters).collect::<String>().to_lowercase();
        groups.entry(shape).or_default().entry(key(name)).or_insert(name);
    }
    let alike = groups.into_values().filter(|names| names.len() > 1);
    let names = alike.map(|names| names.into_values().collect::<BTreeSet<_>>().into_iter().collect());
    names.collect::<BTreeSet<Vec<&str>>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::name::Key;

    #[test]
    fn names_of_one_shape_are_found_and_spellings_of_one_name_are_not() {
        let found =
            |names: &[&'static str]| look_alikes(names.iter().copied(), |name| Key::vendor(name).text().to_owned());
        // The second has a Cyrillic o, the third a digit.
        assert_eq!(found(&["Oak", "\u{41e}ak", "0ak", "Pine"]), [["0ak", "Oak", "\u{41e}ak"]]);
        assert_eq!(found(&["East Wind", "Eastwind"]), [["East Wind", "Eastwind"]]);
        assert_eq!(found(&["Oak", "OAK", "Ｏak", " oak "]), Vec::<Vec<&str>>::new());
        assert_eq!(found(&["宏达", "宏大"]), Vec::<Vec<&str>>::new());
    }
}
