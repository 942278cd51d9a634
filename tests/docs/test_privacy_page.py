"""The page about privacy is fresh, and every test that it names shows something."""

import re
from pathlib import Path

from tools.privacy_docs import FILE, page
from workflow.domain.governance.guards import GUARDS

REPOSITORY = Path(__file__).parents[2]


def test_the_page_is_fresh() -> None:
    assert (REPOSITORY / FILE).read_text(encoding="utf-8") == page()


def test_every_test_that_is_named_is_there() -> None:
    named = {test for guard in GUARDS for test in guard.tests}
    assert len(named) > 30
    for test in sorted(named):
        text = (REPOSITORY / test).read_text(encoding="utf-8")
        assert re.search(r"^def test_\w+", text, re.MULTILINE), test


def test_every_place_has_a_guard_and_stands_once() -> None:
    assert all(g.place and g.holds and g.measure and g.tests for g in GUARDS)
    assert len({guard.place for guard in GUARDS}) == len(GUARDS)


def test_every_test_of_privacy_is_named() -> None:
    named = {test for guard in GUARDS for test in guard.tests}
    ours = {
        f"tests/privacy/{p.name}" for p in (REPOSITORY / "tests/privacy").glob("test_*")
    }
    assert ours <= named
