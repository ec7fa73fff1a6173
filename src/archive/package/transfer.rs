//! The carrier for handing electronic records over (移交): 说明文件.TXT, 文件目录.XML, 电子档案/, 其他/.

use std::io::{self, Write};

use super::Settings;
use super::gather::Gathered;
use super::unit::{Head, Unit};
use super::xml::Xml;
use crate::archive::container::Sink;

/// Writes the two files of the carrier's root.
pub(super) fn finish(sink: &mut Sink, head: &Head, settings: &Settings, gathered: &[Gathered]) -> io::Result<()> {
    sink.put_with(LIST, &mut |to| list(gathered.iter().map(|it| &it.unit), to))?;
    let (bytes, files) = (sink.stored().iter().map(|it| it.bytes).sum::<u64>(), sink.stored().len());
    sink.put(DESCRIPTION, description(head, settings, gathered, bytes, files).as_bytes())?;
    Ok(())
}

/// The list's name.
pub(in crate::archive) const LIST: &str = "文件目录.XML";

/// The description's name.
pub(in crate::archive) const DESCRIPTION: &str = "说明文件.TXT";

/// Writes the list.
pub(in crate::archive) fn list<'a>(units: impl Iterator<Item = &'a Unit>, to: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::begin(to)?;
    xml.open("文件目录", &[])?;
    for unit in units {
        xml.open("文件", &[])?;
        xml.text("顺序号", &unit.serial.to_string())?;
        xml.text("档号", &unit.code)?;
        xml.text("责任者", &unit.letter.issuer.join("、"))?;
        xml.text("题名", &unit.letter.title)?;
        xml.text("日期", &unit.letter.date.replace('-', ""))?;
        xml.text("密级", &unit.letter.secrecy)?;
        xml.text("电子档案名称", unit.components.first().map_or("", |it| it.path.as_str()))?;
        xml.text("备注", &unit.letter.doc_number.clone().unwrap_or_default())?;
        xml.close()?;
    }
    xml.close()
}

/// One line a fact. Notepad reads the Chinese text for certain behind the mark of the encoding.
fn description(head: &Head, settings: &Settings, gathered: &[Gathered], bytes: u64, files: usize) -> String {
    let codes = match (gathered.first(), gathered.last()) {
        (Some(first), Some(last)) => format!("{} 至 {}", first.unit.code, last.unit.code),
        _ => String::new(),
    };
    let blank = String::new();
    let carrier = settings.carrier.as_ref().unwrap_or(&blank);
    let lines = [
        ("载体编号", carrier.clone()),
        ("载体类型", blank.clone()),
        ("载体容量", blank.clone()),
        ("移交单位", head.unit.clone()),
        ("接收单位", settings.archives.clone().unwrap_or_default()),
        ("全宗号", settings.fonds.clone().unwrap_or_default()),
        ("档案门类", "文书类电子档案（建议提案答复函）".to_owned()),
        ("档案数量", format!("{} 件", gathered.len())),
        ("起止档号", codes),
        ("数据量", format!("{files} 个文件，{bytes} 字节（不含本文件和 fixity-sha256.txt）")),
        ("制作时间", head.created.clone()),
        ("制作软件", head.tool.clone()),
        ("制作人", blank.clone()),
        ("检查人", blank.clone()),
        ("保管人", blank),
        ("读取所需软硬件", "PDF 阅读器（PDF/A-3a）、文本和 XML 阅读器；不需要专用设备，文件没有加密和压缩".to_owned()),
        (
            "完整性",
            "各文件的 SHA-256 摘要见 fixity-sha256.txt，各件的 SM3 摘要见其 unit.json 和 metadata.xml".to_owned(),
        ),
        (
            "目录",
            "文件目录.XML；电子档案 文件夹按年度、保管期限、件存放；其他 文件夹是清单、模板和元数据规范".to_owned(),
        ),
    ];
    let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}：{value}\r\n")).collect();
    let text = lines.concat();
    format!("\u{feff}{text}")
}
