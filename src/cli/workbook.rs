//! `dafu workbook`.

use std::path::Path;

use dafu::diag::{Lang, Message};
use dafu::workbook;

use super::args::WorkbookCommand;
use super::{Status, new_file, of_profile};

/// The workbook where none is named.
const USUAL: &str = "答复台账.xlsx";

/// Writes an empty ledger.
pub(crate) fn workbook(command: &WorkbookCommand, lang: Lang) -> Status {
    let path = command.out.as_deref().unwrap_or(Path::new(USUAL));
    let (mut reporter, profile) = match of_profile::open(&command.options, path, lang) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    let written = new_file::refuse_other_than_xlsx(path)
        .and_then(|()| workbook::blank(&profile))
        .and_then(|bytes| new_file::write(path, &bytes, command.force.unwrap_or(false)));
    match written {
        Ok(()) => {
            let (shown, name) = (path.display(), &profile.name);
            reporter.say(&Message::new(
                format!("空台账已写到 {shown}（规则 {name}）；填好后运行 dafu check {shown}"),
                format!("empty ledger for profile {name} written to {shown}; fill it in, then run dafu check {shown}"),
            ));
            reporter.end(Status::Done)
        }
        Err(problems) => {
            reporter.findings(&problems);
            reporter.end(Status::Stopped)
        }
    }
}
