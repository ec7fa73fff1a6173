//! What goes between the two processes.

use std::path::{Path, PathBuf};

use dafu::diag::{CellRef, Code, Diagnostic, LetterRef, Message, Origin, Severity};
use dafu::profile::Key;
use serde::{Deserialize, Serialize};

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Ask {
    /// Read a ledger anew, with templates and profile.
    Open(Open),
    /// Make a letter of the ledger that was opened last.
    Make(Make),
}

/// Which ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Open {
    /// The ledger.
    pub(crate) ledger: PathBuf,
    /// The profile, which outweighs the ledger's.
    pub(crate) profile: Option<String>,
    /// The profile where neither says.
    pub(crate) usual: Option<String>,
}

/// Which letter, and what of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Make {
    /// Its place in the ledger, from 0.
    pub(crate) letter: usize,
    /// Dots an inch of the pictures.
    pub(crate) dpi: f64,
    /// Tell where the text comes from.
    pub(crate) spots: bool,
    /// Tell the source that other Typst tools open.
    pub(crate) source: bool,
}

/// An answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Answer {
    problems: Vec<Problem>,
    /// Of a ledger: its letters.
    pub(crate) letters: Vec<Letter>,
    /// Of a ledger: the profile that sets it.
    pub(crate) profile: String,
    /// Of a ledger: the pack.
    pub(crate) pack: String,
    /// Of a letter: its pages, where it could be laid out.
    pub(crate) pages: Vec<Page>,
    /// Of a letter: the lines of each page.
    pub(crate) text: Vec<Vec<String>>,
    /// Of a letter: facts of its layout.
    pub(crate) facts: serde_json::Value,
    /// Of a letter: where its text comes from.
    pub(crate) spots: Vec<Spot>,
    /// Of a letter: the source that other Typst tools open.
    pub(crate) source: Option<String>,
    /// The page's settings, for the overlay.
    pub(crate) area: serde_json::Value,
}

/// A letter of a ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// Its number.
    pub(crate) number: String,
    /// To whom it goes.
    pub(crate) addressee: String,
    /// Its title.
    pub(crate) title: String,
    /// It passed the check and can be made.
    pub(crate) sound: bool,
}

/// A page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    /// How long the picture is, which stands behind the line.
    pub(crate) bytes: usize,
    /// The picture, PNG.
    #[serde(skip)]
    pub(crate) picture: Vec<u8>,
}

/// A run of text and where it comes from; lengths in mm.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// The page, from 0.
    pub(crate) page: usize,
    /// Left, top, right, bottom.
    pub(crate) rect: [f64; 4],
    /// The template's line.
    pub(crate) template: Option<String>,
    /// The profile's key and where it stands.
    pub(crate) key: Option<String>,
    /// The ledger's cell.
    pub(crate) cell: Option<String>,
}

/// A problem on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Problem {
    code: String,
    severity: String,
    place: Option<Place>,
    letter: Option<(String, Option<String>)>,
    field: Option<String>,
    message: (String, String),
    hints: Vec<(String, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Place {
    Cell(PathBuf, Option<String>, u32, u32),
    Pointer(PathBuf, String, Option<usize>),
    Text(PathBuf, usize, usize),
    Paragraph(PathBuf, usize, Box<Place>),
    File(PathBuf),
}

impl Answer {
    /// Adds problems.
    pub(crate) fn tell(&mut self, problems: &[Diagnostic]) {
        self.problems.extend(problems.iter().map(Problem::of));
    }

    /// The problems.
    pub(crate) fn problems(&self) -> Vec<Diagnostic> {
        self.problems.iter().filter_map(Problem::diagnostic).collect()
    }
}

impl Problem {
    fn of(found: &Diagnostic) -> Self {
        use dafu::diag::Lang::{En, Zh};
        let both = |message: &Message| (message.text(Zh).to_owned(), message.text(En).to_owned());
        Self {
            code: found.code.as_str().to_owned(),
            severity: found.severity.as_str().to_owned(),
            place: found.origin.as_ref().map(Place::of),
            letter: found.letter.as_ref().map(|letter| (letter.number.clone(), letter.id.clone())),
            field: found.field.as_ref().map(ToString::to_string),
            message: both(&found.message),
            hints: found.hints.iter().map(both).collect(),
        }
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let code = *Code::ALL.iter().find(|code| code.as_str() == self.code)?;
        let all = [Severity::Note, Severity::Warning, Severity::Error];
        let severity = *all.iter().find(|severity| severity.as_str() == self.severity)?;
        let both = |(zh, en): &(String, String)| Message::new(zh.clone(), en.clone());
        let letter = self.letter.clone().map(|(number, id)| LetterRef { number, id });
        Some(Diagnostic {
            code,
            severity,
            origin: self.place.as_ref().map(Place::origin),
            letter,
            field: self.field.as_deref().and_then(Key::parse),
            message: both(&self.message),
            hints: self.hints.iter().map(both).collect(),
        })
    }
}

impl Place {
    fn of(origin: &Origin) -> Self {
        let path = origin.path_buf();
        match origin {
            Origin::Cell { sheet, cell, .. } => {
                Self::Cell(path, sheet.as_deref().map(str::to_owned), cell.row, cell.column)
            }
            Origin::Pointer { pointer, line, .. } => Self::Pointer(path, pointer.clone(), *line),
            Origin::Text { line, column, .. } => Self::Text(path, *line, *column),
            Origin::Paragraph { index, from, .. } => Self::Paragraph(path, *index, Box::new(Self::of(from))),
            Origin::File { .. } => Self::File(path),
        }
    }

    fn origin(&self) -> Origin {
        let file = |path: &Path| path.into();
        match self {
            Self::Cell(path, sheet, row, column) => Origin::Cell {
                file: file(path),
                sheet: sheet.as_deref().map(Into::into),
                cell: CellRef { row: *row, column: *column },
            },
            Self::Pointer(path, pointer, line) => {
                Origin::Pointer { file: file(path), pointer: pointer.clone(), line: *line }
            }
            Self::Text(path, line, column) => Origin::text(path, *line, *column),
            Self::Paragraph(path, index, from) => {
                Origin::Paragraph { file: file(path), index: *index, from: Box::new(from.origin()) }
            }
            Self::File(path) => Origin::file(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_arrives_as_it_was_sent() {
        let cell = Origin::Cell {
            file: Path::new("x.xlsx").into(),
            sheet: Some("答复".into()),
            cell: CellRef { row: 6, column: 10 },
        };
        let places = [
            cell.clone(),
            Origin::Pointer { file: Path::new("x.json").into(), pointer: "/0/date".to_owned(), line: Some(3) },
            Origin::text(Path::new("x.toml"), 3, 5),
            Origin::Paragraph { file: Path::new("153.docx").into(), index: 7, from: Box::new(cell) },
            Origin::file(Path::new("out")),
        ];
        for place in places {
            let sent = Diagnostic::warning(Code::TypstWarning, Message::new("甲", "a"))
                .at(&place)
                .field(Key::Extra("town".to_owned()))
                .letter(&LetterRef { number: "153".to_owned(), id: None })
                .hint("乙", "b");
            let mut answer = Answer::default();
            answer.tell(std::slice::from_ref(&sent));
            let line = serde_json::to_string(&answer).unwrap();
            assert_eq!(serde_json::from_str::<Answer>(&line).unwrap().problems(), [sent]);
        }
    }
}
