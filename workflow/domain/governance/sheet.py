"""The sampling file as it is drawn: answers left empty, evidence beside (brief 2.14).

What the files say stands in comments; what the sampler sees is theirs to write. So both
are kept, and nothing counts before somebody has looked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.domain.findings import Place
from workflow.domain.governance.drawing import Chosen, Month, method
from workflow.domain.governance.evidence import Seen
from workflow.domain.records.sampling import ASKED, CHECKS

FOLDER = "governance/sampling"
NOTES = (
    "The sample of {month}, drawn once by Alongside. From here on it is the sampler's.",
    "Open each case at the lines named, read, then write for each point:",
    "clear, partly, missing or not_applicable.",
    "'The files say' is what a program can see. Where you see it otherwise, write what",
    "you see, and a note that says why. Names and the words of a person stay out.",
    "Ask the person whether they recognise their plan, and one worker when they would",
    "go to the lead: said_yes, said_partly, said_no, or not_asked.",
    "A fix has what, owner, due_on. When you have looked at all, write sampled_on.",
)
NO_SAMPLER = (
    "Everybody who could look owns one of these cases. Ask somebody from outside, add",
    "them to config/staff.yaml, and write their id at sampled_by.",
)
QUESTIONS: Mapping[str, str] = {
    "wanted": "What did the person want?",
    "choices": "What choices were offered?",
    "agreed": "What was agreed?",
    "changed": "What changed as a result?",
    "own_words": "Are the person's own words there?",
    "boundaries": "Were the boundaries kept?",
    "review_dates": "Are the reviews on time?",
    "restrictions": "Does each limit have its reason and a gentler way, in date?",
    "respectful_language": "Is the language respectful?",
    "recognises_plan": "Does the person recognise the plan as theirs?",
    "staff_asked_when_to_escalate": "Did a worker know when to go to the lead?",
}


@dataclass(frozen=True)
class Looked:
    """A chosen case with what its files say to each point."""

    chosen: Chosen
    seen: Mapping[str, Seen]


@dataclass(frozen=True)
class Sample:
    """A whole sample as it is drawn; `sampler` is empty when nobody may look."""

    month: Month
    open_cases: int
    sampler: str
    cases: tuple[Looked, ...]

    @property
    def file(self) -> str:
        """Where it belongs, relative to the workspace."""
        return f"{FOLDER}/{self.month.text}.yaml"


def sheet(sample: Sample) -> str:
    """The file as text: plain YAML with the evidence in comments."""
    return "\n".join(_lines(sample)) + "\n"


def _lines(sample: Sample) -> Iterator[str]:
    for note in NOTES:
        yield f"# {note.format(month=sample.month.words)}"
    if not sample.sampler:
        yield from (f"# {note}" for note in NO_SAMPLER)
    yield "schema_version: 1"
    yield f'month: "{sample.month.text}"'
    yield "sampled_on:"
    yield f"sampled_by: {sample.sampler}".rstrip()
    yield f"open_cases: {sample.open_cases}"
    yield f"method: {json.dumps(method(sample.month))}"
    yield "items:"
    for case in sample.cases:
        yield from _item(case)
    yield "themes:"
    yield "shared_with:"


def _item(case: Looked) -> Iterator[str]:
    yield f"  - case_ref: {case.chosen.ref}"
    yield f"    # Why it is here: {'; '.join(case.chosen.why)}."
    for check in CHECKS:
        yield f"    # {QUESTIONS[check]} {_says(case.seen[check])}"
        yield f"    {check}:"
    for asked in ASKED:
        yield f"    # {QUESTIONS[asked]}"
        yield f"    {asked}:"
    yield "    note:"
    yield "    actions:"


def _says(seen: Seen) -> str:
    where = ", ".join(cited(place) for place in seen.places)
    return f"The files say {seen.result.value}{': ' if where else '.'}{where}"


def cited(place: Place) -> str:
    """A place as it is written beside a point: `plan.yaml:31`."""
    return f"{place.file}:{place.line}" if place.line else place.file
