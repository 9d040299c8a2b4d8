//! Amounts to coordinates, in whole numbers only.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "amounts have at most 25 digits and a page a few thousand units, so that products stay within an i128"
)]

/// A straight scale from a range of amounts to a range of coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    amounts: (i128, i128),
    units: (i32, i32),
}

impl Scale {
    /// Makes a scale on which `least` stands at the first coordinate and `most` at the second.
    pub(crate) fn new(least: i128, most: i128, units: (i32, i32)) -> Self {
        Self { amounts: (least, most.max(least)), units }
    }

    /// Makes a scale with an eighth of room on both sides, but never below nothing where no amount is.
    pub(crate) fn with_room(least: i128, most: i128, units: (i32, i32)) -> Self {
        let room = ((most - least) / 8).max(1);
        let floor = if least < 0 { i128::MIN / 2 } else { 0 };
        Self::new((least - room).max(floor), most + room, units)
    }

    /// Returns the coordinate of an amount; half way where the scale has no length.
    pub(crate) fn at(&self, amount: i128) -> i32 {
        let ((least, most), (start, end)) = (self.amounts, self.units);
        let length = i128::from(end - start);
        if most == least {
            return start + (end - start) / 2;
        }
        let along = (amount.clamp(least, most) - least) * length / (most - least);
        // It lies between the two ends, which are of this type.
        start + i32::try_from(along).unwrap_or(0)
    }

    /// Returns round amounts on the scale, ascending and at most so many: multiples of 1, 2 or 5 times a power of ten.
    pub(crate) fn ticks(&self, at_most: usize) -> Vec<i128> {
        let (least, most) = self.amounts;
        // Nothing is a multiple of every step.
        let at_most = at_most.max(1);
        let mut ten: i128 = 1;
        loop {
            for step in [ten, 2 * ten, 5 * ten] {
                let first = least.div_euclid(step) * step;
                let first = if first < least { first + step } else { first };
                let count = if first > most { 0 } else { (most - first) / step + 1 };
                if usize::try_from(count).is_ok_and(|count| count <= at_most) {
                    return (0..count).map(|place| first + place * step).collect();
                }
            }
            ten *= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stand_between_the_ends() {
        let scale = Scale::new(100, 300, (200, 0));
        for (amount, at) in [(100, 200), (200, 100), (300, 0), (50, 200), (i128::MAX / 4, 0)] {
            assert_eq!(scale.at(amount), at, "{amount}");
        }
        assert_eq!(Scale::new(5, 5, (0, 10)).at(5), 5);
        assert_eq!(Scale::with_room(0, 800, (0, 900)), Scale::new(0, 900, (0, 900)));
        assert_eq!(Scale::with_room(-800, 0, (0, 900)), Scale::new(-900, 100, (0, 900)));
        let huge = 10_i128.pow(25);
        assert_eq!(Scale::new(0, huge, (0, 1000)).at(huge / 2), 500);
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(Scale::new(1_234, 1_999, (0, 1)).ticks(5), [1_400, 1_600, 1_800]);
        assert_eq!(Scale::new(0, 100, (0, 1)).ticks(5), [0, 50, 100]);
        assert_eq!(Scale::new(-7, 7, (0, 1)).ticks(3), [-5, 0, 5]);
        assert_eq!(Scale::new(7, 7, (0, 1)).ticks(3), [7]);
        assert!(Scale::new(0, 10_i128.pow(25), (0, 1)).ticks(4).len() <= 4);
    }
}
