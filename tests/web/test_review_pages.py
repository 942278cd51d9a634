"""A review held late is asked why, and only then; one that moves was not held."""

import re
from pathlib import Path

from tests.web.conftest import GARETH, PRIYA, Enter, Person, beside
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.tree import meaning

WHY = "Why was this review late?"
HELD = {
    "kind": "scheduled",
    "due_on": "9 11 2026",
    "status": "held",
    "lead": PRIYA,
    "involvement": "took_part",
}


def _begun(person: Person) -> str:
    return person.begin("Tam", "review")


def _after_the_first(person: Person, **more: str) -> str:
    """The page that follows the first one."""
    form = _begun(person)
    sent = person.post(form, {**HELD, **more, "_do": "anyway"})
    assert sent.status_code == 302
    return person.get(sent.headers["Location"]).get_data(as_text=True)


def test_a_review_held_late_is_asked_why_and_what_was_done_meanwhile(
    enter: Enter,
) -> None:
    page = _after_the_first(enter(PRIYA), held_on="today")

    assert WHY in page
    assert "What did it mean for Tam, and what was done meanwhile?" in page


def test_a_review_held_on_its_day_or_moved_and_kept_is_not_asked(enter: Enter) -> None:
    person = enter(PRIYA)

    assert WHY not in _after_the_first(person, held_on="9 11 2026")
    moved = {"rescheduled.to": "23 11 26", "rescheduled.reason": "Tam was away"}
    assert WHY not in _after_the_first(person, held_on="23 11 2026", **moved)
    assert WHY in _after_the_first(person, held_on="24 11 2026", **moved)
    assert WHY not in _after_the_first(person, held_on="not known yet")


def test_going_back_passes_the_same_pages(enter: Enter) -> None:
    person = enter(PRIYA)
    form = _begun(person)
    person.post(form, {**HELD, "held_on": "9 11 2026", "_do": "anyway"})
    third = person.get(beside(form, "3")).get_data(as_text=True)

    assert f'href="{form}"' in third


