//! `report.html`: what was made, what was not and why, for people. One file that needs no other.
//!
//! ```text
//! Row, Problem, Thumbnail ─ Report::page ─► report.html ─ pictures ─► the next run's pictures of kept letters
//! ```
//!
//! Everything in it that came from a ledger is data for its script, which puts it on the page as text only; a policy
//! in its head lets nothing else run and nothing be fetched.

mod album;
mod page;
mod picture;
mod row;
mod words;

pub use album::Album;
pub use picture::{Earlier, Pictures, pictures};
pub use row::{Problem, Row};

use std::io::{BufWriter, Write as _};
use std::path::Path;

use crate::archive::{write_delivery, write_summary, write_whole_by};
use crate::diag::{Lang, Outcome};

/// The file's name in the folder of its run.
pub const NAME: &str = "report.html";

/// So many letters of a ledger are shown with a picture, right or wrong.
pub const FIRST: usize = 200;

/// So many more with problems: the file stays small enough to be opened and sent.
pub const WITH_PROBLEMS: usize = 200;

/// What a report shows.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The ledger, as the user named it.
    pub ledger: String,
    /// The profile.
    pub profile: String,
    /// Problems that are about no single letter.
    pub general: Vec<Problem>,
    /// A row a letter, in the ledger's order.
    pub rows: Vec<Row>,
    /// Pictures of first pages, by row.
    pub pictures: Pictures,
}

impl Report {
    /// The file's bytes. The same report gives the same bytes.
    pub fn page(&self, lang: Lang) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing into memory cannot fail.
        let _ = page::write(self, lang, &mut bytes);
        bytes
    }

    /// Writes `summary.csv`, `delivery.csv` and `report.html` into `dir`, in the place of earlier ones. The folder's
    /// [`crate::archive::Outbox`] must be open, so that no other dafu writes there.
    pub fn write(&self, dir: &Path, lang: Lang) -> Outcome<()> {
        write_summary(dir, self.rows.iter().map(Row::summary), lang)?;
        let sent: Vec<_> = self.rows.iter().filter_map(Row::delivery).collect();
        write_delivery(dir, &sent, lang)?;
        write_whole_by(&dir.join(NAME), |file| {
            let mut file = BufWriter::new(file);
            page::write(self, lang, &mut file)?;
            file.flush()
        })
    }
}
