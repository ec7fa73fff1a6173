//! Reading ledgers: files, sheets, headings, cells.

use super::Explanation;

pub(super) const FORMAT_UNKNOWN: Explanation = Explanation {
    means: ("这种文件 dafu 不会读。", "dafu does not read files of this kind."),
    example: ("台账是 .pdf，或正文文件是 .doc、.wps。", "The ledger is a .pdf, or a body stands in a .doc or .wps."),
    remedy: ("台账另存为 .xlsx，正文文件另存为 .docx。", "Save a ledger as .xlsx, a text file as .docx."),
};

pub(super) const FORMAT_MISMATCH: Explanation = Explanation {
    means: ("文件的内容和扩展名不一致。", "A file is not what its name says."),
    example: ("业务系统导出的“.xls”其实是网页。", "An export named .xls is a web page."),
    remedy: (
        "用 WPS 或 Office 打开，台账另存为 .xlsx，正文文件另存为 .docx。",
        "Open it in an office program; save a ledger as .xlsx, a text file as .docx.",
    ),
};

pub(super) const FILE_DAMAGED: Explanation = Explanation {
    means: ("文件坏了，或者不完整。", "A file is broken or cut off."),
    example: ("下载到一半，或者从U盘复制时中断。", "A download or a copy was interrupted."),
    remedy: (
        "重新取得一份；能打开的话，打开后另存。",
        "Get it again; if a program still opens it, save it anew from there.",
    ),
};

pub(super) const FILE_ENCRYPTED: Explanation = Explanation {
    means: ("文件设了打开密码。", "A file is protected by a password."),
    example: ("打开时要求输入密码的 .xlsx。", "An .xlsx that asks for a password."),
    remedy: ("打开后取消密码，另存一份再用。", "Open it, remove the password, and save a copy."),
};

pub(super) const FILE_EMPTY: Explanation = Explanation {
    means: ("文件里什么也没有。", "The file has no content."),
    example: ("大小是 0 字节的 .csv。", "A .csv of 0 bytes."),
    remedy: ("核对是不是选错了文件，或者没有保存。", "Check whether it is the right file and was saved."),
};

pub(super) const ENCODING_UNKNOWN: Explanation = Explanation {
    means: ("文字的编码认不出来。", "The text is in no encoding that dafu reads."),
    example: ("用繁体 Big5 编码保存的 .csv。", "A .csv in Big5."),
    remedy: ("用 Excel 或记事本另存为 UTF-8。", "Save it as UTF-8."),
};

pub(super) const FILE_OPEN_ELSEWHERE: Explanation = Explanation {
    means: (
        "台账或正文文件正在别的程序里打开，没有保存的修改看不到。",
        "A ledger or text file is open in a program; changes not yet saved are not seen.",
    ),
    example: ("旁边有 ~$台账.xlsx 这样的文件。", "A file such as ~$ledger.xlsx stands beside it."),
    remedy: ("先保存并关闭它，再运行一次。", "Save and close it, then run again."),
};

pub(super) const HEADINGS_MISSING: Explanation = Explanation {
    means: ("没有找到表头。", "No row of headings was found."),
    example: (
        "表里只有数据，没有“建议号、提出人、正文”这一行。",
        "The sheet has data but no row such as 建议号, 提出人, 正文.",
    ),
    remedy: (
        "在数据上面加一行表头；可以用 dafu workbook 写出一份样表。",
        "Put a row of headings above the data; dafu workbook writes a sample.",
    ),
};

pub(super) const HEADING_UNKNOWN: Explanation = Explanation {
    means: ("有一列的表头不认识，没有使用。", "A column's heading is not known; it was not used."),
    example: ("多出来的“食堂菜单”一列。", "An extra column 食堂菜单."),
    remedy: (
        "不需要就不用管；需要的话，改成台账的标准表头。",
        "If it is not needed, leave it; else use a known heading.",
    ),
};

pub(super) const HEADING_RESEMBLES: Explanation = Explanation {
    means: ("有一列的表头不认识，但很像一个认识的。", "A heading is not known but resembles one that is."),
    example: ("把“签发人”写成“签发入”。", "签发入 instead of 签发人."),
    remedy: (
        "写错了就改正；不是那一列，就换一个不容易混的名称。",
        "If it is misspelt, correct it; if it is another column, name it less alike.",
    ),
};

pub(super) const HEADING_DUPLICATE: Explanation = Explanation {
    means: (
        "两列的表头是同一项，不知道该用哪一列。",
        "Two headings mean the same field, and it is not known which to use.",
    ),
    example: ("“建议号”和“提案号”两列都在。", "Both 建议号 and 提案号 are there."),
    remedy: ("只留一列，或者把另一列改成别的名称。", "Keep one column, or rename the other."),
};

