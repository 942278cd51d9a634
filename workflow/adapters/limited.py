"""Reads a file from outside in a child process that may do nothing else.

The child may use so much memory and time, write no file, reach no network and start no
program. Whatever it does, the parent goes on: it gets the answers, or a plain reason.
"""

import importlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from workflow.adapters.filled_files import as_json, read
from workflow.domain.filled_forms import LARGEST, TOO_LARGE, Filled, FormNotRead

MEMORY = 512 * 1024 * 1024  # bytes
SECONDS = 20  # by the clock, however busy the computer is
WORK = 6  # seconds of work; an honest form takes one
PARSERS = {
    "pdf": "workflow.adapters.pdf.filled",
    "page": "workflow.adapters.filled_files",
    "json": "workflow.adapters.filled_files",
}
REFUSED = 3  # exit code of a child that says why in plain words
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
FORBIDDEN_TOO = ("os.fork", "os.remove", "os.rename", "os.link", "shutil.", "ctypes.")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

NO_FORM = (
    "It is neither a PDF form nor a form saved from the browser. Word documents,"
    " pictures and scans cannot be read here: type the answers into the record."
)
TOO_MUCH = (
    "Reading it took too much time or memory, which no honest form does. Do not open"
    " it; ask who sent it."
)
UNREADABLE = "It is damaged. Save the form again and drop it here once more."
NOT_YET = "This version cannot read PDF forms. Update Alongside, then import it again."


class LimitedParser:
    """Reads filled forms of every kind; the `FormParser` port."""

    def read(self, content: bytes) -> Filled:
        """The answers on a form. Raises `FormNotRead` with the reason."""
        if len(content) > LARGEST:
            raise FormNotRead(TOO_LARGE)
        kind = kind_of(content)
        if kind is None:
            raise FormNotRead(NO_FORM)
        return read(_in_a_child(kind, content))


def kind_of(content: bytes) -> str | None:
    """What a file is, told by its content: `pdf`, `page`, `json`, or none of them."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if start.startswith(b"{"):
        return "json"
    if start.startswith(b"<") and b"html" in start.lower():
        return "page"
    return None


def _in_a_child(kind: str, content: bytes) -> bytes:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-s", "-P", "-m", "workflow.adapters.limited", kind]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=root,
            env=_environment(root),
        )
    except subprocess.TimeoutExpired:
        raise FormNotRead(TOO_MUCH) from None
    if done.returncode == REFUSED:
        raise FormNotRead(done.stdout.decode(errors="replace"))
    if done.returncode:
        raise FormNotRead(UNREADABLE if done.returncode == 1 else TOO_MUCH)
    return done.stdout


def _environment(root: Path) -> dict[str, str]:
    """Nothing of ours but what Python needs to begin."""
    needed = ("PATH", "SYSTEMROOT", "LANG")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return {**kept, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}


def _limit() -> None:
    """Take from this process what a reader does not need; some of it by the system."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - only where there is one

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)


def _forbid(event: str, facts: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN) or event.startswith(FORBIDDEN_TOO):
        raise PermissionError
    if event == "open" and isinstance(facts[2], int) and facts[2] & WRITING:
        raise PermissionError


def _main(kind: str) -> None:
    """What the child does: read one form and say what stands on it, or why not."""
    content = sys.stdin.buffer.read()
    try:
        parser = importlib.import_module(PARSERS[kind])
    except ImportError:
        _refuse(NOT_YET)
    _limit()
    try:
        answer = as_json(parser.read(content))
    except FormNotRead as reason:
        _refuse(reason.fact)
    except MemoryError:
        sys.exit(REFUSED + 1)
    sys.stdout.buffer.write(answer)


def _refuse(reason: str) -> NoReturn:
    sys.stdout.buffer.write(reason.encode())
    sys.stdout.flush()
    sys.exit(REFUSED)


if __name__ == "__main__":
    _main(sys.argv[1])
