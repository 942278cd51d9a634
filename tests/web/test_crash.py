"""A fault of ours shows nobody's words: not on the page, not on the error output."""

import io

import pytest

from tests.web.conftest import HERE, MOIRA, Enter
from workflow.wiring.front_desk import FrontDesk

PLANTED = "Zebedee Quillfeather"


def test_a_page_that_breaks_says_so_without_what_it_was_about(
    enter: Enter, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enter(MOIRA)

    def broken(*_: object) -> None:
        raise KeyError(PLANTED)

    monkeypatch.setattr(type(desk), "outlines", broken)
    said = io.StringIO()
    answer = person.client.get(
        "/", base_url=HERE, environ_overrides={"wsgi.errors": said}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Something went wrong" in page
    assert "Nothing is lost" in page
    assert PLANTED not in page + said.getvalue()
    assert "KeyError at broken:" in said.getvalue()
