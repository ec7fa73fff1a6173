//! Looking at a run's folder without touching it: another dafu may be at work there.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::journal::{self, Told};
use super::outbox::path_of;
use super::{Entry, Work};
use crate::diag::{Diagnostic, Outcome};

/// What a folder says of its letters.
#[derive(Debug, Default)]
pub struct Folder {
    dir: PathBuf,
    told: Told,
    /// By identity: the stamped version that was taken in.
    adopted: BTreeMap<String, String>,
}

/// How a letter's file stands to its journal line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// As it was made.
    AsMade,
    /// It is not there.
    Gone,
    /// Somebody changed it.
    Altered,
}

#[derive(Debug, Deserialize)]
struct Adopting {
    id: String,
    path: String,
}

impl Folder {
    /// Reads the journal of `dir`; a folder that is not there has no letters.
    pub fn look(dir: &Path) -> Outcome<Self> {
        let path = dir.join(journal::NAME);
        let bytes = match fs::read(&path) {
            Err(err) if err.kind() == ErrorKind::NotFound => Vec::new(),
            read => read.map_err(|err| vec![Diagnostic::io(&path, &err)])?,
        };
        let whole = journal::whole_lines(&bytes);
        let mut folder = Self { dir: dir.to_path_buf(), told: journal::read(whole, &path)?, ..Self::default() };
        for line in whole.split(|byte| *byte == b'\n').filter(|line| is_of_adopted(line)) {
            if let Ok(adopting) = serde_json::from_slice::<Adopting>(line) {
                folder.adopted.insert(adopting.id, adopting.path);
            }
        }
        Ok(folder)
    }

    /// The journal's entry of the job's file.
    pub fn entry(&self, job: &impl Work) -> Option<&Entry> {
        self.told.entries.get(&path_of(job))
    }

    /// The entry of the letter of this identity.
    pub fn letter(&self, id: &str) -> Option<&Entry> {
        self.told.entries.values().find(|entry| entry.is_letter() && entry.id == id)
    }

    /// How the entry's file stands.
    pub fn state(&self, entry: &Entry) -> FileState {
        let file = self.file(entry);
        match (entry.is_unchanged(&file), file.exists()) {
            (true, _) => FileState::AsMade,
            (false, true) => FileState::Altered,
            (false, false) => FileState::Gone,
        }
    }

    /// Where the entry's file is.
    pub fn file(&self, entry: &Entry) -> PathBuf {
        self.dir.join(&entry.path)
    }

    /// When the letter was marked as sent.
    pub fn sent(&self, entry: &Entry) -> Option<&str> {
        self.told.issued.get(&entry.id).filter(|sent| sent.sha256 == entry.sha256).map(|sent| sent.at.as_str())
    }

    /// The version of the letter that was stamped or signed elsewhere.
    pub fn adopted(&self, id: &str) -> Option<&str> {
        self.adopted.get(id).map(String::as_str)
    }
}

fn is_of_adopted(line: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        r#type: String,
    }
    serde_json::from_slice::<Kind>(line).is_ok_and(|kind| kind.r#type == "adopted")
}
