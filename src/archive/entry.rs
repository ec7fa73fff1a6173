//! One finished letter, and whether its file is still the one that was written.

use std::path::Path;
use std::time::SystemTime;
use std::{fs, io};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::work::LETTER;
use crate::digest::sha256;

/// A finished letter, as the journal has it: one JSON object a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The letter's identity.
    pub id: String,
    /// Its number.
    pub number: String,
    /// What it is of the letter: `reply`, which lines leave out, `feedback-form` or `publication`.
    #[serde(skip_serializing_if = "is_letter", default = "letter")]
    pub product: String,
    /// Its file, relative to the folder: `letters/153_王景峰.pdf`.
    pub path: String,
    /// Pages.
    pub pages: usize,
    /// It carries a signature. Lines of older versions do not say.
    #[serde(default)]
    pub signed: bool,
    /// Facts of its layout, as its maker tells them; lines of older versions have none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub facts: Option<Facts>,
    /// Pack it was set by, with its version and digest; lines of older versions do not say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pack: Option<String>,
    /// Who proposed, so that letters can be chosen by name; lines of older versions have none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proposers: Vec<String>,
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

/// Facts of a letter's layout: a JSON value as text, which takes a fraction of the room of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts(Box<str>);

impl Facts {
    /// The facts as JSON.
    pub fn of(facts: &impl Serialize) -> Option<Self> {
        serde_json::to_string(facts).ok().map(|text| Self(text.into()))
    }

    /// The facts as what they were made of; nothing where that has other facts.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.0).ok()
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: serde_json::Value = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        value.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(|value| Self(value.to_string().into()))
    }
}

fn letter() -> String {
    LETTER.to_owned()
}

fn is_letter(product: &String) -> bool {
    product == LETTER
}

/// A letter that was sent, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// The letter's identity.
    pub id: String,
    /// Its file, relative to the folder.
    pub path: String,
    /// SHA-256 of the file that was sent, in hex.
    pub sha256: String,
    /// When it was marked, RFC 3339.
    pub at: String,
}

/// A mark that was taken back: the letter was not sent after all, or it is made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotIssued {
    /// The letter's identity.
    pub(super) id: String,
    /// When it was taken back, RFC 3339.
    pub(super) at: String,
    /// Where the file that was sent lies, relative to the folder, if the letter is made anew.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) superseded: Option<String>,
}

impl Entry {
    /// Is it the letter itself, not what goes with it?
    pub fn is_letter(&self) -> bool {
        is_letter(&self.product)
    }

    /// Is `file` there and as it was written? It is read only where its time differs, because copying a
    /// folder, or a disk with coarser times, changes nothing but that.
    pub(crate) fn is_unchanged(&self, file: &Path) -> bool {
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
