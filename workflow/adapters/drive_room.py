"""The room on the drive of a workspace, and the reserve that is kept there."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import shake_256
from pathlib import Path
from shutil import disk_usage

from workflow.adapters.reserve import RESERVE, SIZE
from workflow.adapters.safe_files import place
from workflow.domain.case_folder import CaseRef

ENOUGH = 50 * 1024 * 1024  # bytes that should be free before a reserve is made


@dataclass(frozen=True)
class DriveRoom:
    """The room of one workspace."""

    root: Path

    def free(self) -> int | None:
        """Free bytes; None where the drive does not say."""
        try:
            return disk_usage(self.root).free
        except OSError:
            return None

    def never_made(self, refs: Iterable[CaseRef]) -> int:
        """How many of these cases have no document yet."""
        cases = self.root / "cases"
        return sum(not (cases / ref / "_receipts").is_dir() for ref in refs)

    def keep_reserve(self) -> None:
        """Make the reserve, where there is none and room enough.

        No drive can make it smaller: what it holds looks like chance.
        """
        path = self.root / RESERVE
        if not path.exists() and (self.free() or 0) >= ENOUGH:
            with suppress(OSError):
                place(path, shake_256(b"alongside").digest(SIZE))
