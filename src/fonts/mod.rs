//! Fonts by role: the only room that opens font files.
//!
//! [`Faces::open`] reads `fonts.toml` and every face it names, checks digests, families and embedding
//! rights, and then answers three questions: how wide is a character, which face draws it, and does that face draw it at all.

use std::path::Path;

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
    pub const ALL: &[Self] = &[
        Self::Fangsong,
        Self::Xiaobiaosong,
        Self::Heiti,
        Self::Kaiti,
        Self::Songti,
    ];

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
}

/// How wide characters are.
pub trait Advance {
    /// The advance width of `c` as `role` draws it, in em.
    fn advance(&self, role: Role, c: char) -> f64;
}

/// All faces, in memory.
#[derive(Debug)]
pub struct Faces {}

impl Faces {
    /// Opens the folder of fonts `dir` by its `fonts.toml`.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let _ = dir;
        todo!()
    }

    /// The families of a role in the order they are asked, as Typst names them; optional ones that are not there left out.
    pub fn families(&self, role: Role) -> Vec<&str> {
        let _ = role;
        todo!()
    }

    /// The faces for Typst, each once.
    pub fn typst_fonts(&self) -> &[typst::text::Font] {
        todo!()
    }

    /// SHA-256 over all faces and roles, in hex: part of every letter's key.
    pub fn digest(&self) -> &str {
        todo!()
    }

    /// Each character of each printed field that no face of its role draws: missing, without ink, private-use or control.
    pub fn cover(&self, letter: &Letter, profile: &Profile) -> Vec<Diagnostic> {
        let _ = (letter, profile);
        todo!()
    }
}
