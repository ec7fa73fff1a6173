//! One profile file, read and checked by itself: a layer that others lie under or over.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Class, FieldSpec, Key, Kind, Need, Pattern};
use crate::diag::{Code, Diagnostic, Message};
use crate::toml_file::{TomlFile, nearest};

type Text = Spanned<String>;
type Table = BTreeMap<Text, Text>;

/// A profile file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub extends: Option<Text>,
    pub pack: Option<String>,
    matters: Option<Vec<String>>,
    genres: Option<Vec<String>>,
    prints: Option<Vec<Text>>,
    required: Option<Vec<Text>>,
    optional: Option<Vec<Text>>,
    forbidden: Option<Vec<Text>>,
    #[serde(default)]
    fixed: Table,
    #[serde(default)]
    defaults: Table,
    #[serde(default)]
    places: Table,
    #[serde(default)]
    labels: Table,
    #[serde(default)]
    page: BTreeMap<Text, f64>,
    #[serde(default)]
    class: Vec<ClassFile>,
    #[serde(default)]
    field: Vec<FieldFile>,
    #[serde(default)]
    assembly: BTreeMap<String, AssemblyFile>,
    #[serde(default)]
    levels: BTreeMap<String, String>,
    #[serde(default)]
    nouns: BTreeMap<String, String>,
    #[serde(default)]
    wording: WordingFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    meaning: String,
}

