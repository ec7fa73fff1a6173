#!/usr/bin/env python3
"""What packing, verifying and unpacking 2,000 letters takes: seconds and peak memory of the whole process.

usage: python3 benches/archive.py [PROGRAM [LETTERS]]   (default: target/release/dafu 2000)

The letters are those of the published ledger again and again, with numbers of their own.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else str(ROOT / "target/release/dafu")
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
SETTINGS = "[archive]\nunit = '黄山市发展和改革委员会'\nfonds = 'X043'\nretention = '永久'\n"


def measured(what, args, cwd=ROOT):
    """Runs a command and prints what it took."""
    start = time.monotonic()
    process = subprocess.Popen(args, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - start
    if status:
        sys.exit(f"{what} failed: {process.stderr.read().decode()[:2000]}")
    print(f"{what:28} {took:7.1f} s  {usage.ru_maxrss / 1024:7.0f} MiB", flush=True)


def ledger(path):
    book = json.loads((ROOT / "inputs/huangshan-2024.json").read_text())
    letters = []
    for at in range(COUNT):
        letter = dict(book["letters"][at % len(book["letters"])])
        letter["number"] = f"{at + 1:05}"
        letter.pop("doc_number", None)
        letters.append(letter)
    path.write_text(json.dumps({**book, "letters": letters}, ensure_ascii=False))


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    ledger(folder / "ledger.json")
    (folder / "dafu.toml").write_text(SETTINGS)
    out = str(folder / "out")
    subprocess.run([PROGRAM, "run", str(folder / "ledger.json"), "-o", out, "-q"], cwd=ROOT, check=True)
    size = sum(file.stat().st_size for file in (folder / "out/letters").iterdir())
    print(f"{COUNT} letters, {size / 2**20:.0f} MiB")
    for form in ["bagit", "catalogue", "eep", "transfer", "csip"]:
        package = folder / form
        args = [PROGRAM, "pack", out, "-o", str(package), "--as", form, "--item-from", "1", "-q"]
        measured(f"pack {form}", args)
        measured(f"verify {form}", [PROGRAM, "verify", str(package), "-q"])
        shutil.rmtree(package)
    single = str(folder / "bagit.zip")
    args = [PROGRAM, "pack", out, "-o", single, "--as", "bagit", "--single-file", "--item-from", "1", "-q"]
    measured("pack bagit.zip", args)
    measured("verify bagit.zip", [PROGRAM, "verify", single, "-q"])
    measured("verify --rebuild bagit.zip", [PROGRAM, "verify", single, "--rebuild", "-q"])
    measured("unpack bagit.zip (unzip)", ["unzip", "-q", single, "-d", str(folder / "unpacked")])
