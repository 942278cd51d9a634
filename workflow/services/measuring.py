"""Counts the measures of a period; figures for bids leave with small numbers hidden."""

from collections.abc import Mapping, Sequence
from datetime import date

from workflow.domain.disclosure import Figure
from workflow.domain.measures import MEASURES, Evidence, Period, measure
from workflow.domain.workspace import Workspace
from workflow.services.checking import Practice
from workflow.services.ports import Cases


def measures(
    cases: Cases,
    practice: Practice,
    period: Period,
    services: Sequence[str],
    today: date,
    workspace: Workspace,
) -> Mapping[str, Figure]:
    """Every measure we can count, by id, for these services (all when none is)."""
    folders = tuple(cases.load(ref).folder for ref in cases.refs())
    facts = Evidence(
        folders,
        practice.organisation,
        practice.calendar,
        today,
        tuple(services),
        workspace.samplings,
        workspace.supervisions,
    )
    return {name: measure(name, facts, period) for name in MEASURES}
