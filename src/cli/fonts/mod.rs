//! `dafu fonts`, `dafu fonts check`, `dafu fonts import`.

mod import;
mod specimen;

use std::sync::atomic::AtomicBool;

use dafu::diag::{Code, Diagnostic, Lang, Message};
use dafu::fonts::{FaceReport, FaceUse, Faces, Role, RoleReport, Usage};

use super::Status;
use super::args::{FontsAction, FontsCheckCommand, FontsCommand, Options};
use super::json::{self, Line};
use super::session::Session;
use super::stage::{self, Stage};

/// Lists the fonts, or looks for characters that none of them draws.
pub(crate) fn fonts(command: FontsCommand, lang: Lang) -> Status {
    match command.action {
        Some(FontsAction::Check(check)) => check_ledgers(check, lang),
        Some(FontsAction::Import(command)) => import::import(&command, lang),
        None => match &command.specimen {
            Some(file) => specimen::specimen(file, command.force.unwrap_or(false), &command.options, lang),
            None => list(&command.options, lang),
        },
    }
}

fn list(options: &Options, lang: Lang) -> Status {
    let mut session = match Session::without_ledgers(options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let faces = match Faces::open(&session.fonts) {
        Ok(faces) => faces,
        Err(problems) => return session.stop(&problems),
    };
    for role in faces.report() {
        for face in &role.faces {
            session.reporter.machine_line(&Line::Font(json::Font {
                role: role.role.as_str(),
                family: &face.family,
                file: &face.file,
                licence: face.licence.as_deref(),
                characters: face.characters,
                shipped: !face.optional,
            }));
        }
        session.reporter.say(&message(&role));
    }
    session.reporter.end(Status::Done)
}

fn message(role: &RoleReport) -> Message {
    let name = role.role.as_str();
    let (zh, en) = uses(role.role);
    let mut zh = vec![format!("{} {name}，{zh}", role.chinese)];
    let mut en = vec![format!("{name} {}: {en}", role.chinese)];
    for face in &role.faces {
        let FaceReport { family, file, characters, .. } = face;
        let licence = face.licence.as_deref();
        zh.push(format!("  {family}  {file}  {characters} 字  {}", licence.unwrap_or("自行添加")));
        en.push(format!("  {family}  {file}  {characters} characters  {}", licence.unwrap_or("added here")));
    }
    let sets: Vec<String> = role.han.iter().map(|set| format!("{} {}/{}", set.set, set.drawn, set.of)).collect();
    zh.push(format!("  汉字：{}", sets.join("，")));
    en.push(format!("  Han characters: {}", sets.join(", ")));
    Message::new(zh.join("\n"), en.join("\n"))
}

/// What a role is for (GB/T 9704 5.2.2).
fn uses(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Fangsong => ("用于正文", "body"),
        Role::Xiaobiaosong => ("用于标题", "title"),
        Role::Heiti => ("用于一级标题", "first-level headings"),
        Role::Kaiti => ("用于二级标题和签发人", "second-level headings, signatories"),
        Role::Songti => ("用于页码", "page numbers"),
    }
}

fn check_ledgers(command: FontsCheckCommand, lang: Lang) -> Status {
    let mut session = match Session::open(command.ledgers, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    match check_all(&mut session) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

fn check_all(session: &mut Session) -> Result<Status, Vec<Diagnostic>> {
    let stop = AtomicBool::new(false);
    let mut statuses = Vec::new();
    for stage in stage::all(session, &stop, is_about_a_character)? {
        let Stage::Ready(ready) = stage else {
            statuses.push(Status::Stopped);
            continue;
        };
        let chosen = || ready.prepared.items.all.iter().filter(|item| item.chosen);
        let (letters, unseen) = (chosen().count(), chosen().filter(|item| !item.checked).count());
        let (ledger, found) = (ready.plan.ledger.display(), ready.prepared.items.findings.len());
        let looked_at = letters - unseen;
        session.reporter.say(&Message::new(
            format!("{ledger}：看了 {looked_at} 份，有 {found} 处的字没有字体能显示"),
            format!("{ledger}: {looked_at} letters looked at, {found} places with characters that no font draws"),
        ));
        let mut usage = Usage::default();
        for order in chosen().filter_map(|item| item.order.as_ref()) {
            let job = order.job().map_err(|problem| vec![problem])?;
            usage.add(&job.letter, &ready.prepared.profile);
        }
        let workshop = ready.prepared.workshop.as_ref();
        for face in workshop.map(|workshop| usage.by_face(workshop.faces())).unwrap_or_default() {
            session.reporter.machine_line(&Line::FontUse(json::FontUse {
                ledger: ready.plan.ledger.display().to_string(),
                role: face.role.as_str(),
                family: &face.family,
                characters: face.characters,
                stand_in_for: &face.stand_in_for,
            }));
            session.reporter.say(&drawn_by(&face));
        }
        if unseen > 0 {
            session.reporter.say(&Message::new(
                format!("另有 {unseen} 份有别的问题，没有看；用 dafu check 查看"),
                format!("{unseen} more have other problems and were not looked at; dafu check shows them"),
            ));
        }
        statuses.push(ready.counts.status(ready.plan.strict()));
    }
    Ok(stage::status(session, &statuses))
}

/// How much a face draws of a ledger's letters, and which rare characters fall to it.
fn drawn_by(face: &FaceUse) -> Message {
    let FaceUse { role, family, characters, stand_in_for } = face;
    let (mut zh, mut en) = (
        format!("  {}：{family} 印 {characters} 字", role.chinese()),
        format!("  {}: {family} draws {characters} characters", role.as_str()),
    );
    if !stand_in_for.is_empty() {
        zh.push_str(&format!("，其中补字：{stand_in_for}"));
        en.push_str(&format!(", standing in for {stand_in_for}"));
    }
    Message::new(zh, en)
}

fn is_about_a_character(finding: &Diagnostic) -> bool {
    matches!(
        finding.code,
        Code::CharacterMissing | Code::CharacterWithoutInk | Code::CharacterPrivate | Code::CharacterControl
    )
}
