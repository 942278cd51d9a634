"""Words that point to somebody without naming them, as a provider lists them (6.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Kind:
    """One kind of thing that tells: what to say instead, and its words.

    `words` must be said more generally wherever a story is told; `softer` ones only
    count when several kinds come together.
    """

    say: str = ""
    words: tuple[str, ...] = ()
    softer: tuple[str, ...] = ()


@dataclass(frozen=True)
class TellingWords:
    """The kinds by name (`config/telling_words.yaml`).

    `everyday` are words with a capital letter that are the name of no place;
    `with_capital` are phrases that are everyday words without one.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    everyday: frozenset[str] = frozenset()
    with_capital: frozenset[str] = frozenset()

    def say(self, kind: str) -> str:
        """What to write instead of a thing of this kind."""
        return self.kinds.get(kind, Kind()).say

    def and_of(self, facts: Iterable[tuple[str, str]]) -> "TellingWords":
        """The same with words of one case, each with its kind, to be said generally."""
        kinds = dict(self.kinds)
        for kind, text in facts:
            had = kinds.get(kind, Kind())
            kinds[kind] = replace(had, words=(*had.words, text))
        return replace(self, kinds=kinds)
