//! The names of the files.

use std::collections::{BTreeMap, BTreeSet};

use super::Letter;
use crate::profile::Pattern;

/// The names that a pattern of file names (`--name`) may have in braces.
pub const NAME_PARTS: &[&str] =
    &["number", "proposer", "addressee", "title", "matter", "genre", "place", "assembly", "term", "meeting", "date"];

/// The names of the files of all letters of a ledger, without `.pdf`, all different (contract, identity): by a pattern
/// whose names are among [`NAME_PARTS`], else `{number}_{first proposer}`, `{number}`, or the title's first twenty
/// characters; those that would collide get the matter in front, then the assembly, then `_2`.
#[derive(Debug)]
pub struct FileNames<'a> {
    pattern: Option<&'a Pattern>,
    names: Vec<String>,
    /// What each letter may get in front: its matter, its assembly.
    fronts: Vec<[String; 2]>,
}

impl<'a> FileNames<'a> {
    /// No names yet.
    pub fn new(pattern: Option<&'a Pattern>) -> Self {
        Self { pattern, names: Vec::new(), fronts: Vec::new() }
    }

    /// Adds the next letter.
    pub fn add(&mut self, letter: &Letter) {
        self.names.push(self.pattern.map_or_else(|| plain(letter), |pattern| by_pattern(letter, pattern)));
        self.fronts.push([letter.matter.clone(), letter.id.assembly.clone()]);
    }

    /// A name for each letter, in their order.
    pub fn finish(self) -> Vec<String> {
        let Self { mut names, fronts, .. } = self;
        for which in 0..2 {
            let twice = colliding(&names);
            for ((name, fronts), _) in names.iter_mut().zip(&fronts).zip(twice).filter(|(_, twice)| *twice) {
                let front = safe(&fronts[which]);
                if !front.is_empty() {
                    *name = format!("{front}_{name}");
                }
            }
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for name in &mut names {
            *name = free(name, &mut taken);
        }
        names
    }
}

/// The names of these letters' files (see [`FileNames`]).
pub fn file_names(letters: &[Letter], pattern: Option<&Pattern>) -> Vec<String> {
    let mut names = FileNames::new(pattern);
    letters.iter().for_each(|letter| names.add(letter));
    names.finish()
}

/// What stands behind a letter's name in that of its form.
const FORM: &str = "_征询意见表";

/// A file name without `.pdf` for the form of each letter, beside the letters: `stems` are the names of all of them.
pub fn feedback_form_names(stems: &[String]) -> Vec<String> {
    let mut taken: BTreeSet<String> = stems.iter().map(|stem| fold(stem)).collect();
    stems.iter().map(|stem| free(&format!("{stem}{FORM}"), &mut taken)).collect()
}

/// The first of `name`, `name_2`, … that is not taken; it is taken then.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut count = 1;
    while !taken.insert(fold(&candidate)) {
        count += 1;
        candidate = format!("{name}_{count}");
    }
    candidate
}

/// A part that the letter lacks is empty; a name without any part is the usual one.
fn by_pattern(letter: &Letter, pattern: &Pattern) -> String {
    let id = &letter.id;
    let part = |name: &str| {
        let text = match name {
            "number" => letter.number.clone().unwrap_or_default(),
            "proposer" => letter.proposers.first().map(|proposer| proposer.name.clone()).unwrap_or_default(),
            "addressee" => letter.addressee.clone(),
            "title" => letter.title.text.clone(),
            "matter" => letter.matter.clone(),
            "genre" => letter.genre.clone(),
            "place" => id.place.clone(),
            "assembly" => id.assembly.clone(),
            "term" => id.term.clone(),
            "meeting" => id.meeting.clone(),
            "date" => letter.date.iso(),
            _ => return None,
        };
        Some(safe(&text))
    };
    let name: String = pattern.fill(&part).unwrap_or_default().chars().take(LONGEST).collect();
    let name = clean(&name).trim_matches([' ', '.', '_', '-']).to_owned();
    if name.is_empty() { plain(letter) } else { unreserved(name) }
}

/// No system takes names of more than 255 bytes; Han characters have up to four, and a prefix may come.
const LONGEST: usize = 50;

fn plain(letter: &Letter) -> String {
    let first = match &letter.id.addressee {
        Some(addressee) => Some(addressee.clone()),
        None => letter.proposers.first().map(|proposer| proposer.name.clone()),
    };
    let name = match (&letter.number, first) {
        (Some(number), Some(first)) => format!("{}_{}", safe(number), safe(&first)),
        (Some(number), None) => safe(number),
        (None, _) => safe(&letter.title.text.chars().take(20).collect::<String>()),
    };
    if name.is_empty() { "letter".to_owned() } else { unreserved(name) }
}

/// Which names stand there more than once, capitals aside, since some systems do not tell them apart.
fn colliding(names: &[String]) -> Vec<bool> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(fold(name)).or_default() += 1;
    }
    names.iter().map(|name| counts.get(&fold(name)).is_some_and(|count| *count > 1)).collect()
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Without what some system refuses in a name, and not longer than any allows (60 characters are 240 bytes at most).
fn safe(text: &str) -> String {
    let kept: String = clean(text).chars().take(25).collect();
    kept.trim_matches([' ', '.']).to_owned()
}

fn clean(text: &str) -> String {
    let refused = |c: char| c.is_control() || matches!(c, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    text.chars().map(|c| if refused(c) { '_' } else { c }).collect()
}

/// `CON`, `LPT0` and the like name devices on Windows, whatever follows a dot, with blanks before it or without.
fn unreserved(name: String) -> String {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || ["COM", "LPT"].iter().any(|port| {
            stem.strip_prefix(port).is_some_and(|rest| {
                rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
            })
        });
    if device { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_never_takes_the_name_of_a_letter() {
        let stems = ["1", "1_征询意见表", "A", "a_征询意见表"].map(str::to_owned);
        let names = feedback_form_names(&stems);
        assert_eq!(names, ["1_征询意见表_2", "1_征询意见表_征询意见表", "A_征询意见表_2", "a_征询意见表_征询意见表"]);
    }

    #[test]
    fn names_are_safe_on_every_system() {
        assert_eq!(safe("a/b\\c:d*e"), "a_b_c_d_e");
        assert_eq!(safe(" ..x. "), "x");
        assert_eq!(unreserved("LPT0".to_owned()), "_LPT0");
        assert_eq!(unreserved("con.x".to_owned()), "_con.x");
        assert_eq!(unreserved("nul .x".to_owned()), "_nul .x");
        assert_eq!(unreserved("CONOUT$".to_owned()), "_CONOUT$");
        assert_eq!(unreserved("153_王景峰".to_owned()), "153_王景峰");
    }
}
