//! Encodings of text, by the names that results state and `--encoding` takes.

/// How characters stand as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Simplified Chinese; GBK and GB2312 are parts of it.
    Gb18030,
    /// Traditional Chinese, with the Hong Kong characters.
    Big5,
    /// Japanese.
    ShiftJis,
    /// Western European.
    Windows1252,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: &[Self] =
        &[Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gb18030, Self::Big5, Self::ShiftJis, Self::Windows1252];

    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::ShiftJis => "shift_jis",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Finds an encoding by its name or another usual one, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        let others: &[(&str, Self)] = &[
            ("utf8", Self::Utf8),
            ("gbk", Self::Gb18030),
            ("gb2312", Self::Gb18030),
            ("cp936", Self::Gb18030),
            ("big5-hkscs", Self::Big5),
            ("cp950", Self::Big5),
            ("sjis", Self::ShiftJis),
            ("cp932", Self::ShiftJis),
            ("cp1252", Self::Windows1252),
        ];
        let own = Self::ALL.iter().copied().find(|encoding| encoding.name().replace('_', "-") == name);
        own.or_else(|| others.iter().find(|(other, _)| *other == name).map(|(_, encoding)| *encoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_by_every_usual_name() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::parse(encoding.name()), Some(*encoding));
            assert_eq!(Encoding::parse(&encoding.name().to_uppercase()), Some(*encoding));
        }
        assert_eq!(Encoding::parse("GBK"), Some(Encoding::Gb18030));
        assert_eq!(Encoding::parse("Shift-JIS"), Some(Encoding::ShiftJis));
        assert_eq!(Encoding::parse("CP1252"), Some(Encoding::Windows1252));
        assert_eq!(Encoding::parse("utf-16"), None, "which byte comes first is not said");
        assert_eq!(Encoding::parse(""), None);
    }
}
