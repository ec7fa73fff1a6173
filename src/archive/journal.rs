//! The journal: append-only JSON lines, one for each finished letter, and one for each that was marked as sent.
//!
//! A line says what it is by `"type"` and `"version"`; lines of other types are left alone. A later line of
//! a path replaces the earlier one; a letter made anew with other bytes is no longer one that was sent.
//! Whoever holds a [`Journal`] holds the lock of its folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::entry::NotIssued;
use super::{Adopted, Entry, Issued, Making, problem};
use crate::diag::{Diagnostic, Outcome};

/// The journal's name in the folder of its run.
pub(super) const NAME: &str = "journal.jsonl";

/// The types of the lines of finished letters and of sent ones, and the version of their forms.
const LETTER: &str = "letter";
const ISSUED: &str = "issued";
const NOT_ISSUED: &str = "not-issued";
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

/// What a journal says.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Finished letters, by path.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Letters marked as sent, by identity.
    pub(super) issued: BTreeMap<String, Issued>,
}

impl Told {
    /// Takes a finished letter in.
    pub(super) fn letter(&mut self, entry: Entry) {
        // What goes with a letter has its identity, and no mark.
        if entry.is_letter() && self.issued.get(&entry.id).is_some_and(|sent| sent.sha256 != entry.sha256) {
            self.issued.remove(&entry.id);
        }
        self.entries.insert(entry.path.clone(), entry);
    }

    /// Takes a sent letter in.
    pub(super) fn sent(&mut self, issued: Issued) {
        self.issued.insert(issued.id.clone(), issued);
    }

    /// Takes a mark back.
    pub(super) fn not_sent(&mut self, not_issued: &NotIssued) {
        self.issued.remove(&not_issued.id);
    }
}

/// What a journal says beside its letters.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Where the journal says how letters were made, by their path: it says much, and is rarely asked.
    pub(super) makings: BTreeMap<String, Place>,
    /// Letters taken in from elsewhere, by the path of the letter that they belong to; the last one counts.
    pub(super) adopted: BTreeMap<String, Adopted>,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    start: u64,
    length: usize,
}

impl Journal {
    /// Opens or makes the journal of `dir`, locks it, reads it, and cuts a torn last line.
    pub(super) fn open(dir: &Path) -> Outcome<(Self, Told)> {
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
        let told = read(whole, &path)?;

        let mut journal = Self { end: whole.len() as u64, path, file };
        if whole.len() < bytes.len() {
            journal.cut().map_err(|err| journal.unwritable(&err))?;
        }
        Ok((journal, told))
    }

    /// Adds a letter's line.
    pub(super) fn append(&mut self, entry: &Entry) -> Outcome<()> {
        self.append_line(&line(LETTER, entry))
    }

    /// Adds the line of a letter that was sent.
    pub(super) fn append_issued(&mut self, issued: &Issued) -> Outcome<()> {
        self.append_line(&line(ISSUED, issued))
    }

    /// Adds the line of a mark that was taken back.
    pub(super) fn append_not_issued(&mut self, not_issued: &NotIssued) -> Outcome<()> {
        self.append_line(&line(NOT_ISSUED, not_issued))
    }

    /// Adds a line that says how a letter was made; tells where it stands.
    pub(super) fn append_making(&mut self, making: &Making) -> Outcome<Place> {
        let line = line(MAKING, making);
        let place = Place { start: self.end, length: line.len() };
        self.append_line(&line)?;
        Ok(place)
    }

    /// How a letter was made, by the place of that line. A journal that somebody cuts meanwhile says nothing.
    pub(super) fn making(&self, place: Place) -> Option<Making> {
        let mut file = &self.file;
        let mut line = vec![0; place.length];
        file.seek(SeekFrom::Start(place.start)).and_then(|_| file.read_exact(&mut line)).ok()?;
        match fields_of(&line)? {
            (MAKING, fields) => serde_json::from_value(fields).ok(),
            _ => None,
        }
    }

