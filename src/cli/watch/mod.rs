//! `dafu watch`: the live page of letters.

mod desk;
mod server;

use std::path::PathBuf;

use clap::{Args, ValueHint};
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome};
use dafu::workbench;

use super::Status;
use super::args::Options;
use super::session::Session;
use super::template::LimitArgs;
use super::worker::Shop;
use desk::Desk;

/// Arguments of `dafu watch`.
#[derive(Debug, Args)]
pub(crate) struct WatchCommand {
    /// The ledger whose letters are shown [default: the profile's sample]
    #[arg(id = "watch_ledger", value_name = "LEDGER", value_hint = ValueHint::FilePath)]
    pub(crate) ledger: Option<PathBuf>,
    /// The port on this machine [default: any that is free]
    #[arg(long, value_name = "N", env = "DAFU_PORT")]
    pub(crate) port: Option<u16>,
    /// What making a letter may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Serves the page until it is stopped.
pub(crate) fn watch(command: WatchCommand, lang: Lang) -> Status {
    let ledgers: Vec<PathBuf> = command.ledger.clone().into_iter().collect();
    let mut session = match Session::open(ledgers, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    match serve(&command, &mut session) {
        Ok(()) => session.reporter.end(Status::Done),
        Err(problems) => session.stop(&problems),
    }
}

fn serve(command: &WatchCommand, session: &mut Session) -> Outcome<()> {
    let shop =
        Shop { templates: session.templates.clone(), fonts: session.fonts.clone(), limits: command.limits.limits() };
    let profile = session.options.profile.clone();
    let (ledger, asked, usual) = match &command.ledger {
        Some(ledger) => (ledger.clone(), command.options.profile.clone(), None),
        None => (sample(session, profile.as_deref().unwrap_or("standard"))?, profile.clone(), profile),
    };
    let desk = Desk::open(shop, ledger, asked, usual, session.reporter.lang())?;
    let token = token()?;
    server::run(desk, command.port.unwrap_or(0), &token, &mut |port| {
        let address = format!("http://127.0.0.1:{port}/{token}/");
        session.reporter.insist(&Message::new(
            format!("在浏览器里打开 {address}（按 Ctrl-C 结束）"),
            format!("open {address} in a browser (Ctrl-C ends it)"),
        ));
    })
    .map_err(|err| {
        let message = Message::new(format!("不能开启页面（{err}）"), format!("failed to serve the page ({err})"));
        vec![Diagnostic::error(Code::Io, message).hint("换一个 --port", "choose another --port")]
    })
}

fn sample(session: &Session, profile: &str) -> Outcome<PathBuf> {
    let found = workbench::sample_of(&session.templates, profile)?;
    found.ok_or_else(|| {
        let message =
            Message::new(format!("规则“{profile}”没有样本"), format!("the profile `{profile}` has no sample"));
        vec![
            Diagnostic::error(Code::ProfileUnknown, message)
                .at(&Origin::file(&session.templates.join("profiles/samples")))
                .hint("写明台账：dafu watch 台账", "name a ledger: dafu watch LEDGER"),
        ]
    })
}

/// What nobody else can guess: other pages in the browser must not find this one.
fn token() -> Outcome<String> {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(format!("{:032x}", u128::from_be_bytes(bytes))),
        Err(err) => {
            let message = Message::new(
                format!("系统没有给出随机数（{err}）"),
                format!("the system gave no random number ({err})"),
            );
            Err(vec![Diagnostic::error(Code::Internal, message)])
        }
    }
}
