//! The text of the pages, as far as it is needed to compare it with the record: what is drawn by the fonts'
//! own maps to Unicode, page numbers and the like (artifacts) left out.

use std::collections::HashMap;

use crate::record::{Record, RecordBlock};
use crate::sign::pdf::{Broken, Object, Parser, PdfFile};

/// No letter's pages say more.
const LONGEST: usize = 8 << 20;

/// No font's map to Unicode has more entries; a short one may claim the same range again and again.
const MAPPED: usize = 1 << 18;

/// So many bytes of text are searched for the parts of a record.
const SEARCHED: usize = 1 << 32;

type Map = HashMap<u16, String>;

/// The text of all pages without white space.
pub(super) fn of_pages(file: &PdfFile<'_>) -> Result<String, Broken> {
    let mut maps: HashMap<u32, Map> = HashMap::new();
    let mut text = String::new();
    for number in file.pages()? {
        let page = file.dict(number)?;
        let resources = file.value(&page, "Resources")?;
        let fonts = match resources.dict() {
            Some(resources) => file.value(resources, "Font")?,
            None => Object::Null,
        };
        let mut of_page: HashMap<Vec<u8>, u32> = HashMap::new();
        for (name, font) in fonts.dict().map(|fonts| fonts.0.as_slice()).unwrap_or_default() {
            let Some(number) = font.reference() else { continue };
            if let std::collections::hash_map::Entry::Vacant(entry) = maps.entry(number) {
                let font = file.dict(number)?;
                let map = match font.reference("ToUnicode") {
                    Some(map) => unicode_map(&file.stream(map)?.1),
                    None => Map::new(),
                };
                entry.insert(map);
            }
            of_page.insert(name.clone(), number);
        }
        let contents = match page.get("Contents") {
            Some(Object::Ref(number)) => vec![*number],
            Some(Object::Array(list)) => list.iter().filter_map(Object::reference).collect(),
            _ => Vec::new(),
        };
        for number in contents {
            let (_, stream) = file.stream(number)?;
            draw(&stream, &|name| of_page.get(name).and_then(|number| maps.get(number)), &mut text);
            if text.len() > LONGEST {
                return Err(Broken::new("页面文字太长", "the pages say too much"));
            }
        }
    }
    Ok(text)
}

/// Follows a content stream and adds its text.
fn draw<'m>(stream: &[u8], font: &dyn Fn(&[u8]) -> Option<&'m Map>, text: &mut String) {
    let mut parser = Parser::new(stream, 0);
    let mut operands: Vec<Object> = Vec::new();
    let mut current: Option<&Map> = None;
    let mut marks: Vec<bool> = Vec::new();
    loop {
        parser.blank();
        let Some(byte) = parser.peek() else { return };
        if byte.is_ascii_alphabetic() || byte == b'\'' || byte == b'"' {
            let at = parser.at();
            let operator = parser.operator().to_vec();
            if parser.at() == at {
                return;
            }
            match operator.as_slice() {
                b"true" | b"false" | b"null" => continue,
                b"BMC" | b"BDC" => {
                    marks.push(matches!(operands.first(), Some(Object::Name(name)) if name == b"Artifact"));
                }
                b"EMC" => {
                    marks.pop();
                }
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        current = font(name);
                    }
                }
                b"Tj" | b"TJ" if !marks.contains(&true) => {
                    if let (Some(map), Some(shown)) = (current, operands.first()) {
                        show(shown, map, text);
                    }
                }
                _ => {}
            }
            operands.clear();
        } else if let Ok(object) = parser.object() {
            operands.push(object);
        } else {
            return;
        }
    }
}

fn show(object: &Object, map: &Map, text: &mut String) {
    match object {
        Object::Text(bytes) => {
            for pair in bytes.chunks_exact(2) {
                // A code may stand for a long text; who called sees that there is too much.
                if text.len() > LONGEST {
                    return;
                }
                if let Some(said) = map.get(&u16::from_be_bytes([pair[0], pair[1]])) {
                    text.extend(said.chars().filter(|c| !is_blank(*c)));
                }
            }
        }
        Object::Array(items) => items.iter().for_each(|item| {
            if matches!(item, Object::Text(_)) {
                show(item, map, text);
            }
        }),
        _ => {}
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The `bfchar` and `bfrange` of a map to Unicode.
fn unicode_map(bytes: &[u8]) -> Map {
    let mut map = Map::new();
    let mut parser = Parser::new(bytes, 0);
    let mut operands: Vec<Object> = Vec::new();
    let mut left = MAPPED;
    loop {
        parser.blank();
        let Some(byte) = parser.peek() else { return map };
        if byte.is_ascii_alphabetic() {
            let operator = parser.operator().to_vec();
            match operator.as_slice() {
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Object::Text(code), Object::Text(said)] = pair {
                            insert(&mut map, code, said, 0);
                        }
                    }
                }
                b"endbfrange" => {
                    for triple in operands.chunks_exact(3) {
                        range(&mut map, triple, &mut left);
                    }
                }
                _ => {}
            }
            operands.clear();
        } else if let Ok(object) = parser.object() {
            operands.push(object);
        } else {
            return map;
        }
    }
}

fn range(map: &mut Map, triple: &[Object], left: &mut usize) {
    let [Object::Text(first), Object::Text(last), said] = triple else { return };
    let (Some(from), Some(to)) = (code_of(first), code_of(last)) else { return };
    for (offset, code) in (from..=to).enumerate() {
        let Some(less) = left.checked_sub(1) else { return };
        *left = less;
        let code = code.to_be_bytes();
        match said {
            Object::Text(said) => insert(map, &code, said, u16::try_from(offset).unwrap_or_default()),
            Object::Array(list) => {
                if let Some(Object::Text(said)) = list.get(offset) {
                    insert(map, &code, said, 0);
                }
            }
            _ => return,
        }
    }
}

fn code_of(bytes: &[u8]) -> Option<u16> {
    match bytes {
        [high, low] => Some(u16::from_be_bytes([*high, *low])),
        [low] => Some(u16::from(*low)),
        _ => None,
    }
}

fn insert(map: &mut Map, code: &[u8], said: &[u8], offset: u16) {
    let Some(code) = code_of(code) else { return };
    let mut units: Vec<u16> = said.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(offset);
    }
    map.insert(code, String::from_utf16_lossy(&units));
}

/// The first part of the record that the pages do not say, of those that every form prints.
pub(super) fn first_missing(pages: &str, record: &Record) -> Option<String> {
    let plain = |text: &str| text.chars().filter(|c| !is_blank(*c)).collect::<String>();
    let mut parts: Vec<String> = vec![record.title.clone(), record.addressee.clone()];
    parts.extend(record.opening.clone());
    for block in &record.body {
        match block {
            RecordBlock::Text(text) => parts.push(text.clone()),
            RecordBlock::Table { table, .. } => parts.extend(table.iter().flatten().cloned()),
        }
    }
    parts.extend(record.closing.clone());
    let most = SEARCHED / pages.len().max(1);
    if let Some(part) = parts.get(most) {
        return Some(part.clone());
    }
    parts.into_iter().find(|part| !pages.contains(&plain(part)))
}
