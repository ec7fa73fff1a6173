//! `dafu fonts import`.

use std::fs;
use std::path::{Path, PathBuf};

use dafu::archive;
use dafu::diag::{Diagnostic, Lang, Message, Outcome};
use dafu::fonts::{self, Faces, Import, Taken};

use super::super::Status;
use super::super::args::FontsImportCommand;
use super::super::json::{self, Line};
use super::super::session::Session;

/// Takes in a department's own faces.
pub(super) fn import(command: &FontsImportCommand, lang: Lang) -> Status {
    let mut session = match Session::without_ledgers(&command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    let imported = fonts::import(&command.from, &session.fonts).and_then(|import| {
        keep(&session.fonts, &import.files)?;
        Ok(import)
    });
    let Import { looked_at, taken, findings, .. } = match imported {
        Ok(import) => import,
        Err(problems) => return session.stop(&problems),
    };
    let counts = session.reporter.findings(&findings);
    for face in &taken {
        session.reporter.machine_line(&Line::Taken(json::Taken {
            role: face.role.as_str(),
            family: &face.family,
            name: &face.known_as,
            file: &face.file,
            from: face.from.display().to_string(),
            han: face.exam.han,
        }));
        session.reporter.say(&said(face));
    }
    if !taken.is_empty() {
        let shown = [&session.fonts, &PathBuf::from("local")].iter().collect::<PathBuf>();
        let (count, shown) = (taken.len(), shown.display());
        session.reporter.say(&Message::new(
            format!("看了 {looked_at} 个字体文件，采用 {count} 种，复制在 {shown}；自带的字体在后面补缺字"),
            format!(
                "looked at {looked_at} font files, took {count} faces into {shown}; the shipped ones stand behind them"
            ),
        ));
    }
    session.reporter.end(counts.status(session.options.strict.unwrap_or(false)))
}

/// Writes the files into the folder of fonts and opens it as every run will.
fn keep(fonts: &Path, files: &[(PathBuf, Vec<u8>)]) -> Outcome<()> {
    for (path, bytes) in files {
        let path = fonts.join(path);
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(|err| vec![Diagnostic::io(dir, &err)])?;
        }
        archive::write_whole(&path, bytes)?;
    }
    Faces::open(fonts).map(drop)
}

/// What was taken, and what one should know of it.
fn said(taken: &Taken) -> Message {
    let Taken { role, family, known_as, from, exam, .. } = taken;
    let from = from.display();
    let mut zh = vec![format!("{}：{known_as}（{family}），{from}", role.chinese())];
    let mut en = vec![format!("{}: {known_as} ({family}), {from}", role.as_str())];
    if exam.han < 6_763 {
        let lacking = 6_763 - exam.han;
        zh.push(format!("  缺 {lacking} 个常用字，由自带的字体补"));
        en.push(format!("  lacks {lacking} common characters, which shipped fonts draw"));
    }
    if !exam.half_width_digits {
        zh.push("  数字不是半个字宽，数字和西文由自带的字体排".to_owned());
        en.push("  its digits are not half a character wide: shipped fonts set digits and letters".to_owned());
    }
    if !exam.full_width_marks {
        zh.push("  标点不是一个字宽，行末可能不齐".to_owned());
        en.push("  its marks are not one character wide: lines may end unevenly".to_owned());
    }
    Message::new(zh.join("\n"), en.join("\n"))
}
