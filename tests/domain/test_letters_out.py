"""Who may get a letter, and what it may tell (brief 5.3, 4.9)."""

from datetime import date

import pytest

from tests.make import a_folder
from workflow.domain.case_folder import CaseFolder
from workflow.domain.letter_permissions import permission
from workflow.domain.letters_out import (
    NOBODY,
    LetterOut,
    agreement_of,
    letter_name,
    letter_out,
    next_name,
    unsent,
)

TODAY = date(2026, 11, 23)
MONTHS = 3
PATTERN = "Letter {to}.docx"
GP = {
    "id": "c1",
    "name": "Dr Ash",
    "agency": "gp",
    "relationship_code": "professional",
    "okay_to_contact": "true",
}
BROTHER = {
    "id": "c2",
    "name": "Corin Vale",
    "relationship": "my brother",
    "relationship_code": "sibling",
    "flags": ["source_of_risk"],
}
AGREED = {
    "id": "B1",
    "contact": "c1",
    "categories": ["identity", "safety_plan"],
    "why": "So that you know",
    "decision": "agreed",
    "decided_on": "2026-10-01",
    "until": "2026-12-20",
}


def a_case(**boundary: object) -> CaseFolder:
    return a_folder(
        person={"preferred_name": "Ines", "contacts": [GP, BROTHER]},
        case={"outcomes": [{"id": "O1", "in_their_words": "I want quiet nights"}]},
        plan={
            "version": "1",
            "agreed_summary": "I lock my door at nine.",
            "actions": [
                {"id": "A1", "what": "Mend the lock", "owner": "st-01"},
                {"id": "A2", "what": "Look at my tablets", "owner": "c1"},
                {"id": "A3", "what": "Talk with Corin", "owner": "st-01"},
            ],
            "risks": [{"id": "R1", "what_could_happen": "My brother shouts"}],
        },
        consent={"boundaries": [{**AGREED, **boundary}]},
    )


def letter(folder: CaseFolder, agreement: str = "B1") -> LetterOut:
    given = permission(folder, agreement, TODAY, MONTHS)
    assert given is not None
    return letter_out(folder, NOBODY, given, letter_name(PATTERN, agreement))


def why_not(folder: CaseFolder, agreement: str = "B1") -> str:
    given = permission(folder, agreement, TODAY, MONTHS)
    assert given is not None
    return given.why_not


def test_a_letter_tells_what_was_agreed_and_nothing_else() -> None:
    made = letter(a_case())
    assert [piece.text for piece in made.told] == [
        "I lock my door at nine.",
        "Mend the lock",
        "Look at my tablets",
    ]
    assert "I want quiet nights" not in str(made.context())


def test_what_the_recipient_is_to_do_is_asked_of_them() -> None:
    made = letter(a_case())
    assert made.context()["ask"] == [{"text": "Look at my tablets", "beside": ""}]


def test_a_line_that_names_somebody_not_covered_is_left_out_and_told_to_staff() -> None:
    made = letter(a_case())
    assert [piece.path for piece in made.telling] == ["actions[2].what"]
    assert "plan.yaml actions[2].what" in made.note("SG-2026-001")
    assert "Corin" not in made.note("SG-2026-001")


def test_what_the_source_of_risk_is_to_the_person_names_him_too() -> None:
    known = ["identity", "safety_plan", "concern_summary"]
    made = letter(a_case(categories=known))
    assert "My brother shouts" in {piece.text for piece in made.telling}
    told = letter(a_case(categories=[*known, "source_of_risk_identity"]))
    assert "My brother shouts" in {piece.text for piece in told.told}


def test_without_identity_there_is_no_name() -> None:
    made = letter(a_case(categories=["safety_plan"]))
    assert made.name == ""
    assert letter(a_case()).name == "Ines"


@pytest.mark.parametrize(
    ("boundary", "says"),
    [
        ({"decision": "not_agreed"}, "has not agreed"),
        ({"decision": "undecided"}, "has not agreed"),
        ({"decision": "withdrawn", "withdrawn_on": "2026-11-01"}, "has not agreed"),
        ({"withdrawn_on": "2026-11-23"}, "not in force"),
        ({"until": "2026-11-22"}, "not in force"),
        ({"decided_on": "2026-11-24"}, "not in force"),
        ({"decided_on": ""}, "not in force"),
        ({"how_to_share": ["phone"]}, "not to anything in writing"),
        ({"contact": "c2"}, "where the risk comes from"),
        ({"contact": "", "agency": "family_member"}, "for professionals"),
        ({"categories": []}, "what kind of information"),
    ],
)
def test_no_letter_without_an_agreement_that_stands_today(
    boundary: dict[str, object], says: str
) -> None:
    folder = a_case(**boundary)
    assert says in why_not(folder)
    made = letter(folder)
    assert made.told == ()
    assert made.name == ""
    assert made.faults[0].startswith("Do not send this letter.")
    assert "lock" not in str(made.context())


def test_an_agreement_lasts_through_its_last_day() -> None:
    assert why_not(a_case(until="2026-11-23")) == ""


