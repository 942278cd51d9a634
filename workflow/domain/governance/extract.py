"""What papers about all cases take of one case, made once while it is in hand.

Papers about all cases are made of extracts alone, so that the content of a case is let
go when its own documents are done. What an extract holds is what those papers print or
count of the case, and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Protocol, TypeVar, cast

from workflow.domain.alarms import Alarm
from workflow.domain.anonymise import Identifier
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem, Spell, spell
from workflow.domain.governance.counted import Asking, InFigures, in_figures
from workflow.domain.governance.learning_log import Row, in_log
from workflow.domain.governance.limits import InLimits, in_limits
from workflow.domain.governance.regulator import InSummary, in_summary
from workflow.domain.governance.supervision_sheet import Case, in_sheets
from workflow.domain.governance.unnamed import people
from workflow.domain.governance.weekly_note import InNote, in_note
from workflow.domain.measures import Evidence
from workflow.domain.notices import Late, in_notices
from workflow.domain.organisation import Organisation
from workflow.domain.overview import CaseStatus, InOverview, in_overview
from workflow.domain.registers import InRegister, in_register
from workflow.domain.rules.options import not_possible
from workflow.domain.rules.rule import NotPossible
from workflow.domain.rules.surroundings import Glimpse, glimpse
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.domain.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Day:
    """By what cases are extracted: one provider, one day, what is asked of each case.

    `workspace` is what the figures are counted beside.
    """

    organisation: Organisation
    calendar: Callable[[Nation], Calendar]
    today: date
    asking: Asking
    workspace: Workspace = field(default_factory=Workspace)

    @property
    def facts(self) -> Evidence:
        """What figures are counted from, beside the cases."""
        return Evidence(
            (),
            self.organisation,
            self.calendar,
            self.today,
            samplings=self.workspace.samplings,
            supervisions=self.workspace.supervisions,
        )


@dataclass(frozen=True, slots=True)
class Extract:
    """What is kept of one case: for each paper about all cases its part.

    `names` are the people of the case, None where nobody asks for them.
    """

    overview: InOverview
    spell: Spell
    glimpse: Glimpse
    not_possible: tuple[NotPossible, ...]
    register: InRegister
    late: tuple[Late, ...]
    limits: InLimits
    learning: tuple[Row, ...]
    note: InNote
    sheets: Case | None
    summary: InSummary
    figures: InFigures
    names: tuple[Identifier, ...] | None

    @property
    def told(self) -> bool:
        """Whether its glimpse has what a story needs."""
        return self.glimpse.told is not None

    @property
    def ref(self) -> CaseRef:
        """The reference of the case."""
        return self.overview.ref


@dataclass(frozen=True)
class Part(Generic[T]):
    """One part of every extract, by its name."""

    name: str

    def of(self, case: Extract) -> T:
        """That part of one."""
        return cast("T", getattr(case, self.name))


OVERVIEW: Part[InOverview] = Part("overview")
SPELL: Part[Spell] = Part("spell")
GLIMPSE: Part[Glimpse] = Part("glimpse")
REGISTER: Part[InRegister] = Part("register")
LATE: Part[tuple[Late, ...]] = Part("late")
LIMITS: Part[InLimits] = Part("limits")
LEARNING: Part[tuple[Row, ...]] = Part("learning")
NOTE: Part[InNote] = Part("note")
SHEETS: Part[Case | None] = Part("sheets")
SUMMARY: Part[InSummary] = Part("summary")
FIGURES: Part[InFigures] = Part("figures")
NAMES: Part[tuple[Identifier, ...] | None] = Part("names")


class Extracts(Protocol):
    """What is kept of many cases, in the order of their references.

    They may lie packed, and are unpacked a few at a time: ask for one part of them
    all, and go through it once.
    """

    @property
    def refs(self) -> Sequence[CaseRef]:
        """The references of the cases."""

    def each(self, part: Part[T]) -> Iterator[T]:
        """One part of each of them."""


@dataclass(frozen=True)
class PartOfAll(Generic[T]):
    """One part of many cases, unpacked anew each time that somebody goes through it."""

    cases: Extracts
    part: Part[T]

    def __iter__(self) -> Iterator[T]:
        """That of each case."""
        return self.cases.each(self.part)


@dataclass(frozen=True)
class Loose:
    """Extracts of a few cases, just as they are."""

    cases: tuple[Extract, ...]

    @property
    def refs(self) -> Sequence[CaseRef]:
        """See `Extracts`."""
        return tuple(case.ref for case in self.cases)

    def each(self, part: Part[T]) -> Iterator[T]:
        """See `Extracts`."""
        return map(part.of, self.cases)


@dataclass(frozen=True, slots=True)
class AtHand:
    """What of an extract is asked for at every turn; very many cases have the same.

    `found` is how many findings there are of each severity, `key`, `named` and `told`
    what the extract answers.
    """

    found: tuple[int, ...]
    late: tuple[DueItem, ...]
    alarms: tuple[Alarm, ...]
    not_possible: tuple[NotPossible, ...]
    key: str
    named: bool
    told: bool


def at_hand(case: Extract) -> AtHand:
    """That of one extract."""
    return AtHand(
        case.overview.found,
        tuple(item for item in case.overview.due if item.late),
        case.overview.alarms,
        case.not_possible,
        case.figures.key,
        case.names is not None,
        case.told,
    )


def extract(status: CaseStatus, day: Day) -> Extract:
    """The extract of a case as it stands."""
    folder, due, organisation = status.folder, status.due, day.organisation
    named, told = day.asking.names(folder.ref), day.asking.tells(folder.ref)
    return Extract(
        in_overview(status),
        spell(folder),
        glimpse(folder, organisation, telling=told),
        tuple(not_possible(folder)),
        in_register((folder, due), organisation, day.today),
        in_notices(folder, due, organisation, day.calendar, day.today),
        in_limits(folder, status.findings, organisation, day.today),
        in_log(folder, due, organisation),
        in_note(folder, day.today),
        in_sheets(folder, status.findings),
        in_summary(folder, organisation, day.today),
        in_figures(folder, due, day.facts, day.asking),
        people((folder,), organisation) if named else None,
    )


def answers(ref: CaseRef, known: AtHand, asking: Asking) -> bool:
    """Whether an extract holds all that is asked of the case."""
    named = known.named or not asking.names(ref)
    told = known.told or not asking.tells(ref)
    return known.key == asking.key and named and told


def asked_again(
    case: Extract, folder: CaseFolder, due: tuple[DueItem, ...], day: Day
) -> Extract:
    """The same extract, when something else is asked of the case than it answers."""
    named = day.asking.names(case.ref) or case.names is not None
    told = day.asking.tells(case.ref) or case.told
    return replace(
        case,
        glimpse=glimpse(folder, day.organisation, telling=told),
        figures=in_figures(folder, due, day.facts, day.asking),
        names=people((folder,), day.organisation) if named else None,
    )
