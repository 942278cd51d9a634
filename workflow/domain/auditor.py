"""The auditor's test: can an outsider see what was wanted, offered, agreed, changed?

Each of the four questions is answered from the files alone (brief section 7).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.context import Names, names_for, uk_date
from workflow.domain.documents import ALL, USING
from workflow.domain.findings import Finding
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Reader, filled
from workflow.domain.records.case import AppropriatePerson, DesiredOutcome
from workflow.domain.records.plan import Measure, Option, PlanAction, Restriction
from workflow.domain.records.review import Review
from workflow.domain.rhythm import occurrences
from workflow.domain.sharing import disclosures, lasts
from workflow.domain.vocabulary import (
    Difficulty,
    Kept,
    Listed,
    MspAsked,
    PlanStatus,
    Proposer,
    RecordType,
    ReviewDecision,
    ReviewKind,
    SharingDecision,
    Voice,
)
from workflow.domain.working_days import Calendar

TOO_YOUNG = timedelta(weeks=6)
WITH_PROGRESS = (ReviewKind.INITIAL, ReviewKind.SCHEDULED, ReviewKind.FINAL)
OUR_IDEAS = (Proposer.STAFF, Proposer.PROFESSIONAL, None)
PLAN_FILES = ("person.yaml", "case.yaml", "plan.yaml", "consent.yaml")
PLAN = "plan"
ENOUGH_OPTIONS = 2
ENOUGH_VALUES = 2


class State(Listed):
    """How well a question can be answered, best first."""

    CLEAR = "clear", "Clear"
    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "Partly"
    MISSING = "missing", "Missing"


@dataclass(frozen=True)
class Answer:
    """The answer to one question, with the lines that show it."""

    state: State
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One of the extra lines of the sheet."""

    question: str
    words: str


@dataclass(frozen=True)
class Audit:
    """The four answers for one case, the extra lines, and the worst of the four."""

    wanted: Answer
    choices: Answer
    agreed: Answer
    changed: Answer
    extra: tuple[Line, ...]
    overall: State


def audit(
    folder: CaseFolder,
    organisation: Organisation,
    findings: Sequence[Finding],
    today: date,
) -> Audit:
    """Answer the four questions for one case (brief section 7)."""
    names = names_for(folder, organisation, Reader.AUDITOR)
    answers = (
        Answer(_wanted(folder), tuple(_wanted_lines(folder, names))),
        Answer(_choices(folder), tuple(_choice_lines(folder, names))),
        Answer(_agreed(folder, findings), tuple(_agreed_lines(folder, names))),
        Answer(_changed(folder, today), tuple(_change_lines(folder))),
    )
    order = tuple(State)
    overall = max((a.state for a in answers), key=order.index)
    return Audit(*answers, tuple(_extra(folder, organisation, today)), overall)


def _wanted(folder: CaseFolder) -> State:
    case, plan = folder.case.record, folder.plan.record
    if case.msp.asked is MspAsked.ASKED_NOT_EXPRESSED:
        supported = bool(case.msp.how_supported) and _asked_again(folder)
        return State.CLEAR if supported else State.PARTLY
    if not case.outcomes:
        return State.MISSING
    words = plan.my_words
    clear = (
        case.msp.asked is MspAsked.ASKED_EXPRESSED
        and any(_own(outcome) for outcome in case.outcomes)
        and filled(words.what_i_want_to_happen)
        and filled(words.what_i_do_not_want)
        and _revisited(folder)
    )
    return State.CLEAR if clear else State.PARTLY


def _own(outcome: DesiredOutcome) -> bool:
    """An outcome in the person's words, with what success would look like."""
    said = outcome.said_by is Voice.PERSON and filled(outcome.in_their_words)
    return said and filled(outcome.what_good_looks_like)


def _asked_again(folder: CaseFolder) -> bool:
    asked = folder.case.record.msp.asked_on
    talks = (r for r in folder.held() if r.record.kind is not ReviewKind.PATTERN)
    return asked is not None and any(
        filled(r.record.person_view)
        and r.record.held_on is not None
        and r.record.held_on > asked
        for r in talks
    )


def _last_held(folder: CaseFolder, *kinds: ReviewKind) -> Review:
    """The review of these kinds held last; an empty one when there has been none."""
    held = [r.record for r in folder.held(*kinds) if r.record.held_on]
    return max(held, key=lambda r: r.held_on or date.min, default=Review())


