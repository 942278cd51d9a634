"""Tenders: what is asked, what is there to answer it, and the pack; no case is read."""

import hmac

from flask import Flask, abort, render_template, request

from workflow.domain.bidding.progress import CANNOT_SHOW, answered, folder_of
from workflow.domain.context import uk_date
from workflow.domain.errors import WorkflowError
from workflow.domain.workspace import Bid
from workflow.web.room import Room

CONFLICT = 409


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/tenders")
    def tenders() -> str:
        _only_bidders(room)
        bids = sorted(
            room.desk.bids(), key=lambda bid: str(bid.tender.record.submit_by)
        )
        return render_template("tenders.html", bids=[_row(room, bid) for bid in bids])

    @app.route("/t/<token>", methods=["GET", "POST"])
    def tender(token: str) -> str | tuple[str, int]:
        _only_bidders(room)
        bid = _found(room, token)
        return _built(room, bid) if request.method == "POST" else _page(room, bid)


def _only_bidders(room: Room) -> None:
    if not room.may_bid(room.session.who):
        abort(403)


def _found(room: Room, token: str) -> Bid:
    """The tender behind an address; the page is not found where there is none."""
    wanted = f"/t/{token}"
    found = (
        bid
        for bid in room.desk.bids()
        if hmac.compare_digest(room.bid_address(bid).encode(), wanted.encode())
    )
    return next(found, None) or abort(404)


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


def _page(room: Room, bid: Bid, problem: str = "") -> str:
    return render_template(
        "tender.html",
        row=_row(room, bid),
        bid=room.desk.bid_progress(folder_of(bid)),
        problem=problem,
        uk_date=uk_date,
        cannot_show=CANNOT_SHOW,
    )


def _built(room: Room, bid: Bid) -> str | tuple[str, int]:
    """Build the pack; what stops it is told on the page it was asked from."""
    ref = folder_of(bid)
    try:
        pack = room.desk.build_pack(ref)
    except WorkflowError as error:
        return _page(room, bid, str(error)), CONFLICT
    return render_template("pack.html", row=_row(room, bid), pack=pack)
