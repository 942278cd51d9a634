"""What every page shares: who is recording, what they may open, names for addresses."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flask import abort, g, has_request_context, redirect, request

from workflow.domain.access import (
    FOR_MANAGERS,
    Opens,
    may_bid,
    may_open,
    may_see_cases,
    may_see_form,
    seers,
)
from workflow.domain.bidding.progress import folder_of
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.diary import DueItem
from workflow.domain.errors import WorkspaceUnreachable
from workflow.domain.filled_forms import Filled
from workflow.domain.findings import Finding
from workflow.domain.questions import WRITES, Known, Sheet, known_in, sheet_named
from workflow.domain.records.record import Record
from workflow.domain.records.staff import StaffMember
from workflow.domain.workspace import Bid
from workflow.services.glancing import Glance, Outline
from workflow.services.ports import Draft
from workflow.services.saving import Saved
from workflow.web.desk import Desk
from workflow.web.door import LOOKS, Door, Session

UNDO = 600  # seconds for which a save may be taken back
TURN = 20.0  # seconds that a request waits for the one before it about the same thing
CARDS, TICKS = "aside.cards", "aside.ticks"  # pages whose choices are kept as drafts
ASIDE = frozenset({CARDS, TICKS})
GUARDED = ("records/", *FOR_MANAGERS)
LIBRARY_PAGE = "/tenders/evidence"
TEXTS, THEMES = ("m", "l", "xl"), ("auto", "light", "dark")


@dataclass
class Kept:
    """A save that may still be taken back, by whom and until when."""

    saved: Saved
    who: str
    until: float
    form: str
    undone: bool = False


@dataclass
class Room:
    """The pages' common room: the desk, the door, and what is remembered meanwhile."""

    desk: Desk
    door: Door
    now: Callable[[], float] = time.monotonic
    writing: dict[str, Draft] = field(default_factory=dict)
    saves: dict[str, Kept] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    begun: dict[str, CaseRef] = field(default_factory=dict)
    turns: dict[str, threading.Lock] = field(default_factory=dict)
    proves: Callable[[str], bool] = lambda _: False
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def session(self) -> Session:
        """Who came in by the door. Ends in "closed" where nobody did."""
        found: Session | None = g.get("session")
        if found is None:
            abort(403)
        return found

    @property
    def me(self) -> StaffMember:
        """Who is recording."""
        member = self.desk.organisation.member(self.session.who)
        if member is None:
            abort(403)
        return member

    def around(self) -> dict[str, object]:
        """What the frame of every page needs."""
        session: Session | None = g.get("session") if has_request_context() else None
        who = session.who if session else ""
        return {
            "me": self.desk.organisation.member(who) if who else None,
            "csrf": session.csrf if session else "",
            "bids": self.may_bid(who),
            "look": look(),
            "here": request.path if request.endpoint else "/",
            "errors": {},
        }

    def may_bid(self, who: str) -> bool:
        """Whether the tenders are open to somebody."""
        member = self.desk.organisation.member(who) if who else None
        return member is not None and may_bid(member)

    def only_bidders(self) -> None:
        """End in "closed" for anybody who neither writes bids nor manages."""
        if not self.may_bid(self.session.who):
            abort(403)

    def address(self, ref: CaseRef) -> str:
        """The address of a case: it says nothing to somebody who reads the history."""
        return f"/c/{self._token(ref)}"

    def bid_address(self, bid: Bid) -> str:
        """The address of a tender: it says no more than that of a case."""
        return f"/t/{self._token(f'tender {folder_of(bid)}')}"

    def item_address(self, item: str) -> str:
        """The address of something we can show; without an id, that of a new one."""
        token = self._token(f"evidence {item}") if item else "new"
        return f"{LIBRARY_PAGE}/item/{token}"

    def bid(self, token: str) -> Bid:
        """The tender behind an address, for who writes bids or manages."""
        self.only_bidders()
        found = (
            bid
            for bid in self.desk.bids()
            if hmac.compare_digest(self._token(f"tender {folder_of(bid)}"), token)
        )
        return next(found, None) or abort(404)

    def may_see_words(self) -> bool:
        """Whether words that point to somebody may be shown: not to who sees no case.

        Nor to whom any case is closed, or while some cases are still unread.
        """
        outlines, unread = self.desk.outlines()
        closed = any(self.me.id in each.access.kept_out for each in outlines)
        return may_see_cases(self.me) and not unread and not closed

    def case(self, token: str) -> CaseRef:
        """The case behind an address; the page is not found where there is none."""
        refs = self.desk.refs()
        found = (r for r in refs if hmac.compare_digest(self._token(r), token))
        return next(found, None) or abort(404)

    def opened(self, token: str) -> Glance:
        """The case behind an address, where whoever is recording may open it."""
        glance = self.desk.glance(self.case(token))
        if not self.may_read(glance):
            self.desk.note("refused", glance.ref, self.session.who)
            abort(403)
        return glance

    def may_read(self, case: Glance | Outline) -> bool:
        """Whether whoever is recording has the case open to them now."""
        opens = may_open(self.me, case.access)
        given = case.ref in self.session.opened
        return opens is Opens.YES or (opens is Opens.WITH_REASON and given)

    def readable(self) -> tuple[tuple[Outline, ...], int]:
        """The cases that whoever is recording may know of, and how many are unread."""
        if not may_see_cases(self.me):
            return (), 0
        outlines, unread = self.desk.outlines()
        mine = (o for o in outlines if may_open(self.me, o.access) is not Opens.NO)
        return tuple(mine), unread

    def sheet(self, name: str) -> Sheet:
        """A question sheet of a case; the page is not found where there is none."""
        found = sheet_named(self.desk.sheets, name)
        return found if found and found.writes in WRITES else abort(404)

    def known(self, glance: Glance) -> Known:
        """What references may point to in a case, of what may be seen."""
        known = known_in(glance.folder, self.desk.organisation)
        shown = {f.record.record_id for f in self.records(glance.folder)}
        records = tuple(c for c in known["record"] if c.code in shown)
        return {**known, "record": records}

    def records(self, folder: CaseFolder) -> tuple[Filed[Record], ...]:
        """The records of a case that whoever is recording may see."""
        me = self.me
        return tuple(filed for filed in folder.records if seers(filed).has(me))

    def seen_files(self, folder: CaseFolder) -> frozenset[str]:
        """The files of a case that whoever is recording may see."""
        me = self.me
        return frozenset(f.file for f in folder.every_file if seers(f).has(me))

    def findings(self, glance: Glance) -> list[Finding]:
        """What was noticed in the files that whoever is recording may see."""
        me = self.me
        return [finding for finding, who in glance.told if who.has(me)]

    def may_look_at(self, folder: CaseFolder, filled: Filled) -> bool:
        """Whether whoever is recording may see a filled form, and what it would change.

        A form may name any record of the case, and may be somebody speaking up.
        """
        apart = filled.file.startswith(GUARDED) and not filled.file.endswith("/")
        if apart and filled.file not in self.seen_files(folder):
            return False
        return may_see_form(self.me, self.desk.sheets.get(filled.form), filled)

    def due(self, case: Glance | Outline) -> tuple[DueItem, ...]:
        """What is due in a case, without what whoever is recording must not hear of."""
        return tuple(i for i in case.due if self.me.id not in i.not_told)

    def item(self, case: Glance | Outline, item: DueItem) -> str:
        """What is due, in words: an action by what it is, not by its number."""
        named = case.actions.get(item.source) if item.kind == "action" else ""
        return named or item.item

    def at_hand(self) -> dict[str, str]:
        """What a form offers today, to whoever is recording."""
        today, now = self.desk.today, self.desk.moment()[11:16]
        return {"me": self.session.who, "today": f"{today:%d %m %Y}", "now": now}

    @contextmanager
    def turn(self, about: str) -> Iterator[None]:
        """One request about a thing after the other, in the order they came.

        A button pressed twice, or a draft that was still on its way when it was: the
        second one finds what the first one did. Raises `WorkspaceUnreachable` when the
        first one does not come to its end.
        """
        lock = self.turns.setdefault(about, threading.Lock())
        if not lock.acquire(timeout=TURN):
            raise WorkspaceUnreachable
        try:
            yield
        finally:
            lock.release()

    def new_case(self, service: str) -> CaseRef:
        """A new case; the same one where a page asks for it a second time."""
        once = request.form.get("once", "")[:32]
        with self.turn(f"new {once}"):
            ref = self.begun.get(once) or self.desk.new_case(service)
            if once:
                self.begun[once] = ref
            return ref

    def once(self, about: str) -> None:
        """Go to what became of a thing, where somebody has saved it already."""
        kept = self.saves.get(self.ended.get(about, ""))
        if kept is not None and kept.who == self.session.who:
            abort(redirect(f"/done/{self.ended[about]}"))

    def draft(self, identifier: str) -> Draft:
        """What was begun; only for whom it belongs to. Goes to what became of it."""
        self.once(identifier)
        found = self.writing.get(identifier)
        if found is None:
            mine = self.desk.drafts.of(self.session.who)
            found = next((d for d in mine if d.id == identifier), None)
        if found is None or found.owner != self.session.who or found.form in ASIDE:
            abort(404)
        return found

    def aside(self, page: str, ref: CaseRef, about: str = "") -> Draft:
        """What somebody has chosen on a page that is no form, kept like a form.

        `about` tells apart several such pages of a case.
        """
        who = self.session.who
        told = f"{page}\0{who}\0{ref}\0{about}".encode()
        identifier = sha256(told).hexdigest()[:32]
        if identifier in self.writing:
            return self.writing[identifier]
        mine = self.desk.drafts.of(who)
        found = next((draft for draft in mine if draft.id == identifier), None)
        return found or Draft(identifier, who, ref, page, about)

    def put_aside(self, draft: Draft, answers: Mapping[str, str]) -> Draft:
        """Keep what was chosen on such a page; nothing chosen is no draft."""
        if not answers:
            self.forget(draft)
            return replace(draft, answers={}, saved_at="", number=0)
        clock = self.desk.moment()[11:16]
        return self.keep(replace(draft, answers=answers, saved_at=clock))

    def keep(self, draft: Draft) -> Draft:
        """Keep what was typed, in memory and on the share."""
        kept = self.desk.drafts.keep(draft)
        self.writing[draft.id] = kept
        return kept

    def forget(self, draft: Draft) -> None:
        """Put a draft away: it is in the record, or nobody wants it."""
        self.writing.pop(draft.id, None)
        self.desk.drafts.discard(draft)

    def remember(self, saved: Saved, form: str, of: str = "") -> str:
        """Remember a save for ten minutes; its number for the page that undoes it.

        `of` is the draft or the filled form that it came of: whoever sends that once
        more is shown what was saved. Who saved it is noted in the log.
        """
        self.desk.note("saved.by", saved.case, self.session.who, saved.after)
        now, number = self.now(), secrets.token_hex(16)
        for old, kept in tuple(self.saves.items()):  # others may save meanwhile
            if kept.until <= now:
                self.saves.pop(old, None)
        self.saves[number] = Kept(saved, self.session.who, now + UNDO, form)
        self.ended[of] = number
        return number

    def _token(self, ref: str) -> str:
        return hmac.new(self.salt, ref.encode(), sha256).hexdigest()[:32]


def look() -> dict[str, str]:
    """How the pages look: text size and theme, kept in a harmless cookie."""
    text, _, theme = request.cookies.get(LOOKS, "").partition("-")
    return {
        "text": text if text in TEXTS else "m",
        "theme": theme if theme in THEMES else "auto",
    }
