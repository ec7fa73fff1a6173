//! One face: its file read, its digest and embedding right checked, its glyphs looked up.

use std::path::Path;
use std::sync::OnceLock;

use ttf_parser::Permissions;
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};

use super::catalogue::{FaceEntry, FaceFile};
use crate::diag::{Code, Diagnostic, Message, Origin, reason};
use crate::digest::sha256;

/// A face that may be embedded.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// As Typst names it.
    pub family: String,
    /// Its file's name.
    pub file: String,
    pub licence: Option<String>,
    /// Not shipped: the department's own.
    pub optional: bool,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    pub font: Font,
    /// Made when the first glyph is asked for: the last faces of a chain seldom are.
    instance: OnceLock<Instance>,
}

/// As Typst instantiates it, so that both see the same glyphs and widths.
#[derive(Clone)]
struct Instance(FontInstance);

/// What a face draws for a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Advance width in units of the face.
    pub advance: u16,
    /// There is an outline or picture.
    pub ink: bool,
}

impl Face {
    /// The face of a shipped file.
    pub fn shipped(dir: &Path, entry: &FaceEntry, file: &FaceFile) -> Result<Self, Box<Diagnostic>> {
        let path = dir.join(&file.name);
        let found = FontFile::read(&path, &file.name).map_err(|err| missing(&path, entry, &err))?;
        if let Some(expected) = &file.sha256
            && !expected.eq_ignore_ascii_case(&found.sha256)
        {
            return Err(changed(&path, &found.sha256).into());
        }
        let font = found.fonts.iter().find(|font| font.info().family == entry.family);
        match (font, found.fonts.first()) {
            (Some(font), _) => Self::new(&path, font, &found, entry),
            (None, Some(other)) => Err(misnamed(entry, &file.name, &other.info().family).into()),
            (None, None) => Err(broken(&path).into()),
        }
    }

    /// The face of an optional entry among the files that the folder has beside the shipped ones; of
    /// several of one family the one that Typst takes.
    pub fn optional(dir: &Path, entry: &FaceEntry, files: &[FontFile]) -> Option<Result<Self, Box<Diagnostic>>> {
        let found: Vec<(&FontFile, &Font)> = files
            .iter()
            .flat_map(|file| file.fonts.iter().map(move |font| (file, font)))
            .filter(|(_, font)| font.info().family == entry.family)
            .collect();
        let book = FontBook::from_fonts(found.iter().map(|&(_, font)| font));
        let chosen = book.select(&entry.family.to_lowercase(), FontVariant::default())?;
        let (file, font) = found.get(chosen)?;
        Some(Self::new(&dir.join(&file.name), font, file, entry))
    }

    fn new(path: &Path, font: &Font, file: &FontFile, entry: &FaceEntry) -> Result<Self, Box<Diagnostic>> {
        let parsed = ttf_parser::Face::parse(font.data(), font.index()).map_err(|_| broken(path))?;
        if parsed.permissions() == Some(Permissions::Restricted) {
            return Err(restricted(path).into());
        }
        Ok(Self {
            family: entry.family.clone(),
            file: file.name.clone(),
            licence: entry.licence.clone(),
            optional: entry.own || entry.file.is_none(),
            sha256: file.sha256.clone(),
            font: font.clone(),
            instance: OnceLock::new(),
        })
    }

    /// What the face draws for `c`, if it has it.
    pub fn glyph(&self, c: char) -> Option<Glyph> {
        let face = self.instance().ttf();
        let id = face.glyph_index(c).filter(|id| id.0 != 0)?;
        Some(Glyph {
            advance: face.glyph_hor_advance(id).unwrap_or_default(),
            ink: has_contours(face, id)
                || face.glyph_bounding_box(id).is_some()
                || face.is_color_glyph(id)
                || face.glyph_raster_image(id, u16::MAX).is_some()
                || face.glyph_svg_image(id).is_some(),
        })
    }

    /// Units of an em.
    pub fn units_per_em(&self) -> f64 {
        self.instance().units_per_em()
    }

    /// How many characters it maps.
    pub fn characters(&self) -> usize {
        self.font.info().coverage.iter().count()
    }

    fn instance(&self) -> &FontInstance {
        let make = || {
            // The size matters only to a face with an optical axis; 三号 is the body's.
            let (variant, custom) = (FontVariant::default(), FontVariations::default());
            Instance(self.font.clone().instantiate(variant, Abs::pt(16.0), &custom))
        };
        &self.instance.get_or_init(make).0
    }
}

