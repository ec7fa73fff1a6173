//! Facts of a PDF that an archive asks for: its data, its pages, what is active in it, its signatures.

use base64ct::{Base64, Encoding as _};

use super::{history, text, value};
use crate::diag::Message;
use crate::record::Record;
use crate::sign::pdf::{Broken, Dict, Object, PdfFile};
use crate::sign::signed::Signed;
use crate::sign::time::SignTime;

/// What a PDF is, as far as an archive asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// How many pages.
    pub pages: usize,
    /// The bytes of the attached record; nothing where there is none.
    pub record: Option<Vec<u8>>,
    /// The part and the level of PDF/A that it says it is: `3a`.
    pub archival: Option<String>,
    /// What would start something or lead out of the file: scripts, links, forms that are sent.
    pub active: Vec<String>,
    /// Its signatures, in their order.
    pub signatures: Vec<Signature>,
    /// Where the file ended before the first update, such as a signature.
    pub first_end: usize,
}

/// A signature as it stands in the file; whether it is right is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The claimed time, RFC 3339.
    pub time: String,
    /// The signer's name in the certificate.
    pub signer: String,
    /// The signature's value, in Base64.
    pub value: String,
    /// The signer's certificate, in Base64.
    pub certificate: String,
    /// The algorithm's object identifier.
    pub algorithm: String,
}

/// Actions that start something or lead out of the file.
const ACTIVE: [&str; 11] = [
    "JavaScript",
    "Launch",
    "URI",
    "GoToR",
    "GoToE",
    "SubmitForm",
    "ImportData",
    "Movie",
    "Sound",
    "Rendition",
    "ResetForm",
];

/// Reads the facts; what keeps them from being read is the failure.
pub fn facts(bytes: &[u8]) -> Result<Facts, Message> {
    let file = PdfFile::open(bytes)?;
    let pages = file.pages()?.len();
    let first_end = file.revisions().first().map_or(0, |first| first.end);
    let mut active = Vec::new();
    for number in file.revisions().iter().flat_map(|revision| revision.objects.keys()) {
        // A number that is free has no object.
        if let Ok(object) = file.object(*number) {
            look(&object, 0, &mut active);
        }
    }
    active.sort();
    active.dedup();
    Ok(Facts {
        pages,
        record: super::attached(&file)?,
        archival: archival(&file)?,
        active,
        signatures: signatures(&file)?,
        first_end,
    })
}

/// The record that is attached.
pub fn record(bytes: &[u8]) -> Result<Record, Message> {
    super::record_of(&PdfFile::open(bytes)?)
}

/// What is drawn on each page: its streams, unpacked.
pub fn drawings(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Message> {
    let file = PdfFile::open(bytes)?;
    let mut pages = Vec::new();
    for number in file.pages()? {
        let mut drawing = Vec::new();
        for stream in streams(&file.dict(number)?) {
            drawing.extend(file.stream(stream)?.1);
        }
        pages.push(drawing);
    }
    Ok(pages)
}

/// The first part of the record that the pages do not say; nothing where they say all of it.
pub fn first_unsaid(bytes: &[u8], record: &Record) -> Result<Option<String>, Message> {
    Ok(text::first_missing(&text::of_pages(&PdfFile::open(bytes)?)?, record))
}

fn streams(page: &Dict) -> Vec<u32> {
    match page.get("Contents") {
        Some(Object::Ref(number)) => vec![*number],
        Some(Object::Array(list)) => list.iter().filter_map(Object::reference).collect(),
        _ => Vec::new(),
    }
}

fn look(object: &Object, depth: usize, active: &mut Vec<String>) {
    if depth > 32 {
        return;
    }
    match object {
        Object::Dict(dict) => {
            active.extend(ACTIVE.iter().filter(|name| dict.is("S", name)).map(|name| (*name).to_owned()));
            if dict.get("JS").is_some() {
                active.push("JavaScript".to_owned());
            }
            dict.0.iter().for_each(|(_, value)| look(value, depth + 1, active));
        }
        Object::Array(items) => items.iter().for_each(|item| look(item, depth + 1, active)),
        _ => {}
    }
}

fn archival(file: &PdfFile<'_>) -> Result<Option<String>, Broken> {
    let Some(number) = file.catalog()?.reference("Metadata") else { return Ok(None) };
    let text = String::from_utf8_lossy(&file.stream(number)?.1).into_owned();
    let inside = |name: &str| {
        let after = text.split_once(&format!("<pdfaid:{name}>"))?.1;
        after.split_once('<').map(|(value, _)| value.trim().to_ascii_lowercase())
    };
    Ok(inside("part").map(|part| part + &inside("conformance").unwrap_or_default()))
}

fn signatures(file: &PdfFile<'_>) -> Result<Vec<Signature>, Broken> {
    let (fields, _) = history::fields(file)?;
    let mut found = Vec::new();
    for field in fields.iter().filter(|field| !field.dict.is("Type", "DocTimeStamp")) {
        let time = field.dict.get("M").and_then(Object::string).and_then(SignTime::of_pdf);
        let place = file.revisions().get(field.revision).and_then(|it| it.objects.get(&field.signature)).copied();
        let value = place.and_then(|place| value::locate(file, &field.dict, place)).and_then(|it| it.value());
        let signed = value.as_deref().and_then(|value| Signed::read(value).ok());
        let (Some(value), Some(signed)) = (value, signed) else { continue };
        found.push(Signature {
            time: time.map(|time| time.to_string()).unwrap_or_default(),
            signer: signed.signer.name(),
            value: Base64::encode_string(&value),
            certificate: Base64::encode_string(signed.signer.der()),
            algorithm: signed.info.signature_algorithm.oid.to_string(),
        });
    }
    Ok(found)
}
