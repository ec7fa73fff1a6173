//! The files that a letter can depend on: the house style and one pack, read once.
//!
//! What Typst is served is exactly what the digest covers: both come from here.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Message, Origin, Outcome, reason};
use crate::digest::sha256;
use crate::profile::Pack;

/// The folder of the house style.
const BASE: &str = "base";

/// The pack's own sample letters and what is kept of them are no part of what a letter depends on.
const SAMPLES: &[&str] = &["sample.json", "sample.typ", "samples"];

/// Kinds of files that a template may consist of. Others (notes, backups) are passed over.
const KINDS: &[&str] = &["typ", "tera", "toml", "json", "svg", "png"];

/// More files than any pack has; a folder with more is not one of templates.
const MOST_FILES: usize = 2_000;

/// All files below `base/` and below the folders of the pack and those it extends, by their path with `/`:
/// `base/form.typ`.
#[derive(Debug, Clone)]
pub struct PackFiles {
    dir: PathBuf,
    chain: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
    digest: String,
}

impl PackFiles {
    /// Reads them. A symbolic link may not lead out of `dir`.
    pub fn read(dir: &Path, pack: &Pack) -> Outcome<Self> {
        Self::read_folders(dir, &pack.chain)
    }

    /// Reads the house style alone.
    pub fn read_base(dir: &Path) -> Outcome<Self> {
        Self::read_folders(dir, &[])
    }

    fn read_folders(dir: &Path, chain: &[String]) -> Outcome<Self> {
        let root = fs::canonicalize(dir).map_err(|err| vec![missing_folder(dir, &err)])?;
        let mut walk = Walk { dir, root: &root, files: BTreeMap::new(), problems: Vec::new() };
        walk.folder(BASE);
        for folder in chain {
            walk.folder(folder);
        }
        let Walk { files, problems, .. } = walk;
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { digest: digest(&files), dir: dir.to_owned(), chain: chain.to_vec(), files })
    }

    /// The folder of templates, as the user named it.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The pack and those that it extends; none for the house style alone.
    pub fn chain(&self) -> &[String] {
        &self.chain
    }

    /// The file of this name that counts: the pack's own, else that of the nearest pack that it extends.
    pub fn find(&self, name: &str) -> Option<String> {
        self.chain.iter().map(|pack| format!("{pack}/{name}")).find(|path| self.files.contains_key(path))
    }

    /// Every file: its path and its bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// SHA-256 over all paths and bytes, in hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Hidden files are an editor's or the system's; a line break in a name is nobody's intention.
fn is_wanted(name: &str) -> bool {
    !name.starts_with('.') && !name.contains('\n')
}

struct Walk<'a> {
    dir: &'a Path,
    root: &'a Path,
    files: BTreeMap<String, Vec<u8>>,
    problems: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Takes in everything below `path`, which is relative to the folder of templates.
    fn folder(&mut self, path: &str) {
        let shown = self.dir.join(path);
        let entries = match fs::read_dir(&shown) {
            Ok(entries) => entries,
            Err(err) => return self.problems.push(missing_folder(&shown, &err)),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(path, &entry.file_name()),
                Err(err) => self.problems.push(Diagnostic::io(&shown, &err)),
            }
        }
    }

    fn entry(&mut self, parent: &str, name: &OsStr) {
        // A name that is not Unicode cannot be asked for by a template.
        let Some(name) = name.to_str().filter(|name| is_wanted(name)) else {
            return;
        };
        if SAMPLES.contains(&name) && parent != BASE && !parent.contains('/') {
            return;
        }
        let path = format!("{parent}/{name}");
        let shown = self.dir.join(&path);
        let real = match fs::canonicalize(&shown) {
            Ok(real) => real,
            Err(err) => return self.problems.push(Diagnostic::io(&shown, &err)),
        };
        if !real.starts_with(self.root) {
            return self.problems.push(leads_out(&shown));
        }
        if real.is_dir() {
            // A link to a folder could lead round in a circle.
            if !shown.is_symlink() {
                self.folder(&path);
            }
            return;
        }
        let kind = Path::new(name).extension().and_then(OsStr::to_str);
        if !kind.is_some_and(|kind| KINDS.contains(&kind)) {
            return;
        }
        if self.files.len() == MOST_FILES {
            return self.problems.push(too_many(self.dir));
        }
        match fs::read(&real) {
            Ok(bytes) => drop(self.files.insert(path, bytes)),
            Err(err) => self.problems.push(Diagnostic::io(&shown, &err)),
        }
    }
}

/// No path has a line break, so that no two sets of files give the same list.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let lines = files.iter().map(|(path, bytes)| format!("{} {path}\n", sha256([bytes.as_slice()])));
    sha256([lines.collect::<String>().as_bytes()])
}

fn missing_folder(path: &Path, err: &std::io::Error) -> Diagnostic {
    let shown = path.display();
    let (zh, en) = reason(err);
    Diagnostic::error(
        Code::TemplatesMissing,
        Message::new(
            format!("打不开模板文件夹 {shown}（{zh}）"),
            format!("failed to open the folder of templates {shown} ({en})"),
        ),
    )
    .at(&Origin::file(path))
    .hint(
        "用 --templates 指明模板文件夹，里面应有 base、profiles 和模板包（如 reply）",
        "name the folder of templates with --templates; it holds base, profiles and a pack such as reply",
    )
}

fn leads_out(path: &Path) -> Diagnostic {
    let shown = path.display();
    Diagnostic::error(
        Code::TemplatesMissing,
        Message::new(format!("{shown} 指向模板文件夹以外"), format!("{shown} leads out of the folder of templates")),
    )
    .at(&Origin::file(path))
    .hint("把文件复制到模板文件夹里，不要用链接", "copy the file into the folder of templates instead of linking to it")
}

fn too_many(dir: &Path) -> Diagnostic {
    let shown = dir.display();
    Diagnostic::error(
        Code::TemplatesMissing,
        Message::new(
            format!("{shown} 里的文件超过 {MOST_FILES} 个，不像模板文件夹"),
            format!("{shown} has more than {MOST_FILES} files and is hardly a folder of templates"),
        ),
    )
    .at(&Origin::file(dir))
    .hint("用 --templates 指明模板文件夹", "name the folder of templates with --templates")
}
