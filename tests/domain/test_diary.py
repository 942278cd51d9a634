"""What is due in the worked cases, on their day."""

from datetime import date
from pathlib import Path

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import DueItem, DueStatus, due_items


def diary(starter: Path, ref: str, today: date) -> tuple[DueItem, ...]:
    folder = CaseFolders(starter).load(CaseRef(ref)).folder
    organisation, _ = load_organisation(starter)
    nation = organisation.nation(folder.case.record.service_id)
    return due_items(folder, organisation, calendar_for(nation), today)


def item(found: tuple[DueItem, ...], source: str, due_on: date) -> DueItem:
    return next(i for i in found if i.source == source and i.due_on == due_on)


def test_one_pattern_review_was_a_day_late(starter: Path, today: date) -> None:
    found = diary(starter, "SG-2026-014", today)
    late = item(found, "RS1", date(2026, 10, 19))
    assert (late.status, late.days_late) == (DueStatus.DONE_LATE, 1)
    others = [i for i in found if i.source in ("RS1", "RS2") and i is not late]
    assert [i.status for i in others] == [DueStatus.DONE_ON_TIME] * 4


def test_a_review_on_st_andrews_day_is_due_the_friday_before(
    starter: Path, today: date
) -> None:
    found = diary(starter, "SG-2026-019", today)
    assert item(found, "RS1", date(2026, 11, 27)).status is DueStatus.DUE_SOON


def test_a_missed_text_brought_a_review_forward_and_it_was_on_time(
    starter: Path, today: date
) -> None:
    review = item(diary(starter, "SG-2026-019", today), "T1", date(2026, 10, 19))
    assert review.status is DueStatus.DONE_ON_TIME
    assert review.done_on == date(2026, 10, 16)


def test_an_urgent_case_is_due_soon_two_working_days_before(starter: Path) -> None:
    due = date(2026, 12, 3)
    before = diary(starter, "SG-2026-021", date(2026, 11, 30))
    assert item(before, "RS1", due).status is DueStatus.NOT_DUE
    soon = diary(starter, "SG-2026-021", date(2026, 12, 1))
    assert item(soon, "RS1", due).status is DueStatus.DUE_SOON


def test_the_managerial_review_was_closed_on_time(starter: Path, today: date) -> None:
    review = item(
        diary(starter, "SG-2026-021", today), "2026-10-30-01", date(2026, 11, 5)
    )
    assert review.status is DueStatus.DONE_ON_TIME


def test_what_is_late_climbs_the_ladder(starter: Path) -> None:
    found = diary(starter, "SG-2026-021", date(2026, 12, 10))
    assert item(found, "RS1", date(2026, 12, 3)).status is DueStatus.ESCALATED_4
