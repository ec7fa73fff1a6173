//! What can be wrong with a run's folder. None of it is about a letter: the run ends.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin, reason};

/// The folder, or a file in it, cannot be written.
pub(super) fn unwritable(path: &Path, err: &io::Error) -> Diagnostic {
    let (zh, en) = reason(err);
    let problem = Diagnostic::error(
        Code::OutputUnwritable,
        Message::new(format!("无法写入输出文件夹（{zh}）"), format!("failed to write the output folder ({en})")),
    )
    .at(&Origin::file(path));
    match err.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => problem.hint(
            "磁盘已满；腾出空间后再运行一次，已经做好的函件不会重做",
            "the disk is full: make room and run again; finished letters are not made again",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => problem.hint(
            "如果这个文件正在别的程序中打开，请先关闭；否则用 -o 换一个有权写入的文件夹",
            "close the file if a program has it open; otherwise name a folder that you may write to with `-o`",
        ),
        ErrorKind::Unsupported => problem.hint(
            "这个位置不支持文件锁；用 -o 换成本机硬盘上的文件夹",
            "files cannot be locked there: name a folder on a local disk with `-o`",
        ),
        _ => problem.hint(
            "确认这个位置是文件夹、磁盘已连接，或用 -o 换一个文件夹",
            "see that the place is a folder and its disk is connected, or name another folder with `-o`",
        ),
    }
}

/// Another dafu works there.
pub(super) fn busy(dir: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputBusy,
        Message::new("另一个 dafu 正在使用这个输出文件夹", "another dafu is working in this output folder"),
    )
    .at(&Origin::file(dir))
    .hint(
        "等它完成后再运行，或用 -o 指定另一个文件夹",
        "wait until it has finished and run again, or name another folder with `-o`",
    )
}

/// A line of the journal, from 1, is none that dafu wrote.
pub(super) fn damaged(journal: &Path, line: usize) -> Diagnostic {
    Diagnostic::error(
        Code::JournalDamaged,
        Message::new(
            format!("日志第{line}行不是 dafu 写下的记录"),
            format!("line {line} of the journal is no record that dafu wrote"),
        ),
    )
    .at(&Origin::text(journal, line, 1))
    .hint(
        "删去这一行后再运行，只有它记录的那封函件会重新生成；或用 -o 指定另一个文件夹",
        "delete this line and run again: only the letter that it records is made again; or name another folder with `-o`",
    )
}

/// A line of the journal, from 1, is of a form that this dafu does not know yet.
pub(super) fn newer(journal: &Path, line: usize, version: u64) -> Diagnostic {
    Diagnostic::error(
        Code::JournalDamaged,
        Message::new(
            format!("日志第{line}行的格式版本是“{version}”，这个 dafu 只认识版本1"),
            format!("line {line} of the journal has version `{version}`, this dafu knows version 1"),
        ),
    )
    .at(&Origin::text(journal, line, 1))
    .hint(
        "用写下它的新版 dafu 运行，或用 -o 指定另一个文件夹",
        "run the newer dafu that wrote it, or name another folder with `-o`",
    )
}

/// Something that dafu did not write stands where a letter belongs.
pub(super) fn strange(file: &Path, path: &str, letter: &LetterRef) -> Diagnostic {
    Diagnostic::warning(
        Code::FileMovedAside,
        Message::new(
            format!("“{path}”不是 dafu 写的，或者写好以后被人改动过"),
            format!("`{path}` was not written by dafu, or was changed since"),
        ),
    )
    .at(&Origin::file(file))
    .letter(letter)
    .hint(
        "生成新函件时，原文件移到 superseded 文件夹里保存，不会删除",
        "when the letter is made, that file is moved to the folder `superseded` and not deleted",
    )
}

/// A letter that was sent would come out otherwise now.
pub(super) fn issued_changed(file: &Path, at: &str, origin: Option<&Origin>, letter: &LetterRef) -> Diagnostic {
    let day = at.get(..10).unwrap_or(at);
    let message = Message::new(
        format!("这封函 {day} 已标记为发出，现在生成会与发出的不同，保留原件"),
        format!("this letter was marked as sent on {day} and would come out otherwise now; the sent one is kept"),
    );
    at_letter(Diagnostic::warning(Code::IssuedChanged, message), file, origin, letter).hint(
        "台账、模板、字体或 dafu 的版本变了；确要重新发函，加 --reissue 和它的号码",
        "the ledger, the templates, the fonts or dafu changed; to send it anew, add --reissue with its number",
    )
}

/// The file of a letter that was sent is no longer what it was.
pub(super) fn sent_touched(file: &Path, origin: Option<&Origin>, letter: &LetterRef) -> Diagnostic {
    let message = Message::new(
        "这封函已标记为发出，但它的文件后来被改动过；没有重新生成",
        "this letter was marked as sent, but its file was changed since; it was not made again",
    );
    at_letter(Diagnostic::warning(Code::IssuedChanged, message), file, origin, letter).hint(
        "如果换成了盖章的扫描件就不用管；如果是误改，从备份恢复",
        "if a stamped scan took its place, nothing need be done; if it was a mistake, restore it from a backup",
    )
}

/// The file of a letter that was sent is gone, and what would be made now is something else.
pub(super) fn sent_lost(file: &Path, letter: &LetterRef) -> Diagnostic {
    let message = Message::new(
        "这封函已标记为发出，但它的文件不见了，现在也生成不出一样的",
        "this letter was marked as sent, its file is gone, and the same cannot be made any more",
    );
    Diagnostic::error(Code::IssuedLost, message).at(&Origin::file(file)).letter(letter).hint(
        "从备份恢复这个文件；确要重新发函，加 --reissue 和它的号码",
        "restore the file from a backup; to send the letter anew, add --reissue with its number",
    )
}

/// The file of another letter, which was sent, stands where this one's would.
pub(super) fn in_the_way(file: &Path, other: &str, letter: &LetterRef) -> Diagnostic {
    let message = Message::new(
        format!("它的文件名已属于另一封发出的函（{other}）"),
        format!("its file name belongs to another letter that was sent ({other})"),
    );
    Diagnostic::error(Code::IssuedInTheWay, message).at(&Origin::file(file)).letter(letter).hint(
        "用 --name 换一种文件名，或用 -o 换一个文件夹；号码改过的话，核对台账",
        "name the files otherwise (--name) or choose another folder (-o); if a number was corrected, check the ledger",
    )
}

/// A file that is to be marked as sent is not the one that was made.
pub(super) fn not_as_made(file: &Path, letter: &LetterRef) -> Diagnostic {
    let message = Message::new(
        "这个文件不见了，或者生成以后被改动过，没有标记为发出",
        "this file is not there, or was changed since it was made; it was not marked as sent",
    );
    Diagnostic::error(Code::IssueNotAsMade, message)
        .at(&Origin::file(file))
        .letter(letter)
        .hint("再运行一次 dafu run 把它补上，然后标记", "run dafu run again, which makes it, then mark it")
}

fn at_letter(problem: Diagnostic, file: &Path, origin: Option<&Origin>, letter: &LetterRef) -> Diagnostic {
    let file = Origin::file(file);
    problem.at(origin.unwrap_or(&file)).letter(letter)
}
