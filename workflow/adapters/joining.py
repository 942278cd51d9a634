"""How a second start finds the first: a note that only this account can read.

It lies on the computer, not on the share, and holds the port and a secret.
"""

import json
import os
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 2.0  # seconds


def note_for(root: Path) -> Path:
    """Where the note of a workspace lies."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(home) if home else Path.home() / ".cache"
    name = sha256(str(root.resolve()).encode()).hexdigest()[:24]
    return folder / "alongside" / f"{name}.json"


def leave_note(root: Path, port: int, secret: str) -> None:
    """Say where the pages are, to this account alone."""
    path = note_for(root)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({"port": port, "secret": secret}, file)


def take_note_away(root: Path, secret: str) -> None:
    """Remove our own note; another program's stays."""
    with suppress(OSError, ValueError, KeyError):
        if json.loads(note_for(root).read_bytes())["secret"] == secret:
            note_for(root).unlink(missing_ok=True)


def join(root: Path) -> str:
    """An address that opens the pages of the program that runs; "" where none does."""
    try:
        note = json.loads(note_for(root).read_bytes())
        port, secret = int(note["port"]), str(note["secret"])
        line = HTTPConnection(HOST, port, timeout=PATIENCE)
        line.request("POST", "/join", headers={"X-Alongside": secret})
        answer = line.getresponse()
        key = answer.read(200).decode("ascii")
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return ""
    return f"http://{HOST}:{port}/launch/{key}" if answer.status == 200 else ""  # noqa: PLR2004 - it answered
