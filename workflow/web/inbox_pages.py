"""The inbox: filled forms that wait, what each would change, and what is accepted."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import may_see_cases, may_use
from workflow.domain.errors import CaseNotFound
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Difference, State
from workflow.domain.form_making import worded
from workflow.domain.questions import Known, Question, Sheet, choices_for, sheet_named
from workflow.services.glancing import Glance, Outline
from workflow.services.ports import Draft, FormProposal
from workflow.services.saving import Differs
from workflow.web.door import went_away
from workflow.web.room import TICKS, Room

NEW_ROW = re.compile(r"(.*?)\[\+\d+\]")
POSITION = re.compile(r"\[[^\]]*\]")
UNPROCESSABLE, CONFLICT = 422, 409
AGAIN = "The record changed a moment ago. Look once more, then accept"


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
        return _page(room, _found(room, token, sha))

    @app.post("/inbox/<token>/<sha>")
    def take(token: str, sha: str) -> str | Response | tuple[str, int]:
        with room.turn(sha):
            room.once(sha)
            form = _found(room, token, sha)
            if request.form.get("_do") == "later" or went_away():
                _ticked(room, form)
                return redirect("/inbox")
            return _taken(room, form)

    @app.post("/inbox/<token>/<sha>/keep")
    def keep_ticks(token: str, sha: str) -> str:
        kept = _ticked(room, _found(room, token, sha))
        return _told(kept) or "Nothing is ticked."


def _ticked(room: Room, form: "Form") -> Draft:
    """The ticks as they were just sent, kept for whoever ticked.

    Those of a page that shows an older record are not taken for those of this one.
    """
    if request.form.get("seen") != form.proposal.present:
        return _ticks(room, form)
    sent = set(request.form.getlist("take"))
    names = {i.names[0]: "yes" for i in form.items if str(i.number) in sent}
    return room.put_aside(_ticks(room, form), names)


def _ticks(room: Room, form: "Form") -> Draft:
    return room.aside(TICKS, form.glance.ref, form.proposal.sha256)


def _told(draft: Draft) -> str:
    kept = f"Your ticks are kept, from {draft.saved_at}. Nothing is in the record yet."
    return kept if draft.answers else ""


@dataclass(frozen=True)
class Form:
    """A filled form that waits, with the case and the sheet it is of."""

    glance: Glance
    proposal: FormProposal
    sheet: Sheet
    known: Known

    @property
    def title(self) -> str:
        """What the form is called."""
        return worded(self.sheet.title, self.glance.folder)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is accepted or not, one by one."""
        return tuple(items(self.proposal, self.sheet, self.known, self.glance))


def _rows(room: Room) -> Iterator[dict[str, object]]:
    """The forms that whoever is recording may look at."""
    for glance, forms in waiting_forms(room, room.readable()[0]):
        for proposal in forms:
            sheet = sheet_named(room.desk.sheets, proposal.filled.form)
            if sheet and may_use(room.me, sheet.opens):
                yield _row(room, Form(glance, proposal, sheet, room.known(glance)))


def waiting_forms(
    room: Room, cases: Iterable[Outline]
) -> Iterator[tuple[Glance, list[FormProposal]]]:
    """The cases that whoever is recording has open, with forms that they may see."""
    for case in cases:
        if case.waiting and room.may_read(case):
            with suppress(CaseNotFound):  # it has gone since
                glance = room.desk.glance(case.ref)
                yield glance, forms_of(room, glance)


def forms_of(room: Room, glance: Glance) -> list[FormProposal]:
    """The filled forms of a case that whoever is recording may see."""
    waiting = room.desk.waiting(glance.ref) if glance.waiting else ()
    return [p for p in waiting if room.may_look_at(glance.folder, p.filled)]


def _row(room: Room, form: Form) -> dict[str, object]:
    found = form.proposal.differences
    amiss = sum(d.state in (State.NOT_READ, State.BOTH_CHANGED) for d in found)
    is_open = form.glance.folder.is_open
    return {
        "to": f"/inbox/{room.address(form.glance.ref)[3:]}/{form.proposal.sha256}",
        "name": form.glance.folder.name,
        "title": form.title,
        "preview": max((d.now for d in found if " " in d.now), key=len, default=""),
        "ready": not amiss and is_open,
        "closed": not is_open,
        "amiss": amiss,
    }


def _found(room: Room, token: str, sha: str) -> Form:
    glance = room.opened(token)
    proposal = next(
        (p for p in forms_of(room, glance) if p.sha256 == sha), None
    ) or abort(404)
    sheet = room.sheet(proposal.filled.form)
    if not may_use(room.me, sheet.opens):
        abort(403)
    return Form(glance, proposal, sheet, room.known(glance))


def _page(room: Room, form: Form, wrong: str = "") -> str:
    filled, ticks = form.proposal.filled, _ticks(room, form)
    address = f"/inbox/{room.address(form.glance.ref)[3:]}/{form.proposal.sha256}"
    return render_template(
        "filled.html",
        keep=f"{address}/keep",
        ticked={i.number for i in form.items if i.names[0] in ticks.answers},
        kept=_told(ticks),
        title=form.title,
        person=form.glance.folder.name,
        case=room.address(form.glance.ref),
        items=form.items,
        moved_on=form.proposal.moved_on and bool(filled.base),
        older=filled.version < form.sheet.version,
        closed=not form.glance.folder.is_open,
        seen=form.proposal.present,
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


def _taken(room: Room, form: Form) -> str | Response | tuple[str, int]:
    if request.form.get("seen", form.proposal.present) != form.proposal.present:
        return _page(room, form, AGAIN), CONFLICT
    _ticked(room, form)
    taken = _chosen(form)
    if not taken and request.form.get("_do") != "none":
        wrong = "Tick what belongs in the record, or put none of it in"
        return _page(room, form, wrong), UNPROCESSABLE
    names = {name for item in taken for name in item.names}
    if names:
        names |= set(form.sheet.fixed)
    hand = Hand(room.session.who, room.desk.moment())
    ref, sha = form.glance.ref, form.proposal.sha256
    saved = room.desk.accept(ref, sha, names, hand)
    room.desk.glance(ref)
    if isinstance(saved, Differs):
        return _page(room, _found(room, room.address(ref)[3:], sha), AGAIN), CONFLICT
    room.forget(_ticks(room, form))
    if saved is None:
        return redirect("/inbox")
    return redirect(f"/done/{room.remember(saved, form.sheet.name, sha)}")


def _chosen(form: Form) -> list[Item]:
    """The items that were ticked; all but those where both changed, or none."""
    do, ticked = request.form.get("_do"), set(request.form.getlist("take"))
    if do == "none":
        return []
    return [
        item
        for item in form.items
        if item.readable
        and (str(item.number) in ticked or (do == "all" and not item.both))
    ]
