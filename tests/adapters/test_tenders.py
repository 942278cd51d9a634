"""The tender file is changed by the smallest edit, or left as it is and told of."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from workflow.adapters.tenders import Tenders
from workflow.domain.bidding.release import noted

TODAY = date(2026, 11, 23)
RELEASE = partial(noted, day=TODAY)
BEFORE = b"""\
# Ours.
tender_ref: T-1   # the council's own
released_on:
approver:  st-02
leak_check: {done_on: 2026-11-01, findings: 3}  # last week
"""
AFTER = b"""\
# Ours.
tender_ref: T-1   # the council's own
released_on: 2026-11-23
approver:  st-02
leak_check: {done_on: 2026-11-23, findings: 0}  # last week
"""


class Lines:
    """A log that only counts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.said: list[str] = []

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """What is about to be done."""
        self.said.append(f"{action} {role}{case}{before[:0]}{after[:0]}")
        return len(self.said)

    def done(self, intent: int, result: str) -> int:
        """What became of it."""
        self.said.append(result)
        return intent


@pytest.fixture
def tender(tmp_path: Path) -> Path:
    """The tender file of one tender."""
    file = tmp_path / "tenders/T-1/tender.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(BEFORE)
    return file


def test_only_the_lines_that_must_change_do_and_the_old_file_is_kept(
    tender: Path, tmp_path: Path
) -> None:
    log = Lines()
    assert Tenders(tmp_path).change("T-1", RELEASE, log)
    assert tender.read_bytes() == AFTER
    (kept,) = (tender.parent / "_history").iterdir()
    assert kept.read_bytes() == BEFORE
    assert log.said == ["save tender", "UPDATED"]


@pytest.mark.parametrize("broken", [b"a: [", b"", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_left_as_it_is(
    broken: bytes, tender: Path, tmp_path: Path
) -> None:
    tender.write_bytes(broken)
    assert not Tenders(tmp_path).change("T-1", RELEASE, Lines())
    assert tender.read_bytes() == broken
