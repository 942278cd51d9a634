"""Small charts: the same each time, without text, in the place of their drawings."""

import io
import zipfile
from datetime import date
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.make import a_folder
from workflow.adapters.charts import (
    EDGE,
    GROUND,
    INK,
    LINE,
    NEW_DOT,
    SIZE,
    DrawnCharts,
    png,
)
from workflow.domain.pattern_sheet import Look, pattern_sheet
from workflow.domain.ratings import Chart
from workflow.domain.working_days import Calendar
from workflow.wiring.office import Office

DAYS = [date(2026, 9, 27), date(2026, 10, 11), date(2026, 10, 25)]
RATINGS = tuple(zip(DAYS, (8.0, 5.0, 3.0), strict=True))
CHART = Chart(RATINGS, 0, 10, 7, 3, date(2026, 10, 19))

numbers = st.floats(-50, 50, allow_nan=False)


def test_the_same_ratings_give_the_same_picture() -> None:
    assert png(CHART) == png(CHART)
    assert png(CHART) != png(Chart(RATINGS[:2], 0, 10, 7, 3))


def test_a_chart_carries_nothing_but_the_picture() -> None:
    image = Image.open(io.BytesIO(png(CHART)))
    assert image.size == SIZE
    assert image.info == {}


def test_old_ratings_are_hollow_new_ones_full_and_level_lines_sharp() -> None:
    image = Image.open(io.BytesIO(png(CHART))).convert("RGB")
    used = {colour for _, colour in image.getcolors() or ()}
    assert {INK, LINE, GROUND} <= used
    top, bottom = EDGE, SIZE[1] - EDGE
    old = bottom - round((bottom - top) * 0.8)  # the first rating, 8 of 10
    new = bottom - round((bottom - top) * 0.3)  # the last one, 3 of 10
    assert image.getpixel((EDGE + NEW_DOT, old)) == GROUND
    assert image.getpixel((SIZE[0] - EDGE - NEW_DOT, new)) == INK
    for height in (top, bottom):
        beside = [image.getpixel((400, height + n)) for n in (-1, 0, 1)]
        assert beside == [GROUND, LINE, GROUND]


def test_a_hollow_rating_hides_the_line_it_lies_on() -> None:
    on_the_start = Chart(((DAYS[0], 7.0), (DAYS[1], 7.0)), 0, 10, 7)
    later = Chart(on_the_start.values, 0, 10, 7, since=DAYS[2])
    image = Image.open(io.BytesIO(png(later))).convert("RGB")
    height = SIZE[1] - EDGE - round((SIZE[1] - 2 * EDGE) * 0.7)
    assert image.getpixel((EDGE + NEW_DOT, height)) == GROUND


def test_a_better_rating_stands_lower_where_it_is_lower() -> None:
    image = Image.open(io.BytesIO(png(CHART))).convert("L")
    width, height = image.size

    def darkest(across: int) -> int:
        column = [image.getpixel((across, down)) for down in range(height)]
        return column.index(min(column))  # type: ignore[type-var]

    assert darkest(width - 36) > darkest(40)


@given(st.lists(numbers, min_size=1, max_size=5), numbers, numbers, st.none() | numbers)
def test_any_ratings_can_be_drawn_even_off_the_scale(
    values: list[float], low: float, high: float, baseline: float | None
) -> None:
    days = (date.fromordinal(739_000 + n) for n in range(len(values)))
    chart = Chart(tuple(zip(days, values, strict=True)), low, high, baseline)
    assert png(chart).startswith(b"\x89PNG")


def test_charts_take_the_place_of_their_drawings_and_keep_their_words(
    starter: Path,
) -> None:
    template = (starter / "templates/pattern-review/template.docx").read_bytes()
    made = DrawnCharts().into(template, (CHART,))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        pictures = [package.read(n) for n in package.namelist() if "media/" in n]
    assert pictures.count(png(CHART)) == 1
    body = Document(io.BytesIO(made)).element.body
    words = [drawing.get("descr") for drawing in body.iter(qn("wp:docPr"))]
    assert words == [f"{{{{ sheet.alts.chart_{n} }}}}" for n in range(1, 5)]


def test_without_charts_the_template_is_as_it_was(starter: Path) -> None:
    template = (starter / "templates/pattern-review/template.docx").read_bytes()
    assert DrawnCharts().into(template, ()) == template


def test_a_name_that_looks_like_a_template_is_only_a_name(starter: Path) -> None:
    name = 'Calm & "{{ cross }}" <0 to 10> {% if %}'
    folder = a_folder(
        plan={"measures": [{"id": "M1", "name": name, "better": "lower"}]},
        records=[
            {
                "type": "visit",
                "date": "2026-11-09",
                "measurements": [{"measure": "M1", "value": "3"}],
            }
        ],
    )
    office = Office(starter, date(2026, 11, 23))
    at = date(2026, 11, 16)
    calendar = Calendar(frozenset())
    organisation = office.practice.organisation
    sheet = pattern_sheet(folder, organisation, calendar, at, Look("RS1", at))
    doc = {"title": "T", "draft": False, "reasons": [], "made_on": "today"}
    seen = {"doc": doc, "ref": "R", "name": "Ines", "sheet": sheet.said}
    template = (starter / "templates/pattern-review/template.docx").read_bytes()
    fitted = office.workshop.charts.into(template, sheet.charts)
    made = office.workshop.word.render(fitted, seen, "pattern-review")
    body = Document(io.BytesIO(made)).element.body
    (drawing,) = body.iter(qn("wp:docPr"))
    assert drawing.get("descr") == (
        f"Chart of {name}, lower is better. Ratings: 3 on 9 November 2026."
    )


def test_what_was_drawn_over_a_scale_does_not_show_in_the_next_chart() -> None:
    few = Chart(RATINGS[:1], 0, 10, 7, 3)
    alone = png(few)
    png.cache_clear()
    png(CHART)
    assert png(few) == alone