def _revisited(folder: CaseFolder) -> bool:
    """Whether the last review asked about each outcome there was to ask about."""
    last = _last_held(folder, *WITH_PROGRESS)
    told = {p.outcome for p in last.outcome_progress if p.status and p.person_words}
    return last.held_on is None or all(
        outcome.id in told
        for outcome in folder.live_outcomes
        if outcome.recorded_on is None or outcome.recorded_on <= last.held_on
    )


def _wanted_lines(folder: CaseFolder, names: Names) -> Iterator[str]:
    case, words = folder.case.record, folder.plan.record.my_words
    for outcome in case.outcomes:
        who = _speaker(folder, outcome, names)
        said = uk_date(outcome.recorded_on)
        yield f"“{outcome.in_their_words or ''}” ({who}, {said})"
        yield from _success(outcome)
    if words.what_i_want_to_happen:
        yield f"Wants to happen: “{words.what_i_want_to_happen}”"
    if words.what_i_do_not_want:
        yield f"Does not want: “{words.what_i_do_not_want}”"
    if case.msp.how_supported:
        yield f"How supported to say so: {case.msp.how_supported}"


def _success(outcome: DesiredOutcome) -> Iterator[str]:
    good, status = outcome.what_good_looks_like, outcome.status
    said = [f"Good looks like: “{good}”"] if good else []
    if status:
        on = f" ({uk_date(outcome.status_on)})" if outcome.status_on else ""
        said.append(f"Now: {status.label.lower()}{on}")
    if said:
        yield " ".join(said)


def _speaker(folder: CaseFolder, outcome: DesiredOutcome, names: Names) -> str:
    if outcome.said_by is Voice.PERSON:
        return folder.name
    voice = outcome.said_by.label if outcome.said_by else "nobody named"
    contact = names.of(outcome.said_by_contact) if outcome.said_by_contact else ""
    return ", ".join(part for part in (contact, voice) if part)


def _choices(folder: CaseFolder) -> State:
    options = folder.plan.record.options
    if not options:
        return State.MISSING
    clear = (
        len(options) >= ENOUGH_OPTIONS
        and all(_whole_option(option) for option in options)
        and any(option.suggested_by not in OUR_IDEAS for option in options)
        and _sharing_choices(folder)
        and _advocacy(folder)
        and _rechecked(folder)
    )
    return State.CLEAR if clear else State.PARTLY


def _whole_option(option: Option) -> bool:
    return _all_filled(
        option.good_points,
        option.bad_points,
        option.person_view,
        option.decision,
        option.reason,
    )


def _all_filled(*values: object) -> bool:
    return all(filled(value) for value in values)


def _sharing_choices(folder: CaseFolder) -> bool:
    explained = len(folder.consent.record.options_explained)
    contacts = folder.of_type(RecordType.EXTERNAL_CONTACT)
    told = any(filed.record.external_contact.shared for filed in contacts)
    return not told or explained >= ENOUGH_OPTIONS


def _advocacy(folder: CaseFolder) -> bool:
    advocacy = folder.case.record.advocacy
    if advocacy.considered_on is None:
        return False
    if advocacy.substantial_difficulty is Difficulty.NONE:
        return True
    return bool(advocacy.offers) or _supported(advocacy.appropriate_person)


def _supported(supporter: AppropriatePerson) -> bool:
    """Whether the three conditions of an appropriate person are met."""
    return bool(
        supporter.contact
        and supporter.willing
        and supporter.not_source_of_risk
        and supporter.person_agrees
    )


def _rechecked(folder: CaseFolder) -> bool:
    last = _last_held(folder, *WITH_PROGRESS)
    again = last.rechecked
    return last.held_on is None or bool(again.options and again.advocacy)


def _choice_lines(folder: CaseFolder, names: Names) -> Iterator[str]:
    for option in folder.plan.record.options:
        idea = option.suggested_by.label.lower() if option.suggested_by else "nobody"
        decision = option.decision.label.lower() if option.decision else "not decided"
        view = f" “{option.person_view}”" if option.person_view else ""
        yield f"{option.what or ''} (idea: {idea}; {decision}).{view}"
    yield _advocacy_line(folder, names)
    for choice in folder.consent.record.options_explained:
        view = f": “{choice.person_view}”" if choice.person_view else ""
        yield f"Sharing: {choice.option or ''}{view}"


