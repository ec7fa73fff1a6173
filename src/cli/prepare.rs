//! From a ledger to letters that can be made: read, checked, covered by the fonts, chosen.

use std::path::Path;
use std::sync::Arc;

use dafu::diag::{Checked, Code, Diagnostic, Origin, Outcome};
use dafu::fonts::Faces;
use dafu::input::{self, BodyOptions, Book, RawLetter, ReadOptions};
use dafu::letter::{self, CheckOptions};
use dafu::profile::{self, Profile};
use dafu::workshop::Workshop;

use super::items::{CheckedLedger, Items};
use super::pin;
use super::rows::Rows;
use super::session::Plan;
use super::system;

/// A ledger whose letters are known.
pub(crate) struct Prepared {
    /// Its profile.
    pub(crate) profile: Arc<Profile>,
    /// What makes its letters; nothing where the templates are wrong.
    pub(crate) workshop: Option<Arc<Workshop>>,
    /// Its letters, and what is to be told of them.
    pub(crate) items: Items,
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
        scratch: Some(system::temp_dir()),
    };
    let raws = input::letters(&book, &profile, &plan.config.defaults, &read).take(&mut findings).unwrap_or_default();
    // All that is needed of it is copied: its cells need not stand beside the letters.
    drop(book);
    if raws.is_empty() && findings.iter().any(keeps_from_reading) {
        return Err(findings);
    }
    let is_own = |raw: &RawLetter| letter::is_own(raw, &profile);
    // Nothing is given back only where what was put aside cannot be read again: then no letter may count as gone.
    let Some(raws) = input::read_bodies(&raws, &profile, &bodies, &is_own).take(&mut findings) else {
        return Err(findings);
    };
    let rows = match Rows::of(&raws, &profile) {
        Ok(rows) => rows,
        Err(problem) => {
            findings.push(problem);
            return Err(findings);
        }
    };
    let check = CheckOptions { allow_classified: plan.options.allow_classified.unwrap_or(false) };
    let Some(letters) = letter::check_all(&raws, &profile, &check).take(&mut findings) else {
        return Err(findings);
    };
    // A pack may ask for faces in another order.
    let faces = workshop.as_ref().map_or(&**faces, |workshop| workshop.faces());
    let ledger = CheckedLedger { plan, profile: &profile, faces, raws: &raws, rows: &rows, letters: &letters };
    let items = ledger.settle(findings).map_err(|problem| vec![problem])?;
    Ok(Prepared { profile, workshop, items })
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
