//! One run's folder: what is in it, what of it still holds, and how a letter gets there.
//!
//! The order of [`Outbox::keep`] makes every end of a run a true one:
//!
//! | killed while | what is there | the next run |
//! |---|---|---|
//! | writing the file | the old file, or none; a part | removes the part, makes the letter |
//! | between file and line | the new file, the old line or none | makes the letter again: the same bytes |
//! | writing the line | the new file, a torn line | cuts the line, makes the letter again |
//!
//! A power cut can besides lose what was not yet on the disk. A file is synced before it gets its name, so a
//! line that survives never speaks of bytes that do not; a lost name or a lost line only means that the
//! letter is made again. That is why lines are not synced one by one, which would double the waiting.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::entry::mtime;
use super::journal::{Entries, Journal};
use super::{Adopted, Entry, Finished, Work, problem, whole};
use crate::diag::{Diagnostic, Outcome};
use crate::digest::sha256;
use crate::workshop::WorkKey;

/// Where the letters are, below the run's folder.
const LETTERS: &str = "letters";

/// Where files go that stood in a letter's place and were not dafu's.
const SUPERSEDED: &str = "superseded";

/// How many lines a power cut may cost, that is, how many letters are then made again.
const SYNC_EVERY: usize = 32;

/// What makes the letters, as the journal names it.
const TOOL: &str = concat!("dafu ", env!("CARGO_PKG_VERSION"));

/// One run's folder, locked while it is open.
#[derive(Debug)]
pub struct Outbox {
    dir: PathBuf,
    journal: Journal,
    entries: Entries,
    unsynced: usize,
}

impl Outbox {
    /// Opens or makes the folder: locks it, reads its journal, cuts a torn last line, removes half-written files of ours.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let letters = dir.join(LETTERS);
        let unwritable = |path: &Path, err: &io::Error| vec![problem::unwritable(path, err)];
        fs::create_dir_all(&letters).map_err(|err| unwritable(dir, &err))?;

        // Only who holds the lock may remove a part: without it, it may be another dafu's.
        let (journal, entries) = Journal::open(dir)?;
        for folder in [dir, &letters] {
            whole::clear(folder).map_err(|err| unwritable(folder, &err))?;
        }
        Ok(Self { dir: dir.to_path_buf(), journal, entries, unsynced: 0 })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The journal's entry, if the job's file is finished, unchanged, and of this key.
    pub fn has(&self, job: &impl Work, key: &WorkKey) -> Option<&Entry> {
        self.entry(job).filter(|entry| entry.key == key.0 && entry.is_unchanged(&self.dir.join(&entry.path)))
    }

    /// The journal's entry of the job's file, right or not.
    pub fn entry(&self, job: &impl Work) -> Option<&Entry> {
        self.entries.get(&path_of(job))
    }

