//! Letters that hang, letters that a run died of, letters that were sent.

use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use super::tests::{Page, Task, letters, options, told};
use super::*;

/// Long enough for letters that only are their number, even on a busy machine.
#[expect(clippy::disallowed_methods, reason = "a test of time")]
fn hasty() -> Limit {
    let start = std::time::Instant::now();
    Limit { after: Duration::from_secs(1), clock: Clock::new(move || start.elapsed()) }
}

/// Letters of these numbers never come to an end.
fn hanging(numbers: &'static [&'static str]) -> impl Fn(&Task) -> Checked<Page> + Send + Sync + 'static {
    move |task| {
        if numbers.contains(&task.number.as_str()) {
            loop {
                std::thread::park();
            }
        }
        Checked::fine(Page(task.number.clone()))
    }
}

#[test]
fn a_letter_that_hangs_is_told_in_its_turn_and_the_others_are_made() {
    for jobs in [1, 2, 4] {
        let dir = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(dir.path()).unwrap();
        let options = BatchOptions { limit: Some(hasty()), ..options(jobs) };
        let (result, lines) = told(hanging(&["1", "3"]), 6, &mut outbox, &options, |_| ());
        assert_eq!(result.unwrap(), Summary { made: 4, failed: 2, ..Summary::default() });
        assert_eq!(lines[1], "1 failed letter-timeout");
        assert_eq!(lines[2], "2 made letters/2.pdf 0");
        drop(outbox);
        let outbox = Outbox::open(dir.path()).unwrap();
        let suspected = (0..6).filter(|n| outbox.in_work().suspects(&format!("letters/{n}.pdf")));
        assert_eq!(suspected.collect::<Vec<_>>(), [1, 3]);
    }
}

#[test]
fn four_letters_that_hang_end_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let options = BatchOptions { limit: Some(hasty()), ..options(2) };
    let (result, lines) = told(hanging(&["0", "2", "4", "5", "6"]), 20, &mut outbox, &options, |_| ());
    assert_eq!(result.unwrap_err()[0].code.as_str(), "letter-timeout");
    assert_eq!(lines.iter().filter(|line| line.contains("failed")).count(), 4);
    assert_eq!(lines.last().unwrap(), "5 failed letter-timeout");
}

/// An outbox of which a run died while these letters were in work.
fn died_at(dir: &std::path::Path, numbers: &[usize]) -> Outbox {
    drop(Outbox::open(dir).unwrap());
    let lines: String = numbers.iter().flat_map(|n| ["\"letters/", ["0", "1", "2", "3"][*n], ".pdf\"\n"]).collect();
    std::fs::write(dir.join(".dafu.work"), lines).unwrap();
    Outbox::open(dir).unwrap()
}

#[test]
fn what_a_run_died_of_is_tried_last_and_only_made_if_it_lived() {
    for (trial, expected) in [
        (Trial::Lived, "1 made letters/1.pdf 0"),
        (Trial::NotTried, "1 made letters/1.pdf 0"),
        (Trial::Died, "1 failed letter-deadly"),
        (Trial::TookTooLong, "1 failed letter-timeout"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let mut outbox = died_at(dir.path(), &[1]);
        let tried = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tried);
        let trier = Trier::new(move |id| {
            assert_eq!(id, "建议|1");
            count.fetch_add(1, Ordering::SeqCst);
            trial
        });
        let options = BatchOptions { trier: Some(trier), limit: Some(hasty()), ..options(2) };
        let (result, lines) = told(hanging(&[]), 4, &mut outbox, &options, |_| ());
        assert_eq!(result.unwrap().left, 0);
        assert_eq!(lines[3], expected);
        assert_eq!(tried.load(Ordering::SeqCst), 1);
        let lived = expected.contains("made");
        assert_eq!(letters(dir.path()).len(), if lived { 4 } else { 3 });
        drop(outbox);
        // It stays suspected until it is made.
        assert_eq!(dir.path().join(".dafu.work").exists(), !lived);
    }
}

#[test]
fn a_stopped_run_judges_no_letter_that_it_would_have_tried() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = died_at(dir.path(), &[2]);
    let options = options(1);
    let stop = Arc::clone(&options.stop);
    // Ctrl-C reaches the other process too, which then dies.
    let trier = Trier::new(move |_| {
        stop.store(true, Ordering::SeqCst);
        Trial::Died
    });
    let options = BatchOptions { trier: Some(trier), ..options };
    let summary = told(hanging(&[]), 3, &mut outbox, &options, |_| ()).0.unwrap();
    assert_eq!(summary, Summary { made: 2, left: 1, ..Summary::default() });
}
