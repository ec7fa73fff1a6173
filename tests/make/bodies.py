#!/usr/bin/env python3
"""Makes the text files of the suite's cases `body-file-…` and `bodies-…`: tests/make/bodies.py"""

import os
from pathlib import Path

import docx
from docx import paragraph, run

SUITE = Path(__file__).parent.parent / "suite"

TITLE = "关于第153号建议的答复"
SUBJECT = "关于加快农村公路建设的建议"
OPENING = f"您提出的《{SUBJECT}》收悉。经研究，现答复如下："
BODY = [
    "近年来，我市持续加大农村公路投入，农村出行条件明显改善。",
    paragraph("主要工作", style="1"),
    paragraph("完善规划。印发《农村公路三年行动方案》，明确重点任务。", level=1),
    paragraph("加快建设。全年新改建农村公路200公里。", level=1),
    paragraph("下一步打算", style="1"),
    "下一步，我局将继续推进农村公路建设，联系电话等信息将在网上公布。",
]
TAIL = [
    "特此答复。",
    "附件：1.农村公路三年行动方案",
    "2.建设项目表",
    "黄山市交通运输局",
    "2024年6月11日",
    "（此件公开发布）",
    "办复类别：A类",
    "联 系 人：张三\t联系电话：0559-2355364",
    "抄送：市人大常委会代表联络室，市政府办公室。",
]
WHOLE = ["黄交函〔2024〕12号\t签发人：汪峻", TITLE, "王景峰代表：", OPENING, *BODY, *TAIL]

HEADINGS = "建议号,建议标题,提出人,发文机关,成文日期,发文字号,签发人,办复类别,联系人,联系电话,抄送,附件,附注,结束语,正文文件"
VALUES = f"153,{SUBJECT},王景峰,黄山市交通运输局,2024-06-11,黄交函〔2024〕12号,汪峻,A,张三,0559-2355364,市人大常委会代表联络室、市政府办公室,农村公路三年行动方案、建设项目表,此件公开发布,特此答复。,153号答复.docx"


def ledger(case: str, *lines: str) -> Path:
    folder = SUITE / case
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def short(case: str, *rows: str) -> Path:
    """A ledger of number, proposer, issuer, date and file."""
    return ledger(case, "建议号,提出人,发文机关,成文日期,正文文件", *rows)


def whole_letters() -> None:
    folder = ledger("body-file-equal", HEADINGS, VALUES)
    docx.write(folder / "153号答复.docx", WHOLE)

    changed = {
        "关于第153号建议的答复": "关于第135号建议的答复",
        "王景峰代表：": "王景锋代表：",
        OPENING: "您提出的《关于加快城市公交发展的建议》收悉。经研究，现答复如下：",
        "特此答复。": "专此答复。",
        "附件：1.农村公路三年行动方案": "附件：1.农村公路五年行动方案",
        "黄山市交通运输局": "黄山市公路局",
        "2024年6月11日": "2024年6月12日",
        "（此件公开发布）": "（此件依申请公开）",
        "办复类别：A类": "办复类别：B类",
        "联 系 人：张三\t联系电话：0559-2355364": "联 系 人：李四\t联系电话：0559-2355365",
        "抄送：市人大常委会代表联络室，市政府办公室。": "抄送：市人大常委会代表联络室。",
        "黄交函〔2024〕12号\t签发人：汪峻": "黄交函〔2024〕13号\t签发人：王峻",
    }
    folder = ledger("body-file-differs", HEADINGS, VALUES)
    docx.write(folder / "153号答复.docx", [changed.get(block, block) for block in WHOLE])

    # The ledger knows little more than the number: the rest is the file's.
    folder = ledger("body-file-fills", "建议号,正文文件", "153,153号答复.docx", "154,154号答复.docx")
    docx.write(folder / "153号答复.docx", WHOLE)
    docx.write(folder / "154号答复.docx", ["李明代表：", "您提出的建议收悉，现答复如下：一是修路。", *BODY[:1]])
    # Rows without a file need the columns; a row of another unit needs no file.
    folder = ledger(
        "body-file-columns",
        "建议号,主办单位,发文机关,正文,正文文件",
        "153,,黄山市交通运输局,,153号答复.docx",
        "154,,黄山市交通运输局,我局已经办理。,",
        "155,黄山市教育局,黄山市交通运输局,,没有这个文件.docx",
    )
    docx.write(folder / "153号答复.docx", WHOLE)


