//! Which folder each ledger's run gets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};
use dafu::shard::Share;

/// One folder a ledger: `out/<ledger name>`, of a share `out/<ledger name>.2-of-4`; the one asked for is the run's own
/// with one ledger, and above the runs' folders with several. Two of one name are refused.
pub(crate) fn out_dirs<'a>(
    ledgers: impl Iterator<Item = &'a Path>,
    asked: Option<&Path>,
    share: Option<Share>,
) -> Outcome<Vec<PathBuf>> {
    let ledgers: Vec<&Path> = ledgers.collect();
    if let ([_], Some(asked)) = (ledgers.as_slice(), asked) {
        return Ok(vec![asked.to_path_buf()]);
    }
    let base = asked.unwrap_or(Path::new("out"));
    let mut problems = Vec::new();
    let mut taken: BTreeMap<String, &Path> = BTreeMap::new();
    let mut dirs = Vec::new();
    for ledger in ledgers {
        let mut name = ledger.file_stem().unwrap_or_default().to_os_string();
        if let Some(share) = share {
            name.push(format!(".{}-of-{}", share.part(), share.of()));
        }
        let dir = base.join(name);
        // Some systems take `A` and `a` for one name.
        match taken.get(&dir.to_string_lossy().to_lowercase()) {
            Some(first) => problems.push(collision(ledger, first, &dir)),
            None => {
                taken.insert(dir.to_string_lossy().to_lowercase(), ledger);
            }
        }
        dirs.push(dir);
    }
    if problems.is_empty() { Ok(dirs) } else { Err(problems) }
}

fn collision(ledger: &Path, first: &Path, dir: &Path) -> Diagnostic {
    let (first, dir) = (first.display(), dir.display());
    let message = Message::new(
        format!("与 {first} 的结果会放进同一个文件夹 {dir}"),
        format!("its letters and those of {first} would share the folder {dir}"),
    );
    Diagnostic::error(Code::OutputCollision, message).at(&Origin::file(ledger)).hint(
        "分两次运行，各用 -o 指明文件夹，或给其中一个台账改名",
        "run them one by one with a folder each (-o), or rename one of them",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ledgers: &[&str], asked: Option<&str>, expected: &[&str]) {
        let ledgers = ledgers.iter().map(Path::new);
        let shown = match out_dirs(ledgers, asked.map(Path::new), None) {
            Ok(dirs) => dirs.iter().map(|dir| dir.display().to_string()).collect(),
            Err(problems) => problems
                .iter()
                .map(|problem| format!("{} {}", problem.code.as_str(), problem.origin.as_ref().unwrap()))
                .collect::<Vec<_>>(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn one_ledger_has_the_folder_asked_for_or_one_of_its_name() {
        check(&["d/x.xlsx"], None, &["out/x"]);
        check(&["d/x.xlsx"], Some("o"), &["o"]);
    }

    #[test]
    fn several_have_one_each_below() {
        check(&["d/x.xlsx", "y.json"], None, &["out/x", "out/y"]);
        check(&["d/x.xlsx", "y.json"], Some("o"), &["o/x", "o/y"]);
    }

    #[test]
    fn two_of_one_name_are_refused() {
        check(&["x.xlsx", "d/x.json"], None, &["output-collision d/x.json"]);
        check(&["x.xlsx", "x.xlsx"], Some("o"), &["output-collision x.xlsx"]);
        check(&["a.xlsx", "y.csv", "A.csv"], None, &["output-collision A.csv"]);
    }

    #[test]
    fn shares_have_folders_of_their_own() {
        let dirs = out_dirs([Path::new("d/x.xlsx")].into_iter(), None, "2/4".parse().ok()).unwrap();
        assert_eq!(dirs, [Path::new("out/x.2-of-4")]);
    }
}