def _advocacy_line(folder: CaseFolder, names: Names) -> str:
    advocacy = folder.case.record.advocacy
    if not advocacy.offers:
        considered = uk_date(advocacy.considered_on)
        return (
            f"Advocacy: thought about on {considered}"
            if considered
            else ("Advocacy: not thought about yet")
        )
    last = advocacy.offers[-1]
    answer = last.answer.label.lower() if last.answer else "no answer written"
    who = f", {names.of(last.advocate)}" if last.advocate else ""
    return f"Advocacy: offered on {uk_date(last.offered_on)}, {answer}{who}"


def _agreed(folder: CaseFolder, findings: Sequence[Finding]) -> State:
    plan = folder.plan.record
    if plan.status is not PlanStatus.AGREED or plan.agreed_on is None:
        return State.MISSING
    clear = (
        any(signature.who == PERSON for signature in plan.signatures)
        and bool(plan.actions)
        and all(_whole_action(action) for action in plan.actions)
        and _boundaries_decided(folder)
        and all(_whole_limit(limit) for limit in folder.active_restrictions)
        and bool(plan.review_schedule)
        and bool(plan.review_triggers)
        and not any(_holds_plan(finding) for finding in findings)
    )
    return State.CLEAR if clear else State.PARTLY


def _whole_action(action: PlanAction) -> bool:
    return _all_filled(action.owner, action.due_on, action.how_we_will_know)


def _boundaries_decided(folder: CaseFolder) -> bool:
    open_ones = (None, SharingDecision.UNDECIDED)
    return all(b.decision not in open_ones for b in folder.consent.record.boundaries)


def _whole_limit(limit: Restriction) -> bool:
    return _all_filled(
        limit.what,
        limit.started_on,
        limit.rationale,
        limit.freedom_affected,
        limit.less_restrictive,
        limit.person_view,
        limit.basis,
        limit.authorised_by,
        limit.review_on,
    )


def _holds_plan(finding: Finding) -> bool:
    """Whether a finding keeps the plan from being final (rulings, Meaning)."""
    if finding.holds & {ALL, PLAN}:
        return True
    return USING in finding.holds and finding.place.file in PLAN_FILES


def _agreed_lines(folder: CaseFolder, names: Names) -> Iterator[str]:
    plan = folder.plan.record
    if plan.agreed_on:
        yield f"Plan version {plan.version or 1} agreed on {uk_date(plan.agreed_on)}"
    if plan.agreed_summary:
        yield plan.agreed_summary
    for action in plan.actions:
        who = names.of(action.owner or "") or "nobody named"
        by = uk_date(action.due_on) or "no date"
        state = action.status.label.lower() if action.status else "no status"
        yield f"{action.what or ''} ({who}, by {by}, {state})"
    for boundary in folder.consent.record.boundaries:
        decision = boundary.decision.label.lower() if boundary.decision else "undecided"
        whom = names.of(boundary.contact or "") or boundary.organisation or ""
        yield f"Sharing with {whom}: {boundary.what or ''} ({decision})"
    for limit in folder.active_restrictions:
        yield f"Limit: {limit.what or ''} (look again {uk_date(limit.review_on)})"
    if not folder.active_restrictions:
        yield "No limits on freedom"


def _changed(folder: CaseFolder, today: date) -> State:
    if not any(folder.held()) and not folder.closure.record:
        return _nothing_yet(folder, today)
    clear = (
        _told_change(folder)
        and any(len(_values(folder, m)) >= ENOUGH_VALUES for m in _measures(folder))
        and _learned(folder)
    )
    return State.CLEAR if clear else State.PARTLY


def _nothing_yet(folder: CaseFolder, today: date) -> State:
    opened = folder.case.record.opened_on
    young = opened is not None and today - opened < TOO_YOUNG
    return State.NOT_YET if young else State.MISSING


def _told_change(folder: CaseFolder) -> bool:
    closure = folder.closure.record
    closed = _all_filled(closure.what_changed_for_person, closure.what_service_learned)
    return closed or any(_shows_change(filed.record) for filed in folder.held())


def _shows_change(review: Review) -> bool:
    said = _all_filled(
        review.what_has_improved, review.what_has_not, review.what_person_says_changed
    )
    linked = bool(review.changes_made or review.new_plan_version)
    must_link = review.decision is ReviewDecision.CHANGE_PLAN
    return said and filled(review.decision) and (linked or not must_link)


