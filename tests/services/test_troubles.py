"""Whatever the drive does, a person is told what happened, what is safe, what to do.

T50 of the reliability page: thirty faults; no jargon, nothing personal.
"""

import errno
import re

import pytest

from workflow.domain.errors import DriveFull, FileHeld, WorkspaceError
from workflow.services.troubles import concerns_all, explained

FAULTS = (
    *("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO", "ESTALE", "EHOSTDOWN", "ENOENT"),
    *("EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENOTCONN", "ETIMEDOUT"),
    *("ECONNRESET", "ECONNABORTED", "ENODEV", "ENXIO", "EBUSY", "ETXTBSY"),
    *(
        "EAGAIN",
        "EDEADLK",
        "EACCES",
        "EPERM",
        "ENAMETOOLONG",
        "EINVAL",
        "ELOOP",
        "ENOTDIR",
    ),
)
ON_WINDOWS = (5, 19, 32, 33, 39, 53, 59, 64, 67, 112, 206, 362, 388)
SAFE = re.compile(r"[Nn]othing (is|has been) lost|still stands|left as it is|as it was")
TO_DO = re.compile(
    r"make room|ask (whoever|for)|close it|[Cc]heck|move it|Put a real folder"
)
JARGON = re.compile(
    r"errno|\bE[A-Z]{3,}\b|exception|traceback|inode|mount|null|stack|Error\b|"
    r"/home|/tmp|\\\\"
)


def every_fault() -> list[OSError]:
    """Each error as the system raises it, with a path that nobody may see."""
    found = [OSError(getattr(errno, f), "said", "/home/zebedee/SG-1") for f in FAULTS]
    for number in ON_WINDOWS:
        error = OSError(errno.EINVAL, "said", "C:\\Users\\zebedee")
        error.winerror = number  # type: ignore[attr-defined,unused-ignore]
        found.append(error)
    return found


@pytest.mark.parametrize("error", every_fault(), ids=repr)
def test_each_fault_is_told_in_plain_words(error: OSError) -> None:
    told = explained(error)
    assert isinstance(told, WorkspaceError)
    assert SAFE.search(str(told)), str(told)
    assert TO_DO.search(str(told)), str(told)
    assert not JARGON.search(str(told)), str(told)
    assert "zebedee" not in str(told)


def test_there_are_thirty_faults_and_more() -> None:
    assert len(every_fault()) >= 30


def test_a_full_drive_says_how_much_is_needed() -> None:
    told = explained(OSError(errno.ENOSPC, ""), 2 * 1024 * 1024)
    assert isinstance(told, DriveFull)
    assert "at least 7 MB" in str(told)
    assert concerns_all(told)


def test_one_file_denied_concerns_only_that_file() -> None:
    assert not concerns_all(explained(PermissionError(errno.EACCES, "")))
    assert not concerns_all(explained(OSError(errno.EBUSY, "")))


@pytest.mark.parametrize("name", ["EBUSY", "EAGAIN", "EDEADLK"])
def test_a_file_that_a_program_has_locked_is_told_as_one_that_is_open(
    name: str,
) -> None:
    assert isinstance(explained(OSError(getattr(errno, name), "")), FileHeld)
