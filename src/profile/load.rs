//! Reading a profile, those it extends, and the settings of its pack.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::layer::{self, Layer, ProfileFile};
use super::pack;
use super::{FieldSpec, Key, Need, Page, Profile};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::toml_file::{TomlFile, nearest};

/// The settings of `[page]` that a profile may override.
pub(super) const PAGE_KEYS: &[&str] = &[
    "left_mm",
    "right_mm",
    "top_mm",
    "bottom_mm",
    "size_pt",
    "lines",
    "title_size_pt",
    "title_measure_em",
    "title_last_line",
    "head_size_pt",
    "colophon_size_pt",
    "seal_mm",
];

/// Loads the profile `name` of the folder of templates `packs`: `packs/profiles/<name>.toml`, what it
/// extends, and `packs/<pack>/template.toml`. All that is wrong in them is in the failure.
pub fn load(packs: &Path, name: &str) -> Outcome<Profile> {
    let chain = read_chain(packs, name)?;
    let named = chain.iter().find_map(|(file, raw)| {
        let pack = raw.pack.as_ref()?;
        Some((pack.get_ref().clone(), file.origin(&pack.span())))
    });
    let asked_at = named.as_ref().map(|(_, origin)| origin);
    let loaded = pack::load(packs, named.as_ref().map_or("reply", |(name, _)| name.as_str()), asked_at)?;

    let mut texts = Vec::new();
    let mut findings = Vec::new();
    let mut fields = loaded.fields;
    let mut settings = loaded.settings;
    for (file, raw) in chain.iter().rev() {
        pack::overlay(&mut settings, raw.settings.clone(), file, false, &mut findings);
    }
    let mut layers = Vec::new();
    let mut file = None;
    for (text, raw) in chain {
        layers.push(layer::check(&text, raw, &loaded.places, PAGE_KEYS, &mut findings));
        texts.push(text.text.clone());
        file.get_or_insert(text);
    }
    texts.extend(loaded.texts);
    let Some(own) = file else {
        return Err(findings);
    };

    let mut merged = Layer::default();
    for layer in layers.into_iter().rev() {
        merged.overlay(layer);
    }
    let page = merged.page_over(&loaded.page);
    fields.append(&mut merged.fields);
    set_needs(&mut fields, &merged.needs);
    let mut absent = |key: &str| findings.push(missing(&own, key));
    let (naming, genre_rules, copies) = merged.naming.finish(&merged.wording, &mut absent);
    let feedback_form = merged.feedback_form.finish(&mut absent);
    let wording = merged.wording.finish(&mut |key| absent(&format!("wording.{key}")));
    let mut prints = merged.prints.unwrap_or_default();
    prints.extend(merged.prints_also);
    findings.extend(unlabelled(&prints, &merged.labels));
    for place in loaded.places.keys().filter(|place| !merged.places.contains_key(*place)) {
        findings.push(missing(&own, &format!("places.{place}")));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut profile = Profile {
        name: name.to_owned(),
        pack: loaded.pack,
        settings: settings.into_iter().map(|(name, (setting, _))| (name, setting)).collect(),
        fonts: loaded.fonts,
        file: own.path,
        fields,
        defaults: merged.defaults,
        prints: prints.into_iter().map(|(key, _)| key).collect(),
        matters: merged.matters.unwrap_or_default(),
        genres: merged.genres.unwrap_or_default(),
        classes: merged.classes,
        wording,
        naming,
        genre_rules,
        copies,
        worded: BTreeSet::new(),
        labels: merged.labels,
        stops: merged.stops,
        feedback: merged.feedback,
        feedback_form,
        unmarked: merged.unmarked.unwrap_or_default(),
        form: merged.form.unwrap_or_default(),
        places: merged.places,
        page,
        digest: crate::digest::sha256(texts.iter().map(String::as_bytes)),
    };
    profile.worded = profile.named_in_wording();
    Ok(profile)
}

/// The files that a profile is made of, but for those of its pack: its own, and those that it extends.
pub fn files(packs: &Path, name: &str) -> Outcome<Vec<PathBuf>> {
    Ok(read_chain(packs, name)?.into_iter().map(|(file, _)| file.path).collect())
}

/// Elements that stand behind a label; a form that prints one without saying its label has forgotten it.
const LABELLED: &[Key] = &[
    Key::Signatory,
    Key::Attachments,
    Key::Category,
    Key::ContactUnit,
    Key::ContactPerson,
    Key::ContactPhone,
    Key::Disclosure,
    Key::Cc,
    Key::Reviewer,
    Key::CoUnits,
    Key::FilingNumber,
    Key::ClassNumber,
    Key::Previous,
];

fn unlabelled(prints: &[(Key, Origin)], labels: &BTreeMap<Key, String>) -> Vec<Diagnostic> {
    let labelled = |key: &Key| LABELLED.contains(key) || matches!(key, Key::Extra(_));
    let absent = prints.iter().filter(|(key, _)| labelled(key) && !labels.contains_key(key));
    let told = absent.map(|(key, origin)| {
        let message =
            Message::new(format!("要印“{key}”，却没有它的标签"), format!("`{key}` is printed, but has no label"));
        Diagnostic::error(Code::TomlValue, message).at(origin).hint(
            format!("在 [labels] 里写 \"{key}\" = \"……：\"；不要标签就写 \"\""),
            format!("write \"{key}\" = \"…：\" under [labels]; \"\" for none"),
        )
    });
    told.collect()
}

/// The profile's file and those it extends, itself first.
fn read_chain(packs: &Path, name: &str) -> Outcome<Vec<(TomlFile, ProfileFile)>> {
    let mut chain: Vec<(TomlFile, ProfileFile)> = Vec::new();
    let mut wanted = name.to_owned();
    let mut asked_at = None;
    loop {
        let path = packs.join("profiles").join(format!("{wanted}.toml"));
        if chain.iter().any(|(file, _)| file.path == path) {
            let message =
                Message::new(format!("“{wanted}”绕了一圈又继承自己"), format!("`{wanted}` extends itself in a circle"));
            return Err(vec![at(Diagnostic::error(Code::TomlValue, message), asked_at)]);
        }
        if !is_plain_name(&wanted) || !path.is_file() {
            return Err(vec![at(unknown_profile(packs, &wanted), asked_at)]);
        }
        let file = TomlFile::read(&path)?;
        let raw: ProfileFile = file.parse()?;
        let next = raw.extends.as_ref().map(|next| (next.get_ref().clone(), file.origin(&next.span())));
        chain.push((file, raw));
        match next {
            Some((next, origin)) => (wanted, asked_at) = (next, Some(origin)),
            None => return Ok(chain),
        }
    }
}

/// The profiles of a folder of templates, by name.
pub fn names(packs: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(packs.join("profiles")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_string_lossy().strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// The pack that a profile uses.
pub fn pack_of(packs: &Path, name: &str) -> Outcome<String> {
    let chain = read_chain(packs, name)?;
    let named = chain.iter().find_map(|(_, raw)| raw.pack.as_ref()).map(|pack| pack.get_ref().clone());
    Ok(named.unwrap_or_else(|| "reply".to_owned()))
}

/// The files that a profile is read from: its own, those it extends, its pack's and those that one extends.
pub fn all_files(packs: &Path, name: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = files(packs, name)?;
    let own = pack(packs, &pack_of(packs, name)?)?;
    files.extend(own.chain.iter().map(|pack| packs.join(pack).join(pack::PACK_FILE)));
    Ok(files)
}

/// A profile's name is a file's name and never a path.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\', ':']) && !name.starts_with('.')
}

fn unknown_profile(packs: &Path, name: &str) -> Diagnostic {
    let known = names(packs);
    let message = Message::new(format!("没有名为“{name}”的配置"), format!("there is no profile named `{name}`"));
    let found = Diagnostic::error(Code::ProfileUnknown, message).at(&Origin::file(&packs.join("profiles")));
    let all = known.join(", ");
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => {
            found.hint(format!("是不是“{near}”？现有：{all}"), format!("did you mean `{near}`? there are: {all}"))
        }
        None => found.hint(format!("现有：{all}"), format!("there are: {all}")),
    }
}

fn at(found: Diagnostic, origin: Option<Origin>) -> Diagnostic {
    match origin {
        Some(origin) => found.at(&origin),
        None => found,
    }
}

/// What no layer gives is said of the profile's own file, at the table where it would stand.
pub(super) fn missing(file: &TomlFile, key: &str) -> Diagnostic {
    let message = Message::new(format!("缺少“{key}”"), format!("`{key}` is missing"));
    let table = key.rsplit_once('.').map_or(key, |(table, _)| table);
    let at = file.text.find(&format!("[{table}]")).unwrap_or_default();
    Diagnostic::error(Code::TomlValue, message)
        .at(&file.origin(&(at..at)))
        .hint("补上这一项，或用 extends 继承另一个配置", "add it, or extend another profile")
}

/// Every field of the contract is in the table, whatever the pack lists; needs are the profile's.
fn set_needs(fields: &mut Vec<FieldSpec>, needs: &BTreeMap<Key, Need>) {
    for key in Key::ALL {
        if !fields.iter().any(|field| field.key == *key) {
            fields.push(FieldSpec {
                key: key.clone(),
                headings: Vec::new(),
                kind: super::Kind::Text,
                need: Need::Optional,
                example: String::new(),
            });
        }
    }
    for field in fields {
        if let Some(need) = needs.get(&field.key) {
            field.need = need.clone();
        }
    }
}

impl Layer {
    /// Lays `top` over this one. A class table replaces the one below whole, since a letter means something else elsewhere.
    fn overlay(&mut self, top: Self) {
        fn over<T>(below: &mut Option<T>, top: Option<T>) {
            if top.is_some() {
                *below = top;
            }
        }
        over(&mut self.matters, top.matters);
        over(&mut self.genres, top.genres);
        if top.prints.is_some() {
            self.prints_also.clear();
        }
        over(&mut self.prints, top.prints);
        self.prints_also.extend(top.prints_also);
        self.needs.extend(top.needs);
        self.defaults.extend(top.defaults);
        self.places.extend(top.places);
        self.labels.extend(top.labels);
        self.stops.extend(top.stops);
        self.feedback.extend(top.feedback);
        self.feedback_form.overlay(top.feedback_form);
        over(&mut self.unmarked, top.unmarked);
        over(&mut self.form, top.form);
        self.page.extend(top.page);
        if !top.classes.is_empty() {
            self.classes = top.classes;
        }
        self.fields.retain(|field| top.fields.iter().all(|other| other.key != field.key));
        self.fields.extend(top.fields);
        self.naming.overlay(top.naming);
        self.wording.overlay(top.wording);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of lines and characters are small"
    )]
    fn page_over(&self, page: &Page) -> Page {
        let value = |name: &str, below: f64| self.page.get(name).copied().unwrap_or(below);
        Page {
            paper_width_mm: page.paper_width_mm,
            paper_height_mm: page.paper_height_mm,
            left_mm: value("left_mm", page.left_mm),
            right_mm: value("right_mm", page.right_mm),
            top_mm: value("top_mm", page.top_mm),
            bottom_mm: value("bottom_mm", page.bottom_mm),
            size_pt: value("size_pt", page.size_pt),
            lines: value("lines", f64::from(page.lines)) as u32,
            title_size_pt: value("title_size_pt", page.title_size_pt),
            title_measure_em: value("title_measure_em", page.title_measure_em),
            title_last_line: value("title_last_line", page.title_last_line as f64) as usize,
            head_size_pt: value("head_size_pt", page.head_size_pt),
            colophon_size_pt: value("colophon_size_pt", page.colophon_size_pt),
            seal_mm: value("seal_mm", page.seal_mm),
        }
    }
}
