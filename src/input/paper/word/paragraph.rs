//! A paragraph while it is read, and a table.

use super::styles::ListRef;
use crate::input::paper::Lost;

/// A paragraph: what its properties say, and its text so far.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub style: Option<String>,
    pub list: ListRef,
    pub text: String,
    /// Hidden text, which is left out.
    pub hidden: String,
    /// Text that is struck through.
    pub struck: String,
    pub lost: Vec<Lost>,
    /// Its end was deleted: the next paragraph goes on with it.
    pub joins_next: bool,
    /// Its end was inserted.
    pub end_inserted: bool,
    /// Something in it was inserted or deleted.
    pub is_revised: bool,
}

/// How a run of text looks, as far as that says whether it is read.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub style: Option<String>,
    pub hidden: Option<bool>,
    pub struck: Option<bool>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub rows: Vec<Vec<String>>,
    pub header_rows: usize,
    pub lost: Vec<Lost>,
    pub row: Row,
    /// Cells of the rows that are done.
    count: usize,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<String>,
    pub is_header: bool,
    pub is_deleted: bool,
    pub cell: Cell,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub paragraphs: Vec<String>,
    pub span: usize,
    /// It goes on with the cell above it.
    pub goes_on: bool,
    pub is_deleted: bool,
}

/// No table of a letter has more columns; Word allows no more.
const WIDEST: usize = 63;
/// No table of a letter has more cells.
const CELL_LIMIT: usize = 200_000;

impl Table {
    /// The cell is done.
    pub fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.row.cell);
        if cell.is_deleted {
            return;
        }
        let span = cell.span.clamp(1, WIDEST);
        if span > 1 || cell.goes_on {
            self.lose(Lost::MergedCells);
        }
        self.row.cells.push(if cell.goes_on { String::new() } else { cell.paragraphs.join("\n") });
        self.row.cells.extend(std::iter::repeat_n(String::new(), span - 1));
    }

    /// The row is done.
    pub fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_deleted || row.cells.is_empty() {
            return;
        }
        self.count += row.cells.len();
        if self.is_too_large() {
            return;
        }
        if row.is_header && self.header_rows == self.rows.len() {
            self.header_rows += 1;
        }
        self.rows.push(row.cells);
    }

    /// Has it more cells than any letter's table?
    pub fn is_too_large(&self) -> bool {
        self.count > CELL_LIMIT
    }

    /// Rows of one length, and how many are headings; `None` where it holds nothing.
    pub fn finish(mut self) -> Result<Option<Done>, TooLarge> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if self.is_too_large() || columns.saturating_mul(self.rows.len()) > CELL_LIMIT {
            return Err(TooLarge);
        }
        if self.rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        self.rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
        // Few authors mark the heading; the first row is it.
        let header_rows = match self.header_rows {
            0 => usize::from(self.rows.len() > 1),
            marked => marked,
        };
        Ok(Some((self.rows, header_rows)))
    }

    pub fn lose(&mut self, lost: Lost) {
        if !self.lost.contains(&lost) {
            self.lost.push(lost);
        }
    }
}

/// Rows of one length, and how many of the first are headings.
pub(super) type Done = (Vec<Vec<String>>, usize);

/// It has more cells than any letter's table.
pub(super) struct TooLarge;
