//! `template.toml`: what a pack is, what it is made for, and the packs that it extends, laid over one another.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::layer::{self, FieldFile, PlaceTable};
use super::{FieldSpec, Page};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::toml_file::{TomlFile, nearest};

type Text = Spanned<String>;

/// A pack's own file.
pub const PACK_FILE: &str = "template.toml";

/// Which pack it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its name, which is its folder's.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Itself and the packs that it extends, in the order in which files are looked for.
    pub chain: Vec<String>,
}

/// A setting of a pack, which a profile may override by a value of the same kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// On or off.
    Switch(bool),
    /// A whole number.
    Whole(i64),
    /// Another number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

impl Setting {
    /// What it is, in both languages.
    fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Switch(_) => ("true 或 false", "true or false"),
            Self::Whole(_) | Self::Number(_) => ("数字", "a number"),
            Self::Text(_) => ("文字（加引号）", "a text"),
            Self::List(_) => ("方括号括起的几个文字", "texts in square brackets"),
        }
    }
}

/// Settings by name, each with the place it is given at.
pub(super) type Settings = BTreeMap<String, (Setting, Origin)>;

/// Families that a pack sets a role in, before those of the folder of fonts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFonts {
    /// The role, by its name in `fonts.toml`.
    pub role: String,
    /// Where the pack names it.
    pub origin: Origin,
    /// The families, each with its place.
    pub families: Vec<(String, Origin)>,
}

/// `template.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    name: Text,
    version: Text,
    dafu: Option<Text>,
    extends: Option<Text>,
    #[serde(default)]
    page: BTreeMap<Text, f64>,
    #[serde(default)]
    places: PlaceTable,
    #[serde(default)]
    settings: BTreeMap<Text, Spanned<Setting>>,
    #[serde(default)]
    fonts: BTreeMap<Text, Vec<Text>>,
    #[serde(default)]
    field: Vec<FieldFile>,
}

/// A pack with those that it extends laid under it.
#[derive(Debug)]
pub(super) struct LoadedPack {
    pub pack: Pack,
    pub texts: Vec<String>,
    pub page: Page,
    pub places: PlaceTable,
    pub fields: Vec<FieldSpec>,
    pub settings: Settings,
    pub fonts: Vec<PackFonts>,
}

/// Reads which pack `name` of the folder of templates is, without looking at its settings.
pub fn pack(packs: &Path, name: &str) -> Outcome<Pack> {
    let chain = read_chain(packs, name, None)?;
    let [(_, own), ..] = &chain[..] else { return Err(vec![unknown(packs, name)]) };
    Ok(pack_of(own, &chain))
}

