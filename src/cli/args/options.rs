//! The options that commands share, and how their layers are laid over one another.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use dafu::diag::Lang;
use dafu::letter::NAME_PARTS;
use dafu::profile::Pattern;

use super::super::only::Only;
use super::super::pin::{PackDigest, PackPin};

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
    /// Insist on this pack of templates: NAME@VERSION, perhaps with sha256:…
    #[arg(long, value_name = "NAME@VERSION", env = "DAFU_PACK")]
    pub(crate) pack: Option<PackPin>,
    /// Insist on templates of this digest: sha256:…
    #[arg(long, value_name = "sha256:…", env = "DAFU_PACK_DIGEST")]
    pub(crate) pack_digest: Option<PackDigest>,
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
            pack: self.pack.or(lower.pack),
            pack_digest: self.pack_digest.or(lower.pack_digest),
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
