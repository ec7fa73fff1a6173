//! PREMIS 3: objects, events and agents of a 件, and of the package as a whole.

use std::io::{self, Write};

use super::gather::Gathered;
use super::unit::{Component, Head, Unit};
use super::xml::Xml;

/// PRONOM's numbers of the formats that it is certain about.
const PRONOM: [(&str, &str); 8] = [
    ("PDF/A-1a", "fmt/95"),
    ("PDF/A-1b", "fmt/354"),
    ("PDF/A-2a", "fmt/476"),
    ("PDF/A-2b", "fmt/477"),
    ("PDF/A-2u", "fmt/478"),
    ("PDF/A-3a", "fmt/479"),
    ("PDF/A-3b", "fmt/480"),
    ("PDF/A-3u", "fmt/481"),
];

/// Writes the file of a 件.
pub(in crate::archive) fn write(unit: &Unit, to: &mut dyn Write) -> io::Result<()> {
    let mut xml = begin(to)?;
    for (at, component) in unit.components.iter().enumerate() {
        object(&mut xml, unit, at, component)?;
    }
    for (at, event) in unit.events.iter().enumerate() {
        let kind = match event.what.as_str() {
            "checked" => "validation",
            "made" => "creation",
            "signed" => "digital signature generation",
            "adopted" => "ingestion",
            _ => "information package creation",
        };
        let main = unit.components.first().map_or("", |it| it.path.as_str());
        written(&mut xml, &format!("{}-E{}", unit.code, at + 1), kind, &event.time, &event.agent, main)?;
    }
    let mut agents: Vec<&str> = unit.events.iter().map(|event| event.agent.as_str()).collect();
    agents.push(&unit.archive.unit);
    told(&mut xml, agents)?;
    xml.close()
}

/// Writes the file of the package.
pub(super) fn package(head: &Head, gathered: &[Gathered], to: &mut dyn Write) -> io::Result<()> {
    let mut xml = begin(to)?;
    xml.open("premis:object", &[("xsi:type", "premis:intellectualEntity")])?;
    identifier(&mut xml, "object", "package")?;
    xml.open("premis:significantProperties", &[])?;
    xml.text("premis:significantPropertiesType", "件数")?;
    xml.text("premis:significantPropertiesValue", &gathered.len().to_string())?;
    xml.close()?;
    xml.text("premis:originalName", "建议提案答复函")?;
    xml.close()?;
    written(&mut xml, "package-E1", "information package creation", &head.created, &head.tool, "package")?;
    told(&mut xml, vec![&head.tool, &head.unit])?;
    xml.close()
}

fn begin(to: &mut dyn Write) -> io::Result<Xml<'_>> {
    let mut xml = Xml::begin(to)?;
    let attributes = [
        ("xmlns:premis", "http://www.loc.gov/premis/v3"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("version", "3.0"),
    ];
    xml.open("premis:premis", &attributes)?;
    Ok(xml)
}

fn identifier(xml: &mut Xml<'_>, of: &str, value: &str) -> io::Result<()> {
    xml.open(&format!("premis:{of}Identifier"), &[])?;
    xml.text(&format!("premis:{of}IdentifierType"), "local")?;
    xml.text(&format!("premis:{of}IdentifierValue"), value)?;
    xml.close()
}

fn object(xml: &mut Xml<'_>, unit: &Unit, at: usize, component: &Component) -> io::Result<()> {
    xml.open("premis:object", &[("xsi:type", "premis:file")])?;
    identifier(xml, "object", &component.path)?;
    xml.open("premis:objectCharacteristics", &[])?;
    xml.text("premis:compositionLevel", "0")?;
    for (algorithm, digest) in [("SHA-256", &component.sha256), ("SM3", &component.sm3)] {
        xml.open("premis:fixity", &[])?;
        xml.text("premis:messageDigestAlgorithm", algorithm)?;
        xml.text("premis:messageDigest", digest)?;
        xml.text("premis:messageDigestOriginator", super::TOOL)?;
        xml.close()?;
    }
    xml.text("premis:size", &component.bytes.to_string())?;
    xml.open("premis:format", &[])?;
    xml.open("premis:formatDesignation", &[])?;
    xml.text("premis:formatName", &component.format)?;
    xml.close()?;
    if let Some((_, number)) = PRONOM.iter().find(|(name, _)| *name == component.format) {
        xml.open("premis:formatRegistry", &[])?;
        xml.text("premis:formatRegistryName", "PRONOM")?;
        xml.text("premis:formatRegistryKey", number)?;
        xml.close()?;
    }
    xml.close()?;
    if at == 0 {
        let made = unit.events.iter().find(|event| event.what == "made");
        xml.open("premis:creatingApplication", &[])?;
        xml.text("premis:creatingApplicationName", &unit.making.tool)?;
        xml.optional("premis:dateCreatedByApplication", made.map(|event| event.time.as_str()))?;
        xml.close()?;
    }
    xml.close()?;
    xml.text("premis:originalName", &component.name)?;
    if at == 0 {
        for signature in &unit.signatures {
            xml.open("premis:signatureInformation", &[])?;
            xml.open("premis:signature", &[])?;
            xml.text("premis:signatureEncoding", "Base64")?;
            xml.text("premis:signer", &signature.signer)?;
            xml.text("premis:signatureMethod", &signature.algorithm)?;
            xml.text("premis:signatureValue", &signature.value)?;
            xml.text("premis:signatureValidationRules", &signature.rule)?;
            xml.close()?;
            xml.close()?;
        }
    }
    xml.close()
}

fn written(xml: &mut Xml<'_>, id: &str, kind: &str, time: &str, agent: &str, object: &str) -> io::Result<()> {
    xml.open("premis:event", &[])?;
    identifier(xml, "event", id)?;
    xml.text("premis:eventType", kind)?;
    xml.text("premis:eventDateTime", time)?;
    xml.open("premis:eventOutcomeInformation", &[])?;
    xml.text("premis:eventOutcome", "success")?;
    xml.close()?;
    identifier(xml, "linkingAgent", agent)?;
    identifier(xml, "linkingObject", object)?;
    xml.close()
}

/// Each agent once.
fn told(xml: &mut Xml<'_>, mut agents: Vec<&str>) -> io::Result<()> {
    agents.sort_unstable();
    agents.dedup();
    for agent in agents {
        xml.open("premis:agent", &[])?;
        identifier(xml, "agent", agent)?;
        xml.text("premis:agentName", agent)?;
        xml.text("premis:agentType", if agent.starts_with("dafu ") { "software" } else { "organization" })?;
        xml.close()?;
    }
    Ok(())
}