def unclear() -> None:
    folder = short(
        "body-file-unclear",
        "153,王景峰,黄山市交通运输局,2024-06-11,带表.docx",
        "154,王景峰,黄山市交通运输局,2024-06-11,两封.docx",
        "155,王景峰,黄山市交通运输局,2024-06-11,没有正文.docx",
    )
    form = docx.table([["建议编号", "153"], ["是否满意", "满意□ 基本满意□ 不满意□"]])
    docx.write(folder / "带表.docx", [*WHOLE, "征询意见表", form])
    docx.write(folder / "两封.docx", [TITLE, "王景峰代表：", OPENING, BODY[0], *WHOLE[1:]])
    docx.write(folder / "没有正文.docx", [TITLE, "王景峰代表：", "2024年6月11日"])


def losses() -> None:
    folder = short("body-file-losses", "153,王景峰,黄山市交通运输局,2024-06-11,153号答复.docx")
    blocks = [
        paragraph("修订过的一段", docx.inserted("又添了几个字"), docx.deleted("删了的字"), "，到此为止。"),
        paragraph("有一张图", docx.PICTURE, "。"),
        paragraph("有文本框", docx.text_box("框里的话"), "。"),
        paragraph("有脚注", docx.FOOTNOTE, "和批注", docx.COMMENT, "。"),
        paragraph("有公式", docx.EQUATION, "和嵌入的对象", docx.OBJECT, "。"),
        paragraph("有隐藏的", run("别看", "<w:vanish/>"), "文字和", run("划掉的", "<w:strike/>"), "文字。"),
        paragraph("有特殊符号", docx.SYMBOL, "。"),
        docx.table([["项目", "金额"], ["道路", "5万元"]]),
        "最后一段有错的标点,和×××。",
        paragraph("黄山市交通运输局", docx.PICTURE),
        "2024年6月11日",
        "邮政编码：245000",
    ]
    docx.write(folder / "153号答复.docx", blocks)


def places() -> None:
    folder = short(
        "body-file-outside",
        "1,甲一,黄山市交通运输局,2024-06-11,../body-file-equal/153号答复.docx",
        "2,甲二,黄山市交通运输局,2024-06-11,/etc/hostname.txt",
        "3,甲三,黄山市交通运输局,2024-06-11,链接.docx",
        "4,甲四,黄山市交通运输局,2024-06-11,C:\\答复\\4.docx",
        "5,甲五,黄山市交通运输局,2024-06-11,下面\\..\\5号答复.txt",
        "6,甲六,黄山市交通运输局,2024-06-11,6号答复",
        "7,甲七,黄山市交通运输局,2024-06-11,没有.docx",
        "8,甲八,黄山市交通运输局,2024-06-11,~$8号答复.docx",
        "9,甲九,黄山市交通运输局,2024-06-11,下面",
    )
    (folder / "下面").mkdir(exist_ok=True)
    (folder / "下面" / "说明.txt").write_text("这个文件夹不能是空的。\n", encoding="utf-8")
    (folder / "5号答复.txt").write_text("第五件已经办理。\n", encoding="utf-8")
    (folder / "6号答复.docx").write_bytes(b"")
    (folder / "~$8号答复.docx").write_bytes(b"lock")
    link = folder / "链接.docx"
    if not link.is_symlink():
        os.symlink("../body-file-equal/153号答复.docx", link)
    folder = short("body-file-allowed", "153,王景峰,黄山市交通运输局,2024-06-11,../body-file-equal/153号答复.docx")
    (folder / "args").write_text("--allow-outside\n", encoding="utf-8")
    folder = ledger("body-file-twice", "建议号,提出人,发文机关,成文日期,正文,正文文件", "153,王景峰,黄山市交通运输局,2024-06-11,已经办理。,153.txt")
    (folder / "153.txt").write_text("已经办理。\n", encoding="utf-8")
    folder = SUITE / "body-file-forbidden"
    folder.mkdir(exist_ok=True)
    (folder / "input.json").write_text('{"allow-outside": true, "bodies": "/", "letters": []}\n', encoding="utf-8")


