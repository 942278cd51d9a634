"""Cards, letters, order and what happened, in a real browser, with a script or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import begin, follow, follow_link, go

CASE = "SG-2026-014"
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def _case(page: Page) -> str:
    follow_link(page, "Cases")
    follow_link(page, "Tam")
    return page.url


def _keeps(answer: str) -> Callable[[Response], bool]:
    """Whether a draft that is kept holds an answer, and none that was taken back."""

    def holds(response: Response) -> bool:
        sent = response.request.post_data or ""
        return answer in sent and "health=yes" not in sent

    return holds


def _bytes(live: Live, file: str) -> bytes:
    return (Path(live.root) / "cases" / CASE / file).read_bytes()


@pytest.mark.parametrize(
    ("width", "text", "theme"), [(390, "xl", "dark"), (1200, "m", "light")]
)
def test_the_new_pages_can_be_used(
    live: Live, flaws: Flaws, width: int, text: str, theme: str
) -> None:
    page = live.open("Priya Nandakumar", width=width, text=text, theme=theme)
    case = _case(page)
    found = {}
    for address in (
        "?kind=visit&from=soonish",
        "/cards",
        "/cards/c3/money",
        "/letters",
        "/letters/B1",
        "/print/person",
    ):
        page.goto(case + address)
        found[address] = flaws(page)
    begin(page, "Tam", "The talk")
    follow(page.get_by_role("button", name="Move down").first)
    found["moved"] = flaws(page)

    assert {name: told for name, told in found.items() if told} == {}


@BOTH
def test_a_wish_is_moved_by_keyboard_and_the_focus_stays_with_it(
    live: Live, *, script: bool
) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "The talk")
    wishes = page.get_by_label("What do you want to happen?")
    second = wishes.nth(1).input_value()
    up = page.get_by_role("button", name="Move up").first
    up.focus()
    with page.expect_navigation():
        up.press("Enter")
    expect(page.get_by_text("Moved. Now 1 of")).to_be_visible()

    expect(wishes.nth(0)).to_have_value(second)
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("value", "down:outcomes.0")
    expect(focused).to_have_accessible_description("Moved. Now 1 of 2.")


@BOTH
def test_what_happened_is_looked_through(live: Live, *, script: bool) -> None:
    page = live.open(script=script)
    _case(page)
    page.get_by_label("Show", exact=True).select_option(label="Visit")
    page.get_by_label("From", exact=True).fill("1 11 2026")
    go(page, "Show these")

    shown = page.locator(".timeline > li")
    expect(shown.first).to_contain_text("November 2026 Visit")
    assert "Decision" not in shown.all_inner_texts()[-1]
    follow_link(page, "Show everything")
    expect(shown.nth(10)).to_be_visible()


def test_a_tap_by_mistake_is_taken_back_and_what_is_chosen_is_kept(live: Live) -> None:
    page = live.open(width=390)
    case = _case(page)
    before = _bytes(live, "consent.yaml")
    page.goto(f"{case}/cards")
    page.locator("label[for=c2-health-yes]").click()
    expect(page.locator("#sentence")).to_contain_text("can know my health")
    expect(page.locator("#kept")).to_contain_text("Not in the record yet")
    with page.expect_response(_keeps("c2.money=no")) as kept:
        page.locator("#c2-health-topic .clear").click()
        expect(page.locator("#c2-health-yes")).not_to_be_checked()
        expect(page.locator("#sentence")).not_to_contain_text("my health")
        page.locator("label[for=c2-money-no]").click()
    assert kept.value.ok
    expect(page.locator("#kept")).to_contain_text("Draft kept")
    page.goto(f"{case}/cards")

    expect(page.locator("#c2-money-no")).to_be_checked()
    expect(page.locator("#c2-health-yes")).not_to_be_checked()
    assert _bytes(live, "consent.yaml") == before


def test_nothing_on_a_card_of_what_ran_out_is_chosen(live: Live) -> None:
    path = Path(live.root) / "cases" / CASE / "consent.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("until: 2026-12-18\ndo_not", "until: 2026-11-01\ndo_not"),
        encoding="utf-8",
    )
    page = live.open(script=False)
    page.goto(f"{_case(page)}/cards")
    row = page.locator("#c4-money-topic")

    expect(row).to_contain_text("It ran out on 1 November 2026")
    expect(row.locator("input:checked")).to_have_count(0)
    row.locator("label[for=c4-money-yes]").click()
    go(page, "Check and save")
    go(page, "Put it in the record")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert "until: 2026-11-01" in path.read_text(encoding="utf-8")
