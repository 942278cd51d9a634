"""What import-linter cannot see: the domain's short list, and who may write."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workflow"
DOMAIN_MAY_USE = {
    "bisect",
    "calendar",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "keyword",
    "math",
    "operator",
    "pydantic",
    "re",
    "statistics",
    "string",
    "types",
    "typing",
    "unicodedata",
}
WRITES = {"write_text", "write_bytes", "rename", "hardlink_to", "fdopen", "rmtree"}
WRITES |= {"symlink_to", "touch", "truncate", "unlink", "rmdir", "copytree", "copy2"}
WRITERS = {
    "adapters/safe_files.py",  # the writer
    "adapters/reserve.py",  # gives back its own file when the drive is full
    "adapters/word/cache.py",  # keeps templates made ready on this computer's own disk
    "adapters/seals.py",  # likewise, hashes of cases
    "adapters/pdf/converter.py",  # works in a folder of its own for a moment
    "adapters/share_probe.py",  # tries a folder out, in a room of its own
    "adapters/torture.py",  # likewise, with a second computer
    "adapters/joining.py",  # a note on this computer, for this account alone
    "adapters/drafts.py",  # takes away earlier drafts of its own
    "adapters/destroying.py",  # destroys what two people approved, as listed
    "adapters/published.py",  # takes away its own note of what it was about to do
}


def test_the_domain_uses_a_short_list_of_modules_and_nothing_else() -> None:
    graph = grimp.build_graph("workflow", include_external_packages=True)
    domain = {m for m in graph.modules if m.startswith("workflow.domain")}
    used = {
        imported.partition(".")[0]
        for module in domain
        for imported in graph.find_modules_directly_imported_by(module)
    }
    assert used - {"workflow"} <= DOMAIN_MAY_USE


def test_one_module_writes() -> None:
    writing = {file for file in _files() if set(_called(file)) & WRITES}
    assert {file.relative_to(PACKAGE).as_posix() for file in writing} <= WRITERS


def test_nobody_opens_a_file_to_write() -> None:
    opened = {f for f in _files() if "open" in set(_called(f))}
    names = {file.relative_to(PACKAGE).as_posix() for file in opened}
    reading = {"adapters/pictures.py", "adapters/image_notes.py"}  # Pillow opens bytes
    reading |= {"adapters/inbox.py", "adapters/placeholders.py"}  # no more than needed
    reading |= {"adapters/clock_files.py"}  # the end of a log
    reading |= {"web/serving.py", "__main__.py"}  # opens a browser; the help
    reading |= {"adapters/pdf/decoration.py"}  # a PDF in memory
    reading |= {"adapters/pdf/binder.py", "adapters/pdf/tree_merging.py"}  # likewise
    trying = {"adapters/share_probe.py", "adapters/torture.py"}
    writing = {"adapters/safe_files.py", "adapters/journal.py", "adapters/joining.py"}
    assert names - reading - trying <= writing


def test_the_architecture_page_names_what_there_is() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    words = page.replace("`", " ").replace(",", " ").split()
    named = [word for word in words if word.startswith("workflow/")]
    assert named
    missing = [word for word in named if not (ROOT / word.rstrip(".:;)")).exists()]
    assert missing == []


def test_every_room_stands_on_the_architecture_page() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [p for p in PACKAGE.glob("*/*.py") if p.stem != "__init__"]
    unnamed = sorted(p.name for p in rooms if f"`{p.name}`" not in page)
    assert unnamed == []


@pytest.mark.parametrize(
    "floor", ["domain", "services", "adapters", "web", "wiring", "commands"]
)
def test_every_room_is_told_of_under_its_own_floor(floor: str) -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    parts = page.partition("## The rooms")[2].split("\n\n")
    mine = [p for p in parts if p.startswith(f"**{floor.capitalize()}")]
    named = {name for part in mine for name in re.findall(r"`(\w+\.py)`", part)}
    every = {p.name for p in (PACKAGE / floor).rglob("*.py")}
    rooms = {p.name for p in (PACKAGE / floor).glob("*.py")} - {"__init__.py"}
    assert named - every == set()
    assert rooms - named == set()


def test_the_picture_shows_every_floor_and_arrows_only_point_down() -> None:
    rows = _picture()
    members = {
        path.name
        for path in PACKAGE.iterdir()
        if path.name not in {"__init__.py", "__main__.py", "__pycache__"}
    }
    assert {name.rstrip("/") for row in rows for name in row} == members
    graph = grimp.build_graph("workflow")
    for number, row in enumerate(rows):
        above = [name for earlier in rows[:number] for name in earlier]
        for name in row:
            beside = [other for other in row if other != name]
            for other in (*above, *beside):
                assert not _imports(graph, name, other), f"{name} imports {other}"


def _picture() -> list[list[str]]:
    """The floors of the picture, the highest first; those in one row stand beside."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = page.split("```")[1]
    found = (
        re.findall(r"(?<!\S)\w+(?:/|\.py)(?!\S)", line) for line in drawn.splitlines()
    )
    return [[n for n in names if n != "ports.py"] for names in found if names]


def _imports(graph: grimp.ImportGraph, one: str, other: str) -> bool:
    ours, theirs = (
        f"workflow.{name.rstrip('/').removesuffix('.py')}" for name in (one, other)
    )
    return bool(graph.find_shortest_chains(ours, theirs))


def _files() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def _called(file: Path) -> Iterator[str]:
    """The names of the functions and methods that a module calls."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr
            elif isinstance(called, ast.Name):
                yield called.id
