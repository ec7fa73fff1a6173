//! Official Chinese reply letters (答复函) from a ledger.
//!
//! The modules are the pipeline; a value goes forward once:
//!
//! ```text
//! ledger ─ input::open ─► Book ─ input::letters ─► RawLetter ─ letter::check_all ─► Letter
//!                         text files ─ input::read_bodies ──┘
//! Letter ─ Workshop::make: lines → template → typeset ─► Made ─ archive::Outbox::keep ─► out/
//! ```
//!
//! Rows and letters are put aside on a [`shelf::Shelf`] from stage to stage, so that a large ledger needs little more memory
//! than a small one; an [`workshop::Order`] is what a run knows of a letter until its turn comes.
//!
//! The library never prints, exits, reads the clock, the environment, system fonts or the network.

#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unimplemented,
    clippy::unwrap_used
)]

pub mod archive;
pub mod batch;
pub mod diag;
pub mod digest;
pub mod fonts;
pub mod input;
pub mod letter;
pub mod lines;
pub mod lint;
pub mod print_set;
pub mod profile;
pub mod rebuild;
pub mod record;
pub mod report;
pub mod schema;
pub mod seal;
pub mod shard;
pub mod shelf;
pub mod sign;
pub mod specimen;
pub mod template;
pub mod toml_file;
pub mod typeset;
pub mod workbench;
pub mod workbook;
pub mod workshop;
