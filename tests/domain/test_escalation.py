"""How far a late item climbs (brief 4.6, vector V9)."""

from datetime import date

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.escalation import level
from workflow.domain.records.provider import LadderStep
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
