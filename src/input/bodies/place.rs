//! Where a row's file may lie: beside the ledger or below it, links followed.

use std::path::{Component, Path, PathBuf};

use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::read;

/// The file that a ledger names, as the user would name it and with links followed. The problem still lacks its
/// place.
pub(super) fn locate(name: &str, ledger: &Path, allow_outside: bool) -> Result<(PathBuf, PathBuf), Diagnostic> {
    let folder = folder_of(ledger);
    let path = PathBuf::from(portable(name.trim()));
    let shown = if folder == Path::new(".") { path.clone() } else { folder.join(&path) };
    match shown.canonicalize() {
        Ok(_) if read::is_lock_file(&shown) => Err(lock_file(name)),
        Ok(real) if allow_outside || is_within(&real, folder) => Ok((shown, real)),
        // Whether a file outside is there is not told.
        Ok(_) => Err(outside(name)),
        Err(_) if !allow_outside && climbs(&path) => Err(outside(name)),
        Err(_) => Err(missing(name, &shown)),
    }
}

/// The folder of a file.
pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Is a file, its links followed, within a folder?
pub(super) fn is_within(real: &Path, folder: &Path) -> bool {
    folder.canonicalize().is_ok_and(|folder| real.starts_with(folder))
}

/// Ledgers travel between systems: `正文\153.docx` is the same everywhere.
fn portable(name: &str) -> String {
    if cfg!(windows) { name.to_owned() } else { name.replace('\\', "/") }
}

/// Does a path lead out of its folder, as far as one can see?
fn climbs(path: &Path) -> bool {
    let drive = path.to_string_lossy().chars().nth(1) == Some(':');
    let mut depth = 0_i32;
    let climbs = path.components().any(|component| {
        match component {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth -= 1,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => depth = i32::MIN / 2,
        }
        depth < 0
    });
    climbs || drive
}

pub(super) fn outside(name: &str) -> Diagnostic {
    let message = Message::new(
        format!("文件“{name}”不在台账所在的文件夹里，没有读"),
        format!("file `{name}` lies outside of the ledger's folder; it was not read"),
    );
    Diagnostic::error(Code::BodyFileOutside, message).hint(
        "把文件放到台账旁边，只写文件名；确实要用别处的文件，加 --allow-outside",
        "put it beside the ledger and give its bare name; to use files elsewhere, add --allow-outside",
    )
}

fn missing(name: &str, shown: &Path) -> Diagnostic {
    let message = Message::new(format!("没有找到文件“{name}”"), format!("file `{name}` is not there"));
    let problem = Diagnostic::error(Code::BodyFileMissing, message);
    match resembling(shown) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint(
            "文件名要连同扩展名，从台账所在的文件夹写起，例如 153号答复.docx",
            "give its name with the extension, as seen from the ledger's folder, such as 153号答复.docx",
        ),
    }
}

/// A file of the same folder that may be meant.
fn resembling(shown: &Path) -> Option<String> {
    let wanted = shown.file_name()?.to_string_lossy().into_owned();
    let stem = |name: &str| -> String {
        let bare = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        bare.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let names = std::fs::read_dir(folder_of(shown)).ok()?.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name().to_string_lossy().into_owned();
        (super::folder::is_text_file(Path::new(&name)) && !read::is_lock_file(Path::new(&name))).then_some(name)
    });
    let mut near: Vec<(usize, String)> = names
        .map(|name| {
            let same = stem(&name) == stem(&wanted) || stem(&name) == wanted;
            (if same { 0 } else { strsim::osa_distance(&name, &wanted) }, name)
        })
        .filter(|(distance, name)| *distance <= 2 && name.chars().count() > distance * 4)
        .collect();
    near.sort();
    near.into_iter().next().map(|(_, name)| name)
}

fn lock_file(name: &str) -> Diagnostic {
    let message = Message::new(
        format!("“{name}”是文档打开时的临时锁文件，不是文档"),
        format!("`{name}` is the lock file of an open document, not a document"),
    );
    Diagnostic::error(Code::BodyFileMissing, message)
        .hint("写出文档本身的名字，不带 ~$", "give the document's own name, without ~$")
}

/// A warning where the file is open in a program.
pub(super) fn lock_beside(shown: &Path) -> Option<Diagnostic> {
    let name = shown.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // Word leaves the first two characters of a longer name out.
    let short: String = name.chars().skip(2).collect();
    let by_word = name.chars().count() > 8 && shown.with_file_name(format!("~${short}")).exists();
    (by_word || read::has_lock_beside(shown)).then(|| {
        let message = Message::new(
            "正文文件正在别的程序里打开，未保存的修改读不到",
            "the file is open in a program; changes not saved there are not seen",
        );
        Diagnostic::warning(Code::FileOpenElsewhere, message)
            .at(&Origin::file(shown))
            .hint("先保存并关闭它，再运行一次", "save and close it, then run again")
    })
}
