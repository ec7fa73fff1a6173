//! Running many letters: parallelism and nothing else.
//!
//! Threads make letters; the calling thread alone keeps them, writes the journal and tells of
//! events. Both happen in the order of the jobs, so that files, journal and output are the same with any
//! number of threads. The price is small: a letter that is ready early waits for those before it, at most
//! four times as many as there are threads, and a run that is killed loses these few.
//!
//! Letters that were in work when an earlier run died come last, one after the other, each tried in a process of
//! its own first: it may be the one that run died of.

mod crew;
mod finish;
mod floor;
mod options;
mod problem;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub use options::{BatchOptions, Clock, Limit, Trial, Trier};

use crate::archive::{Entry, Finished, Making, Outbox, Standing, Work, path_of};
use crate::diag::{Checked, Diagnostic, Outcome, Severity};
use crate::sign::Signer;
use crate::workshop::{Job, Order, WorkKey, Workshop};
use crew::{Came, Crew};
use finish::Finisher;
use floor::{Floor, Turn};

/// How many letters, for each thread, may be in work or waiting for their turn.
const AHEAD: usize = 4;

/// With so many letters that hang the run ends.
const HANGING: usize = 4;

/// What happened, in the order of the jobs.
#[derive(Debug)]
pub enum Event<'a, J = Order> {
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
        /// That it was sent and would come out otherwise now.
        findings: &'a [Diagnostic],
    },
    /// A letter could not be made.
    Failed {
        /// The job.
        job: &'a J,
        /// Why.
        findings: &'a [Diagnostic],
    },
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

