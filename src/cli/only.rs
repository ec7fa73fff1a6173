//! `--only`: which letters are chosen.

use std::convert::Infallible;
use std::str::FromStr;

/// The letters that `--only` chooses: `153,160-165`, `提案:21`, a proposer's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Only {
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    /// As written, for messages.
    text: String,
    /// The matter or assembly in front of the colon.
    scope: Option<String>,
    /// What stands behind it: a number, a name.
    name: String,
    /// Its ends, where it is a range. Only plain digits make one.
    range: Option<(u64, u64)>,
}

/// What of a letter is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Number.
    pub(crate) number: String,
    /// Kind of matter.
    pub(crate) matter: String,
    /// 人大 or 政协.
    pub(crate) assembly: String,
    /// Names of those who proposed.
    pub(crate) proposers: Vec<String>,
}

impl Only {
    /// How many choices it is made of.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The choices as written.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.text.as_str())
    }

    /// The choices that the letter is among.
    pub(crate) fn choosing(&self, candidate: &Candidate) -> impl Iterator<Item = usize> {
        self.terms.iter().enumerate().filter(|(_, term)| term.chooses(candidate)).map(|(index, _)| index)
    }
}

impl FromStr for Only {
    type Err = Infallible;

    /// Takes any text: what is neither number nor range may be a name. A text that chooses nothing is
    /// found when there is something to choose from.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let terms = fold(text)
            .split([',', '、', ';'])
            .map(str::trim)
            .filter(|term| !term.is_empty())
            .map(Term::parse)
            .collect();
        Ok(Self { terms })
    }
}

impl Term {
    fn parse(text: &str) -> Self {
        let (scope, name) = match text.split_once(':') {
            Some((scope, name)) => (Some(squeeze(scope)), squeeze(name)),
            None => (None, squeeze(text)),
        };
        let range = name
            .split_once(['-', '–', '~'])
            .and_then(|(from, to)| Some((plain(from)?, plain(to)?)))
            .filter(|(from, to)| from <= to);
        Self { text: text.to_owned(), scope, name, range }
    }

    fn chooses(&self, candidate: &Candidate) -> bool {
        let in_scope = self.scope.as_ref().is_none_or(|scope| {
            *scope == squeeze(&fold(&candidate.matter)) || *scope == squeeze(&fold(&candidate.assembly))
        });
        in_scope && (self.is_number(&candidate.number) || self.is_among(&candidate.proposers))
    }

    fn is_number(&self, number: &str) -> bool {
        let number = bare(number);
        if number.is_empty() {
            return false;
        }
        let within = |(from, to): (u64, u64)| plain(&number).is_some_and(|n| (from..=to).contains(&n));
        number == bare(&self.name) || self.range.is_some_and(within)
    }

    fn is_among(&self, proposers: &[String]) -> bool {
        proposers.iter().any(|name| squeeze(&fold(name)) == self.name)
    }
}

/// The value of plain digits. `023` is not plain: it names only itself.
fn plain(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !text.starts_with('0')).then(|| text.parse().ok())?
}

/// A number without what people write around it: 第153号.
fn bare(text: &str) -> String {
    let text = squeeze(&fold(text));
    let text = text.strip_prefix('第').unwrap_or(&text);
    text.strip_suffix('号').unwrap_or(text).to_owned()
}

/// Full-width letters, digits and marks as ASCII.
pub(crate) fn fold(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        _ => c,
    };
    text.trim().chars().map(half).collect()
}

/// Without blanks: names of two characters are often padded to three.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(matter: &str, number: &str, proposer: &str) -> Candidate {
        Candidate {
            number: number.to_owned(),
            matter: matter.to_owned(),
            assembly: if matter == "提案" { "政协" } else { "人大" }.to_owned(),
            proposers: vec![proposer.to_owned()],
        }
    }

    /// Which of some letters are chosen, by number.
    #[track_caller]
    fn check(only: &str, expected: &str) {
        let only: Only = only.parse().unwrap();
        let letters = [
            candidate("建议", "21", "王景峰"),
            candidate("提案", "21", "民盟黄山市委"),
            candidate("建议", "023", "李 红"),
            candidate("建议", "9B111", "赵六"),
            candidate("建议", "160", "钱七"),
            candidate("建议", "165", "钱七"),
            candidate("建议", "", "孙八"),
        ];
        let chosen: Vec<String> = letters
            .iter()
            .filter(|letter| only.choosing(letter).next().is_some())
            .map(|letter| format!("{}{}", letter.matter, letter.number))
            .collect();
        assert_eq!(chosen.join(" "), expected);
    }

    #[test]
    fn numbers_and_ranges_of_plain_digits() {
        check("21", "建议21 提案21");
        check("160-165", "建议160 建议165");
        check("21,160-164", "建议21 提案21 建议160");
        check("１６０－１６５", "建议160 建议165");
        check("第160号", "建议160");
    }

    #[test]
    fn other_numbers_only_name_themselves() {
        check("023", "建议023");
        check("23", "");
        check("20-30", "建议21 提案21");
        check("020-030", "");
        check("9B111", "建议9B111");
        check("9", "");
    }

    #[test]
    fn a_matter_or_an_assembly_in_front_narrows_it() {
        check("提案:21", "提案21");
        check("提案：21", "提案21");
        check("人大:21", "建议21");
        check("政协:20-30", "提案21");
    }

    #[test]
    fn a_name_chooses_its_letters() {
        check("钱七", "建议160 建议165");
        check("李红、孙八", "建议023 建议");
        check("民盟黄山市委", "提案21");
    }

    #[test]
    fn a_range_that_runs_backwards_chooses_nothing() {
        check("165-160", "");
    }

    #[test]
    fn blank_choices_are_none() {
        check(" , ", "");
        assert_eq!(" ,".parse::<Only>().unwrap().len(), 0);
    }
}
