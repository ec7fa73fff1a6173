//! What the outbox, and the batch that feeds it, ask of a job and of what is made of it.

use super::{Facts, Making};
use crate::diag::{LetterRef, Origin};
use crate::digest::sha256;
use crate::profile::Key;
use crate::workshop::{DRAFT_MARK, Order, Product, WorkKey};

/// Where letters are, and the forms that go with them.
pub(super) const LETTERS: &str = "letters";
/// Where copies for publication are.
pub(super) const PUBLICATION: &str = "publication";
/// The usual product.
pub(super) const LETTER: &str = "reply";

/// A piece of work that ends as one file.
pub trait Work {
    /// The letter's identity, as [`crate::letter::LetterId`] shows it.
    fn id(&self) -> String;

    /// The letter's number; empty where it has none.
    fn number(&self) -> &str;

    /// The file's name without `.pdf`; no other job of the run has it.
    fn file_stem(&self) -> &str;

    /// What it is of its letter, as [`crate::workshop::Product`] names it.
    fn product(&self) -> &'static str {
        LETTER
    }

    /// The folder of its file, below that of the run.
    fn folder(&self) -> &'static str {
        LETTERS
    }

    /// Where the letter stands in its ledger, as far as that can be told.
    fn origin(&self) -> Option<Origin>;

    /// The letter as problems name it.
    fn reference(&self) -> LetterRef {
        LetterRef { number: self.number().to_owned(), id: Some(self.id()) }
    }
}

/// What is made of a piece of work.
pub trait Finished {
    /// The bytes of the file.
    fn bytes(&self) -> &[u8];

    /// SHA-256 of the bytes, in hex.
    fn sha256(&self) -> String {
        sha256([self.bytes()])
    }

    /// Its pages.
    fn pages(&self) -> usize;

    /// The key of the work.
    fn key(&self) -> WorkKey;

    /// Does it carry a signature?
    fn signed(&self) -> bool {
        false
    }

    /// Who proposed.
    fn proposers(&self) -> Vec<String> {
        Vec::new()
    }

    /// How it was made, and what its ledger says for the archive.
    fn making(&self) -> Option<Making> {
        None
    }

    /// Facts of its layout, for the journal.
    fn facts(&self) -> Option<Facts> {
        None
    }

    /// The pack it was set by, with its version and digest.
    fn pack(&self) -> Option<String> {
        None
    }
}

impl Work for Order {
    fn id(&self) -> String {
        match self.product {
            // A draft is no letter, and nothing may take it for one.
            Product::Draft => format!("{}|{DRAFT_MARK}", self.letter_id),
            Product::Reply | Product::ReplyWithForm | Product::FeedbackForm | Product::Publication => {
                self.letter_id.to_string()
            }
        }
    }

    fn number(&self) -> &str {
        &self.number
    }

    fn file_stem(&self) -> &str {
        &self.file_stem
    }

    fn product(&self) -> &'static str {
        match self.product {
            // With its form or without: it is the letter. Drafts have a folder and a journal of their own.
            Product::Reply | Product::ReplyWithForm | Product::Draft => LETTER,
            Product::FeedbackForm | Product::Publication => self.product.as_str(),
        }
    }

    fn folder(&self) -> &'static str {
        match self.product {
            Product::Reply | Product::ReplyWithForm | Product::Draft | Product::FeedbackForm => LETTERS,
            Product::Publication => PUBLICATION,
        }
    }

    fn origin(&self) -> Option<Origin> {
        // It is asked for where something is wrong; a letter that cannot be read again has no place then.
        self.job().ok().map(|job| job.letter.origin(&Key::Number).clone())
    }
}
