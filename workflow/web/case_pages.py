"""One case, by the auditor's four questions; every gap leads to its question."""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import (
    Opens,
    is_manager,
    may_open,
    may_use,
)
from workflow.domain.auditor import Audit
from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.diary import DONE, DueItem
from workflow.domain.filing import SINGLE, moves_of
from workflow.domain.findings import Finding, Severity
from workflow.domain.intake import NOTHING, starting
from workflow.domain.overview import BANNER
from workflow.domain.questions import Sheet, likely_in, parts_of, sheet_of
from workflow.domain.timeline import Entry
from workflow.domain.tree import Fields
from workflow.domain.vocabulary import RecordType, ReviewKind, ReviewStatus
from workflow.services.glancing import Glance
from workflow.services.ports import Draft
from workflow.web.looking_back import happened
from workflow.web.room import Room
from workflow.web.showing import ident

REASONS = {
    "review": "A review or a decision needs me",
    "worried": "Somebody is worried",
    "complaint": "A complaint or somebody speaking up",
    "oversight": "My monthly look at records",
    "cover": "I stand in for somebody",
}
HEADINGS = {
    Severity.ERROR: "To put right",
    Severity.WARNING: "To look at",
    Severity.PROMPT: "To think about",
}
GIVEN = ("schedule", "due_on", "status", "kind", "source", "source_ref")
KINDS = {
    "records": "record",
    "reviews": "review",
    "managerial_reviews": "managerial_review",
}
AFTERWARDS = frozenset({RecordType.VISIT, RecordType.JOURNEY, RecordType.INCIDENT})
MOST_DUE = 6
ADD_CHOICE = ("plan", "Add a choice", "options")
WHOLES = (
    ("person.yaml", "Who the person is"),
    ("case.yaml", "The concern"),
    ("plan.yaml", "The plan"),
    ("consent.yaml", "Who can know what"),
)


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/c/<token>")
    def case(token: str) -> str | Response:
        glance = room.desk.glance(room.case(token))
        if may_open(room.me, glance.access) is Opens.WITH_REASON and not room.may_read(
            glance
        ):
            return redirect(f"/c/{token}/why")
        return render_template("case.html", **_case(room, room.opened(token)))

    @app.route("/c/<token>/why", methods=["GET", "POST"])
    def why(token: str) -> str | Response:
        glance = room.desk.glance(room.case(token))
        if may_open(room.me, glance.access) is Opens.NO:
            room.desk.note("refused", glance.ref, room.session.who)
            abort(403)
        if request.method == "POST":
            reason = request.form.get("reason", "")
            if reason not in REASONS:
                abort(404)
            room.desk.note(f"opened.{reason}", glance.ref, room.session.who)
            room.session.opened.add(glance.ref)
            return redirect(f"/c/{token}")
        return render_template("reason.html", reasons=list(REASONS.items()))

    @app.post("/c/<token>/begin")
    def begin(token: str) -> Response:
        glance = room.opened(token)
        sheet = room.sheet(request.form.get("form", ""))
        if not may_use(room.me, sheet.opens):
            abort(403)
        file = request.form.get("file", "")
        if not _may_touch(room, glance.folder, file):
            abort(403)
        draft = _begun(room, glance, sheet, file, _given(sheet))
        room.writing[draft.id] = draft
        return redirect(f"/w/{draft.id}/{_first(sheet, request.form.get('field', ''))}")


def _given(sheet: Sheet) -> dict[str, str]:
    """The answers that the button which begins a form knows already."""
    found = {name: request.form.get(name, "") for name in GIVEN}
    return {n: text for n, text in found.items() if text and sheet.question(n)}


