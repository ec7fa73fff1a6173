//! `.md`: the marks of Markdown are taken off; what has no place in a letter is told.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Content, Loss, Lost, Paper, Part, first_words};
use crate::input::normalise::normalise;

/// A line within a paragraph that is at least so long and ends within a sentence goes on in the next line.
const LONG_LINE: usize = 20;

/// More marks than this no letter has; a text made of nothing else would take the parser very long.
const MOST_MARKS: usize = 20_000;

/// Reads a text; `None` where it is made of marks.
pub(super) fn read(text: &str) -> Option<Paper> {
    if text.bytes().filter(|byte| b"[]()*_`<>~!|\\-+#&".contains(byte)).nth(MOST_MARKS).is_some() {
        return None;
    }
    let text = products_kept(&text.replace("\r\n", "\n").replace('\r', "\n"));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader { starts: line_starts(&text), ..Reader::default() };
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let line = reader.line(range.start);
        reader.event(event, line);
    }
    reader.flush();
    Some(reader.paper)
}

/// A star between digits multiplies: 3*4*5 has no emphasis.
fn products_kept(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut before = '\0';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let multiplies = sign == '*' && before.is_ascii_digit() && signs.peek().is_some_and(char::is_ascii_digit);
        kept.push_str(if multiplies { "\\*" } else { "" });
        if !multiplies {
            kept.push(sign);
        }
        before = sign;
    }
    kept
}

/// Marks of emphasis that stand too close to Chinese punctuation are left by the rules of Markdown.
fn without_marks(text: &str) -> String {
    text.replace("**", "")
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// What the text that comes belongs to.
#[derive(Default, PartialEq, Eq)]
enum Within {
    #[default]
    Paragraph,
    Heading,
    Code,
    FrontMatter,
}

#[derive(Default)]
struct Reader {
    paper: Paper,
    starts: Vec<usize>,
    text: String,
    line: usize,
    lost: Vec<Lost>,
    /// Numbers of the lists that are open; none for a list with dots.
    lists: Vec<Option<u64>>,
    within: Within,
    /// Within how many elements whose text is not read.
    aside: usize,
    struck: Option<usize>,
    /// A line ended within a paragraph; the next text says what that means.
    ended: bool,
    told: BTreeSet<&'static str>,
    table: Option<(usize, Vec<Vec<String>>)>,
}

impl Reader {
    /// The line that a place is in, from 1.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    fn event(&mut self, event: Event<'_>, line: usize) {
        if self.within == Within::FrontMatter {
            if matches!(event, Event::End(TagEnd::MetadataBlock(_))) {
                self.within = Within::Paragraph;
            }
            return;
        }
        // What a picture or a note says is lost with it.
        if self.aside > 0 {
            match event {
                Event::Start(_) => self.aside += 1,
                Event::End(_) => self.aside -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.add(&text, line);
            }
            Event::SoftBreak => self.ended = true,
            Event::HardBreak => self.text.push('\n'),
            Event::Html(html) | Event::InlineHtml(html) => {
                let is_break = html.trim().to_lowercase().starts_with("<br");
                if is_break {
                    self.text.push('\n');
                } else if !html.trim().starts_with("<!--") {
                    self.lose_at(line, Lost::Markup(first_words(&html)));
                }
            }
            Event::FootnoteReference(_) => self.lose_at(line, Lost::Footnote),
            Event::TaskListMarker(done) => self.add(if done { "☑" } else { "□" }, line),
            Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.begin(line),
            Tag::Heading { .. } => {
                self.begin(line);
                self.within = Within::Heading;
            }
            Tag::CodeBlock(_) => {
                self.begin(line);
                self.within = Within::Code;
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.begin(line);
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.text = format!("{number}.");
                        *number = number.saturating_add(1);
                    }
                    _ if self.told.insert("bullet") => self.lose_at(line, Lost::Bullet),
                    _ => {}
                }
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some((line, Vec::new()));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some((_, rows)) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.text.clear(),
            Tag::Image { .. } => {
                self.lose_at(line, Lost::Picture);
                self.aside = 1;
            }
            Tag::Strikethrough => self.struck = Some(self.text.len()),
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.aside = 1;
            }
            Tag::MetadataBlock(_) => self.within = Within::FrontMatter,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Item => self.flush(),
            TagEnd::Heading(_) | TagEnd::CodeBlock => {
                self.flush();
                self.within = Within::Paragraph;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = normalise(&without_marks(&std::mem::take(&mut self.text)), false).text;
                if let Some(row) = self.table.as_mut().and_then(|(_, rows)| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                if let Some((line, rows)) = self.table.take().filter(|(_, rows)| !rows.is_empty()) {
                    let content = Content::Table { rows, header_rows: 1 };
                    self.paper.parts.push(Part { index: line, content });
                }
            }
            TagEnd::Strikethrough => {
                if let Some(struck) = self.struck.take().and_then(|from| self.text.get(from..)) {
                    self.lost.push(Lost::Struck(first_words(struck)));
                }
            }
            _ => {}
        }
    }

    /// A paragraph begins; what an item of a list had before it stays.
    fn begin(&mut self, line: usize) {
        let is_number = self.text.strip_suffix('.').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        if !is_number {
            self.flush();
        }
        self.line = line;
    }

    fn add(&mut self, text: &str, line: usize) {
        if self.text.is_empty() {
            self.line = line;
        }
        if std::mem::take(&mut self.ended) {
            let last = self.text.rsplit('\n').next().unwrap_or_default();
            let goes_on = ends_within_sentence(last) && !is_numbered(last) && !begins_anew(text);
            let is_latin = last.ends_with(|c: char| c.is_ascii_alphanumeric());
            self.text.push_str(if !goes_on {
                "\n"
            } else if is_latin {
                " "
            } else {
                ""
            });
        }
        self.text.push_str(text);
    }

    fn lose_at(&mut self, line: usize, lost: Lost) {
        if self.text.is_empty() {
            self.line = line;
        }
        self.lost.push(lost);
    }

    fn flush(&mut self) {
        self.ended = false;
        let mut text = std::mem::take(&mut self.text);
        if self.within != Within::Code {
            text = without_marks(&text);
        }
        if self.within == Within::Heading && !text.trim().is_empty() && !is_numbered(text.trim()) {
            self.lost.push(Lost::Heading);
        }
        let near = first_words(&text);
        let (index, lost) = (self.line, std::mem::take(&mut self.lost));
        self.paper.losses.extend(lost.into_iter().map(|what| Loss { index, near: near.clone(), what }));
        for (more, line) in text.split('\n').enumerate() {
            // Lines of a paragraph stand one below the other, unless they were joined.
            self.paper.add(index + more, line);
        }
    }
}

