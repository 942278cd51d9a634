"""Plain line drawings of our own for easy read; each means one thing.

Drawn four times too large and made smaller, so that the lines are smooth. The same
code gives the same bytes.
"""

import io
import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

SIDE = 360  # pixels of the finished picture
TIMES = 4
PEN = 7.5
INK = "#1F2933"
TINT = "#DCE9EE"
Pen = ImageDraw.ImageDraw
Point = tuple[float, float]
MOST_COLOURS = 32


def drawing(name: str) -> bytes:
    """A drawing by name, as a PNG."""
    image = Image.new("RGB", (SIDE * TIMES, SIDE * TIMES), "white")
    DRAWINGS[name](_Sheet(ImageDraw.Draw(image)))
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.quantize(MOST_COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


class _Sheet:
    """A sheet of 100 by 100 to draw on, whatever its size in pixels."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.scale = SIDE * TIMES / 100
        self.width = round(PEN * TIMES)

    def line(self, *points: Point) -> None:
        """A line through these points, with round ends and corners."""
        scaled = [self._at(p) for p in points]
        self.pen.line(scaled, fill=INK, width=self.width, joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            half = self.width / 2
            self.pen.ellipse((x - half, y - half, x + half, y + half), fill=INK)

    def circle(self, at: Point, size: float, fill: str = "white") -> None:
        """A circle round a point."""
        x, y = at
        box = [*self._at((x - size, y - size)), *self._at((x + size, y + size))]
        self.pen.ellipse(box, outline=INK, fill=fill, width=self.width)

    def dot(self, at: Point, size: float = 2.6) -> None:
        """A full spot."""
        x, y = at
        box = [*self._at((x - size, y - size)), *self._at((x + size, y + size))]
        self.pen.ellipse(box, fill=INK)

    def box(
        self, one: Point, other: Point, round_: float = 6, fill: str = "white"
    ) -> None:
        """A box with soft corners."""
        self.pen.rounded_rectangle(
            [*self._at(one), *self._at(other)],
            radius=round_ * self.scale,
            outline=INK,
            fill=fill,
            width=self.width,
        )

    def shape(self, points: Sequence[Point], fill: str = TINT) -> None:
        """A closed shape."""
        self.pen.polygon([self._at(p) for p in points], fill=fill)
        self.line(*points, points[0])

    def arc(self, at: Point, size: float, start: float, end: float) -> None:
        """Part of a circle, from one angle to another, in degrees."""
        steps = range(41)
        turns = [math.radians(start + (end - start) * step / 40) for step in steps]
        x, y = at
        self.line(*((x + size * math.cos(t), y + size * math.sin(t)) for t in turns))

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale


def _person(sheet: _Sheet, x: float, size: float = 1, fill: str = TINT) -> None:
    """Head and shoulders, standing on the line at 84."""
    head, foot = 84 - 50 * size, 84
    left, right = x - 19 * size, x + 19 * size
    neck = foot - 31 * size
    body = [(left, foot), (left, neck + 12 * size), (x - 9 * size, neck)]
    body += [(x + 9 * size, neck), (right, neck + 12 * size), (right, foot)]
    sheet.shape(body, fill)
    sheet.circle((x, head), 13 * size)


def _me(sheet: _Sheet) -> None:
    _person(sheet, 50, 1.15)


def _smile(sheet: _Sheet, at: Point, size: float) -> None:
    x, y = at
    sheet.circle(at, size)
    sheet.dot((x - size * 0.36, y - size * 0.2))
    sheet.dot((x + size * 0.36, y - size * 0.2))
    sheet.arc((x, y + size * 0.02), size * 0.52, 25, 155)


def _matters(sheet: _Sheet) -> None:
    """A heart."""
    turns = [math.radians(step * 6) for step in range(61)]
    points = [
        (
            50 + 2.15 * 16 * math.sin(t) ** 3,
            46
            - 2.15 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t))
            + 2.15 * math.cos(4 * t),
        )
        for t in turns
    ]
    sheet.shape(points)


def _want(sheet: _Sheet) -> None:
    """A person with a thought."""
    _person(sheet, 34, 0.95)
    sheet.circle((58, 42), 3)
    sheet.circle((66, 33), 4)
    sheet.box((54, 6), (96, 28), 11, TINT)
    sheet.line((66, 17), (84, 17))


def _helps(sheet: _Sheet) -> None:
    """One hand holding another up."""
    sheet.shape([(8, 78), (8, 60), (30, 54), (62, 60), (74, 68), (60, 78), (34, 84)])
    sheet.line((44, 66), (62, 66))
    _smile(sheet, (54, 33), 21)


def _choose(sheet: _Sheet) -> None:
    """Three boxes, one ticked."""
    for top, fill in ((10, "white"), (40, TINT), (70, "white")):
        sheet.box((14, top), (36, top + 20), 4, fill)
        sheet.line((50, top + 10), (86, top + 10))
    sheet.line((19, 49), (25, 56), (40, 36))


def _staff(sheet: _Sheet) -> None:
    """Two people side by side."""
    _person(sheet, 30, 0.9)
    _person(sheet, 70, 0.9, "white")


def _talk(sheet: _Sheet) -> None:
    """A page of a calendar with one day marked."""
    sheet.box((12, 18), (88, 88), 6)
    sheet.line((12, 38), (88, 38))
    sheet.line((32, 9), (32, 26))
    sheet.line((68, 9), (68, 26))
    for x in (30, 50, 70):
        for y in (52, 72):
            sheet.dot((x, y), 3)
    sheet.circle((50, 72), 11)
    sheet.dot((50, 72), 3)


def _call(sheet: _Sheet) -> None:
    """A phone."""
    sheet.box((28, 8), (72, 92), 8, TINT)
    sheet.box((34, 20), (66, 74), 2)
    sheet.dot((50, 83), 3.4)
    sheet.line((45, 14), (55, 14))


def _private(sheet: _Sheet) -> None:
    """A padlock."""
    sheet.arc((50, 40), 20, 180, 360)
    sheet.line((30, 40), (30, 48))
    sheet.line((70, 40), (70, 48))
    sheet.box((20, 46), (80, 90), 7, TINT)
    sheet.circle((50, 64), 5)
    sheet.line((50, 69), (50, 78))


def _visit(sheet: _Sheet) -> None:
    """A house with an open door."""
    sheet.shape([(50, 10), (90, 44), (80, 44), (80, 88), (20, 88), (20, 44), (10, 44)])
    sheet.box((42, 56), (62, 88), 1)
    sheet.dot((57, 73), 2.4)


def _go(sheet: _Sheet) -> None:
    """A path with a flag at its end."""
    sheet.line((18, 90), (30, 74), (56, 70), (62, 54), (74, 46))
    sheet.line((74, 46), (74, 10))
    sheet.shape([(74, 10), (96, 18), (74, 27)])
    sheet.dot((18, 90), 4.6)


def _wrong(sheet: _Sheet) -> None:
    """A hand held up: stop."""
    sheet.shape(
        [
            (32, 90), (28, 56), (20, 44), (27, 39), (37, 50), (37, 20), (46, 20),
            (46, 14), (56, 14), (56, 20), (65, 20), (65, 32), (74, 32), (74, 64),
            (66, 90),
        ]
    )  # fmt: skip
    for x in (46, 56, 65):
        sheet.line((x, 22), (x, 48))


def _free(sheet: _Sheet) -> None:
    """A bird in the air."""
    sheet.shape([(12, 40), (40, 50), (62, 26), (70, 48), (92, 46), (72, 64), (44, 74)])
    sheet.dot((78, 52), 2.6)


def _rights(sheet: _Sheet) -> None:
    """A page with a tick."""
    sheet.box((22, 8), (78, 92), 5)
    for y in (26, 40):
        sheet.line((34, y), (66, y))
    sheet.line((36, 66), (46, 77), (66, 54))


def _face(sheet: _Sheet, mouth: Callable[[_Sheet], None]) -> None:
    sheet.circle((50, 50), 40, TINT)
    sheet.dot((36, 40), 5)
    sheet.dot((64, 40), 5)
    mouth(sheet)


def _yes(sheet: _Sheet) -> None:
    """A smiling face."""
    _face(sheet, lambda on: on.arc((50, 48), 23, 25, 155))


def _bit(sheet: _Sheet) -> None:
    """A face with a straight mouth."""
    _face(sheet, lambda on: on.line((33, 66), (67, 66)))


def _no(sheet: _Sheet) -> None:
    """A sad face."""
    _face(sheet, lambda on: on.arc((50, 82), 23, 205, 335))


DRAWINGS: dict[str, Callable[[_Sheet], None]] = {
    "me": _me,
    "matters": _matters,
    "want": _want,
    "helps": _helps,
    "choose": _choose,
    "staff": _staff,
    "talk": _talk,
    "call": _call,
    "private": _private,
    "visit": _visit,
    "go": _go,
    "wrong": _wrong,
    "free": _free,
    "rights": _rights,
    "yes": _yes,
    "bit": _bit,
    "no": _no,
}
