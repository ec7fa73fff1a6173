//! What the live page shows: the letters, the last good pages of the one that is open, and its problems. A thread
//! makes them anew when a file was saved.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome, Severity};
use dafu::profile;
use notify::{RecursiveMode, Watcher as _};
use serde::Serialize;
use tokio::sync::watch;

use crate::cli::template::template_file;
use crate::cli::worker::{Answer, Ask, Letter, Lost, Make, Open, Shop, Spot, Worker};

/// Dots an inch of the pictures: a page fits a screen, and small type can be read.
const DPI: f64 = 110.0;
/// Editors write a file in several steps: so long nothing more has to come.
const QUIET: Duration = Duration::from_millis(60);

/// What the page asks for, and what is to be told of it.
pub(super) struct Desk {
    state: Mutex<State>,
    news: watch::Sender<u64>,
    wanted: Mutex<Sender<Event>>,
}

/// What is shown.
#[derive(Debug, Default)]
pub(super) struct State {
    version: u64,
    letters: Vec<Letter>,
    letter: usize,
    profile: String,
    pack: String,
    pages: Vec<Vec<u8>>,
    spots: Vec<Spot>,
    area: serde_json::Value,
    problems: Vec<Told>,
    /// The pages are of before: those of now could not be made.
    stale: bool,
    busy: bool,
}

/// A problem as the page shows it.
#[derive(Debug, Clone, Serialize)]
struct Told {
    severity: &'static str,
    code: &'static str,
    place: Option<String>,
    /// The line that the place is about.
    line: Option<String>,
    column: Option<usize>,
    message: String,
    hints: Vec<String>,
}

/// What the page reads.
#[derive(Serialize)]
pub(super) struct Shown<'a> {
    version: u64,
    letters: &'a [Letter],
    letter: usize,
    profile: &'a str,
    pack: &'a str,
    pages: usize,
    spots: &'a [Spot],
    area: &'a serde_json::Value,
    problems: &'a [Told],
    stale: bool,
    busy: bool,
}

enum Event {
    /// A file was saved.
    Saved(PathBuf),
    /// Another letter is wanted.
    Letter(usize),
}

impl Desk {
    /// Starts the thread that makes pages.
    pub(super) fn open(
        shop: Shop,
        ledger: PathBuf,
        asked: Option<String>,
        usual: Option<String>,
        lang: Lang,
    ) -> Outcome<std::sync::Arc<Self>> {
        let (wanted, events) = channel();
        let watcher = watch_files(&shop.templates, &ledger, wanted.clone())?;
        let desk = std::sync::Arc::new(Self {
            state: Mutex::new(State { busy: true, ..State::default() }),
            news: watch::Sender::new(0),
            wanted: Mutex::new(wanted),
        });
        let maker = Maker {
            desk: std::sync::Arc::clone(&desk),
            templates: shop.templates.clone(),
            worker: Worker::new(shop),
            open: Open { ledger, profile: asked, usual },
            lang,
            opened: false,
            saved: None,
            found: Vec::new(),
        };
        std::thread::spawn(move || {
            // Files are watched as long as pages are made.
            let _watcher = watcher;
            maker.work(&events);
        });
        Ok(desk)
    }

    /// Another letter is to be shown.
    pub(super) fn choose(&self, letter: usize) {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        // The thread ends only with the program.
        let _ = wanted.send(Event::Letter(letter));
    }

    /// Tells of changes.
    pub(super) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// What is shown now, as JSON.
    pub(super) fn shown(&self) -> Vec<u8> {
        let state = self.state();
        serde_json::to_vec(&Shown {
            version: state.version,
            letters: &state.letters,
            letter: state.letter,
            profile: &state.profile,
            pack: &state.pack,
            pages: state.pages.len(),
            spots: &state.spots,
            area: &state.area,
            problems: &state.problems,
            stale: state.stale,
            busy: state.busy,
        })
        .unwrap_or_default()
    }

    /// The picture of a page, from 0.
    pub(super) fn page(&self, page: usize) -> Option<Vec<u8>> {
        self.state().pages.get(page).cloned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let version = {
            let mut state = self.state();
            change(&mut state);
            state.version += 1;
            state.version
        };
        self.news.send_replace(version);
    }
}

/// Sends an event for each file that is saved: a template, a profile, the ledger or a text beside it.
fn watch_files(templates: &Path, ledger: &Path, wanted: Sender<Event>) -> Outcome<notify::RecommendedWatcher> {
    let failed = |err: notify::Error| {
        let message = Message::new(format!("不能监视文件（{err}）"), format!("failed to watch files ({err})"));
        vec![Diagnostic::error(Code::Io, message)]
    };
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let is_change = event.kind.is_create() || event.kind.is_modify() || event.kind.is_remove();
        for path in event.paths.into_iter().filter(|path| is_change && is_wanted(path)) {
            let _ = wanted.send(Event::Saved(path));
        }
    })
    .map_err(failed)?;
    watcher.watch(templates, RecursiveMode::Recursive).map_err(failed)?;
    let folder = ledger.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.starts_with(templates) {
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(failed)?;
    }
    Ok(watcher)
}

