"""What a measure counts from, and the lines it counts: each can be traced (5.11)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem, DueStatus, due_items
from workflow.domain.due.entry import CaseDay
from workflow.domain.findings import Place
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import filled
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.vocabulary import Answer, Nation, PlanStatus, RecordType
from workflow.domain.working_days import Calendar, in_full

SILENT = (None, Answer.NOT_ASKED, Answer.DECLINED_TO_SAY)
OWN_WORDS = "VOI-04"


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
    `exclude_from_counts` never count. `doubtful` holds the outcomes that do not sound
    like the person (VOI-04), each as case and field. `diaries` holds what is due by
    case reference, where that has been worked out before.
    """

    folders: tuple[CaseFolder, ...]
    organisation: Organisation
    calendar: Callable[[Nation], Calendar]
    today: date
    services: tuple[str, ...] = ()
    samplings: tuple[Filed[Sampling], ...] = ()
    supervisions: tuple[Filed[Supervision], ...] = ()
    doubtful: frozenset[tuple[str, str]] = frozenset()
    diaries: Mapping[str, tuple[DueItem, ...]] = field(default_factory=dict)

    @cached_property
    def sampled(self) -> Mapping[str, Sequence[tuple[Filed[Sampling], int]]]:
        """Where a sampler looked at a case, by its reference: a sample, which item."""
        found: dict[str, list[tuple[Filed[Sampling], int]]] = {}
        for filed in self.samplings:
            unfinished = filed.record.only_drawn
            for index, item in enumerate(filed.record.items):
                if not (unfinished and item.untouched):
                    found.setdefault(item.case_ref or "", []).append((filed, index))
        return found

    def chosen(self) -> Iterator[CaseFolder]:
        """The cases that count."""
        for folder in self.folders:
            case = folder.case.record
            ours = not self.services or case.service_id in self.services
            if ours and not case.sensitivity.exclude_from_counts:
                yield folder


@dataclass(frozen=True)
class Line:
    """One thing in a denominator: is it in the numerator, and where is it written?

    `value` is what it adds where a measure adds up or takes the middle; `first` marks
    what belongs to the time at first (TM21). `why` says in words what decided it.
    """

    counted: bool
    place: Place
    case: str = ""
    value: float = 0.0
    first: bool = False
    why: str = ""


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

    @property
    def day(self) -> CaseDay:
        """The case on this day, as the diary looks at it."""
        facts = self.evidence
        return CaseDay(self.folder, facts.organisation, self.calendar, facts.today)

    def due(self) -> tuple[DueItem, ...]:
        """Everything with a due date in this case."""
        evidence = self.evidence
        known = evidence.diaries.get(self.folder.ref)
        return known or due_items(
            self.folder, evidence.organisation, self.calendar, evidence.today
        )

    def kept(self, item: DueItem, place: Place) -> Iterator[Line]:
        """Whether an item was done on time; nothing while its day has not passed."""
        if item.status is not DueStatus.CANCELLED:
            yield from self.on_time(item.due_on, item.done_on, place, item.status)

    def on_time(
        self,
        due_on: date | None,
        done_on: date | None,
        place: Place,
        status: DueStatus | None = None,
    ) -> Iterator[Line]:
        """Whether a thing was done by its day; what can still be done is not late."""
        if due_on is None or not (done_on or due_on < self.evidence.today):
            return
        in_time = done_on is not None and done_on <= due_on
        kept = status is DueStatus.DONE_ON_TIME if status else in_time
        yield self.line(kept, place, why=f"due {in_full(due_on)}, {_done(done_on)}")

    def records(self, kind: RecordType) -> Iterator[Filed[Record]]:
        """The records of a type in the period."""
        for filed in self.folder.of_type(kind):
            if self.period.holds(filed.record.date):
                yield filed

    def plans(self) -> Iterator[Filed[Plan]]:
        """The plan versions agreed in the period."""
        for filed in (*self.folder.old_plans, self.folder.plan):
            agreed = filed.record.status is not PlanStatus.DRAFT
            if agreed and self.period.holds(filed.record.agreed_on):
                yield filed

    def review_place(self, item: DueItem) -> Place:
        """Where a review was held or, when it was not, where it is asked for."""
        for filed in self.folder.reviews:
            if filed.file == item.held_file:
                return filed.place("held_on")
        return Place(item.held_file or item.file)

    def line(
        self, counted: object, place: Place, value: float = 0.0, why: str = ""
    ) -> Line:
        """One line of this case."""
        return Line(bool(counted), place, self.folder.ref, value, why=why)


Counter = Callable[[Counted], Iterator[Line]]
"""One line for each thing in the denominator of a case."""
Written = Mapping[str, tuple[int, int]]
"""Who wrote how many records in a period, and how many with the person's words."""
OverAll = Callable[[Evidence, Period, Written], Iterator[Line]]
"""The same for what is not counted by case."""


def _done(day: date | None) -> str:
    return f"done {in_full(day)}" if day else "not done"


def written(folders: Iterable[CaseFolder], period: Period) -> Written:
    """Who wrote records of these cases in the period."""
    found: dict[str, tuple[int, int]] = {}
    for folder in folders:
        for filed in folder.records:
            record = filed.record
            if record.recorded_by and period.holds(record.date):
                one = (1, int(filled(record.person_said)))
                found[record.recorded_by] = plus(found.get(record.recorded_by), one)
    return found


def plus(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    """Two counts of records together."""
    return other if one is None else (one[0] + other[0], one[1] + other[1])


def said(answer: Answer | None, wanted: Answer = Answer.SAID_YES) -> bool | None:
    """Whether an answer is the one wanted; None when nobody answered."""
    return None if answer in SILENT else answer is wanted
