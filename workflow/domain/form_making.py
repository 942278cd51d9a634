"""Makes a question sheet into a blank form for one case, filled in as far as known.

Only what the reader may see is filled in or offered; nothing is suggested about what a
person agrees to. Questions that seldom matter come last. Sources: forms.md 5, 13;
brief 2.8 (an agreement is given, never assumed).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from workflow.domain.blank_forms import Answered, Asked, BlankForm, Offered, Part
from workflow.domain.case_folder import CaseFolder
from workflow.domain.fields import catalogue
from workflow.domain.filled_forms import KEYS
from workflow.domain.intake import NOTHING, at
from workflow.domain.questions import (
    Input,
    Known,
    Page,
    Question,
    Sheet,
    choices_for,
)
from workflow.domain.records.base import Reader
from workflow.domain.tree import Fields, Listing, Node, Scalar
from workflow.domain.vocabulary import RecordType

HOW = {
    Input.WORDS: Answered.WORDS,
    Input.LINES: Answered.WORDS,
    Input.DATE: Answered.DATE,
    Input.TIME: Answered.TIME,
    Input.NUMBER: Answered.NUMBER,
    Input.ONE: Answered.ONE,
    Input.MANY: Answered.MANY,
}
READERS = {"staff": Reader.STAFF}
BEGINS = frozenset({"action_status", "step_status"})
OF_THE_DAY = frozenset({"today", "now", "me"})  # known when the form is filled
MORE = "Only if it matters"
MORE_INTRO = "Leave empty what does not matter this time."
LEAVE = (
    "Leave out what you do not know. An empty answer counts as not asked, never as no."
)


@dataclass(frozen=True)
class Basis:
    """The file that a form is about: its name, what it says and the hash of that.

    `file` is a folder with its stroke (`records/`), and the rest empty, for a new file.
    """

    file: str
    root: Fields = NOTHING
    base: str = ""


def blank_form(
    sheet: Sheet, folder: CaseFolder, known: Known, basis: Basis
) -> BlankForm:
    """The form of a sheet for one case. `known` is what references may point to."""
    making = _Making(sheet, folder, known, basis)
    return BlankForm(
        sheet.name,
        sheet.version,
        folder.ref,
        basis.file,
        basis.base,
        sheet.title.replace("{name}", "the person"),
        tuple(making.parts()),
        " ".join(filter(None, (making.worded(sheet.about), LEAVE))),
        known=(*sheet.fixed.items(), *making.rows_known),
    )


def worded(text: str, folder: CaseFolder) -> str:
    """A text of a sheet with the name that the person likes."""
    return text.replace("{name}", folder.name)


class _Making:
    """Walks a sheet; keeps what is known of rows beside the questions."""

    def __init__(
        self, sheet: Sheet, folder: CaseFolder, known: Known, basis: Basis
    ) -> None:
        self.sheet = sheet
        self.folder = folder
        self.root = basis.root
        self.new = not basis.base
        self.reader = READERS.get(sheet.opens, Reader.MANAGER)
        self.known = _for_reader(known, folder, self.reader)
        self.seen_by = {
            field.path.replace("[]", ""): field.seen_by
            for field in catalogue(sheet.model)
        }
        self.rows_known: list[tuple[str, str]] = []

    def worded(self, text: str) -> str:
        """A text with the name that the person likes."""
        return worded(text, self.folder)

    def parts(self) -> Iterator[Part]:
        """Every page, and then what only matters sometimes."""
        for page in self.sheet.pages:
            asked = [q for q in page.questions if self.fits(q) and not self.more(q)]
            if asked:
                yield from self.page(page, asked)
        more = [q for q in self.sheet.questions if self.fits(q) and self.more(q)]
        if more:
            for part in self.under(MORE, MORE_INTRO, more):
                yield replace(part, more=True)

    def fits(self, question: Question) -> bool:
        """Whether there is anything to choose from, where one has to choose."""
        choosing = question.input in (Input.ONE, Input.MANY)
        return not choosing or bool(choices_for(question, self.known))

    def more(self, question: Question) -> bool:
        """Whether a question, or the one it hangs on, matters only sometimes."""
        condition = question.only_if
        other = self.sheet.question(condition.field) if condition else None
        return question.more or (other is not None and other.more)

    def page(self, page: Page, asked: Sequence[Question]) -> Iterator[Part]:
        """The questions of one page under its title."""
        aloud = f"Read aloud: {page.aloud}" if page.aloud else ""
        only = self.only_if(page)
        intro = " ".join(filter(None, (aloud, page.intro, only)))
        yield from self.under(page.title, intro, asked)

    def under(
        self, title: str, intro: str, questions: Sequence[Question]
    ) -> Iterator[Part]:
        """A heading, single questions, and each list of things with its own heading."""
        title, intro = self.worded(title), self.worded(intro)
        for group, several in groupby(questions, key=lambda q: q.input is Input.GROUP):
            if group:
                for question in several:
                    if title:
                        yield Part(title, (), intro)
                    title = intro = ""
                    yield from self.group(question)
            else:
                asked = tuple(
                    self.asked(q, q.field, q.field, self.root) for q in several
                )
                yield Part(title, asked, intro)
                title = intro = ""

    def group(self, question: Question) -> Iterator[Part]:
        """A list of things: one row for each there is, and some for new ones."""
        rows = tuple(self.rows(question))
        if not rows:
            return
        hints = (question.hint, self.example(question), self.only_if(question))
        intro = self.worded(" ".join(filter(None, hints)))
        title = self.worded(question.ask)
        if len(question.parts) == 1:
            asked = (self.single(question, *row) for row in rows)
            yield Part(title, tuple(asked), intro, level=3)
            return
        yield Part(title, (), intro, level=3)
        for name, label, node in rows:
            yield Part(label, tuple(self.row(question, name, node)), level=4)

    def row(self, group: Question, name: str, node: Fields) -> Iterator[Asked]:
        """The questions of one row; a list inside it has what stands and one more."""
        for part in group.parts:
            path = f"{group.field}.{part.field}"
            if part.input is not Input.GROUP:
                asks = part.field != group.key and self.fits(part)
                if asks and not self.begins(part, name, node):
                    yield self.asked(part, f"{name}.{part.field}", path, node)
                continue
            inner = [*_blocks(at(node, part.field)), NOTHING]
            for place, block in enumerate(inner):
                row = f"{name}.{part.field}[{place if block.values else '+1'}]"
                for each in part.parts:
                    here = f"{path}.{each.field}"
                    yield self.asked(each, f"{row}.{each.field}", here, block)

    def rows(self, question: Question) -> Iterator[tuple[str, str, Fields]]:
        """Each row: its name, what it is called, and what stands there."""
        found = _blocks(at(self.root, question.field))
        for place, node in enumerate(found):
            key = _text(at(node, question.key)) if question.key else ""
            told = key and question.key in KEYS
            name = f"{question.field}[{key if told else place}]"
            yield name, self.called(question, key, place), node
        taken = {_text(at(node, question.key)) for node in found if question.key}
        if question.each:
            yield from self.rows_for_each(question, taken)
        else:
            several = question.rows > 1 or bool(found)
            for number in range(1, 1 + (1 if found else max(question.rows, 1))):
                label = f"Number {len(found) + number}" if several else ""
                yield f"{question.field}[+{number}]", label, NOTHING

    def rows_for_each(
        self, question: Question, taken: set[str]
    ) -> Iterator[tuple[str, str, Fields]]:
        """A row for every such thing in the case that has none yet."""
        choices = self.known.get(question.each, ())
        for number, choice in enumerate(choices, 1):
            if choice.code in taken:
                continue
            name = f"{question.field}[+{number}]"
            self.rows_known.append((f"{name}.{question.key}", choice.code))
            yield name, choice.label, NOTHING

    def called(self, question: Question, key: str, place: int) -> str:
        """What a row that stands there already is called."""
        choices = self.known.get(question.each, ()) if question.each else ()
        label = next((c.label for c in choices if c.code == key), "")
        return label or f"Number {place + 1}"

    def begins(self, part: Question, name: str, node: Fields) -> bool:
        """Whether a part of a new row is not asked: everything new is not begun yet."""
        if node.values or part.kind.of not in BEGINS or not part.default:
            return False
        self.rows_known.append((f"{name}.{part.field}", part.default))
        return True

    def single(self, group: Question, name: str, label: str, node: Fields) -> Asked:
        """The only question of a row; it says what the row is about."""
        part = group.parts[0]
        path = f"{group.field}.{part.field}"
        asked = self.asked(part, f"{name}.{part.field}", path, node)
        about = label if label.endswith((".", "?", "!")) else f"{label}:"
        return replace(asked, ask=f"{about} {asked.ask}")

    def asked(self, question: Question, name: str, path: str, root: Fields) -> Asked:
        """One question, with what stands there already."""
        seen = self.reader in self.seen_by.get(path, frozenset())
        given = tuple(_texts(question, at(root, question.field))) if seen else ()
        hints = (
            question.hint,
            "One on each line." if question.input is Input.LINES else "",
            self.example(question),
            self.only_if(question),
            self.asked_again(question, given),
        )
        if hints[-1]:
            given = ()
        return Asked(
            name,
            self.worded(question.ask),
            HOW.get(question.input, Answered.LINE),
            self.worded(" ".join(dict.fromkeys(filter(None, hints)))),
            tuple(Offered(c.code, c.label) for c in choices_for(question, self.known)),
            question.own_words,
            given or self.suggested(question, name),
        )

    def suggested(self, question: Question, name: str) -> tuple[str, ...]:
        """What is nearly always so, in a new file; never about what a person agrees."""
        default = question.default
        agreed = self.sheet.writes in ("consent", "plan", "review", "case")
        sure = self.new and not (agreed or question.only_if or "[" in name)
        if not default or default in OF_THE_DAY or not sure:
            return ()
        codes = [choice.code for choice in choices_for(question, self.known)]
        if default == "only":
            return tuple(codes) if len(codes) == 1 else ()
        if default == "first":
            return tuple(codes[:1])
        return (default,) if default in codes else ()

    def asked_again(self, question: Question, given: Sequence[str]) -> str:
        """What the record says of an agreement; it is asked anew, never ticked for."""
        choices = {c.code: c.label for c in choices_for(question, self.known)}
        if self.sheet.writes != "consent" or not (choices and given):
            return ""
        said = ", ".join(choices.get(code, code) for code in given)
        return f"In the record: {said}."

    def example(self, question: Question) -> str:
        """An example, said to be one."""
        return f"For example: {question.example}" if question.example else ""

    def only_if(self, asked: Question | Page) -> str:
        """When a question is asked, in words."""
        condition = asked.only_if
        if condition is None:
            return ""
        other = self.sheet.question(condition.field)
        if other is None:
            return ""
        if condition.after:
            since = self.sheet.question(condition.after[-1]) or other
            return f"Only if “{other.ask}” is later than “{since.ask}”"
        labels = {c.code: c.label for c in choices_for(other, self.known)}
        among = "” or “".join(labels.get(code, code) for code in condition.among)
        if among:
            return f"Only if you answered “{among}” to “{other.ask}”"
        return f"Only if “{other.ask}” calls for it"


def _for_reader(known: Known, folder: CaseFolder, reader: Reader) -> Known:
    """Without the records that this reader must not know of (brief 2.9)."""
    if reader is Reader.MANAGER:
        return known
    hidden = {f.record.record_id for f in folder.of_type(RecordType.SPEAK_UP)}
    records = (c for c in known.get("record", ()) if c.code not in hidden)
    return {**known, "record": tuple(records)}


def _blocks(node: Node | None) -> list[Fields]:
    """The blocks of a list."""
    items = node.items if isinstance(node, Listing) else ()
    return [item for item in items if isinstance(item, Fields)]


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and not node.empty else ""


def _texts(question: Question, node: Node | None) -> Iterator[str]:
    """What stands in a field, as people write it; several lines are one text."""
    items = node.items if isinstance(node, Listing) else (node,)
    texts = [text for item in items if (text := _text(item))]
    if question.input is Input.LINES and texts:
        yield "\n".join(texts)
    elif question.input is Input.DATE:
        yield from map(_day, texts)
    else:
        yield from texts


def _day(text: str) -> str:
    """A day as the form asks for it: 30 11 2026; as it stands when it is none."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{int(found[3])} {int(found[2])} {found[1]}" if found else text
