//! What is said of faces that were not taken in.

use std::path::Path;

use super::super::catalogue::Catalogue;
use super::exam::Unfit;
use crate::diag::{Code, Diagnostic, Message, Origin};

/// A face that a role knows and that may not, or cannot, draw letters.
pub(super) fn unfit(path: &Path, known_as: &str, unfit: &Unfit) -> Diagnostic {
    let (zh, en) = match unfit {
        Unfit::Embedding => {
            ("不允许嵌入文件（或不允许只嵌入用到的字）".to_owned(), "may not be embedded, or not in part".to_owned())
        }
        Unfit::WithoutInk(characters) => {
            let (count, first) = (characters.len(), characters.iter().take(5).collect::<String>());
            (
                format!("有 {count} 个常用字是空的（{first}…），印出来是空白"),
                format!("draws nothing for {count} common characters ({first}…)"),
            )
        }
        Unfit::FewHan(han) => {
            (format!("只有 {han} 个常用字，像是裁剪过的"), format!("has only {han} common characters: a cut copy"))
        }
    };
    Diagnostic::warning(
        Code::FontUnusable,
        Message::new(format!("“{known_as}”{zh}，没有采用"), format!("`{known_as}` {en}; it was not taken")),
    )
    .at(&Origin::file(path))
    .hint("请找字体供应方要完整、允许嵌入的版本", "ask its maker for a whole edition that may be embedded")
}

/// No face of the folder is one that a role knows.
pub(super) fn none_found(from: &Path, looked_at: usize, shipped: &Catalogue) -> Diagnostic {
    let names = |separator: &str| {
        let roles = shipped.roles.iter().filter_map(|role| {
            let known = role.aliases.first()?;
            Some(format!("{}（{known}…）", role.role.chinese()))
        });
        roles.collect::<Vec<_>>().join(separator)
    };
    Diagnostic::error(
        Code::FontsNoneFound,
        Message::new(
            format!("{looked_at} 个字体文件里，没有公文用的字体：{}", names("、")),
            format!("of {looked_at} font files none is one that official letters use: {}", names(", ")),
        ),
    )
    .at(&Origin::file(from))
    .hint(
        r"Windows 的字体在 C:\Windows\Fonts；自己安装的可能在用户文件夹的 AppData\Local\Microsoft\Windows\Fonts",
        r"those of Windows are in C:\Windows\Fonts, or in AppData\Local\Microsoft\Windows\Fonts of the user's folder",
    )
    .hint(
        "认得的名称在 fonts.toml 各用途的 aliases 里，可以添加",
        "the names that are known stand as `aliases` in fonts.toml, and more can be added",
    )
}
