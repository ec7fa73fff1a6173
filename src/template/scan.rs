//! Reading a template's tags without running it: where they stand, and what they name.
//!
//! Tera takes an undefined variable in `{% if … %}` for false, and `m.nope` too. Here both are found when
//! templates load, with their line and column. Scoping is left to Tera's own parser.

use std::collections::BTreeSet;
use std::ops::Range;

use super::context::{Names, Shape};

/// What opens and closes tags. Comments are not `{# #}`, because Typst code is full of `{#`.
pub(super) const VARIABLE: (&str, &str) = ("{{", "}}");
/// See [`VARIABLE`].
pub(super) const BLOCK: (&str, &str) = ("{%", "%}");
/// See [`VARIABLE`].
pub(super) const COMMENT: (&str, &str) = ("{*", "*}");

/// A stretch of a template.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// What is copied as it stands.
    Text(Range<usize>),
    /// `{{ … }}` or `{% … %}`.
    Tag(Range<usize>, Vec<Token<'a>>),
    /// `{* … *}`.
    Comment(Range<usize>),
}

/// A word or sign within a tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Its text; of a string what stands between the quotation marks.
    pub(super) text: &'a str,
    /// Where it begins in the template.
    pub(super) offset: usize,
}

/// Kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or a word of the language.
    Word,
    /// A string.
    Text,
    /// Anything else.
    Sign,
}

/// What is wrong with a template, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A name that no letter has.
    Unknown { name: String, offset: usize },
    /// A part that its map does not have: `places.nope`.
    UnknownPart {
        /// The map's name.
        base: String,
        /// The part.
        part: String,
        /// Where it stands.
        offset: usize,
    },
    /// `safe` turns escaping off.
    Safe { offset: usize },
}

/// Parts a template into text, tags and comments, as Tera's lexer does. An unclosed tag reaches to the end.
pub(super) fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        if rest.starts_with(COMMENT.0) {
            let end = end_of(source, at + 2, COMMENT.1);
            pieces.push(Piece::Comment(at..end));
            at = end;
        } else if rest.starts_with(VARIABLE.0) {
            let (tokens, end) = tokens(source, at + 2, VARIABLE.1);
            pieces.push(Piece::Tag(at..end, tokens));
            at = end;
        } else if rest.starts_with(BLOCK.0) {
            let (tokens, end) = tokens(source, at + 2, BLOCK.1);
            let raw = matches!(&tokens[..], [word] if word.text == "raw");
            pieces.push(Piece::Tag(at..end, tokens));
            at = end;
            if raw {
                let text_end = end_of_raw(source, at);
                pieces.push(Piece::Text(at..text_end));
                at = text_end;
            }
        } else {
            let end = [VARIABLE.0, BLOCK.0, COMMENT.0]
                .iter()
                .filter_map(|open| rest.find(open))
                .min()
                .map_or(source.len(), |found| at + found);
            pieces.push(Piece::Text(at..end));
            at = end;
        }
    }
    pieces
}

/// The end of what closes with `close`, looked for from `from`.
fn end_of(source: &str, from: usize, close: &str) -> usize {
    source[from..].find(close).map_or(source.len(), |found| from + found + close.len())
}

/// Where the `{% endraw %}` begins.
fn end_of_raw(source: &str, from: usize) -> usize {
    source[from..]
        .match_indices(BLOCK.0)
        .map(|(found, _)| from + found)
        .find(|&open| {
            let (tokens, _) = tokens(source, open + 2, BLOCK.1);
            matches!(&tokens[..], [word] if word.text == "endraw")
        })
        .unwrap_or(source.len())
}

/// The tokens of a tag's inside and where the tag ends.
fn tokens<'a>(source: &'a str, from: usize, close: &str) -> (Vec<Token<'a>>, usize) {
    let mut tokens = Vec::new();
    let mut at = from;
    // White space control: the sign that follows the opening or precedes the closing is no token.
    if source[at..].starts_with('-') {
        at += 1;
    }
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        if let Some(close_at) =
            [close, &format!("-{close}")].iter().find(|end| rest.starts_with(**end)).map(|end| at + end.len())
        {
            return (tokens, close_at);
        }
        let (kind, length) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if matches!(c, '"' | '\'' | '`') {
            let (text, length) = string(rest, c);
            tokens.push(Token { kind: TokenKind::Text, text, offset: at });
            at += length;
            continue;
        } else if c.is_alphabetic() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            (TokenKind::Word, length.unwrap_or(rest.len()))
        } else if ["==", "!=", "<=", ">=", "?.", "?["].iter().any(|sign| rest.starts_with(sign)) {
            (TokenKind::Sign, 2)
        } else {
            (TokenKind::Sign, c.len_utf8())
        };
        tokens.push(Token { kind, text: &rest[..length], offset: at });
        at += length;
    }
    (tokens, source.len())
}

/// The string literal at the start of `rest`: its text, and its length with the quotation marks.
fn string(rest: &str, quote: char) -> (&str, usize) {
    let inside = &rest[quote.len_utf8()..];
    let mut escaped = false;
    for (index, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return (&inside[..index], index + 2 * quote.len_utf8()),
            _ => {}
        }
    }
    (inside, rest.len())
}

