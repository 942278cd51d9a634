"""Filled forms that came back: looked at field by field, then put in the record."""

from collections.abc import Iterator

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import may_see_cases
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Difference, State
from workflow.services.glancing import Glance
from workflow.services.ports import FormProposal
from workflow.services.saving import Differs
from workflow.web.room import Room

STATES = {
    State.NEW: "New",
    State.CHANGED: "Other than in the record",
    State.BOTH_CHANGED: "Somebody changed this in the record since",
    State.NOT_READ: "Could not be read",
}
CONFLICT = 409


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/inbox")
    def inbox() -> str:
        if not may_see_cases(room.me):
            abort(403)
        rows = list(_rows(room))
        return render_template("inbox.html", rows=rows, refused=room.desk.refused())

    @app.post("/inbox")
    def look_in() -> Response:
        if not may_see_cases(room.me):
            abort(403)
        for ref in room.desk.read_inbox():
            room.desk.glance(ref)
        return redirect("/inbox")

    @app.get("/inbox/<token>/<sha>")
    def look_at(token: str, sha: str) -> str:
        return _page(room, room.opened(token), sha)

    @app.post("/inbox/<token>/<sha>")
    def accept(token: str, sha: str) -> str | Response | tuple[str, int]:
        glance = room.opened(token)
        names = {d.name for d in _found(room, glance, sha).differences}
        chosen = [name for name in names if request.form.get(f"take.{name}")]
        hand = Hand(room.session.who, room.desk.moment())
        result = room.desk.accept(glance.ref, sha, chosen, hand)
        room.desk.glance(glance.ref)
        if isinstance(result, Differs):
            return _page(room, glance, sha, moved=True), CONFLICT
        if result is None:
            return redirect("/inbox")
        return redirect(f"/done/{room.remember(result, '')}")


def _rows(room: Room) -> Iterator[dict[str, object]]:
    """The forms that wait in the cases that are open to whoever is recording."""
    for glance in room.readable()[0]:
        if not room.may_read(glance):
            continue
        for form in room.desk.waiting(glance.ref):
            amiss = sum(d.state is not State.NEW for d in form.differences)
            yield {
                "to": f"/inbox/{room.address(glance.ref)[3:]}/{form.sha256}",
                "name": glance.folder.name,
                "title": _title(room, form),
                "preview": _preview(form),
                "ready": not amiss and glance.folder.is_open,
                "closed": not glance.folder.is_open,
                "amiss": amiss,
            }


def _title(room: Room, form: FormProposal) -> str:
    sheet = room.desk.sheets.get(form.filled.form)
    return sheet.title if sheet else form.filled.form


def _preview(form: FormProposal) -> str:
    words = (d.now for d in form.differences if " " in d.now)
    return max(words, key=len, default="")


def _found(room: Room, glance: Glance, sha: str) -> FormProposal:
    waiting = room.desk.waiting(glance.ref)
    return next((f for f in waiting if f.sha256 == sha), None) or abort(404)


def _page(room: Room, glance: Glance, sha: str, *, moved: bool = False) -> str:
    form = _found(room, glance, sha)
    return render_template(
        "filled.html",
        name=glance.folder.name,
        title=_title(room, form),
        moved=moved or (form.moved_on and bool(form.filled.base)),
        closed=not glance.folder.is_open,
        rows=[_row(difference) for difference in form.differences],
    )


def _row(difference: Difference) -> dict[str, object]:
    return {
        "name": difference.name,
        "label": difference.label[:1].upper() + difference.label[1:],
        "was": difference.was,
        "now": difference.now,
        "state": STATES[difference.state],
        "advice": difference.advice,
        "readable": difference.state is not State.NOT_READ,
        "taken": difference.state is State.NEW,
    }
