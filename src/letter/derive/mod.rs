//! Title, addressee, opening and all else that a profile's rules make of a row.

mod address;
mod subject;

use super::element::{Proposer, Session};
use super::numeral;
use crate::profile::{Key, Pattern, Profile, SessionName, Wording};

/// What the rules know of a letter.
#[derive(Debug, Clone)]
pub(super) struct Facts<'p> {
    pub profile: &'p Profile,
    pub genre: String,
    pub round: u32,
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
    pub lead_unit: Option<String>,
    pub issuer: Vec<String>,
    /// The addressee as the row gives it.
    pub addressee: Option<String>,
    /// Values that patterns print as they are, by key.
    pub plain: Vec<(Key, String)>,
}

impl<'p> Facts<'p> {
    pub fn new(profile: &'p Profile, genre: String) -> Self {
        Self {
            profile,
            genre,
            round: 1,
            place: None,
            assembly: None,
            term: None,
            meeting: None,
            matter: String::new(),
            number: None,
            subject: None,
            proposers: Vec::new(),
            count: None,
            co_units: Vec::new(),
            lead_unit: None,
            issuer: Vec::new(),
            addressee: None,
            plain: Vec::new(),
        }
    }

    fn wording(&self) -> &'p Wording {
        self.profile.wording_of(&self.genre)
    }

    /// The session's long and short names, where both are known.
    pub fn session(&self) -> Option<Session> {
        Some(Session { long: self.session_name(SessionName::Long)?, short: self.session_name(SessionName::Short)? })
    }

    fn session_name(&self, name: SessionName) -> Option<String> {
        let naming = &self.profile.naming;
        let place = self.place.as_deref()?;
        let level = naming.level(place).unwrap_or(place);
        let value = |name: &str| match name {
            "place" => Some(place.to_owned()),
            "level" => Some(level.to_owned()),
            "term" => self.term.map(numeral::chinese),
            "meeting" => self.meeting.map(numeral::chinese),
            _ => None,
        };
        let between = naming.between.contains(&self.matter);
        let patterns = naming.sessions.patterns(self.assembly.as_deref()?, level, between, name);
        patterns.iter().find_map(|pattern| pattern.fill(&value))
    }

    /// The title by the rules.
    pub fn title(&self) -> Option<String> {
        let wording = self.wording();
        self.compose(self.if_again(&wording.title_again)).or_else(|| self.compose(&wording.title))
    }

    /// The opening by the rules.
    pub fn opening(&self) -> Option<String> {
        let wording = self.wording();
        let with_others: &[Pattern] = if self.co_units.is_empty() { &[] } else { &wording.opening_with_co_units };
        let patterns = self.if_again(&wording.opening_again).iter().chain(with_others).chain(&wording.opening);
        self.compose(patterns)
    }

    /// The closing words by the rules; `None` where there are none.
    pub fn closing(&self) -> Option<String> {
        self.compose(&self.wording().closing).filter(|words| !words.is_empty())
    }

    /// The note by the rules.
    pub fn note(&self) -> Option<String> {
        self.compose(&self.wording().note).filter(|words| !words.is_empty())
    }

    /// In whose name it is written, where that is not the unit that writes it.
    pub fn in_name_of(&self) -> Option<String> {
        self.compose(&self.profile.genre_rules.get(&self.genre)?.in_name_of)
    }

    /// Names of units, of those who proposed, and within the session's name: 黄山市, 人民代表大会.
    pub fn names(&self) -> Vec<String> {
        let people = self.proposers.iter().map(|proposer| &proposer.name);
        let names = people.chain(&self.issuer).chain(&self.co_units).chain(&self.lead_unit);
        let mut names: Vec<String> = names.chain(&self.place).cloned().collect();
        let long = self.session_name(SessionName::Long).unwrap_or_default();
        let ordinal = |number: Option<u32>| number.map(numeral::chinese).map(|number| format!("第{number}"));
        let mut parts = vec![long.as_str()];
        let ordinals = [ordinal(self.term), ordinal(self.meeting)];
        for ordinal in ordinals.iter().flatten() {
            parts = parts.into_iter().flat_map(|part| part.split(ordinal.as_str())).collect();
        }
        names.extend(parts.into_iter().map(|part| part.trim_start_matches(['届', '次']).to_owned()));
        names.retain(|name| name.chars().count() > 1);
        names
    }

    /// To whom copies go by the rules. A place named by several of them stands once.
    pub fn copies(&self) -> Vec<String> {
        let fits = |wanted: &str, given: &str| wanted.is_empty() || wanted == given;
        let assembly = self.assembly.as_deref().unwrap_or_default();
        let rule = self.profile.copies.iter().find(|rule| {
            fits(&rule.assembly, assembly) && fits(&rule.matter, &self.matter) && fits(&rule.genre, &self.genre)
        });
        let mut copies: Vec<String> = Vec::new();
        for copy in rule.iter().flat_map(|rule| &rule.to).filter_map(|pattern| self.compose([pattern])) {
            if !copies.contains(&copy) {
                copies.push(copy);
            }
        }
        copies
    }

    /// The subject without what is always around it.
    pub fn core(&self) -> Option<String> {
        self.value("core")
    }

    fn if_again(&self, patterns: &'p [Pattern]) -> &'p [Pattern] {
        if self.round > 1 { patterns } else { &[] }
    }

    /// The first pattern whose every name has a value, filled.
    fn compose<'a>(&self, patterns: impl IntoIterator<Item = &'a Pattern>) -> Option<String> {
        patterns.into_iter().find_map(|pattern| pattern.fill(&|name| self.value(name)))
    }

    /// What a name of a pattern stands for.
    pub fn value(&self, name: &str) -> Option<String> {
        let naming = &self.profile.naming;
        let noun = || naming.noun(&self.matter).to_owned();
        let core =
            || self.subject.as_deref().map(|text| subject::core(text, &naming.subject)).filter(|it| !it.is_empty());
        let list = |items: &[String]| (!items.is_empty()).then(|| items.join("、"));
        match name {
            "place" => self.place.clone(),
            "level" => self.place.as_deref().map(|place| naming.level(place).unwrap_or(place).to_owned()),
            "term" => self.term.map(numeral::chinese),
            "meeting" => self.meeting.map(numeral::chinese),
            "session_long" => self.session_name(SessionName::Long),
            "session_short" => self.session_name(SessionName::Short),
            "session_time" => self.session_name(SessionName::Time),
            "number" => self.number.clone(),
            "matter" => Some(self.matter.clone()),
            "noun" => Some(noun()),
            "core" => core().map(|core| subject::nest_quotes(&core)),
            "subject" => {
                let core = core()?;
                let fill = |pattern: &Pattern| {
                    pattern.fill(&|name| match name {
                        "core" => Some(core.clone()),
                        "noun" => Some(noun()),
                        _ => None,
                    })
                };
                self.wording().subject.iter().find_map(fill).map(|phrase| subject::nest_quotes(&phrase))
            }
            "pronoun" => Some(self.pronoun().to_owned()),
            "proposers" => self.to_proposers(),
            "co_units" => list(&self.co_units),
            "lead_unit" => self.lead_unit.clone(),
            "issuer" => list(&self.issuer),
            "round" => Some(numeral::chinese(self.round)),
            name => self.plain.iter().find(|(key, _)| key.variable() == name).map(|(_, text)| text.clone()),
        }
    }
}