/// Backups and lock files of editors change all the time.
fn is_wanted(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !(name.starts_with('.') || name.starts_with("~$") || name.ends_with('~'))
}

/// The thread that makes pages.
struct Maker {
    desk: std::sync::Arc<Desk>,
    templates: PathBuf,
    worker: Worker,
    open: Open,
    lang: Lang,
    /// The worker has the ledger as it is now.
    opened: bool,
    /// What was saved last.
    saved: Option<PathBuf>,
    /// What was found when the ledger was read.
    found: Vec<Diagnostic>,
}

impl Maker {
    fn work(mut self, events: &Receiver<Event>) {
        let mut letter = 0;
        loop {
            self.renew(letter);
            let Ok(first) = events.recv() else { return };
            let mut next = Some(first);
            while let Some(event) = next {
                match event {
                    Event::Letter(wanted) => letter = wanted,
                    Event::Saved(path) => {
                        self.opened = false;
                        self.saved = Some(path);
                    }
                }
                // What else comes at once is one change; another letter is shown at once.
                let wait = if self.opened { Duration::ZERO } else { QUIET };
                next = match events.recv_timeout(wait) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            }
            self.desk.change(|state| state.busy = true);
        }
    }

    fn renew(&mut self, letter: usize) {
        let mut problems = Vec::new();
        match self.make(letter, &mut problems) {
            Ok(answer) => self.show(letter, answer, &problems),
            Err(lost) => {
                self.opened = false;
                problems.push(self.worker.explain(&lost, &self.suspect()));
                self.show(letter, None, &problems);
            }
        }
    }

    /// The letter's pages, where it has any.
    fn make(&mut self, letter: usize, problems: &mut Vec<Diagnostic>) -> Result<Option<Answer>, Lost> {
        if !self.opened {
            let opened = self.worker.ask(&Ask::Open(self.open.clone()))?;
            self.opened = true;
            self.desk.change(|state| {
                if !opened.letters.is_empty() {
                    state.letters.clone_from(&opened.letters);
                }
                if !opened.profile.is_empty() {
                    state.profile.clone_from(&opened.profile);
                    state.pack.clone_from(&opened.pack);
                }
                state.problems = Vec::new();
                state.busy = true;
            });
            self.found = opened.problems();
        }
        let weighs = |found: &&Diagnostic| found.severity > Severity::Note;
        problems.extend(self.found.iter().filter(weighs).cloned());
        let sound = self.desk.state().letters.get(letter).is_some_and(|letter| letter.sound);
        if !sound {
            return Ok(None);
        }
        let make = Make { letter, dpi: DPI, spots: true, source: false };
        let answer = self.worker.ask(&Ask::Make(make))?;
        problems.extend(answer.problems());
        Ok(Some(answer))
    }

    /// What a loop without end or a flood of memory is laid to: what was saved last, else the pack's template.
    fn suspect(&self) -> Origin {
        if let Some(saved) = &self.saved {
            let short = self.templates.canonicalize().ok().and_then(|dir| saved.strip_prefix(dir).ok());
            return Origin::file(&short.map_or_else(|| saved.clone(), |path| self.templates.join(path)));
        }
        let profile = self.open.profile.as_deref().or(self.open.usual.as_deref()).unwrap_or("standard");
        let pack = profile::pack_of(&self.templates, profile).unwrap_or_else(|_| "reply".to_owned());
        Origin::file(&template_file(&self.templates, &pack))
    }

    fn show(&mut self, letter: usize, answer: Option<Answer>, problems: &[Diagnostic]) {
        let told: Vec<Told> = problems.iter().map(|found| Told::of(found, self.lang)).collect();
        self.desk.change(|state| {
            let same = state.letter == letter;
            state.letter = letter;
            state.problems = told;
            state.busy = false;
            match answer.filter(|answer| !answer.pages.is_empty()) {
                Some(answer) => {
                    state.pages = answer.pages.into_iter().map(|page| page.picture).collect();
                    state.spots = answer.spots;
                    state.area = answer.area;
                    state.stale = false;
                }
                None if same => state.stale = true,
                None => {
                    state.pages = Vec::new();
                    state.spots = Vec::new();
                    state.stale = true;
                }
            }
        });
    }
}

impl Told {
    fn of(found: &Diagnostic, lang: Lang) -> Self {
        let (line, column) = match &found.origin {
            Some(Origin::Text { file, line, column }) => {
                let text = std::fs::read_to_string(file).unwrap_or_default();
                (line.checked_sub(1).and_then(|at| text.lines().nth(at).map(str::to_owned)), Some(*column))
            }
            _ => (None, None),
        };
        Self {
            severity: found.severity.as_str(),
            code: found.code.as_str(),
            place: found.origin.as_ref().map(ToString::to_string),
            line,
            column,
            message: found.message.text(lang).to_owned(),
            hints: found.hints.iter().map(|hint| hint.text(lang).to_owned()).collect(),
        }
    }
}
