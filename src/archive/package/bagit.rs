//! BagIt 1.0 (RFC 8493): tag files and manifests over the payload in `data/`.

use std::io;

use super::gather::Gathered;
use super::unit::Head;
use crate::archive::container::{Sink, Stored, listed};

/// Writes what makes the files a bag.
pub(super) fn finish(sink: &mut Sink, head: &Head, gathered: &[Gathered]) -> io::Result<()> {
    let payload: Vec<Stored> = sink.stored().iter().filter(|it| it.path.starts_with("data/")).cloned().collect();
    sink.put("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
    let (bytes, count) = (payload.iter().map(|it| it.bytes).sum::<u64>(), payload.len());
    let mut info = vec![
        ("Source-Organization", head.unit.clone()),
        ("External-Description", format!("建议提案答复函 {} 件", gathered.len())),
        ("Bagging-Date", head.created.get(..10).unwrap_or_default().to_owned()),
        ("External-Identifier", sink.root().to_owned()),
        ("Bag-Software-Agent", head.tool.clone()),
        ("Payload-Oxum", format!("{bytes}.{count}")),
    ];
    if let (Some(first), Some(last)) = (gathered.first(), gathered.last()) {
        info.push(("Internal-Sender-Identifier", format!("{} — {}", first.unit.code, last.unit.code)));
    }
    let lines: Vec<String> = info.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let text = lines.concat();
    sink.put("bag-info.txt", text.as_bytes())?;
    manifests(sink, "manifest", &payload)?;
    let tags: Vec<Stored> = sink.stored().iter().filter(|it| !it.path.starts_with("data/")).cloned().collect();
    manifests(sink, "tagmanifest", &tags)
}

fn manifests(sink: &mut Sink, kind: &str, files: &[Stored]) -> io::Result<()> {
    for algorithm in ["sha256", "sha512"] {
        let lines = files.iter().map(|it| {
            let digest = if algorithm == "sha256" { Some(it.sha256.as_str()) } else { it.sha512.as_deref() };
            (it.path.as_str(), digest.unwrap_or_default())
        });
        let text = manifest(lines);
        sink.put(&format!("{kind}-{algorithm}.txt"), text.as_bytes())?;
    }
    Ok(())
}

/// The text of a manifest over files and digests.
pub(in crate::archive) fn manifest<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<(String, &str)> = files.map(|(path, digest)| (encoded(path), digest)).collect();
    lines.sort_unstable();
    listed(lines.iter().map(|(path, digest)| (*digest, path.as_str())))
}

/// A path as manifests have it: line breaks cannot occur, the sign of the escape may.
fn encoded(path: &str) -> String {
    path.replace('%', "%25")
}
