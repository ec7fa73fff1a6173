//! Metadata of a 件 by DA/T 46-2009, as XML; the schema is `schemas/dat46.xsd`.

use std::io::{self, Write};

use super::unit::{Archive, Component, Role, Unit};
use super::xml::Xml;

/// The namespace of the file. The standard names no XML form; the elements have its own names.
const NAMESPACE: &str = "urn:x-dafu:dat46:2009";

/// Writes what stands in a file's 编码 beside its description: nothing, or the file itself.
pub(super) type Encode<'a> = &'a mut dyn FnMut(&mut Xml<'_>, usize, &Component) -> io::Result<()>;

/// Writes the metadata file.
pub(in crate::archive) fn write(unit: &Unit, to: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::begin(to)?;
    xml.open("电子文件元数据", &[("xmlns", NAMESPACE), ("版本", "1"), ("档号", &unit.code)])?;
    entity(&mut xml, unit, &mut |_, _, _| Ok(()))?;
    relations(&mut xml, unit)?;
    actions(&mut xml, unit)?;
    agents(&mut xml, unit)?;
    xml.close()
}

/// 文件实体: M1 to M76.
pub(super) fn entity(xml: &mut Xml<'_>, unit: &Unit, encode: Encode<'_>) -> io::Result<()> {
    let Unit { archive, letter, .. } = unit;
    xml.open("文件实体", &[])?;
    xml.text("聚合层次", "文件")?;
    xml.open("来源", &[])?;
    xml.optional("档案馆名称", archive.archives.as_deref())?;
    xml.optional("档案馆代码", archive.archives_code.as_deref())?;
    xml.optional("全宗名称", archive.fonds_name.as_deref())?;
    xml.text("立档单位名称", &archive.unit)?;
    xml.close()?;
    xml.text("电子文件号", &unit.id)?;
    code(xml, archive)?;
    xml.open("内容描述", &[])?;
    xml.text("题名", &letter.title)?;
    letter.names.iter().try_for_each(|name| xml.text("人名", name))?;
    xml.optional("文件编号", letter.doc_number.as_deref())?;
    letter.issuer.iter().try_for_each(|issuer| xml.text("责任者", issuer))?;
    xml.text("日期", &letter.date)?;
    xml.text("文种", &letter.genre)?;
    xml.optional("紧急程度", letter.urgency.as_deref())?;
    xml.text("主送", &letter.addressee)?;
    letter.cc.iter().try_for_each(|cc| xml.text("抄送", cc))?;
    xml.text("密级", &letter.secrecy)?;
    xml.optional("保密期限", letter.secrecy_term.as_deref())?;
    xml.close()?;
    xml.open("形式特征", &[])?;
    xml.text("文件组合类型", if unit.components.len() > 2 { "组合文件" } else { "单件" })?;
    xml.text("件数", "1")?;
    xml.text("页数", &letter.pages.to_string())?;
    xml.text("语种", "汉语")?;
    xml.text("稿本", "正本")?;
    xml.close()?;
    xml.open("存储位置", &[])?;
    xml.text("脱机载体编号", &archive.carrier)?;
    xml.optional("脱机载体存址", archive.carrier_place.as_deref())?;
    xml.close()?;
    xml.open("权限管理", &[])?;
    let is_open = letter.disclosure.as_deref() == Some("主动公开");
    xml.text("控制标识", if is_open { "开放" } else { "控制" })?;
    xml.close()?;
    xml.text("信息系统描述", &unit.making.tool)?;
    xml.open("文件数据", &[])?;
    for (at, component) in unit.components.iter().enumerate() {
        document(xml, unit, at, component, encode)?;
    }
    xml.close()?;
    xml.close()
}

/// 档号 M8.
fn code(xml: &mut Xml<'_>, archive: &Archive) -> io::Result<()> {
    xml.open("档号", &[])?;
    xml.text("全宗号", &archive.fonds)?;
    xml.optional("目录号", archive.catalogue_no.as_deref())?;
    xml.text("年度", &archive.year)?;
    xml.text("保管期限", &archive.retention)?;
    xml.optional("机构或问题", archive.organ.as_deref())?;
    xml.optional("类别号", archive.class.as_deref())?;
    // Since DA/T 22-2015 there is one number, that of the archive's room.
    xml.text("室编件号", &archive.item_no.to_string())?;
    xml.close()
}

/// One file: M46 to M64.
fn document(xml: &mut Xml<'_>, unit: &Unit, at: usize, component: &Component, encode: Encode<'_>) -> io::Result<()> {
    xml.open("文档", &[])?;
    xml.text("文档标识符", &format!("D{}", at + 1))?;
    xml.text("文档序号", &(at + 1).to_string())?;
    xml.text("文档主从声明", if at == 0 { "主文档" } else { "附属文档" })?;
    xml.text("题名", &format!("{}：{}", component.role.zh(), component.name))?;
    xml.open("文档数据", &[])?;
    xml.open("编码", &[])?;
    xml.open("电子属性", &[])?;
    let Component { format, media, .. } = component;
    xml.text("格式信息", &format!("格式名称：{format}，MIME媒体类型：{media}"))?;
    xml.text("计算机文件名", &component.name)?;
    xml.text("计算机文件大小", &component.bytes.to_string())?;
    let is_made = matches!(component.role, Role::Letter | Role::FinalDraft | Role::Data) && !component.scan;
    xml.optional("文档创建程序", is_made.then_some(unit.making.tool.as_str()))?;
    if !component.path.is_empty() {
        xml.text("当前位置", &component.path)?;
    }
    xml.text_with("数字摘要", &[("算法", "SHA-256")], &component.sha256)?;
    xml.text_with("数字摘要", &[("算法", "SM3")], &component.sm3)?;
    xml.close()?;
    if component.scan {
        xml.open("数字化属性", &[])?;
        xml.text("数字化对象形态", "纸质")?;
        xml.close()?;
    }
    if at == 0 {
        for signature in &unit.signatures {
            xml.open("电子签名", &[])?;
            xml.text("签名规则", &signature.rule)?;
            xml.text("签名时间", &signature.time)?;
            xml.text("签名人", &signature.signer)?;
            xml.text("签名结果", &signature.value)?;
            xml.text("证书", &signature.certificate)?;
            xml.text("签名算法标识", &signature.algorithm)?;
            xml.close()?;
        }
    }
    encode(xml, at, component)?;
    xml.close()?;
    xml.close()?;
    xml.close()
}

/// 文件实体关系.
pub(super) fn relations(xml: &mut Xml<'_>, unit: &Unit) -> io::Result<()> {
    for relation in &unit.relations {
        xml.open("文件实体关系", &[])?;
        xml.text("文件标识符", &unit.id)?;
        xml.text("被关联文件标识符", &relation.to)?;
        xml.text("关系类型", "参照关系")?;
        xml.text("关系", if relation.kind == "replaces" { "替代" } else { "再次答复" })?;
        xml.close()?;
    }
    Ok(())
}

/// 业务实体: what was done.
pub(super) fn actions(xml: &mut Xml<'_>, unit: &Unit) -> io::Result<()> {
    for (at, event) in unit.events.iter().enumerate() {
        xml.open("业务实体", &[])?;
        xml.text("业务标识符", &format!("A{}", at + 1))?;
        xml.text("机构人员标识符", &agent_id(unit, &event.agent))?;
        xml.text("文件标识符", &unit.id)?;
        xml.text("业务状态", "历史行为")?;
        xml.text("业务行为", event.zh())?;
        xml.text("行为时间", &event.time)?;
        xml.close()?;
    }
    Ok(())
}

/// 机构人员实体: who did it.
pub(super) fn agents(xml: &mut Xml<'_>, unit: &Unit) -> io::Result<()> {
    for (at, (name, kind)) in agents_of(unit).iter().enumerate() {
        xml.open("机构人员实体", &[])?;
        xml.text("机构人员标识符", &format!("P{}", at + 1))?;
        xml.text("机构人员类型", kind)?;
        xml.text("机构人员名称", name)?;
        let is_unit = *name == unit.archive.unit;
        xml.optional("组织机构代码", unit.archive.unit_code.as_deref().filter(|_| is_unit))?;
        xml.close()?;
    }
    Ok(())
}

fn agent_id(unit: &Unit, agent: &str) -> String {
    let at = agents_of(unit).iter().position(|(name, _)| *name == agent).unwrap_or_default();
    format!("P{}", at + 1)
}

/// The unit, then the issuers, then the programs.
fn agents_of(unit: &Unit) -> Vec<(&str, &'static str)> {
    let mut all: Vec<(&str, &'static str)> = vec![(&unit.archive.unit, "单位")];
    let issuers = unit.letter.issuer.iter().map(|name| (name.as_str(), "单位"));
    let signers = unit.signatures.iter().map(|it| (it.signer.as_str(), "单位"));
    let programs = unit.events.iter().map(|event| (event.agent.as_str(), "信息系统"));
    for (name, kind) in issuers.chain(signers).chain(programs) {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, kind));
        }
    }
    all
}
