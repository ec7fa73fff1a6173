//! What can be wrong with seals.

use std::path::Path;

use crate::diag::{Code, Diagnostic, Message, Origin};

/// A picture that no seal can be made of.
pub(super) fn unusable(path: &Path, zh: &str, en: &str) -> Diagnostic {
    let message = Message::new(format!("这个文件不能用作印章：{zh}"), format!("the file cannot be a seal: {en}"));
    Diagnostic::error(Code::SealUnusable, message).at(&Origin::file(path)).hint(
        "应为印章的 PNG 或 SVG 图片，正好裁到印章边缘",
        "expected a PNG or SVG picture of the seal, cut at its edge",
    )
}

/// A seal is round.
pub(super) fn not_square(path: &Path) -> Diagnostic {
    unusable(path, "图片不是正方形", "the picture is not square")
}

/// A picture with too few dots.
pub(super) fn coarse(path: &Path, side: u32, mm: f64, dpi: f64) -> Diagnostic {
    let needed = (mm / 25.4 * dpi).ceil();
    let message = Message::new(
        format!("印章图片只有 {side} 点宽，印出来会毛糙"),
        format!("the picture of the seal is only {side} dots wide: it will look coarse in print"),
    );
    Diagnostic::warning(Code::SealCoarse, message).at(&Origin::file(path)).hint(
        format!("换成至少 {needed} 点宽的图片，或者 SVG"),
        format!("take a picture of at least {needed} dots, or an SVG"),
    )
}

/// Small type could not be drawn.
pub(super) fn unwoven() -> Diagnostic {
    let message = Message::new("发文字号织不进印章里", "the document number could not be woven into the seal");
    Diagnostic::error(Code::SealUnusable, message).hint(
        "核对发文字号里有没有生僻字；或者用 --seal-plain 按原样盖",
        "look for rare characters in the number, or set the seal as it is with --seal-plain",
    )
}

/// As many seals as issuers.
pub(crate) fn numbers_differ(seals: usize, issuers: usize) -> Diagnostic {
    let message = Message::new(
        format!("--seal 有 {seals} 个，这封函的发文机关有 {issuers} 个"),
        format!("there are {seals} --seal, and the letter has {issuers} issuers"),
    );
    Diagnostic::error(Code::SealsDiffer, message).hint(
        "按发文机关的次序逐一写 --seal；发文机关数目不同的函用 --only 分开办",
        "give one --seal for each issuer in their order; make letters with other numbers of issuers apart, by --only",
    )
}

/// The form keeps no place for a seal.
pub(crate) fn not_set() -> Diagnostic {
    let message = Message::new(
        "这封函的格式没有留印章的位置，没有盖章",
        "the letter's form keeps no place for a seal: none was set",
    );
    Diagnostic::warning(Code::SealNotSet, message).hint(
        "需要盖章的，在规则里把 signature 写成 seal；不需要的，不写 --seal",
        "say `signature = \"seal\"` in the profile if it needs one; leave --seal out if it does not",
    )
}
