#!/usr/bin/env python3
"""Packs a built program with what it needs. The same files give the same bytes.

usage: python3 .ci/pack.py --program FILE --target TRIPLE -o DIR

DIR/dafu-<version>-<target>.zip         everything in one folder, the program finds the rest beside itself
DIR/dafu_<version>-1_<arch>.deb         on Linux with dpkg-deb: /usr/bin/dafu, /usr/share/dafu, man pages, completions
"""
import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "riscv64gc": "riscv64", "loongarch64": "loong64"}
TEXTS = ["LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md"]
EPOCH = 315532800  # 1980-01-01, the first day that a zip can name


def version():
    return re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)[1]


def shipped(folder):
    """The files of a folder that belong to dafu, not a department's own faces. The fonts' script is among them: their
    licences ask for it."""
    for path in sorted((ROOT / folder).rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and inside.parts[:2] != ("fonts", "local") and "__pycache__" not in inside.parts:
            yield inside.as_posix(), path


def others_licences(target):
    """The licences of the libraries in the program."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    packages = {package["id"]: package for package in told["packages"]}
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    wanted, reached = [told["resolve"]["root"]], set()
    while wanted:
        name = wanted.pop()
        if name not in reached:
            reached.add(name)
            wanted += [dep["pkg"] for dep in nodes[name]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    reached.remove(told["resolve"]["root"])
    parts, texts = [], {}
    for package in sorted((packages[name] for name in reached), key=lambda it: (it["name"], it["version"])):
        parts.append(f"{package['name']} {package['version']}: {package['license'] or 'see below'}")
        for path in sorted(Path(package["manifest_path"]).parent.iterdir()):
            if path.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice|unlicense)", path.name):
                texts.setdefault(path.read_text("utf-8", "replace").strip(), []).append(package["name"])
    told = ["dafu contains these libraries:\n", *parts]
    told += [f"\n\n{'=' * 78}\n{', '.join(sorted(set(names)))}\n\n{text}" for text, names in texts.items()]
    return "\n".join(told) + "\n"


def pack_zip(path, name, program, licences):
    files = {text: (ROOT / text).read_bytes() for text in TEXTS}
    files["LICENCES-OF-LIBRARIES.txt"] = licences.encode()
    files |= {inside: path.read_bytes() for folder in ("templates", "fonts", "inputs") for inside, path in shipped(folder)}
    exe = "dafu.exe" if program.suffix == ".exe" else "dafu"
    files[exe] = program.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{inside}", (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # so that the mode counts, whatever system packs
            entry.external_attr = (0o100755 if inside == exe else 0o100644) << 16
            archive.writestr(entry, files[inside], zipfile.ZIP_DEFLATED)


CONTROL = """Package: dafu
Version: {version}-1
Architecture: {arch}
Maintainer: The authors of dafu <dafu@localhost>
Installed-Size: {size}
Depends: libc6 (>= {libc}), libgcc-s1
Section: text
Priority: optional
Description: official Chinese reply letters from a ledger
 Makes the letters that answer suggestions of people's deputies and proposals
 of CPPCC members: checked, typeset by GB/T 9704-2012, as PDF/A-3a and PDF/UA-1.
"""


def libc_needed(program):
    """The newest glibc that the program asks for: that of the machine it was built on may be newer than it needs."""
    versions = re.findall(rb"GLIBC_(\d+)\.(\d+)", program.read_bytes())
    return "{}.{}".format(*max((int(major), int(minor)) for major, minor in versions))


def pack_deb(path, arch, program, licences):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"

        def put(inside, data, mode=0o644):
            file = root / inside
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(mode)

        put("usr/bin/dafu", program.read_bytes(), 0o755)
        for part in ("templates", "fonts"):
            for inside, file in shipped(part):
                put(f"usr/share/dafu/{inside}", file.read_bytes())
        for inside, file in shipped("inputs"):
            put(f"usr/share/doc/dafu/examples/{Path(inside).name}", file.read_bytes())
        for text in ["README.md", "README.zh-CN.md"]:
            put(f"usr/share/doc/dafu/{text}", (ROOT / text).read_bytes())
        put("usr/share/doc/dafu/changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
        fonts = (ROOT / "fonts/licences/NOTICE.txt").read_text("utf-8")
        put("usr/share/doc/dafu/copyright", "\n\n".join([(ROOT / "LICENSE").read_text("utf-8"), fonts, licences]).encode())
        subprocess.run([program, "man", Path(folder) / "man"], check=True, stdout=subprocess.DEVNULL)
        for page in sorted((Path(folder) / "man").rglob("*.1")):
            put(f"usr/share/man/man1/{page.name}.gz", gzip.compress(page.read_bytes(), mtime=0))
        for shell, inside in [("bash", "bash-completion/completions/dafu"), ("zsh", "zsh/vendor-completions/_dafu"),
                              ("fish", "fish/vendor_completions.d/dafu.fish")]:
            told = subprocess.run([program, "completions", shell], check=True, stdout=subprocess.PIPE).stdout
            put(f"usr/share/{inside}", told)
        size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file()) // 1024
        control = CONTROL.format(version=version(), arch=arch, size=size, libc=libc_needed(program))
        put("DEBIAN/control", control.encode())
        for entry in [root, *root.rglob("*")]:
            if entry.is_dir():
                entry.chmod(0o755)
            os.utime(entry, (EPOCH, EPOCH))
        # gzip, because fonts gain little from xz and take it a minute.
        command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root, path]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("-o", dest="out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    program = args.program.resolve()
    licences = others_licences(args.target)
    name = f"dafu-{version()}-{args.target}"
    packed = [args.out / f"{name}.zip"]
    pack_zip(packed[0], name, program, licences)
    arch = ARCHITECTURES.get(args.target.split("-")[0])
    if "-linux-gnu" in args.target and arch and shutil.which("dpkg-deb"):
        packed.append(args.out / f"dafu_{version()}-1_{arch}.deb")
        pack_deb(packed[1], arch, program, licences)
    for path in packed:
        print(path)


main()
