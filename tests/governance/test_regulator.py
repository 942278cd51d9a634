"""What a regulator is told of samples: of the cases that somebody looked at for it."""

from datetime import date

from tests.make import a_workspace
from workflow.domain.disclosure import Figure
from workflow.domain.governance.handbook import Framework, Question
from workflow.domain.governance.regulator import (
    Inspected,
    InSummary,
    evidence_summary,
)
from workflow.domain.governance.unnamed import NOBODY
from workflow.domain.vocabulary import MeasureClass

RESULTS = ["clear"] * 10 + ["partly"] * 2 + ["not_applicable"] * 7 + [None]


def summary() -> dict[str, object]:
    items = [
        {"case_ref": f"SG-2026-{n:03}", "restrictions": r, "respectful_language": r}
        for n, r in enumerate(RESULTS, start=1)
    ]
    sample = {"month": "2026-10", "sampled_on": "2026-11-06", "items": items}
    (filed,) = a_workspace(samplings=[sample]).samplings
    asked = Question("q", "Are limits looked at?", checks=("restrictions",))
    cases = (InSummary(item["case_ref"] or "", "sv", (), (), ()) for item in items)
    looked = Inspected(
        Framework("f", "Framework", "Regulator", "R", (), (asked,)),
        (),
        tuple(cases),
        (filed.record,),
        (),
        date(2026, 11, 23),
        NOBODY,
        lambda name, _: Figure(name, name, 0, 0, MeasureClass.PROCESS),
        lambda _: (),
        (),
    )
    return evidence_summary(looked, NOBODY)


def test_only_cases_that_a_point_applies_to_count_in_how_clear_it_was() -> None:
    said = str(summary())
    assert "Clear in the sample of October 2026: 10 of 12 (83%)." in said
    assert "respectful throughout: 10 of 12 (83%)" in said
