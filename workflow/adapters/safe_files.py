"""The only code that writes: place a new file, swap by moving aside; nothing truncated.

The protocol of the reliability page, section 3.3: a name's content changes only by
moving the old file aside, looking at what was really moved, and placing the new one.
Every earlier content stays in the history folder.
"""

import errno
import hashlib
import os
import secrets
from pathlib import Path

from workflow.services.ports import Written

BUSY = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM, errno.ETXTBSY})
NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}
)
TEMPORARY = ".alongside-"


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place(path: Path, content: bytes) -> Written:
    """Put a new file under a free name, whole or not at all.

    The same bytes already there are `IDENTICAL`; other bytes there stay, and the
    answer is `KEPT_HAND_EDITS`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}.tmp")
    _write_new(temporary, content)
    try:
        _take_name(temporary, path, content)
    except FileExistsError:
        same = path.read_bytes() == content
        return Written.IDENTICAL if same else Written.KEPT_HAND_EDITS
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)
    return Written.CREATED


def swap(path: Path, expected: str, content: bytes, history: Path) -> Written:
    """Change the content under a name from the bytes whose hash is `expected`.

    Anything else found under the name is somebody's work: it is given back untouched
    (`KEPT_HAND_EDITS`). `OPEN_ELSEWHERE` means a program holds it: try again later.
    """
    history.mkdir(parents=True, exist_ok=True)
    unique = secrets.token_hex(4)
    aside = history / f"{path.name}.{expected[:16]}.{unique}.aside"
    new = history / f"{path.name}.{unique}.new"
    _write_new(new, content)
    try:
        path.rename(aside)
    except FileNotFoundError:
        new.unlink()
        return place(path, content)
    except OSError as error:
        new.unlink()
        if error.errno in BUSY:
            return Written.OPEN_ELSEWHERE
        raise
    if sha256(aside.read_bytes()) != expected:
        _give_back(aside, path)
        new.unlink()
        return Written.KEPT_HAND_EDITS
    written = place(path, content)
    aside.rename(aside.with_suffix(".old"))
    new.unlink()
    return Written.UPDATED if written is Written.CREATED else written


def recover(folder: Path, history: Path) -> tuple[str, ...]:
    """Put back what an interrupted swap left aside; the names put right.

    Two programs doing this at once do no harm.
    """
    if not history.is_dir():
        return ()
    mended = []
    for aside in sorted(history.glob("*.aside")):
        name = aside.name.rsplit(".", 3)[0]
        if not (folder / name).exists():
            _give_back(aside, folder / name)
            mended.append(name)
        else:
            aside.rename(aside.with_suffix(".old"))
    return tuple(mended)


def _give_back(aside: Path, path: Path) -> None:
    content = aside.read_bytes()
    if place(path, content) is Written.KEPT_HAND_EDITS:
        aside.rename(aside.with_suffix(".old"))
    else:
        aside.unlink()


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _take_name(temporary: Path, path: Path, content: bytes) -> None:
    """Give the finished file its name; exactly one of several writers wins."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError) as error:
        if getattr(error, "errno", errno.ENOSYS) not in NO_LINKS:
            raise
        _write_new(path, content)


def _settle(folder: Path) -> None:
    """Ask the disk to remember the new name too, where a folder can be asked."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
