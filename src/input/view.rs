//! A ledger as a person sees it, to be copied: sheets of cells, also for JSON, whose letters are laid out by
//! their keys. Every place that a problem can name leads to a cell.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::book::{Book, Cell, Content, Item, SettingValue, Sheet};
use super::number::Number;
use super::settings;
use super::tree::{self, Node};
use crate::diag::{CellRef, Origin};

/// The name of the sheet for a file that has none.
const SHEET: &str = "台账";

/// A ledger as sheets.
#[derive(Debug, Clone, Default)]
pub struct View<'a> {
    /// Its sheets, 设置 among them.
    pub sheets: Vec<SheetView<'a>>,
    file: Option<Arc<Path>>,
    by_pointer: HashMap<String, (usize, CellRef)>,
}

/// A sheet as a person sees it.
#[derive(Debug, Clone, Default)]
pub struct SheetView<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Is it hidden?
    pub hidden: bool,
    /// Its cells that hold something, row by row.
    pub cells: Vec<(CellRef, Shown<'a>)>,
    /// First and last cell of its merged regions.
    pub merged: Vec<(CellRef, CellRef)>,
    /// As problems name it; a `.csv` has no sheet.
    own_name: Option<Arc<str>>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A date: year, month, day.
    Date(i16, i8, i8),
    /// True or false.
    Bool(bool),
    /// A formula whose result is not known.
    Unknown,
}

impl Book {
    /// The ledger as sheets of cells.
    pub fn view(&self) -> View<'_> {
        let mut view = View { file: Some(Arc::clone(&self.file)), ..View::default() };
        match &self.content {
            Content::Sheets(sheets) => view.sheets.extend(sheets.iter().chain(&self.aside).map(SheetView::of)),
            Content::Items(items) => {
                view.lay_out(items);
                view.lay_out_settings(self);
            }
        }
        view
    }
}

impl<'a> View<'a> {
    /// The sheet, by its index, and the cell that a place leads to. A value within a value leads to that one's
    /// cell, and a letter to its row's first.
    pub fn find(&self, origin: &Origin) -> Option<(usize, CellRef)> {
        let origin = origin.in_ledger();
        if self.file.as_deref() != Some(origin.path()) {
            return None;
        }
        match origin {
            Origin::Cell { sheet, cell, .. } => {
                let at = self.sheets.iter().position(|view| view.own_name == *sheet)?;
                Some((at, *cell))
            }
            Origin::Pointer { pointer, .. } => {
                let mut pointer = pointer.as_str();
                loop {
                    if let Some(found) = self.by_pointer.get(pointer) {
                        return Some(*found);
                    }
                    pointer = pointer.get(..pointer.rfind('/')?)?;
                }
            }
            _ => None,
        }
    }

    /// One row a letter, one column a key, in the order in which the keys appear first.
    fn lay_out(&mut self, items: &[Item]) {
        let mut keys: Vec<String> = Vec::new();
        let mut columns: HashMap<String, u32> = HashMap::new();
        let mut cells = Vec::new();
        for (row, item) in (1..).zip(items) {
            let first = CellRef { row, column: 0 };
            self.by_pointer.insert(item.pointer.clone(), (0, first));
            let node = item.node();
            let Node::Object(members) = &*node else {
                cells.extend(shown(&node).map(|shown| (first, shown.into_owned())));
                continue;
            };
            for member in tree::flatten(members, &item.pointer) {
                let column = *columns.entry(member.name.clone()).or_insert_with(|| {
                    keys.push(member.name.clone());
                    u32::try_from(keys.len()).unwrap_or(u32::MAX) - 1
                });
                let at = CellRef { row, column };
                self.by_pointer.insert(member.pointer, (0, at));
                cells.extend(shown(member.node).map(|shown| (at, shown.into_owned())));
            }
        }
        let headings = (0..).zip(keys).map(|(column, key)| (CellRef { row: 0, column }, Shown::Text(key.into())));
        let mut all: Vec<_> = headings.chain(cells).collect();
        all.sort_by_key(|(at, _)| *at);
        self.sheets.push(SheetView { name: SHEET.into(), cells: all, ..SheetView::default() });
    }

