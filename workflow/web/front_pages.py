"""Today, the list of cases, who is recording, and the small pages around them."""

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from flask import (
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from workflow.domain.access import may_see_cases
from workflow.domain.bidding.progress import folder_of
from workflow.domain.case_folder import CaseRef
from workflow.domain.context import uk_date
from workflow.domain.diary import DONE, DueItem, DueStatus
from workflow.domain.questions import sheet_named
from workflow.domain.vocabulary import ReviewKind
from workflow.services.glancing import Outline
from workflow.services.ports import Draft
from workflow.services.saving_once import already
from workflow.web.bid_pages import drafts_of
from workflow.web.door import COOKIE, LOOKS
from workflow.web.evidence_pages import begun_in
from workflow.web.inbox_pages import waiting_forms
from workflow.web.room import CARDS, TEXTS, THEMES, TICKS, Room, look

SOON = frozenset({DueStatus.DUE_TODAY, DueStatus.DUE_SOON})
WEEK = timedelta(days=7)
REVIEWS = frozenset(kind.value for kind in ReviewKind)
MOST = 30  # cards of one kind on the page
YEAR = 365 * 24 * 3600


def add(app: Flask, room: Room) -> None:  # noqa: C901 - one page after another
    """Put these pages into the app."""

    @app.get("/launch/<key>")
    def launch(key: str) -> AnyResponse:
        session = room.door.swap(key) or abort(403)
        answer = redirect("/")
        answer.set_cookie(COOKIE, session.token, httponly=True, samesite="Strict")
        return answer

    @app.post("/join")
    def join() -> str:
        if not room.door.knows(request.headers.get("X-Alongside", "")):
            abort(403)
        return room.door.new_key()

    @app.get("/")
    def today() -> str:
        return render_template("today.html", **_today(room))

    @app.get("/cases")
    def cases() -> str:
        cases, unread = room.readable()
        rows = [_case_row(room, case) for case in cases]
        return render_template(
            "cases.html", cases=rows, reading=unread, may_start=may_see_cases(room.me)
        )

    @app.route("/new", methods=["GET", "POST"])
    def new() -> str | AnyResponse:
        if not may_see_cases(room.me):
            abort(403)
        services = [
            {"id": s.id, "name": s.name}
            for s in room.desk.organisation.provider.record.services
            if s.id in room.me.services
        ]
        if request.method == "POST":
            service = request.form.get("service", "")
            if service not in {s["id"] for s in services}:
                abort(404)
            return redirect(room.address(room.new_case(service)))
        once = secrets.token_hex(16)
        return render_template("new.html", services=services, once=once)

    @app.post("/look")
    def change_look() -> AnyResponse:
        chosen = look()
        for name, allowed in (("text", TEXTS), ("theme", THEMES)):
            if request.form.get(name) in allowed:
                chosen[name] = request.form[name]
        back = request.form.get("back", "/")
        inside = back.startswith("/") and not back.startswith(("//", "/\\"))
        answer = redirect(back if inside else "/")
        answer.set_cookie(
            LOOKS,
            f"{chosen['text']}-{chosen['theme']}",
            max_age=YEAR,
            httponly=True,
            samesite="Strict",
        )
        return answer

    @app.get("/hidden")
    def hidden() -> str:
        return render_template("hidden.html")

    @app.get("/help")
    def help_() -> str:
        routes = room.desk.organisation.provider.record.speak_up_routes
        return render_template("help.html", routes=routes)

    @app.post("/stop")
    def stop() -> Response:
        room.desk.stop()
        title = "Alongside has stopped"
        lines = ("Everything is kept. Close this page; start it again any time.",)
        return make_response(render_template("problem.html", title=title, lines=lines))


def _today(room: Room) -> dict[str, object]:
    cases, unread = room.readable()
    today = room.desk.today
    pairs = [(case, item) for case in cases for item in room.due(case)]
    late = sorted(
        ((g, i) for g, i in pairs if i.late), key=lambda pair: -pair[1].days_late
    )
    soon = sorted(
        ((g, i) for g, i in pairs if i.status in SOON and i.due_on <= today + WEEK),
        key=lambda pair: pair[1].due_on,
    )
    return {
        "alarms": list(_alarms(room, cases)),
        "day": f"{today:%A} {today.day} {today:%B}",
        "counts": (len(late), len(soon)),
        "sum": "" if late or soon else _sum(pairs),
        "holidays": _holidays(room, [item for _, item in late]),
        "reading": unread,
        "late": [_card(room, g, i, "late") for g, i in late[:MOST]],
        "soon": [_card(room, g, i, "soon") for g, i in soon[:MOST]],
        "hard": list(_hard(room, cases))[:MOST],
        "limits": _limits(room, cases),
        "drafts": [
            *(_draft_row(room, d, cases) for d in _drafts(room)),
            *_bid_drafts(room),
            *_library_drafts(room),
        ],
        "inbox": sum(len(forms) for _, forms in waiting_forms(room, cases)),
        "may_start": may_see_cases(room.me),
    }


def _alarms(room: Room, cases: tuple[Outline, ...]) -> Iterator[tuple[str, str, str]]:
    """Where somebody may not be safe (REC-06): what to do, who, and where that is."""
    for case in cases:
        if room.may_read(case):
            for unsafe in case.unsafe:
                if unsafe.seers.has(room.me):
                    yield unsafe.message, case.name, room.address(case.ref)


def _sum(pairs: list[tuple[Outline, DueItem]]) -> str:
    """What comes next, where nothing is late and nothing is due this week."""
    coming = sorted(
        (i.due_on, g.name)
        for g, i in pairs
        if i.status not in DONE and not (i.late or i.ended)
    )
    if coming:
        day, name = coming[0]
        return f"Nothing is late. Next: {name} on {uk_date(day)}."
    return "Nothing is late."


def _holidays(room: Room, late: list[DueItem]) -> str:
    """The bank holidays among the days told of: working days leave them out."""
    since = min((item.due_on for item in late), default=room.desk.today)
    until = room.desk.today + WEEK
    services = room.desk.organisation.provider.record.services
    mine = (s.nation for s in services if s.id in room.me.services and s.nation)
    nations: dict[date, list[str]] = {}
    for nation in dict.fromkeys(mine):
        for day in room.desk.holidays(nation, since, until):
            nations.setdefault(day, []).append(nation.label)
    told = (f"{uk_date(day)} ({', '.join(n)})" for day, n in sorted(nations.items()))
    return f"Bank holiday, not counted: {'; '.join(told)}." if nations else ""


def _card(room: Room, case: Outline, item: DueItem, kind: str) -> dict[str, object]:
    days = "day" if item.days_late == 1 else "days"
    due = uk_date(item.due_on)
    when = f"{item.days_late} working {days} late, due {due}" if item.late else due
    lead = room.desk.organisation.leader(item.lead, "")
    return {
        "kind": kind,
        "says": case.says,
        "name": case.name,
        "item": room.item(case, item),
        "to": room.address(case.ref),
        "when": when if item.late else f"Due {when}",
        "lead": f"Lead: {lead}" if lead else "Nobody leads this yet",
        "review": _review(room, case, item),
    }


def _review(room: Room, case: Outline, item: DueItem) -> dict[str, str]:
    """What the buttons of a review that is due know of it; nothing for other things."""
    if item.kind not in REVIEWS or not room.may_read(case):
        return {}
    return {
        "form": "review",
        "file": item.review_file,
        "kind": item.kind,
        "schedule": item.source,
        "due_on": f"{item.due_on:%d %m %Y}",
    }


def _hard(room: Room, cases: tuple[Outline, ...]) -> Iterator[dict[str, object]]:
    """Where visits were hard one after another: might the review come sooner?"""
    for case in cases:
        if room.may_read(case) and case.hard:
            due = (i for i in room.due(case) if i.kind in REVIEWS)
            coming = (i for i in due if i.status not in DONE and not i.ended)
            next_ = min(coming, key=lambda i: i.due_on, default=None)
            yield {
                "name": case.name,
                "to": room.address(case.ref),
                "when": f"Next review: {uk_date(next_.due_on)}" if next_ else "",
                "review": _review(room, case, next_) if next_ else {},
            }


def _limits(room: Room, cases: tuple[Outline, ...]) -> list[dict[str, str]]:
    """Limits on freedom by the day they end; doing nothing ends in a question."""
    found = [(limit.ends_on, case, limit) for case in cases for limit in case.limits]
    found.sort(key=lambda row: (row[0] is not None, row[0] or room.desk.today))
    return [
        {
            "name": case.name,
            "what": limit.what,
            "to": room.address(case.ref),
            "when": f"Ends {uk_date(day)} unless you say why not"
            if day
            else "No day to end: say why it stays, or end it",
        }
        for day, case, limit in found[:MOST]
    ]


def _bid_drafts(room: Room) -> Iterator[dict[str, str]]:
    """What somebody has begun to write for a bid."""
    for bid in room.desk.bids() if room.may_bid(room.session.who) else ():
        tender = bid.tender.record
        begun = drafts_of(room, bid)
        for number, kind, draft in begun:
            yield {
                "to": f"{room.bid_address(bid)}/{kind}/{number}",
                "name": tender.title or folder_of(bid),
                "title": tender.questions[number - 1].id or "",
                "when": draft.saved_at,
            }


def _library_drafts(room: Room) -> Iterator[dict[str, str]]:
    """What somebody has begun to write of what we can show."""
    if room.may_bid(room.session.who):
        for to, title, when in begun_in(room):
            yield {"to": to, "name": "What we can show", "title": title, "when": when}


def _drafts(room: Room) -> Iterator[Draft]:
    """What somebody has begun; not the ticks on a form that waits no more."""
    open_to_me = {case.ref for case in room.readable()[0]}
    mine = room.desk.drafts.of(room.session.who)
    for draft in (d for d in mine if CaseRef(d.case) in open_to_me):
        waiting = room.desk.waiting(CaseRef(draft.case)) if draft.form == TICKS else ()
        if draft.form != TICKS or draft.file in {p.sha256 for p in waiting}:
            yield draft


def _draft_row(
    room: Room, draft: Draft, cases: tuple[Outline, ...]
) -> dict[str, str | bool]:
    names = {case.ref: case.name for case in cases}
    sheet = sheet_named(room.desk.sheets, draft.form)
    case = room.address(CaseRef(draft.case))
    pages = {
        CARDS: (f"{case}/cards", "Who can know what"),
        TICKS: (f"/inbox/{case[3:]}/{draft.file}", "A filled form in the inbox"),
    }
    to, title = pages.get(draft.form, (f"/w/{draft.id}/1", ""))
    return {
        "to": to,
        "name": names.get(CaseRef(draft.case), draft.case),
        "title": title or (sheet.title if sheet else draft.form),
        "when": draft.saved_at,
        "there": already(room.desk.files, draft) is not None,
    }


def _case_row(room: Room, case: Outline) -> dict[str, object]:
    return {
        "to": room.address(case.ref),
        "name": case.name,
        "ref": case.ref,
        "says": case.says,
        "stage": case.stage or "Just begun",
        "count": case.to_put_right,
    }
