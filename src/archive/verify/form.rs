//! What the form of a package asks beside the files of its 件.

use std::collections::BTreeSet;
use std::path::Path;

use super::fixity::Found;
use super::letters::first_difference;
use super::report::{Item, Report};
use super::xml;
use crate::archive::container::Source;
use crate::archive::package::unit::{Head, Unit};
use crate::archive::package::{Form, bagit, catalogue, premis, transfer};
use crate::diag::Lang;
use crate::input::{self, Shown};

/// No file of a form is longer.
const LONGEST: u64 = 1 << 30;

/// Checks it.
pub(super) fn check(source: &Source, found: &Found, form: Form, head: &Head, units: &[Unit], report: &mut Report) {
    let mut checking = Checking { source, found, head, units, report };
    match form {
        Form::Bagit => checking.bagit(),
        Form::Catalogue => checking.catalogue(),
        Form::Transfer => checking.transfer(),
        Form::Csip => checking.csip(),
        Form::Eep => {}
    }
    let name = form.as_str();
    checking.report.pass(Item::Structure, format!("{name}：组成合规"), format!("{name}: as its form asks"));
}

struct Checking<'a> {
    source: &'a Source,
    found: &'a Found,
    head: &'a Head,
    units: &'a [Unit],
    report: &'a mut Report,
}

