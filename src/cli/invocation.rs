//! The order of the words: `dafu LEDGER…` alone is `dafu run LEDGER…` (a ledger dropped on the icon), and
//! options may stand before the command.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::Command;

/// The words as clap wants them: the program, the command, all else in its order.
pub(crate) fn arrange(command: &Command, words: &[OsString]) -> Vec<OsString> {
    let Some((program, words)) = words.split_first() else {
        return Vec::new();
    };
    let mut arranged = vec![program.clone()];
    arranged.extend(commands_first(command, words));
    arranged
}

fn commands_first(command: &Command, words: &[OsString]) -> Vec<OsString> {
    let options = Options::of(command);
    match options.first_positional(words) {
        Some(at) if words[at] == "help" => {
            let mut rest = without(words, at);
            rest.push("--help".into());
            return commands_first(command, &rest);
        }
        Some(at) => {
            if let Some(sub) = words[at].to_str().and_then(|name| command.find_subcommand(name)) {
                return command_in_front(sub, words, at);
            }
        }
        None => {
            let asked = words.iter().take_while(|word| *word != "--");
            let help = ["-h", "--help", "-V", "--version"];
            if let Some(word) = asked.into_iter().find(|word| help.iter().any(|h| *word == h)) {
                return vec![word.clone()];
            }
            if words.is_empty() {
                return Vec::new();
            }
        }
    }
    let mut arranged = vec!["run".into()];
    arranged.extend_from_slice(words);
    arranged
}

/// Puts the name of the command in front, and that of a command below it behind that.
fn command_in_front(command: &Command, words: &[OsString], at: usize) -> Vec<OsString> {
    let mut arranged = vec![words[at].clone()];
    let rest = without(words, at);
    let below = Options::of(command).first_positional(&rest).and_then(|at| {
        let sub = command.find_subcommand(rest[at].to_str()?)?;
        Some(command_in_front(sub, &rest, at))
    });
    arranged.extend(below.unwrap_or(rest));
    arranged
}

fn without(words: &[OsString], at: usize) -> Vec<OsString> {
    let mut rest = words.to_vec();
    rest.remove(at);
    rest
}

/// The options of a command and all below it that take the next word as their value.
struct Options {
    long: BTreeSet<String>,
    short: BTreeSet<char>,
}

impl Options {
    fn of(command: &Command) -> Self {
        let mut options = Self { long: BTreeSet::new(), short: BTreeSet::new() };
        options.collect(command);
        options
    }

    fn collect(&mut self, command: &Command) {
        for arg in command.get_opts() {
            if arg.get_action().takes_values() && !arg.is_require_equals_set() {
                self.long.extend(arg.get_long().map(str::to_owned));
                self.short.extend(arg.get_short());
            }
        }
        command.get_subcommands().for_each(|sub| self.collect(sub));
    }

    /// The first word that is neither an option nor its value, and not behind `--`.
    fn first_positional(&self, words: &[OsString]) -> Option<usize> {
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let word = word.to_string_lossy();
            if word == "--" {
                return None;
            } else if let Some(name) = word.strip_prefix("--") {
                at += usize::from(self.long.contains(name));
            } else if let Some(cluster) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                at += usize::from(self.takes_next(cluster));
            } else {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Does the last of some short options in one word, `-qj`, take the next word?
    fn takes_next(&self, cluster: &str) -> bool {
        let first = cluster.char_indices().find(|(_, c)| self.short.contains(c));
        first.is_some_and(|(at, c)| at + c.len_utf8() == cluster.len())
    }
}

#[cfg(test)]
mod tests {
    use dafu::diag::Lang;

    use super::super::args;
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
        let arranged = arrange(&args::command(Lang::En), &words);
        let arranged: Vec<_> = arranged.iter().map(|word| word.to_str().unwrap()).collect();
        assert_eq!(arranged.join(" "), expected);
    }

    #[test]
    fn a_ledger_alone_is_run() {
        check("dafu x.xlsx", "dafu run x.xlsx");
        check("dafu x.xlsx y.json -o out", "dafu run x.xlsx y.json -o out");
        check("dafu -j 2 x.xlsx", "dafu run -j 2 x.xlsx");
        check("dafu -qj 2 x.xlsx", "dafu run -qj 2 x.xlsx");
        check("dafu -j2 --strict x.xlsx", "dafu run -j2 --strict x.xlsx");
        check("dafu --strict", "dafu run --strict");
    }

    #[test]
    fn a_known_command_is_left_alone() {
        check("dafu check x.xlsx", "dafu check x.xlsx");
        check("dafu run run", "dafu run run");
        check("dafu fonts check x.xlsx", "dafu fonts check x.xlsx");
    }

    #[test]
    fn options_may_stand_before_the_command() {
        check("dafu --lang zh check x.xlsx", "dafu check --lang zh x.xlsx");
        check("dafu --lang=zh check x.xlsx", "dafu check --lang=zh x.xlsx");
        check("dafu -q check x.xlsx", "dafu check -q x.xlsx");
        check("dafu fonts --fonts f check x", "dafu fonts check --fonts f x");
    }

    #[test]
    fn a_value_is_not_taken_for_a_command() {
        check("dafu --profile check x.xlsx", "dafu run --profile check x.xlsx");
        check("dafu -o run x.xlsx", "dafu run -o run x.xlsx");
    }

    #[test]
    fn a_ledger_may_have_the_name_of_a_command_behind_two_dashes() {
        check("dafu -- check", "dafu run -- check");
        check("dafu ./check", "dafu run ./check");
    }

    #[test]
    fn help_and_version_are_asked_of_the_program_or_of_a_command() {
        check("dafu", "dafu");
        check("dafu --help", "dafu --help");
        check("dafu --lang zh -V", "dafu -V");
        check("dafu help", "dafu --help");
        check("dafu help run", "dafu run --help");
        check("dafu run --help", "dafu run --help");
    }
}
