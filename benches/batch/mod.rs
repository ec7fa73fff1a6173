//! Letters with Typst alone, as a careful program would make them: fonts and library shared, one compile a letter.

use std::path::Path;

use dafu::record::Record;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::common;

struct Batch {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    letter: Source,
    record: FileId,
    bytes: Bytes,
}

fn id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

/// The faces of a folder, or the shipped ones.
fn fonts(dir: Option<&Path>) -> Vec<Font> {
    let Some(dir) = dir else {
        return common::faces().typst_fonts().to_vec();
    };
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "otf" || kind == "ttf"));
    files.iter().flat_map(|file| Font::iter(Bytes::new(std::fs::read(file).unwrap())).collect::<Vec<_>>()).collect()
}

/// What the letter prints, as data.
fn data(record: &Record) -> serde_json::Value {
    let record: serde_json::Value = serde_json::from_slice(&record.to_json()).unwrap();
    let contact = &record["contact"];
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let cc: Vec<String> = record["cc"].as_array().unwrap().iter().map(text).collect();
    serde_json::json!({
        "title": record["title"], "addressee": format!("{}：", text(&record["addressee"])), "opening": record["opening"],
        "body": record["body"], "issuer": record["issuer"][0], "signatory": record["signatory"][0],
        "lines": [
            format!("办复类别：{}", text(&record["category"])), format!("联系单位：{}", text(&contact["unit"])),
            format!("联系电话：{}", text(&contact["phone"])), format!("抄送：{}", cc.join("、")),
        ],
    })
}

/// Makes so many letters of the corpus.
pub fn make(count: usize, faces: Option<&Path>) {
    let dir = tempfile::tempdir().unwrap();
    let profile = common::profile();
    let letters = common::letters(&common::ledger(dir.path(), count), &profile);
    let fonts = fonts(faces);
    let mut batch = Batch {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        letter: Source::new(id("/letter.typ"), include_str!("letter.typ").to_owned()),
        record: id("/record.json"),
        bytes: Bytes::new(Vec::new()),
    };
    let options = PdfOptions { standards: PdfStandards::new(&[PdfStandard::A_2a]).unwrap(), ..PdfOptions::default() };
    for (index, letter) in letters.iter().enumerate() {
        batch.bytes = Bytes::new(data(&Record::of(letter, &profile.name)).to_string().into_bytes());
        let document = typst::compile::<PagedDocument>(&batch).output.unwrap();
        assert_eq!(document.pages().len(), 5);
        let pdf = typst_pdf::pdf(&document, &options).unwrap();
        std::fs::write(dir.path().join(format!("{index}.pdf")), &pdf).unwrap();
        comemo::evict(2);
    }
}

impl World for Batch {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.letter.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.letter.id() { Ok(self.letter.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.record { Ok(self.bytes.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