/// The packs of a folder of templates, by name.
pub fn packs(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join(PACK_FILE).is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Loads a pack. `asked_at` is where a profile names it.
pub(super) fn load(packs: &Path, name: &str, asked_at: Option<&Origin>) -> Outcome<LoadedPack> {
    let chain = read_chain(packs, name, asked_at.cloned())?;
    let mut findings = Vec::new();
    let (mut page, mut places, mut settings) = (BTreeMap::new(), PlaceTable::new(), Settings::new());
    let mut fields: Vec<FieldSpec> = Vec::new();
    let mut fonts: Vec<PackFonts> = Vec::new();
    let [(own, raw), ..] = &chain[..] else { return Err(vec![unknown(packs, name)]) };
    let (own, pack) = (own.clone(), pack_of(raw, &chain));
    let texts = chain.iter().map(|(file, _)| file.text.clone()).collect();
    for (file, raw) in chain.into_iter().rev() {
        findings.extend(raw.dafu.as_ref().and_then(|version| other_version(&file, version)));
        for (name, value) in raw.page {
            findings.extend(page_value(&file, &name, value));
            page.insert(name.into_inner(), value);
        }
        places.extend(raw.places);
        overlay(&mut settings, raw.settings, &file, true, &mut findings);
        for (role, families) in raw.fonts {
            fonts.retain(|other| other.role != *role.get_ref());
            let families = families.into_iter().map(|family| {
                let origin = file.origin(&family.span());
                (family.into_inner(), origin)
            });
            let origin = file.origin(&role.span());
            fonts.push(PackFonts { role: role.into_inner(), origin, families: families.collect() });
        }
        let own = layer::fields(&file, raw.field, &mut findings);
        fields.retain(|field| own.iter().all(|other| other.key != field.key));
        fields.extend(own);
    }
    let page = page_of(&page, &own, &mut findings);
    match page {
        Some(page) if findings.is_empty() => Ok(LoadedPack { pack, texts, page, places, fields, settings, fonts }),
        _ => Err(findings),
    }
}

/// Lays settings over those below. Only a pack may bring `new` ones; others have to be of the kind that is there.
pub(super) fn overlay(
    below: &mut Settings,
    top: BTreeMap<Text, Spanned<Setting>>,
    file: &TomlFile,
    new: bool,
    findings: &mut Vec<Diagnostic>,
) {
    for (name, setting) in top {
        let origin = file.origin(&setting.span());
        let setting = setting.into_inner();
        let text = name.get_ref();
        match below.get(text) {
            Some((other, _)) if other.kind() != setting.kind() => {
                let ((expected_zh, expected_en), (zh, en)) = (other.kind(), setting.kind());
                let message = Message::new(
                    format!("“{text}”应当是{expected_zh}，而不是{zh}"),
                    format!("`{text}` is {expected_en}, not {en}"),
                );
                findings.push(Diagnostic::error(Code::TomlValue, message).at(&origin));
            }
            None if !new => {
                let message =
                    Message::new(format!("模板包没有“{text}”这个设置"), format!("the pack has no setting `{text}`"));
                let found = Diagnostic::error(Code::TomlKeyUnknown, message).at(&file.origin(&name.span()));
                findings.push(suggest(found, text, below.keys().map(String::as_str)));
            }
            _ => drop(below.insert(name.into_inner(), (setting, origin))),
        }
    }
}

/// Adds the name that is most like it, else all there are.
pub(crate) fn suggest<'a>(found: Diagnostic, name: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => found.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None if known.is_empty() => found.hint("这里还什么都没有", "there are none"),
        None => found.hint(format!("现有：{}", known.join("、")), format!("there are: {}", known.join(", "))),
    }
}

fn pack_of(raw: &PackFile, chain: &[(TomlFile, PackFile)]) -> Pack {
    Pack {
        name: raw.name.get_ref().clone(),
        version: raw.version.get_ref().clone(),
        chain: chain.iter().map(|(_, raw)| raw.name.get_ref().clone()).collect(),
    }
}

/// The pack's file and those it extends, itself first.
fn read_chain(packs: &Path, name: &str, asked_at: Option<Origin>) -> Outcome<Vec<(TomlFile, PackFile)>> {
    let mut chain: Vec<(TomlFile, PackFile)> = Vec::new();
    let (mut wanted, mut asked_at) = (name.to_owned(), asked_at);
    loop {
        let path = packs.join(&wanted).join(PACK_FILE);
        let located = |found: Diagnostic| match &asked_at {
            Some(origin) => found.at(origin),
            None => found,
        };
        if chain.iter().any(|(file, _)| file.path == path) {
            let message =
                Message::new(format!("“{wanted}”绕了一圈又继承自己"), format!("`{wanted}` extends itself in a circle"));
            return Err(vec![located(Diagnostic::error(Code::TomlValue, message))]);
        }
        if !super::load::is_plain_name(&wanted) || !path.is_file() {
            return Err(vec![located(unknown(packs, &wanted))]);
        }
        let file = TomlFile::read(&path)?;
        let raw: PackFile = file.parse()?;
        if *raw.name.get_ref() != wanted {
            let name = raw.name.get_ref();
            let message = Message::new(
                format!("模板包叫“{name}”，文件夹却叫“{wanted}”"),
                format!("the pack is named `{name}`, its folder `{wanted}`"),
            );
            let found = Diagnostic::error(Code::TomlValue, message).at(&file.origin(&raw.name.span()));
            return Err(vec![found.hint(format!("写成 name = \"{wanted}\""), format!("write name = \"{wanted}\""))]);
        }
        let next = raw.extends.as_ref().map(|next| (next.get_ref().clone(), file.origin(&next.span())));
        chain.push((file, raw));
        match next {
            Some((next, origin)) => (wanted, asked_at) = (next, Some(origin)),
            None => return Ok(chain),
        }
    }
}

/// That there is no pack of this name, and which there are.
pub fn unknown(dir: &Path, name: &str) -> Diagnostic {
    let message = Message::new(format!("没有名为“{name}”的模板包"), format!("there is no pack named `{name}`"));
    let known = packs(dir);
    suggest(
        Diagnostic::error(Code::PackUnknown, message).at(&Origin::file(dir)),
        name,
        known.iter().map(String::as_str),
    )
}

