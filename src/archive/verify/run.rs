//! A run's folder, by the same items as far as they are about it: what is finished is still what it was.

use std::path::Path;

use super::package::Again;
use super::report::{Item, Report, Verdict};
use crate::archive::{Entry, Outbox};
use crate::diag::{Lang, reason};
use crate::digest::sha256;
use crate::record::Record;
use crate::sign::verify::{self as signed, Check, Trust};

/// Verifies the finished letters of a run.
pub fn verify_run(outbox: &Outbox, trust: &Trust, mut again: Option<&mut Again<'_>>) -> Report {
    let mut report = Report::default();
    let (mut count, mut signatures, mut same) = (0, 0, 0);
    for entry in outbox.entries() {
        count += 1;
        let file = outbox.dir().join(&entry.path);
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(err) => {
                let (zh, en) = reason(&err);
                report.fail(
                    Item::Components,
                    &entry.path,
                    format!("读不出来（{zh}）"),
                    format!("it cannot be read ({en})"),
                );
                continue;
            }
        };
        if sha256([bytes.as_slice()]) != entry.sha256 {
            report.fail(
                Item::Fixity,
                &entry.path,
                "内容与日志记的摘要不同",
                "its content is not what the journal says",
            );
        }
        letter(entry, &bytes, &mut report);
        if entry.signed {
            signatures += 1;
            signature(&entry.path, &bytes, trust, &mut report);
        }
        if let Some(again) = &mut again {
            let (verdict, message) = again(&bytes, Path::new(&entry.path), &entry.tool);
            match message {
                None => same += 1,
                Some(message) => {
                    let (zh, en) = (message.text(Lang::Zh), message.text(Lang::En));
                    report.add(Item::Rebuild, Some(&entry.path), verdict, zh, en);
                }
            }
        }
        if let Some(adopted) = outbox.adopted_for(&entry.path) {
            let read = std::fs::read(outbox.dir().join(&adopted.path));
            if !read.is_ok_and(|bytes| sha256([bytes.as_slice()]) == adopted.sha256) {
                report.fail(
                    Item::Fixity,
                    &adopted.path,
                    "不在了，或者内容与日志记的摘要不同",
                    "it is gone, or its content is not what the journal says",
                );
            }
        }
    }
    report.letters = count;
    report.pass(Item::Fixity, format!("{count} 件与日志一致"), format!("{count} letters are what the journal says"));
    let unsigned = count - signatures;
    report.pass(
        Item::Signatures,
        format!("{signatures} 件有电子签名，{unsigned} 件没有"),
        format!("{signatures} letters are signed, {unsigned} are not"),
    );
    report.pass(Item::FileFacts, "页数与日志一致", "they have the pages that the journal says");
    report.pass(Item::Content, "日志与函件数据一致", "the journal says what the letters' data says");
    report.pass(Item::Pages, "页面上的文字与函件数据一致", "the pages say what the letters' data says");
    report.pass(Item::Components, "文件齐全", "all files are there");
    report.pass(Item::Readable, "文件都能打开", "all files can be opened");
    report.pass(Item::Scripts, "没有脚本和程序", "no scripts, no programs");
    report.pass(Item::Links, "没有外部链接", "no links to elsewhere");
    if again.is_some() {
        report.pass(
            Item::Rebuild,
            format!("{same} 件重排后逐字节相同"),
            format!("{same} letters set again are the same, byte for byte"),
        );
    }
    report.sort();
    report
}

fn letter(entry: &Entry, bytes: &[u8], report: &mut Report) {
    let path = &entry.path;
    let facts = match signed::facts(bytes) {
        Ok(facts) => facts,
        Err(message) => {
            return report.fail(Item::Readable, path, message.text(Lang::Zh), message.text(Lang::En));
        }
    };
    if facts.pages != entry.pages {
        let (there, told) = (facts.pages, entry.pages);
        report.fail(
            Item::FileFacts,
            path,
            format!("有 {there} 页，日志写的是 {told} 页"),
            format!("it has {there} pages, the journal says {told}"),
        );
    }
    for name in &facts.active {
        let item = if matches!(name.as_str(), "URI" | "GoToR" | "GoToE") { Item::Links } else { Item::Scripts };
        report.fail(item, path, format!("PDF 里有 {name} 动作"), format!("the PDF has an action {name}"));
    }
    let record = facts.record.as_deref().and_then(|bytes| serde_json::from_slice::<Record>(bytes).ok());
    match record {
        Some(record) if record.id == entry.id => match signed::first_unsaid(bytes, &record) {
            Ok(None) => {}
            Ok(Some(part)) => report.fail(
                Item::Pages,
                path,
                format!("页面上没有数据里的这段文字：“{part}”"),
                format!("the pages do not say what the data says: `{part}`"),
            ),
            Err(message) => report.fail(Item::Pages, path, message.text(Lang::Zh), message.text(Lang::En)),
        },
        Some(record) => report.fail(
            Item::Content,
            path,
            format!("里面是另一封函：{}", record.id),
            format!("another letter is in it: {}", record.id),
        ),
        None => report.fail(
            Item::Content,
            path,
            "里面没有函件数据，或者读不懂",
            "it has no record of a letter, or one that cannot be read",
        ),
    }
}

fn signature(path: &str, bytes: &[u8], trust: &Trust, report: &mut Report) {
    for line in signed::verify(bytes, trust).lines {
        if line.verdict == Verdict::Failed || line.verdict == Verdict::Doubtful {
            let item = if line.check == Check::Timestamp { Item::Timestamps } else { Item::Signatures };
            let said = |lang: Lang| format!("{}: {}", line.check.text(lang), line.message.text(lang));
            report.add(item, Some(path), line.verdict, said(Lang::Zh), said(Lang::En));
        }
    }
}
