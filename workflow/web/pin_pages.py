"""Who is recording: a name, a PIN where they chose one, and a lock (forms.md 6).

A PIN says who wrote, never who may read: the rights of the share say that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, abort, redirect, render_template, request
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from workflow.domain.errors import EditRefused
from workflow.web.room import Room

FREE_TRIES = 5  # wrong PINs before somebody has to wait
WAIT, LONGEST_WAIT = 60.0, 900.0  # seconds; each further wrong PIN doubles the wait
SHORTEST, LONGEST = 4, 8  # figures
EASY = ("0123456789", "9876543210")
UNPROCESSABLE = 422
Page = str | Response | tuple[str, int]


@dataclass
class Tries:
    """How often somebody's PIN was wrong, and until when they have to wait."""

    now: Callable[[], float]
    wrong: dict[str, int] = field(default_factory=dict)
    until: dict[str, float] = field(default_factory=dict)

    def fits(self, who: str, scrambled: str, pin: str) -> bool:
        """Whether this is the PIN; nothing fits while somebody has to wait."""
        if self.waits(who):
            return False
        try:
            right = check_password_hash(scrambled, pin)
        except ValueError:  # a file that somebody changed by hand
            right = False
        if right:
            self.wrong.pop(who, None)
        else:
            count = self.wrong[who] = self.wrong.get(who, 0) + 1
            if count >= FREE_TRIES:
                pause = WAIT * 2 ** (count - FREE_TRIES)
                self.until[who] = self.now() + min(pause, LONGEST_WAIT)
        return right

    def waits(self, who: str) -> bool:
        """Whether somebody has to wait before the next try."""
        return self.until.get(who, 0.0) > self.now()


def add(app: Flask, room: Room) -> None:  # noqa: C901 - one page after another
    """Put these pages into the app."""
    tries = Tries(room.now)

    @app.route("/who", methods=["GET", "POST"])
    def who() -> Page:
        staff = _staff(room)
        if request.method == "GET":
            return render_template("who.html", staff=staff)
        chosen = request.form.get("who", "")
        if chosen not in {member["id"] for member in staff}:
            abort(404)
        if room.desk.pin_of(chosen):
            room.session.asked = chosen
            return redirect("/who/pin")
        return _in(room, chosen)

    @app.route("/who/pin", methods=["GET", "POST"])
    def pin() -> Page:
        asked = room.session.asked
        member = room.desk.organisation.member(asked)
        if member is None or not room.desk.organisation.active(asked, room.desk.today):
            return redirect("/who")
        if request.method == "GET":
            return render_template("pin.html", name=member.name)
        if tries.fits(asked, room.desk.pin_of(asked), request.form.get("pin", "")):
            return _in(room, asked)
        room.desk.note("pin.wrong", "config", asked)
        told = _wrong(tries, asked)
        page = render_template("pin.html", name=member.name, errors={"pin": told})
        return page, UNPROCESSABLE

    @app.post("/lock")
    def lock() -> Response:
        session = room.session
        session.away, session.who, session.asked = session.who or session.away, "", ""
        return redirect("/who")

    @app.route("/pin", methods=["GET", "POST"])
    def own_pin() -> Page:
        has = bool(room.desk.pin_of(room.me.id or ""))
        if request.method == "GET":
            return render_template("own_pin.html", has=has, done=False)
        told = _amiss(room, tries)
        if told:
            page = render_template("own_pin.html", has=has, done=False, errors=told)
            return page, UNPROCESSABLE
        try:
            scrambled = generate_password_hash(request.form.get("new", ""))
            room.desk.keep_pin(room.me.id or "", scrambled)
        except EditRefused:
            told = {"new": "The shared drive does not let you. Ask your manager."}
            page = render_template("own_pin.html", has=has, done=False, errors=told)
            return page, UNPROCESSABLE
        return render_template("own_pin.html", has=True, done=True)

    room.proves = lambda pin: _proves(room, tries, pin)


def _in(room: Room, who: str) -> Response:
    """Somebody is recording from now on; what another one opened is shut."""
    session = room.session
    session.who, session.away, session.asked = who, "", ""
    session.opened.clear()
    wanted, session.wanted = session.wanted, "/"
    return redirect(wanted)


def _proves(room: Room, tries: Tries, pin: str) -> bool:
    """Whether whoever is recording is who they say; yes where they have no PIN."""
    scrambled = room.desk.pin_of(room.session.who)
    return not scrambled or tries.fits(room.session.who, scrambled, pin)


def _wrong(tries: Tries, who: str) -> str:
    if tries.waits(who):
        return "Too many wrong PINs. Wait a while, then try again"
    return "This is not the PIN. Try again"


def _amiss(room: Room, tries: Tries) -> dict[str, str]:
    """What is amiss with a PIN that somebody chooses, by its question."""
    new, again = request.form.get("new", ""), request.form.get("again", "")
    if not _proves(room, tries, request.form.get("old", "")):
        return {"old": _wrong(tries, room.session.who)}
    if not (new.isascii() and new.isdigit() and SHORTEST <= len(new) <= LONGEST):
        return {"new": "Choose four to eight figures"}
    if len(set(new)) == 1 or any(new in row for row in EASY):
        return {"new": "Anybody would guess this one. Choose another"}
    return {} if new == again else {"again": "The two are not the same. Try again"}


def _staff(room: Room) -> list[dict[str, str]]:
    """Who works here today; whoever was recording before a pause comes first."""
    organisation, away = room.desk.organisation, room.session.away
    found = [
        {
            "id": member.id or "",
            "name": member.name or "",
            "roles": ", ".join(role.label for role in member.roles),
        }
        for member in organisation.staff.record.staff
        if organisation.active(member.id, room.desk.today)
    ]
    return sorted(found, key=lambda member: member["id"] != away)
