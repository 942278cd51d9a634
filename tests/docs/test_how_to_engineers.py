"""What the pages for engineers tell to do is done in a copy, and does what they say.

A `diff copy` block names a file of the repository and a change; a `console copy` block
holds commands. Both are followed in order.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.test_commands import as_pattern, commands

REPOSITORY = Path(__file__).parents[2]
PAGES = ("a-new-field", "a-new-rule", "a-new-form", "a-new-measure")
PARTS = ("workflow", "config", "templates", "cases", "governance", "tenders")
MORE = ("tools", "docs", "tests")
LEFT = shutil.ignore_patterns(
    *("generated", "_history", "_receipts", "reports", "pack", "__pycache__"),
    *("golden", "pictures", "benchmarks", "browser"),
)
BLOCK = re.compile(r"^```(diff|console) copy\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, as a clone of it would be."""
    for part in (*PARTS, *MORE):
        shutil.copytree(REPOSITORY / part, tmp_path / part, ignore=LEFT)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def followed(page: str, copy: Path) -> str:
    """Do what a page says, block by block; all that the commands said."""
    said = ""
    for kind, block in blocks(page):
        if kind == "diff":
            patched(block, copy)
        else:
            said += "".join(run(*pair, copy) for pair in commands(block))
    return said


def blocks(page: str) -> Iterator[tuple[str, str]]:
    text = (REPOSITORY / f"docs/how-to/{page}.md").read_text(encoding="utf-8")
    found = BLOCK.findall(text)
    assert found
    yield from found


def patched(block: str, copy: Path) -> None:
    """Make the change of a block; a file with nothing but new lines is a new file."""
    name, *lines = block.splitlines()
    old = "".join(f"{line[2:]}\n" for line in lines if line[:1] in "- ")
    new = "".join(f"{line[2:]}\n" for line in lines if line[:1] in "+ ")
    path = copy / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.count(old) == 1 if old else not text, f"{name}: {old}"
    path.write_text(text.replace(old, new) if old else new, encoding="utf-8")


def run(command: str, expected: list[str], copy: Path) -> str:
    """Run a command as the page shows it."""
    program, _, words = command.partition(" ")
    assert program in {"alongside", "python"}, command
    ours = (
        ["-m", "workflow", *words.split()] if program == "alongside" else words.split()
    )
    done = subprocess.run(
        [sys.executable, *ours],
        cwd=copy,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in ((0,) if program == "python" else (0, 1)), (
        f"{command}\n{done.stdout}{done.stderr}"
    )
    if expected:
        assert re.fullmatch(as_pattern(expected), done.stdout), (
            f"{command}\n{done.stdout}"
        )
    return done.stdout


def asked(copy: Path, question: str) -> str:
    """What the program in the copy answers to a line of Python."""
    command = [sys.executable, "-c", question]
    return subprocess.run(
        command, cwd=copy, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


def test_a_field_is_added_as_the_page_says(copy: Path) -> None:
    followed("a-new-field", copy)
    assert "When do they want quiet?" in (copy / "quiet.html").read_text("utf-8")
    assert "Not before ten." in (copy / "quiet.html").read_text("utf-8")
    fields = (copy / "docs/reference/fields.md").read_text("utf-8")
    assert "| `quiet_hours` | the hours in which the person wants quiet |" in fields
    schema = copy / "docs/reference/schema/person.schema.json"
    assert '"quiet_hours"' in schema.read_text("utf-8")
    code = (
        "from pathlib import Path; from workflow.adapters.case_folders import"
        " CaseFolders as C; from workflow.domain.case_folder import CaseRef;"
        " loaded = C(Path('.')).load(CaseRef('SG-2026-014'));"
        " print(loaded.folder.person.record.quiet_hours, loaded.noticed)"
    )
    assert asked(copy, code) == "Not before ten. ()"


def test_a_rule_is_added_as_the_page_says(copy: Path) -> None:
    said = followed("a-new-rule", copy)
    assert "failed" not in said
    assert "PRT-12" in (copy / "docs/reference/rules.md").read_text("utf-8")


def test_a_form_is_added_as_the_page_says(copy: Path) -> None:
    said = followed("a-new-form", copy)
    assert "passed" in said
    assert (copy / "rights.pdf").read_bytes().startswith(b"%PDF")
    page = (copy / "rights.html").read_text("utf-8")
    assert "about their rights?" in page
    assert "A talk about rights" in (copy / "docs/reference/forms.md").read_text(
        "utf-8"
    )


def test_a_measure_is_added_as_the_page_says(copy: Path) -> None:
    followed("a-new-measure", copy)
    page = (copy / "docs/reference/measures.md").read_text("utf-8")
    assert "| TM34 | Plans that say what to do when it goes wrong |" in page
