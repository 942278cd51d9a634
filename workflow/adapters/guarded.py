"""Documents that were signed or given: kept as they were, and looked after (T6, F27).

The first time that one is seen its bytes go into the history, and a note says so; a
second note stands in one folder for all cases, so that each scan can look at them.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.placeholders import listed
from workflow.adapters.safe_files import NameTaken, place, sha256

LISTED = "_system/guarded"
SIGNED, GIVEN = "signed", "given"
SIGNATURES = "_xmlsignatures/"
NOTHING_MADE = frozenset({"_history", "_receipts"})


def is_signed(content: bytes) -> bool:
    """Whether a Word document or a PDF carries a digital signature."""
    if content.startswith(b"%PDF"):
        return b"/ByteRange" in content and b"/Sig" in content
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return any(name.startswith(SIGNATURES) for name in package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


@dataclass(frozen=True)
class Guard:
    """What is guarded in the folder `made` of one case."""

    root: Path
    folder: Path
    made: Path
    shelf: Path
    history: Path

    def keep(self, name: str, content: bytes, why: str) -> None:
        """Guard a document as it stands; `why` is `SIGNED` or `GIVEN`."""
        sha = sha256(content)
        note = self.shelf / f"{name}.{sha}.{why}"
        if note.is_file():
            return
        with suppress(NameTaken):
            place(self._copy(name, sha), content)
        place(self.root / LISTED / f"{self.folder.name}~{sha[:16]}~{name}", b"")
        place(note, b"")

    def kept(self) -> dict[tuple[str, str], list[str]]:
        """The hashes under which each document was signed or given, by name and why."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for note in sorted(listed(self.shelf).names):
            start, _, why = note.rpartition(".")
            name, _, sha = start.rpartition(".")
            if why in {SIGNED, GIVEN} and name:
                found[name, why].append(sha)
        return found

    def content(self, name: str, sha: str) -> bytes | None:
        """A document as it was guarded; None when somebody took the copy away."""
        with suppress(OSError):
            return self._copy(name, sha).read_bytes()
        return None

    def elsewhere(self, shas: list[str]) -> bool:
        """Whether one of these stands in another folder of the case."""
        for path in self.folder.rglob("*"):
            aside = NOTHING_MADE & set(path.relative_to(self.folder).parts)
            if not aside and path.is_file() and path.suffix in {".docx", ".pdf"}:
                with suppress(OSError):
                    if sha256(path.read_bytes()) in shas:
                        return True
        return False

    def _copy(self, name: str, sha: str) -> Path:
        """Where the history keeps it, under a name that `alongside history` knows."""
        stem = f"{self.made.name}+{name}.000000.{sha[:16]}.{sha[16:24]}"
        return self.history / f"{stem}.old"


def notes_of(root: Path, case: str) -> tuple[Path, ...]:
    """The notes on the list for all cases that are about one of them."""
    return tuple(sorted((root / LISTED).glob(f"{case}~*")))


def guarded(root: Path) -> Iterator[tuple[str, str]]:
    """Each guarded document of a workspace: its case, and its name."""
    with suppress(OSError):
        for path in (root / LISTED).iterdir():
            case, _, rest = path.name.partition("~")
            yield case, rest.partition("~")[2]
