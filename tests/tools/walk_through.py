"""Follows the walk-through of templates/README.md, in either language, in a folder of its own, word for word: each block
of it is typed, pasted or run where its sentence says. Prints how long each command took; fails where one fails.

usage: walk_through.py DAFU README.md FOLDER [PICTURES]     PICTURES: a folder for the guide's pictures
"""
import pathlib
import re
import shutil
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]
dafu, guide, folder = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
pictures = pathlib.Path(sys.argv[4]).resolve() if len(sys.argv) > 4 else None

folder.mkdir(parents=True, exist_ok=True)
shutil.copytree(root / "templates", folder / "templates")
(folder / "fonts").symlink_to(root / "fonts")
pack, profile = folder / "templates/qingshi", folder / "templates/profiles/qingshi.toml"

# The guide's numbered steps: each has its fenced blocks in order.
steps = {}
for part in re.split(r"\n(?=\*\*\d+\. )", guide.read_text(encoding="utf-8"))[1:]:
    number = re.match(r"\*\*(\d+)\.", part).group(1)
    steps[number] = re.findall(r"```(?:sh|toml|typst)\n(.*?)```", part.split("\n## ")[0], re.S)


def run(line):
    words = line.split()
    if words[0] == "dafu":
        words[0] = str(dafu)
    began = time.monotonic()
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    print(f"{time.monotonic() - began:5.1f} s  status {done.returncode}  {line}")
    return done


def must(line):
    done = run(line)
    if done.returncode != 0:
        sys.exit(f"{line}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


# 1. The pack. (`dafu watch` runs beside all that follows; here each state is checked.)
must(steps["1"][0].splitlines()[0])

# 2. Class table and words.
append(profile, steps["2"][0])
replace(profile, 'pack = "qingshi"\n', 'pack = "qingshi"\n' + steps["2"][1])
said = run("dafu template check qingshi --lang en")
assert said.returncode == 1 and "`A类` is not in the table of classes" in said.stdout, said.stdout
replace(pack / "sample.json", '"category": "A类"', '"category": "办成"')

# 3. A field.
append(pack / "template.toml", steps["3"][0])
replace(pack / "sample.json", '"number": "7"', '"extra": {"villages": 7},\n      "number": "7"')
must("dafu workbook --profile qingshi -o ledger.xlsx")
assert "villages" in must("dafu schema --profile qingshi")

# 4. The second language.
append(profile, steps["4"][0])

# 5. The head.
(pack / "logo.svg").write_text(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#1769aa"/>'
    '<path d="M6 22c5-5 9-5 14 0s9 5 14 0v5c-5 5-9 5-14 0s-9-5-14 0z" fill="#fff"/></svg>\n', encoding="utf-8")
must(steps["5"][0].strip())
append(pack / "settings.typ.tera", steps["5"][1])
replace(pack / "letter.typ.tera", '{% include "head.typ.tera" %}', '{% include "head.typ.tera" %}\n#logo()')
(pack / "own.typ").write_text(steps["5"][2], encoding="utf-8")

# 6. Kept.
for line in steps["6"][0].strip().splitlines():
    must(line)
must("dafu template test qingshi")
text = (pack / "samples/expected/sample/1/text.txt").read_text(encoding="utf-8")
for words in ["办理结果：办成", "涉及村数：7", "特此函复。", "Water Resources Bureau of Qingshi County"]:
    assert words in text, f"{words} in\n{text}"
# A change is noticed.
append(profile, "[stops]\ncategory = \"。\"\n")
assert run("dafu template test qingshi").returncode == 1
replace(profile, "\n[stops]\ncategory = \"。\"\n", "")

# 7. Handed on.
export, install = steps["7"][0].strip().splitlines()
told = must(export)
pin = re.search(r'pack = "qingshi@0\.1\.0 sha256:[0-9a-f]{64}"', told).group()
must(re.sub(r"-o .*", "-o elsewhere/templates", install))
(folder / "dafu.toml").write_text(pin + "\n", encoding="utf-8")
must("dafu run templates/qingshi/sample.json --templates elsewhere/templates -o out")

if pictures:
    pictures.mkdir(parents=True, exist_ok=True)
    must("dafu preview --profile qingshi -o preview --dpi 66")
    first = next((folder / "preview").glob("*-1.png"))
    shutil.copy(first, pictures / "qingshi.png")
