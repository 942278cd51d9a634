"""Many files gone from the shared folder at once: a person decides what is made (F4).

A disk that was half copied back, or another folder in the place of ours, must not look
like a workspace in which people deleted things.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from workflow.adapters.destroying import taken_out
from workflow.adapters.share_memory import recalled, remember

FILES = "files"  # what this computer remembers of a share under this name
HELD_SHARE, HELD_FILES = 0.1, 5  # more than these gone at once: a person decides
Counts = Mapping[str, int]
"""How many files each case has, and the shared files of each kind."""


def known_before(root: Path) -> dict[str, int]:
    """How many files each area had when this computer last looked."""
    found = recalled(root, FILES)
    rows = found.items() if isinstance(found, dict) else ()
    return {name: many for name, many in rows if isinstance(many, int)}


def know(root: Path, counts: Counts) -> None:
    """Remember how many files there are; on this computer, not on the share."""
    remember(root, FILES, dict(counts))


def gone_at_once(
    root: Path, most: Counts, now: Counts, areas: Iterable[str] | None = None
) -> tuple[int, int] | None:
    """How many of how many files are gone, when a person has to decide; else None.

    `areas` are those that were looked at, when that was not all. Cases that were
    destroyed, as two people approved, are not missed.
    """
    names = most.keys() if areas is None else most.keys() & set(areas)
    fewer = {name: most[name] - now.get(name, 0) for name in names}
    gone = {name: many for name, many in fewer.items() if many > 0}
    if sum(gone.values()) <= HELD_FILES:
        return None
    meant = {name for name in gone if name not in now and taken_out(root, name)}
    missing = sum(many for name, many in gone.items() if name not in meant)
    total = sum(many for name, many in most.items() if name not in meant)
    held = missing > HELD_FILES and missing > HELD_SHARE * total
    return (missing, total) if held else None


def told(gone: tuple[int, int], if_meant: str) -> str:
    """What to say of it, without an end; `if_meant` is what to do if it was meant."""
    return (
        f"{gone[0]} of {gone[1]} files are gone from the shared folder at once. Nothing"
        f" is made until somebody has looked. If that was meant, {if_meant}. If not,"
        " ask whoever looks after the drive to put them back"
    )
