"""What is told with the copy: sources, recipients, how long it is kept."""

from tests.make import a_file, a_folder
from workflow.domain.access_answer import (
    ALLOWED,
    ASK,
    COMPLAIN,
    FROM,
    GOT,
    KEPT,
    UNDECIDED,
    answer_sheet,
)
from workflow.domain.case_folder import CaseFolder
from workflow.domain.records.provider import Provider

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


def provider(years: str = "8") -> Provider:
    data = {
        "article6_default": "e_public_task",
        "article9_default": "h_health_social_care",
        "contact": "Data contact",
        "complaints_how": "Tell any manager.",
    }
    said = {"data_protection": data, "retention": {"years_after_closure": years}}
    return a_file(Provider, "provider.yaml", said).record


def told(folder: CaseFolder, years: str = "8") -> list[tuple[object, object]]:
    sheet = answer_sheet((folder,), SAID, provider(years))
    return [(row[0], row[1]) for row in sheet.rows]


def test_it_says_where_it_came_from_and_who_got_it_with_the_day() -> None:
    folder = a_folder(person=PERSON, case=CASE, plan=PLAN, records=[CONTACT])
    assert told(folder) == [
        ("What it is for", "To keep you safe."),
        (ASK, "Data contact"),
        (COMPLAIN, "Tell any manager."),
        (KEPT, "8 years after the case is closed."),
        (ALLOWED, "Article 6(1)(e) public task; Article 9(2)(h) health or social care"),
        (FROM, "The concern was raised by: Police"),
        (FROM, "19 October 2026; Duty desk, Aldermouth Council; No enquiry."),
        (
            GOT,
            "19 October 2026; Duty desk, Aldermouth Council; The worry; for: Report it",
        ),
        (GOT, "21 September 2026; The council; the concern"),
        (GOT, "22 September 2026; Regulator; a notification"),
        (GOT, "11 November 2026; Duty desk; a copy of the plan"),
    ]


def test_a_period_that_nobody_decided_is_not_made_up() -> None:
    assert (KEPT, UNDECIDED) in told(a_folder(), "")


def test_what_was_written_down_for_the_case_comes_before_what_is_usual() -> None:
    basis = {"article6": "c_legal_obligation"}
    (said,) = (
        words
        for what, words in told(a_folder(consent={"lawful_basis": basis}))
        if what == ALLOWED
    )
    assert str(said).startswith("Article 6(1)(c) legal obligation; Article 9(2)(h)")


def test_each_line_says_where_it_stands() -> None:
    folder = a_folder(case=CASE)
    rows = answer_sheet((folder,), {}, provider()).rows
    row = next(row for row in rows if row[0] == FROM)
    assert row[2:4] == (folder.ref, "case.yaml")
    assert isinstance(row[4], int)
