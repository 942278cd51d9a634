"""What this computer keeps for itself between runs, and may lose at any time.

Never on the shared drive, safe to delete, and only ever in a folder that nobody else
may write to.
"""

import os
import stat
import sys
from pathlib import Path


def cache_folder(what: str) -> Path:
    """Where this system keeps what a program may lose."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "alongside" / what


def private(folder: Path) -> bool:
    """Whether only we can write there; Windows' own rights see to it there.

    Raises `OSError` when there is no such folder.
    """
    if sys.platform == "win32":
        return folder.is_dir() and not folder.is_symlink()
    seen = folder.lstat()
    others = stat.S_IWGRP | stat.S_IWOTH
    ours = seen.st_uid == os.getuid() and not seen.st_mode & others
    return stat.S_ISDIR(seen.st_mode) and ours


def alive(process: int) -> bool:
    """Whether a process of this computer still runs; where we cannot tell, it does."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
