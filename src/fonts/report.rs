//! What each role's faces are and how much they draw, for people.

use encoding_rs::GBK;

use super::chain::Chain;
use super::face::Face;
use super::{Faces, Role};

/// A role and its faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReport {
    /// The role.
    pub role: Role,
    /// Its name in Chinese: 仿宋.
    pub chinese: &'static str,
    /// Other names by which people know the typeface.
    pub aliases: Vec<String>,
    /// Its faces in the order they are asked.
    pub faces: Vec<FaceReport>,
    /// How much of each set of Han characters they draw together.
    pub han: Vec<Coverage>,
}

/// A face of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceReport {
    /// As Typst names it.
    pub family: String,
    /// Its file's name.
    pub file: String,
    /// Its licence, where fonts.toml gives it.
    pub licence: Option<String>,
    /// How many characters it maps.
    pub characters: usize,
    /// Not shipped: the department's own.
    pub optional: bool,
}

/// How much of a set of Han characters is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The set: `GB 2312`, `URO`, `Ext A`, …
    pub set: &'static str,
    /// Characters drawn with ink.
    pub drawn: usize,
    /// Characters in the set.
    pub of: usize,
}

/// Blocks of unified ideographs, as assigned in Unicode 15.
const BLOCKS: &[(&str, char, char)] = &[
    ("URO", '\u{4e00}', '\u{9fff}'),
    ("Ext A", '\u{3400}', '\u{4dbf}'),
    ("Ext B", '\u{20000}', '\u{2a6df}'),
    ("Ext C", '\u{2a700}', '\u{2b739}'),
    ("Ext D", '\u{2b740}', '\u{2b81d}'),
    ("Ext E", '\u{2b820}', '\u{2cea1}'),
    ("Ext F", '\u{2ceb0}', '\u{2ebe0}'),
    ("Ext G", '\u{30000}', '\u{3134a}'),
];

impl Faces {
    /// Every role with its faces and their coverage. Looks at the outline of every Han character: for a
    /// command of its own, not for every run.
    pub fn report(&self) -> Vec<RoleReport> {
        let mut survey = Survey::new(&self.all);
        self.chains
            .iter()
            .map(|chain| RoleReport {
                role: chain.role,
                chinese: chain.role.chinese(),
                aliases: chain.aliases.clone(),
                faces: self.faces_of(chain.role).map(FaceReport::of).collect(),
                han: survey.han(chain),
            })
            .collect()
    }
}

impl Faces {
    /// The faces of a role, each with the characters of `text` that it draws itself.
    pub fn faces_with(&self, role: Role, text: &str) -> Vec<(FaceReport, String)> {
        let drawn = |face: &Face| text.chars().filter(|&c| face.glyph(c).is_some_and(|glyph| glyph.ink)).collect();
        self.faces_of(role).map(|face| (FaceReport::of(face), drawn(face))).collect()
    }
}

impl FaceReport {
    fn of(face: &Face) -> Self {
        Self {
            family: face.family.clone(),
            file: face.file.clone(),
            licence: face.licence.clone(),
            characters: face.characters(),
            optional: face.optional,
        }
    }
}

/// Looks at each character of each face once, however many roles ask for it.
struct Survey<'a> {
    faces: &'a [Face],
    /// By face and code point.
    seen: Vec<Vec<Seen>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    NotYet,
    Missing,
    Empty,
    Inked,
}

impl<'a> Survey<'a> {
    fn new(faces: &'a [Face]) -> Self {
        let last = BLOCKS.iter().map(|&(_, _, last)| last as usize).max();
        let none = vec![Seen::NotYet; last.map_or(0, |last| last + 1)];
        Self { faces, seen: vec![none; faces.len()] }
    }

    fn han(&mut self, chain: &Chain) -> Vec<Coverage> {
        let mut sets = vec![self.coverage(chain, "GB 2312", gb_2312())];
        for &(set, first, last) in BLOCKS {
            sets.push(self.coverage(chain, set, first..=last));
        }
        sets
    }

    fn coverage(&mut self, chain: &Chain, set: &'static str, characters: impl Iterator<Item = char>) -> Coverage {
        let (mut drawn, mut of) = (0, 0);
        for c in characters {
            of += 1;
            let first = (chain.faces.iter()).map(|&face| self.look(face, c)).find(|&seen| seen != Seen::Missing);
            drawn += usize::from(first == Some(Seen::Inked));
        }
        Coverage { set, drawn, of }
    }

    fn look(&mut self, face: usize, c: char) -> Seen {
        let seen = self.seen.get_mut(face).and_then(|seen| seen.get_mut(c as usize));
        let (Some(seen), Some(face)) = (seen, self.faces.get(face)) else {
            return Seen::Missing;
        };
        if *seen == Seen::NotYet {
            *seen = match face.glyph(c) {
                None => Seen::Missing,
                Some(glyph) if glyph.ink => Seen::Inked,
                Some(_) => Seen::Empty,
            };
        }
        *seen
    }
}

/// The 6,763 Han characters of GB 2312: rows 16 to 87, which GBK has at the same places.
pub(super) fn gb_2312() -> impl Iterator<Item = char> {
    let places = (0xb0..=0xf7_u8).flat_map(|row| (0xa1..=0xfe_u8).map(move |cell| [row, cell]));
    places.filter_map(|place| {
        let text = GBK.decode_without_bom_handling_and_without_replacement(&place)?;
        let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        text.chars().next().filter(han)
    })
}
