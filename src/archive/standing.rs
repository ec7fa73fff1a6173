//! How a letter stands before it is made: finished, missing, or sent.

use crate::archive::outbox::path_of;
use crate::archive::work::{LETTER, LETTERS};
use crate::archive::{Entry, Finished, Outbox, Work, problem};
use crate::diag::Diagnostic;
use crate::workshop::WorkKey;

/// How a letter stands.
#[derive(Debug, PartialEq)]
pub enum Standing<'a> {
    /// Its file is finished, unchanged, and of this key.
    Finished(&'a Entry),
    /// It was sent, and what the run would make is something else, or its file was changed since: it stays,
    /// and this is the warning.
    Sent(&'a Entry, Diagnostic),
    /// It cannot be made without harm to a letter that was sent.
    Refused(Diagnostic),
    /// It is to be made.
    Missing,
}

impl Outbox {
    /// How the job's letter stands. With `reissue` one that was sent may be made again.
    pub fn standing(&self, job: &impl Work, key: &WorkKey, reissue: bool) -> Standing<'_> {
        let path = path_of(job);
        if job.product() != LETTER {
            return self.companion_standing(job, key, reissue);
        }
        let Some(sent) = self.sent(job) else {
            if let Some(other) = self.sent_in_place_of(job, &path) {
                return Standing::Refused(problem::in_the_way(&self.dir.join(&path), &other.number, &job.reference()));
            }
            return self.has(job, key).map_or(Standing::Missing, Standing::Finished);
        };
        let file = self.dir.join(&sent.path);
        let same_work = |entry: &Entry| entry.key == key.0 && entry.path == path;
        let Some(entry) = self.told.entries.get(&sent.path) else {
            // A mark without its letter's line: the journal was edited. What was sent is not known.
            let lost = || Standing::Refused(problem::sent_lost(&file, &job.reference()));
            return if reissue { Standing::Missing } else { lost() };
        };
        let is_there = file.exists();
        let is_unchanged = is_there && entry.is_unchanged(&file);
        match same_work(entry) {
            true if is_unchanged => Standing::Finished(entry),
            true if !is_there => Standing::Missing,
            _ if reissue => Standing::Missing,
            _ if is_unchanged => {
                Standing::Sent(entry, problem::issued_changed(&file, &sent.at, job.origin().as_ref(), &job.reference()))
            }
            _ if is_there => {
                Standing::Sent(entry, problem::sent_touched(&file, job.origin().as_ref(), &job.reference()))
            }
            _ => Standing::Refused(problem::sent_lost(&file, &job.reference())),
        }
    }

    /// How what goes with a letter stands. What went out with a letter that was sent stays as it was; a copy for
    /// publication is not sent.
    fn companion_standing(&self, job: &impl Work, key: &WorkKey, reissue: bool) -> Standing<'_> {
        let went_out = !reissue && job.folder() == LETTERS && self.issued(&job.id()).is_some();
        let as_sent = self.entry(job).filter(|entry| went_out && entry.is_unchanged(&self.dir.join(&entry.path)));
        as_sent.or_else(|| self.has(job, key)).map_or(Standing::Missing, Standing::Finished)
    }

    /// An error, if a letter that was sent comes out otherwise than it was: what is lost cannot be made again.
    pub fn differs_from_sent(&self, job: &impl Work, made: &impl Finished) -> Option<Diagnostic> {
        let sent = self.sent(job)?;
        let same = made.sha256() == sent.sha256;
        (!same).then(|| problem::sent_lost(&self.dir.join(&sent.path), &job.reference()))
    }

    /// The sent letter of another identity whose file stands where the job's would.
    fn sent_in_place_of(&self, job: &impl Work, path: &str) -> Option<&Entry> {
        let entry = self.told.entries.get(path)?;
        (entry.id != job.id() && self.issued(&entry.id).is_some_and(|sent| sent.path == path)).then_some(entry)
    }
}
