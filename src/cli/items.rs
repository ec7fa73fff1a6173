//! The letters of a ledger as a command sees them: what is told of each, whether it was asked for, and what is to be made.

use std::collections::BTreeSet;
use std::sync::Arc;

use dafu::diag::{Diagnostic, LetterRef};
use dafu::digest::sha256;
use dafu::fonts::Faces;
use dafu::input::RawLetter;
use dafu::letter::{FileNames, Letter, LetterDate};
use dafu::lint::Linter;
use dafu::profile::Profile;
use dafu::shard::Share;
use dafu::shelf::{Aside, Shelf};
use dafu::workshop::Order;
use serde::{Deserialize, Serialize};

use super::companions::Names;
use super::only::Candidate;
use super::rows::{self, Rows};
use super::select::{Known, Verdict, select};
use super::session::Plan;

/// A letter of a ledger.
#[derive(Default)]
pub(crate) struct Item {
    /// Its place among all letters of the ledger, from 0.
    pub(crate) at: usize,
    /// Its identity, where known.
    pub(crate) id: Option<Arc<str>>,
    /// Its number.
    pub(crate) number: String,
    /// What is told of it, put aside.
    pub(crate) about: Option<Aside<About>>,
    /// Was it asked for?
    pub(crate) chosen: bool,
    /// Did it pass the check, so that its characters could be looked for in the fonts?
    pub(crate) checked: bool,
    /// What is to be made of it; nothing where something is wrong with it.
    pub(crate) order: Option<Order>,
    /// What is to be made beside it.
    pub(crate) companions: Vec<Order>,
}

/// What is told of a letter in lists and overviews.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct About {
    /// Its addressee.
    pub(crate) addressee: String,
    /// Its title.
    pub(crate) title: String,
    /// Class of the result, as printed.
    pub(crate) category: Option<String>,
    /// Its document number.
    pub(crate) doc_number: Option<String>,
    /// To whom copies go.
    pub(crate) cc: Vec<String>,
    /// When it was handed over to be answered (交办日期).
    pub(crate) assigned: Option<LetterDate>,
    /// When it is due (办理期限).
    pub(crate) due: Option<LetterDate>,
}

/// All letters of a ledger, and what is to be told of them.
pub(crate) struct Items {
    /// The letters in the ledger's order: all that were asked for, and of the others those that can be made.
    pub(crate) all: Vec<Item>,
    /// The files of all letters, and of what may go with them; nothing where a row gave no letter, because then they are
    /// not all known.
    pub(crate) paths: Option<BTreeSet<String>>,
    /// Everything to be told.
    pub(crate) findings: Vec<Diagnostic>,
    /// By choice of `--only`: did it choose anything?
    pub(crate) hits: Vec<bool>,
    /// SHA-256 over identities, titles and file names of all letters, those of other shares included.
    pub(crate) plan: String,
}

/// Rows and letters of a ledger that was checked.
pub(crate) struct CheckedLedger<'a> {
    /// The ledger and its options.
    pub(crate) plan: &'a Plan,
    /// Its profile.
    pub(crate) profile: &'a Profile,
    /// The faces that its letters are set in.
    pub(crate) faces: &'a Faces,
    /// Its rows as read.
    pub(crate) raws: &'a Shelf<RawLetter>,
    /// Which row a place belongs to.
    pub(crate) rows: &'a Rows,
    /// The letters that passed the check.
    pub(crate) letters: &'a Shelf<Letter>,
}

/// What was seen in the letters, one by one.
struct Seen {
    /// Their items, not settled yet, and whether a form goes with them.
    items: Vec<(Item, bool)>,
    known: Vec<Known>,
    /// The names of their files.
    stems: Vec<String>,
    /// The names of what may go with them.
    names: Names,
}

