"""What is told with the copy: sources, recipients, how long it is kept."""

from tests.make import a_folder
from workflow.domain.access_answer import (
    FROM,
    GOT,
    KEPT,
    UNDECIDED,
    answer_sheet,
)
from workflow.domain.case_folder import CaseFolder

SAID = {"What it is for": "To keep you safe."}
PERSON = {"contacts": [{"id": "c5", "name": "Duty desk"}]}
CASE = {
    "concern": {"raised_by_kind": "police"},
    "threshold": {"reported_on": "2026-09-21"},
    "notifications": [{"to": "regulator", "sent_on": "2026-09-22"}, {"to": "police"}],
}
PLAN = {
    "copies": [
        {"to": "person", "given_on": "2026-11-10"},
        {"to": "c5", "given_on": "2026-11-11"},
    ]
}
CONTACT = {
    "type": "external_contact",
    "date": "2026-10-19",
    "external_contact": {
        "contact": "c5",
        "agency": "council_safeguarding",
        "organisation": "Aldermouth Council",
        "shared": [{"what": "The worry", "purpose": "Report it"}],
        "received": "No enquiry.",
    },
}


def told(folder: CaseFolder, years: int | None = 8) -> list[tuple[object, object]]:
    return [(row[0], row[1]) for row in answer_sheet((folder,), SAID, years).rows]


def test_it_says_where_it_came_from_and_who_got_it_with_the_day() -> None:
    folder = a_folder(person=PERSON, case=CASE, plan=PLAN, records=[CONTACT])
    assert told(folder) == [
        ("What it is for", "To keep you safe."),
        (FROM, "The concern was raised by: Police"),
        (FROM, "19 October 2026; Duty desk, Aldermouth Council; No enquiry."),
        (
            GOT,
            "19 October 2026; Duty desk, Aldermouth Council; The worry; for: Report it",
        ),
        (GOT, "21 September 2026; The council; the concern"),
        (GOT, "22 September 2026; Regulator; a notification"),
        (GOT, "11 November 2026; Duty desk; a copy of the plan"),
        (KEPT, "8 years after the case is closed."),
    ]


def test_a_period_that_nobody_decided_is_not_made_up() -> None:
    assert told(a_folder(), None)[-1] == (KEPT, UNDECIDED)


def test_each_line_says_where_it_stands() -> None:
    folder = a_folder(case=CASE)
    row = answer_sheet((folder,), {}, 8).rows[0]
    assert row[2:4] == (folder.ref, "case.yaml")
    assert isinstance(row[4], int)
