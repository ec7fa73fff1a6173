//! Values of a letter.

use super::Explanation;

pub(super) const VALUE_MISSING: Explanation = Explanation {
    means: ("这一格必须填，现在是空的。", "A value that is needed is missing."),
    example: ("“成文日期”空着。", "成文日期 is empty."),
    remedy: (
        "填上它；每行都相同的，可以写在“设置”表里。",
        "Fill it in; what is the same everywhere may stand in the sheet 设置.",
    ),
};

pub(super) const VALUE_FORBIDDEN: Explanation = Explanation {
    means: ("按这个地方的规则，这一格不许填。", "The profile does not allow a value here."),
    example: ("规则不用发文字号，却填了。", "The profile has no document number, but one is given."),
    remedy: ("清空这一格，或者换一种规则（--profile）。", "Empty the cell, or choose another profile."),
};

pub(super) const VALUE_NOT_PRINTED: Explanation = Explanation {
    means: (
        "这个地方的格式不印这一项，填的值没有用上。",
        "The profile does not print this element; the value is not used.",
    ),
    example: ("huangshan 的格式不印发文字号。", "The profile huangshan prints no document number."),
    remedy: ("不用改；一定要印的，换一种规则。", "Leave it; if it has to be printed, choose another profile."),
};

pub(super) const ELEMENT_NOT_SET: Explanation = Explanation {
    means: ("这种版式还排不了这一项，没有印出。", "The form cannot set this element yet; it was left out."),
    example: ("填了“份号”。", "份号 is given."),
    remedy: ("不用改；非印不可的，先用别的办法加上。", "Leave it; if it must be there, add it by other means."),
};

pub(super) const NUMBER_MALFORMED: Explanation = Explanation {
    means: ("建议号或电话不是应有的样子。", "A number or telephone is malformed."),
    example: ("“第153号”。", "第153号."),
    remedy: ("只写号码本身，例如 153、023、9B111。", "Write the bare number, such as 153, 023 or 9B111."),
};

pub(super) const MATTER_UNKNOWN: Explanation = Explanation {
    means: ("“类型”不是这个地方认识的一种。", "The matter is none that the profile knows."),
    example: ("“意见书”。", "意见书."),
    remedy: ("照提示选一种，例如 建议、提案。", "Use one of those told, such as 建议 or 提案."),
};

pub(super) const GENRE_UNKNOWN: Explanation = Explanation {
    means: ("“文种”不是这个地方认识的一种。", "The genre is none that the profile knows."),
    example: ("“报告”。", "报告."),
    remedy: ("照提示选一种，例如 答复。", "Use one of those told, such as 答复."),
};

pub(super) const ASSEMBLY_UNKNOWN: Explanation = Explanation {
    means: ("“人大政协”只能写人大或政协。", "The assembly is neither 人大 nor 政协."),
    example: ("“党代会”。", "党代会."),
    remedy: ("写 人大 或 政协。", "Write 人大 or 政协."),
};

pub(super) const SESSION_MALFORMED: Explanation = Explanation {
    means: ("“届”或“次”不是数字。", "A term or meeting is not a number."),
    example: ("“八界”。", "八界."),
    remedy: ("写成 8 或 八。", "Write it like 8 or 八."),
};

pub(super) const DATE_IMPOSSIBLE: Explanation = Explanation {
    means: ("日历上没有这一天。", "A date does not exist."),
    example: ("2024年2月30日。", "2024年2月30日."),
    remedy: ("改正，例如 2024年2月29日 或 2024-02-29。", "Correct it, such as 2024-02-29."),
};

pub(super) const DATE_AMBIGUOUS: Explanation = Explanation {
    means: (
        "日期里年份在后面，看不出哪个是月、哪个是日。",
        "A date has its year last: which part is the month cannot be told.",
    ),
    example: ("03/04/2024。", "03/04/2024."),
    remedy: ("把年写在前面：2024-03-04。", "Write the year first: 2024-03-04."),
};

pub(super) const DATE_MALFORMED: Explanation = Explanation {
    means: ("这不是日期，或者是 dafu 不认识的写法。", "A date is in no form that dafu knows."),
    example: ("“去年六月”，或者数字 45454。", "去年六月, or the number 45454."),
    remedy: ("写成 2024年6月11日 或 2024-06-11。", "Write it like 2024年6月11日 or 2024-06-11."),
};

pub(super) const CATEGORY_UNKNOWN: Explanation = Explanation {
    means: ("办复类别不在这个地方的类别表里。", "The class is not in the profile's table."),
    example: ("“E9”。", "E9."),
    remedy: ("照提示选一类，例如 A类。", "Use one of those told, such as A类."),
};

pub(super) const DOC_NUMBER_MALFORMED: Explanation = Explanation {
    means: ("发文字号不是“代字〔年份〕序号号”的样子。", "The document number is not of the form 代字〔year〕number号."),
    example: ("黄民函2024第12。", "黄民函2024第12."),
    remedy: (
        "写成 黄发改函〔2024〕12号：年份四位，不加“第”，不补 0。",
        "Write it like 黄发改函〔2024〕12号: a year of four digits, no 第, no leading zero.",
    ),
};

pub(super) const DOC_NUMBER_SERIES: Explanation = Explanation {
    means: (
        "发文字号的代字不是这种文种应当用的那一个。",
        "The document number is not of the series that this kind of paper has.",
    ),
    example: ("会办意见写成 浙海渔提〔2024〕12号。", "An opinion to the lead unit numbered 浙海渔提〔2024〕12号."),
    remedy: ("照提示改代字，或者只写序号。", "Write the code as told, or only the running number."),
};

