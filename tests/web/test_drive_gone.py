"""Somebody at a page is answered within seconds when the drive does not answer (F5)."""

import os
import threading
import time

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import Enter, Person, beside
from workflow.wiring import front_desk


def test_a_page_says_in_time_that_the_drive_does_not_answer(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_desk, "WAITS", 0.5)
    moira = enter()
    page = moira.begin("Tam", "visit")
    back, real = threading.Event(), os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: back.wait(600) and real(handle))
    began = time.monotonic()
    answer = moira.post(page, {"person_said": "That was nice.", "_do": "later"})
    assert time.monotonic() - began < 300  # not as long as the drive hangs
    told = answer.get_data(as_text=True)
    assert "cannot be reached" in told
    assert "nothing has been lost" in told
    assert "That was nice.</textarea>" in told
    back.set()
    monkeypatch.setattr(front_desk, "WAITS", 300.0)
    again = moira.post(page, {"person_said": "That was nice.", "_do": "later"})
    assert again.status_code == 302
    assert "Begun, not in the record yet" in moira.get("/").get_data(as_text=True)


def test_a_form_that_is_sent_twice_on_a_slow_drive_is_in_the_record_once(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    moira = enter()
    page = moira.begin("Tam", "visit")
    moira.post(page, {"person_said": "That was nice."})
    records = moira.root / "cases" / "SG-2026-014" / "records"
    before, real = set(records.iterdir()), os.fsync
    answers: list[TestResponse] = []

    def slowly(handle: int) -> None:
        time.sleep(0.02)
        real(handle)

    monkeypatch.setattr(os, "fsync", slowly)

    def press() -> None:
        again = app.test_client()
        again._cookies = moira.client._cookies  # noqa: SLF001 - the same browser
        person = Person(again, moira.door, moira.root)
        answers.append(person.post(beside(page, "check"), {"_do": "save"}))

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    (where,) = {answer.headers["Location"] for answer in answers}
    assert moira.get(where).status_code == 200
    assert len(set(records.iterdir()) - before) == 1
    late = moira.post(beside(page, "check"), {"_do": "save"})
    assert late.headers["Location"] == where
