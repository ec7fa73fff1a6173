//! The names of the files.

use super::Letter;

/// A file name without `.pdf` for each letter, in their order, all different (contract, identity).
pub fn file_names(letters: &[Letter]) -> Vec<String> {
    let _ = letters;
    todo!()
}
