"""Says in plain words what the shared drive would not do, and what is safe (T50)."""

import errno

from workflow.domain.errors import (
    DriveFull,
    DriveReadOnly,
    FileDenied,
    FileHeld,
    NameRefused,
    WorkflowError,
    WorkspaceUnreachable,
)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
GONE = frozenset(
    getattr(errno, name)
    for name in (
        *("EIO", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH"),
        *("ENOTCONN", "ETIMEDOUT", "ECONNRESET", "ECONNABORTED", "ENODEV", "ENXIO"),
        *("EREMOTEIO", "ENOTBLK", "ESHUTDOWN", "ENOENT", "ENOTDIR"),
    )
    if hasattr(errno, name)
)
GONE_ON_WINDOWS = frozenset({21, 53, 55, 59, 64, 67, 121, 1231, 1232})
NAMES = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP})
HELD = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK})
HELD_ON_WINDOWS = frozenset({32, 33})
MEGABYTE = 1024 * 1024


def explained(error: OSError, needed: int = 0) -> WorkflowError:
    """The error that tells a person about this one; `needed` bytes were to be written.

    One that `concerns_all` is true of every file of the drive alike.
    """
    windows = getattr(error, "winerror", None)
    if error.errno in FULL or windows in {39, 112}:
        return DriveFull(f"at least {1 + 3 * needed // MEGABYTE} MB are needed")
    if error.errno == errno.EROFS or windows == 19:  # noqa: PLR2004 - write protected
        return DriveReadOnly()
    if windows in GONE_ON_WINDOWS or (windows is None and error.errno in GONE):
        return WorkspaceUnreachable()
    if windows in HELD_ON_WINDOWS or (windows is None and error.errno in HELD):
        return FileHeld()
    if error.errno in NAMES:
        return NameRefused()
    return FileDenied()


def concerns_all(trouble: WorkflowError) -> bool:
    """Whether no other file would fare better."""
    return isinstance(trouble, (DriveFull, DriveReadOnly, WorkspaceUnreachable))
