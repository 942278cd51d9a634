"""Import, history, restore, verify and recover, as somebody at a prompt meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CASE = "SG-2026-014"


def alongside(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(root)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def form(words: str) -> bytes:
    whole = {"alongside_form": 1, "form": "plan", "version": 1, "case": CASE}
    answers = {"my_words.what_helps": words}
    return json.dumps(
        whole | {"file": "plan.yaml", "base": "", "answers": answers}
    ).encode()


@pytest.fixture
def root(workspace: Path) -> Path:
    (workspace / "inbox").mkdir()
    return workspace


def test_a_form_is_imported_once_and_the_journal_tells_of_it(root: Path) -> None:
    for name in ("one.json", "two.json"):
        (root / "inbox" / name).write_bytes(form("A walk."))
    plan = (root / "cases" / CASE / "plan.yaml").read_bytes()
    told = json.loads(alongside(root, "--json", "import").stdout)
    assert [len(told[kind]) for kind in ("ready", "duplicate", "refused")] == [1, 1, 0]
    assert told["ready"][0]["case"] == CASE
    assert (root / "cases" / CASE / "plan.yaml").read_bytes() == plan
    heads = json.loads(alongside(root, "--json", "verify").stdout)
    assert heads["broken"] == []
    (root / "heads.json").write_text(json.dumps(heads), encoding="utf-8")
    (log,) = (root / "_system" / "log").glob("*/*.jsonl")
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert alongside(root, "verify").returncode == 0
    against = alongside(root, "verify", "--against", str(root / "heads.json"))
    assert against.returncode == 1
    assert "the end of the log is gone" in against.stdout


def test_an_older_program_looks_and_changes_nothing(root: Path) -> None:
    (root / "_system").mkdir()
    (root / "_system" / "format-000099.json").write_bytes(b"{}")
    (root / "inbox" / "one.json").write_bytes(form("A walk."))
    assert alongside(root, "check", CASE).returncode == 0
    for words in (("import",), ("build", CASE), ("recover",), ("new",)):
        done = alongside(root, *words)
        assert (done.returncode, "newer Alongside" in done.stderr) == (3, True)
    assert [path.name for path in (root / "_system").iterdir()] == [
        "format-000099.json"
    ]
    assert (root / "inbox" / "one.json").exists()
