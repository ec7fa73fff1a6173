//! Files found by their names: the number, the matter and the proposer tell whose body they hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{File, place};
use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin};
use crate::input::normalise::half_width;
use crate::input::{Field, RawLetter, Value, read};
use crate::profile::{Key, Profile};

/// What is found for a row.
pub(super) enum Found {
    /// It needs nothing.
    Nothing,
    /// Its file.
    File(File),
    /// No file, or none that is certainly its own. Without a problem that was told for all rows.
    Failed(Option<Diagnostic>),
}

/// The search for the files of all rows that are the issuer's own and have neither body nor file yet.
pub(super) struct Search<'a> {
    folder: &'a Path,
    profile: &'a Profile,
    rows: Vec<Row>,
    facts: Vec<Facts>,
}

/// A row that may look for its file.
struct Row {
    own: bool,
    /// The file that it names.
    named: Option<File>,
    /// It has a body, or what keeps it from one was told.
    has_body: bool,
    /// Where it would name its file.
    from: Origin,
    reference: LetterRef,
}

impl<'a> Search<'a> {
    /// A search in a folder.
    pub(super) fn new(folder: &'a Path, profile: &'a Profile) -> Self {
        Self { folder, profile, rows: Vec::new(), facts: Vec::new() }
    }

    /// Adds the next row; `named` is the file that it names.
    pub(super) fn add(&mut self, raw: &RawLetter, own: bool, named: Option<File>) {
        let given = raw.field(&Key::Body).value != Value::Missing;
        let told = raw.reported.contains(&Key::Body) || raw.reported.contains(&Key::BodyFile);
        self.facts.push(Facts::of(raw, self.profile));
        self.rows.push(Row {
            own,
            named,
            has_body: given || told,
            from: place_in_row(raw),
            reference: raw.reference(),
        });
    }

    /// What is found for each row, in their order.
    pub(super) fn find(self, options: &super::BodyOptions, findings: &mut Vec<Diagnostic>) -> Vec<Found> {
        let Self { folder, profile, rows, facts } = self;
        let candidates = match list(folder, options.allow_outside, findings) {
            Ok(candidates) => candidates,
            Err(problem) => {
                findings.push(problem);
                return rows.into_iter().map(Row::without_folder).collect();
            }
        };
        let words = Words::of(profile, &facts);
        let own: Vec<bool> = rows.iter().map(|row| row.own).collect();
        let fits: Vec<Vec<usize>> = candidates.iter().map(|file| fitting(&file.shown, &facts, &own, &words)).collect();
        let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
        for (file, rows) in fits.iter().enumerate() {
            rows.iter().for_each(|row| by_row[*row].push(file));
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut found = Vec::with_capacity(rows.len());
        for (at, (row, mine)) in rows.into_iter().zip(by_row).enumerate() {
            if let Some(named) = row.named {
                taken.extend((0..candidates.len()).filter(|file| candidates[*file].real == named.real));
                found.push(Found::File(named));
                continue;
            }
            if !row.own {
                taken.extend(mine);
                found.push(Found::Nothing);
                continue;
            }
            if row.has_body {
                found.push(Found::Nothing);
                continue;
            }
            taken.extend(&mine);
            let problem = match mine.as_slice() {
                [] => none(&facts[at], folder),
                [one] => {
                    let same = |other: &&usize| **other != at && facts[**other].number == facts[at].number;
                    match fits[*one].iter().find(same) {
                        None => {
                            found.push(Found::File(File { from: row.from, ..candidates[*one].clone() }));
                            continue;
                        }
                        Some(other) => shared(&candidates[*one], &facts[at], &facts[*other]),
                    }
                }
                several => many(&facts[at], several.iter().map(|file| &candidates[*file])),
            };
            found.push(Found::Failed(Some(problem.at(&row.from).field(Key::BodyFile).letter(&row.reference))));
        }
        for (at, file) in candidates.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            findings.push(left_over(file, fits[at].first().map(|row| &facts[*row])));
        }
        found
    }
}

