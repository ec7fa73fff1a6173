//! DA/T 48-2009: a 件 as one XML file, its files in it as Base64.

use std::fs::File;
use std::io::{self, Read, Write};

use base64ct::{Base64, Encoding as _};

use super::gather::{From, Gathered};
use super::xml::Xml;
use super::{dat46, record_of};
use crate::archive::container::digests::{Digester, Wanted};
use crate::archive::container::{Sink, Stored};

const NAMESPACE: &str = "http://www.saac.gov.cn/standards/ERM/encapsulation";

const FORMAT: &str = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成";

const KIND: &str = "原始型：封装包在电子文件归档时首次生成，未经修改";

/// What an encoding is: the sentence of the standard.
const ENCODING: &str =
    "本封装包中“编码数据”元素存储的是计算机文件二进制流的Base64编码，有关Base64编码规则参见IETF RFC 2045";

/// Keywords of the encoding: `base64-` and the file's ending.
pub(in crate::archive) const KEYWORDS: &str = "base64-";

/// So many bytes are encoded at once: a multiple of three, so that the pieces join without padding.
const PIECE: u64 = 3 * 16 * 1024;

/// Writes a 件.
pub(super) fn write(sink: &mut Sink, it: &Gathered, path: &str) -> io::Result<Stored> {
    let unit = &it.unit;
    let created = unit.events.iter().find(|event| event.what == "packed").map_or("", |event| event.time.as_str());
    sink.put_with(path, &mut |to| {
        let mut xml = Xml::begin(to)?;
        xml.open("电子文件封装包", &[("xmlns", NAMESPACE)])?;
        xml.text("封装包格式描述", FORMAT)?;
        xml.text("版本", "2009")?;
        xml.open("被签名对象", &[("eep版本", "2009")])?;
        xml.text("封装包类型", "原始型")?;
        xml.text("封装包类型描述", KIND)?;
        xml.text("封装包创建时间", created)?;
        xml.text("封装包创建单位", &unit.archive.unit)?;
        xml.open("封装内容", &[])?;
        xml.open("文件实体块", &[])?;
        dat46::entity(&mut xml, unit, &mut |xml, at, component| {
            let ending = super::media::ending(&component.name);
            let from = it.from.get(at);
            encoding(xml, &ending, &mut |to| match from {
                Some(From::File(file)) => base64(&mut File::open(file)?, &component.sha256, to),
                Some(From::RecordOf(file)) => base64(&mut record_of(file)?.as_slice(), &component.sha256, to),
                None => Err(io::ErrorKind::InvalidData.into()),
            })
        })?;
        dat46::relations(&mut xml, unit)?;
        xml.close()?;
        xml.open("业务实体块", &[])?;
        dat46::actions(&mut xml, unit)?;
        xml.close()?;
        xml.open("机构人员实体块", &[])?;
        dat46::agents(&mut xml, unit)?;
        xml.close()?;
        xml.close()?;
        xml.close()?;
        xml.close()
    })
}

fn encoding(
    xml: &mut Xml<'_>,
    ending: &str,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    xml.text("编码描述", ENCODING)?;
    xml.text("反编码关键字", &format!("{KEYWORDS}{ending}"))?;
    xml.piecewise("编码数据", write)
}

/// Encodes what a reader gives, which must have this SHA-256.
fn base64(from: &mut dyn Read, sha256: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut digester = Digester::new(io::sink(), Wanted::default());
    loop {
        let mut piece = Vec::new();
        from.take(PIECE).read_to_end(&mut piece)?;
        if piece.is_empty() {
            break;
        }
        digester.write_all(&piece)?;
        to.write_all(Base64::encode_string(&piece).as_bytes())?;
    }
    if digester.finish().1.sha256 == sha256 { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}
