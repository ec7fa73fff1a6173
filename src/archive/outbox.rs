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
use std::sync::Arc;

use super::entry::{NotIssued, mtime};
use super::journal::{Journal, Notes, Told};
use super::work::{LETTER, LETTERS, PUBLICATION};
use super::{Adopted, Entry, Finished, InWork, Issued, Making, Work, problem, whole};
use crate::diag::{Diagnostic, Outcome};
use crate::workshop::WorkKey;

/// Where files go that stood in a letter's place and were not dafu's.
const SUPERSEDED: &str = "superseded";

/// How many lines a power cut may cost, that is, how many letters are then made again.
const SYNC_EVERY: usize = 32;

/// What makes the letters, as the journal names it.
const TOOL: &str = concat!("dafu ", env!("CARGO_PKG_VERSION"));

/// One run's folder, locked while it is open.
#[derive(Debug)]
pub struct Outbox {
    pub(super) dir: PathBuf,
    pub(super) journal: Journal,
    pub(super) told: Told,
    notes: Notes,
    in_work: Arc<InWork>,
    unsynced: usize,
}

impl Outbox {
    /// Opens or makes the folder: locks it, reads its journal, cuts a torn last line, removes half-written files of ours.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let letters = dir.join(LETTERS);
        let unwritable = |path: &Path, err: &io::Error| vec![problem::unwritable(path, err)];
        fs::create_dir_all(&letters).map_err(|err| unwritable(dir, &err))?;

        // Only who holds the lock may remove a part: without it, it may be another dafu's.
        let (journal, told) = Journal::open(dir)?;
        let publication = Some(dir.join(PUBLICATION)).filter(|folder| folder.is_dir());
        for folder in [dir, &letters].into_iter().chain(publication.as_deref()) {
            whole::clear(folder).map_err(|err| unwritable(folder, &err))?;
        }
        let superseded = dir.join(SUPERSEDED);
        if superseded.is_dir() {
            whole::clear(&superseded).map_err(|err| unwritable(&superseded, &err))?;
        }
        let in_work = Arc::new(InWork::open(dir));
        let notes = Journal::notes(dir)?;
        Ok(Self { dir: dir.to_path_buf(), journal, told, notes, in_work, unsynced: 0 })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Which letters are in work.
    pub fn in_work(&self) -> &Arc<InWork> {
        &self.in_work
    }

