"""A button pressed twice on a slow drive does what it does once (T51)."""

import os
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import HERE, Enter, Person, beside
from workflow.web.door import COOKIE

RECORDS = Path("cases/SG-2026-014/records")
WORDS = {"person_said": "That was nice.", "what_happened": "Tea."}
LONG = 300.0  # seconds


def again(person: Person) -> FlaskClient:
    """The same browser once more, for a request beside another."""
    other = person.client.application.test_client()
    cookie = person.client.get_cookie(COOKIE, domain="127.0.0.1")
    assert cookie
    other.set_cookie(COOKIE, cookie.value, domain="127.0.0.1")
    return other


def csrf(person: Person) -> str:
    page = person.get("/who").get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def twice(person: Person, path: str, form: dict[str, str]) -> list[TestResponse]:
    """Send a form twice at the same moment."""
    sent = form | {"csrf": csrf(person)}

    def send(client: FlaskClient) -> TestResponse:
        return client.post(path, data=sent, base_url=HERE)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, [again(person), again(person)]))


def visits(root: Path) -> list[str]:
    return sorted(p.name for p in (root / RECORDS).glob("2026-11-23-visit-*.yaml"))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Slows the drive so much that two requests meet on it."""
    real = os.fsync

    def syncs(handle: int) -> None:
        time.sleep(0.2)
        real(handle)

    return lambda: monkeypatch.setattr(os, "fsync", syncs)


def saved_visit(person: Person) -> tuple[str, str]:
    """The address of a visit's form, and of the page that says it is saved."""
    page = person.begin("Tam", "visit")
    person.post(page, WORDS | {"_do": "anyway"})
    done = person.post(beside(page, "check"), {"_do": "save"}).headers["Location"]
    return page, done


def test_a_visit_that_is_sent_twice_is_in_the_record_once(
    enter: Enter, workspace: Path, slow: Callable[[], None]
) -> None:
    moira = enter()
    page = moira.begin("Tam", "visit")
    moira.post(page, WORDS | {"_do": "anyway"})
    slow()
    answers = twice(moira, beside(page, "check"), {"_do": "save"})
    assert [a.status_code for a in answers] == [302, 302]
    first, second = (a.headers["Location"] for a in answers)
    assert first == second
    assert first.startswith("/done/")
    assert visits(workspace) == ["2026-11-23-visit-01.yaml"]
    assert "Saved." in moira.get(first).get_data(as_text=True)
    assert "Begun, not in the record yet" not in moira.get("/").get_data(as_text=True)


def test_who_goes_back_to_a_form_that_is_saved_is_shown_that_it_is(
    enter: Enter, workspace: Path
) -> None:
    moira = enter()
    page, done = saved_visit(moira)
    for path in (page, beside(page, "check")):
        assert moira.get(path).headers["Location"] == done
    assert moira.post(page, WORDS).headers["Location"] == done
    assert visits(workspace) == ["2026-11-23-visit-01.yaml"]
    jonah = enter("st-04")
    assert jonah.get(page).status_code == 404


def test_undo_that_is_pressed_twice_undoes_once_and_says_so(
    enter: Enter, workspace: Path
) -> None:
    moira = enter()
    _, done = saved_visit(moira)
    number = {"of": done.rpartition("/")[2]}
    for answer in twice(moira, "/undo", number):
        assert answer.status_code == 200
        assert "Taken back." in answer.get_data(as_text=True)
    assert visits(workspace) == []
    assert "Taken back." in moira.get(done).get_data(as_text=True)


def test_a_case_that_is_started_twice_from_one_page_is_one(
    enter: Enter, workspace: Path
) -> None:
    moira = enter("st-01")
    page = moira.get("/new").get_data(as_text=True)
    once = re.search(r'name="once" value="(\w{32})"', page)
    service = re.search(r'name="service" value="([^"]+)"', page)
    assert once
    assert service
    before = len(list((workspace / "cases").glob("SG-*")))
    form = {"once": once[1], "service": service[1]}
    answers = twice(moira, "/new", form)
    assert len({a.headers["Location"] for a in answers}) == 1
    assert len(list((workspace / "cases").glob("SG-*"))) == before + 1
    another = re.search(r'name="once" value="(\w{32})"', moira.get("/new").text)
    assert another
    assert another[1] != once[1]


def test_a_draft_on_its_way_never_overtakes_what_is_sent_after_it(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    moira = enter()
    page = moira.begin("Tam", "visit")
    begun, goes_on, real = threading.Event(), threading.Event(), os.fsync

    def waits(handle: int) -> None:
        if not begun.is_set():
            begun.set()
            goes_on.wait(LONG)
        real(handle)

    token = csrf(moira)
    monkeypatch.setattr(os, "fsync", waits)
    early = {"csrf": token, "person_said": "That was"}
    late = {"csrf": token, "person_said": "That was nice.", "_do": "later"}
    one, other = again(moira), again(moira)
    with ThreadPoolExecutor(2) as pool:
        kept = pool.submit(one.post, f"{page}/keep", data=early, base_url=HERE)
        assert begun.wait(LONG)
        sent = pool.submit(other.post, page, data=late, base_url=HERE)
        goes_on.set()
        assert kept.result().status_code == 200
        assert sent.result().status_code == 302
    assert "That was nice.</textarea>" in moira.get(page).get_data(as_text=True)