def test_why_a_review_was_late_is_saved_and_leads_to_the_learning_log(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    form = _begun(person)
    person.post(form, {**HELD, "held_on": "23 11 2026", "_do": "anyway"})
    said = {"late.why": "Both leads were ill.", "late.meanwhile": "Jonah rang weekly."}
    person.post(beside(form, "2"), said)
    done = person.post(beside(form, "check"), {"_do": "save"})
    root = _saved(person.root, "reviews/2026-11-09-scheduled-01.yaml")

    assert root["late"] == {
        "why": "Both leads were ill.",
        "meanwhile": said["late.meanwhile"],
    }
    page = person.get(done.headers["Location"]).get_data(as_text=True)
    learn = re.search(
        r"<form[^>]*>(?:(?!</form>).)*What we learned.*?</form>", page, re.DOTALL
    )
    assert learn
    asked = dict(
        re.findall(r'name="(form|source|source_ref)" value="([^"]+)"', learn[0])
    )
    assert asked == {
        "form": "learning",
        "source": "review",
        "source_ref": "2026-11-09-scheduled-01",
    }
    began = person.post(f"{person.case('Tam')}/begin", asked)
    shown = person.get(began.headers["Location"]).get_data(as_text=True)
    assert "2026-11-09-scheduled-01" in shown


def test_a_review_that_moves_is_not_noted_as_held(enter: Enter) -> None:
    person = enter(PRIYA)
    form = _begun(person)
    moved = {
        **HELD,
        "status": "rescheduled",
        "held_on": "23 11 2026",  # as it was offered, beside the answer that it moves
        "rescheduled.to": "1 12 2026",
        "rescheduled.reason": "Tam is away.",
        "rescheduled.agreed_with_person": "said_yes",
    }
    person.post(form, {**moved, "_do": "anyway"})
    person.post(beside(form, "check"), {"_do": "save"})
    root = _saved(person.root, "reviews/2026-11-09-scheduled-01.yaml")

    assert root["status"] == "rescheduled"
    assert "held_on" not in root


MOVED = """schema_version: 1
case_ref: SG-2026-014
review_id: 2026-11-20-scheduled-01
kind: scheduled
schedule: S2
due_on: 2026-11-20
status: rescheduled
lead: st-01
rescheduled:
  to: 2026-11-24  # it was snowing
  reason: Snow
  agreed_with_person: said_yes
"""
FILE = "reviews/2026-11-20-scheduled-01.yaml"


def _moved(person: Person, **given: str) -> tuple[Path, str]:
    """A review that has moved once, and the form that it is changed with."""
    path = person.root / "cases" / "SG-2026-014" / FILE
    path.write_text(MOVED, encoding="utf-8")
    return path, person.begin("Tam", "review", file=FILE, **given)


def test_a_review_that_moves_once_more_is_asked_anew_and_asks_the_manager(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    path, form = _moved(person, status="rescheduled")
    page = person.get(form).get_data(as_text=True)
    assert "Which manager agreed to moving it once more?" in page
    assert "Snow" not in page

    sent = {"kind": "scheduled", "due_on": "20 11 2026", "status": "rescheduled"}
    sent |= {"lead": PRIYA, "rescheduled.times": "2", "rescheduled.to": "1 12 2026"}
    sent |= {"rescheduled.reason": "Ill", "rescheduled.agreed_with_person": "said_yes"}
    told = person.post(form, sent)
    assert told.status_code == 422
    assert "Choose the manager who agreed" in told.get_data(as_text=True)
    person.post(form, {**sent, "rescheduled.manager": GARETH})
    assert person.post(beside(form, "check"), {"_do": "save"}).status_code == 302
    saved = path.read_text(encoding="utf-8")
    assert "times: 2" in saved
    assert f"manager: {GARETH}" in saved


def test_moves_are_counted_where_nobody_thought_of_it(enter: Enter) -> None:
    person = enter(PRIYA)
    path, form = _moved(person)
    page = person.get(form).get_data(as_text=True)
    assert "Snow" in page
    sent = {"kind": "scheduled", "due_on": "20 11 2026", "status": "rescheduled"}
    sent |= {"lead": PRIYA, "rescheduled.to": "1 12 2026", "_do": "anyway"}
    sent |= {"rescheduled.reason": "Ill", "rescheduled.agreed_with_person": "said_yes"}
    person.post(form, sent)
    assert person.post(beside(form, "check"), {"_do": "save"}).status_code == 302
    assert "times: 2" in path.read_text(encoding="utf-8")

    again = person.begin("Tam", "review", file=FILE)
    person.post(again, {**sent, "rescheduled.reason": "Very ill"})
    person.post(beside(again, "check"), {"_do": "save"})
    saved = path.read_text(encoding="utf-8")
    assert "Very ill" in saved
    assert "times: 2" in saved, "the day is the same: it has not moved"


def test_a_review_begins_with_what_was_said_last_and_with_what_is_due(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    page = person.get(_begun(person)).get_data(as_text=True)
    top = page[: page.index("What kind of review is it?")]

    assert "I want Corin to keep coming" in top
    assert "At the review, 6 November 2026" in top
    assert 'value="18 12 2026"' in page  # the day of the next review of the plan
    assert not re.search(r'name="decision"[^>]* checked', page)


def test_a_page_that_decides_what_follows_does_not_say_that_it_is_the_last(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    page = person.get(_begun(person)).get_data(as_text=True)
    go = re.search(r'<button class="go"[^>]*>([^<]*)<', page)

    assert go
    assert go[1] == "Go on"


def _saved(root: Path, file: str) -> dict[str, object]:
    path = root / "cases" / "SG-2026-014" / file
    tree = read_tree(path.read_bytes(), file).root
    assert tree is not None
    found = meaning(tree)
    assert isinstance(found, dict)
    return found
