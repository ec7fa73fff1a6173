//! Every code is explained, in both languages, in few words.

use std::collections::BTreeSet;

use super::*;

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_code_says_what_it_means_shows_an_example_and_what_to_do() {
    for code in Code::ALL {
        let explanation = explain(*code);
        let parts = [Explanation::means, Explanation::example, Explanation::remedy];
        for (at, part) in parts.into_iter().enumerate() {
            let (zh, en) = (part(explanation, Lang::Zh), part(explanation, Lang::En));
            let name = code.as_str();
            // An example may be what stands in a cell.
            assert!(is_chinese(zh) || at == 1, "{name}: {zh}");
            assert!(en.chars().any(char::is_alphanumeric), "{name}: {en}");
            assert!(zh.ends_with('。') && zh.chars().count() <= 80, "{name}: {zh}");
            assert!(en.ends_with(['.', '。', '…']) && en.chars().count() <= 130, "{name}: {en}");
            assert!(!zh.contains('\n') && !en.contains('\n'), "{name}");
        }
    }
}

#[test]
fn no_two_codes_have_one_explanation() {
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| explain(*code).means(Lang::Zh)).collect();
    assert_eq!(all.len(), Code::ALL.len());
}

#[test]
fn no_explanation_speaks_of_what_is_underneath() {
    for code in Code::ALL {
        let explanation = explain(*code);
        for lang in [Lang::Zh, Lang::En] {
            let text = [explanation.means(lang), explanation.example(lang), explanation.remedy(lang)].concat();
            for word in ["XML", "Rust", "serde", "calamine", "panic", "Option<"] {
                assert!(!text.contains(word), "{}: {text}", code.as_str());
            }
        }
    }
}
