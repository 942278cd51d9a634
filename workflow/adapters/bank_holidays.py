"""Bank holidays of the four nations, offline, from the `holidays` library."""

from collections.abc import Sequence
from functools import cache

from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar

DIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEARS = range(2015, 2051)


def calendar_for(nation: Nation, working: Sequence[str] = ()) -> Calendar:
    """The working days of a nation; `working` names the weekdays worked (mon–fri)."""
    return _calendar(nation, tuple(working))


@cache
def _calendar(nation: Nation, working: tuple[str, ...]) -> Calendar:
    import holidays  # noqa: PLC0415 - slow to import, and not every command needs it

    days = holidays.country_holidays("GB", subdiv=DIVISIONS[nation], years=YEARS)
    worked = frozenset(WEEKDAYS.index(w) for w in working if w in WEEKDAYS)
    return Calendar(frozenset(days), worked or frozenset(range(5)))