impl Row {
    /// What becomes of it where the folder cannot be read.
    fn without_folder(self) -> Found {
        match self.named {
            Some(named) => Found::File(named),
            None if self.own && !self.has_body => Found::Failed(None),
            None => Found::Nothing,
        }
    }
}

/// Where a row would name its file or hold its body; else the row.
fn place_in_row(raw: &RawLetter) -> Origin {
    let in_row = |origin: &Origin| match (origin, &raw.origin) {
        // A field without a column stands at the row itself.
        (Origin::Cell { cell, .. }, Origin::Cell { cell: row, .. }) => cell.row == row.row && cell != row,
        _ => false,
    };
    let places = [Key::BodyFile, Key::Body].map(|key| raw.field(&key).origin);
    places.into_iter().find(in_row).unwrap_or_else(|| raw.origin.clone())
}

/// The text files of a folder, by their names.
fn list(folder: &Path, allow_outside: bool, findings: &mut Vec<Diagnostic>) -> Result<Vec<File>, Diagnostic> {
    let entries = std::fs::read_dir(folder).map_err(|err| {
        Diagnostic::io(folder, &err).hint(
            "--bodies 要写一个文件夹，里面是各件答复的文件",
            "--bodies names a folder that holds the letters' files",
        )
    })?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for shown in paths {
        let name = shown.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || read::is_lock_file(&shown) || !is_text_file(&shown) || shown.is_dir() {
            continue;
        }
        let Ok(real) = shown.canonicalize() else { continue };
        if !allow_outside && !place::is_within(&real, folder) {
            findings.push(place::outside(&name).at(&Origin::file(&shown)));
            continue;
        }
        let from = Origin::file(&shown);
        files.push(File { shown, real, from });
    }
    Ok(files)
}

/// May the file hold a text, by its extension? Those that cannot be read are told by name.
pub(super) fn is_text_file(path: &Path) -> bool {
    const KINDS: &[&str] = &["docx", "docm", "txt", "md", "markdown", "doc", "wps", "wpt", "rtf", "odt", "pdf", "ofd"];
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    KINDS.contains(&extension.as_str())
}

/// What a row says that a file's name may say too.
#[derive(Debug, Default)]
struct Facts {
    number: String,
    matter: String,
    noun: String,
    proposers: Vec<String>,
}

impl Facts {
    fn of(raw: &RawLetter, profile: &Profile) -> Self {
        let text = |key: &Key| match raw.field(key).value {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let usual = || {
            let assembly = text(&Key::Assembly).unwrap_or_default();
            profile.naming.usual_matters.get(&assembly).or(profile.matters.first()).cloned()
        };
        let matter = text(&Key::Matter).or_else(usual).unwrap_or_default();
        let number = text(&Key::Number).map(|number| plain(&number)).unwrap_or_default();
        let noun = profile.naming.noun(&matter).to_owned();
        let mut proposers = Vec::new();
        names(&raw.field(&Key::Proposers), &mut proposers);
        Self { number, matter, noun, proposers }
    }

    /// `第153号建议`, for messages.
    fn shown(&self) -> (String, String) {
        let number = if self.number.is_empty() { "？" } else { &self.number };
        (format!("第{number}号{}", self.matter), format!("no. {number} ({})", self.matter))
    }
}

fn names(field: &Field, all: &mut Vec<String>) {
    match &field.value {
        Value::Text(text) => {
            let parts = text.split(['、', '；', ';', '，', ',', '\n', '等', '（', '(']);
            let parts = parts.map(|part| part.chars().filter(|c| !c.is_whitespace()).collect::<String>());
            all.extend(parts.filter(|name| name.chars().count() > 1));
        }
        Value::List(items) => items.iter().for_each(|item| names(item, all)),
        Value::Object(members) => members.get("name").into_iter().for_each(|name| names(name, all)),
        _ => {}
    }
}

/// Words that names of files are looked through for.
struct Words {
    matters: Vec<String>,
    proposers: BTreeSet<String>,
}

impl Words {
    fn of(profile: &Profile, facts: &[Facts]) -> Self {
        let mut matters: Vec<String> = profile.matters.clone();
        matters.extend(["建议", "提案", "议案"].map(str::to_owned));
        matters.sort_by_key(|matter| std::cmp::Reverse(matter.chars().count()));
        matters.dedup();
        Self { matters, proposers: facts.iter().flat_map(|facts| facts.proposers.iter().cloned()).collect() }
    }
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).map(half_width).flat_map(char::to_lowercase).collect()
}