/// A field of a field table, also of `template.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    key: Text,
    #[serde(default)]
    headings: Vec<String>,
    kind: KindFile,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    example: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindFile {
    Text,
    Identifier,
    Count,
    Date,
    List,
    Names,
    Body,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssemblyFile {
    honour: Option<String>,
    matter: Option<String>,
    long: Option<Text>,
    short: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordingFile {
    subject: Option<Text>,
    title: Option<Vec<Text>>,
    opening: Option<Vec<Text>>,
    opening_with_co_units: Option<Vec<Text>>,
    addressee_one: Option<Text>,
    addressee_several: Option<Text>,
    addressee_counted: Option<Text>,
    addressee_body: Option<Text>,
    addressee_stop: Option<String>,
    pronoun_one: Option<String>,
    pronoun_several: Option<String>,
    pronoun_body: Option<String>,
    closing: Option<String>,
    cc_stop: Option<String>,
}

/// A profile file with its keys, patterns and tables checked; what it leaves out is `None` or empty.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub pack: Option<String>,
    pub matters: Option<Vec<String>>,
    pub genres: Option<Vec<String>>,
    pub prints: Option<Vec<Key>>,
    pub needs: BTreeMap<Key, Need>,
    pub defaults: BTreeMap<Key, String>,
    pub places: BTreeMap<String, String>,
    pub labels: BTreeMap<Key, String>,
    pub page: BTreeMap<String, f64>,
    pub classes: Vec<Class>,
    pub fields: Vec<FieldSpec>,
    pub honours: BTreeMap<String, String>,
    pub usual_matters: BTreeMap<String, String>,
    pub long: BTreeMap<String, Pattern>,
    pub short: BTreeMap<String, Pattern>,
    pub levels: BTreeMap<String, String>,
    pub nouns: BTreeMap<String, String>,
    /// Patterns of `[wording]`, by their key.
    pub patterns: BTreeMap<&'static str, Vec<Pattern>>,
    /// Plain words of `[wording]`, by their key.
    pub words: BTreeMap<&'static str, String>,
}

const SESSION_NAMES: &[&str] = &["place", "level", "term", "meeting"];
const ADDRESSEE_NAMES: &[&str] = &["name", "names", "count", "honour"];
const SUBJECT_NAMES: &[&str] = &["core", "noun"];
const TITLE_NAMES: &[&str] =
    &["place", "term", "meeting", "session_long", "session_short", "number", "matter", "noun", "core", "subject"];
const OPENING_NAMES: &[&str] =
    &["pronoun", "session_long", "session_short", "number", "matter", "noun", "core", "subject", "co_units", "names"];

/// Words that a place allows, of `template.toml`.
pub(super) type PlaceTable = BTreeMap<String, Vec<String>>;

/// Checks a profile file. All that is wrong goes to `findings`; what is right is kept.
pub(super) fn check(
    file: &TomlFile,
    raw: ProfileFile,
    places: &PlaceTable,
    page: &[&str],
    findings: &mut Vec<Diagnostic>,
) -> Layer {
    let mut checker = Checker { file, findings };
    let mut layer = Layer { pack: raw.pack, matters: raw.matters, genres: raw.genres, ..Layer::default() };
    layer.prints = raw.prints.map(|keys| keys.iter().filter_map(|key| checker.key(key)).collect());
    for (keys, need) in
        [(raw.optional, Need::Optional), (raw.required, Need::Required), (raw.forbidden, Need::Forbidden)]
    {
        layer.needs.extend(keys.iter().flatten().filter_map(|key| Some((checker.key(key)?, need.clone()))));
    }
    layer.needs.extend(checker.table(&raw.fixed).into_iter().map(|(key, value)| (key, Need::Fixed(value))));
    layer.defaults = checker.table(&raw.defaults);
    layer.labels = checker.table(&raw.labels);
    for (place, word) in raw.places {
        checker.place(&place, &word, places);
        layer.places.insert(place.into_inner(), word.into_inner());
    }
    for (name, value) in raw.page {
        if page.contains(&name.get_ref().as_str()) {
            layer.page.insert(name.into_inner(), value);
        } else {
            checker.unknown(&name, page.iter().copied());
        }
    }
    layer.classes = raw
        .class
        .into_iter()
        .map(|class| Class { name: class.name, aliases: class.aliases, meaning: class.meaning })
        .collect();
    layer.fields = raw.field.into_iter().filter_map(|field| checker.field(field)).collect();
    for (name, assembly) in raw.assembly {
        layer.honours.extend(assembly.honour.map(|word| (name.clone(), word)));
        layer.usual_matters.extend(assembly.matter.map(|word| (name.clone(), word)));
        layer.long.extend(assembly.long.and_then(|text| Some((name.clone(), checker.pattern(&text, SESSION_NAMES)?))));
        layer.short.extend(assembly.short.and_then(|text| Some((name, checker.pattern(&text, SESSION_NAMES)?))));
    }
    layer.levels = raw.levels;
    layer.nouns = raw.nouns;
    let wording = raw.wording;
    for (key, texts, names) in [
        ("subject", wording.subject.map(|text| vec![text]), SUBJECT_NAMES),
        ("title", wording.title, TITLE_NAMES),
        ("opening", wording.opening, OPENING_NAMES),
        ("opening_with_co_units", wording.opening_with_co_units, OPENING_NAMES),
        ("addressee_one", wording.addressee_one.map(|text| vec![text]), ADDRESSEE_NAMES),
        ("addressee_several", wording.addressee_several.map(|text| vec![text]), ADDRESSEE_NAMES),
        ("addressee_counted", wording.addressee_counted.map(|text| vec![text]), ADDRESSEE_NAMES),
        ("addressee_body", wording.addressee_body.map(|text| vec![text]), ADDRESSEE_NAMES),
    ] {
        if let Some(texts) = texts {
            layer.patterns.insert(key, texts.iter().filter_map(|text| checker.pattern(text, names)).collect());
        }
    }
    for (key, word) in [
        ("addressee_stop", wording.addressee_stop),
        ("pronoun_one", wording.pronoun_one),
        ("pronoun_several", wording.pronoun_several),
        ("pronoun_body", wording.pronoun_body),
        ("closing", wording.closing),
        ("cc_stop", wording.cc_stop),
    ] {
        layer.words.extend(word.map(|word| (key, word)));
    }
    layer
}

/// The fields of a field table.
pub(super) fn fields(file: &TomlFile, raw: Vec<FieldFile>, findings: &mut Vec<Diagnostic>) -> Vec<FieldSpec> {
    let mut checker = Checker { file, findings };
    raw.into_iter().filter_map(|field| checker.field(field)).collect()
}

/// Says what is wrong in one file, each in its place.
struct Checker<'a> {
    file: &'a TomlFile,
    findings: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn unknown<'k>(&mut self, name: &Text, known: impl IntoIterator<Item = &'k str>) {
        let text = name.get_ref();
        let message = Message::new(format!("不认识“{text}”"), format!("`{text}` is not known here"));
        let mut found = Diagnostic::error(Code::TomlKeyUnknown, message).at(&self.file.origin(&name.span()));
        if let Some(near) = nearest(text, known) {
            found = found.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
        }
        self.findings.push(found);
    }

    fn key(&mut self, name: &Text) -> Option<Key> {
        let key = Key::parse(name.get_ref());
        if key.is_none() {
            self.unknown(name, Key::ALL.iter().map(Key::as_str));
        }
        key
    }

    fn table(&mut self, table: &Table) -> BTreeMap<Key, String> {
        table.iter().filter_map(|(name, value)| Some((self.key(name)?, value.get_ref().clone()))).collect()
    }

    fn place(&mut self, place: &Text, word: &Text, places: &PlaceTable) {
        let Some(words) = places.get(place.get_ref()) else {
            return self.unknown(place, places.keys().map(String::as_str));
        };
        if !words.contains(word.get_ref()) {
            let all = words.join(", ");
            let (place, given) = (place.get_ref(), word.get_ref());
            let message = Message::new(format!("“{place}”不能是“{given}”"), format!("`{place}` cannot be `{given}`"));
            let found = Diagnostic::error(Code::TomlValue, message).at(&self.file.origin(&word.span()));
            self.findings.push(found.hint(format!("可以写：{all}"), format!("use one of: {all}")));
        }
    }

    fn pattern(&mut self, text: &Text, names: &[&str]) -> Option<Pattern> {
        match Pattern::parse(text.get_ref(), names) {
            Ok(pattern) => Some(pattern),
            Err(name) => {
                let message = Message::new(
                    format!("句式里的“{{{name}}}”不认识"),
                    format!("`{{{name}}}` is not a name that this pattern knows"),
                );
                let all = names.join(", ");
                let found = Diagnostic::error(Code::PatternUnknown, message).at(&self.file.origin(&text.span()));
                self.findings.push(found.hint(format!("花括号里可以写：{all}"), format!("known names: {all}")));
                None
            }
        }
    }

    fn field(&mut self, field: FieldFile) -> Option<FieldSpec> {
        let kind = match field.kind {
            KindFile::Text => Kind::Text,
            KindFile::Identifier => Kind::Identifier,
            KindFile::Count => Kind::Count,
            KindFile::Date => Kind::Date,
            KindFile::List => Kind::List,
            KindFile::Names => Kind::Names,
            KindFile::Body => Kind::Body,
        };
        let key = self.key(&field.key)?;
        let need = if field.required { Need::Required } else { Need::Optional };
        Some(FieldSpec { key, headings: field.headings, kind, need, example: field.example })
    }
}