impl Checking<'_> {
    fn read(&mut self, path: &str) -> Option<Vec<u8>> {
        let read = self.source.read(path, LONGEST);
        if read.is_err() {
            self.report.fail(Item::Structure, path, "缺少这个文件，或者读不出来", "it is missing or cannot be read");
        }
        read.ok()
    }

    fn bagit(&mut self) {
        if let Some(bytes) = self.read("bagit.txt")
            && bytes != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        {
            self.report.fail(Item::Structure, "bagit.txt", "内容不对", "its content is wrong");
        }
        let payload = |path: &str| path.starts_with("data/");
        for (algorithm, short) in [("sha256", true), ("sha512", false)] {
            for (name, of_payload) in [("manifest", true), ("tagmanifest", false)] {
                let path = format!("{name}-{algorithm}.txt");
                let files = self
                    .found
                    .iter()
                    .filter(|(file, _)| payload(file) == of_payload && !file.starts_with("tagmanifest-"));
                let files = files.map(|(path, it)| {
                    let digest = if short { Some(it.sha256.as_str()) } else { it.sha512.as_deref() };
                    (path.as_str(), digest.unwrap_or_default())
                });
                let expected = bagit::manifest(files);
                let Some(told) = self.read(&path) else { continue };
                if told != expected.as_bytes() {
                    let told = String::from_utf8_lossy(&told).into_owned();
                    let known: BTreeSet<&str> = expected.lines().collect();
                    let line = told.lines().find(|line| !known.contains(line)).unwrap_or_default();
                    self.report.fail(
                        Item::Structure,
                        &path,
                        format!("与包里的文件不符：{line}"),
                        format!("it does not fit the files of the bag: {line}"),
                    );
                }
            }
        }
        let (mut bytes, mut count) = (0, 0);
        for (_, it) in self.found.iter().filter(|(path, _)| payload(path)) {
            (bytes, count) = (bytes + it.bytes, count + 1);
        }
        if let Some(info) = self.read("bag-info.txt") {
            let text = String::from_utf8_lossy(&info).into_owned();
            let told = text.lines().find_map(|line| line.strip_prefix("Payload-Oxum: "));
            let oxum = format!("{bytes}.{count}");
            if told != Some(oxum.as_str()) {
                let told = told.unwrap_or_default();
                self.report.fail(
                    Item::Counts,
                    "bag-info.txt",
                    format!("Payload-Oxum 是“{told}”，应为 {oxum}"),
                    format!("Payload-Oxum is `{told}`, expected {oxum}"),
                );
            }
        }
    }

    /// Every row of the catalogue says what the 件 says.
    fn catalogue(&mut self) {
        let Some(bytes) = self.read(catalogue::NAME) else { return };
        let Some(book) = input::read(Path::new(catalogue::NAME), &bytes).value else {
            return self.report.fail(Item::Metadata, catalogue::NAME, "打不开", "it cannot be opened");
        };
        let view = book.view();
        let mut rows: Vec<Vec<(u32, String)>> = Vec::new();
        for (cell, shown) in view.sheets.iter().flat_map(|sheet| &sheet.cells) {
            let text = match shown {
                Shown::Text(text) => text.to_string(),
                Shown::Number(number) => number.to_string(),
                _ => continue,
            };
            let row = usize::try_from(cell.row).unwrap_or(usize::MAX);
            if row < rows.len() + 2 {
                while rows.len() <= row {
                    rows.push(Vec::new());
                }
                if let Some(cells) = rows.get_mut(row) {
                    cells.push((cell.column, text));
                }
            }
        }
        let mut rows = rows.into_iter();
        let head = rows.next().unwrap_or_default();
        let rows: Vec<_> = rows.collect();
        if rows.len() != self.units.len() {
            self.report.fail(
                Item::Counts,
                catalogue::NAME,
                format!("目录有 {} 行，应有 {} 件", rows.len(), self.units.len()),
                format!("the catalogue has {} rows, expected {}", rows.len(), self.units.len()),
            );
        }
        for (row, unit) in rows.iter().zip(self.units) {
            for (column, name) in &head {
                let told = row.iter().find(|(at, _)| at == column).map(|(_, text)| text.as_str()).unwrap_or_default();
                let expected = catalogue::shown(name, unit).unwrap_or_default();
                if told != expected {
                    self.report.fail(
                        Item::Content,
                        catalogue::NAME,
                        format!("序号 {} 的“{name}”是“{told}”，应为“{expected}”", unit.serial),
                        format!("entry {}: {name} is `{told}`, expected `{expected}`", unit.serial),
                    );
                }
            }
        }
    }

    fn transfer(&mut self) {
        let mut expected = Vec::new();
        // Into memory: that cannot fail.
        let _ = transfer::list(self.units.iter(), &mut expected);
        if let Some(told) = self.read(transfer::LIST) {
            self.compare(transfer::LIST, &told, &expected);
        }
        if let Some(told) = self.read(transfer::DESCRIPTION) {
            let text = String::from_utf8_lossy(&told).into_owned();
            let line = format!("档案数量：{} 件", self.head.letters);
            if !text.lines().any(|it| it == line) {
                self.report.fail(
                    Item::Counts,
                    transfer::DESCRIPTION,
                    format!("应有“{line}”"),
                    format!("expected the line `{line}`"),
                );
            }
        }
    }

    fn compare(&mut self, path: &str, told: &[u8], expected: &[u8]) {
        match (xml::all(told), xml::all(expected)) {
            (Ok(told), Ok(expected)) => {
                if let Some((zh, en)) = first_difference(&told, &expected) {
                    self.report.fail(Item::Content, path, zh, en);
                }
            }
            (Err(message), _) | (_, Err(message)) => {
                self.report.fail(Item::Metadata, path, message.text(Lang::Zh), message.text(Lang::En));
            }
        }
    }

    fn csip(&mut self) {
        let mut referred = BTreeSet::new();
        for (path, base) in [("METS.xml", ""), ("representations/rep1/METS.xml", "representations/rep1/")] {
            referred.insert(path.to_owned());
            if let Some(bytes) = self.read(path) {
                self.references(path, base, &bytes, &mut referred);
            }
        }
        for unit in self.units {
            let path = Form::premis_path(unit);
            let mut expected = Vec::new();
            // Into memory: that cannot fail.
            let _ = premis::write(unit, &mut expected);
            if let Some(told) = self.read(&path) {
                self.compare(&path, &told, &expected);
            }
        }
        for path in self.found.keys().filter(|path| !referred.contains(*path)) {
            self.report.fail(Item::Structure, path, "METS 里没有这个文件", "no METS file names it");
        }
    }

    /// Every reference is to a file with this size and digest.
    fn references(&mut self, path: &str, base: &str, bytes: &[u8], referred: &mut BTreeSet<String>) {
        let mut facts: (Option<String>, Option<String>) = (None, None);
        let mut wrong = Vec::new();
        let read = xml::values(bytes, &mut |place, text| {
            if place.ends_with("@SIZE") {
                facts.0 = Some(text);
            } else if place.ends_with("@CHECKSUM") {
                facts.1 = Some(text);
            } else if place.ends_with("@xlink:href") {
                wrong.push((place.ends_with("FLocat@xlink:href"), decoded(&text), facts.clone()));
            } else if place.ends_with("mdRef") {
                // Of these the digest stands behind the reference.
                if let Some(last) = wrong.last_mut() {
                    last.2 = facts.clone();
                }
            }
        });
        if let Err(message) = read {
            return self.report.fail(Item::Metadata, path, message.text(Lang::Zh), message.text(Lang::En));
        }
        for (_, href, (size, digest)) in wrong {
            let file = format!("{base}{href}");
            let same = self.found.get(&file).is_some_and(|found| {
                file.ends_with("METS.xml") && base.is_empty() && size.is_none()
                    || (Some(found.bytes.to_string()) == size && Some(&found.sha256) == digest.as_ref())
            });
            // The pointer to a representation repeats no digest.
            let pointer = file == "representations/rep1/METS.xml" && referred.contains(&file);
            if !same && !pointer {
                self.report.fail(
                    Item::Content,
                    path,
                    format!("写的 {href} 与文件不符"),
                    format!("what it says of {href} is not what the file is"),
                );
            }
            referred.insert(file);
        }
    }
}

/// A reference as a path.
fn decoded(href: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
