//! `fonts.toml`: which faces play which role, and where each file is from.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::Role;
use crate::diag::{Code, Diagnostic, Message, Outcome};
use crate::toml_file::{TomlFile, nearest};

/// The catalogue as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    role: BTreeMap<Spanned<String>, RoleFile>,
    face: Vec<FaceFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    families: Vec<Spanned<String>>,
    #[serde(default, rename = "aliases")]
    _aliases: Vec<String>,
}

/// One `[[face]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FaceFile {
    family: String,
    file: Option<Spanned<String>>,
    sha256: Option<String>,
    #[serde(default)]
    licence: String,
    #[serde(default, rename = "licence-files")]
    _licence_files: Vec<String>,
    #[serde(default, rename = "source")]
    _source: String,
    #[serde(default, rename = "change")]
    _change: String,
    #[serde(default)]
    optional: bool,
}

/// A face that is shipped: its file and digest are known.
#[derive(Debug)]
pub(super) struct Shipped {
    pub family: String,
    pub file: String,
    pub sha256: Option<String>,
    pub licence: String,
}

/// The catalogue, with every family of a role accounted for.
#[derive(Debug)]
pub(super) struct Catalogue {
    /// Families by role, first asked first, in the order of [`Role::ALL`].
    pub chains: Vec<Vec<String>>,
    pub shipped: Vec<Shipped>,
    /// Families that a user may add.
    pub optional: Vec<String>,
}

/// Reads `dir/fonts.toml`.
pub(super) fn read(dir: &Path) -> Outcome<Catalogue> {
    let path = dir.join("fonts.toml");
    if !path.is_file() {
        let shown = path.display();
        let message = Message::new(format!("找不到字体目录 {shown}"), format!("there is no catalogue of fonts {shown}"));
        return Err(vec![
            Diagnostic::error(Code::FontsMissing, message)
                .at(&crate::diag::Origin::file(&path))
                .hint("用 --fonts 指出字体文件夹", "name the folder of fonts with --fonts"),
        ]);
    }
    let file = TomlFile::read(&path)?;
    let raw: CatalogueFile = file.parse()?;
    let mut findings = Vec::new();
    let refuse = |code, span: std::ops::Range<usize>, zh: String, en: String| {
        Diagnostic::error(code, Message::new(zh, en)).at(&file.origin(&span))
    };

    let mut chains = vec![Vec::new(); Role::ALL.len()];
    for (name, role) in &raw.role {
        let Some(known) = Role::ALL.iter().find(|role| role.as_str() == name.get_ref()) else {
            let text = name.get_ref();
            let found = refuse(
                Code::TomlKeyUnknown,
                name.span(),
                format!("没有“{text}”这种用途"),
                format!("there is no role `{text}`"),
            );
            let near = nearest(text, Role::ALL.iter().map(|role| role.as_str()));
            findings.push(match near {
                Some(near) => found.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => found,
            });
            continue;
        };
        for family in &role.families {
            if !raw.face.iter().any(|face| face.family == *family.get_ref()) {
                let text = family.get_ref();
                findings.push(refuse(
                    Code::TomlValue,
                    family.span(),
                    format!("字体“{text}”没有对应的 [[face]]"),
                    format!("family `{text}` has no [[face]]"),
                ));
            }
        }
        chains[known.index()] = role.families.iter().map(|family| family.get_ref().clone()).collect();
    }
    for role in Role::ALL.iter().filter(|role| chains[role.index()].is_empty()) {
        let name = role.as_str();
        findings.push(refuse(
            Code::TomlValue,
            0..0,
            format!("缺少 [role.{name}]（{}）", role.chinese()),
            format!("[role.{name}] is missing"),
        ));
    }

    let (mut shipped, mut optional) = (Vec::new(), Vec::new());
    for face in raw.face {
        match face.file {
            Some(name) if is_plain(name.get_ref()) => shipped.push(Shipped {
                family: face.family,
                file: name.into_inner(),
                sha256: face.sha256,
                licence: face.licence,
            }),
            Some(name) => {
                let text = name.get_ref();
                findings.push(refuse(
                    Code::TomlValue,
                    name.span(),
                    format!("“{text}”应当是字体文件夹里的文件名"),
                    format!("`{text}` is not the name of a file in the folder of fonts"),
                ));
            }
            None if face.optional => optional.push(face.family),
            None => findings.push(refuse(
                Code::TomlValue,
                0..0,
                format!("字体“{}”没有写 file，也没有写 optional = true", face.family),
                format!("face `{}` has neither a file nor optional = true", face.family),
            )),
        }
    }
    if findings.is_empty() { Ok(Catalogue { chains, shipped, optional }) } else { Err(findings) }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.')
}
