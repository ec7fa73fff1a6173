//! `fonts.toml`: which families each role asks, and which file each family is. A department's own stands in
//! the folder [`OWN`] and is laid over the shipped one.

use std::ops::Range;
use std::path::Path;

use toml::de::DeTable;

use super::Role;
use super::toml_reader::{Reader, Value, name};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};

/// The list of fonts in a folder of fonts.
pub(super) const LIST: &str = "fonts.toml";
/// The folder, in the folder of fonts, of a department's own faces and their list.
pub(super) const OWN: &str = "local";

/// What `fonts.toml` says, checked: every role is there, and every family it asks is a face.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Catalogue {
    /// In the order of [`Role::ALL`].
    pub roles: Vec<RoleEntry>,
    pub faces: Vec<FaceEntry>,
}

/// `[role.…]`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RoleEntry {
    pub role: Role,
    /// Families in the order they are asked.
    pub families: Vec<String>,
    /// Other names by which people know the typeface.
    pub aliases: Vec<String>,
}

/// `[[face]]`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FaceEntry {
    /// As Typst names it.
    pub family: String,
    /// Where the family stands.
    pub origin: Origin,
    /// The file beside `fonts.toml`; an optional face has none and is found by its family.
    pub file: Option<FaceFile>,
    /// From the department's own list.
    pub own: bool,
    /// Its licence, where it is known.
    pub licence: Option<String>,
}

/// The file of a face.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FaceFile {
    /// Its path below the folder of fonts, with `/`.
    pub name: String,
    /// SHA-256 of the file in hex.
    pub sha256: Option<String>,
}

impl Catalogue {
    /// Reads the `text` of the file `path`.
    pub fn parse(path: &Path, text: &str) -> Outcome<Self> {
        Self::parse_over(path, text, None)
    }

    /// Reads a department's own list, whose roles may ask the families of `shipped` too. A role that it leaves
    /// out stays as it is shipped.
    pub fn parse_own(path: &Path, text: &str, shipped: &Self) -> Outcome<Self> {
        let mut own = Self::parse_over(path, text, Some(shipped))?;
        for face in &mut own.faces {
            face.own = true;
            if let Some(file) = &mut face.file {
                file.name = format!("{OWN}/{}", file.name);
            }
        }
        Ok(own)
    }

    fn parse_over(path: &Path, text: &str, shipped: Option<&Self>) -> Outcome<Self> {
        let mut reader = Reader::new(path, text);
        let Some(root) = reader.parse() else {
            return Err(reader.finish());
        };
        reader.known_keys(&root, &["role", "face"]);
        let faces = faces(&mut reader, &root);
        let known = faces.iter().chain(shipped.iter().flat_map(|shipped| &shipped.faces));
        let known: Vec<&str> = known.map(|face| face.family.as_str()).collect();
        let roles = roles(&mut reader, &root, &known, shipped.is_none());
        let found = reader.finish();
        if found.is_empty() { Ok(Self { roles, faces }) } else { Err(found) }
    }

    /// This list with a department's `own` before it: its families are asked first, the shipped ones behind them.
    #[must_use]
    pub fn behind(mut self, own: Self) -> Self {
        for role in own.roles {
            let Some(shipped) = self.roles.iter_mut().find(|shipped| shipped.role == role.role) else {
                continue;
            };
            let behind: Vec<String> =
                shipped.families.drain(..).filter(|family| !role.families.contains(family)).collect();
            shipped.families = role.families;
            shipped.families.extend(behind);
            shipped.aliases.extend(role.aliases);
        }
        let family = |face: &FaceEntry| own.faces.iter().any(|own| own.family == face.family);
        self.faces.retain(|face| !family(face));
        self.faces.extend(own.faces);
        self
    }
}

fn faces(reader: &mut Reader<'_>, root: &DeTable<'_>) -> Vec<FaceEntry> {
    let Some(value) = reader.required(root, 0..0, "face") else {
        return Vec::new();
    };
    let mut faces: Vec<FaceEntry> = Vec::new();
    for value in reader.array(value) {
        let Some((entry, family)) = face(reader, value) else {
            continue;
        };
        if faces.iter().any(|face| face.family == entry.family) {
            let name = &entry.family;
            reader.complain(
                family,
                Code::TomlValue,
                Message::new(format!("字族“{name}”写了两次"), format!("the family `{name}` stands here twice")),
            );
        }
        faces.push(entry);
    }
    faces
}

