//! The baseline levels of PAdES.

/// A level; each has all that the one before has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// B-B: a signature.
    #[default]
    B,
    /// B-T: and a trusted time.
    T,
    /// B-LT: and what is needed to check it later.
    Lt,
    /// B-LTA: and a timestamp over all of it.
    Lta,
}

impl Level {
    /// As options have it: `b-lt`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::B => "b-b",
            Self::T => "b-t",
            Self::Lt => "b-lt",
            Self::Lta => "b-lta",
        }
    }

    /// Reads an option's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::B, Self::T, Self::Lt, Self::Lta].into_iter().find(|level| level.as_str() == text.to_lowercase())
    }
}
