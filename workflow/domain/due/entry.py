"""Something with a date, before anybody asks how it stands; and the case it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.organisation import Organisation
from workflow.domain.records.review import Review
from workflow.domain.rhythm import due_after, in_days
from workflow.domain.vocabulary import MaracDecision, Priority, Unit
from workflow.domain.working_days import Calendar


@dataclass(frozen=True)
class Entry:
    """Something with a due date.

    `item` describes it without naming anybody; `kind` and `source` say what it is and
    the id it comes from, `part` which part of it (a place in a list). `lead` is empty
    when the case owner has it. `file` is where it is written, `review_file` the review
    planned or held for it. `lasting` things are owed after the case is closed.
    `not_told` names who must never hear of it.
    """

    item: str
    kind: str
    source: str
    due_on: date
    lead: str
    file: str
    part: str = ""
    urgent: bool = False
    done_on: date | None = None
    unrolled: date | None = None
    moved: bool = False
    cancelled: bool = False
    review_file: str = ""
    lasting: bool = False
    not_told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CaseDay:
    """One case on one day: who has what to do, and the numbers that count for it.

    What is asked for every entry of a case is worked out once.
    """

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date

    @cached_property
    def urgent(self) -> bool:
        """Whether the whole case is on the urgent ladder (4.6)."""
        case = self.folder.case.record
        marac = case.domestic_abuse.marac_decision is MaracDecision.REFERRED
        return marac or case.priority is Priority.URGENT

    @cached_property
    def owner(self) -> str:
        """The case owner; the cover while the owner does not work here (4.7)."""
        ownership = self.folder.case.record.ownership
        away = not self.organisation.active(ownership.owner, self.today)
        covered = self.organisation.active(ownership.cover, self.today)
        return (ownership.cover if away and covered else ownership.owner) or ""

    @cached_property
    def lead(self) -> str:
        """The safeguarding lead of the case, or of its service."""
        service = self.organisation.service(self.service_id)
        named = self.folder.case.record.ownership.safeguarding_lead
        return named or service.safeguarding_lead or self.owner

    @cached_property
    def manager(self) -> str:
        """The registered manager of the service."""
        service = self.organisation.service(self.service_id)
        return service.registered_manager or self.lead

    @property
    def service_id(self) -> str | None:
        """The service that the case belongs to."""
        return self.folder.case.record.service_id

    @cached_property
    def closed_on(self) -> date | None:
        """The day the case was closed; the first of all days when nobody said which."""
        if self.folder.is_open:
            return None
        closed = self.folder.closure.record.closed_on
        return closed or self.folder.case.record.closed_on or date.min

    @cached_property
    def reviews_by_schedule(self) -> Mapping[str, Sequence[Filed[Review]]]:
        """The reviews that say for which schedule they are, by its id."""
        found: dict[str, list[Filed[Review]]] = {}
        for filed in self.folder.reviews:
            if filed.record.schedule:
                found.setdefault(filed.record.schedule, []).append(filed)
        return found

    def timescale(self, key: str) -> int:
        """A number of brief 4.2, as it stands for this case."""
        return self.organisation.timescale(key, self.service_id)

    def working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after a day."""
        return self.calendar.add_working_days(day, count)

    def within(self, day: date, key: str) -> date:
        """When something that counts from `day` is due, by a timescale of brief 4.2.

        What comes from weeks or months rolls back to a working day, what comes from
        days or hours never does (rulings).
        """
        count = self.timescale(key)
        if key.endswith("working_days"):
            return self.working_days(day, count)
        if key.endswith("hours"):
            return due_after(day, in_days(count), Unit.DAYS, self.calendar)
        unit = Unit.of(key.rpartition("_")[2])
        return due_after(day, count, unit, self.calendar)
