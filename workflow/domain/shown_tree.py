"""A block as its reader sees it, with what is known of it already."""


class Shown(dict[str, object]):
    """Plain data, in every key that there could be. Nobody may change it.

    `told` is what of it is filled in, and the mark of how such blocks look where they
    are not: two that tell the same are the same, and it is far shorter. What was made
    of it is kept beside it: `printable` by whoever fills templates, `still` by whoever
    asks whether it has changed.
    """

    __slots__ = ("printable", "still", "told")

    def __init__(self, whole: dict[str, object], told: dict[str, object]) -> None:
        super().__init__(whole)
        self.told = told
        self.printable: dict[str, object] | None = None
        self.still: dict[str, object] | None = None


def in_short(value: object) -> object:
    """What a block, or several, tell; None for anything else."""
    if type(value) is Shown:
        return value.told
    if type(value) is list and value and type(value[0]) is Shown:
        return [each.told if type(each) is Shown else each for each in value]
    return None
