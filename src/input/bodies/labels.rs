//! Lines of labels and values: 联系人：张三　联系电话：0559-2355364.

use super::signs::squeezed;
use crate::profile::{Key, Profile};

/// What a label stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Field(Key),
    /// A person and a telephone number in one.
    PersonAndPhone,
    /// Something that no field holds: 邮政编码.
    Other,
}

/// Labels seen in real letters, beside the profile's own.
const LABELS: &[(&str, Meaning)] = &[
    ("办复类别", Meaning::Field(Key::Category)),
    ("办理类别", Meaning::Field(Key::Category)),
    ("办理结果", Meaning::Field(Key::Category)),
    ("办理结果类别", Meaning::Field(Key::Category)),
    ("答复类别", Meaning::Field(Key::Category)),
    ("答复类型", Meaning::Field(Key::Category)),
    ("解决程度", Meaning::Field(Key::Category)),
    ("类别", Meaning::Field(Key::Category)),
    ("联系单位", Meaning::Field(Key::ContactUnit)),
    ("承办单位", Meaning::Field(Key::ContactUnit)),
    ("联系人", Meaning::Field(Key::ContactPerson)),
    ("承办人", Meaning::Field(Key::ContactPerson)),
    ("经办人", Meaning::Field(Key::ContactPerson)),
    ("联系电话", Meaning::Field(Key::ContactPhone)),
    ("联系方式", Meaning::Field(Key::ContactPhone)),
    ("电话", Meaning::Field(Key::ContactPhone)),
    ("办公电话", Meaning::Field(Key::ContactPhone)),
    ("联系人及电话", Meaning::PersonAndPhone),
    ("联系人及联系电话", Meaning::PersonAndPhone),
    ("联系人和电话", Meaning::PersonAndPhone),
    ("联系人电话", Meaning::PersonAndPhone),
    ("经办人及电话", Meaning::PersonAndPhone),
    ("签发人", Meaning::Field(Key::Signatory)),
    ("签发", Meaning::Field(Key::Signatory)),
    ("领导签发", Meaning::Field(Key::Signatory)),
    ("公开属性", Meaning::Field(Key::Disclosure)),
    ("公开方式", Meaning::Field(Key::Disclosure)),
    ("公开类别", Meaning::Field(Key::Disclosure)),
    ("是否同意公开", Meaning::Field(Key::Disclosure)),
    ("是否公开", Meaning::Field(Key::Disclosure)),
    ("发文字号", Meaning::Field(Key::DocNumber)),
    ("文号", Meaning::Field(Key::DocNumber)),
    ("抄送", Meaning::Field(Key::Cc)),
    ("抄", Meaning::Field(Key::Cc)),
    ("附件", Meaning::Field(Key::Attachments)),
    ("邮政编码", Meaning::Other),
    ("邮编", Meaning::Other),
    ("地址", Meaning::Other),
    ("通讯地址", Meaning::Other),
    ("联系地址", Meaning::Other),
    ("传真", Meaning::Other),
    ("电子邮箱", Meaning::Other),
    ("邮箱", Meaning::Other),
    ("网址", Meaning::Other),
    ("主管领导", Meaning::Other),
    ("分管领导", Meaning::Other),
    ("责任领导", Meaning::Other),
    ("承办负责人", Meaning::Other),
    ("主办单位", Meaning::Other),
    ("协办单位", Meaning::Other),
    ("会办单位", Meaning::Other),
    ("审核人", Meaning::Other),
    ("抄报", Meaning::Other),
];

/// The labels that are known.
pub(super) struct Labels(Vec<(String, Meaning)>);

/// A label's value in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub meaning: Meaning,
    pub value: String,
}

/// A line parted by its labels.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What stands before the first label.
    pub before: String,
    pub pieces: Vec<Piece>,
}

impl Labels {
    pub fn of(profile: &Profile) -> Self {
        let own = profile.labels.iter().map(|(key, label)| {
            (squeezed(label).trim_end_matches(['：', ':']).to_owned(), Meaning::Field(key.clone()))
        });
        let mut all: Vec<(String, Meaning)> = own.filter(|(label, _)| !label.is_empty()).collect();
        all.extend(LABELS.iter().map(|(label, meaning)| ((*label).to_owned(), meaning.clone())));
        all.sort_by_key(|(label, _)| std::cmp::Reverse(label.chars().count()));
        Self(all)
    }

    /// Parts a line; `None` where it has no label, or a label's value cannot be one.
    pub fn part(&self, line: &str) -> Option<Line> {
        let inner = line.trim();
        let bracketed = inner.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
        let line = bracketed.unwrap_or(inner);
        // By label: where it begins, where its value begins.
        let mut found: Vec<(usize, usize, &Meaning)> = Vec::new();
        for (at, colon) in line.char_indices().filter(|(_, c)| matches!(c, '：' | ':')) {
            let from = found.last().map_or(0, |(_, value, _)| *value);
            let Some((start, meaning)) = line.get(from..at).and_then(|segment| self.label_at_end(segment)) else {
                continue;
            };
            found.push((from + start, at + colon.len_utf8(), meaning));
        }
        let first = found.first()?.0;
        let mut pieces = Vec::new();
        for (index, (_, value, meaning)) in found.iter().enumerate() {
            let end = found.get(index + 1).map_or(line.len(), |(start, _, _)| *start);
            let value = line.get(*value..end)?.trim().trim_end_matches(['，', ',', '；', ';', '、']).trim();
            let value = if bracketed.is_some() { value } else { without_open_bracket(value) };
            pieces.extend(read(meaning, value)?);
        }
        Some(Line { before: line.get(..first)?.trim().to_owned(), pieces })
    }

