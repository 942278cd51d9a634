"""Says in plain words what the shared drive would not do, and what is safe (T50)."""

import errno

from workflow.domain.errors import (
    DriveFull,
    DriveReadOnly,
    FileDenied,
    FileHeld,
    FolderGone,
    LedAway,
    NameRefused,
    StillInCloud,
    WorkflowError,
    WorkspaceUnreachable,
)

GONE = (
    *("EIO", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH"),
    *("ENOTCONN", "ETIMEDOUT", "ECONNRESET", "ECONNABORTED", "ENODEV", "ENXIO"),
    *("EREMOTEIO", "ESHUTDOWN"),
)
CLOUD = frozenset({362, 386, 387, 388, 389, 391, 393, 395, 398, 404, 426})
MEANINGS: tuple[tuple[type[WorkflowError], tuple[str, ...], frozenset[int]], ...] = (
    (DriveFull, ("ENOSPC", "EDQUOT", "EFBIG"), frozenset({39, 112})),
    (DriveReadOnly, ("EROFS",), frozenset({19})),
    (
        WorkspaceUnreachable,
        GONE,
        frozenset({21, 53, 55, 59, 64, 67, 121, 1231, 1232}),
    ),
    (FolderGone, ("ENOENT", "ENOTDIR"), frozenset({2, 3})),
    (StillInCloud, ("ENODATA",), CLOUD),
    (FileHeld, ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"), frozenset({32, 33})),
    (LedAway, ("ELOOP",), frozenset({1920})),
    (NameRefused, ("ENAMETOOLONG", "EINVAL"), frozenset({123, 206})),
)
"""What each error is told as: its names, and its numbers where Windows gives one."""
MEGABYTE = 1024 * 1024


def explained(error: OSError, needed: int = 0) -> WorkflowError:
    """The error that tells a person about this one; `needed` bytes were to be written.

    One that `concerns_all` is true of every file of the drive alike.
    """
    windows = getattr(error, "winerror", None)
    for meaning, names, numbers in MEANINGS:
        met = {getattr(errno, name, None) for name in names}  # some have two names
        if windows in numbers if windows is not None else (error.errno or 0) in met:
            full = meaning is DriveFull
            room = f"at least {1 + 3 * needed // MEGABYTE} MB are needed"
            return meaning(room if full else "")
    return FileDenied()


def concerns_all(trouble: WorkflowError) -> bool:
    """Whether no other file would fare better."""
    return isinstance(trouble, (DriveFull, DriveReadOnly, WorkspaceUnreachable))
