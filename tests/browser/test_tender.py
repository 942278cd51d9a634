"""A bid at the screen: what is asked, what is there, and the pack built from it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import follow_link, go
from tests.browser.touring import FIGURES, STAFF

EVIDENCE = """schema_version: 1
items:
  - {id: E1, title: Audit of records, owner: st-01, source: Quality team,
     dated: 2026-03-02, expires_on: 2026-10-31}
"""


@pytest.fixture
def bid(workspace: Path) -> Path:
    """A bid with an answer, a figure, evidence that has expired, and its writer."""
    home = workspace / "tenders" / "T-2026-07"
    (home / "answers").mkdir()
    (home / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    (home / "answers" / "Q4.md").write_text(
        "We ensure that reviews are on time: {{TM12}}. See {{evidence:E1}}.",
        encoding="utf-8",
    )
    (workspace / "tenders" / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    with (workspace / "config" / "staff.yaml").open("a", encoding="utf-8") as staff:
        staff.write(STAFF)
    return home


def looking(page: Page, flaws: Flaws, *, script: bool) -> Callable[[], list[str]]:
    """Looks for flaws where there is script: axe is a script itself."""
    return lambda: flaws(page) if script else []


@pytest.mark.parametrize(
    ("script", "theme", "text", "width"),
    [(True, "light", "m", 320), (False, "light", "m", 1200), (True, "dark", "xl", 320)],
)
def test_who_writes_a_bid_sees_what_holds_it_and_builds_the_pack(
    bid: Path,
    live: Live,
    flaws: Flaws,
    *,
    script: bool,
    theme: str,
    text: str,
    width: int,
) -> None:
    page = live.open("Wilf Arden", script=script, theme=theme, text=text, width=width)
    look = looking(page, flaws, script=script)

    follow_link(page, "Tenders")
    assert look() == []
    follow_link(page, "Supported living")
    expect(page.get_by_text("Expired on 31 October 2026.")).to_be_visible()
    expect(page.get_by_text("8 of 9 (89%)")).to_be_visible()
    assert look() == []

    go(page, "Build the pack")
    expect(page.get_by_role("alert")).to_contain_text("it is used by Q4")
    assert look() == []
    (bid / "answers" / "Q4.md").write_text("Tamsin Oakhollow said so.", "utf-8")
    go(page, "Build the pack")
    expect(page.get_by_role("alert")).to_contain_text("This points to somebody")
    expect(page.get_by_role("alert")).to_contain_text("places. Which words they are")
    expect(page.get_by_text("Oakhollow")).to_have_count(0)
    expect(page.get_by_role("link", name="Compliance matrix.xlsx")).to_be_visible()
    assert look() == []
    follow_link(page, "Back to the tender")
    expect(page.get_by_text("Last made on 23 November 2026")).to_be_visible()


@pytest.mark.parametrize(
    ("script", "theme", "text", "width"),
    [(False, "light", "m", 1200), (True, "dark", "xl", 320)],
)
def test_what_ran_out_is_looked_at_again_where_it_holds_the_pack_back(
    bid: Path,
    live: Live,
    flaws: Flaws,
    *,
    script: bool,
    theme: str,
    text: str,
    width: int,
) -> None:
    page = live.open("Wilf Arden", script=script, theme=theme, text=text, width=width)
    look = looking(page, flaws, script=script)

    follow_link(page, "Tenders")
    follow_link(page, "Supported living")
    follow_link(page, re.compile("Look at E1 again"))
    expect(page.get_by_text("Ran out on 31 October 2026, 23 days ago.")).to_be_visible()
    assert look() == []
    last_day = page.get_by_label("What is the last day it may be used?")
    last_day.fill("next May")
    last_day.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("We could not read “next May”")
    assert look() == []
    page.get_by_label("When was it last looked at?").fill("today")
    last_day.fill("31 5 2027")
    last_day.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(
        "Audit of records: May be used until 31 May 2027."
    )
    assert look() == []
    follow_link(page, re.compile("To the tender"))
    expect(page.get_by_text("May be used until 31 May 2027.")).to_be_visible()
    expect(page.get_by_text("It cannot be built yet")).to_have_count(0)
    assert "expires_on: 2027-05-31" in (bid.parent / "evidence.yaml").read_text("utf-8")
