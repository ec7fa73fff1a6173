//! A file: its revisions, their cross-reference tables, its objects.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Dict, Object, Parser, broken, inflated};

/// More updates than a letter ever gets.
const REVISIONS: usize = 64;

/// More objects than a letter ever has.
const OBJECTS: u32 = 1_000_000;

/// So many bytes are read of a file in all, packed streams counted as long as they are unpacked. A letter's checks take
/// a few millions; a file that refers to the same long things again and again would take hours.
const BUDGET: u64 = 1 << 28;

/// One state of the file: the first, or an update.
#[derive(Debug, Clone)]
pub(crate) struct Revision {
    /// Where its last byte ends.
    pub(crate) end: usize,
    /// Where the objects that it writes stand; 0 for one that it frees.
    pub(crate) objects: BTreeMap<u32, usize>,
    /// Its trailer.
    pub(crate) trailer: Dict,
    /// Where its cross-reference table stands.
    pub(crate) xref: usize,
}

/// A file with its revisions, oldest first.
#[derive(Debug, Clone)]
pub(crate) struct PdfFile<'a> {
    bytes: &'a [u8],
    revisions: Vec<Revision>,
    spent: Cell<u64>,
}

impl<'a> PdfFile<'a> {
    /// Reads the tables, from the last one back to the first.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Broken> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(broken("这不是 PDF 文件", "this is no PDF"));
        }
        let (mut at, mut end) = last_startxref(bytes, bytes.len())?;
        let mut revisions = Vec::new();
        loop {
            if revisions.len() == REVISIONS {
                return Err(broken("修订次数太多", "too many updates"));
            }
            let revision = read_revision(bytes, at, end)?;
            let previous = revision.trailer.int("Prev");
            revisions.push(revision);
            let Some(previous) = previous else { break };
            let previous = usize::try_from(previous).ok().filter(|previous| *previous < at);
            let previous =
                previous.ok_or_else(|| broken("交叉引用表次序不对", "cross-reference tables are out of order"))?;
            // The table of an earlier state ends with that state.
            let (found, earlier_end) = startxref_after(bytes, previous)?;
            if found != previous || earlier_end > at {
                return Err(broken("交叉引用表位置不对", "a cross-reference table is not where it should be"));
            }
            (at, end) = (previous, earlier_end);
        }
        revisions.reverse();
        let file = Self { bytes, revisions, spent: Cell::new(0) };
        if file.trailer().get("Encrypt").is_some() {
            return Err(Broken::new("这个 PDF 加了密", "the PDF is encrypted"));
        }
        Ok(file)
    }

    /// Its revisions, oldest first; never none.
    pub(crate) fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The file as it was after `count` revisions.
    pub(crate) fn after(&self, count: usize) -> Self {
        let revisions: Vec<_> = self.revisions.iter().take(count.max(1)).cloned().collect();
        let end = revisions.last().map_or(0, |last| last.end);
        Self { bytes: self.bytes.get(..end).unwrap_or_default(), revisions, spent: self.spent.clone() }
    }

    /// The last trailer.
    pub(crate) fn trailer(&self) -> &Dict {
        static NONE: Dict = Dict(Vec::new());
        self.revisions.last().map_or(&NONE, |last| &last.trailer)
    }

    /// Where the last cross-reference table stands.
    pub(crate) fn last_xref(&self) -> usize {
        self.revisions.last().map_or(0, |last| last.xref)
    }

    /// The number that no object has yet.
    pub(crate) fn next_number(&self) -> Result<u32, Broken> {
        let size = self.trailer().int("Size").and_then(|size| u32::try_from(size).ok());
        let size = size.filter(|size| *size <= OBJECTS);
        let size = size.ok_or_else(|| broken("缺少对象总数", "the number of objects is missing"))?;
        let highest = self.revisions.iter().filter_map(|revision| revision.objects.keys().next_back()).max();
        if highest.is_some_and(|highest| *highest >= size) {
            return Err(broken("对象总数不对", "the number of objects is wrong"));
        }
        Ok(size)
    }

    /// Counts what was read.
    fn spend(&self, length: usize) -> Result<(), Broken> {
        let spent = self.spent.get().saturating_add(length as u64);
        self.spent.set(spent);
        if spent > BUDGET { Err(broken("文件内容过多", "there is too much in it")) } else { Ok(()) }
    }

    fn place(&self, number: u32) -> Option<usize> {
        let found = self.revisions.iter().rev().find_map(|revision| revision.objects.get(&number)).copied();
        found.filter(|place| *place > 0)
    }

    /// An object by its number. Where it begins with a stream, its dictionary.
    pub(crate) fn object(&self, number: u32) -> Result<Object, Broken> {
        self.object_at(number).map(|(object, _)| object)
    }

    fn object_at(&self, number: u32) -> Result<(Object, Parser<'a>), Broken> {
        let missing = || broken(format!("缺少对象 {number}"), format!("object {number} is missing"));
        let place = self.place(number).ok_or_else(missing)?;
        let mut parser = Parser::new(self.bytes, place);
        let found = parser.count()?;
        let generation = parser.count()?;
        parser.expect("obj")?;
        if found != number as usize || generation != 0 {
            return Err(missing());
        }
        let object = parser.object()?;
        parser.blank();
        self.spend(parser.at() - place)?;
        Ok((object, parser))
    }

    /// A dictionary by its number.
    pub(crate) fn dict(&self, number: u32) -> Result<Dict, Broken> {
        match self.object(number)? {
            Object::Dict(dict) => Ok(dict),
            _ => Err(broken(format!("对象 {number} 不是字典"), format!("object {number} is no dictionary"))),
        }
    }

    /// The object itself, or the one referred to.
    pub(crate) fn resolve(&self, object: &Object) -> Result<Object, Broken> {
        match object {
            Object::Ref(number) => match self.object(*number)? {
                Object::Ref(_) => Err(broken("引用指向引用", "a reference to a reference")),
                found => Ok(found),
            },
            other => Ok(other.clone()),
        }
    }

    /// A value of a dictionary, references followed; null where there is none.
    pub(crate) fn value(&self, dict: &Dict, key: &str) -> Result<Object, Broken> {
        dict.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// A stream by its number: its dictionary and its bytes, unpacked.
    pub(crate) fn stream(&self, number: u32) -> Result<(Dict, Vec<u8>), Broken> {
        match self.packed(number)? {
            (Object::Dict(dict), Some(raw)) => {
                let bytes = inflated(&dict, raw)?;
                self.spend(bytes.len())?;
                Ok((dict, bytes))
            }
            _ => Err(no_stream(number)),
        }
    }

    /// An object by its number, with the bytes behind it as they are in the file where it is a stream.
    pub(crate) fn packed(&self, number: u32) -> Result<(Object, Option<&'a [u8]>), Broken> {
        let (object, mut parser) = self.object_at(number)?;
        let Object::Dict(dict) = &object else { return Ok((object, None)) };
        if !parser.take("stream") {
            return Ok((object, None));
        }
        parser.take("\r");
        if !parser.take("\n") {
            return Err(no_stream(number));
        }
        let length = self.value(dict, "Length")?.int().and_then(|length| usize::try_from(length).ok());
        let start = parser.at();
        let end = length.and_then(|length| start.checked_add(length));
        let raw = end.and_then(|end| self.bytes.get(start..end)).ok_or_else(|| no_stream(number))?;
        let mut after = Parser::new(self.bytes, start + raw.len());
        after.expect("endstream")?;
        Ok((object, Some(raw)))
    }

    /// The number of the catalog.
    pub(crate) fn root(&self) -> Result<u32, Broken> {
        self.trailer().reference("Root").ok_or_else(|| broken("缺少目录对象", "the catalog is missing"))
    }

    /// The catalog.
    pub(crate) fn catalog(&self) -> Result<Dict, Broken> {
        self.dict(self.root()?)
    }

    /// The numbers of the pages, in their order.
    pub(crate) fn pages(&self) -> Result<Vec<u32>, Broken> {
        let top = self.catalog()?.reference("Pages").ok_or_else(|| broken("缺少页面", "it has no pages"))?;
        let (mut pages, mut waiting, mut seen) = (Vec::new(), vec![top], BTreeSet::new());
        while let Some(number) = waiting.pop() {
            if !seen.insert(number) {
                return Err(broken("一个页面出现两次", "a page stands twice in the file"));
            }
            if seen.len() > 20_000 {
                return Err(broken("页面太多", "too many pages"));
            }
            let dict = self.dict(number)?;
            if dict.is("Type", "Page") {
                pages.push(number);
                continue;
            }
            let kids = self.value(&dict, "Kids")?;
            let kids = kids.array().unwrap_or_default();
            waiting.extend(kids.iter().rev().filter_map(Object::reference));
        }
        if pages.is_empty() {
            return Err(broken("没有页面", "it has no pages"));
        }
        Ok(pages)
    }
}

