"""The starter workspace, for tests: its own copy, never the repository's files."""

import os
import shutil
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long something takes says more of the machine than of the product. What is
# published is judged by the same examples every time; at home others are tried too.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

# Who runs the tests in the background has Ctrl-C ignored, and so would every program
# that they start; some of them ask what Ctrl-C does.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parent.parent
PARTS = ("config", "templates", "cases", "governance", "tenders")
MADE = shutil.ignore_patterns("generated", "_history", "_receipts", "reports", "pack")
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a computer remembers of a share: never in the home of whoever runs tests."""
    home = tmp_path.with_name(f"{tmp_path.name}-state")
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the starter workspace as it stands before anything is made."""
    for part in PARTS:
        shutil.copytree(REPOSITORY / part, tmp_path / part, ignore=MADE)
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates made ready by tests are kept apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("cache"))
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture(scope="session")
def starter() -> Path:
    """The starter workspace itself, only for reading."""
    return REPOSITORY


@pytest.fixture(scope="session")
def today() -> date:
    """The day of the worked cases."""
    return TODAY


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew` writes the golden documents anew; the change is read like code."""
    parser.addoption("--renew", action="store_true", help="renew the golden documents")


REAL_PROGRAMS = ("browser", "end_to_end")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before publishing, whoever drives other programs is asked a second time.

    Never a test of what may be lost, and the summary names each that was asked again
    (decision 0117).
    """
    for item in items if "CI" in os.environ else []:
        if item.path.relative_to(REPOSITORY).parts[1] in REAL_PROGRAMS:
            item.add_marker(pytest.mark.flaky(reruns=1))
