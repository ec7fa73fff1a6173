//! `dafu.toml`: a department's defaults, beside its ledger or in a folder above it, and the user's own.
//!
//! Ledgers travel: they come by mail, and a `dafu.toml` may come with them. What could start programs,
//! reach the network, name keys or trust, widen file access, or exchange templates and fonts is
//! therefore refused there, and taken only from the user's own configuration folder.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use dafu::archive::package::Settings;
use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};
use dafu::input::Defaults;
use dafu::lint::Levels;
use dafu::toml_file::TomlFile;

use super::args::{Color, Format, Language, MAX_JOBS, Options};
use super::companions::{Companions, FormMode};
use super::config_archive::archive;
use super::config_lint::lint;
use super::config_value::{self as value, Entry};

/// The file's name.
const NAME: &str = "dafu.toml";

/// Options that a file beside a ledger may hold.
const HARMLESS: &[&str] = &[
    "profile",
    "pack",
    "pack-digest",
    "sheet",
    "only",
    "name",
    "jobs",
    "format",
    "lang",
    "quiet",
    "verbose",
    "color",
    "strict",
    "skip-hidden",
    "with-feedback-form",
    "publication",
];

/// Options that only the command line, a variable or the user's own file may hold. Those that later
/// versions bring are among them, so that a file written for one of those is refused by all.
const TRUSTED: &[&str] = &[
    "templates",
    "fonts",
    "allow-classified",
    "allow-outside",
    "bodies",
    "out",
    "annotate",
    "force",
    "sign",
    "cert",
    "password-file",
    "tsa",
    "level",
    "chain",
    "revocation",
    "fetch-revocation",
    "seal",
    "seal-size",
    "seal-plain",
    "draft",
    "sign-time",
    "trust",
    "components",
    "items",
    "package",
    "report",
];

/// Those of [`TRUSTED`] that this version knows what to do with.
const TRUSTED_NOW: &[&str] = &["templates", "fonts", "allow-classified", "allow-outside", "bodies"];

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// It lies beside a ledger or above it.
    Ledger,
    /// It lies in the user's own configuration folder.
    User,
}

/// What a file says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// Its options.
    pub(crate) options: Options,
    /// What is to be made beside the letters.
    pub(crate) companions: Companions,
    /// Where it names the profile.
    pub(crate) profile_origin: Option<Origin>,
    /// Where it insists on a pack.
    pub(crate) pack_origin: Option<Origin>,
    /// Its `[defaults]`.
    pub(crate) defaults: Defaults,
    /// Its `[lint]`.
    pub(crate) levels: Levels,
    /// Its `[archive]`.
    pub(crate) archive: Settings,
}

impl Config {
    /// This file, and `lower` where it says nothing.
    pub(crate) fn over(mut self, lower: Self) -> Self {
        if self.options.profile.is_none() {
            self.profile_origin = lower.profile_origin;
        }
        if self.options.pack.is_none() {
            self.pack_origin = lower.pack_origin;
        }
        for (key, value) in lower.defaults {
            self.defaults.entry(key).or_insert(value);
        }
        self.levels = self.levels.or(lower.levels);
        self.archive = self.archive.or(lower.archive);
        self.options = self.options.or(lower.options);
        self.companions = self.companions.or(lower.companions);
        self
    }
}

/// The file nearest to a ledger: beside it, or in a folder above it.
pub(crate) fn nearest(ledger: &Path, current_dir: Option<&Path>) -> Option<PathBuf> {
    let folder = match ledger.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    // Links are followed, so that "above" means one thing only. Windows' canonical form is not for people.
    let folder = if cfg!(windows) { std::path::absolute(folder).ok()? } else { folder.canonicalize().ok()? };
    let found = folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())?;
    let short = current_dir.and_then(|dir| found.strip_prefix(dir).ok());
    Some(short.map_or_else(|| found.clone(), Path::to_path_buf))
}

/// The user's own file, whether it is there or not.
pub(crate) fn users(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        absolute("APPDATA")?
    } else {
        absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?
    };
    Some(folder.join("dafu").join(NAME))
}

/// Reads a file. All that is wrong with it is told at once.
pub(crate) fn read(file: &Path, owner: Owner) -> Outcome<Config> {
    parse(&TomlFile::read(file)?, owner)
}

