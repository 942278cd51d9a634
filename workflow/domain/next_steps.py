"""What to do next in a case: at most three things, the person first.

Danger now, the exit phrase and the person's own wishes come first; then what must be
put right, then what is late, then what needs attention. Questions to think about wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.domain.context import uk_date
from workflow.domain.diary import DueItem
from workflow.domain.documents import ALL
from workflow.domain.findings import Finding, Place, Severity

MOST = 3
WISHES, ERRORS, LATE, WARNINGS = range(1, 5)
SAYS = ("msp", "outcomes", "my_words", "wishes")  # where the person says what they want


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why (in the rule's words), and where."""

    do: str
    why: str
    place: Place


def next_steps(
    findings: Iterable[Finding], late: Iterable[DueItem]
) -> tuple[Step, ...]:
    """The first three things to do in one case.

    `late` holds what is late, the latest first. The same thing asked for in several
    places is one step, at the first of them.
    """
    ranked = [(_rank(f), _of(f)) for f in findings if f.severity is not Severity.PROMPT]
    ranked += [((LATE, 0), _late(item)) for item in late]
    steps: dict[str, Step] = {}
    for _, step in sorted(ranked, key=lambda pair: pair[0]):
        steps.setdefault(step.do, step)
    return tuple(steps.values())[:MOST]


def _rank(finding: Finding) -> tuple[int, int]:
    if finding.first:
        return 0, finding.first
    if finding.place.field.startswith(SAYS):
        return WISHES, 0
    if finding.severity is Severity.ERROR:
        return ERRORS, 0 if ALL in finding.holds else 1
    return WARNINGS, 0


def _of(finding: Finding) -> Step:
    do = finding.mend or finding.message
    return Step(do, finding.message if finding.mend else "", finding.place)


def _late(item: DueItem) -> Step:
    days = f"{item.days_late} working day{'' if item.days_late == 1 else 's'} late"
    due = f"It was due on {uk_date(item.due_on)} and is {days}."
    return Step(f"{item.item}: do it, or agree a new date.", due, Place(item.file))
