"""A walk through every page there is, told one by one; no page can be forgotten.

Which pages there are is asked of the app itself (its addresses) and of its templates.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, request, template_rendered
from jinja2 import Template
from playwright.sync_api import Page

from tests.browser.conftest import Flaws, Live
from tests.browser.doing import begin, follow, follow_link, go
from tests.word import para, run, word_file
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.pdf.filled import read
from workflow.adapters.safe_files import sha256

FORM = Path(__file__).parents[1] / "data" / "forms" / "filled-by-pdf-lib.pdf"
TEMPLATES = Path(__file__).parents[2] / "workflow" / "web" / "templates"
NO_PAGES = {"static", "launch", "pack_file"}  # files, and a way in
NO_TEMPLATES = {"base.html", "question.html", "passages.html"}  # parts of pages
STAFF = (
    "  - {id: st-11, name: Wilf Arden, roles: [bid_writer], services: [],"
    " active_from: 2026-01-05}\n"
)
FIGURES = """figures:
  - {measure: TM12, title: Reviews held on time, numerator: reviews held by their date,
     denominator: reviews due, shown: 8 of 9 (89%)}
"""
EVIDENCE = """schema_version: 1
items:
  - {id: E1, title: Audit of records, owner: st-01, source: Quality team,
     dated: 2026-03-02, expires_on: 2026-10-31}
  - {id: E2, title: Survey, owner: st-06, source: People,
     dated: 2026-06-01, expires_on: 2027-05-31}
"""
LEAK = {"file": "tenders/T-2026-07/answers/Q4.md", "place": "line 1", "text": "Tamsin"}
PACK: dict[str, object] = {
    "files": [],
    "limits": [{"file": "Q4.md", "message": "2 words over."}],
}
PACK |= {"prompts": ["Q4 could say more."], "stories": ["V-003: they took it back."]}


def a_bid(root: Path) -> Path:
    """A bid with an answer, figures, evidence that has expired, a pack, its writer."""
    home = root / "tenders" / "T-2026-07"
    (home / "answers").mkdir()
    (home / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    told = "We ensure that reviews are on time: {{TM12}}. See {{evidence:E1}}.\n"
    (home / "answers" / "Q4.md").write_text(told, encoding="utf-8")
    (root / "tenders" / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    with (root / "config" / "staff.yaml").open("a", encoding="utf-8") as staff:
        staff.write(STAFF)
    return home


def a_pack(home: Path) -> None:
    """A pack of one file that may leave."""
    content = word_file(para(run("We ask first.")))
    (home / "pack").mkdir(exist_ok=True)
    (home / "pack" / "Tender evidence.docx").write_bytes(content)
    row = {"file": "Tender evidence.docx", "sha256": sha256(content)}
    manifest = {"made_on": "2026-11-23", "files": [row]}
    (home / "pack" / "manifest.yaml").write_text(json.dumps(manifest), encoding="utf-8")
    tender = home / "tender.yaml"
    text = tender.read_text(encoding="utf-8").replace("vignettes: [V-003]", "")
    test = "intruder_test: {done_on: 2026-11-23, by: st-05, result: Nobody found.}\n"
    tender.write_text(f"{text}prepared_by: st-11\n{test}", encoding="utf-8")


def a_filled_form(live: Live) -> None:
    """A visit on paper that waits in the inbox."""
    raw = FORM.read_bytes()
    FormProposals(live.root).keep(sha256(raw), raw, read(raw))
    for ref in live.desk.refs():
        live.desk.glance(ref)


@dataclass
class Tour:
    """What was looked at: what is amiss on each page, which pages there were."""

    live: Live
    flaws: Flaws
    amiss: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    last: list[tuple[str, str]] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        """Look at the page that is shown now."""
        told = self.flaws(page)
        if told:
            self.amiss[name] = told
        if self.last:
            endpoint, template = self.last[-1]
            self.seen.add(endpoint)
            self.drawn.add(template)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note which page is drawn, whoever asks for it."""

        def drawn(_app: Flask, template: Template, **_: object) -> None:
            if request.headers.get("Sec-Fetch-Dest") == "document":
                self.last.append((request.endpoint or "", template.name or ""))

        with template_rendered.connected_to(drawn):
            yield

    def forgotten(self) -> set[str]:
        """The pages and templates that nobody has looked at."""
        rules = self.live.serving.app.url_map.iter_rules()
        pages = {r.endpoint for r in rules if "GET" in (r.methods or ())}
        templates = {path.name for path in TEMPLATES.glob("*.html")}
        return (pages - NO_PAGES - self.seen) | (templates - NO_TEMPLATES - self.drawn)


