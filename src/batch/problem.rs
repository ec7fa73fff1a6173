//! What can go wrong with a letter's making, and with the threads that do it.

use std::io;
use std::time::Duration;

use super::HANGING;
use crate::archive::Work;
use crate::diag::{Code, Diagnostic, Message, reason};

/// Something went wrong inside dafu while this letter was made.
pub(super) fn internal(job: &impl Work, what: &str) -> Diagnostic {
    let message = Message::new(
        format!("生成这封函件时 dafu 内部出错（{what}）"),
        format!("something went wrong inside dafu while this letter was made ({what})"),
    );
    of_letter(job, Code::Internal, message).hint(
        "其他函件不受影响；请把这条信息和这一行的内容告诉 dafu 的维护者",
        "other letters are not affected: report this message and the row to the maintainers of dafu",
    )
}

/// The letter took too long.
pub(super) fn took_too_long(job: &impl Work, after: Duration) -> Diagnostic {
    let seconds = after.as_secs_f64();
    let message = Message::new(
        format!("排这封函超过了 {seconds} 秒，没有生成"),
        format!("typesetting this letter took longer than {seconds} seconds; it was not made"),
    );
    of_letter(job, Code::LetterTimeout, message).hint(
        "看看这一行的正文是否特别大；确实需要时用 --letter-timeout 放宽到更多秒",
        "see whether the text of this row is uncommonly large; if so, allow more seconds with --letter-timeout",
    )
}

/// The letter ended the process that it was tried in.
pub(super) fn deadly(job: &impl Work) -> Diagnostic {
    let message = Message::new(
        "上一次运行在这封函上中断；单独试做时又用尽了内存或异常结束，没有生成",
        "the last run ended while this letter was in work; tried by itself it used up its memory or crashed, so it was not made",
    );
    of_letter(job, Code::LetterDeadly, message).hint(
        "核对这一行的正文和表格是否特别大；改过模板的，告诉维护模板的人",
        "see whether its text or tables are uncommonly large; if the templates were changed, tell those who maintain them",
    )
}

/// So many letters hang that nothing else comes forward.
pub(super) fn too_many_hang() -> Diagnostic {
    let message = Message::new(
        format!("已有 {HANGING} 封函超过时限还停不下来，运行到此为止"),
        format!("{HANGING} letters took too long and cannot be stopped; the run ends here"),
    );
    Diagnostic::error(Code::LetterTimeout, message).hint(
        "再运行同一条命令：先办其余的函，最后逐封单独试这几封",
        "run the same command again: the other letters are made first, these last, each by itself",
    )
}

/// No thread can be started.
pub(super) fn no_threads(err: &io::Error) -> Diagnostic {
    let (zh, en) = reason(err);
    Diagnostic::error(
        Code::Internal,
        Message::new(
            format!("无法启动生成函件的线程（{zh}）"),
            format!("failed to start a thread that makes letters ({en})"),
        ),
    )
    .hint("关闭一些别的程序，或用 --jobs 1 再运行一次", "close other programs, or run again with `--jobs 1`")
}

/// All threads are gone.
pub(super) fn threads_lost() -> Diagnostic {
    Diagnostic::error(
        Code::Internal,
        Message::new("生成函件的线程意外结束", "the threads that make letters ended unexpectedly"),
    )
    .hint(
        "再运行一次，已经做好的函件不会重做；如果再次出现，请告诉 dafu 的维护者",
        "run again, finished letters are not made again; if it happens once more, report it to the maintainers of dafu",
    )
}

fn of_letter(job: &impl Work, code: Code, message: Message) -> Diagnostic {
    let problem = Diagnostic::error(code, message).letter(&job.reference());
    match job.origin() {
        Some(origin) => problem.at(&origin),
        None => problem,
    }
}