def formats() -> None:
    names = ["旧.doc", "旧.wps", "其实是旧.docx", "其实是网页.docx", "加密.docx", "坏.docx", "其实是新.doc", "压缩.docx", "文.rtf",
             "表.docx", "空.docx", "函.pdf", "乱码.txt", "网页.md", "函.odt", "其实是旧.txt"]
    rows = [f"{at},甲,黄山市交通运输局,2024-06-11,{name}" for at, name in enumerate(names, 1)]
    folder = short("body-file-formats", *rows)
    def ole(stream: str) -> bytes:
        return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + stream.encode("utf-16-le")
    for name in ["旧.doc", "旧.wps", "其实是旧.docx", "其实是旧.txt"]:
        (folder / name).write_bytes(ole("WordDocument"))
    (folder / "其实是网页.docx").write_text("<html><body>答复</body></html>", encoding="utf-8")
    (folder / "加密.docx").write_bytes(ole("EncryptedPackage"))
    docx.write(folder / "其实是新.doc", ["已经办理。"])
    (folder / "坏.docx").write_bytes((folder / "其实是新.doc").read_bytes()[:300])
    docx.write_zip(folder / "压缩.docx", {"a.txt": "a"})
    docx.write_zip(folder / "表.docx", {"xl/workbook.xml": "<a/>"})
    docx.write_zip(folder / "函.odt", {"content.xml": "<a/>"})
    (folder / "文.rtf").write_bytes(rb"{\rtf1 a}")
    docx.write(folder / "空.docx", [])
    (folder / "函.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "乱码.txt").write_bytes(b"\xff\x20\x81")
    (folder / "网页.md").write_text("<!DOCTYPE html><p>a", encoding="utf-8")


def texts() -> None:
    folder = short("body-file-texts", *(
        f"{number},王景峰,黄山市交通运输局,2024-06-11,{name}"
        for number, name in enumerate(["国标.txt", "宽.txt", "标记.md"], 1)
    ))
    letter = "关于第{}号建议的答复\n\n王景峰代表：\n　　您提出的建议收悉。现答复如下：\n　　我局已经办理，成效明显。\n\n黄山市交通运输局\n2024年6月12日\n"
    (folder / "国标.txt").write_bytes(letter.format(1).encode("gb18030"))
    (folder / "宽.txt").write_bytes(letter.format(2).replace("明显", "×××").encode("utf-16"))
    (folder / "标记.md").write_text(
        "# 关于第3号建议的答复\n\n王景峰代表：\n\n您提出的建议收悉。现答复如下：\n\n## 一、主要工作\n\n**一是**修路，*二是*架桥，\n改善出行条件，详见[网站](http://x.cn)。\n\n"
        "## 打算\n\n- 加快建设\n- 抓好管护\n\n| 项目 | 金额 |\n|---|---|\n| 道路 | 5万元 |\n\n![图](a.png)\n\n见注[^1]。\n\n[^1]: 注\n\n黄山市交通运输局\n2024年6月11日\n",
        encoding="utf-8",
    )


def folders() -> None:
    folder = ledger(
        "bodies-folder",
        "建议号,类型,提出人,主办单位,发文机关,成文日期,正文",
        "153,建议,王景峰,,黄山市交通运输局,2024-06-11,",
        "21,建议,李明,,黄山市交通运输局,2024-06-11,",
        "21,提案,民盟黄山市委,,黄山市交通运输局,2024-06-11,",
        "30,建议,赵六,,黄山市交通运输局,2024-06-11,",
        "31,建议,钱七,,黄山市交通运输局,2024-06-11,",
        "32,建议,孙八,,黄山市交通运输局,2024-06-11,已经办理，群众满意。",
        "33,建议,周九,黄山市教育局,黄山市交通运输局,2024-06-11,",
        "40,建议,吴十,,黄山市交通运输局,2024-06-11,",
        "40,提案,郑一,,黄山市交通运输局,2024-06-11,",
        "41,建议,冯二,,黄山市交通运输局,2024-06-11,",
    )
    (folder / "args").write_text("--bodies\ntests/suite/bodies-folder/正文\n", encoding="utf-8")
    files = {
        "王景峰代表153号建议答复.docx": "第一百五十三号已经办理。",
        "21号建议答复.docx": "第二十一号建议已经办理。",
        "提案21号.docx": "第二十一号提案已经办理。",
        "31号答复.docx": "第三十一号已经办理。",
        "31号答复（改）.docx": "第三十一号已经改好。",
        "32号答复.docx": "第三十二号已经办理。",
        "33号答复.docx": "别的单位办理。",
        "40号答复.docx": "第四十号已经办理。",
        "99号答复.docx": "没有这一号。",
    }
    for name, text in files.items():
        docx.write(folder / "正文" / name, [text])
    (folder / "正文" / "41号答复.wps").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"))
    (folder / "正文" / "~$1号答复.docx").write_bytes(b"lock")
    (folder / "正文" / "目录.xlsx").write_bytes(b"other")


if __name__ == "__main__":
    whole_letters()
    unclear()
    losses()
    places()
    formats()
    texts()
    folders()