def every_page(tour: Tour, theme: str, text: str, width: int) -> None:
    """Walk through the app: as a lead, as a manager, as who approves a bid."""
    looks = {"theme": theme, "text": text, "width": width}
    live, home = tour.live, tour.live.root / "tenders" / "T-2026-07"
    page = live.open("", **looks)  # type: ignore[arg-type]
    _beginning(tour, page)
    _case(tour, page)
    _recording(tour, page)
    _two_versions(tour, page)
    _inbox(tour, page)
    page.goto(_at(page, "/who"))
    follow(page.get_by_role("button", name="Gareth Pell"))
    _manager(tour, page)
    _bid(tour, page, home)
    _library(tour, page)
    page.goto(_at(page, "/nowhere"))
    tour.look(page, "nothing here")
    page.goto(_at(page, "/"))
    go(page, "Stop Alongside on this computer")
    tour.look(page, "stopped")


def _at(page: Page, path: str) -> str:
    return re.sub(r"^(https?://[^/]+).*", rf"\1{path}", page.url)


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def _beginning(tour: Tour, page: Page) -> None:
    tour.look(page, "who")
    follow(page.get_by_role("button", name="Priya Nandakumar"))
    tour.look(page, "today")
    page.goto(_at(page, "/who"))
    tour.look(page, "who, with a lock")
    follow_link(page, "My PIN")
    go(page, "Keep my PIN")
    tour.look(page, "my PIN, amiss")
    page.get_by_label("The new PIN", exact=True).fill("4711")
    page.get_by_label("The new PIN once more").fill("4711")
    go(page, "Keep my PIN")
    tour.look(page, "my PIN is kept")
    page.goto(_at(page, "/who"))
    go(page, "Lock, I am going away")
    follow(page.get_by_role("button", name="Priya Nandakumar"))
    go(page, "Go on")
    tour.look(page, "PIN, amiss")
    page.get_by_label("Your PIN").fill("4711")
    go(page, "Go on")
    for path in ("help", "hidden", "cases", "new"):
        page.goto(_at(page, f"/{path}"))
        tour.look(page, path)
    page.goto(_at(page, "/help"))
    page.locator("#hide").click()
    page.get_by_role("button", name="Show again").wait_for()
    tour.look(page, "covered")
    page.get_by_role("button", name="Show again").click()


def _case(tour: Tour, page: Page) -> None:
    page.goto(_at(page, "/cases"))
    follow_link(page, "Tam")
    _open_all(page)
    tour.look(page, "case, all open")
    case = page.url
    for path in ("cards", "cards/c3/money", "paper", "letters", "print/person"):
        page.goto(f"{case}/{path}")
        tour.look(page, path)
    page.goto(f"{case}/letters/B1")
    tour.look(page, "a letter, read first")
    go(page, "Make this letter")
    tour.look(page, "a letter is made")
    page.goto(f"{case}/letters")
    tour.look(page, "letters, one made")
    follow(page.get_by_role("button", name="It has gone").first)
    tour.look(page, "a letter has gone")
    begin(page, "Tam", "Review with")
    page.goto(f"{page.url.rpartition('/')[0]}/letter")
    tour.look(page, "the letter of a review")


