//! What a run leaves: files, their journal, and what of it is still right.
//!
//! [`Outbox`] owns one run's folder. A file is written beside its place and renamed; its journal line
//! follows. Knows neither Tera nor Typst: what it asks of a job and of a finished letter are [`Work`] and
//! [`Finished`].

mod adopt;
mod container;
mod delivery;
mod entry;
mod in_work;
mod issue;
mod journal;
mod look;
mod making;
mod outbox;
pub mod package;
mod problem;
mod standing;
mod summary;
mod table;
pub mod verify;
mod whole;
mod work;

pub use adopt::{Adopted, unread};
pub use container::Container;
pub use delivery::{Sent, write_delivery};
pub use entry::{Entry, Facts, Issued};
pub use in_work::InWork;
pub use issue::Marked;
pub use journal::companions_in;
pub use look::{FileState, Folder};
pub use making::Making;
pub use outbox::{Outbox, path_of};
pub use standing::Standing;
pub use summary::{Status, SummaryRow, write_summary};
pub use whole::{write_whole, write_whole_by};
pub use work::{Finished, Work};
