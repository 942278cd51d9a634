"""What this computer has seen of a share's journals: kept here, never on the share.

A share whose journals are older than this is a backup that was put back (T46). Nothing
depends on it: without it a computer has simply seen nothing yet.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from workflow.adapters.safe_files import discard, place
from workflow.adapters.share_marker import MARK
from workflow.domain.errors import ConfigurationError
from workflow.domain.journal_chain import Head

KEPT = 3  # of the newest, so that a cut in the middle leaves one that is whole


def seen(root: Path, environment: Mapping[str, str] = os.environ) -> tuple[Head, ...]:
    """The heads of this share that this computer has seen; none when it is new here."""
    for path in reversed(_notes(_home(root, environment))):
        with suppress(OSError, ValueError, TypeError):
            return tuple(Head(*row) for row in json.loads(path.read_bytes()))
    return ()


def note(
    root: Path, heads: tuple[Head, ...], environment: Mapping[str, str] = os.environ
) -> None:
    """Remember these heads; a computer that cannot goes without."""
    home = _home(root, environment)
    if home is None or heads == seen(root, environment):
        return
    rows = json.dumps([[head.log, head.seq, head.hash] for head in heads])
    notes = _notes(home)
    number = 1 + (int(notes[-1].stem) if notes else 0)
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        place(home / f"{number:09d}.json", rows.encode())
        for old in notes[: 1 - KEPT]:
            discard(old)


def kept(file: Path) -> tuple[Head, ...]:
    """The heads that `verify` printed earlier. Raises `ConfigurationError`."""
    try:
        rows = json.loads(file.read_bytes())["logs"]
        return tuple(Head(row["log"], int(row["seq"]), row["hash"]) for row in rows)
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(f"{file.name} is not what verify printed") from None


def _home(root: Path, environment: Mapping[str, str]) -> Path | None:
    """Where this computer keeps what it has seen of a share; None without its mark."""
    try:
        share = str(json.loads((root / MARK).read_bytes())["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not share.isalnum():
        return None
    return _state(environment) / "alongside" / "seen" / share


def _state(environment: Mapping[str, str]) -> Path:
    """The folder for what programs remember, on this computer."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home())
    return Path(environment.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


def _notes(home: Path | None) -> list[Path]:
    found = home.glob("[0-9]*.json") if home else ()
    return sorted(path for path in found if path.stem.isdecimal())
