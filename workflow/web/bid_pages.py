"""Answers of a bid, written at the screen: the words, and what a panel can score.

No case is read here. What is typed is kept as a draft beside the bid; a save changes
only the lines it must, against what was seen; two people at once both keep their words.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flask import Flask, abort, g, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.answers.blocks import in_lines
from workflow.domain.answers.names import filled_in as with_names
from workflow.domain.answers.names import unknown, word_count
from workflow.domain.bidding.answers import long_sentences
from workflow.domain.bidding.contents import TOPICS
from workflow.domain.bidding.progress import Answering, Leaning, Progress, folder_of
from workflow.domain.case_folder import CaseRef
from workflow.domain.context import uk_date
from workflow.domain.errors import ChangedElsewhere
from workflow.domain.intake import (
    NOTHING,
    Problem,
    answers_of,
    filled_in,
    put,
    said,
    tidy,
)
from workflow.domain.merging import chosen
from workflow.domain.questions import Choice, Input, Page, Question, Sheet
from workflow.domain.records.assembly import Assembly
from workflow.domain.records.base import Block
from workflow.domain.records.tender import TenderQuestion
from workflow.domain.tree import Fields, Node, Scalar, meaning
from workflow.domain.workspace import AnswerText, Bid
from workflow.services.ports import Draft, Standing
from workflow.services.saving import Differs, Saved, save, undo
from workflow.web.room import Kept, Room
from workflow.web.showing import Drawn, Showing

WRITE, SCORE = "answer", "scoring"
SHEET, ROW = "bid-answer", "answers.0"
MOST_LETTERS = 100_000
UNPROCESSABLE, CONFLICT = 422, 409
LABELS = {
    "both": "Keep both",
    "theirs": "Keep what is there now",
    "mine": "Keep mine",
}
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Writing:
    """One question of one bid, being written; `kind` is its words or its scoring."""

    room: Room
    bid: Bid
    kind: str
    number: int

    @property
    def ref(self) -> CaseRef:
        """The folder of the tender."""
        return CaseRef(folder_of(self.bid))

    @property
    def to(self) -> str:
        """The address of this page."""
        return f"{self.room.bid_address(self.bid)}/{self.kind}/{self.number}"

    @property
    def question(self) -> TenderQuestion:
        """What is asked."""
        return self.bid.tender.record.questions[self.number - 1]

    @cached_property
    def progress(self) -> Progress:
        """How far the bid is."""
        return self.room.desk.bid_progress(self.ref)

    @property
    def answering(self) -> Answering:
        """How far this question is."""
        return self.progress.answering[self.number - 1]

    @property
    def file(self) -> str:
        """The file that is written, in the folder of the tender."""
        if self.kind == SCORE:
            return "assembly.yaml"
        there = (a.file for a in self.bid.answers if a.question == self.question.id)
        texts = (f.rpartition("/")[2] for f in there if f.lower().endswith(".md"))
        return f"answers/{next(texts, f'{self.question.id}.md')}"

    @property
    def in_word(self) -> bool:
        """Whether the answer is a Word file, which is changed in Word."""
        own = [a.file for a in self.bid.answers if a.question == self.question.id]
        return bool(own) and not any(file.lower().endswith(".md") for file in own)

    @cached_property
    def now(self) -> Standing | None:
        """The file as it stands; None when there is none."""
        return self.room.desk.bid_files.read(self.ref, self.file)

    @cached_property
    def sheet(self) -> Sheet:
        """The questions about scoring, with what there is to choose in this bid."""
        found = self.room.desk.sheets[SHEET]
        group = found.questions[0]
        parts = tuple(self._offered(part) for part in group.parts)
        page = replace(found.pages[0], questions=(replace(group, parts=parts),))
        return replace(found, pages=(page,))

    def _offered(self, part: Question) -> Question:
        choices = {
            "topics": tuple(Choice(t.id, t.title) for t in TOPICS),
            "evidence": tuple(map(_item, self.progress.evidence)),
        }
        if part.field not in choices:
            return part
        return replace(part, input=Input.MANY, offered=choices[part.field])

    @property
    def draft(self) -> Draft | None:
        """What was begun here, by whoever is recording."""
        mine = self.room.desk.bid_drafts(self.ref).of(self.room.session.who)
        return next((d for d in mine if d.id == self.draft_id), None)

    @property
    def draft_id(self) -> str:
        """The name of the draft: one for each question and kind."""
        named = f"{self.ref}/{self.kind}/{self.question.id}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    def answers(self, root: Fields) -> dict[str, str]:
        """What a file says here, as the answers that would have made it."""
        if self.kind == WRITE:
            node = root.values.get(WRITE)
            return {WRITE: node.text if isinstance(node, Scalar) else ""}
        every = answers_of(self.sheet, root)
        own = (
            name.rpartition(".")[0]
            for name, text in every.items()
            if name.endswith(".question") and text == self.question.id
        )
        here = next(own, "")
        found = {f"{ROW}.question": self.question.id or ""}
        for name, text in every.items():
            if here and name.startswith(f"{here}."):
                found[f"{ROW}{name.removeprefix(here)}"] = text
        return found

    def root(self, base: Fields, answers: Mapping[str, str]) -> Fields:
        """What the file should say with these answers."""
        if self.kind == WRITE:
            text = tidy(answers.get(WRITE, ""), own_words=True)
            return put(base, WRITE, said(text, "para"), Block)
        known = {"question": (Choice(self.question.id or "", ""),)}
        today = self.room.desk.today
        root = filled_in(self.sheet, base, answers, known, today).root
        if not base.values:
            root = put(root, "schema_version", said("1", "int"), Assembly)
        return root

    def kept(self) -> Draft:
        """Keep what was just sent as a draft, with what it was begun from."""
        sent = {k: v for k, v in request.form.items() if k.startswith((WRITE, ROW))}
        before = self.draft
        seen = request.form.get("seen", "")
        files = self.room.desk.bid_files
        base = before.base if before else files.seen(self.ref, self.file, seen).text
        draft = Draft(
            self.draft_id,
            self.room.session.who,
            self.ref,
            f"bid-{self.kind}",
            self.file,
            base,
            sent,
            self.room.desk.moment()[11:16],
            before.number if before else 0,
        )
        return self.room.desk.bid_drafts(self.ref).keep(draft)

    def forget(self) -> None:
        """Put the draft away."""
        draft = self.draft
        if draft is not None:
            self.room.desk.bid_drafts(self.ref).discard(draft)


def _item(leaning: Leaning) -> Choice:
    """A piece of evidence, with the day on which it runs out."""
    item = leaning.item
    day = f" (until {uk_date(item.expires_on)})" if item.expires_on else ""
    gone = f" (ran out on {uk_date(item.expires_on)})"
    label = f"{item.id} {item.title or ''}{gone if leaning.gone else day}"
    return Choice(item.id or "", label)


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/t/<token>/<any(answer,scoring):kind>/<int:number>")
    def write(token: str, kind: str, number: int) -> str:
        return _page(_writing(room, token, kind, number))

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>")
    def written(token: str, kind: str, number: int) -> Answer:
        return _sent(_writing(room, token, kind, number))

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>/keep")
    def keep_bid(token: str, kind: str, number: int) -> str:
        writing = _writing(room, token, kind, number)
        return _kept_words(writing, writing.kept())

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>/both")
    def settle_bid(token: str, kind: str, number: int) -> Answer:
        writing = _writing(room, token, kind, number)
        if request.form.get("_do") == "later":
            return redirect(room.bid_address(writing.bid))
        return _settled(writing)

    @app.get("/t/<token>/done/<number>")
    def done_bid(token: str, number: str) -> str:
        room.bid(token)
        return _done(room, token, number, undone=False)

    @app.post("/t/<token>/undo")
    def undo_bid(token: str) -> str:
        bid, number = room.bid(token), request.form.get("of", "")
        kept = _mine(room, bid, number)
        if kept.until < room.now():
            abort(404)
        if not undo(room.desk.bid_files, kept.saved):
            raise ChangedElsewhere
        room.saves[number] = replace(kept, until=0)
        return _done(room, token, number, undone=True)


def drafts_of(room: Room, bid: Bid) -> Iterator[tuple[int, str, Draft]]:
    """What whoever is recording has begun in a bid: question, kind and draft."""
    mine = room.desk.bid_drafts(folder_of(bid)).of(room.session.who)
    begun = {draft.id: draft for draft in mine}
    for number in range(1, len(bid.tender.record.questions) + 1):
        for kind in (WRITE, SCORE):
            draft = begun.get(Writing(room, bid, kind, number).draft_id)
            if draft is not None:
                yield number, kind, draft


def _writing(room: Room, token: str, kind: str, number: int) -> Writing:
    bid = room.bid(token)
    if not 1 <= number <= len(bid.tender.record.questions):
        abort(404)
    return Writing(room, bid, kind, number)


def _answers(writing: Writing) -> dict[str, str]:
    """What was begun here, or what stands in the file."""
    draft = writing.draft
    if draft is not None:
        return dict(draft.answers)
    now = writing.now
    return writing.answers(now.root if now and now.root else NOTHING)


def _page(writing: Writing, problems: Mapping[str, str] | None = None) -> str:
    draft, now, answers = writing.draft, writing.now, _answers(writing)
    unreadable = now is not None and now.root is None
    common = {
        "w": writing,
        "question": writing.question,
        "back": writing.room.bid_address(writing.bid),
        "seen": now.sha if now else "",
        "errors": problems or {},
        "unreadable": unreadable or writing.in_word,
        "keep": f"{writing.to}/keep",
        "begun": draft is not None,
    }
    if writing.kind == SCORE:
        return render_template(
            "scoring.html",
            first=list(_drawn(writing, answers, more=False)),
            more=list(_drawn(writing, answers, more=True)),
            page=_page_of(writing),
            kept=_kept_words(writing, draft),
            **common,
        )
    text, names = answers.get(WRITE, ""), writing.room.desk.bid_names(writing.ref)
    answer = _as_answer(writing, text)
    return render_template(
        "answer.html",
        text=text,
        kept=_kept_words(writing, draft),
        reads=[
            (p.kind, with_names(p.text, names)) for p in in_lines(answer.whole.blocks)
        ],
        long=long_sentences(answer.whole, names),
        unknown=unknown(answer.lines, names),
        offers=list(_offers(writing, names)),
        **common,
    )


def _page_of(writing: Writing) -> Page:
    return writing.sheet.pages[0]


def _drawn(
    writing: Writing, answers: Mapping[str, str], *, more: bool
) -> Iterator[Drawn]:
    group = writing.sheet.questions[0]
    showing = Showing(answers, {}, "")
    for part in group.parts:
        if part.more is more:
            yield showing.question(part, f"{ROW}.{part.field}")


def _as_answer(writing: Writing, text: str) -> AnswerText:
    """Words as an answer: as they would stand once saved."""
    whole = tidy(text, own_words=True)
    return AnswerText(writing.file, writing.question.id or "", tuple(whole.split("\n")))


def _offers(
    writing: Writing, names: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What can be put in by its name, in groups; the topics of the answer first."""
    titles = {
        f.get("measure", ""): f.get("title", "") for f in writing.progress.figures
    }
    figures = {name: f"{titles[name]}: {names[name]}" for name in titles if name}
    own = set(writing.answering.topics)
    left = dict(figures)
    for topic in sorted(TOPICS, key=lambda t: t.title not in own):
        rows = [(name, left.pop(name)) for name in list(left) if topic.holds(name)]
        if rows:
            yield topic.title, rows
    if left:
        yield "Other figures", list(left.items())
    gone = {f"evidence:{e.item.id}" for e in writing.progress.evidence if e.gone}
    for start, title in (("appendix:", "Appendices"), ("evidence:", "Evidence")):
        here = (n for n in names if n.startswith(start) and n not in gone)
        rows = [(name, names[name]) for name in here]
        if rows:
            yield title, rows


