//! What keeps letters from being packed.

use std::path::Path;

use crate::diag::{Code, Diagnostic, Lang, Message, Origin};

pub(super) fn no_letters(dir: &Path) -> Diagnostic {
    let message = Message::new("这里没有做好的函", "there are no finished letters here");
    Diagnostic::error(Code::LetterNotNoted, message)
        .at(&Origin::file(dir))
        .hint("写 dafu run 存放结果的文件夹", "name the folder that dafu run wrote to")
}

pub(super) fn changed(file: &Path) -> Diagnostic {
    let message = Message::new("这个文件与日志记的不一样", "this file is not the one that the journal speaks of");
    Diagnostic::error(Code::LetterChanged, message).at(&Origin::file(file)).hint(
        "再运行一次 dafu run，会重做这封函；盖过章的，用 dafu adopt 收进来",
        "run dafu again: it makes the letter anew; take a stamped one in by dafu adopt",
    )
}

pub(super) fn not_noted(file: &Path) -> Diagnostic {
    let message = Message::new("日志没有记下这封函是怎样做的", "the journal does not say how this letter was made");
    Diagnostic::error(Code::LetterNotNoted, message).at(&Origin::file(file)).hint(
        "用同一个台账再运行一次 dafu run；没有变化的函不会重做",
        "run dafu again on the same ledger: letters that did not change are not made anew",
    )
}

pub(super) fn unreadable(file: &Path, said: &Message) -> Diagnostic {
    let message = Message::new(
        format!("这个 PDF 读不懂：{}", said.text(Lang::Zh)),
        format!("this PDF cannot be read: {}", said.text(Lang::En)),
    );
    Diagnostic::error(Code::LetterChanged, message)
        .at(&Origin::file(file))
        .hint("再运行一次 dafu run", "run dafu again")
}

pub(super) fn no_record(file: &Path) -> Diagnostic {
    let message = Message::new("这个 PDF 里没有函件数据", "this PDF has no record of a letter in it");
    Diagnostic::error(Code::LetterChanged, message)
        .at(&Origin::file(file))
        .hint("再运行一次 dafu run", "run dafu again")
}

pub(super) fn unsigned(file: &Path) -> Diagnostic {
    let message = Message::new("这封函没有签名，也没有盖章件", "this letter is neither signed nor stamped");
    Diagnostic::error(Code::LetterUnsigned, message).at(&Origin::file(file)).hint(
        "先签名（dafu run --sign），或者收入盖章件（dafu adopt）；不要求签名时去掉 --only-signed",
        "sign it (dafu run --sign) or take the stamped one in (dafu adopt); leave --only-signed out if that is not asked for",
    )
}

pub(super) fn attachment_missing(file: &Path, name: &str) -> Diagnostic {
    let message = Message::new(
        format!("函上写的附件“{name}”没有文件"),
        format!("there is no file of the attachment `{name}` that the letter names"),
    );
    Diagnostic::warning(Code::ComponentMissing, message).at(&Origin::file(file)).hint(
        "把它放进 --components 指的文件夹，文件名如 153_附件1.pdf",
        "put it into the folder of --components, named such as 153_附件1.pdf",
    )
}

pub(super) fn element_missing(file: &Path, key: &str, zh: &str) -> Diagnostic {
    let message = Message::new(format!("归档要有“{zh}”，还没有写"), format!("the archive needs {zh} (`{key}`)"));
    let problem = Diagnostic::error(Code::ArchiveElementMissing, message).at(&Origin::file(file));
    match key {
        "item_no" => problem.hint(
            "写在台账的“件号”栏，或用 --item-from 1 从头编号，或用 --items 指明档案员交回的目录",
            "write it in the ledger (件号), count with --item-from 1, or name the archivist's catalogue by --items",
        ),
        "retention" => problem.hint(
            "写在台账的“保管期限”栏，或 dafu.toml 的 [archive]：retention = \"永久\"；以本单位的保管期限表为准",
            "write it in the ledger (保管期限), or in dafu.toml under [archive]: retention = \"永久\"; your unit's own table says which",
        ),
        _ => problem.hint(
            format!("在 dafu.toml 的 [archive] 里写 {key} = \"……\""),
            format!("write {key} = \"…\" in dafu.toml under [archive]"),
        ),
    }
}

pub(super) fn element_wrong(file: &Path, zh: &str, value: &str, expected: &str) -> Diagnostic {
    let message = Message::new(
        format!("“{zh}”不能是“{value}”，应为{expected}"),
        format!("{zh} cannot be `{value}`, expected {expected}"),
    );
    Diagnostic::error(Code::ArchiveElementWrong, message)
        .at(&Origin::file(file))
        .hint("在台账或 dafu.toml 的 [archive] 里改正", "put it right in the ledger, or in dafu.toml under [archive]")
}

pub(super) fn code_part(file: &Path, part: &str) -> Diagnostic {
    let known = super::code::PARTS.map(|name| format!("{{{name}}}")).join("、");
    let message = Message::new(
        format!("档号的式样里，“{part}”没有值，或者不认识"),
        format!("`{part}` in the pattern of codes has no value, or is not known"),
    );
    Diagnostic::error(Code::ArchiveElementWrong, message)
        .at(&Origin::file(file))
        .hint(format!("式样里可以写：{known}"), format!("a pattern may hold {known}"))
}

pub(super) fn code_twice(file: &Path, code: &str, other: &Path) -> Diagnostic {
    let other = other.display();
    let message =
        Message::new(format!("档号“{code}”与 {other} 的相同"), format!("the code `{code}` is that of {other} too"));
    Diagnostic::error(Code::ArchiveCodeTwice, message)
        .at(&Origin::file(file))
        .hint("给其中一封另编件号", "give one of the two another running number")
}

pub(super) fn templates_changed(profile: &str) -> Diagnostic {
    let message = Message::new(
        format!("现在的模板、规则或字体不是做这些函时用的（规则 {profile}），以后不能用包里的重排核对"),
        format!(
            "templates, profile or fonts are not those that the letters were made with (profile {profile}): setting them again from the package will not give the same bytes"
        ),
    );
    Diagnostic::warning(Code::TemplatesChanged, message).hint(
        "用 --templates 和 --fonts 指明当时的，或者先再运行一次 dafu run",
        "name those of then by --templates and --fonts, or run dafu again first",
    )
}

pub(super) fn unwritable(path: &Path, err: &std::io::Error) -> Diagnostic {
    if err.kind() == std::io::ErrorKind::AlreadyExists {
        let message = Message::new("这里已经有一个包了，没有改动", "a package is there already and was left as it is");
        return Diagnostic::error(Code::OutputExists, message)
            .at(&Origin::file(path))
            .hint("换一个名字，或者先移走原来的", "give another name, or move that one away first");
    }
    crate::archive::problem::unwritable(path, err)
}
