"""A lesson on its way: changed, told, checked by somebody else."""

from datetime import date
from pathlib import Path

import pytest

from workflow.domain.diary import due_items
from workflow.domain.governance.learning_log import in_log, learning_log
from workflow.wiring.office import Office

FILE = "cases/SG-2026-021/learning/2026-10-30-01.yaml"
DAY = date(2026, 11, 23)


def row(workspace: Path, today: date = DAY) -> tuple[dict[str, str], bool]:
    """The row of the one note of the case, and whether it is among those checked."""
    office = Office(workspace, today)
    ref = next(r for r in office.cases.refs() if r == "SG-2026-021")
    folder = office.cases.load(ref).folder
    calendar = office.practice.situation(folder, today).calendar
    due = due_items(folder, office.practice.organisation, calendar, today)
    organisation = office.practice.organisation
    log = learning_log(in_log(folder, due, organisation), organisation)
    waiting, checked = log["waiting"], log["checked"]
    assert isinstance(waiting, list)
    assert isinstance(checked, list)
    (found,) = [*waiting, *checked]
    return found, bool(checked)


def changed(workspace: Path, old: str, new: str) -> None:
    text = (workspace / FILE).read_text()
    assert old in text
    (workspace / FILE).write_text(text.replace(old, new))


def test_the_next_step_follows_from_the_stage(workspace: Path) -> None:
    found, done = row(workspace)
    assert not done
    assert (found["stage"], found["next"]) == (
        "Staff told",
        "See whether practice changed",
    )
    changed(workspace, "status: told", "status: changed")
    assert row(workspace)[0]["next"] == "Tell the team"
    changed(workspace, "status: changed", "status: open")
    assert row(workspace)[0]["next"] == "Change what we do"


def test_a_step_past_its_day_is_late(workspace: Path) -> None:
    due = row(workspace)[0]["by_when"]
    assert due == "10 December 2026"
    assert row(workspace, date(2026, 12, 10))[0]["late"] == ""
    assert row(workspace, date(2026, 12, 11))[0]["late"] == "Late"


@pytest.mark.parametrize("name", ["Win", "Delia"])
def test_what_the_check_found_ends_it_without_a_name(
    workspace: Path, name: str
) -> None:
    result = f"Nine of ten books have it; {name} saw."
    done_on = f'done_on: 2026-12-08, result: "{result}"'
    changed(workspace, "by: st-01}", f"by: st-01, {done_on}}}")
    changed(workspace, "status: told", "status: checked")
    found, done = row(workspace)
    assert done
    assert found["checked_on"] == "8 December 2026"
    assert "Nine of ten" in found["found"]
    assert name not in found["found"]
