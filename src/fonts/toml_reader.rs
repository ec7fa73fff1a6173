//! Walks a parsed TOML and keeps every complaint with its line and column, so that one pass finds them all.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::toml_file::place;

/// A TOML value and where it stands.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// The text being read and what is wrong with it.
pub(super) struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    found: Vec<(usize, Diagnostic)>,
}

impl<'a> Reader<'a> {
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text, found: Vec::new() }
    }

    /// The text as a table; `None` where something in it is no TOML, since the rest would then be
    /// misread.
    pub fn parse(&mut self) -> Option<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let sound = errors.is_empty();
        for error in errors {
            let message = error.message();
            self.complain(
                error.span().unwrap_or(0..0),
                Code::TomlSyntax,
                Message::new(format!("这里不符合 TOML 的写法（{message}）"), format!("this is not TOML ({message})")),
            );
        }
        sound.then(|| table.into_inner())
    }

    /// Everything complained of, in the order of the text.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|&(at, _)| at);
        self.found.into_iter().map(|(_, found)| found).collect()
    }

    /// The place of a byte in the text.
    pub fn origin(&self, byte: usize) -> Origin {
        place(self.path, self.text, byte)
    }

    /// Complains of what stands at `span`.
    pub fn complain(&mut self, span: Range<usize>, code: Code, message: Message) {
        self.report(span, Diagnostic::error(code, message));
    }

    /// Keeps `problem`, which is about what stands at `span`.
    pub fn report(&mut self, span: Range<usize>, problem: Diagnostic) {
        let origin = self.origin(span.start);
        self.found.push((span.start, problem.at(&origin)));
    }

    /// Complains of every key of `table` that is not among `known`.
    pub fn known_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let near = known
                .iter()
                .map(|known| (strsim::normalized_damerau_levenshtein(known, name), known))
                .filter(|&(likeness, _)| likeness >= 0.6)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let problem = Diagnostic::error(
                Code::TomlKeyUnknown,
                Message::new(format!("不认识“{name}”这个键"), format!("`{name}` is not a key that is known here")),
            );
            let problem = match near {
                Some((_, near)) => problem.hint(format!("是不是想写 {near}？"), format!("did you mean `{near}`?")),
                None => problem
                    .hint(format!("这里可用的键：{}", known.join("、")), format!("known here: {}", known.join(", "))),
            };
            self.report(key.span(), problem);
        }
    }

    /// The value of a key that must be there.
    pub fn required<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        owner: Range<usize>,
        key: &str,
    ) -> Option<&'t Value<'i>> {
        let value = table.get(key);
        if value.is_none() {
            self.complain(
                owner,
                Code::TomlValue,
                Message::new(format!("这里缺少“{key}”"), format!("`{key}` is missing here")),
            );
        }
        value
    }

    pub fn table<'t, 'i>(&mut self, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "表", "a table");
        }
        table
    }

    pub fn array<'t, 'i>(&mut self, value: &'t Value<'i>) -> &'t [Value<'i>] {
        if let DeValue::Array(array) = value.get_ref() {
            return array;
        }
        self.wrong_type(value, "列表", "a list");
        &[]
    }

    /// A text that is not empty.
    pub fn string(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_type(value, "不为空的文字", "a text that is not empty");
        }
        text.map(str::to_owned)
    }

    /// A list of texts.
    pub fn strings(&mut self, value: &Value<'_>) -> Vec<(String, Range<usize>)> {
        let items = self.array(value).iter();
        items.filter_map(|item| Some((self.string(item)?, item.span()))).collect()
    }

    pub fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, " true 或 false", "true or false");
        }
        flag
    }

    fn wrong_type(&mut self, value: &Value<'_>, zh: &str, en: &str) {
        self.complain(
            value.span(),
            Code::TomlValue,
            Message::new(format!("这里应当是{zh}"), format!("this should be {en}")),
        );
    }
}

/// A key's text.
pub(super) fn name<'k>(key: &'k Spanned<DeString<'_>>) -> &'k str {
    key.get_ref()
}
