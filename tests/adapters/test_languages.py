"""A paper says what language its text is in, and runs in its direction."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.golden.letters import TODAY
from workflow.adapters.config_files import load_languages
from workflow.adapters.word.languages import in_language, runs_right_to_left
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.languages import (
    Language,
    language_of,
    text_language,
    to_translate_into,
)
from workflow.domain.vocabulary import Format
from workflow.services.drafting import Job, case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

ROOT = Path(__file__).parents[2]
KNOWN = load_languages(ROOT)
URDU = "میں محفوظ رہنا چاہتی ہوں"
HEBREW = "אני רוצה שקט"


@pytest.fixture(scope="module")
def office(starter: Path) -> Office:
    return Office(starter, TODAY)


def speaking(office: Office, language: str, plan: str, words: str) -> CaseFolder:
    folder = office.cases.load(CaseRef("SG-2026-019")).folder
    person, written = folder.person.record, folder.plan.record
    needs = person.communication.model_copy(
        update={"language": language, "formats": (Format.TRANSLATED,)}
    )
    mine = written.my_words.model_copy(update={"what_matters_to_me": words})
    return replace(
        folder,
        person=replace(
            folder.person, record=person.model_copy(update={"communication": needs})
        ),
        plan=replace(
            folder.plan,
            record=written.model_copy(update={"language": plan, "my_words": mine}),
        ),
    )


def own_copy(office: Office, folder: CaseFolder) -> bytes:
    jobs = case_jobs(office.workshop, Loaded(folder), (), TODAY)
    job: Job = next(j for j in jobs if j.document == "D2")
    return job.fill()


@pytest.mark.parametrize(
    ("name", "tag"),
    [("English", "en-GB"), (" polski ", "pl-PL"), ("URDU", "ur-PK"), ("Klingon", None)],
)
def test_a_language_is_known_by_name(name: str, tag: str | None) -> None:
    found = language_of(name, KNOWN)
    assert (found.tag if found else None) == tag


def test_the_language_of_a_paper_follows_its_text(office: Office) -> None:
    def tag(language: str, plan: str) -> tuple[str, str]:
        folder = speaking(office, language, plan, "x")
        return text_language(folder, KNOWN).tag, to_translate_into(folder, KNOWN)

    assert tag("Polish", "Polish") == ("pl-PL", "")
    assert tag("Polish", "English") == ("en-GB", "Polish")
    assert tag("English", "English") == ("en-GB", "")
    assert tag("Klingon", "Klingon") == ("en-GB", "Klingon")
    assert tag("", "") == ("en-GB", "")


def test_a_source_text_says_what_to_put_it_into(office: Office) -> None:
    made = own_copy(office, speaking(office, "Polish", "English", "Spokój"))
    said = [p.text for p in Document(io.BytesIO(made)).paragraphs]
    assert "Put it into: Polish" in said


def test_a_paper_in_the_persons_language_says_so_to_its_reader(office: Office) -> None:
    made = own_copy(office, speaking(office, "Polish", "Polish", "Spokój"))
    document = Document(io.BytesIO(made))
    assert document.core_properties.language == "pl-PL"
    default = document.styles.element.find(f".//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "pl-PL"


def test_words_from_right_to_left_stand_so_whatever_the_paper_is_in(
    office: Office,
) -> None:
    for language, plan, tag in (
        ("Urdu", "Urdu", "ur-PK"),
        ("Urdu", "English", "ur-PK"),
        ("Polish", "Polish", "ar-SA"),
    ):
        made = own_copy(office, speaking(office, language, plan, URDU))
        found = [p for p in Document(io.BytesIO(made)).paragraphs if p.text == URDU]
        assert len(found) == 1
        around = found[0]._p.pPr  # noqa: SLF001
        run = found[0].runs[0]._r.rPr  # noqa: SLF001
        assert around is not None
        assert run is not None
        assert around.find(qn("w:bidi")) is not None
        assert run.find(qn("w:rtl")) is not None
        assert run.find(qn("w:lang")).get(qn("w:bidi")) == tag
        order = [child.tag for child in around]
        assert order.index(qn("w:pStyle")) < order.index(qn("w:bidi"))


def test_letters_of_both_directions_have_one_size(office: Office) -> None:
    made = own_copy(office, speaking(office, "Urdu", "English", URDU))
    for style in Document(io.BytesIO(made)).styles.element.iter(qn("w:rPr")):
        size, other = style.find(qn("w:sz")), style.find(qn("w:szCs"))
        if size is not None:
            assert other.get(qn("w:val")) == size.get(qn("w:val"))


def test_an_english_label_before_such_words_keeps_its_direction() -> None:
    assert not runs_right_to_left(f"What I want: {HEBREW}")
    assert runs_right_to_left(f"1. {HEBREW} (yes)")


def test_plain_english_is_left_as_it_is_and_the_rest_is_the_same_twice(
    office: Office,
) -> None:
    english = own_copy(office, speaking(office, "English", "English", "Quiet"))
    assert in_language(english, "en-GB") == english
    folder = speaking(office, "Urdu", "Urdu", URDU)
    assert own_copy(office, folder) == own_copy(office, folder)


def test_every_language_listed_has_a_name_and_a_tag_of_its_own() -> None:
    assert KNOWN["urdu"] == Language("ur-PK", right_to_left=True)
    assert len({language.tag for language in KNOWN.values()}) > 30
