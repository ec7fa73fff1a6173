//! What a file is by its bytes: zip and OLE containers are looked into.

use std::io::{Cursor, Read};

/// What all parts of a workbook may hold when unpacked. The largest ledger is far below; a file made to
/// fill the memory is above.
pub(super) const UNPACKED_LIMIT: u64 = 512 * 1024 * 1024;

/// What a file is by its bytes.
pub(super) enum Found {
    Xlsx,
    Ods,
    Xls,
    Encrypted,
    Html,
    Text,
    /// Something else, by its name in Chinese and English.
    Other(&'static str, &'static str),
}

/// Why it cannot be told.
pub(super) enum Trouble {
    Damaged,
    TooLarge,
}

/// Looks at the bytes of a file.
pub(super) fn look(bytes: &[u8]) -> Result<Found, Trouble> {
    if bytes.starts_with(b"PK") {
        return look_into_zip(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(look_into_ole(bytes));
    }
    if bytes.starts_with(b"%PDF") {
        return Ok(Found::Other("PDF 文件", "a PDF"));
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if bytes.contains(&0) && !utf16 {
        return Ok(Found::Other("程序用的二进制文件", "a binary file"));
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
        Found::Other("Word 文档", "a Word document")
    } else if has("Workbook") || has("Book") {
        Found::Xls
    } else {
        Found::Other("别的办公软件文件", "a file of another office program")
    }
}

/// Unpacks every part once and throws it away: a cut or bent part shows here, by its checksum, and a
/// file made to fill the memory is stopped whatever size it claims.
fn look_into_zip(bytes: &[u8]) -> Result<Found, Trouble> {
    let broken = |_: zip::result::ZipError| Trouble::Damaged;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = UNPACKED_LIMIT;
    let mut found = Found::Other("压缩包", "a zip archive");
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(broken)?.encrypted() {
            return Ok(Found::Encrypted);
        }
        let mut part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.replace('\\', "/").to_lowercase();
        let mut start = Vec::new();
        let unreadable = |_: std::io::Error| Trouble::Damaged;
        if name == "meta-inf/manifest.xml" || name == "mimetype" {
            (&mut part).take(left.saturating_add(1)).read_to_end(&mut start).map_err(unreadable)?;
        }
        let rest =
            std::io::copy(&mut (&mut part).take(left.saturating_add(1)), &mut std::io::sink()).map_err(unreadable)?;
        left = left.checked_sub(start.len() as u64).and_then(|left| left.checked_sub(rest)).ok_or(Trouble::TooLarge)?;
        match name.as_str() {
            "encrypted-package" => return Ok(Found::Encrypted),
            "meta-inf/manifest.xml" if contains(&start, b"encryption-data") => {
                return Ok(Found::Encrypted);
            }
            "mimetype" if start.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                found = Found::Ods;
            }
            "xl/workbook.bin" => {
                found = Found::Other("二进制工作簿 .xlsb", "a binary workbook (.xlsb)");
            }
            "word/document.xml" => found = Found::Other("Word 文档", "a Word document"),
            _ if name.starts_with("xl/") && matches!(found, Found::Other("压缩包", _)) => {
                found = Found::Xlsx;
            }
            _ => {}
        }
    }
    Ok(found)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
