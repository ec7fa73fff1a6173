//! Which letters are of which share.

use std::fmt;
use std::str::FromStr;

use crate::digest::sha256_bytes;

/// Parts of an identity that all letters of a row share; the addressee may follow (see [`crate::letter::LetterId`]).
const OF_A_ROW: usize = 8;

/// No scheduler hands out more.
const MOST: u32 = 100_000;

/// A share of a ledger's letters: `2/4` is the second of four. Which letters it holds never changes between versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    part: u32,
    of: u32,
}

impl Share {
    /// Which share it is, from 1.
    pub fn part(self) -> u32 {
        self.part
    }

    /// How many shares there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Is the letter of this identity in the share? Letters of one row stay together.
    pub fn holds(self, id: &str) -> bool {
        let row = id.match_indices('|').nth(OF_A_ROW - 1).and_then(|(at, _)| id.get(..at)).unwrap_or(id);
        let digest = sha256_bytes([row.as_bytes()]);
        // A number in base 256, taken modulo the number of shares.
        let rest =
            digest.iter().take(16).fold(0_u64, |rest, byte| (rest * 256 + u64::from(*byte)) % u64::from(self.of));
        rest + 1 == u64::from(self.part)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=MOST).contains(number));
        let parts = text.split_once('/').and_then(|(part, of)| Some((number(part)?, number(of)?)));
        match parts {
            Some((part, of)) if part <= of => Ok(Self { part, of }),
            _ => Err("expected a share such as 2/4, the second of four".to_owned()),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_as_people_count() {
        assert_eq!("2/4".parse(), Ok(Share { part: 2, of: 4 }));
        for wrong in ["", "0/4", "5/4", "2", "/4", "2/", "2/4/8", "-1/4", "1/1000000", " 1/4"] {
            wrong.parse::<Share>().unwrap_err();
        }
    }

    #[test]
    fn every_letter_is_of_one_share_and_shares_are_about_equal() {
        let shares: Vec<Share> = (1..=4).map(|part| Share { part, of: 4 }).collect();
        let mut sizes = [0_u32; 4];
        for number in 0..4000 {
            let id = format!("黄山市|人大|8|4|建议|{number}|答复|1");
            let of: Vec<usize> = (0..4).filter(|at| shares[*at].holds(&id)).collect();
            assert_eq!(of.len(), 1, "{id}");
            sizes[of[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (900..=1100).contains(size)), "{sizes:?}");
    }

    #[test]
    fn the_share_of_a_letter_never_changes() {
        let of = |id: &str| (1..=7).find(|part| Share { part: *part, of: 7 }.holds(id));
        // From python3: int(hashlib.sha256(id.encode()).hexdigest()[:32], 16) % 7 + 1
        assert_eq!(of("黄山市|人大|8|4|建议|153|答复|1"), Some(7));
        assert_eq!(of("黄山市|政协|8|3|提案|21|答复|1|王景峰"), of("黄山市|政协|8|3|提案|21|答复|1"));
    }
}
