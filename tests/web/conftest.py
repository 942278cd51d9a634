"""Pages of a copy of the starter workspace, asked without a network."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from workflow.web import create_app, room
from workflow.web.door import Door
from workflow.wiring import front_desk
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

HOST = "127.0.0.1:5555"
HERE = f"http://{HOST}"
MOIRA, JONAH, PRIYA, GARETH, HAMISH = "st-03", "st-04", "st-01", "st-02", "st-09"


@dataclass
class Person:
    """Somebody at a browser."""

    client: FlaskClient
    door: Door
    root: Path

    def get(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path, base_url=HERE, headers=headers)

    def post(
        self,
        path: str,
        form: Mapping[str, str | list[str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """Send a form as our own page would."""
        page = self.get("/who").get_data(as_text=True)
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        sent: dict[str, str | list[str]] = {"csrf": token[1] if token else ""}
        sent |= form or {}
        return self.client.post(path, data=sent, base_url=HERE, headers=headers)

    def case(self, name: str) -> str:
        """The address of the case of somebody."""
        page = self.get("/cases").get_data(as_text=True)
        found = re.search(rf'href="(/c/\w+)"><b>{name}</b>', page)
        assert found, page
        return found[1]

    def begin(self, name: str, form: str, **more: str) -> str:
        """Begin a form in the case of somebody; the address of its first page."""
        answer = self.post(f"{self.case(name)}/begin", {"form": form, **more})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return answer.headers["Location"].partition("#")[0]


Enter = Callable[..., Person]


def beside(address: str, page: str) -> str:
    """The address of another page of the same draft."""
    return f"{address.rpartition('/')[0]}/{page}"


@pytest.fixture
def desk(workspace: Path, today: date, monkeypatch: pytest.MonkeyPatch) -> FrontDesk:
    """The desk of a workspace, every case read; the drive may be busy."""
    monkeypatch.setattr(front_desk, "WAITS", 300.0)
    monkeypatch.setattr(room, "TURN", 300.0)
    desk = FrontDesk(Office(workspace, today), fixed_day=True)
    for ref in desk.refs():
        desk.glance(ref)
    return desk


@pytest.fixture
def door() -> Door:
    door = Door()
    door.host = HOST
    return door


@pytest.fixture
def app(desk: FrontDesk, door: Door) -> Flask:
    return create_app(desk, door)


@pytest.fixture
def enter(app: Flask, door: Door, workspace: Path) -> Enter:
    """Somebody comes in by the door and says who is recording."""

    def come_in(who: str = MOIRA) -> Person:
        person = Person(app.test_client(), door, workspace)
        assert person.get(f"/launch/{door.new_key()}").status_code == 302
        if who:
            assert person.post("/who", {"who": who}).status_code == 302
        return person

    return come_in