/// Makes every order that the outbox does not have. `now` gives the time for the journal, RFC 3339.
///
/// A letter that fails is an event, and the run goes on. If the outbox fails, the run cannot go on: letters in
/// work are abandoned, and what was kept before stays.
pub fn run(
    workshop: &Arc<Workshop>,
    orders: Vec<Order>,
    outbox: &mut Outbox,
    options: &BatchOptions,
    now: &dyn Fn() -> String,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Outcome<Summary> {
    // Everything was checked before the first letter is made.
    let finisher = Arc::new(Finisher::new(workshop, options, now()));
    let threads = finisher.threads(options.jobs);
    let due = |order: &Order| finisher.due(order);
    let make = {
        let finisher = Arc::clone(&finisher);
        move |order: &Order, turn: &Turn<'_>| finisher.make(order, turn)
    };
    run_with(make, &due, threads, orders, outbox, options, now, on_event)
}

/// Makes a letter on a thread like those of a run, and throws it away.
pub fn rehearse(workshop: &Arc<Workshop>, job: Job) {
    let workshop = Arc::clone(workshop);
    crew::alone(move || drop(workshop.make(&job)));
}

/// The key of a job's work.
pub fn work_key(workshop: &Workshop, job: &Job, signer: Option<&Signer>) -> WorkKey {
    workshop.content_key(job).signed(signer.map(Signer::identity))
}

/// What a job's finished file must be to be kept, and what the journal notes of it.
struct Due {
    key: WorkKey,
    making: Option<Making>,
}

/// What is to be done with a job.
enum Plan {
    /// Nothing: the letter at this path stands as it should, which the journal notes, or with a warning as it must.
    Keep(String, Option<Making>, Vec<Diagnostic>),
    /// It cannot be made.
    Refuse(Diagnostic),
    /// It is made.
    Make,
    /// It is made last, because a run may have died of it.
    Try,
}

/// [`run`] without the workshop: `make` makes a job, `due` tells what is due of one whose place is taken.
#[expect(clippy::too_many_arguments, reason = "those of `run`, and what tests put in the workshop's place")]
fn run_with<J, T, M>(
    make: M,
    due: &dyn Fn(&J) -> Result<Due, Diagnostic>,
    threads: NonZeroUsize,
    jobs: Vec<J>,
    outbox: &mut Outbox,
    options: &BatchOptions,
    now: &dyn Fn() -> String,
    on_event: &mut dyn FnMut(Event<'_, J>),
) -> Outcome<Summary>
where
    J: Work + Send + Sync + 'static,
    T: Finished + Send + 'static,
    M: Fn(&J, &Turn<'_>) -> Checked<T> + Send + Sync + 'static,
{
    // The whole plan first: a file may have to be hashed for it, and threads should not wait for that.
    let plans: Result<Vec<Plan>, Diagnostic> = jobs.iter().map(|job| plan(job, due, outbox, options)).collect();
    let plans = plans.map_err(|problem| vec![problem])?;
    let to_make = plans.iter().enumerate().filter(|(_, plan)| matches!(plan, Plan::Make));
    let to_make: Vec<usize> = to_make.map(|(index, _)| index).collect();

    let (make, jobs) = (Arc::new(make), Arc::new(jobs));
    let hire = |to_make: Vec<usize>, threads, outbox: &Outbox| {
        let floor = Floor::new(options.jobs.get(), options.limit.clone(), Arc::clone(outbox.in_work()));
        Crew::hire(&make, &jobs, to_make, threads, &options.stop, floor)
    };
    let mut run = Run { outbox, options, now, on_event, summary: Summary::default(), hanging: 0 };
    let mut last = Vec::new();
    let mut crew = hire(to_make, threads, run.outbox)?;
    for (index, (job, plan)) in jobs.iter().zip(plans).enumerate() {
        match plan {
            Plan::Keep(path, making, findings) => run.keep_as_it_is(job, &path, making, &findings)?,
            Plan::Refuse(problem) => run.fail(job, &[problem]),
            Plan::Make => run.take(job, crew.wait_for(index)?)?,
            Plan::Try => last.push((index, job)),
        }
    }
    drop(crew);
    for (index, job) in last {
        if run.may_be_made(job) {
            let came = hire(vec![index], NonZeroUsize::MIN, run.outbox)?.wait_for(index)?;
            run.take(job, came)?;
        }
    }
    run.outbox.sync()?;
    Ok(run.summary)
}

fn plan<J: Work>(
    job: &J,
    due: &dyn Fn(&J) -> Result<Due, Diagnostic>,
    outbox: &Outbox,
    options: &BatchOptions,
) -> Result<Plan, Diagnostic> {
    // Of most letters of a first run nothing is known, and their keys are found while they are made.
    if outbox.knows(job) {
        let Due { key, making } = due(job)?;
        let reissue = options.reissue.contains(&job.id());
        match outbox.standing(job, &key, reissue) {
            // With `--strict` its warnings are to be heard, but what was sent is never touched for that.
            Standing::Finished(entry) if options.strict && entry.warnings > 0 && !outbox.is_issued(entry) => {}
            Standing::Finished(entry) => return Ok(Plan::Keep(entry.path.clone(), making, Vec::new())),
            // It would come out otherwise now: how it was made was noted then, and stays.
            Standing::Sent(entry, warning) => return Ok(Plan::Keep(entry.path.clone(), None, vec![warning])),
            Standing::Refused(problem) => return Ok(Plan::Refuse(problem)),
            Standing::Missing => {}
        }
    }
    Ok(if outbox.in_work().suspects(&path_of(job)) { Plan::Try } else { Plan::Make })
}

/// A run as its calling thread sees it.
struct Run<'a, 'b, J> {
    outbox: &'a mut Outbox,
    options: &'a BatchOptions,
    now: &'a dyn Fn() -> String,
    on_event: &'a mut (dyn FnMut(Event<'_, J>) + 'b),
    summary: Summary,
    hanging: usize,
}

impl<J: Work> Run<'_, '_, J> {
    fn keep_as_it_is(&mut self, job: &J, path: &str, making: Option<Making>, findings: &[Diagnostic]) -> Outcome<()> {
        self.outbox.in_work().clear(path);
        self.note(job, making)?;
        if let Some(entry) = self.outbox.entry_at(path) {
            self.summary.kept += 1;
            (self.on_event)(Event::Kept { job, entry, findings });
        }
        Ok(())
    }

    fn note(&mut self, job: &J, making: Option<Making>) -> Outcome<()> {
        making.map_or(Ok(()), |making| self.outbox.note_making(job, making))
    }

    fn fail(&mut self, job: &J, findings: &[Diagnostic]) {
        self.summary.failed += 1;
        (self.on_event)(Event::Failed { job, findings });
    }

    /// Takes what came of a job.
    fn take<T: Finished>(&mut self, job: &J, came: Came<T>) -> Outcome<()> {
        let result = match came {
            Came::Result(result) => result,
            Came::NotBegun => {
                self.summary.left += 1;
                return Ok(());
            }
            Came::TookTooLong => {
                self.fail(job, &[self.took_too_long(job)]);
                self.hanging += 1;
                return if self.hanging < HANGING { Ok(()) } else { Err(vec![problem::too_many_hang()]) };
            }
        };
        self.outbox.in_work().clear(&path_of(job));
        let (value, findings) = judge(result, job, self.outbox, self.options);
        let Some(value) = value else {
            self.fail(job, &findings);
            return Ok(());
        };
        let warnings = count(&findings, Severity::Warning);
        let entry = self.outbox.keep(job, &value, warnings, &(self.now)())?;
        self.note(job, value.making())?;
        self.summary.made += 1;
        (self.on_event)(Event::Made { job, entry: &entry, findings: &findings });
        Ok(())
    }

    /// Tries a letter that a run may have died of. One that cannot be made is told of here.
    fn may_be_made(&mut self, job: &J) -> bool {
        let is_stopped = || self.options.stop.load(Ordering::Relaxed);
        let trier = self.options.trier.as_ref().filter(|_| !is_stopped());
        let trial = trier.map_or(Trial::NotTried, |trier| trier.attempt(&job.id()));
        // Ctrl-C reaches the other process too.
        let problem = match trial {
            _ if is_stopped() => return true,
            Trial::Lived | Trial::NotTried => return true,
            Trial::Died => problem::deadly(job),
            Trial::TookTooLong => self.took_too_long(job),
        };
        self.fail(job, &[problem]);
        false
    }

    fn took_too_long(&self, job: &J) -> Diagnostic {
        problem::took_too_long(job, self.options.limit.as_ref().map(|limit| limit.after).unwrap_or_default())
    }
}

/// Whether a letter may be kept: its value, if so, and all that was found. A letter that fails says why.
fn judge<J: Work, T: Finished>(
    result: Checked<T>,
    job: &J,
    outbox: &Outbox,
    options: &BatchOptions,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut findings = result.findings;
    if let Some(value) = &result.value {
        findings.extend(outbox.stranger(job, value));
        if !options.reissue.contains(&job.id()) {
            findings.extend(outbox.differs_from_sent(job, value));
        }
    }
    let enough = if options.strict { Severity::Warning } else { Severity::Error };
    let value = result.value.filter(|_| findings.iter().all(|found| found.severity < enough));
    if value.is_none() && findings.iter().all(|found| found.severity < enough) {
        findings.push(problem::internal(job, "no letter and no reason"));
    }
    (value, findings)
}

fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|found| found.severity == severity).count()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial_tests;
