//! Cells and texts to the values of fields, by what a field holds. (JSON: [`super::nodes`].)
//!
//! What is lost in a number, an error cell or a value of the wrong type is reported here, once; the field is
//! then missing.

use std::collections::BTreeMap;

use super::Value;
use super::book::Cell;
use super::normalise::{normalise, told};
use super::number::Number;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Kind};

/// The value is missing because of an error that was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reported;

/// Converts values and gathers what is noticed.
#[derive(Debug, Default)]
pub(super) struct Converter {
    /// What was noticed, in the order of the values.
    pub findings: Vec<Diagnostic>,
    /// By field: where its numbers are told (its heading), and how many there are.
    numbers: BTreeMap<Key, (Origin, usize)>,
}

impl Converter {
    /// The value of a cell. A note on the whole column stands at `column`.
    pub fn cell(
        &mut self,
        key: &Key,
        kind: Kind,
        cell: &Cell,
        origin: &Origin,
        column: &Origin,
    ) -> Result<Value, Reported> {
        match cell {
            Cell::Text(raw) => self.text(key, kind, raw, origin),
            Cell::Number(number) => self.number(key, kind, number, origin, column),
            Cell::Date { year, month, day, time } => {
                self.date(key, kind, (*year, *month, *day), time.as_deref(), origin)
            }
            Cell::Bool(value) => Ok(bool_of_cell(key, kind, *value)),
            Cell::Error(shown) => {
                let message =
                    Message::new(format!("单元格是错误值“{shown}”"), format!("the cell holds the error `{shown}`"));
                self.report(
                    Code::CellError,
                    key,
                    message,
                    origin,
                    ("改正公式，或直接填写应有的内容", "correct the formula, or type what should stand there"),
                )
            }
            Cell::NoResult => {
                let message = Message::new("公式没有保存计算结果", "the formula has no stored result");
                self.report(
                    Code::FormulaWithoutValue,
                    key,
                    message,
                    origin,
                    (
                        "在 WPS 或 Excel 里打开，等计算完成后保存；或把公式粘贴为数值",
                        "open it in WPS or Excel, let it calculate and save; or paste the formula as a value",
                    ),
                )
            }
        }
    }

    /// The value of a text as typed.
    pub fn text(&mut self, key: &Key, kind: Kind, raw: &str, origin: &Origin) -> Result<Value, Reported> {
        let plain = matches!(kind, Kind::Identifier | Kind::Count | Kind::Date);
        let normalised = normalise(raw, plain);
        if !normalised.changes.is_empty() {
            let message = told(&normalised.changes);
            self.findings.push(Diagnostic::note(Code::TextNormalised, message).at(origin).field(key.clone()));
        }
        if normalised.text.is_empty() {
            return Ok(Value::Missing);
        }
        if kind == Kind::Identifier && has_exponent(&normalised.text) {
            return self.digits_lost(key, &normalised.text, origin);
        }
        Ok(Value::Text(normalised.text))
    }

    /// The value of a number.
    pub fn number(
        &mut self,
        key: &Key,
        kind: Kind,
        number: &Number,
        origin: &Origin,
        column: &Origin,
    ) -> Result<Value, Reported> {
        if matches!(kind, Kind::Count | Kind::Date) {
            let bare = number.shown.trim_start_matches('0');
            let shown = if number.formatted && !bare.is_empty() { bare } else { &number.shown };
            return Ok(Value::Number { shown: shown.to_owned(), exact: number.exact });
        }
        if !number.exact {
            return self.digits_lost(key, &number.shown, origin);
        }
        if matches!(kind, Kind::Identifier | Kind::Names) {
            self.numbers.entry(key.clone()).or_insert_with(|| (column.clone(), 0)).1 += 1;
            if number.formatted || *key == Key::ContactPhone && !is_mobile(&number.shown) {
                self.zero_maybe_lost(key, number, origin);
            }
        }
        let shown = match kind {
            // As the person sees it: 85%, 1,234, 12万元.
            Kind::Text | Kind::List | Kind::Body => number.display.as_ref().unwrap_or(&number.shown),
            _ => &number.shown,
        };
        Ok(Value::Text(shown.clone()))
    }

