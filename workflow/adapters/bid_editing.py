"""What a bid writer writes: answers as text; scoring and what we can show as YAML.

The same write protocol as for a case: a small edit, against what was seen, the earlier
content kept. Nothing of it needs rights on cases, or on the journals.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.case_editing import CaseEditing, bytes_of
from workflow.adapters.safe_files import sha256
from workflow.domain.bidding.library import LIBRARY
from workflow.domain.bidding.markdown_edits import edited
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import EditRefused, WorkspaceNotFound
from workflow.domain.intake import HERE, NOTHING, said
from workflow.domain.tree import Fields, Scalar
from workflow.services.ports import Log, Standing

ANSWER = "answer"  # the one thing that the tree of a text says
FILE = re.compile(r"assembly\.yaml|answers/[A-Za-z0-9][A-Za-z0-9_.-]{0,60}\.md")
SHARED = re.compile(r"evidence\.yaml")
MARK = codecs.BOM_UTF8


@dataclass(frozen=True)
class BidEditing(CaseEditing):
    """The files of bids that are written at the screen."""

    def seen(self, ref: CaseRef, file: str, sha: str) -> Standing:
        """A file as somebody saw it; an empty one where it cannot be found again."""
        path = self._path(ref, file)
        raw = bytes_of(path)
        if raw is None or sha256(raw) != sha:
            there = sha and self._history(ref).is_dir()
            raw = next(self._kept(ref, path, sha), None) if there else None
        text = "" if raw is None else raw.decode("utf-8", "surrogateescape")
        return self.as_it_was(file, text)

    def as_it_was(self, file: str, text: str) -> Standing:
        """A file whose `text` was kept, as it stood then; an empty one for none."""
        raw = text.encode("utf-8", "surrogateescape")
        tree = self._tree(raw, file) if text else NOTHING
        return Standing(sha256(raw) if text else "", tree, text)

    def _tree(self, raw: bytes, file: str) -> Fields | None:
        if not file.endswith(".md"):
            return super()._tree(raw, file)
        try:
            text = raw.removeprefix(MARK).decode()
        except UnicodeDecodeError:
            return None
        lines = (line.rstrip() for line in re.split(r"\r\n|\r|\n", text))
        return told("\n".join(lines).strip("\n"))

    def _new(self, file: str, root: Fields) -> bytes:
        if not file.endswith(".md"):
            return super()._new(file, root)
        return f"{words(root)}\n".encode()

    def _changed(self, file: str, raw: bytes, root: Fields) -> bytes:
        if not file.endswith(".md"):
            return super()._changed(file, raw, root)
        if words(self._tree(raw, file)) == words(root):
            return raw
        mark = MARK if raw.startswith(MARK) else b""
        before = raw.removeprefix(MARK).decode()
        content = mark + edited(before, words(root)).encode()
        if words(self._tree(content, file)) != words(root):
            raise EditRefused("the edit would not say what was written")
        return content

    def _remember(self, ref: CaseRef, path: Path, before: bytes, after: bytes) -> None:
        """Nothing: the history has what stood before."""

    def held(self, ref: CaseRef, file: str, text: str) -> bool:
        """Whether a file that was to hold this came to stand; see `CaseEditing.held`.

        What only the journals know is not known to who may not read them.
        """
        with suppress(PermissionError):
            return super().held(ref, file, text)
        return False

    def _folder(self, ref: CaseRef) -> Path:
        folder = home_of(self.root, ref)
        if ref == LIBRARY:
            return folder
        known = {p.name for p in (self.root / "tenders").glob("*") if p.is_dir()}
        if ref not in known:
            raise WorkspaceNotFound("no such tender")
        return folder

    def _path(self, ref: CaseRef, file: str) -> Path:
        if not (SHARED if ref == LIBRARY else FILE).fullmatch(file):
            raise EditRefused("no such file in a tender")
        return self._folder(ref) / file


@dataclass(frozen=True)
class QuietLog:
    """The log, where whoever writes may write it; who writes bids may not."""

    log: Log

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done; 0 where nothing could be said."""
        with suppress(OSError):
            return self.log.intend(action, case, role, before, after)
        return 0

    def done(self, intent: int, result: str) -> int:
        """Say what became of it."""
        with suppress(OSError):
            return self.log.done(intent, result) if intent else 0
        return 0


def home_of(root: Path, ref: str) -> Path:
    """The folder of a tender, or the one above them all, where the library lies."""
    return root / "tenders" / ("" if ref == LIBRARY else ref)


def told(text: str) -> Fields:
    """A text as a tree that says one thing."""
    return Fields({ANSWER: said(text, "para")}, {ANSWER: HERE}, HERE)


def words(root: Fields | None) -> str:
    """The text that such a tree says."""
    node = root.values.get(ANSWER) if root else None
    return node.text if isinstance(node, Scalar) else ""
