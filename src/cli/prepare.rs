//! From a ledger to letters that can be made: read, checked, covered by the fonts, chosen.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use dafu::diag::{Checked, Code, Diagnostic, LetterRef, Origin, Outcome};
use dafu::digest::sha256;
use dafu::fonts::Faces;
use dafu::input::{self, BodyOptions, Book, RawLetter, ReadOptions};
use dafu::letter::{self, CheckOptions, Letter, LetterDate};
use dafu::lint;
use dafu::profile::{self, Profile};
use dafu::shard::Share;
use dafu::workshop::{Job, Workshop};

use super::companions::Names;
use super::only::Candidate;
use super::pin;
use super::rows::Rows;
use super::select::{Known, Verdict, select};
use super::session::Plan;

/// A ledger whose letters are known.
pub(crate) struct Prepared {
    /// Its profile.
    pub(crate) profile: Arc<Profile>,
    /// What makes its letters; nothing where the templates are wrong.
    pub(crate) workshop: Option<Arc<Workshop>>,
    /// Its letters in its order: all that were asked for, and of the others those that can be made.
    pub(crate) items: Vec<Item>,
    /// The files of all its letters, and of what may go with them; nothing where a row gave no letter, because
    /// then they are not all known.
    pub(crate) paths: Option<BTreeSet<String>>,
    /// Everything to be told.
    pub(crate) findings: Vec<Diagnostic>,
    /// By choice of `--only`: did it choose anything?
    pub(crate) hits: Vec<bool>,
    /// SHA-256 over identities, titles and file names of all its letters, those of other shares included.
    pub(crate) plan: String,
}

/// A letter of a ledger.
pub(crate) struct Item {
    /// Its place among all letters of the ledger, from 0.
    pub(crate) at: usize,
    /// Its identity, where known.
    pub(crate) id: Option<String>,
    /// Its number.
    pub(crate) number: String,
    /// Its addressee.
    pub(crate) addressee: String,
    /// Its title.
    pub(crate) title: String,
    /// When it is due (办理期限).
    pub(crate) due: Option<LetterDate>,
    /// Was it asked for?
    pub(crate) chosen: bool,
    /// Did it pass the check, so that its characters could be looked for in the fonts?
    pub(crate) checked: bool,
    /// How to make it; nothing where something is wrong with it.
    pub(crate) job: Option<Job>,
    /// What is to be made beside it.
    pub(crate) companions: Vec<Job>,
}

/// A ledger that was read.
pub(crate) struct Opened {
    book: Book,
    findings: Vec<Diagnostic>,
}

/// Reads a ledger; on failure gives what was found.
pub(crate) fn open(plan: &Plan) -> Outcome<Opened> {
    let Checked { value, findings } = input::open(&plan.ledger);
    match value {
        Some(book) => Ok(Opened { book, findings }),
        None => Err(findings),
    }
}

/// Prepares every letter of a ledger; on failure gives everything that was found.
pub(crate) fn prepare(plan: &Plan, opened: Opened, templates: &Path, faces: &Arc<Faces>) -> Outcome<Prepared> {
    let Opened { book, mut findings } = opened;
    let profile = match load_profile(plan, &book, templates) {
        Ok(profile) => Arc::new(profile),
        Err(problems) => {
            findings.extend(problems);
            return Err(findings);
        }
    };
    let workshop = Workshop::open(templates, Arc::clone(&profile), Arc::clone(faces))
        .map_err(|problems| findings.extend(problems))
        .ok()
        .map(Arc::new);
    let insists_at = plan.config.pack_origin.as_ref().filter(|_| plan.asked_pack.is_none());
    let (pin, digest) = (plan.options.pack.as_ref(), plan.options.pack_digest.as_ref());
    let differs = workshop.as_ref().and_then(|it| pin::differs(pin, digest, &profile, it, insists_at));
    if let Some(problem) = differs {
        // Nothing may be made with another one.
        findings.push(problem);
        return Err(findings);
    }

    let bodies =
        BodyOptions { folder: plan.options.bodies.clone(), allow_outside: plan.options.allow_outside.unwrap_or(false) };
    let read = ReadOptions {
        sheet: plan.options.sheet.clone(),
        skip_hidden: plan.options.skip_hidden.unwrap_or(false),
        bodies: bodies.folder.is_some(),
    };
    let raws = input::letters(&book, &profile, &plan.config.defaults, &read).take(&mut findings).unwrap_or_default();
    // All that is needed of it is copied: its cells need not stand beside the letters.
    drop(book);
    if raws.is_empty() && findings.iter().any(keeps_from_reading) {
        return Err(findings);
    }
    let is_own = |raw: &RawLetter| letter::is_own(raw, &profile);
    let raws = input::read_bodies(raws, &profile, &bodies, &is_own).take(&mut findings).unwrap_or_default();
    let rows = Rows::of(&raws, &profile);
    let check = CheckOptions { allow_classified: plan.options.allow_classified.unwrap_or(false) };
    let letters = letter::check_all(raws, &profile, &check).take(&mut findings).unwrap_or_default();
    // A pack may ask for faces in another order.
    let faces = workshop.as_ref().map_or(&**faces, |workshop| workshop.faces());
    for letter in &letters {
        let reference = letter.reference();
        findings.extend(faces.cover(letter, &profile).into_iter().map(|found| found.letter(&reference)));
    }

    findings.extend(lint::run(&letters, &profile, &plan.config.levels));

    let known: Vec<Known> = letters.iter().map(|letter| known(letter, &rows)).collect();
    let selection = select(&rows, &known, findings, plan.options.only.as_ref(), plan.strict());
    let mut places = Vec::new();
    let stems = letter::file_names(&letters, plan.options.name.as_ref());
    let names = Names::of(&letters, &stems, plan.options.name.as_ref(), &plan.companions);
    let beside =
        |folder: &str, names: &[String]| names.iter().map(|name| format!("{folder}/{name}.pdf")).collect::<Vec<_>>();
    let paths = selection.every_row_known.then(|| {
        let letters = beside("letters", &stems).into_iter().chain(beside("letters", names.forms()));
        letters.chain(beside("publication", names.publications())).collect()
    });
    let verdicts = selection.letters.iter().zip(known);
    for (index, ((letter, file_stem), (verdict, known))) in letters.into_iter().zip(stems).zip(verdicts).enumerate() {
        let companions = names.jobs(index, &letter, &plan.companions);
        let product = plan.companions.product(&letter);
        places.push((known.row, Item::of(Job { letter, product, file_stem }, companions, *verdict)));
    }
    for (index, id) in selection.failed_rows {
        let row = rows.get(index).cloned().unwrap_or_default();
        let item = Item {
            at: 0,
            id,
            number: row.candidate.number,
            addressee: row.addressee,
            title: row.title,
            due: row.due,
            chosen: true,
            checked: false,
            job: None,
            companions: Vec::new(),
        };
        places.push((Some(index), item));
    }
    places.sort_by_key(|(row, _)| *row);
    let mut items: Vec<Item> = places.into_iter().map(|(_, item)| item).collect();
    let mut findings = selection.findings;
    items.iter_mut().enumerate().for_each(|(at, item)| item.at = at);
    let whole = plan_of(&items);
    if let Some(share) = plan.share {
        take_share(share, &mut items, &mut findings);
    }
    Ok(Prepared { profile, workshop, items, paths, findings, hits: selection.hits, plan: whole })
}

