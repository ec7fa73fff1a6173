//! A letter's elements as paragraphs, with the label that the profile gives and the role that draws each run.

use super::Letter;
use crate::fonts::Role;
use crate::profile::{Key, Profile};

/// Which element of a letter a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// A single element: addressee, opening, closing, a contact line, the copy list, …
    Field(Key),
    /// The n-th block of the body, from 0. A table has no paragraph.
    Body(usize),
    /// The n-th attachment's line, from 0.
    Attachment(usize),
}

impl Slot {
    /// The field it comes from.
    pub fn key(&self) -> Key {
        match self {
            Self::Field(key) => key.clone(),
            Self::Body(_) => Key::Body,
            Self::Attachment(_) => Key::Attachments,
        }
    }
}

/// Text drawn by one role's faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The role.
    pub role: Role,
    /// The text.
    pub text: String,
}

/// One paragraph before its lines are broken.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// What it is.
    pub slot: Slot,
    /// Room left free before the first line, in em.
    pub first_indent: f64,
    /// Room left free before every further line, in em.
    pub hanging_indent: f64,
    /// Its text.
    pub runs: Vec<Run>,
}

impl Letter {
    /// Every paragraph of the letter but the title, with labels and final marks as printed.
    pub fn paragraphs(&self, profile: &Profile) -> Vec<Paragraph> {
        let _ = profile;
        todo!()
    }
}
