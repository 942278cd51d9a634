"""The door: who may speak to the pages at all (reliability S24 to S28).

Loopback only, exactly our own host; a key that opens once, swapped for a strict
cookie; nothing changes but by a POST from our own page with its token; nothing is
kept by the browser, and nothing comes from anywhere else.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

COOKIE = "alongside"
LOOKS = "alongside-look"
IDLE = 600  # seconds after which somebody must say again who is recording
AMISS, UNPROCESSABLE = 400, 422
MOST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 4_000
SAFE = frozenset({"GET", "HEAD"})
OWN = frozenset({"same-origin", "none"})
OUTSIDE = frozenset({"static", "join", "launch"})  # have their own keys, or none
WORDS = frozenset(  # put words in a draft and show none
    {"answer", "keep", "decide", "keep_why", "deal", "keep_cards", "take", "keep_ticks"}
    | {"keep_bid", "written", "keep_item", "item_written"}
)
BACK = frozenset(
    {"answer", "decide", "deal", "take", "written", "item_written"}
)  # whose page is shown again
NOBODY = frozenset({"who", "pin", "lock", "change_look", "stop", "hidden"})  # nameless
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass
class Session:
    """One browser that came in by the door: who is recording, and what they opened.

    `away` is who was recording before a long pause: what was on their page is kept.
    `asked` is who says they are recording, and has to give a PIN first.
    """

    token: str
    csrf: str
    who: str = ""
    away: str = ""
    asked: str = ""
    seen: float = 0.0
    opened: set[str] = field(default_factory=set)
    wanted: str = "/"


class Door:
    """The keys that open, and who has come in."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Nobody is in. `now` counts seconds."""
        self._now = now
        self._keys: set[str] = set()
        self._sessions: dict[str, Session] = {}
        self.secret = secrets.token_urlsafe(32)
        self.host = ""

    def new_key(self) -> str:
        """A key that opens the door once."""
        key = secrets.token_urlsafe(32)
        self._keys.add(key)
        return key

    def swap(self, key: str) -> Session | None:
        """A session for a key that was not used before."""
        found = next(
            (k for k in tuple(self._keys) if hmac.compare_digest(k, key)), None
        )
        if found is None:
            return None
        self._keys.discard(found)
        session = Session(
            secrets.token_urlsafe(32), secrets.token_urlsafe(32), seen=self._now()
        )
        self._sessions[session.token] = session
        return session

    def session(self, token: str) -> Session | None:
        """Who holds this cookie; after ten idle minutes nobody is recording."""
        session = self._sessions.get(token)
        if session is not None:
            if self._now() - session.seen > IDLE:
                session.away, session.who = session.who or session.away, ""
            session.seen = self._now()
        return session

    def knows(self, secret: str) -> bool:
        """Whether another start of the program on this machine asks to join."""
        return hmac.compare_digest(secret.encode(), self.secret.encode())


def guard(app: Flask, door: Door) -> None:
    """Put the door before every page of the app."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS

    @app.before_request
    def look() -> AnyResponse | None:
        if request.headers.get("Host", "") != door.host:
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
            abort(403)
        return None if request.endpoint in OUTSIDE else _inside(door)

    @app.after_request
    def head(response: Response) -> Response:
        response = _asked_first(response)
        for name, text in HEADERS.items():
            response.headers[name] = text
        response.headers.pop("Server", None)
        return response


def _inside(door: Door) -> AnyResponse | None:
    """Let in who has come by the door, and ask who is recording."""
    session = door.session(request.cookies.get(COOKIE, ""))
    if session is None:
        abort(403)
    g.session = session
    if request.method not in SAFE:
        _own_form(door, session)
    if session.who or request.endpoint in NOBODY:
        return None
    ours = request.endpoint and request.method in SAFE
    session.wanted = request.path if ours or request.endpoint in BACK else "/"
    if session.away and request.method not in SAFE and request.endpoint in WORDS:
        g.session, g.away = replace(session, who=session.away), True
        return None
    return redirect("/who")


def went_away() -> bool:
    """Whether nobody has said yet who is recording: words are kept, nothing is done."""
    return bool(g.get("away"))


def _asked_first(response: Response) -> Response:
    """Who is recording is asked before anything is shown, once words are kept."""
    kept = response.status_code < AMISS or response.status_code == UNPROCESSABLE
    return make_response(redirect("/who")) if went_away() and kept else response


def _own_form(door: Door, session: Session) -> None:
    """Refuse a change that does not come from our own page.

    Under `no-referrer` a browser calls the origin of our own form "null"; it then
    says itself that the form is ours.
    """
    origin = request.headers.get("Origin")
    hidden = origin == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin"
    if origin is not None and not hidden and urlsplit(origin).netloc != door.host:
        abort(403)
    given = request.form.get("csrf", "") or request.headers.get("X-CSRF", "")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        abort(403)
