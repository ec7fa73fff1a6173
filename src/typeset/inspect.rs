//! What is on the pages: every line as told, none over-full, no missing glyph, no empty page.

use std::collections::HashMap;

use typst::layout::Abs;

use super::facts::{self, PageFacts};
use super::reading::{self, PageLine, SAME_LINE};
use super::{Document, rules};
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Slot;
use crate::lines::{BrokenParagraph, Line, Lines};
use crate::profile::{Key, Page, Profile};

/// How far a line may reach beyond the type area by rounding.
const TOLERANCE: Abs = Abs::raw(0.1);
/// Marks whose right half is blank and may hang out of the type area.
const HALF_BLANK: &str = "，。、；：！？”’）》〉】〕」』";

/// A problem that inspection found; the workshop adds where its text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProblem {
    /// What it is: without origin or letter.
    pub diagnostic: Diagnostic,
    /// The paragraph it is about.
    pub slot: Option<Slot>,
    /// The character it is about.
    pub character: Option<char>,
}

/// Reads the laid-out pages: every line as told, none over-full, no missing glyph, no empty page, no rule of layout
/// broken. Only an error keeps the letter from being made.
pub fn inspect(document: &Document, lines: &Lines, profile: &Profile) -> (PageFacts, Vec<PageProblem>) {
    let page = &profile.page;
    let pages = document.paged.pages().len();
    let area = TypeArea::of(page);
    let all = reading::lines(&document.paged);
    // The issuer's name in the head has a place of its own.
    let nameplate = facts::nameplate(&document.paged);
    let is_head = |line: &PageLine| {
        nameplate.is_some_and(|(page, top, bottom)| {
            line.page + 1 == page && line.baseline > top && line.baseline <= bottom + TOLERANCE
        })
    };
    let (turned, all): (Vec<_>, Vec<_>) = all.into_iter().partition(|line| line.turned);
    let (heads, all): (Vec<_>, Vec<_>) = all.into_iter().partition(is_head);
    let (inside, outside): (Vec<_>, Vec<_>) = all.into_iter().partition(|line| area.holds(line.baseline));

    let (slots, mut problems) = compare(inside.iter(), lines);
    for (line, slot) in inside.iter().zip(&slots) {
        let characters = line.missing.iter();
        problems.extend(characters.map(|c| character_missing(*c, slot.clone())));
        if !area.spans(line) {
            problems.push(overfull(line, slot.clone()));
        }
    }
    let wide: Vec<PageProblem> = facts::wide_tables(&document.paged).map(table_wide).collect();
    // Of a table that finds no room one problem says enough.
    for line in turned.iter().filter(|line| wide.is_empty() && !area.holds_turned(line)) {
        problems.push(overfull(line, None));
    }
    problems.extend(wide);
    let in_margin: Vec<(usize, String)> =
        facts::in_margin(&document.paged).into_iter().map(|(page, words)| (page, bare(&words))).collect();
    let is_meant = |line: &PageLine| in_margin.contains(&(line.page + 1, bare(&line.text))) && area.on_paper(line);
    for line in outside.iter().filter(|line| !is_page_number(&line.text) && !is_meant(line)) {
        problems.push(overfull(line, None));
    }
    let missing = outside.iter().chain(&heads).chain(&turned).flat_map(|line| &line.missing);
    problems.extend(missing.map(|c| character_missing(*c, None)));
    let mut counts = counts(&inside, pages);
    for line in &turned {
        if let Some(count) = counts.get_mut(line.page) {
            *count += 1;
        }
    }
    let blank = facts::blank_pages(&document.paged);
    let empty = (0..pages).filter(|page| counts.get(*page) == Some(&0) && !blank.contains(&(page + 1)));
    problems.extend(empty.map(page_empty));
    let placed: Vec<_> = inside.iter().zip(slots.iter().map(Option::as_ref)).collect();
    let facts = facts::gather(&document.paged, &placed, counts, lines.title.len(), page);
    // What is missing on a page would break rules, too.
    let rules = if problems.is_empty() { rules::broken(&facts, profile) } else { Vec::new() };
    let rules = rules.into_iter();
    problems.extend(rules.map(|diagnostic| {
        let slot = diagnostic.field.clone().map(Slot::Field);
        PageProblem { diagnostic, slot, character: None }
    }));
    let mut seen = Vec::new();
    problems.retain(|problem| {
        let new = !seen.contains(problem);
        if new {
            seen.push(problem.clone());
        }
        new
    });
    (facts, problems)
}

