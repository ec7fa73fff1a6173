//! What a run leaves: files, their journal, and what of it is still right.
//!
//! [`Outbox`] owns one run's folder. A file is written beside its place and renamed; its journal line
//! follows. Knows neither Tera nor Typst: what it asks of a job and of a finished letter are [`Work`] and
//! [`Finished`].

mod adopt;
mod entry;
mod in_work;
mod issue;
mod journal;
mod outbox;
mod problem;
mod standing;
mod summary;
mod whole;
mod work;

pub use adopt::{Adopted, unread};
pub use entry::{Entry, Issued};
pub use in_work::InWork;
pub use issue::Marked;
pub use journal::companions_in;
pub use outbox::{Outbox, path_of};
pub use standing::Standing;
pub use summary::{Status, SummaryRow, write_summary};
pub use whole::write_whole;
pub use work::{Finished, Work};
