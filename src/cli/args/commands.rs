//! The arguments of each command.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use dafu::shard::Share;

use super::super::companions::Companions;
use super::super::only::Only;
use super::{Format, Language, Options, SignArgs};

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
    /// How to sign.
    #[command(flatten)]
    pub(crate) signing: SignArgs,
    /// Make drafts to pass round: every page marked 样稿, unsigned and unsealed, alone in the folder drafts
    #[arg(long, env = "DAFU_DRAFT")]
    pub(crate) draft: Option<bool>,
    /// What goes with the letters.
    #[command(flatten)]
    pub(crate) companions: Companions,
    /// Tell of each letter its pages, lines, signature, places of seals and 版记
    #[arg(long, env = "DAFU_FACTS")]
    pub(crate) facts: Option<bool>,
    /// Also join the finished letters, in the ledger's order, for printing on both sides
    #[arg(long, value_name = "FILE.pdf", env = "DAFU_PRINT_SET", value_hint = ValueHint::FilePath)]
    pub(crate) print_set: Option<PathBuf>,
    /// Make only a share of the letters, such as 2/4, the second of four; `dafu merge` joins them
    #[arg(long, value_name = "K/N", env = "DAFU_SHARD")]
    pub(crate) shard: Option<Share>,
    /// Make these letters anew though they were sent, and keep the old ones under superseded: 153,160-165
    #[arg(long, value_name = "NUMBERS", env = "DAFU_REISSUE")]
    pub(crate) reissue: Option<Only>,
    /// How long typesetting a letter may take before it is given up [default: 60]
    #[arg(long, value_name = "SECONDS", env = "DAFU_LETTER_TIMEOUT", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(crate) letter_timeout: Option<u32>,
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
    /// What of the letter to show: itself, the form that asks for an opinion, or its copy for publication [default: reply]
    #[arg(long, env = "DAFU_PRODUCT", hide_possible_values = true, value_name = "reply|feedback-form|publication")]
    pub(crate) product: Option<Shown>,
    /// The letters that strain a template most: longest title, most proposers, longest and shortest body, most
    /// attachments, rarest characters
    #[arg(long, env = "DAFU_WORST")]
    pub(crate) worst: Option<bool>,
    /// What to write: a picture a page, the PDF, or the filled Typst source [default: png]
    #[arg(long, env = "DAFU_EMIT")]
    pub(crate) emit: Option<Emit>,
    /// Dots an inch of pictures, 20 to 600 [default: 110]
    #[arg(long, value_name = "N", env = "DAFU_DPI", value_parser = clap::value_parser!(u16).range(20..=600))]
    pub(crate) dpi: Option<u16>,
    /// Folder for what is shown [default: preview]
    #[arg(id = "preview_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_PREVIEW_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// What of a letter a preview shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// The letter.
    Reply,
    /// The form that asks for an opinion.
    FeedbackForm,
    /// The copy for publication.
    Publication,
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
