//! Taking in the faces that a department is licensed for: found in a folder such as Windows' own, tested,
//! copied into the folder `local` of the fonts, and set before the shipped ones.

mod exam;
mod list;
mod problem;
mod search;

pub use exam::Exam;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::list::OwnList;
use self::search::{Candidate, search};
use super::catalogue::{LIST, OWN};
use super::open::{read_own, read_shipped};
use super::{Faces, Role};
use crate::diag::{Diagnostic, Outcome};

/// What came of an import.
#[derive(Debug)]
pub struct Import {
    /// How many font files the folder has.
    pub looked_at: usize,
    /// The faces that pass, by role and in the order they will be asked.
    pub taken: Vec<Taken>,
    /// What is to be written into the folder of fonts, by its path there, in this order: the copies, then the list
    /// that names them. A copy without its list is not looked at.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// Why others were not, though a role knows their name; an error where nothing at all was found.
    pub findings: Vec<Diagnostic>,
}

/// A face that is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it draws.
    pub role: Role,
    /// As Typst names it.
    pub family: String,
    /// The name by which the role knows it: `方正小标宋简体`.
    pub known_as: String,
    /// Its copy's path below the folder of fonts.
    pub file: String,
    /// Where it was found.
    pub from: PathBuf,
    /// What was measured of it.
    pub exam: Exam,
}

/// Looks through the folder `from` and those below it for faces that the roles of the folder `fonts` know by
/// name, and says what makes those that pass its own.
///
/// # Errors
/// The folder `from` cannot be read; the folder `fonts` is not sound.
pub fn import(from: &Path, fonts: &Path) -> Outcome<Import> {
    let shipped = read_shipped(fonts)?;
    let found = search(from, &shipped)?;
    let mut findings = found.findings;
    if found.candidates.is_empty() {
        if findings.is_empty() {
            findings.push(problem::none_found(from, found.looked_at, &shipped));
        }
        return Ok(Import { looked_at: found.looked_at, taken: Vec::new(), files: Vec::new(), findings });
    }
    let own = read_own(fonts, &shipped)?;
    let faces = Faces::open(fonts)?;
    let mut list = OwnList::default();
    let mut taken = Vec::new();
    for &role in Role::ALL {
        let front = faces.shipped_front(role);
        for candidate in found.candidates.iter().filter(|candidate| candidate.role == role) {
            // Its own digits are not half a character wide: those of the shipped face stand before it.
            let behind = if candidate.exam.half_width_digits { &[][..] } else { &front[..] };
            list.ask(role, behind.iter().chain([&candidate.family]));
            taken.push(candidate.taken());
        }
    }
    list.add_faces(&found.candidates);
    if let Some(own) = own {
        list.keep(own);
    }
    Ok(Import { looked_at: found.looked_at, taken, files: files(found.candidates, &list), findings })
}

fn files(candidates: Vec<Candidate>, list: &OwnList) -> Vec<(PathBuf, Vec<u8>)> {
    let own = Path::new(OWN);
    // A collection of fonts may have faces of several roles; it is copied once.
    let copies: BTreeMap<String, Vec<u8>> =
        candidates.into_iter().map(|candidate| (candidate.copy, candidate.bytes)).collect();
    let copies = copies.into_iter().map(|(name, bytes)| (own.join(name), bytes));
    copies.chain([(own.join(LIST), list.to_toml().into_bytes())]).collect()
}

impl Faces {
    /// The shipped families of a role that stand before its first one with Han: they set digits and letters.
    fn shipped_front(&self, role: Role) -> Vec<String> {
        let shipped = self.faces_of(role).filter(|face| !face.optional);
        shipped.take_while(|face| face.glyph('中').is_none()).map(|face| face.family.clone()).collect()
    }
}
