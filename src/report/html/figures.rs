//! The figures at the top of a page: a few amounts, each with its name and what it is of.

use super::markup::Html;

/// A figure: its name, the figure, what it is of, and the class that the styles know.
pub(super) type Figure = (&'static str, String, String, &'static str);

/// Puts in the figures.
pub(super) fn write(html: &mut Html<'_>, figures: &[Figure]) {
    html.element("dl", &[("class", &"figures")], |html| {
        for (name, figure, more, class) in figures {
            html.newline();
            html.element("div", &[("class", class)], |html| {
                html.words("dt", &[], name);
                html.words("dd", &[], figure);
                if !more.is_empty() {
                    html.words("dd", &[("class", &"more")], more);
                }
            });
        }
        html.newline();
    });
    html.newline();
}
