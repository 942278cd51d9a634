"""Makes the pictures of the pages for the README: a real browser, the worked cases.

What can be read on them is kept beside them in words.txt; a test compares it with the
pages as they are, so that no picture goes stale unnoticed.
"""

import io
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from workflow.adapters.workspaces import make_workspace
from workflow.web.serving import Serving
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WORDS = FOLDER / "words.txt"
READ = 400  # characters of a page that its picture shows for certain
UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL)
DAY = date(2026, 11, 23)
LEAD, WORKER, NAME = "Priya Nandakumar", "Moira Achebe", "Tam"
WIDE, PHONE, TALL = 900, 390, 1200  # pixels
CASE_TALL = 780
COLOURS = 24


def make() -> None:
    """Write today.png, page-case.png, visit.png and their words into docs/pictures."""
    said = []
    with tempfile.TemporaryDirectory() as name, _served(Path(name) / "w") as serving:
        with _browser(serving, LEAD, WIDE) as page:
            said.append(_keep(page, "today.png", TALL))
        with _browser(serving, WORKER, PHONE) as page:
            page.get_by_role("link", name="Cases").click()
            page.get_by_role("link", name=NAME).click()
            said.append(_keep(page, "page-case.png", CASE_TALL, ".four"))
            page.get_by_role("button", name="Record a visit").click()
            said.append(_keep(page, "visit.png", TALL))
    WORDS.write_text("\n".join(said) + "\n", encoding="utf-8")


def words(page: str, begins: str = "") -> str:
    """What can be read at the top of a page, from where its class `begins`."""
    main = page.partition("<main")[2]
    found = re.search(rf'<\w+ class="{begins}\b', main) if begins else None
    text = UNSEEN.sub(" ", "<" + main[found.start() + 1 if found else 0 :])
    return " ".join(unescape(text).split())[:READ]


@contextmanager
def _served(root: Path) -> Iterator[Serving]:
    make_workspace(root, examples=True)
    desk = FrontDesk(Office(root, DAY), fixed_day=True)
    serving = Serving(desk)
    desk.at_stop.append(serving.stop)
    for ref in desk.refs():
        desk.glance(ref)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    yield serving
    desk.stop()
    thread.join(10)


@contextmanager
def _browser(serving: Serving, who: str, width: int) -> Iterator[Page]:
    """Somebody at Today, in a window so wide."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme="light"
        )
        page.goto(serving.address())
        page.get_by_role("button", name=who).click()
        page.get_by_role("heading", level=1).wait_for()
        yield page
        browser.close()


def _keep(page: Page, name: str, tall: int, begins: str = "body") -> str:
    """The page from where something begins, no taller than that, in few colours.

    Gives its words.
    """
    box = page.locator(begins).first.bounding_box()
    top = int(box["y"]) if box else 0
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    cut = whole.crop((0, top, whole.width, min(top + tall, whole.height)))
    cut.convert("RGB").quantize(COLOURS).save(FOLDER / name, optimize=True)
    served = page.request.get(page.url).text()
    return words(served, begins.removeprefix(".") if begins != "body" else "")


if __name__ == "__main__":
    make()
