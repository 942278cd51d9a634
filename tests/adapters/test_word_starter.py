"""The documents of the worked cases: ours and docxtpl's are the same."""

import dataclasses
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.word import by_docxtpl, differences, parts_of
from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.compiled import CompiledWord
from workflow.adapters.word.stock import StockWord
from workflow.services.building import build
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
Filled = tuple[str, bytes, Mapping[str, object]]


class Noting:
    """Fills templates, and notes with what."""

    def __init__(self) -> None:
        self.filled: list[Filled] = []
        self._word = StockWord()

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template as docxtpl does."""
        self.filled.append((name, template, context))
        return self._word.render(template, context, name)

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """The same document marked as text in a language."""
        return self._word.in_language(made, tag, turned)

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """The same document with a logo."""
        return self._word.with_logo(made, logo, words)

    def resized(self, template: bytes, points: int) -> bytes:
        """The same template with other sizes."""
        return self._word.resized(template, points)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> list[Filled]:
    """Every document that building the starter workspace fills."""
    root = tmp_path_factory.mktemp("workspace")
    for part in ("config", "templates", "cases", "governance", "tenders"):
        if (REPOSITORY / part).exists():
            shutil.copytree(REPOSITORY / part, root / part)
    office = Office(root, TODAY)
    noting = Noting()
    shop = dataclasses.replace(office.workshop, word=noting)
    for made in root.glob("cases/*/generated"):
        shutil.rmtree(made)
    build(shop, office.refs(), TODAY, lambda _: None)
    return noting.filled


def test_every_document_of_the_worked_cases_is_the_same(
    filled: list[Filled], tmp_path: Path
) -> None:
    word = CompiledWord(shelf=Shelf(tmp_path / "shelf"))
    names = {name for name, _, _ in filled}
    assert len(names) >= 7
    for name, template, context in filled:
        ours = parts_of(word.render(template, context, name))
        stock = parts_of(StockWord().render(template, context, name))
        assert differences(ours, stock) == [], name
        assert word.why_stock(template) == ""
    for name, template, context in {each[0]: each for each in filled}.values():
        ours = parts_of(word.render(template, context, name))
        assert differences(ours, by_docxtpl(template, context)) == [], name
