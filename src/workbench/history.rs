//! What a pack's base changed since the pack was made from it.

use std::path::Path;

use similar::TextDiff;

use super::tree::{self, FROM, Tree};
use crate::archive::write_whole;
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::profile::pack;

/// A file of the base that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path in the base.
    pub file: String,
    /// The pack has a file of its own of that name, which does not have the change.
    pub own: bool,
    /// What changed, as a unified diff.
    pub diff: String,
}

/// The base as `name@version` then and now, and what changed.
///
/// # Errors
/// The pack was not made from another one, or one of the two is not there.
pub fn changes(dir: &Path, name: &str) -> Outcome<(String, String, Vec<Change>)> {
    let own = pack(dir, name)?;
    let (from, before, now) = both(dir, name)?;
    let mut files: Vec<&String> = before.keys().chain(now.keys()).collect();
    files.sort();
    files.dedup();
    let changed = files.into_iter().filter(|file| before.get(*file) != now.get(*file));
    let folder = dir.join(&own.name);
    let changes = changed.map(|file| {
        let text = |tree: &Tree| tree.get(file).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let (old, new) = (text(&before).unwrap_or_default(), text(&now).unwrap_or_default());
        let diff = TextDiff::from_lines(&old, &new);
        Change {
            file: file.clone(),
            own: folder.join(file).is_file(),
            diff: diff.unified_diff().context_radius(2).to_string(),
        }
    });
    let base = from.split('@').next().unwrap_or_default();
    let version = pack(dir, base)?.version;
    Ok((from.clone(), format!("{base}@{version}"), changes.collect()))
}

/// Takes what the base is now for what the pack was made from.
pub fn accept(dir: &Path, name: &str) -> Outcome<()> {
    let (from, _, now) = both(dir, name)?;
    let base = from.split('@').next().unwrap_or_default();
    let kept = dir.join(name).join(FROM);
    std::fs::remove_dir_all(&kept).map_err(|err| vec![Diagnostic::io(&kept, &err)])?;
    tree::write(&kept, &now)?;
    write_whole(&kept.join("pack"), format!("{base}@{}\n", pack(dir, base)?.version).as_bytes())
}

fn both(dir: &Path, name: &str) -> Outcome<(String, Tree, Tree)> {
    let kept = dir.join(name).join(FROM);
    let Ok(from) = std::fs::read_to_string(kept.join("pack")) else {
        let message = Message::new(
            format!("“{name}”没有记下它是从哪个模板包来的"),
            format!("`{name}` does not say which pack it was made from"),
        );
        return Err(vec![
            Diagnostic::error(Code::PackUnknown, message)
                .at(&Origin::file(&kept))
                .hint("用 dafu template new 新建的才有", "packs that `dafu template new` made do"),
        ]);
    };
    let from = from.trim().to_owned();
    let mut before = tree::read(&kept)?;
    before.remove("pack");
    let base = from.split('@').next().unwrap_or_default();
    pack(dir, base)?;
    let mut now = tree::read(&dir.join(base))?;
    now.retain(|path, _| !tree::is_sample(path));
    Ok((from, before, now))
}
