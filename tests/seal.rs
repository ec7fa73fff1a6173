//! Seals: where they stand, what is woven into them, and that none is on an unsigned letter.
#![cfg(unix)]

mod common;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::judges::{accepted, conforms, good, judged};
use common::pki::{Authority, TIME, pki};
use common::{Ran, root, run, tool};
use serde_json::{Value, json};

/// The page of the signature.
const PAGE: &str = "2";

/// A letter of two pages, so that its signature stands on a page without a red head.
fn letter(number: &str, issuer: &[&str]) -> Value {
    let text = "经过三轮试点，流域水质持续改善，总体达到优良，跨省断面水质连续达标，".repeat(15);
    json!({
        "number": number, "addressee": "张三代表", "issuer": issuer, "date": "2024-06-11",
        "doc_number": format!("黄发改函〔2024〕{number}号"), "title": "关于生态补偿的答复",
        "body": [format!("{text}进展如下。")],
    })
}

const OWN: &[&str] = &["黄山市发展和改革委员会"];

/// A folder with a ledger and a seal that nobody else may read.
struct Office {
    dir: tempfile::TempDir,
    seal: String,
}

impl Office {
    fn of(letters: &[Value]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("ledger.json"), Value::from(letters.to_vec()).to_string()).unwrap();
        let seal = dir.path().join("seal.svg");
        std::fs::copy(root().join("tests/data/seal.svg"), &seal).unwrap();
        std::fs::set_permissions(&seal, std::fs::Permissions::from_mode(0o600)).unwrap();
        Self { seal: seal.to_str().unwrap().to_owned(), dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A run into the folder `out` with a key of the PKI.
    fn sign(&self, out: &str, key: &str, more: &[&str]) -> Ran {
        let (key, password) = (pki(key), pki("password"));
        let args = [&["--sign", &key, "--password-file", &password], more].concat();
        self.run(out, &args)
    }

    fn run(&self, out: &str, more: &[&str]) -> Ran {
        let (ledger, out) = (self.path("ledger.json"), self.path(out));
        let mut args = vec!["run", ledger.to_str().unwrap(), "-o", out.to_str().unwrap()];
        args.extend(["--format", "json", "--lang", "en"]);
        args.extend(more);
        run(&args)
    }

    fn seal(&self) -> [&str; 2] {
        ["--seal", &self.seal]
    }

    /// The only letter of a folder.
    fn letter(&self, out: &str) -> PathBuf {
        let mut letters = common::letters(&self.path(out));
        assert_eq!(letters.len(), 1);
        letters.remove(0)
    }
}

fn codes(ran: &Ran) -> Vec<String> {
    ran.lines("diagnostic").iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

/// Images of a letter: kind, dots a side and dots an inch.
fn images(pdf: &Path) -> Vec<(String, u32, u32)> {
    let said = tool("pdfimages", &["-list", pdf.to_str().unwrap()]);
    let lines = said.lines().skip(2).map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.map(|words| (words[2].to_owned(), words[3].parse().unwrap(), words[12].parse().unwrap())).collect()
}

/// A page as colours, from the top.
struct Picture {
    width: usize,
    dots: Vec<[u8; 3]>,
}

const DPI: usize = 150;

fn picture(pdf: &Path, page: &str) -> Picture {
    let dpi = DPI.to_string();
    let args = ["-r", &dpi, "-f", page, "-l", page, pdf.to_str().unwrap()];
    let bytes = Command::new("pdftoppm").args(args).output().unwrap().stdout;
    // P6, width and height, 255, and the dots.
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n');
    assert_eq!(parts.next(), Some(&b"P6"[..]));
    let size = String::from_utf8(parts.next().unwrap().to_vec()).unwrap();
    let width = size.split(' ').next().unwrap().parse().unwrap();
    parts.next();
    Picture { width, dots: parts.next().unwrap().chunks(3).map(|dot| [dot[0], dot[1], dot[2]]).collect() }
}

impl Picture {
    /// Left, top, right and bottom, in mm, of what is red.
    fn red(&self) -> [f64; 4] {
        let mut found = [f64::MAX, f64::MAX, 0.0, 0.0];
        for (at, [red, green, blue]) in self.dots.iter().copied().enumerate() {
            if red > 150 && green < 120 && blue < 120 {
                let mm = |dots: usize| dots as f64 / DPI as f64 * 25.4;
                let (x, y) = (mm(at % self.width), mm(at / self.width));
                found = [found[0].min(x), found[1].min(y), found[2].max(x), found[3].max(y)];
            }
        }
        found
    }

    fn is_dark(&self, at: usize) -> bool {
        self.dots[at].iter().all(|part| *part < 90)
    }
}

/// The places of seals, in mm: left, top, right, bottom.
fn places(ran: &Ran) -> Vec<[f64; 4]> {
    let letter = &ran.lines("letter")[0];
    let seals = letter["facts"]["seals"].as_array().unwrap_or_else(|| panic!("no seals: {letter}"));
    let number = |seal: &Value, name: &str| seal[name].as_f64().unwrap();
    let place = |seal: &Value| {
        let (left, top) = (number(seal, "left_mm"), number(seal, "top_mm"));
        [left, top, left + number(seal, "width_mm"), top + number(seal, "height_mm")]
    };
    seals.iter().map(place).collect()
}

/// Rectangles of the widgets, in mm from the page's upper left corner.
fn widgets(pdf: &Path) -> Vec<[f64; 4]> {
    let bytes = std::fs::read(pdf).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // Of a widget that was written again the first writing serves as well.
    let widgets = text.split("/Subtype/Widget").skip(1).map(|widget| {
        let name = widget.split("/T(").nth(1).unwrap().split(')').next().unwrap().to_owned();
        let rect = widget.split("/Rect[").nth(1).unwrap().split(']').next().unwrap();
        let mm: Vec<f64> = rect.split(' ').map(|side| side.parse::<f64>().unwrap() / 72.0 * 25.4).collect();
        (name, [mm[0], 297.0 - mm[3], mm[2], 297.0 - mm[1]])
    });
    widgets.collect::<std::collections::BTreeMap<_, _>>().into_values().collect()
}

#[track_caller]
fn near(found: &[f64; 4], expected: &[f64; 4], by: f64) {
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= by), "{found:?} is not {expected:?}");
}

