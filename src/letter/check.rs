//! Checking: all problems of all letters in one pass.

use super::Letter;
use crate::diag::Checked;
use crate::input::RawLetter;
use crate::profile::Profile;

/// What the check is told beside the profile.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Accept letters marked 秘密 and above (`--allow-classified`).
    pub allow_classified: bool,
}

/// Checks every letter, duplicates across the batch included. A letter with an error is not among the value.
pub fn check_all(
    raws: Vec<RawLetter>,
    profile: &Profile,
    options: &CheckOptions,
) -> Checked<Vec<Letter>> {
    let _ = (raws, profile, options);
    todo!()
}
