"""The page of acceptance tests names tests that there are."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/reliability-acceptance.md").read_text("utf-8")
NAMED = re.compile(r"`((?:tests|benchmarks)/[\w/]+\.py)(?:::(\w+))?`")
ASKED = (
    *range(3, 19),
    *(20, 21),
    *range(24, 37),
    *(39, 44, 45, 46, 47, 48, 50, 51, 52),
)


def test_every_test_that_was_asked_for_has_a_line() -> None:
    lines = re.findall(r"^\| T(\d+) \|", PAGE, re.MULTILINE)
    assert list(map(int, lines)) == list(ASKED)


def test_every_test_on_the_page_is_there() -> None:
    found = NAMED.findall(PAGE)
    assert len(found) > len(ASKED)
    for file, name in found:
        text = (REPOSITORY / file).read_text("utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"
