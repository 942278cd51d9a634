"""Looks for people in the finished files of a tender."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from workflow.domain.leak_check import Piece, Sought

NEVER = frozenset({"a comment", "a tracked change", "hidden text"})


@dataclass(frozen=True)
class Leak:
    """Words in a finished file that point to somebody, or a place that must not be."""

    file: str
    place: str
    text: str


def leaks(
    file: str, pieces: Sequence[Piece], sought: Sought, allowed: Collection[str] = ()
) -> tuple[Leak, ...]:
    """Everything in a finished file that must not leave, each once, by its place.

    `allowed` are words that somebody let through for this pack, exactly as they stand;
    a comment or a tracked change is never let through.
    """
    found = (leak for piece in pieces for leak in _of(file, piece, sought))
    let_through = frozenset(allowed) - NEVER
    return tuple(dict.fromkeys(one for one in found if one.text not in let_through))


def _of(file: str, piece: Piece, sought: Sought) -> Iterator[Leak]:
    if piece.fault:
        yield Leak(file, piece.place, piece.fault)
    for found in sought.in_text(piece.text):
        yield Leak(file, piece.place, found.text)
