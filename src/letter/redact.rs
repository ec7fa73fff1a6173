//! Taking out of a letter what may not be published: contact data, and personal numbers wherever they stand.

mod number;

use super::{Block, Letter};
use crate::diag::Origin;

/// Words before a colon, or over a column, that tell whom to turn to, or where somebody lives.
const LABELS: &[&str] = &[
    "联系单位",
    "联系人",
    "联络人",
    "承办人",
    "经办人",
    "联系电话",
    "联系方式",
    "联系地址",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "座机",
    "传真",
    "微信",
    "微信号",
    "QQ",
    "邮箱",
    "邮件",
    "邮编",
    "邮政编码",
    "通讯地址",
    "通信地址",
    "家庭住址",
    "住址",
    "身份证",
    "身份证号",
    "身份证号码",
    "银行卡",
    "银行卡号",
    "银行账号",
    "银行帐号",
    "E-mail",
    "Email",
    "email",
];
/// Words that may stand before such a label; with others it is part of the text: 开通热线电话：….
const BEFORE: &[&str] = &[
    "电子",
    "办公",
    "办公室",
    "移动",
    "家庭",
    "住宅",
    "代表",
    "委员",
    "我局",
    "我委",
    "单位",
    "本人",
    "承办人",
    "经办人",
];
/// What stands in a cell whose column is headed so.
const COVERED: &str = "***";

/// What one letter's copy must not say.
pub(super) struct Redactor {
    /// Numbers that are contact data as such: the letter's own telephone.
    own: Vec<String>,
}

impl Redactor {
    pub fn of(letter: &Letter) -> Self {
        let phones = letter.contact.phone.iter().chain(&letter.background.phone);
        let parts = phones.flat_map(|phone| phone.split(['、', '，', ',', ';', '；', '/', '转']));
        let mut own = Vec::new();
        for number in parts.map(number::digits).filter(|digits| digits.len() >= 5) {
            // In running text the area code is left out as often as not.
            own.extend(number::without_area(&number).map(str::to_owned));
            own.push(number);
        }
        own.sort_by_key(|number| std::cmp::Reverse(number.len()));
        Self { own }
    }

    /// The text without passages in brackets that tell whom to turn to, and with personal numbers masked.
    pub fn text(&self, text: &str) -> String {
        let text = without_contacts_in_brackets(text);
        number::mask(&without_contacts(&text), &self.own)
    }

    /// The blocks without lines of contacts, and with the origins of those that are left. The text is never empty: where
    /// nothing else is left, a line says so.
    pub fn body(&self, blocks: &[Block], origins: &[Origin]) -> (Vec<Block>, Vec<Origin>) {
        let mut kept = Vec::new();
        let mut places = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if let Some(block) = self.block(block) {
                kept.push(block);
                places.extend(origins.get(at).cloned());
            }
        }
        if kept.is_empty() {
            kept.push(Block::Plain("（略）".to_owned()));
            places.extend(origins.first().cloned());
        }
        (kept, places)
    }

    fn block(&self, block: &Block) -> Option<Block> {
        let text = |text: &String| Some(self.text(text)).filter(|text| !text.trim().is_empty());
        Some(match block {
            Block::Heading(words) => Block::Heading(text(words)?),
            Block::Item(words) => Block::Item(text(words)?),
            Block::Plain(words) => Block::Plain(text(words)?),
            Block::RunIn { heading, rest } => Block::RunIn { heading: text(heading)?, rest: self.text(rest) },
            Block::Table { rows, header_rows } => {
                Block::Table { rows: self.table(rows, *header_rows), header_rows: *header_rows }
            }
        })
    }

    /// The cells; those of a column, or beside a label, of contact data are covered whole.
    fn table(&self, rows: &[Vec<String>], header_rows: usize) -> Vec<Vec<String>> {
        let heads = rows.get(..header_rows.max(1).min(rows.len())).unwrap_or_default();
        let covered: Vec<usize> = heads
            .iter()
            .flat_map(|row| row.iter().enumerate().filter(|(_, cell)| is_contact(cell)).map(|(at, _)| at))
            .collect();
        let row = |(number, row): (usize, &Vec<String>)| {
            let cell = |(at, cell): (usize, &String)| {
                let is_head = number < heads.len();
                let beside = at.checked_sub(1).and_then(|at| row.get(at)).is_some_and(|label| is_label(label));
                // 联系人 | 张明 may be the first row where none is said to be a heading.
                let pairs = !is_head || header_rows == 0 && at % 2 == 1 && row.len() % 2 == 0;
                let covers = !is_head && covered.contains(&at) || pairs && beside && !is_label(cell);
                if covers && !cell.trim().is_empty() { COVERED.to_owned() } else { self.text(cell) }
            };
            row.iter().enumerate().map(cell).collect()
        };
        rows.iter().enumerate().map(row).collect()
    }
}

