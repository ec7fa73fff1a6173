//! The command line: arguments become library calls, results become text or JSON and an exit status.
//!
//! A subcommand is a file. Printing is in [`report`] only; clock, environment and exit are in
//! [`system`] only.

mod adopt;
mod annotate;
mod args;
mod beside;
mod check;
mod companions;
mod completions;
mod config;
mod config_archive;
mod config_lint;
mod config_value;
mod explain;
mod facts;
mod fonts;
mod guarded;
mod help_zh;
mod interrupt;
mod invocation;
mod issue;
mod items;
mod json;
mod language;
mod ledgers;
mod man;
mod merge;
mod new_file;
mod of_profile;
mod only;
mod out_dir;
mod overview;
mod pack;
mod pin;
mod places;
mod prepare;
mod preview;
mod print_set;
mod progress;
mod reissue;
mod report;
mod rows;
mod run;
mod schema;
mod select;
mod session;
mod sign;
mod signing;
mod sink;
mod stage;
mod status;
mod summary;
mod system;
mod template;
mod text;
mod trial;
mod verify;
mod verify_again;
mod verify_report;
mod watch;
mod workbook;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use dafu::diag::{Code, Diagnostic, Lang, Message};

use args::{Cli, Command, Options};
use report::Reporter;

/// How a command ended; the contract fixes the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Everything asked for was done, warnings or not.
    Done,
    /// Something is wrong with some letters; the others were made.
    Errors,
    /// The run could not start or go on.
    Stopped,
}

impl Status {
    /// The number that the calling program sees.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Errors => 1,
            Self::Stopped => 2,
        }
    }
}

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    system::quiet_where_guarded();
    let words = system::arguments();
    let lang = language::guess(&words, &system::variable, &system::locale);
    let status = match parse(&words, lang) {
        Ok(cli) => execute(cli.command, lang),
        Err(err) => usage(&err, &words, lang),
    };
    ExitCode::from(status.number())
}

fn parse(words: &[OsString], lang: Lang) -> Result<Cli, clap::Error> {
    let command = args::command(lang);
    let words = invocation::arrange(&command, words);
    Cli::from_arg_matches(&command.try_get_matches_from(words)?)
}

fn execute(command: Command, lang: Lang) -> Status {
    match command {
        Command::Run(command) => run::run(command, lang),
        Command::Check(command) => check::check(command, lang),
        Command::Status(command) => status::status(command, lang),
        Command::Issue(command) => issue::issue(&command, lang),
        Command::Guarded(command) => guarded::guarded(command, lang),
        Command::Try(command) => trial::try_letter(&command, lang),
        Command::Adopt(command) => adopt::adopt(&command, lang),
        Command::Merge(command) => merge::merge(&command, lang),
        Command::Sign(command) => sign::sign(&command, lang),
        Command::Pack(command) => pack::pack(&command, lang),
        Command::Verify(command) => verify::verify(&command, lang),
        Command::Preview(command) => preview::preview(command, lang),
        Command::Watch(command) => watch::watch(command, lang),
        Command::Template(command) => template::template(command, lang),
        Command::TypesetWorker(command) => worker::work(command),
        Command::Workbook(command) => workbook::workbook(&command, lang),
        Command::Schema(command) => schema::schema(&command, lang),
        Command::Fonts(command) => fonts::fonts(command, lang),
        Command::Explain(command) => explain::explain(&command, lang),
        Command::Completions(command) => completions::completions(&command, lang),
        Command::Man(command) => man::man(&command, lang),
    }
}

/// Shows help, the version, or what is wrong with the arguments; the last is a diagnostic too.
fn usage(err: &clap::Error, words: &[OsString], lang: Lang) -> Status {
    // There is nobody left to tell if this fails.
    let _ = err.print();
    if err.exit_code() == 0 {
        return Status::Done;
    }
    if language::asks_for_json(words, &system::variable) {
        let text = err.render().to_string();
        let first = text.lines().next().unwrap_or_default();
        let reason = first.strip_prefix("error: ").unwrap_or(first);
        let problem = Diagnostic::error(Code::OptionInvalid, Message::new(format!("命令写得不对：{reason}"), reason));
        let mut reporter = Reporter::of(&Options::json(), lang);
        reporter.machine_only(&problem);
        return reporter.end(Status::Stopped);
    }
    Status::Stopped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_the_numbers_of_the_contract() {
        let numbers = [Status::Done, Status::Errors, Status::Stopped].map(Status::number);
        assert_eq!(numbers, [0, 1, 2]);
    }

    #[test]
    fn the_worse_status_wins() {
        assert_eq!(Status::Done.max(Status::Errors), Status::Errors);
        assert_eq!(Status::Stopped.max(Status::Errors), Status::Stopped);
    }

    #[test]
    fn wrong_arguments_are_refused_with_the_status_of_a_run_that_could_not_start() {
        for words in [
            &["dafu", "run"][..],
            &["dafu", "run", "x.xlsx", "--nope"],
            &["dafu", "run", "x.xlsx", "-j", "0"],
            &["dafu", "check", "x.xlsx", "--format", "xml"],
        ] {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            let err = parse(&words, Lang::En).unwrap_err();
            assert_eq!(err.exit_code(), 2, "{words:?}");
        }
    }
}
