//! What programs read: one JSON object a line (contract, machine output).

use dafu::archive::Facts;
use dafu::diag::{Diagnostic, Lang, Origin};
use dafu::report::Problem as Found;
use serde::Serialize;

/// A line of the machine output.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Line<'a> {
    /// A problem.
    Diagnostic(Problem<'a>),
    /// What became of a letter.
    Letter(Letter<'a>),
    /// What became of something that goes with a letter.
    Companion(Letter<'a>),
    /// What became of a ledger.
    Summary(Summary<'a>),
    /// How a letter stands.
    Status(LetterStatus<'a>),
    /// What came of joining shares.
    Merge(Merge<'a>),
    /// What came of joining letters for printing.
    #[serde(rename = "print-set")]
    PrintSet(PrintSet<'a>),
    /// A check of a signed letter.
    Check(Check<'a>),
    /// What came of all its checks.
    Verified(Verified<'a>),
    /// An item of the checks of a package or a run.
    Item(Item<'a>),
    /// A package that was made.
    Package(Package<'a>),
    /// A font of a role.
    Font(Font<'a>),
    /// What a font draws of a ledger's letters.
    #[serde(rename = "font-use")]
    FontUse(FontUse<'a>),
    /// A font that was taken in.
    Taken(Taken<'a>),
    /// What a kind of problem means.
    Explanation(Explanation),
}

/// A problem. Keys of the contract are always there; `line`, `column` and `paragraph` only where they say something.
#[derive(Debug, Serialize)]
pub(crate) struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    file: Option<String>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    letter: Option<&'a str>,
    id: Option<&'a str>,
    field: Option<String>,
    message: &'a str,
    hints: Vec<&'a str>,
}

/// A letter. One that failed has no file.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Letter<'a> {
    /// Its identity, where known.
    pub(crate) id: Option<&'a str>,
    /// Its number.
    pub(crate) number: &'a str,
    /// Of what goes with it: `feedback-form` or `publication`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product: Option<&'static str>,
    /// `made`, `kept` or `failed`.
    pub(crate) status: &'static str,
    /// Its file, relative to the run's folder.
    pub(crate) path: Option<&'a str>,
    /// Pages.
    pub(crate) pages: Option<usize>,
    /// Bytes.
    pub(crate) bytes: Option<u64>,
    /// SHA-256 of the file, in hex.
    pub(crate) sha256: Option<&'a str>,
    /// Signed or not.
    pub(crate) signed: bool,
    /// Facts of its layout, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) facts: Option<&'a Facts>,
}

/// A ledger's run, or its check, which has no `out`.
#[derive(Debug, Serialize)]
pub(crate) struct Summary<'a> {
    /// The run's folder.
    pub(crate) out: Option<String>,
    /// Letters in all.
    pub(crate) letters: usize,
    /// Made now.
    pub(crate) made: usize,
    /// Kept from earlier.
    pub(crate) kept: usize,
    /// Not made.
    pub(crate) failed: usize,
    /// Errors told.
    pub(crate) errors: usize,
    /// Warnings told.
    pub(crate) warnings: usize,
    /// How long it took, to the millisecond.
    pub(crate) seconds: f64,
    /// The ledger.
    pub(crate) ledger: String,
    /// The profile.
    pub(crate) profile: &'a str,
    /// Whose templates.
    pub(crate) templates: String,
    /// Whose fonts.
    pub(crate) fonts: String,
    /// Not begun because the run was stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<usize>,
    /// Forms that ask for an opinion, made or kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) feedback_forms: Option<usize>,
    /// Copies for publication, made or kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publications: Option<usize>,
}

/// How a letter stands.
#[derive(Debug, Serialize)]
pub(crate) struct LetterStatus<'a> {
    /// Its identity, where known.
    pub(crate) id: Option<&'a str>,
    /// Its number.
    pub(crate) number: &'a str,
    /// Its addressee.
    pub(crate) addressee: &'a str,
    /// When it is due.
    pub(crate) due: Option<&'a str>,
    /// When it was handed over to be answered.
    pub(crate) assigned: Option<&'a str>,
    /// That day is past, and it was not sent.
    pub(crate) overdue: bool,
    /// `problem`, `ready`, `made`, `changed`, `gone` or `altered`.
    pub(crate) state: &'static str,
    /// Its file, relative to the run's folder, where it is as it was made.
    pub(crate) path: Option<&'a str>,
    /// Pages.
    pub(crate) pages: Option<usize>,
    /// Signed or not.
    pub(crate) signed: bool,
    /// When it was marked as sent.
    pub(crate) sent: Option<&'a str>,
    /// The version that was stamped or signed elsewhere.
    pub(crate) adopted: Option<&'a str>,
    /// What is wrong with it.
    pub(crate) problems: &'a [Found],
}

/// What came of joining shares.
#[derive(Debug, Serialize)]
pub(crate) struct Merge<'a> {
    /// The joined folder.
    pub(crate) out: &'a str,
    /// Shares.
    pub(crate) shares: usize,
    /// Letters in all.
    pub(crate) letters: usize,
    /// Letters with a file.
    pub(crate) finished: usize,
    /// Letters that could not be made.
    pub(crate) failed: usize,
    /// Letters that were not begun.
    pub(crate) left: usize,
}

/// What came of joining letters for printing.
#[derive(Debug, Serialize)]
pub(crate) struct PrintSet<'a> {
    /// The file.
    pub(crate) path: &'a str,
    /// Letters in it.
    pub(crate) letters: usize,
    /// Sheets of paper, printed on both sides.
    pub(crate) sheets: usize,
    /// Letters that are not in it because they were not made.
    pub(crate) missing: usize,
}

/// A check of a signed letter.
#[derive(Debug, Serialize)]
pub(crate) struct Check<'a> {
    /// The PDF.
    pub(crate) file: &'a str,
    /// The signature's field, where it is about one.
    pub(crate) field: Option<&'a str>,
    /// What was checked: `digest`.
    #[serde(rename = "check")]
    pub(crate) name: &'static str,
    /// `passed`, `failed`, `doubtful` or `unchecked`.
    pub(crate) verdict: &'static str,
    /// What was found.
    pub(crate) message: &'a str,
}

/// What came of all checks of a signed letter.
#[derive(Debug, Serialize)]
pub(crate) struct Verified<'a> {
    /// The PDF.
    pub(crate) file: &'a str,
    /// No check failed.
    pub(crate) good: bool,
    /// The signatures' level.
    pub(crate) level: Option<&'static str>,
}

/// An item of the checks of a package or a run.
#[derive(Debug, Serialize)]
pub(crate) struct Item<'a> {
    /// The package.
    pub(crate) package: &'a str,
    /// `authenticity`, `completeness`, `usability` or `safety`.
    pub(crate) group: &'static str,
    /// What was checked: `fixity`.
    #[serde(rename = "item")]
    pub(crate) checked: &'static str,
    /// The file in the package, where it is about one.
    pub(crate) file: Option<&'a str>,
    /// `passed`, `failed`, `doubtful` or `unchecked`.
    pub(crate) verdict: &'static str,
    /// What was found.
    pub(crate) message: &'a str,
}

/// A package that was made.
#[derive(Debug, Serialize)]
pub(crate) struct Package<'a> {
    /// Where it is.
    pub(crate) path: &'a str,
    /// Letters.
    pub(crate) letters: usize,
    /// Files.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// A font that a role uses.
#[derive(Debug, Serialize)]
pub(crate) struct Font<'a> {
    /// The role: `fangsong`.
    pub(crate) role: &'a str,
    /// Its family.
    pub(crate) family: &'a str,
    /// Its file in the folder of fonts.
    pub(crate) file: &'a str,
    /// Its licence, where known.
    pub(crate) licence: Option<&'a str>,
    /// How many characters it draws.
    pub(crate) characters: usize,
    /// It comes with dafu.
    pub(crate) shipped: bool,
}

/// What a font of a role draws of a ledger's letters.
#[derive(Debug, Serialize)]
pub(crate) struct FontUse<'a> {
    /// The ledger.
    pub(crate) ledger: String,
    /// The role: `fangsong`.
    pub(crate) role: &'a str,
    /// Its family.
    pub(crate) family: &'a str,
    /// How many characters it draws.
    pub(crate) characters: usize,
    /// The different Han characters that it draws because the role's usual font lacks them.
    pub(crate) stand_in_for: &'a str,
}

/// A font that was taken in for a role.
#[derive(Debug, Serialize)]
pub(crate) struct Taken<'a> {
    /// The role: `fangsong`.
    pub(crate) role: &'a str,
    /// Its family.
    pub(crate) family: &'a str,
    /// The name by which the role knows it.
    pub(crate) name: &'a str,
    /// The copy's file in the folder of fonts.
    pub(crate) file: &'a str,
    /// Where it was found.
    pub(crate) from: String,
    /// Han characters of GB 2312 that it draws, of 6,763.
    pub(crate) han: usize,
}

/// What a kind of problem means, in one language.
#[derive(Debug, Serialize)]
pub(crate) struct Explanation {
    /// The problem's code.
    pub(crate) code: &'static str,
    /// What it means.
    pub(crate) means: &'static str,
    /// Where one meets it.
    pub(crate) example: &'static str,
    /// What to do.
    pub(crate) remedy: &'static str,
}

impl<'a> Problem<'a> {
    /// The problem with its message in `lang`.
    pub(crate) fn of(diagnostic: &'a Diagnostic, lang: Lang) -> Self {
        let mut problem = Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            file: None,
            sheet: None,
            cell: None,
            pointer: None,
            line: None,
            column: None,
            paragraph: None,
            letter: None,
            id: None,
            field: diagnostic.field.as_ref().map(ToString::to_string),
            message: diagnostic.message.text(lang),
            hints: diagnostic.hints.iter().map(|hint| hint.text(lang)).collect(),
        };
        if let Some(letter) = &diagnostic.letter {
            problem.letter = Some(letter.number.as_str()).filter(|number| !number.is_empty());
            problem.id = letter.id.as_deref();
        }
        if let Some(origin) = &diagnostic.origin {
            problem.file = Some(origin.path().display().to_string());
            match origin {
                Origin::Cell { sheet, cell, .. } => {
                    problem.sheet = sheet.as_deref();
                    problem.cell = Some(cell.to_string());
                }
                Origin::Pointer { pointer, line, .. } => {
                    problem.pointer = Some(pointer);
                    problem.line = *line;
                }
                Origin::Text { line, column, .. } => {
                    problem.line = Some(*line);
                    problem.column = Some(*column);
                }
                Origin::Paragraph { index, .. } => {
                    let index = Some(*index).filter(|index| *index > 0);
                    if origin.counts_lines() { problem.line = index } else { problem.paragraph = index }
                }
                Origin::File { .. } => {}
            }
        }
        problem
    }
}

