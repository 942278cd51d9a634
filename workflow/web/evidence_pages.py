"""What we can show: what bids lean on, how long it holds, and looking at it again.

One file for all bids (`tenders/evidence.yaml`). No case is read here. How an item is
kept and saved: see `writing`.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flask import Flask, abort, render_template, request

from workflow.domain.bidding.library import (
    LIBRARY,
    SOON,
    Leaning,
    Library,
    Shown,
    Stands,
)
from workflow.domain.bidding.progress import folder_of
from workflow.domain.case_folder import CaseRef
from workflow.domain.context import uk_date
from workflow.domain.intake import NOTHING, answers_of, filled_in, next_id, put, said
from workflow.domain.questions import Known, Question, Sheet, staff_in
from workflow.domain.records.assembly import Evidence, EvidenceItem
from workflow.domain.tree import Fields, Listing, Node, row_id
from workflow.web.room import LIBRARY_PAGE, Room
from workflow.web.showing import Drawn, Showing
from workflow.web.writing import Answer, Writing, keep, mine, sent, settled, taken_back

FILE, SHEET, ITEMS, ROW = "evidence.yaml", "bid-evidence", "items", "items.0"
NEW = "new"
HEADINGS = {
    Stands.UNREAD: "Its last day cannot be read",
    Stands.RUN_OUT: "Has run out",
    Stands.RUNS_OUT_SOON: f"Runs out within {SOON.days} days",
    Stands.HOLDS: "Holds for longer",
}


@dataclass(frozen=True)
class ItemWriting(Writing):
    """One item of the library, being written; `item` is its id, "" for a new one."""

    item: str

    @property
    def ref(self) -> CaseRef:
        """The library of all bids."""
        return LIBRARY

    @property
    def home(self) -> str:
        """The address of the list."""
        return LIBRARY_PAGE

    @property
    def to(self) -> str:
        """The address of this page."""
        return self.room.item_address(self.item)

    @property
    def file(self) -> str:
        """The file that is written."""
        return FILE

    @property
    def form(self) -> str:
        """The kind of draft."""
        return SHEET

    @property
    def draft_id(self) -> str:
        """The name of the draft: one for each item, and one for a new one."""
        named = f"{self.ref}/evidence/{self.item}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    @property
    def fields(self) -> str:
        """How the names of the answers begin."""
        return f"{ROW}."

    @property
    def where(self) -> str:
        """What people call the place it is saved in."""
        return "the list"

    @property
    def about(self) -> str:
        """What of the folder this is."""
        return self.item

    @property
    def known(self) -> Known:
        """Who may keep it: who works here, and whoever keeps something now."""
        organisation, today = self.room.desk.organisation, self.room.desk.today
        keeping = {row.item.owner for row in self.library.rows}
        staff = organisation.staff.record.staff
        here = {s.id for s in staff if not s.active_to or s.active_to >= today}
        known = staff_in(organisation)
        return {"staff": tuple(c for c in known if c.code in here | keeping)}

    @property
    def question(self) -> Question:
        """What is asked of an item."""
        return self.sheet.questions[0]

    @cached_property
    def sheet(self) -> Sheet:
        """The questions, under the title of the item."""
        found = self.room.desk.sheets[SHEET]
        title = next((r.item.title for r in self.library.rows if _is(r, self.item)), "")
        group = found.questions[0]
        group = replace(group, ask=f"{title}:" if title else group.ask)
        return replace(found, pages=(replace(found.pages[0], questions=(group,)),))

    @cached_property
    def library(self) -> Library:
        """Everything we can show."""
        return self.room.desk.library()

    def answers(self, root: Fields) -> dict[str, str]:
        """What a file says of the item, as the answers that would have made it."""
        if not self.item:
            return {}
        every = answers_of(self.sheet, root)
        own = (
            n for n, text in every.items() if n.endswith(".id") and text == self.item
        )
        here = f"{next(own, '.').rpartition('.')[0]}."
        return {
            f"{ROW}.{name.removeprefix(here)}": text
            for name, text in every.items()
            if name.startswith(here)
        }

    def root(self, base: Fields, answers: Mapping[str, str]) -> Fields:
        """What the file should say with these answers."""
        today = self.room.desk.today
        root = filled_in(self.sheet, base, answers, self.known, today).root
        if not base.values:
            root = put(root, "schema_version", said("1", "int"), Evidence)
        there = self.item and self.item in map(row_id, _rows(base))
        return root if there else self._named(root)

    def _named(self, root: Fields) -> Fields:
        """A new item under its own id: one that no item has and no bid leans on."""
        *others, new = _rows(root)
        taken = (_called(NOTHING, name) for name in sorted(self.library.leaned_on))
        name = self.item or next_id(self.question, (*others, *taken))
        rows = Listing((*others, _called(new, name)), root.at)
        return put(root, ITEMS, rows, Evidence)

    def unseen(self, now: Fields) -> Fields:
        """The file with nothing said of the item, where nobody knows what was."""
        if not self.item:
            return now
        bare = _called(NOTHING, self.item)
        rows = [bare if row_id(row) == self.item else row for row in _rows(now)]
        rows += [] if bare in rows else [bare]
        return put(now, ITEMS, Listing(tuple(rows), now.at), Evidence)

    def amiss(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What keeps the answers from being saved, by their names.

        A day that cannot be read would count as none, and let a pack be built.
        """
        today = self.room.desk.today
        taken = filled_in(self.sheet, NOTHING, answers, self.known, today)
        found = {p.name: p.message for p in taken.problems}
        title = next(p for p in self.question.parts if p.field == "title")
        if not answers.get(f"{ROW}.title", "").strip():
            found[f"{ROW}.title"] = title.required
        return found

    def page(self, problems: Mapping[str, str]) -> str:
        """The page of this item."""
        return _page(self, problems)


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get(LIBRARY_PAGE)
    def evidence() -> str:
        room.only_bidders()
        return _list(room)

    @app.get(f"{LIBRARY_PAGE}/item/<token>")
    def item(token: str) -> str:
        return _page(_writing(room, token), {})

    @app.post(f"{LIBRARY_PAGE}/item/<token>")
    def item_written(token: str) -> Answer:
        return sent(_writing(room, token))

    @app.post(f"{LIBRARY_PAGE}/item/<token>/keep")
    def keep_item(token: str) -> str:
        draft = keep(_writing(room, token))
        return _kept_words(draft.saved_at if draft else "")

    @app.post(f"{LIBRARY_PAGE}/item/<token>/both")
    def settle_item(token: str) -> Answer:
        return settled(_writing(room, token))

    @app.get(f"{LIBRARY_PAGE}/done/<number>")
    def done_item(number: str) -> str:
        room.only_bidders()
        return _done(room, number)

    @app.post(f"{LIBRARY_PAGE}/undo")
    def undo_item() -> str:
        room.only_bidders()
        taken_back(room, LIBRARY)
        return _done(room, request.form.get("of", ""))


