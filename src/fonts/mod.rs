//! Fonts by role: the only room that opens font files.
//!
//! [`Faces::open`] reads `fonts.toml` and every face it names, checks digests, families and embedding
//! rights, and then answers three questions: how wide is a character, which face draws it, and does that
//! face draw it at all. Whatever it lets pass, Typst finds too.

mod catalogue;
mod cover;
mod face;
mod glance;
mod open;
mod report;
mod role;

pub use cover::Fault;
pub use report::{BlockReport, FaceReport, RoleReport};
pub use role::Role;

use typst::text::Font;

use self::face::Face;
use self::glance::Glances;

/// How wide characters are.
pub trait Advance {
    /// The advance width of `c` as `role` draws it, in em.
    fn advance(&self, role: Role, c: char) -> f64;
}

/// All faces, in memory.
#[derive(Debug)]
pub struct Faces {
    faces: Vec<Face>,
    fonts: Vec<Font>,
    /// By [`Role::index`]: the faces of its chain, first asked first, and what is known of characters.
    chains: Vec<Chain>,
    digest: String,
}

#[derive(Debug)]
struct Chain {
    faces: Vec<usize>,
    known: Glances,
}

impl Faces {
    /// The families of a role in the order they are asked, as Typst names them; optional ones that are not there left out.
    pub fn families(&self, role: Role) -> Vec<&str> {
        self.chain(role).map(|face| face.family.as_str()).collect()
    }

    /// The faces for Typst, each once.
    pub fn typst_fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// SHA-256 over all faces and roles, in hex: part of every letter's key.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn chain(&self, role: Role) -> impl Iterator<Item = &Face> {
        self.chains[role.index()].faces.iter().map(|at| &self.faces[*at])
    }
}

/// As Typst shapes text: the first family of the chain that has the character draws it. One that none has counts a full cell.
impl Advance for Faces {
    fn advance(&self, role: Role, c: char) -> f64 {
        self.glance(role, c).advance
    }
}

#[cfg(test)]
mod tests;
