//! `dafu pack`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};
use dafu::archive::package::{self, Form, Order, Packed};
use dafu::archive::{Container, Outbox};
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome};
use dafu::rebuild;

use super::args::Options;
use super::json;
use super::session::Session;
use super::{Status, system};

/// Arguments of `dafu pack`.
#[derive(Debug, Args)]
pub(crate) struct PackCommand {
    /// The run's folder, which the summary names
    #[arg(value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) run_dir: PathBuf,
    /// The package: a folder, or with --single-file a file
    #[arg(id = "package", short = 'o', long = "out", value_name = "PACKAGE", env = "DAFU_PACKAGE", value_hint = ValueHint::AnyPath)]
    pub(crate) package: PathBuf,
    /// The form of the package [default: catalogue]
    #[arg(id = "as", long = "as", value_name = "FORM", env = "DAFU_AS")]
    pub(crate) form: Option<FormName>,
    /// One file, .zip or .tar by the package's name, instead of a folder
    #[arg(long, env = "DAFU_SINGLE_FILE")]
    pub(crate) single_file: Option<bool>,
    /// Refuse letters that are neither signed nor stamped
    #[arg(long, env = "DAFU_ONLY_SIGNED")]
    pub(crate) only_signed: Option<bool>,
    /// Count the running numbers of the archive (件号) from N
    #[arg(long, value_name = "N", env = "DAFU_ITEM_FROM", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) item_from: Option<u32>,
    /// The catalogue as the archivist gave it back, with 档号 or 件号
    #[arg(long, value_name = "TABLE", env = "DAFU_ITEMS", value_hint = ValueHint::FilePath)]
    pub(crate) items: Option<PathBuf>,
    /// Folder with the other papers of the letters: the suggestion, the processing sheet, the returned form
    #[arg(long, value_name = "DIR", env = "DAFU_COMPONENTS", value_hint = ValueHint::DirPath)]
    pub(crate) components: Option<PathBuf>,
    /// Put the fonts into the package, so that the letters can be set again from it alone
    #[arg(long, env = "DAFU_WITH_FONTS")]
    pub(crate) with_fonts: Option<bool>,
    /// Time of packing, such as 2024-12-31T09:00:00+08:00 [default: now]
    #[arg(long, value_name = "RFC3339", env = "DAFU_PACK_TIME")]
    pub(crate) pack_time: Option<String>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// A form of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormName {
    /// A workbook of all letters, and files named by their code.
    Catalogue,
    /// DA/T 48-2009: one XML file a letter.
    Eep,
    /// The carrier for handing over.
    Transfer,
    /// RFC 8493.
    Bagit,
    /// E-ARK CSIP 2.2 with METS and PREMIS.
    Csip,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Catalogue => Self::Catalogue,
            FormName::Eep => Self::Eep,
            FormName::Transfer => Self::Transfer,
            FormName::Bagit => Self::Bagit,
            FormName::Csip => Self::Csip,
        }
    }
}

/// Packs the finished letters of a run.
pub(crate) fn pack(command: &PackCommand, lang: Lang) -> Status {
    let mut session = match Session::of_run(&command.run_dir, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    match pack_all(command, &session) {
        Ok(packed) => {
            session.reporter.findings(&packed.warnings);
            tell(&mut session, &command.package, &packed);
            let strict = session.options.strict.unwrap_or(false);
            let status = if strict && !packed.warnings.is_empty() { Status::Errors } else { Status::Done };
            session.reporter.end(status)
        }
        Err(problems) => session.stop(&problems),
    }
}

fn pack_all(command: &PackCommand, session: &Session) -> Outcome<Packed> {
    let outbox = open(&command.run_dir)?;
    let profiles = package::profiles(&outbox);
    let with_fonts = command.with_fonts.unwrap_or(false);
    let kit = rebuild::kit(&session.templates, &session.fonts, &profiles, with_fonts)?;
    let order = Order {
        form: command.form.unwrap_or(FormName::Catalogue).into(),
        container: container(&command.package, command.single_file.unwrap_or(false))?,
        only_signed: command.only_signed.unwrap_or(false),
        item_from: command.item_from,
        returned: command.items.clone(),
        components: command.components.clone(),
        time: command.pack_time.clone().unwrap_or_else(system::local_text),
        settings: session.archive.clone(),
        kit,
    };
    package::pack(&outbox, &order, &command.package)
}

/// Opens the folder of a run that was there before.
pub(crate) fn open(dir: &Path) -> Outcome<Outbox> {
    if dir.join("journal.jsonl").is_file() {
        return Outbox::open(dir);
    }
    let message = Message::new("这个文件夹里没有运行的结果", "this folder has no run in it");
    Err(vec![
        Diagnostic::error(Code::Io, message)
            .at(&Origin::file(dir))
            .hint("写 dafu run 存放结果的文件夹", "name the folder that dafu run wrote to"),
    ])
}

/// A folder, or a single file of the kind that its name says.
fn container(path: &Path, single: bool) -> Outcome<Container> {
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    match (single, extension.as_str()) {
        (false, _) => Ok(Container::Folder),
        (true, "zip") => Ok(Container::Zip),
        (true, "tar") => Ok(Container::Tar),
        (true, _) => {
            let message =
                Message::new("单个文件的包应当以 .zip 或 .tar 结尾", "a package of one file is named .zip or .tar");
            let shown = path.with_extension("zip").display().to_string();
            Err(vec![
                Diagnostic::error(Code::OptionInvalid, message)
                    .at(&Origin::file(path))
                    .hint(format!("写成 -o {shown}"), format!("write -o {shown}")),
            ])
        }
    }
}

fn tell(session: &mut Session, path: &Path, packed: &Packed) {
    let shown = path.display().to_string();
    let Packed { letters, files, bytes, .. } = packed;
    session.reporter.machine_line(&json::Line::Package(json::Package {
        path: &shown,
        letters: *letters,
        files: *files,
        bytes: *bytes,
    }));
    session.reporter.say(&Message::new(
        format!("已打包 {letters} 件，{files} 个文件，{bytes} 字节：{shown}"),
        format!("packed {letters} letters, {files} files, {bytes} bytes: {shown}"),
    ));
}
