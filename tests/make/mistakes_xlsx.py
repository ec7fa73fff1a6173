#!/usr/bin/env python3
"""Makes tests/suite/twenty-mistakes/: a ledger with twenty mistakes, and the list of them.

usage: python3 -m venv /tmp/venv && /tmp/venv/bin/pip install openpyxl==3.1.5
       /tmp/venv/bin/python -B tests/make/mistakes_xlsx.py

Each mistake is what a clerk really does, stands alone in its row (the misspelt heading in the row of headings), and
leaves the rest of the row right, so that `dafu check --format json` must give exactly these errors and warnings.
The same number twice is a problem at both rows. Notes are not counted: some fields are given that a form may not print.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from workbook import head, put, save, settings

CASE = Path(__file__).resolve().parents[1] / "suite" / "twenty-mistakes"

# heading, width, what a right row has; None: left empty
COLUMNS = [
    ("建议号", 22, None),  # a number of its own in each row
    ("类型", 8, "建议"),
    ("人大政协", 10, "人大"),
    ("届", 6, 8),
    ("次", 6, 4),
    ("建议标题", 30, "关于完善社区养老服务的建议"),
    ("提出人", 22, "王建国"),
    ("正文", 60, "这件建议很有针对性，我局已经采纳。\n下一步，我局将抓好落实。"),
    ("办复类别", 10, "A类"),
    ("联系单位", 18, None),
    ("联系人", 10, "李晓梅"),
    ("联系电话", 16, "0559-2351234"),
    ("发文机关", 18, "黄山市民政局"),
    ("发文字号", 22, None),
    ("成文日期", 18, "2024-06-11"),
    ("抄送", 22, None),
    # Somebody meant 联系单位 and did not see that the column is there already.
    ("联系单位名", 14, None),
]
HEADINGS = [heading for heading, _, _ in COLUMNS]

# code, heading of the cell, what stands in it
MISTAKES = [
    ("number-malformed", "建议号", "第12号"),
    ("digits-lost", "建议号", 20240000000000153),
    ("matter-unknown", "类型", "意见书"),
    ("assembly-unknown", "人大政协", "党代会"),
    ("session-malformed", "届", "八界"),
    ("list-comma", "提出人", "王建国，李爱华"),
    ("value-missing", "提出人", None),
    # Old systems keep rare names at private-use code points.
    ("character-private", "提出人", "张\ue3a1"),
    # Extension G: no face that is shipped has it.
    ("character-missing", "提出人", "陈\U00030000"),
    ("category-unknown", "办复类别", "E9"),
    # 0559-2351234 typed as a number: the zero is gone.
    ("zero-maybe-lost", "联系电话", 5592351234),
    ("value-missing", "发文机关", None),
    ("doc-number-malformed", "发文字号", "黄民函2024第12"),
    ("date-impossible", "成文日期", "2024年2月30日"),
    ("date-ambiguous", "成文日期", "03/04/2024"),
    ("date-malformed", "成文日期", "去年六月"),
    ("cell-error", "抄送", "#N/A"),
    ("letter-duplicate", "建议号", "230"),
    ("letter-duplicate", "建议号", "230"),
]


def main() -> None:
    CASE.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet = book.active
    sheet.title = "答复"
    head(sheet, HEADINGS, [width for _, width, _ in COLUMNS])
    misspelt = HEADINGS.index("联系单位名")
    expected = [f"heading-resembles {get_column_letter(misspelt + 1)}1"]
    # The first and the last row are right.
    for row, mistake in enumerate([None, *MISTAKES, None], 2):
        values = [value for _, _, value in COLUMNS]
        values[0] = str(200 + row)
        if row == 2:
            # A heading without values would be no loss; with one it is.
            values[misspelt] = "养老服务科"
        if mistake is not None:
            code, heading, wrong = mistake
            column = HEADINGS.index(heading)
            values[column] = wrong
            expected.append(f"{code} {get_column_letter(column + 1)}{row}")
        for column, value in enumerate(values, 1):
            cell = put(sheet, row, column, value)
            if value == "#N/A":
                cell.data_type = "e"
    settings(book, {"profile": "standard", "地区": "黄山市"})
    save(book, CASE / "input.xlsx")
    assert len(expected) == 20
    (CASE / "expected.txt").write_text("\n".join(expected) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
