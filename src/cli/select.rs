//! What becomes of each letter of a ledger before any is made: which are chosen, which have problems, and
//! which problems are told.

use std::collections::HashMap;
use std::sync::Arc;

use dafu::diag::{Code, Diagnostic, LetterRef, Severity};

use super::only::{Candidate, Only};
use super::rows::Rows;

/// What must be known of a letter that passed the check.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its identity.
    pub(crate) id: Arc<str>,
    /// Its row, where that is known.
    pub(crate) row: Option<usize>,
    /// What `--only` compares; not needed without it.
    pub(crate) candidate: Candidate,
}

/// The verdict on a ledger.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// By letter that passed the check: what to do with it.
    pub(crate) letters: Vec<Verdict>,
    /// Rows that were chosen and gave no letter, each with its letter's identity where that is known.
    pub(crate) failed_rows: Vec<(usize, Option<String>)>,
    /// Did every row, chosen or not, give its letters?
    pub(crate) every_row_known: bool,
    /// By choice of `--only`: did it choose anything?
    pub(crate) hits: Vec<bool>,
    /// What is told: what is about no letter first, then row by row.
    pub(crate) findings: Vec<Diagnostic>,
}

/// What to do with a letter that passed the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It can be made.
    Ready,
    /// It has an error after all, or with `--strict` a warning.
    Failed,
    /// It was not chosen.
    NotChosen,
}

/// Decides about every row and letter.
pub(crate) fn select(
    rows: &Rows,
    letters: &[Known],
    findings: Vec<Diagnostic>,
    only: Option<&Only>,
    strict: bool,
) -> Selection {
    let choice = Choice::of(rows, letters, only);
    let mut faults = Faults::of(rows, letters);
    let weighs = if strict { Severity::Warning } else { Severity::Error };
    let mut told = Vec::new();
    for finding in findings {
        let row = rows.of_diagnostic(&finding);
        let meant = faults.meant(&finding, row);
        faults.mark(&finding, row, &meant, finding.severity >= weighs);
        if choice.tells(&finding, row, &meant) {
            told.push((row, with_number(finding, row, rows)));
        }
    }
    // What is about no row comes first; within a row the order stays.
    told.sort_by_key(|(row, _)| *row);

    let verdict = |(failed, chosen): (&bool, &bool)| match (chosen, failed) {
        (false, _) => Verdict::NotChosen,
        (true, true) => Verdict::Failed,
        (true, false) => Verdict::Ready,
    };
    Selection {
        letters: faults.letters.iter().zip(&choice.letters).map(verdict).collect(),
        failed_rows: faults.rows().filter(|row| choice.rows[*row]).map(|row| (row, faults.ids[row].clone())).collect(),
        every_row_known: faults.rows().next().is_none(),
        hits: choice.hits,
        findings: told.into_iter().map(|(_, finding)| finding).collect(),
    }
}

/// A cell that cannot be read is found before there is a letter: the row knows its number.
fn with_number(mut finding: Diagnostic, row: Option<usize>, rows: &Rows) -> Diagnostic {
    if let (None, Some(row)) = (&finding.letter, row.and_then(|row| rows.get(row))) {
        finding.letter = Some(LetterRef { number: row.number.clone(), id: None });
    }
    finding
}

/// What `--only` chooses; everything without it.
struct Choice<'a> {
    only: Option<&'a Only>,
    rows: Vec<bool>,
    letters: Vec<bool>,
    hits: Vec<bool>,
}

