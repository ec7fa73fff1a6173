//! `dafu template`: the workbench of those who keep the templates.

mod args;
mod test;

use std::path::{Path, PathBuf};

use dafu::diag::{Diagnostic, Lang, Message, Outcome};
use dafu::template::PackFiles;
use dafu::workbench::{self, Found, NewPack};
use dafu::{archive, profile};

use args::{Action, DiffCommand, ExportCommand, InstallCommand, NewCommand, WhereCommand};
pub(crate) use args::{LimitArgs, TemplateCommand};
pub(crate) use test::template_file;

use super::args::Options;
use super::session::Session;
use super::{Status, new_file};

/// Does what the command says.
pub(crate) fn template(command: TemplateCommand, lang: Lang) -> Status {
    match command.action {
        Action::List(command) => with_templates(&command.options, lang, list),
        Action::New(command) => with_templates(&command.options, lang, |session| new(&command, session)),
        Action::Check(command) => with_templates(&command.options, lang, |session| test::check(&command, session)),
        Action::Test(command) => with_templates(&command.options, lang, |session| test::test(&command, session)),
        Action::Diff(command) => with_templates(&command.options, lang, |session| diff(&command, session)),
        Action::Where(command) => with_templates(&command.options, lang, |session| look_up(&command, session)),
        Action::Export(command) => with_templates(&command.options, lang, |session| export(&command, session)),
        Action::Install(command) if command.out.is_some() => match Session::without_ledgers(&command.options, lang) {
            Ok(session) => finish(session, |session| install(&command, session)),
            Err(status) => status,
        },
        Action::Install(command) => with_templates(&command.options, lang, |session| install(&command, session)),
    }
}

fn with_templates(options: &Options, lang: Lang, work: impl FnOnce(&mut Session) -> Outcome<Status>) -> Status {
    match Session::with_templates(options, lang) {
        Ok(session) => finish(session, work),
        Err(status) => status,
    }
}

