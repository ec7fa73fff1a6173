//! The lines of a run's overviews, which grow while its letters are made: `summary.csv`, `delivery.csv`, `report.html`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use dafu::archive::{Entry, Outbox, Standing, Status};
use dafu::diag::{Diagnostic, Lang};
use dafu::report::{self, Album, Pictures, Problem, Row};
use dafu::typeset::Thumbnail;
use dafu::workshop::{Job, Product, WorkKey, Workshop};

use super::prepare::Item;

/// One line a letter, in the ledger's order.
pub(crate) struct Overview {
    lang: Lang,
    /// Problems that are about no letter of this ledger.
    general: Vec<Problem>,
    rows: Vec<Row>,
    /// By line: its place among all letters of the ledger, and was it asked for?
    places: Vec<(usize, bool)>,
    by_id: HashMap<String, usize>,
    /// Letters not asked for, by line: they are in the folder, or not in the overview.
    others: Vec<(usize, Job, Vec<Job>)>,
    /// Letters that were found finished, for their pictures.
    kept: BTreeMap<usize, Job>,
    pictures: Pictures,
    album: Arc<Album>,
    /// How many more letters with problems may have a picture.
    room: usize,
}

/// What the overviews are written from.
pub(crate) struct Overviewed {
    /// Problems that are about no letter of this ledger.
    pub(crate) general: Vec<Problem>,
    /// A line a letter.
    pub(crate) rows: Vec<Row>,
    /// By line: its place among all letters of the ledger, and was it asked for?
    pub(crate) places: Vec<(usize, bool)>,
    /// Pictures of first pages, by line.
    pub(crate) pictures: Pictures,
}

impl Overview {
    /// The lines before any letter is made, the letters to make, and what is to be made beside them.
    pub(crate) fn of(items: Vec<Item>, findings: &[Diagnostic], lang: Lang) -> (Self, Vec<Job>, Vec<Job>) {
        let mut problems = Problems::of(findings, lang);
        let mut overview = Self {
            lang,
            general: Vec::new(),
            rows: Vec::new(),
            places: Vec::new(),
            by_id: HashMap::new(),
            others: Vec::new(),
            kept: BTreeMap::new(),
            pictures: Pictures::new(),
            album: Arc::default(),
            room: report::WITH_PROBLEMS,
        };
        let (mut jobs, mut companions) = (Vec::new(), Vec::new());
        let mut wanted = HashSet::new();
        let mut with_problems = 0;
        for (index, item) in items.into_iter().enumerate() {
            let row = row_of(&item, problems.about(&item));
            if let Some(id) = item.id {
                let further = index >= report::FIRST && !row.problems.is_empty() && item.job.is_some();
                with_problems += usize::from(further);
                if index < report::FIRST || (further && with_problems <= report::WITH_PROBLEMS) {
                    wanted.insert(id.clone());
                }
                overview.by_id.insert(id, index);
            }
            overview.rows.push(row);
            overview.places.push((item.at, item.chosen));
            match item.job {
                Some(job) if item.chosen => {
                    jobs.push(job);
                    companions.extend(item.companions);
                }
                Some(job) => overview.others.push((index, job, item.companions)),
                None => {}
            }
        }
        overview.general = problems.rest();
        overview.album = Arc::new(Album::new(wanted));
        (overview, jobs, companions)
    }

    /// Where pictures go that are taken while letters are made.
    pub(crate) fn album(&self) -> Arc<Album> {
        Arc::clone(&self.album)
    }

    /// A letter came to its end.
    pub(crate) fn set(&mut self, job: &Job, status: Status, entry: Option<&Entry>, findings: &[Diagnostic]) {
        let id = job.letter.id.to_string();
        let picture = self.album.take(&id);
        let Some(index) = self.by_id.get(&id).copied() else { return };
        let Some(row) = self.rows.get_mut(index) else { return };
        row.status = status;
        row.file = entry.map(|entry| entry.path.clone());
        row.sha256 = entry.map(|entry| entry.sha256.clone());
        row.pages = entry.map(|entry| entry.pages);
        row.signed = entry.is_some_and(|entry| entry.signed);
        row.problems.extend(Problem::all(findings, self.lang));
        if status == Status::Kept {
            let shown = index < report::FIRST || !row.problems.is_empty();
            if shown && self.kept.len() < report::FIRST + report::WITH_PROBLEMS {
                self.kept.insert(index, job.clone());
            }
        } else if let Some(picture) = picture {
            self.paste(index, picture);
        }
    }

    /// Problems that are about no letter.
    pub(crate) fn add(&mut self, findings: &[Diagnostic]) {
        self.general.extend(Problem::all(findings, self.lang));
    }

    /// Shows a picture, if there is room for it.
    fn paste(&mut self, index: usize, picture: Thumbnail) {
        if index >= report::FIRST {
            if self.room == 0 {
                return;
            }
            self.room -= 1;
            if self.room == 0 {
                self.album.close();
            }
        }
        self.pictures.insert(index, picture);
    }

    /// The pictures of letters that were kept: those of the last report in `dir`, else drawn anew.
    pub(crate) fn look_at_kept(&mut self, dir: &Path, workshop: &Workshop) {
        let shown = |(index, row): (usize, &Row)| {
            (index < report::FIRST || !row.problems.is_empty()) && row.status == Status::Kept
        };
        let wanted: Vec<usize> = self.rows.iter().enumerate().filter(|it| shown(*it)).map(|(index, _)| index).collect();
        if wanted.is_empty() {
            return;
        }
        let mut earlier = fs::read(dir.join(report::NAME)).map(|it| report::pictures(&it)).unwrap_or_default();
        for index in wanted {
            let key = self.rows.get(index).and_then(|row| Some((row.id.clone()?, Some(row.sha256.clone()?))));
            let picture = key.and_then(|key| earlier.remove(&key)).or_else(|| {
                if index >= report::FIRST && self.room == 0 {
                    return None;
                }
                workshop.thumbnail(self.kept.get(&index)?)
            });
            if let Some(picture) = picture {
                self.paste(index, picture);
            }
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
            row.problems.extend(Problem::all(findings, self.lang));
        }
    }

