"""Letters on screen before they are made: what is read, and what is left out."""

from collections.abc import Iterator

from flask import Flask, abort, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.case_folder import CaseFolder
from workflow.domain.errors import ChangedElsewhere, EditRefused
from workflow.domain.filing import filed, headed
from workflow.domain.intake import at, put, said
from workflow.domain.letter_permissions import Permission, permission
from workflow.domain.letters_out import GENERATED, ID
from workflow.domain.previews import Preview
from workflow.domain.records.base import Reader
from workflow.domain.records.record import Record
from workflow.domain.sharing import lasts
from workflow.domain.tree import Listing
from workflow.domain.vocabulary import RecordType
from workflow.services.glancing import Glance
from workflow.services.saving import Differs, save
from workflow.web.form_pages import Desk, desk_of, hand_of
from workflow.web.room import Room

CONFLICT = 409
CONTACT_FORM = "external-contact"
READERS = {"person": Reader.PERSON, "file": Reader.STAFF}
AGAIN = "The letter would say something else now. Read it once more, then make it"


def add(app: Flask, room: Room) -> None:  # noqa: C901 - one page after another
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
            waiting=list(_waiting(room, glance)),
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
            gone=f"{room.address(glance.ref)}/letters/{agreement}/gone",
        )

    @app.post("/c/<token>/letters/<agreement>/gone")
    def gone(token: str, agreement: str) -> str:
        glance, file = room.opened(token), request.form.get("letter", "")
        if agreement not in {p.id for p in _permissions(room, glance)}:
            abort(404)
        with room.turn(f"{glance.ref} {file}"):
            return _gone(room, glance, agreement, file)


def _gone(room: Room, glance: Glance, agreement: str, file: str) -> str:
    """Record that a letter was sent; sent twice, it is shown which record tells."""
    ref, name = glance.ref, f"{GENERATED}{file}"
    if (file, agreement) in room.desk.letters_waiting(ref):
        record = room.desk.letter_gone(ref, file)
        room.desk.note("letter.sent", ref, room.session.who)
    else:
        folder = room.desk.glance(ref).folder
        told = (f.file for f in folder.records if name in f.record.attachments)
        record = next(told, None) or abort(404)
    room.desk.glance(ref)
    return render_template(
        "letter-gone.html",
        to=room.address(ref),
        name=glance.folder.name,
        letter=file,
        form=CONTACT_FORM,
        record=record or _decided(room, glance, agreement, name),
    )


def _decided(room: Room, glance: Glance, identifier: str, name: str) -> str:
    """Name the letter in the record of the decision without agreement; its file.

    Raises `ChangedElsewhere`, `EditRefused`.
    """
    contacts = glance.folder.of_type(RecordType.EXTERNAL_CONTACT)
    file = next(f.file for f in contacts if f.record.record_id == identifier)
    base = room.desk.files.read(glance.ref, file)
    if base is None or base.root is None:
        raise EditRefused(file)
    stood = at(base.root, "attachments")
    items = stood.items if isinstance(stood, Listing) else ()
    both = Listing((*items, said(name, "text")), base.root.at)
    mine = put(base.root, "attachments", both, Record)
    if isinstance(save(room.desk.files, glance.ref, file, base, mine), Differs):
        raise ChangedElsewhere(file)
    return file


def _waiting(room: Room, glance: Glance) -> Iterator[dict[str, str]]:
    """The letters that are made, and of which no record says that they were sent.

    Also where nothing may be told any more: the letter may have gone before that.
    """
    given = {p.id: p for p in _permissions(room, glance)}
    for file, agreement in room.desk.letters_waiting(glance.ref):
        if agreement in given:
            yield {
                "file": file,
                "who": _who(glance.folder, given[agreement]),
                "gone": f"{room.address(glance.ref)}/letters/{agreement}/gone",
            }


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
    if agreement not in _allowed(room, glance):
        abort(404)
    return room.desk.preview_letter(glance.ref, agreement)


def _allowed(room: Room, glance: Glance) -> dict[str, Permission]:
    """What a letter may be written under today, by its id."""
    return {p.id: p for p in _permissions(room, glance) if not p.why_not}


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