/// Every form, with RSA and P-256, with a seal and invisibly, at every level: all judges agree.
#[test]
fn every_form_is_accepted_by_all_judges() {
    let office = Office::of(&[letter("2", OWN)]);
    let mut profiles = Vec::new();
    for form in ["letter", "document", "plain"] {
        profiles.push((format!("{form}-seal"), format!("form = \"{form}\"\n")));
        profiles.push((format!("{form}-none"), format!("form = \"{form}\"\n[places]\nsignature = \"no-seal\"\n")));
    }
    let all: Vec<(&str, &str)> = profiles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let templates = common::templates_with(office.dir.path(), &all);
    let tsa = Authority::start();
    let (url, crl) = (tsa.url(""), pki("ca.crl"));
    let (tsa, long) = (["--tsa", &url], ["--tsa", &url, "--revocation", &crl, "--level"]);
    for (level, more) in [
        ("B-B", vec!["--sign-time", TIME]),
        ("B-T", tsa.to_vec()),
        ("B-LT", [&long[..], &["b-lt"]].concat()),
        ("B-LTA", [&long[..], &["b-lta"]].concat()),
    ] {
        let mut pdfs = Vec::new();
        for (profile, _) in &profiles {
            let sealed = profile.ends_with("-seal");
            for key in ["rsa.p12", "ec.p12"] {
                let name = format!("{level}-{profile}-{key}");
                let mut args = vec!["--templates", templates.to_str().unwrap(), "--profile", profile];
                args.extend(&more);
                args.extend(if sealed { office.seal().to_vec() } else { Vec::new() });
                let ran = office.sign(&name, key, &args);
                good(&ran);
                assert!(codes(&ran).is_empty(), "{}", ran.stdout);
                let pdf = office.path(&format!("{name}.pdf"));
                std::fs::copy(office.letter(&name), &pdf).unwrap();
                let expected = if sealed {
                    vec![("image".to_owned(), 992, 600), ("smask".to_owned(), 992, 600)]
                } else {
                    Vec::new()
                };
                assert_eq!(images(&pdf), expected, "{name}");
                assert!(std::fs::read(&pdf).unwrap().ends_with(b"%%EOF\n"), "{name}: other programs append to it");
                pdfs.push(pdf);
            }
        }
        judged(&pdfs, level);
    }
}