/// A face and where its family stands.
fn face(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<(FaceEntry, Range<usize>)> {
    let table = reader.table(value)?;
    reader.known_keys(table, &["family", "file", "sha256", "licence", "licence-files", "source", "change", "optional"]);
    let mut text = |key: &str| table.get(key).and_then(|value| reader.string(value));
    let (file, sha256, licence) = (text("file"), text("sha256"), text("licence"));
    // For people only; checked like the rest, so that a mistake does not hide there.
    let _ = (text("source"), text("change"));
    if let Some(files) = table.get("licence-files") {
        reader.strings(files);
    }
    let optional = table.get("optional").and_then(|value| reader.boolean(value));
    let family = reader.required(table, value.span(), "family")?;
    let span = family.span();
    let family = reader.string(family)?;
    if optional == Some(true) {
        if let Some(file) = table.get("file") {
            reader.complain(
                file.span(),
                Code::TomlValue,
                Message::new(
                    "可选字体（optional）不写 file，按字族名在文件夹里找",
                    "an optional face has no `file`: it is found by its family",
                ),
            );
        }
    } else {
        reader.required(table, value.span(), "file")?;
    }
    if let (Some(digest), Some(value)) = (&sha256, table.get("sha256"))
        && !(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        reader.complain(
            value.span(),
            Code::TomlValue,
            Message::new(
                format!("“{digest}”不是 SHA-256 校验值，应当是64位十六进制数字"),
                format!("`{digest}` is not a SHA-256, which has 64 hexadecimal digits"),
            ),
        );
    }
    let entry = FaceEntry {
        family,
        origin: reader.origin(span.start),
        file: file.map(|name| FaceFile { name, sha256 }),
        own: false,
        licence,
    };
    Some((entry, span))
}

/// The roles; `all` of them must be there where nothing stands behind this list.
fn roles(reader: &mut Reader<'_>, root: &DeTable<'_>, known: &[&str], all: bool) -> Vec<RoleEntry> {
    let Some(value) = reader.required(root, 0..0, "role") else {
        return Vec::new();
    };
    let Some(table) = reader.table(value) else {
        return Vec::new();
    };
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    reader.known_keys(table, &names);
    let mut entries = Vec::new();
    for &role in Role::ALL {
        match table.iter().find(|(key, _)| name(key) == role.as_str()) {
            Some((key, value)) => {
                entries.extend(self::role(reader, role, key.span(), value, known));
            }
            None if !all => {}
            None => reader.report(
                0..0,
                Diagnostic::error(
                    Code::TomlValue,
                    Message::new(
                        format!("缺少{}的字体：[role.{}]", role.chinese(), role.as_str()),
                        format!("there is no `[role.{}]`", role.as_str()),
                    ),
                ),
            ),
        }
    }
    entries
}

fn role(
    reader: &mut Reader<'_>,
    role: Role,
    key: Range<usize>,
    value: &Value<'_>,
    known: &[&str],
) -> Option<RoleEntry> {
    let table = reader.table(value)?;
    reader.known_keys(table, &["families", "aliases"]);
    let families = reader.required(table, key, "families")?;
    let families = reader.strings(families);
    for (family, span) in &families {
        if !known.contains(&family.as_str()) {
            reader.report(
                span.clone(),
                Diagnostic::error(
                    Code::TomlValue,
                    Message::new(
                        format!("字族“{family}”没有对应的 [[face]]"),
                        format!("there is no `[[face]]` of the family `{family}`"),
                    ),
                )
                .hint(
                    "补一段 [[face]]，写明 family 和 file；不随程序提供的写 optional = true",
                    "add a `[[face]]` with `family` and `file`, or `optional = true` for one that need not be there",
                ),
            );
        }
    }
    let aliases = table.get("aliases").map(|value| reader.strings(value));
    let names = |list: Vec<(String, Range<usize>)>| list.into_iter().map(|(name, _)| name).collect();
    Some(RoleEntry { role, families: names(families), aliases: names(aliases.unwrap_or_default()) })
}