@pytest.mark.parametrize(
    "wish",
    [
        {"contact": "c1", "categories": ["safety_plan"]},
        {"agency": "gp", "categories": ["identity", "money"]},
        {"contact": "c1"},
        {"categories": ["safety_plan"], "person_words": "Tell nobody."},
    ],
)
def test_a_wish_not_to_tell_stands_against_an_agreement(
    wish: dict[str, object],
) -> None:
    folder = a_folder(
        person={"preferred_name": "Ines", "contacts": [GP]},
        consent={"boundaries": [AGREED], "do_not_share": [{"id": "N1", **wish}]},
    )
    assert "asked us not to tell" in why_not(folder)


def test_a_wish_about_other_things_or_others_does_not() -> None:
    folder = a_folder(
        person={"preferred_name": "Ines", "contacts": [GP]},
        consent={
            "boundaries": [AGREED],
            "do_not_share": [
                {"id": "N1", "contact": "c1", "categories": ["money"]},
                {"id": "N2", "contact": "c9", "categories": ["safety_plan"]},
            ],
        },
    )
    assert why_not(folder) == ""


DECISION = {
    "record_id": "2026-11-18-external_contact-01",
    "type": "external_contact",
    "date": "2026-11-18",
    "external_contact": {
        "agency": "police",
        "shared": [
            {"categories": ["identity", "safety_plan"], "purpose": "To keep her safe"}
        ],
        "override": {
            "reasons": ["life_at_risk"],
            "rationale": "She could be hurt",
            "decided_by": "st-01",
        },
    },
}


def test_a_decision_without_agreement_opens_what_it_names_alone() -> None:
    folder = a_folder(
        plan={"version": "1", "agreed_summary": "I lock my door at nine."},
        records=[DECISION],
    )
    made = letter(folder, "2026-11-18-external_contact-01")
    assert made.context()["agreed"] is False
    assert made.context()["reasons"] == ["Emergency or risk to life"]
    assert [piece.text for piece in made.told] == ["I lock my door at nine."]
    assert "She could be hurt" not in str(made.context())


def test_a_decision_that_is_not_whole_opens_nothing() -> None:
    contact = {**DECISION["external_contact"], "override": {"reasons": ["coercion"]}}  # type: ignore[dict-item]
    folder = a_folder(records=[{**DECISION, "external_contact": contact}])
    assert "lacks a reason" in why_not(folder, "2026-11-18-external_contact-01")


def test_how_to_talk_with_somebody_is_told_only_when_they_said_yes() -> None:
    def told(answer: str) -> set[str]:
        folder = a_folder(
            person={
                "preferred_name": "Ines",
                "contacts": [GP],
                "about_me": {"how_i_communicate": "Slowly"},
                "communication": {"share_my_needs": answer},
            },
            consent={"boundaries": [{**AGREED, "categories": ["communication_needs"]}]},
        )
        return {piece.text for piece in letter(folder).told}

    assert told("said_yes") == {"Slowly"}
    assert told("said_partly") == told("said_no") == set()


def test_limits_that_name_somebody_hold_the_letter_back() -> None:
    folder = a_case(decision="agreed_with_limits", limits="Do not ring Corin.")
    assert "Write it in other words" in letter(folder).faults[0]


def test_limits_may_name_those_whom_the_person_chose_to_name() -> None:
    helper = {"id": "c3", "name": "Bethan Lowry", "relationship_code": "advocate"}
    folder = a_folder(
        person={"preferred_name": "Ines", "contacts": [GP, helper]},
        consent={"boundaries": [{**AGREED, "limits": "Ask Bethan.", "what": "That"}]},
    )
    assert letter(folder).faults == ()


def test_a_later_decision_stands_in_the_place_of_an_agreement() -> None:
    def after(**later: object) -> str:
        newer = {**AGREED, "id": "B2", "decided_on": "2026-11-01", **later}
        folder = a_folder(
            person={"preferred_name": "Ines", "contacts": [GP]},
            consent={"boundaries": [AGREED, newer]},
        )
        return why_not(folder)

    assert "decided otherwise" in after()
    assert "decided otherwise" in after(decision="not_agreed", categories=["identity"])
    assert after(decided_on="2026-09-01", decision="not_agreed") == ""
    assert after(contact="c2") == ""


def test_a_letter_is_known_by_its_name_until_a_record_says_it_was_sent() -> None:
    attached = {"record_id": "r1", "attachments": ["generated/Letter B1.docx"]}
    before, after = a_folder(), a_folder(records=[attached])
    made = ["Letter B1.docx", "Letter B2.docx", "Full plan.docx"]
    assert unsent(before, PATTERN, made) == ("Letter B1.docx", "Letter B2.docx")
    assert unsent(after, PATTERN, made) == ("Letter B2.docx",)
    assert next_name(before, PATTERN, "B1") == "Letter B1.docx"
    assert next_name(after, PATTERN, "B1") == "Letter B1 (2).docx"
    assert agreement_of(PATTERN, "Letter B1 (2).docx") == "B1"
    assert agreement_of(PATTERN, "Letter B1 and more.docx") == ""
