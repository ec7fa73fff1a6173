//! Running many letters: parallelism and nothing else.
//!
//! Threads make letters; the calling thread alone keeps them, writes the journal and tells of
//! events. Both happen in the order of the jobs, so that files, journal and output are the same with any
//! number of threads. The price is small: a letter that is ready early waits for those before it, at most
//! four times as many as there are threads, and a run that is killed loses these few.

mod crew;
mod finish;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::archive::{Entry, Finished, Making, Outbox, Work};
use crate::diag::{Checked, Code, Diagnostic, Message, Outcome, Severity};
use crate::sign::Signer;
use crate::workshop::{Job, WorkKey, Workshop};
use crew::Crew;
use finish::Finisher;

/// How many letters, for each thread, may be in work or waiting for their turn.
const AHEAD: usize = 4;

/// What happened, in the order of the jobs.
#[derive(Debug)]
pub enum Event<'a, J = Job> {
    /// A letter was made; its file and journal line are in place.
    Made {
        /// The job.
        job: &'a J,
        /// Its journal entry.
        entry: &'a Entry,
        /// Warnings and notes.
        findings: &'a [Diagnostic],
    },
    /// A finished letter was kept.
    Kept {
        /// The job.
        job: &'a J,
        /// Its journal entry.
        entry: &'a Entry,
    },
    /// A letter could not be made.
    Failed {
        /// The job.
        job: &'a J,
        /// Why.
        findings: &'a [Diagnostic],
    },
}

/// How to run.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// Threads that make letters.
    pub jobs: NonZeroUsize,
    /// Warnings count as errors (`--strict`): a letter with one is not kept.
    pub strict: bool,
    /// Set from outside (Ctrl-C): letters in work are finished, no further one is begun.
    pub stop: Arc<AtomicBool>,
    /// Signs the letters; without one they stay unsigned.
    pub signer: Option<Arc<Signer>>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Letters made now.
    pub made: usize,
    /// Letters found finished.
    pub kept: usize,
    /// Letters that could not be made.
    pub failed: usize,
    /// Letters not begun because the run was stopped.
    pub left: usize,
}

