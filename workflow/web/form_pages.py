"""Any question sheet as pages: ask, keep, check, save, take back; two at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.access import may_use
from workflow.domain.case_folder import CaseRef
from workflow.domain.context import uk_date
from workflow.domain.errors import ChangedElsewhere
from workflow.domain.filing import Hand, moved_again
from workflow.domain.intake import (
    NOTHING,
    REMOVE,
    Amiss,
    FilledIn,
    Problem,
    filled_in,
    in_vain,
    rows_in,
    swapped,
)
from workflow.domain.merging import chosen
from workflow.domain.questions import GoodAnswers, OnlyIf, Page, Question, Sheet
from workflow.domain.tree import Fields
from workflow.domain.vocabulary import ReviewStatus
from workflow.services.glancing import Glance
from workflow.services.ports import Draft, Standing
from workflow.services.saving import Differs, Saved, undo
from workflow.services.saving_once import (
    Writing,
    already,
    save_chosen,
    save_once,
    stood,
)
from workflow.web.clashes import LABELS, Wording
from workflow.web.door import went_away
from workflow.web.room import Kept, Room
from workflow.web.showing import (
    DOWN,
    MOVES,
    ROW,
    UP,
    Row,
    Showing,
    errors,
    ident,
    worded,
)

UNPROCESSABLE = 422
WHY = "_why"  # in a draft: why words of the record are changed
SOME = 2  # rows that can be put in order
STEPS = {UP: -1, DOWN: 1}


@dataclass(frozen=True)
class Desk:
    """One draft with everything around it."""

    room: Room
    draft: Draft
    sheet: Sheet
    glance: Glance

    @cached_property
    def base(self) -> Standing:
        """The file as the draft found it; an empty one for something new."""
        if not self.draft.file and not self.draft.base:
            return Standing("", NOTHING)
        return self.room.desk.files.standing(self.draft.base)

    @cached_property
    def root(self) -> Fields:
        """What the file said when the draft was begun."""
        return self.base.root or NOTHING

    @cached_property
    def filled(self) -> FilledIn:
        """What the file should say with the answers so far."""
        return self.filled_with(self.draft.answers)

    def filled_with(self, answers: Mapping[str, str]) -> FilledIn:
        """What the file should say with some answers."""
        known = self.room.known(self.glance)
        return filled_in(self.sheet, self.root, answers, known, self.room.desk.today)

    def root_of(self, answers: Mapping[str, str]) -> Fields:
        """The same, with what is counted by itself."""
        return moved_again(self.root, self.filled_with(answers).root, self.sheet)

    @cached_property
    def writing(self) -> Writing:
        """The draft on its way into the record."""
        return Writing(
            self.room.desk.files,
            self.draft,
            self.sheet,
            self.base,
            self.root_of,
            self.room.keep,
            hand_of(self),
            self.why,
        )

    @property
    def why(self) -> str:
        """Why the record is changed, as far as it was said."""
        return self.draft.answers.get(WHY, "")

    @property
    def ref(self) -> CaseRef:
        """The case."""
        return self.glance.ref

    def showing(self, problems: Mapping[str, str] | None = None) -> Showing:
        """How its questions are drawn."""
        known = self.room.known(self.glance)
        name = self.glance.folder.name
        answers, at_hand = self.draft.answers, self.room.at_hand()
        moved = request.args.get("moved", "")
        landed = moved if moved.rpartition(".")[2] in MOVES else ""
        return Showing(answers, known, name, problems or {}, at_hand, landed)

    def asks(self, page: Page) -> bool:
        """Whether a page matters, with the answers so far."""
        group = self.sheet.question(page.sorts) if page.sorts else None
        if group and len(self.showing().sorting(group)) < SOME:
            return False
        condition, today = page.only_if, self.room.desk.today
        return condition is None or condition.met(self.draft.answers, today=today)

    def told(self, problems: Sequence[Problem]) -> dict[str, str]:
        """What is amiss by flat name, in words that name the person."""
        name = self.glance.folder.name
        return {n: worded(m, name) for n, m in errors(problems).items()}

    def with_(self, answers: Mapping[str, str]) -> "Desk":
        """The same with other answers, kept."""
        moment = self.room.desk.moment()
        now = self.room.writing.get(self.draft.id, self.draft)
        draft = replace(now, answers=answers, saved_at=_clock(moment))
        return replace(self, draft=self.room.keep(draft))


def add(app: Flask, room: Room) -> None:  # noqa: C901 - one page after another
    """Put these pages into the app."""

    @app.get("/w/<identifier>/<int:number>")
    def ask(identifier: str, number: int) -> str:
        return _page(_looked_at(room, identifier), number)

    @app.post("/w/<identifier>/<int:number>")
    def answer(identifier: str, number: int) -> str | Response | tuple[str, int]:
        with room.turn(identifier):
            return _answered(desk_of(room, identifier), number)

    @app.post("/w/<identifier>/<int:number>/keep")
    def keep(identifier: str, number: int) -> str:
        with room.turn(identifier):
            desk = desk_of(room, identifier)
            return _kept(desk.with_(_posted(desk, _numbered(desk.sheet, number))))

    @app.get("/w/<identifier>/check")
    def check(identifier: str) -> str:
        return _check(_looked_at(room, identifier))

    @app.post("/w/<identifier>/check")
    def decide(identifier: str) -> str | Response | tuple[str, int]:
        with room.turn(identifier):
            return _decided(desk_of(room, identifier))

    @app.post("/w/<identifier>/check/keep")
    def keep_why(identifier: str) -> str:
        with room.turn(identifier):
            return _kept(_with_why(desk_of(room, identifier)))

    @app.post("/w/<identifier>/both")
    def settle(identifier: str) -> str | Response | tuple[str, int]:
        with room.turn(identifier):
            desk = desk_of(room, identifier)
            if request.form.get("_do") == "later":
                return redirect("/")
            return _settle(desk)

    @app.get("/done/<number>")
    def done(number: str) -> str:
        return _done_page(room, number)

    @app.post("/undo")
    def take_back() -> str:
        number = request.form.get("of", "")
        with room.turn(number):
            return _taken_back(room, number)


def _answered(desk: Desk, number: int) -> str | Response | tuple[str, int]:
    """What comes after the answers of one page."""
    page, here = _numbered(desk.sheet, number), f"/w/{desk.draft.id}"
    do = request.form.get("_do", "next")
    if do.partition(":")[0] in MOVES:
        desk = desk.with_(_posted(desk, page))
        if not _may_move(desk, do):
            abort(404)
        return _moved(desk.with_(_done(dict(desk.draft.answers), do)), number, do)
    if do in (good := _good_answers(page)):
        return _pressed(desk, number, *good[do])
    desk = desk.with_(_done(_posted(desk, page), do))
    if do == "later":
        return redirect("/")
    if do.partition(":")[0] in ("add", "remove", "back"):
        return redirect(f"{here}/{number}#{_landing(desk, do)}")
    problems = _of_page(page, desk.filled.problems)
    if problems and do != "anyway":
        return _page(desk, number, desk.told(problems)), UNPROCESSABLE
    return redirect(f"{here}/{_next(desk, number) or 'check'}")


def _good_answers(page: Page) -> dict[str, tuple[GoodAnswers, str]]:
    """The good answers of a page, each by the name of its button."""
    every = [(kind, said) for kind in page.instead for said in kind.says]
    return {f"instead:{n}": each for n, each in enumerate(every)}


def _pressed(desk: Desk, number: int, kind: GoodAnswers, said: str) -> Response:
    """What comes after a good answer, which is kept beside what the page says."""
    page, pages = _numbered(desk.sheet, number), desk.sheet.pages
    answers = _posted(desk, page)
    desk.with_(kind.given(said, answers, _own_words(page, answers)))
    numbers = {other.id: n for n, other in enumerate(pages, 1)}
    return redirect(f"/w/{desk.draft.id}/{numbers.get(kind.then, number)}")


def _own_words(page: Page, answers: Mapping[str, str]) -> list[str]:
    """What the person said on a page, in whatever row."""
    asked = {p.field for q in page.questions for p in (q, *q.parts) if p.own_words}
    return [text for name, text in answers.items() if name.rpartition(".")[2] in asked]


def _decided(desk: Desk) -> str | Response | tuple[str, int]:
    """What becomes of what was checked: saved, left for later or thrown away."""
    do = request.form.get("_do", "save")
    if do != "drop" or went_away():
        desk = _with_why(desk)
    if do == "later" or went_away():
        return redirect("/")
    if do == "drop":
        desk.room.forget(desk.draft)
        return redirect(desk.room.address(desk.ref))
    too_long = [p for p in desk.filled.problems if p.amiss is Amiss.TOO_LONG]
    if too_long:
        return _check(desk, desk.told(too_long)), UNPROCESSABLE
    return _saved(desk, save_once(desk.writing))


def _taken_back(room: Room, number: str) -> str:
    """Undo a save; pressed twice it is undone once."""
    kept = room.saves.get(number)
    mine = kept is not None and kept.who == room.session.who
    if kept is None or not mine or (kept.until < room.now() and not kept.undone):
        abort(404)
    if not room.may_read(room.desk.glance(kept.saved.case)):
        abort(403)
    if not (kept.undone or undo(room.desk.files, kept.saved)):
        raise ChangedElsewhere
    room.saves[number] = replace(kept, undone=True)
    return _done_page(room, number)


def _kept(desk: Desk) -> str:
    return f"Draft kept at {desk.draft.saved_at}. {_where(desk)}"


def _where(desk: Desk) -> str:
    """Whether words are in the record, for under a page that asks for them."""
    if stood(desk.room.desk.files, desk.draft) is None:
        return "Not in the record yet."
    return "It is in the record. What you changed since is not in it yet."


def _with_why(desk: Desk) -> Desk:
    """The draft with why the record is changed, as it was just sent."""
    answers = {k: v for k, v in desk.draft.answers.items() if k != WHY}
    why = request.form.get("why", desk.why)
    return desk.with_(answers | ({WHY: why} if why.strip() else {}))


def desk_of(room: Room, identifier: str) -> Desk:
    """One draft with everything around it, for whoever may go on with it."""
    draft = room.draft(identifier)
    glance = room.desk.glance(CaseRef(draft.case))
    sheet = room.sheet(draft.form)
    if not (room.may_read(glance) and may_use(room.me, sheet.opens)):
        abort(403)
    return Desk(room, draft, sheet, glance)


def _looked_at(room: Room, identifier: str) -> Desk:
    """A draft to be looked at. Goes to what was saved, where all of it was."""
    desk = desk_of(room, identifier)
    if desk.draft.attempts:
        with room.turn(identifier):
            desk = desk_of(room, identifier)
            saved = already(room.desk.files, desk.draft)
            if saved is not None:
                abort(redirect(f"/done/{_put_down(desk, saved)}"))
    return desk


def _numbered(sheet: Sheet, number: int) -> Page:
    if not 1 <= number <= len(sheet.pages):
        abort(404)
    return sheet.pages[number - 1]


def _posted(desk: Desk, page: Page) -> dict[str, str]:
    """The answers with those of one page as they were just sent."""

    def here(name: str) -> bool:
        return any(_asks(question, name) for question in page.questions)

    answers = {k: v for k, v in desk.draft.answers.items() if not here(k)}
    answers |= {k: v for k, v in request.form.items() if here(k)}
    return answers


def _asks(question: Question, name: str) -> bool:
    """Whether a flat name belongs to a question, or to its parts in any row."""
    if name != question.field and not name.startswith(f"{question.field}."):
        return False
    rest = name.removeprefix(f"{question.field}.").partition(".")[2]
    own = rest in ("", question.key, ROW, REMOVE)
    return not question.parts or own or any(_asks(p, rest) for p in question.parts)


def _done(answers: dict[str, str], do: str) -> dict[str, str]:
    """The answers with a row added, taken out or put back."""
    what, _, name = do.partition(":")
    if what == "add":
        start = f"{name}."
        taken = (
            k[len(start) :].partition(".")[0] for k in answers if k.startswith(start)
        )
        number = max((int(n) + 1 for n in taken if n.isdigit()), default=0)
        answers[f"{start}{number}.{ROW}"] = "1"
    elif what == "remove":
        answers[f"{name}.{REMOVE}"] = "yes"
    elif what == "back":
        answers.pop(f"{name}.{REMOVE}", None)
    elif what in MOVES:
        group, _, row = name.rpartition(".")
        return swapped(answers, group, int(row), int(row) + STEPS[what])
    return answers


def _may_move(desk: Desk, do: str) -> bool:
    """Whether there is a row to move, and a place to move it to."""
    what, _, name = do.partition(":")
    group, _, row = name.rpartition(".")
    question = desk.sheet.question(group)
    if question is None or not (question.ordered and question.field == group):
        return False
    count = rows_in(question, group, desk.draft.answers)
    return row.isdigit() and int(row) < count and 0 <= int(row) + STEPS[what] < count


def _moved(desk: Desk, number: int, do: str) -> Response:
    """The page again, with the row where it came to; its button has the focus."""
    what, _, name = do.partition(":")
    group, _, row = name.rpartition(".")
    landed = f"{group}.{int(row) + STEPS[what]}.{what}"
    return redirect(f"/w/{desk.draft.id}/{number}?moved={landed}")


def _landing(desk: Desk, do: str) -> str:
    """Where the page is looked at after a row came or went."""
    what, _, name = do.partition(":")
    if what != "add":
        return ident(name.rpartition(".")[0])
    start = f"{name}."
    rows = [k for k in desk.draft.answers if k.startswith(start) and k.endswith(ROW)]
    last = max((int(k[len(start) :].partition(".")[0]) for k in rows), default=0)
    question = desk.sheet.question(name)
    part = question.parts[0].field if question and question.parts else ""
    return ident(f"{name}.{last}.{part}")


def _of_page(page: Page, problems: tuple[Problem, ...]) -> list[Problem]:
    names = tuple(question.field for question in page.questions)
    return [
        p
        for p in problems
        if any(p.name == n or p.name.startswith(f"{n}.") for n in names)
    ]


def _next(desk: Desk, number: int) -> int | None:
    """The next page that matters."""
    for index in range(number, len(desk.sheet.pages)):
        if desk.asks(desk.sheet.pages[index]):
            return index + 1
    return None


def _last_time(desk: Desk, number: int) -> Iterator[tuple[str, str]]:
    """What the person said last, at the top of a review; each with its day."""
    if desk.sheet.writes != "review" or number != 1:
        return
    for outcome in desk.glance.folder.live_outcomes:
        if outcome.in_their_words:
            day = outcome.recorded_on
            yield uk_date(day) if day else "", outcome.in_their_words
    held = [f.record for f in desk.glance.folder.held() if f.file != desk.draft.file]
    spoken = [review for review in held if review.person_view and review.held_on]
    last = max(spoken, key=lambda r: r.held_on or date.min, default=None)
    if last is not None:
        yield f"At the review, {uk_date(last.held_on)}", last.person_view or ""


def _decides(desk: Desk, number: int) -> bool:
    """Whether an answer on this page says which pages come after it."""
    here = {question.field for question in desk.sheet.pages[number - 1].questions}
    return any(
        page.only_if is not None and here & _asked_of(page.only_if)
        for page in desk.sheet.pages[number:]
    )


def _asked_of(condition: OnlyIf) -> set[str]:
    """The questions that a condition hangs on."""
    also = _asked_of(condition.also) if condition.also else set()
    return {condition.field, *condition.after, *also}


def _before(desk: Desk, number: int) -> int | None:
    for index in range(number - 2, -1, -1):
        if desk.asks(desk.sheet.pages[index]):
            return index + 1
    return None


def _page(desk: Desk, number: int, problems: Mapping[str, str] | None = None) -> str:
    page = _numbered(desk.sheet, number)
    showing = desk.showing(problems)
    first, more = showing.page(page)
    before = _before(desk, number)
    here = f"/w/{desk.draft.id}"
    kept = f"Draft kept at {desk.draft.saved_at}. " if desk.draft.number else ""
    wrong = problems or {}
    return render_template(
        "page.html",
        sheet=desk.sheet,
        page=page,
        first=first,
        more=more,
        more_open=any(_within(q.name, wrong) or _begun(desk, q.name) for q in more),
        errors=wrong,
        back=f"{here}/{before}" if before else desk.room.address(desk.ref),
        keep=f"{here}/{number}/keep",
        kept=f"{kept}{_where(desk)}",
        talk=desk.sheet.talk,
        step=f"Page {number} of {pages}"
        if (pages := len(desk.sheet.pages)) > 1
        else "",
        last_time=list(_last_time(desk, number)),
        last=_next(desk, number) is None and not _decides(desk, number),
        said=list(_read_back(desk, page, showing)),
        sorting=_sorting(desk, page, showing),
        instead=[
            (name, said, kind.has(said, desk.draft.answers))
            for name, (kind, said) in _good_answers(page).items()
        ],
        worded=showing.worded,
    )


def _begun(desk: Desk, name: str) -> bool:
    """Whether a row of a group came or went since the form was begun."""
    answers = desk.draft.answers
    return any(n.startswith(f"{name}.") and n.endswith(f".{ROW}") for n in answers)


def _sorting(desk: Desk, page: Page, showing: Showing) -> tuple[tuple[Row, str], ...]:
    """The rows that are put in order on a page, with their words."""
    group = desk.sheet.question(page.sorts) if page.sorts else None
    return showing.sorting(group) if group else ()


def _within(name: str, problems: Mapping[str, str]) -> bool:
    return any(p == name or p.startswith(f"{name}.") for p in problems)


def _read_back(
    desk: Desk, page: Page, showing: Showing
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The words to read back, with where each may be changed."""
    for field in page.reads_back:
        question = desk.sheet.question(field)
        asked = desk.sheet.page_of(field)
        if question and asked:
            to = f"/w/{desk.draft.id}/{desk.sheet.pages.index(asked) + 1}"
            said = showing.own_words(question, question.field)
            yield showing.worded(question.ask), said, f"{to}#{ident(question.field)}"


