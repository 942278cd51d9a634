"""A part of a file of the bids, written at the screen: kept, saved, taken back.

What is typed is kept as a draft beside the file. A save changes only the lines it must,
against what was seen; two people at once both keep their words; a button pressed twice
does what it does once. No case is read here.
"""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import ChangedElsewhere
from workflow.domain.intake import NOTHING
from workflow.domain.merging import chosen
from workflow.domain.questions import Known, Sheet
from workflow.domain.tree import Fields
from workflow.services.ports import Attempt, CaseFiles, Draft, Standing, Written
from workflow.services.saving import Differs, Saved, save, undo
from workflow.services.saving_once import already
from workflow.web.clashes import BOTH, MINE, THEIRS, Wording
from workflow.web.door import went_away
from workflow.web.room import Kept, Room

UNPROCESSABLE, CONFLICT = 422, 409
LABELS = {BOTH: "Keep both", THEIRS: "Keep what is there now", MINE: "Keep mine"}
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Writing(ABC):
    """A part of one file, being written by whoever is recording.

    `ref` is the folder of the file, `home` the address of the page it is shown on, `to`
    that of its own. `form` names the kind of draft, `fields` how its answers begin;
    `where` is what people call the place that it is saved in.
    """

    room: Room

    @property
    @abstractmethod
    def ref(self) -> CaseRef:
        """The folder that the file lies in."""

    @property
    @abstractmethod
    def home(self) -> str:
        """The address of the page that shows what is saved."""

    @property
    @abstractmethod
    def to(self) -> str:
        """The address of this page."""

    @property
    @abstractmethod
    def file(self) -> str:
        """The file that is written."""

    @property
    @abstractmethod
    def form(self) -> str:
        """The kind of draft."""

    @property
    @abstractmethod
    def draft_id(self) -> str:
        """The name of the draft of this part."""

    @property
    @abstractmethod
    def fields(self) -> str:
        """How the names of the answers begin."""

    @property
    @abstractmethod
    def where(self) -> str:
        """What people call the place it is saved in."""

    @property
    @abstractmethod
    def sheet(self) -> Sheet:
        """The questions, for the words that people know them by."""

    @property
    def about(self) -> str:
        """Which part of the folder it is, for the page that says it is saved."""
        return ""

    @property
    def known(self) -> Known:
        """What there is to choose from."""
        return {}

    @abstractmethod
    def answers(self, root: Fields) -> dict[str, str]:
        """What a file says here, as the answers that would have made it."""

    @abstractmethod
    def root(self, base: Fields, answers: Mapping[str, str]) -> Fields:
        """What the file should say with these answers."""

    def unseen(self, now: Fields) -> Fields:  # noqa: ARG002 - for those who need it
        """What a draft was begun from, where nobody knows it any more.

        All that differs from what the file says `now` is then told.
        """
        return NOTHING

    @abstractmethod
    def amiss(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What keeps the answers from being saved, by their names."""

    @abstractmethod
    def page(self, problems: Mapping[str, str]) -> str:
        """The page of this part."""

    @cached_property
    def now(self) -> Standing | None:
        """The file as it stands; None when there is none."""
        return self.room.desk.bid_files.read(self.ref, self.file)

    @property
    def draft(self) -> Draft | None:
        """What was begun here, by whoever is recording."""
        mine = self.room.desk.bid_drafts(self.ref).of(self.room.session.who)
        return next((d for d in mine if d.id == self.draft_id), None)

    @property
    def begun(self) -> dict[str, str]:
        """What was begun here, or what stands in the file."""
        draft, now = self.draft, self.now
        if draft is not None:
            return dict(draft.answers)
        return self.answers(now.root if now and now.root else NOTHING)

    @property
    def carried(self) -> dict[str, str]:
        """What a page carries along: what it was begun from, and its own name."""
        own = request.form.get("once") or secrets.token_hex(16)
        return {"seen": self.now.sha if self.now else "", "once": own}

    def kept(self) -> Draft:
        """Keep what was just sent as a draft, with what it was begun from."""
        sent = {k: v for k, v in request.form.items() if k.startswith(self.fields)}
        before = self.draft
        seen = request.form.get("seen", "")
        files = self.room.desk.bid_files
        base = before.base if before else files.seen(self.ref, self.file, seen).text
        draft = Draft(
            self.draft_id,
            self.room.session.who,
            self.ref,
            self.form,
            self.file,
            base,
            sent,
            self.room.desk.moment()[11:16],
            before.number if before else 0,
            before.attempts if before else (),
        )
        return self.room.desk.bid_drafts(self.ref).keep(draft)

    def forget(self) -> None:
        """Put the draft away."""
        draft = self.draft
        if draft is not None:
            self.room.desk.bid_drafts(self.ref).discard(draft)


def keep(writing: Writing) -> Draft | None:
    """Keep what was sent; None where it is saved already and came late."""
    with writing.room.turn(writing.draft_id):
        return writing.kept() if done_before(writing) is None else None


def sent(writing: Writing) -> Answer:
    """Keep what was sent; then do what the button says."""
    with writing.room.turn(writing.draft_id):
        do = request.form.get("_do", "save")
        done = done_before(writing)
        if done is not None:
            return done
        if do == "drop":
            writing.forget()
            return redirect(writing.home)
        draft = writing.kept()
        if do == "later" or went_away():
            return redirect(writing.home)
        problems = writing.amiss(draft.answers)
        if problems:
            return writing.page(problems), UNPROCESSABLE
        return _finished(writing, _try(writing, draft))


def settled(writing: Writing) -> Answer:
    """Save what was chosen against the version that was looked at."""
    if request.form.get("_do") == "later":
        return redirect(writing.home)
    with writing.room.turn(writing.draft_id):
        done = done_before(writing)
        return done if done is not None else _settled(writing)


def taken_back(room: Room, ref: CaseRef) -> Kept:
    """Take a save back that was just made. Raises `ChangedElsewhere`."""
    number = request.form.get("of", "")
    with room.turn(f"undo {number}"):
        kept = mine(room, ref, number)
        if kept.undone:
            return kept
        if kept.until < room.now():
            abort(404)
        if not undo(room.desk.bid_files, kept.saved):
            raise ChangedElsewhere
        room.saves[number] = replace(kept, undone=True)
        return room.saves[number]


def mine(room: Room, ref: CaseRef, number: str) -> Kept:
    """What whoever is recording has just saved in a folder."""
    kept = room.saves.get(number)
    own = kept is not None and kept.who == room.session.who
    if kept is None or not own or kept.saved.case != ref:
        abort(404)
    return kept


def done_before(writing: Writing) -> Response | None:
    """The way to what became of this very page, where it was saved already."""
    number = writing.room.ended.get(request.form.get("once") or "-", "")
    kept = writing.room.saves.get(number)
    if kept is None or kept.who != writing.room.session.who:
        return None
    return redirect(f"{writing.home}/done/{number}")


def _try(writing: Writing, draft: Draft) -> Saved | Differs:
    """Put the draft in its file; what differs comes back.

    Where somebody else has changed only other parts of the file, nothing differs.
    """
    files = writing.room.desk.bid_files
    done = already(files, draft)
    if done is not None:
        return done
    base, now = files.as_it_was(draft.file, draft.base), writing.now
    noting = _noting(writing, files, draft)
    if now is None:
        root = writing.root(base.root or NOTHING, draft.answers)
        written, after = noting.place(writing.ref, draft.file, root)
        if written not in (Written.CREATED, Written.IDENTICAL):
            raise ChangedElsewhere
        return Saved(writing.ref, draft.file, "", after)
    if now.root is not None:
        base = base if draft.base else Standing("", writing.unseen(now.root))
        if writing.answers(now.root) == writing.answers(base.root or NOTHING):
            base = now
    root = writing.root(base.root or NOTHING, draft.answers)
    return save(noting, writing.ref, draft.file, base, root)


def _noting(writing: Writing, files: CaseFiles, draft: Draft) -> CaseFiles:
    """The files; what is about to be written is put in the draft first."""

    def about_to(file: str, before: str, text: str) -> None:
        at = writing.room.desk.moment()
        attempt = Attempt(file, before, text, dict(draft.answers), at)
        attempts = (*draft.attempts, attempt)
        shelf = writing.room.desk.bid_drafts(writing.ref)
        shelf.keep(replace(draft, attempts=attempts))

    return files.noting(about_to)


def _finished(writing: Writing, result: Saved | Differs) -> Answer:
    if isinstance(result, Differs):
        return _both(writing, result), CONFLICT
    writing.forget()
    once = request.form.get("once", "")
    number = writing.room.remember(result, writing.about, once)
    return redirect(f"{writing.home}/done/{number}")


def _both(writing: Writing, differs: Differs, *, unchosen: bool = False) -> str:
    words = Wording(writing.sheet, writing.known, lambda text: text)
    return render_template(
        "both.html",
        clashes=words.rows(differs.clashes, LABELS),
        seen=differs.seen,
        once=request.form.get("once", ""),
        one_of=words.one_of(differs.clashes),
        to=f"{writing.to}/both",
        where=writing.where,
        unchosen=unchosen,
    )


def _settled(writing: Writing) -> Answer:
    draft = writing.draft
    if draft is None:
        return redirect(writing.to)
    differs = _try(writing, draft)
    if isinstance(differs, Saved):
        return _finished(writing, differs)
    picks = [request.form.get(f"choice.{n}", "") for n in range(len(differs.clashes))]
    if differs.seen != request.form.get("seen") or not all(p in LABELS for p in picks):
        return _both(writing, differs, unchosen=True), UNPROCESSABLE
    root = chosen(differs.merged, differs.clashes, picks)
    seen = Standing(differs.seen, differs.theirs)
    files = _noting(writing, writing.room.desk.bid_files, draft)
    return _finished(writing, save(files, writing.ref, draft.file, seen, root))