/// Makes every job that the outbox does not have. `now` gives the time for the journal, RFC 3339.
///
/// A letter that fails is an event, and the run goes on. If the outbox fails, the run cannot go on: letters in
/// work are abandoned, and what was kept before stays.
pub fn run(
    workshop: &Arc<Workshop>,
    jobs: Vec<Job>,
    outbox: &mut Outbox,
    options: &BatchOptions,
    now: &dyn Fn() -> String,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Outcome<Summary> {
    let keys = jobs.iter().map(|job| work_key(workshop, job, options.signer.as_deref())).collect();
    // Everything was checked before the first letter is made.
    let checked = now();
    let makings = {
        let workshop = Arc::clone(workshop);
        // What goes with a letter is no paper of the archive.
        move |job: &Job| job.product.is_letter().then(|| making(&workshop, job, &checked))
    };
    let finisher = Finisher::new(workshop, options);
    let options = BatchOptions { jobs: finisher.threads(options.jobs), ..options.clone() };
    run_with(move |job| finisher.make(job), &makings, jobs, keys, outbox, &options, now, on_event)
}

/// How a job's letter is made, and what the ledger says of it for the archive.
fn making(workshop: &Workshop, job: &Job, checked: &str) -> Making {
    let [profile, templates, fonts] = workshop.digests().map(str::to_owned);
    let background = &job.letter.background;
    Making {
        content: workshop.content_key(job).0,
        profile,
        templates,
        fonts,
        checked: checked.to_owned(),
        proposers: job.letter.proposers.iter().map(|proposer| proposer.name.clone()).collect(),
        previous: job.letter.previous.clone(),
        disclosure: job.letter.disclosure.clone().or_else(|| background.published.then(|| "主动公开".to_owned())),
        retention: background.retention.clone(),
        item_no: background.item_no.clone(),
        ..Making::default()
    }
}

/// The key of a job's work.
pub fn work_key(workshop: &Workshop, job: &Job, signer: Option<&Signer>) -> WorkKey {
    workshop.content_key(job).signed(signer.map(Signer::identity))
}

/// [`run`] without the workshop: `keys` are those of the jobs, in their order, `make` makes one of them, `making` is
/// what the journal notes of it.
#[expect(clippy::too_many_arguments, reason = "what a run has, taken apart for the tests")]
fn run_with<J, T, M>(
    make: M,
    making: &dyn Fn(&J) -> Option<Making>,
    jobs: Vec<J>,
    keys: Vec<WorkKey>,
    outbox: &mut Outbox,
    options: &BatchOptions,
    now: &dyn Fn() -> String,
    on_event: &mut dyn FnMut(Event<'_, J>),
) -> Outcome<Summary>
where
    J: Work + Send + Sync + 'static,
    T: Finished + Send + 'static,
    M: Fn(&J) -> Checked<T> + Send + Sync + 'static,
{
    // The whole plan first: a file may have to be hashed for it, and threads should not wait for that.
    let plan: Vec<(usize, Option<WorkKey>)> = jobs
        .iter()
        .zip(keys)
        .map(|(job, key)| {
            let kept = outbox.has(job, &key).is_some_and(|entry| !options.strict || entry.warnings == 0);
            (!kept).then_some(key)
        })
        .enumerate()
        .collect();
    let to_make: Vec<usize> = plan.iter().filter_map(|(index, key)| key.as_ref().map(|_| *index)).collect();

    let jobs = Arc::new(jobs);
    let mut crew = Crew::hire(make, &jobs, to_make, options)?;
    let mut summary = Summary::default();
    for (job, (index, key)) in jobs.iter().zip(plan) {
        let Some(key) = key else {
            note(outbox, job, making)?;
            if let Some(entry) = outbox.entry(job) {
                summary.kept += 1;
                on_event(Event::Kept { job, entry });
            }
            continue;
        };
        let Some(result) = crew.wait_for(index)? else {
            summary.left += 1;
            continue;
        };
        let (value, findings) = judge(result, job, outbox, options.strict);
        if let Some(value) = value {
            let warnings = count(&findings, Severity::Warning);
            outbox.keep(job, &key, &value, warnings, &now())?;
            note(outbox, job, making)?;
            summary.made += 1;
            let Some(entry) = outbox.entry(job) else { continue };
            on_event(Event::Made { job, entry, findings: &findings });
        } else {
            summary.failed += 1;
            on_event(Event::Failed { job, findings: &findings });
        }
    }
    outbox.sync()?;
    Ok(summary)
}

fn note<J: Work>(outbox: &mut Outbox, job: &J, making: &dyn Fn(&J) -> Option<Making>) -> Outcome<()> {
    making(job).map_or(Ok(()), |making| outbox.note_making(job, &making))
}

/// Whether a letter may be kept: its value, if so, and all that was found. A letter that fails says why.
fn judge<J: Work, T: Finished>(
    result: Checked<T>,
    job: &J,
    outbox: &Outbox,
    strict: bool,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut findings = result.findings;
    if let Some(value) = &result.value {
        findings.extend(outbox.stranger(job, value));
    }
    let enough = if strict { Severity::Warning } else { Severity::Error };
    let value = result.value.filter(|_| findings.iter().all(|found| found.severity < enough));
    if value.is_none() && findings.iter().all(|found| found.severity < enough) {
        findings.push(internal(job, "no letter and no reason"));
    }
    (value, findings)
}

fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|found| found.severity == severity).count()
}

/// Something went wrong inside dafu while this letter was made.
fn internal(job: &impl Work, what: &str) -> Diagnostic {
    let problem = Diagnostic::error(
        Code::Internal,
        Message::new(
            format!("生成这封函件时 dafu 内部出错（{what}）"),
            format!("something went wrong inside dafu while this letter was made ({what})"),
        ),
    )
    .letter(&job.reference())
    .hint(
        "其他函件不受影响；请把这条信息和这一行的内容告诉 dafu 的维护者",
        "other letters are not affected: report this message and the row to the maintainers of dafu",
    );
    match job.origin() {
        Some(origin) => problem.at(origin),
        None => problem,
    }
}

#[cfg(test)]
mod tests;
