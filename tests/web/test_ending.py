"""The pages end without cutting off anybody who is waiting for an answer."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from workflow.web.serving import THREADS, Serving
from workflow.wiring.front_desk import FrontDesk

PATIENCE = 180.0  # seconds: only a test that fails waits so long


class Told(logging.Handler):
    """What the server would tell a log."""

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(record.getMessage())


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What the server told its log."""
    handler = Told()
    logging.getLogger("waitress").addHandler(handler)
    yield handler.lines
    logging.getLogger("waitress").removeHandler(handler)


class Slow:
    """The pages, each answer held until it is let go."""

    def __init__(self, serving: Serving) -> None:
        """Stand before the pages of `serving`."""
        self.pages: Callable[..., object] = serving.app.wsgi_app
        self.asked = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, *asked: object) -> object:
        """Answer once it is let go."""
        self.asked.release()
        self.let_go.wait(PATIENCE)
        return self.pages(*asked)


def ask(serving: Serving) -> int:
    """The status of a page that anybody may ask for."""
    line = HTTPConnection(serving.door.host, timeout=PATIENCE)
    line.request("GET", "/")
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_who_is_waiting_gets_the_answer_and_then_the_pages_end(
    desk: FrontDesk, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = Serving(desk)
    slow = Slow(serving)
    monkeypatch.setattr(serving.app, "wsgi_app", slow)
    running = threading.Thread(target=serving.run)
    running.start()
    with ThreadPoolExecutor(THREADS) as people:
        answers = [people.submit(ask, serving) for _ in range(THREADS)]
        for _ in answers:
            assert slow.asked.acquire(timeout=PATIENCE)
        serving.stop()
        serving.ended.wait(PATIENCE)
        slow.let_go.set()
        statuses = {answer.result(PATIENCE) for answer in answers}
    running.join(PATIENCE)

    assert not running.is_alive()
    assert statuses == {403}
    assert told == []
    with pytest.raises(ConnectionRefusedError):
        ask(serving)


def test_what_the_server_tells_its_log_is_not_shown_to_a_person(
    capfd: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("waitress").error("Exception when servicing %s", "Aaliyah")

    assert capfd.readouterr().err == ""
