#!/usr/bin/env python3
"""Makes inputs/huangshan-2024.xlsx from inputs/huangshan-2024.json, the one source of both.

usage: python3 -m venv /tmp/venv && /tmp/venv/bin/pip install openpyxl==3.1.5
       /tmp/venv/bin/python -B tests/make/huangshan_xlsx.py

The workbook is what a clerk would keep: headings of the contract, lists in one cell, telephone numbers and
numbers of suggestions as text. A date that the JSON has as 2024-06-11 becomes a date cell; one written
2024年6月5日 stays text, as ledgers have both.
"""

import datetime
import json
import re
from pathlib import Path

from openpyxl import Workbook
from workbook import head, put, save, settings

INPUTS = Path(__file__).resolve().parents[2] / "inputs"

# key, heading, width of the column, what parts a list in a cell
COLUMNS = [
    ("number", "建议号", 9, None),
    ("matter", "类型", 8, None),
    ("assembly", "人大政协", 10, None),
    ("term", "届", 5, None),
    ("meeting", "次", 5, None),
    ("subject", "建议标题", 32, None),
    ("proposers", "提出人", 16, "、"),
    ("proposer_count", "提出人数", 10, None),
    ("co_units", "会办单位", 20, "、"),
    ("body", "正文", 80, "\n"),
    ("closing", "结束语", 24, None),
    ("signatory", "签发人", 10, None),
    ("category", "办复类别", 10, None),
    ("contact.unit", "联系单位", 24, None),
    ("contact.person", "联系人", 10, None),
    ("contact.phone", "联系电话", 16, None),
    ("issuer", "发文机关", 26, None),
    ("date", "成文日期", 18, None),
    ("cc", "抄送", 32, "、"),
    ("disclosure", "公开属性", 12, None),
    # A name of an attachment may hold 、 on paper, so each has its own line.
    ("attachments", "附件", 36, "\n"),
    ("note", "附注", 32, None),
]

# What stands once for all rows: key, item in the sheet 设置
DEFAULTS = [("profile", "profile"), ("place", "地区"), ("assembly", "人大政协"), ("term", "届"), ("meeting", "次")]


def flat(letter: dict) -> dict:
    """The letter with `contact` taken apart into dotted keys."""
    flat = {key: value for key, value in letter.items() if key != "contact"}
    flat |= {f"contact.{key}": value for key, value in letter.get("contact", {}).items()}
    unknown = flat.keys() - {key for key, *_ in COLUMNS}
    assert not unknown, f"no column for {unknown}"
    return flat


def cell_value(key: str, value: object, parted_by: str | None) -> object:
    if parted_by is not None and value is not None:
        assert all(parted_by not in item for item in value), f"{key}: {value} cannot stand in one cell"
        return parted_by.join(value)
    if key == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return datetime.date.fromisoformat(value)
    return value


def main() -> None:
    ledger = json.loads((INPUTS / "huangshan-2024.json").read_text(encoding="utf-8"))
    book = Workbook()
    sheet = book.active
    sheet.title = "答复"
    head(sheet, [heading for _, heading, _, _ in COLUMNS], [width for _, _, width, _ in COLUMNS])
    for row, letter in enumerate(ledger["letters"], 2):
        values = flat(letter)
        for column, (key, _, _, parted_by) in enumerate(COLUMNS, 1):
            put(sheet, row, column, cell_value(key, values.get(key), parted_by))
        # A row grows with its body otherwise, up to a whole screen.
        sheet.row_dimensions[row].height = 90
    settings(book, {item: ledger[key] for key, item in DEFAULTS})
    save(book, INPUTS / "huangshan-2024.xlsx")


if __name__ == "__main__":
    main()