/// The paragraph of each line; none for what stands outside of the type area.
pub(super) fn slots(all: &[PageLine], lines: &Lines, page: &Page) -> Vec<Option<Slot>> {
    let area = TypeArea::of(page);
    let inside = || all.iter().filter(|line| area.holds(line.baseline));
    let (found, _) = compare(inside(), lines);
    let mut found = found.into_iter();
    all.iter().map(|line| if area.holds(line.baseline) { found.next().flatten() } else { None }).collect()
}

/// Lines on each page; what stands side by side is one.
fn counts(lines: &[PageLine], pages: usize) -> Vec<usize> {
    let mut counts = vec![0; pages];
    let mut last: Option<(usize, Abs)> = None;
    for line in lines {
        let same = last.is_some_and(|(page, baseline)| page == line.page && line.baseline - baseline <= SAME_LINE);
        last = last.filter(|_| same).or(Some((line.page, line.baseline)));
        if let Some(count) = counts.get_mut(line.page).filter(|_| !same) {
            *count += 1;
        }
    }
    counts
}

/// Where text may stand on a page.
struct TypeArea {
    left: Abs,
    right: Abs,
    top: Abs,
    bottom: Abs,
    /// Width of the paper.
    paper: Abs,
}

impl TypeArea {
    fn of(page: &Page) -> Self {
        Self {
            paper: Abs::mm(page.paper_width_mm),
            left: Abs::mm(page.left_mm),
            right: Abs::mm(page.paper_width_mm - page.right_mm),
            top: Abs::mm(page.top_mm),
            bottom: Abs::mm(page.paper_height_mm - page.bottom_mm),
        }
    }

    fn holds(&self, baseline: Abs) -> bool {
        baseline >= self.top - TOLERANCE && baseline <= self.bottom + TOLERANCE
    }

    /// The same of a line that runs upwards.
    fn holds_turned(&self, line: &PageLine) -> bool {
        line.baseline >= self.left - TOLERANCE
            && line.baseline <= self.right + TOLERANCE
            && line.left >= self.top - TOLERANCE
            && line.right <= self.bottom + TOLERANCE
    }

    fn on_paper(&self, line: &PageLine) -> bool {
        line.left >= Abs::zero() && line.right <= self.paper
    }

    fn spans(&self, line: &PageLine) -> bool {
        let hangs = line.text.trim_end().ends_with(|c| HALF_BLANK.contains(c));
        let hanging = if hangs { line.size / 2.0 } else { Abs::zero() };
        line.left >= self.left - TOLERANCE && line.right <= self.right + hanging + TOLERANCE
    }
}

/// Finds every told paragraph among the page's lines. Gives the slot of each page line, and what was not found.
fn compare<'a>(found: impl Iterator<Item = &'a PageLine>, lines: &Lines) -> (Vec<Option<Slot>>, Vec<PageProblem>) {
    let found: Vec<String> = found.map(|line| bare(&line.text)).collect();
    let mut at: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, text) in found.iter().enumerate() {
        at.entry(text).or_default().push(index);
    }
    let mut slots: Vec<Option<Slot>> = vec![None; found.len()];
    let mut problems = Vec::new();
    let title = (Slot::Field(Key::Title), lines.title.iter().map(|line| bare(line)).collect());
    let annex = |(index, title): &(usize, Vec<String>)| {
        let told: Vec<String> = title.iter().map(|line| bare(line)).collect();
        (Slot::Attachment(*index), told.into_iter().filter(|line| !line.is_empty()).collect())
    };
    let annexes = lines.annex_titles.iter().map(annex);
    let paragraphs = lines.paragraphs.iter().map(told).chain(annexes);
    for (slot, told) in std::iter::once(title).chain(paragraphs) {
        let first = told.first().and_then(|first| at.get(first.as_str()));
        let starts = first.map_or(&[][..], Vec::as_slice);
        let free = |start: usize, length: usize| {
            let taken = slots.get(start..start + length);
            taken.is_some_and(|taken| taken.iter().all(Option::is_none))
        };
        // Of several places the one with most lines as told; the whole paragraph, if it is there.
        let best = starts
            .iter()
            .map(|&start| (start, agreeing(&found[start..], &told)))
            .filter(|&(start, length)| free(start, length))
            .max_by_key(|&(start, length)| (length, std::cmp::Reverse(start)));
        let length = best.map_or(0, |(_, length)| length);
        if let Some((start, length)) = best {
            slots[start..start + length].fill(Some(slot.clone()));
        }
        if let Some(line) = told.get(length) {
            let instead = best.and_then(|(start, length)| found.get(start + length));
            problems.push(not_as_told(line, instead, slot));
        }
    }
    (slots, problems)
}

