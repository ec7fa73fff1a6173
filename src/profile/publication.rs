//! What a place says of publishing its letters.

use serde::Deserialize;
use toml::Spanned;

use super::layer::Checker;

/// May a letter be published whose 公开属性 is not given?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unmarked {
    /// No: somebody has to say so first.
    #[default]
    Kept,
    /// Yes: the place publishes what nobody has kept back.
    Published,
}

impl Unmarked {
    const ALL: [(&'static str, Self); 2] = [("keep", Self::Kept), ("publish", Self::Published)];
}

/// What a file writes under `[publication]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicationFile {
    unmarked: Option<Spanned<String>>,
}

impl PublicationFile {
    pub(super) fn check(self, checker: &mut Checker<'_>) -> Option<Unmarked> {
        let word = self.unmarked?;
        let found = Unmarked::ALL.into_iter().find(|(name, _)| name == word.get_ref());
        if found.is_none() {
            checker.value(&word, "unmarked", &Unmarked::ALL.map(|(name, _)| name));
        }
        found.map(|(_, unmarked)| unmarked)
    }
}
