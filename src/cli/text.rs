//! Problems as people read them (contract, text form of a problem).

use dafu::diag::{Diagnostic, Lang, Severity};

use super::sink::{Sink, Style};

/// A problem with its hints, one below the other, in the colours of the stream it goes to.
pub(crate) fn problem(diagnostic: &Diagnostic, lang: Lang, sink: &Sink) -> String {
    let word = format!("{}[{}]", diagnostic.severity.word(lang), diagnostic.code.as_str());
    let mut text = sink.styled(style(diagnostic.severity), &word);
    if let Some(origin) = &diagnostic.origin {
        text.push(' ');
        text.push_str(&plain(&origin.to_string()));
    }
    let number = diagnostic.letter.as_ref().map_or("", |letter| &letter.number);
    if !number.is_empty() {
        text.push(' ');
        text.push_str(&plain(&numbered(number, lang)));
    }
    text.push_str(": ");
    text.push_str(&plain(diagnostic.message.text(lang)));
    let hint = match lang {
        Lang::Zh => "提示",
        Lang::En => "hint",
    };
    for message in &diagnostic.hints {
        let line = format!("  {hint}: {}", plain(message.text(lang)));
        text.push('\n');
        text.push_str(&sink.styled(Style::Dim, &line));
    }
    text
}

/// A letter by its number. One that stands in the ledger as 第12号 is not dressed twice.
pub(crate) fn numbered(number: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh if number.starts_with('第') => number.to_owned(),
        Lang::Zh => format!("第{number}号"),
        Lang::En => format!("no. {number}"),
    }
}

/// How many: `1 letter`, `2 letters`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}

/// How fast letters come to their end, and how long it will take yet.
pub(crate) fn pace(a_second: f64, left: u64, lang: Lang) -> String {
    if !a_second.is_finite() || a_second <= 0.0 {
        return String::new();
    }
    let (hours, minutes, seconds) = (left / 3600, left / 60 % 60, left % 60);
    let rate = if a_second >= 1.0 {
        match lang {
            Lang::Zh => format!("每秒 {a_second:.0} 件"),
            Lang::En => format!("{a_second:.0} letters/s"),
        }
    } else {
        match lang {
            Lang::Zh => format!("每件 {:.0} 秒", 1.0 / a_second),
            Lang::En => format!("{:.0} s a letter", 1.0 / a_second),
        }
    };
    let time = match (lang, hours, minutes) {
        (Lang::Zh, 0, 0) => format!("还要 {seconds} 秒"),
        (Lang::Zh, 0, _) => format!("还要 {minutes} 分 {seconds} 秒"),
        (Lang::Zh, ..) => format!("还要 {hours} 小时 {minutes} 分"),
        (Lang::En, 0, 0) => format!("{seconds} s left"),
        (Lang::En, 0, _) => format!("{minutes} min {seconds} s left"),
        (Lang::En, ..) => format!("{hours} h {minutes} min left"),
    };
    match lang {
        Lang::Zh => format!("{rate}，{time}"),
        Lang::En => format!("{rate}, {time}"),
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::Red,
        Severity::Warning => Style::Yellow,
        Severity::Note => Style::Blue,
    }
}

/// The text on one line and without what would command a terminal: a ledger's cell is quoted in messages,
/// and anybody may have written it.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push('⏎'),
            // Marks that turn the order of all that follows.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => shown.extend(c.escape_unicode()),
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use dafu::diag::{Code, LetterRef, Message};

    use super::super::rows::tests::cell;
    use super::*;

    pub(crate) fn impossible_date() -> Diagnostic {
        let message = Message::new("“2024年2月30日”不是一个存在的日期", "`2024年2月30日` is not a date that exists");
        let letter = LetterRef { number: "153".to_owned(), id: None };
        Diagnostic::error(Code::DateImpossible, message)
            .at(&cell(6, 10))
            .letter(&letter)
            .hint("2月只有29天", "February has 29 days")
    }

    #[track_caller]
    fn check(diagnostic: &Diagnostic, lang: Lang, expected: &str) {
        let sink = Sink::new(Box::new(std::io::sink()), false);
        assert_eq!(problem(diagnostic, lang, &sink), expected);
    }

    #[test]
    fn a_problem_has_the_form_of_the_contract() {
        check(
            &impossible_date(),
            Lang::Zh,
            "错误[date-impossible] x.xlsx[答复]K7 第153号: “2024年2月30日”不是一个存在的日期\n  提示: 2月只有29天",
        );
        check(
            &impossible_date(),
            Lang::En,
            "error[date-impossible] x.xlsx[答复]K7 no. 153: `2024年2月30日` is not a date that exists\n  hint: February has 29 days",
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let warning = Diagnostic::warning(Code::OnlyEmpty, Message::new("没有", "none"));
        check(&warning, Lang::Zh, "警告[only-empty]: 没有");
        let note = Diagnostic::note(Code::OnlyEmpty, Message::new("没有", "none"));
        check(&note, Lang::En, "note[only-empty]: none");
        check(&note, Lang::Zh, "说明[only-empty]: 没有");
    }

    #[test]
    fn a_number_is_not_dressed_twice() {
        assert_eq!(numbered("12", Lang::Zh), "第12号");
        assert_eq!(numbered("第12号", Lang::Zh), "第12号");
    }

    #[test]
    fn a_cell_cannot_command_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\nc\u{202e}d"), "a\\u{1b}[2Jb⏎c\\u{202e}d");
    }

    #[test]
    fn only_the_word_and_the_hints_are_coloured() {
        let sink = Sink::new(Box::new(std::io::sink()), true);
        let text = problem(&impossible_date(), Lang::En, &sink);
        assert!(text.starts_with("\u{1b}[1;31merror[date-impossible]\u{1b}[0m x.xlsx"), "{text}");
    }

    #[test]
    fn the_pace_is_told_as_people_say_it() {
        assert_eq!(pace(64.3, 7, Lang::Zh), "每秒 64 件，还要 7 秒");
        assert_eq!(pace(0.5, 3725, Lang::Zh), "每件 2 秒，还要 1 小时 2 分");
        assert_eq!(pace(1.0, 61, Lang::En), "1 letters/s, 1 min 1 s left");
        assert_eq!(pace(0.0, 7, Lang::En), "");
        assert_eq!(pace(f64::INFINITY, 0, Lang::En), "");
    }
}
