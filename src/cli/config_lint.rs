//! The table `[lint]` of a `dafu.toml`: which checks of content are silent, and what the others weigh.

use dafu::diag::{Code, Diagnostic, Message, Outcome};
use dafu::lint::{CODES, Level, Levels};

use super::config_value::Entry;

/// Reads the table: a check's code and its level.
pub(crate) fn lint(entry: &Entry<'_>, into: &mut Levels) -> Outcome<()> {
    let table = entry.table().ok_or_else(|| entry.wrong("[lint] 一节", "a table [lint]"))?;
    let mut problems = Vec::new();
    for entry in table {
        match level(&entry) {
            Ok((code, level)) => into.set(code, level),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn level(entry: &Entry<'_>) -> Outcome<(Code, Level)> {
    let Some(code) = CODES.iter().copied().find(|code| code.as_str() == entry.key) else {
        let is_other = Code::ALL.iter().any(|code| code.as_str() == entry.key);
        return Err(vec![if is_other { fixed(entry) } else { entry.unknown(CODES.iter().map(|code| code.as_str())) }]);
    };
    let level = entry.text().ok().and_then(|word| Level::parse(&word)).ok_or_else(|| {
        let words = Level::WORDS.map(|word| format!("\"{word}\""));
        entry.wrong(&words.join("、"), &words.join(", "))
    })?;
    Ok((code, level))
}

/// A letter that cannot be right is no matter of taste.
fn fixed(entry: &Entry<'_>) -> Diagnostic {
    let key = entry.key;
    let message = Message::new(
        format!("“{key}”不是内容检查，轻重不能改"),
        format!("`{key}` is no check of content; what it weighs is fixed"),
    );
    Diagnostic::error(Code::TomlValue, message).at(&entry.key_origin).hint(
        "删去这一行；内容检查有哪些，见 dafu explain",
        "take the line out; dafu explain lists the checks of content",
    )
}
