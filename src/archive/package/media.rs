//! Kinds of files that an archive takes (DA/T 47-2009), by their endings.

/// Ending, media type, name of the format.
const KINDS: [(&str, &str, &str); 15] = [
    ("pdf", "application/pdf", "PDF"),
    ("ofd", "application/ofd", "OFD"),
    ("jpg", "image/jpeg", "JPEG"),
    ("jpeg", "image/jpeg", "JPEG"),
    ("png", "image/png", "PNG"),
    ("tif", "image/tiff", "TIFF"),
    ("tiff", "image/tiff", "TIFF"),
    ("txt", "text/plain", "TXT"),
    ("csv", "text/csv", "CSV"),
    ("json", "application/json", "JSON"),
    ("xml", "application/xml", "XML"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "OOXML"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "OOXML"),
    ("wps", "application/vnd.ms-works", "WPS"),
    ("xsd", "application/xml", "XML Schema"),
];

/// Pictures: what a scanner makes.
const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "tif", "tiff"];

/// The ending of a name, in small letters.
pub(in crate::archive) fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Media type and format of a name; nothing where an archive does not take it.
pub(in crate::archive) fn kind(name: &str) -> Option<(&'static str, &'static str)> {
    let ending = ending(name);
    KINDS.iter().find(|(known, ..)| *known == ending).map(|(_, media, format)| (*media, *format))
}

/// Is it a picture?
pub(in crate::archive) fn is_picture(name: &str) -> bool {
    PICTURES.contains(&ending(name).as_str())
}
