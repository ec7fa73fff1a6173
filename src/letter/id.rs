//! What makes a letter this letter and no other.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A letter's identity (contract): shown parted by `|`, an empty part where nothing is known, the
/// addressee only where each proposer gets a letter: `黄山市|人大|8|4|建议|153|答复|1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LetterId {
    /// Place (地区).
    pub place: String,
    /// 人大 or 政协.
    pub assembly: String,
    /// Term (届), in digits.
    pub term: String,
    /// Meeting (次), in digits.
    pub meeting: String,
    /// Matter (类型).
    pub matter: String,
    /// Number (建议号); of a letter without one its title.
    pub number: String,
    /// Genre (文种).
    pub genre: String,
    /// Round (答复轮次).
    pub round: u32,
    /// With `answer` = `each`: whom this letter answers.
    pub addressee: Option<String>,
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, assembly, term, meeting, matter, number, genre, round, addressee } = self;
        write!(f, "{place}|{assembly}|{term}|{meeting}|{matter}|{number}|{genre}|{round}")?;
        addressee.iter().try_for_each(|addressee| write!(f, "|{addressee}"))
    }
}
