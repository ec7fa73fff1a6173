//! `.md`: the marks of Markdown are taken off; what has no place in a letter is told.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Content, Loss, Lost, Paper, Part, first_words};
use crate::input::normalise::normalise;

/// A line within a paragraph that is at least so long and ends within a sentence goes on in the next line.
const LONG_LINE: usize = 20;

/// Reads a text.
pub(super) fn read(text: &str) -> Paper {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
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
    reader.paper
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
                let cell = normalise(&std::mem::take(&mut self.text), false).text;
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
        // Marks of emphasis that stand too close to Chinese punctuation are left by the rules of Markdown.
        if self.within == Within::Code { self.text.push_str(text) } else { self.text.push_str(&text.replace("**", "")) }
    }

    fn lose_at(&mut self, line: usize, lost: Lost) {
        if self.text.is_empty() {
            self.line = line;
        }
        self.lost.push(lost);
    }

    fn flush(&mut self) {
        self.ended = false;
        let text = std::mem::take(&mut self.text);
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
