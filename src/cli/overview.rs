//! The lines of a run's overviews, which grow while its letters are made: `summary.csv`, `delivery.csv`, `report.html`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::sync::Arc;

use dafu::archive::{Entry, Outbox, Standing, Status};
use dafu::diag::{Diagnostic, Lang};
use dafu::report::{self, Album, Pictures, Problem, Row};
use dafu::shelf::Aside;
use dafu::typeset::Thumbnail;
use dafu::workshop::{Order, Product, WorkKey, Workshop};

use super::items::{About, Item};

/// One line a letter, in the ledger's order.
pub(crate) struct Overview {
    lang: Lang,
    /// Problems that are about no letter of this ledger.
    general: Vec<Problem>,
    lines: Vec<Line>,
    by_id: HashMap<Arc<str>, usize>,
    /// Letters not asked for, by line: they are in the folder, or not in the overview.
    others: Vec<(usize, Order, Vec<Order>)>,
    /// Letters that were found finished, for their pictures.
    kept: BTreeMap<usize, Order>,
    pictures: Pictures,
    album: Arc<Album>,
    /// How many more letters with problems may have a picture.
    room: usize,
}

/// A letter and what became of it. It is small, for there may be ten thousand while they are made.
struct Line {
    /// Its place among all letters of the ledger.
    at: usize,
    id: Option<Arc<str>>,
    number: String,
    /// What is told of it, put aside.
    about: Option<Aside<About>>,
    /// Was it asked for?
    chosen: bool,
    status: Status,
    /// Its file, relative to the folder, whose journal tells the rest.
    file: Option<Box<str>>,
    feedback_form: Option<Box<str>>,
    publication: Option<Box<str>>,
    problems: Vec<Problem>,
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
    pub(crate) fn of(items: Vec<Item>, findings: &[Diagnostic], lang: Lang) -> (Self, Vec<Order>, Vec<Order>) {
        let mut problems = Problems::of(findings, lang);
        let mut overview = Self {
            lang,
            general: Vec::new(),
            lines: Vec::with_capacity(items.len()),
            by_id: HashMap::with_capacity(items.len()),
            others: Vec::new(),
            kept: BTreeMap::new(),
            pictures: Pictures::new(),
            album: Arc::default(),
            room: report::WITH_PROBLEMS,
        };
        let (mut orders, mut companions) = (Vec::new(), Vec::new());
        let mut wanted = HashSet::new();
        let mut with_problems = 0;
        for (index, item) in items.into_iter().enumerate() {
            let problems = problems.about(&item);
            if let Some(id) = &item.id {
                let further = index >= report::FIRST && !problems.is_empty() && item.order.is_some();
                with_problems += usize::from(further);
                if index < report::FIRST || (further && with_problems <= report::WITH_PROBLEMS) {
                    wanted.insert(id.to_string());
                }
                overview.by_id.insert(Arc::clone(id), index);
            }
            let Item { at, id, number, about, chosen, order, companions: beside, .. } = item;
            let status = if order.is_some() { Status::Left } else { Status::Failed };
            let (file, feedback_form, publication) = (None, None, None);
            overview.lines.push(Line {
                at,
                id,
                number,
                about,
                chosen,
                status,
                file,
                feedback_form,
                publication,
                problems,
            });
            match order {
                Some(order) if chosen => {
                    orders.push(order);
                    companions.extend(beside);
                }
                Some(order) => overview.others.push((index, order, beside)),
                None => {}
            }
        }
        overview.general = problems.rest();
        overview.album = Arc::new(Album::new(wanted));
        (overview, orders, companions)
    }

    /// Where pictures go that are taken while letters are made.
    pub(crate) fn album(&self) -> Arc<Album> {
        Arc::clone(&self.album)
    }

