//! Text files that a row names, `.docx`, `.txt` and `.md`: paragraphs and tables in their order, and what
//! could not be taken over.
//!
//! `sniff` tells what a file really is; `word`, `plain` and `markdown` read it.

mod markdown;
mod plain;
mod sniff;
mod word;

use std::collections::BTreeSet;
use std::path::Path;

use super::contents::Trouble;
use super::normalise::{Change, normalise};
use super::text;
use crate::diag::{Code, Diagnostic, Message, Origin};

/// What stands in a text file.
#[derive(Debug, Default)]
pub(super) struct Paper {
    /// Paragraphs and tables, none of them blank.
    pub parts: Vec<Part>,
    /// What could not be taken over as it is, in the order of the text.
    pub losses: Vec<Loss>,
    /// Insertions and deletions under review, taken as accepted.
    pub revisions: (usize, usize),
    /// What was put right in the texts.
    pub changes: BTreeSet<Change>,
    /// Of all texts.
    bytes: usize,
}

/// A paragraph or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Which of the file: see [`Origin::Paragraph`].
    pub index: usize,
    pub content: Content,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Text(String),
    Table { rows: Vec<Vec<String>>, header_rows: usize },
}

impl Part {
    /// Its text; nothing for a table.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Table { .. } => None,
        }
    }
}

/// Something that could not be taken over as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loss {
    /// Of the paragraph or table that it stands in.
    pub index: usize,
    /// The first words of that paragraph.
    pub near: String,
    pub what: Lost,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lost {
    Picture,
    /// A text box, with what it says.
    TextBox(String),
    /// A line, frame or other drawing without text.
    Drawing,
    Chart,
    /// An embedded file or another program's object.
    Object,
    Equation,
    Footnote,
    Endnote,
    Comment,
    /// Hidden text was left out.
    Hidden(String),
    /// Text is struck through, but printed plain.
    Struck(String),
    /// A sign of a font of symbols.
    Symbol(String),
    /// Merged cells became single ones.
    MergedCells,
    /// A table within a table became text.
    NestedTable,
    /// A list's dots are not printed.
    Bullet,
    /// A format of numbering is not known.
    Numbering(String),
    /// A heading of Markdown has no number that would show its level.
    Heading,
    /// Code, HTML and other things that Markdown knows and letters do not.
    Markup(String),
}

/// Reads a text file; its own troubles, which leave nothing to be read, are the failure.
pub(super) fn read(path: &Path) -> Result<Paper, Diagnostic> {
    let (format, bytes) = sniff::load(path)?;
    let decoded = |bytes: &[u8]| text::decode(bytes).ok_or_else(|| encoding_unknown(path));
    let paper = match format {
        sniff::Format::Word => word::read(&bytes).map_err(|trouble| sniff::trouble(&trouble, path))?,
        sniff::Format::Plain => plain::read(&decoded(&bytes)?),
        sniff::Format::Markdown => {
            markdown::read(&decoded(&bytes)?).ok_or_else(|| sniff::trouble(&Trouble::TooLarge, path))?
        }
    };
    if paper.is_too_large() {
        return Err(sniff::trouble(&Trouble::TooLarge, path));
    }
    if paper.parts.is_empty() && paper.losses.is_empty() {
        let message = Message::new("文件里没有文字", "there is no text in the file");
        return Err(Diagnostic::error(Code::FileEmpty, message)
            .at(&Origin::file(path))
            .hint("打开看看是不是选错了文件", "open it and look whether it is the right file"));
    }
    Ok(paper)
}

fn encoding_unknown(path: &Path) -> Diagnostic {
    let message = Message::new("文字编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030");
    Diagnostic::error(Code::EncodingUnknown, message)
        .at(&Origin::file(path))
        .hint("另存为 UTF-8 编码的文件", "save it as UTF-8")
}

/// No letter has more paragraphs, nor more characters.
const PART_LIMIT: usize = 20_000;
const TEXT_LIMIT: usize = 3_000_000;

impl Paper {
    /// Is there more in it than in any letter?
    fn is_too_large(&self) -> bool {
        self.parts.len() > PART_LIMIT || self.losses.len() > PART_LIMIT || self.bytes > TEXT_LIMIT
    }

    /// Adds the paragraphs of a text: a line break within it parts them.
    fn add(&mut self, index: usize, raw: &str) {
        if self.is_too_large() {
            return;
        }
        self.bytes += raw.len();
        let normalised = normalise(raw, false);
        self.changes.extend(normalised.changes);
        for line in normalised.text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            self.parts.push(Part { index, content: Content::Text(line.to_owned()) });
        }
    }
}

/// The first words of a text, to find it by.
pub(super) fn first_words(text: &str) -> String {
    const LENGTH: usize = 12;
    let line = text.trim().lines().next().unwrap_or_default();
    let mut words: String = line.chars().take(LENGTH).collect();
    if line.chars().nth(LENGTH).is_some() {
        words.push('…');
    }
    words
}
