"""Somebody at a page is answered within seconds when the drive does not answer (F5)."""

import os
import threading
import time

import pytest

from tests.web.conftest import Enter
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
