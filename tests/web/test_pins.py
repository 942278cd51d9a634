"""Who is recording: a PIN where somebody chose one, a quick change, an idle lock."""

import re
import time
from pathlib import Path

import pytest

from tests.web.conftest import GARETH, JONAH, MOIRA, Enter, Person
from workflow.web.door import IDLE, Door
from workflow.web.pin_pages import Tries
from workflow.wiring.front_desk import FrontDesk

GOOD = {"new": "4711", "again": "4711"}


def chosen(enter: Enter, who: str = MOIRA) -> Person:
    person = enter(who)
    assert "Your PIN is kept" in person.post("/pin", GOOD).get_data(as_text=True)
    return person


def recording(person: Person) -> str:
    page = person.get("/help").get_data(as_text=True)
    found = re.search(r'class="me" href="/who">([^<]+)<', page)
    return found[1] if found else ""


def test_a_pin_is_kept_so_that_nobody_can_read_it(
    enter: Enter, workspace: Path
) -> None:
    chosen(enter)
    file = workspace / "config" / "pins" / f"{MOIRA}.yaml"
    kept = file.read_text(encoding="utf-8")
    assert "scrypt:" in kept
    assert "4711" not in kept
    logs = (workspace / "_system" / "log").rglob("*.jsonl")
    assert "4711" not in "".join(path.read_text("utf-8") for path in logs)


def test_whoever_has_a_pin_is_asked_for_it(enter: Enter) -> None:
    chosen(enter)
    other = enter("")
    assert other.post("/who", {"who": MOIRA}).headers["Location"] == "/who/pin"
    assert recording(other) == ""
    assert other.get("/cases").headers["Location"] == "/who"
    wrong = other.post("/who/pin", {"pin": "4712"})
    assert wrong.status_code == 422
    assert "This is not the PIN" in wrong.get_data(as_text=True)
    assert recording(other) == ""
    assert other.post("/who/pin", {"pin": "4711"}).headers["Location"] == "/help"
    assert recording(other) == "Moira Achebe"


def test_on_a_shared_computer_one_tap_and_a_pin_change_who_is_recording(
    enter: Enter,
) -> None:
    person = chosen(enter, JONAH)
    assert person.post("/who", {"who": GARETH}).headers["Location"] == "/"
    assert recording(person) == "Gareth Pell"
    person.post("/who", {"who": JONAH})
    assert recording(person) == "Gareth Pell", "until the PIN is right"
    person.post("/who/pin", {"pin": "4711"})
    assert recording(person) == "Jonah Whitlock"


def test_a_screen_is_locked_by_hand_and_after_ten_idle_minutes(
    enter: Enter, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = chosen(enter)
    assert person.post("/lock").headers["Location"] == "/who"
    assert person.get("/").headers["Location"] == "/who"
    first = re.search(
        r'name="who" value="([^"]+)"', person.get("/who").get_data(as_text=True)
    )
    assert first
    assert first[1] == MOIRA, "whoever locked it comes first"
    person.post("/who", {"who": MOIRA})
    person.post("/who/pin", {"pin": "4711"})
    later = time.monotonic() + IDLE + 1
    monkeypatch.setattr(door, "_now", lambda: later)
    assert person.get("/").headers["Location"] == "/who"
    assert person.post("/who", {"who": MOIRA}).headers["Location"] == "/who/pin"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"new": "12", "again": "12"}, "four to eight figures"),
        ({"new": "abcd", "again": "abcd"}, "four to eight figures"),
        ({"new": "7777", "again": "7777"}, "would guess"),
        ({"new": "3456", "again": "3456"}, "would guess"),
        ({"new": "4711", "again": "4712"}, "not the same"),
    ],
)
def test_a_pin_that_is_no_good_is_not_kept(
    enter: Enter, workspace: Path, sent: dict[str, str], told: str
) -> None:
    page = enter(MOIRA).post("/pin", sent)
    assert page.status_code == 422
    assert told in page.get_data(as_text=True)
    assert not (workspace / "config" / "pins").exists()


def test_a_pin_is_changed_only_with_the_old_one(
    enter: Enter, workspace: Path, desk: FrontDesk
) -> None:
    person = chosen(enter)
    before = desk.pin_of(MOIRA)
    new = {"new": "90210", "again": "90210"}
    assert person.post("/pin", new).status_code == 422
    assert person.post("/pin", {**new, "old": "0000"}).status_code == 422
    assert desk.pin_of(MOIRA) == before
    assert person.post("/pin", {**new, "old": "4711"}).status_code == 200
    assert desk.pin_of(MOIRA) != before
    assert list((workspace / "config" / "_history").iterdir()), "the old one is kept"


def test_a_manager_takes_a_forgotten_pin_away_with_its_file(
    enter: Enter, workspace: Path
) -> None:
    chosen(enter)
    (workspace / "config" / "pins" / f"{MOIRA}.yaml").unlink()
    assert enter("").post("/who", {"who": MOIRA}).headers["Location"] == "/"


@pytest.mark.parametrize("kept", ["scrambled: [\n", "scrambled: nothing\n", ""])
def test_a_pin_that_cannot_be_read_lets_nobody_in(
    enter: Enter, workspace: Path, kept: str
) -> None:
    chosen(enter)
    (workspace / "config" / "pins" / f"{MOIRA}.yaml").write_text(kept, "utf-8")
    other = enter("")
    assert other.post("/who", {"who": MOIRA}).headers["Location"] == "/who/pin"
    for pin in ("4711", "", "nothing"):
        assert other.post("/who/pin", {"pin": pin}).status_code == 422


def test_guessing_gets_slower_and_slower() -> None:
    clock = [0.0]
    tries = Tries(lambda: clock[0])
    for _ in range(5):
        assert not tries.fits("st-03", "plain$$no", "1")
    assert tries.waits("st-03")
    assert not tries.waits("st-04"), "the others go on"
    clock[0] = 61.0
    assert not tries.waits("st-03")
    tries.fits("st-03", "plain$$no", "2")
    clock[0] += 61.0
    assert tries.waits("st-03"), "twice as long"


def test_no_page_goes_round_the_pin(enter: Enter) -> None:
    chosen(enter)
    other = enter("")
    assert other.post("/who/pin", {"pin": "4711"}).headers["Location"] == "/who"
    other.post("/who", {"who": MOIRA})
    for path in ("/", "/cases", "/pin", "/inbox"):
        assert other.get(path).headers["Location"] == "/who"
    assert other.post("/pin", {**GOOD, "old": "4711"}).headers["Location"] == "/who"