pub(super) const HEADING_AMBIGUOUS: Explanation = Explanation {
    means: (
        "表头可能指几种不同的内容，从值里也看不出来。",
        "A heading may mean several fields, and its values do not decide.",
    ),
    example: ("“类别”可能是办复类别，也可能是建议的分类。", "类别 may be the class of the result or a subject area."),
    remedy: ("改成“办复类别”或“类型”这样明确的表头。", "Use a clear heading such as 办复类别 or 类型."),
};

pub(super) const COLUMN_MISSING: Explanation = Explanation {
    means: ("每份函都要的一列不在。", "A column that every letter needs is not there."),
    example: ("整张表没有“成文日期”。", "The sheet has no 成文日期."),
    remedy: (
        "加上这一列；每行都相同的，可以写在“设置”表里。",
        "Add the column; what is the same everywhere may stand in the sheet 设置.",
    ),
};

pub(super) const SHEET_SKIPPED: Explanation = Explanation {
    means: ("有一张工作表没有读，因为它不像台账。", "A sheet was passed over: it does not look like a ledger."),
    example: ("名为“说明”的工作表。", "A sheet named 说明."),
    remedy: (
        "通常不用管；要读它，就给它加上表头，或者用 --sheet 指明。",
        "Usually nothing; to read it, give it headings or name it with --sheet.",
    ),
};

pub(super) const SHEET_HIDDEN: Explanation = Explanation {
    means: ("有一张隐藏的工作表像台账，没有读。", "A hidden sheet looks like a ledger; it was not read."),
    example: ("去年的台账隐藏在同一个文件里。", "Last year's ledger is hidden in the same file."),
    remedy: (
        "要用就取消隐藏，或者用 --sheet 指明；不用就删去。",
        "To use it, unhide it or name it with --sheet; else delete it.",
    ),
};

pub(super) const SHEET_UNKNOWN: Explanation = Explanation {
    means: ("--sheet 指明的工作表不在。", "The sheet asked for is not there."),
    example: ("--sheet 答复，而表名是“答复 ”（多一个空格）。", "--sheet 答复, but its name ends in a blank."),
    remedy: ("照提示里列出的表名写。", "Use one of the names that the message lists."),
};

pub(super) const LEDGER_EMPTY: Explanation = Explanation {
    means: ("有表头，但一行数据也没有。", "There are headings but no letters."),
    example: ("刚写出的空台账，还没有填。", "A fresh ledger that was not filled in."),
    remedy: ("每件答复填一行，再运行。", "Fill in one row for each letter."),
};

pub(super) const ROW_HIDDEN: Explanation = Explanation {
    means: ("有一行是隐藏的，也办了。", "A hidden row was read all the same."),
    example: ("筛选后有些行看不见。", "A filter hides some rows."),
    remedy: (
        "不想办的，加 --skip-hidden，或者删去这些行。",
        "To leave such rows out, add --skip-hidden or delete them.",
    ),
};

pub(super) const ROW_OF_OTHER_UNIT: Explanation = Explanation {
    means: ("这一行由别的单位主办，跳过了。", "This row is another unit's to answer and was passed over."),
    example: ("主办单位是市教育局，发文机关是市发展改革委。", "The lead unit is another one than the issuer."),
    remedy: (
        "通常不用管；本单位该答复的，核对“主办单位”和“发文机关”的写法。",
        "Usually nothing; if it is yours, compare lead_unit and issuer.",
    ),
};

pub(super) const COLUMN_HIDDEN: Explanation = Explanation {
    means: ("有一列是隐藏的，里面的值用上了。", "Values in a hidden column were used."),
    example: ("隐藏的“发文机关”一列。", "A hidden column 发文机关."),
    remedy: ("核对这一列的值；不想用就删去这一列。", "Check its values; delete the column if it is not to be used."),
};

pub(super) const CELL_ERROR: Explanation = Explanation {
    means: ("单元格里是公式的错误值。", "A cell holds a formula's error."),
    example: ("#N/A、#REF!。", "#N/A, #REF!."),
    remedy: ("改正公式，或者直接填上值。", "Correct the formula, or write the value itself."),
};

pub(super) const FORMULA_WITHOUT_VALUE: Explanation = Explanation {
    means: ("单元格里是公式，但文件里没有存下结果。", "A cell has a formula whose result is not in the file."),
    example: ("由程序生成、从没有用 Excel 打开过的工作簿。", "A workbook that a program wrote and nobody opened."),
    remedy: ("用 Excel 或 WPS 打开，保存一次再用。", "Open it in a spreadsheet program and save it once."),
};

