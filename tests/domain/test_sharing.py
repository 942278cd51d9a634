"""Whether a disclosure was inside what the person agreed to (brief 4.9)."""

from datetime import date
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import pytest

from tests.make import a_folder
from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.sharing import (
    Disclosure,
    disclosures,
    ended_by,
    ends_on,
    of_record,
    outside_because,
)

DAY = date(2026, 10, 19)
MONTHS = 3
AGREED = {
    "id": "B1",
    "categories": ["identity", "money"],
    "agency": "bank",
    "organisation": "Weir Bank",
    "decision": "agreed",
    "decided_on": date(2026, 10, 16),
    "until": date(2027, 1, 15),
}
ITEM = {"what": "A limit", "categories": ["money"], "boundary": "B1"}
CONTACT = {"contact": "c4", "agency": "bank", "organisation": "Weir Bank"}


def shared(
    agreed: dict[str, Any] | None = None,
    item: dict[str, Any] | None = None,
    contact: dict[str, Any] | None = None,
    **consent: object,
) -> Disclosure:
    """One item shared with the bank; each argument changes one part of it."""
    boundary = {**AGREED, **(agreed or {})}
    outside = {**CONTACT, "shared": [{**ITEM, **(item or {})}], **(contact or {})}
    kept = {"record_id": "R1", "type": "external_contact", "date": DAY}
    record = Record.model_validate({**kept, "external_contact": outside})
    terms = Consent.model_validate({"boundaries": [boundary], **consent})
    folder = CaseFolder(
        CaseRef("SG-1"),
        Filed("person.yaml", Person()),
        Filed("case.yaml", Case()),
        Filed("plan.yaml", Plan()),
        Filed("consent.yaml", terms),
        records=(Filed("records/r1.yaml", record),),
    )
    (row,) = disclosures(folder, MONTHS)
    return row


def test_what_was_agreed_is_inside() -> None:
    row = shared()
    assert (row.record, row.item, row.inside, row.boundary) == ("R1", 0, True, "B1")
    assert row.reason


@pytest.mark.parametrize(
    "agreed",
    [
        {"decision": "not_agreed"},
        {"decision": "not_agreed", "withdrawn_on": date(2026, 11, 1)},
        {"decision": "undecided"},
        {"decided_on": date(2026, 10, 20)},
        {"decided_on": None},
        {"until": date(2026, 10, 18)},
        {"decided_on": date(2026, 7, 18), "until": None},
        {"withdrawn_on": DAY},
        {"decision": "withdrawn", "withdrawn_on": DAY},
        {"decision": "withdrawn"},
        {"contact": "c9"},
        {"agency": "police"},
        {"organisation": "Other Bank"},
        {"categories": ["identity"]},
        {"decision": "agreed_with_limits"},
    ],
)
def test_anything_short_of_the_agreement_is_outside(agreed: dict[str, Any]) -> None:
    row = shared(agreed)
    assert not row.inside
    assert row.reason


@pytest.mark.parametrize(
    "agreed",
    [
        {"decided_on": DAY},
        {"until": DAY},
        {"decided_on": date(2026, 7, 19), "until": None},
        {"decision": "withdrawn", "withdrawn_on": date(2026, 10, 20)},
        {"contact": "c4", "agency": "police"},
        {"organisation": None},
    ],
)
def test_the_edges_of_an_agreement_are_inside(agreed: dict[str, Any]) -> None:
    assert shared(agreed).inside


def test_limits_must_be_said_to_have_been_kept() -> None:
    limited = {"decision": "agreed_with_limits"}
    assert shared(limited, {"limits_respected": True}).inside
    assert not shared(limited, {"limits_respected": False}).inside


def test_limits_hold_for_what_was_shared_before_a_withdrawal() -> None:
    later = date(2026, 11, 1)
    taken = {"decision": "withdrawn", "withdrawn_on": later, "limits": "In writing"}
    assert not shared(taken).inside
    assert shared(taken, {"limits_respected": True}).inside


@pytest.mark.parametrize("named", [None, "B9"])
def test_an_item_with_no_agreement_is_outside(named: str | None) -> None:
    assert not shared(item={"boundary": named}).inside


def test_information_of_no_said_kind_is_outside() -> None:
    assert not shared(item={"categories": []}).inside


@pytest.mark.parametrize("who", [{"contact": "c4"}, {"agency": "bank"}])
def test_do_not_share_comes_before_any_agreement(who: dict[str, str]) -> None:
    money = {**who, "categories": ["money", "health"]}
    health = {**who, "categories": ["health"]}
    assert not shared(do_not_share=[money]).inside
    assert shared(do_not_share=[health]).inside


def test_what_we_were_told_is_no_disclosure() -> None:
    record = Record.model_validate(
        {"type": "external_contact", "external_contact": {"received": "A worry"}}
    )
    folder = CaseFolder(
        CaseRef("SG-1"),
        Filed("person.yaml", Person()),
        Filed("case.yaml", Case()),
        Filed("plan.yaml", Plan()),
        Filed("consent.yaml", Consent()),
        records=(Filed("records/r1.yaml", record),),
    )
    assert disclosures(folder, MONTHS) == ()