impl<'a> Choice<'a> {
    fn of(rows: &Rows, letters: &[Known], only: Option<&'a Only>) -> Self {
        let mut hits = vec![false; only.map_or(0, Only::len)];
        let mut chooses = |candidate: &Candidate| {
            only.is_none_or(|only| {
                // Every choice is asked, so that each one's hit is known.
                only.choosing(candidate).map(|hit| hits[hit] = true).count() > 0
            })
        };
        // A row may lack what its letter is chosen by, such as a matter left to the profile, and a letter
        // what its row is chosen by: either will do.
        let mut chosen_rows: Vec<bool> = rows.iter().map(&mut chooses).collect();
        let mut chosen = Vec::with_capacity(letters.len());
        for letter in letters {
            let itself = chooses(&letter.candidate);
            match letter.row {
                Some(row) => {
                    chosen_rows[row] |= itself;
                    chosen.push(chosen_rows[row]);
                }
                None => chosen.push(itself),
            }
        }
        Self { only, rows: chosen_rows, letters: chosen, hits }
    }

    /// Is the problem about a chosen letter, or about none?
    fn tells(&self, finding: &Diagnostic, row: Option<usize>, meant: &[usize]) -> bool {
        match (self.only, &finding.letter, row) {
            (None, _, _) | (_, None, None) => true,
            (_, _, Some(row)) => self.rows[row],
            (Some(only), Some(letter), None) => {
                let number = Candidate { number: letter.number.clone(), ..Candidate::default() };
                meant.iter().any(|letter| self.letters[*letter]) || only.choosing(&number).next().is_some()
            }
        }
    }
}

/// Which letters and rows have a problem that keeps them from being made.
struct Faults<'a> {
    letters: Vec<bool>,
    by_id: HashMap<&'a str, Vec<usize>>,
    by_row: Vec<Vec<usize>>,
    passed_over: Vec<bool>,
    ids: Vec<Option<String>>,
}

impl<'a> Faults<'a> {
    fn of(rows: &Rows, letters: &'a [Known]) -> Self {
        let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_row = vec![Vec::new(); rows.len()];
        for (index, letter) in letters.iter().enumerate() {
            by_id.entry(&letter.id).or_default().push(index);
            if let Some(row) = letter.row {
                by_row[row].push(index);
            }
        }
        Self {
            letters: vec![false; letters.len()],
            by_id,
            by_row,
            passed_over: vec![false; rows.len()],
            ids: vec![None; rows.len()],
        }
    }

    /// The letters that a problem is about: the one of its identity, else all of its row. Where each
    /// proposer is answered, a row's letters have longer identities than the row itself.
    fn meant(&self, finding: &Diagnostic, row: Option<usize>) -> Vec<usize> {
        let id = finding.letter.as_ref().and_then(|letter| letter.id.as_deref());
        match (id.and_then(|id| self.by_id.get(id)), row) {
            (Some(letters), _) => letters.clone(),
            (None, Some(row)) => self.by_row[row].clone(),
            (None, None) => Vec::new(),
        }
    }

    /// Takes note of a problem.
    fn mark(&mut self, finding: &Diagnostic, row: Option<usize>, meant: &[usize], weighs: bool) {
        for letter in meant {
            self.letters[*letter] |= weighs;
        }
        if let Some(row) = row {
            self.passed_over[row] |= finding.code == Code::RowOfOtherUnit;
            let id = finding.letter.as_ref().and_then(|letter| letter.id.clone());
            self.ids[row] = self.ids[row].take().or(id);
        }
    }

    /// The rows that gave no letter though they should.
    fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.by_row.len()).filter(|row| self.by_row[*row].is_empty() && !self.passed_over[*row])
    }
}

#[cfg(test)]
mod tests {
    use dafu::diag::{Message, Origin};

    use super::super::rows::tests::{cell, sheet};
    use super::*;

    fn finding(severity: Severity, code: Code, place: &Origin, number: &str, id: &str) -> Diagnostic {
        let mut finding = Diagnostic::error(code, Message::new("", "")).at(place);
        finding.severity = severity;
        if !number.is_empty() {
            finding.letter = Some(LetterRef { number: number.to_owned(), id: (!id.is_empty()).then(|| id.to_owned()) });
        }
        finding
    }

    fn error(place: &Origin, number: &str, id: &str) -> Diagnostic {
        finding(Severity::Error, Code::ValueMissing, place, number, id)
    }

