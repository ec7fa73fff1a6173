#!/usr/bin/env python3
"""Makes the pictures of docs/profiles.md anew: python3 docs/pictures/make.py [DAFU]

Each is a page that `dafu preview` shows; the command stands in the table below. They are written with sixteen colours,
shades of black and of red, because nothing else is on a letter. sheet.png has them all, small.
"""

import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DPI = 66

# Name of the picture, further arguments of `dafu preview`, page.
PICTURES = [
    ("standard-1", ["--profile", "standard"], 1),
    ("standard-2", ["--profile", "standard"], 2),
    ("huangshan-1", ["--profile", "huangshan"], 1),
    ("npc-national-1", ["--profile", "npc-national"], 1),
    ("zhejiang-1", ["--profile", "zhejiang"], 1),
    ("shanghai-1", ["--profile", "shanghai"], 1),
    ("shaanxi-county-1", ["--profile", "shaanxi-county"], 1),
    ("shaanxi-county-2", ["--profile", "shaanxi-county"], 2),
    ("yunnan-county-1", ["--profile", "yunnan-county"], 1),
    ("co-opinion-1", ["--profile", "co-opinion"], 1),
    ("standard-feedback-form", ["--profile", "standard", "--product", "feedback-form"], 1),
    ("shaanxi-county-feedback-form", ["--profile", "shaanxi-county", "--product", "feedback-form"], 1),
    ("zhejiang-feedback-form", ["--profile", "zhejiang", "--product", "feedback-form"], 1),
    ("yunnan-county-feedback-form", ["--profile", "yunnan-county", "--product", "feedback-form"], 1),
    ("standard-publication-2", ["--profile", "standard", "--product", "publication"], 2),
]

# Eight shades of black, eight of red.
PALETTE = [(v, v, v) for v in range(0, 256, 36)][:7] + [(255, 255, 255)] + [(255, v, v) for v in range(0, 256, 32)]


def read(path):
    """Width, height and rows of (r, g, b)."""
    data = path.read_bytes()
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert depth == 8 and kind in (2, 6), (path, depth, kind)
    size = 3 if kind == 2 else 4
    packed, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if name == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(packed), width * size
    before, rows = bytearray(stride), []
    for y in range(height):
        start = y * (stride + 1)
        row = unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, size)
        rows.append([tuple(row[x : x + 3]) for x in range(0, stride, size)])
        before = row
    return width, height, rows


def unfilter(kind, row, before, size):
    for x in range(len(row)):
        left = row[x - size] if x >= size else 0
        corner = before[x - size] if x >= size else 0
        if kind == 1:
            row[x] = row[x] + left & 255
        elif kind == 2:
            row[x] = row[x] + before[x] & 255
        elif kind == 3:
            row[x] = row[x] + (left + before[x]) // 2 & 255
        elif kind == 4:
            guess = left + before[x] - corner
            near = min((left, before[x], corner), key=lambda value: abs(guess - value))
            row[x] = row[x] + near & 255
    return row


def write(path, rows):
    """Sixteen colours, four bits a dot."""
    nearest = {}

    def index(dot):
        if dot not in nearest:
            distance = lambda at: sum((a - b) ** 2 for a, b in zip(PALETTE[at], dot))
            nearest[dot] = min(range(16), key=distance)
        return nearest[dot]

    packed = bytearray()
    for row in rows:
        packed.append(0)
        indices = [index(dot) for dot in row] + [0] * (len(row) % 2)
        packed.extend(a << 4 | b for a, b in zip(indices[::2], indices[1::2]))
    chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, 3, 0, 0, 0)
    palette = bytes(value for colour in PALETTE for value in colour)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(bytes(packed), 9)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, body) for name, body in parts))


def framed(rows):
    """With a grey line round the paper."""
    grey = (180, 180, 180)
    width = len(rows[0])
    return [[grey] * width] + [[grey] + row[1:-1] + [grey] for row in rows[1:-1]] + [[grey] * width]


def half(rows):
    """A quarter of the dots."""
    mean = lambda dots: tuple(sum(values) // len(dots) for values in zip(*dots))
    return [
        [mean((a[x], a[x + 1], b[x], b[x + 1])) for x in range(0, len(a) - 1, 2)]
        for a, b in zip(rows[::2], rows[1::2])
    ]


def sheet(pages, across=5, gap=10):
    white = (255, 255, 255)
    height, width = max(len(rows) for rows in pages), max(len(rows[0]) for rows in pages)
    lines = []
    for start in range(0, len(pages), across):
        line = pages[start : start + across]
        for y in range(height + gap):
            dots = []
            for rows in line:
                dots += (rows[y] if y < len(rows) else [white] * width) + [white] * gap
            lines.append(dots + [white] * ((across - len(line)) * (width + gap)))
    return lines


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/dafu"
    small = []
    for name, arguments, page in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            command = [program, "preview", "--emit", "png", "--dpi", str(DPI), "-o", folder, *arguments]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            [picture] = pathlib.Path(folder).glob(f"*-{page}.png")
            rows = framed(read(picture)[2])
        write(HERE / f"{name}.png", rows)
        small.append(framed(half(rows)))
    write(HERE / "sheet.png", sheet(small))
    total = sum(path.stat().st_size for path in HERE.glob("*.png"))
    print(f"{len(PICTURES)} pictures and a sheet, {total / 1000:.0f} kB")


if __name__ == "__main__":
    main()
