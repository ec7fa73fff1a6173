//! The arguments of `dafu template`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use crate::cli::args::Options;
use crate::cli::worker::Limits;

/// Arguments of `dafu template`.
#[derive(Debug, Args)]
pub(crate) struct TemplateCommand {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: Action,
}

/// What can be done with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Lists the packs with version, digest and profiles
    List(ListCommand),
    /// Makes a new pack from another one, and a profile that uses it
    New(NewCommand),
    /// Shows every problem of packs: files, fields, samples, rules of layout
    Check(CheckCommand),
    /// Compares the pages of every sample with what is kept of them; for CI, status 1 where they differ
    Test(TestCommand),
    /// Shows what the base of a pack changed since the pack was made from it
    Diff(DiffCommand),
    /// Shows where a word comes from: ledger heading, profile key, template line, Typst function
    Where(WhereCommand),
    /// Writes a pack as one file, to be handed on
    Export(ExportCommand),
    /// Takes in a pack that was handed on as one file
    Install(InstallCommand),
}

/// How much making a letter may take.
#[derive(Debug, Clone, Args)]
pub(crate) struct LimitArgs {
    /// Seconds that making a letter may take [default: 20]
    #[arg(id = "template_timeout", long = "letter-timeout", value_name = "SECONDS", env = "DAFU_TEMPLATE_TIMEOUT", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) seconds: Option<u64>,
    /// Megabytes of memory that making a letter may take [default: 3000]
    #[arg(id = "template_memory", long = "letter-memory", value_name = "MB", env = "DAFU_TEMPLATE_MEMORY", value_parser = clap::value_parser!(u64).range(500..=1_000_000))]
    pub(crate) megabytes: Option<u64>,
}

impl LimitArgs {
    /// The limits.
    pub(crate) fn limits(&self) -> Limits {
        Limits { seconds: self.seconds.unwrap_or(20), megabytes: self.megabytes.unwrap_or(3000) }
    }
}

/// Arguments of `dafu template list`.
#[derive(Debug, Args)]
pub(crate) struct ListCommand {
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template new`.
#[derive(Debug, Args)]
pub(crate) struct NewCommand {
    /// The new pack's name
    #[arg(id = "new_pack", value_name = "NAME")]
    pub(crate) name: String,
    /// The pack that it is made from [default: reply]
    #[arg(long, value_name = "PACK", env = "DAFU_FROM")]
    pub(crate) from: Option<String>,
    /// Hold only what differs, and take the rest from that pack
    #[arg(long, env = "DAFU_EXTENDS")]
    pub(crate) extends: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template check`.
#[derive(Debug, Args)]
pub(crate) struct CheckCommand {
    /// The packs [default: all]
    #[arg(value_name = "PACK")]
    pub(crate) packs: Vec<String>,
    /// What making a letter may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template test`.
#[derive(Debug, Args)]
pub(crate) struct TestCommand {
    /// The packs [default: all]
    #[arg(value_name = "PACK")]
    pub(crate) packs: Vec<String>,
    /// Keep the pages as they are now
    #[arg(long, env = "DAFU_UPDATE")]
    pub(crate) update: Option<bool>,
    /// Folder for difference pictures [default: template-test]
    #[arg(id = "test_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_TEST_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// What making a letter may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffCommand {
    /// The pack
    #[arg(id = "one_pack", value_name = "PACK")]
    pub(crate) pack: String,
    /// Take what the base is now as seen
    #[arg(long, env = "DAFU_ACCEPT")]
    pub(crate) accept: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template where`.
#[derive(Debug, Args)]
pub(crate) struct WhereCommand {
    /// A heading, a key, a label or any text: 签发人
    #[arg(value_name = "WORD")]
    pub(crate) word: String,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template export`.
#[derive(Debug, Args)]
pub(crate) struct ExportCommand {
    /// The pack
    #[arg(id = "one_pack", value_name = "PACK")]
    pub(crate) pack: String,
    /// The file to write [default: NAME-VERSION.dafupack]
    #[arg(id = "pack_out", short = 'o', long = "out", value_name = "FILE", env = "DAFU_PACK_OUT", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu template install`.
#[derive(Debug, Args)]
pub(crate) struct InstallCommand {
    /// The pack's file
    #[arg(id = "pack_file", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Folder of templates to put it into, made if it is not there [default: that of --templates]
    #[arg(id = "install_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_INSTALL_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}
