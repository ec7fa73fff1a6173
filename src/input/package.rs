//! The container of `.xlsx` and `.docx`: a zip of parts that name each other by relations (ISO/IEC 29500-2).

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::contents::Trouble;
use super::text;
use super::xml::{attribute, each_tag, local};

/// An opened container.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// What a part may hold when unpacked.
    limit: u64,
}

/// How a part names another one.
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type: `officeDocument`, `styles`. (Strict and transitional files differ in the rest.)
    pub kind: String,
    /// The other part's path.
    pub target: String,
}

impl<'b> Package<'b> {
    /// Opens it; a part of more than `limit` bytes is refused when it is asked for.
    pub fn open(bytes: &'b [u8], limit: u64) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
        Ok(Self { archive, limit })
    }

    /// The part that the others hang on.
    pub fn main(&mut self, usual: &str) -> Result<String, Trouble> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        Ok(main.map_or_else(|| usual.to_owned(), |relation| relation.target))
    }

    /// A part as text; `None` where it is not there.
    pub fn part(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        // Some programs write names in another case, or with the separators of Windows.
        let is_it = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path.trim_start_matches('/'));
        let place = self.archive.file_names().position(|name| name.is_ok_and(|name| is_it(&name)));
        let Some(place) = place else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let part = self.archive.by_index(place).map_err(|_| Trouble::Damaged)?;
        part.take(self.limit + 1).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
        if bytes.len() as u64 > self.limit {
            return Err(Trouble::TooLarge);
        }
        text::decode(&bytes).map(Some).ok_or(Trouble::Damaged)
    }

    /// The relations of a part, or of the package where `part` is empty, in their order.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Trouble> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let mut found = Vec::new();
        let Some(text) = self.part(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(found);
        };
        each_tag(&text, |tag| {
            if local(tag) != "Relationship" {
                return Ok(());
            }
            let kind = attribute(tag, "Type")?.unwrap_or_default();
            found.push(Relation {
                id: attribute(tag, "Id")?.unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &attribute(tag, "Target")?.unwrap_or_default()),
            });
            Ok(())
        })?;
        Ok(found)
    }
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