#[test]
fn a_seal_covers_its_place_and_the_text_on_it_can_be_read() {
    let office = Office::of(&[letter("2", OWN)]);
    let plain = office.sign("plain", "rsa.p12", &["--facts"]);
    good(&plain);
    for (size, side) in [("42", 42.0), ("45", 45.0)] {
        let ran = office.sign(size, "rsa.p12", &[&office.seal()[..], &["--facts", "--seal-size", size]].concat());
        good(&ran);
        let place = places(&ran).remove(0);
        near(&place, &[place[0], place[1], place[0] + side, place[1] + side], 0.01);
        let pdf = office.letter(size);
        // The ring of the picture ends 0.6 % within its edge.
        let seen = picture(&pdf, PAGE);
        near(&seen.red(), &place, 0.5);
        near(&widgets(&pdf)[0], &place, 0.01);
        if size == "42" {
            let before = picture(&office.letter("plain"), PAGE);
            let dark: Vec<usize> = (0..before.dots.len()).filter(|at| before.is_dark(*at)).collect();
            assert!(dark.len() > 1000);
            assert!(dark.iter().all(|at| seen.is_dark(*at)), "the seal hides text");
        }
    }
    // A picture with a white ground, such as a scan, hides nothing either.
    let (pdf, png) = (office.letter("42"), office.path("scan"));
    let place = places(&plain).remove(0);
    let dots = |mm: f64| (mm / 25.4 * 600.0).round().to_string();
    tool(
        "pdftoppm",
        &[
            "-r",
            "600",
            "-f",
            PAGE,
            "-l",
            PAGE,
            "-x",
            &dots(place[0]),
            "-y",
            &dots(place[1]),
            "-W",
            "992",
            "-H",
            "992",
            "-png",
            "-singlefile",
            pdf.to_str().unwrap(),
            png.to_str().unwrap(),
        ],
    );
    let png = office.path("scan.png");
    std::fs::set_permissions(&png, std::fs::Permissions::from_mode(0o600)).unwrap();
    let ran = office.sign("scan-out", "ec.p12", &["--seal", png.to_str().unwrap()]);
    good(&ran);
    assert!(codes(&ran).is_empty(), "{}", ran.stdout);
    let pdf = office.letter("scan-out");
    let (seen, before) = (picture(&pdf, PAGE), picture(&office.letter("plain"), PAGE));
    assert!((0..before.dots.len()).all(|at| !before.is_dark(at) || seen.is_dark(at)), "the scan hides text");
    near(&seen.red(), &place, 0.5);
    accepted(&pdf, "b-b");
}

