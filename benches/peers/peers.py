"""CPU a letter of dafu and of its peers; see `run`, which calls this.

Each peer is a process of its own that makes few letters, then many; the difference, by the number of letters more, is
the CPU of one letter without what a run does once. All set the same text on pages of the same size, in the shipped faces
where nothing else is said, and each PDF is looked at: it has the pages of the letter, four to six of them, since line
breaks differ.
"""
import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "benches"))
import corpus  # noqa: E402

FEW = 4
# The Chinese fonts (CFF) that Debian's texlive-lang-chinese brings.
FANDOL = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
RUN_IN = re.compile(r"^（[一二三四五六七八九十]+）[^。]*。")
HEADING = re.compile(r"^[一二三四五六七八九十]+、")


def letter_of(raw):
    """The words that dafu makes, for those that make none."""
    number = raw["number"]
    paragraphs = []
    for text in raw["body"].split("\n"):
        run_in = RUN_IN.match(text)
        front = run_in[0] if run_in else ""
        paragraphs.append({"heading": bool(HEADING.match(text)), "front": front, "rest": text[len(front):]})
    return {
        "title": f"关于对黄山市第八届人民代表大会第四次会议第{number}号建议的答复",
        "signatory": raw["signatory"], "addressee": raw["proposers"] + "代表：",
        "opening": f"您在市八届人大四次会议期间提出的关于第{number}件事的建议收悉。经研究办理，现答复如下：",
        "body": raw["body"].split("\n"), "paragraphs": paragraphs, "issuer": raw["issuer"],
        "lines": ["办复类别：A类", f"联系单位：{raw['contact']['unit']}", f"联系电话：{raw['contact']['phone']}",
                  "抄送：" + "、".join(raw["cc"])],
    }


def typst_wheel(letters, out, fonts=ROOT / "fonts"):
    import typst

    shutil.copy(ROOT / "benches/batch/letter.typ", out)
    compiler = typst.Compiler(out / "letter.typ", root=out, font_paths=[fonts], ignore_system_fonts=True)
    for index, letter in enumerate(letters):
        (out / "record.json").write_text(json.dumps(letter, ensure_ascii=False), "utf-8")
        compiler.compile(output=out / f"{index}.pdf", pdf_standards=["a-2a"])


def typst_wheel_fandol(letters, out):
    typst_wheel(letters, out, FANDOL)


