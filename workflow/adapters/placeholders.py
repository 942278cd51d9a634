"""Knows files whose name is here while what they hold is still in the cloud (F31).

To read one would fetch it over the network, or fail; it is never taken for empty.
"""

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

AWAY = 0x1000 | 0x40000 | 0x400000  # Windows: offline, recall on open, on data access
DATALESS = 0x40000000  # the same on a Mac
STUBS = (".cloud", ".cloudf", ".nextcloud", ".owncloud", ".icloud")
NOT_HERE = (
    "It is listed here, but what it holds is still in the cloud. Nothing is lost. Set"
    " this folder to be always kept on this device; then it is read by itself."
)


@dataclass(frozen=True)
class Listed:
    """What lies in a folder, looked at once for many questions.

    A name is known again as a drive would know it: in capitals too.
    """

    names: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        """Whether something stands under a name."""
        return _as_known(name) in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(map(_as_known, self.names))

    @cached_property
    def in_cloud(self) -> frozenset[str]:
        """The names of files of which there are stubs alone."""
        return frozenset(filter(None, map(stood_for, self.names)))


def listed(folder: Path) -> Listed:
    """What lies in a folder; nothing when it is not there."""
    try:
        return Listed(tuple(os.listdir(folder)))  # noqa: PTH208 - names, and many
    except (FileNotFoundError, NotADirectoryError):
        return Listed(())


def _as_known(name: str) -> str:
    return name.lower() if name.isascii() else normalize("NFC", name).casefold()


def is_away(
    path: Path | str,
    status: os.stat_result | None = None,
    folder: Listed | None = None,
) -> bool:
    """Whether a file is listed here and is not here.

    `status` when it is known, and what lies in its `folder`.
    """
    try:
        seen = os.lstat(path) if status is None else status
    except OSError:
        if folder is not None:
            return os.path.basename(path) in folder.in_cloud  # noqa: PTH119 - many
        return _has_stub(Path(path))
    if getattr(seen, "st_file_attributes", 0) & AWAY:
        return True
    if getattr(seen, "st_flags", 0) & DATALESS:
        return True
    no_blocks = not getattr(seen, "st_blocks", 1)
    return bool(seen.st_size) and no_blocks and _all_hole(path)


def stood_for(name: str) -> str:
    """The name of the file that a sync program's stub stands for; "" for others."""
    for stub in STUBS:
        if name.endswith(stub):
            return name.removesuffix(stub).removeprefix("." if stub[1] == "i" else "")
    return ""


def _has_stub(path: Path) -> bool:
    """Whether a stub stands where a file is not."""
    stubs = [path.with_name(path.name + stub) for stub in STUBS]
    stubs.append(path.with_name(f".{path.name}.icloud"))
    return any(stub.is_file() for stub in stubs)


def _all_hole(path: Path | str) -> bool:
    """Whether a file is one hole; some drives never say how many blocks one has."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            os.lseek(handle, 0, os.SEEK_DATA)
        except OSError as error:
            return error.errno == errno.ENXIO
        finally:
            os.close(handle)
    return False
