//! Packages for the archive.

use super::Explanation;

pub(super) const ARCHIVE_ELEMENT_MISSING: Explanation = Explanation {
    means: (
        "归档必需的一项（如保管期限、全宗号、立档单位名称、件号）没有写。",
        "An element that the archive needs (retention, fonds, unit, running number) is not said.",
    ),
    example: ("dafu.toml 里没有 [archive] 一节。", "dafu.toml has no section [archive]."),
    remedy: (
        "在台账或 dafu.toml 的 [archive] 里写上；保管期限没有默认值，以本单位的保管期限表为准。",
        "Write it in the ledger or in dafu.toml under [archive]; retention has no default: your unit's table says which.",
    ),
};

pub(super) const ARCHIVE_ELEMENT_WRONG: Explanation = Explanation {
    means: ("归档的一项写得不对。", "An element of the archive has a value that it may not have."),
    example: ("保管期限写成“5年”。", "A retention of 5 years."),
    remedy: ("按提示改正后再打包。", "Put it right as the hint says and pack again."),
};

pub(super) const ARCHIVE_CODE_TWICE: Explanation = Explanation {
    means: ("两封函的档号相同。", "Two letters have the same archival code."),
    example: ("台账里两行的件号都是 12。", "Two rows of the ledger have the running number 12."),
    remedy: (
        "给其中一封另编件号；档号的式样里应有 {item}。",
        "Give one another number; a pattern of codes should hold {item}.",
    ),
};

pub(super) const COMPONENT_UNCLEAR: Explanation = Explanation {
    means: (
        "组成材料的文件看不出是哪一封函的，或者看不出是什么材料。",
        "It is not clear which letter a file belongs to, or what it is.",
    ),
    example: ("文件名是 扫描0001.pdf。", "A file is named scan0001.pdf."),
    remedy: (
        "文件名以函的号码开头，并写明是什么：153_来文.pdf、153_征询意见表_扫描.pdf。",
        "Begin its name with the letter's number and say what it is: 153_来文.pdf, 153_征询意见表_扫描.pdf.",
    ),
};

pub(super) const COMPONENT_MISSING: Explanation = Explanation {
    means: ("函上写了附件，打包时却没有它的文件。", "The letter names an attachment whose file is not there."),
    example: (
        "附件是一张表，没有排成页，也没有放进组成材料的文件夹。",
        "The attachment is a table that is neither set as pages nor in the folder of components.",
    ),
    remedy: (
        "把文件放进 --components 指的文件夹，文件名如 153_附件1.pdf。",
        "Put the file into the folder of --components, named such as 153_附件1.pdf.",
    ),
};

pub(super) const LETTER_CHANGED: Explanation = Explanation {
    means: (
        "做好的函被改动过，或者不是 dafu 写的那个文件；这样的函不归档。",
        "A finished letter was changed, or is not the file that dafu wrote; such a letter is not packed.",
    ),
    example: ("有人用阅读器在 PDF 上加了批注并保存。", "Somebody added a note to the PDF in a reader and saved it."),
    remedy: (
        "再运行一次 dafu run 重做这封函；盖过章的用 dafu adopt 收进来。",
        "Run dafu again to make it anew; take a stamped one in by dafu adopt.",
    ),
};

pub(super) const LETTER_NOT_NOTED: Explanation = Explanation {
    means: (
        "日志没有记下归档需要的情况，多半是旧版本做的函。",
        "The journal does not say what the archive needs to know; the letter is probably of an older version.",
    ),
    example: ("去年的结果文件夹，用新版本打包。", "The folder of last year's run is packed with a new version."),
    remedy: (
        "用同一个台账再运行一次 dafu run；没有变化的函不会重做。",
        "Run dafu again on the same ledger: letters that did not change are not made anew.",
    ),
};

pub(super) const LETTER_UNSIGNED: Explanation = Explanation {
    means: (
        "要求只归档签过名或盖过章的函，这一封还没有。",
        "Only signed or stamped letters were asked for, and this one is neither.",
    ),
    example: ("--only-signed，而第153号还没有盖章。", "--only-signed, and no. 153 is not stamped yet."),
    remedy: (
        "签名或收入盖章件后再打包，或者去掉 --only-signed。",
        "Sign it or take the stamped one in and pack again, or leave --only-signed out.",
    ),
};

pub(super) const TEMPLATES_CHANGED: Explanation = Explanation {
    means: (
        "打包时的模板、规则或字体与做函时的不同，重排核对时得不到同样的文件。",
        "Templates, profile or fonts differ from those that the letters were made with, so that setting them again gives other bytes.",
    ),
    example: ("做完函以后改过模板。", "A template was edited after the letters were made."),
    remedy: (
        "用 --templates 和 --fonts 指明当时的；没有留下的，可以照常归档，只是不能重排核对。",
        "Name those of then by --templates and --fonts; where they are lost the letters can be packed, but not set again.",
    ),
};

pub(super) const PACKAGE_UNREADABLE: Explanation = Explanation {
    means: (
        "要核查的包打不开，或者不是 dafu 写的归档包。",
        "The package to be verified cannot be opened, or is no package of dafu.",
    ),
    example: ("写了一个不存在的路径。", "The path does not exist."),
    remedy: ("核对路径。", "Check the path."),
};
