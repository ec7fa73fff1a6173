//! Measuring the parts of a container while they are unpacked and thrown away.
//!
//! A file of some kilobytes can hold gigabytes of zeros, millions of strings, or one text that fills the memory
//! once it is read. Each of these is seen here, before anything of it is kept.

use std::io::{self, Read};

use super::contents::Trouble;

/// What all XML of a workbook may hold: a ledger of 10,000 letters of five pages has 70 MB.
const MARKUP_LIMIT: u64 = 192 * 1024 * 1024;
/// What may stand between two tags, and within one: no text of a ledger is near.
const RUN_LIMIT: u64 = 4 * 1024 * 1024;
/// Tags of the table of strings, which is kept as a whole: four for a plain string, some more for a coloured one.
const STRING_TAG_LIMIT: u64 = 8_000_000;

/// What is kept of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    Nothing,
    /// Its beginning.
    Start,
}

/// As much as a manifest or the name of a type needs.
const START: usize = 1024 * 1024;

/// Counts what the parts hold together.
pub(super) struct Gauge {
    left: u64,
    markup_left: u64,
}

impl Gauge {
    /// For a container of which `limit` bytes may be unpacked.
    pub fn new(limit: u64) -> Self {
        Self { left: limit, markup_left: MARKUP_LIMIT }
    }

    /// Reads a part to its end.
    pub fn measure(&mut self, name: &str, part: &mut impl Read, kept: Kept) -> Result<Vec<u8>, Trouble> {
        let is_markup = [".xml", ".rels", ".vml"].iter().any(|kind| name.ends_with(kind));
        let is_strings = name.ends_with("sharedstrings.xml");
        let mut start = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        let (mut tags, mut run) = (0_u64, 0_u64);
        loop {
            let count = match part.read(&mut buffer) {
                Ok(0) => return Ok(start),
                Ok(count) => count,
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(Trouble::Damaged),
            };
            let bytes = buffer.get(..count).unwrap_or_default();
            take(&mut self.left, count)?;
            if kept == Kept::Start && start.len() < START {
                start.extend_from_slice(bytes);
            }
            if !is_markup {
                continue;
            }
            take(&mut self.markup_left, count)?;
            for piece in bytes.split_inclusive(|byte| *byte == b'<') {
                run += piece.len() as u64;
                if run > RUN_LIMIT {
                    return Err(Trouble::TooLarge);
                }
                if piece.ends_with(b"<") {
                    run = 0;
                    tags += 1;
                }
            }
            if is_strings && tags > STRING_TAG_LIMIT {
                return Err(Trouble::TooLarge);
            }
        }
    }
}

fn take(left: &mut u64, count: usize) -> Result<(), Trouble> {
    *left = left.checked_sub(count as u64).ok_or(Trouble::TooLarge)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, piece: &str, times: u64, expected: bool) {
        let mut part = Times { piece: piece.as_bytes(), left: times };
        let found = Gauge::new(u64::MAX).measure(name, &mut part, Kept::Nothing);
        assert_eq!(found.is_ok(), expected);
    }

    /// A piece over and over.
    struct Times<'a> {
        piece: &'a [u8],
        left: u64,
    }

    impl Read for Times<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.left == 0 {
                return Ok(0);
            }
            self.left -= 1;
            buffer[..self.piece.len()].copy_from_slice(self.piece);
            Ok(self.piece.len())
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_seen() {
        let zeros = "\0".repeat(65_536);
        check("xl/media/image1.png", &zeros, 1000, true);
        check("xl/worksheets/sheet1.xml", &zeros, 63, true);
        check("xl/worksheets/sheet1.xml", &zeros, 65, false);
        let strings = "<si></si>".repeat(7000);
        check("xl/sharedstrings.xml", &strings, 500, true);
        check("xl/sharedstrings.xml", &strings, 600, false);
        check("xl/worksheets/sheet1.xml", &strings, 600, true);
        check("content.xml", &strings, 3300, false);
    }
}
