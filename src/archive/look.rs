//! Looking at a run's folder without touching it: another dafu may be at work there.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::journal::{self, Entries};
use super::outbox::path_of;
use super::{Entry, Work};
use crate::diag::{Diagnostic, Outcome};

/// What a folder says of its letters.
#[derive(Debug, Default)]
pub struct Folder {
    dir: PathBuf,
    entries: Entries,
    /// By identity: the stamped version that was taken in.
    adopted: BTreeMap<String, String>,
    /// By identity: what was sent, and when.
    sent: BTreeMap<String, Sending>,
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
struct Sending {
    id: String,
    sha256: String,
    at: String,
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
        let mut folder = Self { dir: dir.to_path_buf(), entries: journal::read(whole, &path)?, ..Self::default() };
        for line in whole.split(|byte| *byte == b'\n') {
            match kind_of(line).as_deref() {
                Some("issued") => {
                    if let Ok(sending) = serde_json::from_slice::<Sending>(line) {
                        folder.sent.insert(sending.id.clone(), sending);
                    }
                }
                Some("adopted") => {
                    if let Ok(adopting) = serde_json::from_slice::<Adopting>(line) {
                        folder.adopted.insert(adopting.id, adopting.path);
                    }
                }
                _ => {}
            }
        }
        Ok(folder)
    }

    /// The journal's entry of the job's file.
    pub fn entry(&self, job: &impl Work) -> Option<&Entry> {
        self.entries.get(&path_of(job))
    }

    /// The entry of the letter of this identity.
    pub fn letter(&self, id: &str) -> Option<&Entry> {
        self.entries.values().find(|entry| entry.id == id)
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

    /// When the entry's letter was marked as sent, as it is now.
    pub fn sent(&self, entry: &Entry) -> Option<&str> {
        self.sent.get(&entry.id).filter(|sending| sending.sha256 == entry.sha256).map(|sending| sending.at.as_str())
    }

    /// The version of the letter that was stamped or signed elsewhere.
    pub fn adopted(&self, id: &str) -> Option<&str> {
        self.adopted.get(id).map(String::as_str)
    }
}

fn kind_of(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Kind {
        r#type: String,
    }
    serde_json::from_slice::<Kind>(line).ok().map(|kind| kind.r#type)
}
