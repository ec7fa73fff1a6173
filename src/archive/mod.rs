//! What a run leaves: files, their journal, and what of it is still right.
//!
//! [`Outbox`] owns one run's folder. A file is written beside its place and renamed; its journal line
//! follows. Knows neither Tera nor Typst.

use std::path::{Path, PathBuf};

use crate::diag::Outcome;
use crate::workshop::{ContentKey, Job, Made};

/// One run's folder, locked while it is open.
#[derive(Debug)]
pub struct Outbox {
    dir: PathBuf,
}

/// A finished letter, as the journal has it: one JSON object a line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The letter's identity.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its file, relative to the folder: `letters/153_王景峰.pdf`.
    pub path: String,
    /// Pages.
    pub pages: usize,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// The key of its work.
    pub key: String,
    /// Modification time of the file, in nanoseconds since 1970.
    pub mtime: i128,
    /// When it was made, RFC 3339.
    pub made: String,
    /// What made it: `dafu 0.1.0`.
    pub tool: String,
}

impl Outbox {
    /// Opens or makes the folder: locks it, reads its journal, cuts a torn last line, removes half-written files of ours.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let _ = dir;
        todo!()
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The journal's entry, if the job's file is finished, unchanged, and of this key.
    pub fn has(&self, job: &Job, key: &ContentKey) -> Option<&Entry> {
        let _ = (job, key);
        todo!()
    }

    /// Keeps a finished letter: file first, then its journal line. `now` is RFC 3339.
    pub fn keep(&mut self, job: &Job, key: &ContentKey, made: &Made, now: &str) -> Outcome<Entry> {
        let _ = (job, key, made, now);
        todo!()
    }
}
