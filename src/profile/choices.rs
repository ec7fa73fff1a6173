//! The closed sets: fields that take only certain values, for drop-downs and for the JSON Schema. That the
//! check takes each of them, and no other, is proved in `tests/schema.rs`.

use super::{Key, Profile};

/// One value of a closed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As a clerk chooses it.
    pub value: String,
    /// Other ways to write it.
    pub aliases: Vec<String>,
    /// What it means here; empty where the word says it.
    pub meaning: String,
}

impl Choice {
    fn plain(value: &str) -> Self {
        Self::with(value, &[])
    }

    fn with(value: &str, aliases: &[&str]) -> Self {
        Self {
            value: value.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            meaning: String::new(),
        }
    }
}

impl Profile {
    /// The values that `key` takes; empty where it takes any.
    pub fn choices(&self, key: &Key) -> Vec<Choice> {
        let plain = |words: &[String]| words.iter().map(|word| Choice::plain(word)).collect();
        match key {
            Key::Matter => plain(&self.matters),
            Key::Genre => plain(&self.genres),
            Key::Assembly => self.naming.honours.keys().map(|word| Choice::plain(word)).collect(),
            Key::Role => ["独办", "主办", "分办", "会办"].map(Choice::plain).to_vec(),
            Key::Answer => vec![Choice::with("合并", &["together"]), Choice::with("逐一", &["each"])],
            Key::Category => {
                let choice = |class: &super::Class| Choice {
                    value: class.name.clone(),
                    aliases: class.aliases.clone(),
                    meaning: class.meaning.clone(),
                };
                self.classes.iter().map(choice).collect()
            }
            Key::Disclosure => vec![
                Choice::with("主动公开", &["是", "公开", "同意公开"]),
                Choice::plain("依申请公开"),
                Choice::with("不予公开", &["否", "不公开"]),
            ],
            _ => Vec::new(),
        }
    }
}
