"""The file `sampling`: its fields, as frozen records (brief 2.14)."""

from workflow.domain.records.base import (
    Block,
    C,
    Code,
    Date,
    Int,
    N,
    Para,
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


class SamplingAction(Block):
    """Items of actions (brief 2.14)."""

    what: Para = one("What", N)
    owner: RefStaff = one("Owner", C)
    due_on: Date = one("Due on", C)
    done_on: Date = one("Done on", N)


class SampledCase(Block):
    """Items (brief 2.14)."""

    case_ref: Text = one("Case ref", Y)
    wanted: Code[SampleResult] = one("Wanted", Y)
    choices: Code[SampleResult] = one("Choices", Y)
    agreed: Code[SampleResult] = one("Agreed", Y)
    changed: Code[SampleResult] = one("Changed", Y)
    own_words: Code[SampleResult] = one("Own words", Y)
    boundaries: Code[SampleResult] = one("Boundaries", Y)
    review_dates: Code[SampleResult] = one("Review dates", Y)
    restrictions: Code[SampleResult] = one("Restrictions", Y)
    respectful_language: Code[SampleResult] = one("Respectful language", Y)
    recognises_plan: Code[Answer] = one("Recognises plan", N)
    staff_asked_when_to_escalate: Code[Answer] = one("Staff asked when to escalate", N)
    note: Para = one("Note", N)
    actions: tuple[SamplingAction, ...] = many("Actions")


class Sampling(Block):
    """Sampling (brief 2.14)."""

    schema_version: Int = one("Schema version", Y)
    month: Text = one("Month", Y)
    sampled_on: Date = one("Sampled on", Y)
    sampled_by: RefStaff = one("Sampled by", Y)
    open_cases: Int = one("Open cases", Y)
    method: Text = one("Method", Y)
    items: tuple[SampledCase, ...] = many("Items")
    themes: Texts = many("Themes", N)
    shared_with: Texts = many("Shared with", N)
