//! Verifying packages and runs as an archive does (四性检测): authenticity, completeness, usability, safety.
//!
//! Nothing of a package is believed before it was looked at, and nothing is written: `Source` lists the files and
//! refuses what leads outside; `fixity` accounts for every byte; then the form, and each 件 with its files.

mod fixity;
mod form;
mod html;
mod letters;
mod package;
mod report;
mod run;
mod values;
mod xml;

pub use html::page;
pub use package::{Again, KitFiles, Options, Package, is_package, unpack};
pub use report::{Group, Item, Line, Report, Verdict};
pub use run::verify_run;
