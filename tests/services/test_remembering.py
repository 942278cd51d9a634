"""What a watcher remembers of a case is the same in less than half the room."""

import gc
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.generate import generate
from workflow.domain.case_folder import CaseRef, Filed
from workflow.domain.overview import CaseStatus
from workflow.domain.records.base import Block
from workflow.services.building import build, seen_in_case
from workflow.services.checking import check_loaded
from workflow.services.drafting import Workshop
from workflow.services.remembering import Memory
from workflow.wiring import office as wiring
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
MOST = 175 * 1024  # bytes a case; about 400 kB as it is read


def status(office: Office, ref: CaseRef) -> CaseStatus:
    """What is known of one case once it has been built."""
    loaded = office.cases.load(ref)
    findings = check_loaded(loaded, office.practice, TODAY)
    return seen_in_case(office.workshop, loaded, findings, (), TODAY)


def in_little_room(office: Office) -> Workshop:
    """The workshop of a watcher."""
    return replace(office.workshop, keep=Memory().kept)


def filed(one: CaseStatus) -> Iterator[Filed[Block]]:
    """Every file of a case."""
    for part in fields(one.folder):
        value = getattr(one.folder, part.name)
        yield from (value,) if isinstance(value, Filed) else ()
        if isinstance(value, tuple):
            yield from (v for v in value if isinstance(v, Filed))


def blocks(value: object) -> Iterator[Block]:
    """Every block in a value, those within others too."""
    if isinstance(value, Block):
        yield value
        for inner in value.__dict__.values():
            yield from blocks(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from blocks(inner)


def test_what_is_kept_is_equal_field_by_field(workspace: Path) -> None:
    office, memory = Office(workspace, TODAY), Memory()
    for ref in office.refs():
        whole = status(office, ref)
        kept = memory.kept(whole)
        assert kept == replace(whole, audit=None)
        for before, after in zip(filed(whole), filed(kept), strict=True):
            assert dict(after.places) == dict(before.places)
            assert list(after.places) == list(before.places)
            pairs = zip(blocks(before.record), blocks(after.record), strict=True)
            for one, other in pairs:
                assert type(one) is type(other)
                assert one.model_fields_set == other.model_fields_set
                assert repr(one) == repr(other)
                assert bool(one) is bool(other)
            path = next(iter(before.places), "")
            assert after.place(path) == before.place(path)
            assert after.place("nothing.of.the.kind") == before.place(
                "nothing.of.the.kind"
            )
        assert kept.folder.first_versions == whole.folder.first_versions


def test_many_cases_take_less_than_half_the_room(tmp_path: Path) -> None:
    generate(tmp_path / "w", 60, 7)
    office, memory = Office(tmp_path / "w", TODAY), Memory()
    refs = office.refs()
    for ref in refs[:20]:
        memory.kept(status(office, ref))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [memory.kept(status(office, ref)) for ref in refs[20:]]
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown / len(kept) < MOST, grown / len(kept)


def leave_two_templates(workspace: Path) -> None:
    """These tests are of papers about all cases."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name not in {"review-register", "weekly-note"}:
            for file in kind.rglob("*.yaml"):
                file.unlink()


def test_a_build_that_remembers_in_little_room_makes_the_same_bytes(
    workspace: Path,
) -> None:
    leave_two_templates(workspace)
    office = Office(workspace, TODAY)
    first = build(in_little_room(office), office.refs(), TODAY)
    again = build(office.workshop, office.refs(), TODAY)
    assert again.made == ()
    assert again.findings == first.findings
    whole = build(in_little_room(office), office.refs(), TODAY)
    assert whole.made == ()
    assert whole.cases == tuple(replace(one, audit=None) for one in again.cases)


def test_a_build_of_many_cases_remembers_them_in_little_room(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_two_templates(workspace)
    first = Office(workspace, TODAY).build()
    assert all(one.audit for one in first.cases)
    monkeypatch.setattr(wiring, "MANY", 1)
    again = Office(workspace, TODAY).build()
    assert again.made == ()
    assert again.cases == tuple(
        replace(before, audit=None, documents=now.documents)
        for before, now in zip(first.cases, again.cases, strict=True)
    )
