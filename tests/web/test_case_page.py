"""The page of a case: danger first of all, and what happened, to be looked through."""

import re

from tests.web.conftest import PRIYA, Enter, Person

NOT_SAFE = """schema_version: 1
case_ref: SG-2026-014
record_id: 2026-11-22-incident-01
type: incident
date: 2026-11-22
time: '10:00'
place: own_home
recorded_by: st-03
recorded_at: '2026-11-22T10:30:00'
present: [person, st-03]
what_happened: Shouting at the door, and a push.
person_said: I do not want to go back in there.
incident: {kind: abuse_or_neglect, harm: none, safe_now: false}
"""


def _happens(person: Person) -> None:
    folder = person.root / "cases" / "SG-2026-014" / "records"
    path = folder / "2026-11-22-incident-01.yaml"
    path.write_text(NOT_SAFE, encoding="utf-8")


def test_where_somebody_is_not_safe_that_stands_before_everything(enter: Enter) -> None:
    person = enter()
    case = person.case("Tam")
    assert 'class="alarm"' not in person.get(case).get_data(as_text=True)
    _happens(person)
    page = person.get(case).get_data(as_text=True)
    main = page[page.index("<main") :]

    alarm = re.search(r'<div class="alarm".*?</div>', main, re.DOTALL)
    assert alarm
    assert "Make Tam safe first. Call 999 if anyone is in danger now" in alarm[0]
    assert 'href="/help"' in alarm[0]
    assert main.index('class="alarm"') < main.index("<h1>")
    asked = dict(re.findall(r'name="(form|file|field)" value="([^"]+)"', alarm[0]))
    began = person.post(f"{case}/begin", asked)
    form = began.headers["Location"].partition("#")[0]
    assert "Is Tam safe now?" in person.get(form).get_data(as_text=True)


def test_today_says_that_somebody_may_not_be_safe(enter: Enter) -> None:
    person = enter(PRIYA)
    _happens(person)
    person.get(person.case("Tam"))  # read anew
    page = person.get("/").get_data(as_text=True)

    assert page.index("Make Tam safe first") < page.index("<h1>")


def _shown(person: Person, asked: str = "") -> tuple[str, list[str]]:
    page = person.get(person.case("Tam") + asked).get_data(as_text=True)
    whole = page[page.index('id="happened"') :]
    return whole, re.findall(r'<p class="what"><b>([^<]+)</b>', whole)


def test_what_happened_has_decisions_and_agreements_among_the_records(
    enter: Enter,
) -> None:
    page, days = _shown(enter())

    assert len(days) > 10
    for title in ("Visit", "Decision", "Who can know what: Agreed", "What they want"):
        assert f"</b> {title}" in page


def test_what_happened_is_filtered_by_kind_and_day_without_a_script(
    enter: Enter,
) -> None:
    person = enter()
    everything = _shown(person)[1]
    page, days = _shown(person, "?kind=visit&from=1+10+2026&to=31/10/26")

    assert 0 < len(days) < len(everything)
    assert all("October 2026" in day for day in days)
    assert "</b> Decision" not in page
    assert '<option value="visit" selected>' in page
    assert 'value="1 10 2026"' in page
    assert f"{len(days)} of {len(everything)} are shown" in page
    assert "Show everything" in page


def test_a_day_that_cannot_be_read_hides_nothing_and_is_said(enter: Enter) -> None:
    person = enter()
    everything = _shown(person)[1]
    page, days = _shown(person, "?from=soonish&kind=no-such-kind")

    assert days == everything
    assert "We could not read “soonish”. Write the day like 30 11 2026." in page
    assert 'aria-describedby="from-error' in page


def test_nothing_of_that_kind_is_said_in_words(enter: Enter) -> None:
    page, days = _shown(enter(), "?kind=journey")

    assert days == []
    assert "Nothing of this kind" in page
