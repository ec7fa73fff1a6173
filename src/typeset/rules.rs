//! Rules of layout (GB/T 9704 7.3, 10.1) that the facts show to be broken. The letter is made all the same.

use super::facts::{PageFacts, SealFacts};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::{Form, Key, Profile};

/// Widths nearer than this, in mm, are equal.
const NEAR: f64 = 0.1;

/// Every rule that is broken.
pub(super) fn broken(facts: &PageFacts, profile: &Profile) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(signature) = &facts.signature
        && signature.text_lines == 0
        && profile.place("end") == "follow"
    {
        found.push(signature_apart(signature.page));
    }
    if let Some(colophon) = &facts.colophon
        && !colophon.with_text
        && profile.form == Form::Letter
    {
        found.push(colophon_alone(colophon.page));
    }
    let is_form = facts.feedback_form.as_ref().is_some_and(|form| form.page == 1);
    if facts.pages > 1 && facts.text_lines.first() == Some(&0) && !is_form {
        found.push(first_page(facts.pages));
    }
    if facts.feedback_form.as_ref().is_some_and(|form| form.pages > 1) {
        found.push(form_long());
    }
    found.extend(facts.seals.iter().filter(|seal| !fits(seal, facts, profile)).map(seal_misplaced));
    found
}

/// Does a seal's place lie in the type area, free of the others, and begin at most a line under the text?
fn fits(seal: &SealFacts, facts: &PageFacts, profile: &Profile) -> bool {
    let page = &profile.page;
    let inside = seal.left_mm >= page.left_mm - NEAR
        && seal.right_mm() <= page.paper_width_mm - page.right_mm + NEAR
        && seal.bottom_mm() <= page.paper_height_mm - page.bottom_mm + NEAR;
    let apart = |other: &SealFacts| {
        std::ptr::eq(seal, other)
            || seal.page != other.page
            || seal.right_mm() < other.left_mm
            || other.right_mm() < seal.left_mm
            || seal.bottom_mm() < other.top_mm
            || other.bottom_mm() < seal.top_mm
    };
    inside && begins_near_text(seal, facts, profile) && facts.seals.iter().all(apart)
}

/// The first row's upper edge stands within one line under the text, unless other lines come between.
fn begins_near_text(seal: &SealFacts, facts: &PageFacts, profile: &Profile) -> bool {
    let page = &profile.page;
    let (Some(signature), Some(first)) = (&facts.signature, facts.seals.first()) else {
        return true;
    };
    let sealed = profile.place("signature") == "seal" && profile.place("contact") != "before-date";
    let (Some(below), true) = (signature.below_text_mm, sealed && seal == first) else {
        return true;
    };
    seal.top_mm - (signature.top_mm - below) <= page.pitch_mm() + NEAR
}

fn form_long() -> Diagnostic {
    Diagnostic::warning(
        Code::FeedbackFormLong,
        Message::new("征询意见表一页排不下", "the feedback form finds no room on one page"),
    )
    .hint(
        "在规则文件的 [feedback_form] 里减少行数，或者把 lines 改小",
        "have fewer rows, or smaller `lines`, under [feedback_form] of the profile",
    )
}

fn signature_apart(page: usize) -> Diagnostic {
    Diagnostic::warning(
        Code::SignatureApart,
        Message::new(
            format!("第{page}页上只有落款，没有正文"),
            format!("page {page} has the signature, but none of the text"),
        ),
    )
    .field(Key::Body)
    .hint(
        "正文以表格结尾时，在表格后加一句话；或把正文增减几行",
        "if the text ends in a table, put a sentence behind it; or make the text some lines longer or shorter",
    )
}

fn colophon_alone(page: usize) -> Diagnostic {
    Diagnostic::warning(
        Code::ColophonAlone,
        Message::new(
            format!("第{page}页上只有版记（抄送），没有别的文字"),
            format!("page {page} has the copy list, but no other text"),
        ),
    )
    .field(Key::Cc)
    .hint("把前一页的内容减少一两行，或增加几行", "make the page before it a line or two shorter, or some lines longer")
}

fn first_page(pages: usize) -> Diagnostic {
    Diagnostic::warning(
        Code::FirstPageWithoutText,
        Message::new(
            format!("共{pages}页，首页上没有正文"),
            format!("the first of {pages} pages has none of the text"),
        ),
    )
    .field(Key::Title)
    .hint(
        "缩短标题或主送，使首页能排下正文",
        "shorten the title or the addressee, so that text stands on the first page",
    )
}

fn seal_misplaced(seal: &SealFacts) -> Diagnostic {
    let (page, left, top) = (seal.page, seal.left_mm, seal.top_mm);
    Diagnostic::warning(
        Code::SealMisplaced,
        Message::new(
            format!("第{page}页的印章位置（左{left}毫米、上{top}毫米）超出版心、碰到另一枚印章或离正文超过一行"),
            format!(
                "the seal's place on page {page} ({left} mm, {top} mm) leaves the type area, touches another one, or stands more than a line under the text"
            ),
        ),
    )
    .field(Key::Issuer)
    .hint("减少联合发文的机关，或在配置里把 seal_mm 改小", "have fewer issuers, or a smaller seal_mm in the profile")
}
