"""Draws the small charts of a pattern review sheet: one measure against its start.

There is no text in a chart: what it shows stands beside it in words. The same ratings
give the same picture. Slow to import: import it where a document is made.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw

from workflow.adapters.word.pictured import pictured
from workflow.domain.ratings import Chart

SIZE = (700, 220)  # pixels
TIMES = 4  # drawn this much larger, then made small, so that lines are smooth
SHADES = 64  # of a few colours, which is more than the smooth lines need
EDGE = 24  # pixels round the chart
PEN = 3
DOT, NEW_DOT = 6, 10  # half the width of a rating from before, and of a new one
INK, LINE, GROUND = "#1F4E5F", "#5B6B73", "#FFFFFF"
DASH, DOTTED = (16, 10), (4, 8)  # pixels on and off: the start, the goal

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
    width, height = SIZE
    large = Image.new("RGB", (width * TIMES, height * TIMES), GROUND)
    _draw(_Pen(ImageDraw.Draw(large)), chart)
    made = io.BytesIO()
    small = large.reduce(TIMES).quantize(SHADES, method=Image.Quantize.FASTOCTREE)
    small.save(made, "PNG")
    return made.getvalue()


class _Pen:
    """Draws in pixels of the finished chart."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def line(self, one: Point, other: Point, colour: str, width: int = PEN) -> None:
        self._draw.line((_large(one), _large(other)), colour, width * TIMES)

    def broken(self, height: float, pattern: tuple[int, int]) -> None:
        """A broken line right across."""
        on, off = pattern
        for start in range(EDGE, SIZE[0] - EDGE, on + off):
            end = min(start + on, SIZE[0] - EDGE)
            self.line((start, height), (end, height), LINE)

    def dot(self, at: Point, half: int, fill: str) -> None:
        (x, y), reach = _large(at), half * TIMES
        box = (x - reach, y - reach, x + reach, y + reach)
        self._draw.ellipse(box, fill, INK, PEN * TIMES)


def _large(point: Point) -> Point:
    return point[0] * TIMES, point[1] * TIMES


def _draw(pen: _Pen, chart: Chart) -> None:
    """The scale, the start and the goal, then the ratings joined from day to day."""
    for end in (chart.low, chart.high):
        height = _height(chart, end)
        pen.line((EDGE, height), (SIZE[0] - EDGE, height), LINE, 1)
    if chart.target is not None:
        pen.broken(_height(chart, chart.target), DOTTED)
    if chart.baseline is not None:
        pen.broken(_height(chart, chart.baseline), DASH)
    points = [(_across(chart, day), _height(chart, v)) for day, v in chart.values]
    for one, other in pairwise(points):
        pen.line(one, other, INK)
    for at, (day, _) in zip(points, chart.values, strict=True):
        new = chart.since is None or day >= chart.since
        pen.dot(at, NEW_DOT if new else DOT, INK if new else GROUND)


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
