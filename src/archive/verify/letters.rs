//! Each 件: its record, its metadata, its files, the letter itself.

use std::path::Path;

use base64ct::{Base64, Encoding as _};

use super::fixity::Found;
use super::package::{Again, unit};
use super::report::{Item, Report, Verdict};
use super::{values, xml};
use crate::archive::container::Source;
use crate::archive::container::digests::{self, Wanted};
use crate::archive::package::unit::{Component, IndexLine, Role, Unit};
use crate::archive::package::{Form, dat46, media};
use crate::diag::{Lang, Message};
use crate::record::Record;
use crate::sign::verify::{self as signed, Check, Facts, Trust};

/// No letter is longer.
const LONGEST: u64 = 256 << 20;

/// How many were looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counted {
    files: usize,
    signed: usize,
    stamped: usize,
    again: usize,
}

/// The checks of all 件.
pub(super) struct Checking<'a, 'b> {
    pub(super) source: &'a Source,
    pub(super) found: &'a Found,
    pub(super) form: Form,
    pub(super) trust: &'a Trust,
    pub(super) again: Option<&'b mut Again<'b>>,
    pub(super) report: &'a mut Report,
    pub(super) counted: Counted,
}

impl Checking<'_, '_> {
    /// Checks all of them; gives those whose record can be read.
    pub(super) fn run(mut self, index: &[IndexLine]) -> Vec<Unit> {
        let mut units = Vec::new();
        for line in index {
            match unit(self.source, line) {
                Ok(unit) => {
                    self.unit(line, &unit);
                    units.push(unit);
                }
                Err(message) => self.fail(Item::Metadata, &line.path, &message),
            }
        }
        self.passed(index.len());
        units
    }

    fn fail(&mut self, item: Item, file: &str, message: &Message) {
        self.report.fail(item, file, message.text(Lang::Zh), message.text(Lang::En));
    }

    fn unit(&mut self, line: &IndexLine, unit: &Unit) {
        if unit.code != line.code || unit.serial != line.serial {
            self.report.fail(
                Item::Content,
                &line.path,
                "档号或顺序号与清单不同",
                "its code or running number is not that of the list",
            );
        }
        if self.found.get(&line.path).is_some_and(|found| found.sha256 != line.sha256) {
            self.report.fail(Item::Digests, &line.path, "摘要与清单不同", "its digest is not that of the list");
        }
        values::check(unit, &line.path, self.report);
        let mut again = unit.clone();
        self.form.lay_out(&mut again);
        for (component, expected) in unit.components.iter().zip(&again.components) {
            if component.path != expected.path {
                self.report.fail(
                    Item::FileFacts,
                    &line.path,
                    format!("“{}”的位置不合规则", component.name),
                    format!("the place of `{}` is not by the rule", component.name),
                );
                return;
            }
        }
        let inside = self.metadata(unit);
        for (at, component) in unit.components.iter().enumerate() {
            let shown = if component.path.is_empty() { self.form.metadata_path(unit) } else { component.path.clone() };
            self.component(component, &shown, inside.get(at));
        }
        self.letter(unit, &inside);
    }

    /// The metadata says what the record says. Of an encapsulation the files in it are given back.
    fn metadata(&mut self, unit: &Unit) -> Vec<Vec<u8>> {
        let path = self.form.metadata_path(unit);
        let (mut told, mut inside) = (Vec::new(), Vec::new());
        let Ok(reader) = self.source.reader(&path) else {
            self.report.fail(Item::Components, &path, "缺少元数据文件", "the file of metadata is missing");
            return inside;
        };
        let reader = std::io::BufReader::new(reader);
        let mut undecoded = false;
        let read = xml::values(reader, &mut |path, text| {
            if path.ends_with("/编码数据") {
                match Base64::decode_vec(&text) {
                    Ok(bytes) => inside.push(bytes),
                    Err(_) => undecoded = true,
                }
            } else {
                told.push((path.to_owned(), text));
            }
        });
        if let Err(message) = read {
            self.fail(Item::Metadata, &path, &message);
            return inside;
        }
        if undecoded {
            self.report.fail(Item::Readable, &path, "编码数据解不开", "its encoded data cannot be decoded");
        }
        let mut expected = Vec::new();
        // Into memory: that cannot fail.
        let _ = dat46::write(unit, &mut expected);
        let expected = xml::all(&expected).unwrap_or_default();
        let expected = entities(expected, "电子文件元数据/");
        let told = match self.form {
            Form::Eep => encapsulated(told),
            _ => entities(told, "电子文件元数据/"),
        };
        if let Some((zh, en)) = first_difference(&told, &expected) {
            self.report.fail(Item::Content, &path, zh, en);
        }
        inside
    }

