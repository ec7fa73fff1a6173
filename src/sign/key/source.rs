//! Where a key is, as an option names it.

use std::path::{Path, PathBuf};

use crate::diag::Message;

/// Where a key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// A `.p12` or `.pfx` file with key and certificates.
    Pkcs12 {
        /// The file.
        path: PathBuf,
    },
    /// A key in PEM; the certificates stand in the same file or in another.
    Pem {
        /// The key.
        path: PathBuf,
        /// Its certificates.
        chain: Option<PathBuf>,
    },
    /// A token by its `pkcs11:` URI (RFC 7512).
    Pkcs11 {
        /// The URI.
        uri: String,
        /// Its certificates, where the token has none.
        chain: Option<PathBuf>,
    },
    /// A program that signs digests.
    Command {
        /// The program.
        program: PathBuf,
        /// Its certificates; without them the program is asked.
        chain: Option<PathBuf>,
    },
    /// A program that stamps whole files: a seal platform.
    FileCommand {
        /// The program.
        program: PathBuf,
    },
}

impl KeySource {
    /// Reads the text of an option.
    pub fn parse(text: &str, chain: Option<&Path>) -> Result<Self, Message> {
        let chain = chain.map(Path::to_path_buf);
        let program = |name: &str| {
            let name = name.trim();
            if name.is_empty() {
                return Err(Message::new("缺少程序名", "the program's name is missing"));
            }
            Ok(PathBuf::from(name))
        };
        if let Some(name) = text.strip_prefix("file-command:") {
            return Ok(Self::FileCommand { program: program(name)? });
        }
        if let Some(name) = text.strip_prefix("command:") {
            return Ok(Self::Command { program: program(name)?, chain });
        }
        if text.starts_with("pkcs11:") {
            return Ok(Self::Pkcs11 { uri: text.to_owned(), chain });
        }
        let path = PathBuf::from(text);
        let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "p12" | "pfx" => Ok(Self::Pkcs12 { path }),
            "pem" | "key" => Ok(Self::Pem { path, chain }),
            _ => Err(Message::new(
                format!(
                    "“{text}”不是能用的密钥：应为 .p12、.pfx 或 .pem 文件，pkcs11:…，command:程序，或 file-command:程序"
                ),
                format!(
                    "`{text}` names no key: expected a .p12, .pfx or .pem file, pkcs11:…, command:PROGRAM or file-command:PROGRAM"
                ),
            )),
        }
    }

    /// How people know it: the file's or program's path. Of a token's URI only what stands before the query, which
    /// may hold its PIN.
    pub fn shown(&self) -> String {
        match self {
            Self::Pkcs12 { path } | Self::Pem { path, .. } => path.display().to_string(),
            Self::Command { program, .. } => format!("command:{}", program.display()),
            Self::FileCommand { program } => format!("file-command:{}", program.display()),
            Self::Pkcs11 { uri, .. } => uri.split('?').next().unwrap_or_default().to_owned(),
        }
    }
}
