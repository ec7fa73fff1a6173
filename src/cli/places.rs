//! Where templates and fonts are: the option or its variable, the user's own configuration, the folder
//! dafu was started in, beside the program.

use std::path::{Path, PathBuf};

use dafu::diag::{Code, Diagnostic, Message, Origin};

/// A folder that comes with dafu.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// Its name, which is also that of the option.
    name: &'static str,
    /// What lies in it for certain: other programs have folders of these names too.
    landmark: &'static str,
    /// The problem if it is not there.
    missing: Code,
    zh: &'static str,
}

/// The folder of templates.
pub(crate) const TEMPLATES: Kind =
    Kind { name: "templates", landmark: "profiles", missing: Code::TemplatesMissing, zh: "模板" };

/// The folder of fonts.
pub(crate) const FONTS: Kind =
    Kind { name: "fonts", landmark: "fonts.toml", missing: Code::FontsMissing, zh: "字体" };

/// Finds a folder. One that was `asked` for is the only place looked at.
pub(crate) fn find(kind: Kind, asked: Option<&Path>, program_dir: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    let places = match asked {
        Some(asked) => vec![asked.to_path_buf()],
        None => usual(kind, program_dir),
    };
    let there = |place: &&PathBuf| place.join(kind.landmark).exists();
    match places.iter().find(there) {
        Some(place) => Ok(place.clone()),
        None => Err(missing(kind, &places)),
    }
}

fn usual(kind: Kind, program_dir: Option<&Path>) -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from(kind.name)];
    if let Some(dir) = program_dir {
        places.push(dir.join(kind.name));
        places.extend(dir.parent().map(|up| up.join("share").join("dafu").join(kind.name)));
    }
    places
}

fn missing(kind: Kind, places: &[PathBuf]) -> Diagnostic {
    let Kind { name, landmark, zh, .. } = kind;
    let shown: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    let message = Message::new(
        format!("找不到{zh}文件夹（其中应有 {landmark}）；找过：{}", shown.join("、")),
        format!("found no folder of {name} (it holds {landmark}); looked at {}", shown.join(", ")),
    );
    let problem = Diagnostic::error(kind.missing, message).hint(
        format!("用 --{name} 指明文件夹，或把它放在程序旁边"),
        format!("name the folder with --{name}, or put it beside the program"),
    );
    match places.first() {
        Some(place) => problem.at(&Origin::file(place)),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use dafu::diag::Lang;

    use super::*;

    fn program(below: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(dir.path().join(below)).unwrap();
        (dir, bin)
    }

    #[test]
    fn the_folder_asked_for_is_the_only_one_looked_at() {
        let (_dir, bin) = program("bin/templates/profiles");
        let problem = find(TEMPLATES, Some(Path::new("nowhere")), Some(&bin)).unwrap_err();
        assert_eq!(problem.code, Code::TemplatesMissing);
        let text = problem.message.text(Lang::En);
        assert!(text.ends_with("looked at nowhere"), "{text}");
    }

    #[test]
    fn a_folder_beside_the_program_or_in_share_is_found() {
        for below in ["bin/templates", "share/dafu/templates"] {
            let (dir, bin) = program(&format!("{below}/profiles"));
            let found = find(TEMPLATES, None, Some(&bin)).unwrap();
            // Where the tests are run in the project itself, its own folder comes first.
            let expected = [dir.path().join(below), PathBuf::from("templates")];
            assert!(expected.contains(&found), "{}", found.display());
        }
    }

    #[test]
    fn every_place_looked_at_is_named() {
        let places = usual(FONTS, Some(Path::new("/opt/dafu/bin")));
        let text = missing(FONTS, &places).message.text(Lang::Zh).to_owned();
        for place in ["fonts", "/opt/dafu/bin/fonts", "/opt/dafu/share/dafu/fonts"] {
            assert!(text.contains(place), "{place} in {text}");
        }
    }

    #[test]
    fn a_folder_of_another_program_is_not_taken() {
        let (dir, _) = program("fonts");
        let problem = find(FONTS, Some(&dir.path().join("fonts")), None).unwrap_err();
        assert_eq!(problem.code, Code::FontsMissing);
    }
}
