//! What Typst says, with the places that its spans stand for.

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId};
use typst::{World, WorldExt};

use super::words;
use super::world::LetterWorld;

/// What Typst refused, or warned about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypstProblem {
    /// The file, by its path below the folder of templates; `None` for the filled letter.
    pub file: Option<String>,
    /// Where it begins, in bytes of that file; `None` where Typst does not say.
    pub offset: Option<usize>,
    /// Line and column of that place, from 1.
    pub line_column: Option<(usize, usize)>,
    /// For a problem within a template's file: where the filled letter called into it, in bytes of the letter.
    pub called_at: Option<usize>,
    /// Where it ends, in bytes of that file.
    pub end: Option<usize>,
    /// Typst's own words.
    pub message: String,
    /// Typst's own hints.
    pub hints: Vec<String>,
}

/// Typst only warns of a family that is not there, and then leaves its text out.
pub(super) fn is_unknown_font(warning: &SourceDiagnostic) -> bool {
    warning.message.starts_with("unknown font family")
}

impl TypstProblem {
    /// Typst's words in Chinese, where they are known.
    pub fn chinese(&self) -> String {
        words::chinese(&self.message)
    }

    pub(super) fn of(world: &LetterWorld<'_>, diagnostic: &SourceDiagnostic) -> Self {
        let span = diagnostic.span;
        let file = span.id().filter(|id| *id != world.letter());
        let range = world.range(span);
        let (offset, end) = (range.as_ref().map(|range| range.start), range.map(|range| range.end));
        // From the innermost call outwards: the first one that stands in the letter is the template's own.
        let called_at = file.and_then(|_| {
            let calls = diagnostic.trace.iter().map(|point| point.span);
            let mut calls = calls.filter(|span| span.id() == Some(world.letter()));
            world.range(calls.next()?).map(|range| range.start)
        });
        Self {
            file: file.map(|id| id.vpath().get_without_slash().to_owned()),
            offset,
            end,
            line_column: offset.and_then(|offset| line_column(world, span, offset)),
            called_at,
            message: diagnostic.message.to_string(),
            hints: diagnostic.hints.iter().map(|it| it.v.to_string()).collect(),
        }
    }
}

fn line_column(world: &LetterWorld<'_>, span: DiagSpan, offset: usize) -> Option<(usize, usize)> {
    let id: FileId = span.id()?;
    let (line, column) = if let Ok(source) = world.source(id) {
        source.lines().byte_to_line_column(offset)?
    } else {
        let bytes = world.file(id).ok()?;
        bytes.lines().ok()?.byte_to_line_column(offset)?
    };
    Some((line + 1, column + 1))
}