    /// The longest label that ends a text, and where it begins; blanks may stand within it: 联 系 人.
    fn label_at_end(&self, text: &str) -> Option<(usize, &Meaning)> {
        let text = text.trim_end();
        self.0.iter().find_map(|(label, meaning)| {
            let mut rest = text;
            for c in label.chars().rev() {
                rest = rest.trim_end().strip_suffix(c)?;
            }
            let before = rest.chars().next_back();
            let parts = before.is_none_or(|c| c.is_whitespace() || "，,；;、。（(）)".contains(c));
            parts.then_some((rest.len(), meaning))
        })
    }
}

/// `2355364（` before the next label.
fn without_open_bracket(value: &str) -> &str {
    value.strip_suffix(['（', '(']).unwrap_or(value).trim_end()
}

/// A label's value, if it can be one.
fn read(meaning: &Meaning, value: &str) -> Option<Vec<Piece>> {
    let one = |meaning: Meaning, value: &str| Piece { meaning, value: value.trim().to_owned() };
    let count = value.chars().count();
    let fits = match meaning {
        Meaning::PersonAndPhone => {
            let at = value.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)).unwrap_or(value.len());
            let (person, phone) = value.split_at(at);
            let person = person.trim().trim_end_matches(['，', ',', '、', '（', '(', '：', ':']);
            let phone = phone.trim_end_matches(['）', ')']);
            let pieces = [(Key::ContactPerson, person), (Key::ContactPhone, phone)];
            let pieces = pieces.into_iter().filter(|(_, value)| !value.is_empty());
            return (count <= 60).then(|| pieces.map(|(key, value)| one(Meaning::Field(key), value)).collect());
        }
        Meaning::Other => count <= 60 && !value.contains('。'),
        Meaning::Field(Key::ContactPhone) => {
            count <= 60 && value.chars().all(|c| !"。！？".contains(c)) && value.chars().any(|c| c.is_ascii_digit())
        }
        Meaning::Field(Key::Category | Key::Disclosure) => count <= 16 && !value.contains('。'),
        Meaning::Field(Key::ContactUnit | Key::ContactPerson | Key::Signatory | Key::DocNumber) => {
            count <= 50 && !value.contains(['。', '！', '？'])
        }
        Meaning::Field(Key::Attachments) => count <= 200 && !value.trim_end_matches('。').contains('。'),
        Meaning::Field(_) => count <= 400,
    };
    if !fits {
        return None;
    }
    // 办理结果：（C）
    let is_class = *meaning == Meaning::Field(Key::Category);
    let inner = value.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    let value = inner.filter(|_| is_class).unwrap_or(value);
    // An empty label gives nothing, but it is a label's line all the same.
    Some(if value.is_empty() { Vec::new() } else { vec![one(meaning.clone(), value)] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        let labels = Labels(LABELS.iter().map(|(label, meaning)| ((*label).to_owned(), meaning.clone())).collect());
        let mut labels = labels;
        labels.0.sort_by_key(|(label, _)| std::cmp::Reverse(label.chars().count()));
        let shown = labels.part(line).map(|line| {
            let mut shown = line.before;
            for piece in line.pieces {
                let name = match piece.meaning {
                    Meaning::Field(key) => key.to_string(),
                    meaning => format!("{meaning:?}"),
                };
                shown.push_str(&format!("[{name}={}]", piece.value));
            }
            shown
        });
        assert_eq!(shown.as_deref(), expected, "{line}");
    }

    #[test]
    fn labels_part_a_line() {
        check("联系单位:黄山市发展改革委", Some("[contact.unit=黄山市发展改革委]"));
        check("联 系 人：张三　　电　话：2355364", Some("[contact.person=张三][contact.phone=2355364]"));
        check("（联系人：张三，电话：0559-2355364）", Some("[contact.person=张三][contact.phone=0559-2355364]"));
        check("联系人及电话：张三 0559-2355364", Some("[contact.person=张三][contact.phone=0559-2355364]"));
        check("黄发改函〔2024〕12号　签发人：汪峻", Some("黄发改函〔2024〕12号[signatory=汪峻]"));
        check("抄：市人大常委会代表联络室、市政府办公室", Some("[cc=市人大常委会代表联络室、市政府办公室]"));
        check("邮政编码：245000", Some("[Other=245000]"));
        check("办理结果：（C）", Some("[category=C]"));
        check("联系人：", Some(""));
    }

    #[test]
    fn sentences_with_such_words_are_no_lines_of_labels() {
        check("我局公布了联系电话", None);
        check("电话：我们开通了热线。欢迎拨打。", None);
        check("下一步工作如下：联系群众。", None);
    }
}
