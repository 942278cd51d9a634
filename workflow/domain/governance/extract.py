"""What papers about all cases take of one case, made once while it is in hand.

Papers about all cases are made of extracts alone, so that the content of a case is let
go when its own documents are done. What an extract holds is what those papers print or
count of the case, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

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
    def ref(self) -> CaseRef:
        """The reference of the case."""
        return self.overview.ref

    @property
    def due(self) -> tuple[DueItem, ...]:
        """What is late, due today or due soon."""
        return self.overview.due

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """The documents that a lead should look at."""
        return self.overview.alarms


def extract(status: CaseStatus, day: Day) -> Extract:
    """The extract of a case as it stands."""
    folder, due, organisation = status.folder, status.due, day.organisation
    named = day.asking.names(folder.ref)
    return Extract(
        in_overview(status),
        spell(folder),
        glimpse(folder, organisation),
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


def answers(case: Extract, asking: Asking) -> bool:
    """Whether an extract holds all that is asked of the case."""
    named = case.names is not None or not asking.names(case.ref)
    return case.figures.key == asking.key and named


def asked_again(
    case: Extract, folder: CaseFolder, due: tuple[DueItem, ...], day: Day
) -> Extract:
    """The same extract, when something else is asked of the case than it answers."""
    return replace(
        case,
        figures=in_figures(folder, due, day.facts, day.asking),
        names=people((folder,), day.organisation),
    )
