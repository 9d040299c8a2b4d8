//! The order that resolves ties: names, or a draw that anyone can repeat.

use super::dataset::items::Request;
use super::decide::classes;
use crate::policy::Ties;
use crate::value::source::Digest;
use crate::value::untrusted::UntrustedStr;

/// Draws a vendor's lot: the SHA-256 of `bijia-draw-v1`, the seed, the lot, the item and the vendor, a line each,
/// without a newline at the end. An item without a lot has an empty line there.
///
/// `printf 'bijia-draw-v1\n%s\n%s\n%s\n%s' "$seed" "$lot" "$item" "$vendor" | sha256sum` gives the same.
#[must_use]
pub(crate) fn draw(seed: &str, request: &Request<'_>, vendor: UntrustedStr<'_>) -> Digest {
    let lot = request.lot.map_or("", UntrustedStr::raw);
    let text = format!("bijia-draw-v1\n{seed}\n{lot}\n{}\n{}", request.item.raw(), vendor.raw());
    Digest::of(text.as_bytes())
}

/// Gives each offer its place in the order that resolves ties; all have the same where ties are referred.
pub(crate) fn keys<'v>(
    ties: &Ties,
    request: &Request<'_>,
    vendors: impl Iterator<Item = UntrustedStr<'v>>,
) -> Vec<u32> {
    match ties {
        Ties::Refer => vendors.map(|_| 0).collect(),
        Ties::Name => classes(&vendors.collect::<Vec<_>>(), Ord::cmp),
        Ties::Draw(seed) => classes(&vendors.map(|vendor| draw(seed, request, vendor)).collect::<Vec<_>>(), Ord::cmp),
    }
}