def _begun(
    room: Room, glance: Glance, sheet: Sheet, file: str, given: dict[str, str]
) -> Draft:
    """A draft that begins with what stands in the file, or with what is likely."""
    name = file or (f"{sheet.writes}.yaml" if sheet.writes in SINGLE else "")
    now = room.desk.files.read(glance.ref, name) if name else None
    if now is not None and now.root is None:
        abort(409)
    base = now.root if now and now.root else NOTHING
    moment = room.desk.moment()
    at_hand = {"me": room.session.who}
    if now is None:
        at_hand = room.at_hand() | likely_in(glance.folder) | _due(room, glance)
    return Draft(
        secrets.token_hex(16),
        room.session.who,
        glance.ref,
        sheet.name,
        name if now else "",
        now.text if now else "",
        starting(sheet, base, room.known(glance), at_hand)
        | given
        | _moving_again(base, given),
        moment,
    )


def _moving_again(base: Fields, given: dict[str, str]) -> dict[str, str]:
    """A review that moves once more: all of it is asked again, and of a manager too."""
    moves = moves_of(base)
    if not moves or given.get("status") != ReviewStatus.RESCHEDULED:
        return {}
    anew = ("to", "reason", "agreed_with_person", "manager")
    asked = {f"rescheduled.{name}": "" for name in anew}
    return {**asked, "rescheduled.times": str(moves + 1)}


def _first(sheet: Sheet, field: str) -> str:
    """The page that asks for a field, with its place on the page; else the first."""
    page = sheet.page_of(field) if field else None
    if page is None:
        return "1"
    number = sheet.pages.index(page) + 1
    question = sheet.question(field)
    return f"{number}#{ident(question.field)}" if question else "1"


def _may_touch(room: Room, folder: CaseFolder, file: str) -> bool:
    """Whether a file may be opened by whoever is recording."""
    if not file:
        return True
    known = {filed.file for filed in folder.every_file}
    return file in known and file in room.seen_files(folder)


def _case(room: Room, glance: Glance) -> dict[str, object]:
    folder = glance.folder
    findings, looked = room.findings(glance), happened(room, glance)
    return {
        "to": room.address(glance.ref),
        "name": folder.name,
        "ref": folder.ref,
        "caution": folder.person.record.communication.safe_contact.caution or "",
        "shut": _shut(room, folder),
        "forms": list(_forms(room, folder)),
        "questions": _questions(room.desk.audit(glance), folder),
        "alarms": [_finding(room, folder, f) for f in findings if BANNER in f.holds],
        "groups": list(_groups(room, folder, findings)),
        "due": list(_coming(room, glance)),
        "next_talk": _next_talk(room, glance),
        "happened": looked,
        "entries": list(_entries(room, folder, looked.entries)),
        "wholes": list(_wholes(folder)),
    }


def _shut(room: Room, folder: CaseFolder) -> str:
    """To whom the case is closed, for those who decide about it."""
    if not is_manager(room.me):
        return ""
    members = (room.desk.organisation.member(who) for who in sorted(folder.kept_out))
    return ", ".join(member.name or "" for member in members if member)


def _forms(room: Room, folder: CaseFolder) -> Iterator[tuple[str, str]]:
    """What may be recorded now, what is likely first."""
    sheets = [
        sheet
        for sheet in room.desk.sheets.values()
        if sheet.start and may_use(room.me, sheet.opens)
    ]
    plan = folder.plan.record
    likely = {
        "visit": bool(plan.safe_contact.boundaries),
        "journey": bool(plan.positive_risk.steps),
        "talk": not folder.case.record.outcomes,
    }
    sheets.sort(
        key=lambda sheet: (not likely.get(sheet.name), sheet.order, sheet.title)
    )
    yield from ((sheet.name, sheet.title) for sheet in sheets)


def _questions(audit: Audit, folder: CaseFolder) -> list[dict[str, object]]:
    name = folder.name
    asked = (
        (f"What did {name} want?", audit.wanted, ("talk", "Start a talk", "")),
        ("What choices were given?", audit.choices, ADD_CHOICE),
        ("What was agreed?", audit.agreed, ("plan", "Change the plan", "")),
        ("What changed?", audit.changed, ("review", "Review", "")),
    )
    return [
        {
            "question": question,
            "state": answer.state.value,
            "label": answer.state.label,
            "shown": answer.shown,
            "begin": begin,
        }
        for question, answer, begin in asked
    ]


