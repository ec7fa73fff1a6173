//! What a typeface is used for.

/// What a typeface is used for, by GB/T 9704: the names of `fonts.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 仿宋: body.
    Fangsong,
    /// 小标宋: title.
    Xiaobiaosong,
    /// 黑体: first-level headings.
    Heiti,
    /// 楷体: second-level headings, names of signatories.
    Kaiti,
    /// 宋体: page numbers.
    Songti,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[Self::Fangsong, Self::Xiaobiaosong, Self::Heiti, Self::Kaiti, Self::Songti];

    /// Its name in `fonts.toml` and in templates: `fangsong`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fangsong => "fangsong",
            Self::Xiaobiaosong => "xiaobiaosong",
            Self::Heiti => "heiti",
            Self::Kaiti => "kaiti",
            Self::Songti => "songti",
        }
    }

    /// Its Chinese name.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Fangsong => "仿宋",
            Self::Xiaobiaosong => "小标宋",
            Self::Heiti => "黑体",
            Self::Kaiti => "楷体",
            Self::Songti => "宋体",
        }
    }

    pub(super) fn index(self) -> usize {
        match self {
            Self::Fangsong => 0,
            Self::Xiaobiaosong => 1,
            Self::Heiti => 2,
            Self::Kaiti => 3,
            Self::Songti => 4,
        }
    }
}
