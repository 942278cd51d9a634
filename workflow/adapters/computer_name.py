"""What this computer is called, in letters that any file can carry."""

import os
import platform
import re
import secrets
from functools import cache
from hashlib import sha256

LONGEST = 40  # characters
CHANCE = 40  # bits of a mark


@cache
def this_computer() -> str:
    """The name of this computer."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", platform.node())[:LONGEST]
    return name or "unnamed"


@cache
def dashed_name() -> str:
    """The same in letters, digits and dashes alone, as the names of claims carry it."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", this_computer())


def owner_mark(host: str, process: int) -> str:
    """A name that nobody has had, by which its owner is known: 20 hexadecimal digits.

    Four stand for the computer, six for the process, the others are chance.
    """
    return owner_marks(host, process, 1)[0]


def owner_marks(host: str, process: int, count: int) -> list[str]:
    """So many such names; the chance is that of the first, and the others follow it."""
    owner, begin = f"{_short(host)}{process & 0xFFFFFF:06x}", secrets.randbits(CHANCE)
    return [f"{owner}{(begin + n) % 2**CHANCE:010x}" for n in range(count)]


def is_gone(mark: str) -> bool | None:
    """Whether the owner of a mark has ended; None when nobody here can tell."""
    process = int(mark[4:10], 16)
    if mark[:4] != _short(this_computer()) or os.name == "nt":
        return None
    if process == os.getpid() & 0xFFFFFF:
        return True  # whoever asks is not writing meanwhile
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _short(host: str) -> str:
    return sha256(host.encode()).hexdigest()[:4]
