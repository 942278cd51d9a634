"""Every form from its first page to the record, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.doing import begin, fill_in, follow
from workflow.adapters.yaml_reading import read_tree

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
SOME = ("journey",)
PAGES = 30  # more than any form has


def _answered(page: Page) -> None:
    """Answer every page of a form, and save it."""
    saved = page.get_by_role("heading", name="Saved.")
    for _ in range(PAGES):
        if saved.count():
            return
        later = page.get_by_role("button", name="Go on and put it right later")
        if later.count():
            follow(later)
            continue
        fill_in(page)
        onward = page.locator("button.go").last
        assert onward.count(), page.locator("main").inner_text()
        follow(onward)
    raise AssertionError("the form does not end")


def _recorded(live: Live, name: str, *, script: bool) -> None:
    page = live.open("Priya", script=script)
    begin(
        page, "SG-2026-014", re.compile(f"^{re.escape(live.desk.sheets[name].title)}$")
    )
    before = _files(live)
    _answered(page)
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    after = _files(live)
    changed = {file for file, raw in after.items() if before.get(file) != raw}
    assert changed, name
    for file in changed:
        tree = read_tree(after[file], file)
        assert tree.root is not None, file
        assert tree.noticed == (), file


def _files(live: Live) -> dict[str, bytes]:
    case = live.root / "cases" / "SG-2026-014"
    found = (p for p in case.rglob("*.yaml") if "_history" not in p.parts)
    return {path.relative_to(case).as_posix(): path.read_bytes() for path in found}


@BOTH
@pytest.mark.parametrize("name", SOME)
def test_a_form_goes_from_its_first_page_to_the_record(
    live: Live, name: str, *, script: bool
) -> None:
    _recorded(live, name, script=script)


@pytest.mark.long
@BOTH
def test_every_form_goes_from_its_first_page_to_the_record(
    live: Live, *, script: bool
) -> None:
    started = [n for n, s in live.desk.sheets.items() if s.start and n not in SOME]
    assert len(started) > len(SOME)
    shuts = "closed-to"  # the first to choose is whoever is recording
    for name in (n for n in started if n != shuts):
        _recorded(live, name, script=script)
