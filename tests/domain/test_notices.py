"""Who gets an overdue notice about what, and who is invited to which review."""

from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem, due_items
from workflow.domain.notices import (
    MOST_ROWS,
    Notice,
    in_notices,
    invitation,
    invited,
    notice_context,
    notices,
)
from workflow.domain.organisation import Organisation
from workflow.domain.vocabulary import Nation

DOC: dict[str, object] = {"title": "Overdue notice", "made_on": "x"}
MONDAY = date(2026, 10, 5)
OWNERSHIP = {"owner": "st-03", "cover": "st-05", "safeguarding_lead": "st-01"}
ENGLAND = calendar_for(Nation.ENGLAND)


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


def a_case(**parts: object) -> CaseFolder:
    return a_folder(case={"ownership": OWNERSHIP}, **parts)


def actions(*owners: str) -> dict[str, object]:
    each = [
        {"id": f"A{n}", "owner": owner, "due_on": str(MONDAY)}
        for n, owner in enumerate(owners)
    ]
    return {"actions": each}


def told(
    folder: CaseFolder, organisation: Organisation, today: date
) -> dict[str, Notice]:
    due = due_items(folder, organisation, ENGLAND, today)
    late = in_notices(folder, due, organisation, calendar_for, today)
    found = notices(late)
    return {notice.who: notice for notice in found}


def rows(shown: dict[str, object], key: str) -> list[dict[str, str]]:
    found = shown[key]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("today", "people"),
    [
        (MONDAY, set()),
        (date(2026, 10, 6), {"st-04", "st-05"}),
        (date(2026, 10, 8), {"st-04", "st-05", "st-01"}),
        (date(2026, 10, 12), {"st-04", "st-05", "st-01", "st-02"}),
        (date(2026, 10, 19), {"st-04", "st-05", "st-01", "st-02", "st-06"}),
    ],
)
def test_more_people_are_told_the_later_it_gets(
    organisation: Organisation, today: date, people: set[str]
) -> None:
    folder = a_case(plan=actions("st-04"))
    assert set(told(folder, organisation, today)) == people


def test_a_notice_says_what_is_late_since_when_and_what_this_reader_does(
    organisation: Organisation,
) -> None:
    folder = a_case(plan=actions("st-04"))
    notice = told(folder, organisation, date(2026, 10, 12))["st-02"]
    shown = notice_context(notice, organisation, DOC)
    assert (shown["level"], shown["reached"]) == ("3", "12 October 2026")
    assert shown["to"] == "Gareth Pell"
    (row,) = rows(shown, "rows")
    assert row == {
        "case": "SG-2026-001",
        "item": "Plan action A0",
        "due": "5 Oct 2026",
        "owner": "Jonah Whitlock",
        "needed": "Do it, or write why it cannot be done",
        "level": "3",
    }
    assert shown["late_now"] == {"days": ["5"]}
    assert str(shown["steps"]).startswith("['As manager:")
    assert shown["copies"] == ["Elin Farrow", "Jonah Whitlock", "Priya Nandakumar"]


def test_from_level_three_it_tells_the_risk_and_the_managerial_review(
    organisation: Organisation,
) -> None:
    schedule = [{"id": "RS1", "kind": "scheduled", "first_due": str(MONDAY)}]
    open_one = {"mreview_id": "2026-10-12-01", "reasons": ["overdue"]}
    case = {"ownership": OWNERSHIP, "pathway": "s42_enquiry"}
    folder = a_folder(
        case=case,
        plan={"review_schedule": schedule},
        managerial_reviews=[{**open_one, "opened_on": "2026-10-12"}],
    )
    early = told(folder, organisation, date(2026, 10, 8))["st-03"]
    assert notice_context(early, organisation, DOC)["risks"] == []
    late = told(folder, organisation, date(2026, 10, 12))["st-03"]
    (risk,) = rows(notice_context(late, organisation, DOC), "risks")
    assert risk["case"] == "SG-2026-001"
    assert risk["risk"].startswith("Nobody has asked the person whether the plan")
    assert "The council is looking into this." in risk["risk"]
    assert risk["review"] == "Managerial review 2026-10-12-01."


def test_a_notice_is_one_page_and_says_how_much_it_leaves_out(
    organisation: Organisation,
) -> None:
    folder = a_case(plan=actions(*["st-03"] * (MOST_ROWS + 3)))
    notice = told(folder, organisation, date(2026, 10, 19))["st-03"]
    shown = notice_context(notice, organisation, DOC)
    assert (len(rows(shown, "rows")), shown["more"]) == (MOST_ROWS, 3)


