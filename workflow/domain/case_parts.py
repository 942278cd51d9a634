"""Papers about very many cases: several, each about so many as a program can open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

IN_ONE = 1_000  # cases in one document: some 250 pages of a register


@dataclass(frozen=True)
class CasesPart:
    """One document or page of very many cases: which it is, and of which cases.

    `number` is 0 when there is only one.
    """

    number: int
    count: int
    first: str = ""
    last: str = ""

    def title(self, title: str) -> str:
        """What stands on top of it."""
        if not self.number:
            return title
        return f"{title}, part {self.number}: {self.first} to {self.last}"

    def file(self, name: str) -> str:
        """Its file; the first has the name that people know."""
        return _part_of(name, self.number) if self.number > 1 else name


def in_parts(refs: Sequence[str]) -> tuple[CasesPart, ...]:
    """In how many documents so many cases stand; no program opens one of them all."""
    if len(refs) <= IN_ONE:
        return (CasesPart(0, len(refs)),)
    some = (refs[begin : begin + IN_ONE] for begin in range(0, len(refs), IN_ONE))
    return tuple(
        CasesPart(number, len(each), each[0], each[-1])
        for number, each in enumerate(some, start=1)
    )


def former_parts(name: str, known: Iterable[str], count: int) -> tuple[str, ...]:
    """Which documents or pages there are too many of, when there are `count`."""
    stem, dot, kind = name.rpartition(".")
    part = re.compile(rf"{re.escape(stem)} part (\d+){re.escape(dot + kind)}")
    found = ((one, part.fullmatch(one)) for one in known)
    return tuple(sorted(one for one, n in found if n and int(n[1]) > count))


def _part_of(name: str, number: int) -> str:
    stem, dot, kind = name.rpartition(".")
    return f"{stem} part {number}{dot}{kind}"
