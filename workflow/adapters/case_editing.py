"""Case files written by people through forms: placed, or changed by a small edit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from workflow.adapters.case_folders import REFERENCE, belongs, keep_whole
from workflow.adapters.journal import read_logs
from workflow.adapters.placeholders import is_away
from workflow.adapters.safe_files import NameTaken, place, retire, sha256, swap
from workflow.adapters.yaml_reading import read_tree
from workflow.adapters.yaml_writing import rewritten, written
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import CaseNotFound, EditRefused
from workflow.domain.journal_chain import came_to_stand
from workflow.domain.tree import Fields
from workflow.services.ports import AboutTo, Log, Standing, Written

SHORT = 16  # characters of a hash that stand in a name


@dataclass(frozen=True)
class CaseEditing:
    """The case files of one workspace. Every write is in the log, before and after."""

    root: Path
    log: Log
    about_to: AboutTo | None = None

    def names(self, ref: CaseRef) -> frozenset[str]:
        """Every file there is in a case, relative to its folder."""
        folder = self._folder(ref)
        found = (p for p in folder.rglob("*.yaml") if p.is_file())
        return frozenset(path.relative_to(folder).as_posix() for path in found)

    def read(self, ref: CaseRef, file: str) -> Standing | None:
        """A file as it stands now; None when there is none."""
        raw = bytes_of(self._path(ref, file))
        if raw is None:
            return None
        text = raw.decode("utf-8", "surrogateescape")
        return Standing(sha256(raw), self._tree(raw, file), text)

    def standing(self, text: str) -> Standing:
        """A file whose `text` was kept, as it stood then."""
        raw = _bytes(text)
        return Standing(sha256(raw), read_tree(raw, "").root, text)

    def place(self, ref: CaseRef, file: str, root: Fields) -> tuple[Written, str]:
        """A new file under a free name, and its hash. Raises `EditRefused`."""
        path, content = self._path(ref, file), self._new(file, root)
        self._tell(file, "", content)
        return self._put_new(ref, path, content), sha256(content)

    def swap(
        self, ref: CaseRef, file: str, expected: str, root: Fields
    ) -> tuple[Written, str]:
        """The smallest edit of a file with this hash. Raises `EditRefused`."""
        path = self._path(ref, file)
        raw = bytes_of(path)
        if raw is None or sha256(raw) != expected:
            return Written.KEPT_HAND_EDITS, ""
        content = self._changed(file, raw, root)
        if content == raw:
            return Written.IDENTICAL, expected
        self._tell(file, expected, content)
        return self._exchange(ref, path, raw, content), sha256(content)

    def copy(self, ref: CaseRef, file: str, expected: str, target: str) -> None:
        """Keep a file, byte for byte, under another name. Raises `EditRefused`."""
        raw = bytes_of(self._path(ref, file))
        if raw is None or sha256(raw) != expected:
            raise EditRefused(file)
        written = self._put_new(ref, self._path(ref, target), raw)
        if written is Written.KEPT_HAND_EDITS:
            raise EditRefused(target)

    def keep(self, ref: CaseRef, file: str, root: Fields) -> None:
        """Keep in the history what somebody wrote and could not be saved yet."""
        content = self._new(file, root)
        stem, dot, ending = file.replace("/", "+").rpartition(".")
        name = f"{stem}~unsaved~{sha256(content)[:SHORT]}{dot}{ending}"
        self._put_new(ref, self._folder(ref) / "_history" / name, content)

    def take_out(self, ref: CaseRef, file: str, expected: str) -> bool:
        """Move a file into the history; not when it has changed since."""
        path = self._path(ref, file)
        if bytes_of(path) is None:
            return False
        line = self.log.intend("take-out", ref, path.stem, before=expected)
        done = retire(path, expected, self._history(ref))
        self.log.done(line, "taken-out" if done else "left")
        return done

    def put_back(self, ref: CaseRef, file: str, expected: str, earlier: str) -> bool:
        """Put the content with the hash `earlier` back from the history."""
        path = self._path(ref, file)
        raw, before = bytes_of(path), next(self._kept(ref, path, earlier), None)
        if raw is None or sha256(raw) != expected or before is None:
            return False
        return self._exchange(ref, path, raw, before) is Written.UPDATED

    def held(self, ref: CaseRef, file: str, text: str) -> bool:
        """Whether a file that was to hold this came to stand: now, or until changed.

        What it was changed from lies in the history; what an editor wrote over, the
        log knows. Not when nothing stands under its name.
        """
        path, sha = self._path(ref, file), sha256(_bytes(text))
        raw = bytes_of(path)
        if raw is None or sha256(raw) == sha:
            return raw is not None
        if self._history(ref).is_dir() and any(self._kept(ref, path, sha)):
            return True
        return came_to_stand(read_logs(self.root / "_system" / "log"), ref, sha)

    def noting(self, about_to: AboutTo) -> Self:
        """The same files; each `place` and `swap` is told before it is begun."""
        return replace(self, about_to=about_to)

    def _tell(self, file: str, before: str, content: bytes) -> None:
        if self.about_to is not None:
            self.about_to(file, before, content.decode("utf-8", "surrogateescape"))

    def _kept(self, ref: CaseRef, path: Path, earlier: str) -> Iterator[bytes]:
        """Earlier contents of a file, by their hash."""
        start, mark = f"{path.parent.name}+{path.name}.", f".{earlier[:SHORT]}."
        for kept in sorted(self._history(ref).iterdir()):
            if kept.name.startswith(start) and mark in kept.name:
                raw = bytes_of(kept)
                if raw is not None and sha256(raw) == earlier:
                    yield raw

    def _put_new(self, ref: CaseRef, path: Path, content: bytes) -> Written:
        line = self.log.intend(
            "file", ref, path.stem.replace("~", "+"), after=sha256(content)
        )
        try:
            done = Written.KEPT_HAND_EDITS if is_away(path) else place(path, content)
        except NameTaken:
            done = Written.KEPT_HAND_EDITS
        self.log.done(line, done.name)
        return done

    def _exchange(
        self, ref: CaseRef, path: Path, before: bytes, content: bytes
    ) -> Written:
        expected = sha256(before)
        line = self.log.intend("save", ref, path.stem, expected, sha256(content))
        self._remember(ref, path, before, content)
        done = swap(path, expected, content, self._history(ref))
        self.log.done(line, done.name)
        return done

    def _remember(self, ref: CaseRef, path: Path, before: bytes, after: bytes) -> None:
        """Remember a file of a case whole, as it stands and as it is about to."""
        file = path.relative_to(self._folder(ref)).as_posix()
        keep_whole(self._folder(ref), file, before, after)

    def _tree(self, raw: bytes, file: str) -> Fields | None:
        """What a file says; None when it cannot be read."""
        return read_tree(raw, file).root

    def _new(self, _file: str, root: Fields) -> bytes:
        """A new file that says this."""
        return written(root)

    def _changed(self, _file: str, raw: bytes, root: Fields) -> bytes:
        """The smallest edit of a file after which it says this."""
        return rewritten(raw, root)

    def _history(self, ref: CaseRef) -> Path:
        return self._folder(ref) / "_history"

    def _folder(self, ref: CaseRef) -> Path:
        folder = self.root / "cases" / ref
        if not REFERENCE.fullmatch(ref) or not folder.is_dir():
            raise CaseNotFound(ref if REFERENCE.fullmatch(ref) else "")
        return folder

    def _path(self, ref: CaseRef, file: str) -> Path:
        """The path of a file that the layout knows. Raises `EditRefused`."""
        if not belongs(file):
            raise EditRefused("no such file in a case")
        return self._folder(ref) / file


def _bytes(text: str) -> bytes:
    """The bytes of a file whose text was kept."""
    return text.encode("utf-8", "surrogateescape")


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None when there is none. Raises `EditRefused`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if is_away(path):
            raise EditRefused("the file is still in the cloud") from None
        return None
    except OSError:
        raise EditRefused("the file is open in another program") from None
