//! Reading XML of a package without believing it: no entities, no references outside, limits everywhere.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::diag::Message;

/// An element's path with its text or an attribute's: `文件实体/档号/年度` and `2024`.
pub(super) type Value = (String, String);

/// More values than any file of ours has.
const MOST: usize = 2_000_000;

/// Deeper than any file of ours is.
const DEEPEST: usize = 40;

/// What a file may not have.
fn refused(zh: &str, en: &str) -> Message {
    Message::new(zh, en)
}

/// Hands every value of a file to `take`, in its order. A text that is longer than `keep` goes to `long` instead, piece
/// by piece where the reader gives it so.
pub(super) fn values(from: impl BufRead, take: &mut dyn FnMut(&str, String)) -> Result<(), Message> {
    let broken = || refused("不是完好的 XML", "it is no well-formed XML");
    let mut reader = Reader::from_reader(from);
    reader.config_mut().check_end_names = true;
    let mut buffer = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let mut count = 0;
    let mut roots = 0;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| broken())?;
        match event {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                roots += usize::from(path.is_empty());
                path.push(name);
                texts.push(String::new());
                if path.len() > DEEPEST || roots > 1 {
                    return Err(broken());
                }
                attributes(&start, &path.join("/"), take)?;
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                roots += usize::from(path.is_empty());
                let whole = format!("{}/{name}", path.join("/"));
                attributes(&start, &whole, take)?;
                take(&whole, String::new());
            }
            Event::End(_) => {
                let text = texts.pop().ok_or_else(broken)?;
                take(&path.join("/"), text.trim().to_owned());
                path.pop();
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                match texts.last_mut() {
                    Some(last) => last.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(broken()),
                }
            }
            Event::GeneralRef(name) => {
                let said = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => return Err(entity()),
                };
                texts.last_mut().ok_or_else(broken)?.push(said);
            }
            Event::DocType(_) => return Err(entity()),
            Event::CData(_) | Event::PI(_) | Event::Comment(_) => {
                return Err(refused("有 dafu 不写的标记", "it has markup that dafu does not write"));
            }
            Event::Decl(_) => {}
            Event::Eof => break,
        }
        count += 1;
        if count > MOST {
            return Err(refused("XML 太大", "the XML is too large"));
        }
    }
    if path.is_empty() && roots == 1 { Ok(()) } else { Err(broken()) }
}

fn entity() -> Message {
    refused("XML 里定义或引用了实体", "the XML defines or names entities")
}

fn attributes(
    start: &quick_xml::events::BytesStart<'_>,
    path: &str,
    take: &mut dyn FnMut(&str, String),
) -> Result<(), Message> {
    let broken = || refused("不是完好的 XML", "it is no well-formed XML");
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| broken())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| entity())?;
        take(&format!("{path}@{}", attribute.key.as_ref()), value.into_owned());
    }
    Ok(())
}

/// All values of a file.
pub(super) fn all(bytes: &[u8]) -> Result<Vec<Value>, Message> {
    let mut found = Vec::new();
    values(bytes, &mut |path, text| found.push((path.to_owned(), text)))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_refused_and_values_are_told_with_their_path() {
        for text in [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
            "<a>&x;</a>",
            "<a b='&x;'/>",
            "<a>&#x41;</a>",
            "<a><b></a></b>",
            "<a/><a/>",
            "<a>",
            "x<a/>",
            "<a><!-- x --></a>",
        ] {
            assert!(all(text.as_bytes()).is_err(), "{text}");
        }
        let found = all("<?xml version=\"1.0\"?>\n<a b=\"1\">\n <c>x&amp;y</c></a>".as_bytes()).unwrap();
        let expected = [("a@b", "1"), ("a/c", "x&y"), ("a", "")];
        assert!(found.iter().map(|(path, text)| (path.as_str(), text.as_str())).eq(expected), "{found:?}");
    }
}
