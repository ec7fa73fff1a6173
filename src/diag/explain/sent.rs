//! Letters that were sent, and letters that do not come to an end.

use super::Explanation;

pub(super) const ISSUED_CHANGED: Explanation = Explanation {
    means: (
        "已标记为发出的函，现在再生成会与发出的不同，或者它的文件被改动过；发出的那份原样保留。",
        "A letter that was marked as sent would come out otherwise now, or its file was changed; it stays as it is.",
    ),
    example: (
        "第153号函发出以后，台账里的联系电话改了，或者 dafu 升级了。",
        "After no. 153 was sent the telephone number changed in the ledger, or dafu was updated.",
    ),
    remedy: (
        "一般不用处理。确要重新发函：dafu run 台账 --reissue 153，原件移到 superseded 文件夹。",
        "Usually nothing. To send it anew: dafu run LEDGER --reissue 153, which keeps the old one under superseded.",
    ),
};

pub(super) const ISSUED_LOST: Explanation = Explanation {
    means: (
        "已标记为发出的函，文件不见了，现在也生成不出一样的。",
        "The file of a letter that was marked as sent is gone, and the same cannot be made any more.",
    ),
    example: (
        "发出以后文件被误删，而台账或模板又改过。",
        "It was deleted by mistake after it was sent, and the ledger or a template has changed.",
    ),
    remedy: (
        "从备份恢复这个文件；找不回来又确要重新发函的，加 --reissue 和号码。",
        "Restore it from a backup; if that fails and a new letter is to be sent, add --reissue with its number.",
    ),
};

pub(super) const ISSUED_IN_THE_WAY: Explanation = Explanation {
    means: (
        "这封函要用的文件名，已经属于另一封发出的函。",
        "The file name of this letter belongs to another letter that was sent.",
    ),
    example: (
        "第21号函发出以后，台账里另一件的号码也改成了21。",
        "After no. 21 was sent, another row's number was changed to 21.",
    ),
    remedy: (
        "核对台账的号码；没有错就用 --name 换一种文件名。",
        "Check the numbers in the ledger; if they are right, name the files otherwise with --name.",
    ),
};

pub(super) const ISSUE_NOT_AS_MADE: Explanation = Explanation {
    means: (
        "要标记为发出的文件不见了，或者生成以后被改动过。",
        "A file that is to be marked as sent is not there, or was changed since it was made.",
    ),
    example: ("有人把 PDF 打开另存了一次。", "Somebody opened the PDF and saved it again."),
    remedy: ("再运行一次 dafu run 补上这封函，然后标记。", "Run dafu run again, which makes the letter, then mark it."),
};

pub(super) const REISSUE_EMPTY: Explanation = Explanation {
    means: ("--reissue 没有选中任何已发出的函。", "--reissue chose no letter that was sent."),
    example: ("--reissue 153，而第153号还没有标记为发出。", "--reissue 153, when no. 153 was never marked as sent."),
    remedy: (
        "核对号码；没有发出的函不用加 --reissue，改了就会重新生成。",
        "Check the number; a letter that was not sent needs no --reissue: it is made again when it changes.",
    ),
};

pub(super) const LETTER_TIMEOUT: Explanation = Explanation {
    means: (
        "这封函排版用的时间超过了限度，没有生成；其他函不受影响。",
        "The letter took longer than it may and was not made; the others are not affected.",
    ),
    example: ("模板里有一个几乎不会结束的循环。", "A template has a loop that hardly ever ends."),
    remedy: (
        "看看这一行的正文是否特别大；确实需要时用 --letter-timeout 放宽到更多秒。",
        "See whether its text is uncommonly large; if so, allow more seconds with --letter-timeout.",
    ),
};

pub(super) const LETTER_DEADLY: Explanation = Explanation {
    means: (
        "生成这封函会用尽内存或使程序中断，所以没有生成；其他函不受影响。",
        "Making the letter uses up the memory or ends the program, so it was not made; the others are not affected.",
    ),
    example: (
        "上一次运行在这封函上中断，这一次单独试做，又中断了。",
        "The last run ended at this letter; tried by itself, it ended again.",
    ),
    remedy: (
        "核对这一行的正文和表格是否特别大；把这条信息告诉维护模板的人。",
        "See whether its text or tables are uncommonly large; tell those who maintain the templates.",
    ),
};

pub(super) const NOT_AN_OUTPUT: Explanation = Explanation {
    means: (
        "这个文件夹里没有 dafu 的日志，不是运行的结果文件夹。",
        "The folder has no journal of dafu: it is no run's folder.",
    ),
    example: (
        "dafu issue out，而结果在 out/黄山2024 里。",
        "dafu issue out, when the letters are in out/huangshan-2024.",
    ),
    remedy: (
        "写运行结束时显示的那个文件夹，里面有 letters 和 journal.jsonl。",
        "Name the folder that the run named at its end: it has letters and journal.jsonl in it.",
    ),
};
