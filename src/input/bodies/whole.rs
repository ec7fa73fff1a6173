//! A file that holds a whole letter: what stands before and behind the body is taken off it.

use super::head;
use super::labels::{Labels, Meaning, Piece};
use super::signs;
use super::tail;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::paper::{Part, first_words};
use crate::input::{RawLetter, Value};
use crate::profile::{Key, Profile};

/// A letter's parts.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub values: Vec<Found>,
    pub body: Vec<Part>,
    /// Lines of head and tail that are no field's.
    pub left_out: Vec<Part>,
    /// Parts before and behind these indexes are not body.
    pub first: usize,
    pub last: usize,
    /// Why it cannot be told what is body, and where.
    pub unclear: Option<Unclear>,
}

/// Why it cannot be told what is body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unclear {
    /// Another letter seems to begin at this paragraph.
    SecondLetter(usize, String),
    /// There is more behind the signature that ends here.
    BehindSignature(usize, String),
    /// This line belongs to a letter's end, but what follows does not.
    EndWithin(usize, String),
}

impl Unclear {
    /// The problem at its place.
    pub fn diagnostic(&self, at: &dyn Fn(usize) -> Origin) -> Diagnostic {
        let (Self::SecondLetter(index, words) | Self::BehindSignature(index, words) | Self::EndWithin(index, words)) =
            self;
        let origin = at(*index);
        let (zh, en) = origin.within().unwrap_or_default();
        let found = match self {
            Self::SecondLetter(..) => {
                let message = Message::new(
                    format!("{zh}“{words}”像是另一封函的开头，一个文件里只能有一封函的正文"),
                    format!(
                        "{en}, `{words}`, looks like the beginning of another letter; a file holds one letter's body"
                    ),
                );
                Diagnostic::error(Code::BodyFileUnclear, message)
                    .hint("把它们分成几个文件，每封函一个", "part them into several files, one for each letter")
            }
            Self::BehindSignature(..) => {
                let message = Message::new(
                    format!("落款（{zh}“{words}”）后面还有内容，分不清哪些是正文"),
                    format!("there is more behind the signature ({en}, `{words}`); it is not clear what the body is"),
                );
                Diagnostic::error(Code::BodyFileUnclear, message).hint(
                    "把落款后面的附件、表格另存成别的文件，这个文件只留一封函",
                    "save the attachments and forms behind the signature as other files, and leave one letter in this one",
                )
            }
            Self::EndWithin(..) => {
                let message = Message::new(
                    format!("{zh}“{words}”像是函末的内容，可是后面还有认不出的话，分不清正文到哪里为止"),
                    format!(
                        "{en}, `{words}`, belongs to the end of a letter, but what follows is not known there; it is not clear where the body ends"
                    ),
                );
                Diagnostic::error(Code::BodyFileUnclear, message).hint(
                    "把函末的内容（联系人、类别、落款等）填进台账，从文件里删去",
                    "put what stands at the letter's end (contacts, class, signature) into the ledger, and take it out of the file",
                )
            }
        };
        found.at(&origin)
    }
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub key: Key,
    pub text: String,
    pub index: usize,
}

/// What helps to recognise a letter's parts.
pub(super) struct Hints<'a> {
    pub profile: &'a Profile,
    pub labels: Labels,
    raw: &'a RawLetter,
}

