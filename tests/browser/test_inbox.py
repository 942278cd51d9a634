"""A filled form, looked at and accepted at the screen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import follow_link, go
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.pdf.filled import read
from workflow.adapters.safe_files import sha256

SAMPLE = Path(__file__).parents[1] / "data" / "forms" / "filled-by-pdf-lib.pdf"


@pytest.fixture
def dropped(live: Live) -> None:
    content = SAMPLE.read_bytes()
    shelf = FormProposals(live.root)
    shelf.keep(sha256(content), content, read(content))
    for ref in live.desk.refs():
        live.desk.glance(ref)


@pytest.mark.usefixtures("dropped")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_visit_on_paper_comes_into_the_record(live: Live, *, script: bool) -> None:
    page = live.open(script=script)
    follow_link(page, "1 form in the inbox")
    follow_link(page, "Record a visit")
    expect(page.get_by_text("I said “stop” and it stopped")).to_be_visible()
    for title in ("What did Tam say afterwards?", "Which day?"):
        page.locator("label", has_text=f"Put this in the record: {title}").click()
    go(page, "Put what is ticked in the record")
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    file = live.root / "cases" / "SG-2026-014" / "records" / "2026-11-22-visit-01.yaml"
    assert "it stopped" in file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("dropped")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "text"), [(320, "m"), (320, "xl"), (1200, "m")])
def test_anybody_can_use_the_inbox(
    live: Live, flaws: Flaws, theme: str, width: int, text: str
) -> None:
    page = live.open(width=width, theme=theme, text=text)
    page.goto(page.url.rstrip("/") + "/inbox")
    assert flaws(page) == []
    follow_link(page, "Record a visit")
    assert flaws(page) == []
    go(page, "Put what is ticked in the record")
    assert flaws(page) == []


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1200, "light")])
def test_a_form_is_taken_along_from_the_page_of_the_case(
    live: Live, flaws: Flaws, tmp_path: Path, width: int, theme: str
) -> None:
    page = live.open(width=width, theme=theme)
    for name in ("Cases", "Tam", "Forms to take along"):
        follow_link(page, name)
    assert flaws(page) == []
    button = page.get_by_role("button", name=re.compile("PDF.*: Record a visit"))
    with page.expect_download() as started:
        button.click()
    assert started.value.suggested_filename == "SG-2026-014 visit.pdf"
    started.value.save_as(tmp_path / "visit.pdf")
    assert (tmp_path / "visit.pdf").read_bytes().startswith(b"%PDF-")
