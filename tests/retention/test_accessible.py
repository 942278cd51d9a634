"""The certificate and the assessment can be read by everybody, as every document."""

import inspect
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.golden import test_accessible as accessible
from tests.retention.old_cases import office_with
from workflow.wiring.office import Office
from workflow.wiring.retention import Retention, assess

DAY, CASE = date(2024, 1, 15), "SG-2012-001"
CHECKS = [
    check
    for name, check in vars(accessible).items()
    if name.startswith("test_")
    and list(inspect.signature(check).parameters) == ["made"]
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both papers in a folder."""
    root = office_with(tmp_path_factory.mktemp("office") / "x", {CASE: "2016-01-15"})
    office = Office(root, DAY)
    assess(office)
    for by in ("st-01", "st-02"):
        Retention(office).approve(CASE, by, "Nothing is open any more")
    Retention(office).destroy(CASE)
    folder = root / "papers"
    folder.mkdir()
    for paper in (root / "governance").rglob("*.docx"):
        shutil.copy(paper, folder)
    assert len(list(folder.iterdir())) == 2
    return folder


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_everybody_can_read_it(check: object, made: Path) -> None:
    check(made)  # type: ignore[operator]
