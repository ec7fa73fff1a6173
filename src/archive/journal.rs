//! The journal: append-only JSON lines, one for each finished letter.
//!
//! A line says what it is by `"type"` and `"version"`; lines of other types are left alone. A later line of
//! a path replaces the earlier one. Whoever holds a [`Journal`] holds the lock of its folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::{Adopted, Entry, Making, problem};
use crate::diag::{Diagnostic, Outcome};

/// The journal's name in the folder of its run.
pub(super) const NAME: &str = "journal.jsonl";

/// The type of the lines of finished letters, and the version of their form.
const LETTER: &str = "letter";
const ADOPTED: &str = "adopted";
const MAKING: &str = "making";
const VERSION: u64 = 1;

/// An open journal, locked, positioned at its end.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    end: u64,
}

/// The letters of a journal, by path.
pub(super) type Entries = BTreeMap<String, Entry>;

/// What a journal says beside its letters.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// How letters were made, by their path.
    pub(super) makings: BTreeMap<String, Making>,
    /// Letters taken in from elsewhere, by the path of the letter that they belong to; the last one counts.
    pub(super) adopted: BTreeMap<String, Adopted>,
}

impl Journal {
    /// Opens or makes the journal of `dir`, locks it, reads it, and cuts a torn last line.
    pub(super) fn open(dir: &Path) -> Outcome<(Self, Entries)> {
        let path = dir.join(NAME);
        let unwritable = |err: &io::Error| vec![problem::unwritable(&path, err)];

        // Not opened for appending: on Windows such a file could not be cut.
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|err| unwritable(&err))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(vec![problem::busy(dir)]),
            Err(TryLockError::Error(err)) => return Err(unwritable(&err)),
        }

        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|err| unwritable(&err))?;
        let whole = whole_lines(&bytes);
        let entries = read(whole, &path)?;

        let mut journal = Self { end: whole.len() as u64, path, file };
        if whole.len() < bytes.len() {
            journal.cut().map_err(|err| journal.unwritable(&err))?;
        }
        Ok((journal, entries))
    }

    /// Adds a letter's line, in one write.
    pub(super) fn append(&mut self, entry: &Entry) -> Outcome<()> {
        self.append_line(&line(LETTER, entry))
    }

    /// Adds a line that says how a letter was made.
    pub(super) fn append_making(&mut self, making: &Making) -> Outcome<()> {
        self.append_line(&line(MAKING, making))
    }

    /// What the journal of `dir` says beside its letters. Lines that are not understood are passed over: they cost
    /// no letter.
    pub(super) fn notes(dir: &Path) -> Outcome<Notes> {
        let path = dir.join(NAME);
        let bytes = std::fs::read(&path).map_err(|err| vec![Diagnostic::io(&path, &err)])?;
        let mut notes = Notes::default();
        for line in whole_lines(&bytes).split(|byte| *byte == b'\n') {
            let Ok(Value::Object(mut fields)) = serde_json::from_slice(line) else { continue };
            let kind = fields.remove("type");
            fields.remove("version");
            match kind.as_ref().and_then(Value::as_str) {
                Some(MAKING) => {
                    if let Ok(making) = serde_json::from_value::<Making>(Value::Object(fields)) {
                        notes.makings.insert(making.path.clone(), making);
                    }
                }
                Some(ADOPTED) => {
                    if let Ok(adopted) = serde_json::from_value::<Adopted>(Value::Object(fields)) {
                        notes.adopted.insert(adopted.letter.clone(), adopted);
                    }
                }
                _ => {}
            }
        }
        Ok(notes)
    }

    /// Adds the line of a letter that was taken in.
    pub(super) fn append_adopted(&mut self, adopted: &Adopted) -> Outcome<()> {
        self.append_line(&line(ADOPTED, adopted))
    }

    fn append_line(&mut self, line: &[u8]) -> Outcome<()> {
        let written = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(line));
        if let Err(err) = written {
            // On a full disk part of the line may be there; the next one must not be glued to it. If
            // cutting fails as well, the next start does it.
            let _ = self.cut();
            return Err(self.unwritable(&err));
        }
        self.end += line.len() as u64;
        Ok(())
    }

    /// Waits until every line is on the disk.
    pub(super) fn sync(&self) -> Outcome<()> {
        self.file.sync_data().map_err(|err| self.unwritable(&err))
    }

    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.end)?;
        self.file.sync_data()
    }

    fn unwritable(&self, err: &io::Error) -> Vec<Diagnostic> {
        vec![problem::unwritable(&self.path, err)]
    }
}

/// Files below a run's folder that go with letters and are none, such as forms. Without lock: for those who only read.
/// A journal that cannot be read names none.
pub fn companions_in(dir: &Path) -> BTreeSet<PathBuf> {
    let bytes = std::fs::read(dir.join(NAME)).unwrap_or_default();
    let entries = read(whole_lines(&bytes), &dir.join(NAME)).unwrap_or_default();
    entries.into_values().filter(|entry| !entry.is_letter()).map(|entry| dir.join(entry.path)).collect()
}

/// Everything up to the last line break. What follows it was being written when a run died: a piece of a
/// line, or after a power cut a row of zeros.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    end.and_then(|end| bytes.get(..=end)).unwrap_or_default()
}

