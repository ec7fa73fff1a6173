//! What the outbox, and the batch that feeds it, ask of a job and of what is made of it.

use crate::diag::{LetterRef, Origin};
use crate::profile::Key;
use crate::workshop::{Job, Made};

/// A piece of work that ends as one file.
pub trait Work {
    /// The letter's identity, as [`crate::letter::LetterId`] shows it.
    fn id(&self) -> String;

    /// The letter's number; empty where it has none.
    fn number(&self) -> &str;

    /// The file's name without `.pdf`; no other job of the run has it.
    fn file_stem(&self) -> &str;

    /// Where the letter stands in its ledger.
    fn origin(&self) -> Option<&Origin>;

    /// The letter as problems name it.
    fn reference(&self) -> LetterRef {
        LetterRef { number: self.number().to_owned(), id: Some(self.id()) }
    }
}

/// What is made of a piece of work.
pub trait Finished {
    /// The bytes of the file.
    fn bytes(&self) -> &[u8];

    /// Its pages.
    fn pages(&self) -> usize;

    /// Does it carry a signature?
    fn signed(&self) -> bool {
        false
    }

    /// Facts of its layout, for the journal.
    fn facts(&self) -> Option<serde_json::Value> {
        None
    }

    /// The pack it was set by, with its version and digest.
    fn pack(&self) -> Option<String> {
        None
    }
}

impl Work for Job {
    fn id(&self) -> String {
        self.letter.id.to_string()
    }

    fn number(&self) -> &str {
        self.letter.number.as_deref().unwrap_or_default()
    }

    fn file_stem(&self) -> &str {
        &self.file_stem
    }

    fn origin(&self) -> Option<&Origin> {
        Some(self.letter.origin(&Key::Number))
    }
}

impl Finished for Made {
    fn bytes(&self) -> &[u8] {
        self.pdf.bytes()
    }

    fn pages(&self) -> usize {
        self.facts.pages
    }

    fn facts(&self) -> Option<serde_json::Value> {
        serde_json::to_value(&self.facts).ok()
    }

    fn pack(&self) -> Option<String> {
        Some(self.pack.clone())
    }
}
