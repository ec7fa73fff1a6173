//! Packages for the archive: what is in them, what judges say of them, and that no damage goes unseen.
#![cfg(unix)]
#![expect(clippy::format_collect, reason = "small texts, read more easily so")]

#[path = "../common/mod.rs"]
mod common;

mod again;
mod contents;
mod damage;
mod hostile;
mod judged;
mod refused;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::{Ran, run, run_json};
use dafu::archive::verify::{Options, Package, Report};
use dafu::sign::verify::{Trust, Verdict};

/// The forms of packages.
pub const FORMS: [&str; 5] = ["bagit", "catalogue", "eep", "transfer", "csip"];

/// A fixed time of packing.
pub const TIME: &str = "2024-12-31T09:00:00+08:00";

/// What the unit says.
const SETTINGS: &str = "[archive]
unit = '黄山市发展和改革委员会'
fonds = 'X043'
retention = '永久'
'机构或问题' = 'FGW'
";

/// Three letters, one with its other papers, and a package of each form.
static SHELF: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let shelf = tempfile::tempdir().unwrap();
    let out = shelf.path().join("out");
    let ran = run_json("inputs/huangshan-2024.json", &out, &["--only", "023,117,153"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    fs::write(shelf.path().join("dafu.toml"), SETTINGS).unwrap();
    components(&shelf.path().join("components"));
    for form in FORMS {
        for (name, more) in [("", &[][..]), (".zip", &["--single-file"]), (".tar", &["--single-file"])] {
            let ran = pack(&out, &shelf.path().join(format!("{form}{name}")), form, more);
            assert_eq!(ran.status, 0, "{}", ran.stderr);
        }
    }
    shelf
});

/// The papers of letter 153, and the attachment that 117 names.
fn components(dir: &Path) {
    let pdf = b"%PDF-1.4\n%\n";
    fs::create_dir_all(dir.join("153")).unwrap();
    fs::write(dir.join("153/建议原文.pdf"), pdf).unwrap();
    fs::write(dir.join("153/发文处理单.pdf"), pdf).unwrap();
    fs::write(dir.join("153_征询意见表.jpg"), [0xFF, 0xD8, 0xFF, 0xE0]).unwrap();
    fs::write(dir.join("第117号 附件 工作安排_扫描.pdf"), pdf).unwrap();
}

/// Something on the shelf.
pub fn shelf(name: &str) -> PathBuf {
    SHELF.path().join(name)
}

/// Packs a run with the shelf's components and a fixed time.
pub fn pack(out: &Path, to: &Path, form: &str, more: &[&str]) -> Ran {
    let components = out.parent().unwrap().join("components");
    let (out, to, components) = (out.to_str().unwrap(), to.to_str().unwrap(), components.to_str().unwrap());
    let mut args = vec!["pack", out, "-o", to, "--as", form, "--pack-time", TIME, "--format", "json", "--lang", "en"];
    args.extend(["--item-from", "1", "--components", components]);
    args.extend(more);
    run(&args)
}

/// What verifying finds, in this process.
pub fn verify(path: &Path) -> Report {
    let trust = Trust::default();
    Package::open(path).unwrap().verify(Options { trust: &trust, again: None })
}

/// Everything that failed, a line each.
pub fn failed(report: &Report) -> Vec<String> {
    let failed = report.lines.iter().filter(|line| line.verdict == Verdict::Failed);
    failed
        .map(|line| {
            let said = line.message.text(dafu::diag::Lang::En);
            format!("{} {}: {said}", line.item.as_str(), line.file.as_deref().unwrap_or("-"))
        })
        .collect()
}

/// Every file below a folder, by its path with `/`.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, dir: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(dir, dir, &mut found);
    found
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Writes the list of digests anew, so that only what else is wrong is found.
pub fn refresh(package: &Path) {
    let lines: String = files(package)
        .iter()
        .filter(|(name, _)| *name != "fixity-sha256.txt")
        .map(|(name, bytes)| format!("{}  {name}\n", dafu::digest::sha256([bytes.as_slice()])))
        .collect();
    fs::write(package.join("fixity-sha256.txt"), lines).unwrap();
}

#[test]
fn no_undamaged_package_is_refused() {
    for form in FORMS {
        for kind in ["", ".zip", ".tar"] {
            let report = verify(&shelf(&format!("{form}{kind}")));
            assert!(report.is_good(), "{form}{kind}: {:#?}", failed(&report));
            assert_eq!(report.letters, 3);
            let doubts: Vec<_> = report.lines.iter().filter(|line| line.verdict == Verdict::Doubtful).collect();
            assert!(doubts.is_empty(), "{doubts:#?}");
        }
    }
}

#[test]
fn packing_again_at_the_same_time_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    for form in FORMS {
        for kind in [".zip", ".tar"] {
            let again = dir.path().join(format!("{form}{kind}"));
            let ran = pack(&shelf("out"), &again, form, &["--single-file"]);
            assert_eq!(ran.status, 0, "{}", ran.stderr);
            assert!(fs::read(&again).unwrap() == fs::read(shelf(&format!("{form}{kind}"))).unwrap(), "{form}{kind}");
        }
    }
}

#[test]
fn every_item_is_told_in_both_languages_and_the_report_is_a_page() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("报告.html");
    let package = shelf("transfer");
    let (package, page_name) = (package.to_str().unwrap(), page.to_str().unwrap());
    let ran = run(&["verify", package, "--lang", "zh", "--report", page_name]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    for word in ["真实性 固化信息 通过", "完整性 顺序号 通过", "可用性 内容可读 通过", "安全性 病毒 未核查"]
    {
        assert!(ran.stdout.contains(word), "{word} in\n{}", ran.stdout);
    }
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("电子档案四性检测报告") && html.contains("结论</td><td>通过"));
    let ran = run(&["verify", package, "--format", "json", "--lang", "en"]);
    let items = ran.lines("item");
    for group in ["authenticity", "completeness", "usability", "safety"] {
        assert!(items.iter().any(|item| item["group"] == group), "{group}");
    }
    assert_eq!(ran.lines("verified")[0]["good"], true);
    // A page that is there already is left as it is.
    assert_eq!(run(&["verify", package, "--report", page_name]).status, 2);
}
