//! What letters are made with, for a package.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::package::Kit;
use crate::diag::{Diagnostic, Outcome};
use crate::fonts::Faces;
use crate::profile;
use crate::workshop::Workshop;

/// Gathers templates and profiles, and with `with_fonts` the fonts.
pub fn kit(templates: &Path, fonts: &Path, profiles: &[String], with_fonts: bool) -> Outcome<Kit> {
    let faces = Arc::new(Faces::open(fonts)?);
    let mut kit = Kit::default();
    for name in profiles {
        let loaded = Arc::new(profile::load(templates, name)?);
        let workshop = Workshop::open(templates, loaded, Arc::clone(&faces))?;
        kit.digests.push((name.clone(), workshop.digests().map(str::to_owned)));
        let files = workshop.template_files().map(|path| (path.to_owned(), templates.join(path)));
        kit.templates.extend(files);
        for file in profile::files(templates, name)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            kit.templates.push((format!("profiles/{name}"), file));
        }
    }
    if with_fonts {
        walk(fonts, "", 0, &mut kit.fonts)?;
    }
    for files in [&mut kit.templates, &mut kit.fonts] {
        files.sort();
        files.dedup();
    }
    Ok(kit)
}

/// Font files, their list and their licences; what they were made with stays behind.
fn walk(root: &Path, below: &str, depth: usize, files: &mut Vec<(String, PathBuf)>) -> Outcome<()> {
    let folder = root.join(below);
    let entries = fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    for entry in entries.map_err(|err| vec![Diagnostic::io(&folder, &err)])? {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if name.starts_with('.') || path == "make" {
            continue;
        }
        let file = entry.path();
        if file.is_dir() && depth < 3 {
            walk(root, &path, depth + 1, files)?;
        } else if file.is_file() {
            files.push((path, file));
        }
    }
    Ok(())
}
