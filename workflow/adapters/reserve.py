"""The reserve of a workspace: a file given back when the drive is full (F11).

With its room, journals, receipts and what people wrote can still be written.
"""

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

RESERVE = "_system/reserve.bin"
SIZE = 5 * 1024 * 1024  # bytes
FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
FULL_ON_WINDOWS = frozenset({39, 112})
MADE_AGAIN = frozenset({".docx", ".pdf", ".html", ".xlsx", ".ics", ".bin"})


def with_reserve(path: Path, act: Callable[[], T]) -> T:
    """What `act` answers; on a full drive tried once more with the reserve given back.

    Not for a file of which another can be made at any time.
    """
    try:
        return act()
    except OSError as error:
        made_again = path.suffix.lower() in MADE_AGAIN
        if made_again or not is_full(error) or not _give_back(path):
            raise
    return act()


def is_full(error: OSError) -> bool:
    """Whether an error means that there is no room."""
    code = getattr(error, "winerror", None)
    return error.errno in FULL if code is None else code in FULL_ON_WINDOWS


def _give_back(path: Path) -> bool:
    """Remove the reserve of the workspace around a path; whether there was one."""
    for folder in path.parents:
        with suppress(OSError):
            (folder / RESERVE).unlink()
            return True
    return False
