//! A letter's elements as paragraphs, with the label that the profile gives and the role that draws each run.

use super::{Block, Letter};
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
    /// The n-th block of an attachment that is set as pages, and which attachment it is, both from 0.
    Annex(usize, usize),
}

impl Slot {
    /// The field it comes from.
    pub fn key(&self) -> Key {
        match self {
            Self::Field(key) => key.clone(),
            Self::Body(_) => Key::Body,
            Self::Attachment(_) => Key::Attachments,
            Self::Annex(..) => Key::AttachmentFiles,
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
    /// Room of its lines in em of its own type, where that is not the body's.
    pub room: Option<f64>,
    /// Its text.
    pub runs: Vec<Run>,
}

/// 左空二字: every paragraph but the addressee and the copy list begins two characters in.
pub(super) const INDENT: f64 = 2.0;

impl Letter {
    /// Every paragraph of the letter but the title, with labels and final marks as printed.
    pub fn paragraphs(&self, profile: &Profile) -> Vec<Paragraph> {
        let mut all = Vec::with_capacity(self.body.len() + 12);
        self.head_lines(profile, &mut all);
        self.signatory_line(profile, &mut all);
        let below = profile.addresses_below(&self.addressee, &self.title.text);
        let addressee = format!("{}{}", self.addressee, profile.wording_of(&self.genre).addressee_stop);
        let texts = [
            (Key::Addressee, 0.0, Some(&addressee).filter(|_| !below)),
            (Key::Opening, INDENT, self.opening.as_ref()),
            (Key::Feedback, INDENT, self.marks.feedback.as_ref()),
            (Key::Closing, INDENT, self.closing.as_ref()),
        ];
        for (key, first_indent, text) in texts {
            all.extend(text.map(|text| Paragraph {
                slot: Slot::Field(key),
                first_indent,
                hanging_indent: 0.0,
                room: None,
                runs: vec![fangsong(text)],
            }));
        }
        self.end_lines(profile, &mut all);
        self.foot_lines(profile, &mut all);
        all.extend(self.body.iter().enumerate().filter_map(|(at, block)| body_paragraph(Slot::Body(at), block)));
        all.extend(self.attachment_lines(profile.label(&Key::Attachments)));
        for annex in &self.annexes {
            let blocks = annex.body.iter().enumerate();
            all.extend(blocks.filter_map(|(at, block)| body_paragraph(Slot::Annex(annex.index, at), block)));
        }
        all
    }

    /// `附件：1.…`, each name wrapping under its own beginning; one attachment has no number (GB/T 9704 7.3.4).
    fn attachment_lines(&self, label: &str) -> impl Iterator<Item = Paragraph> {
        let several = self.attachments.len() > 1;
        let start = INDENT + width(label);
        self.attachments.iter().enumerate().map(move |(at, name)| {
            let number = if several { format!("{}.", at + 1) } else { String::new() };
            let front = if at == 0 { label } else { "" };
            Paragraph {
                slot: Slot::Attachment(at),
                first_indent: if at == 0 { INDENT } else { start },
                hanging_indent: start + width(&number),
                room: None,
                runs: vec![fangsong(&format!("{front}{number}{name}"))],
            }
        })
    }
}

fn body_paragraph(slot: Slot, block: &Block) -> Option<Paragraph> {
    let runs = match block {
        Block::Heading(text) => vec![Run { role: Role::Heiti, text: text.clone() }],
        Block::RunIn { heading, rest } => {
            let mut runs = vec![Run { role: Role::Kaiti, text: heading.clone() }];
            if !rest.is_empty() {
                runs.push(fangsong(rest));
            }
            runs
        }
        Block::Item(text) | Block::Plain(text) => vec![fangsong(text)],
        Block::Table { .. } => return None,
    };
    Some(Paragraph { slot, first_indent: INDENT, hanging_indent: 0.0, room: None, runs })
}

pub(super) fn fangsong(text: &str) -> Run {
    Run { role: Role::Fangsong, text: text.to_owned() }
}

/// Width in em of a label: full-width characters, and half-width ASCII.
pub(super) fn width(label: &str) -> f64 {
    label.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}
