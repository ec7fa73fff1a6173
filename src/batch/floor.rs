//! Where letters are typeset: so many at once, and none for ever.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Limit;
use crate::archive::InWork;

/// So often it is looked, at the least, whether all is well.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// What the threads share. A letter that is typeset stands at a press; its thread may besides wait for a press, or
/// for a timestamp authority, and is then on nobody's clock.
pub(super) struct Floor {
    state: Mutex<State>,
    given_back: Condvar,
    limit: Option<Limit>,
    in_work: Arc<InWork>,
}

struct State {
    free: usize,
    /// By thread.
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Not at a press.
    Away,
    /// At a press with the job of this index, since.
    At(usize, Duration),
    /// Given up: nobody waits for it any more.
    Abandoned,
}

/// What a thread knows of its place.
pub(super) struct Turn<'a> {
    pub(super) floor: &'a Floor,
    pub(super) thread: usize,
    pub(super) index: usize,
    pub(super) path: &'a str,
}

impl Floor {
    pub(super) fn new(presses: usize, limit: Option<Limit>, in_work: Arc<InWork>) -> Self {
        let state = Mutex::new(State { free: presses, places: Vec::new() });
        Self { state, given_back: Condvar::new(), limit, in_work }
    }

    /// A number for a new thread.
    pub(super) fn enter(&self) -> usize {
        let mut state = self.state();
        state.places.push(Place::Away);
        state.places.len() - 1
    }

    /// How long to wait before it is looked again for letters that take too long.
    pub(super) fn patience(&self) -> Duration {
        let after = self.limit.as_ref().map_or(LONGEST_WAIT, |limit| limit.after / 4);
        after.clamp(Duration::from_millis(1), LONGEST_WAIT)
    }

    /// May a letter take too long?
    pub(super) fn has_limit(&self) -> bool {
        self.limit.is_some()
    }

    /// Gives up the threads whose letters take too long, and gives their presses to others. Their jobs' indices.
    pub(super) fn abandon_overdue(&self) -> Vec<usize> {
        let Some(limit) = &self.limit else { return Vec::new() };
        let now = limit.clock.now();
        let mut state = self.state();
        let mut overdue = Vec::new();
        for (thread, place) in state.places.iter_mut().enumerate() {
            if let Place::At(index, since) = *place
                && now.saturating_sub(since) > limit.after
            {
                *place = Place::Abandoned;
                overdue.push((thread, index));
            }
        }
        state.free += overdue.len();
        drop(state);
        overdue.into_iter().map(|(thread, index)| self.turn_over(thread, index)).collect()
    }

    fn turn_over(&self, thread: usize, index: usize) -> usize {
        self.in_work.abandon(thread);
        self.given_back.notify_one();
        index
    }

    pub(super) fn is_abandoned(&self, thread: usize) -> bool {
        matches!(self.state().places.get(thread), Some(Place::Abandoned))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, turn: &Turn<'_>) {
        let mut state = self.state();
        while state.free == 0 {
            state = self.given_back.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.free -= 1;
        let since = self.limit.as_ref().map(|limit| limit.clock.now()).unwrap_or_default();
        if let Some(place) = state.places.get_mut(turn.thread) {
            *place = Place::At(turn.index, since);
        }
        drop(state);
        self.in_work.begin(turn.thread, turn.path);
    }

    fn end(&self, thread: usize) {
        let mut state = self.state();
        if let Some(place @ Place::At(..)) = state.places.get_mut(thread) {
            *place = Place::Away;
            state.free += 1;
            drop(state);
            self.in_work.end(thread);
            self.given_back.notify_one();
        }
    }
}

impl Turn<'_> {
    /// Does the work at a press, as soon as one is free.
    pub(super) fn at_press<T>(&self, work: impl FnOnce() -> T) -> T {
        /// Gives the press back, whatever becomes of the work.
        struct Held<'a, 'b>(&'a Turn<'b>);
        impl Drop for Held<'_, '_> {
            fn drop(&mut self) {
                self.0.floor.end(self.0.thread);
            }
        }
        self.floor.begin(self);
        let _held = Held(self);
        work()
    }
}
