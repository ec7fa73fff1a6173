"""What the scripts of this folder share: writing a workbook so that the same content gives the same bytes.

openpyxl notes the time of saving in the document properties and in the zip entries; both are set to a fixed day
here. Compression is left to zlib, so another zlib may give other bytes with the same content.
"""

import datetime
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

TEXT = "@"  # the cell format 文本: what is typed stays as typed, leading zeros and long numbers too
DATE = 'yyyy"年"m"月"d"日"'
SAVED = datetime.datetime(2024, 7, 1)

_thin = Side(style="thin", color="BFBFBF")
_border = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)


def head(sheet: Worksheet, headings: list[str], widths: list[float]) -> None:
    """Writes the row of headings, frozen, and sets the columns' widths."""
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = sheet.cell(1, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = _border
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Writes one value: text as text, a date as a date cell, a number as a number."""
    cell = sheet.cell(row, column)
    if isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = DATE
    elif isinstance(value, str):
        cell.value = value
        # A text that begins with = is still a text.
        cell.data_type = "s"
        cell.number_format = TEXT
    elif value is not None:
        cell.value = value
    else:
        # An empty cell of a text column, ready for the next clerk.
        cell.number_format = TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.border = _border
    return cell


def settings(book: Workbook, values: dict[str, object]) -> None:
    """Adds the sheet 设置: values for every row that leaves them out."""
    sheet = book.create_sheet("设置")
    head(sheet, ["项目", "值"], [16, 24])
    for row, (item, value) in enumerate(values.items(), 2):
        put(sheet, row, 1, item)
        put(sheet, row, 2, value)


def save(book: Workbook, path: Path) -> None:
    """Saves without a trace of when and by whom."""
    book.properties.creator = "dafu"
    book.properties.created = SAVED
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + SAVED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data
                )
            fixed = zipfile.ZipInfo(entry.filename, SAVED.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            fixed.create_system = 3
            target.writestr(fixed, data, compresslevel=9)
