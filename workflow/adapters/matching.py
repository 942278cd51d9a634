"""Finds many words in a text at once (pyahocorasick)."""

from collections.abc import Collection, Iterator

import ahocorasick

from workflow.domain.leak_check import Finder


def finder(patterns: Collection[str]) -> Finder:
    """A finder that reads a text once, however many patterns there are."""
    machine = ahocorasick.Automaton()
    for pattern in patterns:
        machine.add_word(pattern, pattern)
    if not patterns:
        return lambda _: ()
    machine.make_automaton()

    def find(text: str) -> Iterator[tuple[int, str]]:
        for last, pattern in machine.iter(text):
            yield last + 1, pattern

    return find
