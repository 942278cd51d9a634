"""Filled forms that came back are looked at field by field."""

import json
import re
from pathlib import Path

from tests.web.conftest import HAMISH, Enter, Person
from workflow.adapters.filled_files import read
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.safe_files import sha256
from workflow.wiring.front_desk import FrontDesk

CASE = "SG-2026-014"
ANSWERS = {
    "date": "2026-11-22",
    "what_happened": "Tea in the garden room with the door open.",
    "person_said": "That was nice.",
    "visit.arrived": "half past two",
}


def came_back(root: Path, desk: FrontDesk, **facts: object) -> None:
    """A filled form that was imported and waits."""
    whole: dict[str, object] = {
        "alongside_form": 1,
        "form": "visit",
        "version": 1,
        "case": CASE,
        "file": "records/",
        "base": "",
        "answers": ANSWERS,
        **facts,
    }
    raw = json.dumps(whole).encode()
    FormProposals(root).keep(sha256(raw), raw, read(raw))
    for ref in desk.refs():
        desk.glance(ref)


def opened(person: Person) -> str:
    """The address of the form that waits."""
    page = person.get("/inbox").get_data(as_text=True)
    found = re.search(r'href="(/inbox/\w+/\w+)"', page)
    assert found, page
    return found[1]


def test_a_form_that_waits_is_on_today_and_in_the_inbox(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter()
    came_back(person.root, desk)

    assert "1 form in the inbox" in person.get("/").get_data(as_text=True)
    page = person.get("/inbox").get_data(as_text=True)
    assert "Tea in the garden room" in page
    assert "Needs a look" in page


def test_a_form_is_nobodys_who_may_not_open_the_case(
    enter: Enter, desk: FrontDesk
) -> None:
    moira, hamish = enter(), enter(HAMISH)
    came_back(moira.root, desk)

    assert "Tea in the garden" not in hamish.get("/inbox").get_data(as_text=True)
    assert hamish.get(opened(moira)).status_code == 403


def test_only_what_is_ticked_goes_into_the_record(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter()
    came_back(person.root, desk)
    address = opened(person)
    page = person.get(address).get_data(as_text=True)
    assert "It is not a time." in page
    titles = ("Which day", "What did Tam say afterwards")
    tick = r'for="take-(\d+)">[^<]*<span[^>]*>: '
    taken = [re.search(tick + title, page) for title in titles]
    saved = person.post(address, {"take": [m[1] for m in taken if m]})

    assert saved.status_code == 302
    record = person.root / "cases" / CASE / "records" / "2026-11-22-visit-01.yaml"
    text = record.read_text(encoding="utf-8")
    assert "That was nice." in text
    assert "garden room with" not in text
    assert "recorded_by: st-03" in text
    assert "1 form" not in person.get("/").get_data(as_text=True)


def test_what_cannot_be_read_is_told_in_plain_words(enter: Enter) -> None:
    person = enter()
    folder = person.root / "inbox" / "_refused"
    folder.mkdir(parents=True)
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "scan.pdf.txt").write_text("This looks like a printout.\n")

    page = person.get("/inbox").get_data(as_text=True)
    assert "scan.pdf" in page
    assert "This looks like a printout." in page


def test_looking_in_the_inbox_again_is_a_button(enter: Enter) -> None:
    assert enter().post("/inbox").status_code == 302
