//! How to run.

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::report::Album;
use crate::sign::Signer;

/// How to run.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// Letters that are typeset at once.
    pub jobs: NonZeroUsize,
    /// Warnings count as errors (`--strict`): a letter with one is not kept.
    pub strict: bool,
    /// Set from outside (Ctrl-C): letters in work are finished, no further one is begun.
    pub stop: Arc<AtomicBool>,
    /// Signs the letters; without one they stay unsigned.
    pub signer: Option<Arc<Signer>>,
    /// Identities of letters that may be made anew though they were sent (`--reissue`).
    pub reissue: BTreeSet<String>,
    /// How long typesetting a letter may take; without one it is waited for.
    pub limit: Option<Limit>,
    /// How a letter is tried that was in work when a run died; without it such a letter is only made last.
    pub trier: Option<Trier>,
    /// Takes pictures of first pages; without one none are taken.
    pub album: Option<Arc<Album>>,
}

impl BatchOptions {
    /// So many letters at once, nothing else.
    pub fn new(jobs: NonZeroUsize) -> Self {
        Self {
            jobs,
            strict: false,
            stop: Arc::default(),
            signer: None,
            reissue: BTreeSet::new(),
            limit: None,
            trier: None,
            album: None,
        }
    }
}

/// How long typesetting a letter may take. Typst cannot be interrupted: a letter past its time is told of as
/// failed, and its thread is left to itself and replaced.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Longer than this is too long.
    pub after: Duration,
    /// Measures it.
    pub clock: Clock,
}

/// Tells how much time has passed since some moment; it is never set back.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Clock {
    /// A clock that asks `now`.
    pub fn new(now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    pub fn now(&self) -> Duration {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// What came of trying a letter where it can do no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It came to its end, right or wrong: it can be made.
    Lived,
    /// It ended its process, as a letter does that eats all memory.
    Died,
    /// It took too long.
    TookTooLong,
    /// It could not be tried.
    NotTried,
}

/// Tries the letter of an identity in a process of its own.
#[derive(Clone)]
pub struct Trier(Arc<dyn Fn(&str) -> Trial + Send + Sync>);

impl Trier {
    /// A trier that asks `attempt`.
    pub fn new(attempt: impl Fn(&str) -> Trial + Send + Sync + 'static) -> Self {
        Self(Arc::new(attempt))
    }

    /// Tries the letter.
    pub fn attempt(&self, id: &str) -> Trial {
        (self.0)(id)
    }
}

impl fmt::Debug for Trier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trier")
    }
}
