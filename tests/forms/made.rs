//! Letters made for these tests, and what stands where on their pages.

use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::common;

/// What the standard's numbers are held to, in mm.
pub const NEAR: f64 = 0.3;

pub const LEFT: f64 = 28.0;
pub const RIGHT: f64 = 184.0;
pub const TOP: f64 = 37.0;
pub const BOTTOM: f64 = 262.0;

/// A point in mm.
pub const PT: f64 = 25.4 / 72.0;

/// Sizes of type, and the pitch of 22 lines in 225 mm.
#[derive(Clone, Copy)]
pub struct Type {
    pub size: f64,
}

impl Type {
    pub fn em(self) -> f64 {
        self.size * PT
    }

    pub fn pitch(self) -> f64 {
        (225.0 - self.em()) / 21.0
    }

    pub fn gap(self) -> f64 {
        self.pitch() - self.em()
    }
}

pub const BODY: Type = Type { size: 16.0 };

/// 四号.
pub const FOUR: f64 = 14.0 * PT;

#[derive(Debug, Deserialize)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub lines: Vec<Line>,
    pub rules: Vec<Rule>,
    pub red_ink: Option<(f64, f64)>,
    pub number_ink: Option<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
pub struct Line {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    pub fonts: Vec<String>,
    pub red: bool,
}

impl Line {
    /// The upper edge of its cell.
    pub fn top(&self) -> f64 {
        self.baseline - 0.85 * self.size * PT
    }

    /// The lower edge of its cell.
    pub fn bottom(&self) -> f64 {
        self.baseline + 0.15 * self.size * PT
    }

    pub fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// Every face of it has this in its name, but for half-width digits.
    pub fn is_in(&self, face: &str) -> bool {
        self.fonts.iter().any(|font| font.contains(face))
            && self.fonts.iter().all(|font| font.contains(face) || font.contains("Half"))
    }
}

#[derive(Debug, Deserialize)]
pub struct Rule {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub red: bool,
}

impl Page {
    /// The line that begins so.
    #[track_caller]
    pub fn line(&self, start: &str) -> &Line {
        let found = self.lines.iter().find(|line| line.text.starts_with(start));
        found.unwrap_or_else(|| panic!("no line begins with {start}: {:#?}", self.lines))
    }

    pub fn has(&self, start: &str) -> bool {
        self.lines.iter().any(|line| line.text.starts_with(start))
    }

    /// Text of the body's size inside the type area, from the top.
    pub fn body(&self) -> Vec<&Line> {
        let inside = |line: &&Line| line.baseline < BOTTOM && (line.size - 16.0).abs() < 0.3;
        self.lines.iter().filter(inside).collect()
    }

    /// `— 1 —`.
    pub fn number(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.baseline > BOTTOM + 3.0)
    }

    pub fn title(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| (line.size - 22.0).abs() < 0.3 && !line.red).collect()
    }
}

/// One letter that was made.
pub struct Made {
    pub pdf: PathBuf,
    pub pages: Vec<Page>,
    /// Facts as dafu tells them.
    pub facts: Value,
}

/// Letters and the folder that they are in.
pub struct Batch {
    pub letters: Vec<Made>,
    /// Codes of what was told, but notes.
    pub told: Vec<String>,
    dir: tempfile::TempDir,
}

impl Batch {
    /// All pass PDF/A-3a and PDF/UA-1.
    pub fn judge(&self) {
        let paths: Vec<&str> = self.letters.iter().map(|made| made.pdf.to_str().unwrap()).collect();
        let said = common::tool("tests/tools/pdfa-check", &paths);
        let passed = said.lines().filter(|line| line.contains("\tPASS\t")).count();
        assert_eq!(passed, 2 * paths.len(), "{} {said}", self.dir.path().display());
    }
}

/// Makes `letters` with a profile that extends `standard` by `profile`.
pub fn make(profile: &str, letters: &[Value]) -> Batch {
    make_with(profile, letters, &[], false)
}

/// The same, and draws the pages to see their ink.
pub fn draw(profile: &str, letters: &[Value]) -> Batch {
    make_with(profile, letters, &["--allow-classified"], true)
}

fn make_with(profile: &str, letters: &[Value], args: &[&str], ink: bool) -> Batch {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    for folder in ["base", "reply", "profiles"] {
        let to = templates.join(folder);
        std::fs::create_dir_all(&to).unwrap();
        for (name, bytes) in common::files(&common::root().join("templates").join(folder)) {
            std::fs::write(to.join(name), bytes).unwrap();
        }
    }
    std::fs::write(templates.join("profiles/test.toml"), format!("extends = \"standard\"\n{profile}")).unwrap();
    let ledger =
        json!({"profile": "test", "place": "黄山市", "assembly": "人大", "term": 8, "meeting": 4, "letters": letters});
    let path = dir.path().join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    let out = dir.path().join("out");
    let mut all = vec!["--templates", templates.to_str().unwrap()];
    all.extend(args);
    let ran = common::run_json(path.to_str().unwrap(), &out, &all);
    let lines = ran.lines("letter");
    assert!(lines.len() == letters.len() && lines.iter().all(|line| line["status"] == "made"), "{}", ran.stdout);
    let told =
        ran.lines("diagnostic").into_iter().filter(|it| it["severity"] != "note" || it["code"] == "typst-warning");
    let told = told.map(|it| it["code"].as_str().unwrap().to_owned()).collect();
    // Letters are made at once, so that their lines come in any order.
    let mut lines = lines;
    lines.sort_by_key(|line| line["number"].as_str().unwrap().parse::<u32>().unwrap());
    let pdfs: Vec<PathBuf> = lines.iter().map(|line| out.join(line["path"].as_str().unwrap())).collect();
    let mut read = Command::new(common::root().join("tests/tools/page-layout"));
    let read = read.args(ink.then_some("--ink")).args(&pdfs).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let pages: Vec<Vec<Page>> = serde_json::from_slice(&read.stdout).unwrap();
    let letters = pdfs.into_iter().zip(pages).zip(lines);
    let letters = letters.map(|((pdf, pages), line)| Made { pdf, pages, facts: line["facts"].clone() });
    Batch { letters: letters.collect(), told, dir }
}

const SENTENCE: &str =
    "各级各部门要高度重视建议办理工作，把办理建议同推进日常工作结合起来，一并部署检查，切实做到事事有回音。";

/// A letter whose body has about so many lines.
pub fn letter(number: usize, lines: usize) -> Value {
    let mut body = Vec::new();
    let mut left = lines;
    while left > 0 {
        let part = left.min(5);
        left -= part;
        let text: String = SENTENCE.chars().cycle().skip(number * 7).take(part * 27 - 6).collect();
        body.push(format!("{}。", text.trim_matches(['，', '。'])));
    }
    json!({
        "number": number.to_string(), "subject": "关于整治河道的建议", "proposers": ["石磊"], "body": body,
        "issuer": "黄山市发展和改革委员会", "date": "2025-05-06", "doc_number": format!("黄发改函〔2025〕{number}号"),
        "cc": ["市人大常委会代表联络室", "市政府办公室意见建议科"], "closing": "特此答复。",
    })
}

/// `letter` with further values.
pub fn with(mut letter: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("an object") };
    letter.as_object_mut().unwrap().extend(more);
    letter
}

#[track_caller]
pub fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= NEAR, "{what}: {found:.2} mm, expected {expected:.2} mm");
}
