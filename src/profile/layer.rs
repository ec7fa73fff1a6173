//! One profile file, read and checked by itself: a layer that others lie under or over.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::feedback_form::{FormFile, FormLayer};
use super::naming_file::{AssemblyFile, CcFile, GenreFile, NamesFile, NamingFile, NamingLayer, SubjectFile};
use super::pack::Setting;
use super::publication::PublicationFile;
use super::texts::{OneOrMany, Texts};
use super::wording::{WordingFile, WordingLayer};
use super::{Class, FieldSpec, Form, Key, Kind, Need, Pattern, Unmarked};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::toml_file::{TomlFile, nearest};

type Text = Spanned<String>;
type Table = BTreeMap<Text, Text>;

/// A profile file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub extends: Option<Text>,
    pub pack: Option<Text>,
    form: Option<Text>,
    matters: Option<Vec<String>>,
    genres: Option<Vec<String>>,
    prints: Option<Vec<Text>>,
    prints_also: Option<Vec<Text>>,
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
    stops: Table,
    #[serde(default)]
    feedback: BTreeMap<String, String>,
    #[serde(default)]
    feedback_form: FormFile,
    #[serde(default)]
    publication: PublicationFile,
    #[serde(default)]
    pub settings: BTreeMap<Text, Spanned<Setting>>,
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
    pronouns: BTreeMap<String, String>,
    between: Option<Vec<String>>,
    #[serde(default)]
    names: NamesFile,
    #[serde(default)]
    subject: SubjectFile,
    #[serde(default)]
    genre: BTreeMap<String, GenreFile>,
    #[serde(default)]
    cc: Vec<CcFile>,
    #[serde(default)]
    wording: WordingFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    name: Text,
    #[serde(default)]
    aliases: Vec<Text>,
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

/// A profile file with its keys, patterns and tables checked; what it leaves out is `None` or empty.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub matters: Option<Vec<String>>,
    pub genres: Option<Vec<String>>,
    /// What is printed, and where the file says so.
    pub prints: Option<Vec<(Key, Origin)>>,
    /// What is printed besides.
    pub prints_also: Vec<(Key, Origin)>,
    pub needs: BTreeMap<Key, Need>,
    pub defaults: BTreeMap<Key, String>,
    pub places: BTreeMap<String, String>,
    pub labels: BTreeMap<Key, String>,
    pub stops: BTreeMap<Key, String>,
    pub feedback: BTreeMap<String, String>,
    pub feedback_form: FormLayer,
    pub unmarked: Option<Unmarked>,
    pub form: Option<Form>,
    pub page: BTreeMap<String, f64>,
    pub classes: Vec<Class>,
    pub fields: Vec<FieldSpec>,
    pub naming: NamingLayer,
    pub wording: WordingLayer,
}

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
    let mut layer = Layer { matters: raw.matters, genres: raw.genres, ..Layer::default() };
    let mut keys = |keys: Vec<Text>| -> Vec<(Key, Origin)> {
        keys.iter().filter_map(|key| Some((checker.key(key)?, file.origin(&key.span())))).collect()
    };
    layer.prints = raw.prints.map(&mut keys);
    layer.prints_also = raw.prints_also.map(&mut keys).unwrap_or_default();
    for (keys, need) in
        [(raw.optional, Need::Optional), (raw.required, Need::Required), (raw.forbidden, Need::Forbidden)]
    {
        layer.needs.extend(keys.iter().flatten().filter_map(|key| Some((checker.key(key)?, need.clone()))));
    }
    layer.needs.extend(checker.table(&raw.fixed).into_iter().map(|(key, value)| (key, Need::Fixed(value))));
    layer.defaults = checker.table(&raw.defaults);
    layer.labels = checker.table(&raw.labels);
    layer.stops = checker.table(&raw.stops);
    layer.feedback = raw.feedback;
    layer.feedback_form = FormLayer::check(raw.feedback_form, &mut checker);
    layer.unmarked = raw.publication.check(&mut checker);
    layer.form = raw.form.and_then(|name| checker.form(&name));
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
    layer.classes = checker.classes(raw.class);
    layer.fields = fields(file, raw.field, checker.findings);
    let naming = NamingFile {
        assembly: raw.assembly,
        levels: raw.levels,
        nouns: raw.nouns,
        pronouns: raw.pronouns,
        between: raw.between,
        names: raw.names,
        subject: raw.subject,
        genre: raw.genre,
        cc: raw.cc,
    };
    layer.naming = NamingLayer::check(naming, &mut checker);
    layer.wording = WordingLayer::check(raw.wording, &mut checker);
    layer
}

