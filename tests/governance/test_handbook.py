"""What regulators ask: the framework in force, with the provider's own laid over it."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.handbook_files import load_handbook
from workflow.domain.disclosure import Figure
from workflow.domain.errors import ConfigurationError
from workflow.domain.governance.evidence import POINTS
from workflow.domain.governance.handbook import Framework, Handbook
from workflow.domain.governance.regulator import (
    LOOK_AT,
    PAPERS,
    counted_as,
    trend,
)
from workflow.domain.governance.supervision_sheet import ASKED_WHEN
from workflow.domain.measures import MEASURES
from workflow.domain.records.provider import Framework as Own
from workflow.domain.vocabulary import MeasureClass, Nation

TODAY = date(2026, 11, 23)
NEXT = date(2027, 4, 1)
CQC = "cqc-quality-statements"
LOOKED_AT = {*LOOK_AT, "sampling", "speak_up"}


@pytest.fixture(scope="module")
def handbook(starter: Path) -> Handbook:
    return load_handbook(starter)


def test_every_nation_has_a_regulator_with_questions(handbook: Handbook) -> None:
    found = {n: handbook.in_force((), n, TODAY) for n in Nation}
    assert {n: f.regulator if f else "" for n, f in found.items()} == {
        Nation.ENGLAND: "Care Quality Commission",
        Nation.WALES: "Care Inspectorate Wales",
        Nation.SCOTLAND: "Care Inspectorate",
        Nation.NORTHERN_IRELAND: "Regulation and Quality Improvement Authority",
    }
    assert len(handbook.frameworks[0].questions) == 13


def test_names_that_nobody_compared_with_their_publisher_say_so(
    handbook: Handbook,
) -> None:
    waiting = {f.id: bool(f.to_check) for f in handbook.frameworks}
    assert waiting == {
        CQC: False,
        "care-inspectorate": True,
        "ciw-themes": False,
        "rqia-domains": True,
    }
    dated = Own.model_validate({"id": "rqia-domains", "in_force_to": NEXT})
    named = Own.model_validate(
        {"id": "rqia-domains", "items": [{"id": "safe", "title": "Is care safe?"}]}
    )
    now = (handbook.with_own((own,))[-1].to_check for own in (dated, named))
    assert list(map(bool, now)) == [True, False]


def test_every_name_in_the_map_leads_to_something(handbook: Handbook) -> None:
    for framework in handbook.frameworks:
        for question in framework.questions:
            assert len(question.what_we_do) == 2, question.id
            assert set(counted_as(question.measures)) <= set(MEASURES), question.id
            assert set(question.documents) <= set(PAPERS), question.id
            assert set(question.records) <= LOOKED_AT, question.id
            assert set(question.checks) <= set(POINTS), question.id
    assert set(handbook.prompts) == set(ASKED_WHEN)


def test_the_framework_in_force_changes_on_its_day(handbook: Handbook) -> None:
    own = (
        Own.model_validate({"id": CQC, "in_force_to": date(2027, 3, 31)}),
        Own.model_validate(
            {
                "id": "cqc-2027",
                "name": "CQC sector framework",
                "in_force_from": NEXT,
                "items": [{"id": "kloe-1", "title": "A new question"}],
            }
        ),
    )

    def named(day: date) -> str:
        found = handbook.in_force(own, Nation.ENGLAND, day)
        return found.id if found else ""

    assert [named(d) for d in (TODAY, date(2027, 3, 31), NEXT)] == [
        CQC,
        CQC,
        "cqc-2027",
    ]
    assert handbook.in_force(own, Nation.WALES, NEXT) == handbook.in_force(
        (), Nation.WALES, TODAY
    )


def test_a_provider_changes_the_questions_it_names_and_keeps_the_others(
    handbook: Handbook,
) -> None:
    own = Own.model_validate(
        {"id": CQC, "items": [{"id": "safe-3", "measures": ["TM01"]}]}
    )
    found = handbook.in_force((own,), Nation.ENGLAND, TODAY)
    assert found
    safe = {q.id: q for q in found.questions}
    assert len(safe) == 13
    assert safe["safe-3"].measures == ("TM01",)
    assert safe["safe-3"].title == "Safeguarding"
    assert safe["safe-4"].measures != ("TM01",)


def test_before_it_begins_there_is_none() -> None:
    framework = Framework("f", "F", "R", "R", (Nation.ENGLAND,), (), NEXT)
    assert Handbook((framework,)).in_force((), Nation.ENGLAND, TODAY) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frameworks:\n  - {name: N, regulator: R}\n", "frameworks[0].id is missing"),
        (
            "frameworks:\n  - {id: a, name: N, regulator: R, nations: [france]}\n",
            "there is only england",
        ),
        (
            "frameworks:\n  - {id: a, name: N, regulator: R, in_force_from: soon}\n",
            "in_force_from is not a date",
        ),
        ("frameworks: [one]\n", "a list of fields was expected"),
    ],
)
def test_what_is_wrong_in_the_map_is_named(
    workspace: Path, text: str, said: str
) -> None:
    (workspace / "config/frameworks.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as refused:
        load_handbook(workspace)
    assert said in str(refused.value)
    assert "config/frameworks.yaml" in str(refused.value)


def process(n: int, d: int) -> Figure:
    return Figure("TM12", "Reviews on time", n, d, MeasureClass.PROCESS)


def test_a_trend_needs_two_figures_that_may_be_shown() -> None:
    same, few, none = (9, 10, 9, 10), (9, 10, 2, 3), (9, 10, 0, 0)
    pairs = ((9, 10, 5, 10), (5, 10, 9, 10), same, few, none)
    found = [trend(process(*p[:2]), process(*p[2:]), {}) for p in pairs]
    assert found == ["higher than the year before", "lower", "about the same", "", ""]
