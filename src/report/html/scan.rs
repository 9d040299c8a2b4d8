//! A page taken apart as a browser would, for tests of what is live in it; strings that would act.

use std::collections::BTreeSet;

/// What acts in HTML, in SVG, in styles, in addresses, or on a screen.
pub(super) const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "x\" onmouseover=\"alert(1)",
    "x' style='position:fixed",
    "javascript:alert(1)",
    "data:text/html,<b>x",
    "&#x3c;b&#x3e;x",
    "&lt;b&gt;x",
    "&amp;lt;x",
    "]]><b>x",
    "<![CDATA[x",
    "<!-- x",
    "--><b>x",
    "</style><script>x</script>",
    "</title><b>x",
    "</textarea><b>x",
    "</td></tr></table><h1>x",
    "</bdi></main></body></html>x",
    "<meta http-equiv=refresh content=0;url=//x>",
    "<base href=//x>",
    "<iframe srcdoc='<b>x'>",
    "<a href=javascript:x>y</a>",
    "<math><mi xlink:href=x>",
    "<?xml version='1.0'?>",
    "<%= x %>",
    "{{ x }} ${x}",
    "@import 'x'; url(//x)",
    "expression(alert(1))",
    "\\3c b\\3e x",
    "+ADw-script+AD4-",
    "＜script＞x",
    "`x` ``y`` `z",
    "=cmd|'/c calc'!A1",
    "pay\u{202e}eman",
    "\u{2067}right\u{2069}",
    "Hong\u{200b}da\u{feff}",
    "\u{1b}[31mred\u{1b}]8;;x\u{7}",
    "\u{9b}2J",
    "a\u{1}b",
    "a\r\n\t<b>c",
    "a\u{2028}b\u{85}c",
    "<\u{8}script>x",
    "ﷺ مؤسسة",
    "שלום \"ציוד\"",
    "七桥<桌>椅&",
    "x<",
    ">x",
    "\"'&<>",
];

/// A piece of a page: a tag as it opens or closes, or text with its escapes undone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Opens(String, Vec<(String, String)>),
    Closes(String),
    Text(String),
}

/// Undoes escapes; panics where a character stands that ought to be escaped, or an escape that is none of ours.
fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '>', '"', '\'']), "live: {text}");
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let after = format!("&{after}");
        let (escape, letter) = escapes.iter().find(|(escape, _)| after.starts_with(escape)).expect("our escapes only");
        result.push_str(before);
        result.push_str(letter);
        rest = rest[before.len()..].strip_prefix(escape).unwrap();
    }
    result + rest
}

/// Takes a page apart as a browser would; panics where a browser would have to guess.
pub(super) fn scanned(page: &str) -> Vec<Piece> {
    let page = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let (head, styled) = page.split_once("<style>").expect("styles");
    let (_, body) = styled.split_once("</style>").expect("the end of the styles");
    let mut pieces = Vec::new();
    for part in [head, body] {
        let mut rest = part;
        while let Some((text, tag)) = rest.split_once('<') {
            let (tag, after) = tag.split_once('>').expect("the end of a tag");
            pieces.push(Piece::Text(unescaped(text)));
            pieces.push(match tag.strip_prefix('/') {
                Some(name) => Piece::Closes(name.to_owned()),
                None => opened(tag),
            });
            rest = after;
        }
        pieces.push(Piece::Text(unescaped(rest)));
    }
    pieces
}

fn opened(tag: &str) -> Piece {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("the end of a value");
        attributes.push((attribute.to_owned(), unescaped(value)));
        rest = after.trim_start_matches(' ');
    }
    assert_eq!(rest, "", "an attribute without quotes in <{tag}>");
    Piece::Opens(name.to_owned(), attributes)
}

/// Returns the texts of the cells of a column, in the order of the page.
pub(super) fn cells(page: &str, label: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for piece in scanned(page) {
        match piece {
            Piece::Opens(name, attributes) if name == "td" => {
                inside = attributes.contains(&("data-label".to_owned(), label.to_owned()));
                if inside {
                    found.push(String::new());
                }
            }
            Piece::Closes(name) if name == "td" => inside = false,
            Piece::Text(text) if inside => found.last_mut().unwrap().push_str(&text),
            Piece::Opens(..) | Piece::Closes(_) | Piece::Text(_) => {}
        }
    }
    found
}

/// Returns all text of a page; panics where a tag, an attribute, an address or a character stands that is not the program's.
pub(super) fn inert_text(page: &str) -> String {
    let tags = "html head meta title style body main footer section h1 h2 h3 p a bdi code pre ol li dl div dt dd table \
                caption thead tbody tr th td wbr figure svg desc line text circle rect";
    let tags: BTreeSet<&str> = tags.split(' ').collect();
    let attributes = "lang charset http-equiv content name class id href scope data-label aria-label aria-labelledby \
                      aria-describedby role viewBox x y x1 y1 x2 y2 cx cy r width height";
    let attributes: BTreeSet<&str> = attributes.split(' ').collect();
    let mut text = String::new();
    for piece in scanned(page) {
        match piece {
            Piece::Opens(tag, given) => {
                assert!(tags.contains(tag.as_str()), "<{tag}>");
                for (name, value) in given {
                    assert!(attributes.contains(name.as_str()), "{name}=\"{value}\"");
                    assert!(name != "href" || value.starts_with("#item-"), "{value}");
                }
            }
            Piece::Closes(tag) => assert!(tags.contains(tag.as_str()), "</{tag}>"),
            Piece::Text(piece) => text.push_str(&piece),
        }
    }
    assert!(!page.replace('\n', "").contains(crate::value::untrusted::is_unsafe_to_show));
    text
}

/// Panics unless every element that opens closes.
pub(super) fn closes(page: &str) {
    let mut open: Vec<String> = Vec::new();
    for piece in scanned(page) {
        match piece {
            Piece::Opens(tag, _) if ["meta", "wbr"].contains(&tag.as_str()) => {}
            Piece::Opens(tag, _) => open.push(tag),
            Piece::Closes(tag) => assert_eq!(open.pop(), Some(tag)),
            Piece::Text(_) => {}
        }
    }
    assert_eq!(open, [""; 0]);
}
