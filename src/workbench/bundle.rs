//! A pack as one file: a zip of everything its letters depend on, so that forty bureaus set them alike.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::samples::profiles_of;
use super::tree::{self, Tree};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::profile::{self, pack};
use crate::template::PackFiles;

/// The first entry of a pack's file.
const MANIFEST: &str = "pack.json";
/// More than any pack holds.
const MOST_BYTES: u64 = 64 << 20;

/// What a pack's file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Version of this form: 1.
    pub form: u32,
    /// The pack's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The pack and those it extends.
    pub chain: Vec<String>,
    /// The profiles that use it.
    pub profiles: Vec<String>,
    /// SHA-256 of what its letters depend on, in hex.
    pub digest: String,
}

/// What became of an installed pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The pack.
    pub bundle: Bundle,
    /// Files that were written.
    pub written: Vec<String>,
}

/// The pack as one file; the same pack gives the same bytes.
pub fn export(dir: &Path, name: &str) -> Outcome<(Bundle, Vec<u8>)> {
    let own = pack(dir, name)?;
    let files = PackFiles::read(dir, &own)?;
    let (profiles, problems) = profiles_of(dir, name);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut tree = Tree::new();
    for folder in std::iter::once("base").chain(own.chain.iter().map(String::as_str)) {
        for (path, bytes) in tree::read(&dir.join(folder))? {
            tree.insert(format!("{folder}/{path}"), bytes);
        }
    }
    let mut of_profiles = BTreeSet::new();
    for profile in &profiles {
        of_profiles.extend(profile::all_files(dir, profile)?);
        of_profiles.insert(dir.join("profiles/samples").join(format!("{profile}.json")));
    }
    for file in of_profiles.into_iter().filter(|file| file.is_file()) {
        let bytes = std::fs::read(&file).map_err(|err| vec![Diagnostic::io(&file, &err)])?;
        if let Some(path) = file.strip_prefix(dir).ok().and_then(Path::to_str) {
            tree.insert(path.replace('\\', "/"), bytes);
        }
    }
    let bundle = Bundle {
        form: 1,
        name: own.name,
        version: own.version,
        chain: own.chain,
        profiles,
        digest: files.digest().to_owned(),
    };
    let written = zipped(&bundle, &tree).map_err(|reason| {
        let message = Message::new(format!("不能打包：{reason}"), format!("failed to pack it: {reason}"));
        vec![Diagnostic::error(Code::Internal, message)]
    })?;
    Ok((bundle, written))
}

fn zipped(bundle: &Bundle, tree: &Tree) -> Result<Vec<u8>, String> {
    // Without a clock: the same pack is the same file.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let manifest = serde_json::to_vec_pretty(bundle).map_err(|err| err.to_string())?;
    for (path, bytes) in
        std::iter::once((MANIFEST, &manifest)).chain(tree.iter().map(|(path, bytes)| (path.as_str(), bytes)))
    {
        zip.start_file(path, options).map_err(|err| err.to_string())?;
        zip.write_all(bytes).map_err(|err| err.to_string())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|err| err.to_string())
}

/// Puts the pack of the file `from` into the folder of templates `dir`, which need not be there.
///
/// # Errors
/// The file is none of ours or broken, or, without `force`, other files are in the way. Nothing is written then.
pub fn install(from: &Path, dir: &Path, force: bool) -> Outcome<Installed> {
    let bytes = std::fs::read(from).map_err(|err| vec![Diagnostic::io(from, &err)])?;
    let (bundle, tree) = unpacked(&bytes).ok_or_else(|| vec![damaged(from)])?;
    let is_new = |path: &String, bytes: &Vec<u8>| std::fs::read(dir.join(path)).ok().as_ref() != Some(bytes);
    let new: Tree = tree.into_iter().filter(|(path, bytes)| is_new(path, bytes)).collect();
    let in_the_way: Vec<&String> = new.keys().filter(|path| dir.join(path).symlink_metadata().is_ok()).collect();
    if !force && !in_the_way.is_empty() {
        return Err(in_the_way.into_iter().map(|path| other_file(&dir.join(path))).collect());
    }
    tree::write(dir, &new)?;
    let files = PackFiles::read(dir, &pack(dir, &bundle.name)?)?;
    if files.digest() != bundle.digest {
        let message = Message::new(
            "安装后与导出时不一样：模板文件夹里还有别的文件",
            "it is not what was exported: the folder of templates has further files",
        );
        return Err(vec![
            Diagnostic::error(Code::PackDiffers, message)
                .at(&Origin::file(&dir.join(&bundle.name)))
                .hint("装到一个新的文件夹：-o 文件夹", "install it into a new folder: -o DIR"),
        ]);
    }
    Ok(Installed { bundle, written: new.into_keys().collect() })
}

/// The manifest and the files; `None` for anything that export would not have made.
fn unpacked(bytes: &[u8]) -> Option<(Bundle, Tree)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut tree, mut left) = (Tree::new(), MOST_BYTES);
    for index in 0..zip.len() {
        let file = zip.by_index(index).ok()?;
        let path = file.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        file.take(left + 1).read_to_end(&mut bytes).ok()?;
        left = left.checked_sub(bytes.len() as u64)?;
        tree.insert(path, bytes);
    }
    let bundle: Bundle = serde_json::from_slice(&tree.remove(MANIFEST)?).ok()?;
    let known =
        |folder: &str| folder == "base" || folder == "profiles" || bundle.chain.iter().any(|pack| pack == folder);
    let plain = |path: &str| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() > 1
            && parts.first().is_some_and(|folder| known(folder))
            && parts.iter().all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']))
    };
    (bundle.form == 1 && tree.keys().all(|path| plain(path))).then_some((bundle, tree))
}

fn damaged(from: &Path) -> Diagnostic {
    let message = Message::new("不是完好的模板包文件", "this is no sound file of a pack");
    Diagnostic::error(Code::PackFileDamaged, message)
        .at(&Origin::file(from))
        .hint("请对方重新导出：dafu template export", "have it exported again: dafu template export")
}

fn other_file(path: &Path) -> Diagnostic {
    let message = Message::new("已有一个不同的文件", "another file is there");
    Diagnostic::error(Code::PackInTheWay, message).at(&Origin::file(path)).hint(
        "确要替换时加 --force；或者用 -o 装到一个新的文件夹",
        "add --force to replace it, or install into a new folder with -o",
    )
}
