"""A blank form: right names, nothing suggested that a person decides, no leaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.full import full_case
from tests.make import a_folder, tree
from workflow.adapters.form_files import load_sheets
from workflow.domain.blank_forms import Answered, BlankForm
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.fields import members
from workflow.domain.filled_forms import UNKNOWN, Filled, differences
from workflow.domain.form_making import Basis, blank_form
from workflow.domain.questions import Input, Sheet, as_sheet, known_in
from workflow.domain.records.base import Block, Reader
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar
from workflow.services.giving_forms import basis_for, file_for
from workflow.wiring.office import Office

CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
REPOSITORY = Path(__file__).parents[2]
SHEETS = load_sheets(REPOSITORY)
OFFICE = Office(REPOSITORY, date(2026, 11, 23))
AGREED = ("consent", "plan", "review", "case")
HERE = Position(1, 1)


def form_of(sheet: Sheet, ref: str) -> tuple[BlankForm, Basis]:
    folder = OFFICE.cases.load(CaseRef(ref)).folder
    known = known_in(folder, OFFICE.practice.organisation)
    files = OFFICE.form_room.files
    standing = basis_for(files, CaseRef(ref), file_for(sheet, folder))
    return blank_form(sheet, folder, known, standing), standing


def asked(
    questions: Sequence[Mapping[str, object]],
    folder: CaseFolder,
    root: Fields | None = None,
) -> BlankForm:
    """The form of a sheet of one page, written as its questions."""
    raw = {
        "form": "try",
        "title": "Try {name}",
        "version": "1",
        "writes": "record",
        "pages": [{"id": "a", "title": "About {name}", "questions": questions}],
    }
    known = known_in(folder, OFFICE.practice.organisation)
    standing = Basis("records/") if root is None else Basis("x", root, "a" * 64)
    return blank_form(as_sheet(raw, "try.yaml"), folder, known, standing)


GIVEN = [sheet for sheet in SHEETS.values() if sheet.channels]
ALL = [(sheet, ref) for sheet in GIVEN for ref in CASES]


@pytest.mark.parametrize(("sheet", "ref"), ALL, ids=lambda v: getattr(v, "name", v))
def test_every_name_on_every_form_is_a_field_of_its_file(
    sheet: Sheet, ref: str
) -> None:
    form, standing = form_of(sheet, ref)
    names = [each.name for each in form.asked] + [name for name, _ in form.known]
    assert len(set(names)) == len(names)
    filled = Filled("f", 1, ref, form.file, "", dict.fromkeys(names, ("zz",)))
    found = differences(filled, standing.root)
    assert [d.name for d in found if d.advice.startswith(UNKNOWN)] == []


@pytest.mark.parametrize(("sheet", "ref"), ALL, ids=lambda v: getattr(v, "name", v))
def test_what_is_filled_in_says_what_the_record_says(sheet: Sheet, ref: str) -> None:
    form, standing = form_of(sheet, ref)
    if not standing.base:
        return
    given = {each.name: each.given for each in form.asked if each.given}
    assert given
    filled = Filled(form.form, 1, ref, form.file, form.base, given)
    assert differences(filled, standing.root) == ()


@pytest.mark.parametrize(("sheet", "ref"), ALL, ids=lambda v: getattr(v, "name", v))
def test_no_name_of_a_person_stands_in_the_title_or_the_file_name(
    sheet: Sheet, ref: str
) -> None:
    form, _ = form_of(sheet, ref)
    person = OFFICE.cases.load(CaseRef(ref)).folder.person.record
    for name in (person.preferred_name, *(person.full_name or "").split()):
        assert name
        assert name not in form.title
        assert name not in form.file_stem


@pytest.mark.parametrize("ref", CASES)
def test_no_answer_about_sharing_is_ticked_even_where_one_stands(ref: str) -> None:
    form, standing = form_of(SHEETS["who-can-know"], ref)
    assert standing.base
    assert [each.name for each in form.asked if each.offered and each.given] == []
    decided = [each for each in form.asked if each.name.endswith("].decision")]
    assert "In the record: Agreed" in " ".join(each.hint for each in decided)


@pytest.mark.parametrize("name", [n for n, s in SHEETS.items() if s.writes in AGREED])
def test_nothing_is_suggested_about_what_a_person_decides(name: str) -> None:
    sheet, folder = SHEETS[name], a_folder()
    known = known_in(folder, OFFICE.practice.organisation)
    form = blank_form(sheet, folder, known, Basis(f"{sheet.writes}.yaml"))
    assert [each.name for each in form.asked if each.given] == []


def test_a_thing_of_the_case_has_a_row_that_says_which() -> None:
    form, _ = form_of(SHEETS["visit"], "SG-2026-014")
    rows = {e.name: e.ask for e in form.asked if e.name.startswith("visit.boundaries")}
    assert rows["visit.boundaries[+1].kept"] == "The door stays open. Kept?"
    assert ("visit.boundaries[+1].boundary", "SB1") in form.known
    assert ("type", "visit") in form.known


def test_a_row_that_stands_is_named_by_its_id_and_one_more_is_offered() -> None:
    form, _ = form_of(SHEETS["plan"], "SG-2026-014")
    whats = [e.name for e in form.asked if e.name.startswith("actions[")]
    assert {"actions[A1].what", "actions[+1].what"} <= set(whats)
    assert "actions[+2].what" not in whats


def test_what_is_to_be_done_begins_as_not_started() -> None:
    form, _ = form_of(SHEETS["visit"], "SG-2026-014")
    assert ("follow_up[+1].status", "not_started") in form.known


def test_who_gave_a_number_is_never_assumed() -> None:
    form, _ = form_of(SHEETS["visit"], "SG-2026-014")
    given_by = [e for e in form.asked if e.name.endswith(".given_by")]
    assert given_by
    assert all(e.given == () for e in given_by)
    assert not [name for name, _ in form.known if name.endswith("given_by")]


def test_what_matters_sometimes_comes_last_with_what_hangs_on_it() -> None:
    form, _ = form_of(SHEETS["visit"], "SG-2026-014")
    more = [part.more for part in form.parts]
    assert more == sorted(more)
    late = {each.name for part in form.parts if part.more for each in part.asked}
    assert {"deviation.kind", "deviation.what", "deviation.why"} <= late
    assert "person_said" not in late


def test_the_person_is_called_as_they_like() -> None:
    folder = a_folder(person={"preferred_name": "Ines"})
    form = asked([{"field": "person_said", "ask": "What did {name} say?"}], folder)
    assert form.title == "Try the person"
    assert form.parts[0].title == "About Ines"
    (only,) = form.asked
    assert only.ask == "What did Ines say?"
    assert only.own_words
    assert only.how is Answered.WORDS


def test_a_question_that_hangs_on_another_says_so() -> None:
    only_if = {"field": "visit.arranged", "among": ["true"]}
    text: list[Mapping[str, object]] = [
        {"field": "visit.arranged", "ask": "Was it arranged?", "default": "true"},
        {"field": "what_happened", "ask": "How?", "only_if": only_if},
    ]
    first, second = asked(text, a_folder()).asked
    assert first.given == ("true",)
    assert second.hint == "Only if you answered “Yes” to “Was it arranged?”"


def test_nothing_to_choose_from_is_not_asked() -> None:
    text = [{"field": "visit.visitor", "ask": "Who?"}, {"field": "date", "ask": "On?"}]
    assert [each.name for each in asked(text, a_folder()).asked] == ["date"]


def test_a_day_is_written_as_the_form_asks_for_it() -> None:
    root = tree({"date": "2026-11-03", "time": "09:30"})
    assert isinstance(root, Fields)
    text = [{"field": "date", "ask": "When?"}, {"field": "time", "ask": "At?"}]
    assert [e.given for e in asked(text, a_folder(), root).asked] == [
        ("3 11 2026",),
        ("09:30",),
    ]


def test_staff_are_not_shown_that_somebody_spoke_up() -> None:
    spoke = {"record_id": "2026-11-02-speak_up-01", "type": "speak_up"}
    visit = {"record_id": "2026-11-03-visit-01", "type": "visit"}
    folder = a_folder(records=[spoke, visit])
    text = [{"field": "review_conversation.about", "ask": "About?"}]
    (only,) = asked(text, folder).asked
    assert [choice.code for choice in only.offered] == ["2026-11-03-visit-01"]


def test_a_manager_s_form_may_name_what_only_managers_see() -> None:
    sheet = replace(SHEETS["review-conversation"], opens="manager")
    spoke = {"record_id": "2026-11-02-speak_up-01", "type": "speak_up"}
    folder = a_folder(records=[spoke])
    known = known_in(folder, OFFICE.practice.organisation)
    form = blank_form(sheet, folder, known, Basis("records/"))
    about = next(e for e in form.asked if e.name == "review_conversation.about")
    assert [choice.code for choice in about.offered] == ["2026-11-02-speak_up-01"]


def as_tree(value: object) -> Node:
    """A record as the file it would have come from."""
    if isinstance(value, Block):
        pairs = members(type(value)).values()
        inside = {m.key: as_tree(getattr(value, m.attribute)) for m in pairs}
        return Fields(inside, dict.fromkeys(inside, HERE), HERE)
    if isinstance(value, tuple):
        return Listing(tuple(as_tree(inner) for inner in value), HERE)
    return Scalar("" if value is None else str(value), HERE)


def shown(form: BlankForm) -> Iterator[str]:
    for part in form.parts:
        yield from (part.title, part.intro)
    for each in form.asked:
        yield from (each.ask, each.hint, *each.given, *(o.label for o in each.offered))


@pytest.mark.parametrize("name", list(SHEETS))
def test_a_form_shows_only_what_its_reader_may_see(name: str) -> None:
    sheet = SHEETS[name]
    reader = Reader.STAFF if sheet.opens == "staff" else Reader.MANAGER
    for seed in range(5):
        folder, plant = full_case(seed)
        known = known_in(folder, OFFICE.practice.organisation)
        file = next(
            (f for f in folder.every_file if type(f.record) is sheet.model), None
        )
        root = as_tree(file.record) if file else as_tree(sheet.model())
        assert isinstance(root, Fields)
        form = blank_form(sheet, folder, known, Basis("f", root, "a" * 64))
        text = " ".join(shown(form))
        for word, (path, seen_by) in plant.planted.items():
            if word in text:
                assert reader in seen_by, path


def test_every_sheet_handed_out_asks_nothing_a_form_cannot_hold() -> None:
    for sheet in SHEETS.values():
        inner = [p for q in sheet.questions for part in q.parts for p in part.parts]
        assert all(p.input is not Input.GROUP for p in inner), sheet.name
