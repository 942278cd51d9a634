"""The cases of a workspace, read from their folders; remembers each whole file."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from workflow.adapters.placeholders import NOT_HERE, is_away, stood_for
from workflow.adapters.read_before import OneCase, ReadBefore
from workflow.adapters.safe_files import NameTaken, place, place_all, sha256
from workflow.adapters.whole_files import whole
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.case_files import SEVERAL, SINGLE
from workflow.domain.case_folder import CLOSED_TO, CaseFolder, CaseRef, Filed
from workflow.domain.errors import CaseNotFound, WorkspaceUnreachable
from workflow.domain.findings import Noticed, Place
from workflow.domain.reading import Typed
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.dismissal import Dismissals
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.tree import Fields, meaning
from workflow.services.ports import Loaded

R = TypeVar("R", bound=Block)

REFERENCE = re.compile(r"SG-\d{4}-\d{3}")
MOST_FILES = 2_000
TOGETHER = 64  # versions that are kept at once, at most
MOST_BYTES = 200 * 1024 * 1024
ELSEWHERE = -1  # the size of a file that is listed here and is not here
LEFT_OVER = 0.4  # of the earlier length; less looks like a broken save
MADE = frozenset({"generated", "_history", "_receipts"})
NEEDED = ("person.yaml", "case.yaml")
FAR_AWAY = date.max
TOO_MUCH = "This case has too many files to read. The others go on."
DENIED = (
    "The drive does not show one of its folders just now. Nothing is made of this case"
    " until it does; what was made before stands. The others go on."
)
LINK = "It is a link to somewhere else, and those are not followed. Put the file here."


@dataclass(frozen=True)
class CaseFolders:
    """The case folders of one workspace; `before` knows what was read lately."""

    root: Path
    before: ReadBefore | None = None

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is, in order of reference. Raises `WorkspaceUnreachable`."""
        folder = self.root / "cases"
        if not folder.is_dir():
            if (self.root / "_system").is_dir():
                raise WorkspaceUnreachable("cases")  # it was there before
            return ()
        try:
            with os.scandir(folder) as entries:
                names = [e.name for e in entries if e.is_dir(follow_symlinks=False)]
        except OSError:
            raise WorkspaceUnreachable("cases") from None
        return tuple(CaseRef(n) for n in sorted(names) if REFERENCE.fullmatch(n))

    def load(self, ref: CaseRef) -> Loaded:
        """One case read whole. Raises `CaseNotFound`."""
        folder = self.root / "cases" / ref
        if not folder.is_dir():
            raise CaseNotFound(ref)
        case = self.before.of(ref) if self.before else OneCase({})
        return _Reading(folder, ref, case).loaded()

    def remember(self, loaded: Loaded) -> None:
        """Keep a copy of each file that was read whole, once for each content."""
        folder = self.root / "cases" / loaded.folder.ref
        kept, new = _Kept(folder / "_history"), []
        for file in sorted(loaded.folder.present - loaded.folder.unreadable):
            content = _content(folder / file)
            if content is not None and _worth_keeping(
                file, content, kept, loaded.shas.get(file)
            ):
                new.append((kept.next_name(file, content), content))
        for first in range(0, len(new), TOGETHER):
            for outcome in place_all(new[first : first + TOGETHER]):
                if isinstance(outcome, OSError):
                    raise outcome