pub(super) const COUNT_MALFORMED: Explanation = Explanation {
    means: ("人数不是数字，或者比写出的名字还少。", "A count is not a number, or less than the names given."),
    example: ("提出人数 2，却写了三个名字。", "The count is 2, but three names are given."),
    remedy: ("写全部提出人的数目，例如 12。", "Write how many proposed in all, such as 12."),
};

pub(super) const NAME_MALFORMED: Explanation = Explanation {
    means: ("这里应当是姓名或单位名称。", "A name of a person or body is expected here."),
    example: ("“（女）”。", "（女）."),
    remedy: ("写成 王景峰，或 王景峰、李明。", "Write it like 王景峰 or 王景峰、李明."),
};

pub(super) const LIST_COMMA: Explanation = Explanation {
    means: ("几个名字之间用了逗号，已经按分开的名字处理。", "Names are parted by a comma and were taken as separate."),
    example: ("王建国，李爱华。", "王建国，李爱华."),
    remedy: ("名字之间改用顿号“、”。", "Part names by 、."),
};

pub(super) const ROLE_UNKNOWN: Explanation = Explanation {
    means: ("办理方式不认识。", "The role is none that dafu knows."),
    example: ("“协办”。", "协办."),
    remedy: ("写 独办、主办、分办 或 会办。", "Use 独办, 主办, 分办 or 会办."),
};

pub(super) const ANSWER_UNKNOWN: Explanation = Explanation {
    means: ("答复方式不认识。", "The way of answering is none that dafu knows."),
    example: ("“分开”。", "分开."),
    remedy: (
        "写 合并（一份函答复全部提出人）或 逐一（一人一份）。",
        "Write 合并 (one letter for all) or 逐一 (one each).",
    ),
};

pub(super) const DISCLOSURE_UNKNOWN: Explanation = Explanation {
    means: ("公开属性不认识。", "The disclosure mark is none that dafu knows."),
    example: ("“内部”。", "内部."),
    remedy: ("写 主动公开、依申请公开 或 不予公开。", "Use 主动公开, 依申请公开 or 不予公开."),
};

pub(super) const SECRECY_REFUSED: Explanation = Explanation {
    means: ("这份函定了密级，dafu 不办涉密文件。", "The letter is classified, and dafu does not process such papers."),
    example: ("密级“秘密”。", "密级 is 秘密."),
    remedy: (
        "涉密文件不要在这台机器上处理；填错了就清空“密级”。",
        "Do not process it on this machine; if it is a mistake, empty 密级.",
    ),
};

pub(super) const LETTER_DUPLICATE: Explanation = Explanation {
    means: (
        "同一件建议或提案在台账里有两行，两份都没有生成。",
        "The same letter stands in the ledger twice; neither is made.",
    ),
    example: ("两行都是人大八届四次会议建议 230 号。", "Two rows are no. 230 of the same session."),
    remedy: ("改正号码，或者删去多余的一行。", "Correct the number, or delete the row that is too many."),
};

pub(super) const DOC_NUMBER_DUPLICATE: Explanation = Explanation {
    means: ("两份函用了同一个发文字号。", "Two letters have the same document number."),
    example: ("两行都是 黄发改函〔2024〕12号。", "Two rows have 黄发改函〔2024〕12号."),
    remedy: ("核对发文登记，改正后一行。", "Check the register and correct one of them."),
};

pub(super) const ISSUER_ABSENT: Explanation = Explanation {
    means: ("台账里没有一行是发文机关自己该答复的。", "No row of the ledger is the issuer's own to answer."),
    example: ("“主办单位”全是别的单位，或者简称对不上。", "All lead units are others, or the names do not match."),
    remedy: ("核对“发文机关”与“主办单位”的写法。", "Compare issuer with lead_unit."),
};

pub(super) const BODY_MALFORMED: Explanation = Explanation {
    means: ("正文没有文字，或者表格写得不对。", "The body has no text, or a table is not well-formed."),
    example: ("正文只有空行。", "The body has blank lines only."),
    remedy: (
        "每段一行；表格在 JSON 里写成 {\"table\": [[…]]}。",
        "One paragraph a line; in JSON a table is {\"table\": [[…]]}.",
    ),
};

pub(super) const TITLE_TOO_LONG: Explanation = Explanation {
    means: ("标题太长，分不成合适的几行。", "A title cannot be broken into lines that fit."),
    example: ("标题里有一长串不能拆开的字母。", "A long run of letters stands in the title."),
    remedy: (
        "缩短标题，或者在单元格里按 Alt+Enter 自己分行。",
        "Shorten it, or break it yourself with Alt+Enter in the cell.",
    ),
};

pub(super) const FILE_NAME_CHANGED: Explanation = Explanation {
    means: (
        "文件名太长，或者有系统不允许的字，已经改过。",
        "A file name was too long or had characters that no system allows, and was changed.",
    ),
    example: ("提出人里有“/”。", "A / in a name."),
    remedy: ("一般不用管；不满意就用 --name 换一种起名方式。", "Usually nothing; --name gives another pattern."),
};

pub(super) const TEXT_NORMALISED: Explanation = Explanation {
    means: (
        "文字里有多余的空格、看不见的字符或不规范的括号，已经改好。",
        "A value had blanks, invisible characters or brackets that dafu put right.",
    ),
    example: ("发文字号 [2024] 改成了〔2024〕。", "[2024] in a document number became 〔2024〕."),
    remedy: ("看一眼改后的样子；不对就改台账。", "Look at what it became; if that is wrong, correct the ledger."),
};

pub(super) const VALUE_TOO_LONG: Explanation = Explanation {
    means: ("这个值太长，不像是这一格该有的内容。", "A value is too long to be what it should be."),
    example: ("“联系人”里贴了一整段话。", "A whole paragraph in contact.person."),
    remedy: ("核对是不是贴错了格。", "Check whether it was pasted into the wrong cell."),
};
