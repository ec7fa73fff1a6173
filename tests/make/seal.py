#!/usr/bin/env python3
"""Makes the seal of an invented unit for the tests. usage: seal.py NAME TO.svg

A ring, a star, and the name on an arc, as seals of authorities have them; 42 mm is 420 units.
"""
import math
import sys
from pathlib import Path


def seal(name: str) -> str:
    star = []
    for point in range(10):
        radius = 70 if point % 2 == 0 else 70 * 0.382
        angle = math.radians(-90 + 36 * point)
        star.append(f"{210 + radius * math.cos(angle):.2f},{210 + radius * math.sin(angle):.2f}")
    step = min(27, 250 / max(1, len(name) - 1))
    first = -step * (len(name) - 1) / 2
    letters = [
        f'<text x="210" y="76" transform="rotate({first + step * at:.2f} 210 210)">{letter}</text>'
        for at, letter in enumerate(name)
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" width="420" height="420">\n'
        '<circle cx="210" cy="210" r="204" fill="none" stroke="#e60012" stroke-width="12"/>\n'
        f'<polygon points="{" ".join(star)}" fill="#e60012"/>\n'
        '<g fill="#e60012" font-family="Noto Serif SC Title" font-size="46" text-anchor="middle">\n'
        + "\n".join(letters)
        + "\n</g>\n</svg>\n"
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(seal(sys.argv[1]), encoding="utf-8")
