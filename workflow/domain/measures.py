"""The measures of the tender pack, each counted case by case (brief 5.11)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem, DueStatus, due_items
from workflow.domain.disclosure import Figure
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import filled
from workflow.domain.records.plan import Measure as PlanMeasure
from workflow.domain.records.plan import Option, Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.records.sampling import SampledCase, Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.sharing import lasts, of_record
from workflow.domain.vocabulary import (
    Answer,
    CaseStatus,
    Difficulty,
    JourneyOutcome,
    Kept,
    LearningStatus,
    MeasureClass,
    MspAsked,
    Nation,
    PlanStatus,
    Proposer,
    RecordType,
    ReviewKind,
    SampleResult,
)
from workflow.domain.working_days import Calendar

OPEN_LONG_ENOUGH = 5  # working days (TM01)
OFFER_WORKING_DAYS = 5  # TM07
TALK_WORKING_DAYS = 2  # TM25
LAST_RATINGS = 3  # TM19
ENOUGH_OPTIONS = 2  # OPT-01
PROCESS, PERSON = MeasureClass.PROCESS, MeasureClass.PERSON


@dataclass(frozen=True)
class Period:
    """The days a figure covers, both ends included."""

    from_: date
    to: date

    def holds(self, day: date | None) -> bool:
        """Whether a day falls in the period."""
        return day is not None and self.from_ <= day <= self.to


@dataclass(frozen=True)
class Evidence:
    """What figures are counted from.

    `services` names the services chosen, all of them when it is empty; cases with
    `exclude_from_counts` never count. `diaries` holds what is due by case reference,
    where that has been worked out before.
    """

    folders: tuple[CaseFolder, ...]
    organisation: Organisation
    calendar: Callable[[Nation], Calendar]
    today: date
    services: tuple[str, ...] = ()
    samplings: tuple[Filed[Sampling], ...] = ()
    supervisions: tuple[Filed[Supervision], ...] = ()
    diaries: Mapping[str, tuple[DueItem, ...]] = field(default_factory=dict)

    def chosen(self) -> Iterator[CaseFolder]:
        """The cases that count."""
        for folder in self.folders:
            case = folder.case.record
            ours = not self.services or case.service_id in self.services
            if ours and not case.sensitivity.exclude_from_counts:
                yield folder


@dataclass(frozen=True)
class Counted:
    """One case, with all that a count may look at."""

    folder: CaseFolder
    evidence: Evidence
    calendar: Calendar
    period: Period

    @property
    def until(self) -> date:
        """The end of the period, or today when it has not ended yet."""
        return min(self.period.to, self.evidence.today)

    def due(self) -> tuple[DueItem, ...]:
        """Everything with a due date in this case."""
        evidence = self.evidence
        known = evidence.diaries.get(self.folder.ref)
        return known or due_items(
            self.folder, evidence.organisation, self.calendar, evidence.today
        )

    def records(self, kind: RecordType) -> Iterator[Filed[Record]]:
        """The records of a type in the period."""
        for filed in self.folder.of_type(kind):
            if self.period.holds(filed.record.date):
                yield filed

    def plans(self) -> Iterator[Plan]:
        """The plan versions agreed in the period."""
        for filed in (*self.folder.old_plans, self.folder.plan):
            agreed = filed.record.status is not PlanStatus.DRAFT
            if agreed and self.period.holds(filed.record.agreed_on):
                yield filed.record


Counter = Callable[[Counted], Iterable[bool]]
"""One answer for each thing in the denominator of a case: is it in the numerator?"""


@dataclass(frozen=True)
class Measure:
    """One measure of brief 5.11; `over_all` counts what is not counted by case."""

    id: str
    title: str
    numerator: str
    denominator: str
    klass: MeasureClass
    counter: Counter
    over_all: Callable[[Evidence, Period], Iterable[bool]] | None = None


def measure(identifier: str, facts: Evidence, period: Period) -> Figure:
    """Count one measure over a period. Raises `KeyError` for one we cannot count."""
    asked = MEASURES[identifier]
    tallies = [
        tuple(asked.counter(_counted(folder, facts, period)))
        for folder in facts.chosen()
    ]
    whole = tuple(asked.over_all(facts, period)) if asked.over_all else ()
    largest = max((len(tally) for tally in tallies), default=0)
    tallies.append(whole)
    d = sum(len(tally) for tally in tallies)
    return Figure(
        asked.id,
        asked.title,
        sum(sum(tally) for tally in tallies),
        d,
        asked.klass,
        asked.numerator,
        asked.denominator,
        largest / d if d else 0.0,
    )


def _counted(folder: CaseFolder, facts: Evidence, period: Period) -> Counted:
    nation = facts.organisation.nation(folder.case.record.service_id)
    return Counted(folder, facts, facts.calendar(nation), period)


def _asked(counted: Counted) -> Iterator[bool]:
    case, closure = counted.folder.case.record, counted.folder.closure.record
    if case.opened_on is None or not counted.period.holds(case.opened_on):
        return
    open_for = counted.calendar.working_days_after(case.opened_on, counted.until)
    closed = case.status is CaseStatus.CLOSED or bool(closure)
    if open_for >= OPEN_LONG_ENOUGH or closed:
        yield case.msp.asked in (
            MspAsked.ASKED_EXPRESSED,
            MspAsked.ASKED_NOT_EXPRESSED,
        )


def _told_us(counted: Counted) -> Iterator[bool]:
    if any(_asked(counted)):
        yield counted.folder.case.record.msp.asked is MspAsked.ASKED_EXPRESSED


def _revisited(counted: Counted) -> Iterator[bool]:
    kinds = (ReviewKind.INITIAL, ReviewKind.SCHEDULED, ReviewKind.FINAL)
    for filed in counted.folder.held(*kinds):
        if counted.period.holds(filed.record.held_on):
            yield _all_told(counted.folder, filed.record)


def _all_told(folder: CaseFolder, review: Review) -> bool:
    told = {p.outcome for p in review.outcome_progress if p.status and p.person_words}
    held = review.held_on or date.max
    return all(
        outcome.id in told
        for outcome in folder.live_outcomes
        if outcome.recorded_on is None or outcome.recorded_on <= held
    )


def _advocacy(counted: Counted) -> Iterator[bool]:
    advocacy = counted.folder.case.record.advocacy
    considered = advocacy.considered_on
    if (
        advocacy.substantial_difficulty is not Difficulty.HAS
        or considered is None
        or not counted.period.holds(considered)
    ):
        return
    by = counted.calendar.add_working_days(considered, OFFER_WORKING_DAYS)
    supporter = advocacy.appropriate_person
    complete = (
        supporter.contact
        and supporter.willing
        and supporter.not_source_of_risk
        and supporter.person_agrees
    )
    offered = any(o.offered_on and o.offered_on <= by for o in advocacy.offers)
    yield bool(complete) or offered


def _real_choices(counted: Counted) -> Iterator[bool]:
    for plan in counted.plans():
        yield (
            len(plan.options) >= ENOUGH_OPTIONS
            and all(_weighed(option) for option in plan.options)
            and any(o.suggested_by is Proposer.PERSON for o in plan.options)
        )


def _weighed(option: Option) -> bool:
    parts = (option.good_points, option.bad_points, option.person_view)
    return all(filled(part) for part in parts)


def _on_time(counted: Counted) -> Iterator[bool]:
    schedules = {s.id for s in counted.folder.plan.record.review_schedule if s.id}
    for item in counted.due():
        if item.kind == ReviewKind.TRIGGERED or item.source in schedules:
            yield from _kept_date(counted, item)


def _triggered_on_time(counted: Counted) -> Iterator[bool]:
    for item in counted.due():
        if item.kind == ReviewKind.TRIGGERED:
            yield from _kept_date(counted, item)


def _kept_date(counted: Counted, item: DueItem) -> Iterator[bool]:
    """Whether an item was done on time; nothing while its day has not passed."""
    if item.status is DueStatus.CANCELLED or not counted.period.holds(item.due_on):
        return
    if item.done_on or item.due_on < counted.evidence.today:
        yield item.status is DueStatus.DONE_ON_TIME


def _justified(counted: Counted) -> Iterator[bool]:
    longest = counted.evidence.organisation.timescale(
        "restriction_max_days", counted.folder.case.record.service_id
    )
    for limit in counted.folder.plan.record.restrictions:
        started = limit.started_on is None or limit.started_on <= counted.until
        if not started or (limit.ended_on and limit.ended_on <= counted.until):
            continue
        reasons = (
            limit.rationale,
            limit.freedom_affected,
            limit.less_restrictive,
            limit.person_view,
            limit.basis,
            limit.authorised_by,
        )
        review = limit.review_on
        ahead = (review - counted.until).days if review else -1
        yield all(filled(r) for r in reasons) and 0 <= ahead <= longest


def _journeys(counted: Counted) -> Iterator[bool]:
    arrived = (JourneyOutcome.COMPLETED, JourneyOutcome.COMPLETED_WITH_HELP)
    for filed in counted.records(RecordType.JOURNEY):
        if filed.record.journey.set_off:
            yield filed.record.journey.outcome in arrived


def _confident(counted: Counted) -> Iterator[bool]:
    plan = counted.folder.plan.record
    for rated in plan.measures:
        ratings = _ratings(counted, rated)[-LAST_RATINGS:]
        if (
            rated.better == "higher"
            and rated.baseline is not None
            and len(ratings) == LAST_RATINGS
            and RecordType.JOURNEY in rated.collected_in
        ):
            yield sum(ratings) / LAST_RATINGS > rated.baseline
            return


def _ratings(counted: Counted, rated: PlanMeasure) -> list[float]:
    return [
        line.value
        for filed in counted.folder.records
        for line in filed.record.measurements
        if line.measure == rated.id
        and line.value is not None
        and filed.record.date is not None
        and filed.record.date <= counted.until
    ]


def _boundaries(counted: Counted) -> Iterator[bool]:
    tested = (Kept.KEPT, Kept.PARTLY, Kept.BROKEN)
    for filed in counted.records(RecordType.VISIT):
        for line in filed.record.visit.boundaries:
            if line.kept in tested:
                yield line.kept is Kept.KEPT


def _inside(counted: Counted) -> Iterator[bool]:
    months = lasts(counted.folder, counted.evidence.organisation)
    for filed in counted.records(RecordType.EXTERNAL_CONTACT):
        rows = tuple(of_record(counted.folder, filed, months))
        if rows:
            yield all(row.inside for row in rows)


def _talk_offered(counted: Counted) -> Iterator[bool]:
    for filed in counted.records(RecordType.EXTERNAL_CONTACT):
        offer = filed.record.external_contact.review_conversation
        day = filed.record.date
        if day is not None and not offer.not_offered_reason:
            by = counted.calendar.add_working_days(day, TALK_WORKING_DAYS)
            yield offer.offered_on is not None and offer.offered_on <= by


def _said_yes(field: str) -> Counter:
    """The review conversations in which a question was answered with yes (TM26)."""

    def counter(counted: Counted) -> Iterator[bool]:
        silent = (None, Answer.NOT_ASKED, Answer.DECLINED_TO_SAY)
        for filed in counted.records(RecordType.REVIEW_CONVERSATION):
            answer = getattr(filed.record.review_conversation, field)
            if answer not in silent:
                yield answer is Answer.SAID_YES

    return counter


def _clear_to_outsider(counted: Counted) -> Iterator[bool]:
    for filed in counted.evidence.samplings:
        if _month_in(filed.record.month or "", counted.period):
            for item in filed.record.items:
                waiting = filed.record.only_drawn and item.untouched
                if item.case_ref == counted.folder.ref and not waiting:
                    yield _clear(item)


def _not_by_case(_: Counted) -> Iterator[bool]:
    """Nothing of what is counted over all cases belongs to one of them."""
    return iter(())


def _supervised(facts: Evidence, period: Period) -> Iterator[bool]:
    """Staff here all period with a case record in it: had they a prompt? (TM30)."""
    wrote = {
        filed.record.recorded_by
        for folder in facts.chosen()
        for filed in folder.records
        if period.holds(filed.record.date)
    }
    asked = {
        filed.record.supervisee
        for filed in facts.supervisions
        if period.holds(filed.record.date) and filed.record.prompts
    }
    for member in facts.organisation.staff.record.staff:
        ends = (period.from_, min(period.to, facts.today))
        here = all(facts.organisation.active(member.id, day) for day in ends)
        if here and member.id in wrote:
            yield member.id in asked


def _month_in(month: str, period: Period) -> bool:
    return f"{period.from_:%Y-%m}" <= month <= f"{period.to:%Y-%m}"


def _clear(item: SampledCase) -> bool:
    answers = (item.wanted, item.choices, item.agreed, item.changed)
    return all(answer is SampleResult.CLEAR for answer in answers)


def _learned(counted: Counted) -> Iterator[bool]:
    for filed in counted.folder.learning:
        if counted.period.holds(filed.record.check.due_on):
            yield filed.record.status is LearningStatus.CHECKED


def _registry(*measures: Measure) -> Mapping[str, Measure]:
    return {one.id: one for one in measures}


TALKS = "review conversations with an answer"
MEASURES = _registry(
    Measure(
        "TM01",
        "People asked what they want",
        "people we asked what they want to happen",
        "cases opened in the period and open for five working days, or closed",
        PROCESS,
        _asked,
    ),
    Measure(
        "TM02",
        "People who told us",
        "people who said what they want",
        "people we asked",
        PERSON,
        _told_us,
    ),
    Measure(
        "TM04",
        "Outcomes revisited",
        "reviews where every outcome still wanted was asked about, with the words said",
        "first, regular and final reviews held",
        PROCESS,
        _revisited,
    ),
    Measure(
        "TM07",
        "Advocacy offered when needed",
        "cases with an offer, or a chosen supporter, within five working days",
        "cases where taking part is much harder for the person",
        PROCESS,
        _advocacy,
    ),
    Measure(
        "TM09",
        "Real choices recorded",
        "plans with two or more choices weighed and at least one from the person",
        "plan versions agreed",
        PROCESS,
        _real_choices,
    ),
    Measure(
        "TM12",
        "Reviews on time",
        "reviews held on or before their date",
        "reviews due, of every kind",
        PROCESS,
        _on_time,
    ),
    Measure(
        "TM13",
        "Triggered reviews on time",
        "reviews brought forward and held on or before their date",
        "reviews brought forward by something that happened",
        PROCESS,
        _triggered_on_time,
    ),
    Measure(
        "TM16",
        "Limits on freedom fully justified and in date",
        "limits with every reason written down and a review date that has not passed",
        "limits in force at the end of the period",
        PROCESS,
        _justified,
    ),
    Measure(
        "TM18",
        "Successful journeys",
        "journeys completed, alone or with help",
        "journeys that were started",
        PROCESS,
        _journeys,
    ),
    Measure(
        "TM19",
        "People more confident",
        "people whose last three ratings are better than their first",
        "people with at least three ratings",
        PERSON,
        _confident,
    ),
    Measure(
        "TM22",
        "Contact boundaries kept",
        "times a boundary was kept",
        "times a boundary was put to the test",
        PROCESS,
        _boundaries,
    ),
    Measure(
        "TM23",
        "Sharing inside agreed boundaries",
        "contacts where everything shared was inside what the person agreed",
        "contacts with others in which we shared something",
        PROCESS,
        _inside,
    ),
    Measure(
        "TM25",
        "Review conversation offered on time",
        "contacts after which we offered to talk within two working days",
        "contacts with others, unless offering was unsafe",
        PROCESS,
        _talk_offered,
    ),
    Measure(
        "TM26a",
        "Still involved",
        "people who said they are still involved",
        TALKS,
        PERSON,
        _said_yes("still_involved"),
    ),
    Measure(
        "TM26b",
        "Still informed",
        "people who said they are still informed",
        TALKS,
        PERSON,
        _said_yes("still_informed"),
    ),
    Measure(
        "TM26c",
        "Still in control",
        "people who said they feel in control",
        TALKS,
        PERSON,
        _said_yes("feels_in_control"),
    ),
    Measure(
        "TM28",
        "Records clear to an outsider",
        "sampled records that answered all four questions clearly",
        "records sampled",
        PROCESS,
        _clear_to_outsider,
    ),
    Measure(
        "TM29",
        "Learning closed",
        "learning notes checked in practice by somebody else",
        "learning notes whose check fell due",
        PROCESS,
        _learned,
    ),
    Measure(
        "TM30",
        "Supervision with a rights dilemma",
        "staff who talked about a rights or protection dilemma in supervision",
        "staff who were here all the time and wrote records",
        PROCESS,
        _not_by_case,
        _supervised,
    ),
)
