//! What `dafu fonts` shows.

use super::{Faces, Role};

/// A role and the faces that play it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReport {
    /// The role.
    pub role: Role,
    /// Its faces, first asked first.
    pub faces: Vec<FaceReport>,
    /// How many characters of each block of Han characters some face of the role draws.
    pub han: Vec<BlockReport>,
}

/// A face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceReport {
    /// Its family, as Typst names it.
    pub family: String,
    /// Its file in the folder of fonts.
    pub file: String,
    /// Its licence; empty for one that the user added.
    pub licence: String,
    /// How many characters it has.
    pub characters: usize,
    /// In the project's own set, or added by the user.
    pub shipped: bool,
}

/// A block of Han characters, as GB 18030-2022 takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockReport {
    /// Its name: `URO`, `Ext A`, …
    pub name: &'static str,
    /// How many of it are drawn.
    pub drawn: usize,
    /// How many there are in Unicode 15.
    pub all: usize,
}

const BLOCKS: &[(&str, u32, u32)] = &[
    ("URO", 0x4E00, 0x9FFF),
    ("Ext A", 0x3400, 0x4DBF),
    ("Ext B", 0x20000, 0x2A6DF),
    ("Ext C", 0x2A700, 0x2B739),
    ("Ext D", 0x2B740, 0x2B81D),
    ("Ext E", 0x2B820, 0x2CEA1),
    ("Ext F", 0x2CEB0, 0x2EBE0),
    ("Ext G", 0x30000, 0x3134A),
];

impl Faces {
    /// Faces and coverage of every role.
    pub fn report(&self) -> Vec<RoleReport> {
        Role::ALL
            .iter()
            .map(|&role| RoleReport {
                role,
                faces: self
                    .chain(role)
                    .map(|face| FaceReport {
                        family: face.family.clone(),
                        file: face.file.clone(),
                        licence: face.licence.clone(),
                        characters: face.characters(),
                        shipped: face.shipped,
                    })
                    .collect(),
                han: BLOCKS
                    .iter()
                    .map(|&(name, first, last)| BlockReport {
                        name,
                        drawn: (first..=last).filter_map(char::from_u32).filter(|c| self.glance(role, *c).fault.is_none()).count(),
                        all: (last - first + 1) as usize,
                    })
                    .collect(),
            })
            .collect()
    }
}
