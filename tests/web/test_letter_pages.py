"""A letter is read on screen before it is made, and it is the very letter."""

import re
from collections.abc import Iterable
from html import unescape

from tests.web.conftest import HAMISH, PRIYA, Enter, Person, beside
from workflow.adapters.word.read_out import read_out
from workflow.domain.case_folder import CaseRef
from workflow.domain.previews import PICTURE, Passage
from workflow.wiring.front_desk import FrontDesk

CASE = "SG-2026-014"
REVIEW = "reviews/2026-11-06-initial-01.yaml"
ANSWER = {"decision_reason": "It works, and Corin keeps to it.", "_do": "anyway"}


def _letters(page: str) -> list[str]:
    """The words of the letter on the page, in each layout."""
    found = re.findall(r'<div class="letter-page">(.*?)</section>', page, re.DOTALL)
    return [_plain([unescape(re.sub(r"<[^>]+>", " ", each))]) for each in found]


def _letter(page: str) -> str:
    return _letters(page)[0]


def _plain(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _said(passage: Passage) -> str:
    """All that a passage says, as a page says it."""
    picture = "Picture: " if passage.kind == PICTURE else ""
    cells = (cell for row in passage.rows for cell in row)
    return " ".join((picture, passage.text, *cells))


def _reviewing(person: Person) -> str:
    """A held review that was changed and is not saved; its check page."""
    form = person.begin("Tam", "review", file=REVIEW)
    last = beside(form, "7")
    fields = {"next_review_on": "4 12 2026", **ANSWER}
    assert person.post(last, fields).status_code == 302
    return beside(form, "check")


def test_the_letter_of_a_review_is_read_before_it_is_saved(enter: Enter) -> None:
    person = enter(PRIYA)
    check = _reviewing(person)
    link = beside(check, "letter")
    before = (person.root / "cases" / CASE / REVIEW).read_bytes()
    assert f'href="{link}"' in person.get(check).get_data(as_text=True)
    page = person.get(link).get_data(as_text=True)

    assert "It works, and Corin keeps to it." in _letter(page)
    assert (person.root / "cases" / CASE / REVIEW).read_bytes() == before
    assert not (person.root / "cases" / CASE / "generated").exists()


def test_it_says_exactly_what_the_document_says(enter: Enter, desk: FrontDesk) -> None:
    person = enter(PRIYA)
    check = _reviewing(person)
    page = person.get(beside(check, "letter")).get_data(as_text=True)
    person.post(check, {"_do": "save"})
    desk.office.build((CASE,))
    folder = person.root / "cases" / CASE / "generated"
    made = sorted(folder.glob("Notes from our talk*.docx"))
    assert made

    assert sorted(_letters(page)) == sorted(
        _plain(_said(passage) for passage in read_out(file.read_bytes()))
        for file in made
    )


def test_staff_see_what_is_left_out_and_why_and_the_letter_does_not(
    enter: Enter,
) -> None:
    person = enter(PRIYA)
    form = person.begin("Tam", "review", file=REVIEW)
    first = {"why_not_involved": "A line for the file alone.", "_do": "anyway"}
    person.post(form, {"status": "held", "held_on": "6 11 2026", **first})
    page = person.get(beside(form, "letter")).get_data(as_text=True)
    staff = page[page.index('class="staff-only"') :]

    assert "why the person was not involved" in staff.lower()
    assert "this letter has no place for it" in staff
    assert "A line for the file alone." not in _letter(page)


def test_a_review_that_was_not_held_has_no_letter(enter: Enter) -> None:
    person = enter(PRIYA)
    form = person.begin("Tam", "review")
    person.post(form, {"status": "planned", "due_on": "4 12 2026", "_do": "anyway"})
    check = person.get(beside(form, "check")).get_data(as_text=True)
    page = person.get(beside(form, "letter")).get_data(as_text=True)

    assert "before it is made" not in check
    assert "gets no letter" in page


def test_a_letter_to_a_professional_is_read_then_made(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter()
    letters = f"{person.case('Tam')}/letters"
    listed = person.get(letters).get_data(as_text=True)
    assert f'href="{letters}/B1"' in listed
    page = person.get(f"{letters}/B1").get_data(as_text=True)
    generated = person.root / "cases" / CASE / "generated"
    assert not generated.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert "the agreement does not cover it" in page[page.index("staff-only") :]
    made = person.post(f"{letters}/B1", {"seen": seen[1]})

    assert "The letter is made" in made.get_data(as_text=True)
    content = (generated / "Letter B1.docx").read_bytes()
    said = [p.text for p in read_out(content) if p.text]
    assert len(said) > 10
    for text in said:
        assert " ".join(text.split()) in _letter(page)
    assert desk.preview_letter(CaseRef(CASE), "B1").pages


def _made(person: Person, agreement: str) -> str:
    """Make a letter; the page of the letters."""
    letters = f"{person.case('Tam')}/letters"
    page = person.get(f"{letters}/{agreement}").get_data(as_text=True)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    made = person.post(f"{letters}/{agreement}", {"seen": seen[1]})
    assert made.status_code == 200
    return letters


def test_a_letter_that_has_gone_is_in_the_record_at_the_press_of_a_button(
    enter: Enter,
) -> None:
    person = enter()
    letters = _made(person, "B1")
    gone = {"letter": "Letter B1.docx"}
    listed = unescape(person.get(letters).get_data(as_text=True))
    assert "It has gone" in listed
    assert f'action="{letters}/B1/gone"' in listed
    told = person.post(f"{letters}/B1/gone", gone).get_data(as_text=True)
    assert "It is in the record that the letter has gone" in told
    records = person.root / "cases" / CASE / "records"
    (record,) = records.glob("2026-11-23-external_contact-*.yaml")
    assert 'attachments: ["generated/Letter B1.docx"]' in record.read_text("utf-8")
    assert "It has gone" not in person.get(letters).get_data(as_text=True)

    again = person.post(f"{letters}/B1/gone", gone)
    assert again.status_code == 200
    assert len(list(records.glob("2026-11-23-external_contact-*.yaml"))) == 1
    file = re.search(r'name="file" value="([^"]+)"', told)
    assert file
    form = person.begin("Tam", "external-contact", file=file[1])
    asked = person.get(form).get_data(as_text=True)
    assert 'name="external_contact.told_person_before"' in asked


def test_a_letter_that_left_before_the_person_took_it_back_is_still_told_of(
    enter: Enter,
) -> None:
    person = enter()
    letters = _made(person, "B1")
    consent = person.root / "cases" / CASE / "consent.yaml"
    said = consent.read_text("utf-8")
    agreed = "    decision: agreed_with_limits\n    limits: Do not ring"
    assert agreed in said
    taken_back = agreed.replace("agreed_with_limits", "withdrawn").replace(
        "    limits", "    withdrawn_on: 2026-11-23\n    limits"
    )
    consent.write_text(said.replace(agreed, taken_back), "utf-8")

    listed = unescape(person.get(letters).get_data(as_text=True))
    assert f'action="{letters}/B1/gone"' in listed
    told = person.post(f"{letters}/B1/gone", {"letter": "Letter B1.docx"})
    assert "It is in the record" in told.get_data(as_text=True)
    records = person.root / "cases" / CASE / "records"
    (record,) = records.glob("2026-11-23-external_contact-*.yaml")
    assert 'boundary: "B1"' in record.read_text("utf-8")
    assert person.get(f"{letters}/B1").status_code == 404  # no other may be made


DECIDED = """\
schema_version: 1
case_ref: SG-2026-014
record_id: 2026-11-20-external_contact-01
type: external_contact   # decided in a hurry
date: 2026-11-20
time: '11:20'
place: own_home
recorded_by: st-01
recorded_at: '2026-11-20T12:00:00'
present: [st-01]
what_happened: We told the police where Tam is staying.
external_contact:
  direction: shared_by_us
  agency: police
  channel: letter
  shared:
    - {what: Where Tam is, categories: [identity, safety_plan], purpose: Safety}
  override: {reasons: [life_at_risk], rationale: She could be hurt, decided_by: st-01}
"""


def test_a_letter_under_a_decision_is_named_in_the_record_of_the_decision(
    enter: Enter,
) -> None:
    person = enter()
    decision = "2026-11-20-external_contact-01"
    record = person.root / "cases" / CASE / "records" / f"{decision}.yaml"
    record.write_text(DECIDED, encoding="utf-8")
    letters = _made(person, decision)
    gone = {"letter": f"Letter {decision}.docx"}
    told = person.post(f"{letters}/{decision}/gone", gone).get_data(as_text=True)

    assert "It is in the record that the letter has gone" in told
    text = record.read_text("utf-8")
    line = f"attachments:\n  - generated/Letter {decision}.docx\n"
    assert text.count(line) == 1
    assert text.replace(line, "") == DECIDED
    assert [*record.parent.glob("2026-11-2*-external_contact-*.yaml")] == [record]
    assert person.post(f"{letters}/{decision}/gone", gone).status_code == 200
    assert record.read_text("utf-8") == text


def test_nothing_is_told_of_as_sent_that_was_not_made_or_not_agreed(
    enter: Enter,
) -> None:
    person, hamish = enter(), enter(HAMISH)
    letters = _made(person, "B1")
    for agreement, file in (
        ("B1", "Letter B2.docx"),
        ("B1", "../person.yaml"),
        ("N1", "Letter B1.docx"),
        ("B2", "Letter B1.docx"),
    ):
        answer = person.post(f"{letters}/{agreement}/gone", {"letter": file})
        assert answer.status_code == 404, (agreement, file)
    assert (
        hamish.post(f"{letters}/B1/gone", {"letter": "Letter B1.docx"}).status_code
        == 403
    )
    records = person.root / "cases" / CASE / "records"
    assert not list(records.glob("2026-11-23-external_contact-*.yaml"))


def test_a_letter_that_changed_meanwhile_is_read_again_first(enter: Enter) -> None:
    person = enter()
    letters = f"{person.case('Tam')}/letters"
    answer = person.post(f"{letters}/B1", {"seen": "another"})

    assert answer.status_code == 409
    assert "would say something else now" in answer.get_data(as_text=True)
    assert not (person.root / "cases" / CASE / "generated").exists()


def test_no_letter_is_shown_that_nobody_agreed_to_or_may_open(enter: Enter) -> None:
    person, hamish = enter(), enter(HAMISH)
    letters = f"{person.case('Tam')}/letters"

    assert person.get(f"{letters}/N1").status_code == 404
    assert person.get(f"{letters}/B99").status_code == 404
    assert hamish.get(letters).status_code == 403
    assert hamish.get(f"{letters}/B1").status_code == 403


def test_the_plan_is_printed_for_the_person_and_for_the_file(enter: Enter) -> None:
    person, hamish = enter(PRIYA), enter(HAMISH)
    case = person.case("Tam")
    listed = person.get(case).get_data(as_text=True)
    for reader in ("person", "file"):
        assert f'href="{case}/print/{reader}"' in listed
        page = person.get(f"{case}/print/{reader}").get_data(as_text=True)
        assert "He comes, we have tea" in page
        assert hamish.get(f"{case}/print/{reader}").status_code == 403
    own = person.get(f"{case}/print/person").get_data(as_text=True)
    assert "Corin sometimes picks up" in own[: own.index("letter-page")]  # for staff
    assert "Corin sometimes picks up" not in _letter(own)
    assert person.get(f"{case}/print/council").status_code == 404
