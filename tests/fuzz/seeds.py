#!/usr/bin/env python3
"""Makes the first corpora from the inputs of the suite. usage: python3 tests/fuzz/seeds.py

Parts of workbooks are joined as the targets part them again (src/container.rs). `.xls` and `.ods` are made of `.xlsx`
by LibreOffice, where it is installed.
"""
import hashlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LARGEST = 80_000
XLSX = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels"]
ODS = ["content.xml", "META-INF/manifest.xml"]
DOCX = ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"]


def keep(target, data):
    if 0 < len(data) <= LARGEST:
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What cases that keep a workbook as parts leave to the suite (tests/common/package.rs).
USUAL = {
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="x" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    + "".join(f'<Relationship Id="{name}" Type="{REL}/{name}" Target="{name}.xml"/>' for name in ("styles", "sharedStrings"))
    + "</Relationships>",
}


def parts(path, names):
    if path.is_dir():
        read = lambda name: (path / name).read_bytes() if (path / name).is_file() else USUAL.get(name, "").encode()
        return b"\xff".join(read(name) for name in names)
    # A case may hold what only bears the name.
    if not zipfile.is_zipfile(path):
        return b""
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist())
        return b"\xff".join(archive.read(name) if name in there else b"" for name in names)


def stream(path):
    """The stream `Workbook` of a compound file."""
    data = path.read_bytes()
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    sector = lambda index: data[(index + 1) * size:(index + 2) * size]
    tables = [index for index in struct.unpack_from("<109I", data, 76) if index < 0xFFFFFFFA]
    table = [word for index in tables for word in struct.unpack(f"<{size // 4}I", sector(index))]

    def chain(index):
        while index < 0xFFFFFFFA:
            yield sector(index)
            index = table[index]

    directory = b"".join(chain(struct.unpack_from("<I", data, 48)[0]))
    for at in range(0, len(directory), 128):
        name = directory[at:at + 64].decode("utf-16le").rstrip("\0")
        start, length = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and length >= 4096:
            return b"".join(chain(start))[:length]
    return b""


def filter_of(path):
    return ["--infilter=CSV:44,34,76"] if path.suffix == ".csv" else []


def converted(path, kind, folder):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *filter_of(path),
                    "--convert-to", kind, "--outdir", folder, str(path)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Path(folder) / f"{path.stem}.{kind}"
    return made.rename(made.with_name(f"{path.parent.name}.{kind}"))


def is_whole(path):
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return XLSX[0] in archive.namelist()


workbooks = [path for path in sorted(ROOT.glob("tests/suite/*/input.xlsx")) if is_whole(path)]
for path in workbooks:
    keep("xlsx", parts(path, XLSX))
    keep("xlsx", path.read_bytes())
for path in sorted(ROOT.glob("tests/suite/*/input.xlsx.d")):
    keep("xlsx", parts(path, XLSX))
for path in sorted(ROOT.glob("tests/suite/*/input.ods.d")):
    keep("ods", parts(path, ODS))
for path in sorted(ROOT.glob("tests/suite/*/*.docx")) + sorted(ROOT.glob("tests/data/**/*.docx")):
    keep("docx", parts(path, DOCX))
for path in sorted(ROOT.glob("tests/suite/*/input.*")):
    kind = path.suffix[1:]
    if kind in ("csv", "json", "jsonl"):
        keep(kind.removesuffix("l"), path.read_bytes())
keep("json", (ROOT / "inputs/huangshan-2024.json").read_bytes())
old = ROOT / "src/input/tests/old.xls"
keep("xls", old.read_bytes())
keep("xls", stream(old))
if shutil.which("soffice"):
    with tempfile.TemporaryDirectory() as folder:
        for path in workbooks + [ROOT / f"tests/suite/{case}/input.csv" for case in ("dates", "content-good", "gb18030")]:
            keep("xls", stream(converted(path, "xls", folder)))
            keep("ods", parts(converted(path, "ods", folder), ODS))
            keep("xlsx", parts(converted(path, "xlsx", folder), XLSX))
for path in sorted(ROOT.glob("tests/suite/*/*.ods")):
    keep("ods", parts(path, ODS))
for text in ["第153号：《办法》（一）。", "#panic() $x$ *_`<a>\\\"'@~/=-+ {{ x }} {% if %} http://a.b // /* */ [b](c)",
             "1. a\n- b\n/ c: d\n= e\t\u2029f\r\n\u0000\u200b--- ... \\u{41}"]:
    keep("markup", text.encode())
for folder in sorted((HERE / "corpus").iterdir()):
    print(folder.name, len(list(folder.iterdir())), "files", file=sys.stderr)
