//! Checks of content: what a careful reader would ask about before a letter is signed.
//!
//! Letters go in that can be printed; findings come out, each with the text it is about, quoted. All of them
//! are warnings or notes, and a department may weigh them otherwise ([`Levels`]). Every check is a file and a
//! single pass over the texts. A check that cannot be sure is silent.

mod address;
mod category;
mod dates;
mod document_number;
mod headings;
mod length;
mod levels;
mod nouns;
mod passage;
mod phrases;
mod placeholders;
mod privacy;
mod punctuation;
mod report;
mod round;
mod same_text;
#[cfg(test)]
mod tests;

pub use levels::{CODES, Level, Levels};

use crate::diag::{Diagnostic, Origin};
use crate::letter::Letter;
use crate::profile::Profile;
use crate::shelf::Shelf;

use passage::passages;
use report::Report;
use same_text::Bodies;

/// What is to be asked about the letters of one ledger. They come one after the other, in its order.
#[derive(Debug)]
pub struct Linter<'a> {
    profile: &'a Profile,
    levels: &'a Levels,
    findings: Vec<Diagnostic>,
    bodies: Bodies<'a>,
    /// The row of the letter before.
    row: Option<Origin>,
}

impl<'a> Linter<'a> {
    /// Nothing is read yet of these letters.
    pub fn new(profile: &'a Profile, levels: &'a Levels, letters: &'a Shelf<Letter>) -> Self {
        Self { profile, levels, findings: Vec::new(), bodies: Bodies::of(letters), row: None }
    }

    /// Reads the next letter, which has this index. A failure is one of the machine: another letter could not be read
    /// again.
    pub fn read(&mut self, index: usize, letter: &Letter) -> Result<(), Diagnostic> {
        self.bodies.compare(index, letter)?;
        // Letters to each proposer share their row and its texts: what is wrong with them is said once.
        if self.row.as_ref() == Some(letter.row()) {
            return Ok(());
        }
        self.row = Some(letter.row().clone());
        let profile = self.profile;
        let mut report = Report::new(letter);
        for passage in passages(letter) {
            punctuation::check(&passage, &mut report);
            placeholders::check(&passage, &mut report);
            phrases::check(&passage, &mut report);
            document_number::check(&passage, letter, &mut report);
            address::check(&passage, letter, profile, &mut report);
            nouns::check(&passage, letter, profile, &mut report);
            privacy::check(&passage, letter, &mut report);
        }
        headings::check(letter, &mut report);
        document_number::check_own(letter, &mut report);
        category::check(letter, profile, &mut report);
        dates::check(letter, &mut report);
        round::check(letter, &mut report);
        length::check(letter, &mut report);
        self.findings.extend(report.finish());
        Ok(())
    }

    /// All that was found.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.findings.extend(self.bodies.finish());
        self.levels.weigh(self.findings)
    }
}
