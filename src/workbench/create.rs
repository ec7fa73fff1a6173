//! A new pack: a copy of another one, or one that holds only what differs from it, and a profile that uses it.

use std::path::{Path, PathBuf};

use super::tree::{self, FROM, Tree};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::profile::{PACK_FILE, pack};

/// What a new pack is to be.
#[derive(Debug, Clone)]
pub struct NewPack<'a> {
    /// Its name: letters, digits and hyphens, or Chinese characters.
    pub name: &'a str,
    /// The pack that it is made from.
    pub from: &'a str,
    /// Hold only what differs, and take the rest from that pack.
    pub extends: bool,
    /// The profile that its own profile extends.
    pub profile: &'a str,
}

/// Makes the pack and its profile. Gives the folder and the profile's file.
///
/// # Errors
/// The name cannot be a folder's, it is taken, or there is no pack to make it from.
pub fn create(dir: &Path, new: &NewPack<'_>) -> Outcome<(PathBuf, PathBuf)> {
    let NewPack { name, from, extends, profile } = *new;
    let base = pack(dir, from)?;
    let folder = dir.join(name);
    let profile_file = dir.join("profiles").join(format!("{name}.toml"));
    if !is_name(name) {
        let message = Message::new(format!("“{name}”不能作模板包的名称"), format!("`{name}` cannot name a pack"));
        return Err(vec![
            Diagnostic::error(Code::OptionInvalid, message)
                .hint("用字母、数字、汉字和连字符", "use letters, digits and hyphens, or Chinese characters"),
        ]);
    }
    for taken in [&folder, &profile_file] {
        if taken.symlink_metadata().is_ok() {
            let shown = taken.display();
            let message = Message::new(format!("{shown} 已经有了"), format!("{shown} is there already"));
            return Err(vec![
                Diagnostic::error(Code::PackInTheWay, message)
                    .at(&Origin::file(taken))
                    .hint("换一个名称", "choose another name"),
            ]);
        }
    }
    let base_files = tree::read(&dir.join(from))?;
    let mut files = Tree::new();
    for (path, bytes) in &base_files {
        if path == "sample.json" {
            files.insert(path.clone(), of_profile(bytes, name));
        } else if !extends && path == PACK_FILE {
            files.insert(path.clone(), renamed(bytes, from, name, &base.version));
        } else if !extends && !tree::is_sample(path) {
            files.insert(path.clone(), bytes.clone());
        }
    }
    if extends {
        files.insert(PACK_FILE.to_owned(), short_file(name, from).into_bytes());
    }
    // What the base was when this pack was made from it.
    files.insert(format!("{FROM}/pack"), format!("{from}@{}\n", base.version).into_bytes());
    let texts = base_files.into_iter().filter(|(path, _)| !tree::is_sample(path));
    files.extend(texts.map(|(path, bytes)| (format!("{FROM}/{path}"), bytes)));
    tree::write(&folder, &files)?;
    let text = format!(
        "# 本单位的规矩：只写与 {profile} 不同的。What differs from {profile}.\nextends = \"{profile}\"\npack = \"{name}\"\n"
    );
    crate::archive::write_whole(&profile_file, text.as_bytes())?;
    Ok((folder, profile_file))
}

fn is_name(name: &str) -> bool {
    let fine = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(fine) && !["base", "profiles"].contains(&name)
}

/// `template.toml` with another name, its comments kept.
fn renamed(bytes: &[u8], from: &str, name: &str, version: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replacen(&format!("name = \"{from}\""), &format!("name = \"{name}\""), 1);
    text.replacen(&format!("version = \"{version}\""), "version = \"0.1.0\"", 1).into_bytes()
}

fn short_file(name: &str, from: &str) -> String {
    let line = env!("CARGO_PKG_VERSION").rsplit_once('.').map_or("0", |(line, _)| line);
    format!(
        "# 模板包“{name}”：只写与 {from} 不同的。What differs from {from}.\n\
         name = \"{name}\"\nversion = \"0.1.0\"\ndafu = \"{line}\"\nextends = \"{from}\"\n"
    )
}

/// A sample's ledger with another profile.
fn of_profile(bytes: &[u8], name: &str) -> Vec<u8> {
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(mut value) => {
            if let Some(ledger) = value.as_object_mut() {
                ledger.insert("profile".to_owned(), name.into());
            }
            let mut text = serde_json::to_vec_pretty(&value).unwrap_or_else(|_| bytes.to_vec());
            text.push(b'\n');
            text
        }
        Err(_) => bytes.to_vec(),
    }
}