/// Names that a template makes itself, by `for` and `set`.
pub(super) fn declared<'a>(pieces: &[Piece<'a>]) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for piece in pieces {
        let Piece::Tag(_, tokens) = piece else {
            continue;
        };
        match tokens.first().map(|first| first.text) {
            Some("for") => names.extend(
                tokens
                    .iter()
                    .skip(1)
                    .take_while(|token| token.text != "in")
                    .filter(|token| token.kind == TokenKind::Word)
                    .map(|token| token.text),
            ),
            Some("set" | "set_global") => names.extend(tokens.get(1).map(|token| token.text)),
            _ => {}
        }
    }
    names
}

/// Every mistake in the tags. `used` are the variables that Tera found used and not made by the template itself.
pub(super) fn mistakes(
    pieces: &[Piece<'_>],
    names: &Names,
    declared: &BTreeSet<&str>,
    used: &BTreeSet<&str>,
) -> Vec<Mistake> {
    let mut found = Vec::new();
    for piece in pieces {
        let Piece::Tag(_, tokens) = piece else {
            continue;
        };
        for (index, token) in tokens.iter().enumerate() {
            if token.kind != TokenKind::Word {
                continue;
            }
            let before = index.checked_sub(1).and_then(|index| tokens.get(index));
            if names_a_filter(tokens, index) {
                if token.text == "safe" {
                    found.push(Mistake::Safe { offset: token.offset });
                }
                continue;
            }
            let after = tokens.get(index + 1).map(|token| token.text);
            let is_part = before.is_some_and(|before| matches!(before.text, "." | "?."));
            if is_part || after == Some("=") || declared.contains(token.text) {
                continue;
            }
            match names.shape(token.text) {
                None if used.contains(token.text) => {
                    found.push(Mistake::Unknown { name: token.text.to_owned(), offset: token.offset });
                }
                None => {}
                Some(shape) => found.extend(unknown_part(token, shape, &tokens[index + 1..])),
            }
        }
    }
    found
}

/// `… | name` and `{% filter name %}`.
fn names_a_filter(tokens: &[Token<'_>], index: usize) -> bool {
    match index.checked_sub(1).and_then(|before| tokens.get(before)) {
        Some(before) => before.text == "|" || (index == 1 && before.text == "filter"),
        None => false,
    }
}

/// The part of `base` that is asked for in `after`, if it has none of that name.
fn unknown_part(base: &Token<'_>, shape: &Shape, after: &[Token<'_>]) -> Option<Mistake> {
    let [sign, part, ..] = after else { return None };
    let asked = matches!((sign.text, part.kind), ("." | "?.", TokenKind::Word) | ("[" | "?[", TokenKind::Text));
    let known = matches!(shape, Shape::Map(parts) if parts.contains(part.text));
    (asked && !known).then(|| Mistake::UnknownPart {
        base: base.text.to_owned(),
        part: part.text.to_owned(),
        offset: part.offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let places = BTreeSet::from(["end".to_owned()]);
        Names::of([("title", Shape::Text), ("issuer", Shape::List), ("places", Shape::Map(places))])
    }

    #[track_caller]
    fn check(source: &str, used: &[&str], expected: &[&str]) {
        let pieces = pieces(source);
        let used = used.iter().copied().collect();
        let found: Vec<String> = mistakes(&pieces, &names(), &declared(&pieces), &used)
            .into_iter()
            .map(|mistake| match mistake {
                Mistake::Unknown { name, offset } => format!("{offset} {name}"),
                Mistake::UnknownPart { base, part, offset } => format!("{offset} {base}.{part}"),
                Mistake::Safe { offset } => format!("{offset} safe"),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn unknown_names_are_found_in_values_and_conditions() {
        check("{{ title }}{{ titel }}", &["title", "titel"], &["14 titel"]);
        check("{% if nope %}x{% endif %}", &["nope"], &["6 nope"]);
        check("{%- if not nope -%}", &["nope"], &["11 nope"]);
    }

    #[test]
    fn parts_of_maps_are_checked() {
        check("{% if places.end == \"x\" %}", &["places"], &[]);
        check("{% if places.edn %}{{ title.x }}", &["places", "title"], &["13 places.edn", "28 title.x"]);
        check("{{ places?.edn }}", &["places"], &["11 places.edn"]);
        check("{{ places[\"edn\"] }}", &["places"], &["10 places.edn"]);
        check("{{ issuer[0] }}", &["issuer"], &[]);
    }

    #[test]
    fn strings_comments_raw_text_and_own_names_are_no_variables() {
        check("{{ \"nope }} \\\" \" ~ title }}{* nope *}", &["nope"], &[]);
        check("{% raw %}{{ nope }}{% endraw %}", &["nope"], &[]);
        check("{% for n in issuer %}{{ n }}{{ loop.index }}{% endfor %}", &["n"], &[]);
        check("{% set x = title %}{{ x.y }}", &["x"], &[]);
        check("{{ title | replace(from=\"a\", to=\"b\") }}", &["from"], &[]);
    }

    #[test]
    fn safe_is_found_as_filter_only() {
        check("{{ title | safe }}", &[], &["11 safe"]);
        check("{% filter safe %}", &[], &["10 safe"]);
        check("{% filter upper | safe %}", &[], &["18 safe"]);
        check("{{ \"safe\" }} safe", &[], &[]);
    }

    #[test]
    fn an_unclosed_tag_reaches_to_the_end() {
        assert_eq!(pieces("a{{ x").len(), 2);
        assert_eq!(pieces("{{ \"x").len(), 1);
        assert_eq!(pieces("{*").len(), 1);
        assert_eq!(pieces("{{").len(), 1);
    }
}
