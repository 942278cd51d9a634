"""Finds a workspace, makes a new one from the starter, and adds a case folder to it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow.adapters.config_files import starter_folder
from workflow.adapters.safe_files import place
from workflow.domain.errors import FolderInUse, WorkspaceNotFound

STARTER = ("config", "templates", "cases", "governance", "tenders")
RULES = Path("config/rules")
CHANGES = RULES / "changes.yaml"
MADE = frozenset({"generated", "_history", "_receipts", "reports", "pack"})
EMPTY = ("inbox",)


def is_workspace(folder: Path) -> bool:
    """Whether a folder holds what a workspace needs."""
    return (folder / "config" / "provider.yaml").is_file()


def find_workspace(named: Path | None) -> Path:
    """The workspace named, or the nearest one around the folder we are in.

    Raises `WorkspaceNotFound`.
    """
    if named is not None:
        if not is_workspace(named):
            raise WorkspaceNotFound
        return named.resolve()
    here = Path.cwd()
    found = next((f for f in (here, *here.parents) if is_workspace(f)), None)
    if found is None:
        raise WorkspaceNotFound
    return found


def make_workspace(folder: Path, *, examples: bool) -> tuple[Path, ...]:
    """Copy the starter into a new or empty folder; the files it wrote.

    With `examples` the worked cases about invented people come along. The rules stay
    with the product, so that a new version brings new ones; only the file for changes
    to them is copied. Raises `FolderInUse` when there is something in the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse
    starter = starter_folder()
    parts = STARTER if examples else ("config", "templates")
    for name in (*STARTER, *EMPTY):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return tuple(_copy(starter, part, folder) for part in _files(starter, parts))


def add_case(root: Path, year: int, files: Mapping[str, str]) -> str:
    """Make the next free case folder of a year; its reference.

    `files` maps a name to its text, in which `{ref}` stands for the reference.
    """
    cases = root / "cases"
    cases.mkdir(exist_ok=True)
    number = 1 + max(_numbers(cases, year), default=0)
    while True:
        ref = f"SG-{year}-{number:03d}"
        try:
            (cases / ref).mkdir()
        except FileExistsError:
            number += 1
            continue
        for name, text in files.items():
            place(cases / ref / name, text.replace("{ref}", ref).encode())
        return ref


def _numbers(cases: Path, year: int) -> Iterator[int]:
    for folder in cases.iterdir():
        match = re.fullmatch(rf"SG-{year}-(\d{{3}})", folder.name)
        if match:
            yield int(match[1])


def _files(starter: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    for part in parts:
        for path in sorted((starter / part).rglob("*")):
            relative = path.relative_to(starter)
            ours = relative.parent == RULES and relative != CHANGES
            if path.is_file() and not ours and not MADE.intersection(relative.parts):
                yield relative


def _copy(starter: Path, relative: Path, folder: Path) -> Path:
    target = folder / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    place(target, (starter / relative).read_bytes())
    return target