fn no_stream(number: u32) -> Broken {
    broken(format!("对象 {number} 不是数据流"), format!("object {number} is no stream"))
}

fn find_last(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let tail = bytes.get(from..)?;
    tail.windows(word.len()).rposition(|window| window == word).map(|at| from + at)
}

/// The last `startxref`: where it points to, and the end of the file, at which it must stand.
fn last_startxref(bytes: &[u8], end: usize) -> Result<(usize, usize), Broken> {
    let missing = || broken("文件结尾不完整", "its end is missing");
    let from = end.saturating_sub(1024);
    let place = find_last(bytes, b"startxref", from).ok_or_else(missing)?;
    let (at, after) = read_startxref(bytes, place)?;
    if after != end {
        return Err(broken("文件结尾之后还有内容", "something follows its end"));
    }
    Ok((at, after))
}

/// `startxref N %%EOF` at a place: N, and where it ends, its line break included.
fn read_startxref(bytes: &[u8], place: usize) -> Result<(usize, usize), Broken> {
    let mut parser = Parser::new(bytes, place);
    parser.expect("startxref")?;
    let at = parser.count()?;
    while parser.peek().is_some_and(|byte| byte == b'\n' || byte == b'\r') {
        parser.take("\r");
        parser.take("\n");
    }
    if !parser.take("%%EOF") {
        return Err(broken("文件结尾不完整", "its end is missing"));
    }
    parser.take("\r");
    parser.take("\n");
    Ok((at, parser.at()))
}

