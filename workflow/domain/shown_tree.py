"""A block as its reader sees it, with what is known of it already."""

from collections.abc import Sequence
from typing import NamedTuple


class Print(NamedTuple):
    """The hash of some data, and whether any of it runs from right to left."""

    digest: str
    turned: bool


class Shown(dict[str, object]):
    """Plain data, in every key that there could be. Nobody may change it.

    `told` is what of it is filled in, and the mark of how such blocks look where they
    are not: two that tell the same are the same, and it is far shorter. What was made
    of it is kept beside it: `printable` by whoever fills templates, `print` and `still`
    by whoever asks whether it has changed.
    """

    __slots__ = ("print", "printable", "still", "told")

    def __init__(self, whole: dict[str, object], told: dict[str, object]) -> None:
        super().__init__(whole)
        self.told = told
        self.print: Print | None = None
        self.printable: dict[str, object] | None = None
        self.still: dict[str, object] | None = None


def trees_in(value: object) -> Sequence[Shown]:
    """The blocks that a value is: one, or a list of nothing else; none otherwise."""
    if type(value) is Shown:
        return (value,)
    if type(value) is list:
        trees = [each for each in value if type(each) is Shown]
        return trees if len(trees) == len(value) else ()
    return ()
