"""The file `sampling`: its fields, as frozen records (brief 2.14)."""

from typing import ClassVar

from workflow.domain.records.base import (
    INSIDE,
    Block,
    C,
    Code,
    Date,
    Int,
    N,
    Para,
    Reader,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
)
from workflow.domain.vocabulary import (
    Answer,
    SampleResult,
)

CHECKS = (
    "wanted",
    "choices",
    "agreed",
    "changed",
    "own_words",
    "boundaries",
    "review_dates",
    "restrictions",
    "respectful_language",
)
"""The fields a sampler answers with a `sample_result`, in the order of the brief."""
FOUR = CHECKS[:4]
"""Those that are the auditor's four questions (brief 7)."""
ASKED = ("recognises_plan", "staff_asked_when_to_escalate")
"""The fields that a person and a worker answer."""


class SamplingAction(Block):
    """Something to be put right after sampling (brief 2.14)."""

    what: Para = one("what is to be done after the sampling", N)
    owner: RefStaff = one(
        "who does the sampling action", C, "for every sampling action"
    )
    due_on: Date = one(
        "the date the sampling action is due", C, "for every sampling action"
    )
    done_on: Date = one("the date the sampling action was done", N)


class SampledCase(Block):
    """What one sampled case shows (brief 2.14)."""

    case_ref: Text = one("the reference of the sampled case", Y)
    wanted: Code[SampleResult] = one("whether it is clear what the person wanted", Y)
    choices: Code[SampleResult] = one(
        "whether it is clear what choices the person had", Y
    )
    agreed: Code[SampleResult] = one("whether it is clear what was agreed", Y)
    changed: Code[SampleResult] = one("whether it is clear what changed", Y)
    own_words: Code[SampleResult] = one("whether the person's own words are there", Y)
    boundaries: Code[SampleResult] = one("whether the boundaries are clear", Y)
    review_dates: Code[SampleResult] = one("whether the review dates are clear", Y)
    restrictions: Code[SampleResult] = one("whether the restrictions are clear", Y)
    respectful_language: Code[SampleResult] = one(
        "whether the language is respectful", Y
    )
    recognises_plan: Code[Answer] = one(
        "whether the person recognises the plan, when asked", N
    )
    staff_asked_when_to_escalate: Code[Answer] = one(
        "whether staff know when to escalate", N
    )
    note: Para = one("the note about the sampled case", N)
    actions: tuple[SamplingAction, ...] = many("the actions for the sampled case")

    @property
    def untouched(self) -> bool:
        """Whether nobody has answered anything about this case yet."""
        return not any(getattr(self, name) for name in (*CHECKS, *ASKED))

    @property
    def clear(self) -> bool:
        """Whether all of the auditor's four questions were clear."""
        return all(getattr(self, name) is SampleResult.CLEAR for name in FOUR)


class Sampling(Block):
    """The monthly check of a sample of cases (brief 2.14)."""

    seen_by: ClassVar[frozenset[Reader]] = INSIDE

    schema_version: Int = one("the version of the file layout", Y)
    month: Text = one("the month of the sampling", Y)
    sampled_on: Date = one("the date of the sampling", Y)
    sampled_by: RefStaff = one("who did the sampling", Y)
    open_cases: Int = one("how many cases were open", Y)
    method: Text = one("how the sample was drawn", Y)
    items: tuple[SampledCase, ...] = many("the sampled cases")
    themes: Texts = many("the themes of the sampling", N)
    shared_with: Texts = many("who the sampling was shared with", N)

    @property
    def only_drawn(self) -> bool:
        """Whether cases were chosen, and some wait for the sampler to look at them."""
        waiting = any(item.untouched for item in self.items)
        return self.sampled_on is None and waiting
