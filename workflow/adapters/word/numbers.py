"""How the lists of a Word file are numbered: what stands before each point."""

from collections import defaultdict

from workflow.adapters.word.package import W
from workflow.adapters.word.places import Element

WRITTEN = frozenset(
    {"bullet", "none", "decimal", "lowerLetter", "upperLetter", "lowerRoman"}
    | {"upperRoman"}
)
USUAL = "decimal"


class Numbers:
    """The lists of one file; points are asked for in the order in which they stand."""

    def __init__(self, part: Element | None) -> None:
        """Read the part that tells of the lists; there may be none."""
        self._levels: dict[int, dict[int, tuple[str, int]]] = {}
        self._count: dict[int, dict[int, int]] = defaultdict(dict)
        self._shared: dict[int, int] = {}
        if part is not None:
            self._read(part)

    def written(self, which: int, level: int) -> str:
        """How the points of a list are written: `decimal`, `bullet`, `none`."""
        if which == 0:
            return "none"
        kind, _ = self._levels.get(which, {}).get(level, (USUAL, 1))
        return kind if kind in WRITTEN else USUAL

    def next(self, which: int, level: int) -> int:
        """The number of the next point of a list."""
        count = self._count[self._shared.get(which, which)]
        for deeper in [at for at in count if at > level]:
            del count[deeper]
        _, start = self._levels.get(which, {}).get(level, (USUAL, 1))
        count[level] = count.get(level, start - 1) + 1
        return count[level]

    def _read(self, part: Element) -> None:
        kinds = {
            one.get(f"{W}abstractNumId", ""): _levels(one)
            for one in part.iter(f"{W}abstractNum")
        }
        for number in part.iter(f"{W}num"):
            which = int(number.get(f"{W}numId", "0"))
            about = number.find(f"{W}abstractNumId")
            kind = about.get(f"{W}val", "") if about is not None else ""
            levels = dict(kinds.get(kind, {}))
            own = False
            for change in number.iter(f"{W}lvlOverride"):
                at = int(change.get(f"{W}ilvl", "0"))
                start = change.find(f"{W}startOverride")
                if start is not None:
                    own = True
                    levels[at] = (
                        levels.get(at, (USUAL, 1))[0],
                        int(start.get(f"{W}val", "1")),
                    )
            self._levels[which] = levels
            # Lists of one kind go on counting where the other stopped.
            self._shared[which] = which if own or not kind.isdigit() else -1 - int(kind)


def _levels(kind: Element) -> dict[int, tuple[str, int]]:
    found = {}
    for level in kind.iter(f"{W}lvl"):
        written, start = level.find(f"{W}numFmt"), level.find(f"{W}start")
        found[int(level.get(f"{W}ilvl", "0"))] = (
            written.get(f"{W}val", USUAL) if written is not None else USUAL,
            int(start.get(f"{W}val", "1")) if start is not None else 1,
        )
    return found
