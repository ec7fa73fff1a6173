//! Every file is in the list, every line of the list is a file, every digest is right, and the list itself is written in
//! its one form.

use std::collections::BTreeMap;
use std::io::Read as _;

use super::report::{Item, Report};
use crate::archive::container::digests::{self, Digests, Wanted};
use crate::archive::container::{FIXITY, Source, fixity};

/// No list is longer: two million lines.
const LONGEST: u64 = 1 << 29;

/// The digests of all files but the list, by path.
pub(super) type Found = BTreeMap<String, Digests>;

/// Checks the list; gives what all files are.
pub(super) fn check(source: &Source, sha512: bool, report: &mut Report) -> Found {
    let mut found = Found::new();
    for path in source.entries().keys().filter(|path| *path != FIXITY) {
        let digests =
            source.reader(path).and_then(|mut reader| digests::of_reader(&mut reader, Wanted { sha512, sm3: true }));
        match digests {
            Ok(digests) => {
                found.insert(path.clone(), digests);
            }
            Err(err) => {
                let (zh, en) = crate::diag::reason(&err);
                report.fail(Item::Readable, path, format!("读不出来（{zh}）"), format!("it cannot be read ({en})"));
            }
        }
    }
    let Some(list) = list(source, report) else { return found };
    let told: BTreeMap<&str, &str> =
        list.lines().filter_map(|line| line.split_once("  ")).map(|(d, p)| (p, d)).collect();
    for (path, digest) in &told {
        match found.get(*path) {
            None if source.entries().contains_key(*path) => {}
            None => report.fail(
                Item::Fixity,
                path,
                format!("{FIXITY} 里有这个文件，包里没有"),
                format!("{FIXITY} names it, and it is not there"),
            ),
            Some(found) if found.sha256 != *digest => report.fail(
                Item::Fixity,
                path,
                format!("内容与 {FIXITY} 记的摘要不同"),
                format!("its content is not what {FIXITY} says"),
            ),
            Some(_) => {}
        }
    }
    for path in found.keys().filter(|path| !told.contains_key(path.as_str())) {
        report.fail(
            Item::Fixity,
            path,
            format!("包里多出这个文件，{FIXITY} 里没有"),
            format!("it is one too many: {FIXITY} does not name it"),
        );
    }
    // Written in its one form, so that nothing can be hidden between its lines.
    let again = fixity(told.iter().map(|(path, digest)| (*path, *digest)));
    let is_digest = |digest: &str| digest.len() == 64 && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if again != list || !told.values().all(|digest| is_digest(digest)) {
        report.fail(Item::Fixity, FIXITY, "写得不规范，改动过", "it is not written as dafu writes it: it was changed");
    }
    report.pass(
        Item::Fixity,
        format!("{} 个文件与 {FIXITY} 一致", found.len()),
        format!("{} files are what {FIXITY} says", found.len()),
    );
    found
}

fn list(source: &Source, report: &mut Report) -> Option<String> {
    let Some(entry) = source.entries().get(FIXITY) else {
        report.fail(Item::Fixity, FIXITY, "缺少这个文件", "it is missing");
        return None;
    };
    if entry.bytes > LONGEST {
        report.fail(Item::Fixity, FIXITY, "太大", "it is too large");
        return None;
    }
    let mut text = String::new();
    let read = source.reader(FIXITY).and_then(|reader| reader.take(LONGEST).read_to_string(&mut text));
    if read.is_err() {
        report.fail(Item::Fixity, FIXITY, "读不出来，或者不是 UTF-8", "it cannot be read, or is not UTF-8");
        return None;
    }
    Some(text)
}
