//! The other papers of a 件, found in a folder: the suggestion, the processing sheet, the returned form, …
//!
//! A file belongs to the letter whose number or file name its own name, or its folder's, begins with; its name says
//! what it is: `153_来文.pdf`, `153/征询意见表_扫描.pdf`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::media;
use super::unit::Role;
use crate::archive::Entry;
use crate::diag::{Code, Diagnostic, Message, Origin};

/// A file of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) scan: bool,
}

/// Words in names, and what they say; the longer ones first.
const WORDS: [(&str, Role); 15] = [
    ("征询意见", Role::Feedback),
    ("反馈意见", Role::Feedback),
    ("意见反馈", Role::Feedback),
    ("反馈表", Role::Feedback),
    ("发文处理", Role::ProcessingSheet),
    ("公文处理", Role::ProcessingSheet),
    ("处理单", Role::ProcessingSheet),
    ("发文稿纸", Role::ProcessingSheet),
    ("定稿", Role::FinalDraft),
    ("附件", Role::Attachment),
    ("来文", Role::Suggestion),
    ("建议原文", Role::Suggestion),
    ("提案原文", Role::Suggestion),
    ("建议", Role::Suggestion),
    ("提案", Role::Suggestion),
];

/// What a name says that the file is.
fn role(name: &str) -> Option<Role> {
    WORDS.iter().find(|(word, _)| name.contains(word)).map(|(_, role)| *role)
}

/// All files of the folder by the path of their letter. Each that belongs to no letter, or does not say what it is, is
/// a problem.
pub(super) fn find<'a>(
    dir: &Path,
    letters: impl Iterator<Item = &'a Entry>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<Found>> {
    let mut found: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let owners = Owners::of(letters);
    for path in files(dir, problems) {
        let Ok(below) = path.strip_prefix(dir) else { continue };
        let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let name = parts.last().cloned().unwrap_or_default();
        let owner = match parts.as_slice() {
            [folder, ..] if parts.len() > 1 => folder,
            _ => &name,
        };
        let owned = owners.find(owner);
        let [entry] = owned.as_slice() else {
            problems.push(problem(&path, owned.len() > 1));
            continue;
        };
        let stem = Path::new(&entry.path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // The letter's own name may say 建议 too.
        let own = name.strip_prefix(&stem).unwrap_or(&name);
        let Some(role) = role(own) else {
            problems.push(unknown_role(&path));
            continue;
        };
        if media::kind(&name).is_none() {
            problems.push(unknown_kind(&path));
            continue;
        }
        let scan = media::is_picture(&name) || name.contains("扫描");
        found.entry(entry.path.clone()).or_default().push(Found { role, name, path, scan });
    }
    found.values_mut().for_each(|files| files.sort_by(|a, b| (a.role, &a.name).cmp(&(b.role, &b.name))));
    found
}

/// Letters by what names may begin with.
struct Owners<'a> {
    stems: HashMap<String, &'a Entry>,
    numbers: HashMap<&'a str, Vec<&'a Entry>>,
}

impl<'a> Owners<'a> {
    fn of(letters: impl Iterator<Item = &'a Entry>) -> Self {
        let mut owners = Self { stems: HashMap::new(), numbers: HashMap::new() };
        for entry in letters {
            let stem = Path::new(&entry.path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            owners.stems.insert(stem, entry);
            if !entry.number.is_empty() {
                owners.numbers.entry(&entry.number).or_default().push(entry);
            }
        }
        owners
    }

    /// The letters whose file name the name begins with, the longest counting, else those of its number.
    fn find(&self, name: &str) -> Vec<&'a Entry> {
        let mut ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        if let Some(entry) = ends.find_map(|end| self.stems.get(name.get(..end)?)) {
            return vec![entry];
        }
        let bare = name.strip_prefix('第').unwrap_or(name);
        let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
        let number = bare.get(..end).unwrap_or_default();
        self.numbers.get(number).cloned().unwrap_or_default()
    }
}

fn files(dir: &Path, problems: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![(dir.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(err) => {
                problems.push(Diagnostic::io(&folder, &err));
                continue;
            }
        };
        for entry in entries {
            let name = entry.file_name();
            // Lock files and what systems leave beside others.
            if name.to_string_lossy().starts_with(['.', '~']) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < 2 => folders.push((entry.path(), depth + 1)),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

fn problem(path: &Path, several: bool) -> Diagnostic {
    let message = if several {
        Message::new("看不出这个文件是哪一封函的", "it is not clear which letter this file belongs to")
    } else {
        Message::new("没有一封函对应这个文件", "this file belongs to no letter")
    };
    Diagnostic::error(Code::ComponentUnclear, message).at(&Origin::file(path)).hint(
        "文件名以函的号码或文件名开头，如 153_来文.pdf；不归档的，移到别处",
        "begin its name with the letter's number or file name, such as 153_来文.pdf; move it away if it is not archived",
    )
}

fn unknown_role(path: &Path) -> Diagnostic {
    let message = Message::new("文件名没有说明它是什么", "the file's name does not say what it is");
    Diagnostic::error(Code::ComponentUnclear, message).at(&Origin::file(path)).hint(
        "在文件名里写上：来文、定稿、处理单、征询意见表，或附件",
        "put one of these words into its name: 来文, 定稿, 处理单, 征询意见表, 附件",
    )
}

fn unknown_kind(path: &Path) -> Diagnostic {
    let message = Message::new("归档不收这种格式", "an archive does not take files of this kind");
    Diagnostic::error(Code::FormatUnknown, message)
        .at(&Origin::file(path))
        .hint("另存为 PDF 或 OFD；扫描件用 JPG 或 TIF", "save it as PDF or OFD; scans as JPG or TIF")
}
