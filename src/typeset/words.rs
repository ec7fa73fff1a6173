//! What Typst says most often, in Chinese.

/// Beginnings of messages; what follows is kept as it is.
const SAID: &[(&str, &str)] = &[
    ("unknown variable: ", "没有这个名称："),
    ("unknown font family: ", "没有这种字体："),
    ("unexpected argument: ", "多了一个参数："),
    ("unexpected argument", "多了一个参数"),
    ("missing argument: ", "少了参数："),
    ("file not found (searched at ", "找不到文件 (找过 "),
    ("failed to load file (access denied)", "不许读这个文件"),
    ("unclosed delimiter", "括号没有闭合"),
    ("unexpected closing ", "多了一个反括号："),
    ("expected ", "这里应当是："),
    ("maximum function call depth exceeded", "函数自己叫自己，层数太多"),
    ("condition is always true", "条件永远成立，循环不会结束"),
    ("cannot divide by zero", "除数是零"),
    ("unable to get the current date", "这里没有当前日期"),
    ("no text within stars", "两个星号之间没有文字"),
    ("no text within underscores", "两条下划线之间没有文字"),
    ("string contains invalid digits", "这段文字不是数字"),
    ("cannot multiply ", "不能相乘："),
    ("cannot add ", "不能相加："),
    ("cannot compare ", "不能比较："),
    ("path ", "路径不在模板文件夹里："),
];

/// The message in Chinese; one that is not known stays English.
pub(super) fn chinese(message: &str) -> String {
    let known = SAID.iter().find_map(|(en, zh)| Some(format!("{zh}{}", message.strip_prefix(en)?)));
    known.unwrap_or_else(|| message.to_owned())
}
