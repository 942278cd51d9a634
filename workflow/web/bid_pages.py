"""Answers of a bid, written at the screen: the words, and what a panel can score.

No case is read here. How they are kept and saved: see `writing`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.answers.blocks import in_lines
from workflow.domain.answers.names import filled_in as with_names
from workflow.domain.answers.names import unknown, word_count
from workflow.domain.bidding.answers import long_sentences
from workflow.domain.bidding.contents import TOPICS
from workflow.domain.bidding.progress import Answering, Leaning, Progress, folder_of
from workflow.domain.case_folder import CaseRef
from workflow.domain.context import uk_date
from workflow.domain.intake import NOTHING, answers_of, filled_in, put, said, tidy
from workflow.domain.questions import Choice, Input, Page, Question, Sheet
from workflow.domain.records.assembly import Assembly
from workflow.domain.records.base import Block
from workflow.domain.records.tender import TenderQuestion
from workflow.domain.tree import Fields, Scalar
from workflow.domain.workspace import AnswerText, Bid
from workflow.services.ports import Draft
from workflow.web.door import went_away
from workflow.web.room import Room
from workflow.web.showing import Drawn, Showing
from workflow.web.writing import (
    Answer,
    Writing,
    done_before,
    keep,
    mine,
    sent,
    settled,
    taken_back,
)

WRITE, SCORE = "answer", "scoring"
SHEET, ROW = "bid-answer", "answers.0"
MOST_LETTERS = 100_000


@dataclass(frozen=True)
class BidWriting(Writing):
    """One question of one bid, being written; `kind` is its words or its scoring."""

    bid: Bid
    kind: str
    number: int

    @property
    def ref(self) -> CaseRef:
        """The folder of the tender."""
        return CaseRef(folder_of(self.bid))

    @property
    def home(self) -> str:
        """The address of the tender."""
        return self.room.bid_address(self.bid)

    @property
    def to(self) -> str:
        """The address of this page."""
        return f"{self.home}/{self.kind}/{self.number}"

    @property
    def form(self) -> str:
        """The kind of draft."""
        return f"bid-{self.kind}"

    @property
    def fields(self) -> str:
        """How the names of the answers begin."""
        return WRITE if self.kind == WRITE else ROW

    @property
    def where(self) -> str:
        """What people call the place it is saved in."""
        return "the bid"

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
    def sheet(self) -> Sheet:
        """The questions about scoring, with what there is to choose in this bid."""
        found = self.room.desk.sheets[SHEET]
        if self.kind == WRITE:
            asked = Question(WRITE, "The answer", Input.WORDS)
            return replace(found, pages=(replace(found.pages[0], questions=(asked,)),))
        group = found.questions[0]
        parts = tuple(self._offered(part) for part in group.parts)
        group = replace(group, ask=f"{self.question.id}:", parts=parts)
        return replace(found, pages=(replace(found.pages[0], questions=(group,)),))

    def _offered(self, part: Question) -> Question:
        choices = {
            "topics": tuple(Choice(t.id, t.title) for t in TOPICS),
            "evidence": tuple(map(_item, self.progress.evidence)),
        }
        if part.field not in choices:
            return part
        return replace(part, input=Input.MANY, offered=choices[part.field])

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

    def amiss(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What keeps the answers from being saved, by their names."""
        if self.kind == WRITE:
            long = len(answers.get(WRITE, "")) > MOST_LETTERS
            message = "This is longer than any file of a bid may be. Save it in parts"
            return {WRITE: message} if long else {}
        today = self.room.desk.today
        taken = filled_in(self.sheet, NOTHING, answers, {}, today)
        return {p.name: p.message for p in taken.problems}

    def page(self, problems: Mapping[str, str]) -> str:
        """The page of this part."""
        return _page(self, problems)


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
        return _page(_writing(room, token, kind, number), {})

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>")
    def written(token: str, kind: str, number: int) -> Answer:
        writing = _writing(room, token, kind, number)
        if request.form.get("_do") == "insert" and not went_away():
            return _inserted(writing)
        return sent(writing)

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>/keep")
    def keep_bid(token: str, kind: str, number: int) -> str:
        writing = _writing(room, token, kind, number)
        return _kept_words(writing, keep(writing))

    @app.post("/t/<token>/<any(answer,scoring):kind>/<int:number>/both")
    def settle_bid(token: str, kind: str, number: int) -> Answer:
        return settled(_writing(room, token, kind, number))

    @app.get("/t/<token>/done/<number>")
    def done_bid(token: str, number: str) -> str:
        bid = room.bid(token)
        return _done(room, bid, number)

    @app.post("/t/<token>/undo")
    def undo_bid(token: str) -> str:
        bid = room.bid(token)
        taken_back(room, CaseRef(folder_of(bid)))
        return _done(room, bid, request.form.get("of", ""))


