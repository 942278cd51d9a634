"""What a person asks to see: all of it, and what to look at before it is given."""

from datetime import date

import pytest

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.findings import Place
from workflow.domain.subject_access import (
    ELSEWHERE,
    KEPT_BACK,
    ODD,
    OUTSIDE,
    Held,
    HeldFile,
    access_sheets,
    answer_by,
    held_about,
    not_understood,
    own_cases,
)
from workflow.domain.vocabulary import Nation

PERSON = {
    "full_name": "Ines Marrable",
    "preferred_name": "Ines",
    "contacts": [{"id": "C1", "name": "Rolf Marrable", "relationship": "brother"}],
}
CASE = {
    "outcomes": [{"id": "O1", "in_their_words": "I want Rolf to knock."}],
    "opened_on": "2026-08-03",
}


def found(held: tuple[Held, ...], words: str) -> Held:
    (one,) = [h for h in held if words in h.words]
    return one


def test_everything_in_the_case_is_listed_with_its_place() -> None:
    folder = a_folder(person=PERSON, case=CASE)
    held = held_about(folder, ())
    said = found(held, "knock")
    assert (said.case, said.file) == (folder.ref, "case.yaml")
    assert said.line > 0
    assert said.label
    written = {path for filed in folder.every_file for path in filed.places}
    whole = {
        p for p in written if not any(o.startswith((f"{p}.", f"{p}[")) for o in written)
    }
    assert len(held) == len(whole)


def test_what_names_somebody_else_is_to_be_looked_at_first() -> None:
    held = held_about(a_folder(person=PERSON, case=CASE), ())
    assert found(held, "knock").reasons == ("It names somebody else: Rolf",)
    assert found(held, "Ines Marrable").reasons == ()


def test_a_word_of_a_role_points_to_nobody_by_itself() -> None:
    person = {**PERSON, "contacts": [{"id": "C2", "name": "Duty Team"}]}
    case = {"outcomes": [{"id": "O1", "in_their_words": "The team is loud."}]}
    folder = a_folder(person=person, case=case)
    assert found(held_about(folder, (), common={"duty", "team"}), "loud").reasons == ()


def test_what_papers_leave_out_is_to_be_looked_at_first() -> None:
    risk = {"what_could_happen": "He may shout.", "staff_view": "She hides it."}
    held = held_about(a_folder(person=PERSON, plan={"risks": [risk]}), ())
    kept = [one.words for one in held if KEPT_BACK in one.reasons]
    assert "He may shout." not in kept


def test_the_case_of_somebody_else_that_names_the_person_is_found() -> None:
    folder = a_folder(person=PERSON)
    what = "Ines  MARRABLE lives next door."
    other = a_folder(
        case={"case_ref": "SG-2026-002", "concern": {"immediate_action": what}}
    )
    held = [one for one in held_about(folder, (other,)) if one.reasons == (ELSEWHERE,)]
    assert [(one.words, one.file) for one in held] == [(what, "case.yaml")]
    alone = {"immediate_action": "Ines lives next door."}
    ines_alone = {"case_ref": "SG-2026-002", "concern": alone}
    elsewhere = held_about(folder, (a_folder(case=ines_alone),))
    assert not [one for one in elsewhere if ELSEWHERE in one.reasons]


def test_the_first_sheet_holds_only_what_has_a_reason() -> None:
    held = held_about(a_folder(person=PERSON, case=CASE), ())
    files = (HeldFile("SG-2026-001", "generated/Full plan.docx", "papers"),)
    todo, first, everything, through = access_sheets(held, files, ("Ask first.",))
    assert todo.rows == (("Ask first.", ""),)
    assert through.rows[0][:2] == ("SG-2026-001", "generated/Full plan.docx")
    assert len(everything.rows) == len(held)
    assert 0 < len(first.rows) < len(held)
    assert all(row[5] for row in first.rows)
    assert [column.head for column in first.columns[-2:]] == [
        "Given, given in part, or not",
        "Why",
    ]


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("2026-11-10", "2026-12-10"),
        ("2026-12-31", "2027-02-01"),
        ("2027-01-31", "2027-03-01"),
        ("2026-11-25", "2026-12-29"),
        ("2028-01-30", "2028-02-29"),
    ],
)
def test_the_answer_is_due_after_a_month_on_a_working_day(asked: str, by: str) -> None:
    calendar = calendar_for(Nation.ENGLAND)
    assert str(answer_by(date.fromisoformat(asked), calendar)) == by


