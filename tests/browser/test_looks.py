"""Every page can be used: by eye, by touch, by keyboard, by screen reader."""

import itertools

import pytest

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import begin

LOOKS = list(itertools.product(("light", "dark"), ("m", "xl"), (320, 390, 1200)))
SAMPLE = [("light", "m", 390), ("dark", "xl", 320)]
REST = [look for look in LOOKS if look not in SAMPLE]


def _walk(
    live: Live, flaws: Flaws, theme: str, text: str, width: int
) -> dict[str, list[str]]:
    """What is amiss on each page, walking through one visit and more."""
    page = live.open(theme=theme, text=text, width=width)
    found = {"today": flaws(page)}
    page.goto(page.url + "help")
    found["help"] = flaws(page)
    page.get_by_role("link", name="Hide screen").or_(
        page.get_by_role("button", name="Hide screen")
    ).click()
    found["hidden"] = flaws(page)
    page.get_by_role("button", name="Show again").click()
    page.get_by_role("link", name="Cases").click()
    found["cases"] = flaws(page)
    page.get_by_role("link", name="Tam").click()
    found["case"] = flaws(page)
    page.get_by_role("link", name="Who can know what?").click()
    found["cards"] = flaws(page)
    page.get_by_role("link", name="Later").click()
    page.get_by_role("button", name="Record a visit").click()
    found["visit"] = flaws(page)
    page.locator("summary").click()
    found["more"] = flaws(page)
    page.get_by_role("button", name="Check and save").click()
    found["errors"] = flaws(page)
    page.get_by_role("button", name="Go on and put it right later").click()
    found["check"] = flaws(page)
    for name, form in (
        ("talk", "The talk"),
        ("plan", "The plan in fifteen"),
        ("know", "Who can know"),
        ("review", "Review with"),
    ):
        begin(page, "Tam", form)
        found[name] = flaws(page)
    return {name: told for name, told in found.items() if told}


@pytest.mark.parametrize(("theme", "text", "width"), SAMPLE)
def test_every_page_can_be_used(
    live: Live, flaws: Flaws, theme: str, text: str, width: int
) -> None:
    assert _walk(live, flaws, theme, text, width) == {}


@pytest.mark.long
@pytest.mark.parametrize(("theme", "text", "width"), REST)
def test_every_page_can_be_used_in_every_look(
    live: Live, flaws: Flaws, theme: str, text: str, width: int
) -> None:
    assert _walk(live, flaws, theme, text, width) == {}
