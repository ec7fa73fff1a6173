//! The tables of a profile file that give names: `[assembly]`, `[levels]`, `[names]`, `[genre]`, `[[cc]]` and so on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::layer::Checker;
use super::naming::{CcRule, GenreRule, Naming, SessionName, SessionOf, Sessions, SubjectRule};
use super::texts::Texts;
use super::wording::{SESSION, TEXT, WordingFile, WordingLayer};
use super::{Key, Pattern};

type Text = Spanned<String>;
type Words = BTreeMap<String, String>;

/// `[assembly.人大]`: what its members are called, and its sessions' names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssemblyFile {
    honour: Option<String>,
    matter: Option<String>,
    long: Option<Texts>,
    short: Option<Texts>,
    time: Option<Texts>,
    between: Option<SessionFile>,
    /// By level: names other than the usual.
    #[serde(default)]
    level: BTreeMap<String, LevelFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionFile {
    long: Option<Texts>,
    short: Option<Texts>,
    time: Option<Texts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelFile {
    long: Option<Texts>,
    short: Option<Texts>,
    time: Option<Texts>,
    between: Option<SessionFile>,
}

/// `[names]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NamesFile {
    in_full: Option<usize>,
    bodies: Option<Vec<String>>,
}

/// `[subject]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SubjectFile {
    front: Option<Vec<String>>,
    back: Option<Vec<String>>,
    keep: Option<Vec<String>>,
}

/// `[genre.会办意见]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GenreFile {
    role: Option<Text>,
    optional: Option<Vec<Text>>,
    in_name_of: Option<Texts>,
    draft: Option<String>,
    #[serde(default)]
    wording: WordingFile,
}

/// `[[cc]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CcFile {
    #[serde(default)]
    assembly: String,
    #[serde(default)]
    matter: String,
    #[serde(default)]
    genre: String,
    to: Texts,
}

/// All these tables of one file.
#[derive(Debug, Default)]
pub(super) struct NamingFile {
    pub assembly: BTreeMap<String, AssemblyFile>,
    pub levels: Words,
    pub nouns: Words,
    pub pronouns: Words,
    pub between: Option<Vec<String>>,
    pub names: NamesFile,
    pub subject: SubjectFile,
    pub genre: BTreeMap<String, GenreFile>,
    pub cc: Vec<CcFile>,
}

/// The same, checked; what a file leaves out is `None` or empty.
#[derive(Debug, Default)]
pub(super) struct NamingLayer {
    sessions: BTreeMap<SessionOf, Vec<Pattern>>,
    honours: Words,
    usual_matters: Words,
    levels: Words,
    nouns: Words,
    pronouns: Words,
    between: Option<Vec<String>>,
    names: NamesFile,
    subject: SubjectFile,
    genres: BTreeMap<String, GenreLayer>,
    pub cc: Vec<CcRule>,
}

#[derive(Debug, Default)]
struct GenreLayer {
    role: Option<String>,
    optional: Option<BTreeSet<Key>>,
    in_name_of: Option<Vec<Pattern>>,
    draft: Option<String>,
    wording: WordingLayer,
}

/// The parts that a unit can have (办理方式).
const ROLES: [&str; 4] = ["独办", "主办", "分办", "会办"];

impl NamingLayer {
    pub(super) fn check(file: NamingFile, checker: &mut Checker<'_>) -> Self {
        let mut layer = Self {
            levels: file.levels,
            nouns: file.nouns,
            pronouns: file.pronouns,
            between: file.between,
            names: file.names,
            subject: file.subject,
            ..Self::default()
        };
        for (assembly, file) in file.assembly {
            layer.assembly(&assembly, file, checker);
        }
        for (name, file) in file.genre {
            if let Some(role) = file.role.as_ref().filter(|role| !ROLES.contains(&role.get_ref().as_str())) {
                checker.value(role, "role", &ROLES);
            }
            let genre = GenreLayer {
                role: file.role.map(Spanned::into_inner),
                optional: file.optional.map(|keys| keys.iter().filter_map(|key| checker.key(key)).collect()),
                in_name_of: file.in_name_of.map(|texts| checker.patterns(texts, TEXT)),
                draft: file.draft,
                wording: WordingLayer::check(file.wording, checker),
            };
            layer.genres.insert(name, genre);
        }
        for rule in file.cc {
            let to = checker.patterns(rule.to, TEXT);
            layer.cc.push(CcRule { assembly: rule.assembly, matter: rule.matter, genre: rule.genre, to });
        }
        layer
    }

