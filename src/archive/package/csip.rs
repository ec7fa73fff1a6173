//! E-ARK CSIP 2.2.0: METS of the package and of its one representation.

use std::io;

use super::gather::Gathered;
use super::unit::Head;
use super::xml::Xml;
use super::{HEAD, media, premis};
use crate::archive::container::{Sink, Stored};

const PROFILE: &str = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml";

/// Of the vocabulary of content categories.
const KIND: &str = "Textual works – Digital";

/// Where the representation is.
const REP: &str = "representations/rep1/";

/// Writes what makes the files an information package.
pub(super) fn finish(sink: &mut Sink, head: &Head, gathered: &[Gathered]) -> io::Result<()> {
    let in_rep = |it: &Stored, below: &str| it.path.strip_prefix(REP).is_some_and(|rest| rest.starts_with(below));
    let take = |sink: &Sink, wanted: &dyn Fn(&Stored) -> bool| -> Vec<Stored> {
        sink.stored().iter().filter(|it| wanted(it)).cloned().collect()
    };
    let data = take(sink, &|it| in_rep(it, "data/"));
    let preservation = take(sink, &|it| in_rep(it, "metadata/"));
    let rep = sink.put_with(&format!("{REP}METS.xml"), &mut |to| {
        representation(&mut Mets { xml: Xml::begin(to)?, head, base: REP }, &preservation, &data)
    })?;
    let provenance =
        sink.put_with("metadata/preservation/premis.xml", &mut |to| premis::package(head, gathered, to))?;
    let descriptive = take(sink, &|it| it.path.starts_with("metadata/descriptive/"));
    let schemas = take(sink, &|it| it.path.starts_with("schemas/"));
    let documentation = take(sink, &|it| it.path.starts_with("documentation/") || it.path == HEAD);
    let root = sink.root().to_owned();
    sink.put_with("METS.xml", &mut |to| {
        let mut mets = Mets { xml: Xml::begin(to)?, head, base: "" };
        mets.open(&root)?;
        for it in &descriptive {
            mets.xml
                .open("dmdSec", &[("ID", &id("dmd", &it.path)), ("CREATED", &head.created), ("STATUS", "CURRENT")])?;
            mets.reference(it, "OTHER", Some("DA/T 46-2009"))?;
            mets.xml.close()?;
        }
        mets.administrative(std::slice::from_ref(&provenance))?;
        mets.xml.open("fileSec", &[("ID", "fileSec")])?;
        mets.group("Documentation", "grp-documentation", &documentation)?;
        mets.group("Schemas", "grp-schemas", &schemas)?;
        mets.group("Representations/rep1", "grp-rep1", std::slice::from_ref(&rep))?;
        mets.xml.close()?;
        let all: Vec<String> = descriptive.iter().map(|it| id("dmd", &it.path)).collect();
        mets.xml.open("structMap", &[("ID", "structMap"), ("TYPE", "PHYSICAL"), ("LABEL", "CSIP")])?;
        mets.xml.open("div", &[("ID", "div-root"), ("LABEL", &root)])?;
        let (ids, provenance) = (all.join(" "), id("prov", &provenance.path));
        let mut metadata = vec![("ID", "div-metadata"), ("LABEL", "Metadata"), ("ADMID", provenance.as_str())];
        if !ids.is_empty() {
            metadata.push(("DMDID", ids.as_str()));
        }
        mets.xml.empty("div", &metadata)?;
        for (label, group) in [("Documentation", "grp-documentation"), ("Schemas", "grp-schemas")] {
            mets.xml.open("div", &[("ID", &format!("div-{}", label.to_lowercase())), ("LABEL", label)])?;
            mets.xml.empty("fptr", &[("FILEID", group)])?;
            mets.xml.close()?;
        }
        mets.xml.open("div", &[("ID", "div-rep1"), ("LABEL", "Representations/rep1")])?;
        mets.xml.empty(
            "mptr",
            &[
                ("LOCTYPE", "URL"),
                ("xlink:type", "simple"),
                ("xlink:href", &format!("{REP}METS.xml")),
                ("xlink:title", "grp-rep1"),
            ],
        )?;
        mets.xml.close()?;
        mets.xml.close()?;
        mets.xml.close()?;
        mets.xml.close()
    })?;
    Ok(())
}

struct Mets<'w, 'h> {
    xml: Xml<'w>,
    head: &'h Head,
    /// What paths begin with, and references leave out.
    base: &'static str,
}

fn representation(mets: &mut Mets<'_, '_>, preservation: &[Stored], data: &[Stored]) -> io::Result<()> {
    mets.open("rep1")?;
    mets.administrative(preservation)?;
    mets.xml.open("fileSec", &[("ID", "rep1-fileSec")])?;
    mets.group("Data", "rep1-grp-data", data)?;
    mets.xml.close()?;
    mets.xml.open("structMap", &[("ID", "rep1-structMap"), ("TYPE", "PHYSICAL"), ("LABEL", "CSIP")])?;
    mets.xml.open("div", &[("ID", "rep1-div-root"), ("LABEL", "rep1")])?;
    let ids: Vec<String> = preservation.iter().map(|it| id("prov", &it.path)).collect();
    mets.xml.empty("div", &[("ID", "rep1-div-metadata"), ("LABEL", "Metadata"), ("ADMID", &ids.join(" "))])?;
    mets.xml.open("div", &[("ID", "rep1-div-data"), ("LABEL", "Data")])?;
    mets.xml.empty("fptr", &[("FILEID", "rep1-grp-data")])?;
    mets.xml.close()?;
    mets.xml.close()?;
    mets.xml.close()?;
    mets.xml.close()
}

