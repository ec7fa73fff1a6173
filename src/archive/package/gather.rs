//! From a run's folder to 件: every letter looked at once, all that is wrong with any of them told at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::components::{self, Found};
use super::returned::{self, Given};
use super::unit::{Archive, Component, Event, LetterFacts, Relation, Role, Signature, Unit, UnitMaking, VERSION};
use super::{Order, code, media, problem};
use crate::archive::container::digests::{self, Digests, Wanted};
use crate::archive::{Entry, Making, Outbox};
use crate::diag::{Diagnostic, LetterRef, Outcome};
use crate::record::Record;
use crate::sign::verify;

/// Where a component's bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// A file.
    File(PathBuf),
    /// The record attached to a file.
    RecordOf(PathBuf),
}

/// A 件 and where its files come from.
#[derive(Debug, Clone)]
pub(super) struct Gathered {
    pub(super) unit: Unit,
    pub(super) from: Vec<From>,
    /// As problems name it.
    pub(super) file: PathBuf,
}

const WANTED: Wanted = Wanted { sha512: false, sm3: true };

/// Gathers all letters, in the order of their numbers in the archive; and what somebody should look at.
pub(super) fn gather(outbox: &Outbox, order: &Order) -> Outcome<(Vec<Gathered>, Vec<Diagnostic>)> {
    let mut problems = Vec::new();
    let mut found = match &order.components {
        Some(dir) => components::find(dir, outbox.entries(), &mut problems),
        None => BTreeMap::new(),
    };
    let table = match &order.returned {
        Some(path) => returned::read(path).map_err(|told| problems.extend(told)).unwrap_or_default(),
        None => BTreeMap::new(),
    };
    let mut entries: Vec<&Entry> = outbox.entries().collect();
    entries.sort_by_key(|entry| natural(&entry.number, &entry.path));
    let mut gathered = Vec::new();
    for (at, entry) in entries.into_iter().enumerate() {
        let mut looking = Looking { outbox, order, entry, table: &table, problems: Vec::new() };
        let counted = order.item_from.map(|from| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
        gathered.extend(looking.unit(counted, found.remove(&entry.path).unwrap_or_default()));
        problems.extend(looking.problems);
    }
    if gathered.is_empty() && problems.is_empty() {
        problems.push(problem::no_letters(outbox.dir()));
    }
    gathered.sort_by(|a, b| {
        let key = |it: &Gathered| (it.unit.archive.year.clone(), it.unit.archive.item_no);
        key(a).cmp(&key(b)).then_with(|| a.file.cmp(&b.file))
    });
    let mut codes: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (at, it) in gathered.iter_mut().enumerate() {
        it.unit.serial = at + 1;
        if it.unit.code.is_empty() {
            match code::code(order.settings.code.as_deref(), &it.unit.archive, at + 1) {
                Ok(code) => it.unit.code = code,
                Err(part) => problems.push(problem::code_part(&it.file, &part)),
            }
        }
        let name = code::file_name(&it.unit.code).to_lowercase();
        if let Some(other) = codes.insert(name, it.file.clone()).filter(|_| !it.unit.code.is_empty()) {
            problems.push(problem::code_twice(&it.file, &it.unit.code, &other));
        }
    }
    if problems.iter().any(Diagnostic::is_error) { Err(problems) } else { Ok((gathered, problems)) }
}

/// Numbers by their value, all else by its text.
fn natural(number: &str, path: &str) -> (u64, String, String) {
    let value = number.parse().unwrap_or(u64::MAX);
    (value, number.to_owned(), path.to_owned())
}

struct Looking<'a> {
    outbox: &'a Outbox,
    order: &'a Order,
    entry: &'a Entry,
    table: &'a BTreeMap<String, Given>,
    problems: Vec<Diagnostic>,
}

