//! The names of the files.

use std::collections::{BTreeMap, BTreeSet};

use super::Letter;

/// A file name without `.pdf` for each letter, in their order, all different (contract, identity):
/// `{number}_{first proposer}`, else `{number}`, else the title's first twenty characters; those that would
/// collide get the matter in front, then the assembly, then `_2`.
pub fn file_names(letters: &[Letter]) -> Vec<String> {
    let mut names: Vec<String> = letters.iter().map(plain).collect();
    for front in [|letter: &Letter| letter.matter.clone(), |letter: &Letter| letter.id.assembly.clone()] {
        let twice = colliding(&names);
        for ((name, letter), _) in names.iter_mut().zip(letters).zip(twice).filter(|(_, twice)| *twice) {
            let front = safe(&front(letter));
            if !front.is_empty() {
                *name = format!("{front}_{name}");
            }
        }
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for name in &mut names {
        let mut candidate = name.clone();
        let mut count = 1;
        while !taken.insert(fold(&candidate)) {
            count += 1;
            candidate = format!("{name}_{count}");
        }
        *name = candidate;
    }
    names
}

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
    let kept: String =
        text.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                    '_'
                } else {
                    c
                }
            })
            .take(25)
            .collect();
    kept.trim_matches([' ', '.']).to_owned()
}

/// `CON`, `LPT0` and the like name devices on Windows, whatever follows a dot.
fn unreserved(name: String) -> String {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
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
    fn names_are_safe_on_every_system() {
        assert_eq!(safe("a/b\\c:d*e"), "a_b_c_d_e");
        assert_eq!(safe(" ..x. "), "x");
        assert_eq!(unreserved("LPT0".to_owned()), "_LPT0");
        assert_eq!(unreserved("con.x".to_owned()), "_con.x");
        assert_eq!(unreserved("153_王景峰".to_owned()), "153_王景峰");
    }
}