def _recording(tour: Tour, page: Page) -> None:
    begin(page, "Tam", "Record a visit")
    _open_all(page)
    tour.look(page, "visit, all open")
    go(page, "Check and save")
    tour.look(page, "visit, amiss")
    go(page, "Go on and put it right later")
    tour.look(page, "check, amiss")
    go(page, "Save, and put it right later")
    tour.look(page, "saved")
    go(page, "Undo")
    tour.look(page, "taken back")


def _two_versions(tour: Tour, page: Page) -> None:
    begin(page, "Tam", "The plan in fifteen")
    page.get_by_label("1. What matters to Tam?").fill("Tea and cake.")
    go(page, "Go on")
    page.goto(f"{page.url.rpartition('/')[0]}/check")
    plan = tour.live.root / "cases" / "SG-2026-014" / "plan.yaml"
    found = re.sub(
        r"(what_matters_to_me:) .*", r"\1 Singing first.", plan.read_text("utf-8")
    )
    plan.write_text(found, encoding="utf-8")
    follow(page.locator("button.go"))
    page.get_by_role("heading", name="Somebody else saved first").wait_for()
    tour.look(page, "two versions")


def _inbox(tour: Tour, page: Page) -> None:
    page.goto(_at(page, "/inbox"))
    tour.look(page, "inbox")
    follow_link(page, "Record a visit")
    go(page, "Put what is ticked in the record")
    tour.look(page, "a filled form, amiss")
    page.goto(page.url)
    tour.look(page, "a filled form")


def _manager(tour: Tour, page: Page) -> None:
    page.goto(_at(page, "/cases"))
    follow_link(page, "Tam")
    page.get_by_role("heading", name="Why are you opening").wait_for()
    tour.look(page, "reason")


def _bid(tour: Tour, page: Page, home: Path) -> None:
    page.goto(_at(page, "/tenders"))
    tour.look(page, "tenders")
    follow_link(page, "Supported living")
    tour.look(page, "tender")
    address = page.url
    go(page, "Build the pack")
    tour.look(page, "a pack that points to somebody")
    page.goto(f"{address}/scoring/1")
    _open_all(page)
    tour.look(page, "scoring, all open")
    page.goto(f"{address}/answer/1")
    _open_all(page)
    tour.look(page, "answer, all open")
    page.get_by_label("Your answer").fill("We ask first.")
    (home / "answers" / "Q4.md").write_text("Changed by hand.\n", encoding="utf-8")
    go(page, "Save the answer")
    page.get_by_role("heading", name="Somebody else saved first").wait_for()
    tour.look(page, "an answer in two versions")
    page.get_by_text("Keep both", exact=True).click()
    go(page, "Save both")
    tour.look(page, "an answer is saved")
    a_pack(home)
    page.goto(address)
    tour.look(page, "a pack to let go")
    go(page, "Sign as Gareth Pell and let it go")
    tour.look(page, "let go")


def _library(tour: Tour, page: Page) -> None:
    page.goto(_at(page, "/tenders"))
    follow_link(page, "What we can show")
    tour.look(page, "what we can show")
    follow_link(page, "Add something to show")
    _open_all(page)
    tour.look(page, "something new to show")
    go(page, "Keep it")
    tour.look(page, "something new to show, amiss")
    page.goto(_at(page, "/tenders/evidence"))
    tour.look(page, "what we can show, with something begun")
    follow_link(page, "Look at it again (Audit of records)")
    tour.look(page, "looking at it again")
    page.get_by_label("What is the last day it may be used?").fill("31 5 2027")
    (tour.live.root / "tenders" / "evidence.yaml").write_text(
        EVIDENCE.replace("2026-10-31", "2027-06-30"), encoding="utf-8"
    )
    go(page, "Keep it")
    page.get_by_role("heading", name="Somebody else saved first").wait_for()
    tour.look(page, "something to show in two versions")
    page.get_by_text("Keep mine", exact=True).click()
    go(page, "Save what I chose")
    tour.look(page, "something to show is saved")
    go(page, "Undo")
    tour.look(page, "something to show is as it was")
