//! Letters that were stamped or signed elsewhere: taken in beside those that dafu made, never in their place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Entry, Outbox, Status, problem, summary, write_whole};
use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin, Outcome};
use crate::digest::sha256;
use crate::sign::verify::{Said, said};

/// Where they are, below the run's folder.
const ADOPTED: &str = "adopted";

/// Kinds of files that are taken in: PDFs and pictures of scanners.
const KINDS: [&str; 6] = ["pdf", "jpg", "jpeg", "png", "tif", "tiff"];

/// A letter that was taken in; also its line in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The letter's identity.
    pub id: String,
    /// Its number.
    pub number: String,
    /// The file, relative to the folder: `adopted/153_王景峰.pdf`.
    pub path: String,
    /// The letter that it belongs to, likewise.
    pub letter: String,
    /// SHA-256 of that letter, in hex: made anew it is another one, which was not stamped.
    pub letter_sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its pages have text, and it is that of the letter. A scan has none.
    pub same_text: bool,
    /// It is a PDF that dafu cannot read: whether it says the same is for people to see.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub unread: bool,
    /// When it was taken in, RFC 3339.
    pub adopted: String,
}

impl Outbox {
    /// Takes a file in. Its letter is found by the record in it, by the text of its pages, or by its name; where its
    /// pages have text that must be the letter's.
    pub fn adopt(&mut self, file: &Path, now: &str) -> Outcome<Adopted> {
        let kind = file.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !KINDS.contains(&kind.as_str()) {
            return Err(vec![unknown_kind(file)]);
        }
        let bytes = fs::read(file).map_err(|err| vec![Diagnostic::io(file, &err)])?;
        let found = if kind == "pdf" { said(&bytes) } else { Said::default() };
        if found.mark.is_some() {
            return Err(vec![a_draft(file)]);
        }
        let entry = self.letter_of(file, &found)?.clone();
        let reference = LetterRef { number: entry.number.clone(), id: Some(entry.id.clone()) };
        let own = fs::read(self.dir().join(&entry.path)).map(|bytes| said(&bytes)).unwrap_or_default();
        let same_text = match (&found.text, &own.text) {
            (Some(text), Some(own)) if text != own => return Err(vec![other_text(file).letter(&reference)]),
            (Some(_), Some(_)) => true,
            _ => false,
        };
        let stem = Path::new(&entry.path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = format!("{ADOPTED}/{stem}.{kind}");
        let to = self.dir().join(&path);
        let folder = self.dir().join(ADOPTED);
        fs::create_dir_all(&folder).map_err(|err| vec![problem::unwritable(&folder, &err)])?;
        if to.symlink_metadata().is_ok() && !fs::read(&to).is_ok_and(|there| there == bytes) {
            return Err(vec![there_already(&to).letter(&reference)]);
        }
        write_whole(&to, &bytes)?;
        let adopted = Adopted {
            id: entry.id,
            number: entry.number,
            path,
            letter: entry.path,
            letter_sha256: entry.sha256,
            bytes: bytes.len() as u64,
            sha256: sha256([bytes.as_slice()]),
            same_text,
            unread: kind == "pdf" && !found.readable,
            adopted: now.to_owned(),
        };
        self.note_adopted(&adopted)?;
        summary::set_status(self.dir(), &adopted.letter, Status::Adopted)?;
        Ok(adopted)
    }

    /// The files of those letters, as they are now, whose stamped version was taken in and is still there.
    pub fn adopted(&self) -> BTreeSet<String> {
        let still = self.all_adopted().filter(|adopted| {
            let same = self.entry_at(&adopted.letter).is_some_and(|it| it.sha256 == adopted.letter_sha256);
            same && self.dir().join(&adopted.path).is_file()
        });
        still.map(|adopted| adopted.letter.clone()).collect()
    }

    /// The one letter that a file belongs to.
    fn letter_of(&self, file: &Path, found: &Said) -> Outcome<&Entry> {
        if let Some(id) = &found.id {
            return single(self.entries().filter(|entry| entry.id == *id)).ok_or_else(|| vec![no_letter(file)]);
        }
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(entry) = single(self.entries().filter(|entry| is_named(entry, &stem))) {
            return Ok(entry);
        }
        let says_the_same = |entry: &&Entry| {
            let own = fs::read(self.dir().join(&entry.path)).map(|bytes| said(&bytes)).unwrap_or_default();
            found.text.is_some() && own.text == found.text
        };
        single(self.entries().filter(says_the_same)).ok_or_else(|| vec![no_letter(file)])
    }
}

/// The only item, if there is only one.
fn single<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// Does a file's name begin with the letter's, or is one of its parts the letter's number?
fn is_named(entry: &Entry, stem: &str) -> bool {
    let own = Path::new(&entry.path).file_stem().unwrap_or_default().to_string_lossy();
    let mut parts = stem.split(|c: char| !c.is_ascii_alphanumeric());
    stem.starts_with(own.as_ref()) || (!entry.number.is_empty() && parts.any(|part| part == entry.number))
}

/// A warning about a PDF that was taken in and could not be compared.
pub fn unread(file: &Path) -> Diagnostic {
    let message = Message::new(
        "这个 PDF 的写法 dafu 读不了，没有核对文字",
        "the PDF is written in a way that dafu does not read: its text was not compared",
    );
    Diagnostic::warning(Code::AdoptUnread, message)
        .at(&Origin::file(file))
        .hint("请自己核对盖章的是不是这封函的最后一稿", "see for yourself whether it is the letter's last version")
}

fn unknown_kind(file: &Path) -> Diagnostic {
    let message = Message::new("这种文件不能收进来", "a file of this kind cannot be taken in");
    Diagnostic::error(Code::FormatUnknown, message)
        .at(&Origin::file(file))
        .hint("应为 PDF 或扫描的图片（.jpg、.png、.tif）", "expected a PDF or a scanned picture (.jpg, .png, .tif)")
}

fn no_letter(file: &Path) -> Diagnostic {
    let message = Message::new("看不出这个文件是哪一封函", "it is not clear which letter this file is");
    Diagnostic::error(Code::AdoptUnmatched, message).at(&Origin::file(file)).hint(
        "把文件名改成那封函的文件名，或者在文件名里写上它的号码",
        "name the file as the letter's file is named, or put its number into the name",
    )
}

fn other_text(file: &Path) -> Diagnostic {
    let message = Message::new("页面文字与这封函不同", "its pages do not say what the letter says");
    Diagnostic::error(Code::AdoptDiffers, message).at(&Origin::file(file)).hint(
        "核对盖章的是不是最后一稿；是别的稿子，请重新盖章",
        "see whether the last version was stamped, and have it stamped again if not",
    )
}

fn a_draft(file: &Path) -> Diagnostic {
    let message = Message::new("这是样稿，不是函", "this is a draft, and no letter");
    Diagnostic::error(Code::AdoptDiffers, message).at(&Origin::file(file)).hint(
        "收进盖了章的正式的函；盖在样稿上的，请用正式的函重新盖",
        "take in the letter that was stamped; if the draft was, have the letter stamped instead",
    )
}

fn there_already(path: &Path) -> Diagnostic {
    let message = Message::new("这封函已经收过另一个文件", "another file was taken in for this letter already");
    Diagnostic::error(Code::OutputExists, message)
        .at(&Origin::file(path))
        .hint("确实要换，先自己移走原来的文件", "move that file away yourself to take in the new one")
}
