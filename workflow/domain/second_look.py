"""What a sampler saw of a case, beside what its files say by themselves (brief 7).

The sampler may see another state than the files alone give; both are kept, and both are
shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.auditor import Answer
from workflow.domain.context import uk_date
from workflow.domain.records.sampling import FOUR, SampledCase, Sampling
from workflow.domain.vocabulary import SampleResult


@dataclass(frozen=True)
class SecondLook:
    """One case as a sampler saw it on a day; None when no day was written down."""

    day: date | None
    item: SampledCase

    @property
    def who(self) -> str:
        """Who says so: the sampler, with the day."""
        day = uk_date(self.day)
        return f"Sampler, {day}" if day else "Sampler"

    @property
    def said(self) -> str:
        """The worst of the four states, where any was written down, and the note."""
        order = tuple(SampleResult)[:3]
        seen = [s for name in FOUR if (s := getattr(self.item, name)) in order]
        worst = f"{max(seen, key=order.index).label}." if seen else ""
        return f"{worst} {self.item.note or ''}".strip()

    def unlike(self, question: str, answer: Answer) -> str:
        """What the sampler saw where it is not what the files alone say."""
        seen: SampleResult | None = getattr(self.item, question)
        if seen is None or seen.value == answer.state.value:
            return ""
        return f"{self.who}: {seen.label}."


def second_looks(samples: Iterable[Sampling]) -> Mapping[str, SecondLook]:
    """The newest look at each case that a sampler has looked at, by its reference."""
    found: dict[str, SecondLook] = {}
    for sample in sorted(samples, key=_when):
        for item in sample.items:
            if item.case_ref and not item.untouched:
                found[item.case_ref] = SecondLook(sample.sampled_on, item)
    return found


def _when(sample: Sampling) -> tuple[date, str]:
    return sample.sampled_on or date.min, sample.month or ""
