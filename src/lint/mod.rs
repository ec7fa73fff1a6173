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

use crate::diag::Diagnostic;
use crate::letter::Letter;
use crate::profile::Profile;

use passage::passages;
use report::Report;

/// What is to be asked about the letters of one ledger, in their order.
pub fn run(letters: &[Letter], profile: &Profile, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        // Letters to each proposer share their row and its texts: what is wrong with them is said once.
        if at > 0 && letters.get(at - 1).is_some_and(|before| before.row() == letter.row()) {
            continue;
        }
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
        findings.extend(report.finish());
    }
    findings.extend(same_text::check(letters));
    levels.weigh(findings)
}
