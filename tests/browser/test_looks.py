"""Every page can be used: by eye, by touch, by keyboard, by screen reader."""

import itertools

import pytest
from playwright.sync_api import Page

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
    page.get_by_role("button", name="Stop for now").click()
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


def _plan_changed(page: Page, words: str) -> None:
    """Change Tam's plan as far as the page on which it is saved."""
    begin(page, "Tam", "The plan in fifteen")
    page.get_by_label("1. What matters to Tam?").fill(words)
    page.get_by_role("button", name="Go on", exact=True).click()
    page.goto(f"{page.url.rpartition('/')[0]}/check")


@pytest.mark.parametrize(("theme", "text", "width"), SAMPLE)
def test_the_pages_around_a_save_can_be_used(
    live: Live, flaws: Flaws, theme: str, text: str, width: int
) -> None:
    """Saved, saved by two at once, taken back; nothing of it needs good eyes."""
    looks = {"theme": theme, "text": text, "width": width}
    first = live.open("Moira", **looks)  # type: ignore[arg-type]
    second = live.open("Priya", **looks)  # type: ignore[arg-type]
    _plan_changed(first, "Tea and cake.")
    _plan_changed(second, "Singing first.")
    first.locator("button.go").click()
    first.get_by_role("heading", name="Saved.").wait_for()
    found = {"saved": flaws(first)}
    second.locator("button.go").click()
    second.get_by_role("heading", name="Somebody else saved first").wait_for()
    found["two versions"] = flaws(second)
    first.get_by_role("button", name="Undo").click()
    first.get_by_role("heading", name="Taken back.").wait_for()
    found["taken back"] = flaws(first)
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize(("theme", "text", "width"), SAMPLE)
def test_the_pages_before_a_case_can_be_used(
    live: Live, flaws: Flaws, theme: str, text: str, width: int
) -> None:
    """Who is recording, start a case, the reason a manager gives, a closed page."""
    page = live.open("", theme=theme, text=text, width=width)
    here = page.url.rpartition("/")[0]
    found = {"who": flaws(page)}
    page.get_by_role("button", name="Gareth Pell").click()
    page.goto(f"{here}/new")
    found["start a case"] = flaws(page)
    page.get_by_role("link", name="Cases").click()
    page.get_by_role("link", name="Tam").click()
    page.get_by_role("heading", name="Why are you opening").wait_for()
    found["reason"] = flaws(page)
    page.goto(f"{here}/nowhere")
    found["nothing here"] = flaws(page)
    assert {name: told for name, told in found.items() if told} == {}
