//! A reader of foreign formats that panics has found a damaged file: that is told, and nothing else.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::contents::Trouble;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Is this thread within a reader whose panic is caught and told as a damaged file? A program's panic hook
/// has nothing to print then.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs a reader; a bent file that it panics on is damaged, and no reason to stop the run.
pub(super) fn guarded<T, E: From<Trouble>>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = GUARDED.replace(true);
    let found = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    found.unwrap_or_else(|_| Err(E::from(Trouble::Damaged)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_a_damaged_file() {
        let read = |text: &str| -> Result<char, Trouble> {
            guarded(|| {
                assert!(is_guarded());
                Ok(text.chars().next().unwrap())
            })
        };
        assert!(matches!(read("x"), Ok('x')));
        assert!(matches!(read(""), Err(Trouble::Damaged)));
        assert!(!is_guarded());
    }
}
