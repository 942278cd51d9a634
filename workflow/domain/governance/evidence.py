"""What the files say to each point of the sampler's checklist, and where (2.14, 7).

Only states and places: no words of a case leave it this way, so that the checklist may
lie where cases may not. Whoever may open the case reads the lines themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from workflow.domain.auditor import Audit, State
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.findings import Finding, Place
from workflow.domain.governance.drawing import Month
from workflow.domain.records.base import Block
from workflow.domain.records.record import Record
from workflow.domain.records.sampling import CHECKS
from workflow.domain.vocabulary import ReviewKind, SampleResult

MOST = 5  # places for each point: enough to see it, few enough to look at all
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "own_words": ("VOI-03", "VOI-06", "VOI-07", "VOI-08", "VOI-10", "REC-02"),
    "boundaries": ("INF-", "DOM-"),
    "review_dates": ("REV-",),
    "restrictions": ("RES-",),
    "respectful_language": ("VOI-09",),
}
"""The findings that speak to a point, by how their rule begins."""
OF_STATE = {
    State.CLEAR: SampleResult.CLEAR,
    State.PARTLY: SampleResult.PARTLY,
    State.MISSING: SampleResult.MISSING,
    State.NOT_YET: SampleResult.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Seen:
    """What the files say to one point, and where to look: faults first."""

    result: SampleResult
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Read:
    """A sampled case, its answers to the auditor, its findings, the month."""

    folder: CaseFolder
    answers: Audit
    findings: tuple[Finding, ...]
    month: Month

    def found(self, check: str) -> tuple[Place, ...]:
        """Where the rules found something about a point."""
        starts = FAMILIES.get(check, ())
        return tuple(f.place for f in self.findings if f.rule.startswith(starts))

    def records(self) -> tuple[Filed[Record], ...]:
        """The records of the month."""
        return tuple(f for f in self.folder.records if self.month.holds(f.record.date))


def evidence(read: Read) -> Mapping[str, Seen]:
    """What the files say to each point of the checklist, by its field."""
    return {check: POINTS[check](read) for check in CHECKS}


def _first(*groups: Iterable[Place]) -> tuple[Place, ...]:
    """The first few places there are, each once."""
    there = (place for place in chain(*groups) if place.line)
    return tuple(dict.fromkeys(there))[:MOST]


def _state(read: Read, name: str) -> SampleResult:
    state: State = getattr(read.answers, name).state
    return OF_STATE[state]


def _wanted(read: Read) -> Seen:
    case, plan = read.folder.case, read.folder.plan
    outcomes = (
        case.place(f"outcomes[{n}].in_their_words")
        for n in range(len(case.record.outcomes))
    )
    words = ("my_words.what_i_want_to_happen", "my_words.what_i_do_not_want")
    places = _first([case.place("msp.asked")], outcomes, _at(plan, words))
    return Seen(_state(read, "wanted"), places)


def _at(filed: Filed[Block], paths: Iterable[str]) -> Iterator[Place]:
    """The places of the fields that are filled in."""
    return (filed.place(path) for path in paths if path in filed.places)


def _choices(read: Read) -> Seen:
    plan, case, consent = read.folder.plan, read.folder.case, read.folder.consent
    options = _at(plan, (f"options[{n}]" for n in range(len(plan.record.options))))
    others = (*_at(case, ["advocacy"]), *_at(consent, ["options_explained"]))
    return Seen(_state(read, "choices"), _first(others, options))


def _agreed(read: Read) -> Seen:
    plan, consent = read.folder.plan, read.folder.consent
    parts = ("agreed_on", "signatures", "actions", "review_schedule")
    return Seen(
        _state(read, "agreed"), _first(_at(plan, parts), _at(consent, ["boundaries"]))
    )


def _changed(read: Read) -> Seen:
    held = [f for f in read.folder.held() if f.record.kind is not ReviewKind.PATTERN]
    words = ("what_person_says_changed", "what_has_not", "changes_made")
    places = chain.from_iterable(_at(f, words) for f in reversed(held))
    return Seen(_state(read, "changed"), _first(places))


def _own_words(read: Read) -> Seen:
    records = read.records()
    said = [f for f in records if f.record.person_said]
    faults = read.found("own_words")
    places = _first(faults, (f.place("person_said") for f in said))
    if not records:
        return Seen(SampleResult.NOT_APPLICABLE, places)
    if not said:
        return Seen(
            SampleResult.MISSING, _first(f.place("what_happened") for f in records)
        )
    return Seen(_partly(faults), places)


def _partly(faults: Sequence[Place]) -> SampleResult:
    return SampleResult.PARTLY if faults else SampleResult.CLEAR


def _boundaries(read: Read) -> Seen:
    consent, plan = read.folder.consent, read.folder.plan
    agreed = _at(
        consent, (f"boundaries[{n}]" for n in range(len(consent.record.boundaries)))
    )
    rules = _at(plan, ["safe_contact.boundaries"])
    visits = (f.place("visit.boundaries") for f in read.records() if f.record.visit)
    faults = read.found("boundaries")
    places = _first(faults, agreed, rules, visits)
    if not places:
        return Seen(SampleResult.NOT_APPLICABLE)
    return Seen(_partly(faults), places)


def _review_dates(read: Read) -> Seen:
    faults = read.found("review_dates")
    held = (
        f.place("held_on")
        for f in read.folder.held()
        if read.month.holds(f.record.held_on)
    )
    schedule = tuple(_at(read.folder.plan, ["review_schedule"]))
    if not schedule:
        return Seen(SampleResult.MISSING, _first(faults))
    return Seen(_partly(faults), _first(faults, schedule, held))


def _restrictions(read: Read) -> Seen:
    plan = read.folder.plan
    faults = (*read.found("restrictions"), *_not_in_the_plan(read))
    limits = tuple(
        plan.place(f"restrictions[{n}]")
        for n, limit in enumerate(plan.record.restrictions)
        if limit in read.folder.active_restrictions
    )
    if not (limits or faults):
        return Seen(SampleResult.NOT_APPLICABLE)
    return Seen(_partly(faults), _first(faults, limits))


def _not_in_the_plan(read: Read) -> Iterator[Place]:
    """Limits of the month that no plan speaks of: drift."""
    for filed in read.records():
        for n, limit in enumerate(filed.record.limits_applied):
            if not limit.restriction:
                yield filed.place(f"limits_applied[{n}]")


def _language(read: Read) -> Seen:
    """Words of the watch list; where there are none, the newest records to read."""
    faults = read.found("respectful_language")
    newest = (f.place("what_happened") for f in reversed(read.records()))
    return Seen(_partly(faults), _first(faults, newest))


POINTS: Mapping[str, Callable[[Read], Seen]] = {
    "wanted": _wanted,
    "choices": _choices,
    "agreed": _agreed,
    "changed": _changed,
    "own_words": _own_words,
    "boundaries": _boundaries,
    "review_dates": _review_dates,
    "restrictions": _restrictions,
    "respectful_language": _language,
}
