"""The mark of a shared drive: without it nothing that a scan says is believed (F3).

An empty folder mounted in its place, a half-copied backup and another drive all lack
it, or carry another one.
"""

import json
import secrets
from contextlib import suppress
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place

MARK = "_system/share-id.json"
FORMAT = 1


def mark(root: Path) -> bytes:
    """The mark of a workspace, made the first time that somebody asks."""
    path = root / MARK
    fresh = {"id": secrets.token_hex(16), "epoch": secrets.token_hex(8)}
    text = json.dumps(fresh | {"format": FORMAT}, sort_keys=True)
    if not path.is_file():
        with suppress(NameTaken):  # another computer may be first
            place(path, text.encode())
    return path.read_bytes()


def marked(root: Path, expected: bytes) -> bool:
    """Whether the workspace is there and is the one expected."""
    try:
        return (root / MARK).read_bytes() == expected
    except OSError:
        return False
