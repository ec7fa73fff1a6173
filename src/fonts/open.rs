//! Opening a folder of fonts: every problem of it in one pass.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::thread;

use super::catalogue::{Catalogue, FaceEntry, LIST, OWN, RoleEntry};
use super::chain::Chain;
use super::face::{Face, FontFile, broken};
use super::{Faces, Role};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::digest::sha256;

impl Faces {
    pub(super) fn open_dir(dir: &Path) -> Outcome<Self> {
        let path = dir.join(LIST);
        let catalogue = read_catalogue(dir)?;
        let mut found = Vec::new();
        let mut faces = Vec::new();
        for face in read_faces(dir, &catalogue, &mut found) {
            match face {
                Ok(face) => faces.push(face),
                Err(problem) => found.push(*problem),
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        let chains: Vec<Chain> = catalogue.roles.into_iter().map(|role| chain(role, &faces)).collect();
        for chain in chains.iter().filter(|chain| chain.faces.is_empty()) {
            found.push(no_face(&path, chain.role));
        }
        if found.is_empty() {
            let digest = digest_of(&chains, &faces);
            Ok(Self::new(faces, chains, digest))
        } else {
            Err(found)
        }
    }
}

/// The shipped list of fonts with the department's own before it.
fn read_catalogue(dir: &Path) -> Outcome<Catalogue> {
    let shipped = read_shipped(dir)?;
    Ok(match read_own(dir, &shipped)? {
        Some(own) => shipped.behind(own),
        None => shipped,
    })
}

/// The shipped list of fonts.
pub(super) fn read_shipped(dir: &Path) -> Outcome<Catalogue> {
    let path = dir.join(LIST);
    let text = std::fs::read_to_string(&path).map_err(|err| vec![unreadable(&path, &err)])?;
    Catalogue::parse(&path, &text)
}

/// The department's own list, where there is one.
pub(super) fn read_own(dir: &Path, shipped: &Catalogue) -> Outcome<Option<Catalogue>> {
    let path = dir.join(OWN).join(LIST);
    match std::fs::read_to_string(&path) {
        Ok(text) => Catalogue::parse_own(&path, &text, shipped).map(Some),
        Err(err) if err.kind() == ErrorKind::NotFound => Ok(None),
        Err(err) => Err(vec![Diagnostic::io(&path, &err)]),
    }
}

/// Every face that a role asks, in the order of `fonts.toml`; optional ones that are not there left out.
fn read_faces(dir: &Path, catalogue: &Catalogue, found: &mut Vec<Diagnostic>) -> Vec<Result<Face, Box<Diagnostic>>> {
    let asked: BTreeSet<&str> =
        (catalogue.roles.iter()).flat_map(|role| role.families.iter().map(String::as_str)).collect();
    let entries: Vec<&FaceEntry> =
        (catalogue.faces.iter()).filter(|face| asked.contains(face.family.as_str())).collect();
    let others =
        if entries.iter().any(|face| face.file.is_none()) { other_files(dir, catalogue, found) } else { Vec::new() };
    // Eighty megabytes to read and to hash: the one thing here that takes time.
    thread::scope(|scope| {
        let reading: Vec<_> = entries
            .iter()
            .map(|entry| {
                let shipped = entry.file.as_ref();
                shipped.map(|file| scope.spawn(move || Face::shipped(dir, entry, file)))
            })
            .collect();
        (entries.iter().zip(reading))
            .filter_map(|(entry, thread)| match thread {
                Some(thread) => Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
                None => Face::optional(dir, entry, &others),
            })
            .collect()
    })
}

/// Font files of the folder that no face names: where a department puts its own.
fn other_files(dir: &Path, catalogue: &Catalogue, found: &mut Vec<Diagnostic>) -> Vec<FontFile> {
    let listed = std::fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut names: Vec<String> = match listed {
        Ok(entries) => (entries.iter())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| is_font_name(name))
            .collect(),
        Err(err) => {
            found.push(Diagnostic::io(dir, &err));
            return Vec::new();
        }
    };
    names
        .retain(|name| !(catalogue.faces.iter()).any(|face| face.file.as_ref().is_some_and(|file| file.name == *name)));
    // Whatever order the system lists them in.
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let path = dir.join(&name);
        match FontFile::read(&path, &name) {
            Ok(file) if file.fonts.is_empty() => found.push(broken(&path)),
            Ok(file) => files.push(file),
            Err(err) => found.push(Diagnostic::io(&path, &err)),
        }
    }
    files
}

/// Is it named as a font file?
pub(super) fn is_font_name(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str);
    // A name that begins with a dot is what some systems leave beside a copied file.
    !name.starts_with('.')
        && extension.is_some_and(|extension| {
            ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        })
}

fn chain(entry: RoleEntry, faces: &[Face]) -> Chain {
    let places =
        (entry.families.iter()).filter_map(|family| faces.iter().position(|face| face.family == *family)).collect();
    Chain::new(entry.role, entry.aliases, places)
}

/// Over what decides how a letter looks: the faces of each role, in order.
pub(super) fn digest_of(chains: &[Chain], faces: &[Face]) -> String {
    let mut text = String::new();
    for chain in chains {
        text.push_str(&format!("{}\n", chain.role.as_str()));
        for face in chain.faces.iter().filter_map(|&place| faces.get(place)) {
            let (family, sha256, index) = (&face.family, &face.sha256, face.font.index());
            text.push_str(&format!("{family}\t{sha256}\t{index}\n"));
        }
    }
    sha256([text.as_bytes()])
}

fn unreadable(path: &Path, err: &std::io::Error) -> Diagnostic {
    if err.kind() != ErrorKind::NotFound {
        return Diagnostic::io(path, err);
    }
    let shown = path.display();
    Diagnostic::error(
        Code::FontsMissing,
        Message::new(format!("没有找到字体清单 {shown}"), format!("there is no {shown}, the list of fonts")),
    )
    .at(&Origin::file(path))
    .hint(
        "字体文件夹随程序提供，里面有 fonts.toml；用 --fonts 指定它的位置",
        "the fonts folder with its fonts.toml comes with the program: name it with `--fonts`",
    )
}

fn no_face(path: &Path, role: Role) -> Diagnostic {
    let (zh, en) = (role.chinese(), role.as_str());
    Diagnostic::error(
        Code::FontsMissing,
        Message::new(format!("{zh}没有可用的字体"), format!("no font of the role `{en}` ({zh}) is there")),
    )
    .at(&Origin::file(path))
    .hint(
        format!("在 [role.{en}] 的 families 里列出至少一种文件夹里有的字体"),
        format!("name at least one font that the folder has under `families` of `[role.{en}]`"),
    )
}