pub(super) const NUMBER_AS_TEXT: Explanation = Explanation {
    means: (
        "号码、电话这样的文字，在单元格里是数字；这次没有影响。",
        "An identifier is stored as a number; this time nothing is lost.",
    ),
    example: ("建议号 153 是数字格式。", "The number 153 is a numeric cell."),
    remedy: (
        "把这一列设为“文本”格式，以后不会丢开头的 0。",
        "Format the column as text, so that no leading zero is lost.",
    ),
};

pub(super) const ZERO_MAYBE_LOST: Explanation = Explanation {
    means: (
        "号码或电话是数字，开头的 0 可能丢了。",
        "An identifier is stored as a number, and a leading zero may be gone.",
    ),
    example: ("0559-2351234 变成了 5592351234。", "05592351234 became 5592351234."),
    remedy: ("核对号码；把这一列设为“文本”格式，重新填。", "Check it; format the column as text and type it again."),
};

pub(super) const DIGITS_LOST: Explanation = Explanation {
    means: (
        "数字太长，后面的位数已经丢了，原来的号码找不回来。",
        "A number is too long: its last digits are gone and cannot be got back.",
    ),
    example: ("20240000000000153 显示为 2.024E+16。", "20240000000000153 is shown as 2.024E+16."),
    remedy: (
        "把单元格设为“文本”格式，从原文重新填写。",
        "Format the cell as text and type the number again from its source.",
    ),
};

pub(super) const JSON_TYPE: Explanation = Explanation {
    means: ("JSON 里的值类型不对。", "A JSON value has the wrong type."),
    example: ("\"date\": true。", "\"date\": true."),
    remedy: (
        "文字写在双引号里；几项写成 [\"…\", \"…\"]。",
        "Write text in double quotes, several values as [\"…\", \"…\"].",
    ),
};

pub(super) const JSON_SYNTAX: Explanation = Explanation {
    means: ("JSON 写得不完整或不合格式。", "The JSON is not well-formed."),
    example: ("少了一个逗号或引号。", "A comma or a quote is missing."),
    remedy: (
        "照提示的行列改正；最好由程序生成 JSON。",
        "Correct it at the line and column told; better let a program write JSON.",
    ),
};

pub(super) const KEY_TWICE: Explanation = Explanation {
    means: ("同一项写了两次。", "The same key is given twice."),
    example: (
        "既有 \"contact.unit\"，又有 \"contact\": {\"unit\": …}。",
        "Both \"contact.unit\" and \"contact\": {\"unit\": …}.",
    ),
    remedy: ("只留一个。", "Keep one of them."),
};

pub(super) const FORMAT_OLD: Explanation = Explanation {
    means: (
        "台账是旧格式 .xls，这种文件里看不出隐藏的行列、划掉的字和数字的显示格式。",
        "The ledger is an old .xls, which does not show hidden rows, struck-out text or formats of numbers.",
    ),
    example: (
        "023 在 .xls 里存成数字23，显示格式是000，读到的是23。",
        "023 is stored as the number 23 with the format 000; what is read is 23.",
    ),
    remedy: ("用 Excel 或 WPS 另存为 .xlsx 再运行。", "Save it as .xlsx with Excel or WPS, and run again."),
};

pub(super) const ROW_STRUCK: Explanation = Explanation {
    means: (
        "这一行的内容全部加了删除线，函照样办理。",
        "Everything in the row is struck through; its letter is made all the same.",
    ),
    example: (
        "这件建议退回了交办单位，台账里只是把它划掉。",
        "The suggestion was handed back, and the row was merely struck through.",
    ),
    remedy: (
        "不办的行请删去或移到别的工作表；要办的请去掉删除线。",
        "Delete the row or move it to another sheet if no letter is wanted; else take the line off.",
    ),
};

pub(super) const ROW_TOTAL: Explanation = Explanation {
    means: ("这一行是合计，不是一件答复，没有办理。", "The row is a total, not a letter; it was passed over."),
    example: ("最后一行写着“合计 | 12”。", "The last row says 合计 | 12."),
    remedy: (
        "不用处理。如果它是一件答复，请写明建议号和标题。",
        "Nothing, unless it is a letter: then give its number and subject.",
    ),
};

pub(super) const TEXT_STRUCK: Explanation = Explanation {
    means: (
        "单元格或文稿里有一部分字加了删除线，这些字照样会印出来。",
        "A part of the text in a cell or a text file is struck through; it is printed all the same.",
    ),
    example: (
        "联系电话里划掉了旧号码，后面写着新号码。",
        "The old telephone number is struck through, with the new one behind it.",
    ),
    remedy: (
        "不要的字请删去，要的请去掉删除线。",
        "Delete the words that are not wanted; take the line off the others.",
    ),
};