impl Looking<'_> {
    fn tell(&mut self, problem: Diagnostic) {
        let letter = LetterRef { number: self.entry.number.clone(), id: Some(self.entry.id.clone()) };
        self.problems.push(problem.letter(&letter));
    }

    fn unit(&mut self, counted: Option<u32>, found: Vec<Found>) -> Option<Gathered> {
        let file = self.outbox.dir().join(&self.entry.path);
        let bytes = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(err) => {
                self.tell(Diagnostic::io(&file, &err));
                return None;
            }
        };
        let own = digests::of(&bytes, WANTED);
        if own.sha256 != self.entry.sha256 {
            self.tell(problem::changed(&file));
            return None;
        }
        let Some(making) = self.outbox.making(&self.entry.path) else {
            self.tell(problem::not_noted(&file));
            return None;
        };
        let facts = match verify::facts(&bytes) {
            Ok(facts) => facts,
            Err(message) => {
                self.tell(problem::unreadable(&file, &message));
                return None;
            }
        };
        let record = facts.record.clone().and_then(|bytes| Some((serde_json::from_slice(&bytes).ok()?, bytes)));
        let Some((record, record_bytes)): Option<(Record, Vec<u8>)> = record else {
            self.tell(problem::no_record(&file));
            return None;
        };
        drop(bytes);

        let mut files = Files { components: Vec::new(), from: Vec::new() };
        let mut signatures: Vec<Signature> = facts.signatures.iter().map(signature).collect();
        // What was stamped is this letter, and not one that was made anew since.
        let adopted = self.outbox.adopted_for(&self.entry.path).cloned();
        let adopted = adopted.filter(|adopted| adopted.letter_sha256 == self.entry.sha256);
        let mut events = events(self.entry, &making, &signatures);
        match &adopted {
            Some(adopted) => {
                let path = self.outbox.dir().join(&adopted.path);
                let bytes = match fs::read(&path) {
                    Ok(bytes) => bytes,
                    Err(err) => {
                        self.tell(Diagnostic::io(&path, &err));
                        return None;
                    }
                };
                let digests = digests::of(&bytes, WANTED);
                if digests.sha256 != adopted.sha256 {
                    self.tell(problem::changed(&path));
                    return None;
                }
                let theirs = verify::facts(&bytes).unwrap_or_default();
                signatures = theirs.signatures.iter().map(signature).collect();
                events.extend(signatures.iter().map(signed));
                let scan = media::is_picture(&adopted.path) || (theirs.record.is_none() && theirs.archival.is_none());
                files.add(Role::Letter, &path, &digests, scan, theirs.archival.as_deref());
                files.add(Role::FinalDraft, &file, &own, false, facts.archival.as_deref());
                events.push(event("adopted", &adopted.adopted, &self.entry.tool));
            }
            None => files.add(Role::Letter, &file, &own, false, facts.archival.as_deref()),
        }
        if self.order.only_signed && adopted.is_none() && !self.entry.signed {
            self.tell(problem::unsigned(&file));
        }
        files.add(Role::Data, Path::new("record.json"), &digests::of(&record_bytes, WANTED), false, None);
        if let Some(from) = files.from.last_mut() {
            *from = From::RecordOf(file.clone());
        }
        self.attached(&record, &found, &file);
        for it in &found {
            match digests::of_file(&it.path, WANTED) {
                Ok(digests) => files.add(it.role, &it.path, &digests, it.scan, None),
                Err(err) => self.tell(Diagnostic::io(&it.path, &err)),
            }
        }
        events.push(event("packed", &self.order.time, super::TOOL));
        events.sort_by_key(|event| instant(&event.time));
        let (archive, code) = self.archive(&record, &making, counted, &file)?;
        let unit = Unit {
            version: VERSION,
            serial: 0,
            code,
            id: self.entry.id.clone(),
            number: self.entry.number.clone(),
            archive,
            letter: letter(&record, &making, self.entry.pages),
            components: files.components,
            relations: relations(&making),
            making: UnitMaking {
                tool: self.entry.tool.clone(),
                profile: record.profile.clone(),
                profile_sha256: making.profile,
                templates_sha256: making.templates,
                fonts_sha256: making.fonts,
                content_key: making.content,
            },
            events,
            signatures,
        };
        Some(Gathered { unit, from: files.from, file })
    }

    /// Every attachment that the letter names is set as its pages, or there as a file.
    fn attached(&mut self, record: &Record, found: &[Found], file: &Path) {
        let set: Vec<usize> = record.attachment_files.iter().map(|annex| annex.index).collect();
        let beside = found.iter().filter(|it| it.role == Role::Attachment).count();
        let left: Vec<&String> =
            record.attachments.iter().enumerate().filter(|(at, _)| !set.contains(at)).map(|(_, name)| name).collect();
        if beside < left.len() {
            for name in left.iter().skip(beside) {
                self.tell(problem::attachment_missing(file, name));
            }
        }
    }

    /// What the unit says; each element that is missing is told.
    fn archive(
        &mut self,
        record: &Record,
        making: &Making,
        counted: Option<u32>,
        file: &Path,
    ) -> Option<(Archive, String)> {
        let settings = &self.order.settings;
        let errors = |problems: &[Diagnostic]| problems.iter().filter(|problem| problem.is_error()).count();
        let before = errors(&self.problems);
        let mut missing = Vec::new();
        let mut need = |value: Option<String>, key: &'static str, zh: &'static str| {
            value.unwrap_or_else(|| {
                missing.push((key, zh));
                String::new()
            })
        };
        let unit = need(settings.unit.clone(), "unit", "立档单位名称");
        let fonds = need(settings.fonds.clone(), "fonds", "全宗号");
        let said = need(making.retention.clone().or_else(|| settings.retention.clone()), "retention", "保管期限");
        let given = [record.doc_number.as_ref(), Some(&record.title)];
        let given = given.into_iter().flatten().find_map(|name| self.table.get(name)).cloned().unwrap_or_default();
        let of_code = given.code.as_deref().and_then(last_number);
        let said_item = given.item.clone().or(of_code).or_else(|| making.item_no.clone());
        let item = said_item.or_else(|| counted.map(|number| number.to_string()));
        let item = need(item, "item_no", "件号");
        for (key, zh) in missing {
            self.tell(problem::element_missing(file, key, zh));
        }
        let retention = code::retention(&said);
        if retention.is_none() && !said.is_empty() {
            self.tell(problem::element_wrong(file, "保管期限", &said, "永久、30年、10年"));
        }
        let item_no = code::item_no(&item);
        if item_no.is_none() && !item.is_empty() {
            self.tell(problem::element_wrong(file, "件号", &item, "1、2、3……"));
        }
        if errors(&self.problems) > before {
            return None;
        }
        let archive = Archive {
            archives: settings.archives.clone(),
            archives_code: settings.archives_code.clone(),
            fonds_name: settings.fonds_name.clone(),
            unit,
            unit_code: settings.unit_code.clone(),
            fonds,
            catalogue_no: settings.catalogue_no.clone(),
            year: record.date.get(..4).unwrap_or_default().to_owned(),
            retention: retention?.to_owned(),
            organ: settings.organ.clone(),
            class: settings.class.clone(),
            item_no: item_no?,
            carrier: settings.carrier.clone().unwrap_or_default(),
            carrier_place: settings.carrier_place.clone(),
        };
        Some((archive, given.code.unwrap_or_default()))
    }
}

