//! Folders of fonts with mistakes, and with faces of a department's own.

use std::fs;

use super::super::cover::{Fault, of_other_roles};
use super::super::{Faces, Role};
use super::shipped_dir;
use crate::diag::{Lang, Outcome};

/// The smallest shipped face, and how `fonts.toml` names it.
const HALF: &str = "NotoSerifSCHalf-Regular.ttf";
const HALF_SHA256: &str = "12a9bd745833db3f5bb89873a71a4b3b20d2385544deea529e0c35c3d0e63dcb";

/// A `fonts.toml` in which every role asks `families`.
fn with_roles(families: &str, rest: &str) -> String {
    let roles: String = Role::ALL
        .iter()
        .fold(String::new(), |text, role| text + &format!("[role.{}]\nfamilies = {families}\n", role.as_str()));
    roles + rest
}

fn half_face(sha256: &str) -> String {
    format!("[[face]]\nfamily = \"Noto Serif SC Half\"\nfile = \"{HALF}\"\nsha256 = \"{sha256}\"\n")
}

/// Opens a folder with this `fonts.toml` and these files beside it.
fn open(toml: &str, files: &[(&str, &[u8])]) -> Outcome<Faces> {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("fonts.toml"), toml).unwrap();
    for (name, data) in files {
        fs::write(dir.path().join(name), data).unwrap();
    }
    Faces::open(dir.path())
}

fn half() -> Vec<u8> {
    fs::read(shipped_dir().join(HALF)).unwrap()
}

