"""What is due, through the command line: filters, register, calendars, the clock."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from openpyxl import load_workbook

from workflow.cli import main

REPOSITORY = Path(__file__).parents[2]
KEYS = {"case", "item", "kind", "source", "due_on", "status", "days_late", "lead"}


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, *words], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )


def on(workspace: Path, day: str, *words: str) -> list[dict[str, str]]:
    answer = alongside(workspace, "--today", day, "--json", "due", *words)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert isinstance(found, list)
    return found


def test_every_row_has_the_same_keys_and_rows_stand_soonest_first(
    starter: Path,
) -> None:
    rows = on(starter, "2026-11-23")
    assert {frozenset(row) for row in rows} == {frozenset(KEYS)}
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)
    assert {row["case"] for row in rows} == {
        None,
        "SG-2026-014",
        "SG-2026-019",
        "SG-2026-021",
    }


def test_due_is_narrowed_by_service_owner_status_and_case(starter: Path) -> None:
    day = "2026-11-23"
    service = on(starter, day, "--service", "sv-fernhaugh")
    assert {row["case"] for row in service} == {"SG-2026-019"}
    owner = on(starter, day, "--owner", "st-09")
    assert {row["lead"] for row in owner} == {"st-09"}
    soon = on(starter, day, "--status", "due_soon")
    assert [(row["kind"], row["due_on"]) for row in soon] == [
        ("learning", "2026-11-27"),
        ("scheduled", "2026-11-27"),
        ("action", "2026-11-30"),
    ]
    two = on(starter, day, "--status", "due_soon", "--status", "done_late")
    assert {row["status"] for row in two} == {"due_soon", "done_late"}
    assert {row["case"] for row in on(starter, day, "SG-2026-014")} == {"SG-2026-014"}
    assert on(starter, day, "--overdue") == []
    late = on(starter, "2026-12-10", "--overdue", "--owner", "st-01")
    assert [row["status"] for row in late] == ["escalated_3", "escalated_4"]


@pytest.mark.parametrize(
    "words",
    [("--service", "sv-nowhere"), ("--owner", "Nobody"), ("--status", "late")],
)
def test_a_filter_that_nothing_can_meet_is_a_mistake_told_at_once(
    starter: Path, words: tuple[str, str]
) -> None:
    answer = alongside(starter, "due", *words)
    assert answer.returncode == 2
    assert "There is only:" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_register_is_a_workbook_with_filters_and_real_dates(
    starter: Path, tmp_path: Path
) -> None:
    file = tmp_path / "register.xlsx"
    on(starter, "2026-12-10", "--register", str(file))
    book = load_workbook(file)
    assert book.sheetnames == [
        "What is due",
        "At a glance",
        "Held in 30 days",
        "Who recorded",
    ]
    page = book["What is due"]
    assert page.auto_filter.ref == f"A1:M{page.max_row}"
    assert page.freeze_panes == "A2"
    review = next(r for r in page.iter_rows(min_row=2) if r[2].value == "First review")
    assert review[5].is_date
    assert (review[5].value.date(), review[7].value) == (date(2026, 12, 3), 5)
    formulas = [c for row in page.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    recorded = {r[0].value: r[1].value for r in book["Who recorded"].iter_rows()}
    assert recorded["SG-2026-019"] == "Lorna Quaich, Hamish Dunsyre"


def test_a_register_written_again_keeps_the_earlier_one(
    starter: Path, tmp_path: Path
) -> None:
    file = tmp_path / "register.xlsx"
    on(starter, "2026-12-10", "--register", str(file))
    first = file.read_bytes()
    on(starter, "2026-12-10", "--register", str(file))
    assert file.read_bytes() == first
    on(starter, "2026-12-11", "--register", str(file))
    assert file.read_bytes() != first
    kept = [path.read_bytes() for path in (tmp_path / "_history").iterdir()]
    assert kept == [first]


def test_calendars_are_one_file_or_one_for_each_case_and_owner(
    starter: Path, tmp_path: Path
) -> None:
    file, folder = tmp_path / "due.ics", tmp_path / "calendars"
    on(starter, "2026-11-23", "--calendar", str(file))
    on(starter, "2026-11-23", "--calendar", str(folder))
    assert (folder / "all.ics").read_bytes() == file.read_bytes()
    names = {path.name for path in folder.iterdir()}
    assert {"SG-2026-014.ics", "SG-2026-019.ics", "st-01.ics", "all.ics"} <= names
    events = Calendar.from_ical((folder / "SG-2026-019.ics").read_bytes()).walk(
        "VEVENT"
    )
    assert any(e.decoded("dtstart") == date(2026, 11, 27) for e in events)
    assert all(str(e["SUMMARY"]).split(": ")[-2] == "SG-2026-019" for e in events)


# The clock


def a_record(workspace: Path, ref: str, day: date) -> None:
    folder = workspace / "cases" / ref / "records"
    template = next(folder.glob("*-check_in-01.yaml"))
    name = f"{day}-check_in-01"
    old = template.stem
    text = template.read_text().replace(old, name).replace(old[:10], str(day))
    (folder / f"{name}.yaml").write_text(text)


def test_a_clock_that_is_behind_says_so_and_hides_nothing(workspace: Path) -> None:
    clock = date.today()  # noqa: DTZ011, TID251 - the clock is the point
    ahead = max(clock, date(2026, 11, 23)) + timedelta(days=40)
    for ref in ("SG-2026-014", "SG-2026-019"):
        a_record(workspace, ref, ahead)
    answer = alongside(workspace, "--json", "due", "--overdue")
    assert "LOOK: this computer's clock says" in answer.stderr
    assert str(ahead) in answer.stderr
    rows = json.loads(answer.stdout)
    reviews = [
        r for r in rows if r["case"] == "SG-2026-019" and r["kind"] == "scheduled"
    ]
    assert reviews
    build = alongside(workspace, "--json", "build")
    assert "LOOK: this computer's clock says" in build.stderr


@pytest.mark.parametrize("days", [-40, 40])
def test_a_computer_and_a_drive_that_show_other_days_are_told_of(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    theirs = date.today() + timedelta(days=days)  # noqa: DTZ011, TID251 - as above
    (workspace / "_system").mkdir()
    monkeypatch.setattr("workflow.adapters.share_probe.day_of_drive", lambda _: theirs)
    words = ["--workspace", str(workspace), "build", "SG-2026-019"]
    told = CliRunner().invoke(main, words)
    assert f"the shared drive's says {theirs}" in told.stderr


def test_one_odd_date_does_not_move_the_clock(workspace: Path) -> None:
    a_record(workspace, "SG-2026-014", date(2027, 11, 23))
    assert "LOOK" not in alongside(workspace, "--today", "2026-11-23", "due").stderr


def test_a_day_that_was_asked_for_is_kept_but_never_in_silence(starter: Path) -> None:
    answer = alongside(starter, "--today", "2026-10-05", "--json", "due")
    assert "LOOK: you asked for 2026-10-05" in answer.stderr
    rows = json.loads(answer.stdout)
    first = next(r for r in rows if r["source"] == "RS2" and r["case"] == "SG-2026-014")
    assert first["due_on"] == "2026-11-06"


# Proposals


def test_a_build_names_the_files_it_put_there_once(workspace: Path) -> None:
    first = json.loads(
        alongside(workspace, "--today", "2026-12-10", "--json", "build").stdout
    )
    assert {row["case"] for row in first["proposed"]} == {
        "SG-2026-014",
        "SG-2026-019",
        "SG-2026-021",
    }
    for row in first["proposed"]:
        assert (workspace / "cases" / row["case"] / row["file"]).is_file()
        assert set(row) == {"case", "file", "why"}
    again = json.loads(
        alongside(workspace, "--today", "2026-12-10", "--json", "build").stdout
    )
    assert (again["proposed"], again["made"]) == ([], [])


def test_checking_and_listing_write_nothing(workspace: Path) -> None:
    def everything() -> set[Path]:
        return set(workspace.rglob("*"))

    before = everything()
    for words in (("check",), ("due",), ("--json", "due", "--overdue")):
        alongside(workspace, "--today", "2026-12-10", *words)
    assert everything() == before


def test_building_one_case_leaves_what_tells_of_all_alone(workspace: Path) -> None:
    alongside(workspace, "--today", "2026-12-10", "build")
    reports = workspace / "governance/reports"
    before = {path.name: path.read_bytes() for path in reports.iterdir()}
    alongside(workspace, "--today", "2026-12-14", "build", "SG-2026-014")
    assert {path.name: path.read_bytes() for path in reports.iterdir()} == before