def _kept_words(writing: Writing, draft: Draft | None) -> str:
    """What is kept, and how long an answer is, in a line for people."""
    where = "answer" if writing.kind == WRITE else "bid"
    told = f"Draft kept at {draft.saved_at}. " if draft else ""
    told += f"Not in the {where} yet." if draft else ""
    if writing.kind == SCORE:
        return told
    answers = draft.answers if draft else _answers(writing)
    return f"{_counted(writing, answers.get(WRITE, ''))} {told}".strip()


def _counted(writing: Writing, text: str) -> str:
    """How many words an answer has, as Word counts them, against what is allowed."""
    names = writing.room.desk.bid_names(writing.ref)
    words = word_count(_as_answer(writing, text).whole, names)
    most = writing.question.word_limit
    if most is None:
        return f"{words} words."
    over = words - most
    more = f" {over} too many." if over > 0 else ""
    return f"{words} of {most} words.{more}"


def _sent(writing: Writing) -> Answer:
    """Keep what was sent; then do what the button says."""
    do = request.form.get("_do", "save")
    if do == "drop":
        writing.forget()
        return redirect(writing.room.bid_address(writing.bid))
    draft = writing.kept()
    if do == "later" or g.get("away"):
        return redirect(writing.room.bid_address(writing.bid))
    if do == "insert":
        return _inserted(writing, draft)
    problems = _too_long(writing, draft.answers)
    if problems:
        return _page(writing, problems), UNPROCESSABLE
    return _finished(writing, _try(writing, draft))


