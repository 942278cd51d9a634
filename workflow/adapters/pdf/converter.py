"""Makes PDFs of Word documents: in batches, warm, with a time limit and a new start.

One call of the word processor takes a whole batch, so its start is paid once; a second
one works beside it on another half. Each has a profile folder of its own, so that it
meets neither a person's office nor the other one. When no document has been finished
for `patience` seconds the program is ended with everything it started, and goes on
with the rest in a new profile. Documents lie in a temporary folder under numbers, and
are gone with it. Source: performance 5, users-and-peers J1.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workflow.adapters.own_disk import alive, private
from workflow.adapters.pdf.decoration import marked
from workflow.adapters.pdf.ending import end, started
from workflow.adapters.pdf.properties import cleaned
from workflow.services.ports import Converted

OURS = "alongside-"  # begins the name of a folder; then comes the process
LONG_AGO = 24 * 60 * 60  # seconds
TRIES = 2  # for each document
WORTH_TWO = 8  # documents from which a second office beside the first pays
BATCH = 100
POLL = 0.05  # seconds
OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportNotes": {"type": "boolean", "value": "false"},
}
FILTER = f"pdf:writer_pdf_Export:{json.dumps(OPTIONS, separators=(',', ':'))}"
DECORATED = "lines marked"
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


class Processor(Protocol):
    """A word processor that can be told to make PDFs."""

    @property
    def name(self) -> str:
        """What people call it."""

    def command(self, names: Sequence[str], folder: Path, profile: Path) -> list[str]:
        """What makes `out/<name>.pdf` in the folder of each document named."""


@dataclass(frozen=True)
class LibreOffice:
    """LibreOffice, without a window; tagged PDF that says it follows PDF/UA."""

    program: str
    name: str = "LibreOffice"

    def command(self, names: Sequence[str], folder: Path, profile: Path) -> list[str]:
        """See `Processor`."""
        return [
            self.program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", FILTER, "--outdir", str(folder / "out"), *names),
        ]


def find_libreoffice() -> LibreOffice | None:
    """LibreOffice where it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    program = found or next((p for p in PLACES if Path(p).is_file()), None)
    return LibreOffice(program) if program else None


@dataclass(frozen=True)
class Converter:
    """Makes PDFs with one word processor; `patience` in seconds for one document."""

    processor: Processor
    patience: float = 90.0
    offices: int = 2

    @property
    def version(self) -> str:
        """Changes when the same document would give another PDF."""
        return f"{self.processor.name} {FILTER} {DECORATED}"

    def convert(self, documents: Sequence[bytes]) -> list[Converted]:
        """A PDF of each document, or why there is none; in the same order.

        Never raises for what the word processor does, and always ends.
        """
        offices = self.offices if len(documents) >= WORTH_TWO else 1
        shares = [range(n, len(documents), offices) for n in range(offices)]
        made: dict[int, Converted] = {}
        swept()
        with (
            tempfile.TemporaryDirectory(
                prefix=f"{OURS}{os.getpid()}-", ignore_cleanup_errors=True
            ) as folder,
            ThreadPoolExecutor(offices) as pool,
        ):
            for share in pool.map(
                lambda s: _Share(self, Path(folder) / f"{s.start}", documents).make(s),
                shares,
            ):
                made.update(share)
        return [made[number] for number in range(len(documents))]


@dataclass(frozen=True)
class Converters:
    """Word processors in order: what one could not make, the next one is given."""

    several: tuple[Converter, ...]

    @property
    def version(self) -> str:
        """Changes when the same document would give another PDF."""
        return self.several[0].version

    def convert(self, documents: Sequence[bytes]) -> list[Converted]:
        """See `Converter.convert`; a problem is told by the last one that tried."""
        made = self.several[0].convert(documents)
        for converter in self.several[1:]:
            left = [n for n, each in enumerate(made) if each.pdf is None]
            again = converter.convert([documents[n] for n in left]) if left else []
            for number, each in zip(left, again, strict=True):
                made[number] = each
        return made