impl Mets<'_, '_> {
    fn open(&mut self, name: &str) -> io::Result<()> {
        let attributes = [
            ("xmlns", "http://www.loc.gov/METS/"),
            ("xmlns:csip", "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"),
            ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("OBJID", name),
            ("TYPE", KIND),
            ("csip:CONTENTINFORMATIONTYPE", "OTHER"),
            ("csip:OTHERCONTENTINFORMATIONTYPE", "DA/T 46-2009"),
            ("PROFILE", PROFILE),
        ];
        self.xml.open("mets", &attributes)?;
        let header = [
            ("CREATEDATE", self.head.created.as_str()),
            ("LASTMODDATE", self.head.created.as_str()),
            ("RECORDSTATUS", "NEW"),
            ("csip:OAISPACKAGETYPE", "SIP"),
        ];
        self.xml.open("metsHdr", &header)?;
        self.xml.open("agent", &[("ROLE", "CREATOR"), ("TYPE", "OTHER"), ("OTHERTYPE", "SOFTWARE")])?;
        let (tool, version) = self.head.tool.split_once(' ').unwrap_or((&self.head.tool, ""));
        self.xml.text("name", tool)?;
        self.xml.text_with("note", &[("csip:NOTETYPE", "SOFTWARE VERSION")], version)?;
        self.xml.close()?;
        // Judges take every creator for a program.
        self.xml.open("agent", &[("ROLE", "OTHER"), ("OTHERROLE", "SUBMITTER"), ("TYPE", "ORGANIZATION")])?;
        self.xml.text("name", &self.head.unit)?;
        self.xml.close()?;
        self.xml.close()
    }

    fn administrative(&mut self, files: &[Stored]) -> io::Result<()> {
        self.xml.open("amdSec", &[("ID", if self.base.is_empty() { "amdSec" } else { "rep1-amdSec" })])?;
        for it in files {
            let created = self.head.created.clone();
            self.xml
                .open("digiprovMD", &[("ID", &id("prov", &it.path)), ("CREATED", &created), ("STATUS", "CURRENT")])?;
            self.reference(it, "PREMIS", None)?;
            self.xml.close()?;
        }
        self.xml.close()
    }

    fn reference(&mut self, it: &Stored, kind: &str, other: Option<&str>) -> io::Result<()> {
        let (href, size) = (href(&it.path, self.base), it.bytes.to_string());
        let mut attributes = vec![
            ("ID", id("ref", &it.path)),
            ("LOCTYPE", "URL".to_owned()),
            ("xlink:type", "simple".to_owned()),
            ("xlink:href", href),
            ("MDTYPE", kind.to_owned()),
        ];
        match other {
            Some(other) => attributes.push(("OTHERMDTYPE", other.to_owned())),
            None => attributes.push(("MDTYPEVERSION", "3.0".to_owned())),
        }
        attributes.extend([
            ("MIMETYPE", "application/xml".to_owned()),
            ("SIZE", size),
            ("CREATED", self.head.created.clone()),
            ("CHECKSUM", it.sha256.clone()),
            ("CHECKSUMTYPE", "SHA-256".to_owned()),
        ]);
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        self.xml.empty("mdRef", &attributes)
    }

    fn group(&mut self, use_of: &str, group: &str, files: &[Stored]) -> io::Result<()> {
        let mut attributes = vec![("ID", group), ("USE", use_of)];
        if use_of.starts_with("Representations") {
            attributes.push(("csip:CONTENTINFORMATIONTYPE", "OTHER"));
            attributes.push(("csip:OTHERCONTENTINFORMATIONTYPE", "DA/T 46-2009"));
        }
        self.xml.open("fileGrp", &attributes)?;
        for it in files {
            let media = media::kind(&it.path).map_or("application/octet-stream", |(media, _)| media);
            let size = it.bytes.to_string();
            let attributes = [
                ("ID", id("file", &it.path)),
                ("MIMETYPE", media.to_owned()),
                ("SIZE", size),
                ("CREATED", self.head.created.clone()),
                ("CHECKSUM", it.sha256.clone()),
                ("CHECKSUMTYPE", "SHA-256".to_owned()),
            ];
            let attributes: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
            self.xml.open("file", &attributes)?;
            let href = href(&it.path, self.base);
            self.xml.empty("FLocat", &[("LOCTYPE", "URL"), ("xlink:type", "simple"), ("xlink:href", &href)])?;
            self.xml.close()?;
        }
        self.xml.close()
    }
}

/// An identifier of a path: no two paths have the same.
fn id(kind: &str, path: &str) -> String {
    let mut id = format!("{kind}-");
    for byte in path.bytes() {
        match byte {
            b'/' => id.push_str(".."),
            b if b.is_ascii_alphanumeric() || b == b'.' || b == b'-' => id.push(char::from(b)),
            b => id.push_str(&format!("_{b:02x}")),
        }
    }
    id
}

/// A path as a reference has it.
fn href(path: &str, base: &str) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    let mut href = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte) {
            href.push(char::from(byte));
        } else {
            href.push_str(&format!("%{byte:02X}"));
        }
    }
    href
}