fn finish(mut session: Session, work: impl FnOnce(&mut Session) -> Outcome<Status>) -> Status {
    match work(&mut session) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

fn say(session: &mut Session, zh: impl Into<String>, en: impl Into<String>) {
    session.reporter.say(&Message::new(zh, en));
}

/// What letters of the pack depend on: `sha256:…`.
fn digest(dir: &Path, name: &str) -> Outcome<String> {
    let pack = profile::pack(dir, name)?;
    Ok(format!("sha256:{}", PackFiles::read(dir, &pack)?.digest()))
}

fn list(session: &mut Session) -> Outcome<Status> {
    let dir = session.templates.clone();
    let mut status = Status::Done;
    let packs = profile::packs(&dir);
    if packs.is_empty() {
        return Err(vec![profile::unknown_pack(&dir, "reply")]);
    }
    for name in packs {
        let told = profile::pack(&dir, &name).and_then(|pack| Ok((digest(&dir, &name)?, pack)));
        let (digest, pack) = match told {
            Ok(told) => told,
            Err(problems) => {
                session.reporter.findings(&problems);
                status = Status::Errors;
                continue;
            }
        };
        let (profiles, _) = workbench::profiles_of(&dir, &name);
        let version = &pack.version;
        let base = pack.chain.get(1);
        let (zh, en) = base.map_or_else(<(String, String)>::default, |base| {
            (format!("，以 {base} 为底"), format!(", extends {base}"))
        });
        let profiles = profiles.join(", ");
        say(
            session,
            format!("{name}@{version} {digest}{zh}\n  规则：{profiles}"),
            format!("{name}@{version} {digest}{en}\n  profiles: {profiles}"),
        );
    }
    Ok(status)
}

fn new(command: &NewCommand, session: &mut Session) -> Outcome<Status> {
    let from = command.from.as_deref().unwrap_or("reply");
    let new = NewPack {
        name: &command.name,
        from,
        extends: command.extends.unwrap_or(false),
        profile: session.options.profile.as_deref().unwrap_or("standard"),
    };
    let (folder, file) = workbench::create(&session.templates, &new)?;
    let (folder, file) = (folder.display(), file.display());
    let name = &command.name;
    say(
        session,
        format!(
            "新建了模板包 {folder} 和规则 {file}\n看样子：dafu preview --profile {name}；边改边看：dafu watch --profile {name}"
        ),
        format!(
            "made the pack {folder} and the profile {file}\nsee it: dafu preview --profile {name}; live: dafu watch --profile {name}"
        ),
    );
    Ok(Status::Done)
}

fn diff(command: &DiffCommand, session: &mut Session) -> Outcome<Status> {
    let dir = session.templates.clone();
    let (then, now, changes) = workbench::changes(&dir, &command.pack)?;
    if changes.is_empty() {
        say(session, format!("{then} 没有变化"), format!("{then} is as it was"));
    }
    for change in &changes {
        let (zh, en) = if change.own {
            ("本包另有此文件，要不要跟着改由您定", "this pack has a file of its own: the change is yours to take")
        } else {
            ("本包沿用", "in effect in this pack")
        };
        let (file, diff) = (&change.file, &change.diff);
        say(
            session,
            format!("{then} → {now}  {file}（{zh}）\n{diff}"),
            format!("{then} → {now}  {file} ({en})\n{diff}"),
        );
    }
    if command.accept.unwrap_or(false) {
        workbench::accept(&dir, &command.pack)?;
        say(session, format!("已记下 {now}"), format!("{now} is taken as seen"));
    }
    Ok(Status::Done)
}

fn look_up(command: &WhereCommand, session: &mut Session) -> Outcome<Status> {
    let name = session.options.profile.clone().unwrap_or_else(|| "standard".to_owned());
    let profile = profile::load(&session.templates, &name)?;
    let found = workbench::look_up(&session.templates, &profile, &command.word)?;
    for found in &found {
        match found {
            Found::Field { key, headings } => {
                let headings = headings.join("、");
                say(session, format!("栏目 {headings}  键 {key}"), format!("heading {headings}  key {key}"));
            }
            Found::Profile(file, line, text) => {
                let file = file.display();
                say(session, format!("规则 {file}:{line}  {text}"), format!("profile {file}:{line}  {text}"));
            }
            Found::Template(file, line, text) => {
                let file = file.display();
                say(session, format!("模板 {file}:{line}  {text}"), format!("template {file}:{line}  {text}"));
            }
            Found::Function(file, line, name) => {
                let file = file.display();
                say(session, format!("函数 {file}:{line}  {name}"), format!("function {file}:{line}  {name}"));
            }
        }
    }
    if found.is_empty() {
        let word = &command.word;
        say(session, format!("哪里都没有“{word}”"), format!("`{word}` is nowhere"));
        return Ok(Status::Errors);
    }
    Ok(Status::Done)
}

fn export(command: &ExportCommand, session: &mut Session) -> Outcome<Status> {
    let (bundle, bytes) = workbench::export(&session.templates, &command.pack)?;
    let (name, version, digest) = (&bundle.name, &bundle.version, &bundle.digest);
    let usual = || PathBuf::from(format!("{name}-{version}.dafupack"));
    let file = command.out.clone().unwrap_or_else(usual);
    new_file::write(&file, &bytes, command.force.unwrap_or(false))?;
    let file = file.display();
    say(
        session,
        format!("写好了 {file}\n指定只用它，在 dafu.toml 里写：pack = \"{name}@{version} sha256:{digest}\""),
        format!("wrote {file}\nto insist on it write in dafu.toml: pack = \"{name}@{version} sha256:{digest}\""),
    );
    Ok(Status::Done)
}

fn install(command: &InstallCommand, session: &mut Session) -> Outcome<Status> {
    let dir = command.out.clone().unwrap_or_else(|| session.templates.clone());
    if !dir.is_dir() {
        std::fs::create_dir_all(&dir).map_err(|err| vec![Diagnostic::io(&dir, &err)])?;
    }
    let installed = workbench::install(&command.file, &dir, command.force.unwrap_or(false))?;
    let workbench::Bundle { name, version, digest, profiles, .. } = &installed.bundle;
    let (files, dir, profiles) = (installed.written.len(), dir.display(), profiles.join(", "));
    say(
        session,
        format!("{name}@{version} sha256:{digest} 已装到 {dir}，写了 {files} 个文件；规则：{profiles}"),
        format!("{name}@{version} sha256:{digest} is in {dir}, {files} files written; profiles: {profiles}"),
    );
    Ok(Status::Done)
}

/// Writes a file, and the folder that it stands in.
fn keep(path: &Path, bytes: &[u8]) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|err| vec![Diagnostic::io(folder, &err)])?;
    }
    archive::write_whole(path, bytes)
}
