//! To whom, and how they are spoken to.

use super::Facts;
use crate::letter::element::{Proposer, ProposerKind};
use crate::profile::Pattern;

impl Facts<'_> {
    /// The addressee by the rules: a fixed one such as the lead unit, else those who proposed.
    pub fn addressee_by_rules(&self) -> Option<String> {
        let fixed = &self.wording().addressee;
        if fixed.is_empty() { self.to_proposers() } else { self.compose(fixed) }
    }

    /// Does the letter go to those who proposed?
    pub fn answers_proposers(&self) -> bool {
        self.wording().addressee.is_empty()
    }

    /// Those who proposed, as an addressee. Bodies and people stand in their order, each as their kind is named.
    pub(super) fn to_proposers(&self) -> Option<String> {
        let (wording, first) = (self.wording(), self.proposers.first()?);
        let all = self.count.map_or(self.proposers.len(), |count| count as usize).max(self.proposers.len());
        if all > self.proposers.len() || all > self.profile.naming.names_in_full {
            let bodies = self.proposers.iter().all(|proposer| proposer.kind == ProposerKind::Body);
            let patterns = if bodies { &wording.addressee_bodies_counted } else { &wording.addressee_counted };
            let named = if all > self.proposers.len() { &self.proposers } else { std::slice::from_ref(first) };
            return self.named(patterns, named, all);
        }
        let mut groups = Vec::new();
        for group in self.proposers.chunk_by(|one, next| one.kind == next.kind) {
            let patterns = match group {
                [one, ..] if one.kind == ProposerKind::Body => &wording.addressee_body,
                [_] => &wording.addressee_one,
                [_, _] if !wording.addressee_two.is_empty() => &wording.addressee_two,
                _ => &wording.addressee_several,
            };
            groups.push(self.named(patterns, group, group.len())?);
        }
        Some(groups.join("、"))
    }

    fn named(&self, patterns: &[Pattern], group: &[Proposer], count: usize) -> Option<String> {
        let names: Vec<&str> = group.iter().map(|proposer| proposer.name.as_str()).collect();
        let value = |name: &str| match name {
            "name" => names.first().map(|name| (*name).to_owned()),
            "names" => Some(names.join("、")),
            "count" => Some(count.to_string()),
            "honour" => Some(self.honour()),
            _ => None,
        };
        patterns.iter().find_map(|pattern| pattern.fill(&value))
    }

    /// How the addressee is spoken to.
    pub(super) fn pronoun(&self) -> &str {
        let (wording, naming) = (self.wording(), &self.profile.naming);
        let body = |name: &str| naming.pronoun(name);
        if !self.answers_proposers() {
            return self.lead_unit.as_deref().and_then(body).unwrap_or(&wording.pronoun_body);
        }
        let several = self.proposers.len() > 1
            || self.count.is_some_and(|count| count > 1)
            || self.proposers.is_empty()
                && self.addressee.as_deref().is_some_and(|addressee| addressee.contains(['、', '等']));
        let is_body = |proposer: &Proposer| proposer.kind == ProposerKind::Body;
        match self.proposers.as_slice() {
            [only] if is_body(only) && self.count.is_none_or(|count| count < 2) => {
                body(&only.name).unwrap_or(&wording.pronoun_body)
            }
            [_, ..] if self.proposers.iter().all(is_body) => &wording.pronoun_body,
            _ if several => &wording.pronoun_several,
            _ => &wording.pronoun_one,
        }
    }

    /// 代表 or 委员; where the assembly is not given, by the matter.
    fn honour(&self) -> String {
        let naming = &self.profile.naming;
        let by_matter = || {
            let mut usual = naming.usual_matters.iter();
            let noun = naming.noun(&self.matter);
            usual.find(|(_, matter)| matter.as_str() == noun).map(|(assembly, _)| assembly)
        };
        let assembly = self.assembly.as_ref().or_else(by_matter).or_else(|| naming.honours.keys().next());
        assembly.and_then(|assembly| naming.honours.get(assembly).cloned()).unwrap_or_default()
    }
}
