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
use crate::workshop::{Job, WorkKey, Workshop};
use crew::{Came, Crew};
use finish::Finisher;
use floor::{Floor, Turn};

/// How many letters, for each thread, may be in work or waiting for their turn.
const AHEAD: usize = 4;

/// With so many letters that hang the run ends.
const HANGING: usize = 4;

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
    let threads = finisher.threads(options.jobs);
    let make = move |job: &Job, turn: &Turn<'_>| finisher.make(job, turn);
    run_with(make, &makings, threads, jobs, keys, outbox, options, now, on_event)
}

/// Makes a letter on a thread like those of a run, and throws it away.
pub fn rehearse(workshop: &Arc<Workshop>, job: Job) {
    let workshop = Arc::clone(workshop);
    crew::alone(move || drop(workshop.make(&job)));
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

/// What is to be done with a job.
enum Plan {
    /// Nothing: the letter at this path stands as it should or, with a warning, as it must.
    Keep(String, Vec<Diagnostic>),
    /// It cannot be made.
    Refuse(Diagnostic),
    /// It is made.
    Make(WorkKey),
    /// It is made last, because a run may have died of it.
    Try(WorkKey),
}

/// [`run`] without the workshop: `keys` are those of the jobs, in their order, `make` makes one of them, `making`
/// is what the journal notes of it.
#[expect(clippy::too_many_arguments, reason = "those of `run`, and what tests put in the workshop's place")]
fn run_with<J, T, M>(
    make: M,
    making: &dyn Fn(&J) -> Option<Making>,
    threads: NonZeroUsize,
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
    M: Fn(&J, &Turn<'_>) -> Checked<T> + Send + Sync + 'static,
{
    // The whole plan first: a file may have to be hashed for it, and threads should not wait for that.
    let plans: Vec<Plan> = jobs.iter().zip(keys).map(|(job, key)| plan(job, key, outbox, options)).collect();
    let to_make = plans.iter().enumerate().filter(|(_, plan)| matches!(plan, Plan::Make(_)));
    let to_make: Vec<usize> = to_make.map(|(index, _)| index).collect();

    let (make, jobs) = (Arc::new(make), Arc::new(jobs));
    let hire = |to_make: Vec<usize>, threads, outbox: &Outbox| {
        let floor = Floor::new(options.jobs.get(), options.limit.clone(), Arc::clone(outbox.in_work()));
        Crew::hire(&make, &jobs, to_make, threads, &options.stop, floor)
    };
    let mut run = Run { outbox, options, making, now, on_event, summary: Summary::default(), hanging: 0 };
    let mut last = Vec::new();
    let mut crew = hire(to_make, threads, run.outbox)?;
    for (index, (job, plan)) in jobs.iter().zip(plans).enumerate() {
        match plan {
            Plan::Keep(path, findings) => run.keep_as_it_is(job, &path, &findings)?,
            Plan::Refuse(problem) => run.fail(job, &[problem]),
            Plan::Make(key) => run.take(job, &key, crew.wait_for(index)?)?,
            Plan::Try(key) => last.push((index, job, key)),
        }
    }
    drop(crew);
    for (index, job, key) in last {
        if run.may_be_made(job) {
            let came = hire(vec![index], NonZeroUsize::MIN, run.outbox)?.wait_for(index)?;
            run.take(job, &key, came)?;
        }
    }
    run.outbox.sync()?;
    Ok(run.summary)
}

fn plan<J: Work>(job: &J, key: WorkKey, outbox: &Outbox, options: &BatchOptions) -> Plan {
    let reissue = options.reissue.contains(&job.id());
    match outbox.standing(job, &key, reissue) {
        // With `--strict` its warnings are to be heard, but what was sent is never touched for that.
        Standing::Finished(entry) if options.strict && entry.warnings > 0 && !outbox.is_issued(entry) => {}
        Standing::Finished(entry) => return Plan::Keep(entry.path.clone(), Vec::new()),
        Standing::Sent(entry, warning) => return Plan::Keep(entry.path.clone(), vec![warning]),
        Standing::Refused(problem) => return Plan::Refuse(problem),
        Standing::Missing => {}
    }
    if outbox.in_work().suspects(&path_of(job)) { Plan::Try(key) } else { Plan::Make(key) }
}

/// A run as its calling thread sees it.
struct Run<'a, 'b, J> {
    outbox: &'a mut Outbox,
    options: &'a BatchOptions,
    making: &'a dyn Fn(&J) -> Option<Making>,
    now: &'a dyn Fn() -> String,
    on_event: &'a mut (dyn FnMut(Event<'_, J>) + 'b),
    summary: Summary,
    hanging: usize,
}

impl<J: Work> Run<'_, '_, J> {
    fn keep_as_it_is(&mut self, job: &J, path: &str, findings: &[Diagnostic]) -> Outcome<()> {
        self.outbox.in_work().clear(path);
        // With a finding it is a letter that was sent and would come out otherwise now: how it was made is noted.
        if findings.is_empty() {
            self.note(job)?;
        }
        if let Some(entry) = self.outbox.entry_at(path) {
            self.summary.kept += 1;
            (self.on_event)(Event::Kept { job, entry, findings });
        }
        Ok(())
    }

    fn note(&mut self, job: &J) -> Outcome<()> {
        (self.making)(job).map_or(Ok(()), |making| self.outbox.note_making(job, &making))
    }

    fn fail(&mut self, job: &J, findings: &[Diagnostic]) {
        self.summary.failed += 1;
        (self.on_event)(Event::Failed { job, findings });
    }

    /// Takes what came of a job.
    fn take<T: Finished>(&mut self, job: &J, key: &WorkKey, came: Came<T>) -> Outcome<()> {
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
        self.outbox.keep(job, key, &value, warnings, &(self.now)())?;
        self.note(job)?;
        self.summary.made += 1;
        if let Some(entry) = self.outbox.entry(job) {
            (self.on_event)(Event::Made { job, entry, findings: &findings });
        }
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