    fn assembly(&mut self, assembly: &str, file: AssemblyFile, checker: &mut Checker<'_>) {
        self.honours.extend(file.honour.map(|word| (assembly.to_owned(), word)));
        self.usual_matters.extend(file.matter.map(|word| (assembly.to_owned(), word)));
        let mut put = |level: &str, between: bool, names: [Option<Texts>; 3]| {
            for (texts, name) in names.into_iter().zip([SessionName::Long, SessionName::Short, SessionName::Time]) {
                if let Some(texts) = texts {
                    let of = SessionOf { assembly: assembly.to_owned(), level: level.to_owned(), between, name };
                    self.sessions.insert(of, checker.patterns(texts, SESSION));
                }
            }
        };
        let between = |names: Option<SessionFile>| names.map(|names| [names.long, names.short, names.time]);
        put("", false, [file.long, file.short, file.time]);
        between(file.between).into_iter().for_each(|names| put("", true, names));
        for (level, file) in file.level {
            put(&level, false, [file.long, file.short, file.time]);
            between(file.between).into_iter().for_each(|names| put(&level, true, names));
        }
    }

    /// Lays `top` over this one. The copy list is replaced whole, as the class table is.
    pub(super) fn overlay(&mut self, top: Self) {
        fn over<T>(below: &mut Option<T>, top: Option<T>) {
            if top.is_some() {
                *below = top;
            }
        }
        self.sessions.extend(top.sessions);
        self.honours.extend(top.honours);
        self.usual_matters.extend(top.usual_matters);
        self.levels.extend(top.levels);
        self.nouns.extend(top.nouns);
        self.pronouns.extend(top.pronouns);
        over(&mut self.between, top.between);
        over(&mut self.names.in_full, top.names.in_full);
        over(&mut self.names.bodies, top.names.bodies);
        over(&mut self.subject.front, top.subject.front);
        over(&mut self.subject.back, top.subject.back);
        over(&mut self.subject.keep, top.subject.keep);
        for (name, top) in top.genres {
            let below = self.genres.entry(name).or_default();
            over(&mut below.role, top.role);
            over(&mut below.optional, top.optional);
            over(&mut below.in_name_of, top.in_name_of);
            over(&mut below.draft, top.draft);
            below.wording.overlay(top.wording);
        }
        if !top.cc.is_empty() {
            self.cc = top.cc;
        }
    }

    /// The naming, and what each genre does otherwise than `wording`; `missing` is told of names that no layer gives.
    pub(super) fn finish(
        self,
        wording: &WordingLayer,
        missing: &mut dyn FnMut(&str),
    ) -> (Naming, BTreeMap<String, GenreRule>, Vec<CcRule>) {
        for assembly in self.honours.keys().chain(self.usual_matters.keys()).collect::<BTreeSet<_>>() {
            for (name, key) in [(SessionName::Long, "long"), (SessionName::Short, "short"), (SessionName::Time, "time")]
            {
                let of = SessionOf { assembly: assembly.clone(), level: String::new(), between: false, name };
                if !self.sessions.contains_key(&of) {
                    missing(&format!("assembly.{assembly}.{key}"));
                }
            }
        }
        let genres = self.genres.into_iter().map(|(name, genre)| {
            let mut own = wording.clone();
            own.overlay(genre.wording);
            let rule = GenreRule {
                // What the profile itself lacks is told once, of the profile.
                wording: own.finish(&mut |_| ()),
                role: genre.role.unwrap_or_default(),
                optional: genre.optional.unwrap_or_default(),
                in_name_of: genre.in_name_of.unwrap_or_default(),
                draft: genre.draft.unwrap_or_default(),
            };
            (name, rule)
        });
        let genres = genres.collect();
        let naming = Naming {
            sessions: Sessions(self.sessions),
            honours: self.honours,
            usual_matters: self.usual_matters,
            levels: longest_first(self.levels),
            nouns: self.nouns,
            between: self.between.unwrap_or_default(),
            subject: SubjectRule {
                front: self.subject.front.unwrap_or_default(),
                back: self.subject.back.unwrap_or_default(),
                keep: self.subject.keep.unwrap_or_default(),
            },
            bodies: self.names.bodies.unwrap_or_default(),
            pronouns: longest_first(self.pronouns),
            names_in_full: self.names.in_full.unwrap_or(usize::MAX),
        };
        (naming, genres, self.cc)
    }
}

fn longest_first(words: Words) -> Vec<(String, String)> {
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.chars().count()));
    words
}
