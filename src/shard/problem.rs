//! What keeps folders from being joined.

use std::path::Path;

use super::Share;
use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin};

fn conflict(place: &Path, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::MergeConflict, Message::new(zh, en)).at(&Origin::file(place))
}

/// No run with `--shard` wrote here.
pub(super) fn no_shard(dir: &Path) -> Diagnostic {
    let message = Message::new(
        "这个文件夹不是用 --shard 运行的结果，不能合并",
        "this folder was not left by a run with --shard and cannot be joined",
    );
    Diagnostic::error(Code::NotAnOutput, message).at(&Origin::file(dir)).hint(
        "写各分片的结果文件夹，每个里面都有 shard.json",
        "name the folders of the shares, each of which has a shard.json",
    )
}

/// A `shard.json` that this dafu does not know.
pub(super) fn other_version(path: &Path) -> Diagnostic {
    conflict(
        path,
        "这个文件读不懂，可能出自另一个版本的 dafu",
        "this file cannot be read: it may be of another version of dafu",
    )
    .hint("用同一个版本的 dafu 重做这一片", "make this share again with the same version of dafu")
}

/// The same folder twice.
pub(super) fn named_twice(dir: &Path) -> Diagnostic {
    conflict(dir, "这个文件夹写了两次", "this folder is named twice").hint("每个分片写一次", "name each share once")
}

/// Something that all shares must have in common is another in this one.
pub(super) fn differs(dir: &Path, first: &Path, what: (&str, &str)) -> Diagnostic {
    let (zh, en) = what;
    let first = first.display();
    conflict(dir, format!("{zh}与 {first} 的不同"), format!("{en} differs from that of {first}")).hint(
        "用同一份台账、规则、模板、字体、语言和同一版本的 dafu 重做这一片",
        "make this share again with the same ledger, profile, templates, fonts, language and version of dafu",
    )
}

/// Two folders are the same share.
pub(super) fn share_twice(dir: &Path, first: &Path, share: Share) -> Diagnostic {
    let first = first.display();
    conflict(dir, format!("它和 {first} 都是第 {share} 片"), format!("it and {first} are both the share {share}"))
        .hint("每个分片写一次", "name each share once")
}

/// Shares are missing.
pub(super) fn incomplete(to: &Path, missing: &[u32], of: u32) -> Diagnostic {
    let list = |joint: &str| missing.iter().map(|part| format!("{part}/{of}")).collect::<Vec<_>>().join(joint);
    conflict(to, format!("还缺分片 {}", list("、")), format!("these shares are missing: {}", list(", ")))
        .hint("先运行完所有分片，再合并", "run all shares, then join them")
}

/// A letter's file is gone or was changed.
pub(super) fn not_as_made(file: &Path, letter: &LetterRef) -> Diagnostic {
    conflict(file, "这个文件不见了，或者生成以后被改动过", "this file is not there, or was changed since it was made")
        .letter(letter)
        .hint("再运行一次这一片，然后合并", "run this share again, then join")
}

/// The same letter comes with different bytes.
pub(super) fn letter_differs(file: &Path, other: &Path, letter: &LetterRef) -> Diagnostic {
    let other = other.display();
    conflict(file, format!("同一封函，与 {other} 的内容不同"), format!("the same letter is another one in {other}"))
        .letter(letter)
        .hint(
            "删去旧的那一份再合并；不知道哪份是旧的，就把分片重做到新的文件夹里",
            "delete the old one and join again; if it is not clear which is old, make the shares again in new folders",
        )
}

/// Two files of one name are different.
pub(super) fn name_differs(file: &Path, other: &Path) -> Diagnostic {
    let other = other.display();
    conflict(file, format!("与 {other} 同名，内容却不同"), format!("it has the name of {other}, and another content"))
        .hint("给其中一个改名，或移走它", "rename one of them, or move it away")
}

/// There is something in the place of the joined folder.
pub(super) fn taken(to: &Path) -> Diagnostic {
    let message = Message::new(
        "合并的结果要放进新的或空的文件夹，这里已经有东西",
        "joined letters go into a new or empty folder; there is something in this one",
    );
    Diagnostic::error(Code::OutputExists, message)
        .at(&Origin::file(to))
        .hint("用 -o 换一个文件夹，或先自己移走原来的", "name another folder with -o, or move this one away yourself")
}
