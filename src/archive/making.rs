//! How a letter was made, and what its ledger says for the archive: a line of the journal beside the letter's own.

use serde::{Deserialize, Serialize};

/// What a package needs to know of a letter and its PDF does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Making {
    /// The letter's file, relative to the folder.
    pub path: String,
    /// The key of its content.
    pub content: String,
    /// SHA-256 of the profile, in hex.
    pub profile: String,
    /// SHA-256 of the templates.
    pub templates: String,
    /// SHA-256 of the fonts.
    pub fonts: String,
    /// When its ledger passed the check, RFC 3339.
    pub checked: String,
    /// Those who proposed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proposers: Vec<String>,
    /// Document number of the earlier answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<String>,
    /// Whether it is published (公开属性), printed or not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub disclosure: Option<String>,
    /// How long the archive keeps it (保管期限).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retention: Option<String>,
    /// Its running number in the archive (件号).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub item_no: Option<String>,
}

impl Making {
    /// Is all but the time of the check the same?
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        Self { checked: other.checked.clone(), ..self.clone() } == *other
    }
}
