//! Taking in the faces that a department is licensed for: found in a folder such as Windows' own, tested,
//! copied into the folder `local` of the fonts, and set before the shipped ones.

mod exam;
mod list;
mod problem;
mod search;

pub use exam::Exam;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use self::list::OwnList;
use self::search::{Candidate, search};
use super::catalogue::{LIST, OWN};
use super::open::{read_own, read_shipped};
use super::{Faces, Role};
use crate::archive::write_whole;
use crate::diag::{Diagnostic, Outcome};

/// What came of an import.
#[derive(Debug)]
pub struct Import {
    /// How many font files the folder has.
    pub looked_at: usize,
    /// The faces that were taken in, by role and in the order they are asked.
    pub taken: Vec<Taken>,
    /// Why others were not, though a role knows their name; an error where nothing at all was found.
    pub findings: Vec<Diagnostic>,
}

/// A face that was taken in.
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
/// name, and takes in those that pass. Nothing is written where none does.
///
/// # Errors
/// The folder `from` cannot be read; the folder `fonts` is not sound, or cannot be written.
pub fn import(from: &Path, fonts: &Path) -> Outcome<Import> {
    let shipped = read_shipped(fonts)?;
    let found = search(from, &shipped)?;
    let mut findings = found.findings;
    if found.candidates.is_empty() {
        if findings.is_empty() {
            findings.push(problem::none_found(from, found.looked_at, &shipped));
        }
        return Ok(Import { looked_at: found.looked_at, taken: Vec::new(), findings });
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
    write(&fonts.join(OWN), &found.candidates, &list)?;
    // What was written is opened as every run will open it.
    Faces::open(fonts)?;
    Ok(Import { looked_at: found.looked_at, taken, findings })
}

/// The copies first, then the list that names them: a copy without its list is not looked at.
fn write(dir: &Path, candidates: &[Candidate], list: &OwnList) -> Outcome<()> {
    fs::create_dir_all(dir).map_err(|err| vec![Diagnostic::io(dir, &err)])?;
    let mut written = BTreeSet::new();
    for candidate in candidates {
        // A collection of fonts may have faces of several roles.
        if written.insert(&candidate.copy) {
            write_whole(&dir.join(&candidate.copy), &candidate.bytes)?;
        }
    }
    write_whole(&dir.join(LIST), list.to_toml().as_bytes())
}

impl Faces {
    /// The shipped families of a role that stand before its first one with Han: they set digits and letters.
    fn shipped_front(&self, role: Role) -> Vec<String> {
        let shipped = self.faces_of(role).filter(|face| !face.optional);
        shipped.take_while(|face| face.glyph('中').is_none()).map(|face| face.family.clone()).collect()
    }
}
