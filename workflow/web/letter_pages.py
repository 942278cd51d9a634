"""Letters on screen before they are made: what is read, and what is left out."""

from collections.abc import Iterator

from flask import Flask, abort, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.case_folder import CaseFolder
from workflow.domain.filing import filed, headed
from workflow.domain.letters_out import ID, Permission, permission
from workflow.domain.previews import Preview
from workflow.domain.records.base import Reader
from workflow.domain.sharing import lasts
from workflow.domain.vocabulary import RecordType
from workflow.services.glancing import Glance
from workflow.web.form_pages import Desk, desk_of, hand_of
from workflow.web.room import Room

CONFLICT = 409
READERS = {"person": Reader.PERSON, "file": Reader.STAFF}
AGAIN = "The letter would say something else now. Read it once more, then make it"


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/w/<identifier>/letter")
    def review_letter(identifier: str) -> str:
        desk = desk_of(room, identifier)
        if desk.sheet.writes != "review":
            abort(404)
        preview = _of_review(desk)
        back = f"/w/{identifier}/check"
        name = desk.glance.folder.name
        if preview is None:
            return render_template("no-letter.html", back=back, name=name)
        return render_template(
            "letter.html", preview=preview, back=back, name=name, make="", errors={}
        )

    @app.get("/c/<token>/print/<reader>")
    def print_(token: str, reader: str) -> str:
        glance = room.opened(token)
        if reader not in READERS:
            abort(404)
        communication = glance.folder.person.record.communication
        return render_template(
            "print.html",
            preview=room.desk.paper(glance.ref, READERS[reader]),
            back=room.address(glance.ref),
            name=glance.folder.name,
            person=reader == "person",
            caution=communication.safe_contact.caution or "",
        )

    @app.get("/c/<token>/letters")
    def letters(token: str) -> str:
        glance = room.opened(token)
        return render_template(
            "letters.html",
            to=room.address(glance.ref),
            name=glance.folder.name,
            letters=list(_letters(room, glance)),
        )

    @app.get("/c/<token>/letters/<agreement>")
    def letter(token: str, agreement: str) -> str:
        glance = room.opened(token)
        return _page(room, glance, _of_letter(room, glance, agreement))

    @app.post("/c/<token>/letters/<agreement>")
    def make_letter(token: str, agreement: str) -> str | Response | tuple[str, int]:
        glance = room.opened(token)
        preview = _of_letter(room, glance, agreement)
        if request.form.get("seen") != preview.sha:
            return _page(room, glance, preview, AGAIN), CONFLICT
        made = room.desk.make_letter(glance.ref, agreement)
        room.desk.note("letter.made", glance.ref, room.session.who)
        return render_template(
            "letter-made.html",
            to=room.address(glance.ref),
            name=glance.folder.name,
            ref=glance.ref,
            files=made,
            draft=bool(preview.reasons),
        )


def _of_review(desk: Desk) -> Preview | None:
    """The letter as it would be if the draft were saved now."""
    root, file, hand = desk.filled.root, desk.draft.file, hand_of(desk)
    if not file:
        whole = headed(desk.sheet, root, desk.ref, hand)
        names = desk.room.desk.files.names(desk.ref)
        file, root = filed(desk.sheet, whole, names, hand.at[:10])
    return desk.room.desk.preview_review(desk.ref, file, root)


def _of_letter(room: Room, glance: Glance, agreement: str) -> Preview:
    """A letter that may be written. The page is not found for one that may not."""
    known = {given.id for given in _permissions(room, glance) if not given.why_not}
    if agreement not in known:
        abort(404)
    return room.desk.preview_letter(glance.ref, agreement)


def _page(room: Room, glance: Glance, preview: Preview, wrong: str = "") -> str:
    here = room.address(glance.ref)
    return render_template(
        "letter.html",
        preview=preview,
        back=f"{here}/letters",
        name=glance.folder.name,
        make=request.path,
        errors={"make": wrong} if wrong else {},
    )


def _permissions(room: Room, glance: Glance) -> Iterator[Permission]:
    """Every agreement, and every decision without one, that a letter could be under."""
    folder, months = glance.folder, lasts(glance.folder, room.desk.organisation)
    seen = room.seen_files(folder)
    decided = (
        f.record.record_id
        for f in folder.of_type(RecordType.EXTERNAL_CONTACT)
        if f.file in seen and f.record.external_contact.override
    )
    agreed = (b.id for b in folder.consent.record.boundaries)
    for identifier in dict.fromkeys((*agreed, *decided)):
        if identifier and ID.fullmatch(identifier):
            given = permission(folder, identifier, room.desk.today, months)
            if given is not None:
                yield given


def _letters(room: Room, glance: Glance) -> Iterator[dict[str, str]]:
    for given in _permissions(room, glance):
        yield {
            "to": f"{room.address(glance.ref)}/letters/{given.id}",
            "who": _who(glance.folder, given),
            "what": given.what,
            "why_not": given.why_not,
            "decided": ", ".join(given.reasons),
        }


def _who(folder: CaseFolder, given: Permission) -> str:
    contact = folder.contact(given.contact)
    name = (contact.name if contact else "") or ""
    agency = given.agency.label if given.agency else ""
    return name or given.organisation or agency or "Nobody named"
