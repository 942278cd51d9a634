"""Templates made ready, kept on this computer's own disk between runs.

Never on the shared drive, safe to delete, and never trusted: a file that is damaged, of
another version, or in a folder that others may write to is as if it were not there.
"""

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from workflow.adapters.own_disk import cache_folder, private
from workflow.adapters.word.prepared import Prepared, as_plain, from_plain

SHA = 32  # bytes
KEPT = 200  # files; the oldest go first
MAKERS = ("docxtpl-", "python_docx-", "jinja2-", "markupsafe-", "lxml-", "deflate-")
WRONG = (OSError, EOFError, ValueError, TypeError)


class Shelf:
    """The folder of templates made ready."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder("templates")

    def find(self, template: bytes) -> Prepared | None:
        """What was kept for a template, if it is sound."""
        with suppress(*WRONG):
            if private(self._folder):
                kept = self._file(template).read_bytes()
                told, payload = kept[:SHA], kept[SHA:]
                if told == hashlib.sha256(payload).digest():
                    return from_plain(marshal.loads(payload))  # noqa: S302 - see above
        return None

    def keep(self, template: bytes, ready: Prepared) -> None:
        """Keep a template made ready; nothing is said when that cannot be."""
        with suppress(*WRONG):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not private(self._folder):
                return
            payload = marshal.dumps(as_plain(ready))  # type: ignore[arg-type]
            file = self._file(template)
            new = file.with_suffix(f".{os.getpid()}.new")
            new.write_bytes(hashlib.sha256(payload).digest() + payload)
            new.replace(file)
            self._tidied()

    def _file(self, template: bytes) -> Path:
        name = hashlib.sha256(_makers() + template).hexdigest()
        return self._folder / f"{name}.ready"

    def _tidied(self) -> None:
        files = sorted(self._folder.glob("*"), key=lambda file: file.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)


@cache
def _makers() -> bytes:
    """The hash of everything that shapes a template made ready, but for its content.

    Versions are read from the names of the installed libraries' folders: asking for
    them properly takes longer than all the rest.
    """
    told = hashlib.sha256(sys.version.encode())
    for place in map(Path, sys.path):
        names = [each.name for each in place.iterdir()] if place.is_dir() else []
        told.update(" ".join(sorted(filter(_is_maker, names))).encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        told.update(file.read_bytes())
    return told.digest()


def _is_maker(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(MAKERS)
