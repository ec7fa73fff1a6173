//! What Typst can see: the templates' files and the faces in memory, one letter and its record. No clock, no
//! network, no packages, no system fonts, no disk.

use std::collections::HashMap;
use std::path::Path;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::template::{Filled, PackFiles};

/// Where every letter stands, in the folder of its pack: where the pack's sample stands for other Typst tools. Typst
/// never forgets a path and has room for 65,535, so there is one for all letters.
const LETTER: &str = "sample.typ";
/// Where its record stands.
const RECORD: &str = "record.json";

/// Where stands what a copy has beside its text; the house style reads it. The file there says that it has nothing.
const SHEET: &str = "/base/sheet.json";
/// Where a picture to be drawn stands.
pub(super) const DRAWN: &str = "/drawn";

/// What all letters share.
pub(super) struct Stock {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    files: HashMap<FileId, SharedFile>,
    letter: FileId,
    record: FileId,
}

struct SharedFile {
    /// Parsed once, where it is Typst source.
    source: Option<Source>,
    bytes: Bytes,
}

impl Stock {
    pub(super) fn new(files: &PackFiles, fonts: Vec<Font>) -> Self {
        let pack = files.chain();
        let files = files.iter().filter_map(|(path, bytes)| {
            let id = file_id(path)?;
            let is_source = Path::new(path).extension().is_some_and(|kind| kind == "typ");
            let text = std::str::from_utf8(bytes).ok().filter(|_| is_source);
            let source = text.map(|text| Source::new(id, text.to_owned()));
            let bytes = Bytes::new(bytes.to_vec());
            Some((id, SharedFile { source, bytes }))
        });
        let letter = match pack.first() {
            Some(pack) => format!("{pack}/{LETTER}"),
            None => LETTER.to_owned(),
        };
        let fixed =
            |path: &str| file_id(path).unwrap_or_else(|| unreachable!("`{path}` is a valid path within the root"));
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            files: files.collect(),
            letter: fixed(&letter),
            record: fixed(RECORD),
        }
    }

    /// The id of the letter's own source.
    pub(super) fn letter(&self) -> FileId {
        self.letter
    }
}

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A seal as it is set: dots in rows from the top, each red, green, blue and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impression {
    /// Dots a side.
    pub side: u32,
    /// Four bytes a dot.
    pub rgba: Vec<u8>,
}

/// What one copy of a letter has beside its text.
#[derive(Debug, Clone, Default)]
pub struct Enclosed {
    /// What every page is marked with: 样稿.
    pub mark: Option<&'static str>,
    /// Seals, in the order of the issuers.
    pub seals: Vec<Impression>,
}

impl Enclosed {
    /// What the house style reads of it.
    fn sheet(&self) -> Vec<u8> {
        let seal = |(at, seal): (usize, &Impression)| serde_json::json!({ "file": seal_path(at), "side": seal.side });
        let seals: Vec<_> = self.seals.iter().enumerate().map(seal).collect();
        serde_json::json!({ "mark": self.mark, "seals": seals }).to_string().into_bytes()
    }

    fn into_files(self) -> Vec<(FileId, Bytes)> {
        let sheet = self.sheet();
        let seals = self.seals.into_iter().enumerate().map(|(at, seal)| (seal_path(at), seal.rgba));
        let all = seals.chain([(SHEET.to_owned(), sheet)]);
        all.filter_map(|(path, bytes)| Some((file_id(&path)?, Bytes::new(bytes)))).collect()
    }
}

fn seal_path(at: usize) -> String {
    format!("/seal-{}", at + 1)
}

/// What Typst sees of one letter.
pub(super) struct LetterWorld<'a> {
    stock: &'a Stock,
    source: Source,
    record: Bytes,
    enclosed: Vec<(FileId, Bytes)>,
}

impl<'a> LetterWorld<'a> {
    pub(super) fn new(stock: &'a Stock, filled: &Filled, enclosed: Enclosed) -> Self {
        Self {
            stock,
            source: Source::new(stock.letter, filled.source.clone()),
            record: Bytes::new(filled.record.clone()),
            enclosed: enclosed.into_files(),
        }
    }

    /// A drawing that is no letter, with the file that it uses.
    pub(super) fn of_drawing(stock: &'a Stock, source: &str, file: Vec<u8>) -> Self {
        Self {
            stock,
            source: Source::new(stock.letter, source.to_owned()),
            record: Bytes::new(Vec::new()),
            enclosed: file_id(DRAWN).map(|id| (id, Bytes::new(file))).into_iter().collect(),
        }
    }

    /// A letter that is laid out already: its source tells where a problem of the export stands.
    pub(super) fn laid_out(stock: &'a Stock, source: &Source) -> Self {
        Self { stock, source: source.clone(), record: Bytes::new(Vec::new()), enclosed: Vec::new() }
    }

    pub(super) fn into_source(self) -> Source {
        self.source
    }

    /// The id of the letter's own source.
    pub(super) fn letter(&self) -> FileId {
        self.stock.letter()
    }

    fn shared(&self, id: FileId) -> FileResult<&SharedFile> {
        if matches!(id.root(), VirtualRoot::Package(_)) {
            return Err(FileError::AccessDenied);
        }
        let missing = || FileError::NotFound(id.vpath().get_without_slash().into());
        self.stock.files.get(&id).ok_or_else(missing)
    }
}

impl World for LetterWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.stock.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.stock.book
    }

    fn main(&self) -> FileId {
        self.stock.letter
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.stock.letter {
            return Ok(self.source.clone());
        }
        let file = self.shared(id)?;
        file.source.clone().ok_or(FileError::NotSource)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.stock.record {
            return Ok(self.record.clone());
        }
        if let Some((_, bytes)) = self.enclosed.iter().find(|(known, _)| *known == id) {
            return Ok(bytes.clone());
        }
        Ok(self.shared(id)?.bytes.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.stock.fonts.get(index).cloned()
    }

    // A letter's date is part of its content. Without a clock, running twice gives the same bytes.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