class _Reading:
    """Reads one case folder."""

    def __init__(self, folder: Path, ref: CaseRef, case: OneCase) -> None:
        self.folder = folder
        self.ref = ref
        self.case = case
        self.noticed: list[Noticed] = []
        self.present: set[str] = set()
        self.unreadable: set[str] = set()
        self.kept = _Kept(folder / "_history")
        self.denied: list[OSError] = []
        self.sizes = dict(sorted(_yaml_files(folder, self._deny)))
        self.files = tuple(self.sizes)
        self.shas: dict[str, str] = {}

    def loaded(self) -> Loaded:
        """The whole case, with what reading it noticed."""
        if self.denied:
            return self._skipped(DENIED)
        if self._too_much():
            return self._skipped(TOO_MUCH)
        folder = CaseFolder(
            self.ref,
            self._one("person.yaml", Person),
            self._one("case.yaml", Case),
            self._one("plan.yaml", Plan),
            self._one("consent.yaml", Consent),
            records=_by_date(self._all("records", Record), lambda r: r.date),
            reviews=_by_date(self._all("reviews", Review), lambda r: r.due_on),
            managerial_reviews=tuple(self._all("managerial_reviews", ManagerialReview)),
            learning=tuple(self._all("learning", Learning)),
            closure=self._one("closure.yaml", Closure),
            old_plans=tuple(self._all("plan_history", Plan)),
            dismissals=self._one("dismissals.yaml", Dismissals),
            closed_to=self._one(CLOSED_TO, ClosedTo),
            present=frozenset(self.present),
            unreadable=frozenset(self.unreadable),
            strays=tuple(f for f in self.files if not belongs(f)),
            first_versions=self._first_versions(),
        )
        return Loaded(folder, tuple(self.noticed), self._digest(), self.shas)

    def _digest(self) -> str:
        """The hash of every file as it was read; of one that was not, its name."""
        files = ((file, self.shas.get(file, "")) for file in self.files)
        return sha256("\0".join(map(":".join, files)).encode())

    def _too_much(self) -> bool:
        return len(self.files) > MOST_FILES or sum(self.sizes.values()) > MOST_BYTES

    def _deny(self, error: OSError) -> None:
        """Note a folder that the drive does not list; one that is gone has nothing."""
        if not isinstance(error, FileNotFoundError):
            self.denied.append(error)

    def _skipped(self, detail: str) -> Loaded:
        """Nothing of a case: with a part of it something else would be true."""
        place = Place("", None)
        empty = CaseFolder(
            self.ref,
            Filed("person.yaml", Person()),
            Filed("case.yaml", Case()),
            Filed("plan.yaml", Plan()),
            Filed("consent.yaml", Consent()),
            unreadable=frozenset({"."}),
        )
        return Loaded(empty, (Noticed("FIL-01", place, {"n": "1"}, detail),))

    def _all(self, part: str, model: type[R]) -> Iterator[Filed[R]]:
        for file in self.files:
            if file.startswith(f"{part}/") and belongs(file):
                yield self._one(file, model)

    def _one(self, file: str, model: type[R]) -> Filed[R]:
        if file not in self.sizes:
            if file in NEEDED:
                self._lost(file, 1, "This file is not there.")
            return Filed(file, model())
        self.present.add(file)
        typed = self._read(file, model)
        if typed is not None:
            self.noticed.extend(typed.noticed)
            return Filed(file, typed.record, typed.places)
        newest = self.kept.newest(file)
        kept = self.case.said(newest, file, model).typed if newest else None
        return Filed(file, kept.record, kept.places) if kept else Filed(file, model())

    def _read(self, file: str, model: type[R]) -> Typed[R] | None:
        """What stands in a file; None when it is unreadable, a link or cut off."""
        path = f"{self.folder}{os.sep}{file.replace('/', os.sep)}"  # quick, and many
        if os.path.islink(path):  # noqa: PTH114
            self._lost(file, 1, LINK)
            return None
        if self.sizes[file] == ELSEWHERE:
            self._lost(file, 1, NOT_HERE)
            return None
        raw = _content(path)
        if raw is None:
            self._lost(file, 1, "It could not be opened. Somebody may be using it.")
            return None
        self.shas[file] = sha256(raw)
        said = self.case.said(raw, file, model)
        if said.typed is None:
            self.noticed.extend(said.noticed)
            self.unreadable.add(file)
            return None
        if self._is_cut_off(file, raw, lacking=lacking(said.typed)):
            self._lost(file, raw.count(b"\n") + 1, CUT_OFF)
            return None
        return said.typed

    def _is_cut_off(self, file: str, raw: bytes, *, lacking: bool) -> bool:
        """Whether it is what is left of what was kept; that is read if it differs."""
        if self.kept.knows(file, raw):
            return False
        kept = self.kept.newest(file)
        if not kept or not may_be_cut_off(raw, kept, lacking=lacking):
            return False
        root = read_tree(raw, file).root
        return root is not None and cut_off(raw, root, kept, lacking=lacking)

    def _first_versions(self) -> dict[str, Record]:
        """Each record as it was when it first stood whole (FIL-08)."""
        found = {}
        for file in sorted(self.present - self.unreadable):
            if file.startswith("records/"):
                versions = (self._version(file, kept) for kept in self.kept.all(file))
                whole = next((record for record in versions if record), None)
                if whole:
                    found[file] = whole
        return found

    def _version(self, file: str, kept: bytes | None) -> Record | None:
        """A record as one kept version has it; None when that was not whole."""
        typed = self.case.said(kept, file, Record).typed if kept else None
        return typed.record if typed and not lacking(typed) else None

    def _lost(self, file: str, line: int, detail: str) -> None:
        self.unreadable.add(file)
        place = Place(file, line)
        self.noticed.append(Noticed("FIL-01", place, {"n": str(line)}, detail))


