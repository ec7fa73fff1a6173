//! Not one changed byte of a signed letter passes, nor any other way to make it say something else.
#![cfg(unix)]

mod common;

use std::path::Path;

use common::pki::{Authority, TIME, letter, pki, sign};
use dafu::diag::Lang;
use dafu::sign::verify::{Check, Options, Trust, Verdict, verify};

fn trust() -> Trust {
    Trust::open(&Options { trust: vec![pki("ca.pem").into()], revocation: Vec::new() }).unwrap()
}

fn signed(key: &str, more: &[&str]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let ran = sign(key, dir.path(), more);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    std::fs::read(letter(dir.path())).unwrap()
}

fn random() -> impl FnMut(usize) -> usize {
    let mut state: u64 = 20_240_611;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below
    }
}

/// Changes one byte, 2,000 times: half of the places anywhere in `range`, half in the values of the signatures.
#[track_caller]
fn every_change_is_found(pdf: &[u8], range: usize) {
    let trust = trust();
    let whole = verify(pdf, &trust);
    assert!(whole.is_good(), "{whole:#?}");
    let values: Vec<(usize, usize)> = values(pdf);
    let mut random = random();
    for round in 0..2000 {
        let at = if round % 2 == 0 {
            random(range)
        } else {
            let (from, to) = values[random(values.len())];
            // The value itself, rather than the zeros behind it.
            from + random(if round % 4 == 1 { to - from } else { (to - from) / 2 })
        };
        let mut changed = pdf.to_vec();
        changed[at] = match round % 3 {
            0 => changed[at] ^ (1 << random(8)),
            1 => b'0' + (changed[at].wrapping_add(1)) % 10,
            _ => (changed[at].wrapping_add(1 + u8::try_from(random(255)).unwrap())).max(1),
        };
        if changed[at] == pdf[at] {
            changed[at] ^= 0x20;
        }
        let report = verify(&changed, &trust);
        let (was, is) = (pdf[at], changed[at]);
        assert!(!report.is_good(), "byte {at} of {} from {was:#x} to {is:#x} was not found", pdf.len());
        let failed = report.lines.iter().find(|line| line.verdict == Verdict::Failed).unwrap();
        assert!(!failed.message.text(Lang::Zh).is_empty());
    }
}

/// Where the hex digits of `/Contents` stand.
fn values(pdf: &[u8]) -> Vec<(usize, usize)> {
    let key = b"/Contents<";
    let starts = pdf.windows(key.len()).enumerate().filter(|(_, window)| window == key).map(|(at, _)| at + key.len());
    starts.map(|from| (from, from + pdf[from..].iter().position(|byte| *byte == b'>').unwrap())).collect()
}

#[test]
fn every_changed_byte_of_a_plain_signature_is_found() {
    for key in ["rsa.p12", "ec.p12", "chain.p12"] {
        let pdf = signed(key, &["--sign-time", TIME]);
        every_change_is_found(&pdf, pdf.len());
    }
}

#[test]
fn every_changed_byte_of_a_sealed_letter_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("ledger.json");
    let letter = serde_json::json!([{
        "number": "2", "addressee": "张三代表", "issuer": "黄山市发展和改革委员会", "date": "2024-06-11",
        "title": "关于答复的函", "body": ["进展如下。"],
    }]);
    std::fs::write(&ledger, letter.to_string()).unwrap();
    let (key, password) = (pki("rsa.p12"), pki("password"));
    let args = ["--sign", &key, "--password-file", &password, "--seal", "tests/data/seal.svg", "--sign-time", TIME];
    let ran = common::run_json(ledger.to_str().unwrap(), &dir.path().join("out"), &args);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let pdf = std::fs::read(&common::letters(&dir.path().join("out"))[0]).unwrap();
    every_change_is_found(&pdf, pdf.len());
}

#[test]
fn every_changed_byte_of_a_timestamped_signature_is_found() {
    let tsa = Authority::start();
    let pdf = signed("ec.p12", &["--tsa", &tsa.url("")]);
    every_change_is_found(&pdf, pdf.len());
}

#[test]
fn every_changed_byte_of_long_term_signatures_is_found() {
    let tsa = Authority::start();
    let (url, crl) = (tsa.url(""), pki("ca.crl"));
    let args = ["--tsa", &url, "--revocation", &crl, "--level"];
    let pdf = signed("ec.p12", &[&args[..], &["b-lta"]].concat());
    every_change_is_found(&pdf, pdf.len());
    // Of B-LT only what a signature covers: the data behind it is signed by others.
    let pdf = signed("ec.p12", &[&args[..], &["b-lt"]].concat());
    let ends: Vec<usize> = pdf.windows(6).enumerate().filter(|(_, w)| w == b"%%EOF\n").map(|(at, _)| at + 6).collect();
    every_change_is_found(&pdf, ends[ends.len() - 2]);
}

