//! Joining letters: into one file for printing, and the folders of a run's shares.

use super::Explanation;

pub(super) const MERGE_CONFLICT: Explanation = Explanation {
    means: (
        "要合并的文件夹互相矛盾，或者不齐；什么都没有写。",
        "Folders that are to be merged contradict each other, or some are missing; nothing was written.",
    ),
    example: (
        "两个分片是用不同版本的台账或模板生成的，或者只写了四片中的三片。",
        "Two shares were made of different versions of the ledger or the templates, or only three of four were named.",
    ),
    remedy: (
        "用同一份台账、模板和 dafu 重新生成有问题的分片，再合并。",
        "Make the shares that are named again from one ledger, with the same templates and dafu, then merge.",
    ),
};

pub(super) const PRINT_SET_UNREADABLE: Explanation = Explanation {
    means: (
        "这封函的 PDF 拼不进打印文件，所以打印文件没有写。",
        "This letter's PDF cannot be joined to the print set, so the print set was not written.",
    ),
    example: ("盖章平台改写了 PDF 的内部结构。", "A seal platform rewrote the inner structure of the PDF."),
    remedy: (
        "单独打印这一封，其余的用 --only 拼成打印文件。",
        "Print this letter by itself and join the others with --only.",
    ),
};

pub(super) const PRINT_SET_INCOMPLETE: Explanation = Explanation {
    means: (
        "打印文件里没有全部的函：有的函有问题，没有生成。",
        "The print set does not have all letters: some have problems and were not made.",
    ),
    example: ("200 件里有 3 件缺日期。", "Of 200 letters three have no date."),
    remedy: (
        "改好以后再运行同一条命令，打印文件会换成齐全的。",
        "Put right what failed and run the same command again: the print set is replaced by a full one.",
    ),
};
