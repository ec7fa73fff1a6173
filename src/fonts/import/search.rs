//! Looking through a folder for faces that roles know by name.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use ttf_parser::name_id;
use typst::text::{Font, FontBook, FontVariant};

use super::super::Role;
use super::super::catalogue::{Catalogue, OWN, RoleEntry};
use super::super::face::{FontFile, broken};
use super::super::open::is_font_name;
use super::exam::{Exam, examine};
use super::{Taken, problem};
use crate::diag::{Diagnostic, Outcome};

/// Folders of fonts are flat, or have a folder a maker; what is deeper is something else.
const DEEPEST: usize = 4;
/// No face has more; a file that has is not a font.
const LARGEST: u64 = 200 << 20;

/// What was found.
pub(super) struct Found {
    pub looked_at: usize,
    /// By role, and in the order its names are known.
    pub candidates: Vec<Candidate>,
    pub findings: Vec<Diagnostic>,
}

/// A face that passed.
pub(super) struct Candidate {
    pub role: Role,
    pub family: String,
    pub known_as: String,
    pub from: PathBuf,
    /// Name of the copy.
    pub copy: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
    pub exam: Exam,
}

impl Candidate {
    pub fn taken(&self) -> Taken {
        Taken {
            role: self.role,
            family: self.family.clone(),
            known_as: self.known_as.clone(),
            file: format!("{OWN}/{}", self.copy),
            from: self.from.clone(),
            exam: self.exam.clone(),
        }
    }
}

/// A face that a role knows, not yet tested.
struct Hit {
    role: Role,
    rank: usize,
    known_as: String,
    font: Font,
    file: usize,
}

/// Looks through `from` for faces of `shipped`'s roles.
pub(super) fn search(from: &Path, shipped: &Catalogue) -> Outcome<Found> {
    let mut findings = Vec::new();
    let mut paths = Vec::new();
    walk(from, 0, &mut paths).map_err(|err| vec![Diagnostic::io(from, &err)])?;
    paths.sort();
    let looked_at = paths.len();
    let known: Vec<(Role, Vec<&str>)> = shipped.roles.iter().map(|role| (role.role, names(role, shipped))).collect();
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let mut hits: Vec<Hit> = Vec::new();
    for path in paths {
        // Most files of a folder are none of ours, broken ones and ones that cannot be read among them.
        let Ok(file) = FontFile::read(&path, &path.to_string_lossy()) else { continue };
        let before = hits.len();
        for font in file.fonts {
            let names = names_of(&font);
            hits.extend(known.iter().filter_map(|(role, known)| {
                let (rank, name) = known.iter().enumerate().find(|(_, name)| names.contains(&name.to_lowercase()))?;
                let known_as = (*name).to_owned();
                Some(Hit { role: *role, rank, known_as, font: font.clone(), file: files.len() })
            }));
        }
        if hits.len() > before {
            files.push((path, file.sha256));
        }
    }
    let mut candidates = Vec::new();
    for hit in one_a_family(hits) {
        let Some((path, sha256)) = files.get(hit.file) else { continue };
        let tested = ttf_parser::Face::parse(hit.font.data(), hit.font.index())
            .map_err(|_| broken(path))
            .and_then(|face| examine(&face).map_err(|unfit| problem::unfit(path, &hit.known_as, &unfit)));
        match tested {
            Ok(exam) => candidates.push(Candidate {
                role: hit.role,
                family: hit.font.info().family.clone(),
                known_as: hit.known_as,
                copy: copy_name(path, sha256),
                sha256: sha256.clone(),
                bytes: hit.font.data().to_vec(),
                from: path.clone(),
                exam,
            }),
            Err(problem) => findings.push(problem.as_warning()),
        }
    }
    Ok(Found { looked_at, candidates, findings })
}

/// The names by which a role knows faces that are not shipped, the best first.
fn names<'a>(role: &'a RoleEntry, shipped: &Catalogue) -> Vec<&'a str> {
    let is_shipped = |family: &String| shipped.faces.iter().any(|face| face.family == *family && face.file.is_some());
    let optional = role.families.iter().filter(|family| !is_shipped(family));
    optional.chain(&role.aliases).map(String::as_str).collect()
}

/// Every name that a face has for itself, in any language, in lowercase.
fn names_of(font: &Font) -> Vec<String> {
    let mut names = vec![font.info().family.to_lowercase()];
    if let Ok(face) = ttf_parser::Face::parse(font.data(), font.index()) {
        let wanted = [name_id::FAMILY, name_id::FULL_NAME, name_id::TYPOGRAPHIC_FAMILY, name_id::POST_SCRIPT_NAME];
        let records = face.names().into_iter().filter(|record| wanted.contains(&record.name_id));
        names.extend(records.filter_map(|record| record.to_string()).map(|name| name.to_lowercase()));
    }
    names
}

/// Of several faces of one family the one that Typst would take, in the order of role and rank.
fn one_a_family(hits: Vec<Hit>) -> Vec<Hit> {
    let mut families: BTreeMap<(Role, String), Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        families.entry((hit.role, hit.font.info().family.clone())).or_default().push(hit);
    }
    let mut chosen: Vec<Hit> = families
        .into_iter()
        .filter_map(|((_, family), mut hits)| {
            let book = FontBook::from_fonts(hits.iter().map(|hit| &hit.font));
            let chosen = book.select(&family.to_lowercase(), FontVariant::default())?;
            (chosen < hits.len()).then(|| hits.swap_remove(chosen))
        })
        .collect();
    chosen.sort_by(|a, b| (a.role, a.rank, &a.font.info().family).cmp(&(b.role, b.rank, &b.font.info().family)));
    chosen
}

/// The file's own name with the beginning of its digest, so that two of one name do not meet.
fn copy_name(path: &Path, sha256: &str) -> String {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("ttf").to_lowercase();
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("font");
    let stem: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect();
    format!("{stem}-{}.{extension}", sha256.get(..8).unwrap_or(sha256))
}

/// The font files at `dir` and below; links to folders are not followed, since they may lead round in a circle.
fn walk(dir: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            if depth < DEEPEST {
                // A folder that may not be read is not worth losing the others for.
                let _ = walk(&path, depth + 1, paths);
            }
        } else if path.file_name().and_then(OsStr::to_str).is_some_and(is_font_name)
            && path.metadata().is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST)
        {
            paths.push(path);
        }
    }
    Ok(())
}
