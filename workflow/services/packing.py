"""Looks for people in the finished files of a tender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.domain.anonymise import Identifier, residue


@dataclass(frozen=True)
class Leak:
    """Words in a finished file that point to somebody."""

    file: str
    place: str
    text: str


def leaks(
    file: str, texts: Mapping[str, str], known: Sequence[Identifier]
) -> tuple[Leak, ...]:
    """Every identifier that stands in a finished file, by the part it stands in."""
    return tuple(
        Leak(file, place, found)
        for place, text in texts.items()
        for found in residue(text, known)
    )
