//! The threads that make letters.
//!
//! They are plain threads: a letter that ran as a task of a pool that other letters share would be interrupted, on
//! its own stack, by the next one whenever Typst waits for its own rayon tasks, until the stack overflows. They own what they use,
//! so that one that hangs can be left to itself.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{any::Any, io, vec};

use super::floor::{Floor, Turn};
use super::{AHEAD, problem};
use crate::archive::{Work, path_of};
use crate::diag::{Checked, Outcome};

/// Typst nests deeply in long tables and lists; the usual 2 MiB are not enough.
const STACK: usize = 16 << 20;

/// What came of a job.
pub(super) enum Came<T> {
    /// This.
    Result(Checked<T>),
    /// It was not begun, because the run was stopped.
    NotBegun,
    /// It took too long and was given up.
    TookTooLong,
}

/// Threads at work. At most a window of jobs is handed out and not yet asked for, so that memory does not
/// grow when an early letter takes long. Dropping the crew waits for the letters in work and abandons them.
pub(super) struct Crew<T> {
    /// `None` once the crew is dismissed.
    hand_out: Option<Sender<usize>>,
    results: Option<Receiver<(usize, Came<T>)>>,
    /// Jobs not yet handed out.
    waiting: vec::IntoIter<usize>,
    /// Results that came before their turn.
    early: BTreeMap<usize, Came<T>>,
    /// Jobs that were given up; a result that comes after all is too late.
    given_up: BTreeSet<usize>,
    floor: Arc<Floor>,
    threads: Vec<(usize, JoinHandle<()>)>,
    hire_one: Box<dyn Fn() -> io::Result<(usize, JoinHandle<()>)>>,
}

impl<T: Send + 'static> Crew<T> {
    /// Starts the threads, and with them the first of the jobs `to_make` (indices of `jobs`, ascending).
    pub(super) fn hire<J, M>(
        make: &Arc<M>,
        jobs: &Arc<Vec<J>>,
        to_make: Vec<usize>,
        threads: NonZeroUsize,
        stop: &Arc<AtomicBool>,
        floor: Floor,
    ) -> Outcome<Self>
    where
        J: Work + Send + Sync + 'static,
        M: Fn(&J, &Turn<'_>) -> Checked<T> + Send + Sync + 'static,
    {
        let wanted = threads.get().min(to_make.len());
        let window = wanted.saturating_mul(AHEAD);
        let (hand_out, tasks) = channel();
        let (hand_in, results) = channel();
        let floor = Arc::new(floor);
        let worker = Worker {
            make: Arc::clone(make),
            jobs: Arc::clone(jobs),
            tasks: Arc::new(Mutex::new(tasks)),
            hand_in,
            stop: Arc::clone(stop),
            floor: Arc::clone(&floor),
            remembered: wanted + 1,
        };
        let hire_one = move || {
            let worker = worker.clone();
            let number = worker.floor.enter();
            let thread = thread::Builder::new().name("letters".to_owned()).stack_size(STACK);
            Ok((number, thread.spawn(move || worker.work(number))?))
        };
        let mut crew = Self {
            hand_out: Some(hand_out),
            results: Some(results),
            waiting: to_make.into_iter(),
            early: BTreeMap::new(),
            given_up: BTreeSet::new(),
            floor,
            threads: Vec::with_capacity(wanted),
            hire_one: Box::new(hire_one),
        };
        for _ in 0..wanted {
            match (crew.hire_one)() {
                Ok(thread) => crew.threads.push(thread),
                // With fewer threads the letters are the same, only later.
                Err(_) if !crew.threads.is_empty() => break,
                Err(err) => return Err(vec![problem::no_threads(&err)]),
            }
        }
        for _ in 0..window {
            crew.hand_out_next();
        }
        Ok(crew)
    }

    /// What came of a job. Jobs are asked for in the order they were given.
    pub(super) fn wait_for(&mut self, index: usize) -> Outcome<Came<T>> {
        loop {
            if let Some(came) = self.early.remove(&index) {
                self.hand_out_next();
                return Ok(came);
            }
            let Some((index, came)) = self.receive()? else {
                self.give_up_overdue()?;
                continue;
            };
            if !self.given_up.contains(&index) {
                self.early.insert(index, came);
            }
        }
    }

    /// The next result; `None` where it is time to look for letters that take too long.
    fn receive(&mut self) -> Outcome<Option<(usize, Came<T>)>> {
        let lost = || vec![problem::threads_lost()];
        let results = self.results.as_ref().ok_or_else(lost)?;
        match results.recv_timeout(self.floor.patience()) {
            Ok(received) => Ok(Some(received)),
            // `hire_one` holds an end of the channel, so that threads which are gone do not show there.
            Err(RecvTimeoutError::Timeout) if self.threads.iter().all(|(_, thread)| thread.is_finished()) => {
                Err(lost())
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(lost()),
        }
    }

    fn give_up_overdue(&mut self) -> Outcome<()> {
        for index in self.floor.abandon_overdue() {
            self.early.insert(index, Came::TookTooLong);
            self.given_up.insert(index);
            let floor = &self.floor;
            self.threads.retain(|(thread, _)| !floor.is_abandoned(*thread));
            match (self.hire_one)() {
                Ok(thread) => self.threads.push(thread),
                Err(_) if !self.threads.is_empty() => {}
                Err(err) => return Err(vec![problem::no_threads(&err)]),
            }
        }
        Ok(())
    }

    fn hand_out_next(&mut self) {
        if let (Some(hand_out), Some(index)) = (&self.hand_out, self.waiting.next()) {
            // Fails only if every thread is gone, which `wait_for` reports.
            let _ = hand_out.send(index);
        }
    }
}

impl<T> Drop for Crew<T> {
    fn drop(&mut self) {
        // Without results to hand in to, a thread ends after the letter that it is making; without tasks, at
        // once.
        self.results = None;
        self.hand_out = None;
        for (number, thread) in self.threads.drain(..) {
            if self.floor.has_limit() {
                // One that hangs is not waited for longer than its letter's time.
                while !thread.is_finished() && !self.floor.is_abandoned(number) {
                    thread::sleep(Duration::from_millis(1));
                    self.floor.abandon_overdue();
                }
                if !thread.is_finished() {
                    continue;
                }
            }
            // Panics were caught where they happened.
            let _ = thread.join();
        }
    }
}

/// Does the work on a thread like those of a crew, and waits for it.
pub(super) fn alone(work: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work);
    // A panic is the work's own affair.
    let _ = thread.map(JoinHandle::join);
}

