//! `dafu adopt`.

use dafu::archive::{self, Adopted};
use dafu::diag::{Lang, Message};

use super::args::AdoptCommand;
use super::json;
use super::report::Reporter;
use super::{Status, issue, system};

/// Takes files in, each beside its letter.
pub(crate) fn adopt(command: &AdoptCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let mut outbox = match issue::open(&command.run_dir) {
        Ok(outbox) => outbox,
        Err(problems) => {
            reporter.findings(&problems);
            return reporter.end(Status::Stopped);
        }
    };
    let mut status = Status::Done;
    for file in &command.files {
        match outbox.adopt(file, &system::now()) {
            Ok(adopted) => {
                tell(&mut reporter, &file.display().to_string(), &adopted);
                if adopted.unread {
                    let counts = reporter.findings(&[archive::unread(file)]);
                    status = status.max(counts.status(command.options.strict.unwrap_or(false)));
                }
            }
            Err(problems) => {
                reporter.findings(&problems);
                status = Status::Errors;
            }
        }
    }
    reporter.end(status)
}

fn tell(reporter: &mut Reporter, file: &str, adopted: &Adopted) {
    reporter.machine_line(&json::Line::Letter(json::Letter {
        id: Some(&adopted.id),
        number: &adopted.number,
        status: "adopted",
        path: Some(&adopted.path),
        bytes: Some(adopted.bytes),
        sha256: Some(&adopted.sha256),
        ..json::Letter::default()
    }));
    let path = &adopted.path;
    let (zh, en) = if adopted.same_text {
        ("页面文字相同", "its pages say the same")
    } else if adopted.unread {
        ("没有核对文字", "its text was not compared")
    } else {
        ("没有文字可以核对", "it has no text to compare")
    };
    reporter
        .say(&Message::new(format!("已收入 {file}，存为 {path}（{zh}）"), format!("adopted {file} as {path} ({en})")));
}
