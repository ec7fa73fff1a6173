//! `dafu run`.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dafu::archive::{self, Entry, Facts, Outbox, Work as _};
use dafu::batch::{self, BatchOptions, Event, Limit};
use dafu::diag::{Code, Diagnostic, Lang, LetterRef, Message, Origin};
use dafu::digest::sha256;
use dafu::print_set::Joining;
use dafu::report::Report;
use dafu::shard::{Placed, Shard, Share};
use dafu::sign::Signer;
use dafu::typeset::PageFacts;
use dafu::workshop::{Order, Product, Workshop};

use super::args::{RunCommand, SignArgs};
use super::beside::Beside;
use super::companions::Companions;
use super::items::{Item, Items};
use super::out_dir::out_dirs;
use super::overview::{Overview, Overviewed};
use super::prepare::Prepared;
use super::print_set::Sheet;
use super::reissue::Reissue;
use super::report::{Counts, News};
use super::session::{Plan, Session};
use super::signing;
use super::stage::{self, Ready, Stage};
use super::summary::{Summary, Tally};
use super::{Status, facts, interrupt, json, print_set, system, trial};

/// Seconds that typesetting a letter may take, some thousand times what a usual one does.
const LETTER_TIMEOUT: u32 = 60;

/// Checks everything, then makes the letters that are right.
pub(crate) fn run(command: RunCommand, lang: Lang) -> Status {
    let mut session = match Session::open(command.ledgers.clone(), &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let RunCommand { out, signing, companions, draft, facts, reissue, letter_timeout, print_set, shard, .. } = command;
    let draft = draft.unwrap_or(false);
    for plan in &mut session.plans {
        let all = || companions.clone().or(plan.config.companions.clone());
        // Drafts come alone.
        plan.companions = if draft { Companions::default() } else { all() };
        plan.share = shard;
    }
    let limit = Duration::from_secs(letter_timeout.unwrap_or(LETTER_TIMEOUT).into());
    let wanted = Wanted { facts: facts.unwrap_or(false), reissue: reissue.map(Reissue::new), limit, print_set };
    match run_all(&mut session, &Asked { out: out.as_deref(), signing: &signing, draft, shard }, wanted) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

/// Where drafts are, below the run's folder.
const DRAFTS: &str = "drafts";

/// Has drafts made of the letters.
fn draft(stage: &mut Stage) {
    let Stage::Ready(ready) = stage else { return };
    for item in &mut ready.prepared.items.all {
        item.order = item.order.take().map(Order::drafted);
    }
    let drafted = |path: &String| path.strip_suffix(".pdf").map(|stem| format!("{}.pdf", Order::drafted_stem(stem)));
    let paths = ready.prepared.items.paths.take();
    ready.prepared.items.paths = paths.map(|paths| paths.iter().filter_map(drafted).collect());
}

/// What was asked for beside the ledgers.
struct Asked<'a> {
    out: Option<&'a Path>,
    signing: &'a SignArgs,
    draft: bool,
    shard: Option<Share>,
}

fn run_all(session: &mut Session, asked: &Asked<'_>, mut wanted: Wanted) -> Result<Status, Vec<Diagnostic>> {
    signing::refuse(asked.signing, asked.draft)?;
    let mut dirs = out_dirs(session.plans.iter().map(|plan| plan.ledger.as_path()), asked.out, asked.shard)?;
    if asked.draft {
        // With a journal of their own: drafts are no letters of the run.
        dirs = dirs.into_iter().map(|dir| dir.join(DRAFTS)).collect();
    }
    if let Some(path) = &wanted.print_set {
        if session.plans.len() > 1 {
            return Err(vec![one_ledger_only()]);
        }
        print_set::refuse_other(path)?;
    }
    let stop = interrupt::watch(session.reporter.lang());
    let mut stages = stage::all(session, &stop, |_| true)?;
    let signer = signing::open(session, asked.signing, &stages)?;
    signing::seal(session, asked.signing, signer.as_deref(), &mut stages)?;
    if asked.draft {
        stages.iter_mut().for_each(draft);
    }
    let mut statuses = Vec::new();
    for (stage, dir) in stages.into_iter().zip(&dirs) {
        statuses.push(match stage {
            Stage::Blocked => Status::Stopped,
            Stage::Ready(ready) => {
                let Ready { plan, prepared, counts, seconds } = *ready;
                let tally = Tally::default();
                let stop = Arc::clone(&stop);
                let signer = signer.clone();
                let wanted = &mut wanted;
                let reissue = BTreeSet::new();
                let run = Run { session, plan: &plan, dir, stop, wanted, counts, tally, seconds, signer, reissue };
                run.make(prepared)?
            }
        });
    }
    if let Some(reissue) = &wanted.reissue {
        session.counts += session.reporter.findings(&reissue.missed());
    }
    Ok(stage::status(session, &statuses))
}

fn one_ledger_only() -> Diagnostic {
    let message = Message::new("--print-set 只能和一个台账一起用", "--print-set goes with one ledger only");
    Diagnostic::error(Code::OptionInvalid, message)
        .hint("分几次运行，各写一个打印文件", "run the ledgers one by one, each with its print set")
}

/// What the command asks for beside letters.
struct Wanted {
    facts: bool,
    reissue: Option<Reissue>,
    limit: Duration,
    print_set: Option<PathBuf>,
}

/// The run of one ledger.
pub(super) struct Run<'a> {
    pub(super) session: &'a mut Session,
    plan: &'a Plan,
    dir: &'a Path,
    pub(super) stop: Arc<AtomicBool>,
    wanted: &'a mut Wanted,
    counts: Counts,
    pub(super) tally: Tally,
    seconds: f64,
    signer: Option<Arc<Signer>>,
    /// Identities of letters that were sent and are to be made anew.
    reissue: BTreeSet<String>,
}

