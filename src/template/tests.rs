//! Loading and filling packs written for the purpose, and the shipped one.

use std::fs;

use super::{Entry, Templates};
use crate::diag::{Lang, Origin};
use crate::letter::Slot;
use crate::profile::{Key, Profile};
use crate::typeset::sample::{Sample, profile};

fn pack(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir_all(dir.path().join("base")).unwrap();
    dir
}

fn test_profile() -> Profile {
    profile(["follow", "after-date", "seal"])
}

fn load(dir: &tempfile::TempDir) -> crate::diag::Outcome<Templates> {
    Templates::load_with(dir.path(), &test_profile(), &|role| vec![role.as_str().to_owned()])
}

fn load_letter(text: &str) -> Templates {
    load(&pack(&[("reply/letter.typ.tera", text)])).unwrap()
}

/// `file:line:column code: message` of every problem.
#[track_caller]
fn check_load(files: &[(&str, &str)], expected: &[&str]) {
    let dir = pack(files);
    let problems = load(&dir).err().unwrap_or_default();
    let found: Vec<String> = problems
        .iter()
        .map(|problem| {
            let place = match problem.origin.as_ref() {
                Some(Origin::Text { file, line, column, .. }) => {
                    let file = file.strip_prefix(dir.path()).unwrap();
                    format!("{}:{line}:{column}", file.display())
                }
                Some(origin) => {
                    let file = origin.path().strip_prefix(dir.path()).unwrap();
                    file.display().to_string()
                }
                None => String::new(),
            };
            let hint = problem.hints.first().map_or("", |hint| hint.text(Lang::En));
            format!("{place} {} {hint}", problem.code.as_str())
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn unknown_names_are_found_with_line_and_column() {
    check_load(
        &[(
            "reply/letter.typ.tera",
            "{{ title }}\n甲{{ adressee }}\n{% if clsoing %}{% endif %}\n{% if places.edn == \"x\" %}{% endif %}",
        )],
        &[
            "reply/letter.typ.tera:2:5 template-variable did you mean `addressee`?",
            "reply/letter.typ.tera:3:7 template-variable did you mean `closing`?",
            "reply/letter.typ.tera:4:14 template-variable did you mean `places.end`?",
        ],
    );
    check_load(
        &[("reply/letter.typ.tera", "{% include \"end.typ.tera\" %}"), ("reply/end.typ.tera", "\n{{ extra.x }}")],
        &["reply/end.typ.tera:2:10 template-variable this profile has none; remove it"],
    );
}

#[test]
fn other_mistakes_are_found_when_templates_load() {
    let letter = |text| [("reply/letter.typ.tera", text)];
    check_load(&letter("{{ note | safe }}"), &["reply/letter.typ.tera:1:11 template-unsafe remove `| safe`"]);
    check_load(&letter("甲\n{% if note %}"), &["reply/letter.typ.tera:2:14 template-syntax "]);
    check_load(&letter("\n  {{ note | nope }}"), &["reply/letter.typ.tera:2:13 template-syntax "]);
    check_load(&letter("{{ issuer[1] }}"), &["reply/letter.typ.tera:1:4 template-fill "]);
    check_load(&letter("{% for x in number %}{{ x.y }}{% endfor %}"), &["reply/letter.typ.tera:1:27 template-fill "]);
}

#[test]
fn a_pack_without_its_letter_is_reported() {
    check_load(
        &[("reply/x.typ", "")],
        &[
            "reply/letter.typ.tera templates-missing every pack has a letter.typ.tera; copy the one of reply and change it",
        ],
    );
    let dir = tempfile::tempdir().unwrap();
    let problems = load(&dir).err().unwrap_or_default();
    let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["templates-missing", "templates-missing"]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let dir = pack(&[("reply/letter.typ.tera", "")]);
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("base/x.toml")).unwrap();
    let problems = load(&dir).err().unwrap_or_default();
    assert_eq!(problems.len(), 1);
    let message = problems[0].message.text(Lang::En);
    assert!(message.ends_with("leads out of the folder of templates"));
}

#[test]
fn values_are_escaped_and_comments_left_out() {
    let templates = load_letter("{* x *}{#b}[{{ title_text }}]\"{{ number }}\"{{ faces.heiti }}{{ page.size_pt }}");
    let mut sample = Sample::new();
    sample.record.title = "#a\n\"b\"".to_owned();
    let filled = templates.fill(Entry::Letter, &sample.record, &sample.lines, &test_profile()).unwrap();
    assert_eq!(filled.source, r#"{#b}[\u{23}a \u{22}b\u{22}]"153"("heiti", )16.0"#);
    assert_eq!(filled.record, sample.record.to_json());
}

#[test]
fn the_digest_follows_every_file_and_nothing_else() {
    let digest = |files: &[(&str, &str)]| load(&pack(files)).unwrap().digest().to_owned();
    let letter = ("reply/letter.typ.tera", "");
    let first = digest(&[letter, ("base/a.typ", "x")]);
    assert_eq!(first, digest(&[letter, ("base/a.typ", "x"), ("profiles/x.toml", "x"), ("base/a.typ~", "")]));
    assert_ne!(first, digest(&[letter, ("base/a.typ", "y")]));
    assert_ne!(first, digest(&[letter, ("base/b.typ", "x")]));
}

#[track_caller]
fn check_trace(template: &str, at: &str, line: usize, slot: Option<Slot>) {
    let dir = pack(&[("reply/letter.typ.tera", template)]);
    let templates = load(&dir).unwrap();
    let sample = Sample::new().body(&["甲乙"]).body(&["丙丁"]);
    let profile = test_profile();
    let filled = templates.fill(Entry::Letter, &sample.record, &sample.lines, &profile).unwrap();
    let offset = filled.source.find(at).unwrap();
    let traced = templates.trace(Entry::Letter, &sample.record, &sample.lines, &profile, offset).unwrap();
    assert_eq!((traced.line, traced.slot), (line, slot));
    assert_eq!(traced.file, dir.path().join("reply/letter.typ.tera"));
}

#[test]
fn a_place_of_the_filled_letter_leads_to_template_and_field() {
    let template = "#a\n{% if body %}\n  {{ body }} #b\n{% endif %}\n\n#c";
    check_trace(template, "#a", 1, None);
    check_trace(template, "甲", 3, Some(Slot::Body(0)));
    check_trace(template, "丙", 3, Some(Slot::Body(1)));
    check_trace(template, "#b", 3, None);
    check_trace(template, "#c", 6, None);
    let listed = "\n{% for name in issuer %}\"{{ name }}\"{% endfor %}";
    check_trace(listed, "黄山", 2, Some(Slot::Field(Key::Issuer)));
}

#[test]
fn a_template_that_compares_values_is_still_traced_to_its_line() {
    let template = "{% if number == \"153\" %}\n#a\n{{ number }}{% endif %}";
    check_trace(template, "#a", 2, None);
    check_trace(template, "153", 3, None);
}

#[test]
fn the_shipped_template_takes_every_element() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let shipped = Templates::load_with(&dir, &test_profile(), &|_| Vec::new());
    assert!(shipped.is_ok());
    let lines = fs::read_to_string(dir.join("reply/letter.typ.tera")).unwrap();
    assert!(lines.lines().count() <= 50);
}