/// The fields of a field table.
pub(super) fn fields(file: &TomlFile, raw: Vec<FieldFile>, findings: &mut Vec<Diagnostic>) -> Vec<FieldSpec> {
    let mut checker = Checker { file, findings };
    let mut fields: Vec<FieldSpec> = Vec::new();
    for field in raw {
        let span = field.key.span();
        let Some(field) = checker.field(field) else { continue };
        if fields.iter().any(|other| other.key == field.key) {
            let key = &field.key;
            let message = Message::new(format!("“{key}”写了两次"), format!("`{key}` is there twice"));
            let found = Diagnostic::error(Code::TomlValue, message).at(&file.origin(&span));
            checker.findings.push(found.hint("删去其中一段", "take one of the two out"));
            continue;
        }
        fields.push(field);
    }
    fields
}

/// Says what is wrong in one file, each in its place.
pub(super) struct Checker<'a> {
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

    pub(super) fn key(&mut self, name: &Text) -> Option<Key> {
        let key = Key::parse(name.get_ref());
        if key.is_none() {
            self.unknown(name, Key::ALL.iter().map(Key::as_str));
        }
        key
    }

    fn table(&mut self, table: &Table) -> BTreeMap<Key, String> {
        table.iter().filter_map(|(name, value)| Some((self.key(name)?, value.get_ref().clone()))).collect()
    }

    fn form(&mut self, name: &Text) -> Option<Form> {
        let form = Form::parse(name.get_ref());
        if form.is_none() {
            let all = Form::ALL.map(Form::as_str).join(", ");
            let given = name.get_ref();
            let message = Message::new(format!("没有“{given}”这种版式"), format!("there is no form `{given}`"));
            let found = Diagnostic::error(Code::TomlValue, message).at(&self.file.origin(&name.span()));
            self.findings.push(found.hint(format!("可以写：{all}"), format!("use one of: {all}")));
        }
        form
    }

    fn place(&mut self, place: &Text, word: &Text, places: &PlaceTable) {
        let Some(words) = places.get(place.get_ref()) else {
            return self.unknown(place, places.keys().map(String::as_str));
        };
        if !words.contains(word.get_ref()) {
            self.value(word, place.get_ref(), words);
        }
    }

    /// Says that something is wrong there.
    pub(super) fn refuse(&mut self, span: &Range<usize>, (zh, en): (&str, &str), hint: (&str, &str)) {
        let found = Diagnostic::error(Code::TomlValue, Message::new(zh, en)).at(&self.file.origin(span));
        self.findings.push(found.hint(hint.0, hint.1));
    }

    /// Says that `what` cannot be `word`, and what it can be.
    pub(super) fn value(&mut self, word: &Text, what: &str, known: &[impl AsRef<str>]) {
        let all = known.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
        let given = word.get_ref();
        let message = Message::new(format!("“{what}”不能是“{given}”"), format!("`{what}` cannot be `{given}`"));
        let found = Diagnostic::error(Code::TomlValue, message).at(&self.file.origin(&word.span()));
        self.findings.push(found.hint(format!("可以写：{all}"), format!("use one of: {all}")));
    }

    fn classes(&mut self, classes: Vec<ClassFile>) -> Vec<Class> {
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for class in &classes {
            for word in std::iter::once(&class.name).chain(&class.aliases) {
                let (text, name) = (word.get_ref(), class.name.get_ref());
                if let Some(other) =
                    taken.insert(text.clone(), name.clone()).filter(|other| other != name || word == &class.name)
                {
                    let message = Message::new(
                        format!("“{text}”既是“{other}”，又是“{name}”"),
                        format!("`{text}` means both `{other}` and `{name}`"),
                    );
                    let found = Diagnostic::error(Code::TomlValue, message).at(&self.file.origin(&word.span()));
                    self.findings.push(
                        found.hint("办复类别表里一个写法只能指一类", "a word of the class table means one class"),
                    );
                }
            }
        }
        let plain = |class: ClassFile| Class {
            name: class.name.into_inner(),
            aliases: class.aliases.into_iter().map(Spanned::into_inner).collect(),
            meaning: class.meaning,
        };
        classes.into_iter().map(plain).collect()
    }

    /// The patterns of a key that takes one or several; what is wrong with one is said in its place.
    pub(super) fn patterns(&mut self, texts: Texts, names: &[&str]) -> Vec<Pattern> {
        OneOrMany::each(texts).iter().filter_map(|text| self.pattern(text, names)).collect()
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