impl Run<'_> {
    /// Makes the letters. A failure ends the whole command; it has been told.
    fn make(mut self, prepared: Prepared) -> Result<Status, Vec<Diagnostic>> {
        let letters = prepared.items.all.iter().filter(|item| item.chosen).count();
        // With `--only` another ledger may have all the letters asked for.
        if letters == 0 && self.plan.options.only.is_some() && self.plan.share.is_none() {
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
        let Items { all, paths, findings, plan, .. } = prepared.items;
        self.tell_failed(&all);
        let lang = self.session.reporter.lang();
        let (mut overview, orders, companions) = Overview::of(all, &findings, lang);
        drop(findings);
        let ended = self.batch(&workshop, orders, &mut outbox, &mut overview);
        let ended = ended.and_then(|()| {
            let mut beside = Beside { run: &mut self, workshop: &workshop, profile: &prepared.profile };
            beside.make(companions, &mut outbox, &mut overview)
        });

        if let Some(paths) = &paths {
            let left_over = self.tell_left_over(&outbox, paths, &overview);
            overview.add(&left_over);
        }
        let interrupted = self.unless_interrupted();
        for problems in [&ended, &interrupted].into_iter().filter_map(|result| result.as_ref().err()) {
            overview.add(problems);
        }
        // Somebody who stops a run does not want to wait for pictures.
        let draw = (ended.is_ok() && interrupted.is_ok()).then_some(&*workshop);
        let key = |order: &Order| {
            let signer = self.signer.as_deref().filter(|_| order.product.is_letter());
            order.job().map(|job| batch::work_key(&workshop, &job, signer))
        };
        let shown = match overview.finish(key, &outbox, draw) {
            Ok(shown) => shown,
            Err(problem) => {
                let untold = [ended, interrupted].into_iter().filter_map(Result::err).flatten();
                self.tell(&untold.chain([problem]).collect::<Vec<_>>());
                return Err(Vec::new());
            }
        };
        // What Typst remembers serves no letter any more, and the overviews of many letters take room.
        dafu::workshop::forget(0);
        let print_set = self.write_print_set(&shown, interrupted.is_ok());
        let written = self.write_overviews(shown, profile, &workshop, plan);
        let goes_on = [ended, written, interrupted, print_set].map(|result| match result {
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

    /// Writes what people look at, and what a share leaves for the join.
    fn write_overviews(
        &self,
        shown: Overviewed,
        profile: &str,
        workshop: &Workshop,
        plan: String,
    ) -> Result<(), Vec<Diagnostic>> {
        let lang = self.session.reporter.lang();
        let Overviewed { general, rows, places, pictures } = shown;
        let ledger = self.plan.ledger.display().to_string();
        match self.plan.share {
            None => Shard::remove(self.dir)?,
            Some(share) => {
                let signers = self.signer.as_deref().map_or("", Signer::identity);
                let placed = rows.iter().zip(&places).map(|(row, (at, _))| Placed { at: *at, row: row.clone() });
                let mut shard = Shard::new(share, lang);
                shard.ledger.clone_from(&ledger);
                profile.clone_into(&mut shard.profile);
                shard.made_with = sha256([workshop.digest().as_bytes(), b"\n", signers.as_bytes()]);
                shard.plan = plan;
                shard.general.clone_from(&general);
                shard.rows = placed.collect();
                shard.write(self.dir)?;
            }
        }
        Report { ledger, profile: profile.to_owned(), general, rows, pictures }.write(self.dir, lang)
    }

    /// Joins the letters that were asked for and are finished.
    fn write_print_set(&mut self, shown: &Overviewed, goes_on: bool) -> Result<(), Vec<Diagnostic>> {
        let Some(path) = self.wanted.print_set.clone().filter(|_| goes_on) else { return Ok(()) };
        let path = path.as_path();
        let asked = shown.rows.iter().zip(&shown.places).filter(|(_, (_, chosen))| *chosen);
        let sheets: Vec<Sheet> = asked
            .map(|(row, _)| Sheet {
                letter: LetterRef { number: row.number.clone(), id: row.id.clone() },
                file: row.file.clone(),
            })
            .collect();
        let missing = sheets.iter().filter(|sheet| sheet.file.is_none()).count();
        let joined = match print_set::write(path, self.dir, &sheets) {
            Ok(joined) => joined,
            // Something is wrong with some letters; the run goes on.
            Err(problems) if problems.iter().all(|it| it.code == Code::PrintSetUnreadable) => {
                self.tell(&problems);
                return Ok(());
            }
            Err(problems) => return Err(problems),
        };
        if missing > 0 {
            self.tell(&[print_set::incomplete(path, missing)]);
        }
        let shown = path.display().to_string();
        let Joining { letters, sheets } = joined;
        let line = json::PrintSet { path: &shown, letters, sheets, missing };
        self.session.reporter.machine_line(&json::Line::PrintSet(line));
        self.session.reporter.say(&print_set::told(path, joined));
        Ok(())
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
        orders: Vec<Order>,
        outbox: &mut Outbox,
        overview: &mut Overview,
    ) -> Result<(), Vec<Diagnostic>> {
        let reissue = self.wanted.reissue.as_mut();
        self.reissue = reissue.map(|reissue| reissue.choose(&orders, outbox)).transpose()?.unwrap_or_default();
        let options = BatchOptions { signer: self.signer.clone(), album: Some(overview.album()), ..self.options() };
        self.session.reporter.begin(orders.len());
        self.tally.left = orders.len();
        let ended = batch::run(workshop, orders, outbox, &options, &system::now, &mut |event| {
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
            reissue: self.reissue.clone(),
            limit: Some(Limit { after: self.wanted.limit, clock: system::clock() }),
            trier: Some(trial::trier(&self.plan.ledger, self.wanted.limit)),
            album: None,
        }
    }

    fn take(&mut self, event: &Event<'_>, overview: &mut Overview) {
        let (job, status, entry, findings) = match *event {
            Event::Made { job, entry, findings } => (job, archive::Status::Made, Some(entry), findings),
            Event::Kept { job, entry, findings } => (job, archive::Status::Kept, Some(entry), findings),
            Event::Failed { job, findings } => (job, archive::Status::Failed, None, findings),
        };
        self.tell(findings);
        overview.set(job, status, entry, findings);
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
        self.session.reporter.letter(Some(&id), &job.number, news);
        if let Some(entry) = entry.filter(|_| self.wanted.facts)
            && let Some(facts) = entry.facts.as_ref().and_then(Facts::read::<PageFacts>)
        {
            self.session.reporter.say(&facts::message(&entry.path, &facts));
        }
    }

    /// Tells of the letters that cannot be made; their problems have been told.
    fn tell_failed(&mut self, items: &[Item]) {
        for item in items.iter().filter(|item| item.chosen && item.order.is_none()) {
            self.tally.failed += 1;
            self.session.reporter.letter(item.id.as_deref(), &item.number, News::Failed);
        }
    }

    /// Tells of files of letters that the ledger has no more, such as one whose number was corrected.
    fn tell_left_over(&mut self, outbox: &Outbox, paths: &BTreeSet<String>, overview: &Overview) -> Vec<Diagnostic> {
        let message =
            || Message::new("台账里已经没有这个文件对应的函", "the ledger has no letter of this file any more");
        // A sent letter keeps the name under which it was sent.
        let is_kept = |entry: &&Entry| outbox.is_issued(entry) && overview.knows(&entry.id);
        let found: Vec<Diagnostic> = outbox
            .left_over(paths)
            .into_iter()
            // Where no copies are asked for, their names are not known.
            .filter(|entry| entry.product != Product::Publication.as_str() || self.plan.companions.publishes())
            .filter(|entry| !is_kept(entry))
            .map(|entry| {
                let warning =
                    Diagnostic::warning(Code::FileLeftOver, message()).at(&Origin::file(&self.dir.join(&entry.path)));
                if outbox.is_issued(entry) {
                    warning.hint(
                        "这封函已标记为发出，应当留着；核对台账的号码",
                        "the letter was marked as sent and should stay: check the numbers in the ledger",
                    )
                } else {
                    warning.hint("确认不要了，就自己删去", "delete it yourself, if nobody needs it")
                }
            })
            .collect();
        self.tell(&found);
        found
    }

    pub(super) fn tell(&mut self, findings: &[Diagnostic]) {
        self.counts += self.session.reporter.findings(findings);
    }
}