CUT_OFF = (
    "It looks cut off: it ends earlier than the version we kept, which is used for"
    " checking until this is mended. If you shortened it on purpose, add a last line"
    " that begins with #."
)


def lacking(typed: Typed[R]) -> bool:
    """Whether something always needed is missing from a file."""
    return any(noticed.rule == "FIL-03" for noticed in typed.noticed)


def cut_off(raw: bytes, root: Fields, kept: bytes, *, lacking: bool = False) -> bool:
    """Whether a file is what a broken save left of an earlier version (F41).

    It is a proper beginning of that version and means less; or it lacks needed fields
    and is shorter by more than 60%, without a last line that begins with #.
    """
    if not may_be_cut_off(raw, kept, lacking=lacking):
        return False
    before = read_tree(kept, "").root
    return before is not None and meaning(root) != meaning(before)


def may_be_cut_off(raw: bytes, kept: bytes, *, lacking: bool) -> bool:
    """Whether a file may be cut off, as far as can be told without its meaning."""
    begins = len(raw) < len(kept) and kept.startswith(raw.rstrip(b"\r\n"))
    last_line = raw.rstrip().rpartition(b"\n")[2]
    shrunk = lacking and len(raw) < LEFT_OVER * len(kept)
    return begins or (shrunk and not last_line.startswith(b"#"))


def keep_whole(folder: Path, file: str, before: bytes, after: bytes) -> None:
    """Keep what the program is about to put into a case: whole, however short it is.

    What it takes the place of is kept first. Done before the file is changed, so that
    wherever that is cut short, what then stands is known to be whole.
    """
    kept = _Kept(folder / "_history")
    known = not before or kept.holds(file, before)
    if not known and _worth_keeping(file, before, kept):
        kept.keep(file, before)
    if after != kept.newest(file):
        kept.keep(file, after)


class _Kept:
    """The versions of a case's files that were kept, in order of their number."""

    def __init__(self, history: Path) -> None:
        self.history = history
        self.names: dict[str, list[str]] = {}
        names = [p.name for p in history.iterdir()] if history.is_dir() else []
        for name in sorted(name for name in names if KEPT_NAME.fullmatch(name)):
            self.names.setdefault(name.rsplit("~", 2)[0], []).append(name)

    def newest(self, file: str) -> bytes | None:
        """The newest version kept of a file; an empty one is a claim that was cut."""
        for name in reversed(self.names.get(_flat(file), ())):
            content = _content(self.history / name)
            if content != b"":
                return content
        return None

    def knows(self, file: str, content: bytes) -> bool:
        """Whether this very content was kept as whole, or was about to be."""
        return any(True for _ in self._named(file, content))

    def holds(self, file: str, content: bytes) -> bool:
        """Whether this very content stands among the kept versions."""
        return any(_content(p) == content for p in self._named(file, content))

    def _named(self, file: str, content: bytes) -> Iterator[Path]:
        """The kept versions whose names tell of this content."""
        mark = _marked(content)
        for name in self.names.get(_flat(file), ()):
            if name.endswith(mark):
                yield self.history / name

    def all(self, file: str) -> Iterator[bytes | None]:
        """Every version kept of a file, the oldest first."""
        return (_content(self.history / n) for n in self.names.get(_flat(file), ()))

    def keep(self, file: str, content: bytes) -> None:
        """Keep the next version of a file; a claim on it that was cut is taken over."""
        versions = self.names.setdefault(_flat(file), [])
        last = versions[-1] if versions else ""
        if last.endswith(_marked(content)) and _content(self.history / last) == b"":
            with suppress(NameTaken):  # where files are linked it is no claim
                place(self.history / last, content)
                return
        path = self.next_name(file, content)
        place(path, content)
        versions.append(path.name)

    def next_name(self, file: str, content: bytes) -> Path:
        """The name under which to keep the next version."""
        versions = self.names.get(_flat(file))
        number = 1 + int(versions[-1].rsplit("~", 2)[1]) if versions else 1
        return self.history / f"{_flat(file)}~{number:06d}{_marked(content)}"


