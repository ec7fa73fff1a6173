//! Title, addressee, opening and the session's names, made by the profile's rules.

use super::element::{Proposer, ProposerKind, Session};
use super::numeral;
use crate::profile::{Pattern, Profile};

/// What the rules know of a letter.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub place: Option<String>,
    pub assembly: Option<String>,
    pub term: Option<u32>,
    pub meeting: Option<u32>,
    pub matter: String,
    pub number: Option<String>,
    pub subject: Option<String>,
    pub proposers: Vec<Proposer>,
    pub count: Option<u32>,
    pub co_units: Vec<String>,
    /// The addressee as the row gives it, where no proposers are named.
    pub addressee: Option<String>,
}

impl Facts {
    /// The session's long and short names, where all four parts are known.
    pub fn session(&self, profile: &Profile) -> Option<Session> {
        let names = profile.wording.session.get(self.assembly.as_deref()?)?;
        let place = self.place.as_deref()?;
        let level =
            profile.wording.levels.iter().find(|(suffix, _)| place.ends_with(suffix)).map(|(_, level)| level.clone());
        let value = |name: &str| match name {
            "place" => Some(place.to_owned()),
            "level" => Some(level.clone().unwrap_or_else(|| place.to_owned())),
            "term" => self.term.map(numeral::chinese),
            "meeting" => self.meeting.map(numeral::chinese),
            _ => None,
        };
        Some(Session { long: names.long.fill(&value)?, short: names.short.fill(&value)? })
    }

    /// The first pattern whose every name has a value, filled.
    pub fn compose(&self, patterns: &[Pattern], profile: &Profile) -> Option<String> {
        patterns.iter().find_map(|pattern| pattern.fill(&|name| self.value(name, profile)))
    }

    /// The addressee, made from those who proposed.
    pub fn addressee(&self, profile: &Profile) -> Option<String> {
        let wording = &profile.wording;
        let pattern = match self.proposers.as_slice() {
            [] => return None,
            [first, ..] if first.kind == ProposerKind::Body => &wording.addressee_body,
            named if self.count.is_some_and(|count| count as usize > named.len()) => &wording.addressee_counted,
            [_] => &wording.addressee_one,
            _ => &wording.addressee_several,
        };
        pattern.fill(&|name| self.value(name, profile))
    }

    /// The subject without what is always around it.
    pub fn core(&self, profile: &Profile) -> Option<String> {
        self.value("core", profile)
    }

    fn value(&self, name: &str, profile: &Profile) -> Option<String> {
        let wording = &profile.wording;
        let names: Vec<&str> = self.proposers.iter().map(|proposer| proposer.name.as_str()).collect();
        let noun = || wording.nouns.get(&self.matter).unwrap_or(&self.matter).clone();
        match name {
            "place" => self.place.clone(),
            "term" => self.term.map(numeral::chinese),
            "meeting" => self.meeting.map(numeral::chinese),
            "session_long" => self.session(profile).map(|session| session.long),
            "session_short" => self.session(profile).map(|session| session.short),
            "number" => self.number.clone(),
            "matter" => Some(self.matter.clone()),
            "noun" => Some(noun()),
            "core" => self.subject.as_deref().map(|subject| core(subject, &noun())),
            "subject" => {
                let core = core(self.subject.as_deref()?, &noun());
                let phrase = wording.subject.fill(&|name| match name {
                    "core" => Some(core.clone()),
                    "noun" => Some(noun()),
                    _ => None,
                })?;
                Some(nest_quotes(&phrase))
            }
            "pronoun" => Some(self.pronoun(profile).to_owned()),
            "co_units" => (!self.co_units.is_empty()).then(|| self.co_units.join("、")),
            "name" => names.first().map(|name| (*name).to_owned()),
            "names" => (!names.is_empty()).then(|| names.join("、")),
            "count" => self.count.map(|count| count.to_string()),
            "honour" => Some(self.honour(profile)),
            _ => None,
        }
    }

    fn pronoun<'p>(&self, profile: &'p Profile) -> &'p str {
        let wording = &profile.wording;
        let several = self.proposers.len() > 1
            || self.count.is_some_and(|count| count > 1)
            || self.proposers.is_empty()
                && self.addressee.as_deref().is_some_and(|addressee| addressee.contains(['、', '等']));
        match self.proposers.first().map(|first| first.kind) {
            Some(ProposerKind::Body) => &wording.pronoun_body,
            _ if several => &wording.pronoun_several,
            _ => &wording.pronoun_one,
        }
    }

    /// 代表 or 委员; where the assembly is not given, by the matter.
    fn honour(&self, profile: &Profile) -> String {
        let wording = &profile.wording;
        let by_matter = || {
            wording
                .usual_matters
                .iter()
                .find(|(_, matter)| **matter == self.matter)
                .map(|(assembly, _)| assembly.clone())
        };
        let assembly = self.assembly.clone().or_else(by_matter).or_else(|| wording.honours.keys().next().cloned());
        assembly.and_then(|assembly| wording.honours.get(&assembly).cloned()).unwrap_or_default()
    }
}

/// The subject without 《》 or “” around it, 关于 in front and 的建议 behind it, however often they stand there.
fn core(subject: &str, noun: &str) -> String {
    let mut text = subject.trim();
    loop {
        let before = text;
        for (open, close) in [('《', '》'), ('“', '”'), ('"', '"')] {
            text = stripped_pair(text, open, close);
        }
        text = text.strip_prefix("关于").unwrap_or(text).trim_start_matches([':', '：']);
        for tail in [noun, "建议", "提案", "议案"] {
            if let Some(rest) = text.strip_suffix(tail).and_then(|rest| rest.strip_suffix('的')) {
                text = rest;
            }
        }
        if text == before {
            return text.to_owned();
        }
    }
}

/// Without the pair, if it spans the whole text.
fn stripped_pair(text: &str, open: char, close: char) -> &str {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.filter(|inner| !inner.contains([open, close])).unwrap_or(text)
}

/// Within 《》 titles become 〈〉 (GB/T 15834).
fn nest_quotes(phrase: &str) -> String {
    let mut depth = 0_usize;
    phrase
        .chars()
        .map(|c| match c {
            '《' => {
                depth += 1;
                if depth.is_multiple_of(2) { '〈' } else { '《' }
            }
            '》' => {
                let inner = depth.is_multiple_of(2) && depth > 0;
                depth = depth.saturating_sub(1);
                if inner { '〉' } else { '》' }
            }
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_of_a_subject_has_nothing_around_it() {
        for subject in [
            "关于推进协作，加快建设的建议",
            "《关于推进协作，加快建设的建议》",
            "推进协作，加快建设",
            "“关于推进协作，加快建设”的建议",
            "关于《关于推进协作，加快建设的建议》的建议",
            "关于推进协作，加快建设的提案",
        ] {
            assert_eq!(core(subject, "建议"), "推进协作，加快建设", "{subject}");
        }
        assert_eq!(core("关于落实《条例》的建议", "建议"), "落实《条例》");
        assert_eq!(core("关于征集合理化建议", "建议"), "征集合理化建议");
    }

    #[test]
    fn titles_within_titles_change_their_marks() {
        assert_eq!(nest_quotes("《关于落实《条例》的建议》"), "《关于落实〈条例〉的建议》");
        assert_eq!(nest_quotes("《甲》《乙》"), "《甲》《乙》");
    }
}
