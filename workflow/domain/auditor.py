"""The auditor's test: what somebody from outside can see in a record (brief section 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.findings import Finding
from workflow.domain.vocabulary import (
    Difficulty,
    Listed,
    MspAsked,
    PlanStatus,
    ReviewKind,
    Voice,
)

YOUNG = 42  # days: a case less than six weeks old has not had time to change anything
FEWEST = 2
LOOKED_BACK = (ReviewKind.INITIAL, ReviewKind.SCHEDULED, ReviewKind.FINAL)
FULL = (*LOOKED_BACK, ReviewKind.TRIGGERED)


class State(Listed):
    """How clearly a question is answered."""

    CLEAR = "clear", "Clear"
    PARTLY = "partly", "Partly"
    NOT_YET = "not_yet", "Not yet"
    MISSING = "missing", "Missing"


WORST_FIRST = (State.MISSING, State.PARTLY, State.NOT_YET, State.CLEAR)


@dataclass(frozen=True)
class Answer:
    """One question answered: its state, and what the record shows."""

    state: State
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """The four questions."""

    wanted: Answer
    choices: Answer
    agreed: Answer
    changed: Answer

    @property
    def overall(self) -> State:
        """The worst of the four."""
        states = {
            a.state for a in (self.wanted, self.choices, self.agreed, self.changed)
        }
        return next(state for state in WORST_FIRST if state in states)


def audit(folder: CaseFolder, findings: Sequence[Finding], today: date) -> Audit:
    """The four questions answered from what is recorded, nothing else."""
    return Audit(
        _wanted(folder),
        _choices(folder),
        _agreed(folder, findings),
        _changed(folder, today),
    )


def _state(tests: Iterable[object]) -> State:
    """Clear when all is there, missing when nothing is, partly in between."""
    found = [bool(test) for test in tests]
    if all(found):
        return State.CLEAR
    return State.PARTLY if any(found) else State.MISSING


def _wanted(folder: CaseFolder) -> Answer:
    case, words = folder.case.record, folder.plan.record.my_words
    if case.msp.asked is MspAsked.ASKED_NOT_EXPRESSED:
        return Answer(_state((case.msp.how_supported, list(folder.held()))), ())
    own = [o for o in case.outcomes if o.in_their_words and o.said_by is Voice.PERSON]
    looked = list(folder.held(*LOOKED_BACK))
    back = not looked or looked[-1].record.outcome_progress
    good = case.outcomes and all(o.what_good_looks_like for o in case.outcomes)
    tests = (
        case.msp.asked is MspAsked.ASKED_EXPRESSED and own,
        good,
        words.what_i_want_to_happen and words.what_i_do_not_want,
        back if own else None,
    )
    shown = [
        f"“{o.in_their_words}” ({o.said_by.label if o.said_by else 'speaker not written'},"
        f" {uk_date(o.recorded_on)}). Now: {o.status.label if o.status else 'not written'}."
        for o in case.outcomes
    ]
    return Answer(_state(tests), tuple(shown))


def _choices(folder: CaseFolder) -> Answer:
    options = folder.plan.record.options
    advocacy = folder.case.record.advocacy
    whole = [
        all((o.good_points, o.bad_points, o.person_view, o.decision, o.reason))
        for o in options
    ]
    sharing = any(f.record.external_contact.shared for f in folder.records)
    offered = advocacy.offers or advocacy.appropriate_person
    held = list(folder.held(*FULL))
    tests = (
        len(options) >= FEWEST,
        options and all(whole),
        not sharing or len(folder.consent.record.options_explained) >= FEWEST,
        advocacy.considered_on
        and (advocacy.substantial_difficulty is not Difficulty.HAS or offered),
        not held or held[-1].record.rechecked.options,
    )
    shown = [
        f"{o.what}: “{o.person_view}” {o.decision.label if o.decision else ''}".strip()
        for o in options
    ]
    return Answer(_state(tests) if options else State.MISSING, tuple(shown))


def _agreed(folder: CaseFolder, findings: Sequence[Finding]) -> Answer:
    plan = folder.plan.record
    if plan.status is not PlanStatus.AGREED:
        return Answer(State.PARTLY if plan else State.MISSING, ())
    gaps = any({"plan", "all"} & f.holds for f in findings)
    tests = (
        any(s.who == "person" for s in plan.signatures),
        plan.actions
        and all(a.owner and a.due_on and a.how_we_will_know for a in plan.actions),
        all(b.decision for b in folder.consent.record.boundaries),
        plan.review_schedule and plan.review_triggers,
        not gaps,
    )
    shown = [f"“{plan.agreed_summary}”"] if plan.agreed_summary else []
    shown += [f"{a.what}: by {uk_date(a.due_on)}" for a in plan.actions]
    return Answer(_state((True, *tests)), tuple(shown))


def _changed(folder: CaseFolder, today: date) -> Answer:
    held = [filed.record for filed in folder.held(*FULL)]
    if not held and not folder.closure.record:
        opened = folder.case.record.opened_on
        young = opened is not None and (today - opened).days < YOUNG
        return Answer(State.NOT_YET if young else State.MISSING, ())
    values = [
        m for f in folder.records for m in f.record.measurements if m.value is not None
    ]
    version = folder.plan.record.version or 1
    strayed = any(f.record.deviation for f in folder.records)
    tests = (
        any(r.what_has_improved and r.what_has_not for r in held),
        any(r.what_person_says_changed for r in held),
        len(values) >= FEWEST,
        version == 1 or folder.plan.record.changed_because,
        not strayed or folder.learning or folder.managerial_reviews,
    )
    shown = [
        f"“{r.what_person_says_changed}” ({uk_date(r.held_on)})"
        for r in held
        if r.what_person_says_changed
    ]
    return Answer(_state(tests), (*shown, *_numbers(folder)))


def _numbers(folder: CaseFolder) -> Iterable[str]:
    for measure in folder.plan.record.measures:
        values = [
            f"{m.value:g}"
            for filed in folder.records
            for m in filed.record.measurements
            if m.measure == measure.id and m.value is not None
        ]
        if values and measure.baseline is not None:
            yield f"{measure.name}: {measure.baseline:g} at the start, then {', '.join(values)}."