/// The problem if the pack was made for a dafu that this one does not follow.
fn other_version(file: &TomlFile, wanted: &Text) -> Option<Diagnostic> {
    let own = env!("CARGO_PKG_VERSION");
    let text = wanted.get_ref();
    let (found, hint) = match (numbers(text), numbers(own)) {
        (None, _) => (
            Message::new(format!("“{text}”不是版本号"), format!("`{text}` is not a version")),
            (format!("写成 dafu = \"{own}\" 这样"), format!("write it like dafu = \"{own}\"")),
        ),
        (Some(wanted), Some(have)) if !follows(have, wanted) => (
            Message::new(
                format!("模板包要用 dafu {text}，这里是 {own}"),
                format!("the pack was made for dafu {text}; this is {own}"),
            ),
            (
                "换用这个版本的 dafu；或者用 dafu template test 核对无误后改这一行".to_owned(),
                "use that dafu, or change this line once `dafu template test` finds nothing".to_owned(),
            ),
        ),
        _ => return None,
    };
    Some(Diagnostic::error(Code::PackVersion, found).at(&file.origin(&wanted.span())).hint(hint.0, hint.1))
}

/// Up to three numbers parted by dots.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    let mut parts = text.split('.');
    for (at, part) in parts.by_ref().enumerate().take(3) {
        *numbers.get_mut(at)? = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Does a version keep the promises of another? Before 1.0 the second number parts what does not fit.
fn follows(have: [u32; 3], wanted: [u32; 3]) -> bool {
    let [major, minor, _] = wanted;
    have >= wanted && have[0] == major && (major > 0 || have[1] == minor)
}

/// Every key of `[page]`.
fn page_keys() -> impl Iterator<Item = &'static str> {
    super::load::PAGE_KEYS.iter().copied().chain(["paper_width_mm", "paper_height_mm"])
}

fn page_value(file: &TomlFile, name: &Text, value: f64) -> Option<Diagnostic> {
    let text = name.get_ref();
    if page_keys().all(|key| key != text) {
        let message = Message::new(format!("不认识“{text}”"), format!("`{text}` is not known here"));
        let found = Diagnostic::error(Code::TomlKeyUnknown, message).at(&file.origin(&name.span()));
        return Some(suggest(found, text, page_keys()));
    }
    (value <= 0.0).then(|| {
        let message = Message::new(format!("“{text}”应当大于 0"), format!("`{text}` is more than 0"));
        Diagnostic::error(Code::TomlValue, message).at(&file.origin(&name.span()))
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of lines and characters are small")]
fn page_of(values: &BTreeMap<String, f64>, file: &TomlFile, findings: &mut Vec<Diagnostic>) -> Option<Page> {
    let absent: Vec<_> = page_keys().filter(|key| !values.contains_key(*key)).collect();
    findings.extend(absent.iter().map(|key| super::load::missing(file, &format!("page.{key}"))));
    let value = |name: &str| values.get(name).copied().unwrap_or_default();
    absent.is_empty().then(|| Page {
        paper_width_mm: value("paper_width_mm"),
        paper_height_mm: value("paper_height_mm"),
        left_mm: value("left_mm"),
        right_mm: value("right_mm"),
        top_mm: value("top_mm"),
        bottom_mm: value("bottom_mm"),
        size_pt: value("size_pt"),
        lines: value("lines") as u32,
        title_size_pt: value("title_size_pt"),
        title_measure_em: value("title_measure_em"),
        title_last_line: value("title_last_line") as usize,
        head_size_pt: value("head_size_pt"),
        colophon_size_pt: value("colophon_size_pt"),
        seal_mm: value("seal_mm"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_follows_an_earlier_one_of_its_line() {
        for (have, wanted, fits) in [
            ([0, 1, 0], "0.1", true),
            ([0, 1, 4], "0.1.2", true),
            ([0, 1, 0], "0.1.2", false),
            ([0, 2, 0], "0.1", false),
            ([1, 4, 0], "1.2", true),
            ([2, 0, 0], "1.2", false),
        ] {
            assert_eq!(follows(have, numbers(wanted).unwrap()), fits, "{have:?} {wanted}");
        }
        assert_eq!(numbers("0.1.x"), None);
        assert_eq!(numbers("1.2.3.4"), None);
    }
}
