"""T18: programs share one inbox and are killed at random moments; no form is lost."""

import hashlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.journal import verify

REPOSITORY = Path(__file__).parents[2]
CASE = "SG-2026-014"


def form(number: int) -> bytes:
    whole = {"alongside_form": 1, "form": "plan", "version": 1, "case": CASE}
    answers = {"my_words.what_helps": f"Walk {number}."}
    return json.dumps(
        whole | {"file": "plan.yaml", "base": "", "answers": answers}
    ).encode()


def importing(root: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "workflow", "--quiet", "--workspace", str(root)]
    return subprocess.Popen(
        [*command, "import"],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def imported(root: Path) -> int:
    """How many forms a program has finished with."""
    return len(list((root / "_system" / "imports").glob("*.json")))


@pytest.mark.parametrize(
    ("forms", "kills"), [(5, 1), pytest.param(200, 30, marks=pytest.mark.long)]
)
def test_two_programs_one_inbox_and_sudden_ends(
    forms: int, kills: int, workspace: Path
) -> None:
    inbox = workspace / "inbox"
    inbox.mkdir()
    dice = random.Random(18)  # noqa: S311 - the same moments every time
    contents = [form(number) for number in range(forms)]
    for number, content in enumerate(contents):
        (inbox / f"{number}.json").write_bytes(content)
        if number % 5 == 0:
            (inbox / f"{number} again.json").write_bytes(content)
    for _ in range(kills):
        both = [importing(workspace), importing(workspace)]
        enough = imported(workspace) + dice.randint(0, 2 * forms // kills)
        while imported(workspace) < enough and None in [p.poll() for p in both]:
            time.sleep(0.02)
        time.sleep(dice.uniform(0.0, 0.3))
        for program in both:
            program.kill()
            program.wait()
    for _ in range(2):
        assert importing(workspace).wait() == 0
    hashes = {hashlib.sha256(content).hexdigest() for content in contents}
    waiting = FormProposals(workspace).waiting(CASE)
    assert sorted(found.sha256 for found in waiting) == sorted(hashes)
    originals = (workspace / "cases" / CASE / "_originals").glob("[!.]*")
    kept = {path.stem: path.read_bytes() for path in originals}
    assert {hashlib.sha256(content).hexdigest() for content in kept.values()} == hashes
    assert not list(inbox.glob("*.json"))
    assert not list((inbox / "_claimed").glob("*"))
    assert not (inbox / "_refused").exists()
    assert verify(workspace / "_system" / "log") == ()
    print(f"inbox: {forms} forms, {2 * kills} kills tried, 0 lost")  # noqa: T201
