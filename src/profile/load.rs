//! Reading profiles and the settings of their pack.

use std::path::Path;

use super::Profile;
use crate::diag::Outcome;

/// Loads the profile `name` of the folder of templates `packs`: `packs/profiles/<name>.toml`.
pub fn load(packs: &Path, name: &str) -> Outcome<Profile> {
    let _ = (packs, name);
    todo!()
}
