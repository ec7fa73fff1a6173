//! The class against the words: solved, beside plans only; put off, beside a full success. Both are notes:
//! words alone do not decide.

use super::passage::texts;
use super::report::Report;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::{Block, Letter};
use crate::profile::{Key, Profile};

const DONE: &[&str] = &["已", "完成", "建成", "采纳", "解决了", "落实了", "印发", "出台"];
const PLANNED: &[&str] = &["将", "计划", "拟", "下一步", "打算"];
const SOLVED: &[&str] = &["全部采纳", "已经解决", "已解决", "得到解决", "全部办结"];
const LATER: &[&str] = &["条件限制", "留作参考"];
const NOT_YET: &[&str] = &["正在", "计划", "逐步", "以后", "条件限制", "留作参考"];

/// Compares the class's meaning in the profile's table with the body.
pub(super) fn check(letter: &Letter, profile: &Profile, report: &mut Report<'_>) {
    let class = letter.category.as_ref().and_then(|name| profile.classes.iter().find(|class| class.name == *name));
    let Some(class) = class else {
        return;
    };
    let (name, meaning) = (&class.name, class.meaning.as_str());
    let any = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let says = |words: &[&str]| {
        let blocks = letter.body.iter().filter(|block| !matches!(block, Block::Heading(_) | Block::Table { .. }));
        blocks.flat_map(texts).any(|text| any(text, words))
    };
    let is_solved = meaning.contains("解决") && !any(meaning, NOT_YET);
    let (zh, en) = if is_solved && says(PLANNED) && !says(DONE) {
        ("正文只说今后怎么做，没有说已经做了什么", "the body tells of plans only, of nothing done")
    } else if any(meaning, LATER) && says(SOLVED) {
        ("正文却说已经解决或者全部采纳", "the body says that it is solved or taken up in full")
    } else {
        return;
    };
    let message = Message::new(
        format!("办复类别是“{name}”（{meaning}），{zh}"),
        format!("the class is `{name}` ({meaning}), but {en}"),
    );
    let found = Diagnostic::note(Code::CategoryDoubtful, message);
    report
        .add(&Key::Category, found.hint("核对办复类别；确实没错就不用改", "check the class; if it is right, leave it"));
}
