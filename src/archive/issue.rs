//! Marking letters as sent.

use super::{Entry, Issued, Outbox, problem};
use crate::diag::{Diagnostic, LetterRef, Outcome};

impl Outbox {
    /// Is the entry's letter marked as sent, with the file that the journal speaks of?
    pub fn is_issued(&self, entry: &Entry) -> bool {
        self.issued(&entry.id).is_some_and(|sent| sent.path == entry.path)
    }

    /// Marks the letter of `path` as sent. Gives what keeps it from being marked: its file is not there, or no
    /// longer the one that was made. Marking it twice changes nothing.
    pub fn issue(&mut self, path: &str, now: &str) -> Outcome<Option<Diagnostic>> {
        let Some(entry) = self.told.entries.get(path) else {
            return Ok(None);
        };
        if self.is_issued(entry) {
            return Ok(None);
        }
        let file = self.dir.join(path);
        if !entry.is_unchanged(&file) {
            let letter = LetterRef { number: entry.number.clone(), id: Some(entry.id.clone()) };
            return Ok(Some(problem::not_as_made(&file, &letter)));
        }
        let issued =
            Issued { id: entry.id.clone(), path: entry.path.clone(), sha256: entry.sha256.clone(), at: now.to_owned() };
        self.journal.append_issued(&issued)?;
        self.told.sent(issued);
        self.count_unsynced()?;
        Ok(None)
    }
}