/// What one thread owns.
struct Worker<J, T, M> {
    make: Arc<M>,
    jobs: Arc<Vec<J>>,
    tasks: Arc<Mutex<Receiver<usize>>>,
    hand_in: Sender<(usize, Came<T>)>,
    stop: Arc<AtomicBool>,
    floor: Arc<Floor>,
    /// For so many letters Typst remembers what it did.
    remembered: usize,
}

impl<J, T, M> Clone for Worker<J, T, M> {
    fn clone(&self) -> Self {
        Self {
            make: Arc::clone(&self.make),
            jobs: Arc::clone(&self.jobs),
            tasks: Arc::clone(&self.tasks),
            hand_in: self.hand_in.clone(),
            stop: Arc::clone(&self.stop),
            floor: Arc::clone(&self.floor),
            remembered: self.remembered,
        }
    }
}

impl<J: Work, T, M: Fn(&J, &Turn<'_>) -> Checked<T>> Worker<J, T, M> {
    fn work(&self, thread: usize) {
        // What Typst gives to rayon is done by this thread itself, as the only one of a pool of its own: there are letters
        // enough for every core, and handing pieces of them to other threads only costs. No letter ever waits in that
        // pool, so none is begun on another's stack. Without the pool the letters are the same.
        let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        while let Some(index) = self.next_task() {
            let came = match self.jobs.get(index) {
                Some(job) if !self.stop.load(Ordering::Relaxed) => {
                    let path = path_of(job);
                    let turn = Turn { floor: &self.floor, thread, index, path: &path };
                    let result = self.make(job, &turn);
                    // Typst remembers all it did until told otherwise. What the letters share is used by each of them
                    // and thus stays; what only one letter used is forgotten as soon as it is certain that this letter
                    // is no longer in work. Failed letters leave as much behind as others do. It is done here, since a
                    // thread gives back most cheaply what it took itself.
                    crate::workshop::forget(self.remembered);
                    Came::Result(result)
                }
                _ => Came::NotBegun,
            };
            if self.floor.is_abandoned(thread) || self.hand_in.send((index, came)).is_err() {
                return;
            }
        }
    }

    /// Waits for a task, one thread at a time; `None` when there will be no more.
    fn next_task(&self) -> Option<usize> {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.recv().ok()
    }

    fn make(&self, job: &J, turn: &Turn<'_>) -> Checked<T> {
        // Safe to go on after: a letter is made from shared values that nothing changes.
        catch_unwind(AssertUnwindSafe(|| (self.make)(job, turn)))
            .unwrap_or_else(|payload| Checked::failed(vec![problem::internal(job, words_of(payload.as_ref()))]))
    }
}

/// What a panic said.
fn words_of(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}
