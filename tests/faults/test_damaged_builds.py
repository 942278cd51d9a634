"""T13: damaged files through a whole build; each case has one of them.

No file stops the build, or makes it slow; nothing is made of a case with a file that
cannot be read, and what is told of it names the file and a line.
"""

import os
import random
import shutil
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.adapters.test_mutations import damaged
from tests.conftest import MADE, REPOSITORY, TODAY
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.findings import Finding
from workflow.wiring.office import Office

KINDS = ("full-plan", "own-copy")
AT_ONCE = 50  # cases in one workspace
SLOWEST = 20.0  # seconds of processor for one case, however damaged
FILES = int(os.environ.get("TORTURE_FILES", "10000"))


def damaged_case(root: Path, number: int, dice: random.Random) -> tuple[str, str]:
    """One more worked case with one damaged file; its reference and that file."""
    source = dice.choice(sorted((REPOSITORY / "cases").glob("SG-*")))
    ref = f"SG-2025-{number:03d}"
    case = root / "cases" / ref
    shutil.copytree(source, case, ignore=MADE)
    files = sorted(case.rglob("*.yaml"))
    for path in files:
        content = path.read_bytes().replace(source.name.encode(), ref.encode())
        path.write_bytes(content)
    chosen = dice.choice(files)
    chosen.write_bytes(damaged(chosen.read_bytes(), dice))
    return ref, chosen.relative_to(case).as_posix()


def workspace_of(root: Path, count: int, dice: random.Random) -> dict[str, str]:
    """A workspace of damaged cases; the damaged file of each."""
    for part in ("config", "governance"):
        shutil.copytree(REPOSITORY / part, root / part, ignore=MADE)
    for kind in KINDS:
        shutil.copytree(REPOSITORY / "templates" / kind, root / "templates" / kind)
    return dict(damaged_case(root, number, dice) for number in range(count))


def judged(root: Path, found: Sequence[Finding], ref: str, file: str) -> bool:
    """Whether a file could not be read; then nothing stands, and it is told of."""
    content = (root / "cases" / ref / file).read_bytes()
    made = sorted((root / "cases" / ref / "generated").glob("*.docx"))
    if read_tree(content, file).root is not None:
        assert all(zipfile.is_zipfile(path) for path in made), (ref, file)
        return False
    about = [f for f in found if f.case == ref and f.place.file == file]
    assert made == [], (ref, file, content)
    assert any(f.place.line for f in about), (ref, file, content)
    return True


def tried(root: Path, count: int, dice: random.Random) -> int:
    """Build one workspace of damaged cases; how many files could not be read."""
    cases = workspace_of(root, count, dice)
    slowest, last = 0.0, time.process_time()

    def tell(_: str) -> None:
        nonlocal slowest, last
        slowest, last = max(slowest, time.process_time() - last), time.process_time()

    office = Office(root, TODAY)
    report = office.build(tell=tell)
    assert report.troubles == ()
    assert slowest < SLOWEST
    found = office.check()
    return sum(judged(root, found, ref, file) for ref, file in cases.items())


def test_a_few_damaged_files_stop_no_build(tmp_path: Path) -> None:
    dice = random.Random(13)  # noqa: S311 - repeatable damage, no secret
    refused = tried(tmp_path / "share", 25, dice)
    assert 0 < refused < 25


@pytest.mark.long
def test_ten_thousand_damaged_files_stop_no_build(tmp_path: Path) -> None:
    dice = random.Random()  # noqa: S311 - other damage every time
    refused = 0
    for begin in range(0, FILES, AT_ONCE):
        state, root = dice.getstate(), tmp_path / "share"
        shutil.rmtree(root, ignore_errors=True)
        count = min(AT_ONCE, FILES - begin)
        try:
            refused += tried(root, count, dice)
        except BaseException:
            (tmp_path / "dice").write_text(repr(state))  # to try it once more
            raise
        told = f"damaged builds: {begin + count} tried, {refused} refused, 0 lost"
        print(told, flush=True)  # noqa: T201
