//! The numbers of GB/T 9704-2012 on pages that were made, read from outside: each to ±0.3 mm, for each form, on letters
//! of one to six pages.

#[path = "../common/mod.rs"]
mod common;

mod document;
mod elements;
mod grid;
mod letter;
mod made;
mod signature;
