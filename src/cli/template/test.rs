//! `dafu template check` and `dafu template test`: every sample of a pack is made, in a process of its own.

use std::path::{Path, PathBuf};

use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};
use dafu::profile;
use dafu::typeset::{Difference, difference};
use dafu::workbench::{self, Sample};

use super::args::{CheckCommand, TestCommand};
use super::{keep, say};
use crate::cli::Status;
use crate::cli::report::Counts;
use crate::cli::session::Session;
use crate::cli::worker::{Answer, Ask, Limits, Make, Open, Shop, Worker};

/// Dots an inch of the pictures that are kept: a stroke out of place is seen, and they stay small.
const DPI: f64 = 50.0;

/// Shows every problem.
pub(super) fn check(command: &CheckCommand, session: &mut Session) -> Outcome<Status> {
    let limits = command.limits.limits();
    each_pack(&command.packs, session, limits, &mut |_, _, _, _| Ok(Vec::new()))
}

/// Compares with what is kept.
pub(super) fn test(command: &TestCommand, session: &mut Session) -> Outcome<Status> {
    let limits = command.limits.limits();
    let update = command.update.unwrap_or(false);
    let out = command.out.clone().unwrap_or_else(|| PathBuf::from("template-test"));
    let mut renewed = 0;
    let status = each_pack(&command.packs, session, limits, &mut |sample, letter, answer, dir| {
        if update {
            renewed += renew(sample, letter, answer)?;
            return Ok(Vec::new());
        }
        let name = format!("{}-{}", name_of(sample, dir), letter + 1);
        compare(sample, letter, answer, &out.join(name))
    })?;
    if update {
        say(session, format!("更新了 {renewed} 个文件"), format!("{renewed} files renewed"));
    }
    Ok(status)
}

type Look<'a> = &'a mut dyn FnMut(&Sample, usize, &Answer, &Path) -> Outcome<Vec<Diagnostic>>;

fn each_pack(names: &[String], session: &mut Session, limits: Limits, look: Look<'_>) -> Outcome<Status> {
    let dir = session.templates.clone();
    let all = profile::packs(&dir);
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        return Err(vec![profile::unknown_pack(&dir, unknown)]);
    }
    let shop = Shop { templates: dir.clone(), fonts: session.fonts.clone(), limits };
    let mut worker = Worker::new(shop);
    let mut counts = Counts::default();
    for name in all.iter().filter(|name| names.is_empty() || names.contains(name)) {
        let before = counts;
        let (profiles, problems) = workbench::profiles_of(&dir, name);
        counts += session.reporter.findings(&problems);
        // Without a profile that can be read there is nothing to make; why, was told.
        let readable = !profiles.is_empty() || problems.is_empty();
        let samples = if readable { workbench::samples(&dir, name, &profiles) } else { Vec::new() };
        if profiles.is_empty() && problems.is_empty() {
            let message =
                Message::new(format!("没有规则用模板包“{name}”"), format!("no profile uses the pack `{name}`"));
            let found = Diagnostic::warning(Code::ProfileUnknown, message).at(&Origin::file(&dir.join("profiles")));
            counts += session.reporter.findings(&[found.hint(
                format!("在 profiles 里放一个写有 pack = \"{name}\" 的规则"),
                format!("put a profile with pack = \"{name}\" into profiles"),
            )]);
        }
        let mut letters = 0;
        for sample in &samples {
            let mut findings = Vec::new();
            letters += one_sample(sample, &dir, name, &mut worker, &mut findings, look)?;
            counts += session.reporter.findings(&findings);
        }
        let problems = counts.errors + counts.warnings - before.errors - before.warnings;
        say(
            session,
            format!("{name}：{} 个样本，{letters} 份函，{problems} 个问题", samples.len()),
            format!("{name}: {} samples, {letters} letters, {problems} problems", samples.len()),
        );
    }
    Ok(counts.status(session.options.strict.unwrap_or(false)))
}

