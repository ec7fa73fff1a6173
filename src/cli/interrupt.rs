//! Ctrl-C: the first time letters in work are finished, the second time dafu ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dafu::diag::{Code, Diagnostic, Lang, Message};

use super::{Status, report, system};

/// Watches for Ctrl-C. The flag is set when it comes.
pub(crate) fn watch(lang: Lang) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            system::exit(Status::Stopped);
        }
        report::say_stopping(lang);
    };
    // Where no handler can be set Ctrl-C ends dafu at once, which the output folder survives.
    let _ = ctrlc::set_handler(handler);
    stop
}

/// What a stopped run says.
pub(crate) fn problem() -> Diagnostic {
    let message = Message::new("运行被中止，还有函没有办", "the run was stopped before it was done");
    Diagnostic::error(Code::Interrupted, message).hint(
        "再运行同一条命令就接着办，已办好的不会重做",
        "run the same command again to go on; what is made is not made again",
    )
}
