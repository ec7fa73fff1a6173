//! Times as signatures have them.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;

/// A claimed time of signing: a second, and the offset in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignTime {
    time: Timestamp,
    offset: Offset,
}

impl SignTime {
    /// Reads RFC 3339: `2026-11-24T08:30:00+08:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let time: Timestamp = text.parse().ok()?;
        let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
        Some(Self { time, offset: pieces.to_numeric_offset()? })
    }

    /// A second since 1970, written `offset` seconds east of Greenwich. What no calendar has is 1970.
    pub fn at(seconds: i64, offset: i32) -> Self {
        Self {
            time: Timestamp::from_second(seconds).unwrap_or_default(),
            offset: Offset::from_seconds(offset).unwrap_or(Offset::UTC),
        }
    }

    /// Seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.time.as_second()
    }

    /// The day on which it is there where it was written, `2026-11-24`.
    pub fn day(self) -> String {
        self.offset.to_datetime(self.time).date().to_string()
    }

    /// As a PDF date: `D:20261124083000+08'00'`.
    pub(super) fn to_pdf(self) -> String {
        let local = self.offset.to_datetime(self.time);
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        format!("D:{}{sign}{:02}'{:02}'", local.strftime("%Y%m%d%H%M%S"), minutes / 60, minutes % 60)
    }

    /// Reads a PDF date.
    pub(super) fn of_pdf(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
        let digits = text.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let zone = text.get(14..)?.replace('\'', "");
        let zone = match zone.as_str() {
            "Z" | "+0000" | "-0000" => "+00:00".to_owned(),
            _ if zone.len() == 5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
            _ => return None,
        };
        let part = |from: usize, to: usize| digits.get(from..to);
        Self::parse(&format!(
            "{}-{}-{}T{}:{}:{}{zone}",
            part(0, 4)?,
            part(4, 6)?,
            part(6, 8)?,
            part(8, 10)?,
            part(10, 12)?,
            part(12, 14)?
        ))
    }

    /// Reads an ASN.1 GeneralizedTime in UTC, parts of a second left out.
    pub(super) fn of_generalized(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
        let (whole, part) = text.split_once('.').unwrap_or((text, "1"));
        // DER: no zeros at the end of a part of a second.
        if whole.len() != 14
            || part.is_empty()
            || part.ends_with('0')
            || !part.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        Self::of_pdf(format!("D:{whole}Z").as_bytes())
    }
}

impl std::fmt::Display for SignTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.time.display_with_offset(self.offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_into_pdf_and_back() {
        let time = SignTime::parse("2026-11-24T08:30:00+08:00").unwrap();
        assert_eq!(time.to_pdf(), "D:20261124083000+08'00'");
        assert_eq!(SignTime::of_pdf(time.to_pdf().as_bytes()), Some(time));
        assert_eq!(time.day(), "2026-11-24");
        assert_eq!(SignTime::at(time.seconds(), 8 * 3600), time);
        assert_eq!(SignTime::at(i64::MAX, i32::MAX).seconds(), 0);
        assert_eq!(SignTime::parse("2026-11-24T00:30:00Z").unwrap().to_pdf(), "D:20261124003000+00'00'");
    }

    #[test]
    fn generalized_times_may_have_parts_of_a_second() {
        let time = |text: &str| SignTime::of_generalized(text.as_bytes()).map(SignTime::seconds);
        assert_eq!(time("20261124003000Z"), Some(1_795_480_200));
        assert_eq!(time("20261124003000.25Z"), time("20261124003000Z"));
        for bad in ["20261124003000", "20261124003000.Z", "20261124003000.50Z", "2026112400300Z", "20261324003000Z"] {
            assert_eq!(time(bad), None, "{bad}");
        }
    }
}
