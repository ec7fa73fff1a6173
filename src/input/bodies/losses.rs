//! What of a file could not be taken over, in words.

use std::collections::HashMap;
use std::mem::Discriminant;

use super::whole::Whole;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::normalise;
use crate::input::paper::{Content, Loss, Lost, Paper, first_words};
use crate::profile::Key;

/// So many losses of one kind are told one by one.
const MOST: usize = 10;

/// Tells what is said of a file: what is lost in the body weighs more than what is lost beside it.
/// `key` is the field that names the file.
pub(super) fn tell(
    paper: &Paper,
    whole: &Whole,
    key: Key,
    at: &dyn Fn(usize) -> Origin,
    findings: &mut Vec<Diagnostic>,
) {
    let mut add = |found: Diagnostic, index: usize| findings.push(found.at(&at(index)).field(key.clone()));
    if paper.revisions != (0, 0) {
        add(revisions(paper.revisions), 0);
    }
    if !paper.changes.is_empty() {
        let message = normalise::told(&paper.changes);
        add(Diagnostic::note(Code::TextNormalised, message), 0);
    }
    let mut all: Vec<(Diagnostic, usize, usize)> = Vec::new();
    let mut kinds: HashMap<(Discriminant<Lost>, bool), (usize, usize)> = HashMap::new();
    for loss in &paper.losses {
        let in_body = (whole.first..=whole.last).contains(&loss.index);
        let (count, last) = kinds.entry((std::mem::discriminant(&loss.what), in_body)).or_default();
        // Hundreds of one kind are told by the first of them.
        if *count >= MOST {
            if let Some((.., more)) = all.get_mut(*last) {
                *more += 1;
            }
        } else if let Some(found) = lost(loss, in_body, &at(loss.index)) {
            (*count, *last) = (*count + 1, all.len());
            all.push((found, loss.index, 0));
        }
    }
    for (found, index, more) in all {
        let found = match more {
            0 => found,
            more => found.hint(format!("这样的地方还有 {more} 处"), format!("{more} more like this")),
        };
        add(found, index);
    }
    for part in &whole.left_out {
        let words = match &part.content {
            Content::Text(text) => first_words(text),
            Content::Table { rows, .. } => {
                rows.iter().flatten().next().map(|cell| first_words(cell)).unwrap_or_default()
            }
        };
        let index = part.index;
        let (zh, en) = at(index).within().unwrap_or_default();
        let message = Message::new(
            format!("{zh}“{words}”在正文之外，又不是已知的项目，没有印出"),
            format!("{en}, `{words}`, stands outside of the body and is no known element; it is left out"),
        );
        let found = Diagnostic::warning(Code::BodyFileLineLeftOut, message);
        add(
            found.hint(
                "需要印的，填进台账里相应的栏目",
                "if it is to be printed, put it into the ledger's field for it",
            ),
            index,
        );
    }
    let taken: Vec<&Key> = Key::ALL.iter().filter(|key| whole.values.iter().any(|found| found.key == **key)).collect();
    if !taken.is_empty() && whole.unclear.is_none() {
        let zh: Vec<&str> = taken.iter().map(|key| key.heading()).collect();
        let en: Vec<String> = taken.iter().map(|key| format!("`{key}`")).collect();
        let message = Message::new(
            format!("文件里除正文外还有：{}；已从正文里去掉，并与台账核对", zh.join("、")),
            format!(
                "beside the body the file holds {}; they were taken off it and compared with the row",
                en.join(", ")
            ),
        );
        add(Diagnostic::note(Code::BodyFileWhole, message), 0);
    }
}

fn revisions((inserted, deleted): (usize, usize)) -> Diagnostic {
    let message = Message::new(
        format!("文件里有未处理的修订（插入{inserted}处、删除{deleted}处），已按全部接受处理"),
        format!(
            "the file has changes under review ({inserted} insertions, {deleted} deletions); they were taken as accepted"
        ),
    );
    Diagnostic::warning(Code::RevisionsAccepted, message).hint(
        "在 WPS 或 Word 的“审阅”里逐条接受或拒绝，保存后再运行",
        "accept or reject them in WPS or Word under Review, save, and run again",
    )
}

