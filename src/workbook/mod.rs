//! Workbooks that dafu writes: the empty ledger of a profile ([`blank`]), and a ledger's copy that shows
//! its problems ([`annotate`]).
//!
//! In goes a [`Profile`](crate::profile::Profile), or a [`Book`](crate::input::Book) with what is wrong in
//! it; out comes the `.xlsx` as bytes. The same input gives the same bytes: the only date in them is fixed.
//!
//! Inside, `columns` chooses the fields and their examples, `note` words what a clerk is told of one,
//! `settings` writes the sheet 设置; `layout` places a ledger's values on sheets, `problems` lists the
//! problems; `style` and `text` are what both have in common.

mod annotate;
mod blank;
mod columns;
mod layout;
mod note;
mod problems;
mod settings;
mod style;
mod text;

#[cfg(test)]
mod tests;

pub use annotate::annotate;
pub use blank::blank;