#[track_caller]
fn refused(pdf: &[u8], check: Check) {
    let report = verify(pdf, &trust());
    let failed: Vec<_> = report.lines.iter().filter(|line| line.verdict == Verdict::Failed).collect();
    assert!(failed.iter().any(|line| line.check == check), "{check:?} is not among {failed:#?}");
}

/// Appends an update that writes one object anew.
fn appended(pdf: &[u8], number: u32, object: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let last = text.rfind("trailer\n").unwrap();
    let trailer = text[last + 8..].lines().next().unwrap();
    let previous: usize =
        text.rfind("startxref\n").map(|at| text[at + 10..].lines().next().unwrap().parse().unwrap()).unwrap();
    let old = trailer.find("/Prev ").map(|at| trailer[at..].split(['/', '>']).nth(1).unwrap().to_owned()).unwrap();
    let trailer = trailer.replace(&format!("/{old}"), &format!("/Prev {previous}"));
    let mut out = pdf.to_vec();
    let place = out.len();
    out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    let xref = out.len();
    let table = format!("xref\n{number} 1\n{place:010} 00000 n \ntrailer\n{trailer}\nstartxref\n{xref}\n%%EOF\n");
    out.extend_from_slice(table.as_bytes());
    out
}

/// The number and the text of the first object whose text has `mark`.
fn object(pdf: &[u8], mark: &str) -> (u32, String) {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let at = text.find(mark).unwrap();
    let start = text[..at].rfind(" 0 obj\n").unwrap();
    let number = text[..start].rsplit('\n').next().unwrap().parse().unwrap();
    let end = text[start..].find("\nendobj").unwrap() + start;
    (number, text[start + 7..end].to_owned())
}

#[test]
fn what_is_added_or_exchanged_afterwards_is_refused() {
    let pdf = signed("ec.p12", &["--sign-time", TIME]);
    // Junk, and nothing but a line break more.
    refused(&[&pdf[..], b"\n% more\n"].concat(), Check::Structure);
    refused(&[&pdf[..], b"\n"].concat(), Check::Structure);
    // A page that shows another page's text.
    let (number, page) = object(&pdf, "/Type/Page/");
    let other = page.replace("/Contents 84 0 R", "/Contents 85 0 R");
    assert_ne!(page, other, "{page}");
    refused(&appended(&pdf, number, &other), Check::Updates);
    refused(&appended(&pdf, number, &other), Check::Coverage);
    // The same page once more, and an object that nothing uses.
    refused(&appended(&pdf, number, &page), Check::Coverage);
    refused(&appended(&pdf, 900, "(x)"), Check::Coverage);
    // The catalog without fields: the signature is stripped.
    let (root, catalog) = object(&pdf, "/Type/Catalog");
    refused(&appended(&pdf, root, &catalog), Check::Signature);
    // The file as it was before.
    let first = pdf.windows(5).position(|window| window == b"%%EOF").unwrap() + 5;
    refused(&pdf[..first], Check::Signature);
}

#[test]
fn a_signature_of_another_letter_or_key_is_refused() {
    let one = signed("ec.p12", &["--sign-time", TIME]);
    let other = signed("other.p12", &["--sign-time", TIME]);
    let (from, to) = values(&one)[0];
    let (other_from, other_to) = values(&other)[0];
    let mut swapped = one.clone();
    let length = (to - from).min(other_to - other_from);
    swapped[from..from + length].copy_from_slice(&other[other_from..other_from + length]);
    refused(&swapped, Check::Digest);
    // Of another time: the same key, another text.
    let later = signed("ec.p12", &["--sign-time", "2026-11-25T08:30:00+08:00"]);
    let (later_from, _) = values(&later)[0];
    let mut moved = one.clone();
    moved[from..to].copy_from_slice(&later[later_from..later_from + (to - from)]);
    refused(&moved, Check::Digest);
}

#[test]
fn hostile_files_are_refused_in_words() {
    let pdf = signed("ec.p12", &["--sign-time", TIME]);
    let trust = trust();
    let whole = String::from_utf8_lossy(&pdf).len();
    assert!(whole > 1000);
    for bytes in [
        Vec::new(),
        b"%PDF-1.7".to_vec(),
        b"%PDF-1.7\nstartxref\n0\n%%EOF".to_vec(),
        b"%PDF-1.7\nxref\n0 99999999999999999999\ntrailer<<>>\nstartxref\n9\n%%EOF".to_vec(),
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF".to_vec(),
        [b"%PDF-1.7\nxref\ntrailer".as_slice(), &b"[".repeat(1 << 20), b"\nstartxref\n9\n%%EOF"].concat(),
    ] {
        let report = verify(&bytes, &trust);
        assert!(!report.is_good() && report.lines[0].check == Check::Structure, "{report:?}");
    }
    for cut in (0..pdf.len()).step_by(pdf.len() / 300) {
        assert!(!verify(&pdf[..cut], &trust).is_good(), "cut at {cut}");
    }
}

