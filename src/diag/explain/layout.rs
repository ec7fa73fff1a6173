//! Rules of layout.

use super::Explanation;

pub(super) const SIGNATURE_APART: Explanation = Explanation {
    means: ("有一页上只有落款，没有正文。", "A page has the signature, but none of the text."),
    example: ("正文以表格结尾，表格排满了前一页。", "The text ends in a table that fills the page before."),
    remedy: (
        "在表格后加一句话，或者把正文增减几行。",
        "Put a sentence behind the table, or make the text some lines longer or shorter.",
    ),
};

pub(super) const COLOPHON_ALONE: Explanation = Explanation {
    means: ("有一页上只有抄送等版记，没有别的文字。", "A page has the copy list, but no other text."),
    example: ("附件正好排满最后一页。", "An attachment fills the last page."),
    remedy: (
        "把前一页减少一两行，或者增加几行。",
        "Make the page before it a line or two shorter, or some lines longer.",
    ),
};

pub(super) const FIRST_PAGE_WITHOUT_TEXT: Explanation = Explanation {
    means: ("首页上没有正文，按标准首页必须有。", "The first page has none of the text; by the standard it must."),
    example: ("主送的名单占满了首页。", "The list of addressees fills the first page."),
    remedy: ("缩短标题或者主送。", "Shorten the title or the addressee."),
};

pub(super) const SEAL_MISPLACED: Explanation = Explanation {
    means: (
        "给印章留的位置超出版心，碰到另一枚印章，或者离正文超过一行。",
        "The place kept for a seal leaves the type area, touches another one, or stands more than a line under the text.",
    ),
    example: ("十个机关联合发文，一页排不下十枚印章。", "Ten joint issuers, whose seals find no room on a page."),
    remedy: (
        "减少联合发文的机关，或者在配置里把 seal_mm 改小。",
        "Have fewer issuers, or a smaller seal_mm in the profile.",
    ),
};

pub(super) const FEEDBACK_FORM_LONG: Explanation = Explanation {
    means: ("征询意见表一页排不下。", "The feedback form finds no room on one page."),
    example: ("表有三十行，每行留四行空。", "A form of thirty rows, each with four lines to write."),
    remedy: (
        "在规则文件的 [feedback_form] 里减少行数，或者把 lines 改小。",
        "Have fewer rows, or smaller `lines`, under [feedback_form] of the profile.",
    ),
};

pub(super) const FEEDBACK_FORM_NONE: Explanation = Explanation {
    means: ("这件函没有征询意见表。", "No feedback form goes with this letter."),
    example: (
        "会办意见；反馈方式是“网上”；规则里没有 [feedback_form]。",
        "An opinion to the lead unit; `feedback` is 网上; a profile without [feedback_form].",
    ),
    remedy: (
        "要附表，就把反馈方式改为“表”，或者在规则文件里写上 [feedback_form]。",
        "To send one, give 表 as `feedback`, or write [feedback_form] in the profile.",
    ),
};

pub(super) const TABLE_WIDE: Explanation = Explanation {
    means: (
        "一张表太宽。表先缩小，再横过来另页排；五号字也排不下的，就是这个问题。",
        "A table is too wide. A table is set smaller, then turned sideways on pages of its own; this one finds no room even so.",
    ),
    example: ("十五列，每列是九位数字。", "Fifteen columns, each with numbers of nine digits."),
    remedy: (
        "减少几列，拆成两张表，或者改用万元等大一些的单位。",
        "Take out some columns, make two tables of it, or use a larger unit.",
    ),
};
