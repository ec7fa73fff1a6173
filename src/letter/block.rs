//! Blocks of a body (GB/T 9704 7.3.3): headings 一、（一）1.（1）, paragraphs and tables.

use serde::{Deserialize, Serialize};

/// One paragraph or table of a body. The text of a heading includes its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// `一、…` on a line of its own, without a final stop: 黑体.
    Heading(String),
    /// `（一）…。`: a heading sentence in 楷体, and what follows it in the same paragraph (often nothing).
    RunIn {
        /// `（一）强化规划政策引领。`
        heading: String,
        /// The rest of the paragraph.
        rest: String,
    },
    /// `1.…` or `（1）…`: 仿宋, as is all other text.
    Item(String),
    /// Any other paragraph.
    Plain(String),
    /// A table; every row has the same number of cells.
    Table {
        /// Cells by row.
        rows: Vec<Vec<String>>,
        /// How many of the first rows are headings.
        header_rows: usize,
    },
}

/// A heading has at most so many characters; what is longer is a sentence that happens to begin with a number.
const LONGEST_HEADING: usize = 45;

const NUMERALS: &str = "一二三四五六七八九十百零〇";

impl Block {
    /// The block that a paragraph is.
    pub(super) fn of(paragraph: &str) -> Self {
        let text = paragraph.to_owned();
        if let Some(rest) = after_numeral(paragraph, "", '、') {
            // A whole sentence behind 一、 is text, as letters that count their answers show.
            let is_sentence = rest.contains(['。', '！', '？', '；']) || rest.ends_with(['：', ':', '，']);
            return if is_sentence || rest.chars().count() > LONGEST_HEADING {
                Self::Plain(text)
            } else {
                Self::Heading(text)
            };
        }
        if after_numeral(paragraph, "（", '）').or_else(|| after_numeral(paragraph, "(", ')')).is_some() {
            let end = paragraph.find('。').map_or(paragraph.len(), |stop| stop + '。'.len_utf8());
            let (heading, rest) = paragraph.split_at(end);
            if heading.chars().count() <= LONGEST_HEADING && !heading.contains(['；', '：', '！', '？']) {
                return Self::RunIn { heading: heading.to_owned(), rest: rest.to_owned() };
            }
            return Self::Plain(text);
        }
        if is_item(paragraph) { Self::Item(text) } else { Self::Plain(text) }
    }
}

/// What follows a Chinese numeral between `open` and `close`, if the paragraph begins so.
fn after_numeral<'a>(paragraph: &'a str, open: &str, close: char) -> Option<&'a str> {
    let inner = paragraph.strip_prefix(open)?;
    let rest = inner.trim_start_matches(|c| NUMERALS.contains(c));
    (rest.len() < inner.len()).then(|| rest.strip_prefix(close)).flatten()
}

/// `1.…`, `1．…`, `1、…`, `（1）…`, `(1)…`.
fn is_item(paragraph: &str) -> bool {
    let inner = paragraph.strip_prefix(['（', '(']);
    let digits = inner.unwrap_or(paragraph);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == digits.len() {
        return false;
    }
    let mut after = rest.chars();
    match (inner.is_some(), after.next()) {
        (true, Some('）' | ')')) | (false, Some('．' | '、')) => true,
        // 1.5亿元 is a number, not an item.
        (false, Some('.')) => !after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, expected: &str) {
        let shown = match Block::of(paragraph) {
            Block::Heading(text) => format!("heading {text}"),
            Block::RunIn { heading, rest } => format!("run-in {heading}|{rest}"),
            Block::Item(text) => format!("item {text}"),
            Block::Plain(text) => format!("plain {text}"),
            Block::Table { .. } => "table".to_owned(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn levels_are_told_by_their_numbers() {
        check("一、主要工作开展情况", "heading 一、主要工作开展情况");
        check("十二、下一步工作打算", "heading 十二、下一步工作打算");
        check("（一）强化规划。印发意见。", "run-in （一）强化规划。|印发意见。");
        check("（二）强化规划", "run-in （二）强化规划|");
        check("1.加强领导。", "item 1.加强领导。");
        check("（1）加强领导。", "item （1）加强领导。");
        check("近年来，一、二产业并重。", "plain 近年来，一、二产业并重。");
    }

    #[test]
    fn sentences_that_begin_with_a_number_are_text() {
        check("一、关于道路问题。我局已经修好。", "plain 一、关于道路问题。我局已经修好。");
        check("一是加强领导。", "plain 一是加强领导。");
        check("1.5亿元已经到位。", "plain 1.5亿元已经到位。");
        check("（一）有关情况如下：道路", "plain （一）有关情况如下：道路");
    }
}
