//! TOML files of ours (profiles, `template.toml`, `fonts.toml`, `dafu.toml`): a mistake is named with its line and column.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};

/// A TOML text in memory and the path it was read from.
#[derive(Debug, Clone)]
pub struct TomlFile {
    /// Where it was read.
    pub path: PathBuf,
    /// Its text, line ends as `\n`.
    pub text: String,
}

impl TomlFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Outcome<Self> {
        let bytes = std::fs::read(path).map_err(|err| vec![Diagnostic::io(path, &err)])?;
        let text = String::from_utf8(bytes).map_err(|err| {
            let message = Message::new("文件不是 UTF-8 编码", "the file is not UTF-8");
            let before = err.as_bytes().get(..err.utf8_error().valid_up_to()).unwrap_or_default();
            let line = before.split(|byte| *byte == b'\n').count();
            vec![Diagnostic::error(Code::EncodingUnknown, message).at(&Origin::text(path, line, 1))]
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        Ok(Self { path: path.to_owned(), text })
    }

    /// Parses it; an unknown key, a wrong type or a syntax error is said in its place.
    pub fn parse<T: DeserializeOwned>(&self) -> Outcome<T> {
        toml::from_str(&self.text).map_err(|err| vec![self.refusal(&err)])
    }

    /// The place of a byte range in it.
    pub fn origin(&self, span: &Range<usize>) -> Origin {
        place(&self.path, &self.text, span.start)
    }

    fn refusal(&self, err: &toml::de::Error) -> Diagnostic {
        let origin = self.origin(&err.span().unwrap_or(0..0));
        let words = err.message().replace('\n', "; ");
        if let Some((name, expected)) = unknown_key(&words) {
            let message = Message::new(format!("不认识“{name}”"), format!("`{name}` is not known here"));
            let mut found = Diagnostic::error(Code::TomlKeyUnknown, message).at(&origin);
            if let Some(near) = nearest(name, expected.iter().copied()) {
                found = found.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
            } else if !expected.is_empty() {
                let all = expected.join(", ");
                found = found.hint(format!("这里可以写：{all}"), format!("known here: {all}"));
            }
            return found;
        }
        let code = if words.starts_with("invalid type")
            || words.starts_with("missing field")
            || words.starts_with("invalid value")
            || words.starts_with("data did not match")
        {
            Code::TomlValue
        } else {
            Code::TomlSyntax
        };
        let message = in_words(&words)
            .unwrap_or_else(|| Message::new(format!("写法不对：{words}"), format!("not well-formed: {words}")));
        Diagnostic::error(code, message).at(&origin)
    }
}

/// Line and column of a byte of the `text` of the file `path`.
pub fn place(path: &Path, text: &str, byte: usize) -> Origin {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Origin::text(path, line, column)
}

/// A missing key or a wrong type in words of both languages.
fn in_words(words: &str) -> Option<Message> {
    if let Some(rest) = words.strip_prefix("missing field `") {
        let (name, _) = rest.split_once('`')?;
        return Some(Message::new(format!("缺少“{name}”"), format!("`{name}` is missing")));
    }
    if words.starts_with("data did not match") {
        return Some(Message::new(
            "应当是文字（加引号）、数字、true 或 false，或方括号括起的几个文字",
            "expected a text in quotes, a number, true or false, or texts in square brackets",
        ));
    }
    let (found, expected) = words.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let kind = |text: &str| {
        let known = [
            ("string", "文字（加引号）"),
            ("integer", "整数"),
            ("float", "小数"),
            ("floating point", "小数"),
            ("boolean", "true 或 false"),
            ("a sequence", "方括号括起的列表"),
            ("sequence", "方括号括起的列表"),
            ("a map", "一张表"),
            ("map", "一张表"),
            ("a boolean", "true 或 false"),
            ("a string", "文字（加引号）"),
            ("a string or an array of strings", "文字或方括号括起的几个文字"),
            ("f64", "数字"),
            ("u32", "整数"),
            ("usize", "整数"),
        ];
        let exact = known.iter().find(|(name, _)| *name == text);
        let first = || known.iter().find(|(name, _)| text.starts_with(name));
        exact.or_else(first).map_or_else(|| text.to_owned(), |(_, zh)| (*zh).to_owned())
    };
    Some(Message::new(
        format!("应当是{}，而不是{}", kind(expected), kind(found)),
        format!("expected {}, found {found}", if expected == "f64" { "a number" } else { expected }),
    ))
}

/// The unknown key that serde complains of, and the keys it knows.
fn unknown_key(words: &str) -> Option<(&str, Vec<&str>)> {
    let rest = words.strip_prefix("unknown field `").or_else(|| words.strip_prefix("unknown variant `"))?;
    let (name, rest) = rest.split_once('`')?;
    Some((name, rest.split('`').skip(1).step_by(2).collect()))
}

/// The known name that `name` most resembles, if any does.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its type is tested")]
        labels: u32,
    }

    #[track_caller]
    fn check(text: &str, code: Code, place: &str, hint: &str) {
        let file = TomlFile { path: "x.toml".into(), text: text.to_owned() };
        let found = file.parse::<Sample>().unwrap_err();
        assert_eq!(found[0].code, code);
        assert_eq!(found[0].origin.as_ref().unwrap().to_string(), place);
        let hints: Vec<_> = found[0].hints.iter().map(|hint| hint.text(crate::diag::Lang::En)).collect();
        assert_eq!(hints.join("|"), hint);
    }

    #[test]
    fn mistakes_are_named_with_line_and_column() {
        check("labels = 1\nlable = 2\n", Code::TomlKeyUnknown, "x.toml:2:1", "did you mean `labels`?");
        check("\n甲 = ", Code::TomlSyntax, "x.toml:2:1", "");
        check("labels = \"a\"\n", Code::TomlValue, "x.toml:1:10", "");
    }
}
