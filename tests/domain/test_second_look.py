"""What a sampler saw of a case stands beside what its files say (brief section 7)."""

from datetime import date

from workflow.domain.auditor import Answer, State
from workflow.domain.records.sampling import SampledCase, Sampling
from workflow.domain.second_look import SecondLook, second_looks
from workflow.domain.vocabulary import SampleResult

AUTUMN, WINTER = date(2026, 11, 6), date(2027, 1, 8)
SEEN = SampledCase(
    case_ref="SG-2026-501",
    wanted=SampleResult.CLEAR,
    choices=SampleResult.PARTLY,
    note="Only staff ideas.",
)


def _sample(day: date | None, *items: SampledCase) -> Sampling:
    return Sampling(month="2026-10", sampled_on=day, items=items)


def test_where_the_sampler_sees_another_state_both_are_told() -> None:
    look = SecondLook(AUTUMN, SEEN)
    assert look.unlike("choices", Answer(State.CLEAR)) == (
        "Sampler, 6 November 2026: Partly."
    )


def test_where_both_see_the_same_or_nothing_was_answered_nothing_is_added() -> None:
    look = SecondLook(AUTUMN, SEEN)
    assert look.unlike("wanted", Answer(State.CLEAR)) == ""
    assert look.unlike("changed", Answer(State.NOT_YET)) == ""


def test_the_whole_case_is_as_clear_as_the_least_clear_question() -> None:
    assert SecondLook(AUTUMN, SEEN).said == "Partly. Only staff ideas."
    assert SecondLook(None, SampledCase(note="Read it all.")).said == "Read it all."
    assert SecondLook(None, SEEN).who == "Sampler"


def test_the_newest_look_counts_and_a_drawn_case_is_no_look() -> None:
    again = SEEN.model_copy(update={"choices": SampleResult.CLEAR})
    drawn = SampledCase(case_ref="SG-2026-501")
    samples = (
        _sample(WINTER, again),
        _sample(AUTUMN, SEEN),
        _sample(None, drawn, SampledCase(case_ref="SG-2026-502")),
    )
    assert second_looks(samples) == {"SG-2026-501": SecondLook(WINTER, again)}
