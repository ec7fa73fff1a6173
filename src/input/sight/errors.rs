//! Error cells of a sheet, also those of newer programs, which calamine refuses.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::contents::Trouble;
use super::super::xml::{attribute, local, local_end};
use super::parts::{Parts, column_of};
use crate::diag::CellRef;

/// Every error cell of the sheet `name` of an `.xlsx`, as shown.
pub(in super::super) fn of_sheet(bytes: &[u8], name: &str) -> Result<Vec<(CellRef, String)>, Trouble> {
    let mut parts = Parts::open(bytes)?;
    let sheets = parts.sheets()?;
    let Some((_, path)) = sheets.iter().find(|(sheet, _)| sheet == name) else { return Ok(Vec::new()) };
    cells(&parts.read(path)?)
}

fn cells(text: &str) -> Result<Vec<(CellRef, String)>, Trouble> {
    let mut found = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u32);
    let (mut is_error, mut in_value) = (false, false);
    let mut value = String::new();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|_| Trouble::Damaged)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_empty = matches!(event, Event::Empty(_));
                match local(tag) {
                    "row" => {
                        let given = attribute(tag, "r")?.and_then(|row| row.parse::<u32>().ok());
                        row = given.unwrap_or(row.saturating_add(1));
                        column = 0;
                    }
                    "c" => {
                        column = attribute(tag, "r")?.and_then(|name| column_of(&name)).unwrap_or(column);
                        is_error = !is_empty && attribute(tag, "t")?.as_deref() == Some("e");
                        value.clear();
                        if is_empty {
                            column = column.saturating_add(1);
                        }
                    }
                    "v" => in_value = !is_empty,
                    _ => {}
                }
            }
            Event::Text(text) if is_error && in_value => value.push_str(&text.xml10_content()),
            Event::End(tag) => match local_end(tag) {
                "v" => in_value = false,
                "c" => {
                    if is_error && !value.is_empty() {
                        found.push((CellRef { row: row.saturating_sub(1), column }, value.trim().to_owned()));
                    }
                    is_error = false;
                    column = column.saturating_add(1);
                }
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
