//! What is wrong with the writing of a JSON text, in the words of people who wrote it by hand.

use crate::diag::{Code, Diagnostic, Message};

/// A mistake: what it is and what to do, in Chinese and English.
struct Mistake {
    zh: String,
    en: String,
    hint: (&'static str, &'static str),
}

/// The problem, without its place. `rest` is what the line holds from there on.
pub(super) fn problem(err: &serde_json::Error, rest: &str) -> Diagnostic {
    let told = err.to_string();
    // The place stands in the origin already.
    let told = told.split(" at line ").next().unwrap_or_default();
    let mistake = if err.is_eof() {
        mistake(
            ("内容到这里就断了", "the text ends here in the middle"),
            (
                "检查引号和括号是否成对，或文件是否不完整",
                "check that quotes and brackets are closed, and that the file is whole",
            ),
        )
    } else {
        by_text(rest, told).unwrap_or_else(|| by_rule(told, rest))
    };
    Diagnostic::error(Code::JsonSyntax, Message::new(mistake.zh, mistake.en)).hint(mistake.hint.0, mistake.hint.1)
}

fn mistake((zh, en): (&str, &str), hint: (&'static str, &'static str)) -> Mistake {
    Mistake { zh: zh.to_owned(), en: en.to_owned(), hint }
}

/// What people write that other notations have and JSON has not. Within a text, all of it may stand.
fn by_text(rest: &str, told: &str) -> Option<Mistake> {
    let within_text = ["escape", "control character", "surrogate", "code point"];
    if within_text.iter().any(|word| told.contains(word)) {
        return None;
    }
    let first = rest.chars().next()?;
    if rest.starts_with("//") || rest.starts_with("/*") || first == '#' {
        let hint = ("删去注释，或把它写成另一个键的值", "remove the comment, or make it the value of a key");
        return Some(mistake(("JSON 里不能写注释", "JSON has no comments"), hint));
    }
    if "“”‘’：，［］｛｝、；".contains(first) {
        let hint = ("JSON 的引号、冒号、逗号和括号都用半角", "use the half-width \" : , [ ] { }");
        let (zh, en) = (format!("这里是全角符号“{first}”"), format!("there is a full-width `{first}` here"));
        return Some(Mistake { zh, en, hint });
    }
    if first == '\'' {
        let hint = ("改为双引号", "use double quotes");
        return Some(mistake(("文字用了单引号", "text stands in single quotes"), hint));
    }
    let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let hint = match word.as_str() {
        "NaN" | "Infinity" | "undefined" | "None" | "nil" => {
            ("没有值就写 null，或不写这个键", "write null for no value, or leave the key out")
        }
        "True" | "False" | "TRUE" | "FALSE" | "Null" | "NULL" => {
            ("写成小写的 true、false、null", "write true, false and null in lower case")
        }
        _ if told.starts_with("expected value") || told.starts_with("expected ident") => {
            ("文字要写在双引号里", "write text in double quotes")
        }
        _ if told.starts_with("key must") => ("键要写在双引号里", "write keys in double quotes"),
        _ => return None,
    };
    if word.is_empty() {
        return None;
    }
    let (zh, en) = (format!("“{word}”不是 JSON 的写法"), format!("`{word}` is not JSON"));
    Some(Mistake { zh, en, hint })
}

