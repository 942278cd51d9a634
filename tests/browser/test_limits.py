"""Limits on freedom: entered with what was tried before, argued again at a review."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.doing import begin, follow, go
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.reading import as_record
from workflow.domain.records.plan import Plan
from workflow.domain.records.review import Review

LONG = pytest.mark.long
SCRIPT, NO_SCRIPT = pytest.param(True, id="script"), pytest.param(False, id="no script")
CASE = "cases/SG-2026-014"
LIMIT = """restrictions:
  - id: X1
    what: A sensor on the front door
    freedom_affected: Going out without anybody knowing
    rationale: Cold and lost twice in October
    basis: person_agrees
    person_view: I do not mind it at night
    authorised_by: st-01
    started_on: 2026-11-02
    review_on: 2026-11-30  # four weeks
    status: active
"""


def plan(live: Live) -> Plan:
    raw = (live.root / CASE / "plan.yaml").read_bytes()
    root = read_tree(raw, "plan.yaml").root
    assert root is not None
    return as_record(Plan, root, "plan.yaml").record


def to_limits(page: Page) -> None:
    """Go on through the plan to the page of its limits, and open them."""
    while page.locator("#restrictions").count() == 0:
        go(page, "Go on")
        later = page.get_by_role("button", name="Go on and put it right later")
        if later.count():
            follow(later)
    more = page.locator("details.more:not([open]) > summary")
    if more.count():
        more.click()


def save(page: Page) -> None:
    """Send the page, and put all of it in the record."""
    follow(page.locator("button.go"))
    page.goto(re.sub(r"(/w/[0-9a-f]{32}).*", r"\1/check", page.url))
    follow(page.locator("button.go"))
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()


@pytest.mark.parametrize("script", [SCRIPT, pytest.param(False, marks=LONG)])
def test_a_limit_is_entered_with_every_gentler_way_that_was_tried(
    live: Live, *, script: bool
) -> None:
    page = live.open("Priya", script=script)
    begin(page, "Tam", re.compile("^The plan$"))
    to_limits(page)
    follow(page.get_by_role("button", name=re.compile("^Add (one|another) A limit")))
    row = page.locator("#restrictions > .row")
    row.get_by_label("What is the limit?").fill("A sensor on the door")
    inner = page.locator('[id="restrictions-0-less-restrictive"]')
    for number, way in enumerate(("A note on the door", "A call at nine", "A lamp")):
        follow(inner.get_by_role("button", name=re.compile("^Add ")))
        here = inner.locator("> .row").nth(number)
        here.locator("textarea, input[type=text]").first.fill(way)
    follow(inner.get_by_role("button", name=re.compile("Take out.* 2")))
    expect(inner.get_by_text("Taken out")).to_be_visible()
    expect(row.get_by_label("What is the limit?")).to_have_value("A sensor on the door")
    save(page)
    (limit,) = plan(live).restrictions
    assert limit.what == "A sensor on the door"
    ways = [way.tried_or_considered for way in limit.less_restrictive]
    assert ways == ["A note on the door", "A lamp"]


@pytest.mark.parametrize("script", [NO_SCRIPT, pytest.param(True, marks=LONG)])
def test_a_review_argues_a_limit_again_and_the_plan_follows(
    live: Live, *, script: bool
) -> None:
    file = live.root / CASE / "plan.yaml"
    before = file.read_text(encoding="utf-8") + LIMIT
    file.write_text(before, encoding="utf-8")
    page = live.open("Priya", script=script)
    begin(page, "Tam", "Review with")
    page.locator("input[name=kind][value=scheduled] + label").click()
    page.locator("input[name=status][value=held] + label").click()
    limits = page.locator("#restrictions")
    while limits.count() == 0:
        follow(page.locator("button.go"))
        later = page.get_by_role("button", name="Go on and put it right later")
        if later.count():
            follow(later)
    expect(limits.get_by_text("A sensor on the front door")).to_be_visible()
    expect(limits.locator("input:checked")).to_have_count(0)
    limits.get_by_text("End it", exact=True).click()
    limits.get_by_label("What gentler way did we look at now?").fill("A lamp.")
    save(page)
    reviews = sorted((live.root / CASE / "reviews").glob("*-scheduled-01.yaml"))
    root = read_tree(reviews[-1].read_bytes(), reviews[-1].name).root
    assert root is not None
    (decided,) = as_record(Review, root, "").record.restrictions
    assert (decided.restriction, str(decided.decision)) == ("X1", "end")

    go(page, "The plan")
    to_limits(page)
    page.locator("input[name$=status][value=ended] + label").click()
    page.get_by_label("Which day did it end?").fill("today")
    page.get_by_label("When was Tam told?").fill("today")
    save(page)
    (limit,) = plan(live).restrictions
    assert str(limit.status) == "ended"
    assert str(limit.ended_on) == "2026-11-23"
    after = file.read_text(encoding="utf-8").splitlines()
    stood = [line for line in before.splitlines() if "status: active" not in line]
    assert [line for line in stood if line not in after] == [], "lines stay as typed"
    glance = live.desk.glance(live.desk.refs()[0])
    assert glance.limits == (), "Today no longer counts it"
