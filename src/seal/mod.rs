//! Seals: from an image to ink on the page, with the document number woven in.
//!
//! ```text
//! image ─ Seals::read ─► Seals ─ SealSet::ink, once a run ─► SealSet ─ impressions, once a letter ─► Impression
//! ```
//!
//! A clean vector can be taken out of any copy and set on another paper. A seal is therefore set as a raster at print
//! resolution whose ink carries the number of its letter in small type.

mod ink;
mod problem;

use std::path::{Path, PathBuf};

use self::ink::{Ink, Words};
use crate::diag::{Diagnostic, Outcome};
use crate::digest::sha256;
use crate::fonts::{Faces, Role};
use crate::record::Record;
use crate::typeset::{Drawing, Impression, Typesetter};

pub(crate) use problem::{not_set, numbers_differ};

/// Dots an inch of a seal on the page.
const DPI: f64 = 600.0;

/// A picture with fewer dots an inch looks coarse in print.
const COARSE: f64 = 300.0;

/// A picture is never larger, in bytes or in dots a side.
const LONGEST: u64 = 32 << 20;
const WIDEST: u32 = 10_000;

/// Diameter of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealSize {
    /// 42 mm: departments, towns.
    Mm42,
    /// 45 mm: governments of cities and counties.
    Mm45,
}

impl SealSize {
    /// Reads an option's word.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "42" => Some(Self::Mm42),
            "45" => Some(Self::Mm45),
            _ => None,
        }
    }

    /// In millimetres.
    pub fn mm(self) -> f64 {
        match self {
            Self::Mm42 => 42.0,
            Self::Mm45 => 45.0,
        }
    }
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png { side: u32 },
    Svg,
}

#[derive(Debug, Clone)]
struct Picture {
    path: PathBuf,
    bytes: Vec<u8>,
    kind: Kind,
}

/// The images of seals, in the order of the issuers, and how to set them.
#[derive(Debug, Clone)]
pub struct Seals {
    pictures: Vec<Picture>,
    size: Option<SealSize>,
    plain: bool,
}

impl Seals {
    /// Reads the images. Without `size` a seal is as large as the place that the profile keeps for it; a `plain` one has
    /// no number woven in.
    pub fn read(paths: &[PathBuf], size: Option<SealSize>, plain: bool) -> Outcome<Self> {
        let mut problems = Vec::new();
        let mut pictures = Vec::new();
        for path in paths {
            match Picture::read(path) {
                Ok(picture) => pictures.push(picture),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self { pictures, size, plain }) } else { Err(problems) }
    }

    /// The diameter that was asked for.
    pub fn size(&self) -> Option<SealSize> {
        self.size
    }

    /// Warnings about pictures that are too coarse for `mm`.
    pub fn coarse(&self, mm: f64) -> Vec<Diagnostic> {
        let found = self.pictures.iter().filter_map(|picture| match picture.kind {
            Kind::Png { side } if f64::from(side) / mm * 25.4 < COARSE => {
                Some(problem::coarse(&picture.path, side, mm, COARSE))
            }
            _ => None,
        });
        found.collect()
    }
}

impl Picture {
    fn read(path: &Path) -> Result<Self, Diagnostic> {
        let length = std::fs::metadata(path).map_err(|err| Diagnostic::io(path, &err))?.len();
        if length > LONGEST {
            return Err(problem::unusable(path, "文件太大", "the file is too large"));
        }
        let bytes = std::fs::read(path).map_err(|err| Diagnostic::io(path, &err))?;
        let kind = kind_of(&bytes)
            .ok_or_else(|| problem::unusable(path, "不是 PNG 或 SVG 图片", "it is neither a PNG nor an SVG picture"))?;
        if let (Kind::Png { side }, Some((width, height))) = (kind, png_size(&bytes)) {
            if side > WIDEST {
                return Err(problem::unusable(path, "图片太大", "the picture is too large"));
            }
            if width.abs_diff(height) > side / 50 {
                return Err(problem::not_square(path));
            }
        }
        Ok(Self { path: path.to_path_buf(), bytes, kind })
    }
}

fn kind_of(bytes: &[u8]) -> Option<Kind> {
    if let Some((width, height)) = png_size(bytes) {
        return (width > 0 && height > 0).then_some(Kind::Png { side: width.max(height) });
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    String::from_utf8_lossy(head).contains("<svg").then_some(Kind::Svg)
}

/// The size in the head of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(..16)?;
    let side = |from: usize| Some(u32::from_be_bytes(head.get(from..from + 4)?.try_into().ok()?));
    Some((side(8)?, side(12)?))
}