    /// The letters of the journal.
    pub(super) fn letters(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Notes in the journal that a letter's stamped version was taken in.
    pub(super) fn note_adopted(&mut self, adopted: &Adopted) -> Outcome<()> {
        self.journal.append_adopted(adopted)?;
        self.unsynced += 1;
        Ok(())
    }

    /// Entries whose file is still there but belongs to no letter of this ledger any more; `stems` are the
    /// file names, without `.pdf`, of all its letters, not only of chosen ones.
    pub fn left_over(&self, stems: &BTreeSet<String>) -> Vec<&Entry> {
        let paths: BTreeSet<String> = stems.iter().map(|stem| path_of_stem(stem)).collect();
        self.entries
            .values()
            .filter(|entry| !paths.contains(&entry.path) && self.dir.join(&entry.path).exists())
            .collect()
    }

    /// A warning, if what stands in the job's place is nothing that a run put there, such as a scan of the
    /// stamped letter. [`Outbox::keep`] moves it aside.
    pub fn stranger(&self, job: &impl Work, made: &impl Finished) -> Option<Diagnostic> {
        let path = path_of(job);
        let file = self.dir.join(&path);
        self.is_strange(&path, &file, made.bytes()).then(|| problem::strange(&file, &path, &job.reference()))
    }

    /// Keeps a finished letter: file first, then its journal line. `warnings` were given on the way, `now`
    /// is RFC 3339.
    pub fn keep(
        &mut self,
        job: &impl Work,
        key: &WorkKey,
        made: &impl Finished,
        warnings: usize,
        now: &str,
    ) -> Outcome<&Entry> {
        let (path, bytes) = (path_of(job), made.bytes());
        let file = self.dir.join(&path);
        let time = self.put(&path, &file, bytes).map_err(|err| vec![problem::unwritable(&file, &err)])?;
        let entry = Entry {
            id: job.id(),
            number: job.number().to_owned(),
            path: path.clone(),
            pages: made.pages(),
            signed: made.signed(),
            facts: made.facts(),
            pack: made.pack(),
            bytes: bytes.len() as u64,
            sha256: sha256([bytes]),
            key: key.0.clone(),
            warnings,
            mtime: time,
            made: now.to_owned(),
            tool: TOOL.to_owned(),
        };
        self.journal.append(&entry)?;
        self.unsynced += 1;
        if self.unsynced >= SYNC_EVERY {
            self.sync()?;
        }
        Ok(self.entries.entry(path).insert_entry(entry).into_mut())
    }

    /// Waits until all that was kept is on the disk. Dropping the outbox does it too, but cannot tell of a failure.
    pub fn sync(&mut self) -> Outcome<()> {
        if self.unsynced == 0 {
            return Ok(());
        }
        // The names first, then the lines that speak of them. Windows opens no folder as a file; its file
        // system journals names by itself.
        if let Ok(letters) = File::open(self.dir.join(LETTERS)) {
            let _ = letters.sync_all();
        }
        self.journal.sync()?;
        self.unsynced = 0;
        Ok(())
    }

    /// Puts `bytes` in a letter's place and says with which modification time they stand there.
    fn put(&self, path: &str, file: &Path, bytes: &[u8]) -> io::Result<i128> {
        if self.is_strange(path, file, bytes) {
            self.set_aside(file)?;
        }
        whole::replace(file, bytes)?;
        mtime(&fs::metadata(file)?)
    }

    /// Is there something at `file` that is neither what the journal says nor what is to be written? The
    /// latter stands there when a run died before the letter's line was written.
    fn is_strange(&self, path: &str, file: &Path, bytes: &[u8]) -> bool {
        let Ok(metadata) = fs::symlink_metadata(file) else {
            return false;
        };
        let ours = self.entries.get(path).is_some_and(|entry| entry.is_unchanged(file));
        let same = metadata.is_file()
            && metadata.len() == bytes.len() as u64
            && fs::read(file).is_ok_and(|there| there == bytes);
        !ours && !same
    }

    /// Moves a file that is not ours to the first free name under `superseded/`: a run deletes nothing that
    /// it did not make.
    fn set_aside(&self, file: &Path) -> io::Result<()> {
        let folder = self.dir.join(SUPERSEDED);
        fs::create_dir_all(&folder)?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        for count in 1_u32.. {
            let name = match count {
                1 => format!("{stem}.pdf"),
                _ => format!("{stem}_{count}.pdf"),
            };
            let aside = folder.join(name);
            match fs::symlink_metadata(&aside) {
                Err(err) if err.kind() == ErrorKind::NotFound => return fs::rename(file, aside),
                Err(err) => return Err(err),
                Ok(_) => {}
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        // Nobody is left to tell; a line that gets lost only costs making a letter again.
        let _ = self.sync();
    }
}

fn path_of(job: &impl Work) -> String {
    path_of_stem(job.file_stem())
}

/// A path of the journal has `/` on every system.
fn path_of_stem(stem: &str) -> String {
    format!("{LETTERS}/{stem}.pdf")
}

#[cfg(test)]
mod tests;
