//! A sentence in both languages.

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, for clerks.
    Zh,
    /// English.
    En,
}

/// One sentence, in Chinese and in English. English begins lowercase and has no full stop.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    zh: String,
    en: String,
}

impl Message {
    /// Both wordings of one sentence.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The wording in `lang`.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