/// Seals as ink, ready to be set.
pub struct SealSet {
    inks: Vec<Ink>,
    plain: bool,
    families: Vec<String>,
    digest: String,
}

impl SealSet {
    /// Draws every seal `mm` wide.
    pub fn ink(seals: &Seals, mm: f64, typesetter: &Typesetter, faces: &Faces) -> Outcome<Self> {
        let mut problems = Vec::new();
        let mut inks = Vec::new();
        let size = mm.to_string();
        let mut parts: Vec<String> = vec![size.clone(), seals.plain.to_string(), DPI.to_string()];
        for picture in &seals.pictures {
            let format = if picture.kind == Kind::Svg { "svg" } else { "png" };
            let source = SEAL.replace("{size}", &size).replace("{format}", format);
            let drawing = Drawing { source, file: picture.bytes.clone(), dpi: DPI };
            match typesetter.draw(&drawing).map(Ink::of) {
                Err(said) if said.iter().any(|it| it.message.contains(NOT_SQUARE)) => {
                    problems.push(problem::not_square(&picture.path));
                }
                Err(_) => problems.push(problem::unusable(&picture.path, "图片损坏", "the picture is damaged")),
                Ok(None) => problems.push(problem::unusable(&picture.path, "图片是空白的", "the picture is blank")),
                Ok(Some(ink)) => inks.push(ink),
            }
            parts.push(sha256([picture.bytes.as_slice()]));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let families = faces.families(Role::Heiti).into_iter().map(str::to_owned).collect();
        Ok(Self { inks, plain: seals.plain, families, digest: sha256([parts.join("\n").as_bytes()]) })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.inks.len()
    }

    /// SHA-256, in hex, over the pictures, their size, and whether a number is woven in.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The seals of one letter, its number woven into each. A letter without a number has its identity woven in.
    pub fn impressions(&self, record: &Record, typesetter: &Typesetter) -> Outcome<Vec<Impression>> {
        if self.plain {
            return Ok(self.inks.iter().map(Ink::plain).collect());
        }
        let words = record.doc_number.as_ref().unwrap_or(&record.id);
        let file = serde_json::json!({ "words": words, "families": self.families }).to_string().into_bytes();
        let drawing = Drawing { source: WORDS.to_owned(), file, dpi: DPI };
        let drawn = typesetter.draw(&drawing).map_err(|_| vec![problem::unwoven()])?;
        let words = Words::of(drawn);
        Ok(self.inks.iter().map(|ink| ink.woven(&words)).collect())
    }
}

/// Says in the source of a seal that its picture is not square.
const NOT_SQUARE: &str = "not square";

/// A seal's picture alone on a page of its size.
const SEAL: &str = r#"
#set page(width: {size}mm, height: {size}mm, margin: 0pt, fill: none)
#let picture = image("/drawn", format: "{format}")
#context {
  let size = measure(picture)
  assert(calc.abs(size.width / size.height - 1) <= 0.02, message: "not square")
}
#place(top + left, image("/drawn", format: "{format}", width: 100%, height: 100%, fit: "stretch"))
"#;

/// One line of small type.
const WORDS: &str = r#"
#let drawn = json("/drawn")
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: drawn.families, size: 1.1mm, fallback: false, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set text(top-edge: 0.85em, bottom-edge: -0.15em)
#box[#drawn.words#h(1em)]
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        let png = |width: u32, height: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
            bytes.extend(width.to_be_bytes());
            bytes.extend(height.to_be_bytes());
            bytes
        };
        assert_eq!(kind_of(&png(992, 990)), Some(Kind::Png { side: 992 }));
        assert_eq!(kind_of(&png(0, 0)), None);
        assert_eq!(kind_of(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>"), Some(Kind::Svg));
        assert_eq!(kind_of(b"GIF89a"), None);
        assert_eq!(kind_of(b""), None);
    }

    #[test]
    fn there_are_two_sizes() {
        assert_eq!(SealSize::parse("42").map(SealSize::mm), Some(42.0));
        assert_eq!(SealSize::parse("45").map(SealSize::mm), Some(45.0));
        assert_eq!(SealSize::parse("40"), None);
    }
}
