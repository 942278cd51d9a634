"""What import-linter cannot see: the domain's short list, and who may write."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp

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
    "adapters/word/cache.py",  # keeps templates made ready on this computer's own disk
    "adapters/seals.py",  # likewise, hashes of cases
    "adapters/pdf/converter.py",  # works in a folder of its own for a moment
    "adapters/share_probe.py",  # tries a folder out, in a room of its own
    "adapters/torture.py",  # likewise, with a second computer
    "adapters/joining.py",  # a note on this computer, for this account alone
    "adapters/drafts.py",  # takes away earlier drafts of its own
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
    reading |= {"web/serving.py"}  # opens a browser
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