impl Line<'_> {
    /// The object on one line.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|err| unreachable!("plain data: {err}"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use dafu::diag::{Code, LetterRef, Message};
    use dafu::profile::Key;

    use super::super::rows::tests::cell;
    use super::*;

    #[track_caller]
    fn check(diagnostic: &Diagnostic, lang: Lang, expected: &str) {
        let line = Line::Diagnostic(Problem::of(diagnostic, lang));
        assert_eq!(line.to_json(), expected);
    }

    fn impossible(origin: &Origin) -> Diagnostic {
        Diagnostic::error(Code::DateImpossible, Message::new("没有这一天", "no such day")).at(origin)
    }

    #[test]
    fn a_problem_in_a_cell_has_the_keys_of_the_contract_in_its_order() {
        let letter =
            LetterRef { number: "153".to_owned(), id: Some("黄山市|人大|8|4|建议|153|答复|1".to_owned()) };
        let problem =
            impossible(&cell(6, 10)).letter(&letter).field(Key::Date).hint("写成 2024-06-11", "write 2024-06-11");
        check(
            &problem,
            Lang::Zh,
            r#"{"type":"diagnostic","code":"date-impossible","severity":"error","file":"x.xlsx","sheet":"答复","cell":"K7","pointer":null,"letter":"153","id":"黄山市|人大|8|4|建议|153|答复|1","field":"date","message":"没有这一天","hints":["写成 2024-06-11"]}"#,
        );
    }

    #[test]
    fn a_problem_in_json_has_a_pointer_and_in_jsonl_a_line() {
        let pointer =
            Origin::Pointer { file: Path::new("x.jsonl").into(), pointer: "/3/date".to_owned(), line: Some(4) };
        check(
            &impossible(&pointer),
            Lang::En,
            r#"{"type":"diagnostic","code":"date-impossible","severity":"error","file":"x.jsonl","sheet":null,"cell":null,"pointer":"/3/date","line":4,"letter":null,"id":null,"field":null,"message":"no such day","hints":[]}"#,
        );
    }

    #[test]
    fn a_problem_in_a_text_has_line_and_column() {
        let place = Origin::text(Path::new("dafu.toml"), 3, 5);
        check(
            &impossible(&place),
            Lang::En,
            r#"{"type":"diagnostic","code":"date-impossible","severity":"error","file":"dafu.toml","sheet":null,"cell":null,"pointer":null,"line":3,"column":5,"letter":null,"id":null,"field":null,"message":"no such day","hints":[]}"#,
        );
    }

    #[test]
    fn a_failed_letter_has_every_key_too() {
        let letter = Letter { number: "153", status: "failed", ..Letter::default() };
        assert_eq!(
            Line::Letter(letter).to_json(),
            r#"{"type":"letter","id":null,"number":"153","status":"failed","path":null,"pages":null,"bytes":null,"sha256":null,"signed":false}"#
        );
    }
}
