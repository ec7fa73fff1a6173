//! From a laid-out letter to PDF/A-3a and PDF/UA-1.

use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::LetterWorld;
use super::{Document, Typesetter, TypstProblem};
use crate::letter::LetterDate;

/// A finished, unsigned PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    bytes: Vec<u8>,
}

impl Pdf {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A finished PDF with a seal on it that nobody has signed yet. Nothing outside takes its bytes but
/// [`Signer::sign`](crate::sign::Signer::sign): an unsigned letter never carries a seal.
#[derive(Clone)]
pub struct SealedPdf {
    bytes: Vec<u8>,
}

impl std::fmt::Debug for SealedPdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedPdf").finish_non_exhaustive()
    }
}

/// A letter's pages as a PDF.
#[derive(Debug, Clone)]
pub enum Sheet {
    /// Without a seal: it may be kept as it is.
    Plain(Pdf),
    /// With one: it has to be signed first.
    Sealed(SealedPdf),
}

impl Sheet {
    /// `pdf`, which shows a seal or not.
    pub(crate) fn of(pdf: Pdf, sealed: bool) -> Self {
        if sealed { Self::Sealed(SealedPdf { bytes: pdf.bytes }) } else { Self::Plain(pdf) }
    }

    /// The bytes that are signed.
    pub(crate) fn to_sign(&self) -> &[u8] {
        match self {
            Self::Plain(pdf) => &pdf.bytes,
            Self::Sealed(pdf) => &pdf.bytes,
        }
    }
}

impl Typesetter {
    /// Makes the PDF. `ident` makes the file's id; the only time in it is midnight of `date`.
    pub fn export(&self, document: &Document, date: LetterDate, ident: &str) -> Result<Pdf, Vec<TypstProblem>> {
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(concat!("dafu ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: midnight(date).map(Timestamp::new_utc),
            page_ranges: None,
            standards: archive_and_access(),
            tagged: true,
            pretty: false,
        };
        match typst_pdf::pdf(&document.paged, &options) {
            Ok(bytes) => Ok(Pdf { bytes }),
            Err(errors) => {
                let world = LetterWorld::laid_out(&self.stock, &document.source);
                let problems = errors.iter().map(|error| TypstProblem::of(&world, error));
                Err(problems.collect())
            }
        }
    }
}

/// PDF/A-3a, because it may carry the record, and PDF/UA-1.
fn archive_and_access() -> PdfStandards {
    PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .unwrap_or_else(|err| unreachable!("both rest on PDF 1.7: {}", err.message()))
}

fn midnight(date: LetterDate) -> Option<Datetime> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(date.year().into(), month, day, 0, 0, 0)
}
