//! Packages for the archive: finished letters with all that belongs to them, in one of five forms.
//!
//! ```text
//! Outbox ─ gather ─► 件 (Unit) ─ Form: paths ─► Sink: files, metadata, lists ─► package
//! ```
//!
//! `gather` looks at every letter once and tells of all that is wrong; then each is read a second time and copied,
//! so that no more than one letter is in memory. A package is there whole or not at all.

pub(super) mod bagit;
pub(super) mod catalogue;
mod code;
mod components;
pub(super) mod csip;
pub(super) mod dat46;
mod eep;
mod form;
mod gather;
pub(super) mod media;
pub(super) mod premis;
mod problem;
mod returned;
mod settings;
pub(super) mod transfer;
pub(super) mod unit;
pub(super) mod xml;

use std::io;
use std::path::{Path, PathBuf};

pub use form::Form;
pub use settings::{SETTINGS, SettingName, Settings};

use self::gather::{From, Gathered};
use self::unit::{Head, IndexLine, VERSION, pretty};
use super::Outbox;
use super::container::digests::Wanted;
use super::container::{Container, EntryTime, Sink};
use crate::diag::{Code, Diagnostic, Message, Outcome};
use crate::sign::verify;

/// What packs, as packages name it.
const TOOL: &str = concat!("dafu ", env!("CARGO_PKG_VERSION"));

/// The schemas that packages bring with them.
const SCHEMAS: [(&str, &str); 3] = [
    ("dat46-elements.xsd", include_str!("../../../schemas/dat46-elements.xsd")),
    ("dat46.xsd", include_str!("../../../schemas/dat46.xsd")),
    ("eep.xsd", include_str!("../../../schemas/eep.xsd")),
];

/// What is to be packed, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// The form.
    pub form: Form,
    /// A folder or a single file.
    pub container: Container,
    /// Refuse letters that are neither signed nor stamped.
    pub only_signed: bool,
    /// Count the running numbers of the archive from here.
    pub item_from: Option<u32>,
    /// The catalogue as the archivist gave it back.
    pub returned: Option<PathBuf>,
    /// A folder with the other papers.
    pub components: Option<PathBuf>,
    /// The time of packing, RFC 3339.
    pub time: String,
    /// What the unit says.
    pub settings: Settings,
    /// Templates, profile and fonts.
    pub kit: Kit,
}

/// What the letters were made with, to set them again.
#[derive(Debug, Clone, Default)]
pub struct Kit {
    /// Files: their path below the folder of templates or fonts, and where they are.
    pub templates: Vec<(String, PathBuf)>,
    /// The same of fonts; empty where they are not packed.
    pub fonts: Vec<(String, PathBuf)>,
    /// By profile the digests of profile, templates and fonts.
    pub digests: Vec<(String, [String; 3])>,
}

/// A finished package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Letters.
    pub letters: usize,
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// What somebody should know.
    pub warnings: Vec<Diagnostic>,
}

/// The names of the profiles of the letters, so that their templates can be opened.
pub fn profiles(outbox: &Outbox) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in outbox.entries() {
        let Ok(bytes) = std::fs::read(outbox.dir().join(&entry.path)) else { continue };
        if let Ok(record) = verify::record(&bytes)
            && !names.contains(&record.profile)
        {
            names.push(record.profile);
        }
    }
    names
}

/// Packs the letters of a run.
pub fn pack(outbox: &Outbox, order: &Order, to: &Path) -> Outcome<Packed> {
    let Some(time) = seconds(&order.time) else {
        let message = Message::new("打包的时间写得不对", "the time of packing is not well-formed");
        return Err(vec![Diagnostic::error(Code::OptionInvalid, message)]);
    };
    if to.symlink_metadata().is_ok() {
        return Err(vec![problem::unwritable(to, &io::ErrorKind::AlreadyExists.into())]);
    }
    let (mut gathered, mut warnings) = gather::gather(outbox, order)?;
    for it in &mut gathered {
        order.form.lay_out(&mut it.unit);
    }
    warnings.extend(changed_kits(&gathered, &order.kit));
    let failed = |err: &io::Error| vec![problem::unwritable(to, err)];
    let wanted = Wanted { sha512: order.form == Form::Bagit, sm3: false };
    let sink = Sink::begin(to, order.container, time, wanted).map_err(|err| failed(&err))?;
    let mut writing = Writing { sink, order, index: Vec::new() };
    for it in &gathered {
        writing.unit(it).map_err(|err| match err.kind() {
            // It was read a moment ago.
            io::ErrorKind::InvalidData => vec![problem::changed(&it.file)],
            _ => failed(&err),
        })?;
    }
    let stored = writing.finish(&gathered).map_err(|err| failed(&err))?;
    Ok(Packed { letters: gathered.len(), files: stored.len(), bytes: stored.iter().map(|it| it.bytes).sum(), warnings })
}

