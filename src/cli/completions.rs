//! `dafu completions`.

use dafu::diag::Lang;

use super::Status;
use super::args::{self, CompletionsCommand, Options};
use super::report::Reporter;

/// Writes completions for a shell to standard output.
pub(crate) fn completions(command: &CompletionsCommand, lang: Lang) -> Status {
    let lang = command.lang.map_or(lang, Lang::from);
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut args::command(lang), "dafu", &mut script);
    let mut reporter = Reporter::of(&Options::default(), lang);
    reporter.raw(&script);
    reporter.end(Status::Done)
}
