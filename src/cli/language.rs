//! The language, before the arguments are understood: their help and errors need it already.

use std::ffi::OsString;

use dafu::diag::Lang;

/// The language of `--lang`, `DAFU_LANG`, the usual variables of the locale, else of the system.
pub(crate) fn guess(
    words: &[OsString],
    variable: &dyn Fn(&str) -> Option<String>,
    system: &dyn Fn() -> Option<String>,
) -> Lang {
    let asked = value_of(words, "--lang").or_else(|| variable("DAFU_LANG")).and_then(|name| match name.as_str() {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    });
    asked.unwrap_or_else(|| {
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).or_else(system).unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
    })
}

/// Do the arguments ask for JSON, even if something else is wrong with them?
pub(crate) fn asks_for_json(words: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> bool {
    value_of(words, "--format").or_else(|| variable("DAFU_FORMAT")).is_some_and(|format| format == "json")
}

/// The last value given to a long option, as `--lang zh` or `--lang=zh`.
fn value_of(words: &[OsString], option: &str) -> Option<String> {
    let mut value = None;
    let mut words = words.iter().map(|word| word.to_str().unwrap_or_default()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let Some(rest) = word.strip_prefix(option) else {
            continue;
        };
        if rest.is_empty() {
            value = words.next();
        } else if let Some(joined) = rest.strip_prefix('=') {
            value = Some(joined);
        }
    }
    value.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, variables: &[(&str, &str)], system: Option<&str>, expected: Lang) {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        let variable = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name)?;
            Some(found.1.to_owned())
        };
        let system = || system.map(str::to_owned);
        assert_eq!(guess(&words, &variable, &system), expected);
    }

    #[test]
    fn the_option_comes_first_then_the_variable_then_the_locale_then_the_system() {
        let zh = [("DAFU_LANG", "zh"), ("LANG", "en_US.UTF-8")];
        check("dafu run x --lang en", &zh, None, Lang::En);
        check("dafu run x --lang=en", &zh, None, Lang::En);
        check("dafu --lang zh run x --lang en", &[], None, Lang::En);
        check("dafu run x", &zh, None, Lang::Zh);
        check("dafu run x", &[("LANG", "zh_CN.UTF-8")], Some("en-US"), Lang::Zh);
        check("dafu run x", &[], Some("zh-Hans-CN"), Lang::Zh);
        check("dafu run x", &[], None, Lang::En);
    }

    #[test]
    fn lc_all_outweighs_lang() {
        let variables = [("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")];
        check("dafu run x", &variables, None, Lang::En);
    }

    #[test]
    fn what_follows_two_dashes_is_no_option() {
        check("dafu run -- --lang zh", &[], None, Lang::En);
    }

    #[test]
    fn json_is_seen_in_both_spellings_and_in_the_variable() {
        let words = |text: &str| -> Vec<OsString> { text.split(' ').map(OsString::from).collect() };
        let none = |_: &str| None;
        assert!(asks_for_json(&words("dafu run --format json"), &none));
        assert!(asks_for_json(&words("dafu run --format=json"), &none));
        assert!(asks_for_json(&words("dafu run"), &|_| Some("json".to_owned())));
        assert!(!asks_for_json(&words("dafu run json"), &none));
    }
}
