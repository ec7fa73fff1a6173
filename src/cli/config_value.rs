//! The values of a `dafu.toml`, with their places.

use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};
use dafu::input::Defaults;
use dafu::profile::Key;
use dafu::toml_file::{TomlFile, nearest};
use toml::de::{DeTable, DeValue};

/// A key and its value.
pub(crate) struct Entry<'a> {
    /// The key, without those of the tables around it.
    pub(crate) key: &'a str,
    /// Where the key stands.
    pub(crate) key_origin: Origin,
    value: &'a DeValue<'a>,
    origin: Origin,
    file: &'a TomlFile,
}

/// Parses a file.
pub(crate) fn parse(file: &TomlFile) -> Outcome<DeTable<'_>> {
    DeTable::parse(&file.text).map(toml::Spanned::into_inner).map_err(|err| {
        let reason = err.message();
        let message = Message::new(format!("不是合法的 TOML（{reason}）"), format!("not well-formed TOML ({reason})"));
        let problem =
            Diagnostic::error(Code::TomlSyntax, message).at(&file.origin(&err.span().unwrap_or_default())).hint(
                "每行写 名称 = \"值\"，文字和中文名称都要加英文引号",
                "write key = \"value\", with text and Chinese keys in straight quotes",
            );
        vec![problem]
    })
}

/// The entries of a table in the order of the file.
pub(crate) fn entries<'a>(file: &'a TomlFile, table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
    let mut spans: Vec<_> = table.iter().collect();
    spans.sort_by_key(|(key, _)| key.span().start);
    spans
        .into_iter()
        .map(|(key, value)| Entry {
            key: key.get_ref(),
            key_origin: file.origin(&key.span()),
            value: value.get_ref(),
            origin: file.origin(&value.span()),
            file,
        })
        .collect()
}

impl<'a> Entry<'a> {
    /// A text that is not empty.
    pub(crate) fn text(&self) -> Outcome<String> {
        match self.value {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(self.wrong("引号中的文字", "text in quotes")),
        }
    }

    /// A text, or a number as text.
    pub(crate) fn text_or_number(&self) -> Outcome<String> {
        self.number().map_or_else(|| self.text(), |number| Ok(number.to_string()))
    }

    /// A whole number.
    pub(crate) fn number(&self) -> Option<i64> {
        match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
    }

    /// True or false.
    pub(crate) fn switch(&self) -> Outcome<bool> {
        match self.value {
            DeValue::Boolean(on) => Ok(*on),
            _ => Err(self.wrong("true 或 false，不加引号", "true or false, without quotes")),
        }
    }

    /// A letter field's value: text, number, date, or a list of texts.
    fn field(&self) -> Outcome<String> {
        let item = |value: &DeValue<'_>| match value {
            DeValue::String(text) => Some(text.trim().to_owned()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            DeValue::Datetime(date) if date.time.is_none() => Some(date.to_string()),
            _ => None,
        };
        let text = match self.value {
            // A line break parts the values of every list, and the paragraphs of a body.
            DeValue::Array(items) => {
                let items: Option<Vec<String>> = items.iter().map(|value| item(value.get_ref())).collect();
                items.map(|items| items.join("\n"))
            }
            value => item(value),
        };
        text.filter(|text| !text.is_empty()).ok_or_else(|| {
            self.wrong(
                "文字、整数、日期，或方括号中的几段文字",
                "text, a whole number, a date, or texts in square brackets",
            )
        })
    }

    /// The entries of a table.
    pub(crate) fn table(&self) -> Option<Vec<Entry<'a>>> {
        match self.value {
            DeValue::Table(table) => Some(entries(self.file, table)),
            _ => None,
        }
    }

    /// The value is none that the key may have.
    pub(crate) fn wrong(&self, zh: &str, en: &str) -> Vec<Diagnostic> {
        let key = self.key;
        let message =
            Message::new(format!("“{key}”的值不对，应为{zh}"), format!("`{key}` has a wrong value, expected {en}"));
        vec![Diagnostic::error(Code::TomlValue, message).at(&self.origin)]
    }

    /// The key is none of the `known` ones.
    pub(crate) fn unknown<'k>(&self, known: impl Iterator<Item = &'k str> + Clone) -> Diagnostic {
        let key = self.key;
        let message = Message::new(format!("没有“{key}”这一项"), format!("there is no key `{key}`"));
        let problem = Diagnostic::error(Code::TomlKeyUnknown, message).at(&self.key_origin);
        match nearest(key, known.clone()) {
            Some(name) => problem.hint(format!("是不是“{name}”？"), format!("did you mean `{name}`?")),
            // The contract's fifty keys would bury the line they are to help with.
            None if known.clone().count() > 20 => problem.hint(
                "用台账的表头，如 发文机关，或其英文名，如 issuer",
                "use a heading of the ledger, such as 发文机关, or its key, such as issuer",
            ),
            None => {
                let names: Vec<&str> = known.collect();
                problem.hint(format!("可以写：{}", names.join("、")), format!("known are {}", names.join(", ")))
            }
        }
    }
}

/// Reads the table `[defaults]`: letter fields by key or heading, nested or dotted.
pub(crate) fn defaults(entry: &Entry<'_>, into: &mut Defaults) -> Outcome<()> {
    let table = entry.table().ok_or_else(|| entry.wrong("[defaults] 一节", "a table [defaults]"))?;
    let mut problems = Vec::new();
    for entry in table {
        match entry.table() {
            Some(inner) => {
                for below in inner {
                    let name = format!("{}.{}", entry.key, below.key);
                    problems.extend(default(&below, &name, into).err().unwrap_or_default());
                }
            }
            None => problems.extend(default(&entry, entry.key, into).err().unwrap_or_default()),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn default(entry: &Entry<'_>, name: &str, into: &mut Defaults) -> Outcome<()> {
    let key = Key::parse(name)
        .or_else(|| Key::ALL.iter().find(|key| key.heading() == name).cloned())
        .ok_or_else(|| vec![entry.unknown(Key::ALL.iter().map(Key::as_str))])?;
    let value = (entry.field()?, entry.origin.clone());
    if into.insert(key, value).is_some() {
        let message = Message::new(format!("“{name}”写了两次"), format!("`{name}` is given twice"));
        return Err(vec![Diagnostic::error(Code::KeyTwice, message).at(&entry.key_origin)]);
    }
    Ok(())
}