    fn known(id: &str, row: usize, number: &str) -> Known {
        Known {
            id: id.into(),
            row: Some(row),
            candidate: Candidate { number: number.to_owned(), ..Candidate::default() },
        }
    }

    /// Rows 1, 2, 3; letters of the first two of them.
    #[track_caller]
    fn check(only: &str, strict: bool, findings: Vec<Diagnostic>, expected: &str) {
        let rows = sheet(&[("建议", "1"), ("建议", "2"), ("建议", "3")]);
        let letters = [known("a", 0, "1"), known("b", 1, "2")];
        let only: Option<Only> = (!only.is_empty()).then(|| only.parse().unwrap());
        let selection = select(&rows, &letters, findings, only.as_ref(), strict);
        let shown = format!(
            "{:?} failed rows {:?}, told {}",
            selection.letters,
            selection.failed_rows.iter().map(|(row, _)| row).collect::<Vec<_>>(),
            selection.findings.len()
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_row_without_a_letter_failed() {
        let findings = vec![error(&cell(3, 5), "3", "c")];
        check("", false, findings, "[Ready, Ready] failed rows [2], told 1");
    }

    #[test]
    fn an_error_in_a_cell_keeps_the_rows_letter_from_being_made() {
        let findings = vec![error(&cell(1, 5), "", ""), error(&cell(3, 5), "", "")];
        check("", false, findings, "[Failed, Ready] failed rows [2], told 2");
    }

    #[test]
    fn an_error_elsewhere_finds_its_letter_by_identity() {
        let findings = vec![error(&cell(0, 5), "2", "b")];
        check("", false, findings, "[Ready, Failed] failed rows [2], told 1");
    }

    #[test]
    fn a_warning_weighs_only_with_strict() {
        let warn = || {
            let code = Code::ZeroMaybeLost;
            vec![finding(Severity::Warning, code, &cell(1, 5), "1", "a")]
        };
        check("", false, warn(), "[Ready, Ready] failed rows [2], told 1");
        check("", true, warn(), "[Failed, Ready] failed rows [2], told 1");
    }

    #[test]
    fn another_units_row_did_not_fail() {
        let code = Code::RowOfOtherUnit;
        let findings = vec![finding(Severity::Note, code, &cell(3, 0), "3", "")];
        check("", false, findings, "[Ready, Ready] failed rows [], told 1");
    }

    #[test]
    fn only_chosen_letters_are_told_of_and_failed_and_what_is_about_none() {
        let findings = || vec![error(&cell(0, 5), "", ""), error(&cell(1, 5), "1", "a"), error(&cell(3, 5), "3", "c")];
        let told = "[NotChosen, Ready] failed rows [], told 1";
        check("2", false, findings(), told);
        let told = "[NotChosen, NotChosen] failed rows [2], told 2";
        check("3", false, findings(), told);
    }

    #[test]
    fn problems_are_told_row_by_row_and_carry_the_rows_number() {
        let rows = sheet(&[("建议", "1"), ("建议", "2")]);
        let findings = [(2, 1), (0, 9), (1, 4), (2, 0)];
        let findings = findings.map(|(row, column)| error(&cell(row, column), "", ""));
        let selection = select(&rows, &[], findings.to_vec(), None, false);
        let told = selection.findings.iter().map(|finding| {
            let number = finding.letter.as_ref().map_or("-", |letter| &letter.number);
            format!("{} {number}", finding.origin.as_ref().unwrap())
        });
        let expected = ["J1 -", "E2 1", "B3 2", "A3 2"].map(|place| format!("x.xlsx[答复]{place}"));
        assert!(told.eq(expected));
    }

    #[test]
    fn a_choice_that_hits_nothing_is_known() {
        let rows = sheet(&[("建议", "1")]);
        let only: Only = "1,7".parse().unwrap();
        let selection = select(&rows, &[known("a", 0, "1")], Vec::new(), Some(&only), false);
        assert_eq!(selection.hits, [true, false]);
    }
}