fn parse(file: &TomlFile, owner: Owner) -> Outcome<Config> {
    let table = value::parse(file)?;
    let mut config = Config::default();
    let mut problems = Vec::new();
    for entry in value::entries(file, &table) {
        let kept = match entry.key {
            "defaults" => value::defaults(&entry, &mut config.defaults),
            "lint" => lint(&entry, &mut config.levels),
            "archive" => archive(&entry, &mut config.archive),
            key if HARMLESS.contains(&key) => option(&entry, &file.path, &mut config),
            key if TRUSTED.contains(&key) && owner == Owner::Ledger => Err(vec![forbidden(&entry)]),
            key if TRUSTED_NOW.contains(&key) => option(&entry, &file.path, &mut config),
            _ => Err(vec![unknown(&entry, owner)]),
        };
        problems.extend(kept.err().unwrap_or_default());
    }
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

fn option(entry: &Entry<'_>, file: &Path, config: &mut Config) -> Outcome<()> {
    let options = &mut config.options;
    match entry.key {
        "profile" => {
            options.profile = Some(entry.text()?);
            config.profile_origin = Some(entry.key_origin.clone());
        }
        "pack" => {
            options.pack = Some(entry.text()?.parse().map_err(|_| {
                entry.wrong("\"reply@0.1.0 sha256:…\" 这样的模板包", "a pack such as \"reply@0.1.0 sha256:…\"")
            })?);
            config.pack_origin = Some(entry.key_origin.clone());
        }
        "pack-digest" => {
            options.pack_digest = Some(
                entry
                    .text()?
                    .parse()
                    .map_err(|_| entry.wrong("sha256: 和 64 位十六进制数字", "sha256: and 64 hexadecimal digits"))?,
            );
        }
        "sheet" => options.sheet = Some(entry.text()?),
        "only" => options.only = entry.text_or_number()?.parse().ok(),
        "name" => {
            let pattern = super::args::name_pattern(&entry.text()?);
            options.name =
                Some(pattern.map_err(|_| {
                    entry.wrong("{number}_{proposer} 这样的式样", "a pattern such as {number}_{proposer}")
                })?);
        }
        "jobs" => options.jobs = Some(jobs(entry)?),
        "format" => options.format = Some(choice::<Format>(entry)?),
        "lang" => options.lang = Some(choice::<Language>(entry)?),
        "quiet" => options.quiet = Some(entry.switch()?),
        "verbose" => options.verbose = Some(entry.switch()?),
        "color" => options.color = Some(choice::<Color>(entry)?),
        "strict" => options.strict = Some(entry.switch()?),
        "skip-hidden" => options.skip_hidden = Some(entry.switch()?),
        "with-feedback-form" => config.companions.with_feedback_form = Some(choice::<FormMode>(entry)?),
        "publication" => config.companions.publication = Some(entry.switch()?),
        "templates" => options.templates = Some(beside(file, entry.text()?)),
        "fonts" => options.fonts = Some(beside(file, entry.text()?)),
        "bodies" => options.bodies = Some(beside(file, entry.text()?)),
        "allow-outside" => options.allow_outside = Some(entry.switch()?),
        "allow-classified" => options.allow_classified = Some(entry.switch()?),
        key => unreachable!("`{key}` is in a table of options and not read"),
    }
    Ok(())
}

/// A folder named in a file is looked for from that file's folder.
fn beside(file: &Path, folder: String) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(folder)
}

fn jobs(entry: &Entry<'_>) -> Outcome<u16> {
    let jobs = entry.number().filter(|number| (1..=MAX_JOBS).contains(number));
    jobs.and_then(|number| u16::try_from(number).ok()).ok_or_else(|| {
        entry.wrong(
            &format!("1 到 {MAX_JOBS} 的整数，不加引号"),
            &format!("a whole number from 1 to {MAX_JOBS}, without quotes"),
        )
    })
}

fn choice<T: ValueEnum>(entry: &Entry<'_>) -> Outcome<T> {
    let names: Vec<String> =
        T::value_variants().iter().filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned())).collect();
    entry.text().ok().and_then(|text| T::from_str(&text, false).ok()).ok_or_else(|| {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        entry.wrong(&quoted.join("、"), &quoted.join(", "))
    })
}

