"""The inbox: filled forms that wait, what each would change, and what is accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import may_use
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Difference, State
from workflow.domain.form_making import worded
from workflow.domain.questions import Known, Question, Sheet, choices_for
from workflow.services.accepting import AcceptingRoom, accept
from workflow.services.glancing import Glance
from workflow.services.importing import Imported, Outcome
from workflow.services.ports import FormProposal
from workflow.services.saving import Differs
from workflow.web.room import Room

NEW_ROW = re.compile(r"(.*?)\[\+\d+\]")
POSITION = re.compile(r"\[[^\]]*\]")
HASH = re.compile(r"[0-9a-f]{64}")
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True)
class Line:
    """One answer as the page shows it; `advice` when it could not be read."""

    ask: str
    was: str
    now: str
    advice: str = ""
    both: bool = False


@dataclass(frozen=True)
class Item:
    """What is accepted or not as one: an answer, or a whole new thing of a list."""

    number: int
    title: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]

    @property
    def readable(self) -> bool:
        """Whether there is anything to accept."""
        return any(not line.advice for line in self.lines)

    @property
    def both(self) -> bool:
        """Whether the record has moved on here since the form was made."""
        return any(line.both for line in self.lines)


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/inbox")
    def inbox() -> str:
        return _inbox(room, ())

    @app.post("/inbox")
    def read_inbox() -> str:
        return _inbox(room, room.desk.read_inbox())

    @app.get("/inbox/<token>/<sha>")
    def filled(token: str, sha: str) -> str:
        return _filled(room, *_found(room, token, sha))

    @app.post("/inbox/<token>/<sha>")
    def take(token: str, sha: str) -> str | Response | tuple[str, int]:
        return _taken(room, *_found(room, token, sha))


def _inbox(room: Room, read: tuple[Imported, ...]) -> str:
    glances, _ = room.readable()
    return render_template(
        "inbox.html",
        rows=[row for g in glances if room.may_read(g) for row in _rows(room, g)],
        files=room.desk.dropped,
        ready=sum(found.outcome is Outcome.READY for found in read),
        amiss=[f for f in read if f.outcome in (Outcome.REFUSED, Outcome.DUPLICATE)],
        arriving=[f.name for f in read if f.outcome is Outcome.ARRIVING],
        read=bool(read),
    )


def _rows(room: Room, glance: Glance) -> Iterator[dict[str, str]]:
    """The forms of one case that whoever is recording may use."""
    for proposal in room.desk.forms.waiting(glance.ref):
        sheet = room.desk.sheets.get(proposal.filled.form)
        if sheet is None or not may_use(room.me, sheet.opens):
            continue
        count = len(proposal.differences)
        unread = sum(d.state is State.NOT_READ for d in proposal.differences)
        yield {
            "name": glance.folder.name,
            "title": worded(sheet.title, glance.folder),
            "to": f"/inbox/{room.address(glance.ref)[3:]}/{proposal.sha256}",
            "what": f"{count} {'answer' if count == 1 else 'answers'}",
            "look": "Needs a look" if unread or proposal.moved_on else "Ready",
        }


def _found(room: Room, token: str, sha: str) -> tuple[Glance, FormProposal, Sheet]:
    glance = room.opened(token)
    waiting = room.desk.forms.waiting(glance.ref) if HASH.fullmatch(sha) else ()
    proposal = next((p for p in waiting if p.sha256 == sha), None) or abort(404)
    sheet = room.sheet(proposal.filled.form)
    if not may_use(room.me, sheet.opens):
        abort(403)
    return glance, proposal, sheet


def _filled(
    room: Room, glance: Glance, proposal: FormProposal, sheet: Sheet, wrong: str = ""
) -> str:
    known = room.known(glance)
    return render_template(
        "filled.html",
        title=worded(sheet.title, glance.folder),
        person=glance.folder.name,
        case=room.address(glance.ref),
        items=list(items(proposal, sheet, known, glance)),
        moved_on=proposal.moved_on and bool(proposal.filled.base),
        older=proposal.filled.version < sheet.version,
        errors={"take": wrong} if wrong else {},
    )


def items(
    proposal: FormProposal, sheet: Sheet, known: Known, glance: Glance
) -> Iterator[Item]:
    """The answers of a form; those of one new thing together, since it is one."""
    together: dict[str, list[Difference]] = {}
    for difference in proposal.differences:
        if difference.name not in sheet.fixed:
            row = NEW_ROW.match(difference.name)
            together.setdefault(row[0] if row else difference.name, []).append(
                difference
            )
    for number, (key, several) in enumerate(together.items()):
        group = sheet.question(POSITION.sub("", key)) if key[-1] == "]" else None
        about = next((d for d in several if _tells(group, d)), None)
        shown = [d for d in several if d is not about]
        lines = tuple(_line(d, sheet, known, glance) for d in shown)
        title = worded(group.ask, glance.folder) if group else lines[0].ask
        if group and about:
            labels = {c.code: c.label for c in known.get(group.each, ())}
            title = f"{title} {labels.get(about.now, about.now)}"
        yield Item(number, title, lines, tuple(d.name for d in several))


def _tells(group: Question | None, difference: Difference) -> bool:
    """Whether an answer only says which thing of the case a row is about."""
    key = group.key if group and group.each else ""
    return bool(key) and difference.name.endswith(f".{key}")


def _line(difference: Difference, sheet: Sheet, known: Known, glance: Glance) -> Line:
    """One answer in words: the question as it was asked, labels for codes."""
    path = POSITION.sub("", difference.name)
    question = sheet.question(path)
    if question is not None and question.parts:
        last = path.removeprefix(f"{question.field}.").partition(".")[0]
        question = next((p for p in question.parts if p.field == last), None)
    ask = question.ask if question else difference.label.capitalize()
    labels = {c.code: c.label for c in choices_for(question, known)} if question else {}
    was, now = (
        "\n".join(labels.get(line, line) for line in text.split("\n"))
        for text in (difference.was, difference.now)
    )
    both = difference.state is State.BOTH_CHANGED
    return Line(worded(ask, glance.folder), was, now, difference.advice, both)


def _taken(
    room: Room, glance: Glance, proposal: FormProposal, sheet: Sheet
) -> str | Response | tuple[str, int]:
    do, ticked = request.form.get("_do", ""), set(request.form.getlist("take"))
    all_of_it = do == "all"
    shown = items(proposal, sheet, room.known(glance), glance)
    taken = [i for i in shown if str(i.number) in ticked or (all_of_it and not i.both)]
    if do == "none":
        taken = []
    elif not taken:
        wrong = "Tick what belongs in the record, or put none of it in"
        return _filled(room, glance, proposal, sheet, wrong), UNPROCESSABLE
    names = {name for item in taken for name in item.names}
    if names:
        names |= set(sheet.fixed)
    desk = room.desk
    around = AcceptingRoom(desk.files, desk.forms, tuple(desk.sheets.values()))
    hand = Hand(room.session.who, desk.moment())
    saved = accept(around, glance.ref, proposal.sha256, names, hand)
    if isinstance(saved, Differs):
        again = "The record changed a moment ago. Look once more, then accept"
        return _filled(room, *_again(room, glance, proposal, sheet), again), CONFLICT
    desk.glance(glance.ref)
    if saved is None:
        return redirect("/inbox")
    return redirect(f"/done/{room.remember(saved, sheet.name)}")


def _again(
    room: Room, glance: Glance, proposal: FormProposal, sheet: Sheet
) -> tuple[Glance, FormProposal, Sheet]:
    return glance, room.desk.forms.load(glance.ref, proposal.sha256), sheet