/// The rows that a file's name fits; where it fits rows of the issuer's own, only those.
fn fitting(file: &Path, facts: &[Facts], own: &[bool], words: &Words) -> Vec<usize> {
    let name = plain(&file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default());
    let numbers = Numbers::of(&name);
    let named: Vec<&String> =
        words.proposers.iter().filter(|proposer| name.contains(plain(proposer).as_str())).collect();
    let mut rest = name.clone();
    let mut matters = Vec::new();
    for matter in &words.matters {
        if rest.contains(matter.as_str()) {
            matters.push(matter);
            rest = rest.replace(matter.as_str(), "|");
        }
    }
    let agrees = |facts: &Facts| {
        let matter =
            matters.is_empty() || matters.iter().any(|matter| **matter == facts.matter || **matter == facts.noun);
        let proposer = named.is_empty() || facts.proposers.iter().any(|proposer| named.contains(&proposer));
        matter && proposer
    };
    let by = |fits: &dyn Fn(&Facts) -> bool| -> Vec<usize> {
        facts.iter().enumerate().filter(|(_, facts)| fits(facts) && agrees(facts)).map(|(row, _)| row).collect()
    };
    let mut rows = by(&|facts| !facts.number.is_empty() && numbers.names(&facts.number));
    if rows.is_empty() && !numbers.certain {
        // No number: the proposer's name alone.
        rows = by(&|facts| !named.is_empty() && facts.proposers.iter().any(|proposer| named.contains(&proposer)));
    }
    let mine: Vec<usize> = rows.iter().copied().filter(|row| own.get(*row).copied().unwrap_or(false)).collect();
    if mine.is_empty() { rows } else { mine }
}

/// The numbers in a file's name.
struct Numbers {
    all: Vec<String>,
    /// They stand before 号, so they are those of suggestions and nothing else.
    certain: bool,
}

impl Numbers {
    fn of(name: &str) -> Self {
        let (mut all, mut before_mark, mut waiting): (Vec<String>, Vec<String>, Vec<String>) = Default::default();
        let mut number = String::new();
        for c in name.chars().chain(['\0']) {
            if c.is_ascii_alphanumeric() || c == '-' && !number.is_empty() {
                number.push(c);
                continue;
            }
            let done = std::mem::take(&mut number);
            let done = done.trim_matches('-');
            if done.bytes().any(|b| b.is_ascii_digit()) {
                all.push(done.to_owned());
                // Parts of 2024-153 may each be meant.
                all.extend(done.split('-').map(str::to_owned));
                waiting.push(done.to_owned());
            }
            match c {
                '号' => before_mark.append(&mut waiting),
                // 153、154号
                '、' | '和' | '及' | ',' => {}
                _ => waiting.clear(),
            }
        }
        let certain = !before_mark.is_empty();
        Self { all: if certain { before_mark } else { all }, certain }
    }

    fn names(&self, number: &str) -> bool {
        self.all.iter().any(|named| named == number || self.certain && named.rsplit('-').next() == Some(number))
    }
}

fn none(facts: &Facts, folder: &Path) -> Diagnostic {
    let (zh, en) = facts.shown();
    let folder = folder.display();
    let number = if facts.number.is_empty() { "153" } else { &facts.number };
    let message =
        Message::new(format!("在 {folder} 里没有找到{zh}的文件"), format!("there is no file of {en} in {folder}"));
    Diagnostic::error(Code::BodyFileMissing, message).hint(
        format!("文件名里要有号码，例如 {number}号答复.docx；或把正文填进台账"),
        format!("the file's name has the number in it, such as {number}号答复.docx; or put the body into the ledger"),
    )
}

