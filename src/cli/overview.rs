//! The lines of a run's `summary.csv`, which grow while its letters are made.

use std::collections::HashMap;

use dafu::archive::{Entry, Outbox, Status, SummaryRow};
use dafu::diag::{Diagnostic, Message, Severity};
use dafu::workshop::{Job, Product, WorkKey};

use super::prepare::Item;

/// One line a letter, in the ledger's order.
pub(crate) struct Overview {
    rows: Vec<SummaryRow>,
    by_id: HashMap<String, usize>,
    /// Letters not asked for, by line: they are in the folder, or not in the overview.
    others: Vec<(usize, Job, Vec<Job>)>,
}

impl Overview {
    /// The lines before any letter is made, the letters to make, and what is to be made beside them.
    pub(crate) fn of(items: Vec<Item>, findings: &[Diagnostic]) -> (Self, Vec<Job>, Vec<Job>) {
        let mut overview = Self { rows: Vec::new(), by_id: HashMap::new(), others: Vec::new() };
        let (mut jobs, mut companions) = (Vec::new(), Vec::new());
        let problems = Problems::of(findings);
        for (index, item) in items.into_iter().enumerate() {
            overview.rows.push(SummaryRow {
                problems: problems.about(&item),
                number: item.number,
                addressee: item.addressee,
                title: item.title,
                status: if item.job.is_some() { Status::Left } else { Status::Failed },
                file: None,
                pages: None,
                signed: false,
                feedback_form: None,
                publication: None,
            });
            if let Some(id) = item.id {
                overview.by_id.insert(id, index);
            }
            match item.job {
                Some(job) if item.chosen => {
                    jobs.push(job);
                    companions.extend(item.companions);
                }
                Some(job) => overview.others.push((index, job, item.companions)),
                None => {}
            }
        }
        (overview, jobs, companions)
    }

    /// A letter came to its end.
    pub(crate) fn set(&mut self, job: &Job, status: Status, entry: Option<&Entry>, findings: &[Diagnostic]) {
        let row = self.by_id.get(&job.letter.id.to_string());
        if let Some(row) = row.and_then(|index| self.rows.get_mut(*index)) {
            row.status = status;
            row.file = entry.map(|entry| entry.path.clone());
            row.pages = entry.map(|entry| entry.pages);
            row.signed = entry.is_some_and(|entry| entry.signed);
            row.problems.extend(worth_a_line(findings));
        }
    }

    /// Something that goes with a letter came to its end.
    pub(crate) fn set_companion(&mut self, job: &Job, entry: Option<&Entry>, findings: &[Diagnostic]) {
        let row = self.by_id.get(&job.letter.id.to_string());
        if let Some(row) = row.and_then(|index| self.rows.get_mut(*index)) {
            let path = entry.map(|entry| entry.path.clone());
            match job.product {
                Product::FeedbackForm => row.feedback_form = path,
                Product::Publication => row.publication = path,
                Product::Reply | Product::ReplyWithForm | Product::Draft => {}
            }
            row.problems.extend(worth_a_line(findings));
        }
    }

    /// All lines; of the letters not asked for those whose files are in the folder as they should be.
    pub(crate) fn finish(mut self, key: impl Fn(&Job) -> WorkKey, outbox: &Outbox) -> Vec<SummaryRow> {
        let mut gone = vec![false; self.rows.len()];
        for (index, job, companions) in std::mem::take(&mut self.others) {
            match outbox.has(&job, &key(&job)) {
                Some(entry) => self.set(&job, Status::Kept, Some(entry), &[]),
                None => gone[index] = true,
            }
            for job in companions {
                self.set_companion(&job, outbox.has(&job, &key(&job)), &[]);
            }
        }
        let adopted = outbox.adopted();
        let is_adopted = |row: &SummaryRow| row.file.as_ref().is_some_and(|file| adopted.contains(file));
        for row in self.rows.iter_mut().filter(|row| row.status == Status::Kept) {
            if is_adopted(row) {
                row.status = Status::Adopted;
            }
        }
        let rows = self.rows.into_iter().zip(gone);
        rows.filter(|(_, gone)| !gone).map(|(row, _)| row).collect()
    }
}

/// Problems by the letter they are about: its identity, or where that is not known its number.
struct Problems<'a> {
    by_letter: HashMap<&'a str, Vec<&'a Diagnostic>>,
}

impl<'a> Problems<'a> {
    fn of(findings: &'a [Diagnostic]) -> Self {
        let mut by_letter: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
        for finding in findings {
            if let Some(letter) = &finding.letter {
                let name = letter.id.as_deref().unwrap_or(&letter.number);
                by_letter.entry(name).or_default().push(finding);
            }
        }
        Self { by_letter }
    }

    fn about(&self, item: &Item) -> Vec<Message> {
        let names = item.id.iter().chain([&item.number]).filter(|name| !name.is_empty());
        let found = names.filter_map(|name| self.by_letter.get(name.as_str())).flatten();
        worth_a_line(found.copied())
    }
}

fn worth_a_line<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<Message> {
    findings
        .into_iter()
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| finding.message.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use dafu::diag::{Code, Lang, LetterRef};

    use super::*;

    fn failed(id: Option<&str>, number: &str) -> Item {
        Item {
            id: id.map(str::to_owned),
            number: number.to_owned(),
            addressee: String::new(),
            title: String::new(),
            chosen: true,
            checked: false,
            job: None,
            companions: Vec::new(),
        }
    }

    fn problem(text: &str, id: Option<&str>, number: &str) -> Diagnostic {
        let letter = LetterRef { number: number.to_owned(), id: id.map(str::to_owned) };
        Diagnostic::error(Code::ValueMissing, Message::new(text, text)).letter(&letter)
    }

    #[test]
    fn each_letter_has_its_own_problems() {
        let findings = [
            problem("a", Some("x|1"), "1"),
            problem("b", None, "1"),
            problem("c", Some("x|2"), "2"),
            problem("d", None, ""),
        ];
        let items = vec![failed(Some("x|1"), "1"), failed(Some("x|2"), "2"), failed(None, "")];
        let (overview, jobs, _) = Overview::of(items, &findings);
        let text = |row: &SummaryRow| row.problems.iter().map(|text| text.text(Lang::En)).collect::<String>();
        let shown: Vec<String> = overview.rows.iter().map(text).collect();
        assert_eq!(shown, ["ab", "c", ""]);
        assert!(jobs.is_empty());
        assert!(overview.rows.iter().all(|row| row.status == Status::Failed));
    }
}
