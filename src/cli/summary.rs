//! What became of a ledger, in one line for people and one for programs.

use std::path::Path;

use dafu::diag::Message;

use super::json;
use super::report::Counts;
use super::text::plural;

/// How many letters came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Made now.
    pub(crate) made: usize,
    /// Found finished.
    pub(crate) kept: usize,
    /// Could not be made.
    pub(crate) failed: usize,
    /// Not begun because the run was stopped.
    pub(crate) left: usize,
    /// Forms that ask for an opinion, made or kept.
    pub(crate) feedback_forms: usize,
    /// Copies for publication, made or kept.
    pub(crate) publications: usize,
}

/// A ledger's end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary<'a> {
    /// The ledger.
    pub(crate) ledger: &'a Path,
    /// The run's folder; a check has none.
    pub(crate) out: Option<&'a Path>,
    /// The profile.
    pub(crate) profile: &'a str,
    /// Whose templates.
    pub(crate) templates: &'a Path,
    /// Whose fonts.
    pub(crate) fonts: &'a Path,
    /// How many letters there were.
    pub(crate) letters: usize,
    /// What they came to.
    pub(crate) tally: Tally,
    /// How many problems were told.
    pub(crate) counts: Counts,
    /// How long it took.
    pub(crate) seconds: f64,
}

impl<'a> Summary<'a> {
    /// For programs.
    pub(crate) fn line(&self) -> json::Line<'a> {
        let Tally { made, kept, failed, left, feedback_forms, publications } = self.tally;
        json::Line::Summary(json::Summary {
            out: self.out.map(|out| out.display().to_string()),
            letters: self.letters,
            made,
            kept,
            failed,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            seconds: (self.seconds * 1000.0).round() / 1000.0,
            ledger: self.ledger.display().to_string(),
            profile: self.profile,
            templates: self.templates.display().to_string(),
            fonts: self.fonts.display().to_string(),
            left: (left > 0).then_some(left),
            feedback_forms: (feedback_forms > 0).then_some(feedback_forms),
            publications: (publications > 0).then_some(publications),
        })
    }

    /// For people.
    pub(crate) fn message(&self) -> Message {
        let ledger = self.ledger.display();
        let letters = self.letters;
        let Counts { errors, warnings, .. } = self.counts;
        let Tally { made, kept, failed, left, feedback_forms, publications } = self.tally;
        let Some(out) = self.out else {
            return Message::new(
                format!("{ledger}：共 {letters} 份，{failed} 份有问题（错误 {errors} 条，警告 {warnings} 条）"),
                format!(
                    "{ledger}: {}, {failed} with errors ({}, {})",
                    plural(letters, "letter"),
                    plural(errors, "error"),
                    plural(warnings, "warning")
                ),
            );
        };
        let mut zh = format!("{ledger}：共 {letters} 份，新生成 {made} 份");
        let mut en = format!("{ledger}: {}, {made} made", plural(letters, "letter"));
        if kept > 0 {
            zh.push_str(&format!("，保留 {kept} 份（没有变化）"));
            en.push_str(&format!(", {kept} kept as they were"));
        }
        if failed > 0 {
            zh.push_str(&format!("，未生成 {failed} 份"));
            en.push_str(&format!(", {failed} failed"));
        }
        if left > 0 {
            zh.push_str(&format!("，未处理 {left} 份"));
            en.push_str(&format!(", {left} not begun"));
        }
        if feedback_forms > 0 {
            zh.push_str(&format!("，征询意见表 {feedback_forms} 份"));
            en.push_str(&format!(", {}", plural(feedback_forms, "feedback form")));
        }
        if publications > 0 {
            zh.push_str(&format!("，公开件 {publications} 份"));
            let copies = if publications == 1 { "copy" } else { "copies" };
            en.push_str(&format!(", {publications} {copies} for publication"));
        }
        let (out, seconds) = (out.display(), self.seconds);
        zh.push_str(&format!("；在 {out}，用时 {seconds:.1} 秒"));
        en.push_str(&format!("; in {out}, {seconds:.1} s"));
        if failed > 0 {
            zh.push_str("\n改好后再运行同一条命令，只办还没有办好的");
            en.push_str("\nput right what failed and run the same command again: only what is missing is made");
        }
        Message::new(zh, en)
    }
}

#[cfg(test)]
mod tests {
    use dafu::diag::Lang;

    use super::*;

    fn summary(out: Option<&'static str>, tally: Tally) -> Summary<'static> {
        Summary {
            ledger: Path::new("x.xlsx"),
            out: out.map(Path::new),
            profile: "huangshan",
            templates: Path::new("templates"),
            fonts: Path::new("fonts"),
            letters: 12,
            tally,
            counts: Counts { errors: 1, warnings: 2, notes: 0 },
            seconds: 0.912_345,
        }
    }

    #[test]
    fn programs_get_the_keys_of_the_contract_first() {
        let tally = Tally { made: 11, failed: 1, ..Tally::default() };
        assert_eq!(
            summary(Some("out/x"), tally).line().to_json(),
            r#"{"type":"summary","out":"out/x","letters":12,"made":11,"kept":0,"failed":1,"errors":1,"warnings":2,"seconds":0.912,"ledger":"x.xlsx","profile":"huangshan","templates":"templates","fonts":"fonts"}"#
        );
    }

    #[test]
    fn people_are_told_where_the_letters_are_and_how_to_go_on() {
        let tally = Tally { made: 9, kept: 1, failed: 1, left: 1, ..Tally::default() };
        let message = summary(Some("out/x"), tally).message();
        assert_eq!(
            message.text(Lang::Zh),
            "x.xlsx：共 12 份，新生成 9 份，保留 1 份（没有变化），未生成 1 份，未处理 1 份；在 out/x，用时 0.9 秒\n改好后再运行同一条命令，只办还没有办好的"
        );
        assert_eq!(
            message.text(Lang::En),
            "x.xlsx: 12 letters, 9 made, 1 kept as they were, 1 failed, 1 not begun; in out/x, 0.9 s\nput right what failed and run the same command again: only what is missing is made"
        );
    }

    #[test]
    fn a_check_says_what_it_found() {
        let tally = Tally { failed: 1, ..Tally::default() };
        let message = summary(None, tally).message();
        assert_eq!(message.text(Lang::En), "x.xlsx: 12 letters, 1 with errors (1 error, 2 warnings)");
    }
}
