//! Fonts by role: the only room that opens font files.
//!
//! [`Faces::open`] reads `fonts.toml` and every face it names, checks digests, families and embedding
//! rights, and then answers three questions: how wide is a character, which face draws it, and does that face draw it at all.

mod catalogue;
mod chain;
mod cover;
mod face;
mod import;
mod open;
mod pack;
mod report;
mod toml_reader;
mod usage;

pub use import::{Exam, Import, Taken, import};
pub use report::{Coverage, FaceReport, RoleReport};
pub use usage::{FaceUse, Usage};

use std::path::Path;

use chain::{Chain, Drawn};
use face::Face;

use crate::diag::{Diagnostic, Outcome};
use crate::letter::Letter;
use crate::profile::Profile;

/// What a typeface is used for, by GB/T 9704: the names of `fonts.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 仿宋: body.
    Fangsong,
    /// 小标宋: title.
    Xiaobiaosong,
    /// 黑体: first-level headings.
    Heiti,
    /// 楷体: second-level headings, names of signatories.
    Kaiti,
    /// 宋体: page numbers.
    Songti,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[Self::Fangsong, Self::Xiaobiaosong, Self::Heiti, Self::Kaiti, Self::Songti];

    /// Its name in `fonts.toml` and in templates: `fangsong`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fangsong => "fangsong",
            Self::Xiaobiaosong => "xiaobiaosong",
            Self::Heiti => "heiti",
            Self::Kaiti => "kaiti",
            Self::Songti => "songti",
        }
    }

    /// Its name in Chinese: `仿宋`.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Fangsong => "仿宋",
            Self::Xiaobiaosong => "小标宋",
            Self::Heiti => "黑体",
            Self::Kaiti => "楷体",
            Self::Songti => "宋体",
        }
    }
}

/// How wide characters are.
pub trait Advance {
    /// The advance width of `c` as `role` draws it, in em.
    fn advance(&self, role: Role, c: char) -> f64;
}

/// All faces, in memory, opened once and shared.
#[derive(Debug)]
pub struct Faces {
    /// Each once, in the order of `fonts.toml`.
    all: Vec<Face>,
    /// The same for Typst.
    fonts: Vec<typst::text::Font>,
    /// In the order of [`Role::ALL`].
    chains: Vec<Chain>,
    digest: String,
}

impl Faces {
    /// Opens the folder of fonts `dir` by its `fonts.toml`. Every role has at least one face afterwards.
    ///
    /// # Errors
    /// All that is wrong with the folder: a mistake in `fonts.toml`, a file that is missing, changed,
    /// broken or may not be embedded.
    pub fn open(dir: &Path) -> Outcome<Self> {
        Self::open_dir(dir)
    }

    fn new(faces: Vec<Face>, chains: Vec<Chain>, digest: String) -> Self {
        Self { fonts: faces.iter().map(|face| face.font.clone()).collect(), all: faces, chains, digest }
    }

    /// The families of a role in the order they are asked, as Typst names them; optional ones that are not there left out.
    pub fn families(&self, role: Role) -> Vec<&str> {
        self.faces_of(role).map(|face| face.family.as_str()).collect()
    }

    /// The faces for Typst, each once.
    pub fn typst_fonts(&self) -> &[typst::text::Font] {
        &self.fonts
    }

    /// SHA-256 over all faces and roles, in hex: part of every letter's key.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Each character of each printed field that no face of its role draws: missing, without ink, private-use or control.
    pub fn cover(&self, letter: &Letter, profile: &Profile) -> Vec<Diagnostic> {
        self.cover_letter(letter, profile)
    }

    fn chain(&self, role: Role) -> Option<&Chain> {
        self.chains.get(role as usize)
    }

    fn faces_of(&self, role: Role) -> impl Iterator<Item = &Face> {
        let places = self.chain(role).map_or(&[][..], |chain| &chain.faces);
        places.iter().filter_map(|&place| self.all.get(place))
    }

    /// What draws `c` for `role`.
    fn draw(&self, role: Role, c: char) -> Option<Drawn> {
        self.chain(role)?.draw(&self.all, c)
    }
}

/// As Typst takes it: from the first face of the role that has the character. A character that none has
/// counts as the cell it should fill; [`Faces::cover`] tells of it.
impl Advance for Faces {
    fn advance(&self, role: Role, c: char) -> f64 {
        let drawn = self.draw(role, c).and_then(|drawn| {
            let face = *self.chain(role)?.faces.get(drawn.place)?;
            Some(f64::from(drawn.advance) / self.all.get(face)?.units_per_em())
        });
        match drawn {
            // Han, which are the rule, are spared the look into Unicode's tables.
            _ if !('\u{2e80}'..='\u{fdff}').contains(&c) && typst::text::is_default_ignorable(c) => 0.0,
            Some(width) => width,
            None if c.is_ascii() => 0.5,
            None => 1.0,
        }
    }
}

#[cfg(test)]
mod tests;
