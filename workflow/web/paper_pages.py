"""Forms to take along: a PDF, or one page for a phone, from the page of a case."""

from flask import Flask, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import may_use
from workflow.domain.form_making import worded
from workflow.domain.questions import Sheet
from workflow.services.giving_forms import offered
from workflow.web.room import Room

KINDS = {"pdf": "application/pdf", "file": "text/html; charset=utf-8"}


def add(app: Flask, room: Room) -> None:
    """Put this page into the app."""

    @app.route("/c/<token>/paper", methods=["GET", "POST"])
    def paper(token: str) -> str | Response:
        glance = room.opened(token)
        if request.method == "POST":
            return _taken_along(room, token)
        single = {sheet.name for sheet in _offered(room, "file")}
        return render_template(
            "paper.html",
            name=glance.folder.name,
            to=room.address(glance.ref),
            forms=[
                (sheet.name, worded(sheet.title, glance.folder), sheet.name in single)
                for sheet in _offered(room, "pdf")
            ],
        )


def _offered(room: Room, kind: str) -> list[Sheet]:
    sheets = offered(room.desk.sheets.values(), kind)
    mine = (sheet for sheet in sheets if may_use(room.me, sheet.opens))
    return sorted(mine, key=lambda sheet: sheet.order)


def _taken_along(room: Room, token: str) -> Response:
    """The form itself; that it was taken along is noted, by whom and for which case."""
    glance = room.opened(token)
    form, kind = request.form.get("form", ""), request.form.get("kind", "")
    if kind not in KINDS or form not in {s.name for s in _offered(room, kind)}:
        abort(404)
    name, content = room.desk.blank_form(glance.ref, form, page=kind == "file")
    room.desk.note(f"took.{form}", glance.ref, room.session.who)
    answer = make_response(content)
    answer.headers["Content-Type"] = KINDS[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
