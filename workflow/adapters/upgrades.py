"""The format of what lies on the share: an older program reads it and never writes.

A newer program brings the share up by placing new files only, so an older one goes on
reading what it knows, and a cut in the middle is simply done again.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from workflow.adapters.safe_files import place
from workflow.adapters.share_marker import FORMAT, MARK
from workflow.domain.errors import NewerWorkspace

NAMED = re.compile(r"format-(\d{6})\.json")

Migration = Callable[[Path], Iterator[tuple[Path, bytes]]]
MIGRATIONS: Mapping[int, Migration] = {}
"""For each format the new files that bring a workspace there from the one before."""


def format_of(root: Path) -> int:
    """The format of a workspace: the highest that a program has brought it to."""
    system = root / "_system"
    names = [path.name for path in system.iterdir()] if system.is_dir() else []
    reached = [int(m[1]) for m in map(NAMED.fullmatch, names) if m]
    return max([_marked(root / MARK), *reached])


def may_write(root: Path, known: int = FORMAT) -> None:
    """Raise `NewerWorkspace` when a program that knows only `known` must not write."""
    found = format_of(root)
    if found > known:
        raise NewerWorkspace(f"format {found}; this version knows {known}")


def upgrade(
    root: Path, known: int = FORMAT, migrations: Mapping[int, Migration] = MIGRATIONS
) -> tuple[int, ...]:
    """Bring a workspace to the format `known`, step by step; the steps that were taken.

    Raises `NewerWorkspace` when it is beyond that already.
    """
    may_write(root, known)
    taken = tuple(range(format_of(root) + 1, known + 1))
    for step in taken:
        for path, content in migrations[step](root):
            place(path, content)
        place(root / "_system" / f"format-{step:06d}.json", b"{}")
    return taken


def _marked(file: Path) -> int:
    """The format in the marker of the share; 1 when it says nothing."""
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return 1
    marked = found.get("format", 1) if isinstance(found, dict) else 1
    return marked if isinstance(marked, int) else 1
