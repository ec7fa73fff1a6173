//! `shard.json`: what a share's run leaves for the join beside its letters and its journal.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Share;
use super::problem;
use crate::archive::write_whole;
use crate::diag::{Diagnostic, Lang, Outcome};
use crate::report::{Problem, Row};

/// The file's name in the folder of its run.
const NAME: &str = "shard.json";

/// The version of its form.
const VERSION: u32 = 1;

/// What became of a share's letters, and of what the share was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    version: u32,
    /// Which share.
    pub share: Share,
    /// The overviews are in English.
    pub english: bool,
    /// The ledger, as the user named it.
    pub ledger: String,
    /// The profile.
    pub profile: String,
    /// SHA-256 over all that makes letters beside the ledger: version, profile, templates, fonts, signers.
    pub made_with: String,
    /// SHA-256 over identities, titles and file names of all the ledger's letters.
    pub plan: String,
    /// Problems that are about no single letter.
    pub general: Vec<Problem>,
    /// Its letters.
    pub rows: Vec<Placed>,
}

/// A letter and its place among all of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Its place, from 0.
    pub at: usize,
    /// The letter.
    pub row: Row,
}

impl Shard {
    /// A share before anything is known of its letters.
    pub fn new(share: Share, lang: Lang) -> Self {
        Self {
            version: VERSION,
            share,
            english: lang == Lang::En,
            ledger: String::new(),
            profile: String::new(),
            made_with: String::new(),
            plan: String::new(),
            general: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The language of its overviews.
    pub fn lang(&self) -> Lang {
        if self.english { Lang::En } else { Lang::Zh }
    }

    /// Writes it into `dir`, whose [`crate::archive::Outbox`] must be open.
    pub fn write(&self, dir: &Path) -> Outcome<()> {
        let bytes = serde_json::to_vec(self).unwrap_or_else(|err| unreachable!("plain data: {err}"));
        write_whole(&dir.join(NAME), &bytes)
    }

    /// Reads that of `dir`.
    pub fn read(dir: &Path) -> Outcome<Self> {
        let path = dir.join(NAME);
        let bytes = fs::read(&path).map_err(|err| match err.kind() {
            ErrorKind::NotFound => vec![problem::no_shard(dir)],
            _ => vec![Diagnostic::io(&path, &err)],
        })?;
        let shard = serde_json::from_slice::<Self>(&bytes).ok().filter(|shard| shard.version == VERSION);
        shard.ok_or_else(|| vec![problem::other_version(&path)])
    }

    /// Removes one that an earlier run left in `dir`: the folder is no share's any more.
    pub fn remove(dir: &Path) -> Outcome<()> {
        let path = dir.join(NAME);
        match fs::remove_file(&path) {
            Err(err) if err.kind() != ErrorKind::NotFound => Err(vec![Diagnostic::io(&path, &err)]),
            _ => Ok(()),
        }
    }
}