/// How many lines agree from the beginning.
fn agreeing(found: &[String], told: &[String]) -> usize {
    let pairs = found.iter().zip(told);
    pairs.take_while(|(found, told)| found == told).count()
}

fn told(paragraph: &BrokenParagraph) -> (Slot, Vec<String>) {
    let text = |line: &Line| {
        let runs = line.runs.iter().map(|run| run.text.as_str());
        bare(&runs.collect::<String>())
    };
    (paragraph.slot.clone(), paragraph.lines.iter().map(text).collect())
}

/// Text without blanks and without what has no shape: neither tells lines apart.
fn bare(text: &str) -> String {
    // Nearly all of a letter is seen at a glance; whether a character has a shape is looked up in a long list.
    let is_usual = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_ascii_graphic();
    let has_shape = |c: char| !c.is_whitespace() && !typst::text::is_default_ignorable(c);
    let mut bare = String::with_capacity(text.len());
    bare.extend(text.chars().filter(|c| is_usual(*c) || has_shape(*c)));
    bare
}

/// `— 1 —`.
fn is_page_number(text: &str) -> bool {
    let text = bare(text);
    let number = text.trim_matches('—');
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}

fn problem(code: Code, message: Message, slot: Option<Slot>) -> PageProblem {
    PageProblem { diagnostic: Diagnostic::error(code, message), slot, character: None }
}

fn character_missing(c: char, slot: Option<Slot>) -> PageProblem {
    let code = u32::from(c);
    let message = Message::new(
        format!("字体里没有“{c}”（U+{code:04X}）这个字"),
        format!("no font has the character `{c}` (U+{code:04X})"),
    );
    let mut problem = problem(Code::CharacterMissing, message, slot);
    problem.diagnostic = problem.diagnostic.hint(
        "核对这个字；确需使用时，在字体文件夹里加入有这个字的字体",
        "check the character; if it is right, add a font that has it to the folder of fonts",
    );
    problem.character = Some(c);
    problem
}

fn not_as_told(line: &str, instead: Option<&String>, slot: Slot) -> PageProblem {
    let (zh, en) = match instead {
        Some(instead) => (
            format!("“{line}”这一行没有照定好的断行排出，排成了“{instead}”"),
            format!("the line `{line}` did not come out as it was broken, but as `{instead}`"),
        ),
        None => (
            format!("“{line}”这一行没有照定好的断行排出"),
            format!("the line `{line}` did not come out as it was broken"),
        ),
    };
    let mut problem = problem(Code::LineNotAsTold, Message::new(zh, en), Some(slot));
    problem.diagnostic = problem.diagnostic.hint(
        "如果改过模板，检查这一段是否印出、字号和版心是否与设置一致",
        "if the template was changed, see whether it prints this paragraph, in the size and type area of the settings",
    );
    problem
}

fn overfull(line: &PageLine, slot: Option<Slot>) -> PageProblem {
    let (text, page) = (line.text.trim(), line.page + 1);
    let message = Message::new(
        format!("第{page}页的“{text}”这一行超出版心"),
        format!("the line `{text}` on page {page} reaches beyond the type area"),
    );
    let mut problem = problem(Code::LineOverfull, message, slot);
    problem.diagnostic = problem.diagnostic.hint(
        "缩短这一行里不能拆开的长串（网址、编号），或改模板",
        "shorten what cannot be parted in this line, such as an address or a number, or change the template",
    );
    problem
}

fn table_wide(columns: i64) -> PageProblem {
    let message = Message::new(
        format!("有{columns}列的表太宽，横过来、缩到五号字也排不下"),
        format!("the table of {columns} columns is too wide, even turned sideways and in small type"),
    );
    let mut problem = problem(Code::TableWide, message, Some(Slot::Field(Key::Body)));
    problem.diagnostic = problem.diagnostic.hint(
        "减少几列，拆成两张表，或缩短不能拆开的长串（号码、网址）",
        "take out some columns, make two tables of it, or shorten what cannot be parted, such as numbers",
    );
    problem
}

fn page_empty(page: usize) -> PageProblem {
    let page = page + 1;
    let message = Message::new(format!("第{page}页没有文字"), format!("page {page} has no text"));
    let mut problem = problem(Code::PageEmpty, message, None);
    problem.diagnostic = problem.diagnostic.hint("检查模板里的分页", "look at the page breaks in the template");
    problem
}
