"""How far a late item has been escalated, and who is told (brief 4.6, 4.7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import LadderStep
from workflow.domain.vocabulary import StaffRole
from workflow.domain.working_days import Calendar

STANDARD = (1, 3, 5, 10)
URGENT = (0, 1, 2, 5)
ADDED = {
    2: StaffRole.SAFEGUARDING_LEAD,
    3: StaffRole.REGISTERED_MANAGER,
    4: StaffRole.NOMINATED_INDIVIDUAL,
}
"""The role that is told from a level on, beside everybody told before."""


def level(days_late: int, *, urgent: bool, ladder: Sequence[LadderStep] = ()) -> int:
    """The highest rung reached, 0 to 4, by working days late.

    `days_late` counts working days after the due date. The provider's own ladder
    takes the place of the default rung by rung. Of an item that is late by no working
    day yet (over a weekend), only the urgent ladder's first rung is reached.
    """
    rungs = rungs_of(urgent=urgent, ladder=ladder)
    reached = (n for n, rung in enumerate(rungs, start=1) if days_late >= rung)
    return max(reached, default=0)


def rungs_of(*, urgent: bool, ladder: Sequence[LadderStep] = ()) -> tuple[int, ...]:
    """After how many working days each level is reached, the first level first."""
    rungs = list(URGENT if urgent else STANDARD)
    for step in ladder:
        after = step.after_working_days_urgent if urgent else step.after_working_days
        if step.level and after is not None and 1 <= step.level <= len(rungs):
            rungs[step.level - 1] = after
    return tuple(rungs)


def reached_on(
    due_on: date,
    rung: int,
    calendar: Calendar,
    *,
    urgent: bool,
    ladder: Sequence[LadderStep] = (),
) -> date:
    """The day on which an item due on `due_on` gets to a level (1 to 4)."""
    after = rungs_of(urgent=urgent, ladder=ladder)[rung - 1]
    return calendar.add_working_days(due_on, after)


@dataclass(frozen=True)
class Telling:
    """Who there is to tell about one case (about the workspace when it is None)."""

    folder: CaseFolder | None
    organisation: Organisation
    today: date

    def told(
        self, lead: str, rung: int, not_told: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        """The ids of all who are told when an item of `lead` has reached a level.

        Level 1 is the item's owner and the cover, each level adds a role (4.6) or what
        the provider's own ladder names. In place of somebody who does not work here
        today stands the cover, then the line manager. Whoever is in `not_told` is
        left out, and their line manager told instead. Only staff are told: for an
        item of the person or of somebody they know, the case owner is.
        """
        found = dict.fromkeys(
            who
            for wanted in self._wanted(lead, rung)
            for who in (self._instead(wanted, not_told),)
            if who
        )
        return tuple(found)

    def _wanted(self, lead: str, rung: int) -> Iterator[str]:
        ownership = self.folder.case.record.ownership if self.folder else None
        owner = (ownership.owner if ownership else "") or ""
        if rung >= 1:
            yield lead if self.organisation.member(lead) else owner
            yield (ownership.cover if ownership else "") or ""
        for number in range(1, rung + 1):
            roles = self._named(number) or tuple(
                role for at, role in ADDED.items() if at == number
            )
            for role in roles:
                yield from self._holding(role, lead)

    def _named(self, number: int) -> tuple[StaffRole, ...]:
        """The roles that the provider's own ladder names for a level."""
        ladder = self.organisation.provider.record.escalation_ladder
        return tuple(r for step in ladder if step.level == number for r in step.notify)

    def _holding(self, role: StaffRole, lead: str) -> Iterable[str]:
        """Who holds a role for this case; for the workspace, the line manager first."""
        provider = self.organisation.provider.record
        if role is StaffRole.NOMINATED_INDIVIDUAL:
            return (provider.nominated_individual or "",)
        if self.folder is None:
            return tuple(self.organisation.managers_above(lead))[:1]
        case = self.folder.case.record
        service = self.organisation.service(case.service_id)
        if role is StaffRole.SAFEGUARDING_LEAD:
            return (
                case.ownership.safeguarding_lead or service.safeguarding_lead or "",
            )
        if role is StaffRole.DEPUTY_SAFEGUARDING_LEAD:
            return (service.deputy_safeguarding_lead or "",)
        if role is StaffRole.REGISTERED_MANAGER:
            return (service.registered_manager or "",)
        return self.organisation.holders(role, self.today, case.service_id)

    def _instead(self, who: str, not_told: frozenset[str]) -> str:
        """Who is told in somebody's place: they, the cover, or a line manager."""
        cover = self.folder.case.record.ownership.cover if self.folder else None
        above = tuple(self.organisation.managers_above(who))
        for candidate in (who, cover, *above):
            free = candidate is not None and candidate not in not_told
            if free and self.organisation.active(candidate, self.today):
                return candidate or ""
        return ""
