"""Workbooks (.xlsx): real dates, filters, frozen heads; no cell is ever a formula."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from workflow.domain.handing_out import Cell, Column, Sheet

PINNED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # same rows, same bytes
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for a formula
ILLEGAL = {n: None for n in range(32) if n not in (9, 10)}  # not allowed in the file
LONGEST = 32_767  # characters in a cell
CUT = " … [too long for a cell: the rest stands in the file]"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The workbook of some sheets; the same sheets give the same bytes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"created": PINNED, "author": "", "company": ""})
        looks: dict[str, dict[str, object]] = {
            "head": {"bold": True, "bg_color": "#EEF4F6", "text_wrap": True},
            "text": {"text_wrap": True},
            "quoted": {"text_wrap": True, "quote_prefix": True},
            "date": {"num_format": "d mmm yyyy", "align": "left"},
            "number": {"align": "left"},
        }
        styles = {
            name: book.add_format({"valign": "top", **look})
            for name, look in looks.items()
        }
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title), sheet, styles)
    return made.getvalue()


def _fill(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:  # noqa: ANN401 - untyped library
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for at, column in enumerate(sheet.columns):
        _head(page, at, column, styles)
    for row, cells in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(cells):
            _write(page, row, at, cell, styles)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


def _head(page: Any, at: int, column: Column, styles: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    page.set_column(at, at, column.width)
    page.write_string(0, at, column.head, styles["head"])


def _write(page: Any, row: int, at: int, cell: Cell, styles: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    """Write a cell as what it is; a text is a text, whatever it begins with."""
    if isinstance(cell, date):
        page.write_datetime(row, at, cell, styles["date"])
    elif isinstance(cell, int):
        page.write_number(row, at, cell, styles["number"])
    elif cell:
        text = cell.translate(ILLEGAL)
        if len(text) > LONGEST:
            text = text[: LONGEST - len(CUT)] + CUT
        look = "quoted" if text.startswith(RISKY) else "text"
        page.write_string(row, at, text, styles[look])
