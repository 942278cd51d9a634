"""What two people wrote in one place, in words: never a code, never a key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from workflow.domain.context import uk_date
from workflow.domain.merging import Clash
from workflow.domain.questions import Input, Known, Question, Sheet, choices_for
from workflow.domain.tree import Fields, Listing, Node, Scalar

BOTH, MINE, THEIRS = "both", "mine", "theirs"
LABELS = {
    BOTH: "Keep both",
    THEIRS: "Keep what is in the record",
    MINE: "Keep mine",
}
ORDERS = {THEIRS: "Keep the order in the record", MINE: "Keep my order"}


@dataclass(frozen=True)
class Wording:
    """What words a sheet has for the places of a file; `worded` names the person."""

    sheet: Sheet
    known: Known
    worded: Callable[[str], str]

    def title(self, clash: Clash) -> str:
        """What is asked at a place: the question, and the part of it."""
        question, part = self._asked(clash.path)
        if question is None:
            return clash.path
        title = self.worded(question.ask)
        if clash.order:
            return f"{title} (the order)"
        return f"{title} {self.worded(part.ask)}" if part else title

    def told(self, clash: Clash, node: Node | None) -> str:
        """One of the texts of a clash."""
        question, part = self._asked(clash.path)
        if isinstance(node, Listing) and question and question.parts:
            rows = (self._row(question, row) for row in node.items)
            return "\n".join(f"{n}. {row}" for n, row in enumerate(rows, 1))
        if isinstance(node, Fields):
            return "\n".join(self._lines(question, node))
        return self._said(part or question, node)

    def rows(
        self, clashes: Sequence[Clash], labels: Mapping[str, str]
    ) -> list[dict[str, object]]:
        """What the page asks at each place; `labels` say otherwise what is chosen."""
        return [
            {
                "number": number,
                "title": self.title(clash),
                "mine": self.told(clash, clash.mine),
                "theirs": self.told(clash, clash.theirs),
                "choices": [
                    (c, labels.get(c, label))
                    for c, label in self.choices(clash).items()
                ],
            }
            for number, clash in enumerate(clashes)
        ]

    def one_of(self, clashes: Sequence[Clash]) -> bool:
        """Whether somewhere only one of the two can be kept."""
        return any(BOTH not in self.choices(clash) for clash in clashes)

    def choices(self, clash: Clash) -> Mapping[str, str]:
        """What may be chosen. Both can be kept where both are words."""
        if clash.order:
            return ORDERS
        nodes = (clash.mine, clash.theirs)
        texts = [n.text for n in nodes if isinstance(n, Scalar) and not n.empty]
        words = len(texts) == len(nodes) and any(" " in text for text in texts)
        return {c: label for c, label in LABELS.items() if c != BOTH or words}

    def _asked(self, path: str) -> tuple[Question | None, Question | None]:
        """The question that asks for a place, and its part where it is in a row."""
        question = self.sheet.question(path)
        last = path.rpartition(".")[2]
        parts = question.parts if question and not last.endswith("]") else ()
        return question, next((p for p in parts if p.field == last), None)

    def _row(self, question: Question, row: Node) -> str:
        """A row by the first of its words, the person's own before any other."""
        if not isinstance(row, Fields):
            return self._said(question, row)
        parts = sorted(question.parts, key=lambda part: not part.own_words)
        said = (self._said(p, row.values.get(p.field)) for p in parts)
        return next(filter(None, said), "")

    def _lines(self, question: Question | None, row: Fields) -> Iterator[str]:
        """A whole row: each question with its answer."""
        for part in question.parts if question else ():
            said = self._said(part, row.values.get(part.field))
            if said:
                yield f"{self.worded(part.ask)} {said}"

    def _said(self, question: Question | None, node: Node | None) -> str:
        if isinstance(node, Listing):
            return ", ".join(
                filter(None, (self._said(question, n) for n in node.items))
            )
        if not isinstance(node, Scalar) or node.empty:
            return ""
        if question and question.input is Input.DATE:
            return _day(node.text)
        offered = choices_for(question, self.known) if question else ()
        return {c.code: c.label for c in offered}.get(node.text, node.text)


def _day(text: str) -> str:
    """A day as people write it; as it was typed where it is none."""
    with suppress(ValueError):
        return uk_date(date.fromisoformat(text))
    return text
