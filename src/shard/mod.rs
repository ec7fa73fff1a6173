//! One ledger on several machines: each makes a share of its letters, and [`merge`] joins what they left.
//!
//! Every machine reads and checks the whole ledger, so that duplicates and file names come out as in one run; a share is
//! taken by the letter's identity, so that a row that moves, or one that is added, leaves the other letters where they
//! were.

mod merge;
mod problem;
mod record;
mod share;

pub use merge::{Merged, merge};
pub use record::{Placed, Shard};
pub use share::Share;
