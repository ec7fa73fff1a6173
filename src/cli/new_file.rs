//! Writing one file that the user named: whole or not at all, and never over another one unasked.

use std::path::Path;

use dafu::archive;
use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};

/// Writes the file.
pub(crate) fn write(path: &Path, bytes: &[u8], force: bool) -> Outcome<()> {
    refuse_existing(path, force)?;
    archive::write_whole(path, bytes)
}

/// The problem if the file is there and may not be replaced. Asked before much is done for nothing.
pub(crate) fn refuse_existing(path: &Path, force: bool) -> Outcome<()> {
    // A link that leads nowhere is there too.
    if force || path.symlink_metadata().is_err() {
        return Ok(());
    }
    let message = Message::new("这个文件已经存在，没有改动", "this file is there already and was left as it is");
    Err(vec![
        Diagnostic::error(Code::OutputExists, message)
            .at(&Origin::file(path))
            .hint("换一个文件名；确实要替换它时加 --force", "give another name, or add --force to replace it"),
    ])
}

/// The problem if a workbook has a name that programs would open as something else.
pub(crate) fn refuse_other_than_xlsx(path: &Path) -> Outcome<()> {
    let is_xlsx = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if is_xlsx {
        return Ok(());
    }
    let shown = path.display();
    let message = Message::new(
        format!("工作簿的文件名应当以 .xlsx 结尾，而不是“{shown}”"),
        format!("a workbook's name ends in .xlsx, not `{shown}`"),
    );
    Err(vec![Diagnostic::error(Code::OptionInvalid, message).hint(
        format!("写成 {}", path.with_extension("xlsx").display()),
        format!("write {}", path.with_extension("xlsx").display()),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_that_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.xlsx");
        write(&path, b"one", false).unwrap();
        let problems = write(&path, b"two", false).unwrap_err();
        assert_eq!(problems[0].code, Code::OutputExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write(&path, b"two", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn a_workbook_is_named_as_one() {
        for (name, fine) in [("x.xlsx", true), ("x.XLSX", true), ("x.xls", false), ("x", false), ("x.json", false)] {
            assert_eq!(refuse_other_than_xlsx(Path::new(name)).is_ok(), fine, "{name}");
        }
    }
}