def counted(rows: Sequence[Shown]) -> str:
    """How many items have run out or soon will, in a line for people."""
    unread = sum(row.stands is Stands.UNREAD for row in rows)
    gone = sum(row.stands is Stands.RUN_OUT for row in rows)
    soon = sum(row.stands is Stands.RUNS_OUT_SOON for row in rows)
    if not rows:
        return "Nothing is here yet."
    if not unread and not gone and not soon:
        return f"{_many(len(rows), 'thing')}. None runs out within {SOON.days} days."
    told = [f"{unread} {_has(unread)} a last day nobody can read"] if unread else []
    told += [f"{gone} {_has(gone)} run out"] if gone else []
    if soon:
        verb = "runs" if soon == 1 else "run"
        told.append(f"{soon} {verb} out within {SOON.days} days")
    return f"{_listed(told)}."


def begun_in(room: Room) -> Iterator[tuple[str, str, str]]:
    """What whoever is recording has begun here: its address, title, and when."""
    for draft in room.desk.bid_drafts(LIBRARY).of(room.session.who):
        item = draft.answers.get(f"{ROW}.id", "")
        title = draft.answers.get(f"{ROW}.title", "") or "Something new"
        yield room.item_address(item), title, draft.saved_at


def _many(number: int, what: str) -> str:
    return f"{number or 'No'} {what}{'' if number == 1 else 's'}"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _is(row: Shown, item: str) -> bool:
    return bool(item) and row.item.id == item


def _rows(root: Fields) -> tuple[Node, ...]:
    """What stands in the list of a file, whatever it is."""
    found = root.values.get(ITEMS)
    return found.items if isinstance(found, Listing) else ()


def _called(row: Node, name: str) -> Fields:
    block = row if isinstance(row, Fields) else NOTHING
    return put(block, "id", said(name, "text"), EvidenceItem)


def _writing(room: Room, token: str) -> ItemWriting:
    """What is being written at an address, for who writes bids or manages.

    An item that was taken out of the file meanwhile is still known by what was typed.
    """
    room.only_bidders()
    if token == NEW:
        return ItemWriting(room, "")
    drafts = room.desk.bid_drafts(LIBRARY).of(room.session.who)
    typed = [
        request.form.get(f"{ROW}.id"),
        *(d.answers.get(f"{ROW}.id") for d in drafts),
    ]
    there = (row.item.id for row in room.desk.library().rows)
    named = (
        item
        for item in filter(None, (*there, *typed))
        if hmac.compare_digest(room.item_address(item).rpartition("/")[2], token)
    )
    return ItemWriting(room, next(named, None) or abort(404))


