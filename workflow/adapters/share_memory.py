"""What this computer has seen of a share: kept here, never on the share.

Nothing depends on it: without it a computer has simply seen nothing yet.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from workflow.adapters.safe_files import discard, place
from workflow.adapters.share_marker import MARK

KEPT = 3  # of the newest, so that a cut in the middle leaves one that is whole


def recalled(
    root: Path, about: str, environment: Mapping[str, str] = os.environ
) -> object:
    """What was remembered last `about` this share, as JSON has it; None when nothing.

    Another copy of a share has the same id, and is remembered with it.
    """
    for path in reversed(_notes(_home(root, about, environment))):
        with suppress(OSError, ValueError):
            found: object = json.loads(path.read_bytes())
            return found
    return None


def remember(
    root: Path, about: str, fact: object, environment: Mapping[str, str] = os.environ
) -> None:
    """Remember a fact, unless it is the last one; a computer that cannot goes without.

    A fact is what JSON can hold.
    """
    home = _home(root, about, environment)
    text = json.dumps(fact, sort_keys=True)
    if home is None or json.loads(text) == recalled(root, about, environment):
        return
    notes = _notes(home)
    number = 1 + (int(notes[-1].stem) if notes else 0)
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        place(home / f"{number:09d}.json", text.encode())
        for old in notes[: 1 - KEPT]:
            discard(old)


def _home(root: Path, about: str, environment: Mapping[str, str]) -> Path | None:
    """Where this computer keeps what it has seen of a share; None without its mark."""
    try:
        share = str(json.loads((root / MARK).read_bytes())["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not share.isalnum():
        return None
    return _state(environment) / "alongside" / about / share


def _state(environment: Mapping[str, str]) -> Path:
    """The folder for what programs remember, on this computer."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home())
    return Path(environment.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


def _notes(home: Path | None) -> list[Path]:
    found = home.glob("[0-9]*.json") if home else ()
    return sorted(path for path in found if path.stem.isdecimal())
