"""What is told of very many documents takes a few bytes for each."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.making import Reason
from workflow.services.ports import Written
from workflow.services.publishing import Documents, Made

PLAN = Made(
    "SG-2026-001", "D1", "Full plan", "Full plan.docx", "final", None, Written.IDENTICAL
)

MADE = st.builds(
    Made,
    case=st.none() | st.sampled_from(["SG-2026-001", "SG-2026-002", "SG-2026-003"]),
    document=st.sampled_from(["D1", "D2"]),
    title=st.sampled_from(["Full plan", "My own copy"]),
    file=st.text(max_size=3),
    standing=st.sampled_from(["draft", "final"]),
    reason=st.none() | st.sampled_from(Reason),
    written=st.sampled_from(Written),
    problem=st.sampled_from(["", "somebody has it open"]),
)


@given(st.lists(MADE))
def test_they_are_what_was_told_in_the_same_order(made: list[Made]) -> None:
    documents = Documents(made)
    assert list(documents) == made
    assert len(documents) == len(made)
    assert bool(documents) is bool(made)
    assert [documents[n] for n in range(len(made))] == made
    assert documents == made
    assert documents[1:3] == made[1:3]


@given(st.lists(MADE))
def test_those_that_were_made_are_told_apart(made: list[Made]) -> None:
    wanted = Documents(made).which(lambda one: one.reason is not None)
    assert list(wanted) == [one for one in made if one.reason is not None]


def test_more_can_be_added_to_some_that_were_told_apart() -> None:
    documents = Documents([PLAN, replace(PLAN, document="D2")])
    plans = documents.which(lambda one: one.document == "D1")
    plans.extend([replace(PLAN, document="D3")])
    assert [one.document for one in plans] == ["D1", "D3"]
    assert [one.document for one in documents] == ["D1", "D2"]


def test_the_same_documents_of_many_cases_are_kept_once() -> None:
    papers = [replace(PLAN, document=f"D{number}") for number in range(14)]
    refs = [f"SG-2026-{number:03}" for number in range(500)]
    documents = Documents(replace(p, case=ref) for ref in refs for p in papers)
    assert 0 < documents.room <= 4 * len(documents)
    assert documents.kinds == len(papers)
