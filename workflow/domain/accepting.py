"""Puts the accepted answers of a filled form where they belong in a file.

What was not accepted, and what nobody touched, stays as it stands. New items of a list
come after those that are there, each with the next free id.
"""

from collections.abc import Iterable, Sequence

from workflow.domain.fields import Member, members
from workflow.domain.filled_forms import STEP, Difference, State, position
from workflow.domain.intake import HERE, NOTHING, next_id, put, said
from workflow.domain.questions import Sheet
from workflow.domain.records.base import Block, Kind
from workflow.domain.tree import Fields, Listing, Node

NEW = "+"


def accepted(root: Fields, chosen: Iterable[Difference], sheet: Sheet) -> Fields:
    """The file `root` with the answers chosen in it; one that was not read is left out.

    `sheet` is the question sheet of the form: it knows the file, and how ids begin.
    """
    taking = _Taking(sheet)
    for difference in chosen:
        if difference.state is not State.NOT_READ:
            steps = difference.name.split(".")
            root = taking.put(root, steps, difference.now, sheet.model, "")
    return root


class _Taking:
    """Keeps which new item of a list is which, while answers are put in."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.places: dict[str, int] = {}

    def put(
        self,
        block: Fields,
        steps: Sequence[str],
        text: str,
        model: type[Block],
        path: str,
    ) -> Fields:
        """A block with one answer in it, `steps` being the rest of its name."""
        step = STEP.fullmatch(steps[0])
        member = members(model).get(step[1]) if step else None
        if step is None or member is None:
            return block
        here, stood = f"{path}.{steps[0]}", block.values.get(member.key)
        if member.block is None:
            return put(block, member.key, _answer(member, text), model)
        if not member.many:
            inner = stood if isinstance(stood, Fields) else NOTHING
            node: Node = self.put(inner, steps[1:], text, member.block, here)
        else:
            items = list(stood.items) if isinstance(stood, Listing) else []
            place = self.place(items, step[2] or "", here, member)
            item = items[place]
            old = item if isinstance(item, Fields) else NOTHING
            items[place] = self.put(old, steps[1:], text, member.block, here)
            node = Listing(tuple(items), HERE)
        return put(block, member.key, node, model)

    def place(self, items: list[Node], index: str, here: str, member: Member) -> int:
        """Where an item stands; a new one is added, with its id."""
        if here in self.places:
            return self.places[here]
        found = None if index.startswith(NEW) else position(items, index)
        if found is None:
            items.append(self.begun(items, here, member))
            found = len(items) - 1
        self.places[here] = found
        return found

    def begun(self, items: Sequence[Node], here: str, member: Member) -> Fields:
        """A new item, with the next free id where the sheet says how ids begin."""
        field = ".".join(step.partition("[")[0] for step in here.split(".")[1:])
        question = next((q for q in self.sheet.questions if q.field == field), None)
        if question is None or not question.prefix or member.block is None:
            return NOTHING
        own = said(next_id(question, items), "text")
        return put(NOTHING, question.key, own, member.block)


def _answer(member: Member, text: str) -> Node:
    """An answer as it stands in a file: several are a list."""
    kind = member.kind or Kind("text")
    if not kind.many:
        return said(text, kind.name)
    return Listing(tuple(said(line, kind.name) for line in text.split("\n")), HERE)
