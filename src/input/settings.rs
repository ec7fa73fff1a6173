//! What a ledger sets for all its letters: the sheet 设置, or the members of a JSON object beside `letters`.

use std::path::Path;
use std::sync::Arc;

use super::book::{Book, Cell, Content, Setting, SettingValue, Sheet};
use super::headings::plain;
use super::normalise::normalise;
use super::tree::Node;
use crate::diag::{CellRef, Checked, Code, Diagnostic, Message, Origin};

/// The sheet that holds settings.
pub(super) const SHEET: &str = "设置";

/// Its two columns.
pub(super) const COLUMNS: (&str, &str) = ("项目", "值");

/// Names of the item that names the profile.
const PROFILE: &[&str] = &["profile", "模板", "配置"];

/// Options that a ledger may not set: they start programs, reach the network, name keys, seals or trust,
/// widen file access, or name templates and fonts (contract).
const FORBIDDEN: &[&str] = &[
    "templates",
    "fonts",
    "sign",
    "seal",
    "seal-size",
    "seal-plain",
    "draft",
    "sign-time",
    "tsa",
    "cert",
    "password",
    "password-file",
    "trust",
    "level",
    "chain",
    "revocation",
    "fetch-revocation",
    "allow-outside",
    "allow-classified",
    "bodies",
];

/// A book of sheets: takes 设置 out and reads it.
pub(super) fn split_off(file: Arc<Path>, sheets: Vec<Sheet>) -> Checked<Book> {
    let mut findings = Vec::new();
    let (settings, ledgers): (Vec<_>, Vec<_>) =
        sheets.into_iter().partition(|sheet| sheet.name.as_deref().map(str::trim) == Some(SHEET));
    let items = settings.iter().flat_map(|sheet| items(&file, sheet, &mut findings)).collect();
    let mut book = finish(file, Content::Sheets(ledgers), items, findings);
    if let Some(book) = &mut book.value {
        book.aside = settings;
    }
    book
}

/// A book with its settings sorted. Forbidden ones leave no book: the run must not start.
pub(super) fn finish(
    file: Arc<Path>,
    content: Content,
    items: Vec<Setting>,
    mut findings: Vec<Diagnostic>,
) -> Checked<Book> {
    let mut profile = None;
    let mut settings = Vec::new();
    let mut forbidden = false;
    for item in items {
        let name = plain(&item.name);
        let option = name.trim_start_matches('-').replace('_', "-");
        if FORBIDDEN.contains(&option.as_str()) {
            findings.push(refuse(&item));
            forbidden = true;
        } else if PROFILE.contains(&name.as_str()) {
            match (profile_name(&item), &profile) {
                (Some(_), Some(_)) => findings.push(twice(&item)),
                (Some(named), None) => profile = Some(named),
                (None, _) => findings.extend(not_a_name(&item)),
            }
        } else {
            settings.push(item);
        }
    }
    let book = Book { file, content, aside: Vec::new(), settings, profile };
    Checked { value: (!forbidden).then_some(book), findings }
}

fn refuse(item: &Setting) -> Diagnostic {
    let name = &item.name;
    let message = Message::new(format!("台账里不能设置“{name}”"), format!("a ledger may not set `{name}`"));
    Diagnostic::error(Code::OptionForbidden, message).at(&item.name_origin).hint(
        format!("从台账里删去；需要时写在命令行里：--{name}"),
        format!("remove it; give it on the command line where it is wanted: --{name}"),
    )
}

fn profile_name(item: &Setting) -> Option<(String, Origin)> {
    let (SettingValue::Cell(Some(Cell::Text(raw)), _) | SettingValue::Json(Node::Text(raw), _)) = &item.value else {
        return None;
    };
    let name = normalise(raw, false).text;
    (!name.is_empty()).then(|| (name, item.origin().clone()))
}

/// An empty item names no profile; anything but text is a mistake.
fn not_a_name(item: &Setting) -> Option<Diagnostic> {
    let empty = match &item.value {
        SettingValue::Cell(cell, _) => matches!(cell, None | Some(Cell::Text(_))),
        SettingValue::Json(node, _) => matches!(node, Node::Null | Node::Text(_)),
    };
    if empty {
        return None;
    }
    let message = Message::new("模板名应当是文字", "the name of a profile is text");
    let code = match &item.value {
        SettingValue::Cell(..) => Code::ProfileUnknown,
        SettingValue::Json(..) => Code::JsonType,
    };
    Some(
        Diagnostic::error(code, message)
            .at(item.origin())
            .hint("写成 huangshan 或 standard", "write it like huangshan or standard"),
    )
}

fn twice(item: &Setting) -> Diagnostic {
    let message = Message::new("模板写了两次", "the profile is named twice");
    Diagnostic::error(Code::HeadingDuplicate, message).at(item.origin()).hint("只留一个", "keep one of them")
}

impl Setting {
    /// Where its value stands.
    pub fn origin(&self) -> &Origin {
        match &self.value {
            SettingValue::Cell(_, origin) => origin,
            SettingValue::Json(..) => &self.name_origin,
        }
    }
}

/// The items of a sheet, below the headings 项目 and 值.
fn items(file: &Arc<Path>, sheet: &Sheet, findings: &mut Vec<Diagnostic>) -> Vec<Setting> {
    if sheet.cells.is_empty() {
        return Vec::new();
    }
    let Some((row, names, values)) = find_columns(sheet) else {
        let message = Message::new(
            format!("工作表“{SHEET}”里没有“{}”和“{}”两列", COLUMNS.0, COLUMNS.1),
            format!("sheet `{SHEET}` has no columns `{}` and `{}`", COLUMNS.0, COLUMNS.1),
        );
        let first = CellRef { row: 0, column: 0 };
        findings.push(Diagnostic::error(Code::HeadingsMissing, message).at(&sheet.origin(file, first)).hint(
            "第一行写“项目”和“值”，下面每行一项，如 发文机关、黄山市发展和改革委员会",
            "head the sheet 项目 and 值, then one item a row, such as 发文机关 and its value",
        ));
        return Vec::new();
    };
    let from = CellRef { row: row + 1, column: 0 };
    sheet
        .cells
        .range(from..)
        .filter(|(place, _)| place.column == names)
        .filter_map(|(place, cell)| {
            let Cell::Text(name) = cell else { return None };
            let at = CellRef { row: place.row, column: values };
            Some(Setting {
                name: name.trim().to_owned(),
                name_origin: sheet.origin(file, *place),
                value: SettingValue::Cell(sheet.cells.get(&at).cloned(), sheet.origin(file, at)),
            })
        })
        .collect()
}

fn find_columns(sheet: &Sheet) -> Option<(u32, u32, u32)> {
    let place_of = |heading: &str| {
        sheet
            .cells
            .iter()
            .find(|(_, cell)| matches!(cell, Cell::Text(text) if plain(text) == heading))
            .map(|(place, _)| *place)
    };
    let (names, values) = (place_of(COLUMNS.0)?, place_of(COLUMNS.1)?);
    (names.row == values.row).then_some((names.row, names.column, values.column))
}
