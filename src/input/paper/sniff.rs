//! What a text file really is, whatever its name says, and how to make one of it that can be read.

use std::io::Cursor;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::contents::{self, Trouble};

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Word,
    Plain,
    Markdown,
}

/// No letter is larger, with all its pictures.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// What a file is by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Docx,
    OldWord,
    OpenDocument,
    Workbook,
    Rtf,
    Html,
    Text,
    Encrypted,
    Other(&'static str, &'static str),
}

/// Reads the bytes of a file that is what its name says.
pub(super) fn load(path: &Path) -> Result<(Format, Vec<u8>), Diagnostic> {
    let metadata = std::fs::metadata(path).map_err(|err| Diagnostic::io(path, &err))?;
    if !metadata.is_file() {
        let message = Message::new("这不是文件", "this is not a file");
        return Err(Diagnostic::error(Code::Io, message)
            .at(&Origin::file(path))
            .hint("写出文件夹里那个文件的名字", "name the file within the folder"));
    }
    if metadata.len() > FILE_LIMIT {
        return Err(too_large(path));
    }
    let bytes = std::fs::read(path).map_err(|err| Diagnostic::io(path, &err))?;
    if bytes.trim_ascii().is_empty() {
        let message = Message::new("文件是空的", "the file is empty");
        return Err(Diagnostic::error(Code::FileEmpty, message).at(&Origin::file(path)).hint(
            "文件可能没有保存好或没有下载完；重新保存或再取一份",
            "it may not have been saved or fetched completely; save or get it again",
        ));
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let found = look(&bytes).map_err(|trouble| self::trouble(&trouble, path))?;
    if found == Found::Encrypted {
        return Err(encrypted(path));
    }
    match (extension.as_str(), found) {
        ("docx" | "docm", Found::Docx) => Ok((Format::Word, bytes)),
        ("txt", Found::Text) => Ok((Format::Plain, bytes)),
        ("md" | "markdown", Found::Text | Found::Html) if !is_page(&bytes) => Ok((Format::Markdown, bytes)),
        ("docx" | "docm" | "txt" | "md" | "markdown", _) | ("doc" | "wps" | "wpt", Found::Docx) => {
            Err(mismatch(path, &extension, found))
        }
        _ => Err(not_read(path, &extension, found)),
    }
}

fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start: Vec<u8> = start.iter().take(9).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype"[..], b"<html", b"<?xml"].iter().any(|sign| start.starts_with(sign))
}

fn look(bytes: &[u8]) -> Result<Found, Trouble> {
    if bytes.starts_with(b"PK") {
        return look_into_zip(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Found::Rtf);
    }
    if bytes.get(..13).is_some_and(|start| start.eq_ignore_ascii_case(b"MIME-Version:")) {
        return Ok(Found::Html);
    }
    Ok(match contents::look(bytes)? {
        contents::Found::Encrypted => Found::Encrypted,
        contents::Found::Html => Found::Html,
        contents::Found::Text => Found::Text,
        contents::Found::Xls | contents::Found::Xlsx | contents::Found::Ods => Found::Workbook,
        contents::Found::OldWord => Found::OldWord,
        contents::Found::Other(zh, en, _) => Found::Other(zh, en),
    })
}

/// Only the list of parts is looked at: pictures would take long to unpack.
fn look_into_zip(bytes: &[u8]) -> Result<Found, Trouble> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    let mut found = Found::Other("压缩包", "a zip archive");
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| Trouble::Damaged)?;
        if part.encrypted() {
            return Ok(Found::Encrypted);
        }
        let name = part.name().map_err(|_| Trouble::Damaged)?.replace('\\', "/").to_lowercase();
        match name.as_str() {
            "encrypted-package" => return Ok(Found::Encrypted),
            _ if name.starts_with("word/") => found = Found::Docx,
            _ if name.starts_with("xl/") => found = Found::Workbook,
            "content.xml" => found = Found::OpenDocument,
            "ofd.xml" => found = Found::Other("OFD 文件", "an OFD file"),
            _ => {}
        }
    }
    Ok(found)
}