fn lost(loss: &Loss, in_body: bool, origin: &Origin) -> Option<Diagnostic> {
    let (zh, en) = origin.within().unwrap_or_default();
    let place = if loss.near.is_empty() {
        (format!("{zh}（没有文字）"), format!("{en} (without text)"))
    } else {
        (format!("{zh}“{}”", loss.near), format!("{en}, `{}`,", loss.near))
    };
    let message = |zh: &str, en: &str| Message::new(format!("{}{zh}", place.0), format!("{} {en}", place.1));
    let left_out = |zh: &str, en: &str| {
        let message = message(&format!("有{zh}，没有印出"), &format!("has {en}, which is left out"));
        let found = if in_body {
            Diagnostic::error(Code::ObjectInText, message)
        } else {
            Diagnostic::warning(Code::ObjectInText, message)
        };
        found.hint(
            format!("从文件里删去{zh}，其中的内容改写成文字，或放到附件里"),
            format!("remove {en} from the file; put what it says into words, or into an attachment"),
        )
    };
    let warning = |code: Code, zh: String, en: String| Diagnostic::warning(code, message(&zh, &en));
    Some(match &loss.what {
        Lost::Picture => left_out("图片", "a picture"),
        Lost::TextBox(words) => left_out(&format!("文本框（“{words}”）"), &format!("a text box (`{words}`)")),
        Lost::Chart => left_out("图表", "a chart or diagram"),
        Lost::Object => left_out("嵌入的对象", "an embedded object"),
        Lost::Equation => left_out("公式", "an equation"),
        Lost::Footnote => left_out("脚注", "a footnote"),
        Lost::Endnote => left_out("尾注", "an endnote"),
        Lost::Drawing => warning(
            Code::ObjectInText,
            "有线条或图形，没有印出".to_owned(),
            "has a line or shape, which is left out".to_owned(),
        )
        .hint("不需要就不用管", "if it is not needed, leave it"),
        Lost::Comment => {
            warning(Code::ObjectInText, "有批注，没有印出".to_owned(), "has a comment, which is left out".to_owned())
                .hint("看看批注是否已经处理", "see whether what it says was done")
        }
        Lost::Hidden(words) => warning(
            Code::TextHidden,
            format!("有隐藏的文字“{words}”，没有印出"),
            format!("has hidden text, `{words}`, which is left out"),
        )
        .hint("要印就取消隐藏，不要就删去", "unhide it if it is wanted, else delete it"),
        Lost::Struck(words) => warning(
            Code::TextStruck,
            format!("有划了删除线的文字“{words}”，照常印出"),
            format!("has text that is struck through, `{words}`; it is printed as any other"),
        )
        .hint("不要就删去，要就取消删除线", "delete it if it is not wanted, else remove the line through it"),
        Lost::Symbol(font) => Diagnostic::error(
            Code::SymbolUnknown,
            message(
                &format!("有一个“{font}”字体的特殊符号，不知道是什么字"),
                &format!("has a sign of the font `{font}`; it is not known which character it is"),
            ),
        )
        .hint("删去它，用输入法重新输入这个符号", "delete it and type the sign anew"),
        Lost::MergedCells => warning(
            Code::TableSimplified,
            "所在的表格有合并的单元格，已拆成普通单元格（内容在左上一格，其余为空）".to_owned(),
            "is in a table with merged cells, which became single ones (the first has the text, the others are empty)"
                .to_owned(),
        )
        .hint(
            "看看印出的表格是否清楚；不清楚就改成没有合并的表格",
            "see whether the printed table is clear; if not, undo the merging",
        ),
        Lost::NestedTable => warning(
            Code::TableSimplified,
            "所在的表格里套着表格，里面的表格已改成文字".to_owned(),
            "is in a table that holds another table, which became text".to_owned(),
        )
        .hint("把里面的表格改成文字，或单独成表", "write the inner table as text, or as a table of its own"),
        Lost::Bullet | Lost::Heading if !in_body => return None,
        Lost::Bullet => warning(
            Code::ListSimplified,
            "有项目符号，没有印出，文字照印".to_owned(),
            "has a bullet, which is left out; its text is printed".to_owned(),
        )
        .hint("需要编号的，改成 1. 2. 3. 或（1）（2）（3）", "to number the items, use 1. 2. 3. or （1）（2）（3）"),
        Lost::Numbering(format) => Diagnostic::error(
            Code::ListSimplified,
            message(
                &format!("的自动编号是不认识的格式（{format}）"),
                &format!("is numbered in a format that is not known ({format})"),
            ),
        )
        .hint("把编号直接打成文字", "type the number as text"),
        Lost::Heading => warning(
            Code::ListSimplified,
            "是没有编号的标题，按普通段落排".to_owned(),
            "is a heading without a number; it is set as a plain paragraph".to_owned(),
        )
        .hint("在标题前写上 一、（一）1. 这样的编号", "put a number such as 一、（一）1. before the heading"),
        Lost::Markup(words) => warning(
            Code::ListSimplified,
            format!("有网页标记“{words}”，没有印出"),
            format!("has the mark-up `{words}`, which is left out"),
        )
        .hint("删去它，或改写成文字", "remove it, or write it as text"),
    })
}
