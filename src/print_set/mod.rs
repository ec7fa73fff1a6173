//! Joining finished letters for duplex printing: each begins on a right-hand page. Typesets nothing: pages are copied as
//! they are, one letter in memory at a time, and what is drawn over a page, such as a stamp, becomes part of it.

mod copy;
mod stamp;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use self::copy::{Copied, copy};
use crate::digest::sha256;
use crate::sign::pdf::{Broken, Dict, Object};

/// What a print set begins with, so that a later one may take its place.
pub const MARK: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n%dafu print set\n";

/// Numbers of the catalog, of the tree of pages and of the list of marks.
const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const MARKS: u32 = 3;

/// A print set that is being written.
pub struct PrintSet<W> {
    out: W,
    /// Bytes written.
    at: u64,
    /// Where each object stands, from number 1; the first three are written last.
    places: Vec<u64>,
    letters: Vec<Joined>,
    digests: String,
}

/// A letter in a print set.
struct Joined {
    /// What the list of marks calls it.
    name: String,
    /// Its node in the tree of pages, and its first page.
    node: u32,
    first: u32,
    /// Its pages, a blank one included.
    pages: usize,
}

/// What a print set came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joining {
    /// Letters.
    pub letters: usize,
    /// Sheets of paper, printed on both sides.
    pub sheets: usize,
}

/// Why a letter was not joined.
#[derive(Debug)]
pub enum Failure {
    /// The file is none whose pages can be copied; nothing of it was written.
    Unreadable(Broken),
    /// The print set could not be written.
    Io(io::Error),
}

impl<W: Write> PrintSet<W> {
    /// Begins a print set.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(MARK)?;
        Ok(Self { out, at: MARK.len() as u64, places: vec![0; 3], letters: Vec::new(), digests: String::new() })
    }

    /// Adds a letter, from the next right-hand page on. `name` stands in the list of marks.
    pub fn add(&mut self, name: &str, pdf: &[u8]) -> Result<(), Failure> {
        let node = u32::try_from(self.places.len()).unwrap_or(u32::MAX).saturating_add(1);
        let Copied { objects, first, pages } = copy(pdf, PAGES, node).map_err(Failure::Unreadable)?;
        for object in objects {
            self.put(&object).map_err(Failure::Io)?;
        }
        self.letters.push(Joined { name: name.to_owned(), node, first, pages });
        self.digests.push_str(&sha256([pdf]));
        Ok(())
    }

    /// Writes what holds the letters together.
    pub fn finish(mut self) -> io::Result<(W, Joining)> {
        let nodes = self.letters.iter().map(|letter| Object::Ref(letter.node)).collect::<Vec<_>>();
        let pages: usize = self.letters.iter().map(|letter| letter.pages).sum();
        let joining = Joining { letters: self.letters.len(), sheets: pages / 2 };
        let marks = self.write_marks()?;
        let catalog = Dict::default()
            .with("Type", Object::name("Catalog"))
            .with("Pages", Object::Ref(PAGES))
            .with("Outlines", Object::Ref(MARKS))
            .with("ViewerPreferences", viewer());
        let tree = Dict::default().with("Type", Object::name("Pages")).with("Kids", nodes).with("Count", count(pages));
        for (number, dict) in [(CATALOG, catalog), (PAGES, tree), (MARKS, marks)] {
            self.put_at(number, &written(&dict.into()))?;
        }
        let xref = self.at;
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.places.len() + 1);
        self.places.iter().for_each(|place| table.push_str(&format!("{place:010} 00000 n \n")));
        let id = sha256([self.digests.as_bytes()]);
        let id = id.get(..32).unwrap_or_default();
        let size = self.places.len() + 1;
        table.push_str(&format!(
            "trailer\n<</Size {size}/Root {CATALOG} 0 R/ID[<{id}><{id}>]>>\nstartxref\n{xref}\n%%EOF\n"
        ));
        self.out.write_all(table.as_bytes())?;
        Ok((self.out, joining))
    }

    /// A list of the letters, for finding one on a screen.
    fn write_marks(&mut self) -> io::Result<Dict> {
        let mut marks = Dict::default().with("Type", Object::name("Outlines"));
        if self.letters.is_empty() {
            return Ok(marks);
        }
        let first = u32::try_from(self.places.len()).unwrap_or(u32::MAX).saturating_add(1);
        let last = first.saturating_add(u32::try_from(self.letters.len()).unwrap_or(u32::MAX) - 1);
        for (letter, number) in std::mem::take(&mut self.letters).into_iter().zip(first..) {
            let mut mark = Dict::default()
                .with("Title", Object::text(&letter.name))
                .with("Parent", Object::Ref(MARKS))
                .with("Dest", vec![Object::Ref(letter.first), Object::name("Fit")]);
            if number > first {
                mark.set("Prev", Object::Ref(number - 1));
            }
            if number < last {
                mark.set("Next", Object::Ref(number + 1));
            }
            self.put(&written(&mark.into()))?;
        }
        marks.set("First", Object::Ref(first));
        marks.set("Last", Object::Ref(last));
        marks.set("Count", i64::from(last - first) + 1);
        Ok(marks)
    }

    /// Writes the next object.
    fn put(&mut self, object: &[u8]) -> io::Result<()> {
        self.places.push(0);
        self.put_at(u32::try_from(self.places.len()).unwrap_or(u32::MAX), object)
    }

    fn put_at(&mut self, number: u32, object: &[u8]) -> io::Result<()> {
        if let Some(place) = self.places.get_mut(number as usize - 1) {
            *place = self.at;
        }
        let head = format!("{number} 0 obj\n");
        for part in [head.as_bytes(), object, b"\nendobj\n"] {
            self.out.write_all(part)?;
            self.at += part.len() as u64;
        }
        Ok(())
    }
}

/// How it is to be printed: on both sides, turned over at the long edge, not scaled.
fn viewer() -> Dict {
    Dict::default().with("Duplex", Object::name("DuplexFlipLongEdge")).with("PrintScaling", Object::name("None"))
}

fn written(object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    object.write(&mut out);
    out
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
