//! `dafu status`: one line a letter, what is due first on top.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use dafu::archive::{Entry, FileState, Folder};
use dafu::batch;
use dafu::diag::{Diagnostic, Lang, Message};
use dafu::fonts::Faces;
use dafu::letter::LetterDate;
use dafu::report::Problem;
use dafu::sign::verify;
use dafu::workshop::{Job, Product, Workshop};

use super::args::Options;
use super::items::{About, Item};
use super::json;
use super::out_dir::out_dirs;
use super::overview::Problems;
use super::prepare::{self, Prepared};
use super::session::{Plan, Session};
use super::{Status, system, text};

/// Arguments of `dafu status`.
#[derive(Debug, Args)]
pub(crate) struct StatusCommand {
    /// The ledger
    #[arg(id = "status_ledger", value_name = "LEDGER", value_hint = ValueHint::FilePath)]
    pub(crate) ledger: PathBuf,
    /// The run's folder [default: out/<ledger name>]
    #[arg(id = "status_out", value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Something is wrong with its row.
    Problem,
    /// Nothing is wrong with it, and it was not made.
    Ready,
    /// It is made, as it should be.
    Made,
    /// It was made, and would come out otherwise now.
    Changed,
    /// It was made, and its file is not there.
    Gone,
    /// It was made, and somebody changed its file.
    Altered,
}

const STATES: [(State, &str, &str, &str); 6] = [
    (State::Problem, "problem", "有问题", "has problems"),
    (State::Ready, "ready", "未生成", "not made"),
    (State::Changed, "changed", "有变化", "changed"),
    (State::Gone, "gone", "文件不见了", "file is gone"),
    (State::Altered, "altered", "文件被改动", "file was altered"),
    (State::Made, "made", "已生成", "made"),
];

/// A letter's line.
struct Line {
    id: Option<String>,
    number: String,
    addressee: String,
    due: Option<String>,
    assigned: Option<String>,
    state: State,
    path: Option<String>,
    pages: Option<usize>,
    signed: bool,
    sent: Option<String>,
    adopted: Option<String>,
    problems: Vec<Problem>,
}

/// Shows how each letter stands; writes nothing.
pub(crate) fn status(command: StatusCommand, lang: Lang) -> Status {
    let mut session = match Session::open(vec![command.ledger], &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    match show(&mut session, command.out.as_deref()) {
        Ok(()) => session.reporter.end(Status::Done),
        Err(problems) => session.stop(&problems),
    }
}

fn show(session: &mut Session, out: Option<&Path>) -> Result<(), Vec<Diagnostic>> {
    // A lock file among the arguments was told of and is no ledger.
    let Some(plan) = session.plans.first().cloned() else { return Err(Vec::new()) };
    let dirs = out_dirs(std::iter::once(plan.ledger.as_path()), out, None)?;
    let folder = Folder::look(dirs.first().map_or(Path::new("out"), PathBuf::as_path))?;
    let prepared = prepared(session, &plan)?;
    let lang = session.reporter.lang();
    let general: Vec<Diagnostic> =
        prepared.items.findings.iter().filter(|it| it.is_error() && it.letter.is_none()).cloned().collect();
    session.reporter.findings(&general);
    let mut problems = Problems::of(&prepared.items.findings, lang);
    let chosen = prepared.items.all.iter().filter(|item| item.chosen);
    let mut lines: Vec<Line> = chosen
        .map(|item| line(item, problems.about(item), &folder, prepared.workshop.as_deref()))
        .collect::<Result<_, Diagnostic>>()
        .map_err(|problem| vec![problem])?;
    // Sorting keeps the ledger's order where days are the same; without a day a letter comes last.
    lines.sort_by(|a, b| (a.due.is_none(), &a.due).cmp(&(b.due.is_none(), &b.due)));
    let today = system::today();
    let widths = [
        lines.iter().map(|line| width(&text::numbered(&line.number, lang))).max().unwrap_or_default().min(24),
        lines.iter().map(|line| width(&line.addressee)).max().unwrap_or_default().min(32),
    ];
    for line in &lines {
        let overdue = line.is_overdue(&today);
        session.reporter.machine_line(&json::Line::Status(line.json(overdue)));
        session.reporter.say(&line.message(overdue, widths));
    }
    session.reporter.say(&total(&lines, &today));
    Ok(())
}

fn prepared(session: &Session, plan: &Plan) -> Result<Prepared, Vec<Diagnostic>> {
    let opened = prepare::open(plan)?;
    let faces = Arc::new(Faces::open(&session.fonts)?);
    prepare::prepare(plan, opened, &session.templates, &faces)
}

fn line(item: &Item, problems: Vec<Problem>, folder: &Folder, workshop: Option<&Workshop>) -> Result<Line, Diagnostic> {
    let entry = match &item.order {
        Some(order) => folder.entry(order).filter(|entry| Some(entry.id.as_str()) == item.id.as_deref()),
        // What was made before the row went wrong is still there.
        None => item.id.as_deref().and_then(|id| folder.letter(id)),
    };
    let file = entry.map(|entry| folder.state(entry));
    let state = match (&item.order, entry, file) {
        (None, ..) => State::Problem,
        (Some(_), None, _) | (_, _, None) => State::Ready,
        (Some(_), _, Some(FileState::Gone)) => State::Gone,
        (Some(_), _, Some(FileState::Altered)) => State::Altered,
        (Some(order), Some(entry), Some(FileState::AsMade)) => {
            let current = match workshop {
                Some(workshop) => is_current(workshop, &order.job()?, entry, folder),
                None => true,
            };
            if current { State::Made } else { State::Changed }
        }
    };
    let entry = entry.filter(|_| file == Some(FileState::AsMade));
    let About { addressee, due, assigned, .. } = item.about()?;
    Ok(Line {
        id: item.id.as_deref().map(str::to_owned),
        number: item.number.clone(),
        addressee,
        due: due.map(LetterDate::iso),
        assigned: assigned.map(LetterDate::iso),
        state,
        path: entry.map(|entry| entry.path.clone()),
        pages: entry.map(|entry| entry.pages),
        signed: entry.is_some_and(|entry| entry.signed),
        sent: entry.and_then(|entry| folder.sent(entry)).map(str::to_owned),
        adopted: item.id.as_deref().and_then(|id| folder.adopted(id)).map(str::to_owned),
        problems,
    })
}

/// Would the letter come out as it is? Of a signed one, whose key depends on its signers, what is printed decides.
fn is_current(workshop: &Workshop, job: &Job, entry: &Entry, folder: &Folder) -> bool {
    // With or without the form that asks for an opinion as its last page.
    let same = |product| batch::work_key(workshop, &Job { product, ..job.clone() }, None).0 == entry.key;
    if same(job.product) || same(Product::Reply) || same(Product::ReplyWithForm) {
        return true;
    }
    let bytes = || std::fs::read(folder.file(entry)).unwrap_or_default();
    entry.signed && verify::record(&bytes()).is_ok_and(|record| record == workshop.record(job))
}

impl State {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        let found = STATES.iter().find(|(state, ..)| *state == self);
        found.map_or(("", "", ""), |(_, name, zh, en)| (*name, *zh, *en))
    }
}

