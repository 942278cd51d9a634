"""Who may read which part of a workspace, as far as this computer can tell."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

GUARDED = ("cases", "inbox", "_system")
NEEDED = ("cases", "config", "templates", "governance", "tenders")
STRANGERS = ("everyone:", "builtin\\users:", "authenticated users:")
PATIENCE = 10.0  # seconds
OTHERS = stat.S_IRWXG | stat.S_IRWXO
ACL = "system.posix_acl_access"  # where Linux keeps a list of rights


def open_to_all(root: Path) -> tuple[str, ...]:
    """The guarded parts that any account of this computer may read."""
    guarded = (root / name for name in GUARDED)
    return tuple(path.name for path in guarded if path.is_dir() and _open(path))


def unreadable(root: Path) -> tuple[str, ...]:
    """The parts that this account may not read."""
    return tuple(_refused(root))


def closed(root: Path) -> tuple[str, ...]:
    """The cases that somebody on the staff must not open, as far as can be seen."""
    with suppress(OSError):
        found = sorted((root / "cases").glob("SG-*/closed_to.yaml"))
        return tuple(path.parent.name for path in found)
    return ()


def unwalled(root: Path, refs: Iterable[str]) -> tuple[str, ...]:
    """The cases whose folder lets in whoever the folder of all cases lets in."""
    return tuple(ref for ref in refs if not _own_rights(root / "cases" / ref))


def _own_rights(folder: Path) -> bool:
    """Whether a folder has rights of its own, as far as can be told."""
    if sys.platform == "win32":
        return _own_rights_on_windows(folder)
    with suppress(OSError):
        if ACL in os.listxattr(folder):
            return True
        mine, around = folder.stat().st_mode, folder.parent.stat().st_mode
        return not mine & OTHERS or bool(around & ~mine & OTHERS)
    return False


def _own_rights_on_windows(folder: Path) -> bool:
    """Whether an entry in the list of rights was not handed down from above."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["icacls", str(folder)], capture_output=True, timeout=PATIENCE, check=False
        )
        said = done.stdout.decode(errors="replace").replace(str(folder), "")
        rows = [line for line in said.splitlines() if ":(" in line]
        return any("(I)" not in row for row in rows)
    return False


def _refused(root: Path) -> Iterator[str]:
    for name in NEEDED:
        try:
            next(os.scandir(root / name), None)
        except FileNotFoundError:
            continue
        except OSError:
            yield name


def _open(path: Path) -> bool:
    """Whether every folder on the way lets strangers through, and the last one in."""
    if sys.platform == "win32":
        return _open_on_windows(path)
    with suppress(OSError):
        around = all(p.stat().st_mode & stat.S_IXOTH for p in (path, *path.parents))
        return bool(path.stat().st_mode & stat.S_IROTH) and around
    return False


def _open_on_windows(path: Path) -> bool:
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["icacls", str(path)], capture_output=True, timeout=PATIENCE, check=False
        )
        said = done.stdout.decode(errors="replace").lower()
        return any(stranger in said for stranger in STRANGERS)
    return False
