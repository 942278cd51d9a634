"""Earlier contents of the files of a case: found, and put back (reliability 3.1).

Every content that the program ever replaced stands in the case's `_history` folder. The
order comes from the journals, which say what followed what; never from file times.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workflow.adapters.case_folders import keep_whole
from workflow.adapters.journal import read_logs
from workflow.adapters.safe_files import NameTaken, place, sha256, swap
from workflow.domain.errors import NoSuchVersion
from workflow.domain.journal_chain import Line, chain, number
from workflow.services.ports import Log, Version, Written

KEPT = re.compile(r"(.+)~(\d{6})~[0-9a-f]{16}(\.yaml)")
MOVED = re.compile(r"([^+]+)\+(.+)\.(\d{6})\.[0-9a-f]{16}\.[0-9a-f]+\.(?:old|aside)")
SHORT = 8  # characters of a hash that people are shown
MOMENT = len("2026-11-23T09:30")
SAVED = "saved.by"  # the act by which a form notes who saved


@dataclass(frozen=True)
class History:
    """The earlier contents of one case."""

    root: Path
    ref: str
    log: Log

    @property
    def folder(self) -> Path:
        """The folder of the case."""
        return self.root / "cases" / self.ref

    def files(self) -> Mapping[str, int]:
        """Each file that has earlier contents, with how many there are."""
        found = {
            file: sum(not version.now for version in self.versions(file))
            for file in self._kept
        }
        return {file: many for file, many in sorted(found.items()) if many}

    def versions(self, file: str) -> tuple[Version, ...]:
        """What a file held before, the oldest first, and what it holds now last."""
        by_hash: dict[str, tuple[int, Path]] = {}
        for count, path in self._kept.get(file, ()):
            sha = sha256(path.read_bytes())
            by_hash[sha] = max(by_hash.get(sha, (0, path)), (count, path))
        present = self._present(file)
        moments = self._moments
        order = sorted(by_hash, key=lambda sha: (*_when(moments, sha), by_hash[sha][0]))
        versions = [
            self._version(sha, by_hash[sha][1]) for sha in order if sha != present
        ]
        if present:
            versions.append(self._version(present, self.folder / file, now=True))
        return tuple(versions)

    def content(self, file: str, version: str) -> bytes:
        """The bytes of one version. Raises `NoSuchVersion`."""
        if version and self._present(file) == version:
            return (self.folder / file).read_bytes()
        return self._path(file, version).read_bytes()

    def restore(self, file: str, version: str) -> Written:
        """Put an earlier version back; the present one is itself kept first.

        `version` is the beginning of its hash. Raises `NoSuchVersion`.
        """
        content = self._path(file, version).read_bytes()
        path, before = self.folder / file, self._standing(file)
        present = "" if before is None else sha256(before)
        after = sha256(content)
        intent = self.log.intend("restore", self.ref, "earlier", present, after)
        if file.endswith(".yaml"):
            keep_whole(self.folder, file, before or b"", content)
        written = self._put(path, present, content)
        self.log.done(intent, written.name.lower())
        return written

    def _put(self, path: Path, present: str, content: bytes) -> Written:
        if present == sha256(content):
            return Written.IDENTICAL
        if present:
            return swap(path, present, content, self.folder / "_history")
        try:
            return place(path, content)
        except NameTaken:
            return Written.OPEN_ELSEWHERE

    def _path(self, file: str, version: str) -> Path:
        found = {
            sha: path
            for _, path in self._kept.get(file, ())
            if version and (sha := sha256(path.read_bytes())).startswith(version)
        }
        if len(found) != 1:
            known = ", ".join(v.sha256[:SHORT] for v in self.versions(file))
            raise NoSuchVersion(known or "there are no earlier versions of it")
        return next(iter(found.values()))

    def _version(self, sha: str, path: Path, *, now: bool = False) -> Version:
        line = self._moments.get(sha)
        at = str(line.get("at", ""))[:MOMENT].replace("T", " ") if line else ""
        size = path.stat().st_size
        host = str(line.get("host", "")) if line else ""
        saved = line is not None and line.get("action") == SAVED
        by = str(line.get("role", "")) if line and saved else ""
        return Version(sha, size, at, host, now, by)

    def _present(self, file: str) -> str:
        standing = self._standing(file)
        return "" if standing is None else sha256(standing)

    def _standing(self, file: str) -> bytes | None:
        try:
            return (self.folder / file).read_bytes()
        except FileNotFoundError:
            return None

    @cached_property
    def _moments(self) -> Mapping[str, Line]:
        """The newest line of the journals that put a content in place, by its hash."""
        found: dict[str, Line] = {}
        for raw in read_logs(self.root / "_system" / "log").values():
            for line in chain(raw).lines:
                sha = line.get("after")
                if sha and line.get("case") == self.ref:
                    older = found.get(str(sha))
                    if older is None or number(older, "lam") < number(line, "lam"):
                        found[str(sha)] = line
        return found

    @cached_property
    def _kept(self) -> Mapping[str, tuple[tuple[int, Path], ...]]:
        """The earlier contents by file; those that were read whole carry a count."""
        found: dict[str, list[tuple[int, Path]]] = {}
        history = self.folder / "_history"
        for path in sorted(history.iterdir()) if history.is_dir() else ():
            for file, count in self._named(path.name):
                found.setdefault(file, []).append((count, path))
        return {file: tuple(several) for file, several in found.items()}

    def _named(self, name: str) -> Iterator[tuple[str, int]]:
        """Which file an entry of the history belongs to."""
        kept, moved = KEPT.fullmatch(name), MOVED.fullmatch(name)
        if kept:
            yield f"{kept[1].replace('+', '/')}{kept[3]}", int(kept[2])
        elif moved:
            yield moved[2] if moved[1] == self.ref else f"{moved[1]}/{moved[2]}", 0


def _when(moments: Mapping[str, Line], sha: str) -> tuple[int]:
    """Where a content comes in the order of the journals; unknown ones come first."""
    return (number(moments[sha], "lam") if sha in moments else 0,)
