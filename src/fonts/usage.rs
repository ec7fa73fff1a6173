//! Which face draws how much of letters, for people: a name in another face than its neighbours is worth a look.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::each_text;
use super::{Faces, Role};
use crate::letter::Letter;
use crate::profile::{Key, Profile};

/// Which characters each face draws, gathered over letters.
#[derive(Debug, Default)]
pub struct Usage {
    /// How often each character is drawn, by role.
    counts: BTreeMap<(Role, char), usize>,
}

/// What one face of a role draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceUse {
    /// The role.
    pub role: Role,
    /// As Typst names it.
    pub family: String,
    /// How many characters.
    pub characters: usize,
    /// Its different Han characters where another face of the role draws the usual ones; else empty.
    pub stand_in_for: String,
}

impl Usage {
    /// Adds what a letter prints.
    pub fn add(&mut self, letter: &Letter, profile: &Profile) {
        each_text(letter, profile, &mut |_, key, role, text| {
            // A title's lines say its text again.
            if *key == Key::Title && text != letter.title.text {
                return;
            }
            for c in text.chars().filter(|c| !c.is_whitespace()) {
                *self.counts.entry((role, c)).or_default() += 1;
            }
        });
    }

    /// By role, its faces in the order they are asked; those that draw nothing are left out.
    pub fn by_face(&self, faces: &Faces) -> Vec<FaceUse> {
        Role::ALL.iter().flat_map(|&role| self.of_role(faces, role)).collect()
    }

    fn of_role(&self, faces: &Faces, role: Role) -> Vec<FaceUse> {
        let usual = faces.draw(role, '中').map(|drawn| drawn.place);
        let mut by_place: BTreeMap<usize, (usize, BTreeSet<char>)> = BTreeMap::new();
        for (&(_, c), count) in self.counts.range((role, '\0')..=(role, char::MAX)) {
            let Some(drawn) = faces.draw(role, c) else { continue };
            let (characters, han) = by_place.entry(drawn.place).or_default();
            *characters += count;
            if is_han(c) && Some(drawn.place) != usual {
                han.insert(c);
            }
        }
        let families = faces.families(role);
        let used = by_place.into_iter().filter_map(|(place, (characters, han))| {
            let family = (*families.get(place)?).to_owned();
            Some(FaceUse { role, family, characters, stand_in_for: han.into_iter().collect() })
        });
        used.collect()
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
