"""The managerial review, the team's note and the letter: who reads what (brief 5.6)."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.full import full_case
from tests.make import a_folder
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.anonymise import Identifier, residue
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.context import names_for
from workflow.domain.diary import DueItem, due_items
from workflow.domain.managerial_papers import (
    NAMES_LEFT,
    NOT_SETTLED,
    TAKEN_OUT,
    known_names,
    letter_context,
    note_context,
    review_context,
    timeline,
)
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Reader
from workflow.domain.records.learning import Learning, PracticeCheck, Told
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.working_days import Calendar

REVIEW = {
    "mreview_id": "2026-10-30-01",
    "reasons": ["deviation"],
    "source_records": ["2026-10-29-visit-01"],
    "opened_on": "2026-10-30",
    "due_on": "2026-11-05",
    "reviewer": "st-02",
    "outcome": "not_justified",
    "what_happened": "A worker shut the door.",
}
NAMED = Learning(
    what_happened_short="Callie Strand told Delia at 27 Osier Street.",
    what_we_learned="Ask Win first.",
    told=(Told(who="Larkrise at Home", how="Priya told them"),),
    check=PracticeCheck(how="Ask Hamish", by="st-07"),
    share_outside_case=True,
)


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


@pytest.fixture(scope="module")
def win(starter: Path) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef("SG-2026-021")).folder


def review_of(
    folder: CaseFolder, organisation: Organisation, due: tuple[DueItem, ...] = ()
) -> Mapping[str, object]:
    filed = folder.managerial_reviews[0]
    return review_context(folder, organisation, due, filed)


def test_the_timeline_stands_in_order_with_dates_and_who(
    win: CaseFolder, organisation: Organisation
) -> None:
    names = names_for(win, organisation, Reader.MANAGER)
    found = timeline(win, names, win.managerial_reviews[0].record)
    lines = [(e.row()["when"], e.row()["what"].partition(".")[0]) for e in found]
    assert lines == [
        ("29 October 2026, 15:20", "Outside contact"),
        ("29 October 2026", "Win was told what had happened"),
        ("30 October 2026", "A talk about it was offered: accepted"),
        ("30 October 2026, 10:05", "Review conversation"),
        ("30 October 2026", "This review was opened"),
        ("4 November 2026", "Win was told the result"),
        ("5 November 2026", "This review was closed"),
        (
            "11 November 2026",
            (
                "Done: Front-page note in every visit book where a do-not-share list "
                "exists"
            ),
        ),
        ("18 November 2026", "Done: Return-from-leave briefing for carers"),
    ]
    assert found[0].who == ("Win", "Delia Aspinshaw", "Callie Strand")


def test_the_person_and_the_team_stand_among_who_was_told(
    win: CaseFolder, organisation: Organisation
) -> None:
    told = review_of(win, organisation)["told"]
    assert told == [
        {
            "who": "Win",
            "when": "4 November 2026",
            "how": "Said: \u201cAll right. Say it plain in the book then.\u201d",
        },
        {
            "who": "Home care team",
            "when": "12 November 2026",
            "how": "Briefing and message; reached 9 of 10",
        },
    ]


@pytest.mark.parametrize(
    ("closed_on", "signs"),
    [("2026-11-05", 1), ("2026-11-11", 1), ("2026-11-12", 2), ("2026-12-01", 2)],
)
def test_the_nominated_individual_signs_when_it_was_late_to_level_4(
    organisation: Organisation, closed_on: str, signs: int
) -> None:
    review = {**REVIEW, "closed_on": closed_on}
    folder = a_folder(managerial_reviews=[review])
    today = folder.managerial_reviews[0].record.closed_on
    assert today
    due = due_items(folder, organisation, Calendar(frozenset()), today)
    found = review_of(folder, organisation, due)["signs"]
    assert isinstance(found, list)
    assert len(found) == signs
    assert [s["who"] for s in found][1:] == ["Ruth Castellan"] * (signs - 1)


def test_the_exit_phrase_stands_in_none_of_the_papers(
    organisation: Organisation,
) -> None:
    phrase = "Did I leave the washing in?"
    folder = a_folder(
        plan={"safe_contact": {"exit_phrase": {"phrase": phrase}}},
        managerial_reviews=[
            {**REVIEW, "what_happened": f"She said {phrase}", "why": phrase.lower()}
        ],
        learning=[
            {
                "learning_id": "2026-10-30-01",
                "what_happened_short": f"Nobody heard {phrase}",
                "share_outside_case": "true",
            }
        ],
    )
    filed = folder.managerial_reviews[0]
    known = known_names(folder, organisation)
    papers = (
        review_context(folder, organisation, (), filed),
        letter_context(folder, organisation, filed),
        note_context(folder.learning[0].record, organisation, known)[0],
    )
    assert "washing" not in json.dumps(papers).lower()


def test_a_note_that_names_somebody_is_a_draft_and_does_not_print_the_name(
    win: CaseFolder, organisation: Organisation
) -> None:
    known = known_names(win, organisation)
    said, reasons = note_context(NAMED, organisation, known)
    assert reasons == (NAMES_LEFT,)
    assert said == {
        "note": {
            "what_happened": f"{TAKEN_OUT} told {TAKEN_OUT} at {TAKEN_OUT}.",
            "learned": f"Ask {TAKEN_OUT} first.",
            "changed": "",
            "told": [
                {
                    "who": TAKEN_OUT,
                    "how": f"{TAKEN_OUT} told them",
                    "when": "",
                    "reached": "",
                }
            ],
            "check": {
                "how": f"Ask {TAKEN_OUT}",
                "due_on": "",
                "by": "Registered manager",
                "done_on": "",
                "result": "",
            },
            "contact": "",
        }
    }


def test_a_clean_note_is_final_and_loses_no_word(
    win: CaseFolder, organisation: Organisation
) -> None:
    note = win.learning[0].record
    said, reasons = note_context(note, organisation, known_names(win, organisation))
    assert reasons == ()
    assert TAKEN_OUT not in json.dumps(said)
    inner = said["note"]
    assert isinstance(inner, dict)
    assert inner["what_happened"] == note.what_happened_short
    assert inner["contact"] == "Registered manager"


def test_a_note_that_nobody_said_may_be_shared_is_a_draft(
    organisation: Organisation,
) -> None:
    _, reasons = note_context(Learning(what_we_learned="Ask."), organisation, ())
    assert reasons == (NOT_SETTLED,)


NOBODY = Organisation(
    Filed("config/provider.yaml", Provider()),
    Filed("config/staff.yaml", StaffRegister()),
)
words = st.text(alphabet="abcdefg .,'-", max_size=40)


@given(
    words,
    words,
    words,
    st.lists(st.text("abcdefg", min_size=3), min_size=1, max_size=4),
)
def test_whatever_is_written_no_known_name_is_left_in_a_note(
    before: str, between: str, after: str, names: list[str]
) -> None:
    known = [Identifier(name, "name") for name in names]
    text = f"{before} {names[0]} {between}{names[-1].upper()}'s {after}"
    note = Learning(what_happened_short=text, what_we_learned=text, what_changed=text)
    said, reasons = note_context(note, NOBODY, known)
    assert NAMES_LEFT in reasons
    texts = said["note"]
    assert isinstance(texts, dict)
    assert all(residue(texts[k], known) == () for k in ("what_happened", "learned"))


def test_the_letter_says_sorry_only_when_it_was_wrong(
    organisation: Organisation,
) -> None:
    wrong = {
        outcome: letter_context(
            folder := a_folder(managerial_reviews=[{**REVIEW, "outcome": outcome}]),
            organisation,
            folder.managerial_reviews[0],
        )["wrong"]
        for outcome in (
            "justified",
            "partly_justified",
            "not_justified",
            "no_deviation_found",
        )
    }
    assert wrong == {
        "justified": False,
        "partly_justified": True,
        "not_justified": True,
        "no_deviation_found": False,
    }


def test_what_changes_is_the_teams_new_way_or_else_the_actions(
    win: CaseFolder, organisation: Organisation
) -> None:
    made = letter_context(win, organisation, win.managerial_reviews[0])
    assert made["changes"] == [win.learning[0].record.what_changed]
    review = {**REVIEW, "actions": [{"what": "A note in every visit book"}]}
    folder = a_folder(managerial_reviews=[review])
    made = letter_context(folder, organisation, folder.managerial_reviews[0])
    assert made["changes"] == ["A note in every visit book"]


@pytest.mark.parametrize("seed", range(20))
def test_the_letter_holds_only_what_the_person_may_see(
    organisation: Organisation, seed: int
) -> None:
    folder, plant = full_case(seed)
    for filed in folder.managerial_reviews:
        text = json.dumps(letter_context(folder, organisation, filed))
        for word, (path, seen_by) in plant.planted.items():
            if f'"{word}"' in text:
                assert Reader.PERSON in seen_by, path


@pytest.mark.parametrize("seed", range(20))
def test_a_note_holds_words_of_the_learning_note_and_of_nothing_else(
    organisation: Organisation, seed: int
) -> None:
    folder, plant = full_case(seed)
    known = known_names(folder, organisation)
    for filed in folder.learning:
        text = json.dumps(note_context(filed.record, organisation, known)[0])
        for word, (path, _) in plant.planted.items():
            if f'"{word}"' in text:
                assert path.startswith("Learning."), path