def _inserted(writing: Writing, draft: Draft) -> Response:
    """Put a name at the end of the words, where no script puts it at the cursor."""
    name = request.form.get("name", "")
    if name in writing.room.desk.bid_names(writing.ref):
        text = draft.answers.get(WRITE, "").rstrip()
        whole = f"{text} {{{{{name}}}}}".strip()
        shelf = writing.room.desk.bid_drafts(writing.ref)
        shelf.keep(replace(draft, answers={WRITE: whole}))
    return redirect(f"{writing.to}#answer")


def _too_long(writing: Writing, answers: Mapping[str, str]) -> dict[str, str]:
    if writing.kind == WRITE:
        long = len(answers.get(WRITE, "")) > MOST_LETTERS
        message = "This is longer than any file of a bid may be. Save it in parts"
        return {WRITE: message} if long else {}
    return {p.name: p.message for p in _problems(writing, answers)}


def _problems(writing: Writing, answers: Mapping[str, str]) -> Sequence[Problem]:
    today = writing.room.desk.today
    return filled_in(writing.sheet, NOTHING, answers, {}, today).problems


def _try(writing: Writing, draft: Draft) -> Saved | Differs:
    """Put the draft in its file; what differs comes back."""
    files = writing.room.desk.bid_files
    base = files.as_it_was(draft.file, draft.base)
    root = writing.root(base.root or NOTHING, draft.answers)
    if files.read(writing.ref, draft.file) is not None:
        return save(files, writing.ref, draft.file, base, root)
    _, after = files.place(writing.ref, draft.file, root)
    return Saved(writing.ref, draft.file, "", after)


