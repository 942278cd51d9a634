"""The weekly note: counts that match, small ones hidden, nothing to work out."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.disclosure import HIDDEN_TOO, Limits
from workflow.domain.governance.note_forms import shown, shown_parts
from workflow.domain.governance.weekly_note import (
    SPOKE_UP,
    THEMES,
    Span,
    count,
    in_note,
    last_weeks,
    trend,
    weekly_note,
)
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister

LIMITS = Limits()
TODAY = date(2026, 11, 25)  # a Wednesday
NOVEMBER = Span(date(2026, 10, 26), date(2026, 11, 22))
PROVIDER = Provider.model_validate(
    {"services": [{"id": "sv-quillmere", "name": "Q"}, {"id": "sv-b", "name": "B"}]}
)
ORGANISATION = Organisation(Filed("p", PROVIDER), Filed("s", StaffRegister()))


def worries(
    number: int, day: str = "2026-11-02", kind: str = "concern_note", **more: str
) -> list[dict[str, str]]:
    return [
        {"type": kind, "date": day, "record_id": f"{day}-{n}", **more}
        for n in range(number)
    ]


def test_four_whole_weeks_end_last_sunday() -> None:
    assert last_weeks(TODAY) == NOVEMBER
    assert last_weeks(date(2026, 11, 23)) == NOVEMBER
    assert last_weeks(date(2026, 11, 22)).last == date(2026, 11, 15)
    assert NOVEMBER.before == Span(date(2026, 9, 28), date(2026, 10, 25))


def test_counts_match_the_records_and_leave_out_whom_they_must() -> None:
    folder = a_folder(records=[*worries(6), *worries(2, "2026-11-23")])
    hidden = a_folder(
        case={"sensitivity": {"exclude_from_counts": "true"}}, records=worries(9)
    )
    cases = [in_note(folder, TODAY), in_note(hidden, TODAY)]
    assert count(cases, "A worry was noted", NOVEMBER).total() == 6
    for name in THEMES:
        expected = 6 if name == "A worry was noted" else 0
        assert count(cases[:1], name, NOVEMBER).total() == expected, name


def test_small_counts_are_hidden_and_others_rounded() -> None:
    told = {n: shown(n, LIMITS) for n in (0, 4, 5, 7, 8, 12, 13)}
    small = "fewer than 5"
    assert told == {
        0: small,
        4: small,
        5: "about 5",
        7: "about 5",
        8: "about 10",
        12: "about 10",
        13: "about 15",
    }


def possible(form: str) -> range:
    """Every count that a form may stand for, as somebody outside would reckon."""
    if form.startswith("about "):
        middle = int(form.removeprefix("about "))
        return range(max(middle - 2, 5), middle + 3)
    return range(5) if form.startswith("fewer") else range(40)


def could_be(whole: str, forms: Sequence[str], hidden: int) -> set[int]:
    """What a hidden part could be, given everything that is shown."""
    return {
        parts[hidden]
        for parts in product(*map(possible, forms))
        if sum(parts) in possible(whole)
    }


@given(st.lists(st.integers(0, 19), min_size=1, max_size=3))
def test_no_small_count_can_be_worked_out(parts: list[int]) -> None:
    whole, forms = shown_parts(sum(parts), parts, LIMITS)
    for n, part in enumerate(parts):
        if part < LIMITS.min_count:
            assert set(range(5)) <= could_be(whole, forms, n), (parts, whole, forms)


def test_a_trend_is_told_only_between_counts_that_are_shown() -> None:
    small, hidden = "fewer than 5", HIDDEN_TOO
    pairs = ((small, "about 20"), ("about 20", hidden), ("about 10", "about 10"))
    found = [trend(*pair) for pair in (*pairs, ("about 10", "about 5"))]
    few = "too few to compare"
    assert found == [few, few, "about the same", "more than before"]


def row(folder: CaseFolder, today: date) -> dict[str, str]:
    said = weekly_note([in_note(folder, today)], [], ORGANISATION, today)
    rows = said["rows"]
    assert isinstance(rows, list)
    return next(r for r in rows if r["theme"] == "A worry was noted")


def test_a_note_hides_what_the_last_one_would_give_away() -> None:
    early, later = worries(3, "2026-10-27"), worries(5)
    folder = a_folder(records=[*early, *later])
    assert row(folder, TODAY)["all"] == "about 10"
    assert row(folder, date(2026, 12, 2))["all"] == HIDDEN_TOO
    alone = a_folder(records=later)
    assert row(alone, date(2026, 12, 2))["all"] == "about 5"


def test_what_was_written_down_later_does_not_change_an_earlier_note() -> None:
    late = worries(3, "2026-10-27", recorded_at="2026-11-30 09:00")
    folder = a_folder(records=[*late, *worries(5, "2026-11-03")])
    assert row(folder, date(2026, 12, 2))["all"] == "about 5"


def test_the_lead_sees_where_it_repeats_but_not_who_spoke_up() -> None:
    folder = a_folder(records=[*worries(3), *worries(3, kind="speak_up")])
    said = weekly_note([in_note(folder, TODAY)], [], ORGANISATION, TODAY)
    assert said["repeats"] == [{"case": folder.ref, "theme": "A worry was noted"}]
    assert SPOKE_UP in {row["theme"] for row in said["rows"]}  # type: ignore[attr-defined]
