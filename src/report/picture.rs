//! The pictures of a report, and how those of an earlier one are found again.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};

use super::page::{DATA_BEGINS, DATA_ENDS};
use crate::typeset::Thumbnail;

/// Pictures by row.
pub type Pictures = BTreeMap<usize, Thumbnail>;

/// A picture in the data of a report.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pasted {
    /// The row, from 0.
    row: usize,
    /// The letter's identity, and the file that it was taken of; nothing where none was made.
    id: Option<String>,
    sha256: Option<String>,
    /// PNG, in base64.
    png: String,
}

impl Pasted {
    pub(super) fn new(row: usize, id: Option<String>, sha256: Option<String>, picture: &Thumbnail) -> Self {
        Self { row, id, sha256, png: Base64::encode_string(picture.bytes()) }
    }
}

/// Pictures of an earlier report, by the letter's identity and its file's SHA-256, where there was a file.
pub type Earlier = BTreeMap<(String, Option<String>), Thumbnail>;

/// The pictures in a report that was written before. What is no report of ours has none.
pub fn pictures(report: &[u8]) -> Earlier {
    #[derive(Deserialize)]
    struct Data {
        pictures: Vec<Pasted>,
    }
    let data = std::str::from_utf8(report).ok().and_then(|text| {
        let (_, rest) = text.split_once(DATA_BEGINS)?;
        let (json, _) = rest.split_once(DATA_ENDS)?;
        serde_json::from_str::<Data>(json).ok()
    });
    let pasted = data.map(|data| data.pictures).unwrap_or_default().into_iter();
    pasted
        .filter_map(|Pasted { id, sha256, png, .. }| {
            Some(((id?, sha256), Thumbnail::from_png(Base64::decode_vec(&png).ok()?)?))
        })
        .collect()
}
