//! What a file is by its bytes: zip and OLE containers are looked into.

use std::io::Cursor;

use super::gauge::{Gauge, Kept};

/// What all parts of a workbook may hold when unpacked, pictures included. The largest ledger is far below; a
/// file made to fill the memory is above.
pub(super) const UNPACKED_LIMIT: u64 = 512 * 1024 * 1024;

/// What a file is by its bytes.
pub(super) enum Found {
    Xlsx,
    Ods,
    Xls,
    /// A `.doc` or what its makers' other programs write of the kind.
    OldWord,
    Encrypted,
    Html,
    Text,
    /// Something else, by its name in Chinese and English, and what to do with it.
    Other(&'static str, &'static str, Remedy),
}

/// What to do with a file that is no ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// An office program opens it and can save it as a workbook.
    SaveAs,
    /// Apple's programs export it.
    Export,
    /// The ledger may be in it.
    Unpack,
    /// It is the wrong file.
    Choose,
}

/// Why it cannot be told.
pub(super) enum Trouble {
    Damaged,
    TooLarge,
}

/// How other files begin that are taken for ledgers, or renamed to one.
const OTHERS: &[(&[u8], &str, &str, Remedy)] = &[
    (b"%PDF", "PDF 文件", "a PDF", Remedy::Choose),
    (b"Rar!", "压缩包", "an archive", Remedy::Unpack),
    (b"7z\xBC\xAF", "压缩包", "an archive", Remedy::Unpack),
    (b"\x1F\x8B", "压缩包", "an archive", Remedy::Unpack),
    (b"\x89PNG", "图片", "a picture", Remedy::Choose),
    (b"\xFF\xD8\xFF", "图片", "a picture", Remedy::Choose),
    (b"{\\rtf", "写字板等的 RTF 文稿", "an RTF text", Remedy::Choose),
];

/// Looks at the bytes of a file.
pub(super) fn look(bytes: &[u8]) -> Result<Found, Trouble> {
    if bytes.starts_with(b"PK") {
        return look_into_zip(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(look_into_ole(bytes));
    }
    for (start, zh, en, remedy) in OTHERS {
        if bytes.starts_with(start) {
            return Ok(Found::Other(zh, en, *remedy));
        }
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if bytes.contains(&0) && !utf16 {
        return Ok(Found::Other("程序用的二进制文件", "a binary file", Remedy::Choose));
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is_markup = start.trim_ascii_start().first() == Some(&b'<');
    Ok(if is_markup { Found::Html } else { Found::Text })
}

/// The names of an OLE file's streams stand in its directory as UTF-16.
fn look_into_ole(bytes: &[u8]) -> Found {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        Found::Encrypted
    } else if has("WordDocument") {
        Found::OldWord
    } else if has("Workbook") || has("Book") {
        Found::Xls
    } else {
        Found::Other("别的办公软件文件", "a file of another office program", Remedy::SaveAs)
    }
}

/// Unpacks every part once and throws it away: a cut or bent part shows here, by its checksum, and a
/// file made to fill the memory is stopped whatever size it claims.
fn look_into_zip(bytes: &[u8]) -> Result<Found, Trouble> {
    let broken = |_: zip::result::ZipError| Trouble::Damaged;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut gauge = Gauge::new(UNPACKED_LIMIT);
    let mut found = Found::Other("压缩包", "a zip archive", Remedy::Unpack);
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(broken)?.encrypted() {
            return Ok(Found::Encrypted);
        }
        let mut part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.replace('\\', "/").to_lowercase();
        let start = match name.as_str() {
            "meta-inf/manifest.xml" | "mimetype" => Kept::Start,
            _ => Kept::Nothing,
        };
        let start = gauge.measure(&name, &mut part, start)?;
        match name.as_str() {
            "encrypted-package" => return Ok(Found::Encrypted),
            "meta-inf/manifest.xml" if contains(&start, b"encryption-data") => {
                return Ok(Found::Encrypted);
            }
            "mimetype" if start.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                found = Found::Ods;
            }
            "mimetype" if start.starts_with(b"application/vnd.oasis.opendocument.") => {
                found = Found::Other("文稿等别的文档", "another kind of document, no spreadsheet", Remedy::Choose);
            }
            "xl/workbook.bin" => {
                found = Found::Other("二进制工作簿 .xlsb", "a binary workbook (.xlsb)", Remedy::SaveAs);
            }
            "word/document.xml" => found = Found::Other("Word 文档", "a Word document", Remedy::Choose),
            "ppt/presentation.xml" => found = Found::Other("演示文稿", "a presentation", Remedy::Choose),
            "index.zip" => found = APPLE,
            _ if name.starts_with("index/") && name.contains(".iwa") => found = APPLE,
            _ if name.starts_with("xl/") && matches!(found, Found::Other("压缩包", ..)) => {
                found = Found::Xlsx;
            }
            _ => {}
        }
    }
    Ok(found)
}

const APPLE: Found = Found::Other("苹果电脑的 Numbers 表格", "a spreadsheet of Apple Numbers", Remedy::Export);

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
