//! `dafu explain`.

use dafu::diag::{self, Code, Diagnostic, Lang, Message};
use dafu::toml_file::nearest;

use super::Status;
use super::args::{ExplainCommand, Options};
use super::json::{self, Line};
use super::report::Reporter;

/// Says what the codes mean; without one, lists them all.
pub(crate) fn explain(command: &ExplainCommand, lang: Lang) -> Status {
    let options = Options { format: command.format, lang: command.lang, ..Options::default() };
    let mut reporter = Reporter::of(&options, lang);
    let mut codes = Vec::new();
    let mut problems = Vec::new();
    for word in &command.codes {
        match Code::ALL.iter().find(|code| code.as_str() == bare(word)) {
            Some(code) => codes.push(*code),
            None => problems.push(unknown(word)),
        }
    }
    if !problems.is_empty() {
        reporter.findings(&problems);
        return reporter.end(Status::Stopped);
    }
    let in_full = !codes.is_empty();
    for code in if in_full { &codes } else { Code::ALL } {
        let lang = reporter.lang();
        let text = diag::explain(*code);
        reporter.machine_line(&Line::Explanation(json::Explanation {
            code: code.as_str(),
            means: text.means(lang),
            example: text.example(lang),
            remedy: text.remedy(lang),
        }));
        reporter.say(&if in_full { whole(*code) } else { one_line(*code) });
    }
    reporter.end(Status::Done)
}

/// The code of `错误[date-impossible]`, as people copy it from a report.
fn bare(word: &str) -> &str {
    let inner = word.split_once('[').map_or(word, |(_, inner)| inner);
    inner.split_once(']').map_or(inner, |(inner, _)| inner).trim()
}

fn whole(code: Code) -> Message {
    let (name, text) = (code.as_str(), diag::explain(code));
    let parts = |lang| (text.means(lang), text.example(lang), text.remedy(lang));
    let (zh, en) = (parts(Lang::Zh), parts(Lang::En));
    Message::new(
        format!("{name}\n  意思：{}\n  例如：{}\n  怎么办：{}", zh.0, zh.1, zh.2),
        format!("{name}\n  means: {}\n  example: {}\n  what to do: {}", en.0, en.1, en.2),
    )
}

fn one_line(code: Code) -> Message {
    const WIDTH: usize = 22;
    let (name, text) = (code.as_str(), diag::explain(code));
    let line = |lang| format!("{name:WIDTH$}  {}", text.means(lang));
    Message::new(line(Lang::Zh), line(Lang::En))
}

fn unknown(word: &str) -> Diagnostic {
    let message = Message::new(format!("没有“{word}”这种问题"), format!("there is no problem `{word}`"));
    let problem = Diagnostic::error(Code::OptionInvalid, message);
    match nearest(bare(word), Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint("用 dafu explain 列出全部", "dafu explain lists them all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_copied_with_what_stands_around_it() {
        for word in ["date-impossible", "错误[date-impossible]", "error[date-impossible]:", "[date-impossible]"] {
            assert_eq!(bare(word), "date-impossible", "{word}");
        }
    }

    #[test]
    fn an_unknown_code_is_compared_with_the_known_ones() {
        let hint = |word| unknown(word).hints[0].text(Lang::En).to_owned();
        assert_eq!(hint("date-imposible"), "did you mean `date-impossible`?");
        assert_eq!(hint("你好"), "dafu explain lists them all");
    }
}
