//! What a unit says of itself for the archive: `[archive]` of `dafu.toml`.

/// A setting: its key, and its name in DA/T 46-2009 or in daily use, which may be written instead.
pub type SettingName = (&'static str, &'static str);

/// The settings there are.
pub const SETTINGS: &[SettingName] = &[
    ("archives", "档案馆名称"),
    ("archives-code", "档案馆代码"),
    ("fonds-name", "全宗名称"),
    ("unit", "立档单位名称"),
    ("unit-code", "组织机构代码"),
    ("fonds", "全宗号"),
    ("catalogue-no", "目录号"),
    ("retention", "保管期限"),
    ("organ", "机构或问题"),
    ("class", "类别号"),
    ("code", "档号"),
    ("carrier", "脱机载体编号"),
    ("carrier-place", "脱机载体存址"),
    ("columns", "目录栏目"),
];

/// What the settings say. What is not said is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The archive's name (档案馆名称).
    pub archives: Option<String>,
    /// Its code (档案馆代码).
    pub archives_code: Option<String>,
    /// Name of the fonds (全宗名称).
    pub fonds_name: Option<String>,
    /// The unit whose papers they are (立档单位名称).
    pub unit: Option<String>,
    /// The unit's code (组织机构代码).
    pub unit_code: Option<String>,
    /// Number of the fonds (全宗号).
    pub fonds: Option<String>,
    /// Number of the catalogue (目录号).
    pub catalogue_no: Option<String>,
    /// How long the papers are kept (保管期限), where the ledger does not say it.
    pub retention: Option<String>,
    /// Department or subject (机构或问题).
    pub organ: Option<String>,
    /// Class (类别号).
    pub class: Option<String>,
    /// Pattern of archival codes (档号).
    pub code: Option<String>,
    /// Number of the carrier (脱机载体编号).
    pub carrier: Option<String>,
    /// Where the carrier is kept (脱机载体存址).
    pub carrier_place: Option<String>,
    /// Columns of the catalogue, in their order.
    pub columns: Option<String>,
}

impl Settings {
    /// The key of a name: `fonds` of `fonds` or `全宗号`.
    pub fn key(name: &str) -> Option<&'static str> {
        SETTINGS.iter().find(|(key, zh)| *key == name || *zh == name).map(|(key, _)| *key)
    }

    /// Sets what a key of [`SETTINGS`] says; false where there is no such key.
    pub fn set(&mut self, key: &str, value: String) -> bool {
        let Some(slot) = self.slot(key) else { return false };
        *slot = Some(value);
        true
    }

    /// These settings, and `lower` where they say nothing.
    #[must_use]
    pub fn or(mut self, mut lower: Self) -> Self {
        for (key, _) in SETTINGS {
            let value = lower.slot(key).and_then(Option::take);
            if let Some(slot) = self.slot(key).filter(|slot| slot.is_none()) {
                *slot = value;
            }
        }
        self
    }

    fn slot(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "archives" => &mut self.archives,
            "archives-code" => &mut self.archives_code,
            "fonds-name" => &mut self.fonds_name,
            "unit" => &mut self.unit,
            "unit-code" => &mut self.unit_code,
            "fonds" => &mut self.fonds,
            "catalogue-no" => &mut self.catalogue_no,
            "retention" => &mut self.retention,
            "organ" => &mut self.organ,
            "class" => &mut self.class,
            "code" => &mut self.code,
            "carrier" => &mut self.carrier,
            "carrier-place" => &mut self.carrier_place,
            "columns" => &mut self.columns,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_place_and_layers_lie_over_one_another() {
        let mut lower = Settings::default();
        for (key, zh) in SETTINGS {
            assert_eq!(Settings::key(zh), Some(*key));
            assert!(lower.set(key, format!("lower {key}")), "{key}");
        }
        assert!(!lower.set("nope", String::new()));
        let upper = Settings { fonds: Some("X1".to_owned()), ..Settings::default() };
        let both = upper.or(lower.clone());
        assert_eq!(both.fonds.as_deref(), Some("X1"));
        assert_eq!(both.unit.as_deref(), Some("lower unit"));
        assert_eq!(Settings::default().or(lower.clone()), lower);
    }
}
