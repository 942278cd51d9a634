"""Who may read which part of a workspace, as far as this computer can tell."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

GUARDED = ("cases", "inbox", "_system")
NEEDED = ("cases", "config", "templates", "governance", "tenders")
STRANGERS = ("everyone:", "builtin\\users:", "authenticated users:")
PATIENCE = 10.0  # seconds


def open_to_all(root: Path) -> tuple[str, ...]:
    """The guarded parts that any account of this computer may read."""
    guarded = (root / name for name in GUARDED)
    return tuple(path.name for path in guarded if path.is_dir() and _open(path))


def unreadable(root: Path) -> tuple[str, ...]:
    """The parts that this account may not read."""
    return tuple(_refused(root))


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
