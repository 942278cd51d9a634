"""The pictures of the front page show the pages as they are."""

from tests.web.conftest import MOIRA, PRIYA, Enter
from tools.page_pictures import WORDS, words


def test_no_picture_of_the_front_page_is_out_of_date(enter: Enter) -> None:
    lead, worker = enter(PRIYA), enter(MOIRA)
    pages = (
        words(lead.get("/").get_data(as_text=True)),
        words(worker.get(worker.case("Tam")).get_data(as_text=True), "four"),
        words(worker.get(worker.begin("Tam", "visit")).get_data(as_text=True)),
    )
    shown = WORDS.read_text(encoding="utf-8").splitlines()
    assert list(pages) == shown, "run: python -m tools.page_pictures"
