//! What is made of a letter.

use std::borrow::Cow;

use crate::letter::Letter;
use crate::record::Record;
use crate::template::Sheet;

/// What is made of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// The reply itself.
    Reply,
    /// The reply, and at its end the form that asks for an opinion.
    ReplyWithForm,
    /// The form that asks for an opinion (征询意见表).
    FeedbackForm,
    /// The copy for publication: redacted, without seal and record.
    Publication,
}

impl Product {
    /// Its name in keys and in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::ReplyWithForm => "reply-with-form",
            Self::FeedbackForm => "feedback-form",
            Self::Publication => "publication",
        }
    }

    /// Is it the letter that is sent? The others go with it, or are made of it.
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Reply | Self::ReplyWithForm)
    }

    /// What of the letter it may see.
    pub(super) fn view(self, letter: &Letter) -> Cow<'_, Letter> {
        match self {
            Self::Publication => Cow::Owned(letter.redacted()),
            Self::Reply | Self::ReplyWithForm | Self::FeedbackForm => Cow::Borrowed(letter),
        }
    }

    /// The record of what is printed on it. `letter` is what it may see.
    pub(super) fn record(self, letter: &Letter, profile: &str) -> Record {
        let of = || Record::of(letter, profile);
        match self {
            Self::Reply | Self::Publication => of(),
            Self::ReplyWithForm => of().with_form(letter),
            Self::FeedbackForm => Record::of_form(letter, profile).unwrap_or_else(of),
        }
    }

    /// The template that it is filled from.
    pub(super) fn sheet(self) -> Sheet {
        match self {
            Self::FeedbackForm => Sheet::FeedbackForm,
            Self::Reply | Self::ReplyWithForm | Self::Publication => Sheet::Letter,
        }
    }
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct Job {
    /// The letter.
    pub letter: Letter,
    /// What to make of it.
    pub product: Product,
    /// The file's name without `.pdf`.
    pub file_stem: String,
}
