//! `dafu run`.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dafu::archive::{self, Outbox, Work as _};
use dafu::batch::{self, BatchOptions, Event};
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin};
use dafu::sign::Signer;
use dafu::typeset::PageFacts;
use dafu::workshop::{Job, Product, Workshop};
use serde::Deserialize;

use super::args::{RunCommand, SignArgs};
use super::beside::Beside;
use super::companions::Companions;
use super::out_dir::out_dirs;
use super::overview::Overview;
use super::prepare::{Item, Prepared};
use super::report::{Counts, News};
use super::session::{Plan, Session};
use super::signing;
use super::stage::{self, Ready, Stage};
use super::summary::{Summary, Tally};
use super::{Status, facts, interrupt, system};

/// Checks everything, then makes the letters that are right.
pub(crate) fn run(command: RunCommand, lang: Lang) -> Status {
    let mut session = match Session::open(command.ledgers, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let asked = Asked {
        out: command.out.as_deref(),
        signing: &command.signing,
        draft: command.draft.unwrap_or(false),
        facts: command.facts.unwrap_or(false),
    };
    for plan in &mut session.plans {
        let companions = || command.companions.clone().or(plan.config.companions.clone());
        // Drafts come alone.
        plan.companions = if asked.draft { Companions::default() } else { companions() };
    }
    match run_all(&mut session, &asked) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

/// Where drafts are, below the run's folder.
const DRAFTS: &str = "drafts";

/// Has drafts made of the letters.
fn draft(stage: &mut Stage) {
    let Stage::Ready(ready) = stage else { return };
    for item in &mut ready.prepared.items {
        item.job = item.job.take().map(Job::drafted);
    }
    let drafted = |path: &String| path.strip_suffix(".pdf").map(|stem| format!("{}.pdf", Job::drafted_stem(stem)));
    let paths = ready.prepared.paths.take();
    ready.prepared.paths = paths.map(|paths| paths.iter().filter_map(drafted).collect());
}

/// What was asked for beside the ledgers.
struct Asked<'a> {
    out: Option<&'a Path>,
    signing: &'a SignArgs,
    draft: bool,
    facts: bool,
}

fn run_all(session: &mut Session, asked: &Asked<'_>) -> Result<Status, Vec<Diagnostic>> {
    signing::refuse(asked.signing, asked.draft)?;
    let mut dirs = out_dirs(session.plans.iter().map(|plan| plan.ledger.as_path()), asked.out)?;
    if asked.draft {
        // With a journal of their own: drafts are no letters of the run.
        dirs = dirs.into_iter().map(|dir| dir.join(DRAFTS)).collect();
    }
    let stop = interrupt::watch(session.reporter.lang());
    let mut stages = stage::all(session, &stop, |_| true)?;
    let signer = signing::open(session, asked.signing, &stages)?;
    signing::seal(session, asked.signing, signer.as_deref(), &mut stages)?;
    let facts = asked.facts;
    if asked.draft {
        stages.iter_mut().for_each(draft);
    }
    let mut statuses = Vec::new();
    for (stage, dir) in stages.into_iter().zip(&dirs) {
        statuses.push(match stage {
            Stage::Blocked => Status::Stopped,
            Stage::Ready(ready) => {
                let Ready { plan, prepared, counts, seconds } = *ready;
                let (tally, done) = (Tally::default(), BTreeSet::new());
                let stop = Arc::clone(&stop);
                let signer = signer.clone();
                Run { session, plan: &plan, dir, stop, facts, counts, tally, seconds, signer, done }.make(prepared)?
            }
        });
    }
    Ok(stage::status(session, &statuses))
}

/// The run of one ledger.
pub(super) struct Run<'a> {
    pub(super) session: &'a mut Session,
    plan: &'a Plan,
    dir: &'a Path,
    pub(super) stop: Arc<AtomicBool>,
    facts: bool,
    counts: Counts,
    pub(super) tally: Tally,
    seconds: f64,
    signer: Option<Arc<Signer>>,
    /// Identities of letters whose files are in the folder.
    pub(super) done: BTreeSet<String>,
}

