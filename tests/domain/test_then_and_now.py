"""What a letter says has changed since the last review (brief 5.3)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder
from workflow.domain.case_folder import CaseFolder
from workflow.domain.then_and_now import Change, ThenAndNow, then_and_now, what_stays

MEASURE = {
    "id": "M1",
    "name": "How calm I feel",
    "better": "higher",
    "baseline": "3",
    "scale_max": "10",
}


def review(held: str, kind: str = "scheduled", **more: object) -> dict[str, object]:
    return {"kind": kind, "status": "held", "due_on": held, "held_on": held, **more}


def progress(status: str) -> list[dict[str, str]]:
    return [{"outcome": "O1", "status": status}]


def rated(day: str, value: object) -> dict[str, object]:
    return {
        "record_id": f"{day}-visit-01",
        "type": "visit",
        "date": day,
        "measurements": [{"measure": "M1", "value": str(value)}],
    }


def last(folder: CaseFolder) -> ThenAndNow:
    return then_and_now(folder, folder.reviews[-1])


def case(**parts: object) -> CaseFolder:
    outcome = {"id": "O1", "in_their_words": "I want quiet nights"}
    return a_folder(case={"outcomes": [outcome]}, **parts)


def test_an_outcome_is_told_only_when_it_moved() -> None:
    def changes(then: str, now: str) -> tuple[Change, ...]:
        reviews = [
            review("2026-10-05", outcome_progress=progress(then)),
            review("2026-11-02", outcome_progress=progress(now)),
        ]
        return last(case(reviews=reviews)).changes

    moved = changes("not_achieved", "partially_achieved")
    assert moved == (
        Change("outcome", "I want quiet nights", "Not achieved", "Partially achieved"),
    )
    assert changes("not_achieved", "not_achieved") == ()


def test_a_pattern_review_in_between_is_not_the_last_one() -> None:
    reviews = [
        review("2026-10-05", outcome_progress=progress("not_achieved")),
        review("2026-10-20", "pattern", outcome_progress=progress("fully_achieved")),
        review("2026-11-02", outcome_progress=progress("fully_achieved")),
    ]
    told = last(case(reviews=reviews))
    assert told.since == date(2026, 10, 5)
    assert [change.then for change in told.changes] == ["Not achieved"]


def test_the_first_review_is_compared_with_the_start() -> None:
    told = last(
        case(
            plan={"version": "1", "measures": [MEASURE]},
            records=[rated("2026-10-01", 5)],
            reviews=[review("2026-10-05")],
        )
    )
    assert told.since is None
    assert told.changes == (
        Change("measure", "How calm I feel", "3", "5", better=True),
    )


def test_a_rating_after_the_review_is_not_in_its_letter() -> None:
    told = last(
        case(
            plan={"version": "1", "measures": [MEASURE]},
            records=[
                rated("2026-10-01", 5),
                rated("2026-10-20", 4),
                rated("2026-11-03", 9),
            ],
            reviews=[review("2026-10-05"), review("2026-11-02")],
        )
    )
    (change,) = told.changes
    assert (change.then, change.now, change.better) == ("5", "4", False)


@given(st.floats(0, 10).map(lambda n: round(n, 1)))
def test_a_rating_that_stayed_is_never_told(value: float) -> None:
    told = last(
        case(
            plan={"version": "1", "measures": [MEASURE]},
            records=[rated("2026-10-01", value), rated("2026-10-20", value)],
            reviews=[review("2026-10-05"), review("2026-11-02")],
        )
    )
    assert told.changes == ()


def test_lower_is_better_where_the_person_said_so() -> None:
    def better(way: str) -> bool | None:
        told = last(
            case(
                plan={"version": "1", "measures": [{**MEASURE, "better": way}]},
                records=[rated("2026-10-01", 1)],
                reviews=[review("2026-10-05")],
            )
        )
        return told.changes[0].better

    assert (better("lower"), better("higher"), better("")) == (True, False, None)


def test_limits_that_changed_are_told_and_those_that_stayed_are_not() -> None:
    def limits(**limit: str) -> list[tuple[str, str]]:
        decided = limit.pop("decision", "keep")
        restriction = {"id": "X1", "what": "The door is locked", **limit}
        looked_at = [{"restriction": "X1", "decision": decided}]
        reviews = [
            review("2026-10-05"),
            review("2026-11-02", restrictions=looked_at),
        ]
        plan = {"version": "1", "restrictions": [restriction]}
        told = last(case(plan=plan, reviews=reviews))
        return [(change.what, change.now) for change in told.changes]

    assert limits(decision="end") == [("The door is locked", "ended")]
    assert limits(decision="reduce") == [("The door is locked", "less strict now")]
    assert limits(started_on="2026-09-01") == []
    (new,) = limits(started_on="2026-10-20")
    assert new[1] == "new, since 20 October 2026"
    (ended,) = limits(ended_on="2026-11-02")
    assert ended[1] == "ended on 2 November 2026"
    assert limits(started_on="2026-11-03") == []


def test_a_new_version_of_the_plan_is_told_with_its_reason() -> None:
    told = last(
        case(
            plan={"version": "2", "changed_because": "Shorter visits"},
            reviews=[review("2026-10-05", new_plan_version="2")],
        )
    )
    assert told.changes == (
        Change("plan", "Your plan is now version 2", "", "Shorter visits"),
    )
    assert last(case(reviews=[review("2026-10-05")])).changes == ()


def test_a_version_agreed_between_two_reviews_is_told_too() -> None:
    told = last(
        case(
            plan={"version": "3", "status": "agreed", "agreed_on": "2026-10-20"},
            reviews=[review("2026-10-05"), review("2026-11-02")],
        )
    )
    assert [change.what for change in told.changes] == ["Your plan is now version 3"]


def test_what_stays_is_help_around_the_person_not_what_they_are_like() -> None:
    plan = {
        "version": "1",
        "enabling_tools": [{"what": "The card"}],
        "protective_factors": [
            {"what": "She says so", "kind": "strength"},
            {"what": "Singing on Mondays", "kind": "routine"},
        ],
    }
    assert what_stays(a_folder(plan=plan)) == ("The card", "Singing on Mondays")
