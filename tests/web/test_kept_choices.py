"""What was chosen or written before a long pause is there after it, and not saved."""

import re

from tests.web.conftest import HERE, JONAH, MOIRA, Enter, Person, beside
from tests.web.test_inbox_pages import came_back, opened
from workflow.web.door import IDLE, Door
from workflow.wiring.front_desk import FrontDesk

CASE = "SG-2026-014"
VISIT = "records/2026-10-11-visit-01.yaml"


def _who(person: Person, who: str = MOIRA) -> dict[str, str]:
    page = person.client.get("/who", base_url=HERE).get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return {"csrf": found[1], "who": who}


def after_a_pause(
    person: Person, door: Door, path: str, form: dict[str, str], who: str = MOIRA
) -> None:
    """Send a form after ten minutes and more; then say who is recording."""
    sent = _who(person) | form
    for session in door._sessions.values():  # noqa: SLF001 - no clock to turn here
        session.seen -= IDLE + 1
    answer = person.client.post(path, data=sent, base_url=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/who")
    person.client.post("/who", data=_who(person, who), base_url=HERE)


def _amending(person: Person) -> tuple[str, str]:
    """A record that is about to be changed: its check page, and what it says now."""
    form = person.begin("Tam", "visit", file=VISIT)
    person.post(form, {"what_happened": "Corin came at three.", "_do": "anyway"})
    text = (person.root / "cases" / CASE / VISIT).read_text(encoding="utf-8")
    return beside(form, "check"), text


def test_why_a_record_is_changed_is_kept_over_a_long_pause_and_not_saved(
    enter: Enter, door: Door
) -> None:
    person = enter()
    check, before = _amending(person)
    why = "The time was wrong."
    after_a_pause(person, door, check, {"why": why, "_do": "save"})

    path = person.root / "cases" / CASE / VISIT
    assert path.read_text(encoding="utf-8") == before
    assert f'value="{why}"' in person.get(check).get_data(as_text=True)
    person.post(check, {"why": why, "_do": "save"})
    assert why in path.read_text(encoding="utf-8")


def test_why_is_kept_a_moment_after_typing_and_when_somebody_stops_for_now(
    enter: Enter,
) -> None:
    person = enter()
    check, before = _amending(person)
    assert f'data-keep="{check}/keep"' in person.get(check).get_data(as_text=True)
    kept = person.post(f"{check}/keep", {"why": "Wrong ti"}).get_data(as_text=True)
    assert kept.startswith("Draft kept at")
    person.post(check, {"why": "Wrong time.", "_do": "later"})

    assert 'value="Wrong time."' in person.get(check).get_data(as_text=True)
    assert (person.root / "cases" / CASE / VISIT).read_text(encoding="utf-8") == before


def test_why_is_not_lost_where_somebody_else_saved_first(enter: Enter) -> None:
    person, jonah = enter(), enter(JONAH)
    check, _ = _amending(person)
    other = jonah.begin("Tam", "visit", file=VISIT)
    jonah.post(other, {"what_happened": "Corin came at two.", "_do": "anyway"})
    jonah.post(beside(other, "check"), {"why": "Typo.", "_do": "save"})
    both = person.post(check, {"why": "The time was wrong.", "_do": "save"})
    assert both.status_code == 409
    page = both.get_data(as_text=True)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    numbers = set(re.findall(r'name="(choice\.\d+)"', page))
    assert seen
    picks = {"seen": seen[1], **dict.fromkeys(numbers, "mine")}
    person.post(beside(check, "both"), picks)

    text = (person.root / "cases" / CASE / VISIT).read_text(encoding="utf-8")
    assert "The time was wrong." in text
    assert "Typo." in text


def _ticks(page: str) -> list[str]:
    return re.findall(r'id="take-(\d+)"[^>]* checked', page)


def test_ticks_of_a_filled_form_are_kept_over_a_long_pause_for_who_ticked(
    enter: Enter, door: Door, desk: FrontDesk
) -> None:
    person = enter()
    came_back(person.root, desk)
    form = opened(person)
    page = person.get(form).get_data(as_text=True)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    assert _ticks(page) == []
    folder = person.root / "cases" / CASE / "records"
    before = sorted(folder.iterdir())
    after_a_pause(person, door, form, {"take": "1", "seen": seen[1], "_do": "ticked"})

    again = person.get(form).get_data(as_text=True)
    assert sorted(folder.iterdir()) == before
    assert _ticks(again) == ["1"]
    assert "Nothing is in the record yet" in again
    today = person.get("/").get_data(as_text=True)
    assert f'href="{form}"' in today
    assert _ticks(enter(JONAH).get(form).get_data(as_text=True)) == []


def test_ticks_are_kept_as_they_are_set_and_gone_once_taken(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter()
    came_back(person.root, desk)
    form = opened(person)
    page = person.get(form).get_data(as_text=True)
    assert f'data-keep="{form}/keep"' in page
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    person.post(f"{form}/keep", {"take": "1", "seen": seen[1]})
    assert _ticks(person.get(form).get_data(as_text=True)) == ["1"]
    person.post(f"{form}/keep", {"seen": seen[1]})
    assert _ticks(person.get(form).get_data(as_text=True)) == []
    person.post(f"{form}/keep", {"take": "1", "seen": seen[1]})
    done = person.post(form, {"take": "1", "seen": seen[1], "_do": "ticked"})

    assert done.headers["Location"].startswith("/done/")
    assert "in the inbox" not in person.get("/").get_data(as_text=True)
