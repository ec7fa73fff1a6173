//! `dafu schema`.

use std::path::Path;

use dafu::diag::{Lang, Message};
use dafu::schema;

use super::args::SchemaCommand;
use super::{Status, new_file, of_profile};

/// Writes the JSON Schema of a profile's letters to standard output or a file.
pub(crate) fn schema(command: &SchemaCommand, lang: Lang) -> Status {
    let beside = command.out.as_deref().unwrap_or(Path::new("."));
    let (mut reporter, profile) = match of_profile::open(&command.options, beside, lang) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    let text = format!("{:#}\n", schema::schema(&profile));
    let Some(path) = &command.out else {
        reporter.raw(text.as_bytes());
        return reporter.end(Status::Done);
    };
    match new_file::write(path, text.as_bytes(), command.force.unwrap_or(false)) {
        Ok(()) => {
            let (shown, name) = (path.display(), &profile.name);
            reporter.say(&Message::new(
                format!("规则 {name} 的 JSON Schema 已写到 {shown}"),
                format!("JSON Schema of profile {name} written to {shown}"),
            ));
            reporter.end(Status::Done)
        }
        Err(problems) => {
            reporter.findings(&problems);
            reporter.end(Status::Stopped)
        }
    }
}
