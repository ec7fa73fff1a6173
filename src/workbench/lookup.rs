//! Where a word of the page comes from: heading, profile key, template line, Typst function.

use std::path::{Path, PathBuf};

use crate::diag::Outcome;
use crate::profile::{self, Key, Profile};
use crate::template::PackFiles;

/// A place that has to do with the word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A field of ledgers.
    Field {
        /// Its key.
        key: Key,
        /// The headings that it may stand under, the usual one first.
        headings: Vec<String>,
    },
    /// A line of a profile or of `template.toml`.
    Profile(PathBuf, usize, String),
    /// A line of a template.
    Template(PathBuf, usize, String),
    /// A function of the house style or of a pack: its name and where it begins.
    Function(PathBuf, usize, String),
}

/// Every place that has to do with `word`: a heading, a key, a label or any text.
pub fn look_up(dir: &Path, profile: &Profile, word: &str) -> Outcome<Vec<Found>> {
    let files = PackFiles::read(dir, &profile.pack)?;
    let keys: Vec<&Key> =
        profile.fields.iter().filter(|spec| names(profile, spec, word)).map(|spec| &spec.key).collect();
    let mut words: Vec<String> = vec![word.to_owned()];
    for key in &keys {
        words.extend([key.to_string(), key.variable(), key.heading().to_owned()]);
    }
    words.sort();
    words.dedup();
    let mut found = Vec::new();
    for key in &keys {
        if let Some(spec) = profile.field(key) {
            let usual = spec.heading().to_owned();
            let others = spec.headings.iter().filter(|heading| **heading != usual).cloned();
            found.push(Found::Field {
                key: (*key).clone(),
                headings: std::iter::once(usual.clone()).chain(others).collect(),
            });
        }
    }
    for file in profile::all_files(dir, &profile.name)? {
        let text = crate::toml_file::TomlFile::read(&file)?.text;
        found.extend(lines(&text, &words).map(|(line, text)| Found::Profile(file.clone(), line, text)));
    }
    let (mut templates, mut functions) = (Vec::new(), Vec::new());
    for (path, bytes) in files.iter() {
        let file = dir.join(path);
        let text = String::from_utf8_lossy(bytes);
        let kind = Path::new(path).extension().and_then(std::ffi::OsStr::to_str);
        if kind == Some("tera") {
            templates.extend(lines(&text, &words).map(|(line, text)| Found::Template(file.clone(), line, text)));
        } else if kind == Some("typ") {
            let mut last = None;
            for (line, _) in lines(&text, &words) {
                let function = function_at(&text, line);
                if let Some((at, name)) = function.filter(|function| last.as_ref() != Some(function)) {
                    functions.push(Found::Function(file.clone(), at, name.clone()));
                    last = Some((at, name));
                }
            }
        }
    }
    found.extend(templates);
    found.extend(functions);
    Ok(found)
}

fn names(profile: &Profile, spec: &profile::FieldSpec, word: &str) -> bool {
    let label = profile.label(&spec.key);
    spec.heading() == word
        || spec.key.to_string() == word
        || spec.key.variable() == word
        || spec.headings.iter().any(|heading| heading == word)
        || (!label.is_empty() && label.trim_end_matches('：') == word)
}

/// Lines that have one of the words, from 1, without the blanks around them. A Latin word has to stand alone.
fn lines<'a>(text: &'a str, words: &'a [String]) -> impl Iterator<Item = (usize, String)> + 'a {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| words.iter().any(|word| has(line, word)))
        .map(|(at, line)| (at, line.trim().to_owned()))
}

fn has(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !word.is_ascii() || !(before.is_some_and(part) || after.is_some_and(part))
    })
}

/// The `#let name(…)` that holds a line, or that its comment stands over.
fn function_at(text: &str, line: usize) -> Option<(usize, String)> {
    let name = |text: &str| {
        let rest = text.strip_prefix("#let ")?;
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))?;
        rest.get(..end).map(str::to_owned)
    };
    let all: Vec<&str> = text.lines().collect();
    let comment = all.get(line.checked_sub(1)?)?.starts_with("//");
    if comment {
        let below = all.iter().enumerate().skip(line).find(|(_, text)| !text.starts_with("//"));
        if let Some((at, name)) = below.and_then(|(at, text)| Some((at + 1, name(text)?))) {
            return Some((at, name));
        }
    }
    let mut above = all.iter().enumerate().take(line).rev();
    above.find_map(|(at, text)| Some((at + 1, name(text)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_word_stands_alone_and_a_chinese_one_need_not() {
        assert!(has("cc = \"抄送：\"", "cc"));
        assert!(!has("accent = 1", "cc"));
        assert!(has("关于签发人的事", "签发人"));
    }

    #[test]
    fn a_line_or_a_comment_leads_to_its_function() {
        let text = "// 落款\n#let end(s) = {\n  date\n}\n\n#let other = 1\n";
        assert_eq!(function_at(text, 1), Some((2, "end".to_owned())));
        assert_eq!(function_at(text, 3), Some((2, "end".to_owned())));
        assert_eq!(function_at(text, 6), Some((6, "other".to_owned())));
    }
}
