"""What a page works out for itself never stands as an answer on a form on paper."""

from datetime import date
from pathlib import Path

import pytest

from workflow.domain.form_making import Basis, blank_form
from workflow.domain.intake import WHERE
from workflow.domain.questions import known_in
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["visit", "journey", "check-in", "talk"])
def test_no_place_where_an_answer_comes_from_is_an_answer(name: str) -> None:
    desk = FrontDesk(Office(REPOSITORY, date(2026, 11, 23)), fixed_day=True)
    for ref in desk.refs():
        folder = desk.glance(ref).folder
        known = known_in(folder, desk.organisation)
        form = blank_form(desk.sheets[name], folder, known, Basis("records/"))
        given = {text for asked in form.asked for text in asked.given}
        assert not WHERE & (given | {text for _, text in form.known})