def _measures(folder: CaseFolder) -> tuple[Measure, ...]:
    return folder.plan.record.measures


def _values(folder: CaseFolder, measure: Measure) -> tuple[float, ...]:
    """The values of a measure in order of date, starting with the first one."""
    first = () if measure.baseline is None else (measure.baseline,)
    later = (
        line.value
        for filed in folder.records
        for line in filed.record.measurements
        if measure.id
        and line.measure == measure.id
        and line.value is not None
        and not (filed.record.date == measure.baseline_on and first == (line.value,))
    )
    return (*first, *later)


def _learned(folder: CaseFolder) -> bool:
    """Whether learning is linked to everything that did not go as agreed."""
    strayed = {
        filed.record.record_id for filed in folder.records if filed.record.deviation
    }
    answered = {
        source
        for filed in folder.managerial_reviews
        if filed.record.learning
        for source in filed.record.source_records
    } | {filed.record.source_ref for filed in folder.learning}
    return strayed <= answered


def _change_lines(folder: CaseFolder) -> Iterator[str]:
    for measure in _measures(folder):
        values = _values(folder, measure)
        if values:
            numbers = ", ".join(f"{value:g}" for value in values)
            yield f"{measure.name or ''}: {numbers} ({measure.better or '?'} is better)"
    for filed in folder.held():
        yield from _review_lines(filed)
    closure = folder.closure.record
    if closure.what_changed_for_person:
        yield f"At closing: “{closure.what_changed_for_person}”"
    for note in folder.learning:
        if note.record.what_changed:
            yield f"We learned: {note.record.what_changed}"


def _review_lines(filed: Filed[Review]) -> Iterator[str]:
    review = filed.record
    when = uk_date(review.held_on)
    if review.what_person_says_changed:
        yield f"“{review.what_person_says_changed}” ({when})"
    for change in review.changes_made:
        yield f"Changed on {when}: {change}"
    if review.new_plan_version:
        yield f"Plan version {review.new_plan_version} followed"


def _extra(
    folder: CaseFolder, organisation: Organisation, today: date
) -> Iterator[Line]:
    yield Line("Does the person recognise the plan?", _recognised(folder))
    yield Line("Were boundaries kept?", _kept(folder, organisation))
    yield Line("Are limits on freedom in date?", _limits_in_date(folder, today))
    yield Line("Is the next date set?", _next_date(folder, today))


def _recognised(folder: CaseFolder) -> str:
    asked = (r.record for r in reversed(tuple(folder.held())))
    last = next((r for r in asked if r.person_recognises_plan), None)
    if last and last.person_recognises_plan:
        label = last.person_recognises_plan.label
        return f"{label} ({uk_date(last.held_on)})"
    first = folder.plan.record.co_production.person_recognises_plan
    return first.label if first else "Not asked"


def _kept(folder: CaseFolder, organisation: Organisation) -> str:
    rows = disclosures(folder, lasts(folder, organisation))
    inside = sum(row.inside for row in rows)
    lines = [
        line.kept
        for filed in folder.records
        for line in filed.record.visit.boundaries
        if line.kept not in (None, Kept.NOT_TESTED)
    ]
    said = [f"Sharing: {inside} of {len(rows)} inside what was agreed"] if rows else []
    if lines:
        kept = sum(line is Kept.KEPT for line in lines)
        said.append(f"Visits: {kept} of {len(lines)} boundaries kept")
    return "; ".join(said) or "Nothing to keep yet"


def _limits_in_date(folder: CaseFolder, today: date) -> str:
    active = folder.active_restrictions
    if not active:
        return "No limits on freedom"
    dated = (
        limit.review_on is not None and limit.review_on >= today for limit in active
    )
    return "Yes" if all(dated) else "No, one is past its date or has none"


def _next_date(folder: CaseFolder, today: date) -> str:
    coming = [day for day in _dates(folder, today) if day and day >= today]
    return f"Yes, {uk_date(min(coming))}" if coming else "No"


def _dates(folder: CaseFolder, today: date) -> Iterable[date | None]:
    """What a review or the schedule names as the next date."""
    named = tuple(filed.record.next_review_on for filed in folder.held())
    if any(day and day >= today for day in named):
        return named
    return (
        occurrence.unrolled
        for schedule in folder.plan.record.review_schedule
        for occurrence in occurrences(schedule, Calendar(), today)
    )
