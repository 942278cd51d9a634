"""The type checker keeps words of a case out of a pack before anything is run."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
BEFORE = """from workflow.domain.bidding.anonymised import Anonymised, EvidencePack
from workflow.domain.records.record import Record

def said(record: Record, name: str) -> None:
"""
REFUSED = (
    'EvidencePack({"a": "Tess"})',
    'EvidencePack({"a": name})',
    'EvidencePack({"a": (name,)})',
    'EvidencePack({"a": [name]})',
    'EvidencePack({"a": {"b": ({"c": name},)}})',
    'EvidencePack({"a": record.person_said})',
    'EvidencePack({"a": record})',
    'EvidencePack({"a": (record,)})',
    'EvidencePack({"a": record.date})',
    'EvidencePack({"a": None})',
    "Anonymised.story(record)",
    "Anonymised.suppressed(record)",
)
LET_IN = (
    'EvidencePack({"a": Anonymised.public(name), "b": True, "c": 4})',
    'EvidencePack({"a": (Anonymised.written(name), {"b": [Anonymised("x")]})})',
)


def refused(tmp_path: Path, lines: tuple[str, ...]) -> set[int]:
    """Which of the lines mypy refuses."""
    snippet = tmp_path / "snippet.py"
    snippet.write_text(BEFORE + "".join(f"    {line}\n" for line in lines), "utf-8")
    settings = ("--config-file", str(HERE / "pyproject.toml"), "--no-error-summary")
    cache = ("--cache-dir", str(tmp_path / "cache"), "--follow-imports", "silent")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *settings, *cache, str(snippet)],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    first = BEFORE.count("\n") + 1
    told = [line.split(":") for line in done.stdout.splitlines() if "error" in line]
    assert all(Path(parts[0]).name == "snippet.py" for parts in told), done.stdout
    assert done.returncode == (1 if told else 0), done.stdout + done.stderr
    return {int(parts[1]) - first for parts in told}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [(REFUSED, set(range(len(REFUSED)))), (LET_IN, set())],
    ids=["a plain text, a record, a day", "anonymised words"],
)
def test_the_type_checker_lets_only_anonymised_words_into_a_pack(
    tmp_path: Path, lines: tuple[str, ...], wanted: set[int]
) -> None:
    assert refused(tmp_path, lines) == wanted
