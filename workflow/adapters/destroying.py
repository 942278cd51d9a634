"""Takes a case out of use, whole, and then destroys its files one by one (T40).

First the folder is moved, in one step, to where no command looks for cases. Only what
was listed beforehand, byte for byte, is ever removed: anything else is somebody's work.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflow.adapters.guarded import notes_of
from workflow.adapters.held_files import (
    SPOKEN_OF,
    files_below,
    kind_of,
    speaks_of,
)
from workflow.adapters.safe_files import (
    make_folder,
    patiently,
    settle,
    sha256,
)
from workflow.domain.retention import Row

AWAY = Path("cases") / "_destroying"
LISTS = Path("governance") / "subject-access"
OWN = ("governance/retention", "governance/subject-access")
MACHINE = frozenset({"_history", "_receipts"})
ASKED = "lists made for a request to see records"
LOOKED_AFTER = "notes of which documents were signed or given"


def taken_out(root: Path, case: str) -> bool:
    """Whether a case was moved away to be destroyed, or is destroyed."""
    begun = (root / "governance" / "retention" / case).glob("order-*.begun.json")
    return (root / AWAY / case).is_dir() or any(begun)


@dataclass(frozen=True)
class CaseVault:
    """The case folders of one workspace, to be taken out of use."""

    root: Path
    pause: Callable[[float], None]

    def in_use(self, ref: str) -> bool:
        """Whether the folder of a case stands where cases stand."""
        return self._here(ref).is_dir()

    def away(self, ref: str) -> bool:
        """Whether the folder of a case was moved away to be destroyed."""
        return self._away(ref).is_dir()

    def waiting(self) -> tuple[str, ...]:
        """The cases that were moved away and are not destroyed yet."""
        home = self.root / AWAY
        found = home.iterdir() if home.is_dir() else ()
        return tuple(sorted(path.name for path in found))

    def asked(self, ref: str) -> date | None:
        """The day of the last list that was made because the person asked for one."""
        names = (p.stem for p in files_below(self.root / LISTS) if ref in p.name)
        return max((day for name in names if (day := _day(name))), default=None)

    def rows(self, ref: str) -> tuple[Row, ...]:
        """Every file that belongs to a case, wherever its folder is just now."""
        return tuple(row for _, row in self._all(ref))

    def digest(self, ref: str) -> str:
        """The hash of all that people put into a case: what an approval is about.

        Papers of ours that nobody changed, our notes and earlier versions are left
        out: they may be made anew at any time.
        """
        folder = self._here(ref)
        ours = _our_papers(folder / "_receipts")
        told = sorted(
            f"{row.name} {row.content}"
            for path, row in self._all(ref)
            if path.is_relative_to(folder)
            and path.relative_to(folder).parts[0] not in MACHINE
            and row.content not in ours
        )
        return sha256("\n".join(told).encode())

    def take_away(self, ref: str) -> None:
        """Move the folder of a case, whole, to where no command looks for cases.

        Raises `OSError` while a program holds a file in it; then nothing has changed.
        """
        make_folder(self.root / AWAY)
        patiently(lambda: self._here(ref).rename(self._away(ref)), self.pause)
        settle(self.root / "cases")

    def give_back(self, ref: str) -> None:
        """Put the folder back where it was; no file in it has been touched."""
        patiently(lambda: self._away(ref).rename(self._here(ref)), self.pause)
        settle(self.root / "cases")
        self._tidy(self.root / AWAY)

    def destroy(self, ref: str, rows: Sequence[Row]) -> int:
        """Remove the files listed and then the empty folders; how many stay.

        A file that is not on the list, or holds other bytes, is somebody's and stays.
        Raises `OSError` while a program holds one.
        """
        listed = {(row.name, row.content) for row in rows}
        stays = 0
        for path, row in self._all(ref):
            if (row.name, row.content) in listed:
                self._remove(path)
            else:
                stays += 1
        for parent, _, _ in os.walk(self._away(ref), topdown=False):
            self._tidy(Path(parent))
        self._tidy(self.root / AWAY)
        settle(self.root / "cases")
        return stays

    def _remove(self, path: Path) -> None:
        patiently(lambda: path.unlink(missing_ok=True), self.pause)

    def _tidy(self, folder: Path) -> None:
        with suppress(OSError):  # it is not empty, or is gone already
            folder.rmdir()

    def elsewhere(self, ref: str) -> Mapping[str, int]:
        """Places in the workspace that still speak of a case, with how many files.

        Word files, workbooks and PDFs are not opened: people look through those.
        """
        found: dict[str, int] = {}
        for top in SPOKEN_OF:
            for path in files_below(self.root / top):
                where = path.parent.relative_to(self.root).as_posix()
                if not where.startswith(OWN) and speaks_of(path, (ref,)):
                    found[where] = found.get(where, 0) + 1
        return found

    def size_of(self, place: str) -> tuple[int, int]:
        """How many files lie in a place of the workspace, and their bytes."""
        sizes = [path.lstat().st_size for path in files_below(self.root / place)]
        return len(sizes), sum(sizes)

    def _all(self, ref: str) -> Iterator[tuple[Path, Row]]:
        folder = self._away(ref) if self.away(ref) else self._here(ref)
        for path in files_below(folder):
            inside = path.relative_to(folder)
            yield path, _row(path, f"{ref}/{inside.as_posix()}", kind_of(inside))
        for path in files_below(self.root / LISTS):
            if ref in path.name:
                yield path, _row(path, path.name, ASKED)
        for path in notes_of(self.root, ref):
            yield path, _row(path, path.name, LOOKED_AFTER)

    def _here(self, ref: str) -> Path:
        return self.root / "cases" / ref

    def _away(self, ref: str) -> Path:
        return self.root / AWAY / ref


def _day(name: str) -> date | None:
    """The day at the end of a file's name."""
    with suppress(ValueError):
        return date.fromisoformat(name.rpartition(" ")[2])
    return None


def _row(path: Path, name: str, kind: str) -> Row:
    link = path.is_symlink()
    content = os.fsencode(path.readlink()) if link else path.read_bytes()
    return Row(kind, len(content), sha256(os.fsencode(name)), sha256(content))


def _our_papers(receipts: Path) -> frozenset[str]:
    """The hashes of papers that we made."""
    found = set()
    for path in receipts.glob("*.json") if receipts.is_dir() else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            found.add(str(json.loads(path.read_bytes())["content"]))
    return frozenset(found)