@pytest.mark.parametrize(
    ("ref", "inside"),
    [
        ("SG-2026-014", [True]),
        ("SG-2026-019", [True]),
        ("SG-2026-021", [True, True, False]),
    ],
)
def test_the_worked_cases_stand_as_the_brief_says(
    starter: Path, ref: str, inside: list[bool]
) -> None:
    rows = disclosures(CaseFolders(starter).load(CaseRef(ref)).folder, MONTHS)
    assert [row.inside for row in rows] == inside


LIMITED = {"decision": "agreed_with_limits"}


@pytest.mark.parametrize(
    ("agreed", "item", "reason"),
    [
        ({}, {}, "The person agreed to it on 16 October 2026 (B1)."),
        ({}, {"boundary": None}, "No agreement is named for it."),
        ({}, {"boundary": "B9"}, "Agreement B9 is not in the sharing record."),
        ({"decision": "not_agreed"}, {}, "The person did not agree to it (B1)."),
        (
            {"decision": "undecided"},
            {},
            "The person had not decided about it yet (B1).",
        ),
        (
            {"decision": "withdrawn"},
            {},
            "The person took it back, and nobody wrote down when (B1).",
        ),
        (
            {"decision": None},
            {},
            "Nobody has written down what the person decided (B1).",
        ),
        (
            {"decided_on": None},
            {},
            "Nobody has written down when the person agreed to it (B1).",
        ),
        (
            {"decided_on": date(2026, 10, 20)},
            {},
            "It was shared before the person agreed, on 20 October 2026 (B1).",
        ),
        (
            {"until": date(2026, 10, 18)},
            {},
            "Agreement B1 ended on 18 October 2026.",
        ),
        ({"contact": "c9"}, {}, "Agreement B1 is for somebody else."),
        (
            {"categories": ["identity"]},
            {},
            "Agreement B1 does not cover: Money.",
        ),
        ({}, {"categories": []}, "Nobody has said what kind of information it was."),
        (
            LIMITED,
            {"limits_respected": False},
            "The limits of agreement B1 were not kept.",
        ),
        (
            LIMITED,
            {},
            "Nobody has said whether the limits of agreement B1 were kept.",
        ),
    ],
)
def test_each_says_why_in_one_plain_sentence(
    agreed: dict[str, Any], item: dict[str, Any], reason: str
) -> None:
    assert shared(agreed, item).reason == reason


def test_a_wish_not_to_share_is_named() -> None:
    wish = {"id": "N1", "contact": "c4", "categories": ["money"]}
    row = shared(do_not_share=[wish])
    assert row.reason == "The person asked us not to tell this recipient (N1)."


def test_an_agreement_without_an_end_lasts_as_long_as_the_service_says() -> None:
    boundary = {k: v for k, v in AGREED.items() if k != "until"}
    boundary["decided_on"] = "2026-06-01"
    record = {
        "type": "external_contact",
        "date": "2026-10-19",
        "external_contact": {
            "contact": "c4",
            "agency": "bank",
            "organisation": "Weir Bank",
            "shared": [ITEM],
        },
    }
    folder = a_folder(consent={"boundaries": [boundary]}, records=[record])
    rows = [row for months in (3, 6) for row in disclosures(folder, months)]
    assert [row.inside for row in rows] == [False, True]
    for needs in (disclosures, of_record, outside_because, ends_on, ended_by):
        assert signature(needs).parameters["months"].default is Parameter.empty


def test_nobody_can_say_when_the_sharing_record_could_not_be_read(
    workspace: Path,
) -> None:
    ref = CaseRef("SG-2026-014")
    (workspace / "cases" / ref / "consent.yaml").write_text("a: [", encoding="utf-8")
    (row,) = disclosures(CaseFolders(workspace).load(ref).folder, MONTHS)
    assert row.reason == "The sharing record could not be read, so nobody can say."


def test_what_the_record_leaves_out_is_known_from_the_contact() -> None:
    bank = {"id": "c4", "agency": "bank", "organisation": "Weir Bank"}
    record = {
        "type": "external_contact",
        "date": "2026-10-19",
        "external_contact": {"contact": "c4", "shared": [ITEM]},
    }
    parts: dict[str, Any] = {"consent": {"boundaries": [AGREED]}, "records": [record]}
    (known,) = disclosures(a_folder(person={"contacts": [bank]}, **parts), MONTHS)
    (unknown,) = disclosures(a_folder(**parts), MONTHS)
    assert (known.inside, unknown.inside) == (True, False)


def test_limits_that_were_kept_are_said_to_have_been() -> None:
    row = shared(LIMITED, {"limits_respected": True})
    assert row.reason.endswith("(B1), and the limits were kept.")