impl Found {
    /// Its name; a word processor's old file is named by its extension, which tells whose it is.
    fn names(self, extension: &str) -> (&'static str, &'static str) {
        match (self, extension) {
            (Self::Docx, _) => (".docx 文档", "a .docx document"),
            (Self::OldWord, "wps" | "wpt") => ("WPS 文字文档（.wps）", "a WPS Writer document (.wps)"),
            (Self::OldWord, _) => ("旧式 Word 文档（.doc）", "an old Word document (.doc)"),
            (Self::OpenDocument, _) => ("OpenDocument 文档（.odt）", "an OpenDocument file (.odt)"),
            (Self::Workbook, _) => ("电子表格", "a workbook"),
            (Self::Rtf, _) => ("RTF 文档", "an RTF document"),
            (Self::Html, _) => ("网页（HTML）或 XML 文本", "a web page (HTML) or XML text"),
            (Self::Text, _) => ("纯文本", "plain text"),
            (Self::Encrypted, _) => ("加密文件", "an encrypted file"),
            (Self::Other(zh, en), _) => (zh, en),
        }
    }

    /// Its Chinese name within a sentence: with a blank before a Latin letter.
    fn chinese(self, extension: &str) -> String {
        let name = self.names(extension).0;
        if name.starts_with(|c: char| c.is_ascii()) { format!(" {name}") } else { name.to_owned() }
    }

    fn remedy(self, problem: Diagnostic) -> Diagnostic {
        match self {
            Self::Docx => problem.hint("把扩展名改为 .docx", "rename it to .docx"),
            Self::Text => problem.hint(
                "纯文字的，把扩展名改为 .txt，台账里的文件名也照改",
                "if it is plain text, rename it to .txt, in the ledger too",
            ),
            Self::Workbook => problem.hint(
                "核对是不是写错了文件名；正文要放在 .docx、.txt 或 .md 里",
                "check the file's name; a body stands in a .docx, .txt or .md",
            ),
            _ => problem.hint(
                "在 WPS 或 Word 里打开，“另存为”类型选“Word 文档（*.docx）”，再把台账里的文件名改过来",
                "open it in WPS or Word, save it as “Word Document (*.docx)”, and name that file in the ledger",
            ),
        }
    }
}

fn mismatch(path: &Path, extension: &str, found: Found) -> Diagnostic {
    let (zh, en) = (found.chinese(extension), found.names(extension).1);
    let message = Message::new(
        format!("文件名是 .{extension}，内容却是{zh}"),
        format!("the name says .{extension}, but the content is {en}"),
    );
    found.remedy(Diagnostic::error(Code::FormatMismatch, message).at(&Origin::file(path)))
}

fn not_read(path: &Path, extension: &str, found: Found) -> Diagnostic {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (zh, en) = (found.chinese(extension), found.names(extension).1);
    let message = Message::new(
        format!("“{name}”是{zh}，不能直接读；正文文件用 .docx、.txt 或 .md"),
        format!("`{name}` is {en}, which cannot be read; a body stands in a .docx, .txt or .md"),
    );
    found.remedy(Diagnostic::error(Code::FormatUnknown, message).at(&Origin::file(path)))
}

fn encrypted(path: &Path) -> Diagnostic {
    let message = Message::new("文件设有打开密码，无法读取", "the file is protected by a password");
    Diagnostic::error(Code::FileEncrypted, message).at(&Origin::file(path)).hint(
        "在 WPS 里：文件 → 文档加密 → 密码加密，清空密码后保存；在 Word 里：文件 → 信息 → 保护文档 → 用密码进行加密，清空密码后保存",
        "remove the password: in WPS File → Encrypt → Password, in Word File → Info → Protect Document → Encrypt with Password; empty it and save",
    )
}

fn too_large(path: &Path) -> Diagnostic {
    let megabytes = FILE_LIMIT / 1024 / 1024;
    let message = Message::new(
        format!("内容太多（文件超过 {megabytes} MB，或文字、表格大得不像一封函），未读取"),
        format!(
            "there is too much in it for a letter (a file of more than {megabytes} MB, or text or tables of that size); it was not read"
        ),
    );
    Diagnostic::error(Code::FileDamaged, message).at(&Origin::file(path)).hint(
        "核对文件；删去图片，或只留正文另存一份",
        "check the file; remove its pictures, or save a copy with the text alone",
    )
}

/// The error that a trouble is.
pub(super) fn trouble(trouble: &Trouble, path: &Path) -> Diagnostic {
    match trouble {
        Trouble::TooLarge => too_large(path),
        Trouble::Damaged => {
            let message = Message::new("文件损坏或不完整", "the file is damaged or cut off");
            Diagnostic::error(Code::FileDamaged, message).at(&Origin::file(path)).hint(
                "在 WPS 或 Word 里打开并另存一份；打不开时重新下载或向来件人再要一份",
                "open it in WPS or Word and save a copy; if it does not open, get the file again",
            )
        }
    }
}
