"""Every page can be used: by eye, by touch, by keyboard, by screen reader."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import begin
from tests.browser.touring import LEAK, PACK, Tour, a_bid, a_filled_form, every_page
from workflow.wiring.front_desk import FrontDesk

LOOKS = list(itertools.product(("light", "dark"), ("m", "xl"), (320, 390, 1200)))
SAMPLE = [("light", "m", 390), ("dark", "xl", 320)]
REST = [look for look in LOOKS if look not in SAMPLE]
Names = Sequence[str]
SOME = ("talk", "who-can-know", "review", "closed-to")


def named(look: tuple[str, str, int]) -> str:
    """A look in one word."""
    return "-".join(map(str, look))


@pytest.fixture
def full(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Live:
    """The pages of a workspace in which every page has something to show."""
    a_bid(workspace)
    pack = {**PACK, "leaks": [LEAK], "checked": True}
    monkeypatch.setattr(FrontDesk, "build_pack", lambda _desk, _ref: pack)
    live: Live = request.getfixturevalue("live")
    a_filled_form(live)
    return live


def _walked(full: Live, flaws: Flaws, look: tuple[str, str, int]) -> None:
    tour = Tour(full, flaws)
    with tour.noting():
        every_page(tour, *look)
    assert tour.amiss == {}
    assert tour.forgotten() == set(), "no walk leads there yet: see touring.py"


def _forms(live: Live, flaws: Flaws, look: tuple[str, str, int], names: Names) -> None:
    """Every page of some question sheets, asked for in Tam's case."""
    theme, text, width = look
    page = live.open("Priya", theme=theme, text=text, width=width)
    tour = Tour(live, flaws)
    for name in names:
        sheet = live.desk.sheets[name]
        begin(page, "Tam", sheet.title)
        start = page.url.rpartition("/")[0]
        for number in range(1, len(sheet.pages) + 1):
            page.goto(f"{start}/{number}")
            tour.look(page, f"{name}, page {number}")
    assert tour.amiss == {}


@pytest.mark.parametrize("look", SAMPLE, ids=named)
def test_every_page_can_be_used(
    full: Live, flaws: Flaws, look: tuple[str, str, int]
) -> None:
    _walked(full, flaws, look)


@pytest.mark.long
@pytest.mark.parametrize("look", REST, ids=named)
def test_every_page_can_be_used_in_every_look(
    full: Live, flaws: Flaws, look: tuple[str, str, int]
) -> None:
    _walked(full, flaws, look)


def test_some_forms_can_be_used(live: Live, flaws: Flaws) -> None:
    _forms(live, flaws, ("dark", "xl", 320), SOME)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=named)
def test_every_form_can_be_used_in_every_look(
    live: Live, flaws: Flaws, look: tuple[str, str, int]
) -> None:
    started = [n for n, sheet in live.desk.sheets.items() if sheet.start]
    assert len(started) > len(SOME)
    _forms(live, flaws, look, started)