    fn component(&mut self, component: &Component, shown: &str, inside: Option<&Vec<u8>>) {
        self.counted.files += 1;
        let name = &component.name;
        let found = if component.path.is_empty() {
            inside.map(|bytes| digests::of(bytes, Wanted { sha512: false, sm3: true }))
        } else {
            self.found.get(&component.path).cloned()
        };
        let Some(found) = found else {
            return self.report.fail(
                Item::Components,
                shown,
                format!("缺少“{name}”（{}）", component.role.zh()),
                format!("`{name}` ({}) is missing", component.role.ascii()),
            );
        };
        if found.bytes != component.bytes {
            self.report.fail(
                Item::FileFacts,
                shown,
                format!("“{name}”的大小是 {}，元数据写的是 {}", found.bytes, component.bytes),
                format!("`{name}` has {} bytes, its metadata says {}", found.bytes, component.bytes),
            );
        }
        if found.sha256 != component.sha256 || found.sm3.as_ref() != Some(&component.sm3) {
            self.report.fail(
                Item::Digests,
                shown,
                format!("“{name}”的摘要与元数据不同"),
                format!("the digests of `{name}` are not those of its metadata"),
            );
        }
        match media::kind(name) {
            Some((kind, _)) if kind == component.media => {}
            _ => self.report.fail(
                Item::Formats,
                shown,
                format!("“{name}”不是归档的格式，或与元数据不同"),
                format!("`{name}` is not of a format of archives, or not of that of its metadata"),
            ),
        }
        let start = match inside {
            Some(bytes) if component.path.is_empty() => bytes.iter().take(8).copied().collect(),
            _ => start_of(self.source, &component.path),
        };
        if !is_of_kind(&start, name) {
            self.report.fail(
                Item::Readable,
                shown,
                format!("“{name}”不是它的名字说的格式"),
                format!("`{name}` is not what its name says"),
            );
        }
    }

    fn letter(&mut self, unit: &Unit, inside: &[Vec<u8>]) {
        let place = |role: Role| {
            let at = unit.components.iter().position(|it| it.role == role)?;
            let component = unit.components.get(at)?;
            let shown = if component.path.is_empty() { self.form.metadata_path(unit) } else { component.path.clone() };
            let bytes = if component.path.is_empty() {
                inside.get(at).cloned()
            } else {
                self.source.read(&component.path, LONGEST).ok()
            };
            Some((component.clone(), shown, bytes?))
        };
        let Some((main, main_shown, main_bytes)) = place(Role::Letter) else { return };
        let draft = place(Role::FinalDraft);
        let data = place(Role::Data).map(|(.., bytes)| bytes);
        let adopted = draft.is_some();
        if let Some((component, shown, bytes)) = &draft {
            self.own(unit, component, shown, bytes, data.as_deref());
            self.stamped(unit, &main, &main_shown, &main_bytes);
        } else {
            self.own(unit, &main, &main_shown, &main_bytes, data.as_deref());
        }
        if !unit.signatures.is_empty() || (!adopted && unit.events.iter().any(|event| event.what == "signed")) {
            self.signatures(&main_shown, &main_bytes);
        }
        if let Some(again) = &mut self.again {
            let (component, shown, bytes) =
                draft.as_ref().map_or((&main, &main_shown, &main_bytes), |(c, s, b)| (c, s, b));
            let (verdict, message) = again(bytes, Path::new(&component.name), &unit.making.tool);
            match message {
                None => self.counted.again += 1,
                Some(message) => {
                    let (zh, en) = (message.text(Lang::Zh).to_owned(), message.text(Lang::En).to_owned());
                    self.report.add(Item::Rebuild, Some(shown), verdict, zh, en);
                }
            }
        }
    }

