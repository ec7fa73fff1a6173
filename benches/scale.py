#!/usr/bin/env python3
"""Whether dafu stays as fast and as small over many letters: CPU a thousand letters, peak memory, and what a rerun costs.

usage: python3 benches/scale.py [--letters N] [--small N] [PROGRAM]   (default: 10000, 70000, target/release/dafu)

Linux. CPU seconds of the process are compared, because other programs may be at work on the machine; each letter has the
five pages of the published one, and characters of its own. The small letters are of one short paragraph.
"""
import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = next(letter for letter in json.loads((ROOT / "inputs/huangshan-2024.json").read_text())["letters"]
                 if letter["number"] == "153")["body"]
BODY = PUBLISHED if isinstance(PUBLISHED, str) else "\n".join(PUBLISHED)
# The 3,755 usual characters: level 1 of GB 2312.
USUAL = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb18030", "ignore")
USUAL = [c for c in USUAL if "\u4e00" <= c <= "\u9fff"]
TICK = os.sysconf("SC_CLK_TCK")


def letter(number, body):
    return {"number": str(number), "place": "黄山市", "assembly": "人大", "term": "8", "meeting": "4",
            "subject": f"关于第{number}件事的建议", "proposers": "王景峰", "body": body, "signatory": "汪峻", "category": "A",
            "contact": {"unit": "黄山市发展改革委", "phone": "0559-2355364"}, "issuer": "黄山市发展和改革委员会",
            "date": "2024-06-11", "cc": ["市人大常委会代表联络室", "市政府办公室意见建议科"]}


def ledger(path, count, body):
    with open(path, "w") as file:
        for number in range(1, count + 1):
            file.write(json.dumps(letter(number, body(number)), ensure_ascii=False) + "\n")
    return path


def five_pages(number):
    choose = random.Random(number)
    return "".join(choose.choice(USUAL) if "\u4e00" <= c <= "\u9fff" and choose.random() < 0.25 else c for c in BODY)


def one_paragraph(number):
    choose = random.Random(number)
    return "您提出的建议收悉，现答复如下：\n" + "".join(choose.choice(USUAL) for _ in range(40)) + "。"


def cpu(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(process):
    """Peak and present memory in MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":" in line)
    return tuple(int(lines[name].split()[0]) / 1000 for name in ("VmHWM", "VmRSS"))


def dafu(program, words):
    began = time.monotonic()
    process = subprocess.Popen([program, *words, "--profile", "huangshan", "--templates", ROOT / "templates", "--fonts",
                                ROOT / "fonts", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    told = {"made": 0, "kept": 0, "thousands": [], "memory": []}
    for line in process.stdout:
        kind = json.loads(line)
        if kind["type"] == "letter":
            told[kind["status"]] = told.get(kind["status"], 0) + 1
            done = told["made"] + told["kept"]
            if done % 1000 == 0:
                told["thousands"].append(cpu(process))
            if done % 200 == 0:
                told["memory"].append(memory(process))
        elif kind["type"] == "summary":
            told["cpu"], told["peak"] = cpu(process), memory(process)[0]
    told["status"], told["wall"] = process.wait(), time.monotonic() - began
    return told


def run(program, path, out, jobs=2):
    told = dafu(program, ["run", path, "-o", out, "-j", str(jobs)])
    assert told["status"] == 0, told
    return told


def report(name, told):
    marks = told["thousands"]
    each = [round(later - earlier, 2) for earlier, later in zip(marks, marks[1:])]
    print(f"{name}: {told['made']} made, {told['kept']} kept, {told['wall']:.1f} s, CPU {told['cpu']:.1f} s, peak {told['peak']:.0f} MB")
    if each:
        print(f"  CPU of each thousand after the first: {each}; last to first {each[-1] / each[0]:.3f}")
    if told["memory"]:
        print(f"  memory after 200 letters {told['memory'][0][1]:.0f} MB, at the end {told['memory'][-1][1]:.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=70_000)
    parser.add_argument("program", nargs="?", default=ROOT / "target/release/dafu")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if args.letters:
            few = run(args.program, ledger(folder / "few.jsonl", 200, five_pages), folder / "few")
            report("200 letters of five pages", few)
            many_ledger = ledger(folder / "many.jsonl", args.letters, five_pages)
            many = run(args.program, many_ledger, folder / "many")
            report(f"{args.letters} letters of five pages", many)
            print(f"  {many['peak'] - few['peak']:.0f} MB more than for 200")
            checks = [dafu(args.program, ["check", many_ledger]) for _ in range(3)]
            reruns = [run(args.program, many_ledger, folder / "many") for _ in range(3)]
            assert all(rerun["made"] == 0 for rerun in reruns)
            for name in ("cpu", "wall"):
                check, rerun = (min(told[name] for told in runs) for runs in (checks, reruns))
                print(f"  {name} of a check {check:.2f} s, of a rerun {rerun:.2f} s: {rerun - check:+.2f} s", flush=True)
        if args.small:
            small = run(args.program, ledger(folder / "small.jsonl", args.small, one_paragraph), folder / "small")
            report(f"{args.small} letters of a page", small)
            assert small["made"] == args.small


if __name__ == "__main__":
    main()
