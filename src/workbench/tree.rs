//! The files of a folder, by their path below it with `/`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::archive::write_whole;
use crate::diag::{Diagnostic, Outcome};

/// Files by path.
pub(super) type Tree = BTreeMap<String, Vec<u8>>;

/// What `dafu template new` keeps of the base, so that later changes of it can be told.
pub(super) const FROM: &str = ".from";

/// Everything below `dir`; hidden files are an editor's or the system's.
pub(super) fn read(dir: &Path) -> Outcome<Tree> {
    let mut tree = Tree::new();
    walk(dir, "", &mut tree)?;
    Ok(tree)
}

fn walk(dir: &Path, prefix: &str, tree: &mut Tree) -> Outcome<()> {
    let io = |err: &std::io::Error| vec![Diagnostic::io(dir, err)];
    for entry in std::fs::read_dir(dir).map_err(|err| io(&err))? {
        let entry = entry.map_err(|err| io(&err))?;
        let Some(name) = entry.file_name().to_str().filter(|name| !name.starts_with('.')).map(str::to_owned) else {
            continue;
        };
        let kind = entry.file_type().map_err(|err| io(&err))?;
        let path = entry.path();
        if kind.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), tree)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(&path).map_err(|err| vec![Diagnostic::io(&path, &err)])?;
            tree.insert(format!("{prefix}{name}"), bytes);
        }
    }
    Ok(())
}

/// Writes files below `dir`, and makes the folders that they need.
pub(super) fn write(dir: &Path, tree: &Tree) -> Outcome<()> {
    for (name, bytes) in tree {
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|err| vec![Diagnostic::io(folder, &err)])?;
        }
        write_whole(&path, bytes)?;
    }
    Ok(())
}

/// Is it a sample, or what is kept of one?
pub(super) fn is_sample(name: &str) -> bool {
    name == "sample.json" || name == "sample.typ" || name.starts_with("samples/")
}
