//! The arguments as clap reads them. Their English help is the doc comments here; the Chinese one is laid
//! over it by [`help_zh`](super::help_zh).

use std::any::TypeId;
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Arg, Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use dafu::diag::Lang;
use dafu::letter::NAME_PARTS;
use dafu::profile::Pattern;

use super::help_zh;
use super::only::Only;

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
    /// Shows one letter, or the profile's sample, as pictures, PDF or Typst source
    Preview(PreviewCommand),
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
}

/// Arguments of `dafu run`.
#[derive(Debug, Args)]
pub(crate) struct RunCommand {
    /// Ledgers: .xlsx, .xls, .ods, .csv, .json or .jsonl
    #[arg(value_name = "LEDGER", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) ledgers: Vec<PathBuf>,
    /// Folder for what is made [default: out/<ledger name>]
    ///
    /// With one ledger it is the run's folder itself; with several each has its own below it.
    #[arg(short, long, value_name = "DIR", env = "DAFU_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Tell of each letter its pages, lines, signature, places of seals and 版记
    #[arg(long, env = "DAFU_FACTS")]
    pub(crate) facts: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu check`.
#[derive(Debug, Args)]
pub(crate) struct CheckCommand {
    /// Ledgers: .xlsx, .xls, .ods, .csv, .json or .jsonl
    #[arg(value_name = "LEDGER", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) ledgers: Vec<PathBuf>,
    /// Write a copy of the ledger with every problem cell coloured and commented, and a list of the problems
    #[arg(long, value_name = "FILE.xlsx", env = "DAFU_ANNOTATE", value_hint = ValueHint::FilePath)]
    pub(crate) annotate: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu preview`.
#[derive(Debug, Args)]
pub(crate) struct PreviewCommand {
    /// A ledger, of which the first letter is shown, or those of --only [default: the profile's sample]
    #[arg(value_name = "LEDGER", value_hint = ValueHint::FilePath)]
    pub(crate) ledger: Option<PathBuf>,
    /// What to write: a picture a page, the PDF, or the filled Typst source [default: png]
    #[arg(long, env = "DAFU_EMIT")]
    pub(crate) emit: Option<Emit>,
    /// Folder for what is shown [default: preview]
    #[arg(id = "preview_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_PREVIEW_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// What a preview is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emit {
    /// The PDF.
    Pdf,
    /// A picture of each page.
    Png,
    /// The filled Typst source.
    Typ,
}

/// Arguments of `dafu workbook`.
#[derive(Debug, Args)]
pub(crate) struct WorkbookCommand {
    /// The workbook [default: 答复台账.xlsx]
    #[arg(id = "workbook_out", short = 'o', long = "out", value_name = "FILE.xlsx", env = "DAFU_WORKBOOK_OUT", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaCommand {
    /// The file to write [default: standard output]
    #[arg(id = "schema_out", short = 'o', long = "out", value_name = "FILE.json", env = "DAFU_SCHEMA_OUT", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu fonts check`.
#[derive(Debug, Args)]
pub(crate) struct FontsCheckCommand {
    /// Ledgers: .xlsx, .xls, .ods, .csv, .json or .jsonl
    #[arg(value_name = "LEDGER", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) ledgers: Vec<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu fonts`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct FontsCommand {
    /// What to do with the fonts; listing them when left out.
    #[command(subcommand)]
    pub(crate) action: Option<FontsAction>,
    /// Write a page that shows every role's fonts, as PDF or PNG
    #[arg(long, value_name = "FILE.pdf|FILE.png", env = "DAFU_SPECIMEN", value_hint = ValueHint::FilePath)]
    pub(crate) specimen: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// What `dafu fonts` can do beside listing.
#[derive(Debug, Subcommand)]
pub(crate) enum FontsAction {
    /// Names the characters of a ledger's letters that none of the fonts draws
    Check(FontsCheckCommand),
    /// Takes in the faces that a department is licensed for, from a folder such as Windows' own
    Import(FontsImportCommand),
}

/// Arguments of `dafu fonts import`.
#[derive(Debug, Args)]
pub(crate) struct FontsImportCommand {
    /// Folder to look through, with those below it, such as C:\Windows\Fonts
    #[arg(id = "fonts_from", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) from: PathBuf,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainCommand {
    /// Codes of problems, such as date-impossible [default: all, a line each]
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// Text for people, or one JSON object a line for programs [default: text]
    #[arg(long, env = "DAFU_FORMAT")]
    pub(crate) format: Option<Format>,
    /// Language of help and messages [default: that of the system]
    #[arg(long, env = "DAFU_LANG")]
    pub(crate) lang: Option<Language>,
}

/// Arguments of `dafu completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsCommand {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
    /// Language of help and messages [default: that of the system]
    #[arg(long, env = "DAFU_LANG")]
    pub(crate) lang: Option<Language>,
}

/// Arguments of `dafu man`.
#[derive(Debug, Args)]
pub(crate) struct ManCommand {
    /// Folder for the pages; made if it is not there
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
    /// Language of help and messages [default: that of the system]
    #[arg(long, env = "DAFU_LANG")]
    pub(crate) lang: Option<Language>,
}

/// The options that mean the same everywhere. One layer of them comes from the command line with its
/// variables, further ones from configuration files; [`Options::or`] lays one over the other.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct Options {
    /// Profile that says how the letters of a place look and read; a wrong name lists all [default: standard]
    #[arg(long, value_name = "NAME", env = "DAFU_PROFILE")]
    pub(crate) profile: Option<String>,
    /// Folder of templates [default: ./templates, then beside the program]
    #[arg(long, value_name = "DIR", env = "DAFU_TEMPLATES", value_hint = ValueHint::DirPath)]
    pub(crate) templates: Option<PathBuf>,
    /// Folder of fonts [default: ./fonts, then beside the program]
    #[arg(long, value_name = "DIR", env = "DAFU_FONTS", value_hint = ValueHint::DirPath)]
    pub(crate) fonts: Option<PathBuf>,
    /// Read only this sheet of a workbook
    #[arg(long, value_name = "NAME", env = "DAFU_SHEET")]
    pub(crate) sheet: Option<String>,
    /// Only these letters: 153,160-165 or 提案:21 or a proposer's name
    #[arg(long, value_name = "NUMBERS", env = "DAFU_ONLY")]
    pub(crate) only: Option<Only>,
    /// Names of the files, such as {matter}_{number} [default: {number}_{proposer}]
    #[arg(long, value_name = "PATTERN", env = "DAFU_NAME", value_parser = name_pattern)]
    pub(crate) name: Option<Pattern>,
    /// How many letters to make at once [default: one a processor]
    #[arg(short, long, value_name = "N", env = "DAFU_JOBS", value_parser = clap::value_parser!(u16).range(1..=MAX_JOBS))]
    pub(crate) jobs: Option<u16>,
    /// Text for people, or one JSON object a line for programs [default: text]
    #[arg(long, env = "DAFU_FORMAT")]
    pub(crate) format: Option<Format>,
    /// Language of help and messages [default: that of the system]
    #[arg(long, env = "DAFU_LANG")]
    pub(crate) lang: Option<Language>,
    /// Show nothing but errors
    #[arg(short, long, env = "DAFU_QUIET")]
    pub(crate) quiet: Option<bool>,
    /// Show notes too, and every letter that was kept
    #[arg(short, long, env = "DAFU_VERBOSE")]
    pub(crate) verbose: Option<bool>,
    /// Colours [default: auto, on a terminal]
    #[arg(long, env = "DAFU_COLOR")]
    pub(crate) color: Option<Color>,
    /// Count warnings as errors: a letter with one is not made
    #[arg(long, env = "DAFU_STRICT")]
    pub(crate) strict: Option<bool>,
    /// Leave hidden rows out
    #[arg(long, env = "DAFU_SKIP_HIDDEN")]
    pub(crate) skip_hidden: Option<bool>,
    /// Folder with the letters' texts (.docx, .txt, .md), found by number, matter and proposer in their names
    #[arg(long, value_name = "DIR", env = "DAFU_BODIES", value_hint = ValueHint::DirPath)]
    pub(crate) bodies: Option<PathBuf>,
    /// Read files that a ledger names outside of its own folder
    #[arg(long, env = "DAFU_ALLOW_OUTSIDE")]
    pub(crate) allow_outside: Option<bool>,
    /// Accept letters that are marked as classified
    #[arg(long, env = "DAFU_ALLOW_CLASSIFIED")]
    pub(crate) allow_classified: Option<bool>,
}

/// A pattern of file names; the failure names what may stand in braces.
pub(crate) fn name_pattern(text: &str) -> Result<Pattern, String> {
    let known = || NAME_PARTS.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
    Pattern::parse(text, NAME_PARTS).map_err(|name| format!("`{{{name}}}` is not known; known are {}", known()))
}

/// More threads than this bring nothing and cost memory.
pub(crate) const MAX_JOBS: i64 = 256;

impl Options {
    /// These options, and `lower` where they say nothing.
    #[must_use]
    pub(crate) fn or(self, lower: Self) -> Self {
        // `-v` on the command line is meant against `quiet` in a file, and the other way round.
        let loudness = self.quiet.is_some() || self.verbose.is_some();
        Self {
            profile: self.profile.or(lower.profile),
            templates: self.templates.or(lower.templates),
            fonts: self.fonts.or(lower.fonts),
            sheet: self.sheet.or(lower.sheet),
            only: self.only.or(lower.only),
            name: self.name.or(lower.name),
            jobs: self.jobs.or(lower.jobs),
            format: self.format.or(lower.format),
            lang: self.lang.or(lower.lang),
            quiet: if loudness { self.quiet } else { lower.quiet },
            verbose: if loudness { self.verbose } else { lower.verbose },
            color: self.color.or(lower.color),
            strict: self.strict.or(lower.strict),
            skip_hidden: self.skip_hidden.or(lower.skip_hidden),
            bodies: self.bodies.or(lower.bodies),
            allow_outside: self.allow_outside.or(lower.allow_outside),
            allow_classified: self.allow_classified.or(lower.allow_classified),
        }
    }

    /// Nothing but `--format json`.
    pub(crate) fn json() -> Self {
        Self { format: Some(Format::Json), ..Self::default() }
    }
}

/// For whom the output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that can show them.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
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