struct Files {
    components: Vec<Component>,
    from: Vec<From>,
}

impl Files {
    fn add(&mut self, role: Role, path: &Path, digests: &Digests, scan: bool, archival: Option<&str>) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (media, format) = media::kind(&name).unwrap_or(("application/octet-stream", ""));
        let format = archival.map_or_else(|| format.to_owned(), |level| format!("PDF/A-{level}"));
        self.components.push(Component {
            role,
            name,
            path: String::new(),
            bytes: digests.bytes,
            sha256: digests.sha256.clone(),
            sm3: digests.sm3.clone().unwrap_or_default(),
            media: media.to_owned(),
            format,
            scan,
        });
        self.from.push(From::File(path.to_owned()));
    }
}

/// The digits at the end of a code.
fn last_number(code: &str) -> Option<String> {
    let digits: String = code.chars().rev().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| digits.chars().rev().collect())
}

fn letter(record: &Record, making: &Making, pages: usize) -> LetterFacts {
    let (secrecy, term) = match record.secrecy.as_deref() {
        Some(text) => text.split_once('★').map_or((text, None), |(level, term)| (level, Some(term.to_owned()))),
        None => ("公开", None),
    };
    let mut names = making.proposers.clone();
    names.extend(record.signatory.iter().cloned());
    names.retain(|name| !name.is_empty());
    LetterFacts {
        title: record.title.clone(),
        doc_number: record.doc_number.clone(),
        issuer: record.issuer.clone(),
        date: record.date.clone(),
        genre: if record.genre.contains("意见") { "意见" } else { "函" }.to_owned(),
        urgency: record.urgency.clone(),
        addressee: record.addressee.clone(),
        cc: record.cc.clone(),
        names,
        secrecy: secrecy.to_owned(),
        secrecy_term: term.filter(|term| !term.is_empty()),
        pages,
        disclosure: making.disclosure.clone(),
    }
}

fn relations(making: &Making) -> Vec<Relation> {
    let earlier = making.previous.iter();
    earlier.map(|number| Relation { kind: "answers-again".to_owned(), to: number.clone() }).collect()
}

fn event(what: &str, time: &str, agent: &str) -> Event {
    Event { what: what.to_owned(), time: time.to_owned(), agent: agent.to_owned() }
}

fn events(entry: &Entry, making: &Making, signatures: &[Signature]) -> Vec<Event> {
    let mut events = vec![event("checked", &making.checked, &entry.tool), event("made", &entry.made, &entry.tool)];
    events.extend(signatures.iter().map(signed));
    events
}

fn signed(signature: &Signature) -> Event {
    event("signed", &signature.time, &signature.signer)
}

/// For the order: offsets differ.
fn instant(time: &str) -> Option<jiff::Timestamp> {
    time.parse().ok()
}

fn signature(it: &verify::Signature) -> Signature {
    Signature {
        rule: "PAdES (ETSI EN 319 142-1)".to_owned(),
        time: it.time.clone(),
        signer: it.signer.clone(),
        value: it.value.clone(),
        certificate: it.certificate.clone(),
        algorithm: it.algorithm.clone(),
    }
}