    /// The letter as dafu made it: its own data, its pages, its facts.
    fn own(&mut self, unit: &Unit, component: &Component, shown: &str, bytes: &[u8], data: Option<&[u8]>) {
        let facts = match signed::facts(bytes) {
            Ok(facts) => facts,
            Err(message) => return self.fail(Item::Readable, shown, &message),
        };
        self.active(shown, &facts);
        if facts.pages != unit.letter.pages {
            self.report.fail(
                Item::FileFacts,
                shown,
                format!("有 {} 页，元数据写的是 {} 页", facts.pages, unit.letter.pages),
                format!("it has {} pages, its metadata says {}", facts.pages, unit.letter.pages),
            );
        }
        let format = facts.archival.as_ref().map_or_else(|| "PDF".to_owned(), |level| format!("PDF/A-{level}"));
        if format != component.format {
            self.report.fail(
                Item::FileFacts,
                shown,
                format!("格式是 {format}，元数据写的是 {}", component.format),
                format!("it is {format}, its metadata says {}", component.format),
            );
        }
        let record = facts.record.as_deref().and_then(|bytes| serde_json::from_slice::<Record>(bytes).ok());
        let Some(record) = record else {
            return self.report.fail(
                Item::Content,
                shown,
                "里面没有函件数据，或者读不懂",
                "it has no record of a letter, or one that cannot be read",
            );
        };
        if data.is_some() && data != facts.record.as_deref() {
            self.report.fail(
                Item::Content,
                shown,
                "里面的函件数据与包里的数据文件不同",
                "the record in it is not the file of data in the package",
            );
        }
        let beside = unit.components.iter().filter(|it| it.role == Role::Attachment).count();
        if record.attachments.len() > record.attachment_files.len() + beside {
            self.report.doubt(
                Item::Components,
                shown,
                "函上写的附件，有的没有文件",
                "an attachment that the letter names has no file",
            );
        }
        if let Some((zh, en)) = values::contradiction(unit, &record) {
            self.report.fail(Item::Content, shown, zh, en);
        }
        match signed::first_unsaid(bytes, &record) {
            Ok(None) => {}
            Ok(Some(part)) => self.report.fail(
                Item::Pages,
                shown,
                format!("页面上没有数据里的这段文字：“{part}”"),
                format!("the pages do not say what the data says: `{part}`"),
            ),
            Err(message) => self.fail(Item::Pages, shown, &message),
        }
    }

    /// A letter that was stamped elsewhere; a scan has nothing to read.
    fn stamped(&mut self, unit: &Unit, component: &Component, shown: &str, bytes: &[u8]) {
        self.counted.stamped += 1;
        if component.media != "application/pdf" {
            return;
        }
        match signed::facts(bytes) {
            Ok(facts) => {
                self.active(shown, &facts);
                let told = unit.signatures.iter().map(|it| &it.value);
                if !facts.signatures.iter().map(|it| &it.value).eq(told) {
                    self.report.fail(
                        Item::Signatures,
                        shown,
                        "签名与元数据写的不同",
                        "its signatures are not those of its metadata",
                    );
                }
            }
            Err(message) => self.report.doubt(
                Item::Readable,
                shown,
                format!("盖章件由别的程序生成，没能细查：{}", message.text(Lang::Zh)),
                format!("it was stamped by another program and not looked into: {}", message.text(Lang::En)),
            ),
        }
    }

    /// Scripts, and what leads out of the file.
    fn active(&mut self, shown: &str, facts: &Facts) {
        for name in &facts.active {
            let item = if matches!(name.as_str(), "URI" | "GoToR" | "GoToE") { Item::Links } else { Item::Scripts };
            self.report.fail(item, shown, format!("PDF 里有 {name} 动作"), format!("the PDF has an action {name}"));
        }
    }

    fn signatures(&mut self, shown: &str, bytes: &[u8]) {
        self.counted.signed += 1;
        for line in signed::verify(bytes, self.trust).lines {
            if line.verdict != Verdict::Failed && line.verdict != Verdict::Doubtful {
                continue;
            }
            let item = if line.check == Check::Timestamp { Item::Timestamps } else { Item::Signatures };
            let field = line.field.map(|field| format!(" [{field}]")).unwrap_or_default();
            let said = |lang: Lang| format!("{}{field}: {}", line.check.text(lang), line.message.text(lang));
            self.report.add(item, Some(shown), line.verdict, said(Lang::Zh), said(Lang::En));
        }
    }

