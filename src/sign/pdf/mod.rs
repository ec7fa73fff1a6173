//! As much of PDF as signing needs: objects, cross-reference tables, incremental updates.
//!
//! Reads objects one by one, when they are asked for: a letter is signed in less time than it would take to read
//! all of it, and of a hostile file nothing is believed that was not looked at. Every length, depth and count
//! has a limit; nothing panics.

mod file;
mod object;
mod parse;
mod stream;
#[cfg(test)]
mod tests;
mod update;

pub(crate) use file::PdfFile;
pub(crate) use object::{Dict, Object};
pub(super) use parse::Parser;
pub(super) use stream::inflated;
pub(super) use update::Update;

use crate::diag::Message;

/// What is wrong with a file. The words are for people.
pub(crate) type Broken = Message;

/// A file that is no sound PDF, and in what.
fn broken(zh: impl Into<String>, en: impl Into<String>) -> Broken {
    Message::new(format!("PDF 结构有误：{}", zh.into()), format!("the PDF is broken: {}", en.into()))
}
