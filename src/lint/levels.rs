//! How much the checks of content weigh.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Severity};

/// The codes of the checks of content. Only these can be weighed: other problems are no matter of taste.
pub const CODES: &[Code] = &[
    Code::PunctuationMixed,
    Code::PunctuationDoubled,
    Code::DigitsFullWidth,
    Code::PlaceholderLeft,
    Code::HeadingGap,
    Code::HeadingRepeat,
    Code::HeadingJump,
    Code::AddressMismatch,
    Code::NounMixed,
    Code::PhraseDoubled,
    Code::DocNumberInText,
    Code::DocNumberYear,
    Code::CategoryDoubtful,
    Code::DateBeforeMeeting,
    Code::DateAfterDue,
    Code::PreviousMissing,
    Code::MobilePublished,
    Code::CellMaybeCut,
    Code::TextRepeated,
];

/// How much a check weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is silent.
    Off,
    /// It weighs so much.
    At(Severity),
}

impl Level {
    /// The words of `dafu.toml`.
    pub const WORDS: [&'static str; 4] = ["off", "note", "warning", "error"];

    /// The level that a word of `dafu.toml` means.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "note" => Some(Self::At(Severity::Note)),
            "warning" => Some(Self::At(Severity::Warning)),
            "error" => Some(Self::At(Severity::Error)),
            _ => None,
        }
    }
}

/// What a department says of single checks; the others weigh what they weigh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// Sets a check's level.
    pub fn set(&mut self, code: Code, level: Level) {
        self.0.insert(code, level);
    }

    /// The level of a check, where one was set.
    pub fn get(&self, code: Code) -> Option<Level> {
        self.0.get(&code).copied()
    }

    /// These levels, and `lower` where they say nothing.
    #[must_use]
    pub fn or(mut self, lower: Self) -> Self {
        for (code, level) in lower.0 {
            self.0.entry(code).or_insert(level);
        }
        self
    }

    /// The findings with their levels; those of silent checks are gone.
    pub(super) fn weigh(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let weighed = findings.into_iter().filter_map(|mut found| {
            match self.get(found.code) {
                Some(Level::Off) => return None,
                Some(Level::At(severity)) => found.severity = severity,
                None => {}
            }
            Some(found)
        });
        weighed.collect()
    }
}
