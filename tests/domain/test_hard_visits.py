"""Three visits that were hard, one after another, ask whether to review sooner."""

from collections.abc import Sequence

import pytest

from tests.make import a_folder
from workflow.domain.hard_visits import hard_in_a_row

M, W, G, N = "mixed", "worried", "went_well", None


def visits(*went: str | None) -> list[dict[str, object]]:
    """Visits on 1, 2, 3 ... November, as the worker said they went."""
    return [
        {
            "record_id": f"2026-11-{n:02}-visit-01",
            "type": "visit",
            "date": f"2026-11-{n:02}",
            "visit": {"visitor": "c1", **({"went": one} if one else {})},
        }
        for n, one in enumerate(went, 1)
    ]


@pytest.mark.parametrize(
    ("went", "hard"),
    [
        ((M, W, M), True),
        ((G, W, W, W), True),
        ((M, M), False),
        ((M, M, M, G), False),
        ((M, G, M), False),
        ((M, N, M), False),
        ((), False),
    ],
)
def test_only_three_hard_ones_one_after_another_count(
    went: Sequence[str | None], *, hard: bool
) -> None:
    assert hard_in_a_row(a_folder(records=visits(*went))) is hard


@pytest.mark.parametrize(
    ("held", "hard"), [("2026-10-31", True), ("2026-11-01", False)]
)
def test_a_talk_about_it_begins_the_count_anew(held: str, *, hard: bool) -> None:
    review = {
        "review_id": "2026-11-01-initial-01",
        "kind": "initial",
        "status": "held",
        "due_on": "2026-11-01",
        "held_on": held,
    }
    folder = a_folder(records=visits(M, W, M), reviews=[review])
    assert hard_in_a_row(folder) is hard


def test_other_records_between_them_change_nothing() -> None:
    talk = {
        "record_id": "2026-11-02-keywork-01",
        "type": "keywork",
        "date": "2026-11-02",
    }
    first, *rest = visits(W, W, W)
    assert hard_in_a_row(a_folder(records=[first, talk, *rest]))
