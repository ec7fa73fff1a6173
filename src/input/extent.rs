//! How far the sheets of an old workbook reach, by its records.
//!
//! calamine lays each sheet of an `.xls` out as a full rectangle: two cells in opposite corners ask for a gigabyte,
//! and a size that the file claims is asked for unseen. Both are looked at here first.

use std::io::{Cursor, Read};
use std::ops::RangeInclusive;

use super::contents::Trouble;

/// Cells of all rectangles together.
const AREA_LIMIT: u64 = 4_000_000;
/// What a sheet may claim to hold: all that an `.xls` can.
const CLAIM_LIMIT: u64 = 65_536 * 256;
/// Records that are looked at. Sheets can be made to share them.
const RECORD_LIMIT: usize = 20_000_000;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const MANY_NUMBERS: u16 = 0x00bd;
const RICH_LABEL: u16 = 0x00d6;
const SHARED_LABEL: u16 = 0x00fd;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL: u16 = 0x0205;
const SMALL_NUMBER: u16 = 0x027e;
const BEGIN: u16 = 0x0809;

/// Fails where an old workbook reaches farther than any ledger.
pub(super) fn check(bytes: &[u8]) -> Result<(), Trouble> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    let is_book = |name: &str| name.eq_ignore_ascii_case("workbook") || name.eq_ignore_ascii_case("book");
    let books: Vec<_> = file
        .walk()
        .filter(|entry| entry.is_stream() && is_book(entry.name()))
        .map(|entry| entry.path().to_owned())
        .collect();
    for path in books {
        let mut stream = Vec::new();
        let reader = file.open_stream(path).map_err(|_| Trouble::Damaged)?;
        reader.take(bytes.len() as u64).read_to_end(&mut stream).map_err(|_| Trouble::Damaged)?;
        look(&stream)?;
    }
    Ok(())
}

fn look(stream: &[u8]) -> Result<(), Trouble> {
    let mut records_left = RECORD_LIMIT;
    let mut area = 0;
    let starts = Records(stream).take_while(|(kind, _)| *kind != END).filter(|(kind, _)| *kind == SHEET);
    for (_, data) in starts {
        let start = data.get(..4).and_then(|start| start.try_into().ok()).map(u32::from_le_bytes);
        let Some(sheet) = start.and_then(|start| stream.get(usize::try_from(start).ok()?..)) else {
            return Err(Trouble::Damaged);
        };
        area += sheet_area(sheet, &mut records_left)?;
        if area > AREA_LIMIT {
            return Err(Trouble::TooLarge);
        }
    }
    Ok(())
}

/// The cells of the rectangle that holds all of a sheet's.
fn sheet_area(sheet: &[u8], records_left: &mut usize) -> Result<u64, Trouble> {
    let (mut rows, mut columns) = (Span::default(), Span::default());
    // Charts within a sheet have records of their own.
    let mut depth = 0_usize;
    for (kind, data) in Records(sheet) {
        *records_left = records_left.checked_sub(1).ok_or(Trouble::TooLarge)?;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS if claimed(data) > CLAIM_LIMIT => return Err(Trouble::TooLarge),
            FORMULA | NUMBER | LABEL | BOOL | RICH_LABEL | SMALL_NUMBER | SHARED_LABEL | MANY_NUMBERS => {
                let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { continue };
                let last = if kind == MANY_NUMBERS { word(data, data.len().saturating_sub(2)) } else { None };
                rows.take_in(row..=row);
                columns.take_in(first..=last.unwrap_or(first));
            }
            _ => {}
        }
    }
    Ok(rows.length() * columns.length())
}

/// Rows times columns as a sheet claims them.
fn claimed(data: &[u8]) -> u64 {
    let long = |at: usize| Some(u64::from(word(data, at)?) | u64::from(word(data, at + 2)?) << 16);
    let short = |at: usize| word(data, at).map(u64::from);
    let (first_row, last_row, first, last) = if data.len() == 10 {
        (short(0), short(2), short(4), short(6))
    } else {
        (long(0), long(4), short(8), short(10))
    };
    let reach = |first: Option<u64>, last: Option<u64>| match (first, last) {
        // The last is the one behind; the reader takes a first behind it as it is, and goes round.
        (Some(first), Some(last)) if first > last => u64::from(u32::MAX),
        (Some(first), Some(last)) => last.saturating_sub(first).max(1),
        _ => 1,
    };
    let first = first.filter(|first| *first <= 0xff && last.is_some_and(|last| *first <= last)).or(Some(0));
    match (last_row, last) {
        // Nothing is claimed.
        (Some(0), _) | (_, Some(0)) => 1,
        _ => reach(first_row, last_row).saturating_mul(reach(first, last)),
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// From the first to the last of numbers.
#[derive(Default)]
struct Span(Option<(u16, u16)>);

impl Span {
    fn take_in(&mut self, range: RangeInclusive<u16>) {
        let (first, last) = self.0.unwrap_or((*range.start(), *range.end()));
        self.0 = Some((first.min(*range.start()), last.max(*range.end())));
    }

    fn length(&self) -> u64 {
        self.0.map_or(0, |(first, last)| u64::from(last.saturating_sub(first)) + 1)
    }
}

/// The records of a stream: kind and data. A cut one ends them.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (word(self.0, 0)?, usize::from(word(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [kind.to_le_bytes(), length.to_le_bytes()].concat().into_iter().chain(data.iter().copied()).collect()
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// `sheets` names of one sheet with these records.
    fn book(sheets: usize, records: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(BEGIN, &words(&[0x600, 5]));
        let start = begin.len() + sheets * 12 + 4;
        let name = record(SHEET, &[u32::try_from(start).unwrap().to_le_bytes().to_vec(), vec![0; 4]].concat());
        [begin.clone(), name.repeat(sheets), record(END, &[]), begin, records.concat(), record(END, &[])].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(NUMBER, &[words(&[row, column, 0]), vec![0; 8]].concat())
    }

    #[track_caller]
    fn check(sheets: usize, records: &[Vec<u8>], fits: bool) {
        assert_eq!(look(&book(sheets, records)).is_ok(), fits);
    }

    #[test]
    fn cells_far_apart_are_seen() {
        check(1, &[number(0, 0), number(9999, 255)], true);
        check(1, &[number(0, 0), number(65_535, 255)], false);
        check(3, &[number(0, 0), number(9999, 255)], false);
        check(1, &[number(65_535, 255)], true);
        check(1, &[number(0, 0), record(MANY_NUMBERS, &words(&[65_535, 0, 0, 0, 0, 255]))], false);
    }

    #[test]
    fn a_size_that_is_only_claimed_is_seen() {
        let claim = |words: &[u16]| record(DIMENSIONS, &self::words(words));
        check(1, &[claim(&[0, 0, 0, 1, 0, 256, 0])], true);
        check(1, &[claim(&[0, 0, 0, 0, 0, 0, 0])], true);
        check(1, &[claim(&[5, 0, 5, 0, 0, 3, 0])], true);
        check(1, &[claim(&[0, 0, 0xffff, 0xffff, 0, 256, 0])], false);
        check(1, &[claim(&[9, 0, 5, 0, 0, 3, 0])], false);
    }
}