/// Makes the letters of a sample; gives how many could be laid out.
fn one_sample(
    sample: &Sample,
    dir: &Path,
    pack: &str,
    worker: &mut Worker,
    findings: &mut Vec<Diagnostic>,
    look: Look<'_>,
) -> Outcome<usize> {
    let template = || Origin::file(&template_file(dir, pack));
    let open = Open { ledger: sample.ledger.clone(), profile: None, usual: Some(sample.profile.clone()) };
    let opened = match worker.ask(&Ask::Open(open)) {
        Ok(opened) => opened,
        Err(lost) => {
            findings.push(worker.explain(&lost, &template()));
            return Ok(0);
        }
    };
    // What is noted of a ledger is the clerk's business.
    findings.extend(opened.problems().into_iter().filter(|found| found.severity > dafu::diag::Severity::Note));
    let mut laid_out = 0;
    for (letter, _) in opened.letters.iter().enumerate().filter(|(_, letter)| letter.sound) {
        let make = Make { letter, dpi: DPI, spots: false, source: sample.own && letter == 0 };
        match worker.ask(&Ask::Make(make)) {
            Ok(answer) => {
                findings.extend(answer.problems());
                if !answer.pages.is_empty() {
                    laid_out += 1;
                    findings.extend(look(sample, letter, &answer, dir)?);
                }
            }
            Err(lost) => {
                findings.push(worker.explain(&lost, &template()));
                return Ok(laid_out);
            }
        }
    }
    Ok(laid_out)
}

/// The template that letters of a pack are filled by.
pub(crate) fn template_file(dir: &Path, pack: &str) -> PathBuf {
    let chain = profile::pack(dir, pack).map(|pack| pack.chain).unwrap_or_default();
    let files = chain.iter().map(|pack| dir.join(pack).join("letter.typ.tera"));
    let found = files.into_iter().find(|file| file.is_file());
    found.unwrap_or_else(|| dir.join(pack))
}

fn name_of(sample: &Sample, dir: &Path) -> String {
    let path = sample.ledger.strip_prefix(dir).unwrap_or(&sample.ledger).with_extension("");
    path.to_string_lossy().replace(['/', '\\'], "-")
}

fn text_of(answer: &Answer) -> String {
    let pages = answer.text.iter().map(|lines| lines.join("\n"));
    format!("{}\n", pages.collect::<Vec<_>>().join("\n──\n"))
}

fn facts_of(answer: &Answer) -> String {
    format!("{}\n", serde_json::to_string_pretty(&answer.facts).unwrap_or_default())
}

fn sample_file(sample: &Sample) -> PathBuf {
    sample.ledger.with_extension("typ")
}

/// Keeps the pages as they are; gives how many files changed.
fn renew(sample: &Sample, letter: usize, answer: &Answer) -> Outcome<usize> {
    let kept = workbench::kept(sample, letter, answer.pages.len());
    let mut renewed = 0;
    let mut put = |path: &Path, bytes: &[u8], same: bool| {
        if !same {
            renewed += 1;
            keep(path, bytes)?;
        }
        Ok::<(), Vec<Diagnostic>>(())
    };
    let (text, facts) = (text_of(answer), facts_of(answer));
    let is = |path: &Path, text: &str| std::fs::read_to_string(path).is_ok_and(|old| old == text);
    put(&kept.text, text.as_bytes(), is(&kept.text, &text))?;
    put(&kept.facts, facts.as_bytes(), is(&kept.facts, &facts))?;
    for (path, page) in kept.pictures.iter().zip(&answer.pages) {
        let same = std::fs::read(path).is_ok_and(|old| difference(&old, &page.picture) == Difference::None);
        put(path, &page.picture, same)?;
    }
    if let Some(source) = &answer.source {
        let file = sample_file(sample);
        put(&file, source.as_bytes(), is(&file, source))?;
    }
    // Pages that are no longer there.
    let further = (answer.pages.len() + 1..).map(|page| workbench::kept(sample, letter, page).pictures.pop());
    further.take_while(|path| path.as_ref().is_some_and(|path| std::fs::remove_file(path).is_ok())).count();
    Ok(renewed)
}