    fn zero_maybe_lost(&mut self, key: &Key, number: &Number, origin: &Origin) {
        let shown = &number.shown;
        let message = if number.formatted {
            Message::new(
                format!("这一格存的是数字，按显示的样子读作“{shown}”"),
                format!("the cell holds a number; it is read as shown, `{shown}`"),
            )
        } else {
            Message::new(
                format!("电话“{shown}”存成了数字，开头的 0 可能丢了"),
                format!("telephone `{shown}` is stored as a number; a leading 0 may be lost"),
            )
        };
        self.findings.push(Diagnostic::warning(Code::ZeroMaybeLost, message).at(origin).field(key.clone()).hint(
            "把这一列设为“文本”格式后重新填写，如 0559-2355364、023",
            "format the column as text and type it again, such as 0559-2355364 or 023",
        ));
    }

    fn date(
        &mut self,
        key: &Key,
        kind: Kind,
        (year, month, day): (i16, i8, i8),
        time: Option<&str>,
        origin: &Origin,
    ) -> Result<Value, Reported> {
        let shown = format!("{year}年{month}月{day}日");
        match kind {
            Kind::Date | Kind::Count => Ok(Value::Date { year, month, day }),
            // Typing 3-1 into a cell that is not text makes a date of it; what was typed is gone.
            Kind::Identifier => {
                let message = Message::new(
                    format!("单元格被程序当成了日期“{shown}”，原来输入的内容已经丢失"),
                    format!("the program took the cell for the date `{shown}`; what was typed is lost"),
                );
                self.report(
                    Code::DigitsLost,
                    key,
                    message,
                    origin,
                    ("把单元格设为“文本”格式，再重新输入", "format the cell as text, then type it again"),
                )
            }
            Kind::Text | Kind::List | Kind::Names | Kind::Body => {
                Ok(Value::Text(time.map_or(shown.clone(), |time| format!("{shown} {time}"))))
            }
        }
    }

    fn digits_lost(&mut self, key: &Key, shown: &str, origin: &Origin) -> Result<Value, Reported> {
        let message = Message::new(
            format!("数字“{shown}”超过15位，后面的数位已经丢失"),
            format!("number `{shown}` has more than 15 digits; the last ones are lost"),
        );
        self.report(
            Code::DigitsLost,
            key,
            message,
            origin,
            (
                "把单元格设为“文本”格式，再照原件重新输入；JSON 里加引号写成文字",
                "format the cell as text, then type it again from the original; in JSON put it in quotes",
            ),
        )
    }

    /// Reports an error that leaves the field missing.
    pub fn report(
        &mut self,
        code: Code,
        key: &Key,
        message: Message,
        origin: &Origin,
        hint: (&str, &str),
    ) -> Result<Value, Reported> {
        self.findings.push(Diagnostic::error(code, message).at(origin).field(key.clone()).hint(hint.0, hint.1));
        Err(Reported)
    }

    /// One note for each identifier column that holds numbers.
    pub fn tell_numbers(self, findings: &mut Vec<Diagnostic>) {
        findings.extend(self.findings);
        for (key, (origin, count)) in self.numbers {
            let message = Message::new(
                format!("“{}”有 {count} 处是数字，已按文字读取", key.heading()),
                format!("`{key}` holds numbers ({count}); they were read as text"),
            );
            findings.push(Diagnostic::note(Code::NumberAsText, message).at(&origin).field(key).hint(
                "把这一列设为“文本”格式，开头的 0 和长数字才不会丢",
                "format the column as text, so that leading zeros and long numbers are kept",
            ));
        }
    }
}

fn bool_of_cell(key: &Key, kind: Kind, value: bool) -> Value {
    match (key, kind) {
        (Key::Disclosure, _) => Value::Text(disclosure(value).to_owned()),
        (_, Kind::Count | Kind::Date) => Value::Bool(value),
        _ => Value::Text(if value { "TRUE" } else { "FALSE" }.to_owned()),
    }
}

/// What yes or no means under a heading such as 是否公开.
pub(super) fn disclosure(public: bool) -> &'static str {
    if public { "主动公开" } else { "不予公开" }
}

/// A mobile number never had a leading zero.
fn is_mobile(shown: &str) -> bool {
    shown.len() == 11 && shown.starts_with('1')
}

/// `1.23457E+17`: what a program writes for a number that is too long for it.
fn has_exponent(text: &str) -> bool {
    text.split_once("E+").or_else(|| text.split_once("e+")).is_some_and(|(mantissa, exponent)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(&mantissa.replacen('.', "", 1)) && digits(exponent)
    })
}
