"""Sees that there is room before a batch is begun (F11)."""

from collections.abc import Iterable
from typing import Protocol

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import DriveFull

MEGABYTE = 1024 * 1024
LEAST = 10  # megabytes that any batch needs: receipts, journals, what is swapped
A_CASE = 1  # megabyte for the first documents of a case


class Drive(Protocol):
    """The drive on which a workspace lies."""

    def free(self) -> int | None:
        """Free bytes; None where the drive does not say."""

    def never_made(self, refs: Iterable[CaseRef]) -> int:
        """How many of these cases have no document yet."""

    def keep_reserve(self) -> None:
        """Make the reserve, where there is none and room enough."""


def make_room(drive: Drive, refs: Iterable[CaseRef]) -> None:
    """See that the documents of these cases have room. Raises `DriveFull`."""
    needed = LEAST + A_CASE * drive.never_made(refs)
    free = drive.free()
    if free is not None and free < needed * MEGABYTE:
        raise DriveFull(
            f"at least {needed} MB are needed, and {free // MEGABYTE} MB are left"
        )
    drive.keep_reserve()
