"""Every command that a page shows is run, and says what the page says it says.

In a `console` block `$` begins a command, and `…` stands for anything, in a line or for
lines. A `diff` block names a file and a change that the reader makes to it.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted([REPOSITORY / "README.md", *REPOSITORY.glob("docs/how-to/*.md")])
BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "…"


def blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *expected = part.splitlines()
        yield command, expected


def run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "alongside", command
    done = subprocess.run(
        [sys.executable, "-m", "workflow", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def changed(block: str, folder: Path) -> None:
    name, *lines = block.splitlines()
    old = "\n".join(line[2:] for line in lines if line.startswith("- "))
    new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def as_pattern(expected: list[str]) -> str:
    lines = (
        r"(?:.*\n)*" if line == ANY else re.escape(line).replace(ANY, ".*") + r"\n"
        for line in expected
    )
    return "".join(lines)


@pytest.mark.parametrize(
    "guide", [p for p in PAGES if blocks(p)], ids=lambda guide: str(guide.name)
)
def test_what_a_page_tells_to_type_says_what_the_page_says(
    guide: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "workspace"
    run(f"alongside init {shlex.quote(str(folder))}", tmp_path)
    for kind, block in blocks(guide):
        if kind == "diff":
            changed(block, folder)
            continue
        for command, expected in commands(block):
            said = run(command, folder)
            assert re.fullmatch(as_pattern(expected), said), f"{command}\n{said}"


def test_every_page_that_is_linked_to_is_there() -> None:
    for page in REPOSITORY.glob("**/*.md"):
        if ".venv" in page.parts:
            continue
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_what_the_front_page_tells_to_type_first_is_there() -> None:
    """Setting up fetches libraries, so here it is only asked what it would do."""
    page = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    first, second = (block.strip() for block in SHELL.findall(page))
    program, *words = shlex.split(first)
    assert program == "make"
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", *words],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert ".venv/bin/alongside --today 2026-11-23 watch" in done.stdout
    assert "--require-hashes -r requirements.lock" in done.stdout
    assert second == ". .venv/bin/activate"
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert 'alongside = "workflow.__main__:begin"' in project


def test_the_first_screen_says_what_it_is_and_shows_it_and_how_to_begin() -> None:
    page = (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()
    first = "\n".join(page[:24])
    assert "care provider" in first
    assert "![" in first
    assert "make run" in first
