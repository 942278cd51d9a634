"""Finding in a text what points to a person (brief 6.1, 6.5)."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.anonymise import Identifier, identifiers, particulars, residue
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.organisation import Organisation
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Contact, Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffMember, StaffRegister

COMMON = ("duty", "team", "house", "the", "support", "care")


def invented() -> tuple[Identifier, ...]:
    person = Person(
        person_id="P-901",
        full_name="Zoë Ferncastle-Bo",
        preferred_name="Zo",
        date_of_birth=date(1980, 2, 3),
        address="4 Tarn Row, Oldwick AB1 2CD",
        contacts=(Contact(id="c1", name="Duty team", phone="01632 960999"),),
    )
    folder = CaseFolder(
        CaseRef("SG-2026-901"),
        Filed("person.yaml", person),
        Filed("case.yaml", Case()),
        Filed("plan.yaml", Plan()),
        Filed("consent.yaml", Consent()),
    )
    staff = StaffRegister(staff=(StaffMember(id="st-1", name="Ann Pike"),))
    organisation = Organisation(
        Filed("provider.yaml", Provider()), Filed("staff.yaml", staff)
    )
    return identifiers((folder,), organisation, COMMON)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met Zoe.", ("Zoe",)),
        ("ZOË FERNCASTLE BO came", ("ZOË FERNCASTLE BO",)),
        ("Zoe's own words", ("Zoe",)),
        ("Z. Ferncastle wrote", ("Ferncastle",)),
        ("about sg 2026/901 today", ("sg 2026/901",)),
        ("born 3 February 1980", ("3 February 1980",)),
        ("born 03.02.1980", ("03.02.1980",)),
        ("ring 01632-960 999", ("01632-960 999",)),
        ("lives at ab12cd", ("ab12cd",)),
        ("Pike said so", ("Pike",)),
        ("Ferncastle, then Pike, then Ferncastle", ("Ferncastle", "Pike")),
    ],
)
def test_what_points_to_somebody_is_found_as_it_stands(
    text: str, found: tuple[str, ...]
) -> None:
    assert residue(text, invented()) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The duty team phoned.",
        "Zone, spike, annual, anniversary.",
        "It began. Nobody minded.",
        "the house on the hill",
        "an n of five",
    ],
)
def test_everyday_words_are_left_alone(text: str) -> None:
    assert residue(text, invented()) == ()


def test_two_sentences_never_make_a_name() -> None:
    known = (Identifier("Fern Castle", "name"),)
    assert residue("We like fern. Castle next.", known) == ()
    assert residue("Fern-Castle", known) == ("Fern-Castle",)


def test_a_whole_name_is_told_once_and_not_by_its_parts() -> None:
    assert residue("Ann Pike", invented()) == ("Ann Pike",)


def test_the_worked_cases_give_names_numbers_phrases_and_places(starter: Path) -> None:
    cases = CaseFolders(starter)
    folders = [cases.load(ref).folder for ref in cases.refs()]
    organisation, _ = load_organisation(starter)
    known = identifiers(folders, organisation, COMMON)
    kinds = {identifier.kind for identifier in known}
    assert kinds >= {"name", "contact", "staff", "service", "exit phrase", "place"}
    text = "Did I leave the washing in? Moira, Quillmere House, AMS-26-3309."
    assert residue(text, known) == (
        "Did I leave the washing in",
        "Moira",
        "Quillmere House",
        "AMS-26-3309",
    )


def test_the_agreed_story_of_the_fixture_holds_no_direct_identifier(
    starter: Path,
) -> None:
    cases = CaseFolders(starter)
    folders = [cases.load(ref).folder for ref in cases.refs()]
    organisation, _ = load_organisation(starter)
    story = starter / "tenders/T-2026-07/vignettes/V-003.yaml"
    lines = story.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("source_case")]
    known = identifiers(folders, organisation, COMMON)
    assert residue("\n".join(words), known) == ()


def test_references_of_others_and_places_of_contact_point_to_somebody() -> None:
    case = Case.model_validate(
        {
            "liberty": {"reference": "DOL-77-12"},
            "notifications": [{"ref": "CQC-4410"}],
            "links": {"care_plan_ref": "CP-0091"},
        }
    )
    plan = Plan.model_validate(
        {"safe_contact": {"arrangements": [{"place": "Weir caf\u00e9"}]}}
    )
    person = Person.model_validate(
        {
            "communication": {"language": "Tamil"},
            "contacts": [
                {"id": "c1", "relationship": "My big cousin"},
                {"id": "c2", "relationship": "district nurse", "agency": "gp"},
            ],
        }
    )
    folder = CaseFolder(
        CaseRef("SG-2026-901"),
        Filed("person.yaml", person),
        Filed("case.yaml", case),
        Filed("plan.yaml", plan),
        Filed("consent.yaml", Consent()),
    )
    none = Organisation(
        Filed("provider.yaml", Provider()), Filed("staff.yaml", StaffRegister())
    )
    known = {one.text for one in identifiers((folder,), none)}
    assert known >= {"DOL-77-12", "CQC-4410", "CP-0091"}
    assert set(particulars(folder)) == {
        ("nationality", "Tamil"),
        ("place", "Weir caf\u00e9"),
        ("relationship", "big cousin"),
    }