impl Hints<'_> {
    /// The texts that a row gives for a field.
    pub fn texts(&self, key: &Key) -> Vec<String> {
        match &self.raw.field(key).value {
            Value::Text(text) => {
                text.split(['、', '；', ';', '\n']).map(signs::squeezed).filter(|text| !text.is_empty()).collect()
            }
            Value::List(items) => items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::Text(text) => Some(signs::squeezed(text)),
                    Value::Object(members) => match members.get("name").map(|name| &name.value) {
                        Some(Value::Text(name)) => Some(signs::squeezed(name)),
                        _ => None,
                    },
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Is a text what the row gives for a field, marks at its end aside?
    pub fn is(&self, key: &Key, text: &str) -> bool {
        let bare = |text: &str| signs::squeezed(text).trim_end_matches(['：', ':', '。', '！']).to_owned();
        let whole = match &self.raw.field(key).value {
            Value::Text(whole) => Some(bare(whole)),
            _ => None,
        };
        let text = bare(text);
        !text.is_empty() && (whole.as_ref() == Some(&text) || self.texts(key).iter().any(|own| bare(own) == text))
    }
}

/// Parts a file's paragraphs and tables.
pub(super) fn part(parts: &[Part], raw: &RawLetter, profile: &Profile) -> Whole {
    let hints = Hints { profile, labels: Labels::of(profile), raw };
    let head = head::read(parts, &hints);
    let rest = parts.get(head.length..).unwrap_or_default();
    let tail = tail::read(rest, &hints, head.found_letter);
    let middle = rest.get(..rest.len() - tail.length).unwrap_or_default();

    let mut whole = Whole { values: head.values, left_out: head.left_out, ..Whole::default() };
    whole.values.extend(tail.values);
    whole.left_out.extend(tail.left_out);
    // What an opening leaves of its paragraph is body.
    whole.body.extend(head.rest);
    whole.body.extend(middle.iter().cloned());
    whole.first = whole.body.first().map_or(usize::MAX, |part| part.index);
    whole.last = whole.body.last().map_or(0, |part| part.index);
    let has_date = whole.values.iter().any(|found| found.key == Key::Date);
    whole.unclear = second_letter(&whole.body, &hints).or_else(|| signature_within(&whole.body, &hints, has_date));
    let is_letter = head.found_letter || has_date;
    whole.unclear = whole.unclear.or_else(|| is_letter.then(|| end_within(&whole.body, &hints)).flatten());
    whole
}

/// A title or an addressee in the middle of the body: another letter begins there.
fn second_letter(body: &[Part], hints: &Hints<'_>) -> Option<Unclear> {
    let texts: Vec<(usize, &str)> = body.iter().filter_map(|part| Some((part.index, part.text()?))).collect();
    texts.iter().enumerate().find_map(|(at, (index, text))| {
        let next = texts.get(at + 1).map(|(_, text)| *text);
        let opens = next.is_some_and(|next| signs::end_of_opening(next).is_some_and(|_| next.contains("收悉")));
        let names = signs::names_people(text) || hints.is(&Key::Addressee, text) || hints.is(&Key::Proposers, text);
        let addressee = signs::may_be_addressee(text) && (names || opens);
        let title = signs::is_whole_title(text) && text.contains('第') && text.contains('号');
        (addressee || title).then(|| Unclear::SecondLetter(*index, first_words(text)))
    })
}

/// A signature with text behind it: attachments, a form, a second letter.
fn signature_within(body: &[Part], hints: &Hints<'_>, has_date: bool) -> Option<Unclear> {
    body.windows(2).find_map(|pair| {
        let [unit, date] = pair else { return None };
        let (unit, text) = (unit.text()?, date.text()?);
        let is_issuer = signs::is_unit(unit) || hints.is(&Key::Issuer, unit);
        let is_signature = signs::is_date(text) && (is_issuer || !has_date && hints.is(&Key::Date, text));
        is_signature.then(|| Unclear::BehindSignature(date.index, text.to_owned()))
    })
}

/// A line of contacts or of the class near the end of what is left: the end was not recognised as a whole.
fn end_within(body: &[Part], hints: &Hints<'_>) -> Option<Unclear> {
    const NEAR: usize = 8;
    let last = body.iter().rev().take(NEAR).filter_map(|part| Some((part.index, part.text()?)));
    last.into_iter().find_map(|(index, text)| {
        let line = hints.labels.part(text)?;
        let of_an_end = |piece: &Piece| {
            matches!(&piece.meaning, Meaning::Field(key) if !matches!(key, Key::Attachments | Key::DocNumber))
        };
        let is_end = line.before.is_empty() && !line.pieces.is_empty() && line.pieces.iter().all(of_an_end);
        is_end.then(|| Unclear::EndWithin(index, first_words(text)))
    })
}