/// Seconds since 1970 of an RFC 3339 time.
fn seconds(time: &str) -> Option<EntryTime> {
    let stamp: jiff::Timestamp = time.parse().ok()?;
    u64::try_from(stamp.as_second()).ok().map(EntryTime)
}

/// A warning for each profile whose letters were made with something else than what is packed.
fn changed_kits(gathered: &[Gathered], kit: &Kit) -> Vec<Diagnostic> {
    let mut told: Vec<&str> = Vec::new();
    for it in gathered {
        let making = &it.unit.making;
        let own = [&making.profile_sha256, &making.templates_sha256, &making.fonts_sha256];
        let same = kit.digests.iter().any(|(name, digests)| *name == making.profile && digests.iter().eq(own));
        if !same && !told.contains(&making.profile.as_str()) {
            told.push(&making.profile);
        }
    }
    told.into_iter().map(problem::templates_changed).collect()
}

struct Writing<'a> {
    sink: Sink,
    order: &'a Order,
    index: Vec<IndexLine>,
}

impl Writing<'_> {
    fn unit(&mut self, it: &Gathered) -> io::Result<()> {
        let form = self.order.form;
        let unit = &it.unit;
        let path = form.unit_path(unit);
        if form == Form::Eep {
            eep::write(&mut self.sink, it, &form.metadata_path(unit))?;
        } else {
            for (component, from) in unit.components.iter().zip(&it.from) {
                match from {
                    From::File(file) => self.sink.put_file(&component.path, file, &component.sha256)?,
                    From::RecordOf(file) => {
                        let stored = self.sink.put(&component.path, &record_of(file)?)?;
                        if stored.sha256 != component.sha256 {
                            return Err(io::ErrorKind::InvalidData.into());
                        }
                        stored
                    }
                };
            }
            self.sink.put_with(&form.metadata_path(unit), &mut |to| dat46::write(unit, to))?;
            if form == Form::Csip {
                self.sink.put_with(&Form::premis_path(unit), &mut |to| premis::write(unit, to))?;
            }
        }
        let stored = self.sink.put(&path, &pretty(unit))?;
        self.index.push(IndexLine { serial: unit.serial, code: unit.code.clone(), path, sha256: stored.sha256 });
        Ok(())
    }

    fn finish(mut self, gathered: &[Gathered]) -> io::Result<Vec<super::container::Stored>> {
        let Order { form, kit, time, settings, .. } = self.order;
        for (name, text) in SCHEMAS {
            self.sink.put(&form.schema_path(name), text.as_bytes())?;
        }
        for (folder, files) in [("templates", &kit.templates), ("fonts", &kit.fonts)] {
            for (path, from) in files {
                let bytes = std::fs::read(from)?;
                self.sink.put(&form.extra(&format!("dafu/{folder}/{path}")), &bytes)?;
            }
        }
        let index = std::mem::take(&mut self.index);
        let index_path = form.extra("units.jsonl");
        self.sink.put_with(&index_path, &mut |to| {
            for line in &index {
                serde_json::to_writer(&mut *to, line)?;
                to.write_all(b"\n")?;
            }
            Ok(())
        })?;
        let head = Head {
            version: VERSION,
            form: form.as_str().to_owned(),
            tool: TOOL.to_owned(),
            created: time.clone(),
            unit: settings.unit.clone().unwrap_or_default(),
            letters: gathered.len(),
            index: index_path,
            templates: form.extra("dafu/templates"),
            fonts: (!kit.fonts.is_empty()).then(|| form.extra("dafu/fonts")),
        };
        self.sink.put(HEAD, &pretty(&head))?;
        match form {
            Form::Bagit => bagit::finish(&mut self.sink, &head, gathered)?,
            Form::Catalogue => catalogue::finish(&mut self.sink, settings, gathered)?,
            Form::Eep => {}
            Form::Transfer => transfer::finish(&mut self.sink, &head, settings, gathered)?,
            Form::Csip => csip::finish(&mut self.sink, &head, gathered)?,
        }
        self.sink.finish()
    }
}

/// The head of every package.
pub(super) const HEAD: &str = "dafu-package.json";

/// The bytes of the record that is attached to a PDF.
fn record_of(file: &Path) -> io::Result<Vec<u8>> {
    let facts = verify::facts(&std::fs::read(file)?).map_err(|_| io::ErrorKind::InvalidData)?;
    facts.record.ok_or_else(|| io::ErrorKind::InvalidData.into())
}
