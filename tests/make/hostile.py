#!/usr/bin/env python3
"""Makes files that would fill the memory of a careless reader. usage: python3 tests/make/hostile.py FOLDER

None is kept in the tree. Their names say what must come of them: `large-…` is refused as holding too much,
`fine-…` only looks bad and is read.
"""
import struct
import sys
import zlib
from pathlib import Path

OUT = Path(sys.argv[1])
MB = 1024 * 1024
GB = 1024 * MB
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook {MAIN} xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
RELS = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
PACKAGE = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
           f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
HEADINGS = ["建议号", "提出人", "正文", "发文机关", "成文日期"]
VALUES = ["153", "王景峰", "已经办好。", "某局", "2024-06-11"]


class Archive:
    """A zip whose parts are never held unpacked."""

    def __init__(self):
        self.data, self.index = bytearray(), []

    def add(self, name, *pieces):
        """A part of texts, each as it is or (text, times); what is repeated is packed once."""
        packed, size, check = bytearray(), 0, 0
        for piece in pieces:
            text, times = piece if isinstance(piece, tuple) else (piece, 1)
            plain = text if isinstance(text, bytes) else text.encode()
            # The blocks of a full flush stand by themselves.
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed += (packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)) * times
            size += len(plain) * times
            # What is stopped on the way needs no checksum.
            for _ in range(times if size < GB else 0):
                check = zlib.crc32(plain, check)
        packed += zlib.compressobj(6, zlib.DEFLATED, -15).flush()
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, check, len(packed), min(size, 0xFFFFFFFE), len(name), 0)
        self.index.append((head, name.encode(), len(self.data)))
        self.data += b"PK\3\4" + head + name.encode() + packed
        return self

    def save(self, name):
        index = b"".join(b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, at) + part
                         for head, part, at in self.index)
        count = len(self.index)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(self.data), 0)
        (OUT / name).write_bytes(bytes(self.data) + index + b"PK\5\6" + end)


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, texts):
    return f'<row r="{number}">' + "".join(cell(f"{'ABCDE'[at]}{number}", text) for at, text in enumerate(texts)) + "</row>"


LEDGER = row(1, HEADINGS) + row(2, VALUES)


def xlsx(name, rows, strings=("",), after="", within=None):
    archive = Archive().add("[Content_Types].xml", "<Types/>").add("xl/workbook.xml", BOOK)
    archive.add("_rels/.rels", PACKAGE)
    archive.add("xl/_rels/workbook.xml.rels", RELS).add("xl/sharedStrings.xml", f"<sst {MAIN}>", *strings, "</sst>")
    archive.add("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>", *rows, "</sheetData>", after, "</worksheet>")
    if within is not None:
        archive.add("xl/embeddings/book1.xlsx", within)
    archive.save(name)


def ods(name, *tables):
    archive = Archive().add("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    archive.add("content.xml", '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">', *tables)
    archive.save(name)


def xls(name, *records):
    """Records of the one sheet; no stream of an old workbook is shorter than 4096 bytes."""
    record = lambda kind, data=b"": struct.pack("<HH", kind, len(data)) + data
    begin, end = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), record(0x0A)
    bound = lambda start: record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"a")
    start = len(begin + bound(0) + end)
    stream = begin + bound(start) + end + begin + b"".join(record(*each) for each in records) + end
    stream += bytes(4096 - len(stream))
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<8I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entry = lambda name, kind, child, start, size: (
        name.encode("utf-16le").ljust(64, b"\0") + struct.pack("<HBB3I", len(name) * 2 + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36) + struct.pack("<III", start, size, 0))
    tree = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, 4096)
    data = head + struct.pack("<128I", *table, *[0xFFFFFFFF] * 118) + tree.ljust(512, b"\0") + stream
    (OUT / name).write_bytes(data)


# Ten gigabytes of zeros, of blanks, of cells, of strings.
zeros = ("\0" * MB, 10 * 1024)
xlsx("large-zeros-in-sheet.xlsx", [zeros])
xlsx("large-zeros-in-strings.xlsx", [LEDGER], strings=[zeros])
Archive().add("xl/workbook.xml", BOOK).add("xl/media/image1.png", zeros).save("large-picture.xlsx")
Archive().add("xl/a.xml", ("<a>" * 1000, 200_000)).save("large-nested-elements.xlsx")
xlsx("large-cells.xlsx", [LEDGER, ("<row>" + "<c><v>1</v></c>" * 10_000 + "</row>", 1_200)])
xlsx("large-strings.xlsx", [LEDGER], strings=[("<si/>" * 10_000, 3_000)])
# One text in very many cells, merged over very many rows, or repeated.
text = "甲" * (MB // 3)
xlsx("large-shared-text.xlsx", ['<row r="1">', ('<c t="s"><v>0</v></c>' * 1000, 2), "</row>"],
     strings=[f"<si><t>{text}</t></si>"])
numbers = "".join(f'<row r="{at}">{cell(f"A{at}", at)}</row>' for at in range(3, 2000))
xlsx("large-merged-text.xlsx", [row(1, HEADINGS), row(2, [*VALUES[:2], text, *VALUES[3:]]), numbers],
     after='<mergeCells><mergeCell ref="C2:C1048576"/></mergeCells>')
string = lambda text, more="": f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
many = ' table:number-columns-repeated="10000"'
ods("large-zeros.ods", zeros)
ods("large-repeated-text.ods", "<table:table><table:table-row>", string(text, many))
ods("large-repeated-tables.ods", ('<table:table><table:table-row table:number-rows-repeated="10000">'
    + string("x", ' table:number-columns-repeated="200"') + "</table:table-row></table:table>", 1000))
number = lambda row, column: (0x203, struct.pack("<HHHd", row, column, 0, 1.0))
xls("large-far-cells.xls", number(0, 0), number(65_535, 255))
xls("large-claimed.xls", (0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)), number(0, 0))
# What only looks bad: one far cell, a merge down to the end, another workbook within, which nobody unpacks.
xlsx("fine-far-cell.xlsx", [LEDGER, f'<row r="1048576">{cell("XFD1048576", "x")}</row>'])
xlsx("fine-merged-to-the-end.xlsx", [LEDGER], after='<mergeCells><mergeCell ref="D2:D1048576"/></mergeCells>')
xlsx("fine-nested.xlsx", [LEDGER], within=(OUT / "large-zeros-in-sheet.xlsx").read_bytes())
