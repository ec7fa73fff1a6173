//! A sheet's hidden rows and columns, and its cells that are struck through.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::book::{Hiding, Sheet, Struck};
use super::super::contents::Trouble;
use super::super::xml::{attribute, local, local_end};
use super::parts::{column_of, is_on};
use super::strings::{Runs, Shared, Walk};
use crate::diag::CellRef;

/// What cells look like by their formats and shared texts.
pub(super) struct Looks<'a> {
    /// By the number of the cell format.
    pub struck_styles: &'a [bool],
    pub rich: &'a Shared,
}

impl Looks<'_> {
    /// Could anything of the part be hidden or struck? Spares reading most files a third time.
    pub fn may_matter(&self, text: &str) -> bool {
        self.cells_matter(text) || ["hidden=", "ht=\"0\"", "width=\"0\""].iter().any(|word| text.contains(word))
    }

    fn cells_matter(&self, text: &str) -> bool {
        self.struck_styles.contains(&true) || !self.rich.is_empty() || text.contains("rPr>")
    }

    fn of_style(&self, style: Option<usize>) -> bool {
        style.and_then(|style| self.struck_styles.get(style).copied()).unwrap_or(false)
    }
}

/// Reads the part of a sheet whose cells are known.
pub(super) fn look(text: &str, looks: &Looks<'_>, sheet: &mut Sheet) -> Result<(), Trouble> {
    let cells_matter = looks.cells_matter(text);
    let mut walk = SheetWalk { looks, sheet, row: 0, column: 0, cell: None, in_value: false, filtered: false };
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|_| Trouble::Damaged)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_empty = matches!(event, Event::Empty(_));
                match local(tag) {
                    "row" => walk.start_row(tag)?,
                    "col" => walk.column(tag)?,
                    "filterColumn" => walk.filtered = true,
                    "c" if cells_matter => walk.start_cell(tag, is_empty)?,
                    "v" => walk.in_value = !is_empty,
                    _ => walk.inside(&event)?,
                }
            }
            Event::End(tag) => match local_end(tag) {
                "c" => walk.end_cell(),
                "v" => walk.in_value = false,
                _ => walk.inside(&event)?,
            },
            Event::Eof => break,
            _ => walk.inside(&event)?,
        }
    }
    if walk.filtered {
        // Which of them the filter hides is not written; where one is on, it is the likely reason.
        sheet.hidden_rows.values_mut().for_each(|hiding| *hiding = Hiding::ByFilter);
    }
    Ok(())
}

struct SheetWalk<'a> {
    looks: &'a Looks<'a>,
    sheet: &'a mut Sheet,
    /// The next row and column, from 0, where a row or cell does not say.
    row: u32,
    column: u32,
    cell: Option<Open>,
    in_value: bool,
    filtered: bool,
}

/// A cell that is being read.
struct Open {
    at: CellRef,
    struck: bool,
    is_shared: bool,
    value: String,
    inline: Walk,
}

impl SheetWalk<'_> {
    fn start_row(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let given = attribute(tag, "r")?.and_then(|row| row.parse::<u32>().ok());
        let row = given.map_or(self.row, |row| row.saturating_sub(1));
        // A row without height is as hidden as any.
        let is_hidden = is_on(tag, "hidden")? || has_no(tag, "ht")?;
        if is_hidden && self.sheet.has_row(row) {
            self.sheet.hidden_rows.insert(row, Hiding::ByHand);
        }
        self.row = row.saturating_add(1);
        self.column = 0;
        Ok(())
    }

    fn column(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let is_hidden = is_on(tag, "hidden")? || has_no(tag, "width")?;
        let number = |name| Ok(attribute(tag, name)?.and_then(|column| column.parse::<u32>().ok()));
        if let (true, Some(first), Some(last)) = (is_hidden, number("min")?, number("max")?) {
            self.sheet.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
        }
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Trouble> {
        let named = attribute(tag, "r")?.and_then(|name| column_of(&name));
        let at = CellRef { row: self.row.saturating_sub(1), column: named.unwrap_or(self.column) };
        self.column = at.column.saturating_add(1);
        if is_empty || !self.sheet.cells.contains_key(&at) {
            return Ok(());
        }
        let style = attribute(tag, "s")?.and_then(|style| style.parse().ok());
        self.cell = Some(Open {
            at,
            struck: self.looks.of_style(style),
            is_shared: attribute(tag, "t")?.as_deref() == Some("s"),
            value: String::new(),
            inline: Walk::default(),
        });
        Ok(())
    }

    fn inside(&mut self, event: &Event<'_>) -> Result<(), Trouble> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        match event {
            Event::Text(text) if self.in_value => cell.value.push_str(&text.xml10_content()),
            event => cell.inline.take(event)?,
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let inline = cell.inline.finish();
        let shared = if cell.is_shared { cell.value.trim().parse().ok() } else { None };
        let runs = inline.as_ref().or_else(|| self.looks.rich.get(&shared?));
        let struck = match runs {
            None => cell.struck.then_some(Struck::Whole),
            Some(runs) => struck_of(runs, cell.struck),
        };
        self.sheet.struck.extend(struck.map(|struck| (cell.at, struck)));
    }
}

/// How much of a text of several runs is struck through, in a cell that is or is not.
fn struck_of(runs: &Runs, cell: bool) -> Option<Struck> {
    let (mut struck, mut has_plain) = (runs.struck.clone(), runs.has_plain);
    if cell {
        struck.push_str(&runs.as_cell);
    } else {
        has_plain |= !runs.as_cell.trim().is_empty();
    }
    match struck.trim() {
        "" => None,
        _ if !has_plain => Some(Struck::Whole),
        words => Some(Struck::Part(words.to_owned())),
    }
}

/// Is a row's height, or a column's width, nothing?
fn has_no(tag: &BytesStart<'_>, name: &str) -> Result<bool, Trouble> {
    Ok(attribute(tag, name)?.is_some_and(|size| size.parse() == Ok(0.0)))
}
