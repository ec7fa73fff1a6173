#!/usr/bin/env python3
"""Makes the ledgers of tests/suite/saved-* : what LibreOffice writes of hidden, struck, totalled and formatted cells.

usage: python3 -m venv /tmp/venv && /tmp/venv/bin/pip install openpyxl==3.1.5
       /tmp/venv/bin/python -B tests/make/seen_xlsx.py

The .ods and .xls are saved by LibreOffice (soffice) from workbooks made on the way. It writes other bytes each time, so they are made anew only where they are missing.
"""

import shutil
import subprocess
import tempfile
from copy import copy
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from workbook import put, save, settings

SUITE = Path(__file__).resolve().parents[1] / "suite"

HEADINGS = ["建议号", "类型", "建议标题", "提出人", "正文", "发文机关", "成文日期", "附注"]
COMMON = {"profile": "standard", "地区": "黄山市", "人大政协": "人大", "届": "8", "次": "4"}


def row(number: str, **other: object) -> list[object]:
    """A right row; a text of its own, so that no two are the same."""
    values = {
        "建议号": number, "类型": "建议", "建议标题": "关于完善社区养老服务的建议", "提出人": "王建国",
        "正文": f"第{number}号建议很有针对性，我局已经采纳。", "发文机关": "黄山市民政局", "成文日期": "2024-06-11",
        "附注": None,
    }
    return list((values | other).values())


def ledger(rows: list[list[object]]) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "答复"
    for at, values in enumerate([HEADINGS, *rows], 1):
        for column, value in enumerate(values, 1):
            put(sheet, at, column, value)
    return book


def resaved(source: Path, name: str, ending: str) -> None:
    """The same ledger as LibreOffice saves it in another format."""
    target = SUITE / name / f"input.{ending}"
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", ending,
             "--outdir", home, str(source)],
            check=True, stdout=subprocess.DEVNULL,
        )
        shutil.copy(Path(home) / f"input.{ending}", target)


def hidden() -> Workbook:
    book = ledger([row(str(number), 附注="此件公开") for number in (153, 154, 155)])
    sheet = book["答复"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["H"].hidden = True
    for name, state in (("去年", "hidden"), ("说明", "visible")):
        other = book.create_sheet(name)
        other.sheet_state = state
        for at, values in enumerate([HEADINGS, row("99")] if state == "hidden" else [["每件建议填一行"]], 1):
            for column, value in enumerate(values, 1):
                put(other, at, column, value)
    return book


def struck() -> Workbook:
    book = ledger([row(str(number), 附注="此件公开") for number in (153, 154, 155)])
    sheet = book["答复"]
    line = Font(strike=True)
    for cell in sheet[2]:
        cell.font = copy(line)
    sheet["D3"].font = copy(line)
    plain, over = InlineFont(), InlineFont(strike=True)
    sheet["E4"].value = CellRichText(
        TextBlock(plain, "道路"), TextBlock(over, "计划明年"), TextBlock(plain, "已经修好，"), TextBlock(over, "并通车"),
        TextBlock(plain, "已经通车。"),
    )
    return book


def two_lines() -> Workbook:
    """Title and notes above, headings in two lines, a blank row, a total within and one at the end, cells merged down."""
    book = Workbook()
    sheet = book.active
    sheet.title = "答复"
    upper = ["序号", "建议号", "届次", None, "建议标题", "提出人", "正文", "发文机关", "成文日期", "联系方式", None, None]
    lower = [None, None, "届", "次", None, None, None, None, None, "联系单位", "联系人", "联系电话"]
    contact = ["养老服务科", "李晓梅", "0559-2351234"]
    first = ["1", "153", "八", "四", "关于社区养老的建议", "王建国", "已经办理。", "黄山市民政局", "2024-06-11", *contact]
    second = ["2", "154", "八", "四", "关于农村养老的建议", "李爱华", "正在办理。", None, "2024-06-12", *contact]
    rows = [
        ["2024年人大代表建议办理台账"], ["填报单位：黄山市民政局　　联系人：李晓梅"], upper, lower, first, second, [],
        ["小计", 2, None, None, None, None, None, None, None, None, None, "2件"], [], ["合　计：", 2],
    ]
    for at, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                put(sheet, at, column, value)
    sheet.merge_cells("A1:L1")
    sheet.merge_cells("A2:L2")
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("J3:L3")
    sheet.merge_cells("H5:H6")
    for column in "ABEFGHI":
        sheet.merge_cells(f"{column}3:{column}4")
    return book


def shown() -> Workbook:
    """What the formats of numbers and dates make of values; each row is one."""
    book = ledger([row(str(number)) for number in range(153, 160)])
    sheet = book["答复"]

    def number(place: str, value: object, code: str) -> None:
        sheet[place].value = value
        sheet[place].number_format = code

    number("A2", 23, "000")
    number("A3", 20240000000000153, "0.00E+00")
    number("A4", 12, "0.00")
    put(sheet, 5, 1, "1.23e+17")
    number("G6", 45454.75, '[DBNum1][$-804]yyyy"年"m"月"d"日";@')
    number("G7", 1.25, "[h]:mm")
    number("H8", 0.285, "0%")
    number("H2", 45454.375, "yyyy-mm-dd h:mm")
    return book


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, book, ending in [
            ("saved-hidden-xls", hidden(), "xls"),
            ("saved-hidden-ods", hidden(), "ods"),
            ("saved-struck-ods", struck(), "ods"),
            ("saved-two-lines-ods", two_lines(), "ods"),
            ("saved-formats-ods", shown(), "ods"),
        ]:
            settings(book, COMMON)
            source = Path(folder) / "input.xlsx"
            save(book, source)
            resaved(source, name, ending)
        book = shown()
        settings(book, COMMON)
        (SUITE / "saved-formats").mkdir(exist_ok=True)
        save(book, SUITE / "saved-formats" / "input.xlsx")


if __name__ == "__main__":
    main()
