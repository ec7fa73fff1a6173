//! `dafu check`, with or without a copy of the ledger that shows the problems.

use std::sync::atomic::AtomicBool;

use dafu::diag::{Diagnostic, Lang};

use super::Status;
use super::annotate::Annotation;
use super::args::CheckCommand;
use super::session::Session;
use super::stage::{self, Stage};
use super::summary::{Summary, Tally};

/// Shows every problem of every letter; writes nothing but the copy that is asked for.
pub(crate) fn check(command: CheckCommand, lang: Lang) -> Status {
    let mut session = match Session::open(command.ledgers, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let annotation = match command.annotate {
        None => None,
        Some(file) => match Annotation::of(file, command.force.unwrap_or(false), &session.plans) {
            Ok(annotation) => Some(annotation),
            Err(problems) => return session.stop(&problems),
        },
    };
    if annotation.is_some() {
        session.reporter.remember();
    }
    let status = check_all(&mut session).unwrap_or_else(|problems| {
        session.reporter.findings(&problems);
        Status::Stopped
    });
    let written = annotation.map_or(Status::Done, |annotation| annotation.write(&mut session.reporter));
    session.reporter.end(status.max(written))
}

fn check_all(session: &mut Session) -> Result<Status, Vec<Diagnostic>> {
    // Nothing is begun that would have to be finished: Ctrl-C ends a check at once.
    let stop = AtomicBool::new(false);
    let mut statuses = Vec::new();
    for stage in stage::all(session, &stop, |_| true)? {
        let Stage::Ready(ready) = stage else {
            statuses.push(Status::Stopped);
            continue;
        };
        let items = || ready.prepared.items.all.iter().filter(|item| item.chosen);
        let failed = items().filter(|item| item.order.is_none()).count();
        let summary = Summary {
            ledger: &ready.plan.ledger,
            out: None,
            profile: &ready.prepared.profile.name,
            templates: &session.templates,
            fonts: &session.fonts,
            letters: items().count(),
            tally: Tally { failed, ..Tally::default() },
            counts: ready.counts,
            seconds: ready.seconds,
        };
        session.reporter.summary(&summary);
        statuses.push(match ready.prepared.workshop {
            Some(_) if failed > 0 => Status::Errors,
            Some(_) => ready.counts.status(ready.plan.strict()),
            None => Status::Stopped,
        });
    }
    Ok(stage::status(session, &statuses))
}
