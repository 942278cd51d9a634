"""Starts a program in a group of its own, and ends it with everything it started."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

WAIT = 10.0  # seconds for what was ended to be gone


def started(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a program that reads and says nothing, in a folder."""
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
    )


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program and its children, whatever they are doing."""
    if os.name == "nt":
        ending = ["taskkill", "/F", "/T", "/PID", str(program.pid)]
        subprocess.run(ending, check=False, capture_output=True)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        program.wait(WAIT)