def test_the_worker_somebody_spoke_up_about_gets_no_notice_of_it(
    organisation: Organisation,
) -> None:
    spoke = {"about_a_worker": "true", "who_must_not_see": ["st-05", "st-02"]}
    record = {"record_id": "R1", "type": "speak_up", "date": str(MONDAY)}
    folder = a_case(records=[{**record, "speak_up": spoke}])
    people = told(folder, organisation, date(2026, 11, 2))
    assert set(people) == {"st-06", "st-01"}


def test_days_alone_do_not_make_a_notice_new(organisation: Organisation) -> None:
    folder = a_case(plan=actions("st-04"))
    first = told(folder, organisation, date(2026, 10, 12))["st-02"]
    second = told(folder, organisation, date(2026, 10, 13))["st-02"]
    pair = [notice_context(n, organisation, DOC) for n in (first, second)]
    assert pair[0] != pair[1]
    for one in pair:
        one.pop("late_now")
    assert pair[0] == pair[1]


def test_a_missed_review_of_a_closed_case_gets_no_notice(
    organisation: Organisation,
) -> None:
    schedule = [{"id": "RS1", "kind": "scheduled", "first_due": str(MONDAY)}]
    closed = {"closed_on": "2026-10-12", "reason": "moved"}
    folder = a_case(plan={"review_schedule": schedule}, closure=closed)
    assert told(folder, organisation, date(2026, 11, 2)) == {}


def test_somebody_with_nothing_late_now_is_told_so(organisation: Organisation) -> None:
    shown = notice_context(Notice("st-03", ()), organisation, DOC)
    assert (shown["rows"], shown["level"], shown["steps"]) == ([], "", [])


# Invitations


def worked(starter: Path, ref: str) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef(ref)).folder


def invitations(
    folder: CaseFolder, organisation: Organisation, today: date
) -> tuple[DueItem, ...]:
    nation = organisation.nation(folder.case.record.service_id)
    calendar = calendar_for(nation)
    due = due_items(folder, organisation, calendar, today)
    return invited(due, calendar, today)


@pytest.mark.parametrize(
    ("ref", "day", "expected"),
    [
        ("SG-2026-021", date(2026, 11, 18), []),
        ("SG-2026-021", date(2026, 11, 19), [date(2026, 12, 3)]),
        ("SG-2026-021", date(2026, 12, 3), [date(2026, 12, 3)]),
        ("SG-2026-021", date(2026, 12, 4), []),
        ("SG-2026-014", date(2026, 12, 3), []),
        ("SG-2026-014", date(2026, 12, 4), [date(2026, 12, 18)]),
        ("SG-2026-019", date(2026, 11, 23), [date(2026, 11, 27)]),
    ],
)
def test_the_person_is_invited_ten_working_days_before(
    starter: Path,
    organisation: Organisation,
    ref: str,
    day: date,
    expected: list[date],
) -> None:
    found = invitations(worked(starter, ref), organisation, day)
    assert [item.due_on for item in found] == expected


def test_a_review_brought_forward_is_two_working_days_away(
    organisation: Organisation,
) -> None:
    trigger = {"id": "T1", "kind": "other", "within": "5", "unit": "working_days"}
    record = {"record_id": "R1", "date": str(MONDAY), "triggers_noticed": ["T1"]}
    folder = a_case(plan={"review_triggers": [trigger]}, records=[record])
    assert invitations(folder, organisation, date(2026, 10, 7)) == ()
    (item,) = invitations(folder, organisation, date(2026, 10, 8))
    assert item.due_on == date(2026, 10, 12)


def test_nobody_is_invited_to_the_leads_own_pattern_review(
    organisation: Organisation,
) -> None:
    schedule = [{"id": "RS1", "kind": "pattern", "first_due": str(MONDAY)}]
    folder = a_case(plan={"review_schedule": schedule})
    assert invitations(folder, organisation, MONDAY) == ()


def test_where_paper_is_not_safe_an_invitation_gives_no_reason(
    starter: Path, organisation: Organisation
) -> None:
    unsafe, safe = worked(starter, "SG-2026-014"), worked(starter, "SG-2026-019")
    (item,) = invitations(unsafe, organisation, date(2026, 12, 4))
    said = invitation(unsafe, organisation, item)
    assert (said["about"], said["because"], said["wants"]) == ("", "", "")
    (item,) = invitations(safe, organisation, date(2026, 11, 23))
    said = invitation(safe, organisation, item)
    assert (said["about"], said["wants"]) == ("Is it still yours?", "In the cafe.")
    assert said["advocate"] == "independent advocacy"