fn forbidden(entry: &Entry<'_>) -> Diagnostic {
    let key = entry.key;
    let message = Message::new(
        format!("“{key}”不能写在台账旁边的 dafu.toml 里"),
        format!("`{key}` may not stand in a dafu.toml beside a ledger"),
    );
    Diagnostic::error(Code::OptionForbidden, message).at(&entry.key_origin).hint(
        format!("删去这一行；需要时写在命令里（--{key}）或自己的配置文件夹里"),
        format!("take the line out; give it on the command line (--{key}) or in your own configuration folder"),
    )
}

fn unknown(entry: &Entry<'_>, owner: Owner) -> Diagnostic {
    let more: &[&str] = match owner {
        Owner::Ledger => &[],
        Owner::User => TRUSTED_NOW,
    };
    let known = HARMLESS.iter().chain(more).copied().chain(["defaults", "lint", "archive"]);
    entry.unknown(known)
}

#[cfg(test)]
mod tests {
    use dafu::diag::{Lang, Severity};
    use dafu::lint::Level;
    use dafu::profile::Key;

    use super::*;

    fn config(text: &str, owner: Owner) -> Outcome<Config> {
        let file = TomlFile { path: "d/dafu.toml".into(), text: text.to_owned() };
        parse(&file, owner)
    }

    fn errors(text: &str, owner: Owner) -> Vec<String> {
        let problems = config(text, owner).err().unwrap_or_default();
        let line = |problem: &Diagnostic| {
            let place = problem.origin.as_ref().map(ToString::to_string);
            format!("{} {}", problem.code.as_str(), place.unwrap_or_default())
        };
        problems.iter().map(line).collect()
    }

    #[test]
    fn options_and_letter_fields_are_read() {
        let text = "profile = 'huangshan'\njobs = 2\nformat = 'json'\nskip-hidden = true\nwith-feedback-form = 'page'\npublication = true\n\n[defaults]\nissuer = '黄山市发展和改革委员会'\ncontact.phone = '0559-1234567'\nterm = 8\ndate = 2024-06-11\ncc = ['市人大', '市政府']\n'发文字号' = '黄发改函〔2024〕12号'\n";
        let config = config(text, Owner::Ledger).unwrap();
        assert_eq!(config.options.profile.as_deref(), Some("huangshan"));
        assert_eq!(config.options.jobs, Some(2));
        assert_eq!(config.options.format, Some(Format::Json));
        assert_eq!(config.options.skip_hidden, Some(true));
        assert_eq!(config.companions.with_feedback_form, Some(FormMode::Page));
        assert_eq!(config.companions.publication, Some(true));
        let value = |key: Key| {
            let (text, origin) = &config.defaults[&key];
            format!("{text} {origin}")
        };
        assert_eq!(value(Key::Issuer), "黄山市发展和改革委员会 d/dafu.toml:9:10");
        assert_eq!(value(Key::ContactPhone), "0559-1234567 d/dafu.toml:10:17");
        assert_eq!(value(Key::Term), "8 d/dafu.toml:11:8");
        assert_eq!(value(Key::Date), "2024-06-11 d/dafu.toml:12:8");
        assert_eq!(value(Key::Cc), "市人大\n市政府 d/dafu.toml:13:6");
        assert_eq!(value(Key::DocNumber), "黄发改函〔2024〕12号 d/dafu.toml:14:10");
    }

    #[test]
    fn each_option_that_needs_trust_is_refused_beside_a_ledger() {
        for key in TRUSTED {
            let text = format!("jobs = 2\n  {key} = 'x'\n");
            let expected = ["option-forbidden d/dafu.toml:2:3"];
            assert_eq!(errors(&text, Owner::Ledger), expected, "{key}");
        }
    }

    #[test]
    fn a_table_of_a_forbidden_name_is_refused_too() {
        let expected = ["option-forbidden d/dafu.toml:1:2"];
        assert_eq!(errors("[sign]\nkey = 'x'\n", Owner::Ledger), expected);
    }

    #[test]
    fn the_users_own_file_may_name_templates_and_fonts_from_its_folder() {
        let text = "templates = 't'\nfonts = '/f'\nbodies = 'b'\nallow-classified = true\nallow-outside = true\n";
        let config = config(text, Owner::User).unwrap();
        assert_eq!(config.options.templates, Some(PathBuf::from("d/t")));
        assert_eq!(config.options.fonts, Some(PathBuf::from("/f")));
        assert_eq!(config.options.bodies, Some(PathBuf::from("d/b")));
        assert_eq!(config.options.allow_classified, Some(true));
        assert_eq!(config.options.allow_outside, Some(true));
    }

