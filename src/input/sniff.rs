//! What a file really is, whatever its name says.

use std::path::Path;

use super::contents::{Found, Remedy, Trouble, UNPACKED_LIMIT, look};
use crate::diag::{Code, Diagnostic, Message, Origin};

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xls,
    Ods,
    Csv,
    Json,
    JsonLines,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Xls => ".xls",
            Self::Ods => ".ods",
            Self::Csv => ".csv",
            Self::Json => ".json",
            Self::JsonLines => ".jsonl",
        }
    }
}

/// The format that a file's name says.
pub(super) fn by_name(path: &Path) -> Result<Format, Diagnostic> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "xlsx" | "xlsm" => Ok(Format::Xlsx),
        "xls" => Ok(Format::Xls),
        "ods" => Ok(Format::Ods),
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "jsonl" => Ok(Format::JsonLines),
        _ => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let message = Message::new(
                format!("“{name}”不是能读的台账格式"),
                format!("`{name}` is no kind of ledger that can be read"),
            );
            let error = Diagnostic::error(Code::FormatUnknown, message).at(&Origin::file(path));
            Err(match extension.as_str() {
                "et" | "ett" | "xlsb" | "xlt" | "xltx" | "fods" | "uos" | "dbf" | "html" | "htm" => save_as(error),
                "numbers" => export(error),
                "txt" | "tsv" => error.hint(
                    "如果是用逗号或制表符分隔的表格，把扩展名改为 .csv",
                    "if it is a table with commas or tabs, rename it to .csv",
                ),
                "doc" | "docx" | "wps" | "odt" | "rtf" | "pdf" | "ofd" | "zip" | "rar" | "7z" => choose(error),
                _ => error.hint(
                    "能读 .xlsx .xls .ods .csv .json .jsonl；在 WPS 或 Excel 里“另存为”.xlsx",
                    "use .xlsx .xls .ods .csv .json or .jsonl; in WPS or Excel, save it as .xlsx",
                ),
            })
        }
    }
}

/// Checks that the bytes are what the name says, whole and not locked.
pub(super) fn check(path: &Path, format: Format, bytes: &[u8]) -> Result<(), Diagnostic> {
    let found = look(bytes).map_err(|trouble| trouble.diagnostic(path))?;
    match (format, &found) {
        (_, Found::Encrypted) => Err(encrypted(path)),
        (Format::Xlsx, Found::Xlsx)
        | (Format::Ods, Found::Ods)
        | (Format::Xls, Found::Xls)
        // A .json that is no JSON gets a message of its own, with line and column.
        | (Format::Csv | Format::Json | Format::JsonLines, Found::Text) => Ok(()),
        _ => Err(mismatch(path, format, &found)),
    }
}

/// The error for a file that is protected by a password.
pub(super) fn encrypted(path: &Path) -> Diagnostic {
    let message = Message::new("文件设有打开密码，无法读取", "the file is protected by a password");
    Diagnostic::error(Code::FileEncrypted, message)
        .at(&Origin::file(path))
        .hint(
            "在 WPS 里：文件 → 文档加密 → 密码加密，清空密码后保存；在 Excel 里：文件 → 信息 → 保护工作簿 → 用密码进行加密，清空密码后保存",
            "remove the password: in WPS File → Encrypt → Password, in Excel File → Info → Protect Workbook → Encrypt with Password; empty it and save",
        )
}

/// The error for a file that is broken.
fn damaged(path: &Path) -> Diagnostic {
    let message = Message::new("文件损坏或不完整", "the file is damaged or cut off");
    Diagnostic::error(Code::FileDamaged, message).at(&Origin::file(path)).hint(
        "在 WPS 或 Excel 里打开并另存一份；打不开时重新下载或向来件人再要一份",
        "open it in WPS or Excel and save a copy; if it does not open, get the file again",
    )
}

/// The error for a file that is too large to be a ledger.
pub(super) fn too_large(path: &Path) -> Diagnostic {
    let message = Message::new(
        "文件展开后的内容太多，不像台账，没有读取",
        "unpacked, the file holds far more than a ledger does; it was not read",
    );
    Diagnostic::error(Code::FileDamaged, message)
        .at(&Origin::file(path))
        .hint("删去图片、多余的工作表和表格外的内容，或分成几个台账；来路不明的文件不要打开", "remove pictures, spare sheets and what stands outside of the table, or split the ledger; do not open a file of unknown origin")
}

/// Is a file of this many bytes too large to be read?
pub(super) fn is_too_large(bytes: u64) -> bool {
    bytes > UNPACKED_LIMIT
}

impl Trouble {
    /// The error that it is; what a library said of it helps no clerk.
    pub(super) fn diagnostic(&self, path: &Path) -> Diagnostic {
        match self {
            Self::Damaged => damaged(path),
            Self::TooLarge => too_large(path),
        }
    }
}

