//! How many texts the table of strings claims to have.

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::contents::Trouble;
use super::super::xml::{attribute, local};

/// More than so many are in no table that passes the measure of its tags.
const STRING_LIMIT: u64 = 8_000_000;

/// calamine makes room for as many texts as the table claims before it reads one: a table that claims more than it
/// can have must not reach it.
pub(in super::super) fn check(bytes: &[u8]) -> Result<(), Trouble> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Trouble::Damaged)?;
        if part.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml")) {
            check_table(BufReader::new(part))?;
        }
    }
    Ok(())
}

fn check_table(source: impl BufRead) -> Result<(), Trouble> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) if local(&tag) == "sst" => {
                let claimed = attribute(&tag, "uniqueCount")?.and_then(|count| count.parse::<u64>().ok());
                return if claimed.unwrap_or(0) > STRING_LIMIT { Err(Trouble::TooLarge) } else { Ok(()) };
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
