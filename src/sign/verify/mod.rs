//! Verifying signed letters: one line a check. Nothing in the file is believed before it was checked.

mod check;
mod facts;
mod history;
mod report;
mod signature;
mod text;
mod value;

pub use check::{Options, Trust, verify};
pub use facts::{Facts, Signature, drawings, facts, first_unsaid, record};
pub use report::{Check, Line, Report, Verdict};

use super::pdf::{Broken, Object, PdfFile};
use crate::record::Record;

/// What a PDF says of itself, as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// It could be read at all: programs write PDFs in more ways than dafu reads.
    pub readable: bool,
    /// The identity of the letter whose record is attached.
    pub id: Option<String>,
    /// What its pages are marked with: 样稿.
    pub mark: Option<String>,
    /// The text of its pages without white space; nothing where there is none, as in a scan.
    pub text: Option<String>,
}

/// Reads what a PDF says.
pub fn said(bytes: &[u8]) -> Said {
    let Ok(file) = PdfFile::open(bytes) else { return Said::default() };
    let record = record_of(&file).ok();
    let text = text::of_pages(&file);
    Said {
        readable: text.is_ok(),
        mark: record.as_ref().and_then(|record| record.mark.clone()),
        id: record.map(|record| record.id),
        text: text.ok().filter(|text| !text.is_empty()),
    }
}

/// The record that is attached to a PDF.
pub(super) fn record_of(file: &PdfFile<'_>) -> Result<Record, Broken> {
    let none = || Broken::new("文件里没有 dafu 的函件数据", "the file has no record of dafu");
    let bytes = attached(file)?.ok_or_else(none)?;
    serde_json::from_slice(&bytes).map_err(|_| {
        Broken::new(
            "文件里的函件数据读不懂，可能出自更新的 dafu",
            "the record in the file cannot be read: it may be of a newer dafu",
        )
    })
}

/// The bytes of the record that is attached to a PDF.
fn attached(file: &PdfFile<'_>) -> Result<Option<Vec<u8>>, Broken> {
    let attached = file.value(&file.catalog()?, "AF")?;
    for number in attached.array().unwrap_or_default().iter().filter_map(Object::reference).take(100) {
        let spec = file.dict(number)?;
        if spec.get("F").and_then(Object::string) != Some(b"record.json") {
            continue;
        }
        let embedded = file.value(&spec, "EF")?;
        let Some(stream) = embedded.dict().and_then(|embedded| embedded.reference("F")) else { return Ok(None) };
        return Ok(Some(file.stream(stream)?.1));
    }
    Ok(None)
}
