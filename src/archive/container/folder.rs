//! A package that is a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::path_fault;
use super::source::{Entry, Fault, MOST_ENTRIES};

/// Deeper than any package is.
const DEEPEST: usize = 16;

/// Its files. Links, empty folders and whatever else is no plain file are faults.
pub(super) fn list(root: &Path, faults: &mut Vec<Fault>) -> io::Result<BTreeMap<String, Entry>> {
    let mut entries = BTreeMap::new();
    walk(root, "", 0, &mut entries, faults)?;
    Ok(entries)
}

fn walk(
    root: &Path,
    below: &str,
    depth: usize,
    entries: &mut BTreeMap<String, Entry>,
    faults: &mut Vec<Fault>,
) -> io::Result<()> {
    let mut count = 0;
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        count += 1;
        let name = entry.file_name();
        let shown = if below.is_empty() {
            name.to_string_lossy().into_owned()
        } else {
            format!("{below}/{}", name.to_string_lossy())
        };
        if name.to_str().is_none() {
            faults.push(Fault::new(shown, "名字不是 UTF-8", "its name is not UTF-8"));
            continue;
        }
        if let Some((zh, en)) = path_fault(&shown) {
            faults.push(Fault::new(shown, zh, en));
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            faults.push(Fault::new(shown, "是一个链接；归档包里没有链接", "it is a link; a package has none"));
        } else if kind.is_dir() {
            if depth == DEEPEST {
                faults.push(Fault::new(shown, "文件夹太深", "folders are too deep"));
            } else {
                walk(root, &shown, depth + 1, entries, faults)?;
            }
        } else if kind.is_file() {
            entries.insert(shown, Entry::of_folder(entry.metadata()?.len()));
            if entries.len() > MOST_ENTRIES {
                faults.push(Fault::new(below, "文件太多", "there are too many files"));
                return Ok(());
            }
        } else {
            faults.push(Fault::new(shown, "不是普通文件", "it is no plain file"));
        }
    }
    if count == 0 && depth > 0 {
        faults.push(Fault::new(below, "是一个空文件夹", "it is an empty folder"));
    }
    Ok(())
}
