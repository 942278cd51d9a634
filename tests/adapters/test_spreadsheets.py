"""Workbooks: what is written is what is read back, and nothing is a formula."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from workflow.adapters.spreadsheets import CUT, LONGEST, workbook
from workflow.domain.handing_out import Column, Sheet

HEADS = (Column("Item", 30), Column("Due", 12), Column("Days", 8))


def sheet(*texts: str) -> Sheet:
    rows = tuple((text, date(2026, 11, 27), 3) for text in texts)
    return Sheet("What is due", HEADS, rows)


def test_a_sheet_has_filters_a_frozen_head_real_dates_and_widths() -> None:
    page = load_workbook(io.BytesIO(workbook([sheet("Review")]))).active
    assert page.title == "What is due"
    assert (page.auto_filter.ref, page.freeze_panes) == ("A1:C2", "A2")
    assert [cell.value for cell in page[1]] == ["Item", "Due", "Days"]
    text, day, number = (cell.value for cell in page[2])
    assert (text, day.date(), number) == ("Review", date(2026, 11, 27), 3)
    assert page["B2"].is_date
    assert page.column_dimensions["A"].width == pytest.approx(30, abs=1)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "007"],
)
def test_no_text_ever_becomes_a_formula_a_number_or_a_link(text: str) -> None:
    made = workbook([sheet(text)])
    cell = load_workbook(io.BytesIO(made)).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_cell_that_looks_like_a_formula_stays_a_text_when_somebody_edits_it() -> None:
    page = load_workbook(io.BytesIO(workbook([sheet("=1+1", "Review")]))).active
    assert (page["A2"].quotePrefix, page["A3"].quotePrefix) == (True, False)


def test_a_text_that_no_cell_can_hold_says_that_there_is_more() -> None:
    whole, longer = "a" * LONGEST, "a" * (LONGEST + 1)
    page = load_workbook(io.BytesIO(workbook([sheet(whole, longer)]))).active
    assert page["A2"].value == whole
    assert page["A3"].value.endswith(CUT)
    assert len(page["A3"].value) == LONGEST


@given(st.text(max_size=40))
def test_any_text_is_read_back_as_a_text(text: str) -> None:
    page = load_workbook(io.BytesIO(workbook([sheet(text)]))).active
    kept = page["A2"].value or ""
    assert page["A2"].data_type in ("s", "n")
    assert not isinstance(kept, int | float)
    plain = "".join(c for c in text if c.isprintable())
    assert "".join(c for c in kept if c.isprintable()) == plain


def test_the_same_sheets_give_the_same_bytes_and_no_author() -> None:
    once = workbook([sheet("Review")])
    assert once == workbook([sheet("Review")])
    known = load_workbook(io.BytesIO(once)).properties
    assert (known.creator or "", known.lastModifiedBy or "") == ("", "")


def test_a_sheet_without_rows_still_opens() -> None:
    page = load_workbook(io.BytesIO(workbook([Sheet("Empty", HEADS, ())]))).active
    assert page.max_row == 1