/// A file of one revision with these objects, from 1.
fn file_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    out.extend_from_slice(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n").as_bytes());
    out
}

/// Small files that would take hours or all memory if everything in them were followed.
#[test]
fn files_that_pack_much_into_little_are_refused_in_time() {
    use std::io::Write as _;
    let packed = |plain: &[u8]| {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(plain).unwrap();
        let bytes = packer.finish().unwrap();
        let mut object = format!("<</Length {}/Filter/FlateDecode>>\nstream\n", bytes.len()).into_bytes();
        object.extend_from_slice(&bytes);
        object.extend_from_slice(b"\nendstream");
        object
    };
    let object = |text: &str| text.as_bytes().to_vec();
    let catalog = object("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>/AF[5 0 R]>>");
    let kids = |kid: &str, count: usize| object(&format!("<</Type/Pages/Kids[{}]>>", kid.repeat(count)));
    let page = object("<</Type/Page/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>");
    let record = br#"{"version":1,"id":"","profile":"","matter":"","genre":"","round":1,"title":"x","addressee":"","body":[],"issuer":[],"date":""}"#;
    let spec = object("<</F(record.json)/EF<</F 8 0 R>>>>");
    let font = object("<</ToUnicode 7 0 R>>");
    let map = |text: String| packed(text.as_bytes());
    let none = map(String::new());
    let ranges = map(format!("{} endbfrange", "<0000><FFFF><0041>".repeat(200_000)));
    let long = map(format!("<0001><{}> endbfchar", "0041".repeat(1 << 20)));
    let (empty, blanks) = (packed(b""), packed(&vec![b' '; 60 << 20]));
    let shown = packed(format!("/F 9 Tf <{}> Tj", "0001".repeat(1 << 20)).as_bytes());
    let keys = (0..200_000).map(|n| format!("/K{n} 0")).collect::<Vec<_>>().concat();
    let files = [
        // A tree of pages that leads back to itself, one whose leaves are all the same, and one page of many parts.
        vec![catalog.clone(), kids("2 0 R ", 20_000), page.clone(), empty.clone()],
        vec![
            catalog.clone(),
            kids("3 0 R ", 19_000),
            page.clone(),
            blanks.clone(),
            spec.clone(),
            font.clone(),
            none,
            packed(record),
        ],
        vec![
            catalog.clone(),
            kids("3 0 R ", 1),
            object(&format!("<</Type/Page/Contents[{}]/Resources<<>>>>", "4 0 R ".repeat(10_000))),
            blanks.clone(),
        ],
        // Fonts whose maps claim everything, or much, for one code.
        vec![
            catalog.clone(),
            kids("3 0 R ", 1),
            page.clone(),
            empty,
            spec.clone(),
            font.clone(),
            ranges,
            packed(record),
        ],
        vec![catalog, kids("3 0 R ", 1), page, shown, spec, font, long, packed(record)],
        // A dictionary with many keys.
        vec![object(&format!("<<{keys}>>"))],
    ];
    let trust = trust();
    for (at, objects) in files.iter().enumerate() {
        let bytes = file_of(objects);
        let began = std::time::Instant::now();
        let report = verify(&bytes, &trust);
        assert!(!report.is_good(), "{at}: {report:#?}");
        dafu::sign::verify::said(&bytes);
        assert!(began.elapsed().as_secs() < 30, "file {at} took {:?}", began.elapsed());
    }
}

#[test]
fn the_program_says_why_in_the_reader_s_language() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.pdf");
    let mut pdf = signed("ec.p12", &["--sign-time", TIME]);
    let at = pdf.len() / 3;
    pdf[at] ^= 1;
    std::fs::write(&file, pdf).unwrap();
    let said = |file: &Path, lang: &str| {
        common::run(&["verify", file.to_str().unwrap(), "--trust", &pki("ca.pem"), "--lang", lang])
    };
    let zh = said(&file, "zh");
    assert_eq!(zh.status, 1);
    assert!(zh.stdout.contains("内容摘要 [Signature1] 不通过：内容在签名之后改过"), "{}", zh.stdout);
    assert!(said(&file, "en").stdout.contains("digest [Signature1] failed: the content was changed after signing"));
}
