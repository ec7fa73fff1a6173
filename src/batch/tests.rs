//! Jobs that need no Typst: their letter is their number.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use super::*;
use crate::diag::{Code, Lang, Message, Origin};

pub(super) struct Task {
    pub(super) number: String,
    origin: Origin,
}

impl Work for Task {
    fn id(&self) -> String {
        format!("建议|{}", self.number)
    }
    fn number(&self) -> &str {
        &self.number
    }
    fn file_stem(&self) -> &str {
        &self.number
    }
    fn origin(&self) -> Option<Origin> {
        Some(self.origin.clone())
    }
}

pub(super) struct Page(pub(super) String);

impl Finished for Page {
    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
    fn pages(&self) -> usize {
        1
    }
    fn key(&self) -> WorkKey {
        key(self.0.trim_start_matches("letter "))
    }
}

fn key(number: &str) -> WorkKey {
    WorkKey(format!("key {number}"))
}

#[expect(clippy::unnecessary_wraps, reason = "as `run_with` takes it")]
fn due(task: &Task) -> Result<Due, Diagnostic> {
    Ok(Due { key: key(&task.number), making: None })
}

fn tasks(count: usize) -> Vec<Task> {
    (0..count)
        .map(|number| Task { number: number.to_string(), origin: Origin::text(Path::new("x.jsonl"), number + 1, 1) })
        .collect()
}

pub(super) fn options(jobs: usize) -> BatchOptions {
    BatchOptions::new(NonZeroUsize::new(jobs).unwrap())
}

fn warning() -> Diagnostic {
    Diagnostic::warning(Code::TypstWarning, Message::new("警告", "a warning"))
}

/// Every fifth letter fails, panics, or has a warning; early letters take longer than later ones.
fn make(task: &Task) -> Checked<Page> {
    let number: u64 = task.number.parse().unwrap();
    sleep(Duration::from_millis(20 - (number % 5) * 4));
    let page = Page(format!("letter {number}"));
    match number % 5 {
        1 => Checked { value: Some(page), findings: vec![warning()] },
        2 => Checked::failed(vec![Diagnostic::error(Code::PageEmpty, Message::new("空页", "an empty page"))]),
        3 => panic!("letter {number} is unlucky"),
        _ => Checked::fine(page),
    }
}

/// Runs and tells of every event in a line.
pub(super) fn told(
    make: impl Fn(&Task) -> Checked<Page> + Send + Sync + 'static,
    count: usize,
    outbox: &mut Outbox,
    options: &BatchOptions,
    mut after: impl FnMut(usize),
) -> (Outcome<Summary>, Vec<String>) {
    let mut lines = Vec::new();
    let now = || "2024-06-11T08:00:00+08:00".to_owned();
    let make = move |task: &Task, turn: &Turn<'_>| turn.at_press(|| make(task));
    let result = run_with(make, &due, options.jobs, tasks(count), outbox, options, &now, &mut |event| {
        lines.push(match event {
            Event::Made { job, entry, findings } => {
                let found = findings.len();
                format!("{} made {} {found}", job.number, entry.path)
            }
            Event::Kept { job, entry, findings } => {
                format!("{} kept {}{}", job.number, entry.path, codes(findings))
            }
            Event::Failed { job, findings } => format!("{} failed{}", job.number, codes(findings)),
        });
        after(lines.len());
    });
    (result, lines)
}

fn codes(findings: &[Diagnostic]) -> String {
    findings.iter().flat_map(|found| [" ", found.code.as_str()]).collect()
}

pub(super) fn letters(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir.join("letters"))
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            (name, fs::read(file.path()).unwrap())
        })
        .collect()
}

#[test]
fn events_files_and_journal_come_in_the_jobs_order_with_any_number_of_threads() {
    let mut seen = Vec::new();
    for jobs in [1, 2, 4] {
        let dir = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(dir.path()).unwrap();
        let (result, lines) = told(make, 10, &mut outbox, &options(jobs), |_| ());
        let expected = Summary { made: 6, failed: 4, ..Summary::default() };
        assert_eq!(result.unwrap(), expected);
        let journal = fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
        let paths: Vec<_> = journal
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|line| line["path"].as_str().unwrap().to_owned())
            .collect();
        seen.push((lines, paths, letters(dir.path())));
    }
    assert_eq!(
        seen[0].0,
        [
            "0 made letters/0.pdf 0",
            "1 made letters/1.pdf 1",
            "2 failed page-empty",
            "3 failed internal",
            "4 made letters/4.pdf 0",
            "5 made letters/5.pdf 0",
            "6 made letters/6.pdf 1",
            "7 failed page-empty",
            "8 failed internal",
            "9 made letters/9.pdf 0",
        ]
    );
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[test]
fn a_panic_is_that_letter_s_failure_and_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let mut found = Vec::new();
    let make = |task: &Task, turn: &Turn<'_>| turn.at_press(|| make(task));
    run_with(make, &due, NonZeroUsize::MIN, tasks(4), &mut outbox, &options(1), &String::new, &mut |event| {
        if let Event::Failed { findings, .. } = event {
            found.extend(findings.to_vec());
        }
    })
    .unwrap();
    let problem = found.last().unwrap();
    assert_eq!(problem.code, Code::Internal);
    assert_eq!(problem.letter.as_ref().unwrap().number, "3");
    assert_eq!(problem.origin.as_ref().unwrap().to_string(), "x.jsonl:4:1");
    let said = problem.message.text(Lang::En);
    assert!(said.contains("letter 3 is unlucky"), "{said}");
}