    /// A letter came to its end.
    pub(crate) fn set(&mut self, order: &Order, status: Status, entry: Option<&Entry>, findings: &[Diagnostic]) {
        let picture = self.album.take(&order.letter_id);
        let Some(index) = self.by_id.get(&order.letter_id).copied() else { return };
        let Some(line) = self.lines.get_mut(index) else { return };
        line.status = status;
        line.file = entry.map(|entry| entry.path.as_str().into());
        line.problems.extend(Problem::all(findings, self.lang));
        if status == Status::Kept {
            let shown = index < report::FIRST || !line.problems.is_empty();
            if shown && self.kept.len() < report::FIRST + report::WITH_PROBLEMS {
                self.kept.insert(index, order.clone());
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
    fn look_at_kept(&mut self, outbox: &Outbox, workshop: &Workshop) {
        let shown = |(index, line): (usize, &Line)| {
            (index < report::FIRST || !line.problems.is_empty()) && line.status == Status::Kept
        };
        let lines = self.lines.iter().enumerate();
        let wanted: Vec<usize> = lines.filter(|it| shown(*it)).map(|(index, _)| index).collect();
        if wanted.is_empty() {
            return;
        }
        let mut earlier = fs::read(outbox.dir().join(report::NAME)).map(|it| report::pictures(&it)).unwrap_or_default();
        for index in wanted {
            let key = self.lines.get(index).and_then(|line| {
                let entry = outbox.entry_at(line.file.as_deref()?)?;
                Some((line.id.as_deref()?.to_owned(), Some(entry.sha256.clone())))
            });
            let picture = key.and_then(|key| earlier.remove(&key)).or_else(|| {
                if index >= report::FIRST && self.room == 0 {
                    return None;
                }
                workshop.thumbnail(&self.kept.get(&index)?.job().ok()?)
            });
            if let Some(picture) = picture {
                self.paste(index, picture);
            }
        }
    }

    /// Something that goes with a letter came to its end.
    pub(crate) fn set_companion(&mut self, order: &Order, entry: Option<&Entry>, findings: &[Diagnostic]) {
        let line = self.by_id.get(&order.letter_id);
        if let Some(line) = line.and_then(|index| self.lines.get_mut(*index)) {
            let path = entry.map(|entry| entry.path.as_str().into());
            match order.product {
                Product::FeedbackForm => line.feedback_form = path,
                Product::Publication => line.publication = path,
                Product::Reply | Product::ReplyWithForm | Product::Draft => {}
            }
            line.problems.extend(Problem::all(findings, self.lang));
        }
    }

    /// Is this the identity of one of its letters?
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Is the file of the letter of this identity in the folder?
    pub(crate) fn is_finished(&self, id: &str) -> bool {
        self.by_id.get(id).and_then(|index| self.lines.get(*index)).is_some_and(|line| line.file.is_some())
    }

    /// All lines; of the letters not asked for those whose files are in the folder as they should be.
    pub(crate) fn finish(
        mut self,
        key: impl Fn(&Order) -> Result<WorkKey, Diagnostic>,
        outbox: &Outbox,
        draw: Option<&Workshop>,
    ) -> Result<Overviewed, Diagnostic> {
        let mut gone = vec![false; self.lines.len()];
        for (index, order, companions) in std::mem::take(&mut self.others) {
            match outbox.standing(&order, &key(&order)?, false) {
                Standing::Finished(entry) | Standing::Sent(entry, _) => {
                    self.set(&order, Status::Kept, Some(entry), &[]);
                }
                Standing::Refused(_) | Standing::Missing => gone[index] = true,
            }
            for order in companions {
                if let Standing::Finished(entry) = outbox.standing(&order, &key(&order)?, false) {
                    self.set_companion(&order, Some(entry), &[]);
                }
            }
        }
        if let Some(workshop) = draw {
            self.look_at_kept(outbox, workshop);
        }
        let adopted = outbox.adopted();
        let mut shown =
            Overviewed { general: self.general, rows: Vec::new(), places: Vec::new(), pictures: Pictures::new() };
        for (index, (line, gone)) in self.lines.into_iter().zip(gone).enumerate() {
            if gone {
                continue;
            }
            if let Some(picture) = self.pictures.remove(&index) {
                shown.pictures.insert(shown.rows.len(), picture);
            }
            shown.places.push((line.at, line.chosen));
            shown.rows.push(line.row(outbox, &adopted)?);
        }
        Ok(shown)
    }
}

impl Line {
    /// The line with what is told of the letter, and what the journal has of its file.
    fn row(self, outbox: &Outbox, adopted: &BTreeSet<String>) -> Result<Row, Diagnostic> {
        let about = self.about.map(|about| about.take()).transpose()?.unwrap_or_default();
        let entry = self.file.as_deref().and_then(|file| outbox.entry_at(file));
        let is_adopted = self.file.as_deref().is_some_and(|file| adopted.contains(file));
        let sent = self.id.as_deref().and_then(|id| outbox.issued(id));
        let sent = sent.filter(|sent| entry.is_some_and(|entry| entry.sha256 == sent.sha256));
        Ok(Row {
            number: self.number,
            addressee: about.addressee,
            title: about.title,
            category: about.category,
            doc_number: about.doc_number,
            cc: about.cc,
            status: if self.status == Status::Kept && is_adopted { Status::Adopted } else { self.status },
            sha256: entry.map(|entry| entry.sha256.clone()),
            pages: entry.map(|entry| entry.pages),
            signed: entry.is_some_and(|entry| entry.signed),
            sent: sent.map(|sent| sent.at.clone()),
            id: self.id.as_deref().map(str::to_owned),
            file: self.file.map(String::from),
            feedback_form: self.feedback_form.map(String::from),
            publication: self.publication.map(String::from),
            problems: self.problems,
        })
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
        let names = item.id.as_deref().into_iter().chain([item.number.as_str()]).filter(|name| !name.is_empty());
        let found: Vec<usize> = names.filter_map(|name| self.by_letter.get(name)).flatten().copied().collect();
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
        Item { id: id.map(Arc::from), number: number.to_owned(), chosen: true, ..Item::default() }
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
        let (overview, orders, _) = Overview::of(items, &findings, Lang::En);
        let text = |problems: &[Problem]| problems.iter().map(|it| it.message.as_str()).collect::<String>();
        let shown: Vec<String> = overview.lines.iter().map(|line| text(&line.problems)).collect();
        assert_eq!(shown, ["ab", "c", ""]);
        assert_eq!(text(&overview.general), "d");
        assert!(orders.is_empty());
        assert!(overview.lines.iter().all(|line| line.status == Status::Failed));
    }
}
