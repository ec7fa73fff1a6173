//! Which letters are in work: what a run that died was making is made last, alone, by the next one.
//!
//! A letter that eats all memory takes the whole process with it, so nothing can be told at that moment. It
//! was told before: a small file beside the journal names the letters in work, a line a thread.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file's name in the folder of its run.
const NAME: &str = ".dafu.work";

/// The letters that are being made, each in the place of its thread. Nothing here fails a run: where the
/// file cannot be written the letters cannot either, and that is told.
#[derive(Debug)]
pub struct InWork {
    path: PathBuf,
    slots: Mutex<Slots>,
}

#[derive(Debug, Default)]
struct Slots {
    file: Option<File>,
    /// By thread: the path of what it makes.
    making: Vec<Option<String>>,
    /// Paths of letters that a run died of, until they are made.
    suspects: BTreeSet<String>,
    /// The run is over; an abandoned thread may still call.
    over: bool,
}

impl InWork {
    /// Takes up what an earlier run in `dir` left. The folder's lock must be held.
    pub(super) fn open(dir: &Path) -> Self {
        let path = dir.join(NAME);
        let text = fs::read_to_string(&path).unwrap_or_default();
        // A line that was being overwritten when the run died is no string; the worst that it costs is
        // that its letter is made among the others.
        let suspects = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Self { path, slots: Mutex::new(Slots { suspects, ..Slots::default() }) }
    }

    /// Was the letter of this path in work when a run died, and not made since?
    pub fn suspects(&self, path: &str) -> bool {
        self.with(|slots| slots.suspects.contains(path))
    }

    /// The thread `slot` begins a letter.
    pub fn begin(&self, slot: usize, path: &str) {
        self.set(slot, Some(path.to_owned()));
    }

    /// The thread `slot` is done with its letter.
    pub fn end(&self, slot: usize) {
        self.set(slot, None);
    }

    /// The letter of this path did no harm.
    pub fn clear(&self, path: &str) {
        self.with(|slots| {
            if slots.suspects.remove(path) {
                slots.write(&self.path);
            }
        });
    }

    /// The thread `slot` was given up: its letter did not come to its end.
    pub fn abandon(&self, slot: usize) {
        self.with(|slots| {
            if let Some(path) = slots.making.get_mut(slot).and_then(Option::take) {
                slots.suspects.insert(path);
                slots.write(&self.path);
            }
        });
    }

    /// The run is over: the file goes, unless letters are suspected.
    pub(super) fn finish(&self) {
        self.with(|slots| {
            // What hangs in an abandoned thread was suspected before.
            slots.making.clear();
            if slots.suspects.is_empty() {
                slots.file = None;
                let _ = fs::remove_file(&self.path);
            } else {
                slots.write(&self.path);
            }
            slots.over = true;
        });
    }

    fn set(&self, slot: usize, path: Option<String>) {
        self.with(|slots| {
            if slots.making.len() <= slot {
                slots.making.resize(slot + 1, None);
            }
            if let Some(place) = slots.making.get_mut(slot) {
                *place = path;
            }
            slots.write(&self.path);
        });
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Slots) -> T) -> T {
        use_it(&mut self.slots.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Slots {
    fn write(&mut self, path: &Path) {
        if self.over {
            return;
        }
        let paths: BTreeSet<&String> = self.making.iter().flatten().chain(&self.suspects).collect();
        let text: String = paths.iter().filter_map(|path| Some(serde_json::to_string(path).ok()? + "\n")).collect();
        if self.file.is_none() {
            // Not before it is needed: a run that makes nothing leaves no file even if it is killed.
            self.file = File::create(path).ok();
        }
        let Some(file) = &mut self.file else {
            return;
        };
        let _ =
            file.rewind().and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.set_len(text.len() as u64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_work_when_a_run_died_is_suspected_by_the_next_until_it_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let run = InWork::open(dir.path());
        run.begin(0, "letters/a long name, 甲.pdf");
        run.begin(1, "letters/乙.pdf");
        run.end(0);
        run.begin(0, "letters/丙.pdf");
        std::mem::forget(run);

        let next = InWork::open(dir.path());
        assert!(next.suspects("letters/乙.pdf") && next.suspects("letters/丙.pdf"));
        assert!(!next.suspects("letters/a long name, 甲.pdf"));
        next.clear("letters/丙.pdf");
        next.finish();

        let third = InWork::open(dir.path());
        assert!(third.suspects("letters/乙.pdf") && !third.suspects("letters/丙.pdf"));
        third.clear("letters/乙.pdf");
        third.finish();
        assert!(!dir.path().join(NAME).exists());
    }

    #[test]
    fn what_a_thread_was_given_up_for_is_suspected() {
        let dir = tempfile::tempdir().unwrap();
        let run = InWork::open(dir.path());
        run.begin(0, "letters/a.pdf");
        run.begin(1, "letters/b.pdf");
        run.abandon(0);
        run.finish();
        let next = InWork::open(dir.path());
        assert!(next.suspects("letters/a.pdf") && !next.suspects("letters/b.pdf"));
    }

    #[test]
    fn a_run_that_ends_well_leaves_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let run = InWork::open(dir.path());
        run.begin(0, "letters/a.pdf");
        assert!(dir.path().join(NAME).exists());
        run.end(0);
        run.finish();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn lines_that_make_no_sense_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(NAME), "\"letters/a.pdf\"\nrs/b.pdf\"\n\0\0").unwrap();
        let run = InWork::open(dir.path());
        assert!(run.suspects("letters/a.pdf") && !run.suspects("rs/b.pdf"));
    }
}