impl CheckedLedger<'_> {
    /// Looks for every letter's characters in the fonts, asks what a careful reader would ask, and settles what becomes
    /// of each. `findings` are those of reading and checking. A failure is one of the machine.
    pub(crate) fn settle(&self, mut findings: Vec<Diagnostic>) -> Result<Items, Diagnostic> {
        let Seen { items, known, stems, names } = self.read(&mut findings)?;
        let selection = select(self.rows, &known, findings, self.plan.options.only.as_ref(), self.plan.strict());
        let paths = selection.every_row_known.then(|| paths(&stems, &names));
        let mut places = Vec::with_capacity(items.len() + selection.failed_rows.len());
        let all = items.into_iter().zip(stems).zip(known).zip(&selection.letters).enumerate();
        for (index, ((((mut item, has_form), stem), known), verdict)) in all {
            let order = item.order.map(|order| Order { file_stem: stem, ..order });
            item.order = order.filter(|_| *verdict != Verdict::Failed);
            if let Some(order) = &item.order {
                item.companions = names.orders(index, order, has_form, &self.plan.companions);
            }
            item.chosen = *verdict != Verdict::NotChosen;
            places.push((known.row, item));
        }
        for (index, id) in selection.failed_rows {
            let raw = self.raws.aside(index).map(|raw| raw.take()).transpose()?;
            let about = raw.map(|raw| rows::about(&raw)).unwrap_or_default();
            let item = Item {
                id: id.map(Arc::from),
                number: self.rows.get(index).map(|row| row.number.clone()).unwrap_or_default(),
                about: Some(self.letters.put_aside(&about)),
                chosen: true,
                ..Item::default()
            };
            places.push((Some(index), item));
        }
        places.sort_by_key(|(row, _)| *row);
        let mut all: Vec<Item> = places.into_iter().map(|(_, item)| item).collect();
        all.iter_mut().enumerate().for_each(|(at, item)| item.at = at);
        let plan = plan_of(&all)?;
        let mut items = Items { all, paths, findings: selection.findings, hits: selection.hits, plan };
        if let Some(share) = self.plan.share {
            items.take_share(share);
        }
        Ok(items)
    }

    fn read(&self, findings: &mut Vec<Diagnostic>) -> Result<Seen, Diagnostic> {
        let Self { plan, profile, faces, rows, letters, .. } = *self;
        let pattern = plan.options.name.as_ref();
        let mut linter = Linter::new(profile, &plan.config.levels, letters);
        let (mut stems, mut publications) = (FileNames::new(pattern), FileNames::new(pattern));
        let (mut items, mut known) = (Vec::with_capacity(letters.len()), Vec::with_capacity(letters.len()));
        for (index, letter) in letters.iter().enumerate() {
            let letter = letter?;
            let Some(aside) = letters.aside(index) else { continue };
            let reference = letter.reference();
            findings.extend(faces.cover(&letter, profile).into_iter().map(|found| found.letter(&reference)));
            linter.read(index, &letter)?;
            stems.add(&letter);
            if plan.companions.publishes() {
                // What was taken out of the copy is not in its name either.
                publications.add(&letter.redacted());
            }
            let order = Order::of(&letter, aside, plan.companions.product(&letter), String::new());
            known.push(Known {
                id: Arc::clone(&order.letter_id),
                row: rows.at(letter.row()),
                candidate: plan.options.only.as_ref().map(|_| candidate(&letter)).unwrap_or_default(),
            });
            let item = Item {
                id: Some(Arc::clone(&order.letter_id)),
                number: order.number.clone(),
                about: Some(letters.put_aside(&About::of(&letter))),
                checked: true,
                order: Some(order),
                ..Item::default()
            };
            items.push((item, letter.feedback_form.is_some()));
        }
        findings.extend(linter.finish());
        let stems = stems.finish();
        let names = Names::of(&stems, publications.finish());
        Ok(Seen { items, known, stems, names })
    }
}

/// The files of letters and of what may go with them, relative to the folder of a run.
fn paths(stems: &[String], names: &Names) -> BTreeSet<String> {
    let in_letters = stems.iter().chain(names.forms()).map(|stem| format!("letters/{stem}.pdf"));
    in_letters.chain(names.publications().iter().map(|stem| format!("publication/{stem}.pdf"))).collect()
}

/// What two shares of one ledger have in common.
fn plan_of(items: &[Item]) -> Result<String, Diagnostic> {
    let mut text = String::new();
    for item in items {
        let stem = item.order.as_ref().map_or("", |order| &order.file_stem);
        let About { addressee, title, .. } = item.about()?;
        for part in [item.id.as_deref().unwrap_or_default(), &item.number, &addressee, &title, stem] {
            text.push_str(part);
            text.push('\0');
        }
    }
    Ok(sha256([text.as_bytes()]))
}

impl Items {
    /// Leaves the letters of a share, and the problems that are about them or about no letter.
    fn take_share(&mut self, share: Share) {
        // A row without an identity goes by its number, and without one by its place.
        let holds = |item: &Item| match (&item.id, item.number.as_str()) {
            (Some(id), _) => share.holds(id),
            (None, "") => share.holds(&format!("#{}", item.at)),
            (None, number) => share.holds(number),
        };
        let mut others: BTreeSet<String> = self.all.iter().map(|item| item.number.clone()).collect();
        self.all.retain(holds);
        self.all.iter().for_each(|item| {
            others.remove(&item.number);
        });
        self.findings.retain(|finding| match &finding.letter {
            None => true,
            Some(LetterRef { id: Some(id), .. }) => share.holds(id),
            Some(letter) => letter.number.is_empty() || !others.contains(&letter.number),
        });
    }
}

impl Item {
    /// What is told of it.
    pub(crate) fn about(&self) -> Result<About, Diagnostic> {
        self.about.as_ref().map_or_else(|| Ok(About::default()), Aside::take)
    }
}

impl About {
    fn of(letter: &Letter) -> Self {
        Self {
            addressee: letter.addressee.clone(),
            title: letter.title.text.clone(),
            category: letter.category.clone(),
            doc_number: letter.doc_number.clone(),
            cc: letter.cc.clone(),
            assigned: letter.background.assigned,
            due: letter.background.due,
        }
    }
}

/// What a letter is chosen by.
pub(crate) fn candidate(letter: &Letter) -> Candidate {
    Candidate {
        number: letter.number.clone().unwrap_or_default(),
        matter: letter.matter.clone(),
        assembly: letter.id.assembly.clone(),
        proposers: letter.proposers.iter().map(|proposer| proposer.name.clone()).collect(),
    }
}
