"""Answers in equal answers out; what cannot be read is kept and said in plain words."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import tree
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.form_files import load_sheets
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.intake import (
    NOTHING,
    Amiss,
    answers_of,
    filled_in,
    starting,
    tidy,
)
from workflow.domain.questions import Choice, Sheet, SheetFault, as_sheet, known_in
from workflow.domain.tree import Fields, meaning
from workflow.domain.typed_dates import read_date, read_time

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
SHEETS = load_sheets(REPOSITORY)
FILES = [
    path
    for path in sorted((REPOSITORY / "cases").glob("SG-*/**/*.yaml"))
    if not {"_history", "generated", "_receipts"}.intersection(path.parts)
]
PLAN = as_sheet(
    {
        "form": "small",
        "title": "A small form",
        "version": "1",
        "writes": "plan",
        "pages": [
            {
                "id": "one",
                "title": "One",
                "questions": [
                    {"field": "starts_on", "ask": "When does it start?"},
                    {
                        "field": "agreed_summary",
                        "ask": "What was agreed?",
                        "required": "Write what was agreed",
                    },
                    {"field": "outcome_refs", "ask": "Which wishes?"},
                    {"field": "emergency.call", "ask": "Who to call?"},
                    {
                        "field": "actions",
                        "ask": "What will be done?",
                        "prefix": "A",
                        "parts": [
                            {"field": "what", "ask": "What?", "required": "Write what"},
                            {"field": "due_on", "ask": "By when?"},
                            {"field": "status", "ask": "Where does it stand?"},
                        ],
                    },
                ],
            }
        ],
    },
    "small.yaml",
)
KNOWN = {"outcome": (Choice("O1", "See my brother"), Choice("O2", "Keep my purse"))}


def fields(value: object) -> Fields:
    root = tree(value)
    assert isinstance(root, Fields)
    return root


def small(base: object, **answers: str) -> object:
    named = {name.replace("__", "."): text for name, text in answers.items()}
    return meaning(filled_in(PLAN, fields(base), named, KNOWN, TODAY).root)


def test_what_is_not_asked_stays() -> None:
    base = {"starts_on": "2026-11-09", "agreed_summary": "Tea at two"}

    assert small(base, starts_on="10 11 2026") == {**base, "starts_on": "2026-11-10"}


def test_an_empty_text_means_now_empty() -> None:
    assert small({"agreed_summary": "Tea"}, agreed_summary=" ") == {
        "agreed_summary": None
    }


def test_an_empty_answer_adds_nothing_to_the_file() -> None:
    assert small({}, agreed_summary="", starts_on="") == {}


def test_a_new_key_takes_its_place_in_the_order_of_the_record() -> None:
    after = filled_in(
        PLAN,
        fields({"version": "2", "emergency": {"call": ["999"]}}),
        {"starts_on": "9 11 2026"},
        KNOWN,
        TODAY,
    )

    assert list(after.root.values) == ["version", "starts_on", "emergency"]


def test_a_new_row_gets_the_next_free_id_and_a_blank_row_none() -> None:
    base = {"actions": [{"id": "A4", "what": "Go and look"}]}
    after = small(
        base,
        actions__0__id="A4",
        actions__0__what="Go and look",
        actions__1__what="Choose cups",
        actions__2__what="",
        actions__2__due_on="",
    )

    assert after == {
        "actions": [
            {"id": "A4", "what": "Go and look"},
            {"id": "A5", "what": "Choose cups"},
        ]
    }


def test_a_row_that_is_absent_stays_and_one_taken_out_goes() -> None:
    base = {"actions": [{"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}]}

    assert small(base, actions__0__id="A2", actions__0__what="Listen") == {
        "actions": [{"id": "A1", "what": "Go"}, {"id": "A2", "what": "Listen"}]
    }
    assert small(base, actions__0__id="A2", actions__0___remove="yes") == {
        "actions": [{"id": "A1", "what": "Go"}]
    }


def test_what_a_row_does_not_ask_for_stays_in_it() -> None:
    base = {"actions": [{"id": "A1", "what": "Go", "owner": "st-03"}]}

    assert small(base, actions__0__id="A1", actions__0__what="Walk") == {
        "actions": [{"id": "A1", "what": "Walk", "owner": "st-03"}]
    }


def test_ticks_are_taken_and_what_could_not_be_shown_stays() -> None:
    base = {"outcome_refs": ["O1", "O9"]}

    assert small(base, outcome_refs__O1="", outcome_refs__O2="/Yes") == {
        "outcome_refs": ["O9", "O2"]
    }
    assert small(base, outcome_refs___asked="yes") == {"outcome_refs": ["O9"]}
    assert small({}, outcome_refs="keep my purse") == {"outcome_refs": ["O2"]}


def test_a_row_may_be_answered_by_words_or_by_code() -> None:
    for said in ("in_progress", "In progress", "IN PROGRESS"):
        after = small({}, actions__0__what="Go", actions__0__status=said)
        assert after == {
            "actions": [{"id": "A1", "what": "Go", "status": "in_progress"}]
        }


def test_what_cannot_be_read_is_kept_as_typed_and_said_in_plain_words() -> None:
    answers = {"starts_on": "when Moira is back", "agreed_summary": "Tea"}
    after = filled_in(PLAN, NOTHING, answers, KNOWN, TODAY)

    assert meaning(after.root) == {
        "starts_on": "when Moira is back",
        "agreed_summary": "Tea",
    }
    (problem,) = after.problems
    assert problem.name == "starts_on"
    assert problem.amiss is Amiss.UNREAD
    assert problem.message.endswith("Write the day like 30 11 2026.")


def test_what_is_left_out_is_named_in_the_words_of_the_sheet() -> None:
    answers = {"actions.0.due_on": "1 12 2026"}
    problems = filled_in(PLAN, NOTHING, answers, KNOWN, TODAY).problems

    assert [(p.name, p.message, p.amiss) for p in problems] == [
        ("agreed_summary", "Write what was agreed", Amiss.MISSING),
        ("actions.0.what", "Write what", Amiss.MISSING),
    ]


def test_only_a_text_that_no_file_can_take_stops_a_save() -> None:
    (problem,) = filled_in(
        PLAN, NOTHING, {"agreed_summary": "a" * 20_001}, KNOWN, TODAY
    ).problems

    assert problem.amiss is Amiss.TOO_LONG


@given(st.text(), st.text(), st.text())
def test_no_message_talks_like_a_machine(day: str, code: str, ref: str) -> None:
    answers = {
        "starts_on": day,
        "actions.0.what": "Go",
        "actions.0.status": code,
        "outcome_refs": ref,
    }
    said = " ".join(
        p.message.replace(f"“{text}”", "")
        for p in filled_in(PLAN, NOTHING, answers, KNOWN, TODAY).problems
        for text in (tidy(day), tidy(code))
    )

    assert not re.search(r"\b(value|item|input|validation|field|literal)\b", said) or (
        set(re.findall(r"\w+", said)) & set(re.findall(r"\w+", f"{day} {code} {ref}"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "30 11 2026",
        "30/11/26",
        "30 November 2026",
        "30th of nov 2026",
        "2026-11-30",
        "30.11.2026",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 11, 30)


def test_near_days_have_names_and_impossible_days_are_none() -> None:
    assert read_date("Yesterday", TODAY) == date(2026, 11, 22)
    assert read_date("tomorrow", TODAY) == date(2026, 11, 24)
    for text in ("31 11 2026", "30 13 2026", "soon", "", "1 2", "30 11 1066", "² 1 26"):
        assert read_date(text, TODAY) is None


def test_times_are_read_as_people_say_them() -> None:
    for text in ("14:30", "1430", "14.30", "2.30pm", "2:30 p.m."):
        assert read_time(text) == "14:30"
    assert read_time("2 pm") == "14:00"
    assert read_time("12am") == "00:00"
    for text in ("25:00", "14:60", "13pm", "later", "7", ""):
        assert read_time(text) is None


@given(st.text())
def test_tidy_words_have_nothing_that_a_file_refuses(text: str) -> None:
    kept = tidy(text, own_words=True)
    raw = f'said: "{kept.translate({34: None, 92: None})}"\n'

    assert tidy(kept, own_words=True) == kept
    assert not kept.strip() or read_tree(raw.encode(), "x").root is not None


def test_every_sheet_gives_back_every_worked_case_as_it_stands() -> None:
    """Answers in equal answers out: what a form shows and saves changes nothing."""
    organisation, _ = load_organisation(REPOSITORY)
    folders = CaseFolders(REPOSITORY)
    looked = 0
    for path in FILES:
        ref = path.relative_to(REPOSITORY / "cases").parts[0]
        folder = folders.load(next(r for r in folders.refs() if r == ref)).folder
        known = known_in(folder, organisation)
        root = read_tree(path.read_bytes(), path.name).root
        assert root is not None
        for sheet in SHEETS.values():
            if not _fits(sheet, path, root):
                continue
            looked += 1
            after = filled_in(sheet, root, answers_of(sheet, root), known, TODAY)
            assert meaning(after.root) == meaning(root), (sheet.name, path)
            began = starting(sheet, root, known, {})
            again = filled_in(sheet, root, began, known, TODAY)
            unread = [p for p in again.problems if p.amiss is not Amiss.MISSING]
            assert unread == [], (sheet.name, path)
    assert looked


def _fits(sheet: Sheet, path: Path, root: Fields) -> bool:
    stands = meaning(root)
    assert isinstance(stands, dict)
    kinds = {"records": "record", "reviews": "review"}
    kind = kinds.get(path.parent.name, path.parent.name.rstrip("s"))
    own = path.stem if path.parent.name.startswith("SG-") else kind
    return sheet.writes == own and sheet.fixed.items() <= stands.items()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"writes": "diary"}, "no file of the kind diary"),
        ({"colour": "red"}, "colour"),
        ({"version": "first"}, "version"),
    ],
)
def test_a_faulty_sheet_says_where(change: dict[str, str], fault: str) -> None:
    raw: dict[str, object] = {
        "form": "f",
        "title": "F",
        "version": "1",
        "writes": "plan",
        "pages": [],
    }

    with pytest.raises(SheetFault, match=fault):
        as_sheet({**raw, **change}, "f.yaml")


def test_a_sheet_that_asks_for_an_unknown_field_says_which() -> None:
    raw = {
        "form": "f",
        "title": "F",
        "version": "1",
        "writes": "plan",
        "pages": [
            {"id": "p", "title": "P", "questions": [{"field": "moods", "ask": "?"}]}
        ],
    }

    with pytest.raises(SheetFault, match="moods is not a field"):
        as_sheet(raw, "f.yaml")
