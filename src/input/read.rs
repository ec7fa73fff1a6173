//! Opening a ledger: the file's troubles, then its format.

use std::path::Path;

use super::book::Book;
use super::sniff::{self, Format};
use super::{delimited, json, text, workbook};
use crate::diag::{Checked, Code, Diagnostic, Message, Origin};

/// Reads the file, whatever it is.
pub(super) fn open(path: &Path) -> Checked<Book> {
    if is_lock_file(path) {
        return Checked::failed(vec![lock_file_given(path)]);
    }
    let mut findings = lock_beside(path).into_iter().collect::<Vec<_>>();
    let value = match load(path) {
        Ok(bytes) => of_bytes(path, &bytes).take(&mut findings),
        Err(problem) => {
            findings.push(problem);
            None
        }
    };
    Checked { value, findings }
}

/// Reads what a file of that name holds.
pub(super) fn of_bytes(path: &Path, bytes: &[u8]) -> Checked<Book> {
    let format = sniff::by_name(path).and_then(|format| {
        not_blank(path, bytes)?;
        sniff::check(path, format, bytes)?;
        Ok(format)
    });
    format.and_then(|format| parse(path, format, bytes)).unwrap_or_else(|problem| Checked::failed(vec![problem]))
}

fn load(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let metadata = std::fs::metadata(path).map_err(|err| unreadable(path, &err))?;
    if metadata.is_dir() {
        let message = Message::new("这是文件夹，不是台账", "this is a folder, not a ledger");
        return Err(Diagnostic::error(Code::Io, message)
            .at(&Origin::file(path))
            .hint("写出文件夹里台账文件的名字", "name the ledger within the folder"));
    }
    // A file that is of no use is not worth its reading.
    sniff::by_name(path)?;
    if sniff::is_too_large(metadata.len()) {
        return Err(sniff::too_large(path));
    }
    std::fs::read(path).map_err(|err| unreadable(path, &err))
}

fn not_blank(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if !bare.trim_ascii().is_empty() {
        return Ok(());
    }
    let message = Message::new("文件是空的", "the file is empty");
    Err(Diagnostic::error(Code::FileEmpty, message).at(&Origin::file(path)).hint(
        "文件可能没有保存好或没有下载完；重新保存或再取一份",
        "it may not have been saved or fetched completely; save or get it again",
    ))
}

fn parse(path: &Path, format: Format, bytes: &[u8]) -> Result<Checked<Book>, Diagnostic> {
    let file = path.into();
    match format {
        Format::Xlsx | Format::Xls | Format::Ods => {
            let sheets = workbook::sheets(path, format, bytes)?;
            let mut book = super::settings::split_off(file, sheets);
            if format == Format::Xls {
                book.findings.insert(0, old_format(path));
            }
            Ok(book)
        }
        Format::Csv => {
            let text = text::decode(bytes).ok_or_else(|| encoding_unknown(path))?;
            let mut findings = Vec::new();
            let sheet = delimited::sheet(path, &text, &mut findings);
            let mut book = super::settings::split_off(file, vec![sheet]);
            findings.append(&mut book.findings);
            Ok(Checked { value: book.value, findings })
        }
        Format::Json | Format::JsonLines => {
            let text = text::decode(bytes).ok_or_else(|| encoding_unknown(path))?;
            Ok(if format == Format::Json { json::whole(file, &text) } else { json::lines(file, text) })
        }
    }
}

fn unreadable(path: &Path, err: &std::io::Error) -> Diagnostic {
    let problem = Diagnostic::io(path, err);
    match err.kind() {
        std::io::ErrorKind::NotFound => {
            problem.hint("没有这个文件；检查路径和文件名", "there is no such file; check the path and the name")
        }
        std::io::ErrorKind::PermissionDenied => problem.hint(
            "没有读取权限；把文件复制到自己的文件夹再试",
            "reading it is not permitted; copy it to a folder of your own",
        ),
        _ => problem.hint(
            "关闭正在使用它的程序，或把文件复制到本机再试",
            "close the program that uses it, or copy the file to this machine",
        ),
    }
}

/// What cannot be seen in a `.xls`.
fn old_format(path: &Path) -> Diagnostic {
    let message = Message::new(
        "这是旧格式 .xls：看不出哪些行列是隐藏的、哪些字是划掉的，也看不到 000、0% 等显示格式",
        "this is an old .xls: hidden rows and columns, struck-out text and formats such as 000 or 0% cannot be seen in it",
    );
    Diagnostic::note(Code::FormatOld, message).at(&Origin::file(path)).hint("另存为 .xlsx 再用", "save it as .xlsx")
}

fn encoding_unknown(path: &Path) -> Diagnostic {
    let message = Message::new("文字编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030");
    Diagnostic::error(Code::EncodingUnknown, message)
        .at(&Origin::file(path))
        .hint("另存为 UTF-8 编码的文件", "save it as UTF-8")
}

/// What office programs put before the name of an open workbook, and after it.
const LOCKS: &[(&str, &str)] = &[("~$", ""), (".~lock.", "#"), (".~", "")];

/// Is it such a file?
pub(super) fn is_lock_file(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    LOCKS.iter().any(|(before, _)| name.starts_with(before))
}

/// Is a file open in a program?
pub(super) fn has_lock_beside(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    LOCKS.iter().any(|(before, after)| path.with_file_name(format!("{before}{name}{after}")).exists())
}

fn lock_beside(path: &Path) -> Option<Diagnostic> {
    if !has_lock_beside(path) {
        return None;
    }
    let message = Message::new(
        "台账正在别的程序里打开，未保存的修改读不到",
        "the ledger is open in a program; changes not saved there are not seen",
    );
    Some(
        Diagnostic::warning(Code::FileOpenElsewhere, message)
            .at(&Origin::file(path))
            .hint("先保存并关闭台账，再运行一次", "save and close the ledger, then run again"),
    )
}

fn lock_file_given(path: &Path) -> Diagnostic {
    let message =
        Message::new("这是打开着的台账的临时锁文件，不是台账", "this is the lock file of an open ledger, not a ledger");
    Diagnostic::warning(Code::FileOpenElsewhere, message)
        .at(&Origin::file(path))
        .hint("先保存并关闭台账，再运行一次", "save and close the ledger, then run again")
}
