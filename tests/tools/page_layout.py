"""Lines of text, rules and ink on the pages of PDFs, as JSON; lengths in mm from a page's upper left corner.

usage: page_layout.py [--ink] FILE.pdf…

For each file a list of pages: `width`, `height`;
`lines`: text with `left`, `right`, `baseline`, `size` (pt), `fonts`, `red`;
`rules`: filled boxes with `left`, `right`, `top`, `bottom`, `red`;
with --ink `red_ink`: upper and lower edge of red text, from the drawn page;
`number_ink`: the same of the dashes under the type area.
"""

import json
import sys

import pdfplumber

MM = 25.4 / 72
DPI = 200
SAME_LINE = 0.5  # pt
WIDEST_GAP = 1.5  # em


def is_red(colour):
    # Grey is one number.
    return isinstance(colour, tuple) and len(colour) == 3 and colour[0] > 0.8 and max(colour[1:]) < 0.3


def lines(page):
    """What stands on one baseline without a wide gap."""
    chars = [c for c in page.chars if c["text"].strip()]
    chars.sort(key=lambda c: (-c["matrix"][5], c["x0"]))
    rows = []
    for char in chars:
        if rows and rows[-1][0]["matrix"][5] - char["matrix"][5] <= SAME_LINE:
            rows[-1].append(char)
        else:
            rows.append([char])
    for row in rows:
        row.sort(key=lambda c: c["x0"])
        part = [row[0]]
        for char in row[1:]:
            if char["x0"] - part[-1]["x1"] > WIDEST_GAP * char["size"]:
                yield line(page, part)
                part = []
            part.append(char)
        yield line(page, part)


def line(page, chars):
    return {
        "text": "".join(c["text"] for c in chars),
        "left": chars[0]["x0"] * MM,
        "right": chars[-1]["x1"] * MM,
        "baseline": (float(page.height) - chars[0]["matrix"][5]) * MM,
        "size": chars[0]["size"],
        "fonts": sorted({c["fontname"].split("+")[-1] for c in chars}),
        "red": all(is_red(c["non_stroking_color"]) for c in chars),
    }


def rules(page):
    for rect in page.rects:
        if rect["fill"]:
            yield {
                "left": rect["x0"] * MM,
                "right": rect["x1"] * MM,
                "top": rect["top"] * MM,
                "bottom": rect["bottom"] * MM,
                "red": is_red(rect["non_stroking_color"]),
            }


def ink(image, box, wanted):
    """Upper and lower edge of what is drawn within the box (left, top, right, bottom in mm)."""
    left, top, right, bottom = (round(edge / 25.4 * DPI) for edge in box)
    part = image.crop((left, top, right, bottom))
    width, height = part.size
    pixels = part.load()
    rows = [y for y in range(height) if any(wanted(pixels[x, y]) for x in range(width))]
    return [(top + rows[0]) / DPI * 25.4, (top + rows[-1] + 1) / DPI * 25.4] if rows else None


def red_ink(page, told):
    red = [line for line in told if line["red"]]
    if not red:
        return None
    # The lines of the head are red, too, but longer than the name.
    left, right = min(line["left"] for line in red), max(line["right"] for line in red)
    top = min(line["baseline"] - line["size"] * MM for line in red)
    bottom = max(line["baseline"] + 0.25 * line["size"] * MM for line in red)
    cleared = page.filter(lambda it: it["object_type"] == "char" and is_red(it.get("non_stroking_color")))
    image = cleared.to_image(resolution=DPI, antialias=True).original.convert("RGB")
    boxes = [(r["left"], r["top"] - 0.1, r["right"], r["bottom"] + 0.1) for r in rules(page) if r["red"]]
    for box in boxes:
        image.paste((255, 255, 255), tuple(round(edge / 25.4 * DPI) for edge in box))
    return ink(image, (left, top - 2, right, bottom + 2), lambda p: p[0] > 128 and p[1] < 160 and p[2] < 160)


def number_ink(page, told):
    number = [line for line in told if line["baseline"] > 263 and "—" in line["text"]]
    if not number:
        return None
    image = page.to_image(resolution=DPI, antialias=True).original.convert("RGB")
    left = number[0]["left"]
    return ink(image, (left + 0.5, 263, left + 4, 280), lambda p: max(p) < 160)


def pages(path, drawn):
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            told = list(lines(page))
            yield {
                "width": float(page.width) * MM,
                "height": float(page.height) * MM,
                "lines": told,
                "rules": list(rules(page)),
                "red_ink": red_ink(page, told) if drawn else None,
                "number_ink": number_ink(page, told) if drawn else None,
            }


arguments = sys.argv[1:]
drawn = "--ink" in arguments
files = [argument for argument in arguments if argument != "--ink"]
json.dump([list(pages(path, drawn)) for path in files], sys.stdout, ensure_ascii=False)
