"""The person's own pictures for easy read, made small, upright and free of traces.

A picture is a file named after what it stands for (`want.jpg`, `call.png`), in
`pictures/` of the case folder or, for everybody, in `config/pictures/`. What it shows
may stand beside it in words (`want.txt`). Photos know where they were taken: nothing
of that is kept. Slow to import: import it where a document is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workflow.adapters.image_notes import without_traces
from workflow.adapters.safe_files import sha256
from workflow.adapters.word.pictured import pictured

SUFFIXES = (".png", ".jpg", ".jpeg")
LARGEST_FILE = 20 * 1024 * 1024
SIDE = 480  # pixels; the picture is printed 2.4 cm wide
ALT = "A picture of mine"


@dataclass(frozen=True)
class Picture:
    """A picture as it lies in the folder: `alt` says in words what it shows."""

    name: str
    content: bytes
    alt: str

    @property
    def sha(self) -> str:
        """The hash of what is shown and said."""
        return sha256(self.content + self.alt.encode())

    def upright(self) -> bytes | None:
        """A small PNG of it without traces; None when it is no picture we can read."""
        return without_traces(self.content, SIDE)


@dataclass(frozen=True)
class OwnPictures:
    """The pictures of one case, the person's own before everybody's."""

    root: Path
    ref: str

    @property
    def shas(self) -> Mapping[str, str]:
        """The hash of each picture, by the name of what it stands for."""
        return {name: picture.sha for name, picture in self._found.items()}

    def into(self, template: bytes) -> bytes:
        """The same template with these pictures; one we cannot read is left out."""
        read = ((p.name, p.upright(), p.alt) for p in self._found.values())
        known = tuple((name, png, alt) for name, png, alt in read if png)
        return pictured(template, known) if known else template

    @cached_property
    def _found(self) -> dict[str, Picture]:
        found = {p.name: p for p in _in(self.root / "config" / "pictures")}
        return found | {p.name: p for p in _in(self._folder)}

    @property
    def _folder(self) -> Path:
        return self.root / "cases" / self.ref / "pictures"


def _in(folder: Path) -> Iterator[Picture]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.stat().st_size <= LARGEST_FILE:
            words = path.with_suffix(".txt")
            alt = words.read_text("utf-8", "replace").strip() if words.is_file() else ""
            yield Picture(path.stem.lower(), path.read_bytes(), alt or ALT)
