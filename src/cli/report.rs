//! All printing. What people read goes to standard output and progress to standard error; with `--format
//! json` the objects take standard output and all text goes to standard error.

#![expect(clippy::disallowed_methods, reason = "the one place that prints")]

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};

use dafu::archive::Entry;
use dafu::diag::{Code, Diagnostic, Lang, Message, Severity, reason};

use super::Status;
use super::args::{Color, Format, Options};
use super::json::{self, Line};
use super::progress::Progress;
use super::sink::Sink;
use super::summary::Summary;
use super::{system, text};

/// Tells people and programs what happens.
pub(crate) struct Reporter {
    lang: Lang,
    json: bool,
    quiet: bool,
    verbose: bool,
    out: Sink,
    err: Sink,
    progress: Progress,
    remembered: Option<Vec<Diagnostic>>,
    /// Warnings about templates that were told: they are the same for every letter.
    told: BTreeSet<String>,
}

/// How many problems were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Errors.
    pub(crate) errors: usize,
    /// Warnings.
    pub(crate) warnings: usize,
    /// Notes that were not shown.
    pub(crate) notes: usize,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum News<'a> {
    /// It was made.
    Made(&'a Entry),
    /// A finished one was kept.
    Kept(&'a Entry),
    /// It could not be made.
    Failed,
}

impl Reporter {
    /// A reporter on the standard streams. `lang` is used where the options name none.
    pub(crate) fn of(options: &Options, lang: Lang) -> Self {
        let color = options.color.unwrap_or(Color::Auto);
        let (out, err) = (io::stdout(), io::stderr());
        let out_colored = is_colored(color, out.is_terminal());
        let err_colored = is_colored(color, err.is_terminal());
        Self::with(options, lang, Sink::new(Box::new(out), out_colored), Sink::new(Box::new(err), err_colored))
    }

    fn with(options: &Options, lang: Lang, out: Sink, err: Sink) -> Self {
        let verbose = options.verbose.unwrap_or(false);
        Self {
            lang: options.lang.map_or(lang, Lang::from),
            json: options.format == Some(Format::Json),
            quiet: options.quiet.unwrap_or(false) && !verbose,
            verbose,
            out,
            err,
            progress: Progress::Silent,
            remembered: None,
            told: BTreeSet::new(),
        }
    }

    /// The language of the messages.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// From now on keeps a copy of every problem that is told, shown or not.
    pub(crate) fn remember(&mut self) {
        self.remembered.get_or_insert_default();
    }

    /// The problems told since [`remember`](Self::remember).
    pub(crate) fn remembered(&mut self) -> Vec<Diagnostic> {
        self.remembered.take().unwrap_or_default()
    }

    /// Tells of problems. People see notes only with `-v`, and with `-q` nothing but errors.
    pub(crate) fn findings(&mut self, findings: &[Diagnostic]) -> Counts {
        let mut counts = Counts::default();
        if let Some(remembered) = &mut self.remembered {
            remembered.extend_from_slice(findings);
        }
        for finding in findings {
            let once;
            let finding = if finding.code == Code::TypstWarning {
                // It is about a template, not about a letter.
                once = Diagnostic { letter: None, ..finding.clone() };
                let place = once.origin.as_ref().map(ToString::to_string).unwrap_or_default();
                if !self.told.insert(format!("{place} {}", once.message.text(Lang::En))) {
                    continue;
                }
                &once
            } else {
                finding
            };
            let shown = match finding.severity {
                Severity::Error => {
                    counts.errors += 1;
                    true
                }
                Severity::Warning => {
                    counts.warnings += 1;
                    !self.quiet
                }
                Severity::Note => {
                    counts.notes += usize::from(!self.verbose);
                    self.verbose
                }
            };
            self.machine_only(finding);
            if shown {
                let text = text::problem(finding, self.lang, self.people());
                self.people_line(&text);
            }
        }
        counts
    }

    /// Tells programs of a problem that people know of already.
    pub(crate) fn machine_only(&mut self, finding: &Diagnostic) {
        let problem = json::Problem::of(finding, self.lang);
        if self.json {
            self.out.line(&Line::Diagnostic(problem).to_json());
        }
    }

    /// Tells programs something else.
    pub(crate) fn machine_line(&mut self, line: &Line<'_>) {
        if self.json {
            self.out.line(&line.to_json());
        }
    }

    /// Tells people something, unless they want quiet.
    pub(crate) fn say(&mut self, message: &Message) {
        if !self.quiet {
            let text = message.text(self.lang).to_owned();
            self.people_line(&text);
        }
    }

    /// Tells people something, even if they want quiet.
    pub(crate) fn insist(&mut self, message: &Message) {
        let text = message.text(self.lang).to_owned();
        self.people_line(&text);
    }

    /// Says how many notes were not shown.
    fn say_hidden_notes(&mut self, notes: usize) {
        if notes > 0 {
            self.say(&Message::new(
                format!("另有 {notes} 条说明，加 -v 可以看到"),
                format!("{notes} more {}; -v shows them", if notes == 1 { "note" } else { "notes" }),
            ));
        }
    }

    /// Begins to show how far `total` letters are.
    pub(crate) fn begin(&mut self, total: usize) {
        self.progress = if self.quiet || total == 0 {
            Progress::Silent
        } else if !self.json && io::stderr().is_terminal() {
            Progress::bar(total, self.lang)
        } else {
            Progress::Lines { done: 0, total }
        };
    }

    /// Ends it.
    pub(crate) fn done(&mut self) {
        std::mem::replace(&mut self.progress, Progress::Silent).end();
    }

    /// Tells what became of a letter.
    pub(crate) fn letter(&mut self, id: Option<&str>, number: &str, news: News<'_>) {
        self.ended(id, number, None, news);
    }

    /// Tells what became of something that goes with a letter.
    pub(crate) fn companion(&mut self, id: &str, number: &str, product: &'static str, news: News<'_>) {
        self.ended(Some(id), number, Some(product), news);
    }

    fn ended(&mut self, id: Option<&str>, number: &str, product: Option<&'static str>, news: News<'_>) {
        let mut line = json::Letter { id, number, status: "failed", ..json::Letter::default() };
        if let News::Made(entry) | News::Kept(entry) = news {
            line.path = Some(&entry.path);
            line.pages = Some(entry.pages);
            line.bytes = Some(entry.bytes);
            line.sha256 = Some(&entry.sha256);
            line.signed = entry.signed;
            line.facts = entry.facts.as_ref();
        }
        match news {
            News::Made(_) => line.status = "made",
            News::Kept(_) => line.status = "kept",
            News::Failed => {}
        }
        line.product = product;
        self.machine_line(&if product.is_some() { Line::Companion(line) } else { Line::Letter(line) });
        if let Some(line) = self.progress.advance(number, news, self.lang, self.verbose) {
            self.err.line(&line);
        }
    }

    /// Tells how a ledger ended.
    pub(crate) fn summary(&mut self, summary: &Summary<'_>) {
        self.say_hidden_notes(summary.counts.notes);
        self.machine_line(&summary.line());
        self.say(&summary.message());
    }

    /// Writes bytes to standard output as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.out.bytes(bytes);
    }

    /// Ends the report. Text that could not be written, but for a reader that has gone, makes the status
    /// that of a run that could not go on.
    pub(crate) fn end(mut self, status: Status) -> Status {
        self.done();
        let lost = self.out.finish();
        if let Some(err) = &lost {
            let (zh, en) = reason(err);
            self.err.line(&match self.lang {
                Lang::Zh => format!("错误[io]: 无法写到标准输出（{zh}）"),
                Lang::En => format!("error[io]: failed to write to standard output ({en})"),
            });
        }
        if lost.is_some() || self.err.finish().is_some() {
            return Status::Stopped;
        }
        status
    }

    fn people(&self) -> &Sink {
        if self.json { &self.err } else { &self.out }
    }

    fn people_line(&mut self, text: &str) {
        let sink = if self.json { &mut self.err } else { &mut self.out };
        match &self.progress {
            // The bar steps aside, else the line would stand in its middle.
            Progress::Bar(bar) => bar.suspend(|| sink.line(text)),
            _ => sink.line(text),
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

impl Counts {
    /// The status that problems alone lead to.
    pub(crate) fn status(self, strict: bool) -> Status {
        if self.errors > 0 || (strict && self.warnings > 0) { Status::Errors } else { Status::Done }
    }
}

/// Says what Ctrl-C did. Called from the thread of the signal, when the reporter may be at work.
pub(crate) fn say_stopping(lang: Lang) {
    let text = match lang {
        Lang::Zh => "正在停止：手上的函办完就停；再按一次 Ctrl-C 立即停止",
        Lang::En => "stopping: letters in work are finished first; Ctrl-C again stops at once",
    };
    // Nobody may be there to read it.
    let _ = writeln!(io::stderr(), "\n{text}");
}

fn is_colored(color: Color, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && system::variable("NO_COLOR").is_none() && can_color(),
    }
}

/// Windows' old console shows the codes of colours as text.
fn can_color() -> bool {
    let term = system::variable("TERM");
    if cfg!(windows) {
        term.is_some() || ["WT_SESSION", "ConEmuANSI"].iter().any(|name| system::variable(name).is_some())
    } else {
        term.is_some_and(|term| term != "dumb")
    }
}

/// Standard output for another process of dafu, not for people.
pub(crate) fn raw_output() -> impl Write {
    io::BufWriter::new(io::stdout())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use dafu::diag::Code;

    use super::*;

    #[derive(Clone, Default)]
    struct Buffer(Rc<RefCell<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn one_of_each() -> Vec<Diagnostic> {
        let message = || Message::new("一句话", "a sentence");
        vec![
            Diagnostic::error(Code::Io, message()),
            Diagnostic::warning(Code::Io, message()),
            Diagnostic::note(Code::Io, message()),
        ]
    }

    /// What standard output and standard error get.
    #[track_caller]
    fn check(options: &Options, expected: [&str; 2]) {
        let (out, err) = (Buffer::default(), Buffer::default());
        let sink = |buffer: &Buffer| Sink::new(Box::new(buffer.clone()), false);
        let mut reporter = Reporter::with(options, Lang::En, sink(&out), sink(&err));
        let counts = reporter.findings(&one_of_each());
        reporter.say_hidden_notes(counts.notes);
        let text = [out, err].map(|buffer| String::from_utf8(buffer.0.borrow().clone()).unwrap());
        let words = text.map(|text| {
            let word = |line: &str| match line.split_once(['[', ' ']) {
                Some((word, _)) if line.starts_with('{') => word[..7].to_owned(),
                Some((word, _)) => word.to_owned(),
                None => "{".to_owned(),
            };
            text.lines().map(word).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(words, expected);
    }

    #[test]
    fn people_see_problems_on_standard_output_and_are_told_of_hidden_notes() {
        check(&Options::default(), ["error warning 1", ""]);
    }

    #[test]
    fn notes_are_shown_when_asked_for() {
        let options = Options { verbose: Some(true), ..Options::default() };
        check(&options, ["error warning note", ""]);
    }

    #[test]
    fn quiet_leaves_errors_only() {
        let options = Options { quiet: Some(true), ..Options::default() };
        check(&options, ["error", ""]);
    }

    #[test]
    fn programs_get_every_note_and_people_the_other_stream() {
        check(&Options::json(), [r#"{"type" {"type" {"type""#, "error warning 1"]);
    }

    #[test]
    fn errors_decide_the_status_and_with_strict_warnings_too() {
        let counts = |errors, warnings| Counts { errors, warnings, notes: 1 };
        assert_eq!(counts(0, 0).status(true), Status::Done);
        assert_eq!(counts(0, 1).status(false), Status::Done);
        assert_eq!(counts(0, 1).status(true), Status::Errors);
        assert_eq!(counts(1, 0).status(false), Status::Errors);
    }
}
