//! Bodies in text files: finding them, reading them, and what a whole letter says beside its body.

use super::Explanation;

pub(super) const BODY_TWICE: Explanation = Explanation {
    means: (
        "“正文”和“正文文件”都填了，不知道用哪个。",
        "Body and text file are both given, and it is not known which to use.",
    ),
    example: ("一格贴了正文，另一格又写了 153号答复.docx。", "One cell holds the text, another names 153号答复.docx."),
    remedy: ("只留一个，清空另一格。", "Keep one and empty the other."),
};

pub(super) const BODY_FILE_OUTSIDE: Explanation = Explanation {
    means: (
        "正文文件不在台账所在的文件夹里，没有读。",
        "A text file lies outside of the ledger's folder and was not read.",
    ),
    example: (
        "“正文文件”写的是 ../别的科/153.docx，或文件是指向别处的链接。",
        "The cell names ../other/153.docx, or the file is a link to elsewhere.",
    ),
    remedy: (
        "把文件放到台账旁边；确实要读别处的，加 --allow-outside。",
        "Put the file beside the ledger; to read files elsewhere, add --allow-outside.",
    ),
};

pub(super) const BODY_FILE_MISSING: Explanation = Explanation {
    means: ("这一行的正文文件没有找到。", "A row's text file is not there."),
    example: (
        "台账写的是 153号答复.docx，文件夹里是 153号 答复.docx。",
        "The ledger names 153号答复.docx, but the file has a blank in its name.",
    ),
    remedy: (
        "核对文件名；用 --bodies 时，文件名里要有号码。",
        "Check the name; with --bodies the name has the number in it.",
    ),
};

pub(super) const BODY_FILE_SEVERAL: Explanation = Explanation {
    means: (
        "一行对上了几个文件，或者一个文件对上了几行。",
        "A row has several text files, or one file fits several rows.",
    ),
    example: (
        "文件夹里有 153号答复.docx 和 153号答复（改）.docx。",
        "The folder holds 153号答复.docx and 153号答复（改）.docx.",
    ),
    remedy: ("只留一个；或在“正文文件”里写明用哪个。", "Keep one of them, or name the right one in body_file."),
};

pub(super) const BODY_FILE_LEFT_OVER: Explanation = Explanation {
    means: ("--bodies 文件夹里有一个文件没有用上。", "A text file of the folder of --bodies was not used."),
    example: (
        "台账里没有第160号，文件夹里却有 160号答复.docx。",
        "The ledger has no number 160, but the folder holds 160号答复.docx.",
    ),
    remedy: (
        "核对文件名里的号码、类型和提出人；不用的移走。",
        "Check number, matter and proposer in its name; move it away if it is not wanted.",
    ),
};

pub(super) const BODY_FILE_UNCLEAR: Explanation = Explanation {
    means: ("分不清文件里哪些是正文。", "It cannot be told what of a text file is the body."),
    example: (
        "落款后面还有一张征询意见表，或者一个文件里有两封函。",
        "A form stands behind the signature, or two letters stand in one file.",
    ),
    remedy: (
        "把多出来的部分另存成别的文件，一个文件只留一封函。",
        "Save what is too much as another file; leave one letter in a file.",
    ),
};

pub(super) const BODY_FILE_DIFFERS: Explanation = Explanation {
    means: ("正文文件里写的和台账不一样。", "A text file says something else than its row."),
    example: ("台账的成文日期是6月11日，文件落款是6月12日。", "The ledger's date is 11 June, the file's 12 June."),
    remedy: (
        "核对哪个对，改正另一个；要用文件里的，就清空台账里的那一格。",
        "See which is right and correct the other; to use the file's, empty the cell.",
    ),
};

pub(super) const BODY_FILE_WHOLE: Explanation = Explanation {
    means: (
        "正文文件里是整封函，标题、主送、落款这些已从正文里去掉。",
        "A text file holds a whole letter; what is not body was taken off it.",
    ),
    example: ("153号答复.docx 从标题一直写到抄送。", "153号答复.docx has everything from title to copies."),
    remedy: ("不用做什么；拿不准时看看印出的函。", "Nothing; if in doubt, look at the printed letter."),
};

pub(super) const BODY_FILE_LINE_LEFT_OUT: Explanation = Explanation {
    means: ("正文之外有一行不认识，没有印出。", "A line outside of the body is no known element and was left out."),
    example: ("落款下面的“邮政编码：245000”。", "邮政编码：245000 under the signature."),
    remedy: (
        "需要印的，填进台账里相应的栏目，例如附注。",
        "To print it, put it into a field of the ledger, such as note.",
    ),
};

pub(super) const REVISIONS_ACCEPTED: Explanation = Explanation {
    means: (
        "文件里有没有处理完的修订，已按全部接受处理。",
        "A file has changes under review; they were taken as accepted.",
    ),
    example: ("打开了“修订”以后改过的稿子。", "A draft that was changed with Track Changes on."),
    remedy: ("在“审阅”里逐条接受或拒绝，保存后再运行。", "Accept or reject them under Review, save, and run again."),
};

pub(super) const OBJECT_IN_TEXT: Explanation = Explanation {
    means: (
        "文件里有图片、文本框、脚注、公式这类印不出的东西。",
        "A file has a picture, text box, footnote, equation or the like, which cannot be taken over.",
    ),
    example: ("正文里插了一张现场照片。", "A photograph stands in the body."),
    remedy: ("删去它，内容改写成文字，或放到附件里。", "Remove it, and put what it says into words or an attachment."),
};

pub(super) const TEXT_HIDDEN: Explanation = Explanation {
    means: ("文件里有隐藏的文字，没有印出。", "A file has hidden text, which was left out."),
    example: ("设为“隐藏”的备注。", "A remark in hidden type."),
    remedy: ("要印就取消隐藏，不要就删去。", "Unhide it if it is wanted, else delete it."),
};

pub(super) const SYMBOL_UNKNOWN: Explanation = Explanation {
    means: ("有一个符号字体里的特殊符号，不知道是什么字。", "A sign of a font of symbols is not known."),
    example: ("用 Wingdings 字体插入的小图标。", "A small picture of the font Wingdings."),
    remedy: ("删去它，用输入法重新输入。", "Delete it and type it anew."),
};

pub(super) const TABLE_SIMPLIFIED: Explanation = Explanation {
    means: (
        "表格里有合并的单元格或套着的表格，已改成普通表格。",
        "A table's merged cells or inner tables were made plain.",
    ),
    example: ("表头占两行的表格。", "A table with a heading over two columns."),
    remedy: (
        "看看印出的表格是否清楚；不清楚就改成没有合并的。",
        "Look at the printed table; if it is not clear, undo the merging.",
    ),
};

pub(super) const LIST_SIMPLIFIED: Explanation = Explanation {
    means: (
        "项目符号、没有编号的标题这类格式，函里没有，已按普通文字处理。",
        "A bullet, an unnumbered heading or a mark has no form in a letter.",
    ),
    example: ("用圆点列出的几条措施。", "Measures in a list with dots."),
    remedy: ("改用 一、（一）1.（1）这样的编号。", "Number them with 一、（一）1.（1）."),
};
