//! Sample letters of packs and profiles, and what is kept of their pages.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Outcome};
use crate::profile;

/// A ledger of sample letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The ledger.
    pub ledger: PathBuf,
    /// The profile that sets it where it does not say.
    pub profile: String,
    /// Where what is kept of its pages stands.
    pub kept: PathBuf,
    /// It is the pack's own `sample.json`, of which `sample.typ` is made.
    pub own: bool,
}

/// What is kept of a letter's pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Text, line by line.
    pub text: PathBuf,
    /// Facts of layout.
    pub facts: PathBuf,
    /// A picture a page.
    pub pictures: Vec<PathBuf>,
}

/// Where the pages of a sample's letter are kept, the letter counted from 0.
pub fn kept(sample: &Sample, letter: usize, pages: usize) -> Kept {
    let dir = sample.kept.join((letter + 1).to_string());
    let picture = |page: usize| dir.join(format!("page-{page}.png"));
    Kept { text: dir.join("text.txt"), facts: dir.join("facts.json"), pictures: (1..=pages).map(picture).collect() }
}

/// The profiles that use a pack, and what is wrong with those of which that cannot be told.
pub fn profiles_of(dir: &Path, pack: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let (mut names, mut findings) = (Vec::new(), Vec::new());
    for name in profile::names(dir) {
        match profile::pack_of(dir, &name) {
            Ok(of) if of == pack => names.push(name),
            Ok(_) => {}
            Err(problems) => findings.extend(problems),
        }
    }
    (names, findings)
}

/// The sample that a profile is shown by: its own, else its pack's.
pub fn sample_of(dir: &Path, profile: &str) -> Outcome<Option<PathBuf>> {
    let own = dir.join("profiles").join("samples").join(format!("{profile}.json"));
    if own.is_file() {
        return Ok(Some(own));
    }
    let of_pack = dir.join(profile::pack_of(dir, profile)?).join("sample.json");
    Ok(of_pack.is_file().then_some(of_pack))
}

/// Every sample of a pack: its own, those in its folder `samples`, and those of the profiles that use it.
pub fn samples(dir: &Path, pack: &str, profiles: &[String]) -> Vec<Sample> {
    let folder = dir.join(pack);
    // A pack's own profile has its name; a shared one is named in the sample.
    let usual = profiles.iter().find(|name| *name == pack).or(profiles.first()).cloned().unwrap_or_default();
    let mut found = Vec::new();
    let own = folder.join("sample.json");
    if own.is_file() {
        found.push(Sample {
            ledger: own,
            profile: usual.clone(),
            kept: folder.join("samples/expected/sample"),
            own: true,
        });
    }
    for name in json_files(&folder.join("samples")) {
        found.push(Sample {
            ledger: folder.join(format!("samples/{name}.json")),
            profile: usual.clone(),
            kept: folder.join("samples/expected").join(&name),
            own: false,
        });
    }
    let shared = dir.join("profiles/samples");
    for name in profiles {
        let ledger = shared.join(format!("{name}.json"));
        if ledger.is_file() {
            let kept = shared.join("expected").join(name);
            found.push(Sample { ledger, profile: name.clone(), kept, own: false });
        }
    }
    found
}

fn json_files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".json").map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
