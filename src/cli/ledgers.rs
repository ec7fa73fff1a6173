//! The ledgers among the arguments.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use dafu::diag::{Code, Diagnostic, Message};
use dafu::input;

/// The ledgers, without the lock files of open workbooks among them (`*` on the command line matches those
/// too), and a warning for each of these.
pub(crate) fn sort_out(arguments: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let (locks, ledgers): (Vec<PathBuf>, Vec<PathBuf>) = arguments.into_iter().partition(|path| is_lock(path));
    // Reading knows what to say of a lock file.
    let mut findings: Vec<Diagnostic> = locks.iter().flat_map(|lock| input::open(lock).findings).collect();
    if ledgers.is_empty() {
        findings.push(none_left());
    }
    (ledgers, findings)
}

/// Excel and WPS write `~$x.xlsx` or `.~x.xlsx`, LibreOffice `.~lock.x.ods#`.
fn is_lock(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.starts_with("~$") || name.starts_with(".~")
}

fn none_left() -> Diagnostic {
    let message = Message::new("没有给出台账", "no ledger was given");
    Diagnostic::error(Code::OptionInvalid, message)
        .hint("写上台账的文件名，如 dafu run 台账.xlsx", "name a ledger, such as dafu run ledger.xlsx")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_are_told_by_their_names() {
        for (name, expected) in
            [("~$x.xlsx", true), ("d/.~lock.y.ods#", true), (".~x.xlsx", true), ("d/x.xlsx", false), ("~x.xlsx", false)]
        {
            assert_eq!(is_lock(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn no_ledger_at_all_is_an_error() {
        let (_, findings) = sort_out(Vec::new());
        assert!(findings.iter().any(Diagnostic::is_error));
    }
}