#[test]
fn several_issuers_sign_each_at_its_own_seal() {
    let office = Office::of(&[letter("2", &["黄山市发展和改革委员会", "Other Unit"])]);
    let (one, two, password) = (pki("rsa.p12"), pki("other.p12"), pki("password"));
    let mut args = vec!["--sign", &one, "--sign", &two, "--password-file", &password, "--facts", "--sign-time", TIME];
    args.extend(office.seal());
    args.extend(office.seal());
    let ran = office.run("out", &args);
    good(&ran);
    let pdf = office.letter("out");
    let (places, widgets) = (places(&ran), widgets(&pdf));
    assert_eq!((places.len(), widgets.len()), (2, 2));
    for (place, widget) in places.iter().zip(&widgets) {
        near(widget, place, 0.01);
    }
    assert!((places[0][0] - places[1][0]).abs() > 40.0, "{places:?}");
    assert_eq!(images(&pdf).len(), 4);
    accepted(&pdf, "b-b");
    let plain = office.path("plain.pdf");
    std::fs::copy(&pdf, &plain).unwrap();
    conforms(std::slice::from_ref(&plain));
    let said = tool("tests/tools/sig-check", &["--several", &pki("ca.pem"), plain.to_str().unwrap()]);
    assert!(said.contains(" B-B []"), "{said}");

    // As many seals as issuers.
    let ran = office.sign("one", "rsa.p12", &office.seal());
    assert_eq!((ran.status, codes(&ran).contains(&"seals-differ".to_owned())), (1, true), "{}", ran.stdout);
    assert!(common::letters(&office.path("one")).is_empty());
}

/// Nothing below the folder has a picture in it.
#[track_caller]
fn no_seal_below(dir: &Path) {
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if std::fs::read(&path).unwrap().starts_with(b"%PDF") {
                assert!(images(&path).is_empty(), "{} has a seal", path.display());
            }
        }
    }
}