def weasyprint(letters, out):
    import html

    import weasyprint

    def marked(letter):
        text = html.escape
        body = [f"<h1>{text(letter['title'])}</h1><p>签发人：<i>{text(letter['signatory'])}</i></p>"
                f"<p class=flush>{text(letter['addressee'])}</p><p>{text(letter['opening'])}</p>"]
        for it in letter["paragraphs"]:
            tag = "h2" if it["heading"] else "p"
            body.append(f"<{tag}><i>{text(it['front'])}</i>{text(it['rest'])}</{tag}>")
        body.append(f"<p class=end>{text(letter['issuer'])}<br>2024年6月11日</p>")
        body += [f"<p>{text(line)}</p>" for line in letter["lines"]]
        return f"<!doctype html><html lang=zh-CN><title>{text(letter['title'])}</title><body>{''.join(body)}</html>"

    style = """@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —" } }
      body { font: 16pt/28.9pt "Noto Serif SC Slim Half", "Dafu Fangsong"; text-align: justify; margin: 0 }
      p, h2 { margin: 0; text-indent: 2em; font-size: 16pt } .flush { text-indent: 0 } .end { text-align: right }
      h1 { font: 22pt/32pt "Noto Serif SC Title"; text-align: center } h2 { font: 16pt/28.9pt "Noto Sans SC Heading" }
      i { font: 16pt/28.9pt "AR PL UKai CN" }"""
    fonts = weasyprint.text.fonts.FontConfiguration()
    style = weasyprint.CSS(string=style, font_config=fonts)
    for index, letter in enumerate(letters):
        page = weasyprint.HTML(string=marked(letter))
        page.write_pdf(out / f"{index}.pdf", stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3b")


def libreoffice(letters, out):
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt
    from docxtpl import DocxTemplate

    template = Document()
    section = template.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(28), Mm(26), Mm(37), Mm(35)

    def face(run, name, size):
        run.font.name, run.font.size = name, Pt(size)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)

    def paragraph(*parts, indent=32):
        added = template.add_paragraph()
        added.paragraph_format.first_line_indent = Pt(indent)
        added.paragraph_format.space_after, added.paragraph_format.line_spacing = Pt(0), Pt(28.9)
        for text, name, size in parts:
            face(added.add_run(text), name, size)

    body, kai, hei = "Dafu Fangsong", "AR PL UKai CN", "Noto Sans SC Heading"
    paragraph(("{{ title }}", "Noto Serif SC Title", 22), indent=0)
    paragraph(("签发人：", body, 16), ("{{ signatory }}", kai, 16))
    paragraph(("{{ addressee }}", body, 16), indent=0)
    paragraph(("{{ opening }}", body, 16))
    paragraph(("{%p for it in paragraphs %}", body, 16))
    paragraph(("{%p if it.heading %}", body, 16))
    paragraph(("{{ it.rest }}", hei, 16))
    paragraph(("{%p else %}", body, 16))
    paragraph(("{{ it.front }}", kai, 16), ("{{ it.rest }}", body, 16))
    paragraph(("{%p endif %}", body, 16))
    paragraph(("{%p endfor %}", body, 16))
    paragraph(("{{ issuer }} 2024年6月11日", body, 16))
    paragraph(("{%p for it in lines %}", body, 16))
    paragraph(("{{ it }}", body, 16))
    paragraph(("{%p endfor %}", body, 16))
    template.save(out / "template.docx")
    names = []
    for index, letter in enumerate(letters):
        filled = DocxTemplate(out / "template.docx")
        filled.render(letter)
        names.append(f"{index}.docx")
        filled.save(out / names[-1])
    home = f"-env:UserInstallation=file://{out}/home"
    export = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
    subprocess.run(["soffice", home, "--headless", "--convert-to", export, *names], cwd=out, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def xelatex(letters, out):
    special = str.maketrans({c: f"\\{c}" for c in "#$%&_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"})
    fonts = ROOT / "fonts"
    head = rf"""\documentclass[UTF8]{{article}}\usepackage[a4paper,left=28mm,right=26mm,top=37mm,bottom=35mm]{{geometry}}
\usepackage{{xeCJK}}\setmainfont[Path={fonts}/]{{NotoSerifSCSlimHalf-Regular.ttf}}\setCJKmainfont[Path={fonts}/]{{DafuFangsong-Regular.ttf}}
\newCJKfontfamily\kai[Path={fonts}/]{{ARPLUKaiCN-Han.ttf}}\newCJKfontfamily\hei[Path={fonts}/]{{NotoSansSCHeading-Regular.ttf}}
\newCJKfontfamily\song[Path={fonts}/]{{NotoSerifSCTitle-Bold.ttf}}\parindent=32pt\parskip=0pt
\begin{{document}}\fontsize{{16pt}}{{28.9pt}}\selectfont
"""
    for index, letter in enumerate(letters):
        text = lambda value: value.translate(special)  # noqa: E731
        parts = [rf"{{\centering\song\fontsize{{22pt}}{{32pt}}\selectfont {text(letter['title'])}\par}}",
                 rf"签发人：{{\kai {letter['signatory']}}}", rf"\noindent {letter['addressee']}", text(letter["opening"])]
        for it in letter["paragraphs"]:
            parts.append(rf"{{\hei {text(it['rest'])}}}" if it["heading"] else rf"{{\kai {text(it['front'])}}}{text(it['rest'])}")
        parts += [letter["issuer"] + "\\\\2024年6月11日", *map(text, letter["lines"])]
        (out / f"{index}.tex").write_text(head + "\n\n".join(parts) + "\n\\end{document}\n", "utf-8")
        subprocess.run(["xelatex", "-interaction=batchmode", f"{index}.tex"], cwd=out, check=True, stdout=subprocess.DEVNULL)


def said(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()[0]


def wheel_version(name):
    from importlib.metadata import version

    return f"{name} {version(name)}"


PEERS = {
    "Typst wheel, one kept compiler, PDF/A-2a": (typst_wheel, lambda: wheel_version("typst")),
    "Typst wheel, the same with Fandol's fonts": (typst_wheel_fandol, lambda: wheel_version("typst") if FANDOL.exists() else None),
    "WeasyPrint, PDF/A-3b": (weasyprint, lambda: wheel_version("weasyprint")),
    "LibreOffice, filled docx templates, PDF/A-3b + UA": (libreoffice, lambda: said("soffice", "--version") if shutil.which("soffice") else None),
    "XeLaTeX, plain PDF, one run a letter": (xelatex, lambda: said("xelatex", "--version") if shutil.which("xelatex") else None),
}


def cpu_of(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(out, count):
    """Every letter is there, with the pages of a letter."""
    files = sorted(out.rglob("*.pdf"))
    assert len(files) == count, f"{len(files)} letters in {out}, expected {count}"
    pages = int(re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", files[0]], capture_output=True, text=True).stdout)[1])
    assert 4 <= pages <= 6, f"{pages} pages in {files[0]}"


def a_letter(few, count, run, folder):
    told = []
    for letters in (few, few + count):
        # It goes at the end: a file system may be slow at making files while others were just deleted.
        out = Path(tempfile.mkdtemp(dir=folder))
        corpus_file = out / "corpus.json"
        raws = list(corpus.letters(letters))
        corpus_file.write_text(json.dumps({"profile": "huangshan", "letters": raws}, ensure_ascii=False), "utf-8")
        told.append(run(corpus_file, out))
        check(out, letters)
    return (told[1] - told[0]) / count * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, default=ROOT / "target/dist/dafu")
    parser.add_argument("--letters", type=int, default=40)
    parser.add_argument("--after", type=int, default=FEW)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--worker")
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    if args.worker:
        ledger, out = args.files
        letters = [letter_of(raw) for raw in json.loads(ledger.read_text("utf-8"))["letters"]]
        PEERS[args.worker][0](letters, out)
        return

    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{ROOT}/fonts</dir>'
                            f"<cachedir>{folder}/cache</cachedir></fontconfig>")
        env = {**os.environ, "FONTCONFIG_FILE": str(settings)}

        def dafu(ledger, out):
            return cpu_of([args.program, "run", ledger, "-o", out / "out", "--jobs", "1", "--quiet", "--templates",
                           ROOT / "templates", "--fonts", ROOT / "fonts"])

        def peer(name):
            return lambda ledger, out: cpu_of([sys.executable, "-B", __file__, "--worker", name, ledger, out], env=env)

        ways = {f"dafu, PDF/A-3a + UA-1, record attached ({said(args.program, '--version')})": dafu}
        missing = []
        for name, (_, version) in PEERS.items():
            if args.only not in name:
                continue
            found = version()
            if found is None:
                missing.append(name)
            else:
                ways[f"{name} ({found})"] = peer(name)
        # In turn, so that a slow moment of the machine does not fall on one of them alone.
        rounds = [[a_letter(args.after, args.letters, way, folder) for way in ways.values()] for _ in range(args.rounds)]
    print(f"{date.today()}, {args.letters} letters of five pages after the first {args.after}, CPU a letter, "
          f"medians of {args.rounds} round(s)\n")
    print("| way | CPU ms | dafu's share |\n|---|---|---|")
    for at, name in enumerate(ways):
        cpus, shares = [it[at] for it in rounds], [it[0] / it[at] for it in rounds]
        told = f" ({min(shares):.2f} to {max(shares):.2f})" if args.rounds > 1 and at > 0 else ""
        print(f"| {name} | {statistics.median(cpus):.1f} | {statistics.median(shares):.2f}{told} |")
    for name in missing:
        print(f"not measured, because it is not installed here: {name}")


main()