impl Line {
    /// Is the day past, and the letter not sent?
    fn is_overdue(&self, today: &str) -> bool {
        self.sent.is_none() && self.due.as_deref().is_some_and(|due| due < today)
    }

    fn json(&self, overdue: bool) -> json::LetterStatus<'_> {
        json::LetterStatus {
            id: self.id.as_deref(),
            number: &self.number,
            addressee: &self.addressee,
            due: self.due.as_deref(),
            assigned: self.assigned.as_deref(),
            overdue,
            state: self.state.words().0,
            path: self.path.as_deref(),
            pages: self.pages,
            signed: self.signed,
            sent: self.sent.as_deref(),
            adopted: self.adopted.as_deref(),
            problems: &self.problems,
        }
    }

    fn message(&self, overdue: bool, [numbers, addressees]: [usize; 2]) -> Message {
        let of = |lang: Lang| {
            let (_, zh, en) = self.state.words();
            let word = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
            let day = |at: &str| at.get(..10).unwrap_or(at).to_owned();
            let mut told = vec![word(zh, en)];
            if overdue {
                told.push(word("已过期限", "overdue"));
            }
            if let Some(pages) = self.pages {
                told.push(word(&format!("{pages}页"), &format!("{pages} pages")));
            }
            if self.signed {
                told.push(word("已签名", "signed"));
            }
            if self.adopted.is_some() {
                told.push(word("已收盖章件", "stamped version taken in"));
            }
            if let Some(sent) = &self.sent {
                told.push(word(&format!("{} 发出", day(sent)), &format!("sent {}", day(sent))));
            }
            if let Some(problem) = self.problems.first() {
                let place = problem.place.as_ref().map(|place| format!(" {place}")).unwrap_or_default();
                let more = self.problems.len() - 1;
                told.push(format!("[{}]{place} {}", problem.code, problem.message));
                if more > 0 {
                    told.push(word(&format!("另有 {more} 条"), &format!("{more} more")));
                }
            }
            let due = self.due.clone().unwrap_or_else(|| "-".to_owned());
            let number = padded(&text::numbered(&self.number, lang), numbers);
            let addressee = padded(&self.addressee, addressees);
            let joint = if lang == Lang::Zh { "，" } else { ", " };
            text::plain(&format!("{due:10}  {number}  {addressee}  {}", told.join(joint)))
        };
        Message::new(of(Lang::Zh), of(Lang::En))
    }
}

fn total(lines: &[Line], today: &str) -> Message {
    let mut zh = format!("共 {} 件", lines.len());
    let mut en = format!("{} letters", lines.len());
    let mut add = |count: usize, name_zh: &str, name_en: &str| {
        if count > 0 {
            zh.push_str(&format!("，{name_zh} {count}"));
            en.push_str(&format!(", {count} {name_en}"));
        }
    };
    for (state, _, zh, en) in STATES {
        add(lines.iter().filter(|line| line.state == state).count(), zh, en);
    }
    add(lines.iter().filter(|line| line.signed).count(), "已签名", "signed");
    add(lines.iter().filter(|line| line.sent.is_some()).count(), "已发出", "sent");
    add(lines.iter().filter(|line| line.is_overdue(today)).count(), "已过期限", "overdue");
    Message::new(zh, en)
}

/// Columns of a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}
