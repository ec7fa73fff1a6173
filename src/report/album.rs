//! Pictures that are taken while letters are made, by several threads, and handed out in the ledger's order.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::typeset::Thumbnail;

/// Which letters are to be pictured, and the pictures not yet taken out.
#[derive(Debug, Default)]
pub struct Album {
    /// Identities of letters that are pictured in any case.
    wanted: HashSet<String>,
    /// Letters with problems that come up while they are made are no longer pictured.
    full: AtomicBool,
    taken: Mutex<HashMap<String, Thumbnail>>,
}

impl Album {
    /// An album for the letters of these identities, and for those with problems.
    pub fn new(wanted: HashSet<String>) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Is the letter to be pictured, seeing whether there are problems?
    pub(crate) fn wants(&self, id: &str, problems: bool) -> bool {
        self.wanted.contains(id) || (problems && !self.full.load(Ordering::Relaxed))
    }

    /// Puts a picture in.
    pub(crate) fn put(&self, id: String, picture: Thumbnail) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(id, picture);
    }

    /// Takes the letter's picture out.
    pub fn take(&self, id: &str) -> Option<Thumbnail> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// No more pictures because of problems.
    pub fn close(&self) {
        self.full.store(true, Ordering::Relaxed);
    }
}
