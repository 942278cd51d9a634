"""Tenders: what is asked, what is there to answer it, and the pack; no case is read."""

from mimetypes import guess_type

from flask import Flask, Response, abort, render_template, request

from workflow.domain.bidding.progress import CANNOT_SHOW, answered, folder_of
from workflow.domain.bidding.release import NOT_THE_APPROVER
from workflow.domain.context import uk_date
from workflow.domain.errors import WorkflowError
from workflow.domain.workspace import Bid
from workflow.web.evidence_pages import counted
from workflow.web.room import Room

CONFLICT = 409


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/tenders")
    def tenders() -> str:
        room.only_bidders()
        bids = sorted(
            room.desk.bids(), key=lambda bid: str(bid.tender.record.submit_by)
        )
        rows = [_row(room, bid) for bid in bids]
        stands = counted(room.desk.library().rows)
        return render_template("tenders.html", bids=rows, stands=stands)

    @app.route("/t/<token>", methods=["GET", "POST"])
    def tender(token: str) -> str | tuple[str, int]:
        bid = room.bid(token)
        return _built(room, bid) if request.method == "POST" else _page(room, bid)

    @app.get("/t/<token>/file/<int:number>")
    def pack_file(token: str, number: int) -> Response:
        files = list(room.desk.pack_files(folder_of(room.bid(token))).items())
        if not 1 <= number <= len(files):
            abort(404)
        name, content = files[number - 1]
        kind = guess_type(name)[0] or "application/octet-stream"
        answer = Response(content, mimetype=kind)
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return answer

    @app.post("/t/<token>/release")
    def let_go(token: str) -> str | tuple[str, int]:
        return _released(room, room.bid(token))


def _row(room: Room, bid: Bid) -> dict[str, object]:
    tender = bid.tender.record
    due, today = tender.submit_by, room.desk.today
    return {
        "to": room.bid_address(bid),
        "title": tender.title or folder_of(bid),
        "ref": folder_of(bid),
        "buyer": tender.buyer or "Nobody has said who asks",
        "due": uk_date(due) if due else "",
        "days": (due - today).days if due else None,
        "asked": len(tender.questions),
        "answered": answered(bid),
    }


def _page(room: Room, bid: Bid, problem: str = "", what: str = "") -> str:
    ref = folder_of(bid)
    progress = room.desk.bid_progress(ref)
    approver = progress.tender.approver or ""
    named = room.desk.organisation.member(approver)
    return render_template(
        "tender.html",
        row=_row(room, bid),
        bid=progress,
        problem=problem,
        what=what or "The pack was not built",
        uk_date=uk_date,
        item_address=room.item_address,
        cannot_show=CANNOT_SHOW,
        approver=named.name if named else "",
        signs=approver == room.session.who,
        asks_pin=bool(room.desk.pin_of(room.session.who)),
        files=list(enumerate(room.desk.pack_files(ref), 1)),
    )


def _built(room: Room, bid: Bid) -> str | tuple[str, int]:
    """Build the pack; what stops it is told on the page it was asked from."""
    ref = folder_of(bid)
    try:
        pack = room.desk.build_pack(ref)
    except WorkflowError as error:
        return _page(room, bid, str(error)), CONFLICT
    return render_template(
        "pack.html",
        row=_row(room, bid),
        pack=pack,
        words=room.may_see_words(),
        files=list(enumerate(room.desk.pack_files(ref), 1)),
    )


def _released(room: Room, bid: Bid) -> str | tuple[str, int]:
    """Let the pack go, signed by whoever is recording; a PIN is asked again."""
    told = "It was not let go"
    if not room.proves(request.form.get("pin", "")):
        return _page(room, bid, "This is not your PIN.", told), CONFLICT
    if room.session.who != bid.tender.record.approver:  # before any case is read
        return _page(room, bid, NOT_THE_APPROVER, told), CONFLICT
    ref = folder_of(bid)
    try:
        done = room.desk.release_pack(ref, room.session.who)
    except WorkflowError as error:
        room.desk.note("release.refused", ref, room.session.who)
        return _page(room, bid, str(error), told), CONFLICT
    room.desk.note("released", ref, room.session.who)
    return render_template("released.html", row=_row(room, bid), done=done)
