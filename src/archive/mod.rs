//! What a run leaves: files, their journal, and what of it is still right.
//!
//! [`Outbox`] owns one run's folder. A file is written beside its place and renamed; its journal line
//! follows. Knows neither Tera nor Typst: what it asks of a job and of a finished letter are [`Work`] and
//! [`Finished`].

mod adopt;
mod container;
mod entry;
mod journal;
mod making;
mod outbox;
pub mod package;
mod problem;
mod summary;
pub mod verify;
mod whole;
mod work;

pub use adopt::{Adopted, unread};
pub use container::Container;
pub use entry::Entry;
pub use journal::companions_in;
pub use making::Making;
pub use outbox::{Outbox, path_of};
pub use summary::{Status, SummaryRow, write_summary};
pub use whole::write_whole;
pub use work::{Finished, Work};