impl Run<'_> {
    /// Makes the letters. A failure ends the whole command; it has been told.
    fn make(mut self, prepared: Prepared) -> Result<Status, Vec<Diagnostic>> {
        let letters = prepared.items.iter().filter(|item| item.chosen).count();
        // With `--only` another ledger may have all the letters asked for.
        if letters == 0 && self.plan.options.only.is_some() {
            return Ok(Status::Done);
        }
        let Some(workshop) = prepared.workshop else {
            return Ok(Status::Stopped);
        };
        let mut outbox = match Outbox::open(self.dir) {
            Ok(outbox) => outbox,
            Err(problems) => {
                self.tell(&problems);
                return Ok(Status::Stopped);
            }
        };
        let profile = &prepared.profile.name;
        stage::say_whose(self.session, &self.plan.ledger, profile);
        self.tell_failed(&prepared.items);
        let (mut overview, jobs, companions) = Overview::of(prepared.items, &prepared.findings);
        let ended = self.batch(&workshop, jobs, &mut outbox, &mut overview);
        let ended = ended.and_then(|()| {
            let mut beside = Beside { run: &mut self, workshop: &workshop, profile: &prepared.profile };
            beside.make(companions, &mut outbox, &mut overview)
        });

        if let Some(paths) = &prepared.paths {
            self.tell_left_over(&outbox, paths);
        }
        let key = |job: &Job| {
            let signer = self.signer.as_deref().filter(|_| job.product.is_letter());
            batch::work_key(&workshop, job, signer)
        };
        let rows = overview.finish(key, &outbox);
        let written = archive::write_summary(self.dir, &rows, self.session.reporter.lang());
        let goes_on = [ended, written, self.unless_interrupted()].map(|result| match result {
            Ok(()) => true,
            Err(problems) => {
                self.tell(&problems);
                false
            }
        });
        let summary = Summary {
            ledger: &self.plan.ledger,
            out: Some(self.dir),
            profile,
            templates: &self.session.templates,
            fonts: &self.session.fonts,
            letters,
            tally: self.tally,
            counts: self.counts,
            seconds: self.seconds + self.session.watch.lap(),
        };
        self.session.reporter.summary(&summary);
        if goes_on.contains(&false) {
            return Err(Vec::new());
        }
        let failed = if self.tally.failed > 0 { Status::Errors } else { Status::Done };
        Ok(failed.max(self.counts.status(self.plan.strict())))
    }

    fn unless_interrupted(&self) -> Result<(), Vec<Diagnostic>> {
        if self.stop.load(Ordering::Relaxed) && self.tally.left > 0 {
            return Err(vec![interrupt::problem()]);
        }
        Ok(())
    }

    fn batch(
        &mut self,
        workshop: &Arc<Workshop>,
        jobs: Vec<Job>,
        outbox: &mut Outbox,
        overview: &mut Overview,
    ) -> Result<(), Vec<Diagnostic>> {
        let options = BatchOptions { signer: self.signer.clone(), ..self.options() };
        self.session.reporter.begin(jobs.len());
        self.tally.left = jobs.len();
        let ended = batch::run(workshop, jobs, outbox, &options, &system::now, &mut |event| {
            self.take(&event, overview);
        });
        self.session.reporter.done();
        ended.map(|_| ())
    }

    pub(super) fn options(&self) -> BatchOptions {
        let threads = self.plan.options.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
        BatchOptions {
            jobs: threads.unwrap_or_else(system::processors),
            strict: self.plan.strict(),
            stop: Arc::clone(&self.stop),
            signer: None,
        }
    }

    fn take(&mut self, event: &Event<'_>, overview: &mut Overview) {
        let (job, status, entry, findings) = match *event {
            Event::Made { job, entry, findings } => (job, archive::Status::Made, Some(entry), findings),
            Event::Kept { job, entry } => (job, archive::Status::Kept, Some(entry), &[][..]),
            Event::Failed { job, findings } => (job, archive::Status::Failed, None, findings),
        };
        self.tell(findings);
        overview.set(job, status, entry, findings);
        if entry.is_some() {
            self.done.insert(job.letter.id.to_string());
        }
        self.tally.left = self.tally.left.saturating_sub(1);
        let news = match *event {
            Event::Made { entry, .. } => {
                self.tally.made += 1;
                News::Made(entry)
            }
            Event::Kept { entry, .. } => {
                self.tally.kept += 1;
                News::Kept(entry)
            }
            Event::Failed { .. } => {
                self.tally.failed += 1;
                News::Failed
            }
        };
        let id = job.id();
        let number = job.letter.number.as_deref().unwrap_or_default();
        self.session.reporter.letter(Some(&id), number, news);
        if let Some(entry) = entry.filter(|_| self.facts)
            && let Some(facts) = entry.facts.as_ref().and_then(|facts| PageFacts::deserialize(facts).ok())
        {
            self.session.reporter.say(&facts::message(&entry.path, &facts));
        }
    }

    /// Tells of the letters that cannot be made; their problems have been told.
    fn tell_failed(&mut self, items: &[Item]) {
        for item in items.iter().filter(|item| item.chosen && item.job.is_none()) {
            self.tally.failed += 1;
            self.session.reporter.letter(item.id.as_deref(), &item.number, News::Failed);
        }
    }

    /// Tells of files of letters that the ledger has no more, such as one whose number was corrected.
    fn tell_left_over(&mut self, outbox: &Outbox, paths: &BTreeSet<String>) {
        let message =
            || Message::new("台账里已经没有这个文件对应的函", "the ledger has no letter of this file any more");
        let found: Vec<Diagnostic> = outbox
            .left_over(paths)
            .into_iter()
            // Where no copies are asked for, their names are not known.
            .filter(|entry| entry.product != Product::Publication.as_str() || self.plan.companions.publishes())
            .map(|entry| {
                Diagnostic::warning(Code::FileLeftOver, message())
                    .at(&Origin::file(&self.dir.join(&entry.path)))
                    .hint("确认不要了，就自己删去", "delete it yourself, if nobody needs it")
            })
            .collect();
        self.tell(&found);
    }

    pub(super) fn tell(&mut self, findings: &[Diagnostic]) {
        self.counts += self.session.reporter.findings(findings);
    }
}
