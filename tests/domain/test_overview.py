"""The status pages: what stands above everything else."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder, an_item
from workflow.adapters.pages import HtmlPages
from workflow.domain import overview
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.overview import CaseStatus, case_page, in_overview, overview_page
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ORGANISATION = Office(Path(__file__).parents[2], TODAY).practice.organisation
NOW = "Make Rosa safe first."


def status(*holds: str) -> CaseStatus:
    place = Place("records/1.yaml", 4, "incident.safe_now")
    finding = Finding(
        "REC-06", Severity.ERROR, NOW, "SG-2026-001", place, holds=frozenset(holds)
    )
    return CaseStatus(a_folder(), (finding,), (), (), None)


def test_somebody_who_is_not_safe_stands_above_everything_on_the_page() -> None:
    page = HtmlPages().page("case", case_page(status("banner"), ORGANISATION, TODAY))
    text = page.decode()
    assert text.index('role="alert"') < text.index(NOW) < text.index("putting right")
    quiet = HtmlPages().page("case", case_page(status(), ORGANISATION, TODAY))
    assert 'role="alert"' not in quiet.decode()


def test_the_overview_says_so_first_without_a_name() -> None:
    shown = overview_page([in_overview(status("banner"))], (), ORGANISATION, TODAY)
    text = HtmlPages().page("overview", shown).decode()
    assert text.index("Make the person safe first.") < text.index("SG-2026-001")
    assert "Rosa" not in text
    assert (
        overview_page([in_overview(status())], (), ORGANISATION, TODAY)["banner"] == []
    )


def item(number: int, days_late: int) -> DueItem:
    """Something late, or to come when it is not late by any day."""
    on = TODAY - timedelta(days=days_late) if days_late else TODAY + timedelta(number)
    how = DueStatus.OVERDUE if days_late else DueStatus.DUE_SOON
    case, what = f"SG-2026-{number:03}", f"Thing {number}"
    return an_item(case=case, item=what, due_on=on, status=how, days_late=days_late)


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 4))
def test_of_very_much_the_first_is_shown_and_the_rest_counted(
    late_by: list[int], most: int
) -> None:
    due = [item(number, days) for number, days in enumerate(late_by)]
    bare = in_overview(status())
    cases = [replace(bare, due=(each,)) for each in due]
    with pytest.MonkeyPatch.context() as patched:
        whole = overview_page(iter(cases), (), ORGANISATION, TODAY)
        patched.setattr(overview, "MOST_ROWS", most)
        page = overview_page(iter(cases), (), ORGANISATION, TODAY)
    for told, more in (("late", "late_more"), ("coming", "coming_more")):
        every = whole[told]
        assert isinstance(every, list)
        assert page[told] == every[:most]
        assert page[more] == max(len(every) - most, 0)
    assert page["late_count"] == sum(map(bool, late_by))
    text = HtmlPages().page("overview", page).decode()
    assert ("more: the review register has every one" in text) is bool(
        page["late_more"] or page["coming_more"]
    )


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("person", "The person"),
        ("st-03", "Moira Achebe"),
        ("c-02", "Somebody they know"),
        ("", "nobody named"),
    ],
)
def test_who_leads_is_told_in_words(lead: str, shown: str) -> None:
    late = replace(item(1, 2), lead=lead)
    case = replace(in_overview(status()), due=(late,))
    page = overview_page([case], (), ORGANISATION, TODAY)
    assert isinstance(page["late"], list)
    assert [row["lead"] for row in page["late"]] == [shown]
