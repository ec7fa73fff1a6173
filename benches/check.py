#!/usr/bin/env python3
"""What `dafu check` takes for large ledgers: CPU seconds and peak memory of the whole process, the best of some runs.

usage: python3 benches/check.py [PROGRAM]   (default: target/release/dafu)

Two workbooks are made: 1,000 rows with 1,200 mistakes, and 10,000 rows without any. Each letter has the five pages of
the published one, and characters of its own.
"""
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target/release/dafu"
RUNS = 5
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADINGS = ["建议号", "地区", "人大政协", "届", "次", "建议标题", "提出人", "正文", "签发人", "办复类别", "联系单位", "联系电话",
            "发文机关", "成文日期", "抄送"]
PUBLISHED = next(letter for letter in json.loads((ROOT / "inputs/huangshan-2024.json").read_text())["letters"]
                 if letter["number"] == "153")["body"]
BODY = PUBLISHED if isinstance(PUBLISHED, str) else "\n".join(PUBLISHED)
# The 3,755 usual characters: level 1 of GB 2312.
USUAL = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb18030", "ignore")
USUAL = [c for c in USUAL if "\u4e00" <= c <= "\u9fff"]


def letter(number, choose):
    body = "".join(choose.choice(USUAL) if "\u4e00" <= c <= "\u9fff" and choose.random() < 0.25 else c for c in BODY)
    return [str(number), "黄山市", "人大", "8", "4", f"关于第{number}件事的建议", "王景峰", body, "汪峻", "A", "黄山市发展改革委",
            "0559-2355364", "黄山市发展和改革委员会", "2024-06-11", "市人大常委会代表联络室、市政府办公室意见建议科"]


def workbook(path, rows):
    def row(number, texts):
        # Columns in their order need no names.
        escaped = (text.replace("&", "&amp;").replace("<", "&lt;") for text in texts)
        return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in escaped) + "</row>"

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGES}/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGES}/relationships"><Relationship Id="r1" '
                         f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{REL}"><sheets><sheet name="答复" sheetId="1" '
                         f'r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGES}/relationships"><Relationship '
                         f'Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        rows = "".join(row(number, texts) for number, texts in enumerate([HEADINGS, *rows], 1))
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")


def with_mistakes(rows):
    """1,200 mistakes of several kinds: some rows give no letter, others a letter that is looked at to its end."""
    for index, row in enumerate(rows):
        if index % 2 == 0:
            row[13] = ["2024年2月30日", "", "6月11日", "2024.13.1"][index // 2 % 4]
        else:
            row[6] = "王\U00030edd"  # no font has it
        if index % 10 in (0, 4):
            row[9] = "戊类"
    return rows


def measured(path, errors):
    best = None
    for _ in range(RUNS):
        told = subprocess.run([sys.executable, "-B", ROOT / "tests/tools/limited.py", "100", PROGRAM, "check", path, "--profile",
                               "huangshan", "--templates", ROOT / "templates", "--fonts", ROOT / "fonts", "--format", "json"],
                              capture_output=True, text=True, check=True).stdout
        told = json.loads(told)
        found = [line for line in map(json.loads, told["stdout"].splitlines()) if line.get("severity") == "error"]
        assert len(found) == errors, f"{len(found)} errors, expected {errors}: {found[:2]}"
        if best is None or told["cpu"] < best["cpu"]:
            best = told
    print(f"{path.name}: {errors} problems, {best['cpu']:.2f} s of CPU, {best['peak_mb']} MB at most")


with tempfile.TemporaryDirectory() as folder:
    choose = random.Random(1)
    clean = [letter(number, choose) for number in range(1, 10_001)]
    workbook(Path(folder) / "10000-rows-clean.xlsx", clean)
    workbook(Path(folder) / "1000-rows-with-mistakes.xlsx", with_mistakes(clean[:1000]))
    measured(Path(folder) / "1000-rows-with-mistakes.xlsx", 1200)
    measured(Path(folder) / "10000-rows-clean.xlsx", 0)
