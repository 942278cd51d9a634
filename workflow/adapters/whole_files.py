"""Reads a file whole with the fewest questions to the drive: many are read, all small.

`Path.read_bytes` first asks whether the file is a terminal and where it ends.
"""

from io import FileIO
from pathlib import Path


def whole(path: Path | str) -> bytes:
    """All that a file holds. Raises `OSError` as opening and reading do."""
    with FileIO(path) as file:
        return file.readall()
