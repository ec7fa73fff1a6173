//! The threads that make letters.
//!
//! They are plain threads: a letter that ran as a rayon task would be interrupted, on its own stack, by the
//! next one whenever Typst waits for its own rayon tasks, until the stack overflows. They own what they use,
//! so that one that hangs could be abandoned.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::{any::Any, io, vec};

use super::{AHEAD, BatchOptions, internal};
use crate::archive::Work;
use crate::diag::{Checked, Code, Diagnostic, Message, Outcome, reason};

/// Typst nests deeply in long tables and lists; the usual 2 MiB are not enough.
const STACK: usize = 16 << 20;

/// A job's index and what came of it; `None` if it was not begun.
type Done<T> = (usize, Option<Checked<T>>);

/// Threads at work. At most a window of jobs is handed out and not yet asked for, so that memory does not
/// grow when an early letter takes long. Dropping the crew waits for the letters in work and abandons them.
pub(super) struct Crew<T> {
    /// `None` once the crew is dismissed.
    hand_out: Option<Sender<usize>>,
    results: Option<Receiver<Done<T>>>,
    /// Jobs not yet handed out.
    waiting: vec::IntoIter<usize>,
    /// Results that came before their turn.
    early: BTreeMap<usize, Option<Checked<T>>>,
    threads: Vec<JoinHandle<()>>,
}

impl<T: Send + 'static> Crew<T> {
    /// Starts the threads, and with them the first of the jobs `to_make` (indices of `jobs`, ascending).
    pub(super) fn hire<J, M>(make: M, jobs: &Arc<Vec<J>>, to_make: Vec<usize>, options: &BatchOptions) -> Outcome<Self>
    where
        J: Work + Send + Sync + 'static,
        M: Fn(&J) -> Checked<T> + Send + Sync + 'static,
    {
        let wanted = options.jobs.get().min(to_make.len());
        let window = wanted.saturating_mul(AHEAD);
        let (hand_out, tasks) = channel();
        // Holds the whole window, so no thread ever waits to hand in a result.
        let (hand_in, results) = sync_channel(window);
        let mut crew = Self {
            hand_out: Some(hand_out),
            results: Some(results),
            waiting: to_make.into_iter(),
            early: BTreeMap::new(),
            threads: Vec::with_capacity(wanted),
        };

        let (make, tasks) = (Arc::new(make), Arc::new(Mutex::new(tasks)));
        for _ in 0..wanted {
            let worker = Worker {
                make: Arc::clone(&make),
                jobs: Arc::clone(jobs),
                tasks: Arc::clone(&tasks),
                hand_in: hand_in.clone(),
                stop: Arc::clone(&options.stop),
            };
            let thread =
                thread::Builder::new().name("letters".to_owned()).stack_size(STACK).spawn(move || worker.work());
            match thread {
                Ok(thread) => crew.threads.push(thread),
                // With fewer threads the letters are the same, only later.
                Err(_) if !crew.threads.is_empty() => break,
                Err(err) => return Err(vec![no_threads(&err)]),
            }
        }
        for _ in 0..window {
            crew.hand_out_next();
        }
        Ok(crew)
    }

    /// What came of a job; `None` if it was not begun. Jobs are asked for in the order they were given.
    pub(super) fn wait_for(&mut self, index: usize) -> Outcome<Option<Checked<T>>> {
        loop {
            if let Some(result) = self.early.remove(&index) {
                self.hand_out_next();
                return Ok(result);
            }
            let received = self.results.as_ref().and_then(|results| results.recv().ok());
            let Some((index, result)) = received else {
                return Err(vec![lost()]);
            };
            // Typst remembers all it did until told otherwise. What the letters share is used by each of
            // them and thus stays; what only one letter used is forgotten as soon as it is certain that this
            // letter is no longer in work. Failed letters leave as much behind as others do.
            comemo::evict(self.threads.len() + 1);
            self.early.insert(index, result);
        }
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
        for thread in self.threads.drain(..) {
            // Panics were caught where they happened.
            let _ = thread.join();
        }
    }
}

/// What one thread owns.
struct Worker<J, T, M> {
    make: Arc<M>,
    jobs: Arc<Vec<J>>,
    tasks: Arc<Mutex<Receiver<usize>>>,
    hand_in: SyncSender<Done<T>>,
    stop: Arc<AtomicBool>,
}

impl<J: Work, T, M: Fn(&J) -> Checked<T>> Worker<J, T, M> {
    fn work(&self) {
        while let Some(index) = self.next_task() {
            let job = self.jobs.get(index);
            let result = job.filter(|_| !self.stop.load(Ordering::Relaxed)).map(|job| self.make(job));
            if self.hand_in.send((index, result)).is_err() {
                return;
            }
        }
    }

    /// Waits for a task, one thread at a time; `None` when there will be no more.
    fn next_task(&self) -> Option<usize> {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.recv().ok()
    }

    fn make(&self, job: &J) -> Checked<T> {
        // Safe to go on after: a letter is made from shared values that nothing changes.
        catch_unwind(AssertUnwindSafe(|| (self.make)(job)))
            .unwrap_or_else(|payload| Checked::failed(vec![internal(job, words_of(payload.as_ref()))]))
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

fn no_threads(err: &io::Error) -> Diagnostic {
    let (zh, en) = reason(err);
    Diagnostic::error(
        Code::Internal,
        Message::new(
            format!("无法启动生成函件的线程（{zh}）"),
            format!("failed to start a thread that makes letters ({en})"),
        ),
    )
    .hint("关闭一些别的程序，或用 --jobs 1 再运行一次", "close other programs, or run again with `--jobs 1`")
}

fn lost() -> Diagnostic {
    Diagnostic::error(
        Code::Internal,
        Message::new("生成函件的线程意外结束", "the threads that make letters ended unexpectedly"),
    )
    .hint(
        "再运行一次，已经做好的函件不会重做；如果再次出现，请告诉 dafu 的维护者",
        "run again, finished letters are not made again; if it happens once more, report it to the maintainers of dafu",
    )
}
