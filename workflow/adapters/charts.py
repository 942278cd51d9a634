"""Draws the small charts of a pattern review sheet: one measure against its start.

There is no text in a chart: what it shows stands beside it in words. The same ratings
give the same picture. Slow to import: import it where a document is made.

There are two layers, each of one colour: level lines, which are sharp, and over them
the ratings, drawn large and made small. How far these cover a pixel, and whether a line
lies there, is its place in a table of mixed colours: none has to be looked for.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from workflow.adapters.word.members import zlib_stream
from workflow.adapters.word.pictured import pictured
from workflow.domain.ratings import Chart

SIZE = (700, 220)  # pixels
TIMES = 4  # ratings are drawn this much larger, then made small: so they are smooth
EDGE = 24  # pixels round the chart
PEN = 3
DOT, NEW_DOT = 6, 10  # half the width of a rating from before, and of a new one
INK, LINE, GROUND = (31, 78, 95), (91, 107, 115), (255, 255, 255)
DASH, DOTTED = (16, 10), (4, 8)  # pixels on and off: the start, the goal
SHADES = 16  # steps from no ink to ink alone
COVERED = 255
SIGNATURE = b"\x89PNG\r\n\x1a\n"
INDEXED = (8, 3, 0, 0, 0)  # bits, colours from a table, the only ways to press and sort

Point = tuple[float, float]


@dataclass(frozen=True)
class DrawnCharts:
    """Puts charts into a template."""

    def into(self, template: bytes, charts: Sequence[Chart]) -> bytes:
        """The same template with these in the place of its drawings `chart 1` on."""
        if not charts:
            return template
        numbered = enumerate(charts, start=1)
        return pictured(
            template, tuple((f"chart {n}", png(c), "") for n, c in numbered)
        )


@lru_cache(maxsize=128)
def png(chart: Chart) -> bytes:
    """A chart as a PNG."""
    days = chart.values
    points = [(_across(chart, day), _height(chart, v)) for day, v in days]
    new = [chart.since is None or day >= chart.since for day, _ in days]
    drawn = _level_lines(replace(chart, values=(), since=None)).copy()
    for at, is_new in zip(points, new, strict=True):
        if not is_new:
            ImageDraw.Draw(drawn).ellipse(_round(at, DOT - 1), 0)
    top, ratings = _ratings(points, new)
    box = (0, top, SIZE[0], top + ratings.height)
    drawn.paste(ImageChops.add(drawn.crop(box), ratings), box)
    return _encoded(drawn.tobytes())


@lru_cache(maxsize=16)  # nearly all charts have one of a few scales
def _level_lines(chart: Chart) -> Image.Image:
    """The ends of the scale, the goal and the start, to be copied and drawn over."""
    drawn = Image.new("L", SIZE)
    draw = ImageDraw.Draw(drawn)
    for end in (chart.low, chart.high):
        height = round(_height(chart, end))
        draw.line(((EDGE, height), (SIZE[0] - EDGE - 1, height)), SHADES)
    for level, pattern in ((chart.target, DOTTED), (chart.baseline, DASH)):
        if level is not None:
            _broken(draw, round(_height(chart, level)), *pattern)
    return drawn


def _broken(draw: ImageDraw.ImageDraw, height: int, on: int, off: int) -> None:
    """A broken line right across."""
    for start in range(EDGE, SIZE[0] - EDGE, on + off):
        end = min(start + on, SIZE[0] - EDGE) - 1
        draw.line(((start, height), (end, height)), SHADES, PEN)


def _ratings(points: Sequence[Point], new: Sequence[bool]) -> tuple[int, Image.Image]:
    """The ratings joined from day to day: the first row of it, and steps of ink."""
    heights = [height for _, height in points] or [0.0]
    top = int(min(heights)) - NEW_DOT - PEN
    rows = int(max(heights)) + NEW_DOT + PEN - top
    large = Image.new("L", (SIZE[0] * TIMES, rows * TIMES))
    draw = ImageDraw.Draw(large)
    there = [(x * TIMES, (y - top) * TIMES) for x, y in points]
    for one, other in pairwise(there):
        draw.line((one, other), COVERED, PEN * TIMES)
    for at, is_new in zip(there, new, strict=True):
        box = _round(at, (NEW_DOT if is_new else DOT) * TIMES)
        draw.ellipse(box, COVERED if is_new else 0, COVERED, PEN * TIMES)
    return top, large.reduce(TIMES).point(STEPS)


STEPS = [round(v * (SHADES - 1) / COVERED) for v in range(COVERED + 1)]


def _round(at: Point, reach: float) -> tuple[float, float, float, float]:
    (x, y) = at
    return x - reach, y - reach, x + reach, y + reach


def _colours() -> bytes:
    """Every step of ink on the bare ground, then every step of it on a line."""
    mixed = bytearray()
    for below in (GROUND, LINE):
        for step in range(SHADES):
            share = step / (SHADES - 1)
            parts = zip(INK, below, strict=True)
            mixed += bytes(round(i * share + b * (1 - share)) for i, b in parts)
    return bytes(mixed)


def _encoded(pixels: bytes) -> bytes:
    """A PNG of some pixels, each a place in the table of colours."""
    width, height = SIZE
    rows = b"".join(
        b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width)
    )
    head = _chunk(b"IHDR", struct.pack(">II5B", width, height, *INDEXED))
    data = _chunk(b"IDAT", zlib_stream(rows))
    return b"".join((SIGNATURE, head, COLOURS, data, _chunk(b"IEND", b"")))


def _chunk(kind: bytes, content: bytes) -> bytes:
    mark = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", mark)


COLOURS = _chunk(b"PLTE", _colours())


def _height(chart: Chart, value: float) -> float:
    """How far down a value stands; one off the scale stands at its end."""
    room = SIZE[1] - 2 * EDGE
    share = (value - chart.low) / ((chart.high - chart.low) or 1)
    return EDGE + room * (1 - min(max(share, 0), 1))


def _across(chart: Chart, day: date) -> float:
    """How far across a day stands; ratings of a single day stand in the middle."""
    first, last = chart.values[0][0], chart.values[-1][0]
    inner = EDGE + NEW_DOT
    days = (last - first).days
    share = (day - first).days / days if days else 0.5
    return inner + (SIZE[0] - 2 * inner) * share