    /// What the journal of `dir` says beside its letters. Lines that are not understood are passed over: they cost
    /// no letter.
    pub(super) fn notes(dir: &Path) -> Outcome<Notes> {
        let path = dir.join(NAME);
        let bytes = std::fs::read(&path).map_err(|err| vec![Diagnostic::io(&path, &err)])?;
        let mut notes = Notes::default();
        let mut start = 0;
        for line in whole_lines(&bytes).split(|byte| *byte == b'\n') {
            let place = Place { start, length: line.len() };
            start += line.len() as u64 + 1;
            match fields_of(line) {
                Some((MAKING, fields)) => {
                    if let Ok(making) = serde_json::from_value::<Making>(fields) {
                        notes.makings.insert(making.path, place);
                    }
                }
                Some((ADOPTED, fields)) => {
                    if let Ok(adopted) = serde_json::from_value::<Adopted>(fields) {
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

    /// Adds a line, in one write.
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

    /// All its lines.
    pub(super) fn text(&mut self) -> Outcome<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.file.seek(SeekFrom::Start(0)).and_then(|_| self.file.read_to_end(&mut bytes));
        read.map_err(|err| vec![Diagnostic::io(&self.path, &err)])?;
        Ok(bytes)
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
    let told = read(whole_lines(&bytes), &dir.join(NAME)).unwrap_or_default();
    told.entries.into_values().filter(|entry| !entry.is_letter()).map(|entry| dir.join(entry.path)).collect()
}

/// Everything up to the last line break. What follows it was being written when a run died: a piece of a
/// line, or after a power cut a row of zeros.
pub(super) fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    end.and_then(|end| bytes.get(..=end)).unwrap_or_default()
}

/// The type of a line of notes, and its fields without type and version; nothing of other lines.
fn fields_of(line: &[u8]) -> Option<(&'static str, Value)> {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(line) else { return None };
    let kind = fields.remove("type");
    fields.remove("version");
    let kind = [MAKING, ADOPTED].into_iter().find(|known| kind.as_ref().and_then(Value::as_str) == Some(known))?;
    Some((kind, Value::Object(fields)))
}

/// The letters of whole lines, or what is wrong with the first bad line.
pub(super) fn read(bytes: &[u8], path: &Path) -> Outcome<Told> {
    let mut told = Told::default();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let number = index + 1;
        let damaged = || vec![problem::damaged(path, number)];

        let Value::Object(mut fields) = serde_json::from_slice(line).map_err(|_| damaged())? else {
            return Err(damaged());
        };
        let kind = match fields.remove("type").as_ref().and_then(Value::as_str) {
            Some(LETTER) => LETTER,
            Some(ISSUED) => ISSUED,
            Some(NOT_ISSUED) => NOT_ISSUED,
            Some(_) => continue,
            None => return Err(damaged()),
        };
        match fields.remove("version").as_ref().and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) => return Err(vec![problem::newer(path, number, version)]),
            None => return Err(damaged()),
        }
        let fields = Value::Object(fields);
        match kind {
            LETTER => {
                told.letter(serde_json::from_value(fields).map_err(|_| damaged())?);
            }
            ISSUED => told.sent(serde_json::from_value(fields).map_err(|_| damaged())?),
            _ => told.not_sent(&serde_json::from_value(fields).map_err(|_| damaged())?),
        }
    }
    Ok(told)
}

/// A line of a type with its line break.
fn line<T: Serialize>(kind: &'static str, fields: &T) -> Vec<u8> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        r#type: &'static str,
        version: u64,
        #[serde(flatten)]
        fields: &'a T,
    }

    let line = Line { r#type: kind, version: VERSION, fields };
    let mut bytes = serde_json::to_vec(&line).unwrap_or_else(|err| unreachable!("a line is plain data: {err}"));
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
            proposers: vec!["王景峰".to_owned()],
            pack: None,
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
        assert_eq!(read.entries.into_values().collect::<Vec<_>>(), [entry]);
    }

    #[test]
    fn a_later_line_of_a_path_replaces_the_earlier() {
        let bytes = lines(&[entry("a", 1), entry("b", 2), entry("a", 3)]);
        let read = read(&bytes, Path::new("j")).unwrap();
        let pages: Vec<_> = read.entries.values().map(|entry| entry.pages).collect();
        assert_eq!(pages, [3, 2]);
    }

    #[test]
    fn lines_of_other_types_and_empty_lines_are_passed_over() {
        let mut bytes = br#"{"type":"note","version":7,"path":"a"}"#.to_vec();
        bytes.extend_from_slice(b"\r\n\n");
        bytes.extend(lines(&[entry("a", 1)]));
        assert_eq!(read(&bytes, Path::new("j")).unwrap().entries.len(), 1);
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

            let (mut journal, told) = Journal::open(dir.path()).unwrap();
            assert_eq!(told.entries.len(), 1);
            assert_eq!(std::fs::read(&path).unwrap(), first);
            journal.append(&entry("b", 2)).unwrap();
            drop(journal);
            assert_eq!(Journal::open(dir.path()).unwrap().1.entries.len(), 2);
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

    #[test]
    fn a_letter_is_sent_until_it_is_made_anew_with_other_bytes() {
        let first = entry("a", 1);
        let issued = Issued {
            id: first.id.clone(),
            path: "a".to_owned(),
            sha256: first.sha256.clone(),
            at: "2024-06-12T08:00:00Z".to_owned(),
        };
        let other = Entry { sha256: "ef".repeat(32), ..first.clone() };
        let mut bytes = line(LETTER, &first);
        bytes.extend(line(ISSUED, &issued));
        let told = read(&bytes, Path::new("j")).unwrap();
        assert_eq!(told.issued.into_values().collect::<Vec<_>>(), [issued]);

        let again = [bytes.clone(), line(LETTER, &first)].concat();
        assert_eq!(read(&again, Path::new("j")).unwrap().issued.len(), 1);
        let anew = [bytes, line(LETTER, &other)].concat();
        assert!(read(&anew, Path::new("j")).unwrap().issued.is_empty());
    }

    #[test]
    fn a_mark_can_be_taken_back_and_set_again() {
        let letter = entry("a", 1);
        let at = "2024-06-12T08:00:00Z".to_owned();
        let (id, sha256) = (letter.id.clone(), letter.sha256.clone());
        let issued = line(ISSUED, &Issued { id: id.clone(), path: "a".to_owned(), sha256, at: at.clone() });
        let not_issued = line(NOT_ISSUED, &NotIssued { id, at, superseded: None });
        let marks = |lines: &[&[u8]]| read(&lines.concat(), Path::new("j")).unwrap().issued.len();
        let letter = line(LETTER, &letter);
        assert_eq!(marks(&[&letter, &issued, &not_issued]), 0);
        assert_eq!(marks(&[&letter, &issued, &not_issued, &issued]), 1);
    }
}
