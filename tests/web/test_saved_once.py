"""A computer that ends in the middle of a save: opened again, all is there once."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.web.conftest import MOIRA, Enter, Person, beside
from tests.web.test_sent_twice import RECORDS, WORDS, visits
from workflow.adapters.drafts import Drafts
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.intake import at
from workflow.domain.tree import Listing, Scalar
from workflow.web import create_app
from workflow.web.door import Door
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

VISIT = "2026-11-23-visit-01.yaml"
PLAN = Path("cases/SG-2026-014/plan.yaml")
Again = Callable[[], Person]
Ends = Callable[[Person, str], None]


class CrashError(Exception):
    """The computer ends here."""


@pytest.fixture
def again(workspace: Path, today: date, door: Door) -> Again:
    """The program started anew: what it had in memory is gone."""

    def come_in() -> Person:
        desk = FrontDesk(Office(workspace, today), fixed_day=True)
        for ref in desk.refs():
            desk.glance(ref)
        person = Person(create_app(desk, door).test_client(), door, workspace)
        assert person.get(f"/launch/{door.new_key()}").status_code == 302
        assert person.post("/who", {"who": MOIRA}).status_code == 302
        return person

    return come_in


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Saves what was begun; the computer ends before the draft is forgotten."""

    def crash(*_: object) -> None:
        raise CrashError

    def save(person: Person, page: str) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Drafts, "discard", crash)
            answer = person.post(beside(page, "check"), {"_do": "save"})
        assert answer.status_code == 500

    return save


@pytest.fixture
def left_at(enter: Enter, ends: Ends) -> str:
    """The page of a visit that was saved when the computer ended."""
    moira = enter()
    begun_at = begun(moira)
    ends(moira, begun_at)
    return begun_at


def said(root: Path, file: str = VISIT) -> str:
    return (root / RECORDS / file).read_text("utf-8")


def begun(person: Person, **more: str) -> str:
    page = person.begin("Tam", "visit")
    person.post(page, WORDS | {"_do": "anyway"} | more)
    return page


def test_what_was_saved_when_the_computer_ended_is_not_saved_again(
    again: Again,
    workspace: Path,
    left_at: str,
) -> None:
    before = said(workspace)
    later = again()
    front = later.get("/").text
    assert "In the record: it was saved before the program ended." in front
    assert "See what was saved" in front
    assert "Begun, not in the record yet" not in front
    done = later.post(beside(left_at, "check"), {"_do": "save"}).headers["Location"]
    assert done.startswith("/done/")
    assert "Saved." in later.get(done).text
    assert visits(workspace) == [VISIT]
    assert said(workspace) == before
    assert Drafts(workspace).of(MOIRA) == ()
    assert left_at not in later.get("/").text


def test_who_opens_it_again_is_shown_that_it_is_saved_and_may_take_it_back(
    again: Again,
    workspace: Path,
    left_at: str,
) -> None:
    later = again()
    done = later.get(left_at).headers["Location"]
    assert later.get(beside(left_at, "check")).headers["Location"] == done
    assert "Saved." in later.get(done).text
    taken = later.post("/undo", {"of": done.rpartition("/")[2]})
    assert "Taken back." in taken.text
    assert visits(workspace) == []


def test_words_that_were_changed_after_it_go_into_what_was_saved(
    again: Again,
    workspace: Path,
    left_at: str,
) -> None:
    later = again()
    more = WORDS | {"what_happened": "Tea, and a cake.", "_do": "anyway"}
    later.post(left_at, more)
    asked = later.get(beside(left_at, "check")).text
    assert 'name="why"' in asked
    assert "in the record" in later.get(left_at).text
    save = {"_do": "save", "why": "I forgot the cake."}
    done = later.post(beside(left_at, "check"), save).headers["Location"]
    assert done.startswith("/done/")
    assert visits(workspace) == [VISIT]
    root = read_tree((workspace / RECORDS / VISIT).read_bytes(), VISIT).root
    happened = at(root, "what_happened")
    assert isinstance(happened, Scalar)
    assert happened.text == "Tea, and a cake."
    rows = at(root, "amendments")
    assert isinstance(rows, Listing)
    assert "Tea." in said(workspace)
    assert "I forgot the cake." in said(workspace)
    assert len(rows.items) == 1


def test_a_second_end_in_the_middle_of_that_changes_nothing_twice(
    again: Again,
    workspace: Path,
    ends: Ends,
    left_at: str,
) -> None:
    later = again()
    more = WORDS | {"what_happened": "Tea, and a cake.", "_do": "anyway"}
    later.post(left_at, more)
    ends(later, left_at)
    before = said(workspace)
    assert "Tea, and a cake." in before
    last = again()
    assert last.get(left_at).headers["Location"].startswith("/done/")
    assert visits(workspace) == [VISIT]
    assert said(workspace) == before


def test_somebody_who_changed_it_meanwhile_keeps_their_words_too(
    again: Again,
    workspace: Path,
    left_at: str,
) -> None:
    file = workspace / RECORDS / VISIT
    file.write_text(said(workspace).replace("Tea.", "Tea and scones."), "utf-8")
    later = again()
    done = later.post(beside(left_at, "check"), {"_do": "save"}).headers["Location"]
    assert done.startswith("/done/")
    assert visits(workspace) == [VISIT]
    assert "Tea and scones." in said(workspace)


def test_an_end_before_the_record_stands_leaves_one_record_in_the_end(
    enter: Enter,
    again: Again,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moira = enter()
    page = begun(moira)
    real = os.link

    def link(source: str, target: str, **more: object) -> None:
        if "/records/" in os.fspath(target):
            raise CrashError
        real(source, target, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", link)
    assert moira.post(beside(page, "check"), {"_do": "save"}).status_code == 500
    monkeypatch.undo()
    assert visits(workspace) == []
    later = again()
    assert "not in the record yet" in later.get("/").text
    assert "What happened" in later.get(beside(page, "check")).text
    later.post(beside(page, "check"), {"_do": "save"})
    assert visits(workspace) == [VISIT]


def test_another_record_of_that_name_is_not_taken_for_ones_own(
    again: Again,
    workspace: Path,
    left_at: str,
) -> None:
    file = workspace / RECORDS / VISIT
    theirs = said(workspace).replace("Tea.", "Somebody else's words.")
    logs = list((workspace / "_system" / "log").rglob("*.jsonl"))
    for path in (file, *logs):
        path.unlink()
    file.write_text(theirs, "utf-8")
    later = again()
    later.post(beside(left_at, "check"), {"_do": "save"})
    assert visits(workspace) == [VISIT, "2026-11-23-visit-02.yaml"]
    assert said(workspace) == theirs
    assert "Tea." in said(workspace, "2026-11-23-visit-02.yaml")


def test_a_plan_that_was_changed_when_the_computer_ended_is_changed_once(
    enter: Enter,
    again: Again,
    workspace: Path,
    ends: Ends,
) -> None:
    moira = enter()
    page = moira.begin("Tam", "plan")
    moira.post(page, {"my_words.what_helps": "A walk by the sea.", "_do": "anyway"})
    ends(moira, page)
    before = (workspace / PLAN).read_bytes()
    assert b"A walk by the sea." in before
    later = again()
    assert later.get(page).headers["Location"].startswith("/done/")
    assert (workspace / PLAN).read_bytes() == before