def _check(desk: Desk, problems: Mapping[str, str] | None = None) -> str:
    showing = desk.showing()
    rows, silent = [], []
    links: dict[str, str] = {}
    wrong = dict(problems or desk.told(desk.filled.problems))
    for number, page in enumerate(desk.sheet.pages, 1):
        for question in page.questions:
            vain = in_vain(question, desk.draft.answers, desk.room.desk.today)
            said = () if vain else showing.said(question, question.field)
            to = _to(desk, number, question.field)
            links |= {n: _to(desk, number, n) for n in wrong if _asks(question, n)}
            if said or _within(question.field, wrong):
                rows.append((showing.worded(question.ask), said, to))
            else:
                silent.append((showing.worded(question.ask), to))
    last = _before(desk, len(desk.sheet.pages) + 1) or 1
    return render_template(
        "check.html",
        sheet=desk.sheet,
        person=desk.glance.folder.name,
        rows=rows,
        silent=silent,
        errors=wrong,
        links=links,
        back=f"/w/{desk.draft.id}/{last}",
        amends=desk.writing.rewords,
        why=desk.why,
        keep=f"/w/{desk.draft.id}/check/keep",
        letter=f"/w/{desk.draft.id}/letter" if _held(desk) else "",
    )


def _held(desk: Desk) -> bool:
    """Whether this is a review that was held: its letter can be read beforehand."""
    status = desk.draft.answers.get("status", "")
    return desk.sheet.writes == "review" and status == ReviewStatus.HELD


