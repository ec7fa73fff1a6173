//! The arguments as clap reads them. Their English help is the doc comments here; the Chinese one is laid
//! over it by [`help_zh`](super::help_zh).

mod commands;
mod options;
mod signing;

pub(crate) use commands::{
    CheckCommand, CompletionsCommand, Emit, ExplainCommand, FontsAction, FontsCheckCommand, FontsCommand,
    FontsImportCommand, ManCommand, PreviewCommand, RunCommand, SchemaCommand, Shown, WorkbookCommand,
};
pub(crate) use options::{Color, Format, Language, MAX_JOBS, Options, name_pattern};
pub(crate) use signing::{AdoptCommand, SignArgs, SignCommand, VerifyCommand};

use std::any::TypeId;

use clap::builder::BoolishValueParser;
use clap::{Arg, CommandFactory, Parser, Subcommand};
use dafu::diag::Lang;

use super::guarded::GuardedCommand;
use super::help_zh;
use super::issue::IssueCommand;
use super::merge::MergeCommand;
use super::pack::PackCommand;
use super::status::StatusCommand;
use super::template::TemplateCommand;
use super::trial::TryCommand;
use super::watch::WatchCommand;
use super::worker::WorkerCommand;

/// Official Chinese reply letters from a ledger: checked, typeset, ready for the archive
///
/// `dafu LEDGER…` alone is `dafu run LEDGER…`.
///
/// Exit status: 0 everything was done; 1 something is wrong with some letters, the others were made;
/// 2 the run could not start or go on.
#[derive(Debug, Parser)]
#[command(name = "dafu", version)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What dafu can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks everything, then makes the letters that are right
    Run(RunCommand),
    /// Shows every problem of every letter in one pass; makes no letters
    Check(CheckCommand),
    /// Shows how each letter stands, one line a letter, what is due first on top
    Status(StatusCommand),
    /// Signs PDFs that dafu made before
    Sign(SignCommand),
    /// Takes in letters that were stamped or signed elsewhere
    Adopt(AdoptCommand),
    /// Marks letters as sent, so that no run changes them unasked
    Issue(IssueCommand),
    /// Joins the folders of all shares of a run
    Merge(MergeCommand),
    /// Packs the finished letters for the archive
    Pack(PackCommand),
    /// Verifies signed letters, runs or packages: one line a check
    Verify(VerifyCommand),
    /// Shows one letter, or the profile's sample, as pictures, PDF or Typst source
    Preview(PreviewCommand),
    /// Serves the live page of letters, for those who keep the templates
    Watch(WatchCommand),
    /// Makes, checks, tests and hands on packs of templates
    Template(TemplateCommand),
    /// Makes letters for another process of dafu
    #[command(hide = true)]
    TypesetWorker(WorkerCommand),
    /// Writes an empty ledger: headings with notes, drop-downs, an example, a sheet of settings
    Workbook(WorkbookCommand),
    /// Writes the JSON Schema of a profile's letters
    Schema(SchemaCommand),
    /// Lists the fonts by role, with coverage and licence
    Fonts(FontsCommand),
    /// Says what a problem means, with an example and what to do; without a code lists them all
    Explain(ExplainCommand),
    /// Writes completions for a shell to standard output
    Completions(CompletionsCommand),
    /// Writes man pages into a folder
    Man(ManCommand),
    /// Runs another command with limited memory
    #[command(hide = true)]
    Guarded(GuardedCommand),
    /// Makes one letter of a run and throws it away
    #[command(hide = true)]
    Try(TryCommand),
}

/// The whole command line, with its help in `lang`.
pub(crate) fn command(lang: Lang) -> clap::Command {
    let command = shape(Cli::command()).disable_help_subcommand(true);
    match lang {
        Lang::Zh => help_zh::translate(command),
        Lang::En => command,
    }
}

/// What holds for all arguments of all commands.
fn shape(command: clap::Command) -> clap::Command {
    let argument = |arg: Arg| {
        // The values of variables may be nobody else's business when a screen is shared.
        let arg = arg.hide_env_values(true);
        if arg.get_value_parser().type_id() != TypeId::of::<bool>() {
            return arg;
        }
        // A switch may be turned off again, against its variable or a configuration file: `--strict=false`.
        arg.num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_parser(BoolishValueParser::new())
            .value_name("true|false")
            .hide_possible_values(true)
    };
    command.mut_args(argument).mut_subcommands(shape)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::FromArgMatches;

    use super::*;

    fn options(words: &str) -> Options {
        let words = format!("dafu check x.xlsx {words}");
        let matches = command(Lang::En).try_get_matches_from(words.split_whitespace()).unwrap();
        match Cli::from_arg_matches(&matches).unwrap().command {
            Command::Check(command) => command.options,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definition_is_sound_in_both_languages() {
        command(Lang::En).debug_assert();
        command(Lang::Zh).debug_assert();
    }

    #[test]
    fn switches_stand_alone_in_a_row_or_with_a_value() {
        assert_eq!(options("").strict, None);
        assert_eq!(options("--strict").strict, Some(true));
        assert_eq!(options("--strict=false").strict, Some(false));
        let both = options("-qj2");
        assert_eq!((both.quiet, both.jobs), (Some(true), Some(2)));
    }

    #[test]
    fn a_switch_does_not_swallow_the_ledger_behind_it() {
        let matches = command(Lang::En).try_get_matches_from(["dafu", "check", "--strict", "-v", "x.xlsx"]).unwrap();
        let Command::Check(check) = Cli::from_arg_matches(&matches).unwrap().command else {
            panic!("not a check");
        };
        assert_eq!(check.ledgers, [PathBuf::from("x.xlsx")]);
    }

    #[test]
    fn every_option_has_a_variable() {
        for sub in command(Lang::En).get_subcommands() {
            for arg in sub.get_opts() {
                let name = arg.get_id().as_str();
                let expected = format!("DAFU_{}", name.to_uppercase());
                let variable = arg.get_env().map(|env| env.to_string_lossy().into_owned());
                assert_eq!(variable, Some(expected), "{} {name}", sub.get_name());
            }
        }
    }

    #[test]
    fn an_upper_layer_hides_a_lower_one_option_by_option() {
        let upper = options("--profile huangshan -v");
        let lower = options("--profile standard --sheet 答复 -q");
        let both = upper.or(lower);
        assert_eq!(both.profile.as_deref(), Some("huangshan"));
        assert_eq!(both.sheet.as_deref(), Some("答复"));
        assert_eq!((both.quiet, both.verbose), (None, Some(true)));
    }
}
