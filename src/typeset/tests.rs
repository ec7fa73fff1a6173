//! Laying out, inspecting and exporting with the shipped templates and faces.

use super::sample::{Sample, profile, templates, typesetter};
use super::{Document, PageFacts, inspect};
use crate::diag::Code;
use crate::letter::{LetterDate, Slot};
use crate::profile::Key;
use crate::template::Filled;

const FOLLOW: [&str; 3] = ["follow", "after-date", "seal"];
const OWN_PAGE: [&str; 3] = ["own-page", "before-date", "date"];

fn laid_out(sample: &Sample, places: [&str; 3]) -> Document {
    sample.lay_out(&profile(places)).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[track_caller]
fn facts(sample: &Sample, places: [&str; 3]) -> PageFacts {
    let (facts, problems) = inspect(&laid_out(sample, places), &sample.lines, &profile(places));
    assert_eq!(problems, []);
    facts
}

#[track_caller]
fn check_problems(sample: &Sample, expected: &[(Code, Option<Slot>)]) {
    let (_, problems) = inspect(&laid_out(sample, FOLLOW), &sample.lines, &profile(FOLLOW));
    let found: Vec<_> = problems.iter().map(|problem| (problem.diagnostic.code, problem.slot.clone())).collect();
    assert_eq!(found, expected, "{problems:#?}");
}

fn with_body(paragraphs: usize) -> Sample {
    (0..paragraphs).fold(Sample::new(), |sample, _| sample.body(&["推进各项工作。"]))
}

#[test]
fn a_full_page_has_22_lines() {
    // Title and addressee take four pitches of the first page.
    assert_eq!(facts(&with_body(50), OWN_PAGE).lines, [20, 22, 10, 1]);
}

#[test]
fn an_end_on_its_own_page_never_makes_an_empty_page() {
    assert_eq!(facts(&with_body(18), OWN_PAGE).lines, [20, 1]);
    assert_eq!(facts(&with_body(40), OWN_PAGE).lines, [20, 22, 1]);
}

#[test]
fn a_signature_takes_the_last_lines_of_text_along() {
    // Two blank lines, issuer and date do not fit under the last of 17 lines.
    assert_eq!(facts(&with_body(16), FOLLOW).lines, [16, 4]);
    let closing = |sample: Sample| sample.element(Key::Closing, (2.0, 0.0), &["特此答复。"]);
    assert_eq!(facts(&closing(with_body(16)), FOLLOW).lines, [17, 4]);
    // Of a long paragraph the last two lines go along.
    let line = "各级各部门要高度重视建议办理工作，把办理建议同推进日常";
    let long = with_body(11).body(&[&line[..25 * 3], line, line, line, "工作结合。"]);
    assert_eq!(facts(&long, FOLLOW).lines, [16, 4]);
}

#[test]
fn a_signature_that_fits_stays() {
    assert_eq!(facts(&with_body(13), FOLLOW).lines, [17]);
}

#[test]
fn long_names_stay_within_the_type_area() {
    let mut sample = with_body(1);
    let name = "黄山市人民政府国有资产监督管理委员会办公室（市属企业改革处）";
    sample.record.issuer = vec!["黄山市财政局".to_owned(), name[..27 * 3].to_owned()];
    facts(&sample, FOLLOW);
}

#[test]
fn text_that_looks_like_code_appears_as_typed() {
    let sample = Sample::new()
        .body(&["#panic() {{ x }} $a$ *b* _c_ `d <e> @f"])
        .body(&["= 标题 - 列 + 项 / 词: // 注 /* 注 */ ~ \\ --- ..."])
        .body(&["\"直引号\" 'x' https://a.cn [x] {y} #[z] 1. 甲"])
        .table(&[&["#x", "$y$"], &["*z*", "//"]], 1);
    facts(&sample, FOLLOW);
}

#[test]
fn a_line_that_does_not_fit_is_reported() {
    let long = "各级各部门要高度重视建议办理工作，把办理建议同推进日常工作结合起来，一并部署";
    let sample = Sample::new().body(&[long]);
    check_problems(&sample, &[(Code::LineNotAsTold, Some(Slot::Body(0)))]);
}

#[test]
fn a_paragraph_that_is_not_printed_is_reported() {
    let mut sample = with_body(1);
    sample.record.body.clear();
    let reason = Slot::Field(Key::DisclosureReason);
    let told = super::sample::told(reason.clone(), (2.0, 0.0), &["不予公开的理由"]);
    sample.lines.paragraphs.push(told);
    check_problems(&sample, &[(Code::LineNotAsTold, Some(Slot::Body(0))), (Code::LineNotAsTold, Some(reason))]);
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_paragraph() {
    let sample = with_body(1).body(&["𰻝面"]);
    let (_, problems) = inspect(&laid_out(&sample, FOLLOW), &sample.lines, &profile(FOLLOW));
    let [problem] = &problems[..] else { panic!("{problems:#?}") };
    assert_eq!(problem.diagnostic.code, Code::CharacterMissing);
    assert_eq!(problem.slot, Some(Slot::Body(1)));
    assert_eq!(problem.character, Some('𰻝'));
}

#[test]
fn a_page_without_text_is_reported() {
    let profile = profile(FOLLOW);
    let templates = templates(&profile);
    let sample = with_body(1);
    let mut filled = sample.fill(&templates, &profile);
    filled.source.push_str("#pagebreak()\n#rect()");
    let document = typesetter(&templates).compile(&filled).ok().unwrap();
    let (facts, problems) = inspect(&document, &sample.lines, &profile);
    assert_eq!(facts.lines, [5, 0]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].diagnostic.code, Code::PageEmpty);
}

/// Compiles a bare source beside the shipped templates.
fn refused(source: &str) -> Vec<super::TypstProblem> {
    let templates = templates(&profile(FOLLOW));
    let filled = Filled { source: source.to_owned(), record: b"{\n  oops".to_vec() };
    typesetter(&templates).compile(&filled).err().unwrap_or_default()
}

#[track_caller]
fn check_refused(source: &str, message: &str) {
    let problems = refused(source);
    assert!(problems.iter().any(|it| it.message.contains(message)), "{problems:#?}");
}

#[test]
fn nothing_outside_the_templates_can_be_read() {
    check_refused("#read(\"/etc/passwd\")", "file not found");
    check_refused("#read(\"../../etc/passwd\")", "would escape the project root");
    check_refused("#import \"@preview/cetz:0.4.0\"", "access denied");
    check_refused("#datetime.today()", "unable to get the current date");
}

#[test]
fn an_unknown_font_is_a_problem_with_its_place() {
    let problems = refused("甲\n#text(font: \"Nope\")[乙]");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "unknown font family: nope");
    assert_eq!(problems[0].line_column, Some((2, 13)));
}

