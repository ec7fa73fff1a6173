//! A throw-away PKI, and a timestamp authority on it.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use super::{Ran, root, run, tool};

static PKI: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    tool("tests/tools/test-pki", &[dir.path().to_str().unwrap()]);
    std::fs::write(dir.path().join("password"), "test\n").unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
    dir
});

/// A file of the PKI.
pub fn pki(name: &str) -> String {
    PKI.path().join(name).to_str().unwrap().to_owned()
}

/// A fixed time, so that signatures without timestamps are the same each time.
pub const TIME: &str = "2026-11-24T08:30:00+08:00";

/// Makes letter 153 and signs it with a key of the PKI.
pub fn sign(key: &str, out: &Path, more: &[&str]) -> Ran {
    let (key, password) = (pki(key), pki("password"));
    let mut args = vec!["run", "inputs/huangshan-2024.json", "-o", out.to_str().unwrap(), "--only", "153"];
    args.extend(["--format", "json", "--lang", "en", "--sign", &key, "--password-file", &password]);
    args.extend(more);
    run(&args)
}

/// The letter that [`sign`] made.
pub fn letter(out: &Path) -> PathBuf {
    out.join("letters/153_王景峰.pdf")
}

/// A timestamp authority; it ends with the value.
pub struct Authority {
    child: Child,
    port: u16,
}

impl Authority {
    pub fn start() -> Self {
        let mut child = Command::new("python3")
            .args(["tests/tools/tsa-server.py", PKI.path().to_str().unwrap()])
            .current_dir(root())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, port: line.trim().parse().unwrap() }
    }

    /// Its address; `way` says how it behaves.
    pub fn url(&self, way: &str) -> String {
        format!("http://127.0.0.1:{}/{way}", self.port)
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
