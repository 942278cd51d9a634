"""A wrong clock never hides what is late (reliability F21)."""

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.clock_files import days_in_journals, days_in_names
from workflow.domain.clock import compared

TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=9)


def test_a_clock_that_is_behind_two_files_is_slow_and_the_later_day_counts() -> None:
    days = [(LATER, "a"), (LATER - timedelta(days=1), "b"), (TODAY, "c")]
    clock = compared(TODAY, iter(days), {})
    assert clock.slow
    assert (clock.day, clock.file) == (LATER - timedelta(days=1), "b")


@pytest.mark.parametrize(
    "days",
    [
        [],
        [(LATER, "a")],
        [(LATER, "a"), (TODAY, "b")],
        [(TODAY, "a"), (date(2020, 1, 1), "b")],
    ],
)
def test_one_file_alone_may_be_a_slip_of_the_pen(
    days: list[tuple[date, str]],
) -> None:
    clock = compared(TODAY, days, {})
    assert not clock.slow
    assert clock.day == TODAY


def test_one_line_that_a_program_wrote_is_enough() -> None:
    clock = compared(TODAY, [(TODAY, "a")], {"_system/pc/1.jsonl": LATER})
    assert (clock.slow, clock.day, clock.file) == (True, LATER, "_system/pc/1.jsonl")


def test_a_clock_ahead_of_the_files_is_believed() -> None:
    assert compared(LATER, [(TODAY, "a"), (TODAY, "b")], {}).day == LATER


def test_names_of_records_show_days_and_planned_things_do_not(workspace: Path) -> None:
    found = sorted(days_in_names(workspace))
    assert found[-1][0] <= TODAY
    assert all("/records/" in file or "/supervision/" in file for _, file in found)
    odd = workspace / "cases/SG-2026-014/records/2026-02-30-visit-01.yaml"
    odd.write_text("")
    assert sorted(days_in_names(workspace)) == found


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.dates(TODAY, LATER), st.integers(1, 9))
    )
)
def test_of_many_names_those_that_count_are_found(
    records: list[tuple[str, date, int]],
) -> None:
    """Only the last of each folder are looked at."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        every = set()
        for case, day, number in records:
            file = f"cases/{case}/records/{day}-visit-{number:02}.yaml"
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text("")
            (root / file).with_suffix(".tmp").write_text("")
            every.add((day, file))
        found = list(days_in_names(root))
    assert compared(TODAY, found, {}) == compared(TODAY, every, {})
    assert len(found) <= 2 * len({case for case, *_ in records})


def test_the_last_sound_line_of_a_journal_shows_its_day(tmp_path: Path) -> None:
    folder = tmp_path / "_system/journal/pc-1"
    folder.mkdir(parents=True)
    lines = [json.dumps({"at": f"2026-12-0{n}T10:00:00+00:00"}) for n in (1, 2)]
    torn = "\n".join([*lines, '{"at": "2026-12-03T1'])
    (folder / "2026-12-1.jsonl").write_text(torn)
    (folder / "2026-12-2.jsonl").write_bytes(b"\xff\xfe nothing\n")
    found = days_in_journals(tmp_path)
    assert found == {
        "_system/journal/pc-1/2026-12-1.jsonl": date(2026, 12, 2),
    }
