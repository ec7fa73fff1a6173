//! The parts of an `.xlsx`.

use super::super::contents::{Trouble, UNPACKED_LIMIT};
use super::super::package::{Package, Relation};
use super::super::xml::{attribute, each_tag, local};
use quick_xml::events::BytesStart;

/// An `.xlsx`, opened.
pub(super) struct Parts<'a> {
    package: Package<'a>,
    workbook: String,
    relations: Vec<Relation>,
}

impl<'a> Parts<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        // All parts together were measured when the file was looked at.
        let mut package = Package::open(bytes, UNPACKED_LIMIT)?;
        let workbook = package.main("xl/workbook.xml")?;
        let relations = package.relations(&workbook)?;
        Ok(Self { package, workbook, relations })
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
            let relation = self.relations.iter().find(|relation| id.as_ref() == Some(&relation.id));
            sheets.extend(name.zip(relation.map(|relation| relation.target.clone())));
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
        let relation = self.relations.iter().find(|relation| relation.kind == kind);
        relation.map_or(Ok(None), |relation| self.package.part(&relation.target))
    }

    /// The text of a part.
    pub fn read(&mut self, path: &str) -> Result<String, Trouble> {
        self.package.part(path)?.ok_or(Trouble::Damaged)
    }
}

/// An attribute that is on: `1` or `true`.
pub(super) fn is_on(tag: &BytesStart<'_>, name: &str) -> Result<bool, Trouble> {
    Ok(matches!(attribute(tag, name)?.as_deref(), Some("1" | "true")))
}

/// The column, from 0, of a cell's name: `AB12`.
pub(super) fn column_of(name: &str) -> Option<u32> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let mut number = letters.map(|letter| u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.try_fold(0_u32, |all, letter| all.checked_mul(26)?.checked_add(letter))?.checked_sub(1)
}