KEPT_NAME = re.compile(r".+~\d{6}~[0-9a-f]{16}\.yaml")


def _marked(content: bytes) -> str:
    """How the name of a kept version ends."""
    return f"~{sha256(content)[:16]}.yaml"


def _flat(file: str) -> str:
    return file.removesuffix(".yaml").replace("/", "+")


def _content(path: Path | str) -> bytes | None:
    try:
        return whole(path)
    except OSError:
        return None


def _worth_keeping(
    file: str, content: bytes, kept: _Kept, read: str | None = None
) -> bool:
    """Whether this is a new version, whole as far as can be told.

    One with the hash of what was `read` is known to be in order.
    """
    newest = kept.newest(file)
    if content == newest:
        return False
    if newest is None and read == sha256(content):
        return True
    root = read_tree(content, "").root
    if root is None:
        return False
    cut = newest is not None and cut_off(content, root, newest)
    return not cut or kept.knows(file, content)


def _yaml_files(
    folder: Path, deny: Callable[[OSError], None]
) -> Iterator[tuple[str, int]]:
    """Each YAML file of a case, as seen from its folder, with its size in bytes.

    `deny` hears of folders that cannot be listed.
    """
    within = len(str(folder)) + 1
    for parent, folders, names in os.walk(folder, onerror=deny):
        folders[:] = [n for n in folders if n not in MADE and not n.startswith(".")]
        for name in names:
            stub = stood_for(name)
            away = bool(stub) and stub not in names
            shown = stub if away else name
            litter = shown.startswith((".", "~$"))
            if not litter and shown.lower().endswith((".yaml", ".yml")):
                path = os.path.join(parent, shown)  # noqa: PTH118 - quick, and many
                file = to_show(path[within:].replace(os.sep, "/"))
                yield file, ELSEWHERE if away else _size(path)


def to_show(name: str) -> str:
    """A file's name that can be printed: what is not in any letters becomes "?"."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _size(path: str) -> int:
    """The bytes of a file; `ELSEWHERE` when they are not on this computer."""
    try:
        status = os.stat(path)  # noqa: PTH116 - quick, and many
    except OSError:
        return 0
    return ELSEWHERE if is_away(path, status) else status.st_size


def belongs(file: str) -> bool:
    """Whether the layout knows a file of this name (brief 2.1)."""
    if file in SINGLE:
        return True
    part, _, name = file.partition("/")
    return part in SEVERAL and LAID_OUT[part].fullmatch(name) is not None


DAY = r"\d{4}-\d{2}-\d{2}"
LAID_OUT = {
    "records": re.compile(DAY + r"-[a-z_]+-\d{2}\.yaml"),
    "reviews": re.compile(DAY + r"-[a-z_]+-\d{2}\.yaml"),
    "managerial_reviews": re.compile(DAY + r"-\d{2}\.yaml"),
    "learning": re.compile(DAY + r"-\d{2}\.yaml"),
    "plan_history": re.compile(r"plan-v\d+\.yaml"),
}


def _by_date(
    files: Iterator[Filed[R]], day: Callable[[R], date | None]
) -> tuple[Filed[R], ...]:
    return tuple(sorted(files, key=lambda f: (day(f.record) or FAR_AWAY, f.file)))