#[test]
fn a_second_run_makes_only_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    told(make, 6, &mut outbox, &options(2), |_| ()).0.unwrap();
    fs::remove_file(dir.path().join("letters/4.pdf")).unwrap();
    drop(outbox);

    let mut outbox = Outbox::open(dir.path()).unwrap();
    let (result, lines) = told(make, 6, &mut outbox, &options(2), |_| ());
    let expected = Summary { made: 1, kept: 3, failed: 2, left: 0 };
    assert_eq!(result.unwrap(), expected);
    assert_eq!(lines[0], "0 kept letters/0.pdf");
    assert_eq!(lines[4], "4 made letters/4.pdf 0");
}

#[test]
fn with_strict_a_warning_fails_the_letter_even_if_an_earlier_run_kept_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    told(make, 2, &mut outbox, &options(1), |_| ()).0.unwrap();
    let strict = BatchOptions { strict: true, ..options(1) };
    let (_, lines) = told(make, 2, &mut outbox, &strict, |_| ());
    assert_eq!(lines, ["0 kept letters/0.pdf", "1 failed typst-warning"]);
}

#[test]
fn a_letter_with_an_error_is_not_kept_even_if_there_is_a_value() {
    let make = |_: &Task| Checked {
        value: Some(Page("x".to_owned())),
        findings: vec![Diagnostic::error(Code::PageEmpty, Message::new("", ""))],
    };
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let (_, lines) = told(make, 1, &mut outbox, &options(1), |_| ());
    assert_eq!(lines, ["0 failed page-empty"]);
    assert!(letters(dir.path()).is_empty());
}

#[test]
fn a_letter_that_fails_without_a_reason_gets_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let make = |_: &Task| Checked::failed(Vec::new());
    let (_, lines) = told(make, 1, &mut outbox, &options(1), |_| ());
    assert_eq!(lines, ["0 failed internal"]);
}

#[test]
fn stopping_finishes_what_is_in_work_and_counts_the_rest() {
    for jobs in [1, 2, 4] {
        let dir = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(dir.path()).unwrap();
        let options = options(jobs);
        let begun = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&begun);
        let make = move |task: &Task| {
            counted.fetch_add(1, Ordering::Relaxed);
            sleep(Duration::from_millis(2));
            Checked::fine(Page(task.number.clone()))
        };
        let stop = |after| options.stop.store(after >= 3, Ordering::Relaxed);
        let summary = told(make, 100, &mut outbox, &options, stop).0.unwrap();

        assert_eq!(summary.made, begun.load(Ordering::Relaxed));
        assert!((3..100).contains(&summary.made));
        assert_eq!(summary.made + summary.left, 100);
        assert_eq!(letters(dir.path()).len(), summary.made);

        // And on again from there.
        options.stop.store(false, Ordering::Relaxed);
        let make = |task: &Task| Checked::fine(Page(task.number.clone()));
        let again = told(make, 100, &mut outbox, &options, |_| ()).0.unwrap();
        assert_eq!((again.kept, again.made), (summary.made, summary.left));
        assert_eq!(again.left, 0);
    }
}

#[test]
fn threads_do_not_run_far_ahead_of_a_slow_letter() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&begun);
    // The first letter is slow: it is ready only after the whole window was begun, and a little later.
    let make = move |task: &Task| {
        counted.fetch_add(1, Ordering::SeqCst);
        if task.number == "0" {
            for _ in 0..1000 {
                sleep(Duration::from_millis(10));
                if counted.load(Ordering::SeqCst) >= 2 * AHEAD {
                    break;
                }
            }
            sleep(Duration::from_millis(20));
        }
        Checked::fine(Page(task.number.clone()))
    };
    let most = Mutex::new(0);
    let look = |told: usize| {
        let ahead = begun.load(Ordering::SeqCst) - (told - 1);
        let mut most = most.lock().unwrap();
        *most = ahead.max(*most);
    };
    told(make, 60, &mut outbox, &options(2), look).0.unwrap();
    // One more than the window, because the letter that is told of has already made room.
    let most = *most.lock().unwrap();
    assert!(most <= 2 * AHEAD + 1, "{most}");
    assert!(most >= 2 * AHEAD, "{most}");
}

#[test]
fn a_folder_that_fails_ends_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&begun);
    let make = move |task: &Task| {
        counted.fetch_add(1, Ordering::SeqCst);
        Checked::fine(Page(task.number.clone()))
    };
    let folder = dir.path().join("letters");
    let spoil = |told| {
        if told == 2 {
            fs::remove_dir_all(&folder).unwrap();
            fs::write(&folder, "in the way").unwrap();
        }
    };
    let (result, lines) = told(make, 1000, &mut outbox, &options(2), spoil);
    let problems = result.unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, Code::OutputUnwritable);
    assert_eq!(lines.len(), 2);
    assert!(begun.load(Ordering::SeqCst) < 30);
    assert_eq!(fs::read_to_string(&folder).unwrap(), "in the way");
}

#[test]
fn a_run_without_jobs_is_done_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let (result, lines) = told(make, 0, &mut outbox, &options(4), |_| ());
    assert_eq!(result.unwrap(), Summary::default());
    assert!(lines.is_empty());
}
