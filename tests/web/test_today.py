"""Today leads with the person's own sentence; a review is begun or moved from there."""

import re
from datetime import date
from pathlib import Path

from tests.web.conftest import HAMISH, JONAH, PRIYA, Enter
from workflow.domain.typed_dates import read_date
from workflow.domain.vocabulary import Nation
from workflow.wiring.front_desk import FrontDesk

TODAY = date(2026, 11, 23)


def test_each_card_leads_with_the_persons_own_sentence(enter: Enter) -> None:
    page = enter(PRIYA).get("/").get_data(as_text=True)
    cards = re.findall(r'<li class="card soon">.*?</li>', page, re.DOTALL)

    assert cards
    for card in cards:
        assert card.index("says") < card.index("what")
    assert "Out on my own, back when I said." in page


def test_a_review_is_moved_only_with_a_reason_and_the_persons_view(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    page = person.get("/").get_data(as_text=True)
    card = next(
        c
        for c in re.findall(
            r'<form method="post" action="/c/.*?</form>', page, re.DOTALL
        )
        if "rescheduled" in c
    )
    action = re.search(r'action="([^"]+)"', card)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', card))
    assert action
    began = person.post(action[1], {k: v for k, v in fields.items() if k != "csrf"})
    form = began.headers["Location"].partition("#")[0]
    shown = person.get(form).get_data(as_text=True)
    due = re.search(r'name="due_on" type="text" value="([^"]+)"', shown)
    assert due
    assert read_date(due[1], TODAY) == date(2026, 11, 27)
    answers = {
        **fields,
        "kind": "scheduled",
        "lead": PRIYA,
        "rescheduled.to": "1 12 26",
    }
    asked = person.post(form, answers)

    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert "Write why the review moves" in page
    assert "Say whether Des agrees" in page
    assert "{name}" not in page


def test_an_action_is_told_by_what_it_is_and_every_count_leads_to_its_cards(
    enter: Enter,
) -> None:
    page = enter(PRIYA).get("/").get_data(as_text=True)

    assert "Plan action A" not in page
    count = re.search(r'href="#soon">(\d+) this week', page)
    assert count
    soon = page[page.index('id="soon"') :]
    assert len(re.findall(r'<li class="card soon">', soon)) == int(count[1])


def test_bank_holidays_that_are_not_counted_are_named(
    enter: Enter, desk: FrontDesk
) -> None:
    page = enter(PRIYA).get("/").get_data(as_text=True)

    assert "Bank holiday, not counted: 30 November 2026 (Scotland)." in page
    assert "Bank holiday" not in enter(JONAH).get("/").get_data(as_text=True)
    days = (date(2026, 12, 20), date(2026, 12, 31))
    christmas = tuple(date(2026, 12, day) for day in (25, 26, 28))
    assert desk.holidays(Nation.ENGLAND, *days) == christmas


def _hard_visits(root: Path) -> None:
    """Three visits in the case of Tam of which the worker says: I am worried."""
    records = root / "cases" / "SG-2026-014" / "records"
    for day in ("13", "15", "17"):
        visit = (records / "2026-11-08-visit-01.yaml").read_text("utf-8")
        visit = visit.replace("2026-11-08", f"2026-11-{day}")
        visit = visit.replace("visit:\n", "visit:\n  went: worried\n")
        (records / f"2026-11-{day}-visit-01.yaml").write_text(visit, "utf-8")


def test_three_hard_visits_ask_gently_whether_to_review_sooner(enter: Enter) -> None:
    person = enter()
    assert "hard visits" not in person.get("/").get_data(as_text=True)
    _hard_visits(person.root)
    person.get(person.case("Tam"))

    page = person.get("/").get_data(as_text=True)
    assert "Three hard visits, one after another." in page
    thought = page[page.index("To think about") :]
    form = re.search(
        r'action="(/c/\w+/begin)">(.*?)<button class="second">Bring it', thought
    )
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    begun = person.post(form[1], {k: v for k, v in fields.items() if k != "csrf"})
    asked = person.get(begun.headers["Location"].partition("#")[0])
    assert 'name="rescheduled.to"' in asked.get_data(as_text=True)


def test_whoever_may_not_read_a_case_is_not_told_of_its_visits(enter: Enter) -> None:
    person = enter()
    _hard_visits(person.root)
    person.get(person.case("Tam"))

    assert "hard visits" in person.get("/").get_data(as_text=True)
    assert "hard visits" not in enter(HAMISH).get("/").get_data(as_text=True)
