//! Rules of wording as data: the patterns and words of `[wording]`, each listed once.

use serde::Deserialize;
use toml::Spanned;

use super::Pattern;
use super::layer::Checker;
use super::texts::Texts;

/// Names of a session's patterns.
pub(super) const SESSION: &[&str] = &["place", "level", "term", "meeting"];
/// Names of the subject's pattern.
pub(super) const SUBJECT: &[&str] = &["core", "noun"];
/// Names of the patterns that make an addressee of those who proposed.
pub(super) const NAMES: &[&str] = &["name", "names", "count", "honour"];
/// Names of all running text.
pub(super) const TEXT: &[&str] = &[
    "place",
    "level",
    "term",
    "meeting",
    "session_long",
    "session_short",
    "session_time",
    "number",
    "matter",
    "noun",
    "core",
    "subject",
    "pronoun",
    "proposers",
    "co_units",
    "lead_unit",
    "filing_number",
    "class_number",
    "round",
    "previous",
    "issuer",
    "contact_unit",
    "contact_person",
    "contact_phone",
];

macro_rules! rules {
    (
        patterns { $($(#[doc = $pdoc:expr])+ $pattern:ident: $names:ident $($need:ident)?,)+ }
        words { $($(#[doc = $wdoc:expr])+ $word:ident $($must:ident)?,)+ }
    ) => {
        /// Rules that make title, addressee, opening and the rest. Of several patterns the first is taken whose
        /// every name has a value.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Wording {
            $($(#[doc = $pdoc])+ pub $pattern: Vec<Pattern>,)+
            $($(#[doc = $wdoc])+ pub $word: String,)+
        }

        /// The same as a file writes it.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct WordingFile {
            $($pattern: Option<Texts>,)+
            $($word: Option<Spanned<String>>,)+
        }

        /// The same with its names checked; what a file leaves out is `None`.
        #[derive(Debug, Clone, Default)]
        pub(super) struct WordingLayer {
            $($pattern: Option<Vec<Pattern>>,)+
            $($word: Option<String>,)+
        }

        impl WordingLayer {
            pub(super) fn check(file: WordingFile, checker: &mut Checker<'_>) -> Self {
                Self {
                    $($pattern: file.$pattern.map(|texts| checker.patterns(texts, $names)),)+
                    $($word: file.$word.map(Spanned::into_inner),)+
                }
            }

            /// Lays `top` over this one.
            pub(super) fn overlay(&mut self, top: Self) {
                $(if top.$pattern.is_some() { self.$pattern = top.$pattern; })+
                $(if top.$word.is_some() { self.$word = top.$word; })+
            }

            /// The rules; `missing` is told of those that every letter needs and no layer gives.
            pub(super) fn finish(self, missing: &mut dyn FnMut(&str)) -> Wording {
                $($(rules!(@$need); if self.$pattern.is_none() { missing(stringify!($pattern)); })?)+
                $($(rules!(@$must); if self.$word.is_none() { missing(stringify!($word)); })?)+
                Wording {
                    $($pattern: self.$pattern.unwrap_or_default(),)+
                    $($word: self.$word.unwrap_or_default(),)+
                }
            }
        }

        #[cfg(test)]
        impl Wording {
            /// The keys of `[wording]`.
            const KEYS: &[&str] = &[$(stringify!($pattern),)+ $(stringify!($word),)+];
        }

        impl Wording {
            /// Every pattern.
            pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
                [$(&self.$pattern,)+].into_iter().flatten()
            }
        }
    };
    (@needed) => {};
}

rules! {
    patterns {
        /// The subject in running text: `关于{core}的{noun}`.
        subject: SUBJECT needed,
        /// Titles.
        title: TEXT needed,
        /// Titles of a second and later answer; then those of `title`.
        title_again: TEXT,
        /// Addressees that do not depend on those who proposed: `{lead_unit}`.
        addressee: TEXT,
        /// Addressee of one person: `{name}{honour}`.
        addressee_one: NAMES needed,
        /// Addressee of two; those of `addressee_several` where there is none.
        addressee_two: NAMES,
        /// Addressee of several, all named: `{names}{honour}`.
        addressee_several: NAMES needed,
        /// Addressee where not all are named: `{names}等{count}位{honour}`.
        addressee_counted: NAMES needed,
        /// Addressee of bodies: `{names}`.
        addressee_body: NAMES needed,
        /// Addressee where not all bodies are named: `{names}等{count}家单位`.
        addressee_bodies_counted: NAMES needed,
        /// Openings.
        opening: TEXT needed,
        /// Openings where others had a part in it (会办单位); then those of `opening`.
        opening_with_co_units: TEXT,
        /// Openings of a second and later answer; then the others.
        opening_again: TEXT,
        /// Closing words; empty for none.
        closing: TEXT,
        /// Note (附注) where the row has none, without its brackets.
        note: TEXT,
    }
    words {
        /// How one person is spoken to: 您.
        pronoun_one needed,
        /// How several are: 你们.
        pronoun_several needed,
        /// How a body is: 贵单位.
        pronoun_body needed,
        /// Ends an addressee: `：`.
        addressee_stop needed,
        /// Ends a copy list: `。` by GB/T 9704, nothing in some places.
        cc_stop needed,
        /// The series of document numbers (发文机关代字); empty where any will do.
        doc_word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever writes a profile finds every key and every name of a pattern in the guide, in both languages.
    #[test]
    fn the_guide_has_every_key_and_name() {
        for guide in [include_str!("../../docs/profiles.md"), include_str!("../../docs/profiles.zh-CN.md")] {
            for name in Wording::KEYS.iter().chain(TEXT).chain(SESSION).chain(SUBJECT).chain(NAMES) {
                assert!(guide.contains(&format!("`{name}`")), "{name}");
            }
        }
    }
}