def test_what_names_staff_or_tells_of_others_is_to_be_looked_at_first() -> None:
    record = {
        "type": "external_contact",
        "what_happened": "Moira Achebe rang the bank.",
    }
    held = held_about(a_folder(person=PERSON, records=[record]), (), ("Moira Achebe",))
    (one,) = [h for h in held if "rang the bank" in h.words]
    assert one.reasons[0] == "It names somebody who works here: Moira Achebe"
    assert OUTSIDE in one.reasons


def test_another_case_about_the_same_person_is_listed_whole() -> None:
    mine = {**PERSON, "person_id": "P-1"}
    earlier = a_folder(
        person={"person_id": "P-1", "full_name": "I. Marrable"},
        case={"case_ref": "SG-2024-003", "concern": {"immediate_action": "We rang."}},
    )
    folder = a_folder(person=mine)
    assert own_cases(folder, (earlier,)) == (folder, earlier)
    assert found(held_about(folder, (earlier,)), "We rang.").reasons == ()


def test_a_shared_name_alone_makes_two_people_nobody_the_same() -> None:
    named = {"full_name": "Ines Marrable"}
    folder, other = a_folder(person=named), a_folder(person=dict(named))
    assert own_cases(folder, (other,)) == (folder,)
    born = {**named, "date_of_birth": "1950-02-03"}
    folder, other = a_folder(person=born), a_folder(person=dict(born))
    assert own_cases(folder, (other,)) == (folder, other)


def test_a_case_of_the_same_person_is_found_by_way_of_a_third() -> None:
    born = {"full_name": "Ines Marrable", "date_of_birth": "1950-02-03"}
    folder = a_folder(person={"person_id": "P-1", "full_name": "I. Marrable"})
    between = a_folder(person={**born, "person_id": "P-1"})
    last = a_folder(person={**born, "person_id": "P-7"})
    other = a_folder(person={"person_id": "P-9", "full_name": "Ines Marrable"})
    assert own_cases(folder, (other, last, between)) == (folder, last, between)


def test_values_are_told_in_words_that_somebody_outside_can_read() -> None:
    case = {
        "liberty": {"authority": "not_needed"},
        "concern": {"immediate_danger": "false"},
        "easy_words": {"concern.what_was_said_or_seen": "He shouts."},
    }
    words = {one.words for one in held_about(a_folder(case=case), ())}
    assert {"no", "concern.what_was_said_or_seen: He shouts."} <= words
    assert "not_needed" not in words


def test_what_could_not_be_read_as_its_field_is_not_lost() -> None:
    folder = a_folder(person=PERSON)
    places = (Place("case.yaml", 9, "opened_on"), Place("plan.yaml", 1))
    (odd,) = not_understood(folder, (*places, *places))
    assert (odd.file, odd.line, odd.label) == ("case.yaml", 9, "opened_on")
    assert odd.reasons == (ODD,)


def test_a_name_that_only_another_case_of_theirs_knows_is_looked_for_too() -> None:
    former = {"person_id": "P-1", "full_name": "Ines Achterberg"}
    earlier = a_folder(person=former, case={"case_ref": "SG-2024-003"})
    what = {"immediate_action": "Ines Achterberg lives next door. See SG-2024-003."}
    other = a_folder(
        case={"case_ref": "SG-2026-002", "concern": what},
        person={"person_id": "P-2", "full_name": "Somebody Else"},
    )
    held = held_about(a_folder(person={**PERSON, "person_id": "P-1"}), (earlier, other))
    assert found(held, "next door").reasons == (ELSEWHERE,)