/// The letters of whole lines, or what is wrong with the first bad line.
fn read(bytes: &[u8], path: &Path) -> Outcome<Entries> {
    let mut entries = Entries::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let number = index + 1;
        let damaged = || vec![problem::damaged(path, number)];

        let Value::Object(mut fields) = serde_json::from_slice(line).map_err(|_| damaged())? else {
            return Err(damaged());
        };
        match fields.remove("type").as_ref().and_then(Value::as_str) {
            Some(LETTER) => {}
            Some(_) => continue,
            None => return Err(damaged()),
        }
        match fields.remove("version").as_ref().and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) => return Err(vec![problem::newer(path, number, version)]),
            None => return Err(damaged()),
        }
        let entry: Entry = serde_json::from_value(Value::Object(fields)).map_err(|_| damaged())?;
        entries.insert(entry.path.clone(), entry);
    }
    Ok(entries)
}

/// A line of a type with its line break.
fn line<T: Serialize>(kind: &'static str, entry: &T) -> Vec<u8> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        r#type: &'static str,
        version: u64,
        #[serde(flatten)]
        entry: &'a T,
    }

    let line = Line { r#type: kind, version: VERSION, entry };
    let mut bytes = serde_json::to_vec(&line).unwrap_or_else(|err| unreachable!("an entry is plain data: {err}"));
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Lang};

    fn entry(path: &str, pages: usize) -> Entry {
        Entry {
            product: "reply".to_owned(),
            id: "黄山市|人大|8|4|建议|153|答复|1".to_owned(),
            number: "153".to_owned(),
            path: path.to_owned(),
            pages,
            signed: false,
            facts: None,
            bytes: 81_234,
            sha256: "ab".repeat(32),
            key: "cd".repeat(32),
            warnings: 0,
            mtime: 1_718_064_000_123_456_789,
            made: "2024-06-11T08:00:00+08:00".to_owned(),
            tool: "dafu 0.1.0".to_owned(),
        }
    }

    fn lines(entries: &[Entry]) -> Vec<u8> {
        entries.iter().flat_map(|entry| line(LETTER, entry)).collect()
    }

    #[test]
    fn a_line_has_type_and_version_and_reads_back() {
        let entry = entry("letters/153_王景峰.pdf", 5);
        let bytes = line(LETTER, &entry);
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.starts_with(r#"{"type":"letter","version":1,"id":"黄山市"#));
        assert_eq!(text.lines().count(), 1);
        let read = read(&bytes, Path::new("j")).unwrap();
        assert_eq!(read.into_values().collect::<Vec<_>>(), [entry]);
    }

    #[test]
    fn a_later_line_of_a_path_replaces_the_earlier() {
        let bytes = lines(&[entry("a", 1), entry("b", 2), entry("a", 3)]);
        let read = read(&bytes, Path::new("j")).unwrap();
        let pages: Vec<_> = read.values().map(|entry| entry.pages).collect();
        assert_eq!(pages, [3, 2]);
    }

    #[test]
    fn lines_of_other_types_and_empty_lines_are_passed_over() {
        let mut bytes = br#"{"type":"issued","version":7,"path":"a"}"#.to_vec();
        bytes.extend_from_slice(b"\r\n\n");
        bytes.extend(lines(&[entry("a", 1)]));
        assert_eq!(read(&bytes, Path::new("j")).unwrap().len(), 1);
    }

    #[track_caller]
    fn check_damaged(bad: &str, expected: &str) {
        let mut bytes = line(LETTER, &entry("a", 1));
        bytes.extend_from_slice(bad.as_bytes());
        bytes.push(b'\n');
        bytes.extend(line(LETTER, &entry("b", 1)));
        let problem = read(&bytes, Path::new("j")).unwrap_err().remove(0);
        assert_eq!(problem.code, Code::JournalDamaged);
        assert_eq!(problem.origin.unwrap().to_string(), "j:2:1");
        let said = problem.message.text(Lang::En);
        assert!(said.contains(expected), "{said}");
        assert_eq!(problem.hints.len(), 1);
    }

    #[test]
    fn a_bad_line_in_the_middle_is_named() {
        check_damaged(r#"{"type":"letter","ver"#, "line 2");
        check_damaged("[1]", "line 2");
        check_damaged("{}", "line 2");
        check_damaged(r#"{"type":"letter"}"#, "line 2");
        check_damaged(r#"{"type":"letter","version":2}"#, "version `2`");
        check_damaged(r#"{"type":"letter","version":1,"id":"x"}"#, "line 2");
        let more = String::from_utf8(line(LETTER, &entry("c", 1))).unwrap();
        check_damaged(&more.trim_end().replace("\"id\"", "\"colour\":1,\"id\""), "line 2");
        check_damaged("\0\0\0", "line 2");
    }

    #[test]
    fn a_torn_tail_is_cut_before_anything_is_appended() {
        let first = line(LETTER, &entry("a", 1));
        for tail in [&first[..first.len() - 1], &first[..1], b"\0\0\0\0"] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(NAME);
            std::fs::write(&path, [first.as_slice(), tail].concat()).unwrap();

            let (mut journal, entries) = Journal::open(dir.path()).unwrap();
            assert_eq!(entries.len(), 1);
            assert_eq!(std::fs::read(&path).unwrap(), first);
            journal.append(&entry("b", 2)).unwrap();
            drop(journal);
            assert_eq!(Journal::open(dir.path()).unwrap().1.len(), 2);
        }
    }

    #[test]
    fn a_damaged_journal_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(NAME);
        std::fs::write(&path, "mine\ntorn").unwrap();
        Journal::open(dir.path()).unwrap_err();
        assert_eq!(std::fs::read(&path).unwrap(), b"mine\ntorn");
    }
}
