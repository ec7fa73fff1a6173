//! `dafu fonts --specimen`.

use std::path::Path;

use dafu::diag::{Code, Diagnostic, Lang, Message};
use dafu::fonts::Faces;
use dafu::specimen::{self, Picture};

use super::super::args::Options;
use super::super::session::Session;
use super::super::{Status, new_file};

/// Writes a page that shows the fonts of every role.
pub(super) fn specimen(file: &Path, force: bool, options: &Options, lang: Lang) -> Status {
    let mut session = match Session::with_templates(options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let written = kind(file).and_then(|kind| {
        new_file::refuse_existing(file, force)?;
        let faces = Faces::open(&session.fonts)?;
        let bytes = specimen::specimen(&session.templates, &faces, kind)?;
        new_file::write(file, &bytes, force)
    });
    match written {
        Ok(()) => {
            let shown = file.display();
            session.reporter.say(&Message::new(format!("字样已写到 {shown}"), format!("specimen written to {shown}")));
            session.reporter.end(Status::Done)
        }
        Err(problems) => session.stop(&problems),
    }
}

fn kind(file: &Path) -> Result<Picture, Vec<Diagnostic>> {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("pdf") => Ok(Picture::Pdf),
        Some("png") => Ok(Picture::Png),
        _ => {
            let shown = file.display();
            let message = Message::new(
                format!("字样的文件名应当以 .pdf 或 .png 结尾，而不是“{shown}”"),
                format!("a specimen's name ends in .pdf or .png, not `{shown}`"),
            );
            Err(vec![Diagnostic::error(Code::OptionInvalid, message)])
        }
    }
}
