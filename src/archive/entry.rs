//! One finished letter, and whether its file is still the one that was written.

use std::path::Path;
use std::time::SystemTime;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::digest::sha256;

/// A finished letter, as the journal has it: one JSON object a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The letter's identity.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its file, relative to the folder: `letters/153_王景峰.pdf`.
    pub path: String,
    /// Pages.
    pub pages: usize,
    /// It carries a signature. Lines of older versions do not say.
    #[serde(default)]
    pub signed: bool,
    /// Facts of its layout, as its maker tells them; lines of older versions have none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub facts: Option<serde_json::Value>,
    /// Pack it was set by, with its version and digest; lines of older versions do not say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pack: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// The key of its work.
    pub key: String,
    /// Warnings given when it was made: with `--strict` such a letter is made again, so that they are heard.
    pub warnings: usize,
    /// Modification time of the file, in nanoseconds since 1970.
    pub mtime: i128,
    /// When it was made, RFC 3339.
    pub made: String,
    /// What made it: `dafu 0.1.0`.
    pub tool: String,
}

impl Entry {
    /// Is `file` there and as it was written? It is read only where its time differs, because copying a
    /// folder, or a disk with coarser times, changes nothing but that.
    pub(super) fn is_unchanged(&self, file: &Path) -> bool {
        let Ok(metadata) = fs::metadata(file) else {
            return false;
        };
        metadata.is_file()
            && metadata.len() == self.bytes
            && (mtime(&metadata).is_ok_and(|time| time == self.mtime)
                || fs::read(file).is_ok_and(|bytes| sha256([bytes.as_slice()]) == self.sha256))
    }
}

/// Modification time in nanoseconds since 1970, never outside what 64 bits hold (the years 1677 to 2262):
/// JSON readers, ours too, take no longer integers.
pub(super) fn mtime(metadata: &fs::Metadata) -> io::Result<i128> {
    let nanoseconds = match metadata.modified()?.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => i128::try_from(before.duration().as_nanos()).map_or(i128::MIN, |time| -time),
    };
    Ok(nanoseconds.clamp(i64::MIN.into(), i64::MAX.into()))
}
