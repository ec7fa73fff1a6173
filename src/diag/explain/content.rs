//! The content of letters; each can be weighed under [lint] in dafu.toml.

use super::Explanation;

pub(super) const PUNCTUATION_MIXED: Explanation = Explanation {
    means: (
        "中文里夹了半角标点，或者一对括号一个全角、一个半角。",
        "A half-width mark stands among Chinese characters, or brackets of two widths make a pair.",
    ),
    example: ("道路已修好,现已通车。", "道路已修好,现已通车。"),
    remedy: (
        "改成全角标点：，。；：（）“”。网址、小数、9:00、3:1 不用改。",
        "Use full-width marks. Addresses, decimals, 9:00 and 3:1 are right as they are.",
    ),
};

pub(super) const PUNCTUATION_DOUBLED: Explanation = Explanation {
    means: ("两个标点连在了一起。", "Two marks that exclude each other stand side by side."),
    example: ("道路已修好，。", "道路已修好，。"),
    remedy: ("只留一个；省略号写 ……。", "Keep one; an ellipsis is ……."),
};

pub(super) const DIGITS_FULL_WIDTH: Explanation = Explanation {
    means: ("数字或字母是全角的。", "Digits or letters are full-width."),
    example: ("２０２４年。", "２０２４年."),
    remedy: ("改成半角：2024年。", "Use half-width ones: 2024年."),
};

pub(super) const PLACEHOLDER_LEFT: Explanation = Explanation {
    means: (
        "样张里的空没有填，或者二选一的内容没有定。",
        "A placeholder was not filled in, or a form's alternative was left in.",
    ),
    example: ("×××局，2024年　月，（区政协提案委）。", "×××局, 2024年　月, （区政协提案委）."),
    remedy: ("填上真正的内容，或者删去。", "Fill it in, or take it out."),
};

pub(super) const HEADING_GAP: Explanation = Explanation {
    means: ("标题的序号中间缺了号。", "A heading's number is missing."),
    example: ("“一、”后面是“三、”。", "三、 comes after 一、."),
    remedy: ("核对是漏了一段，还是号编错了。", "A part is missing, or the number is wrong."),
};

pub(super) const HEADING_REPEAT: Explanation = Explanation {
    means: ("标题的序号用了两次。", "A heading's number comes again."),
    example: ("两个“二、”。", "二、 twice."),
    remedy: ("按顺序改正序号。", "Number them in order."),
};

pub(super) const HEADING_JUMP: Explanation = Explanation {
    means: (
        "标题跳过了一级，全文都没有用。公文的层次依次是 一、（一）1.（1）。",
        "Headings pass over a level that the letter never uses; they are 一、（一）1.（1） in this order.",
    ),
    example: ("全文只有“一、”和“1.”。", "The letter has 一、 and 1. only."),
    remedy: (
        "改成“（一）”；本单位就这样写的，在 [lint] 里关掉这一项。",
        "Write （一）; if your unit writes so, turn the check off under [lint].",
    ),
};

pub(super) const ADDRESS_MISMATCH: Explanation = Explanation {
    means: ("“您”“你们”“贵单位”和提出人不相配。", "您, 你们 or 贵单位 does not fit those who proposed."),
    example: ("三位代表提的建议，正文写“您的建议”。", "Three deputies proposed, the body says 您的建议."),
    remedy: (
        "一位写“您”，几位写“你们”，单位写“贵单位”；不写“您们”。",
        "您 for one person, 你们 for several, 贵单位 for a body; never 您们.",
    ),
};

pub(super) const NOUN_MIXED: Explanation = Explanation {
    means: ("建议写成了提案，或者提案写成了建议。", "A suggestion is called a proposal, or the other way round."),
    example: ("类型是建议，正文写“您的提案”。", "The matter is 建议, the body says 您的提案."),
    remedy: (
        "人大代表提的是建议，政协委员提的是提案；改正文，或者改“类型”。",
        "Deputies make 建议, members of the conference 提案; correct the text, or the matter.",
    ),
};

