//! Sentences about outside names: each name keeps its own direction of writing, what stands in backticks is code.

use super::markup::Html;

/// Puts in a sentence that has these names in it, in this order; a name that it does not have is passed over.
///
/// A word that happens to be equal to a name is taken for it, which changes nothing to the eye.
pub(crate) fn write<N: AsRef<str>>(html: &mut Html<'_>, sentence: &str, names: &[N]) {
    let mut rest = sentence;
    for name in names.iter().map(AsRef::as_ref) {
        let Some((before, after)) = split_at_name(rest, name) else { continue };
        // Notes put names in backticks, which the page has no need of.
        let quoted = before.strip_suffix('`').zip(after.strip_prefix('`'));
        let (before, after) = quoted.unwrap_or((before, after));
        words(html, before);
        html.name(name);
        rest = after;
    }
    words(html, rest);
}

/// Returns what a note puts in backticks: names from outside.
pub(crate) fn quoted(note: &str) -> Vec<&str> {
    note.split('`').skip(1).step_by(2).collect()
}

/// Splits a sentence before and after the first place where a name stands as a whole word.
fn split_at_name<'s>(sentence: &'s str, name: &str) -> Option<(&'s str, &'s str)> {
    if name.is_empty() {
        return None;
    }
    let mut splits = sentence.match_indices(name).filter_map(|(at, found)| {
        let (before, rest) = sentence.split_at_checked(at)?;
        Some((before, rest.strip_prefix(found)?))
    });
    splits.find(|(before, after)| !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric))
}

/// Puts in words, with what stands between two backticks as code.
fn words(html: &mut Html<'_>, text: &str) {
    let mut rest = text;
    while let Some((before, (code, after))) =
        rest.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
    {
        html.text(before);
        html.element("code", &[], |html| html.name(code));
        rest = after;
    }
    html.text(rest);
}

#[cfg(test)]
mod tests {
    use super::super::markup;
    use super::*;

    fn written(sentence: &str, names: &[&str]) -> String {
        markup::written(|html| write(html, sentence, names))
    }

    #[test]
    fn names_are_set_apart_where_they_stand_as_words() {
        let sentence = "take East or Eastern & Co: `service` 5 instead of 4";
        assert_eq!(
            written(sentence, &["East", "Eastern & Co"]),
            "take <bdi>East</bdi> or <bdi>Eastern &amp; Co</bdi>: <code><bdi>service</bdi></code> 5 instead of 4"
        );
        assert_eq!(
            written("a than b", &["a", "b", "", "c"]),
            "<bdi>a</bdi> than <bdi>b</bdi>",
            "in order, and none inside a word"
        );
        assert_eq!(written("`West` asks nothing", &["West"]), "<bdi>West</bdi> asks nothing");
    }

    #[test]
    fn backticks_without_a_partner_stay() {
        assert_eq!(written("a ` b <i>", &["x"]), "a ` b &lt;i&gt;");
        assert_eq!(written("`a`b`", &[]), "<code><bdi>a</bdi></code>b`");
    }
}
