//! What verifying packages and runs found, a line an item.

use std::path::Path;

use dafu::archive::verify::{Line, Report};
use dafu::diag::{Lang, Message};
use dafu::sign::verify::Verdict;

use super::json;
use super::report::Reporter;
use super::text::plain;

/// Tells all lines, and the result.
pub(crate) fn tell(reporter: &mut Reporter, path: &Path, report: &Report) {
    let package = path.display().to_string();
    for line in &report.lines {
        let lang = reporter.lang();
        reporter.machine_line(&json::Line::Item(json::Item {
            package: &package,
            group: line.item.group().as_str(),
            checked: line.item.as_str(),
            file: line.file.as_deref(),
            verdict: line.verdict.as_str(),
            message: line.message.text(lang),
        }));
        let message = Message::new(shown(line, Lang::Zh), shown(line, Lang::En));
        // With -q only what is wrong is told.
        if line.verdict == Verdict::Failed { reporter.insist(&message) } else { reporter.say(&message) }
    }
    let good = report.is_good();
    reporter.machine_line(&json::Line::Verified(json::Verified { file: &package, good, level: None }));
    let (zh, en) = if good { ("通过", "accepted") } else { ("不通过", "refused") };
    let letters = report.letters;
    let message = Message::new(
        plain(&format!("{package}：{letters} 件，{zh}")),
        plain(&format!("{package}: {letters} letters, {en}")),
    );
    if good { reporter.say(&message) } else { reporter.insist(&message) }
}

fn shown(line: &Line, lang: Lang) -> String {
    let (group, item) = (line.item.group().text(lang), line.item.text(lang));
    let (verdict, said) = (line.verdict.text(lang), line.message.text(lang));
    let file = line.file.as_deref().map(|file| format!(" {file}")).unwrap_or_default();
    plain(&match lang {
        Lang::Zh => format!("{group} {item} {verdict}{file}：{said}"),
        Lang::En => format!("{group} {item} {verdict}{file}: {said}"),
    })
}