    fn passed(&mut self, letters: usize) {
        let Counted { files, signed, stamped, again } = self.counted;
        let report = &mut *self.report;
        report.pass(
            Item::Digests,
            format!("{files} 个文件的 SHA-256 和 SM3 与元数据一致"),
            format!("{files} files have the SHA-256 and SM3 of their metadata"),
        );
        let unsigned = letters.saturating_sub(signed).saturating_sub(stamped);
        report.pass(
            Item::Signatures,
            format!("{signed} 件有电子签名，{stamped} 件是在别处盖章的，{unsigned} 件没有签名"),
            format!("{signed} letters are signed, {stamped} were stamped elsewhere, {unsigned} are unsigned"),
        );
        report.pass(Item::Timestamps, "没有不对的时间戳", "no timestamp is wrong");
        report.pass(Item::Values, "类型和取值都合规", "types and values are by the standard");
        report.pass(
            Item::FileFacts,
            "名称、大小、页数、格式与元数据一致",
            "names, sizes, pages and formats are those of the metadata",
        );
        report.pass(Item::Content, "元数据与函件数据一致", "the metadata says what the letters' data says");
        report.pass(Item::Pages, "页面上的文字与函件数据一致", "the pages say what the letters' data says");
        report.pass(Item::Elements, "必填的元数据齐全", "all required elements are there");
        report.pass(
            Item::Components,
            format!("{letters} 件的 {files} 个文件齐全"),
            format!("all {files} files of {letters} letters are there"),
        );
        report.pass(
            Item::Metadata,
            "元数据都能读懂，没有实体和外部引用",
            "all metadata can be read; no entities, nothing from outside",
        );
        report.pass(Item::Readable, "文件都能打开", "all files can be opened");
        report.pass(Item::Formats, "都是归档的格式", "all formats are those of archives");
        report.pass(Item::Scripts, "没有脚本和程序", "no scripts, no programs");
        report.pass(Item::Links, "没有外部链接", "no links to elsewhere");
        if self.again.is_some() {
            report.pass(
                Item::Rebuild,
                format!("{again} 件重排后逐字节相同"),
                format!("{again} letters set again are the same, byte for byte"),
            );
        }
    }
}

/// What a file begins with.
fn start_of(source: &Source, path: &str) -> Vec<u8> {
    let mut start = Vec::new();
    if let Ok(reader) = source.reader(path) {
        // What cannot be read has been told.
        let _ = std::io::Read::read_to_end(&mut std::io::Read::take(reader, 8), &mut start);
    }
    start
}

fn is_of_kind(start: &[u8], name: &str) -> bool {
    match media::ending(name).as_str() {
        "pdf" => start.starts_with(b"%PDF-"),
        "jpg" | "jpeg" => start.starts_with(&[0xFF, 0xD8]),
        "png" => start.starts_with(b"\x89PNG"),
        "tif" | "tiff" => start.starts_with(b"II*\0") || start.starts_with(b"MM\0*"),
        "ofd" | "docx" | "xlsx" => start.starts_with(b"PK"),
        "json" => start.starts_with(b"{"),
        _ => true,
    }
}

/// The values of the entities, their paths beginning with the entity.
fn entities(values: Vec<xml::Value>, prefix: &str) -> Vec<xml::Value> {
    values.into_iter().filter_map(|(path, text)| Some((path.strip_prefix(prefix)?.to_owned(), text))).collect()
}

/// The same of an encapsulation, without what says how files are encoded.
fn encapsulated(values: Vec<xml::Value>) -> Vec<xml::Value> {
    let content = "电子文件封装包/被签名对象/封装内容/";
    let inside = entities(values, content).into_iter().filter_map(|(path, text)| {
        let below = path.split_once('/')?.1.to_owned();
        (!below.ends_with("/编码描述") && !below.ends_with("/反编码关键字")).then_some((below, text))
    });
    inside.collect()
}

/// What differs first, in words.
pub(super) fn first_difference(told: &[xml::Value], expected: &[xml::Value]) -> Option<(String, String)> {
    let differs = told.iter().zip(expected).find(|(told, expected)| told != expected);
    if let Some(((path, text), (wanted, value))) = differs {
        return Some(if path == wanted {
            (format!("“{path}”写的是“{text}”，应为“{value}”"), format!("`{path}` says `{text}`, expected `{value}`"))
        } else {
            (format!("有“{path}”，应为“{wanted}”"), format!("there is `{path}`, expected `{wanted}`"))
        });
    }
    (told.len() != expected.len()).then(|| {
        let (more, less) = (told.len(), expected.len());
        (format!("有 {more} 项，应为 {less} 项"), format!("there are {more} elements, expected {less}"))
    })
}
