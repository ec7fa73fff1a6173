//! From ledgers to letters that can be made, for every command that reads ledgers.
//!
//! All ledgers are prepared before the first letter of any is made: one may hold what no ledger may, and
//! then nothing is made.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dafu::diag::{Code, Diagnostic, Message};
use dafu::fonts::Faces;

use super::only::Only;
use super::prepare::{self, Prepared};
use super::report::Counts;
use super::session::{Plan, Session};
use super::{Status, interrupt};

/// What became of a ledger so far.
pub(crate) enum Stage {
    /// Nothing can be done with it.
    Blocked,
    /// Its letters are known.
    Ready(Box<Ready>),
}

/// A ledger whose letters are known.
pub(crate) struct Ready {
    /// The ledger and its options.
    pub(crate) plan: Plan,
    /// Its letters.
    pub(crate) prepared: Prepared,
    /// What was told of it, and of all else where it is the only one.
    pub(crate) counts: Counts,
    /// How long it took so far.
    pub(crate) seconds: f64,
}

/// Prepares every ledger and tells of the problems that `told` lets through. Problems given back end the
/// command.
pub(crate) fn all(
    session: &mut Session,
    stop: &AtomicBool,
    told: fn(&Diagnostic) -> bool,
) -> Result<Vec<Stage>, Vec<Diagnostic>> {
    let mut forbidden = false;
    let mut tell = |session: &mut Session, findings: &[Diagnostic]| {
        forbidden |= findings.iter().any(|finding| finding.code == Code::OptionForbidden);
        session.reporter.findings(findings)
    };
    let plans = session.plans.clone();
    let mut opened = Vec::new();
    for plan in plans {
        let book = prepare::open(&plan).map_err(|findings| tell(session, &findings)).ok();
        opened.push((plan, book, session.watch.lap()));
    }
    let mut stages = Vec::new();
    if opened.iter().any(|(_, book, _)| book.is_some()) {
        let faces = Arc::new(Faces::open(&session.fonts)?);
        for (plan, book, seconds) in opened {
            if stop.load(Ordering::Relaxed) {
                return Err(vec![interrupt::problem()]);
            }
            let Some(book) = book else {
                stages.push(Stage::Blocked);
                continue;
            };
            stages.push(match prepare::prepare(&plan, book, &session.templates, &faces) {
                Ok(mut prepared) => {
                    prepared.items.findings.retain(told);
                    let counts = tell(session, &prepared.items.findings);
                    let seconds = seconds + session.watch.lap();
                    Stage::Ready(Box::new(Ready { plan, prepared, counts, seconds }))
                }
                Err(findings) => {
                    tell(session, &findings);
                    Stage::Blocked
                }
            });
        }
    }
    if forbidden || stages.iter().all(|stage| matches!(stage, Stage::Blocked)) {
        return Err(Vec::new());
    }
    let unmatched = choices_without_letters(&stages)?;
    session.counts += session.reporter.findings(&unmatched);
    if let [Stage::Ready(only)] = stages.as_mut_slice() {
        only.counts += session.counts;
    }
    Ok(stages)
}

/// Warnings for choices of `--only` that chose nothing in any ledger; an error if all did.
fn choices_without_letters(stages: &[Stage]) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut choices: Vec<(&Only, Vec<bool>)> = Vec::new();
    for stage in stages {
        // A ledger that could not be read may hold what was asked for.
        let Stage::Ready(ready) = stage else {
            return Ok(Vec::new());
        };
        let Some(only) = &ready.plan.options.only else {
            return Ok(Vec::new());
        };
        let hits = &ready.prepared.items.hits;
        match choices.iter_mut().find(|(known, _)| *known == only) {
            Some((_, all)) => all.iter_mut().zip(hits).for_each(|(all, hit)| *all |= hit),
            None => choices.push((only, hits.clone())),
        }
    }
    if !choices.iter().any(|(_, hits)| hits.contains(&true)) {
        let texts: Vec<&str> = choices.iter().flat_map(|(only, _)| only.texts()).collect();
        return Err(vec![only_empty(&texts.join(","), Diagnostic::error)]);
    }
    let missed = choices.iter().flat_map(|(only, hits)| only.texts().zip(hits));
    Ok(missed.filter(|(_, hit)| !**hit).map(|(text, _)| only_empty(text, Diagnostic::warning)).collect())
}

fn only_empty(text: &str, weigh: fn(Code, Message) -> Diagnostic) -> Diagnostic {
    let message =
        Message::new(format!("--only 的“{text}”没有选中任何函"), format!("`{text}` of --only chose no letter"));
    weigh(Code::OnlyEmpty, message).hint(
        "写号码 153、从小到大的范围 160-165、提案:21 或提出人姓名，以逗号分开；023 只指 023 号",
        "write numbers such as 153, ranges such as 160-165 with the smaller one first, 提案:21, or a proposer's name, parted by commas; 023 means no. 023 only",
    )
}

/// The command's status: its ledgers', and that of what was told beside them.
pub(crate) fn status(session: &Session, ledgers: &[Status]) -> Status {
    let strict = session.options.strict.unwrap_or(false);
    combined(ledgers).max(session.counts.status(strict))
}

/// A ledger that could not be begun is an error if others could.
fn combined(ledgers: &[Status]) -> Status {
    match ledgers.iter().max() {
        Some(Status::Stopped) if ledgers.iter().any(|status| *status != Status::Stopped) => Status::Errors,
        Some(worst) => *worst,
        None => Status::Done,
    }
}

/// Says whose templates and fonts are used.
pub(crate) fn say_whose(session: &mut Session, ledger: &Path, profile: &str) {
    let (ledger, templates, fonts) = (ledger.display(), session.templates.display(), session.fonts.display());
    session.reporter.say(&Message::new(
        format!("{ledger}：规则 {profile}，模板 {templates}，字体 {fonts}"),
        format!("{ledger}: profile {profile}, templates of {templates}, fonts of {fonts}"),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_cannot_be_begun_stops_the_command_only_if_none_can() {
        use Status::{Done, Errors, Stopped};
        for (ledgers, expected) in [
            (&[Done, Done][..], Done),
            (&[Done, Errors], Errors),
            (&[Stopped, Done], Errors),
            (&[Stopped, Errors], Errors),
            (&[Stopped], Stopped),
            (&[Stopped, Stopped], Stopped),
        ] {
            assert_eq!(combined(ledgers), expected, "{ledgers:?}");
        }
    }
}