def _groups(
    room: Room, folder: CaseFolder, findings: list[Finding]
) -> Iterator[dict[str, object]]:
    for severity, heading in HEADINGS.items():
        rows = [_finding(room, folder, f) for f in findings if f.severity is severity]
        if rows:
            yield {"heading": heading, "kind": severity.value, "rows": rows}


def _finding(room: Room, folder: CaseFolder, finding: Finding) -> dict[str, str]:
    file, field = finding.place.file, finding.place.field
    sheet = _sheet_for(room, folder, file, field)
    usable = sheet is not None and may_use(room.me, sheet.opens)
    return {
        "message": finding.message,
        "detail": finding.detail,
        "mend": finding.mend,
        "form": sheet.name if sheet and usable else "",
        "file": file if file in folder.present else "",
        "field": field,
    }


def _sheet_for(room: Room, folder: CaseFolder, file: str, field: str) -> Sheet | None:
    """The sheet that asks for a place in a file; none where it cannot be read."""
    if file in folder.unreadable:
        return None
    path = PurePosixPath(file)
    writes = (
        KINDS.get(path.parts[0], path.parts[0]) if len(path.parts) > 1 else path.stem
    )
    return sheet_of(room.desk.sheets, writes, _kind(folder, file), field)


def _kind(folder: CaseFolder, file: str) -> str:
    """The type of a record or the kind of a review, as it stands in the file."""
    for filed in folder.records:
        if filed.file == file:
            return filed.record.type or ""
    for review in folder.reviews:
        if review.file == file:
            return review.record.kind or ""
    return ""


TALKS = frozenset(kind.value for kind in ReviewKind) - {ReviewKind.PATTERN.value}


def _next_review(room: Room, glance: Glance) -> DueItem | None:
    """The next review with the person, or the one that is late."""
    planned = (
        item
        for item in room.due(glance)
        if item.kind in TALKS and item.status not in DONE and not item.ended
    )
    return min(planned, key=lambda item: item.due_on, default=None)


def _next_talk(room: Room, glance: Glance) -> str:
    item = _next_review(room, glance)
    return uk_date(item.due_on) if item else ""


def _due(room: Room, glance: Glance) -> dict[str, str]:
    """Which review a new one is likely to be: the one that is due next."""
    item = _next_review(room, glance)
    if item is None:
        return {}
    day = f"{item.due_on.day} {item.due_on.month} {item.due_on.year}"
    return {"due": day, "due_kind": item.kind, "due_schedule": item.source}


def _coming(room: Room, glance: Glance) -> Iterator[str]:
    due = sorted(
        (i for i in room.due(glance) if i.status not in DONE and not i.ended),
        key=lambda item: item.due_on,
    )
    for item in due[:MOST_DUE]:
        member = room.desk.organisation.member(item.lead)
        who = f", {member.name}" if member else ""
        what = room.item(glance, item)
        yield f"{uk_date(item.due_on)}: {what} ({item.status.label}{who})"


def _entries(
    room: Room, folder: CaseFolder, entries: Iterable[Entry]
) -> Iterator[dict[str, object]]:
    """What happened, each with the form that puts it right or adds to it."""
    for entry in entries:
        sheet = None
        if entry.file:
            sheet = _sheet_for(room, folder, entry.file, entry.field)
        usable = sheet is not None and may_use(room.me, sheet.opens)
        yield {
            **vars(entry),
            "day": uk_date(entry.day) if entry.day else "No day",
            "form": sheet.name if sheet and usable else "",
            "said_after": entry.kind in AFTERWARDS and not entry.said,
        }


def _wholes(folder: CaseFolder) -> Iterator[dict[str, object]]:
    """Every part of the files there are, each with the form that asks for it."""
    for file, words in WHOLES:
        if file in folder.present:
            parts = parts_of(file.removesuffix(".yaml"))
            yield {"words": words, "file": file, "parts": parts}
