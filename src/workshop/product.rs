//! What is made of a letter.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{Diagnostic, LetterRef};
use crate::letter::Letter;
use crate::record::Record;
use crate::shelf::Aside;
use crate::template::Entry;

/// What is made of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// The reply itself.
    Reply,
    /// The reply, and at its end the form that asks for an opinion.
    ReplyWithForm,
    /// The reply to pass round: every page marked 样稿, never signed or sealed.
    Draft,
    /// The form that asks for an opinion (征询意见表).
    FeedbackForm,
    /// The copy for publication: redacted, without seal and record.
    Publication,
}

/// What every page of a draft is marked with.
pub const DRAFT_MARK: &str = "样稿";

impl Product {
    /// Its name in keys and in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::ReplyWithForm => "reply-with-form",
            Self::Draft => "draft",
            Self::FeedbackForm => "feedback-form",
            Self::Publication => "publication",
        }
    }

    /// Is it the letter that is sent? The others go with it, or are made of it.
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Reply | Self::ReplyWithForm)
    }

    /// What each of its pages is marked with.
    pub(super) fn mark(self) -> Option<&'static str> {
        (self == Self::Draft).then_some(DRAFT_MARK)
    }

    /// What of the letter it may see.
    pub(super) fn view(self, letter: &Letter) -> Cow<'_, Letter> {
        match self {
            Self::Publication => Cow::Owned(letter.redacted()),
            Self::Reply | Self::ReplyWithForm | Self::Draft | Self::FeedbackForm => Cow::Borrowed(letter),
        }
    }

    /// The record of what is printed on it. `letter` is what it may see.
    pub(super) fn record(self, letter: &Letter, profile: &str) -> Record {
        let of = || Record::of(letter, profile);
        match self {
            Self::Reply | Self::Publication => of(),
            Self::Draft => Record { mark: Some(DRAFT_MARK.to_owned()), ..of() },
            Self::ReplyWithForm => of().with_form(letter),
            Self::FeedbackForm => Record::of_form(letter, profile).unwrap_or_else(of),
        }
    }

    /// The template that it is filled from.
    pub(super) fn entry(self) -> Entry {
        match self {
            Self::FeedbackForm => Entry::FeedbackForm,
            Self::Reply | Self::ReplyWithForm | Self::Draft | Self::Publication => Entry::Letter,
        }
    }
}

/// One piece of work, its letter at hand.
#[derive(Debug, Clone)]
pub struct Job {
    /// The letter.
    pub letter: Letter,
    /// What to make of it.
    pub product: Product,
    /// The file's name without `.pdf`.
    pub file_stem: String,
}

/// One piece of work, its letter put aside until its turn comes: what a run has to know of all its letters.
#[derive(Debug, Clone)]
pub struct Order {
    /// The letter.
    pub letter: Aside<Letter>,
    /// The letter's identity, as [`crate::letter::LetterId`] shows it.
    pub letter_id: Arc<str>,
    /// The letter's number; empty where it has none.
    pub number: String,
    /// What to make of it.
    pub product: Product,
    /// The file's name without `.pdf`.
    pub file_stem: String,
}

impl Order {
    /// What is to be made of a letter that was put aside.
    pub fn of(letter: &Letter, aside: Aside<Letter>, product: Product, file_stem: String) -> Self {
        Self {
            letter: aside,
            letter_id: letter.id.to_string().into(),
            number: letter.number.clone().unwrap_or_default(),
            product,
            file_stem,
        }
    }

    /// The work with its letter at hand.
    pub fn job(&self) -> Result<Job, Diagnostic> {
        let letter = self.letter.take().map_err(|problem| {
            problem.letter(&LetterRef { number: self.number.clone(), id: Some(self.letter_id.to_string()) })
        })?;
        Ok(Job { letter, product: self.product, file_stem: self.file_stem.clone() })
    }

    /// The same letter as a draft, which its name tells too.
    #[must_use]
    pub fn drafted(self) -> Self {
        let file_stem = Self::drafted_stem(&self.file_stem);
        Self { product: Product::Draft, file_stem, ..self }
    }

    /// A draft's name, from its letter's.
    pub fn drafted_stem(stem: &str) -> String {
        format!("{stem}_{DRAFT_MARK}")
    }
}
