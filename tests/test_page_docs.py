"""The pages of reference are as fresh as what they tell of."""

from pathlib import Path

import pytest

from tools import page_docs as pages
from workflow.cli import main

REPOSITORY = Path(__file__).parent.parent


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_fresh(name: str) -> None:
    stands = (REPOSITORY / pages.FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert stands == pages.page(name)


def test_every_command_stands_on_its_page() -> None:
    text = pages.page("commands")
    for name in main.commands:
        assert f"`alongside {name}" in text