    /// Every letter of the journal, by path, without what goes with it.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.told.entries.values().filter(|entry| entry.is_letter())
    }

    /// Every file of the journal, by path: letters, and what goes with them.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Entry> {
        self.told.entries.values()
    }

    /// The mark of a letter that was sent.
    pub fn issued(&self, id: &str) -> Option<&Issued> {
        self.told.issued.get(id)
    }

    /// The journal's entry, if the job's file is finished, unchanged, and of this key.
    pub fn has(&self, job: &impl Work, key: &WorkKey) -> Option<&Entry> {
        self.entry(job).filter(|entry| entry.key == key.0 && entry.is_unchanged(&self.dir.join(&entry.path)))
    }

    /// The journal's entry of the file at a path, right or not.
    pub fn entry_at(&self, path: &str) -> Option<&Entry> {
        self.told.entries.get(path)
    }

    /// Was there ever a file in the job's place, or was its letter sent? If not, it is to be made.
    pub fn knows(&self, job: &impl Work) -> bool {
        self.entry(job).is_some() || self.sent(job).is_some()
    }

    /// The journal's entry of the job's file, right or not.
    pub fn entry(&self, job: &impl Work) -> Option<&Entry> {
        self.told.entries.get(&path_of(job))
    }

    /// The whole journal.
    pub(crate) fn journal_text(&mut self) -> Outcome<Vec<u8>> {
        self.journal.text()
    }

    /// The mark of the job's letter, if it was sent. What goes with a letter has none of its own.
    pub(super) fn sent(&self, job: &impl Work) -> Option<&Issued> {
        self.issued(&job.id()).filter(|_| job.product() == LETTER)
    }

    /// Notes in the journal that a letter's stamped version was taken in.
    pub(super) fn note_adopted(&mut self, adopted: &Adopted) -> Outcome<()> {
        self.journal.append_adopted(adopted)?;
        self.notes.adopted.insert(adopted.letter.clone(), adopted.clone());
        self.count_unsynced()
    }

    /// How a letter was made, and what the ledger says of it for the archive, by its path.
    pub fn making(&self, path: &str) -> Option<Making> {
        self.journal.making(*self.notes.makings.get(path)?)
    }

    /// All that was taken in, for each letter the last.
    pub(super) fn all_adopted(&self) -> impl Iterator<Item = &Adopted> {
        self.notes.adopted.values()
    }

    /// What was taken in for a letter, by its path.
    pub fn adopted_for(&self, path: &str) -> Option<&Adopted> {
        self.notes.adopted.get(path)
    }

    /// Notes how the job's letter, which is finished, was made, if that is not noted already. When it was checked
    /// counts only with what else is new.
    pub fn note_making(&mut self, job: &impl Work, making: Making) -> Outcome<()> {
        let making = Making { path: path_of(job), ..making };
        if self.making(&making.path).is_some_and(|noted| noted.says_the_same(&making)) {
            return Ok(());
        }
        let place = self.journal.append_making(&making)?;
        self.notes.makings.insert(making.path, place);
        self.count_unsynced()
    }

    /// Entries whose file is still there but belongs to no letter of this ledger any more; `paths` are those of all its
    /// letters, not only of chosen ones, and of what may go with them.
    pub fn left_over(&self, paths: &BTreeSet<String>) -> Vec<&Entry> {
        self.told
            .entries
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

    /// Keeps a finished letter: file first, then its journal line, which is given back. `warnings` were given on the way,
    /// `now` is RFC 3339.
    pub fn keep(&mut self, job: &impl Work, made: &impl Finished, warnings: usize, now: &str) -> Outcome<Entry> {
        let (path, bytes) = (path_of(job), made.bytes());
        let file = self.dir.join(&path);
        if job.folder() == PUBLICATION {
            let folder = self.dir.join(PUBLICATION);
            fs::create_dir_all(&folder).map_err(|err| vec![problem::unwritable(&folder, &err)])?;
        }
        let unwritable = |err: io::Error| vec![problem::unwritable(&file, &err)];
        let sha256 = made.sha256();
        // Asked for by `--reissue`, or it would not come here.
        let sent = self.sent(job).filter(|sent| sent.sha256 != sha256).cloned();
        if let Some(sent) = &sent {
            // In this order: whenever a run ends, what was sent is somewhere, and the journal knows of it.
            let superseded = self.copy_aside(&self.dir.join(&sent.path)).map_err(unwritable)?;
            self.take_mark(NotIssued { id: job.id(), at: now.to_owned(), superseded })?;
        }
        let time = self.put(&path, &file, bytes, sent.is_some()).map_err(unwritable)?;
        let old = sent.filter(|sent| sent.path != path);
        let entry = Entry {
            id: job.id(),
            number: job.number().to_owned(),
            product: job.product().to_owned(),
            path,
            pages: made.pages(),
            signed: made.signed(),
            facts: made.facts(),
            pack: made.pack(),
            bytes: bytes.len() as u64,
            proposers: made.proposers(),
            sha256,
            key: made.key().0,
            warnings,
            mtime: time,
            made: now.to_owned(),
            tool: TOOL.to_owned(),
        };
        self.journal.append(&entry)?;
        if let Some(old) = old {
            // It lies in `superseded/` by now; if this fails it is told of as a file of no letter.
            let _ = fs::remove_file(self.dir.join(old.path));
        }
        self.count_unsynced()?;
        // What nobody asks of again is in the journal only: ten thousand letters have much of it.
        self.told.letter(Entry { facts: None, pack: None, proposers: Vec::new(), ..entry.clone() });
        Ok(entry)
    }

    /// A line was written: now and then the disk is waited for.
    pub(super) fn count_unsynced(&mut self) -> Outcome<()> {
        self.unsynced += 1;
        if self.unsynced >= SYNC_EVERY { self.sync() } else { Ok(()) }
    }

    /// Waits until all that was kept is on the disk. Dropping the outbox does it too, but cannot tell of a failure.
    pub fn sync(&mut self) -> Outcome<()> {
        if self.unsynced == 0 {
            return Ok(());
        }
        // The names first, then the lines that speak of them. Windows opens no folder as a file; its file
        // system journals names by itself.
        for folder in [LETTERS, PUBLICATION, SUPERSEDED] {
            if let Ok(folder) = File::open(self.dir.join(folder)) {
                let _ = folder.sync_all();
            }
        }
        self.journal.sync()?;
        self.unsynced = 0;
        Ok(())
    }

    /// Puts `bytes` in a letter's place and says with which modification time they stand there.
    fn put(&self, path: &str, file: &Path, bytes: &[u8], is_kept: bool) -> io::Result<i128> {
        if !is_kept && self.is_strange(path, file, bytes) {
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
        let ours = self.told.entries.get(path).is_some_and(|entry| entry.is_unchanged(file));
        let same = metadata.is_file()
            && metadata.len() == bytes.len() as u64
            && fs::read(file).is_ok_and(|there| there == bytes);
        !ours && !same
    }

    /// Takes out of its folder what a run made before and may not be there any more; says where it is now. `None` where
    /// there is nothing.
    pub fn withdraw(&mut self, job: &impl Work) -> Outcome<Option<PathBuf>> {
        let file = self.dir.join(path_of(job));
        if fs::symlink_metadata(&file).is_err() {
            return Ok(None);
        }
        self.set_aside(&file).map(Some).map_err(|err| vec![problem::unwritable(&file, &err)])
    }

    /// Moves a file that is not ours to the first free name under `superseded/`: a run deletes nothing that
    /// it did not make.
    fn set_aside(&self, file: &Path) -> io::Result<PathBuf> {
        let aside = self.name_aside(file, None)?;
        fs::rename(file, &aside).map(|()| aside)
    }

    /// Keeps what was sent under `superseded/`, and leaves it in its place until the new file takes that: at no
    /// moment is the letter without a file. Gives its path there, unless there is no file.
    fn copy_aside(&self, file: &Path) -> io::Result<Option<String>> {
        let bytes = match fs::read(file) {
            Err(err) if err.kind() == ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let aside = self.name_aside(file, Some(&bytes))?;
        if !aside.exists() {
            whole::replace(&aside, &bytes)?;
        }
        let name = aside.file_name().unwrap_or_default().to_string_lossy();
        Ok(Some(format!("{SUPERSEDED}/{name}")))
    }

    /// The first free name under `superseded/`, or that of a file which holds these bytes already.
    fn name_aside(&self, file: &Path, bytes: Option<&[u8]>) -> io::Result<PathBuf> {
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
                Err(err) if err.kind() == ErrorKind::NotFound => return Ok(aside),
                Err(err) => return Err(err),
                Ok(_) if bytes.is_some_and(|bytes| fs::read(&aside).is_ok_and(|there| there == bytes)) => {
                    return Ok(aside);
                }
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
        self.in_work.finish();
    }
}

/// The file of a piece of work, relative to the run's folder. A path of the journal has `/` on every system.
pub fn path_of(job: &impl Work) -> String {
    format!("{}/{}.pdf", job.folder(), job.file_stem())
}

#[cfg(test)]
mod tests;
