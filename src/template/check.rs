//! What is wrong with a template, said with file, line and column.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tera::{ErrorKind, Tera};

use super::context::Names;
use super::files::PackFiles;
use super::place::line_column;
use super::scan::{Mistake, Piece, declared, mistakes, pieces};
use super::{LETTER, TEMPLATE_KIND, new_tera};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::fonts::Role;
use crate::letter::{Run, Slot};
use crate::lines::{BrokenParagraph, Line, Lines};
use crate::profile::{Key, Profile};
use crate::record::{Record, RecordAnnex, RecordBlock, RecordContact, RecordForm, RecordFormRow};

/// How alike a name must be to be suggested.
const ALIKE: f64 = 0.6;

/// Parses the pack's templates and checks every name that they use.
pub(super) fn parse(files: &PackFiles, profile: &Profile) -> Outcome<Tera> {
    let sources = sources(files)?;
    if !sources.iter().any(|(name, _)| *name == LETTER) {
        return Err(vec![letter_missing(&files.dir().join(&profile.pack.name))]);
    }
    let mut tera = new_tera();
    if let Err(err) = tera.add_raw_templates(sources.iter().copied()) {
        return Err(vec![syntax(files, &err)]);
    }
    let names = Names::of_profile(profile);
    let pieces: Vec<Vec<Piece<'_>>> = sources.iter().map(|(_, text)| pieces(text)).collect();
    let own: BTreeSet<&str> = pieces.iter().flat_map(|pieces| declared(pieces)).collect();
    let mut problems = Vec::new();
    for ((name, text), pieces) in sources.iter().zip(&pieces) {
        let used = tera.get_template_variables(name).unwrap_or_default();
        let used = used.into_iter().collect();
        let place = |offset| {
            let (line, column) = line_column(text, offset);
            Origin::text(&path_of(files, name), line, column)
        };
        let found = mistakes(pieces, &names, &own, &used);
        problems.extend(found.iter().map(|mistake| mistaken(mistake, &names, &place)));
    }
    if problems.is_empty() { Ok(tera) } else { Err(problems) }
}

/// The templates of the pack and those it extends: their names and their text.
pub(super) fn sources(files: &PackFiles) -> Outcome<Vec<(&str, &str)>> {
    let mut sources: Vec<(&str, &str)> = Vec::new();
    let mut problems = Vec::new();
    for pack in files.chain() {
        for (path, bytes) in files.iter() {
            let name = path.strip_prefix(pack.as_str()).and_then(|it| it.strip_prefix('/'));
            let Some(name) = name.filter(|name| name.ends_with(TEMPLATE_KIND)) else {
                continue;
            };
            if sources.iter().any(|(other, _)| *other == name) {
                continue;
            }
            match std::str::from_utf8(bytes) {
                Ok(text) => sources.push((name, text.strip_prefix('\u{feff}').unwrap_or(text))),
                Err(_) => problems.push(not_utf8(&files.dir().join(path))),
            }
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}

/// Where the template of this name stands.
pub(super) fn path_of(files: &PackFiles, name: &str) -> PathBuf {
    let own = || format!("{}/{name}", files.chain().first().map_or("", String::as_str));
    files.dir().join(files.find(name).unwrap_or_else(own))
}

fn mistaken(mistake: &Mistake, names: &Names, place: &dyn Fn(usize) -> Origin) -> Diagnostic {
    match mistake {
        Mistake::Unknown { name, offset } => {
            let problem = unknown(name, &place(*offset));
            suggest(problem, name, "", names.all())
        }
        Mistake::UnknownPart { base, part, offset } => {
            let problem = unknown(&format!("{base}.{part}"), &place(*offset));
            suggest(problem, part, &format!("{base}."), names.parts(base))
        }
        Mistake::Safe { offset } => Diagnostic::error(
            Code::TemplateUnsafe,
            Message::new(
                "模板不能用 safe：它会让表格里的字符被当作排版指令",
                "a template must not use `safe`: a ledger's text would be taken for typesetting code",
            ),
        )
        .at(&place(*offset))
        .hint("删去 “| safe”", "remove `| safe`"),
    }
}

fn unknown(name: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::error(
        Code::TemplateVariable,
        Message::new(format!("模板里没有“{name}”这个变量"), format!("`{name}` is not a variable of templates")),
    )
    .at(origin)
}

/// Adds the most similar name, or all there are.
fn suggest<'a>(problem: Diagnostic, name: &str, prefix: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let alike = known
        .iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), *known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match alike {
        Some((_, known)) => {
            problem.hint(format!("是不是 {prefix}{known}？"), format!("did you mean `{prefix}{known}`?"))
        }
        None if known.is_empty() => problem.hint("这个版式没有这样的项目，删去它", "this profile has none; remove it"),
        None => {
            let all = known.join("、");
            problem.hint(format!("可以用的有：{all}"), format!("there are: {}", known.join(", ")))
        }
    }
}

/// What Tera says when it parses.
fn syntax(files: &PackFiles, err: &tera::Error) -> Diagnostic {
    let (message, origin) = place_of(files, err);
    Diagnostic::error(
        Code::TemplateSyntax,
        Message::new(format!("模板的写法有错：{message}"), format!("the template does not parse: {message}")),
    )
    .at(&origin)
}

