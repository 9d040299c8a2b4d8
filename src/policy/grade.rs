//! How cells of quality become grades, and how grades and requirements are named.

use super::grammar::normal;
use super::{Requirement, Scheme};
use crate::value::money::Decimal;

impl Scheme {
    /// Returns the band of a score, from 0 for the best; the last band is the one below every edge.
    ///
    /// A scheme without bands has the one band 0.
    #[must_use]
    pub fn grade_of(&self, score: Decimal) -> usize {
        self.edges().iter().take_while(|edge| score < **edge).count()
    }

    /// Returns the place of a label on the scale, from 0 for the best; `None` where it is not on it.
    ///
    /// Labels are the same after NFKC and trimming; their case counts.
    #[must_use]
    pub fn label_index(&self, label: &str) -> Option<usize> {
        let label = normal(label);
        self.labels().iter().position(|other| *other == label)
    }

    /// Returns the name of a band: its lower edge, `90`; for the last one the edge that it is below, `<60`.
    #[must_use]
    pub fn name_of_band(&self, index: usize) -> String {
        match (self.edges().get(index), self.edges().last()) {
            (Some(edge), _) => edge.to_string(),
            (None, Some(last)) => format!("<{last}"),
            (None, None) => String::new(),
        }
    }

    /// Returns the labels of the scale, best first; none where quality is scored.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        match self {
            Self::Scale(labels) => labels,
            Self::Bands(_) | Self::Scores => &[],
        }
    }

    /// Returns the lower edges of the bands, highest first; none where there are no bands.
    #[must_use]
    pub fn edges(&self) -> &[Decimal] {
        match self {
            Self::Bands(edges) => edges,
            Self::Scale(_) | Self::Scores => &[],
        }
    }
}

impl Requirement {
    /// Returns the requirement as it is written in a policy of that scheme: a label, or a score.
    #[must_use]
    pub fn text(&self, scheme: &Scheme) -> String {
        match self {
            Self::Label(index) => scheme.labels()[*index].clone(),
            Self::Score(score) => score.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::grammar::number;

    fn scale(labels: &[&str]) -> Scheme {
        Scheme::Scale(labels.iter().map(|&label| label.to_owned()).collect())
    }

    #[test]
    fn the_lower_edge_of_a_band_is_inside_it() {
        let scheme = Scheme::Bands(["90", "75", "60"].map(|edge| number(edge).unwrap()).into());
        for (score, index, name) in [
            ("100", 0, "90"),
            ("90", 0, "90"),
            ("89.999999", 1, "75"),
            ("60", 2, "60"),
            ("59.9", 3, "<60"),
            ("-1", 3, "<60"),
        ] {
            assert_eq!(scheme.grade_of(number(score).unwrap()), index, "{score}");
            assert_eq!(scheme.name_of_band(index), name);
        }
    }

    #[test]
    fn a_label_matches_after_trimming_and_nfkc_and_in_its_case() {
        let scheme = scale(&["A", "B", "优"]);
        assert_eq!(scheme.label_index(" Ｂ\u{3000}"), Some(1));
        assert_eq!(scheme.label_index("优"), Some(2));
        assert_eq!(scheme.label_index("b"), None);
        assert_eq!(Scheme::Scores.label_index("A"), None);
    }

    #[test]
    fn a_requirement_is_named_as_it_is_written() {
        let scheme = scale(&["A", "B"]);
        assert_eq!(Requirement::Label(1).text(&scheme), "B");
        assert_eq!(Requirement::Score(number("80.50").unwrap()).text(&Scheme::Scores), "80.5");
    }
}