/// Does the glyph's header tell of contours round an area? Drawing them, as the bounding box does, costs much more. Of
/// glyphs made of others it says nothing.
fn has_contours(face: &ttf_parser::Face<'_>, id: ttf_parser::GlyphId) -> bool {
    let table = |tag: &[u8; 4]| face.raw_face().table(ttf_parser::Tag::from_bytes(tag));
    let tables = face.tables();
    let places = table(b"loca").and_then(|data| {
        ttf_parser::loca::Table::parse(tables.maxp.number_of_glyphs, tables.head.index_to_location_format, data)
    });
    let range = places.and_then(|places| places.glyph_range(id));
    let header = range.and_then(|range| table(b"glyf")?.get(range)?.first_chunk::<10>());
    let Some(header) = header else {
        return false;
    };
    let [contours, left, bottom, right, top] =
        [0, 2, 4, 6, 8].map(|at| i16::from_be_bytes([header[at], header[at + 1]]));
    contours > 0 && left < right && bottom < top
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Instance")
    }
}

/// A font file and the fonts in it; none where it cannot be understood.
#[derive(Debug)]
pub(super) struct FontFile {
    pub name: String,
    pub sha256: String,
    pub fonts: Vec<Font>,
}

impl FontFile {
    pub fn read(path: &Path, name: &str) -> std::io::Result<Self> {
        let data = std::fs::read(path)?;
        let sha256 = sha256([data.as_slice()]);
        Ok(Self { name: name.to_owned(), sha256, fonts: Font::iter(Bytes::new(data)).collect() })
    }
}

fn missing(path: &Path, entry: &FaceEntry, err: &std::io::Error) -> Diagnostic {
    let (shown, family) = (path.display(), &entry.family);
    let (zh, en) = reason(err);
    Diagnostic::error(
        Code::FontsMissing,
        Message::new(
            format!("读不到字体“{family}”的文件 {shown}（{zh}）"),
            format!("failed to read {shown}, the file of the font `{family}` ({en})"),
        ),
    )
    .at(&Origin::file(path))
    .hint(
        "把程序自带的 fonts 文件夹整个复制过来，或用 --fonts 指定它的位置",
        "copy the whole fonts folder that came with the program, or name it with `--fonts`",
    )
}

fn changed(path: &Path, found: &str) -> Diagnostic {
    let (shown, start) = (path.display(), found.get(..8).unwrap_or(found));
    Diagnostic::error(
        Code::FontsMissing,
        Message::new(
            format!("字体文件 {shown} 与 fonts.toml 登记的不一致（SHA-256 为 {start}…）"),
            format!("the font file {shown} is not the one that fonts.toml names (its SHA-256 is {start}…)"),
        ),
    )
    .at(&Origin::file(path))
    .hint(
        "文件可能没有复制完整：从程序自带的 fonts 文件夹重新复制；如果是有意更换，请改 fonts.toml 中的 sha256",
        "it may be a torn copy: copy it again from the fonts folder that came with the program; if it was replaced on purpose, change `sha256` in fonts.toml",
    )
}

fn misnamed(entry: &FaceEntry, file: &str, found: &str) -> Diagnostic {
    let family = &entry.family;
    Diagnostic::error(
        Code::TomlValue,
        Message::new(
            format!("{file} 里的字族是“{found}”，不是“{family}”"),
            format!("the family in {file} is `{found}`, not `{family}`"),
        ),
    )
    .at(&entry.origin)
    .hint(format!("family 写成 \"{found}\""), format!("write family = \"{found}\""))
}

/// A file that is no font, or is cut off.
pub(super) fn broken(path: &Path) -> Diagnostic {
    let shown = path.display();
    Diagnostic::error(
        Code::FontUnusable,
        Message::new(format!("{shown} 不是完好的字体文件"), format!("{shown} is not a sound font file")),
    )
    .at(&Origin::file(path))
    .hint(
        "重新复制这个字体文件；用不着它就从字体文件夹里移走",
        "copy the font file again, or take it out of the fonts folder if it is not needed",
    )
}

fn restricted(path: &Path) -> Diagnostic {
    let shown = path.display();
    Diagnostic::error(
        Code::FontUnusable,
        Message::new(
            format!("字体 {shown} 不允许嵌入文件（fsType 为2）"),
            format!("the font {shown} may not be embedded (its fsType is 2)"),
        ),
    )
    .at(&Origin::file(path))
    .hint(
        "归档的PDF必须嵌入字体：换用允许嵌入的版本，或从字体文件夹里移走",
        "a PDF for the archive must embed its fonts: use an edition that may be embedded, or take the file out of the fonts folder",
    )
}