pub(super) const PHRASE_DOUBLED: Explanation = Explanation {
    means: ("同一个词语重复了，多半是粘贴出来的。", "A phrase stands twice, mostly by pasting."),
    example: ("提案》提案，关于《关于…》，王景峰代表代表。", "提案》提案, 关于《关于…》, 王景峰代表代表."),
    remedy: ("删去多余的一半。", "Take one half out."),
};

pub(super) const DOC_NUMBER_IN_TEXT: Explanation = Explanation {
    means: ("文中的文号写得不规范。", "A document number in the text is not of the form 代字〔2024〕12号."),
    example: ("黄政[2024]第05号。", "黄政[2024]第05号."),
    remedy: (
        "写成 黄政〔2024〕5号：六角括号，不加“第”，不补 0。",
        "Write 黄政〔2024〕5号: six-cornered brackets, no 第, no leading zero.",
    ),
};

pub(super) const DOC_NUMBER_YEAR: Explanation = Explanation {
    means: ("文号的年份和成文日期对不上。", "A document number's year does not fit the letter's date."),
    example: (
        "2024年6月的函，字号是〔2023〕5号，或者引用了〔2025〕的文件。",
        "A letter of June 2024 has 〔2023〕5号, or quotes a paper of 〔2025〕.",
    ),
    remedy: ("核对文号的年份和成文日期。", "Check the number's year and the letter's date."),
};

pub(super) const CATEGORY_DOUBTFUL: Explanation = Explanation {
    means: ("办复类别和正文的说法不大相符。", "The class says something else than the words."),
    example: ("A类（已经解决），正文却只说“将修路”。", "Class A (solved), but the body only says what will be done."),
    remedy: ("核对办复类别；确实没错就不用改。", "Check the class; if it is right, leave it."),
};

pub(super) const DATE_BEFORE_MEETING: Explanation = Explanation {
    means: (
        "成文日期比会议、交办的时间还早。",
        "A letter is dated before what it answers was proposed or handed over.",
    ),
    example: ("2025 年的建议，成文日期是 2024年6月11日。", "A suggestion of 2025 answered on 2024-06-11."),
    remedy: ("核对成文日期的年份。", "Check the year of the letter's date."),
};

pub(super) const DATE_AFTER_DUE: Explanation = Explanation {
    means: ("成文日期晚于办理期限。", "A letter is dated after the day it was due."),
    example: ("期限 2024-06-10，成文日期 2024-06-11。", "Due on 2024-06-10, dated 2024-06-11."),
    remedy: ("核对这两个日期；确实超期的，按规定说明。", "Check both; if it is late, explain it as the rules say."),
};

pub(super) const PREVIOUS_MISSING: Explanation = Explanation {
    means: ("第二次答复，没有写原来那份的文号。", "A further answer does not name the first."),
    example: ("答复轮次 2，“原复文字号”空着。", "round is 2, previous is empty."),
    remedy: ("填上原复文字号。", "Give previous (原复文字号)."),
};

pub(super) const MOBILE_PUBLISHED: Explanation = Explanation {
    means: ("要公开的函里有手机号码。", "A mobile number stands in a letter that is published."),
    example: (
        "公开属性“主动公开”，联系电话 13905591234。",
        "The letter is 主动公开, and its telephone is 13905591234.",
    ),
    remedy: ("改用办公电话，或者删去。", "Give an office telephone, or take it out."),
};

pub(super) const CELL_MAYBE_CUT: Explanation = Explanation {
    means: (
        "这一格正好 255 或 32767 个字符，很可能被截断了。",
        "A cell has exactly 255 or 32,767 characters: it was probably cut off.",
    ),
    example: ("从别的系统导出的正文，句子没有写完。", "An exported body that ends within a sentence."),
    remedy: ("看看末尾；不完整就从原文重新粘贴。", "Look at its end; if it is cut, paste it again from the original."),
};

pub(super) const TEXT_REPEATED: Explanation = Explanation {
    means: ("两份函的正文完全一样。", "Two letters have the same body."),
    example: ("154 号的正文贴成了 153 号的。", "The body of no. 153 was pasted into no. 154."),
    remedy: (
        "核对是否贴错行；合并办理的，填“并案号”。",
        "Check the rows; if they are handled together, give merged_with (并案号).",
    ),
};