/// What differs from what is kept.
fn compare(sample: &Sample, letter: usize, answer: &Answer, out: &Path) -> Outcome<Vec<Diagnostic>> {
    let kept = workbench::kept(sample, letter, answer.pages.len());
    let mut found = Vec::new();
    let Ok(old) = std::fs::read_to_string(&kept.text) else {
        let message = Message::new(
            format!("第 {} 份函还没有留存的样子", letter + 1),
            format!("nothing is kept of the pages of letter {}", letter + 1),
        );
        let new = Diagnostic::error(Code::SampleUnrecorded, message).at(&Origin::file(&sample.ledger));
        return Ok(vec![new.hint(
            "看过样子后用 dafu template test --update 留存",
            "look at it, then keep it with `dafu template test --update`",
        )]);
    };
    let text = text_of(answer);
    if old != text {
        found.push(text_differs(&kept.text, &old, &text));
    }
    let old = std::fs::read_to_string(&kept.facts).unwrap_or_default();
    let old: serde_json::Value = serde_json::from_str(&old).unwrap_or_default();
    if old != answer.facts {
        found.push(facts_differ(&kept.facts, &old, &answer.facts));
    }
    for (at, (path, page)) in (1..).zip(kept.pictures.iter().zip(&answer.pages)) {
        let before = std::fs::read(path).unwrap_or_default();
        let (places, shown) = match difference(&before, &page.picture) {
            Difference::None => continue,
            Difference::Size => (None, &page.picture),
            Difference::Places(places, ref shown) => {
                let file = out.join(format!("page-{at}-diff.png"));
                keep(&file, shown)?;
                found.push(picture_differs(path, at, Some(places), &file));
                continue;
            }
        };
        let file = out.join(format!("page-{at}.png"));
        keep(&file, shown)?;
        found.push(picture_differs(path, at, places, &file));
    }
    if let Some(source) = &answer.source {
        let file = sample_file(sample);
        let old = std::fs::read_to_string(&file).unwrap_or_default();
        if old != *source {
            let line = 1 + old.lines().zip(source.lines()).take_while(|(old, new)| old == new).count();
            let message =
                Message::new("sample.typ 不是现在的模板填出来的", "sample.typ is not what the templates fill now");
            found.push(Diagnostic::error(Code::SampleDiffers, message).at(&Origin::text(&file, line, 1)));
        }
    }
    if let Some(first) = found.first_mut() {
        *first = first.clone().hint(
            "正是想要的变化，用 dafu template test --update 留存",
            "if that is as meant, keep it with `dafu template test --update`",
        );
    }
    Ok(found)
}

fn text_differs(file: &Path, old: &str, new: &str) -> Diagnostic {
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("（没有了）").to_owned();
    let (was, is) = (line(old), line(new));
    let message = Message::new(
        format!("文字或断行变了：原来是“{was}”，现在是“{is}”"),
        format!("text or line breaks changed: `{was}` became `{is}`"),
    );
    Diagnostic::error(Code::SampleDiffers, message).at(&Origin::text(file, same + 1, 1))
}

fn facts_differ(file: &Path, old: &serde_json::Value, new: &serde_json::Value) -> Diagnostic {
    let empty = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| {
        let shown = |value: Option<&serde_json::Value>| value.map_or_else(|| "-".to_owned(), ToString::to_string);
        format!("{name} {} → {}", shown(old.get(name)), shown(new.get(name)))
    });
    let changed = changed.collect::<Vec<_>>().join("; ");
    let message = Message::new(format!("版面变了：{changed}"), format!("the layout changed: {changed}"));
    Diagnostic::error(Code::SampleDiffers, message).at(&Origin::file(file))
}

fn picture_differs(file: &Path, page: usize, places: Option<usize>, shown: &Path) -> Diagnostic {
    let shown = shown.display();
    let message = match places {
        Some(places) => {
            Message::new(format!("第 {page} 页有 {places} 个点不一样"), format!("page {page} differs in {places} dots"))
        }
        None => Message::new(
            format!("第 {page} 页原来没有，或者大小不同"),
            format!("page {page} was not there, or is of another size"),
        ),
    };
    Diagnostic::error(Code::SampleDiffers, message)
        .at(&Origin::file(file))
        .hint(format!("看 {shown}：红的是新有的，蓝的是没有了的"), format!("see {shown}: red is new, blue is gone"))
}