fn is_numbered(heading: &str) -> bool {
    heading.starts_with(|c: char| "一二三四五六七八九十（(".contains(c) || c.is_ascii_digit())
}

/// Does a line begin with a number or a label?
fn begins_anew(line: &str) -> bool {
    let line = line.trim_start();
    is_numbered(line) || line.chars().take(8).any(|c| matches!(c, '：' | ':')) || line.starts_with('　')
}

fn ends_within_sentence(line: &str) -> bool {
    line.chars().count() >= LONG_LINE
        && !line.ends_with(['。', '！', '？', '：', '；', ':', ';', '.', '!', '?', '）', '”', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let paper = read(text).unwrap();
        let mut lines: Vec<String> = Vec::new();
        for part in &paper.parts {
            lines.push(match &part.content {
                Content::Text(text) => format!("{} {text}", part.index),
                Content::Table { rows, .. } => {
                    let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
                    format!("{} table {}", part.index, rows.join(" / "))
                }
            });
        }
        lines.extend(paper.losses.iter().map(|loss| format!("! {} {:?}", loss.index, loss.what)));
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn marks_are_taken_off() {
        check("# 一、情况\n\n**一是**修*路*，见[网站](http://x)`码`。", "1 一、情况\n3 一是修路，见网站码。");
        check("**（一）规划。**印发意见。", "1 （一）规划。印发意见。");
        check("2. 甲\n2. 乙\n", "1 2.甲\n2 3.乙");
        check("甲\\*乙 3*4*5 {{ x }} #panic", "1 甲*乙 3*4*5 {{ x }} #panic");
        check("---\ntitle: x\n---\n\n正文。", "5 正文。");
        check("> 引文。\n", "1 引文。");
    }

    #[test]
    fn a_line_that_ends_within_a_sentence_goes_on() {
        check("近年来，我局持续加大投入\n力度。\n下一段。", "1 近年来，我局持续加大投入\n2 力度。\n3 下一段。");
        let long = "近年来，我局持续加大全市范围内农村公路建设的投入";
        check(&format!("{long}\n力度，成效明显。"), &format!("1 {long}力度，成效明显。"));
        let unit = "联系单位：黄山市发展和改革委员会综合科和办公室";
        check(&format!("{unit}\n联系人：张三"), &format!("1 {unit}\n2 联系人：张三"));
    }

    #[test]
    fn tables_stay_and_losses_are_told() {
        check("| 项目 | 金额 |\n|---|---|\n| 道路 | 5 |", "1 table 项目|金额 / 道路|5");
        check(
            "- 甲\n- 乙\n\n![图](a.png)\n\n~~旧~~新 <b>粗</b>",
            "1 甲\n2 乙\n6 旧新 粗\n! 1 Bullet\n! 4 Picture\n! 6 Struck(\"旧\")\n! 6 Markup(\"<b>\")\n! 6 Markup(\"</b>\")",
        );
        check("# 打算\n", "1 打算\n! 1 Heading");
    }

    #[test]
    fn a_text_of_nothing_but_marks_is_refused() {
        assert!(read(&"[".repeat(1_000_000)).is_none());
    }
}
