//! The forms, and where each puts things.

use std::collections::BTreeSet;

use super::code::file_name;
use super::media::ending;
use super::unit::{Role, Unit};

/// A form of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// RFC 8493.
    Bagit,
    /// A catalogue as workbook and files named by their code.
    Catalogue,
    /// DA/T 48-2009, one XML file a 件.
    Eep,
    /// The carrier for handing over (移交).
    Transfer,
    /// E-ARK CSIP 2.2.
    Csip,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Bagit, Self::Catalogue, Self::Eep, Self::Transfer, Self::Csip];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bagit => "bagit",
            Self::Catalogue => "catalogue",
            Self::Eep => "eep",
            Self::Transfer => "transfer",
            Self::Csip => "csip",
        }
    }

    /// The form of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == name)
    }

    /// The folder of a 件, or what its files' names begin with.
    fn base(self, unit: &Unit) -> String {
        let name = file_name(&unit.code);
        match self {
            Self::Bagit => format!("data/letters/{name}"),
            Self::Catalogue => format!("电子档案/{name}"),
            Self::Eep => format!("eep/{name}"),
            Self::Transfer => {
                format!("电子档案/{}/{}/{name}", file_name(&unit.archive.year), file_name(&unit.archive.retention))
            }
            Self::Csip => format!("representations/rep1/data/u{:05}", unit.serial),
        }
    }

    /// Gives each file of a 件 its path.
    pub(in crate::archive) fn lay_out(self, unit: &mut Unit) {
        let base = self.base(unit);
        let mut taken = BTreeSet::new();
        let mut counts = [0_usize; Role::ALL.len()];
        let names = ["metadata.xml", "unit.json"];
        taken.extend(names.map(str::to_owned));
        for component in &mut unit.components {
            let at = Role::ALL.iter().position(|role| *role == component.role).unwrap_or_default();
            counts[at] += 1;
            let count = counts[at];
            let ending = ending(&component.name);
            component.path = match self {
                Self::Eep => String::new(),
                Self::Bagit | Self::Transfer => {
                    let own = file_name(&component.name);
                    let mut name = if matches!(component.role, Role::Letter | Role::Data) {
                        own.clone()
                    } else {
                        format!("{}_{own}", component.role.zh())
                    };
                    // Small letters: some systems know no others.
                    while !taken.insert(name.to_lowercase()) {
                        name = format!("{}{count}_{name}", component.role.zh());
                    }
                    format!("{base}/{name}")
                }
                Self::Catalogue => match component.role {
                    Role::Letter => format!("{base}.{ending}"),
                    Role::Data => format!("元数据/{}_数据.json", file_name(&unit.code)),
                    role => format!("{base}_{}{count}.{ending}", role.zh()),
                },
                Self::Csip => format!("{base}/{}-{count}.{ending}", component.role.ascii()),
            };
        }
    }

    /// The file with a 件's record.
    pub(in crate::archive) fn unit_path(self, unit: &Unit) -> String {
        match self {
            Self::Eep => format!("{}.json", self.base(unit)),
            Self::Catalogue => format!("元数据/{}.json", file_name(&unit.code)),
            _ => format!("{}/unit.json", self.base(unit)),
        }
    }

    /// The file with its metadata by DA/T 46.
    pub(in crate::archive) fn metadata_path(self, unit: &Unit) -> String {
        match self {
            Self::Eep => format!("{}.xml", self.base(unit)),
            Self::Catalogue => format!("元数据/{}.xml", file_name(&unit.code)),
            Self::Csip => format!("metadata/descriptive/u{:05}.xml", unit.serial),
            _ => format!("{}/metadata.xml", self.base(unit)),
        }
    }

    /// The file with its metadata by PREMIS.
    pub(in crate::archive) fn premis_path(unit: &Unit) -> String {
        format!("representations/rep1/metadata/preservation/u{:05}.xml", unit.serial)
    }

    /// Where a schema is.
    pub(in crate::archive) fn schema_path(self, name: &str) -> String {
        match self {
            Self::Csip | Self::Eep => format!("schemas/{name}"),
            _ => self.extra(&format!("schemas/{name}")),
        }
    }

    /// Where what belongs to no 件 is.
    pub(in crate::archive) fn extra(self, name: &str) -> String {
        match self {
            Self::Bagit => format!("data/{name}"),
            Self::Catalogue => format!("元数据/{name}"),
            Self::Eep => name.to_owned(),
            Self::Transfer => format!("其他/{name}"),
            Self::Csip => format!("documentation/{name}"),
        }
    }
}
