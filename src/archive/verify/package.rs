//! A package from the outside in: container, list of digests, head, list of 件, each 件, what its form asks.

use std::path::{Path, PathBuf};

use super::letters::{self, Counted};
use super::report::{Item, Report, Verdict};
use super::{fixity, form, values};
use crate::archive::container::{Container, Source};
use crate::archive::package::unit::{Head, IndexLine, Unit, VERSION};
use crate::archive::package::{Form, HEAD};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome, reason};
use crate::sign::verify::Trust;

/// No record of one 件 is longer.
const LONGEST_UNIT: u64 = 64 << 20;

/// No list of 件 is longer.
const LONGEST_INDEX: u64 = 1 << 30;

/// Programs: an archive takes none.
const PROGRAMS: [&str; 16] =
    ["exe", "com", "bat", "cmd", "scr", "msi", "dll", "js", "jse", "vbs", "vbe", "wsf", "ps1", "sh", "jar", "lnk"];

/// Sets a letter again and compares: its bytes, its name, what made it. Nothing is said where the bytes are the same.
pub type Again<'a> = dyn FnMut(&[u8], &Path, &str) -> (Verdict, Option<Message>) + 'a;

/// Files with their path below a folder.
pub type KitFiles = Vec<(String, Vec<u8>)>;

/// What verifying needs.
pub struct Options<'a> {
    /// Trusted roots and what is known of revocation.
    pub trust: &'a Trust,
    /// Sets letters again, where that was asked for.
    pub again: Option<&'a mut Again<'a>>,
}

/// An opened package.
pub struct Package {
    source: Source,
    report: Report,
    name: String,
}

/// Is it a package, rather than a PDF or a run's folder?
pub fn is_package(path: &Path) -> bool {
    if path.is_dir() {
        return !path.join("journal.jsonl").is_file()
            && [crate::archive::container::FIXITY, HEAD, "bagit.txt", "METS.xml", "文件目录.XML", "units.jsonl"]
                .iter()
                .any(|name| path.join(name).symlink_metadata().is_ok());
    }
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("zip") || it.eq_ignore_ascii_case("tar"))
}

impl Package {
    /// Opens a package and looks at its container.
    pub fn open(path: &Path) -> Outcome<Self> {
        let (source, faults) = Source::open(path).map_err(|err| {
            let (zh, en) = reason(&err);
            let message = Message::new(format!("归档包打不开（{zh}）"), format!("the package cannot be opened ({en})"));
            vec![
                Diagnostic::error(Code::PackageUnreadable, message)
                    .at(&Origin::file(path))
                    .hint("核对路径", "check the path"),
            ]
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut report = Report::default();
        for fault in faults {
            report.fail(Item::Container, &fault.path, fault.zh, fault.en);
        }
        Ok(Self { source, report, name })
    }

    /// The folders of templates and fonts in the package, read for setting letters again: their files with their path
    /// below it. Fonts only where they are in the package.
    pub fn kit(&self) -> (KitFiles, KitFiles) {
        let Some(head) = self.head() else { return (Vec::new(), Vec::new()) };
        let folder = |folder: &str| {
            let prefix = format!("{folder}/");
            let paths = self.source.entries().keys().filter_map(|path| Some((path, path.strip_prefix(&prefix)?)));
            paths.filter_map(|(path, below)| Some((below.to_owned(), self.source.read(path, 1 << 28).ok()?))).collect()
        };
        (folder(&head.templates), head.fonts.map(|fonts| folder(&fonts)).unwrap_or_default())
    }

    fn head(&self) -> Option<Head> {
        serde_json::from_slice(&self.source.read(HEAD, 1 << 20).ok()?).ok()
    }

    /// Checks everything; one line an item, and one for each thing that is wrong.
    pub fn verify(mut self, mut options: Options<'_>) -> Report {
        let head = self.head().filter(|head| head.version == VERSION);
        let form = head.as_ref().and_then(|head| Form::parse(&head.form));
        let found = fixity::check(&self.source, form == Some(Form::Bagit), &mut self.report);
        self.container();
        self.programs();
        if let (Some(head), Some(form)) = (head, form) {
            self.report.form = Some(head.form.clone());
            let checking = letters::Checking {
                source: &self.source,
                found: &found,
                form,
                trust: options.trust,
                again: options.again.take(),
                report: &mut self.report,
                counted: Counted::default(),
            };
            let index = index(&self.source, &head, checking.report);
            let units = checking.run(&index);
            self.report.letters = index.len();
            values::serials(&units, &head, index.len(), &mut self.report);
            form::check(&self.source, &found, form, &head, &units, &mut self.report);
        } else {
            self.report.fail(
                Item::Structure,
                HEAD,
                "缺少、读不懂，或者是更新版本的归档包",
                "it is missing, cannot be read, or the package is of a newer version",
            );
        }
        self.report.add(
            Item::Viruses,
            None,
            Verdict::Unchecked,
            "dafu 不查病毒，请用杀毒软件",
            "dafu looks for none: use a scanner",
        );
        self.report.sort();
        self.report
    }

    fn container(&mut self) {
        let kind = match self.source.container() {
            Container::Folder => ("文件夹", "a folder"),
            Container::Zip => (".zip，结构与 dafu 写的逐字节相同", "a .zip, byte for byte as dafu writes it"),
            Container::Tar => (".tar，结构与 dafu 写的逐字节相同", "a .tar, byte for byte as dafu writes it"),
        };
        self.report.pass(Item::Container, kind.0, kind.1);
        let failed = |line: &super::report::Line| line.item == Item::Container && line.verdict == Verdict::Failed;
        if !self.report.lines.iter().any(failed) {
            self.report.pass(Item::Encryption, "没有加密，没有压缩", "nothing is encrypted or compressed");
        }
    }

    fn programs(&mut self) {
        for path in self.source.entries().keys() {
            let ending = crate::archive::package::media::ending(path);
            if PROGRAMS.contains(&ending.as_str()) {
                self.report.fail(Item::Scripts, path, "是程序或脚本", "it is a program or a script");
            }
        }
    }

    /// The package's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The list of 件, each line read strictly.
fn index(source: &Source, head: &Head, report: &mut Report) -> Vec<IndexLine> {
    let Ok(bytes) = source.read(&head.index, LONGEST_INDEX) else {
        report.fail(Item::Counts, &head.index, "缺少这个清单，或者读不出来", "this list is missing or cannot be read");
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_empty()) {
        if let Ok(line) = serde_json::from_slice::<IndexLine>(line) {
            lines.push(line);
        } else {
            let at = at + 1;
            report.fail(Item::Metadata, &head.index, format!("第{at}行读不懂"), format!("line {at} cannot be read"));
        }
    }
    lines
}

/// A 件's record.
pub(super) fn unit(source: &Source, line: &IndexLine) -> Result<Unit, Message> {
    let bytes = source.read(&line.path, LONGEST_UNIT).map_err(|err| {
        let (zh, en) = reason(&err);
        Message::new(format!("读不出来（{zh}）"), format!("it cannot be read ({en})"))
    })?;
    serde_json::from_slice(&bytes).map_err(|_| Message::new("内容读不懂", "its content cannot be understood"))
}

/// Where a package's own templates are put for setting letters again: only below `dir`.
pub fn unpack(dir: &Path, files: &[(String, Vec<u8>)]) -> std::io::Result<PathBuf> {
    for (path, bytes) in files {
        if crate::archive::container::path_fault(path).is_some() {
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        let to = dir.join(path);
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(to, bytes)?;
    }
    Ok(dir.to_owned())
}