    /// Is this the identity of one of its letters?
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// All lines; of the letters not asked for those whose files are in the folder as they should be.
    pub(crate) fn finish(
        mut self,
        key: impl Fn(&Job) -> WorkKey,
        outbox: &Outbox,
        draw: Option<&Workshop>,
    ) -> Overviewed {
        let mut gone = vec![false; self.rows.len()];
        for (index, job, companions) in std::mem::take(&mut self.others) {
            match outbox.standing(&job, &key(&job), false) {
                Standing::Finished(entry) | Standing::Sent(entry, _) => self.set(&job, Status::Kept, Some(entry), &[]),
                Standing::Refused(_) | Standing::Missing => gone[index] = true,
            }
            for job in companions {
                if let Standing::Finished(entry) = outbox.standing(&job, &key(&job), false) {
                    self.set_companion(&job, Some(entry), &[]);
                }
            }
        }
        let adopted = outbox.adopted();
        let is_adopted = |row: &Row| row.file.as_ref().is_some_and(|file| adopted.contains(file));
        for row in self.rows.iter_mut().filter(|row| row.status == Status::Kept) {
            if is_adopted(row) {
                row.status = Status::Adopted;
            }
        }
        for row in &mut self.rows {
            let sent = row.id.as_deref().and_then(|id| outbox.issued(id));
            row.sent = sent.filter(|sent| row.sha256.as_ref() == Some(&sent.sha256)).map(|sent| sent.at.clone());
        }
        if let Some(workshop) = draw {
            self.look_at_kept(outbox.dir(), workshop);
        }
        let mut shown =
            Overviewed { general: self.general, rows: Vec::new(), places: Vec::new(), pictures: Pictures::new() };
        for (index, (row, gone)) in self.rows.into_iter().zip(gone).enumerate() {
            if gone {
                continue;
            }
            if let Some(picture) = self.pictures.remove(&index) {
                shown.pictures.insert(shown.rows.len(), picture);
            }
            shown.rows.push(row);
            shown.places.extend(self.places.get(index));
        }
        shown
    }
}

fn row_of(item: &Item, problems: Vec<Problem>) -> Row {
    let letter = item.job.as_ref().map(|job| &job.letter);
    Row {
        id: item.id.clone(),
        number: item.number.clone(),
        addressee: item.addressee.clone(),
        title: item.title.clone(),
        category: letter.and_then(|letter| letter.category.clone()),
        doc_number: letter.and_then(|letter| letter.doc_number.clone()),
        cc: letter.map(|letter| letter.cc.clone()).unwrap_or_default(),
        status: if item.job.is_some() { Status::Left } else { Status::Failed },
        file: None,
        sha256: None,
        pages: None,
        signed: false,
        sent: None,
        feedback_form: None,
        publication: None,
        problems,
    }
}

/// Problems by the letter they are about: its identity, or where that is not known its number.
pub(crate) struct Problems<'a> {
    lang: Lang,
    findings: &'a [Diagnostic],
    by_letter: HashMap<&'a str, Vec<usize>>,
    told: Vec<bool>,
}

impl<'a> Problems<'a> {
    /// Sorts what was found.
    pub(crate) fn of(findings: &'a [Diagnostic], lang: Lang) -> Self {
        let mut by_letter: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if let Some(letter) = &finding.letter {
                let name = letter.id.as_deref().unwrap_or(&letter.number);
                by_letter.entry(name).or_default().push(index);
            }
        }
        Self { lang, findings, by_letter, told: vec![false; findings.len()] }
    }

    /// Those that are about a letter.
    pub(crate) fn about(&mut self, item: &Item) -> Vec<Problem> {
        let names = item.id.iter().chain([&item.number]).filter(|name| !name.is_empty());
        let found: Vec<usize> = names.filter_map(|name| self.by_letter.get(name.as_str())).flatten().copied().collect();
        found.iter().for_each(|index| self.told[*index] = true);
        Problem::all(found.into_iter().map(|index| &self.findings[index]), self.lang)
    }

    /// Those that are about no letter that was asked for.
    fn rest(self) -> Vec<Problem> {
        let rest = self.findings.iter().zip(self.told).filter(|(_, told)| !told).map(|(finding, _)| finding);
        Problem::all(rest, self.lang)
    }
}

#[cfg(test)]
mod tests {
    use dafu::diag::{Code, LetterRef, Message};

    use super::*;

    fn failed(id: Option<&str>, number: &str) -> Item {
        Item {
            at: 0,
            id: id.map(str::to_owned),
            number: number.to_owned(),
            addressee: String::new(),
            title: String::new(),
            due: None,
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
        let (overview, jobs, _) = Overview::of(items, &findings, Lang::En);
        let text = |problems: &[Problem]| problems.iter().map(|it| it.message.as_str()).collect::<String>();
        let shown: Vec<String> = overview.rows.iter().map(|row| text(&row.problems)).collect();
        assert_eq!(shown, ["ab", "c", ""]);
        assert_eq!(text(&overview.general), "d");
        assert!(jobs.is_empty());
        assert!(overview.rows.iter().all(|row| row.status == Status::Failed));
    }
}