/// What two shares of one ledger have in common.
fn plan_of(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        let stem = item.job.as_ref().map_or("", |job| &job.file_stem);
        for part in [item.id.as_deref().unwrap_or_default(), &item.number, &item.addressee, &item.title, stem] {
            text.push_str(part);
            text.push('\0');
        }
    }
    sha256([text.as_bytes()])
}

/// Leaves the letters of a share, and the problems that are about them or about no letter.
fn take_share(share: Share, items: &mut Vec<Item>, findings: &mut Vec<Diagnostic>) {
    // A row without an identity goes by its number, and without one by its place.
    let holds = |item: &Item| match (&item.id, item.number.as_str()) {
        (Some(id), _) => share.holds(id),
        (None, "") => share.holds(&format!("#{}", item.at)),
        (None, number) => share.holds(number),
    };
    let mut others: BTreeSet<String> = items.iter().map(|item| item.number.clone()).collect();
    items.retain(holds);
    items.iter().for_each(|item| {
        others.remove(&item.number);
    });
    findings.retain(|finding| match &finding.letter {
        None => true,
        Some(LetterRef { id: Some(id), .. }) => share.holds(id),
        Some(letter) => letter.number.is_empty() || !others.contains(&letter.number),
    });
}

impl Item {
    fn of(job: Job, companions: Vec<Job>, verdict: Verdict) -> Self {
        let letter = &job.letter;
        Self {
            at: 0,
            id: Some(letter.id.to_string()),
            number: letter.number.clone().unwrap_or_default(),
            addressee: letter.addressee.clone(),
            title: letter.title.text.clone(),
            due: letter.background.due,
            chosen: verdict != Verdict::NotChosen,
            checked: true,
            job: (verdict != Verdict::Failed).then_some(job),
            companions: if verdict == Verdict::Failed { Vec::new() } else { companions },
        }
    }
}

/// The profile of the command line, its variable, the ledger, the configuration files, else `standard`.
fn load_profile(plan: &Plan, book: &Book, templates: &Path) -> Outcome<Profile> {
    let (name, origin) = if let Some(name) = &plan.asked_profile {
        (name.as_str(), None)
    } else if let Some((name, origin)) = book.profile() {
        (name, Some(origin))
    } else if let Some(name) = &plan.config.options.profile {
        (name.as_str(), plan.config.profile_origin.as_ref())
    } else {
        ("standard", None)
    };
    profile::load(templates, name)
        .map_err(|problems| problems.into_iter().map(|problem| named_at(problem, origin)).collect())
}

/// A profile that is not there is wrong where it is named, not where it was looked for; one that another profile
/// extends is named there.
pub(crate) fn named_at(problem: Diagnostic, origin: Option<&Origin>) -> Diagnostic {
    let extended = matches!(problem.origin, Some(Origin::Text { .. }));
    match origin {
        Some(origin) if problem.code == Code::ProfileUnknown && !extended => problem.at(origin),
        _ => problem,
    }
}

/// Does the problem say that there is no ledger to speak of? A ledger that lacks a column is one.
fn keeps_from_reading(finding: &Diagnostic) -> bool {
    let of_a_column = [Code::ColumnMissing, Code::HeadingAmbiguous, Code::HeadingDuplicate, Code::KeyTwice];
    finding.is_error() && !of_a_column.contains(&finding.code)
}

fn known(letter: &Letter, rows: &Rows) -> Known {
    Known { id: letter.id.to_string(), row: rows.at(letter.row()), candidate: candidate(letter) }
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
