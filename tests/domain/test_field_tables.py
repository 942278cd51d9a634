"""The record model holds exactly the fields of the brief's tables."""

import csv
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.domain.fields import catalogue
from workflow.domain.records.base import Block
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import LISTS, Listed

TABLES = Path(__file__).parent.parent / "field_tables.csv"
OURS = TABLES.with_name("our_fields.csv")  # what we add to the brief (docs/decisions)
CLASSES = {
    "header": "CaseFile",
    "staff": "StaffRegister",
    "managerial_review": "ManagerialReview",
    "release_log": "ReleaseLog",
    "shared_dismissals": "SharedDismissals",
    "closed_to": "ClosedTo",
}
MODULES = {
    "dismissals": "dismissal",
    "shared_dismissals": "dismissal",
    "evidence": "assembly",
}


def brief_rows(table: Path = TABLES) -> Iterator[tuple[str, str, str, str]]:
    with table.open(newline="") as file:
        for row in csv.DictReader(file):
            yield row["file"], row["path"], row["type"], row["needed"]


def record_class(file: str) -> type[Block]:
    module = importlib.import_module(
        f"workflow.domain.records.{MODULES.get(file, file)}"
    )
    found: type[Block] = getattr(module, CLASSES.get(file, file.capitalize()))
    assert issubclass(found, Block)
    return found


EVERY = (*brief_rows(), *brief_rows(OURS))


@pytest.mark.parametrize("file", sorted({row[0] for row in EVERY}))
def test_a_record_has_every_field_of_its_table_and_no_other(file: str) -> None:
    model = record_class(file)
    header = set()
    if issubclass(model, CaseFile) and model is not CaseFile:
        header = {field.path for field in catalogue(CaseFile)}
    have = [
        (field.path, str(field.kind), str(field.need))
        for field in catalogue(model)
        if field.path not in header
    ]
    want = [row[1:] for row in EVERY if row[0] == file]
    assert sorted(have) == sorted(want)


def test_the_model_holds_all_877_fields() -> None:
    assert sum(1 for _ in brief_rows()) == 877


def test_what_we_add_is_no_field_of_the_brief() -> None:
    ours, briefs = ({row[:2] for row in brief_rows(t)} for t in (OURS, TABLES))
    assert not ours & briefs


def test_what_we_add_stands_in_files_of_its_own_but_for_what_has_no_field() -> None:
    """Why a review was late or may move (112), composites (101), visits (126)."""
    briefs = {row[0] for row in brief_rows()}
    added = {row[:2] for row in brief_rows(OURS) if row[0] in briefs}
    sources = {f"also_from[].{name}" for name in ("case", "approved_on", "checked_by")}
    stories = {("vignette", path) for path in (*sources, "event")}
    late = {("review", f"late.{name}") for name in ("why", "meanwhile")}
    one_each = {("review", "rescheduled.manager"), ("record", "visit.went")}
    assert added == {*late, *one_each, *stories}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_every_code_has_a_label_of_its_own(listed: type[Listed]) -> None:
    labels = [member.label for member in listed]
    assert all(labels)
    assert len(set(labels)) == len(labels)
