"""`Anonymised`: the only kind of words that a pack is made of (brief 6, house 5).

A pack is built without reading any case. What enters it was made public, written by
the bid writer, suppressed, or agreed by the person; the finished files are read again
before they leave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, Union

from workflow.domain.answers.blocks import Block
from workflow.domain.records.vignette import STORY, Vignette

COMPOSITE = "Composite of several people's stories: "


@dataclass(frozen=True)
class Anonymised:
    """Words that may stand in a pack; made only by the ways in below."""

    text: str

    @classmethod
    def public(cls, text: str | None) -> Self:
        """Words that are public anyway: the buyer's, the provider's name, labels."""
        return cls(text or "")

    @classmethod
    def written(cls, text: str | None) -> Self:
        """Words of the bid writer, who sees no case."""
        return cls(text or "")

    @classmethod
    def suppressed(cls, row: Mapping[str, str]) -> dict[str, Self]:
        """A row that `measures --for` wrote, small numbers hidden already."""
        return {key: cls(value) for key, value in row.items()}

    @classmethod
    def story(cls, vignette: Vignette) -> dict[str, Self]:
        """The words of a story that the person agreed to, and its own number.

        The heading of a story made from several says that it is a composite (6.4).
        """
        told = {name: cls(getattr(vignette, name) or "") for name in STORY}
        label = COMPOSITE if vignette.composite else ""
        told["heading"] = cls(f"{label}{vignette.heading or ''}")
        return {"id": cls(vignette.vignette_id or ""), **told}


@dataclass(frozen=True)
class Body:
    """An answer whole, with its tables and pictures; made only by `Body.written`."""

    blocks: tuple[Block, ...]

    @classmethod
    def written(cls, blocks: Sequence[Block]) -> Self:
        """What the bid writer wrote, who sees no case."""
        return cls(tuple(blocks))


Said = Union[  # noqa: UP007 - it names itself
    Anonymised, bool, int, tuple["Said", ...], list["Said"], Mapping[str, "Said"]
]
"""What a pack holds: anonymised words, numbers and yes or no, in lists and by name.

Not `Sequence`: a plain text is a sequence of texts, and would be let in.
"""


@dataclass(frozen=True)
class EvidencePack:
    """All that a pack says. Raises `TypeError` for words that are not `Anonymised`.

    `bodies` are the answers whole, each by what stands in its place in `parts`.
    """

    parts: Mapping[str, Said]
    bodies: Mapping[str, Body] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what did not come in by one of the ways of `Anonymised`."""
        _only_anonymised(self.parts)

    def plain(self) -> dict[str, object]:
        """The same as plain data, for a template."""
        return {key: _plain(value) for key, value in self.parts.items()}


def _only_anonymised(value: object) -> None:
    if isinstance(value, Mapping):
        for inner in value.values():
            _only_anonymised(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            _only_anonymised(inner)
    elif not isinstance(value, Anonymised | bool | int):
        raise TypeError("only Anonymised words enter a pack")


def _plain(value: Said) -> object:
    if isinstance(value, Anonymised):
        return value.text
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