/// Does a name say that its value is contact data?
pub(super) fn is_contact(name: &str) -> bool {
    LABELS.iter().any(|label| name.contains(label))
}

/// Is a cell nothing but a label of contact data?
fn is_label(cell: &str) -> bool {
    cell.chars().count() <= 8 && !cell.chars().any(|c| c.is_ascii_digit()) && is_contact(cell)
}

/// The text without what follows a label and its colon, to the end of the sentence: 联系人：张明，电话：….
fn without_contacts(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) =
        rest.char_indices().filter(|(_, c)| matches!(c, '：' | ':')).find_map(|(colon, _)| label_before(rest, colon))
    {
        let (before, contacts) = rest.split_at(at);
        kept.push_str(before.trim_end_matches(['，', '、', ',', '；', ';', ' ']));
        let end = contacts.find(['。', '\n']).unwrap_or(contacts.len());
        rest = &contacts[end..];
        if kept.is_empty() || kept.ends_with(['。', '\n']) {
            rest = rest.strip_prefix('。').unwrap_or(rest);
        }
    }
    kept.push_str(rest);
    kept
}

/// Where the label of contact data that ends at a colon begins.
fn label_before(text: &str, colon: usize) -> Option<usize> {
    let front = text.get(..colon)?.trim_end();
    let label = LABELS.iter().filter(|label| front.ends_with(**label)).max_by_key(|label| label.len())?;
    let front = front.strip_suffix(*label)?;
    let word = BEFORE.iter().filter(|word| front.ends_with(**word)).max_by_key(|word| word.len());
    let front = word.and_then(|word| front.strip_suffix(*word)).unwrap_or(front);
    // Behind another word it is part of the text.
    let free = front.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    free.then_some(front.len())
}

/// （联系人：张明，电话：…） is left out, with its brackets.
fn without_contacts_in_brackets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['（', '(']) {
        let (before, inside) = rest.split_at(open);
        kept.push_str(before);
        let Some(close) = inside.find(['）', ')']) else {
            rest = inside;
            break;
        };
        let end = close + inside[close..].chars().next().map_or(1, char::len_utf8);
        let (passage, after) = inside.split_at(end);
        let tells = LABELS.iter().any(|label| passage.contains(label)) && passage.contains(['：', ':', '为'])
            || passage.chars().any(|c| c == '@' || c == '＠');
        if !tells {
            kept.push_str(passage);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        Redactor { own: vec!["05592355364".to_owned(), "6220011".to_owned()] }.text(text)
    }

    #[test]
    fn lines_and_brackets_that_tell_whom_to_turn_to_are_left_out() {
        assert_eq!(text("联系电话：0559-1234567"), "");
        assert_eq!(text("联系人：张明；电话：1234567"), "");
        assert_eq!(text("请到窗口办理（联系人：张明，电话：1234567）。"), "请到窗口办理。");
        assert_eq!(text("请写信(zhang@example.com)。"), "请写信。");
        assert_eq!(
            text("请与我局联系，联系人：张明，办公电话：1234567。我局将及时办理。"),
            "请与我局联系。我局将及时办理。"
        );
        assert_eq!(text("联系人：张明；联系电话：1234567"), "");
        assert_eq!(text("联系人：张明。路已通车。"), "路已通车。");
        assert_eq!(text("二、开通热线电话：由县政务中心负责。"), "二、开通热线电话：由县政务中心负责。");
        assert_eq!(text("第一：水库加固（已完工）。"), "第一：水库加固（已完工）。");
        assert_eq!(text("开通热线电话，群众反映良好。"), "开通热线电话，群众反映良好。");
    }

    #[test]
    fn columns_and_cells_of_contact_data_are_covered() {
        let redactor = Redactor { own: Vec::new() };
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = [row(["单位", "联系电话", "事项"]), row(["水利局", "221", "清淤"]), row(["手机", "号", "手机"])];
        let covered = redactor.table(&table, 1);
        assert_eq!(covered[0], row(["单位", "联系电话", "事项"]));
        assert_eq!(covered[1], row(["水利局", "***", "清淤"]));
        assert_eq!(covered[2], row(["手机", "***", "手机"]));
        let pairs = [["联系人", "张明"].map(str::to_owned).to_vec()];
        assert_eq!(redactor.table(&pairs, 0)[0], ["联系人", "***"]);
    }
}
