"""The cases of a workspace, read from their folders; remembers each file it read whole."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from workflow.adapters.safe_files import place, sha256
from workflow.adapters.yaml_reading import Tree, read_tree
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.errors import CaseNotFound
from workflow.domain.findings import Noticed, Place
from workflow.domain.reading import as_record
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.tree import Fields, Listing, Node, Scalar
from workflow.services.ports import Loaded

R = TypeVar("R", bound=Block)

REFERENCE = re.compile(r"SG-\d{4}-\d{3}")
MOST_FILES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MADE = frozenset({"generated", "_history", "_receipts"})
SINGLE: dict[str, type[Block]] = {
    "person.yaml": Person,
    "case.yaml": Case,
    "plan.yaml": Plan,
    "consent.yaml": Consent,
    "closure.yaml": Closure,
}
SEVERAL: dict[str, type[Block]] = {
    "records": Record,
    "reviews": Review,
    "managerial_reviews": ManagerialReview,
    "learning": Learning,
    "plan_history": Plan,
}
NEEDED = ("person.yaml", "case.yaml")
FAR_AWAY = date.max


@dataclass(frozen=True)
class CaseFolders:
    """The case folders of one workspace."""

    root: Path

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is, in order of reference."""
        folder = self.root / "cases"
        if not folder.is_dir():
            return ()
        names = (path.name for path in folder.iterdir() if path.is_dir())
        return tuple(CaseRef(n) for n in sorted(names) if REFERENCE.fullmatch(n))

    def load(self, ref: CaseRef) -> Loaded:
        """One case read whole. Raises `CaseNotFound`."""
        folder = self.root / "cases" / ref
        if not folder.is_dir():
            raise CaseNotFound(ref)
        return _Reading(folder, ref).loaded()

    def remember(self, loaded: Loaded) -> None:
        """Keep a copy of each file that was read whole, once for each content."""
        folder = self.root / "cases" / loaded.folder.ref
        kept = _Kept(folder / "_history")
        for file in loaded.folder.present - loaded.folder.unreadable:
            content = (folder / file).read_bytes()
            if kept.newest(file) != content:
                place(kept.next_name(file, content), content)


class _Reading:
    """Reads one case folder."""

    def __init__(self, folder: Path, ref: CaseRef) -> None:
        self.folder = folder
        self.ref = ref
        self.noticed: list[Noticed] = []
        self.present: set[str] = set()
        self.unreadable: set[str] = set()
        self.kept = _Kept(folder / "_history")
        self.files = tuple(sorted(_yaml_files(folder)))

    def loaded(self) -> Loaded:
        """The whole case, with what reading it noticed."""
        if self._too_much():
            return self._skipped()
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
            present=frozenset(self.present),
            unreadable=frozenset(self.unreadable),
            strays=tuple(f for f in self.files if not _belongs(f)),
        )
        return Loaded(folder, tuple(self.noticed))

    def _too_much(self) -> bool:
        sizes = [(self.folder / file).stat().st_size for file in self.files]
        return len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES

    def _skipped(self) -> Loaded:
        place = Place("", None)
        detail = "This case has too many files to read. The others go on."
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
            if file.startswith(f"{part}/") and _belongs(file):
                yield self._one(file, model)

    def _one(self, file: str, model: type[R]) -> Filed[R]:
        if file not in self.files:
            if file in NEEDED:
                self._lost(file, 1, "This file is not there.")
            return Filed(file, model())
        self.present.add(file)
        tree = self._tree(file)
        if tree.root is None:
            return Filed(file, model())
        typed = as_record(model, tree.root, file)
        if file not in self.unreadable:
            self.noticed.extend(typed.noticed)
        return Filed(file, typed.record, typed.places)

    def _tree(self, file: str) -> Tree:
        """What stands in a file; the version kept, when it was cut off or is unreadable."""
        try:
            raw = (self.folder / file).read_bytes()
        except OSError:
            self._lost(file, 1, "It could not be opened. Somebody may be using it.")
            return self._kept_tree(file)
        tree = read_tree(raw, file)
        if tree.root is None:
            self.noticed.extend(tree.noticed)
            self.unreadable.add(file)
            return self._kept_tree(file)
        if self._cut_off(file, raw, tree.root):
            self._lost(file, raw.count(b"\n") + 1, CUT_OFF)
            return self._kept_tree(file)
        return tree

    def _cut_off(self, file: str, raw: bytes, root: Fields) -> bool:
        """Whether the file is only the beginning of the version we kept (F41)."""
        kept = self.kept.newest(file)
        return kept is not None and cut_off(raw, root, kept)

    def _kept_tree(self, file: str) -> Tree:
        kept = self.kept.newest(file)
        return read_tree(kept, file) if kept is not None else Tree(None)

    def _lost(self, file: str, line: int, detail: str) -> None:
        self.unreadable.add(file)
        place = Place(file, line)
        self.noticed.append(Noticed("FIL-01", place, {"n": str(line)}, detail))


CUT_OFF = (
    "It looks cut off: it ends earlier than the version we kept, which is used for"
    " checking until this is mended. If you shortened it on purpose, add a last line"
    " that begins with #."
)


def cut_off(raw: bytes, root: Fields, kept: bytes) -> bool:
    """Whether a file is a proper beginning of an earlier version and means less."""
    if len(raw) >= len(kept) or not kept.startswith(raw.rstrip(b"\r\n")):
        return False
    before = read_tree(kept, "").root
    return before is not None and meaning(root) != meaning(before)


def meaning(node: Node) -> object:
    """What a tree says, without the places: equal meanings are equal values."""
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Listing):
        return [meaning(item) for item in node.items]
    return {key: meaning(value) for key, value in node.values.items()}


class _Kept:
    """The versions of a case's files that were kept, newest by number, never by time."""

    def __init__(self, history: Path) -> None:
        self.history = history
        names = [p.name for p in history.iterdir()] if history.is_dir() else []
        self.names = sorted(name for name in names if KEPT_NAME.fullmatch(name))

    def newest(self, file: str) -> bytes | None:
        """The newest version kept of a file."""
        versions = self._versions(file)
        return (self.history / versions[-1]).read_bytes() if versions else None

    def next_name(self, file: str, content: bytes) -> Path:
        """The name under which to keep the next version."""
        number = 1 + max(
            (int(n.split("~")[1]) for n in self._versions(file)), default=0
        )
        name = f"{_flat(file)}~{number:06d}~{sha256(content)[:16]}.yaml"
        return self.history / name

    def _versions(self, file: str) -> list[str]:
        return [name for name in self.names if name.startswith(_flat(file) + "~")]


KEPT_NAME = re.compile(r".+~\d{6}~[0-9a-f]{16}\.yaml")


def _flat(file: str) -> str:
    return file.removesuffix(".yaml").replace("/", "+")


def _yaml_files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.yaml"):
        parts = path.relative_to(folder).parts
        litter = path.name.startswith((".", "~$"))
        if not litter and not MADE.intersection(parts) and path.is_file():
            yield "/".join(parts)


def _belongs(file: str) -> bool:
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
