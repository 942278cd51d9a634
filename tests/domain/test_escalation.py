"""How far a late item climbs (brief 4.6, vector V9)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.escalation import Telling, level, reached_on
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import LadderStep, Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.vocabulary import Nation


def test_v9_nine_working_days_late_is_with_the_manager() -> None:
    england = calendar_for(Nation.ENGLAND)
    late = england.working_days_after(date(2026, 11, 10), date(2026, 11, 23))
    assert late == 9
    assert level(late, urgent=False) == 3


@pytest.mark.parametrize(
    ("late", "standard", "urgent"),
    [(0, 0, 1), (1, 1, 2), (2, 1, 3), (3, 2, 3), (5, 3, 4), (10, 4, 4)],
)
def test_the_ladder_climbs_as_the_brief_says(
    late: int, standard: int, urgent: int
) -> None:
    assert level(late, urgent=False) == standard
    assert level(late, urgent=True) == urgent


def test_a_provider_may_move_one_rung_and_leave_the_others() -> None:
    ladder = (LadderStep(level=2, after_working_days=2),)
    assert level(2, urgent=False, ladder=ladder) == 2
    assert level(5, urgent=False, ladder=ladder) == 3
    assert level(1, urgent=True, ladder=ladder) == 2


def test_a_rung_that_is_not_on_the_ladder_is_passed_over() -> None:
    ladder = (LadderStep(level=9, after_working_days=0),)
    assert level(0, urgent=False, ladder=ladder) == 0


def test_the_day_a_level_is_reached_is_the_first_day_it_holds() -> None:
    england = calendar_for(Nation.ENGLAND)
    due = date(2026, 11, 10)
    day = reached_on(due, 3, england, urgent=False)
    assert day == date(2026, 11, 17)
    assert level(england.working_days_after(due, day), urgent=False) == 3
    assert reached_on(due, 1, england, urgent=True) == due


# Who is told

DAY = date(2026, 11, 23)
LEFT = date(2026, 11, 1)
SERVICE = {
    "id": "sv-quillmere",
    "safeguarding_lead": "st-lead",
    "deputy_safeguarding_lead": "st-deputy",
    "registered_manager": "st-manager",
}


def team(*away: str, ladder: tuple[LadderStep, ...] = ()) -> Organisation:
    """A small team in a line; those named have left."""
    line = {
        "st-owner": "st-team",
        "st-cover": "st-team",
        "st-other": "st-team",
        "st-team": "st-manager",
        "st-lead": "st-top",
        "st-deputy": "st-manager",
        "st-manager": "st-top",
        "st-top": None,
    }
    staff = [
        {
            "id": who,
            "line_manager": above,
            "active_from": date(2020, 1, 1),
            "active_to": LEFT if who in away else None,
            "services": ["sv-quillmere"],
            "roles": ["quality_lead"] if who == "st-other" else [],
        }
        for who, above in line.items()
    ]
    provider = Provider.model_validate(
        {"nominated_individual": "st-top", "services": [SERVICE]}
    )
    return Organisation(
        Filed("p", provider.model_copy(update={"escalation_ladder": ladder})),
        Filed("s", StaffRegister.model_validate({"staff": staff})),
    )


def a_case() -> CaseFolder:
    ownership = {
        "owner": "st-owner",
        "cover": "st-cover",
        "safeguarding_lead": "st-lead",
    }
    return a_folder(case={"ownership": ownership})


@pytest.mark.parametrize(
    ("rung", "told"),
    [
        (0, ()),
        (1, ("st-other", "st-cover")),
        (2, ("st-other", "st-cover", "st-lead")),
        (3, ("st-other", "st-cover", "st-lead", "st-manager")),
        (4, ("st-other", "st-cover", "st-lead", "st-manager", "st-top")),
    ],
)
def test_each_level_tells_everybody_before_and_one_role_more(
    rung: int, told: tuple[str, ...]
) -> None:
    assert Telling(a_case(), team(), DAY).told("st-other", rung) == told


def test_in_place_of_somebody_away_stands_the_cover_then_the_line_manager() -> None:
    away = Telling(a_case(), team("st-other"), DAY).told("st-other", 1)
    assert away == ("st-cover",)
    both = Telling(a_case(), team("st-other", "st-cover"), DAY).told("st-other", 1)
    assert both == ("st-team",)
    no_lead = Telling(a_case(), team("st-lead", "st-cover"), DAY).told("st-owner", 2)
    assert no_lead == ("st-owner", "st-team", "st-top")


def test_what_the_person_said_they_would_do_is_told_to_the_case_owner() -> None:
    for lead in ("person", "c2", ""):
        told = Telling(a_case(), team(), DAY).told(lead, 1)
        assert told == ("st-owner", "st-cover")


def test_whoever_must_not_see_it_is_never_told() -> None:
    hidden = frozenset({"st-cover", "st-manager"})
    told = Telling(a_case(), team(), DAY).told("st-other", 4, hidden)
    assert told == ("st-other", "st-team", "st-lead", "st-top")


def test_the_provider_may_name_other_roles_for_a_level() -> None:
    step = {"level": 2, "notify": ["quality_lead", "deputy_safeguarding_lead"]}
    ladder = (LadderStep.model_validate(step),)
    told = Telling(a_case(), team(ladder=ladder), DAY).told("st-owner", 2)
    assert told == ("st-owner", "st-cover", "st-other", "st-deputy")


def test_what_belongs_to_no_case_goes_up_the_line() -> None:
    telling = Telling(None, team(), DAY)
    assert telling.told("st-other", 1) == ("st-other",)
    assert telling.told("st-other", 2) == ("st-other", "st-team")
    assert telling.told("st-other", 4) == ("st-other", "st-team", "st-top")


def test_a_loop_of_line_managers_comes_to_an_end() -> None:
    loop = [
        {"id": "st-a", "line_manager": "st-b", "active_to": LEFT},
        {"id": "st-b", "line_manager": "st-a", "active_to": LEFT},
    ]
    staff = Filed("s", StaffRegister.model_validate({"staff": loop}))
    organisation = replace(team(), staff=staff)
    assert Telling(None, organisation, DAY).told("st-a", 1) == ()
