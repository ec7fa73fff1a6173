//! The parts of an `.xlsx` and how they name each other (ISO/IEC 29500-2).

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::contents::Trouble;

/// An `.xlsx`, opened as what it is: a zip of parts.
pub(super) struct Package<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// The workbook's part and the folder that its relations start from.
    workbook: String,
    /// Targets of the workbook's relations: by id, the last word of the kind and the path.
    relations: BTreeMap<String, (String, String)>,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
        let mut package = Self { archive, workbook: "xl/workbook.xml".to_owned(), relations: BTreeMap::new() };
        if let Some(root) = package.read_if_there("_rels/.rels")? {
            let relations = relations(&root, "")?;
            let workbook = relations.into_values().find(|(kind, _)| kind == "officeDocument");
            package.workbook = workbook.map_or(package.workbook, |(_, path)| path);
        }
        let (folder, name) = package.workbook.rsplit_once('/').unwrap_or(("", &package.workbook));
        let (folder, path) = (folder.to_owned(), format!("{folder}/_rels/{name}.rels"));
        if let Some(text) = package.read_if_there(path.trim_start_matches('/'))? {
            package.relations = relations(&text, &folder)?;
        }
        Ok(package)
    }

    /// The names of the workbook's sheets and their parts.
    pub fn sheets(&mut self) -> Result<Vec<(String, String)>, Trouble> {
        let text = self.read(&self.workbook.clone())?;
        let mut sheets = Vec::new();
        each_tag(&text, |tag| {
            if local(tag) != "sheet" {
                return Ok(());
            }
            let (name, id) = (attribute(tag, "name")?, attribute(tag, "id")?);
            let path = id.and_then(|id| self.relations.get(&id)).map(|(_, path)| path.clone());
            sheets.extend(name.zip(path));
            Ok(())
        })?;
        Ok(sheets)
    }

    /// The part of the styles.
    pub fn styles(&mut self) -> Result<Option<String>, Trouble> {
        self.related("styles")
    }

    /// The part of the texts that cells share.
    pub fn shared_strings(&mut self) -> Result<Option<String>, Trouble> {
        self.related("sharedStrings")
    }

    fn related(&mut self, kind: &str) -> Result<Option<String>, Trouble> {
        let path = self.relations.values().find(|(found, _)| found == kind).map(|(_, path)| path.clone());
        path.map_or(Ok(None), |path| self.read_if_there(&path))
    }

    /// The text of a part.
    pub fn read(&mut self, path: &str) -> Result<String, Trouble> {
        self.read_if_there(path)?.ok_or(Trouble::Damaged)
    }

    fn read_if_there(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        // Some programs write names in another case, or with the separators of Windows.
        let named = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path);
        let place = self.archive.file_names().position(|name| name.is_ok_and(|name| named(&name)));
        let Some(place) = place else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let mut part = self.archive.by_index(place).map_err(|_| Trouble::Damaged)?;
        part.read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
        String::from_utf8(bytes).map(Some).map_err(|_| Trouble::Damaged)
    }
}

/// The relations of a part that stands in `folder`: by id, the last word of the kind and the target's path.
fn relations(text: &str, folder: &str) -> Result<BTreeMap<String, (String, String)>, Trouble> {
    let mut found = BTreeMap::new();
    each_tag(text, |tag| {
        if local(tag) != "Relationship" {
            return Ok(());
        }
        let (id, kind, target) = (attribute(tag, "Id")?, attribute(tag, "Type")?, attribute(tag, "Target")?);
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            // Strict and transitional files name kinds by other addresses with the same last word.
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.insert(id, (kind, resolve(folder, &target)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The path of `target`, which is named in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// Calls `look` for every element that begins.
pub(super) fn each_tag(
    text: &str,
    mut look: impl FnMut(&BytesStart<'_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) => look(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An element's name without its prefix: programs choose prefixes freely.
pub(super) fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name: &str = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Trouble> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Trouble::Damaged)?;
        let key: &str = attribute.key.into_inner();
        if key.rsplit(':').next() == Some(name) {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return value.map(|value| Some(value.into_owned())).map_err(|_| Trouble::Damaged);
        }
    }
    Ok(None)
}

/// An attribute that is on: `1` or `true`.
pub(super) fn is_on(tag: &BytesStart<'_>, name: &str) -> Result<bool, Trouble> {
    Ok(matches!(attribute(tag, name)?.as_deref(), Some("1" | "true")))
}

/// A property element such as `<strike/>`: on, unless its value says off.
pub(super) fn is_property_on(tag: &BytesStart<'_>) -> Result<bool, Trouble> {
    Ok(!matches!(attribute(tag, "val")?.as_deref(), Some("0" | "false")))
}
