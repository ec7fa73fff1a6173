//! Marking letters as sent, and taking a mark back.

use std::collections::BTreeSet;

use super::entry::NotIssued;
use super::{Entry, Issued, Outbox, problem};
use crate::diag::{Diagnostic, LetterRef, Outcome};

/// What became of a letter that was to be marked.
#[derive(Debug, PartialEq)]
pub enum Marked {
    /// It bears the mark now, or bears it no more.
    Now,
    /// Nothing had to be done.
    Already,
    /// It cannot be marked.
    Refused(Box<Diagnostic>),
}

impl Outbox {
    /// Is the entry's letter marked as sent, with the file that the journal speaks of?
    pub fn is_issued(&self, entry: &Entry) -> bool {
        self.issued(&entry.id).is_some_and(|sent| sent.path == entry.path)
    }

    /// Marks a letter as sent. Refused where its file is not there, or no longer the one that was made.
    pub fn issue(&mut self, entry: &Entry, now: &str) -> Outcome<Marked> {
        if self.is_issued(entry) {
            return Ok(Marked::Already);
        }
        let file = self.dir.join(&entry.path);
        if !entry.is_unchanged(&file) {
            let letter = LetterRef { number: entry.number.clone(), id: Some(entry.id.clone()) };
            return Ok(Marked::Refused(Box::new(problem::not_as_made(&file, &letter))));
        }
        let issued =
            Issued { id: entry.id.clone(), path: entry.path.clone(), sha256: entry.sha256.clone(), at: now.to_owned() };
        self.journal.append_issued(&issued)?;
        self.told.sent(issued);
        self.count_unsynced()?;
        Ok(Marked::Now)
    }

    /// Takes a letter's mark back: it was not sent after all. The journal keeps both lines.
    pub fn take_back(&mut self, entry: &Entry, now: &str) -> Outcome<Marked> {
        if !self.is_issued(entry) {
            return Ok(Marked::Already);
        }
        let not_issued = NotIssued { id: entry.id.clone(), at: now.to_owned(), superseded: None };
        self.take_mark(not_issued)?;
        Ok(Marked::Now)
    }

    /// Every letter of the journal, but for files that are gone and whose letter stands under another name by now.
    pub fn letters(&self) -> Vec<&Entry> {
        let there = |entry: &Entry| self.dir.join(&entry.path).exists();
        let present: BTreeSet<&str> =
            self.entries().filter(|entry| there(entry)).map(|entry| entry.id.as_str()).collect();
        self.entries().filter(|entry| there(entry) || !present.contains(entry.id.as_str())).collect()
    }

    /// Notes that a letter is no longer one that was sent.
    pub(super) fn take_mark(&mut self, not_issued: NotIssued) -> Outcome<()> {
        self.journal.append_not_issued(&not_issued)?;
        self.told.not_sent(&not_issued);
        self.count_unsynced()
    }
}
