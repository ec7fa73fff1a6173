#!/usr/bin/env python3
"""A ledger of letters of five pages and 2,240 characters, each with characters of its own.

usage: python3 benches/corpus.py COUNT FILE.json

The published letter of inputs/, in which half of its different Han characters stand for others, chosen anew in each
letter: so a letter has not more different characters than real text has, some 450.
"""
import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMERALS = "一二三四五六七八九十"  # headings are known by them


def is_own(c):
    return "\u4e00" <= c <= "\u9fff" and c not in NUMERALS


def letters(count):
    letters = json.loads((ROOT / "inputs/huangshan-2024.json").read_text("utf-8"))["letters"]
    body = next(letter for letter in letters if letter["number"] == "153")["body"]
    body = body if isinstance(body, str) else "\n".join(body)
    # The 3,755 usual characters: level 1 of GB 2312.
    usual = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    usual = [c for c in usual.decode("gb18030", "ignore") if "\u4e00" <= c <= "\u9fff"]
    own = sorted(filter(is_own, set(body)))
    choose = random.Random(1)
    for number in range(1, count + 1):
        stands_for = {c: choose.choice(usual) for c in own if choose.random() < 0.5}
        yield {
            "number": str(number), "place": "黄山市", "assembly": "人大", "term": "8", "meeting": "4",
            "subject": f"关于第{number}件事的建议", "proposers": "王景峰", "body": "".join(stands_for.get(c, c) for c in body),
            "signatory": "汪峻", "category": "A", "contact": {"unit": "黄山市发展改革委", "phone": "2355364"},
            "issuer": "黄山市发展和改革委员会", "date": "2024-06-11", "cc": ["市人大常委会代表联络室", "市政府办公室意见建议科"],
        }


if __name__ == "__main__":
    count, path = sys.argv[1:]
    ledger = {"profile": "huangshan", "letters": list(letters(int(count)))}
    Path(path).write_text(json.dumps(ledger, ensure_ascii=False), "utf-8")
