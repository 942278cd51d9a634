"""Seals of cases, kept on this computer's own disk: hashes only, no words.

A seal that is damaged, lost, or in a folder that others may write to is as if it were
not there.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from workflow.adapters.config_files import starter_folder
from workflow.adapters.own_disk import cache_folder, private
from workflow.domain.case_folder import CaseRef

SETTINGS = ("config/*.yaml", "config/rules/*.yaml", "templates/*/document.yaml")
PACKAGE = Path(__file__).parent.parent


def settings_hash(root: Path) -> str:
    """The hash of the files that say how a provider works. Empty if one cannot be read.

    Take it before they are read: what is read later then has another hash at worst.
    """
    try:
        return _hash(root, _settings(root))
    except OSError:
        return ""


def _settings(root: Path) -> Iterator[Path]:
    for pattern in SETTINGS:
        yield from root.glob(pattern)


@cache
def program_hash() -> str:
    """The hash of this program, of what comes with it, and of what runs it."""
    ours = _hash(PACKAGE, (p for p in PACKAGE.rglob("*") if p.suffix in SOURCES))
    starter = starter_folder()
    return f"{sys.version} {ours} {_hash(starter, _settings(starter))}"


SOURCES = (".py", ".html", ".yaml")


def _hash(root: Path, files: Iterable[Path]) -> str:
    told = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(root).as_posix().encode()
        told.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


@dataclass(frozen=True)
class LocalSeals:
    """The seals of the cases of one workspace."""

    root: Path
    shelf: Path = field(default_factory=lambda: cache_folder("seals"))

    @property
    def program(self) -> str:
        """The hash of this program and of what comes with it."""
        return program_hash()

    def known(self, ref: CaseRef, seal: str) -> bool:
        """Whether this is the seal that was kept last for a case."""
        with suppress(OSError, UnicodeDecodeError):
            return private(self._folder) and self._file(ref).read_text("utf-8") == seal
        return False

    def keep(self, ref: CaseRef, seal: str) -> None:
        """Keep the seal of a case; nothing is said when that cannot be."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if private(self._folder):
                new = self._folder / f"{ref}.{os.getpid()}.new"
                new.write_text(seal, "utf-8")
                new.replace(self._file(ref))

    @cached_property
    def _folder(self) -> Path:
        whose = hashlib.sha256(str(self.root.resolve()).encode()).hexdigest()
        return self.shelf / whose[:32]

    def _file(self, ref: CaseRef) -> Path:
        return self._folder / f"{ref}.seal"
