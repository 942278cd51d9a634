"""Tenders at the screen: for who writes bids and who manages; no case is read."""

import re
import shutil
from pathlib import Path

import pytest

from tests.web.conftest import GARETH, JONAH, MOIRA, PRIYA, Enter, Person
from workflow.wiring.front_desk import FrontDesk

WRITER = "st-11"
RUTH = "st-06"
STAFF = (
    "  - {id: st-11, name: Wilf Arden, roles: [bid_writer], services: [],"
    " active_from: 2026-01-05}\n"
)
FIGURES = """figures:
  - measure: "TM12"
    title: "Reviews held on time"
    numerator: "reviews held by their date"
    denominator: "reviews due"
    shown: "8 of 9 (89%)"
"""
EVIDENCE = """schema_version: 1
items:
  - {id: E1, title: Audit of records, owner: st-01, source: Quality team,
     dated: 2026-03-02, expires_on: 2026-10-31}
  - {id: E2, title: Survey, owner: st-06, source: People,
     dated: 2026-06-01, expires_on: 2027-05-31}
"""
ASSEMBLY = """schema_version: 1
answers:
  - {question: Q4, method: We ask first., verification: A sample each month.}
"""


@pytest.fixture(autouse=True)
def _a_bid(workspace: Path) -> None:
    home = workspace / "tenders" / "T-2026-07"
    (home / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    (home / "assembly.yaml").write_text(ASSEMBLY, encoding="utf-8")
    (workspace / "tenders" / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    with (workspace / "config" / "staff.yaml").open("a", encoding="utf-8") as staff:
        staff.write(STAFF)


def answer(person: Person, text: str) -> None:
    folder = person.root / "tenders" / "T-2026-07" / "answers"
    folder.mkdir(exist_ok=True)
    (folder / "Q4.md").write_text(text, encoding="utf-8")


def address(person: Person) -> str:
    page = person.get("/tenders").get_data(as_text=True)
    found = re.search(r'href="(/t/\w+)"', page)
    assert found, page
    return found[1]


def shown(person: Person) -> str:
    """The words of the page of the tender, without its marks."""
    page = person.get(address(person)).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("who", [WRITER, GARETH, RUTH])
def test_who_writes_bids_or_manages_finds_the_tenders(enter: Enter, who: str) -> None:
    person = enter(who)
    assert 'href="/tenders"' in person.get("/").get_data(as_text=True)
    assert person.get("/tenders").status_code == 200
    assert person.get(address(person)).status_code == 200


@pytest.mark.parametrize("who", [MOIRA, JONAH, PRIYA])
def test_nobody_else_opens_or_builds_a_tender(enter: Enter, who: str) -> None:
    to, person = address(enter(WRITER)), enter(who)
    assert 'href="/tenders"' not in person.get("/").get_data(as_text=True)
    assert person.get("/tenders").status_code == 403
    assert person.get(to).status_code == 403
    assert person.post(to).status_code == 403
    assert not (person.root / "tenders" / "T-2026-07" / "pack").exists()


def test_a_pack_is_built_only_from_our_own_page(enter: Enter) -> None:
    person = enter(WRITER)
    to = address(person)
    assert person.post(to, {"csrf": "wrong"}).status_code == 403
    foreign = {"Origin": "http://elsewhere.example"}
    assert person.post(to, headers=foreign).status_code == 403
    assert not (person.root / "tenders" / "T-2026-07" / "pack").exists()


def test_an_address_and_a_title_say_nothing_of_the_tender(enter: Enter) -> None:
    person = enter(WRITER)
    to = address(person)
    assert re.fullmatch(r"/t/[0-9a-f]{32}", to)
    title = re.search("<title>(.*)</title>", person.get(to).get_data(as_text=True))
    assert title
    assert title[1].split()[0] == "Tender"
    assert "T-2026-07" not in title[1]
    assert person.get("/t/T-2026-07").status_code == 404


def test_words_are_counted_as_word_shows_them_with_figures_put_in(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    answer(person, "On time: **{{TM12}}**. See {{appendix:nowhere}}.")
    page = shown(person)
    assert "Q4.md : 8 of 1500 words." in page
    assert "Not there to refer to: appendix:nowhere" in page


def test_what_cannot_be_carried_into_the_pack_is_told(enter: Enter) -> None:
    person = enter(WRITER)
    answer(person, "See [our policy](https://example.org).")
    assert "Not carried into the pack: The link of “our policy”" in shown(person)


def test_an_answer_over_its_limit_says_by_how_much(enter: Enter) -> None:
    person = enter(WRITER)
    answer(person, "word " * 1502)
    assert "1502 of 1500 words. 2 words over the limit." in shown(person)


def test_a_question_without_an_answer_says_so(enter: Enter) -> None:
    page = shown(enter(WRITER))
    assert "Q4 15% of the marks" in page
    assert "No answer yet. At most 1500 words." in page


def test_what_cannot_be_shown_is_said_and_not_bluffed(enter: Enter) -> None:
    page = shown(enter(WRITER))
    assert "How we do it We ask first." in page
    assert "How we record it We cannot show this yet" in page
    assert "How we check it A sample each month." in page
    assert "A panel cannot score yet: who does it, where it is written down," in page


def test_a_figure_stands_as_it_may_be_shown_with_what_it_counts(enter: Enter) -> None:
    page = shown(enter(WRITER))
    assert "TM12 Reviews held on time 8 of 9 (89%)" in page
    assert "Counts reviews held by their date, out of reviews due." in page


def test_evidence_names_its_owner_and_says_in_words_that_it_expired(
    enter: Enter,
) -> None:
    page = shown(enter(WRITER))
    assert "Kept by Priya Nandakumar. Expired on 31 October 2026." in page
    assert "May be used until 31 May 2027. Not used here." in page


def test_expired_evidence_stops_the_pack_and_names_who_uses_it(enter: Enter) -> None:
    person = enter(WRITER)
    answer(person, "We checked: {{evidence:E1}}.")
    told = "E1 ran out on 31 October 2026; it is used by Q4"
    assert told in shown(person)
    refused = person.post(address(person))
    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "The pack was not built" in page
    assert told in page


def test_a_claim_nobody_can_score_is_pointed_to(enter: Enter) -> None:
    person = enter(WRITER)
    answer(person, "We are committed to robust, person-centred support.")
    told = "Q4.md, line 1: Evaluators cannot score this."
    assert told in shown(person)


def test_what_keeps_a_pack_from_leaving_is_listed(enter: Enter) -> None:
    page = shown(enter(WRITER))
    assert "The pack has not been made yet." in page
    assert "The intruder test is not written down" in page


def test_without_figures_the_page_says_who_makes_them_and_how(enter: Enter) -> None:
    person = enter(WRITER)
    (person.root / "tenders" / "T-2026-07" / "figures.yaml").unlink()
    assert "alongside measures --for T-2026-07" in shown(person)
    assert person.post(address(person)).status_code == 409


def test_the_pages_of_a_tender_need_no_case(enter: Enter) -> None:
    person = enter(WRITER)
    shutil.rmtree(person.root / "cases")
    assert "TM12 Reviews held on time" in shown(person)


def test_a_story_that_nobody_is_known_to_have_agreed_to_stays_out(
    enter: Enter,
) -> None:
    assert "V-003 : not known to be agreed. It stays out," in shown(enter(WRITER))


def test_a_built_pack_shows_files_and_every_word_that_points_to_somebody(
    enter: Enter, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice: a pack of Word files is quick
    person = enter(WRITER)
    answer(person, "Tamsin Oakhollow said yes. We keep {{TM12}} of reviews.")
    built = person.post(address(person))
    page = built.get_data(as_text=True)
    assert built.status_code == 200
    assert "This points to somebody" in page
    assert "“Tamsin Oakhollow”" in page
    assert "of tenders/T-2026-07/answers/Q4.md" in page
    assert "In the text of tenders/T-2026-07/pack/Tender evidence.docx" in page
    assert "<li>tenders/T-2026-07/pack/manifest.yaml</li>" in page
    assert (person.root / "tenders" / "T-2026-07" / "pack").is_dir()
    assert desk.bid_progress("T-2026-07").made_on == desk.today