/// The first `startxref` behind a table.
fn startxref_after(bytes: &[u8], table: usize) -> Result<(usize, usize), Broken> {
    let mut parser = Parser::new(bytes, table);
    read_table(&mut parser)?;
    parser.blank();
    read_startxref(bytes, parser.at())
}

fn read_table(parser: &mut Parser<'_>) -> Result<(BTreeMap<u32, usize>, Dict), Broken> {
    parser.blank();
    if !parser.take("xref") {
        return Err(Broken::new(
            "这个 PDF 的内部结构（交叉引用流）不是 dafu 写的那种，无法核查",
            "the PDF has a cross-reference stream, which no letter of dafu has: it cannot be checked",
        ));
    }
    let mut objects = BTreeMap::new();
    loop {
        parser.blank();
        if parser.take("trailer") {
            break;
        }
        let first = parser.count()?;
        let count = parser.count()?;
        for number in first..first.saturating_add(count) {
            let place = parser.count()?;
            let generation = parser.count()?;
            parser.blank();
            let in_use = if parser.take("n") {
                true
            } else if parser.take("f") {
                false
            } else {
                return Err(broken("交叉引用表有误", "a cross-reference table is wrong"));
            };
            let number = u32::try_from(number).ok().filter(|number| *number < OBJECTS);
            let number = number.ok_or_else(|| broken("对象太多", "too many objects"))?;
            if in_use && generation != 0 {
                return Err(broken("对象有修订号", "an object with a generation"));
            }
            if objects.insert(number, if in_use { place } else { 0 }).is_some() {
                return Err(broken("一个对象在表中出现两次", "an object stands twice in a table"));
            }
        }
    }
    match parser.object()? {
        Object::Dict(trailer) => Ok((objects, trailer)),
        _ => Err(broken("缺少文件尾字典", "the trailer is missing")),
    }
}

fn read_revision(bytes: &[u8], xref: usize, end: usize) -> Result<Revision, Broken> {
    let mut parser = Parser::new(bytes, xref);
    let (objects, trailer) = read_table(&mut parser)?;
    if trailer.get("XRefStm").is_some() {
        return Err(broken("混合的交叉引用表", "a mixed cross-reference table"));
    }
    if objects.values().any(|place| *place >= end) {
        return Err(broken("对象在文件之外", "an object lies outside the file"));
    }
    Ok(Revision { end, objects, trailer, xref })
}