/// Opens the folder and compares its problems: code, file name, line and column, English message up to
/// the first mention of the folder.
#[track_caller]
fn check(toml: &str, files: &[(&str, &[u8])], expected: &[&str]) {
    let found = open(toml, files).err().unwrap_or_default();
    let found: Vec<String> = found
        .iter()
        .map(|problem| {
            let origin = problem.origin.as_ref().unwrap();
            let shown = origin.to_string();
            let place = shown.rsplit(std::path::MAIN_SEPARATOR).next().unwrap();
            let folder = origin.path().parent().unwrap().display().to_string();
            let message = problem.message.text(Lang::En).replace(&folder, "DIR");
            assert!(!problem.message.text(Lang::Zh).is_ascii(), "{message}");
            format!("{} {place} {message}", problem.code.as_str())
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_face_that_draws_nothing_for_a_character_is_noticed() {
    let mut data = half();
    let id = usize::from(ttf_parser::Face::parse(&data, 0).unwrap().glyph_index('7').unwrap().0);
    // Where the glyph begins is set to where it ends.
    let loca = table(&data, *b"loca");
    let long = data[table(&data, *b"head") + 51] == 1;
    let size = if long { 4 } else { 2 };
    let at = loca + id * size;
    data.copy_within(at + size..at + 2 * size, at);
    let list = half_face(HALF_SHA256).replace("sha256", "source");
    let faces = open(&with_roles(r#"["Noto Serif SC Half"]"#, &list), &[(HALF, &data)]).unwrap();
    assert_eq!(faces.cover_text(Role::Songti, "17 1797王"), [('7', Fault::WithoutInk), ('王', Fault::Missing)]);
}

/// Where a table of a font begins, by the table of tables: 16 bytes each after the first 12.
pub(super) fn table(data: &[u8], tag: [u8; 4]) -> usize {
    let entry = data[12..].chunks(16).find(|entry| entry.starts_with(&tag)).unwrap();
    u32::from_be_bytes(entry[8..12].try_into().unwrap()) as usize
}

#[test]
fn a_folder_without_its_list_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let found = Faces::open(&dir.path().join("none")).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.as_str(), "fonts-missing");
}

#[test]
fn mistakes_in_the_list_are_all_named_with_line_and_column() {
    let toml = "\
[role.fangsong]
familys = [\"A\"]
[role.fantasy]
families = [\"A\"]
[role.heiti]
families = [\"A\", \"B\"]
[role.kaiti]
families = \"A\"
[role.songti]
families = [\"A\", 1]
[[face]]
family = \"A\"
file = \"a.ttf\"
sha256 = \"12\"
[[face]]
family = \"A\"
optional = true
file = \"a.ttf\"
[[face]]
file = \"b.ttf\"
[[face]]
family = \"C\"
";
    check(
        toml,
        &[],
        &[
            "toml-value fonts.toml:1:1 there is no `[role.xiaobiaosong]`",
            "toml-value fonts.toml:1:7 `families` is missing here",
            "toml-key-unknown fonts.toml:2:1 `familys` is not a key that is known here",
            "toml-key-unknown fonts.toml:3:7 `fantasy` is not a key that is known here",
            "toml-value fonts.toml:6:18 there is no `[[face]]` of the family `B`",
            "toml-value fonts.toml:8:12 this should be a list",
            "toml-value fonts.toml:10:18 this should be a text that is not empty",
            "toml-value fonts.toml:14:10 `12` is not a SHA-256, which has 64 hexadecimal digits",
            "toml-value fonts.toml:16:10 the family `A` stands here twice",
            "toml-value fonts.toml:18:8 an optional face has no `file`: it is found by its family",
            "toml-value fonts.toml:19:1 `family` is missing here",
            "toml-value fonts.toml:21:1 `file` is missing here",
        ],
    );
}

#[test]
fn a_list_that_is_no_toml_is_an_error_at_its_line() {
    let found = open("[role.fangsong]\nfamilies = [\"A\"\n", &[]).unwrap_err();
    assert_eq!(found[0].code.as_str(), "toml-syntax");
    let shown = found[0].origin.as_ref().unwrap().to_string();
    assert!(shown.contains("fonts.toml:"), "{shown}");
}

#[test]
fn missing_changed_and_broken_files_are_all_named() {
    let list = half_face(&"0".repeat(64))
        + "[[face]]\nfamily = \"B\"\nfile = \"b.ttf\"\n"
        + "[[face]]\nfamily = \"C\"\nfile = \"c.ttf\"\n"
        + "[[face]]\nfamily = \"D\"\nfile = \"d.ttf\"\n"
        + "[[face]]\nfamily = \"E\"\noptional = true\n";
    let toml = with_roles(r#"["Noto Serif SC Half", "B", "C", "D", "E"]"#, &list);
    let half = half();
    check(
        &toml,
        &[
            (HALF, &half),
            ("c.ttf", b"no font"),
            ("d.ttf", &half),
            ("e.otf", b"no font"),
            ("._e.otf", b"left by another system"),
            ("e.txt", b"no font"),
        ],
        &[
            "font-unusable e.otf DIR/e.otf is not a sound font file",
            "fonts-missing NotoSerifSCHalf-Regular.ttf the font file DIR/NotoSerifSCHalf-Regular.ttf \
             is not the one that fonts.toml names (its SHA-256 is 12a9bd74…)",
            "fonts-missing b.ttf failed to read DIR/b.ttf, the file of the font `B` \
             (no such file or folder)",
            "font-unusable c.ttf DIR/c.ttf is not a sound font file",
            "toml-value fonts.toml:22:10 the family in d.ttf is `Noto Serif SC Half`, not `D`",
        ],
    );
}

#[test]
fn an_optional_face_is_taken_in_its_place_if_it_is_there() {
    let list = "[[face]]\nfamily = \"Noto Serif SC Half\"\noptional = true\n\
                [[face]]\nfamily = \"Noto Serif SC Slim Half\"\nfile = \"slim.ttf\"\n";
    let toml = with_roles(r#"["Noto Serif SC Half", "Noto Serif SC Slim Half"]"#, list);
    let slim = fs::read(shipped_dir().join("NotoSerifSCSlimHalf-Regular.ttf")).unwrap();
    let half = half();
    let without = open(&toml, &[("slim.ttf", &slim)]).unwrap();
    assert_eq!(without.families(Role::Kaiti), ["Noto Serif SC Slim Half"]);
    let with = open(&toml, &[("slim.ttf", &slim), ("ours.TTF", &half)]).unwrap();
    assert_eq!(with.families(Role::Kaiti), ["Noto Serif SC Half", "Noto Serif SC Slim Half"]);
    assert_ne!(with.digest(), without.digest());
    let again = open(&toml, &[("slim.ttf", &slim), ("renamed.ttf", &half)]).unwrap();
    assert_eq!(again.digest(), with.digest());
    assert!(with.report()[0].faces[0].optional);
    check(
        &toml.replace("[\"Noto Serif SC Half\", \"Noto Serif SC Slim Half\"]", "[\"Noto Serif SC Half\"]"),
        &[],
        &[
            "fonts-missing fonts.toml no font of the role `fangsong` (仿宋) is there",
            "fonts-missing fonts.toml no font of the role `xiaobiaosong` (小标宋) is there",
            "fonts-missing fonts.toml no font of the role `heiti` (黑体) is there",
            "fonts-missing fonts.toml no font of the role `kaiti` (楷体) is there",
            "fonts-missing fonts.toml no font of the role `songti` (宋体) is there",
        ],
    );
}

#[test]
fn a_face_that_may_not_be_embedded_is_refused() {
    let mut data = half();
    let fs_type = table(&data, *b"OS/2") + 8;
    data[fs_type..fs_type + 2].copy_from_slice(&2_u16.to_be_bytes());
    let list = half_face(HALF_SHA256).replace("sha256", "source");
    check(
        &with_roles(r#"["Noto Serif SC Half"]"#, &list),
        &[(HALF, &data)],
        &["font-unusable NotoSerifSCHalf-Regular.ttf the font \
           DIR/NotoSerifSCHalf-Regular.ttf may not be embedded (its fsType is 2)"],
    );
}

#[test]
fn a_character_that_another_role_has_is_told_with_its_font() {
    const FILL: &str = "DafuKaiFill-Regular.ttf";
    let data = fs::read(shipped_dir().join(FILL)).unwrap();
    let fill = format!(
        "[[face]]\nfamily = \"Dafu Kai Fill\"\nfile = \"{FILL}\"\nsha256 = \"{}\"\n",
        crate::digest::sha256([data.as_slice()])
    );
    let roles = with_roles("[\"Noto Serif SC Half\"]", "");
    let roles = roles.replace("[role.kaiti]\nfamilies = [", "[role.kaiti]\nfamilies = [\"Dafu Kai Fill\", ");
    let faces = open(&(roles + &half_face(HALF_SHA256) + &fill), &[(HALF, &half()), (FILL, &data)]).unwrap();
    let c = ('\u{4e00}'..='\u{9fff}').find(|c| !faces.that_draw(*c).is_empty()).unwrap();
    assert_eq!(faces.that_draw(c), ["Dafu Kai Fill"]);
    assert_eq!(faces.cover_text(Role::Fangsong, &c.to_string()), [(c, Fault::Missing)]);
    assert_eq!(faces.cover_text(Role::Kaiti, &c.to_string()), []);
    let hint = of_other_roles(Role::Fangsong, &faces.that_draw(c)).unwrap();
    assert!(hint.text(Lang::En).starts_with("these fonts have it: Dafu Kai Fill; add one"), "{hint:?}");
    assert!(faces.that_draw('\u{30edd}').is_empty() && of_other_roles(Role::Fangsong, &[]).is_none());
}
