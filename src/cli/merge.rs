//! `dafu merge`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use dafu::diag::{Lang, Message};
use dafu::shard::{self, Merged};

use super::args::Options;
use super::report::Reporter;
use super::text::plural;
use super::{Status, json};

/// Arguments of `dafu merge`.
#[derive(Debug, Args)]
pub(crate) struct MergeCommand {
    /// The folders of all shares, which runs with --shard left
    #[arg(id = "shard_dirs", value_name = "OUT", required = true, value_hint = ValueHint::DirPath)]
    pub(crate) shards: Vec<PathBuf>,
    /// Folder for the joined letters; new or empty
    #[arg(id = "merge_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_MERGE_OUT", required = true, value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Joins the folders of all shares.
pub(crate) fn merge(command: &MergeCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    match shard::merge(&command.shards, &command.out) {
        Ok(merged) => {
            let Merged { shares, letters, finished, failed, left } = merged;
            let out = command.out.display().to_string();
            reporter.machine_line(&json::Line::Merge(json::Merge {
                out: &out,
                shares,
                letters,
                finished,
                failed,
                left,
            }));
            reporter.say(&told(&out, merged));
            reporter.end(if failed + left > 0 { Status::Errors } else { Status::Done })
        }
        Err(problems) => {
            reporter.findings(&problems);
            reporter.end(Status::Stopped)
        }
    }
}

fn told(out: &str, merged: Merged) -> Message {
    let Merged { shares, letters, finished, failed, left } = merged;
    let mut zh = format!("{shares} 片合并好了：共 {letters} 份，已办好 {finished} 份");
    let mut en = format!("joined {}: {}, {finished} finished", plural(shares, "share"), plural(letters, "letter"));
    if failed > 0 {
        zh.push_str(&format!("，未生成 {failed} 份"));
        en.push_str(&format!(", {failed} failed"));
    }
    if left > 0 {
        zh.push_str(&format!("，未处理 {left} 份"));
        en.push_str(&format!(", {left} not begun"));
    }
    Message::new(format!("{zh}；在 {out}"), format!("{en}; in {out}"))
}