def _list(room: Room) -> str:
    library = room.desk.library()
    ids = [row.item.id for row in library.rows]
    groups = [
        (
            heading,
            [_row(room, row, ids) for row in library.rows if row.stands is stands],
        )
        for stands, heading in HEADINGS.items()
    ]
    return render_template(
        "evidence.html",
        groups=[group for group in groups if group[1]],
        amiss=library.amiss,
        counted=counted(library.rows),
        begun=list(begun_in(room)),
        new=room.item_address(""),
    )


def _row(room: Room, row: Shown, ids: Sequence[str | None]) -> dict[str, object]:
    item = row.item
    return {
        "id": item.id or "",
        "title": item.title or "Nobody has said what this is",
        "owner": _owner(room, row),
        "source": item.source or "",
        "file": item.file or "",
        "looked": uk_date(item.dated),
        "until": _until(row),
        "gone": row.stands in (Stands.UNREAD, Stands.RUN_OUT),
        "soon": row.stands is Stands.RUNS_OUT_SOON,
        "leaning": [_leaning(room, one) for one in row.leaning],
        "to": room.item_address(item.id or "") if ids.count(item.id) == 1 else "",
    }


def _until(row: Shown) -> str:
    """How long an item may be used, in words."""
    day, left = uk_date(row.item.expires_on), row.days
    if row.stands is Stands.UNREAD:
        return "Nobody can tell from the file how long it may be used."
    if left is None:
        return "No day ends it."
    if left < 0:
        return f"Ran out on {day}, {_many(-left, 'day')} ago."
    if left == 0:
        return "Today is the last day it may be used."
    if row.stands is Stands.RUNS_OUT_SOON:
        return f"Runs out on {day}, in {_many(left, 'day')}."
    return f"May be used until {day}."


def _owner(room: Room, row: Shown) -> str:
    """Who keeps an item, and whether they still can."""
    member = room.desk.organisation.member(row.item.owner)
    gone = member and member.active_to and member.active_to < room.desk.today
    return f"{row.owner}, who has left" if gone else row.owner or "nobody named"


def _leaning(room: Room, leaning: Leaning) -> dict[str, str]:
    tender = leaning.bid.tender.record
    return {
        "to": room.bid_address(leaning.bid),
        "title": tender.title or folder_of(leaning.bid),
        "ref": folder_of(leaning.bid),
        "places": _listed(leaning.places),
        "one": "yes" if len(leaning.places) == 1 else "",
        "left": uk_date(tender.released_on),
    }


def _listed(places: Sequence[str]) -> str:
    """Several things as people say them: Q1, Q4 and the appendix Audit."""
    *others, last = places
    return f"{', '.join(others)} and {last}" if others else last


def _page(writing: ItemWriting, problems: Mapping[str, str]) -> str:
    draft, now = writing.draft, writing.now
    rows = [row for row in writing.library.rows if _is(row, writing.item)]
    drawn = list(_drawn(writing, problems))
    return render_template(
        "evidence_item.html",
        page=writing.sheet.pages[0],
        title=next((row.item.title for row in rows), "") or "",
        item=writing.item,
        name=f"{ROW}.id",
        row=next((_row(writing.room, row, ()) for row in rows), None),
        first=[one for more, one in drawn if not more],
        more=[one for more, one in drawn if more],
        back=writing.home,
        errors=problems,
        unreadable=now is not None and now.root is None,
        keep=f"{writing.to}/keep",
        begun=draft is not None,
        kept=_kept_words(draft.saved_at if draft else ""),
        save=writing.sheet.save,
        **writing.carried,
    )


def _drawn(
    writing: ItemWriting, problems: Mapping[str, str]
) -> Iterator[tuple[bool, Drawn]]:
    showing = Showing(writing.begun, writing.known, "", problems)
    for part in writing.question.parts:
        yield part.more, showing.question(part, f"{ROW}.{part.field}")


def _kept_words(when: str) -> str:
    return f"Draft kept at {when}. Not in the list yet." if when else ""


def _done(room: Room, number: str) -> str:
    kept = mine(room, LIBRARY, number)
    rows = room.desk.library().rows
    row = next((row for row in rows if _is(row, kept.form)), None)
    told = f"{row.item.title or row.item.id}: {_until(row)}" if row else ""
    back = [
        (one["to"], f"To the tender {one['title']}")
        for one in (_leaning(room, each) for each in (row.leaning if row else ()))
    ]
    return render_template(
        "bid_done.html",
        undone=kept.undone,
        words=told or "It is in the list.",
        what="The list" if not row else row.item.title or row.item.id,
        of=number,
        undo=f"{LIBRARY_PAGE}/undo",
        links=[(LIBRARY_PAGE, "Back to what we can show"), *back],
    )