    #[test]
    fn an_option_of_a_later_version_is_not_passed_over_in_silence() {
        assert_eq!(errors("sign = 'x'\n", Owner::User), ["toml-key-unknown d/dafu.toml:1:1"]);
    }

    #[test]
    fn every_mistake_is_told_in_its_place_in_the_order_of_the_file() {
        let text = "strikt = true\nfonts = 'f'\njobs = '2'\nlang = 'de'\nstrict = 1\n[defaults]\nisuer = 'x'\nextra.a = true\ndate = 'x'\n";
        let expected = [
            "toml-key-unknown d/dafu.toml:1:1",
            "option-forbidden d/dafu.toml:2:1",
            "toml-value d/dafu.toml:3:8",
            "toml-value d/dafu.toml:4:8",
            "toml-value d/dafu.toml:5:10",
            "toml-key-unknown d/dafu.toml:7:1",
            "toml-value d/dafu.toml:8:11",
        ];
        assert_eq!(errors(text, Owner::Ledger), expected);
    }

    #[test]
    fn checks_of_content_are_weighed() {
        let own = config("[lint]\nheading-gap = 'off'\ntext-repeated = 'error'\n", Owner::Ledger).unwrap();
        let users = config("[lint]\nheading-gap = 'error'\nnoun-mixed = 'note'\n", Owner::User).unwrap();
        let levels = own.over(users).levels;
        assert_eq!(levels.get(Code::HeadingGap), Some(Level::Off));
        assert_eq!(levels.get(Code::TextRepeated), Some(Level::At(Severity::Error)));
        assert_eq!(levels.get(Code::NounMixed), Some(Level::At(Severity::Note)));
        assert_eq!(levels.get(Code::PlaceholderLeft), None);
    }

    #[test]
    fn what_is_no_check_of_content_is_refused_in_its_place() {
        let text = "[lint]\nheading-gab = 'off'\ndate-impossible = 'off'\nheading-gap = 'silent'\nnoun-mixed = 1\n";
        let expected = [
            "toml-key-unknown d/dafu.toml:2:1",
            "toml-value d/dafu.toml:3:1",
            "toml-value d/dafu.toml:4:15",
            "toml-value d/dafu.toml:5:14",
        ];
        assert_eq!(errors(text, Owner::Ledger), expected);
        let problems = config(text, Owner::Ledger).unwrap_err();
        assert_eq!(problems[0].hints[0].text(Lang::En), "did you mean `heading-gap`?");
        assert_eq!(errors("lint = 'off'\n", Owner::Ledger), ["toml-value d/dafu.toml:1:8"]);
    }

    #[test]
    fn an_unknown_key_is_compared_with_the_known_ones() {
        let problems = config("skip_hidden = true\n", Owner::Ledger).unwrap_err();
        let hint = problems[0].hints[0].text(Lang::En);
        assert_eq!(hint, "did you mean `skip-hidden`?");
    }

    #[test]
    fn text_that_is_not_toml_is_told_with_line_and_column() {
        assert_eq!(errors("a = 1\nb = = 2\n", Owner::Ledger), ["toml-syntax d/dafu.toml:2:5"]);
        assert_eq!(errors("jobs = 1\njobs = 2\n", Owner::Ledger), ["toml-syntax d/dafu.toml:2:1"]);
    }

    #[test]
    fn the_nearest_file_above_the_ledger_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let deep = root.join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(root.join(NAME), "").unwrap();
        let ledger = deep.join("x.xlsx");
        assert_eq!(nearest(&ledger, None), Some(root.join(NAME)));
        assert_eq!(nearest(&ledger, Some(&root)), Some(PathBuf::from(NAME)));
        std::fs::write(root.join("a").join(NAME), "").unwrap();
        assert_eq!(nearest(&ledger, None), Some(root.join("a").join(NAME)));
    }

    #[cfg(unix)]
    #[test]
    fn the_users_file_follows_the_variables_of_the_system() {
        let home = |name: &str| (name == "HOME").then(|| "/home/li".to_owned());
        let expected = Some(PathBuf::from("/home/li/.config/dafu/dafu.toml"));
        assert_eq!(users(&home), expected);
        let both = |name: &str| Some(if name == "HOME" { "/home/li" } else { "/cfg" }.to_owned());
        assert_eq!(users(&both), Some(PathBuf::from("/cfg/dafu/dafu.toml")));
        assert_eq!(users(&|_| Some("relative".to_owned())), None);
    }
}
