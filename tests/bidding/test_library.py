"""What we can show: how long each thing holds, and who leans on it."""

from datetime import date, timedelta

import pytest

from workflow.domain.bidding.library import (
    Shown,
    Stands,
    leaned_on,
    shown,
    unread_days,
)
from workflow.domain.case_folder import Filed
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly, Evidence, EvidenceItem
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffMember, StaffRegister
from workflow.domain.records.tender import Tender, TenderQuestion
from workflow.domain.workspace import AnswerText, Bid

TODAY = date(2026, 11, 23)
STAFF = StaffRegister(staff=(StaffMember(id="st-01", name="Priya Nandakumar"),))
ORGANISATION = Organisation(Filed("p", Provider()), Filed("s", STAFF))


def thing(name: str, days: int | None, owner: str = "st-01") -> EvidenceItem:
    """An item that may be used for so many days after today."""
    last = None if days is None else TODAY + timedelta(days=days)
    return EvidenceItem(id=name, title=f"Thing {name}", owner=owner, expires_on=last)


def bid(ref: str, **answers: str) -> Bid:
    """A bid with the words of its answers."""
    home = f"tenders/{ref}"
    asked = tuple(TenderQuestion(id=name) for name in answers)
    texts = tuple(
        AnswerText(f"{home}/answers/{name}.md", name, (words,))
        for name, words in answers.items()
    )
    tender = Filed(f"{home}/tender.yaml", Tender(questions=asked))
    assembly = Filed(f"{home}/assembly.yaml", Assembly())
    return Bid(tender, answers=texts, assembly=assembly)


def listed(*items: EvidenceItem, bids: tuple[Bid, ...] = ()) -> tuple[Shown, ...]:
    return shown(Evidence(items=items), bids, ORGANISATION, TODAY)


@pytest.mark.parametrize(
    ("days", "stands"),
    [
        (-1, Stands.RUN_OUT),
        (0, Stands.RUNS_OUT_SOON),
        (60, Stands.RUNS_OUT_SOON),
        (61, Stands.HOLDS),
        (None, Stands.HOLDS),
    ],
)
def test_the_last_day_counts_and_sixty_days_are_soon(
    days: int | None, stands: Stands
) -> None:
    (row,) = listed(thing("E1", days))
    assert row.stands is stands
    assert row.days == days


def test_what_asks_for_somebody_comes_first_and_there_what_is_leaned_on() -> None:
    items = (thing("E1", None), thing("E2", 90), thing("E3", 3), thing("E4", -200))
    last = thing("E5", -1)
    rows = listed(*items, last, bids=(bid("T-1", Q1="See {{evidence:E5}}."),))
    assert [row.item.id for row in rows] == ["E5", "E4", "E3", "E2", "E1"]


def test_each_bid_is_told_with_its_own_answers() -> None:
    both = bid("T-1", Q1="{{evidence:E1}}", Q2="{{evidence:E1}}"), bid("T-2", Q1="No.")
    (row,) = listed(thing("E1", 9), bids=both)
    (only,) = row.leaning
    assert only.bid.tender.file == "tenders/T-1/tender.yaml"
    assert only.places == ("Q1", "Q2")


def test_nobody_leans_on_what_has_no_id() -> None:
    (row,) = listed(thing("", 9), bids=(bid("T-1", Q1="{{evidence:}}"),))
    assert row.leaning == ()


def test_who_keeps_it_is_told_by_name_or_not_at_all() -> None:
    rows = listed(thing("E1", 1), thing("E2", 2, owner="st-99"))
    assert [row.owner for row in rows] == ["Priya Nandakumar", ""]


def test_what_a_bid_leans_on_is_known_though_there_is_no_such_item() -> None:
    found = leaned_on(Evidence(), [bid("T-1", Q1="{{evidence:E9}}")])
    assert found == {"E9"}


def amiss(rule: str, file: str, field: str) -> Finding:
    return Finding(rule, Severity.ERROR, "No day.", None, Place(file, 3, field))


def test_a_last_day_that_is_none_is_known_by_its_place_in_the_file() -> None:
    library = Evidence(items=(thing("E1", 1), thing("E2", None)))
    file = "tenders/evidence.yaml"
    found = [
        amiss("FIL-10", file, "items[1].expires_on"),
        amiss("FIL-10", file, "items[0].dated"),
        amiss("FIL-10", file, "items[7].expires_on"),
        amiss("FIL-10", "tenders/T-1/tender.yaml", "items[0].expires_on"),
        amiss("FIL-03", file, "items[0].expires_on"),
    ]
    assert unread_days(found, library) == {"E2"}
    first, _ = shown(library, (), ORGANISATION, TODAY, {"E2"})
    assert first.stands is Stands.UNREAD
