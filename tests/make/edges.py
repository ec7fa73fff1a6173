"""Makes the inputs of the suite whose bytes no editor keeps: encodings, marks, signs that cannot be seen, and
files that are not what their names say. usage: python3 tests/make/edges.py"""
import io
import struct
import zipfile
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1] / "suite"
BOM = b"\xef\xbb\xbf"
# The date is impossible, so that the expected problem shows that the value was read.
LETTER = '{"number": "153", "proposers": "王景峰", "body": "已经办好。", "issuer": "某局", "date": "2024年2月31日"}'
HEADINGS = ["建议号", "提出人", "正文", "发文机关", "成文日期"]
ROW = ["153", "王景峰", "已经办好。", "某局", "2024年2月31日"]


def put(case, name, data):
    folder = SUITE / case
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


def table(separator, *rows):
    return "".join(separator.join(row) + "\r\n" for row in rows)


def archive(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            # Always the same bytes.
            made.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def compound(stream):
    """The beginning of a compound file and the name of a stream in it; nothing more is looked at."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16le") + bytes(480)


put("json-bom", "input.json", BOM + f"[{LETTER}]".encode())
put("json-utf16", "input.json", f"[{LETTER}]".encode("utf-16"))
put("json-gb18030", "input.json", f"[{LETTER}]".encode("gb18030"))
put("json-no-encoding", "input.json", b'[{"number": "153", "issuer": "\xff\xfe\xff"}]')
put("jsonl-marks", "input.jsonl", BOM + f"\r\n{LETTER}\r\n\r\n  \r\n{LETTER[:-1]}\r\n".encode())

put("csv-utf16-tabs", "input.csv", table("\t", HEADINGS, ROW).encode("utf-16"))
put("csv-bom", "input.csv", BOM + table(",", HEADINGS, ROW).encode())
put("csv-nul", "input.csv", table(",", HEADINGS, ROW).encode().replace("已经".encode(), b"\0"))
put("csv-no-encoding", "input.csv", table(",", HEADINGS, ROW).encode() + b"\xff\xff\n")

# All that is put right, one kind a letter.
kinds = ["line\r\nends\rof_x000D_\nall kinds", "no\u00a0break\tand tab", "zero\u200bwidth\u202e\u00ad\ufeff", "　blanks around　"]
rows = [["１５３", "王景峰", "“" + kind + "”。", "某局", "2024-06-11"] for kind in kinds]
rows[1][0], rows[2][0], rows[3][0] = "154", "155", "156"
rows += [["157", "王\ue863、张\ue81e", "旧字\ue816和\ue78d。", "某局", "2024-06-11"]]
quoted = [[f'"{cell}"' if "\n" in cell or "\r" in cell or "，" in cell else cell for cell in row] for row in rows]
put("put-right", "input.csv", table(",", HEADINGS, *quoted).encode())
# By the codes of older editions: 𠂇 䶮 and the vertical comma; and one that no edition knows.
old = "张某".encode("gb18030") + b"\xfe\x59", "旧字".encode("gb18030") + b"\xfe\x51\xa6\xd9\xaa\xa1"
put("gb18030-old-characters", "input.csv", table(",", HEADINGS, ["1", "甲", "乙", "某局", "2024-06-11"])
    .encode("gb18030").replace("甲".encode("gb18030"), old[0]).replace("乙".encode("gb18030"), old[1]))

put("text-as-xlsx", "input.xlsx", table("\t", HEADINGS, ROW).encode())
put("csv-as-xls", "input.xls", table(",", HEADINGS, ROW).encode("gb18030"))
put("xlsb-as-xlsx", "input.xlsx", archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01"}))
put("docx-as-xlsx", "input.xlsx", archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}))
put("odt-as-ods", "input.ods", archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"}))
put("numbers-as-xlsx", "input.xlsx", archive(**{"Index/Document.iwa": b"\0", "preview.jpg": b"\xff\xd8\xff"}))
put("et-as-xlsx", "input.xlsx", compound("Workbook"))
put("wps-as-xls", "input.xls", compound("WordDocument"))
put("rar-as-xlsx", "input.xlsx", b"Rar!\x1a\x07\x01\x00rest")
put("picture-as-xlsx", "input.xlsx", b"\x89PNG\r\n\x1a\nrest")
put("named-et", "input.et", compound("Workbook"))
put("named-numbers", "input.numbers", archive(**{"Index/Document.iwa": b"\0"}))
put("named-xlsb", "input.xlsb", archive(**{"xl/workbook.bin": b"\x83\x01"}))
put("named-wps", "input.wps", compound("WordDocument"))
put("blank-csv", "input.csv", BOM + b"\r\n \r\n")