#[test]
fn an_unsigned_letter_never_has_a_seal() {
    let office = Office::of(&[letter("2", OWN)]);
    let refused = |name: &str, args: &[&str]| {
        let ran = office.run(name, args);
        assert_eq!((ran.status, codes(&ran)), (2, vec!["option-invalid".to_owned()]), "{}", ran.stdout);
        assert!(!office.path(name).exists());
    };
    refused("out", &office.seal());
    refused("out", &["--seal-size", "42"]);
    refused("out", &[&office.seal()[..], &["--draft"]].concat());
    let stamp = format!("file-command:{}", root().join("tests/tools/stamp-command").display());
    refused("out", &[&office.seal()[..], &["--sign", &stamp]].concat());
    // The authority gives no time: the letter is nowhere, with its seal or without.
    let tsa = Authority::start();
    let url = tsa.url("noise");
    let ran = office.sign("late", "ec.p12", &[&office.seal()[..], &["--tsa", &url]].concat());
    assert_eq!(ran.status, 1);
    no_seal_below(&office.path("late"));
    assert!(common::letters(&office.path("late")).is_empty());
    // Without --seal a signed letter has none either.
    good(&office.sign("plain", "ec.p12", &[]));
    no_seal_below(&office.path("plain"));
    // A finished letter gets none.
    let (pdf, key) = (office.letter("plain"), pki("ec.p12"));
    let ran = run(&["sign", pdf.to_str().unwrap(), "--sign", &key, "--seal", &office.seal, "--lang", "en"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stdout.contains("dafu run LEDGER --sign KEY --seal IMAGE"), "{}", ran.stdout);
}

/// The report's little pictures are of pages that nobody has signed yet.
#[test]
fn no_picture_of_the_report_has_a_seal() {
    let short = json!({
        "number": "2", "addressee": "张三代表", "issuer": OWN, "date": "2024-06-11", "title": "关于答复的函",
        "body": ["进展如下。"],
    });
    let office = Office::of(&[short]);
    let pictures = |out: &str, more: &[&str]| {
        good(&office.sign(out, "ec.p12", more));
        let report = std::fs::read_to_string(office.path(out).join("report.html")).unwrap();
        let parts = report.split("base64,").skip(1).map(|part| part.split(['"', '\'', ')']).next().unwrap().to_owned());
        parts.collect::<Vec<_>>()
    };
    let sealed = pictures("sealed", &office.seal());
    assert!(!sealed.is_empty(), "the report has no pictures");
    assert_eq!(sealed, pictures("plain", &[]));
    // Nor where the letter is kept, and its picture drawn anew.
    std::fs::remove_file(office.path("sealed").join("report.html")).unwrap();
    assert_eq!(sealed, pictures("sealed", &office.seal()));
    let pdf = office.letter("sealed");
    assert_eq!(images(&pdf).len(), 2, "the letter has");
    assert!(picture(&pdf, "1").red()[2] > 0.0);
}

#[test]
fn a_letter_whose_form_has_no_place_is_signed_without_and_says_so() {
    let office = Office::of(&[letter("2", OWN)]);
    let templates = common::templates_with(office.dir.path(), &[("none", "[places]\nsignature = \"no-seal\"\n")]);
    let args = [&office.seal()[..], &["--templates", templates.to_str().unwrap(), "--profile", "none"]].concat();
    let ran = office.sign("out", "ec.p12", &args);
    good(&ran);
    assert!(codes(&ran).contains(&"seal-not-set".to_owned()), "{}", ran.stdout);
    assert!(images(&office.letter("out")).is_empty());
    let strict = office.sign("strict", "ec.p12", &[&args[..], &["--strict"]].concat());
    assert_eq!(strict.status, 1, "{}", strict.stdout);
    assert!(common::letters(&office.path("strict")).is_empty());
}

#[test]
fn pictures_that_are_no_seals_are_told_before_the_first_letter() {
    let office = Office::of(&[letter("2", OWN)]);
    let file = |name: &str, bytes: &[u8]| {
        let path = office.path(name);
        std::fs::write(&path, bytes).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let svg = |size: &str, inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>{inner}</svg>");
    let square = "width=\"42\" height=\"42\"";
    for (name, bytes, code) in [
        ("photo.png", b"\xff\xd8\xff\xe0JFIF".to_vec(), "seal-unusable"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x03\xe0\0\0\x03\xe0\x08\x06".to_vec(), "seal-unusable"),
        ("bomb.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\xff\xff\xff\0\xff\xff\xff\x08\x06".to_vec(), "seal-unusable"),
        ("wide.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x03\xe0\0\0\x02\xe0\x08\x06".to_vec(), "seal-unusable"),
        ("wide.svg", svg("width=\"42\" height=\"30\"", "<path d=\"M0 0h9v9z\"/>").into_bytes(), "seal-unusable"),
        ("blank.svg", svg(square, "").into_bytes(), "seal-unusable"),
        ("white.svg", svg(square, "<path fill=\"#fff\" d=\"M0 0h42v42z\"/>").into_bytes(), "seal-unusable"),
        ("broken.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path".to_vec(), "seal-unusable"),
        ("empty.png", Vec::new(), "seal-unusable"),
    ] {
        let ran = office.sign("out", "ec.p12", &["--seal", &file(name, &bytes)]);
        assert_eq!((ran.status, codes(&ran)), (2, vec![code.to_owned()]), "{name}: {}", ran.stdout);
        assert!(!office.path("out/letters").exists(), "{name}");
    }
    let ran = office.sign("out", "ec.p12", &["--seal", office.path("nowhere.png").to_str().unwrap()]);
    assert_eq!((ran.status, codes(&ran)), (2, vec!["io".to_owned()]), "{}", ran.stdout);

    // A seal that everybody may read is a warning.
    let open = office.path("open.svg");
    std::fs::copy(&office.seal, &open).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = office.sign("open", "ec.p12", &["--seal", open.to_str().unwrap()]);
    good(&ran);
    assert_eq!(codes(&ran), ["secret-readable"]);
}

#[test]
fn a_ledger_names_no_seal() {
    let office = Office::of(&[letter("2", OWN)]);
    let config = office.path("dafu.toml");
    for line in ["seal = \"seal.svg\"", "seal-size = 42", "seal-plain = true", "draft = true"] {
        std::fs::write(&config, format!("{line}\n")).unwrap();
        let ran = office.sign("out", "ec.p12", &[]);
        assert_eq!((ran.status, codes(&ran)), (2, vec!["option-forbidden".to_owned()]), "{line}: {}", ran.stdout);
    }
    std::fs::remove_file(config).unwrap();
    for item in ["seal", "seal-size", "seal-plain", "sign", "tsa", "level", "chain", "revocation", "fetch-revocation"] {
        let ledger = json!({ item: "x", "letters": [letter("2", OWN)] });
        std::fs::write(office.path("ledger.json"), ledger.to_string()).unwrap();
        let ran = office.sign("out", "ec.p12", &[]);
        assert_eq!((ran.status, codes(&ran)), (2, vec!["option-forbidden".to_owned()]), "{item}: {}", ran.stdout);
    }
    assert!(!office.path("out").exists());
}

/// A picture's dots as they stand in a letter, colour and mask.
fn dots(office: &Office, pdf: &Path) -> Vec<Vec<u8>> {
    let to = office.path("dots");
    let _ = std::fs::remove_dir_all(&to);
    std::fs::create_dir(&to).unwrap();
    tool("pdfimages", &["-png", pdf.to_str().unwrap(), to.join("x").to_str().unwrap()]);
    common::files(&to).into_iter().map(|(_, bytes)| bytes).collect()
}

#[test]
fn the_number_of_its_letter_is_woven_into_a_seal() {
    let office = Office::of(&[letter("2", OWN), letter("3", OWN)]);
    let of_both = |name: &str, more: &[&str]| {
        let ran = office.sign(name, "ec.p12", &[&office.seal()[..], more].concat());
        good(&ran);
        common::letters(&office.path(name)).iter().map(|pdf| dots(&office, pdf)).collect::<Vec<_>>()
    };
    let woven = of_both("woven", &[]);
    assert_eq!(woven.len(), 2);
    assert_ne!(woven[0], woven[1], "each letter's own number");
    let plain = of_both("plain", &["--seal-plain"]);
    assert_eq!(plain[0], plain[1]);
    assert_ne!(woven[0], plain[0]);
}

#[test]
fn what_a_seal_is_belongs_to_the_letter_s_key() {
    let office = Office::of(&[letter("2", OWN), letter("3", OWN), letter("4", OWN)]);
    let other = office.path("other.svg");
    let text = std::fs::read_to_string(&office.seal).unwrap().replace("#e60012", "#d60012");
    std::fs::write(&other, text).unwrap();
    std::fs::set_permissions(&other, std::fs::Permissions::from_mode(0o600)).unwrap();
    let statuses = |more: &[&str]| {
        let ran = office.sign("out", "rsa.p12", &[&["--sign-time", TIME], more].concat());
        good(&ran);
        ran.lines("letter").iter().map(|line| line["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (seal, other) = (office.seal(), ["--seal", other.to_str().unwrap()]);
    for args in [
        Vec::new(),
        seal.to_vec(),
        [&seal[..], &["--seal-size", "45"]].concat(),
        [&seal[..], &["--seal-plain"]].concat(),
        other.to_vec(),
    ] {
        assert_eq!(statuses(&args), ["made"; 3], "{args:?}");
        assert_eq!(statuses(&args), ["kept"; 3], "{args:?}");
    }
    // The size that the profile has anyway is no change.
    assert_eq!(statuses(&seal), ["made"; 3]);
    assert_eq!(statuses(&[&seal[..], &["--seal-size", "42"]].concat()), ["kept"; 3]);
    // The same bytes with any number of threads.
    for jobs in ["1", "4"] {
        good(&office.sign(jobs, "rsa.p12", &[&["--sign-time", TIME, "-j", jobs], &seal[..]].concat()));
        assert!(
            common::files(&office.path("out/letters")) == common::files(&office.path(jobs).join("letters")),
            "{jobs}"
        );
    }
}
