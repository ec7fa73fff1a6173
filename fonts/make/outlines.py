"""Outlines drawn again with as few points as a tolerance allows.

FandolFang's outlines have some 140 pieces a character, most of them a few units long, which as quadratic curves are
300 points. Every letter carries the outlines of its characters, so their points are most of what a letter weighs and of
what making it costs. Lengths are in the units of the outline.
"""
import numpy as np
from fontTools.pens.ttGlyphPen import TTGlyphPen

STEP = 6                     # between two samples of a curve, at most
REACH = 12                   # pieces that one new piece may stand for, at most
LINE, CURVE = 1, 2           # what a new piece costs: its end, and a curve its handle too
T = np.linspace(0, 1, 11)[:, None]


def redrawn(drawing, tolerance):
    """The TrueType glyph of a recorded drawing, with lines and quadratic curves between whole-numbered points.

    No point of the one outline is further than the tolerance from the other; it must be 1 or more, because points of
    whole numbers alone may be off by 0.71. The direction is turned: inside is on the right of a TrueType outline, on the
    left of others."""
    assert tolerance >= 1
    pen = TTGlyphPen(None)
    for contour in contours(drawing):
        ends, handles = fewest(pieces_of(contour, tolerance), tolerance)
        pen.moveTo(ends[-1])
        for handle, end in zip(reversed(handles), reversed(ends[:-1])):
            pen.lineTo(end) if handle is None else pen.qCurveTo(handle, end)
        pen.closePath()
    return pen.glyph(dropImpliedOnCurves=True)


def contours(drawing):
    """The drawing's closed contours: of each its first point, and for each piece the points that follow, the handles
    of a cubic curve among them."""
    found = []
    for operation, points in drawing:
        if operation == "moveTo":
            found.append((points[0], []))
        elif operation in ("lineTo", "curveTo"):
            found[-1][1].append(points)
        elif operation != "closePath":
            raise ValueError(operation)
    return found


def pieces_of(contour, tolerance):
    """Each piece of the contour as samples, both ends among them. A long curve is parted, so that there are ends
    between which new curves may stand, and one that no new curve is near enough to."""
    start, operations = contour
    found, here = [], np.array(start, float)
    for points in operations + [(start,)]:
        a, *handles, d = [here] + [np.array(p, float) for p in points]
        here = d
        if all((a == p).all() for p in handles + [d]):
            continue
        if handles:
            parts = parted(a, *handles, d)
            while any(fit(part, *np.round(part[[0, -1]]), tolerance)[0] is None for part in parts):
                parts = parted(a, *handles, d, 2 * len(parts))
            found += parts
        else:
            found.append(np.linspace(a, d, max(2, int(np.hypot(*(d - a)) / 40) + 1)))
    return found


def parted(a, b, c, d, count=None):
    """Samples of a cubic curve, in parts: as many as are asked for, else by its length."""
    length = sum(np.hypot(*(q - p)) for p, q in ((a, b), (b, c), (c, d)))
    count = count or (1 if length < 30 else 2 if length < 90 else 4)
    each = max(2, int(length / count / STEP) + 1)
    t = np.linspace(0, 1, count * each + 1)[:, None]
    samples = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t ** 3 * d
    return [samples[i * each:(i + 1) * each + 1] for i in range(count)]


def fewest(pieces, tolerance):
    """The cheapest outline through ends of pieces: its ends, the first of them again at the end, and for each piece
    its handle, or None for a line."""
    first = min(range(len(pieces)), key=lambda i: straightness(pieces[i - 1], pieces[i]))
    pieces = pieces[first:] + pieces[:first]
    ends = [np.round(piece[0]) for piece in pieces]
    ends.append(ends[0])
    best = [(0, None, None)] + [None] * len(pieces)       # cost up to an end, the end before it, the handle
    for i in range(len(pieces)):
        if best[i] is None:
            continue
        samples, misses = pieces[i][:1], 0
        for j in range(i + 1, min(len(pieces), i + REACH) + 1):
            samples = np.concatenate([samples, pieces[j - 1][1:]])
            if j - i == len(pieces):
                break
            cost, handle = fit(samples, ends[i], ends[j], tolerance)
            if cost is None:
                misses += 1
                # A longer piece fits where a shorter did not, but rarely.
                if misses > 2:
                    break
            elif best[j] is None or best[i][0] + cost < best[j][0]:
                best[j] = (best[i][0] + cost, i, handle)
    found, handles, j = [tuple(map(int, ends[-1]))], [], len(pieces)
    while j:
        _, i, handle = best[j]
        # A piece too short for two whole-numbered ends is left out.
        if handle or (ends[i] != ends[j]).any():
            found.append(tuple(map(int, ends[i])))
            handles.append(handle)
        j = i
    return found[::-1], handles[::-1]


def straightness(before, after):
    """The cosine of the turn between two pieces: the sharpest corner has the least. A piece that only turns on the
    spot is taken for a right angle."""
    u, v = before[-1] - before[-2], after[1] - after[0]
    return (u @ v) / (np.hypot(*u) * np.hypot(*v) or 1)


def fit(samples, a, b, tolerance):
    """What nothing, a line, or else the better of two curves, from a to b costs, and the curve's handle; (None, None)
    where none is near enough to the samples."""
    if apart(samples, np.array([a, b])) <= tolerance:
        return LINE if (a != b).any() else 0, None
    near = []
    for handle in handles_for(samples, a, b):
        handle = np.round(handle)
        curve = (1 - T) ** 2 * a + 2 * T * (1 - T) * handle + T * T * b
        off = apart(curve, samples)
        if off <= tolerance:
            off = max(off, apart(samples, curve))
            if off <= tolerance:
                near.append((off, tuple(map(int, handle))))
    return (CURVE, min(near)[1]) if near else (None, None)


def handles_for(samples, a, b):
    """Where the tangents of the ends meet, which keeps their directions; and the handle of least squares."""
    u, w, chord = samples[1] - samples[0], samples[-1] - samples[-2], b - a
    turn = u[0] * w[1] - u[1] * w[0]
    if abs(turn) > 1e-9:
        along, back = (chord[0] * w[1] - chord[1] * w[0]) / turn, (chord[0] * u[1] - chord[1] * u[0]) / turn
        if along > 0 > back:
            yield a + along * u
    lengths = np.hypot(*np.diff(samples, axis=0).T)
    t = (np.concatenate([[0], np.cumsum(lengths)]) / lengths.sum())[:, None]
    weight = 2 * t * (1 - t)
    yield (weight * (samples - (1 - t) ** 2 * a - t * t * b)).sum(0) / (weight * weight).sum()


def apart(points, line):
    """The greatest distance of a point from the polygonal line."""
    start, way = line[:-1], line[1:] - line[:-1]
    off = points[:, None] - start
    lengths = (way * way).sum(1)
    along = np.clip((off * way).sum(2) / np.where(lengths, lengths, 1), 0, 1)
    off -= along[:, :, None] * way
    return np.sqrt((off * off).sum(2).min(1).max())
