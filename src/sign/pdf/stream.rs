//! What stands in a stream.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{Broken, Dict, broken};

/// No stream of a letter is longer once unpacked; a small file may hold one of many gigabytes.
const LONGEST: u64 = 64 << 20;

/// The bytes of a stream, unpacked.
pub(crate) fn inflated(dict: &Dict, raw: &[u8]) -> Result<Vec<u8>, Broken> {
    if dict.get("Filter").is_none() {
        return Ok(raw.to_vec());
    }
    let single = dict
        .get("Filter")
        .and_then(|filter| filter.array())
        .is_some_and(|list| matches!(list, [super::Object::Name(name)] if name == b"FlateDecode"));
    if !(single || dict.is("Filter", "FlateDecode")) || dict.get("DecodeParms").is_some() {
        return Err(broken("有不支持的压缩方式", "a stream is packed in a way that is not supported"));
    }
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(raw).take(LONGEST).read_to_end(&mut bytes);
    match read {
        Ok(length) if (length as u64) < LONGEST => Ok(bytes),
        Ok(_) => Err(broken("一个数据流太长", "a stream is too long")),
        Err(_) => Err(broken("一个数据流损坏", "a stream is damaged")),
    }
}