fn mismatch(path: &Path, format: Format, found: &Found) -> Diagnostic {
    let (zh, en) = match found {
        Found::Xlsx => (".xlsx 工作簿", "an .xlsx workbook"),
        Found::Ods => (".ods 工作簿", "an .ods workbook"),
        Found::Xls => ("旧式 .xls 工作簿", "an old .xls workbook"),
        Found::Encrypted => ("加密文件", "an encrypted file"),
        Found::Html => ("网页（HTML）或 XML 文本", "a web page (HTML) or XML text"),
        Found::Text => ("纯文本", "plain text"),
        Found::OldWord => ("Word 文档", "a Word document"),
        Found::Other(zh, en, _) => (*zh, *en),
    };
    let named = format.extension();
    let message = Message::new(
        format!("文件名是 {named}，内容却是{zh}"),
        format!("the name says {named}, but the content is {en}"),
    );
    let error = Diagnostic::error(Code::FormatMismatch, message).at(&Origin::file(path));
    match found {
        Found::Xlsx => error.hint("把扩展名改为 .xlsx", "rename it to .xlsx"),
        Found::Ods => error.hint("把扩展名改为 .ods", "rename it to .ods"),
        Found::Xls => error.hint("把扩展名改为 .xls", "rename it to .xls"),
        Found::Text => error.hint(
            "如果是用逗号或制表符分隔的表格，把扩展名改为 .csv；如果是 JSON，改为 .json",
            "if it is a table with commas or tabs, rename it to .csv; if it is JSON, to .json",
        ),
        Found::Html | Found::Encrypted | Found::Other(_, _, Remedy::SaveAs) => save_as(error),
        Found::Other(_, _, Remedy::Export) => export(error),
        Found::Other(_, _, Remedy::Unpack) => error.hint(
            "台账可能在压缩包里：先解压，再选其中的台账",
            "the ledger may be within: unpack it, and name the ledger",
        ),
        Found::OldWord | Found::Other(_, _, Remedy::Choose) => choose(error),
    }
}

fn save_as(error: Diagnostic) -> Diagnostic {
    error.hint(
        "在 WPS 或 Excel 里打开，“另存为”类型选“Excel 工作簿（*.xlsx）”",
        "open it in WPS or Excel and save it as “Excel Workbook (*.xlsx)”",
    )
}

fn export(error: Diagnostic) -> Diagnostic {
    error.hint("在 Numbers 里打开，选“文件 → 导出为 → Excel”", "open it in Numbers and choose File → Export To → Excel")
}

fn choose(error: Diagnostic) -> Diagnostic {
    error.hint(
        "看看是不是选错了文件；台账是 .xlsx .xls .ods .csv .json .jsonl 这样的表格",
        "see whether it is the wrong file; a ledger is a table: .xlsx .xls .ods .csv .json .jsonl",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn code(name: &str, bytes: &[u8]) -> Option<Code> {
        let path = Path::new(name);
        by_name(path).and_then(|format| check(path, format, bytes)).err().map(|problem| problem.code)
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn a_name_that_lies_is_told() {
        assert_eq!(code("a.doc", b"x"), Some(Code::FormatUnknown));
        assert_eq!(code("a", b"x"), Some(Code::FormatUnknown));
        assert_eq!(code("a.xls", b"<html><table>"), Some(Code::FormatMismatch));
        assert_eq!(code("a.xls", "建议号\t标题".as_bytes()), Some(Code::FormatMismatch));
        assert_eq!(code("a.xlsx", &ole("Workbook")), Some(Code::FormatMismatch));
        assert_eq!(code("a.xls", &ole("WordDocument")), Some(Code::FormatMismatch));
        assert_eq!(code("a.csv", &ole("Workbook")), Some(Code::FormatMismatch));
        assert_eq!(code("a.json", b"%PDF-1.7"), Some(Code::FormatMismatch));
        assert_eq!(code("A.CSV", "建议号,标题".as_bytes()), None);
    }

    #[test]
    fn locked_and_broken_files_are_told() {
        assert_eq!(code("a.xlsx", &ole("EncryptedPackage")), Some(Code::FileEncrypted));
        assert_eq!(code("a.xls", &ole("EncryptedPackage")), Some(Code::FileEncrypted));
        assert_eq!(code("a.xlsx", b"PK\x03\x04cut"), Some(Code::FileDamaged));
    }

    #[test]
    fn a_file_that_fills_the_memory_is_stopped() {
        use std::io::{Cursor, Write};
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..513 {
            writer.write_all(&zeros).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(code("a.xlsx", &bytes), Some(Code::FileDamaged));
    }
}