fn many<'f>(facts: &Facts, files: impl Iterator<Item = &'f File>) -> Diagnostic {
    let names: Vec<String> = files.map(File::name).collect();
    let (zh, en) = facts.shown();
    let message = Message::new(
        format!("{zh}有{}个文件：{}", names.len(), names.join("、")),
        format!("{en} has {} files: {}", names.len(), names.join(", ")),
    );
    Diagnostic::error(Code::BodyFileSeveral, message).hint(
        "只留一个，把其他的移走；或在“正文文件”里写明用哪个",
        "keep one and move the others away; or name the right one in `body_file`",
    )
}

fn shared(file: &File, one: &Facts, other: &Facts) -> Diagnostic {
    let name = file.name();
    let ((one_zh, one_en), (other_zh, other_en)) = (one.shown(), other.shown());
    let message = Message::new(
        format!("文件“{name}”分不清是{one_zh}的还是{other_zh}的"),
        format!("file `{name}` may be of {one_en} or of {other_en}"),
    );
    Diagnostic::error(Code::BodyFileSeveral, message).hint(
        "在文件名里写上类型或提出人，例如 提案21号.docx；或在“正文文件”里写明用哪个",
        "put the matter or the proposer into its name, such as 提案21号.docx; or name it in `body_file`",
    )
}

fn left_over(file: &File, row: Option<&Facts>) -> Diagnostic {
    let name = file.name();
    let (zh, en) = match row {
        Some(facts) => {
            let (zh, en) = facts.shown();
            (
                format!("文件“{name}”没有用上：{zh}已经有正文"),
                format!("file `{name}` was not used: {en} has a body already"),
            )
        }
        None => (
            format!("文件“{name}”没有用上：台账里没有对得上的行"),
            format!("file `{name}` was not used: no row of the ledger fits its name"),
        ),
    };
    Diagnostic::warning(Code::BodyFileLeftOver, Message::new(zh, en)).at(&Origin::file(&file.shown)).hint(
        "核对文件名里的号码、类型和提出人；不用的移到别处",
        "check the number, matter and proposer in its name; move it away if it is not wanted",
    )
}

impl File {
    /// Its bare name.
    fn name(&self) -> String {
        self.shown.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(number: &str, matter: &str, proposer: &str) -> Facts {
        let proposers = if proposer.is_empty() { Vec::new() } else { vec![proposer.to_owned()] };
        Facts { number: number.to_owned(), matter: matter.to_owned(), noun: matter.to_owned(), proposers }
    }

    #[track_caller]
    fn check(name: &str, expected: &[usize]) {
        let rows = [
            facts("153", "建议", "王景峰"),
            facts("21", "建议", "李明"),
            facts("21", "提案", "民盟黄山市委"),
            facts("023", "建议", "张三"),
            facts("9b111", "提案", "赵六"),
        ];
        let words = Words {
            matters: ["建议", "提案", "议案"].map(str::to_owned).to_vec(),
            proposers: rows.iter().flat_map(|facts| facts.proposers.clone()).collect(),
        };
        assert_eq!(fitting(Path::new(name), &rows, &[true; 5], &words), expected, "{name}");
    }

    #[test]
    fn names_of_files_tell_whose_they_are() {
        check("153号答复.docx", &[0]);
        check("第１５３号.docx", &[0]);
        check("153.docx", &[0]);
        check("153_王景峰.docx", &[0]);
        check("2024年153号建议答复（定稿2）.docx", &[0]);
        check("王景峰代表153号建议答复.docx", &[0]);
        check("王景峰.docx", &[0]);
        check("提案21号.docx", &[2]);
        check("21号答复.docx", &[1, 2]);
        check("李明21号.docx", &[1]);
        check("023号.docx", &[3]);
        check("关于第9B111号提案的答复.docx", &[4]);
        check("153、023号答复.docx", &[0, 3]);
    }

    #[test]
    fn what_does_not_fit_is_not_forced() {
        check("1153号答复.docx", &[]);
        check("15号答复.docx", &[]);
        check("23号.docx", &[]);
        check("153号提案.docx", &[]);
        check("李明153号.docx", &[]);
        check("王景峰154号.docx", &[]);
        check("会议纪要.docx", &[]);
    }
}