/// What Tera says when it fills.
pub(super) fn fill_failed(files: &PackFiles, err: &tera::Error) -> Diagnostic {
    let (message, origin) = place_of(files, err);
    Diagnostic::error(
        Code::TemplateFill,
        Message::new(format!("模板填写失败：{message}"), format!("failed to fill the template: {message}")),
    )
    .at(&origin)
}

/// Tera's message in one line, and the place it is about.
fn place_of(files: &PackFiles, err: &tera::Error) -> (String, Origin) {
    match err.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let file = path_of(files, report.filename());
            let origin = Origin::text(&file, span.start_line, span.start_col + 1);
            (report.message().to_owned(), origin)
        }
        kind => {
            let text = kind.to_string();
            let origin = place_in_report(files, &text);
            let first = text.lines().find(|line| line.starts_with("error: "));
            let message = first.map_or(text.as_str(), |line| &line["error: ".len()..]);
            let origin = origin.unwrap_or_else(|| Origin::file(&path_of(files, LETTER)));
            (message.replace('\n', " "), origin)
        }
    }
}

/// The place of an unknown filter, test or function stands only in Tera's report: ` --> letter.typ.tera:3:5`.
fn place_in_report(files: &PackFiles, report: &str) -> Option<Origin> {
    let line = report.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
    let mut parts = line.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(Origin::text(&path_of(files, parts.next()?), line, column))
}

fn letter_missing(pack_dir: &Path) -> Diagnostic {
    let shown = pack_dir.display();
    Diagnostic::error(
        Code::TemplatesMissing,
        Message::new(format!("模板包 {shown} 里没有 {LETTER}"), format!("the pack {shown} has no {LETTER}")),
    )
    .at(&Origin::file(&pack_dir.join(LETTER)))
    .hint(
        "每个模板包都要有 letter.typ.tera；可从 reply 复制一份再改",
        "every pack has a letter.typ.tera; copy the one of reply and change it",
    )
}

fn not_utf8(path: &Path) -> Diagnostic {
    Diagnostic::error(Code::TemplateSyntax, Message::new("模板不是 UTF-8 文本", "the template is not UTF-8 text"))
        .at(&Origin::file(path))
        .hint("用编辑器另存为 UTF-8", "save it as UTF-8")
}

/// A letter with every value, and one with as few as a letter can have.
pub(super) fn samples(profile: &Profile) -> [(Record, Lines); 2] {
    let some = |text: &str| Some(text.to_owned());
    let list = |text: &str| vec![text.to_owned(), text.to_owned()];
    let extra = profile.fields.iter().filter_map(|spec| match &spec.key {
        Key::Extra(name) => Some((name.clone(), "字".to_owned())),
        _ => None,
    });
    let bare = Record {
        version: 1,
        matter: profile.matters.first().cloned().unwrap_or_default(),
        genre: profile.genres.first().cloned().unwrap_or_default(),
        round: 1,
        title: "字".to_owned(),
        addressee: "字".to_owned(),
        body: vec![RecordBlock::Text("字".to_owned())],
        issuer: vec!["字".to_owned()],
        date: "2024-06-11".to_owned(),
        ..Record::default()
    };
    let full = Record {
        place: some("字"),
        assembly: some("人大"),
        term: some("8"),
        meeting: some("4"),
        number: some("1"),
        opening: some("字"),
        closing: some("字"),
        signatory: list("字"),
        category: some("字"),
        contact: RecordContact { unit: some("字"), person: some("字"), phone: some("字") },
        issuer: list("字"),
        doc_number: some("字"),
        cc: list("字"),
        disclosure: some("字"),
        attachments: list("字"),
        note: some("字"),
        attachment_files: vec![RecordAnnex {
            index: 0,
            title: "字".to_owned(),
            body: vec![RecordBlock::Text("字".to_owned())],
        }],
        copy_number: some("字"),
        secrecy: some("字"),
        urgency: some("字"),
        filing_number: some("字"),
        class_number: some("字"),
        reviewer: list("字"),
        feedback: some("字"),
        co_units: list("字"),
        previous: some("字"),
        print_organ: some("字"),
        print_date: some("2024-06-11"),
        feedback_form: Some(RecordForm {
            title: "字".to_owned(),
            lead: "字".to_owned(),
            rows: vec![RecordFormRow {
                label: "字".to_owned(),
                value: "字".to_owned(),
                choices: list("字"),
                lines: 1,
                half: true,
            }],
            notes: list("字"),
        }),
        extra: extra.collect(),
        ..bare.clone()
    };
    let bare_lines = sample_lines(&[Slot::Field(Key::Addressee), Slot::Body(0)]);
    let mut slots = vec![Slot::Body(0), Slot::Attachment(0), Slot::Annex(0, 0)];
    let elements = Key::ALL.iter().filter(|key| **key != Key::Body);
    slots.extend(elements.cloned().map(Slot::Field));
    [(full, sample_lines(&slots)), (bare, bare_lines)]
}

fn sample_lines(slots: &[Slot]) -> Lines {
    let paragraph = |slot: &Slot| BrokenParagraph {
        slot: slot.clone(),
        first_indent: 2.0,
        hanging_indent: 0.0,
        ragged: false,
        squeezed: true,
        lines: vec![Line { runs: vec![Run { role: Role::Fangsong, text: "字".to_owned() }] }],
    };
    Lines {
        title: vec!["字".to_owned()],
        paragraphs: slots.iter().map(paragraph).collect(),
        annex_titles: vec![(0, vec!["字".to_owned()])],
    }
}