/// By the rule that is broken.
fn by_rule(told: &str, rest: &str) -> Mistake {
    let has = |words: &str| told.contains(words);
    if has("recursion limit") {
        return mistake(
            ("括号嵌套太深", "brackets are nested too deep"),
            (
                "台账里的对象和数组最多嵌套几层；检查是否多写了括号",
                "a ledger nests a few levels; check for brackets too many",
            ),
        );
    }
    if has("trailing comma") {
        let hint = ("删去最后一项后面的逗号", "remove the comma behind the last value");
        return mistake(("多了一个逗号", "there is a comma too many"), hint);
    }
    if has("trailing characters") {
        return mistake(
            ("内容已经结束，后面还有文字", "the value is complete, but more text follows"),
            (
                "几件答复写在一个数组里：[{…}, {…}]；每行一件的文件，扩展名用 .jsonl",
                "write several letters as one array, [{…}, {…}]; a file with one letter a line is named .jsonl",
            ),
        );
    }
    if has("control character") {
        return mistake(
            ("文字里直接换了行，或有控制字符", "text holds a line break or a control character as it is"),
            ("文字里的换行写成 \\n，制表符写成 \\t", "write a line break within text as \\n, a tab as \\t"),
        );
    }
    if has("surrogate") || has("hex escape") || has("code point") {
        return mistake(
            ("“\\u”后面的编码不完整，不是一个字", "the code behind `\\u` is only half of a character"),
            (
                "直接写出这个字；用 \\u 时，扩展区的字要写两段，如 \\ud840\\udc87",
                "write the character itself; by \\u a rare one takes two codes, such as \\ud840\\udc87",
            ),
        );
    }
    if has("invalid escape") {
        return mistake(
            (
                "文字里的反斜杠“\\”后面不能是这个字符",
                "a backslash within text is followed by a character that it may not be",
            ),
            ("反斜杠本身写成 \\\\，路径里的 \\ 可以写成 /", "write a backslash as \\\\; in paths / does as well"),
        );
    }
    if has("number") {
        return mistake(
            ("数字写得不对，或太大", "the number is not well formed, or too large"),
            (
                "把号码写成文字，加双引号，如 \"023\"",
                "write numbers of papers as text in double quotes, such as \"023\"",
            ),
        );
    }
    let near = rest.chars().next().map_or_else(
        || ("行末".to_owned(), "the end of the line".to_owned()),
        |c| (format!("“{c}”"), format!("`{c}`")),
    );
    let wanted = if has("`:`") {
        ("键后面的冒号 :", "a colon behind the key")
    } else if has("`]`") {
        ("逗号 , 或右方括号 ]", "a comma or a closing ]")
    } else if has("`}`") {
        ("逗号 , 或右花括号 }", "a comma or a closing }")
    } else if has("key") {
        ("双引号里的键", "a key in double quotes")
    } else {
        ("一个值：双引号里的文字、数字、[…] 或 {…}", "a value: text in double quotes, a number, […] or {…}")
    };
    Mistake {
        zh: format!("{}这里应当是{}", near.0, wanted.0),
        en: format!("{} stands where {} is expected", near.1, wanted.1),
        hint: ("检查附近的逗号、引号和括号，都要用半角", "check the commas, quotes and brackets nearby"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;
    use crate::input::tree::Node;

    /// Every rule of the parser is told in Chinese too, and in neither language by the parser's own words.
    #[test]
    fn no_words_of_the_parser_reach_people() {
        let broken = [
            "[1, ]",
            "{\"a\": 1,}",
            "[1 2]",
            "{\"a\" 1}",
            "{\"a\": }",
            "{1: 2}",
            "{a: 2}",
            "[nul]",
            "[01]",
            "[1.]",
            "[-]",
            "[1e999]",
            "[\"\\x\"]",
            "[\"\\ud800\"]",
            "[\"\\ud800\\u0041\"]",
            "[\"\\u12\"]",
            "[\"a\tb\"]",
            "[] x",
            "[",
            "[\"a",
            "// x\n[]",
            "[NaN]",
            "[-Infinity]",
            "['a']",
            "[“a”]",
            "[True]",
            "[1]]",
            "{\"a\": 1; \"b\": 2}",
            "*",
        ];
        for text in broken {
            let err = serde_json::from_str::<Node>(text).unwrap_err();
            let rest: String = text.chars().skip(err.column().saturating_sub(1)).collect();
            let found = problem(&err, &rest);
            let (zh, en) = (found.message.text(Lang::Zh), found.message.text(Lang::En));
            let ascii_words = zh.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 4);
            let unknown: Vec<&str> = ascii_words.filter(|word| *word != "Infinity").collect();
            assert!(unknown.is_empty(), "{text}: {zh}");
            for word in ["EOF", "recursion", "trailing", "hex", "surrogate", "ident", "expected `"] {
                assert!(!en.contains(word), "{text}: {en}");
            }
            assert!(!found.hints.is_empty());
        }
    }
}