def drafts_of(room: Room, bid: Bid) -> Iterator[tuple[int, str, Draft]]:
    """What whoever is recording has begun in a bid: question, kind and draft."""
    mine = room.desk.bid_drafts(folder_of(bid)).of(room.session.who)
    begun = {draft.id: draft for draft in mine}
    for number in range(1, len(bid.tender.record.questions) + 1):
        for kind in (WRITE, SCORE):
            draft = begun.get(BidWriting(room, bid, kind, number).draft_id)
            if draft is not None:
                yield number, kind, draft


def _writing(room: Room, token: str, kind: str, number: int) -> BidWriting:
    bid = room.bid(token)
    if not 1 <= number <= len(bid.tender.record.questions):
        abort(404)
    return BidWriting(room, bid, kind, number)


def _page(writing: BidWriting, problems: Mapping[str, str]) -> str:
    draft, now, answers = writing.draft, writing.now, writing.begun
    unreadable = now is not None and now.root is None
    common = {
        "w": writing,
        "question": writing.question,
        "back": writing.home,
        "errors": problems,
        "unreadable": unreadable or writing.in_word,
        "keep": f"{writing.to}/keep",
        "begun": draft is not None,
        **writing.carried,
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


def _page_of(writing: BidWriting) -> Page:
    return writing.sheet.pages[0]


def _drawn(
    writing: BidWriting, answers: Mapping[str, str], *, more: bool
) -> Iterator[Drawn]:
    group = writing.sheet.questions[0]
    showing = Showing(answers, {}, "")
    for part in group.parts:
        if part.more is more:
            yield showing.question(part, f"{ROW}.{part.field}")


def _as_answer(writing: BidWriting, text: str) -> AnswerText:
    """Words as an answer: as they would stand once saved."""
    whole = tidy(text, own_words=True)
    return AnswerText(writing.file, writing.question.id or "", tuple(whole.split("\n")))


def _offers(
    writing: BidWriting, names: Mapping[str, str]
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


def _kept_words(writing: BidWriting, draft: Draft | None) -> str:
    """What is kept, and how long an answer is, in a line for people."""
    where = "answer" if writing.kind == WRITE else "bid"
    told = f"Draft kept at {draft.saved_at}. " if draft else ""
    told += f"Not in the {where} yet." if draft else ""
    if writing.kind == SCORE:
        return told
    answers = draft.answers if draft else writing.begun
    return f"{_counted(writing, answers.get(WRITE, ''))} {told}".strip()


def _counted(writing: BidWriting, text: str) -> str:
    """How many words an answer has, as Word counts them, against what is allowed."""
    names = writing.room.desk.bid_names(writing.ref)
    words = word_count(_as_answer(writing, text).whole, names)
    most = writing.question.word_limit
    if most is None:
        return f"{words} words."
    over = words - most
    more = f" {over} too many." if over > 0 else ""
    return f"{words} of {most} words.{more}"


def _inserted(writing: BidWriting) -> Response:
    """Put a name in the draft of what was sent, unless that is saved already."""
    with writing.room.turn(writing.draft_id):
        done = done_before(writing)
        return done if done is not None else _put_in(writing, writing.kept())


def _put_in(writing: BidWriting, draft: Draft) -> Response:
    """Put a name at the end of the words, where no script puts it at the cursor."""
    name = request.form.get("name", "")
    if name in writing.room.desk.bid_names(writing.ref):
        text = draft.answers.get(WRITE, "").rstrip()
        whole = f"{text} {{{{{name}}}}}".strip()
        shelf = writing.room.desk.bid_drafts(writing.ref)
        shelf.keep(replace(draft, answers={WRITE: whole}))
    return redirect(f"{writing.to}#answer")


def _done(room: Room, bid: Bid, number: str) -> str:
    kept = mine(room, CaseRef(folder_of(bid)), number)
    to, what = room.bid_address(bid), kept.saved.file.rpartition("/")[2]
    words = f"It is in the bid, in {what}."
    return render_template(
        "bid_done.html",
        undone=kept.undone,
        words=f"{words} The pack has to be built again before it can leave.",
        what=what,
        of=number,
        undo=f"{to}/undo",
        links=[(to, "Back to the tender")],
    )