def _finished(writing: Writing, result: Saved | Differs) -> Answer:
    if isinstance(result, Differs):
        return _both(writing, result), CONFLICT
    writing.forget()
    number = writing.room.remember(result, "")
    return redirect(f"{writing.room.bid_address(writing.bid)}/done/{number}")


def _both(writing: Writing, differs: Differs) -> str:
    titles = {p.field: p.ask for p in writing.sheet.questions[0].parts}
    clashes = [
        {
            "number": number,
            "title": titles.get(clash.path.rpartition(".")[2], "The answer"),
            "mine": _text(clash.mine),
            "theirs": _text(clash.theirs),
            "choices": list(LABELS.items()),
        }
        for number, clash in enumerate(differs.clashes)
    ]
    return render_template(
        "both.html",
        clashes=clashes,
        seen=differs.seen,
        to=f"{writing.to}/both",
        where="the bid",
    )


def _text(node: Node | None) -> str:
    found = "" if node is None else meaning(node)
    return "\n".join(map(str, found)) if isinstance(found, list) else str(found or "")


def _settled(writing: Writing) -> Answer:
    """Save what was chosen against the version that was looked at."""
    draft = writing.draft
    if draft is None:
        return redirect(writing.to)
    differs = _try(writing, draft)
    if isinstance(differs, Saved):
        return _finished(writing, differs)
    picks = [request.form.get(f"choice.{n}", "") for n in range(len(differs.clashes))]
    if differs.seen != request.form.get("seen") or not all(p in LABELS for p in picks):
        return _both(writing, differs), UNPROCESSABLE
    root = chosen(differs.merged, differs.clashes, picks)
    seen = Standing(differs.seen, differs.theirs)
    files = writing.room.desk.bid_files
    return _finished(writing, save(files, writing.ref, draft.file, seen, root))


def _mine(room: Room, bid: Bid, number: str) -> Kept:
    """What whoever is recording has just saved in a bid."""
    kept = room.saves.get(number)
    own = kept is not None and kept.who == room.session.who
    if kept is None or not own or kept.saved.case != folder_of(bid):
        abort(404)
    return kept


def _done(room: Room, token: str, number: str, *, undone: bool) -> str:
    bid = room.bid(token)
    kept = _mine(room, bid, number)
    what = kept.saved.file.rpartition("/")[2]
    return render_template(
        "bid_done.html", undone=undone, of=number, to=room.bid_address(bid), what=what
    )
