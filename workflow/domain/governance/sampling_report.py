"""D11, the monthly record-sampling report (brief 5.9): references, never names.

It is made of a finished sample and the fixes of the samples before it, so that it says
the same whenever it is made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.domain.anonymise import Identifier
from workflow.domain.case_folder import Filed
from workflow.domain.context import uk_date
from workflow.domain.disclosure import Figure, rounded
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.sheet import QUESTIONS
from workflow.domain.governance.unnamed import Unnaming
from workflow.domain.organisation import Organisation
from workflow.domain.records.sampling import (
    CHECKS,
    FOUR,
    SampledCase,
    Sampling,
    SamplingAction,
)
from workflow.domain.vocabulary import Answer, SampleResult

ANSWERS = (Answer.SAID_YES, Answer.SAID_PARTLY, Answer.SAID_NO)
NOT_CLEAR = (SampleResult.PARTLY, SampleResult.MISSING)


@dataclass(frozen=True)
class Report:
    """A finished sample, the samples before it, and the figures of its month."""

    sample: Sampling
    earlier: tuple[Sampling, ...]
    reviews: Figure
    limits: Figure

    @property
    def cases(self) -> frozenset[str]:
        """The references of all the cases it tells of."""
        samples = (self.sample, *self.earlier)
        return frozenset(i.case_ref or "" for s in samples for i in s.items)


def sampling_report(
    report: Report, organisation: Organisation, known: Sequence[Identifier]
) -> dict[str, object]:
    """What the template of D11 sees, beside what the document says of itself.

    `known` are the people of its `cases`: their names are taken out of what was noted.
    """
    sample = report.sample
    month = Month(sample.month or "")
    unnamed = Unnaming(known)
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "month": month.words,
        "sampled_on": uk_date(sample.sampled_on),
        "sampled_by": organisation.called(sample.sampled_by),
        "open_cases": str(sample.open_cases or 0),
        "sampled": str(len(sample.items)),
        "method": sample.method or "",
        "results": [_counted(check, sample.items) for check in CHECKS],
        "cases": [_case(item) for item in sample.items],
        "all_clear": str(sum(item.clear for item in sample.items)),
        "reviews": in_words(report.reviews, "reviews", "held on time"),
        "limits": in_words(report.limits, "limits on freedom", "complete and in date"),
        "restrictions": [
            {"case": item.case_ref or "", "result": item.restrictions.label}
            for item in sample.items
            if item.restrictions in NOT_CLEAR and item.restrictions
        ],
        "escalate": _answers(i.staff_asked_when_to_escalate for i in sample.items),
        "recognise": _answers(i.recognises_plan for i in sample.items),
        "notes": [
            {"case": item.case_ref or "", "note": unnamed(item.note)}
            for item in sample.items
            if item.note
        ],
        "themes": [unnamed(theme) for theme in sample.themes],
        "shared_with": list(sample.shared_with),
        "fixes": [
            row for item in sample.items for row in _fixes(item, organisation, unnamed)
        ],
        "last": _followed_up(report, organisation, unnamed),
        "signs": _signs(sample, organisation),
    }


def _counted(check: str, items: Sequence[SampledCase]) -> dict[str, str]:
    """How many cases have which result for one check."""
    found = [getattr(item, check) for item in items]
    counts = {f"n_{result}": str(found.count(result)) for result in SampleResult}
    return {"check": QUESTIONS[check], **counts}


def _case(item: SampledCase) -> dict[str, str]:
    said = {check: getattr(item, check) for check in FOUR}
    words = {check: one.label if one else "" for check, one in said.items()}
    return {"case": item.case_ref or "", **words}


def in_words(figure: Figure, things: str, good: str) -> str:
    """A count for staff: `8 of 9 reviews held on time (89%)`."""
    if not figure.d:
        return f"There were no {things}."
    percent = rounded(100 * int(figure.n), figure.d)
    return f"{figure.n:g} of {figure.d} {things} {good} ({percent}%)."


def _answers(said: Iterable[Answer | None]) -> str:
    """How many answered what, and how many were asked."""
    found = list(said)
    asked = [answer for answer in found if answer in ANSWERS]
    if not asked:
        return "Nobody was asked."
    parts = [
        f"{found.count(answer)} {answer.label.lower()}"
        for answer in ANSWERS
        if answer in asked
    ]
    return f"{len(asked)} of {len(found)} asked: {', '.join(parts)}."


def _fixes(
    item: SampledCase, organisation: Organisation, unnamed: Unnaming
) -> Iterator[dict[str, str]]:
    for fix in item.actions:
        yield {
            "case": item.case_ref or "",
            "what": unnamed(fix.what),
            "owner": organisation.called(fix.owner),
            "due": uk_date(fix.due_on),
            "done": _done(fix),
        }


def _done(fix: SamplingAction) -> str:
    return f"Done on {uk_date(fix.done_on)}" if fix.done_on else "Not done yet"


def _followed_up(
    report: Report, organisation: Organisation, unnamed: Unnaming
) -> dict[str, object]:
    """Every fix of the month before, and older ones not done by then."""
    last = max(report.earlier, key=lambda s: s.month or "", default=None)
    rows = []
    for sample in sorted(report.earlier, key=lambda s: s.month or ""):
        for item in sample.items:
            shown = _fixes(item, organisation, unnamed)
            for fix, row in zip(item.actions, shown, strict=True):
                if sample is last or fix.done_on is None:
                    of = {"month": Month(sample.month or "").words}
                    rows.append({**row, **of})
    return {"month": Month(last.month or "").words if last else "", "rows": rows}


def _signs(sample: Sampling, organisation: Organisation) -> list[dict[str, str]]:
    """Who signs: the sampler, the registered managers, the nominated individual."""
    provider = organisation.provider.record
    managers = dict.fromkeys(s.registered_manager for s in provider.services)
    people = (
        ("Sampler", sample.sampled_by),
        *(("Registered manager", who) for who in managers),
        ("Nominated individual", provider.nominated_individual),
    )
    return [
        {"who": organisation.called(who), "role": role} for role, who in people if who
    ]


def finished(samples: Iterable[Filed[Sampling]]) -> tuple[Filed[Sampling], ...]:
    """The samples that somebody has looked at, of months we can read, in order."""
    known = (
        one
        for one in map(with_month, samples)
        if one.record.items and not one.record.only_drawn and readable(one.record.month)
    )
    return tuple(sorted(known, key=lambda one: one.record.month or ""))


def with_month(filed: Filed[Sampling]) -> Filed[Sampling]:
    """A sample with the month that its file name says, where it says none itself."""
    stem = filed.file.rpartition("/")[2].removesuffix(".yaml")
    month = filed.record.month or stem
    return replace(filed, record=filed.record.model_copy(update={"month": month}))


def readable(month: str | None) -> bool:
    """Whether a month is written as a month."""
    try:
        return f"{Month(month or '').first:%Y-%m}" == month
    except ValueError:
        return False


def before(samples: Iterable[Sampling], sample: Sampling) -> tuple[Sampling, ...]:
    """The samples of earlier months."""
    return tuple(s for s in samples if (s.month or "") < (sample.month or ""))
