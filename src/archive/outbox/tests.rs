//! Every state a folder can be found in.

use std::fs::OpenOptions;
use std::time::{Duration, SystemTime};

use super::*;
use crate::diag::{Code, Origin};

struct Letter {
    stem: &'static str,
    text: &'static str,
}

impl Work for Letter {
    fn id(&self) -> String {
        format!("建议|{}", self.stem)
    }
    fn number(&self) -> &str {
        self.stem
    }
    fn file_stem(&self) -> &str {
        self.stem
    }
    fn origin(&self) -> Option<Origin> {
        None
    }
}

impl Finished for Letter {
    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
    fn pages(&self) -> usize {
        1
    }
    fn key(&self) -> WorkKey {
        WorkKey(format!("key of {}", self.text))
    }
}

const NOW: &str = "2024-06-11T08:00:00+08:00";
const OLD: Letter = Letter { stem: "153_王景峰", text: "the old letter" };
const NEW: Letter = Letter { stem: "153_王景峰", text: "the new letter, longer" };
const OTHER: Letter = Letter { stem: "023", text: "another letter" };

fn keep(outbox: &mut Outbox, letter: &Letter) -> Entry {
    outbox.keep(letter, letter, 0, NOW).unwrap()
}

fn file(dir: &Path, letter: &Letter) -> PathBuf {
    dir.join(format!("letters/{}.pdf", letter.stem))
}

fn set_time(path: &Path, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

/// Everything in the folder, by path.
fn listing(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(dir).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Keeps `OLD`, lets `change` do something to the folder, and asks whether `OLD` is still had.
#[track_caller]
fn check_has(change: impl FnOnce(&Path), expected: bool) {
    let dir = tempfile::tempdir().unwrap();
    keep(&mut Outbox::open(dir.path()).unwrap(), &OLD);
    change(dir.path());
    let outbox = Outbox::open(dir.path()).unwrap();
    assert_eq!(outbox.has(&OLD, &OLD.key()).is_some(), expected);
}

#[test]
fn a_letter_is_had_as_long_as_its_file_is_unchanged() {
    check_has(|_| (), true);
    check_has(|dir| set_time(&file(dir, &OLD), 1), true);
    check_has(|dir| fs::remove_file(file(dir, &OLD)).unwrap(), false);
    check_has(|dir| fs::write(file(dir, &OLD), "longer than it").unwrap(), false);
    let same_size = |dir: &Path| {
        fs::write(file(dir, &OLD), "THE OLD LETTER").unwrap();
        set_time(&file(dir, &OLD), 1);
    };
    check_has(same_size, false);
    let folder = |dir: &Path| {
        fs::remove_file(file(dir, &OLD)).unwrap();
        fs::create_dir(file(dir, &OLD)).unwrap();
    };
    check_has(folder, false);
    check_has(|dir| fs::remove_file(dir.join("journal.jsonl")).unwrap(), false);
}

#[test]
fn a_letter_of_another_key_is_not_had() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    keep(&mut outbox, &OLD);
    assert!(outbox.has(&NEW, &NEW.key()).is_none());
    assert!(outbox.has(&OTHER, &OTHER.key()).is_none());
}

#[test]
fn an_entry_says_what_was_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let entry = keep(&mut outbox, &OLD);
    assert_eq!(entry.path, "letters/153_王景峰.pdf");
    assert_eq!(entry.bytes, 14);
    // From coreutils: printf 'the old letter' | sha256sum
    let expected = "720cba7e7476ca944b939fc719ab0c8e6519cb90ebb54cda7daeffd2e0fe6b05";
    assert_eq!(entry.sha256, expected);
    assert_eq!(outbox.has(&OLD, &OLD.key()), Some(&entry));
    assert!(entry.tool.starts_with("dafu "));
}

#[test]
fn a_second_dafu_is_refused_until_the_first_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Outbox::open(dir.path()).unwrap();
    let part = dir.path().join("letters").join(whole::PART);
    fs::write(&part, "being written").unwrap();

    let problems = Outbox::open(dir.path()).unwrap_err();
    assert_eq!(problems[0].code, Code::OutputBusy);
    assert!(part.exists(), "the first one's part is not touched");

    keep(&mut first, &OLD);
    drop(first);
    Outbox::open(dir.path()).unwrap();
}

#[test]
fn a_place_that_is_no_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let taken = dir.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    for place in [taken.clone(), taken.join("out")] {
        let problems = Outbox::open(&place).unwrap_err();
        assert_eq!(problems[0].code, Code::OutputUnwritable);
        assert!(!problems[0].hints.is_empty());
    }
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn nothing_but_our_own_part_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    drop(Outbox::open(dir.path()).unwrap());
    let theirs = [".x.pdf.part", "x.part", ".dafu", "~$x.pdf", "scan.pdf"];
    for name in theirs {
        fs::write(dir.path().join("letters").join(name), "theirs").unwrap();
    }
    fs::write(dir.path().join("letters").join(whole::PART), "half").unwrap();
    fs::write(dir.path().join(whole::PART), "half").unwrap();

    drop(Outbox::open(dir.path()).unwrap());
    let mut expected: Vec<_> = theirs.map(|name| format!("letters/{name}")).to_vec();
    expected.push("journal.jsonl".to_owned());
    expected.sort();
    assert_eq!(listing(dir.path()), expected);
}

