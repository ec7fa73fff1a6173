//! `dafu man`.

use std::path::Path;

use dafu::diag::{Diagnostic, Lang, Message};

use super::Status;
use super::args::{self, ManCommand, Options};
use super::report::Reporter;

/// Writes a man page for dafu and one for each command into a folder.
pub(crate) fn man(command: &ManCommand, lang: Lang) -> Status {
    let lang = command.lang.map_or(lang, Lang::from);
    let mut reporter = Reporter::of(&Options::default(), lang);
    let status = match write(&command.dir, lang) {
        Ok(()) => {
            let dir = command.dir.display();
            reporter.say(&Message::new(format!("手册页已写到 {dir}"), format!("man pages written to {dir}")));
            Status::Done
        }
        Err(err) => {
            reporter.findings(&[Diagnostic::io(&command.dir, &err)]);
            Status::Stopped
        }
    };
    reporter.end(status)
}

fn write(dir: &Path, lang: Lang) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    clap_mangen::generate_to(args::command(lang), dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let dir = tempfile::tempdir().unwrap();
        write(&dir.path().join("man"), Lang::Zh).unwrap();
        for page in ["dafu", "dafu-run", "dafu-check", "dafu-fonts", "dafu-fonts-check"] {
            let file = dir.path().join("man").join(format!("{page}.1"));
            assert!(file.exists(), "{page}");
        }
    }
}