#[test]
fn a_problem_in_the_house_style_leads_back_to_the_letter() {
    let problems = refused("#import \"/base/form.typ\": form\n\n#form(paper: 1)");
    assert_eq!(problems[0].file.as_deref(), Some("base/page.typ"));
    assert_eq!(problems[0].called_at, Some(33));
    let problems = refused("#json(\"/record.json\")");
    assert_eq!(problems[0].file.as_deref(), Some("record.json"));
    assert_eq!(problems[0].line_column, Some((2, 3)));
    assert_eq!(problems[0].called_at, Some(1));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let profile = profile(FOLLOW);
    let templates = templates(&profile);
    let sample = with_body(30).table(&[&["甲", "乙"], &["1", "2"]], 1);
    let filled = sample.fill(&templates, &profile);
    let make = |ident| {
        let typesetter = typesetter(&templates);
        let document = typesetter.compile(&filled).ok().unwrap();
        let date = LetterDate::new(2024, 6, 11).unwrap();
        let pdf = typesetter.export(&document, date, ident).ok().unwrap();
        pdf.bytes().to_vec()
    };
    let first = make("a");
    comemo::evict(0);
    assert!(first == make("a"));
    assert!(first != make("b"));
    let has = |text: &[u8]| first.windows(text.len()).any(|it| it == text);
    assert!(has(b"%PDF-1.7") && has(b"pdfuaid") && has(b"pdfaid") && has(b"record.json"));
    assert!(has(b"D:20240611000000"));
}