def _to(desk: Desk, number: int, name: str) -> str:
    """The address of one answer on its page."""
    return f"/w/{desk.draft.id}/{number}#{ident(name)}"


def hand_of(desk: Desk) -> Hand:
    """Who writes, and when."""
    return Hand(desk.room.session.who, desk.room.desk.moment())


def _saved(desk: Desk, result: Saved | Differs) -> str | Response | tuple[str, int]:
    if isinstance(result, Differs):
        desk.with_(desk.draft.answers)
        return _both(desk, result), 409
    return redirect(f"/done/{_put_down(desk, result)}")


def _put_down(desk: Desk, saved: Saved) -> str:
    """Put a draft away that is in the record; the number of the save."""
    desk.room.forget(desk.draft)
    desk.room.desk.glance(desk.ref)
    return desk.room.remember(saved, desk.sheet.name, desk.draft.id)


def _both(desk: Desk, differs: Differs) -> str:
    showing = desk.showing()
    words = Wording(desk.sheet, showing.known, showing.worded)
    return render_template(
        "both.html",
        clashes=words.rows(differs.clashes, {}),
        seen=differs.seen,
        to=f"/w/{desk.draft.id}/both",
        one_of=words.one_of(differs.clashes),
    )


def _settle(desk: Desk) -> str | Response | tuple[str, int]:
    """Save what was chosen against the version that was looked at."""
    differs = save_once(desk.writing)
    if isinstance(differs, Saved):
        return _saved(desk, differs)
    picks = [request.form.get(f"choice.{n}", "") for n in range(len(differs.clashes))]
    if differs.seen != request.form.get("seen") or not all(p in LABELS for p in picks):
        return _both(desk, differs), UNPROCESSABLE
    root = chosen(differs.merged, differs.clashes, picks)
    seen = Standing(differs.seen, differs.theirs)
    return _saved(desk, save_chosen(desk.writing, seen, root))


