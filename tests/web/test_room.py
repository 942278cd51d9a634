"""What the pages remember in common, whoever uses them at the same moment."""

from dataclasses import dataclass

import pytest
from flask import Flask, g

from workflow.domain.case_folder import CaseRef
from workflow.services.saving import Saved
from workflow.web.door import Door, Session
from workflow.web.room import Kept, Room
from workflow.wiring.front_desk import FrontDesk

SAVED = Saved(CaseRef("SG-2026-014"), "plan.yaml", "a" * 64, "b" * 64)


@dataclass
class Meanwhile(Kept):
    """A save; while it is looked at somebody else saves something too."""

    room: Room | None = None

    def __getattribute__(self, name: str) -> object:
        """Its parts; `until` is what the room looks at."""
        room: Room | None = super().__getattribute__("room")
        if name == "until" and room is not None:
            room.saves["theirs"] = Kept(SAVED, "st-05", room.now() + 600, "talk")
        return super().__getattribute__(name)


@pytest.mark.parametrize("age", [0, 601])
def test_two_who_save_at_once_are_both_remembered(
    desk: FrontDesk, door: Door, age: int
) -> None:
    room = Room(desk, door, now=lambda: 1000.0)
    room.saves["before"] = Meanwhile(SAVED, "st-03", 1600.0 - age, "talk", room=room)
    with Flask(__name__).test_request_context():
        g.session = Session("token", "csrf", "st-03")
        mine = room.remember(SAVED, "plan")
    assert {"theirs", mine} <= room.saves.keys()
    assert ("before" in room.saves) == (not age)