    /// The members beside `letters`, as the sheet 设置 has them.
    fn lay_out_settings(&mut self, book: &'a Book) {
        let profile = book.profile.iter().map(|(name, origin)| ("profile", origin, text(name.clone())));
        let others = book.settings.iter().filter_map(|setting| match &setting.value {
            SettingValue::Json(node, _) => {
                Some((setting.name.as_str(), &setting.name_origin, shown(node).unwrap_or(Shown::Unknown)))
            }
            SettingValue::Cell(..) => None,
        });
        let mut cells: Vec<(CellRef, Shown<'_>)> = Vec::new();
        for (row, (name, origin, value)) in (1..).zip(profile.chain(others)) {
            let at = CellRef { row, column: 1 };
            if let Origin::Pointer { pointer, .. } = origin {
                self.by_pointer.insert(pointer.clone(), (1, at));
            }
            cells.push((CellRef { row, column: 0 }, text(name.to_owned())));
            cells.push((at, value));
        }
        if cells.is_empty() {
            return;
        }
        let heading = |column, name: &str| (CellRef { row: 0, column }, text(name.to_owned()));
        cells.splice(0..0, [heading(0, settings::COLUMNS.0), heading(1, settings::COLUMNS.1)]);
        self.sheets.push(SheetView { name: settings::SHEET.into(), cells, ..SheetView::default() });
    }
}

impl<'a> SheetView<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        Self {
            name: sheet.name.as_deref().unwrap_or(SHEET).into(),
            hidden: sheet.hidden,
            cells: sheet.cells.iter().map(|(at, cell)| (*at, Shown::of(cell))).collect(),
            merged: sheet.merged.iter().map(|region| (region.first, region.last)).collect(),
            own_name: sheet.name.clone(),
        }
    }
}

impl<'a> Shown<'a> {
    fn into_owned<'b>(self) -> Shown<'b> {
        match self {
            Self::Text(text) => Shown::Text(text.into_owned().into()),
            Self::Number(value) => Shown::Number(value),
            Self::Date(year, month, day) => Shown::Date(year, month, day),
            Self::Bool(value) => Shown::Bool(value),
            Self::Unknown => Shown::Unknown,
        }
    }

    fn of(cell: &'a Cell) -> Self {
        match cell {
            Cell::Text(text) | Cell::Error(text) => Self::Text(text.as_str().into()),
            Cell::Number(number) => of_number(number),
            Cell::Date { year, month, day, time: None, .. } => Self::Date(*year, *month, *day),
            Cell::Date { year, month, day, time: Some(time), .. } => {
                Self::Text(format!("{year}年{month}月{day}日 {time}").into())
            }
            Cell::Bool(value) => Self::Bool(*value),
            Cell::NoResult => Self::Unknown,
        }
    }
}

/// A number whose cell shows more than its value, such as 023, is copied as it is shown.
fn of_number(number: &Number) -> Shown<'_> {
    match number.shown.parse() {
        Ok(value) if !number.formatted => Shown::Number(value),
        _ => Shown::Text(number.shown.as_str().into()),
    }
}

fn text<'a>(text: String) -> Shown<'a> {
    Shown::Text(text.into())
}

/// A JSON value in a cell; a list has one value a line.
fn shown(node: &Node) -> Option<Shown<'_>> {
    Some(match node {
        Node::Null => return None,
        Node::Bool(value) => Shown::Bool(*value),
        Node::Number(number) => of_number(number),
        Node::Text(text) => Shown::Text(text.as_str().into()),
        Node::List(items) => text(items.iter().map(line).collect::<Vec<_>>().join("\n")),
        Node::Object(_) => text(line(node)),
    })
}

/// A JSON value within a line: a name by its name, the rest of an object as key and value.
fn line(node: &Node) -> String {
    match node {
        Node::Null => String::new(),
        Node::Bool(value) => value.to_string(),
        Node::Number(number) => number.shown.clone(),
        Node::Text(text) => text.clone(),
        Node::List(items) => items.iter().map(line).collect::<Vec<_>>().join(" | "),
        Node::Object(members) => match members.as_slice() {
            [(name, only)] if name == "name" => line(only),
            members => {
                members.iter().map(|(key, value)| format!("{key}: {}", line(value))).collect::<Vec<_>>().join("; ")
            }
        },
    }
}