def _done_page(room: Room, number: str) -> str:
    kept = room.saves.get(number)
    if kept is None or kept.who != room.session.who:
        abort(404)
    glance = room.desk.glance(kept.saved.case)
    if not room.may_read(glance):
        abort(403)
    words = (
        f"{glance.folder.name}\N{RIGHT SINGLE QUOTATION MARK}s words are in the record."
    )
    return render_template(
        "done.html",
        undone=kept.undone,
        words=words,
        of=number,
        case=room.address(glance.ref),
        person=glance.folder.name,
        then=list(_following(room, kept, glance)),
    )


def _following(
    room: Room, kept: Kept, glance: Glance
) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The sheets that carry the talk on, each with what it knows already.

    A review that was held late leads to the learning log (forms.md 13.6).
    """
    names = room.sheet(kept.form).then if kept.form else ()
    then: list[tuple[str, Mapping[str, str]]] = [(name, {}) for name in names]
    for filed in glance.folder.reviews:
        if filed.file == kept.saved.file and filed.record.late:
            source = {"source": "review", "source_ref": filed.record.review_id or ""}
            then.append(("learning", source))
    for name, given in then:
        sheet = room.sheet(name)
        if may_use(room.me, sheet.opens):
            yield sheet.name, sheet.title, given


def _clock(moment: str) -> str:
    return moment[11:16]
