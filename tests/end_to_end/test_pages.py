"""`start` and `serve`: one program, joined by a second start, ended cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

PLACES = ("XDG_RUNTIME_DIR", "LOCALAPPDATA")  # where the note may lie
PATIENCE = 180.0  # seconds on a busy machine


class Start:
    """Starts of the program on one workspace by one account."""

    def __init__(self, workspace: Path, home: Path) -> None:
        self.workspace = workspace
        self.home = home
        self.programs: list[subprocess.Popen[str]] = []

    def __call__(self, command: str = "start") -> tuple[subprocess.Popen[str], str]:
        """One more; the program, and the address that it tells."""
        words = ["--workspace", str(self.workspace), "--today", "2026-11-23"]
        program = subprocess.Popen(
            [sys.executable, "-u", "-m", "workflow", *words, command, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **dict.fromkeys(PLACES, str(self.home))},
        )
        self.programs.append(program)
        return program, self._address(program)

    @staticmethod
    def _address(program: subprocess.Popen[str]) -> str:
        assert program.stdout
        for line in program.stdout:
            found = re.search(r"http://127\.0\.0\.1:\d+/launch/\S+", line)
            if found:
                return found[0]
        raise AssertionError("It told no address.")


@pytest.fixture
def start(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts `alongside start` for the same account, as often as it is called."""
    home = tmp_path_factory.mktemp("home")
    starting = Start(workspace, home)
    yield starting
    for program in starting.programs:
        if program.poll() is None:
            program.kill()
        program.communicate()


def answers(address: str) -> int:
    """What the pages say to an address."""
    host, _, path = address.removeprefix("http://").partition("/")
    line = HTTPConnection(host, timeout=PATIENCE)
    line.request("GET", f"/{path}")
    status = line.getresponse().status
    line.close()
    return status


def test_a_second_start_joins_the_first(start: Start) -> None:
    first, address = start()
    second, joined = start()

    assert joined.partition("/launch/")[0] == address.partition("/launch/")[0]
    assert second.wait(PATIENCE) == 0
    assert first.poll() is None
    assert answers(joined) == 302
    assert answers(joined) == 403


def test_ctrl_c_ends_it_cleanly(start: Start) -> None:
    program, address = start("serve")
    assert answers(address) == 302
    program.send_signal(signal.SIGINT)
    told, _ = program.communicate(timeout=PATIENCE)

    assert program.returncode == 0
    assert "Stopped. Everything is kept." in told
    assert "Traceback" not in told
    assert list(start.home.rglob("*.json")) == []


@pytest.mark.parametrize("command", ["start", "serve"])
def test_the_button_stop_on_the_page_ends_it_cleanly(
    start: Start, command: str
) -> None:
    program, address = start(command)
    browser = build_opener(HTTPCookieProcessor())
    here = address.partition("/launch/")[0]
    with browser.open(address, timeout=PATIENCE) as who:
        page = who.read().decode()
    csrf = re.search('name="csrf" value="([^"]+)"', page)
    assert csrf
    chosen = {"csrf": csrf[1], "who": "st-03"}
    with browser.open(f"{here}/who", urlencode(chosen).encode(), PATIENCE) as today:
        page = today.read().decode()
    button = re.search('<form method="post" action="([^"]+)" class="stop">', page)
    assert button
    sent = urlencode({"csrf": csrf[1]}).encode()
    with browser.open(f"{here}{button[1]}", sent, PATIENCE) as last:
        assert "Alongside has stopped" in last.read().decode()
    told, _ = program.communicate(timeout=PATIENCE)

    assert program.returncode == 0
    assert "Stopped. Everything is kept." in told
    assert "Traceback" not in told
    assert list(start.home.rglob("*.json")) == []


def test_the_note_for_a_second_start_is_for_this_account_alone(start: Start) -> None:
    start("serve")
    (note,) = start.home.rglob("*.json")

    assert note.stat().st_mode & 0o077 == 0


def test_nobody_listens_but_on_this_computer(start: Start) -> None:
    _, address = start("serve")
    port = int(address.split(":")[2].partition("/")[0])
    outward = socket.gethostbyname(socket.gethostname())
    if outward.startswith("127."):
        outward = "127.0.0.2"

    with pytest.raises(OSError, match="refused"):
        socket.create_connection((outward, port), timeout=5)
