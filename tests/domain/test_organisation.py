"""Numbers and words: by council, provider, nation; and every number is used (4.2)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.make import a_file
from workflow.adapters.config_files import configuration, load_organisation
from workflow.domain.errors import ConfigurationError
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.vocabulary import StaffRole

SERVICES = [
    {"id": "sv-e", "nation": "england", "local_authority": "Aldermouth"},
    {"id": "sv-w", "nation": "wales", "local_authority": "Cwm"},
    {"id": "sv-s", "nation": "scotland", "local_authority": "Glen"},
]
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def starter_one(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


def with_provider(organisation: Organisation, **fields: object) -> Organisation:
    provider = a_file(Provider, "provider.yaml", {"services": SERVICES, **fields})
    return replace(organisation, provider=provider)


def test_a_council_comes_before_the_provider_and_that_before_the_default(
    starter_one: Organisation,
) -> None:
    plain = with_provider(starter_one)
    assert plain.timescale("plan_working_days", "sv-e") == 5
    chosen = with_provider(starter_one, timescales={"plan_working_days": "7"})
    assert chosen.timescale("plan_working_days", "sv-e") == 7
    profile = {
        "local_authority": "Aldermouth",
        "timescales": {"plan_working_days": "3"},
    }
    local = with_provider(
        starter_one, timescales={"plan_working_days": "7"}, local_profiles=[profile]
    )
    assert local.timescale("plan_working_days", "sv-e") == 3
    assert local.timescale("plan_working_days", "sv-s") == 7


@pytest.mark.parametrize(("chosen", "expected"), [("10", 6), ("4", 4)])
def test_a_provider_wide_number_is_never_longer_than_the_law_of_wales(
    starter_one: Organisation, chosen: str, expected: int
) -> None:
    organisation = with_provider(starter_one, timescales={"max_review_weeks": chosen})
    assert organisation.timescale("max_review_weeks", "sv-w") == expected
    assert organisation.timescale("max_review_weeks", "sv-e") == int(chosen)
    assert with_provider(starter_one).timescale("max_review_weeks", "sv-w") == 6
    assert with_provider(starter_one).timescale("max_review_weeks", "sv-e") == 12


@pytest.mark.parametrize(
    ("service", "law", "adult_from", "advocate"),
    [
        ("sv-e", "Care Act 2014", 18, "independent advocate"),
        ("sv-w", "Social Services", 18, "independent professional advocate"),
        ("sv-s", "Adult Support and Protection", 16, "independent advocacy"),
    ],
)
def test_each_nation_has_its_own_words(
    starter_one: Organisation, service: str, law: str, adult_from: int, advocate: str
) -> None:
    profile = with_provider(starter_one).profile(service)
    assert profile.law.startswith(law)
    assert (profile.adult_from, profile.advocate) == (adult_from, advocate)
    assert len(profile.test) == 3
    assert profile.capacity_law
    assert profile.regulator


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{plan_working_day: 5}", "is not a timescale we know"),
        ("{plan_working_days: five}", "is not a whole number"),
        ("{plan_working_days: -1}", "is not a whole number"),
    ],
)
def test_a_wrong_number_is_told_with_its_line(
    workspace: Path, said: str, why: str
) -> None:
    path = workspace / "config/provider.yaml"
    text = path.read_text()
    path.write_text(text.replace("{plan_working_days: 5}", said))
    with pytest.raises(ConfigurationError) as caught:
        load_organisation(workspace)
    assert "config/provider.yaml, line 34: timescales." in caught.value.fact
    assert why in caught.value.fact


def test_who_holds_a_role_works_here_and_line_managers_go_up(
    starter_one: Organisation,
) -> None:
    assert starter_one.holders(StaffRole.QUALITY_LEAD, DAY) == ("st-01",)
    assert starter_one.holders(StaffRole.QUALITY_LEAD, date(2020, 1, 1)) == ()
    assert starter_one.holders(StaffRole.KEYWORKER, DAY, "sv-fernhaugh") == ("st-09",)
    assert list(starter_one.managers_above("st-09")) == ["st-05", "st-02", "st-06"]


def test_every_timescale_of_the_brief_is_used_by_something(starter: Path) -> None:
    numbers = configuration(starter, "config/timescales.yaml")["timescales"]
    assert isinstance(numbers, dict)
    assert len(numbers) == 29
    code = [
        *(starter / "workflow").rglob("*.py"),
        *(starter / "config/rules").glob("*"),
    ]
    said = "".join(path.read_text() for path in code)
    assert [key for key in numbers if key not in said] == []
