"""Every sentence of the founding article is carried by something that exists."""

import re
from pathlib import Path

import pytest

from tools import seed_docs as seed
from workflow.adapters.rule_files import load_rules
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parent.parent
SENTENCES = 76
ALL = seed.sentences()
OFFICE = Office(REPOSITORY, seed.DAY)


@pytest.fixture(scope="module")
def files() -> seed.Files:
    return seed.files(OFFICE)


def test_no_sentence_is_left_out() -> None:
    assert [one.number for one in ALL] == [
        f"S{number:02d}" for number in range(1, SENTENCES + 1)
    ]


@pytest.mark.parametrize("one", ALL, ids=lambda one: str(one.number))
def test_what_carries_it_exists_and_is_filled_in_a_worked_case(
    one: seed.Sentence, files: seed.Files
) -> None:
    documents = {kind.type.id for kind in OFFICE.workshop.types}
    assert set(one.fields) <= seed.known_fields()
    assert set(one.rules) <= set(load_rules(REPOSITORY))
    assert set(one.documents) <= documents
    assert set(one.measures) <= seed.known_measures()
    assert any(seed.seen_in(field, files) for field in one.fields)


def test_a_place_is_where_the_field_stands(files: seed.Files) -> None:
    place = seed.seen_in("plan.agreed_summary", files)
    file, line = re.fullmatch(r"(.+) line (\d+)", place).groups()  # type: ignore[union-attr]
    words = (REPOSITORY / file).read_text(encoding="utf-8").splitlines()
    assert words[int(line) - 1].startswith("agreed_summary:")


STORIES = {  # brief 9: each story of the article is one worked case (brief 8)
    "SG-2026-014": range(35, 43),
    "SG-2026-019": range(43, 52),
    "SG-2026-021": range(52, 61),
}


@pytest.mark.parametrize(("case", "told"), STORIES.items())
def test_a_sentence_of_a_story_is_shown_where_the_same_story_is_told(
    case: str, told: range, files: seed.Files
) -> None:
    for one in (one for one in ALL if int(one.number[1:]) in told):
        assert one.case == case
        places = [seed.seen_in(field, files, one.case) for field in one.fields]
        assert any(place.startswith(f"cases/{case}/") for place in places), one.number


def test_the_page_is_fresh() -> None:
    made = (REPOSITORY / seed.PAGE).read_text(encoding="utf-8")
    assert made == seed.page(REPOSITORY)