#[test]
fn a_file_that_is_not_ours_is_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    for scan in ["first scan", "second scan"] {
        fs::write(file(dir.path(), &OLD), scan).unwrap();
        let warning = outbox.stranger(&OLD, &OLD).unwrap();
        assert_eq!(warning.code, Code::FileMovedAside);
        keep(&mut outbox, &OLD);
        assert!(outbox.stranger(&OLD, &OLD).is_none());
    }
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(read("superseded/153_王景峰.pdf"), "first scan");
    assert_eq!(read("superseded/153_王景峰_2.pdf"), "second scan");
    assert_eq!(read("letters/153_王景峰.pdf"), OLD.text);
}

#[test]
fn an_earlier_letter_of_ours_is_replaced_without_a_word() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    keep(&mut outbox, &OLD);
    set_time(&file(dir.path(), &OLD), 1);
    assert!(outbox.stranger(&NEW, &NEW).is_none());
    keep(&mut outbox, &NEW);
    let expected = ["journal.jsonl", "letters/153_王景峰.pdf"];
    assert_eq!(listing(dir.path()), expected);
}

#[test]
fn files_of_letters_that_left_the_ledger_are_known() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    keep(&mut outbox, &OLD);
    keep(&mut outbox, &OTHER);
    let left = |stems: &[&str]| {
        let paths = stems.iter().map(|stem| format!("letters/{stem}.pdf")).collect();
        let left = outbox.left_over(&paths);
        left.iter().map(|entry| entry.number.clone()).collect::<Vec<_>>()
    };
    assert!(left(&[OLD.stem, OTHER.stem]).is_empty());
    assert_eq!(left(&[OLD.stem]), [OTHER.stem]);
    fs::remove_file(file(dir.path(), &OTHER)).unwrap();
    assert!(left(&[OLD.stem]).is_empty());
}

/// How far a run got that was keeping `NEW`, where `OLD` stood before, when it was killed.
#[derive(Debug, Clone, Copy)]
enum Killed {
    /// So many bytes of the part were written.
    Writing(usize),
    /// The file has its name, and so many bytes of its line were written.
    Noting(usize),
}

#[test]
fn a_run_killed_at_any_step_leaves_a_folder_that_tells_the_truth() {
    // What the line will look like; only its time differs, and a time may always differ.
    let sample = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(sample.path()).unwrap();
    keep(&mut outbox, &NEW);
    let line = fs::read(sample.path().join("journal.jsonl")).unwrap();

    let writing = (0..=NEW.text.len()).step_by(2).map(Killed::Writing);
    // Not every byte, because each case waits for the disk several times.
    let noting = (0..line.len()).step_by(7).chain([line.len() - 1, line.len()]);
    let noting = noting.map(Killed::Noting);
    for killed in writing.chain(noting) {
        let dir = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(dir.path()).unwrap();
        keep(&mut outbox, &OLD);
        keep(&mut outbox, &OTHER);
        drop(outbox);
        match killed {
            Killed::Writing(bytes) => {
                let part = dir.path().join("letters").join(whole::PART);
                fs::write(part, &NEW.text[..bytes]).unwrap();
            }
            Killed::Noting(bytes) => {
                fs::write(file(dir.path(), &NEW), NEW.text).unwrap();
                let journal = dir.path().join("journal.jsonl");
                let mut journal = OpenOptions::new().append(true).open(journal).unwrap();
                io::Write::write_all(&mut journal, &line[..bytes]).unwrap();
            }
        }

        let mut outbox = Outbox::open(dir.path()).unwrap();
        let there = fs::read_to_string(file(dir.path(), &NEW)).unwrap();
        let had = |letter: &Letter| outbox.has(letter, &letter.key()).is_some();
        assert!(had(&OTHER), "{killed:?}");
        let done = matches!(killed, Killed::Noting(bytes) if bytes == line.len());
        assert_eq!(had(&NEW), done, "{killed:?}");
        assert_eq!(had(&OLD), matches!(killed, Killed::Writing(_)), "{killed:?}");
        assert!(there == OLD.text || there == NEW.text, "{killed:?}");

        // The next run makes it again, finds nothing strange, and leaves what an unhurt run leaves.
        assert!(outbox.stranger(&NEW, &NEW).is_none(), "{killed:?}");
        keep(&mut outbox, &NEW);
        drop(outbox);
        let outbox = Outbox::open(dir.path()).unwrap();
        assert!(outbox.has(&NEW, &NEW.key()).is_some(), "{killed:?}");
        assert!(outbox.has(&OTHER, &OTHER.key()).is_some(), "{killed:?}");
        let expected = ["journal.jsonl", "letters/023.pdf", "letters/153_王景峰.pdf"];
        assert_eq!(listing(dir.path()), expected, "{killed:?}");
    }
}

#[test]
fn a_folder_that_fails_is_reported_and_the_journal_stays_true() {
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    keep(&mut outbox, &OLD);
    fs::remove_dir_all(dir.path().join("letters")).unwrap();
    let problems = outbox.keep(&OTHER, &OTHER, 0, NOW).unwrap_err();
    assert_eq!(problems[0].code, Code::OutputUnwritable);
    drop(outbox);

    let outbox = Outbox::open(dir.path()).unwrap();
    assert!(outbox.has(&OLD, &OLD.key()).is_none());
    assert!(outbox.entry(&OTHER).is_none());
}
