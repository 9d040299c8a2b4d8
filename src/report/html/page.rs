//! The skeleton of a page: head with a policy that lets nothing in, styles, lines for signatures, foot.

use sha2::{Digest as _, Sha256};

use super::markup::Html;

/// The styles of every page.
const STYLE: &str = include_str!("style.css");

/// What opens a page up to its title, and what lies between.
const OPENING: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";

/// Opens a page: everything down to the top of its main part.
pub(crate) fn open(html: &mut Html<'_>, title: &str) {
    html.fixed(OPENING);
    // First of all, so that it holds for everything below.
    let content = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE.as_bytes()))
    );
    html.void("meta", &[("http-equiv", &"Content-Security-Policy"), ("content", &content)]);
    html.newline();
    for (name, content) in [
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
        ("referrer", "no-referrer"),
        ("generator", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"))),
    ] {
        html.void("meta", &[("name", &name), ("content", &content)]);
        html.newline();
    }
    html.words("title", &[], title);
    html.fixed("\n<style>");
    html.fixed(STYLE);
    html.fixed("</style>\n</head>\n<body>\n<main>\n");
}

/// Puts in lines to sign on, one for each role.
pub(crate) fn signatures(html: &mut Html<'_>, roles: &[&'static str]) {
    html.element("section", &[("class", &"signatures"), ("aria-label", &"Signatures")], |html| {
        for role in roles {
            html.newline();
            html.words("p", &[], role);
        }
        html.newline();
    });
    html.newline();
}

/// Closes a page with a line that says what made it.
pub(crate) fn close(html: &mut Html<'_>) {
    html.fixed("</main>\n");
    html.words("footer", &[], concat!("Made by ", env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "."));
    html.fixed("\n</body>\n</html>\n");
}

/// Writes bytes in the base 64 that a policy's hashes are written in.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = usize::try_from(bits >> shift & 63).ok().and_then(|digit| DIGITS.get(digit));
            // The last chunk may be short: two digits for one byte, three for two.
            text.push(if place > chunk.len() { '=' } else { digit.map_or('=', |digit| char::from(*digit)) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_rfc_4648() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn the_styles_name_nothing_outside_and_do_not_end_early() {
        for word in ["url(", "@import", "</", "expression", "http", "\r"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}
