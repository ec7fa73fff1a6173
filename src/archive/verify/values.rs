//! Values of the metadata: what they may be, and what they must agree with.

use std::collections::BTreeMap;

use super::report::{Item, Report};
use crate::archive::package::unit::{Head, Role, Unit};
use crate::record::Record;

const RETENTIONS: [&str; 5] = ["永久", "30年", "10年", "长期", "短期"];
const SECRECIES: [&str; 5] = ["公开", "限制", "秘密", "机密", "绝密"];

/// The longest value of a single line that the standard's readers take.
const LONGEST: usize = 2000;

/// Types, lengths, value sets, required elements.
pub(super) fn check(unit: &Unit, file: &str, report: &mut Report) {
    let (archive, letter) = (&unit.archive, &unit.letter);
    let required = [
        ("立档单位名称", &archive.unit),
        ("全宗号", &archive.fonds),
        ("年度", &archive.year),
        ("保管期限", &archive.retention),
        ("电子文件号", &unit.id),
        ("题名", &letter.title),
        ("日期", &letter.date),
        ("密级", &letter.secrecy),
        ("档号", &unit.code),
    ];
    for (name, value) in required {
        if value.trim().is_empty() {
            report.fail(Item::Elements, file, format!("“{name}”是空的"), format!("{name} is empty"));
        }
        if value.chars().count() > LONGEST {
            report.fail(Item::Values, file, format!("“{name}”太长"), format!("{name} is too long"));
        }
    }
    if letter.issuer.iter().all(|it| it.trim().is_empty()) {
        report.fail(Item::Elements, file, "“责任者”是空的", "责任者 is empty");
    }
    if archive.item_no == 0 {
        report.fail(Item::Values, file, "“件号”应为正整数", "件号 is a positive number");
    }
    let in_set = [("保管期限", &archive.retention, &RETENTIONS[..]), ("密级", &letter.secrecy, &SECRECIES[..])];
    for (name, value, set) in in_set {
        if !set.contains(&value.as_str()) {
            let all = set.join("、");
            report.fail(
                Item::Values,
                file,
                format!("“{name}”不能是“{value}”，应为{all}"),
                format!("{name} cannot be `{value}`, expected one of {all}"),
            );
        }
    }
    let is_date = letter.date.parse::<jiff::civil::Date>().is_ok();
    if !is_date {
        report.fail(Item::Values, file, "“日期”不是一个日期", "日期 is no date");
    } else if !letter.date.starts_with(&archive.year) || archive.year.len() != 4 {
        report.fail(Item::Values, file, "“年度”与“日期”不符", "年度 is not the year of 日期");
    }
    for event in &unit.events {
        if event.time.parse::<jiff::Timestamp>().is_err() {
            report.fail(
                Item::Values,
                file,
                format!("“{}”的时间写得不对", event.zh()),
                format!("the time of `{}` is not well-formed", event.what),
            );
        }
    }
    for role in [Role::Letter, Role::Data] {
        if unit.components.iter().filter(|it| it.role == role).count() != 1 {
            report.fail(
                Item::Components,
                file,
                format!("应有一个{}文件", role.zh()),
                format!("there is one file that is the {}", role.ascii()),
            );
        }
    }
    if !["checked", "made", "packed"].iter().all(|what| unit.events.iter().any(|event| event.what == *what)) {
        report.fail(Item::Elements, file, "缺少检查、生成或打包的记录", "the events of its making are not all there");
    }
}

/// What the record in the letter says otherwise than the metadata.
pub(super) fn contradiction(unit: &Unit, record: &Record) -> Option<(String, String)> {
    let letter = &unit.letter;
    let number = record.number.clone().unwrap_or_default();
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = [
        ("题名", letter.title.clone(), record.title.clone()),
        ("文件编号", option(&letter.doc_number), option(&record.doc_number)),
        ("责任者", letter.issuer.join("、"), record.issuer.join("、")),
        ("日期", letter.date.clone(), record.date.clone()),
        ("主送", letter.addressee.clone(), record.addressee.clone()),
        ("抄送", letter.cc.join("、"), record.cc.join("、")),
        ("电子文件号", unit.id.clone(), record.id.clone()),
        ("建议号", unit.number.clone(), number),
        ("规则", unit.making.profile.clone(), record.profile.clone()),
    ];
    let (name, told, said) = pairs.into_iter().find(|(_, told, said)| told != said)?;
    Some((
        format!("元数据的“{name}”是“{told}”，函件里是“{said}”"),
        format!("{name} of the metadata is `{told}`, the letter says `{said}`"),
    ))
}

/// Running numbers: of the package without gaps, of the archive each once; and the counts.
pub(super) fn serials(units: &[Unit], head: &Head, listed: usize, report: &mut Report) {
    if listed != head.letters {
        report.fail(
            Item::Counts,
            &head.index,
            format!("清单有 {listed} 件，应有 {} 件", head.letters),
            format!("the list has {listed} letters, expected {}", head.letters),
        );
    }
    report.pass(Item::Counts, format!("{listed} 件"), format!("{listed} letters"));
    for (at, unit) in units.iter().enumerate() {
        if unit.serial != at + 1 && units.len() == listed {
            report.fail(
                Item::Serials,
                &head.index,
                format!("第 {} 个的顺序号是 {}", at + 1, unit.serial),
                format!("entry {} has the running number {}", at + 1, unit.serial),
            );
            break;
        }
    }
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    units.iter().for_each(|unit| *codes.entry(&unit.code).or_default() += 1);
    for (code, _) in codes.iter().filter(|(_, count)| **count > 1) {
        report.fail(
            Item::Serials,
            &head.index,
            format!("档号“{code}”不止一件"),
            format!("the code `{code}` is given more than once"),
        );
    }
    // The archive counts the papers of a whole year, of which the letters may be a part.
    let mut items: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for unit in units {
        items.entry((&unit.archive.year, &unit.archive.retention)).or_default().push(unit.archive.item_no);
    }
    for ((year, retention), mut numbers) in items {
        numbers.sort_unstable();
        let gap = numbers.windows(2).find(|pair| matches!(pair, [a, b] if *b > a + 1)).map(<[u32]>::to_vec);
        if let Some([before, after]) = gap.as_deref() {
            report.doubt(
                Item::Serials,
                &head.index,
                format!("{year}年 {retention}：件号 {before} 之后是 {after}；其间的若是别的文件，不算缺号"),
                format!("{year}, {retention}: {before} is followed by {after}; no gap if other papers have the numbers between"),
            );
        }
    }
    report.pass(
        Item::Serials,
        format!("顺序号 1 至 {}，没有缺号和重号", units.len()),
        format!("running numbers 1 to {}, without gaps", units.len()),
    );
}