class _Share:
    """One office with its own profile, and the documents it has been given."""

    def __init__(
        self, converter: Converter, folder: Path, documents: Sequence[bytes]
    ) -> None:
        self.converter, self.folder, self.documents = converter, folder, documents
        self.name = converter.processor.name
        self.starts = 0

    def make(self, numbers: Sequence[int]) -> dict[int, Converted]:
        """Work through the share; what hangs or fails is tried once more at the end."""
        left = list(numbers)
        made: dict[int, Converted] = {}
        tries: Counter[int] = Counter()
        idle = 0
        while left:
            batch = left[:BATCH]
            done, hung = self._run(batch)
            made |= {n: Converted(marked(cleaned(pdf))) for n, pdf in done.items()}
            missing = [n for n in batch if n not in done]
            idle = 0 if done else idle + 1
            blamed = missing[:1] if hung else missing
            tries.update(blamed)
            if idle == TRIES:
                blamed = left = [n for n in left if n not in done]
                tries.update(dict.fromkeys(left, TRIES))
            given_up = [n for n in blamed if tries[n] >= TRIES]
            made |= {n: Converted(None, self._why(hung=hung)) for n in given_up}
            again = [n for n in blamed if n not in given_up]
            left = [n for n in left if n not in made and n not in again] + again
        return made

    def _why(self, *, hung: bool) -> str:
        if hung:
            seconds = f"{self.converter.patience:g} seconds"
            return f"{self.name} did not answer for {seconds} and was ended"
        return f"{self.name} could not make it"

    def _run(self, numbers: Sequence[int]) -> tuple[dict[int, bytes], bool]:
        """Start the program once for some documents: what it made, whether it hung."""
        self.starts += 1
        work = self.folder / f"run{self.starts}"
        names = {number: f"{number:06d}" for number in numbers}
        (work / "out").mkdir(parents=True)
        for number, name in names.items():
            (work / f"{name}.docx").write_bytes(self.documents[number])
        profile = self.folder / (
            "profile" if self.starts == 1 else f"again{self.starts}"
        )
        given = [f"{name}.docx" for name in names.values()]
        try:
            program = started(
                self.converter.processor.command(given, work, profile), work
            )
        except OSError:
            return {}, False
        hung = not self._finished(program, work / "out")
        done = {
            number: pdf
            for number, name in names.items()
            if (pdf := _whole(work / "out" / f"{name}.pdf"))
        }
        return done, hung

    def _finished(self, program: "subprocess.Popen[bytes]", out: Path) -> bool:
        """Wait until it ends; end it when nothing more comes. Whether it ended."""
        seen, since = -1, time.monotonic()
        try:
            while program.poll() is None:
                count = sum(1 for _ in out.iterdir())
                if count != seen:
                    seen, since = count, time.monotonic()
                if time.monotonic() - since > self.converter.patience:
                    return False
                time.sleep(POLL)
            return True
        finally:
            end(program)


def swept() -> None:
    """Remove what a program that was killed left of the documents it had in hand.

    Where nobody can tell whether it still runs, after a day.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{OURS}*"):
        process = folder.name.removeprefix(OURS).partition("-")[0]
        with suppress(OSError):
            old = time.time() - folder.lstat().st_mtime > LONG_AGO
            dead = process.isdecimal() and not alive(int(process))
            if (old or dead) and private(folder):
                shutil.rmtree(folder)


def _whole(path: Path) -> bytes | None:
    """A PDF that was written to its end; None for anything else."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-64:]
    return content if whole else None


def processors() -> Iterator[Processor]:
    """The word processors there are, the best first."""
    from workflow.adapters.pdf.word_on_windows import find_word  # noqa: PLC0415 - seldom

    for found in (find_word(), find_libreoffice()):
        if found is not None:
            yield found
