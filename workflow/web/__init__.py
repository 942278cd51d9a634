"""The browser's way in: pages for people who are tired, busy or upset."""

from flask import Flask, g, render_template, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from workflow.domain.errors import CaseNotFound, ChangedElsewhere, WorkflowError
from workflow.services.troubles import explained
from workflow.web import (
    bid_pages,
    case_pages,
    consent_pages,
    evidence_pages,
    form_pages,
    front_pages,
    inbox_pages,
    letter_pages,
    paper_pages,
    pin_pages,
    tender_pages,
)
from workflow.web.desk import Desk
from workflow.web.door import Door, guard
from workflow.web.room import Room
from workflow.web.showing import ident, retitled

TOLD = {
    403: ("This page is closed", "Start Alongside again, and use the page it opens."),
    404: ("There is nothing here", "Go back to Today and look from there."),
    405: ("That cannot be done here", "Go back to Today and try from there."),
    413: ("That is too much at once", "Nothing was saved. Save it in smaller parts."),
}
NOT_YOURS = ("This is not open to you", "Ask your manager if you think it should be.")
SORRY = ("Something went wrong", "Nothing is lost: what you wrote is kept as a draft.")
FORBIDDEN, CONFLICT, BROKEN = 403, 409, 500
DESIGN = "govuk_frontend_jinja"  # its macros, under the names they call each other


def create_app(desk: Desk, door: Door) -> Flask:
    """The pages of one workspace, behind one door."""
    app = Flask(__name__)
    design = PrefixLoader({DESIGN: PackageLoader(DESIGN)})
    app.jinja_env.loader = ChoiceLoader([PackageLoader("workflow.web"), design])
    app.jinja_env.globals |= {"ident": ident, "retitled": retitled}
    guard(app, door)
    room = Room(desk, door)
    for pages in (
        bid_pages,
        front_pages,
        case_pages,
        consent_pages,
        evidence_pages,
        form_pages,
        inbox_pages,
        letter_pages,
        paper_pages,
        pin_pages,
        tender_pages,
    ):
        pages.add(app, room)
    app.context_processor(room.around)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(WorkflowError, _told)
    app.register_error_handler(OSError, lambda error: _told(explained(error)))
    app.register_error_handler(Exception, _broken)
    return app


def _page(
    title: str, lines: tuple[str, ...], code: int, written: tuple[str, ...] = ()
) -> tuple[str, int]:
    about = {"title": title, "lines": lines, "written": written}
    return render_template("problem.html", **about, errors={}), code


def _written() -> tuple[str, ...]:
    """The sentences of somebody whose page could not be kept, given back to them."""
    if not g.get("session"):
        return ()
    return tuple(text for text in request.form.values() if " " in text.strip())


def _refused(error: HTTPException) -> tuple[str, int] | Response:
    code = error.code or BROKEN
    if code < 400:  # noqa: PLR2004 - no error but a way on
        return error.get_response()
    inside = g.get("session") is not None and bool(g.session.who)
    refused = code == FORBIDDEN and inside
    title, how = NOT_YOURS if refused else TOLD.get(code, SORRY)
    return _page(title, (how,), code)


def _told(error: WorkflowError) -> tuple[str, int]:
    code = 404 if isinstance(error, CaseNotFound) else CONFLICT
    title = "Somebody else saved first" if isinstance(error, ChangedElsewhere) else ""
    title = title or "This cannot be done now"
    return _page(title, (str(error),), code, _written())


def _broken(error: Exception) -> tuple[str, int]:
    """Say that something broke; its kind and place go to the error output, no words."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    request.environ["wsgi.errors"].write(f"{type(error).__name__} at {where}\n")
    return _page(*SORRY[:1], SORRY[1:], BROKEN, _written())
