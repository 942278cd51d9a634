"""Bank holidays of the four nations, offline, from the `holidays` library (4.1)."""

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


def calendar_for(
    nation: Nation, working: Sequence[str] = (), years: range = YEARS
) -> Calendar:
    """The working days of a nation in these years.

    `working` names the weekdays worked (mon to fri when it names none).
    """
    return _calendar(nation, tuple(working), years)


@cache
def _calendar(nation: Nation, working: tuple[str, ...], years: range) -> Calendar:
    import holidays  # noqa: PLC0415 - slow to import, and not every command needs it

    days = holidays.country_holidays("GB", subdiv=DIVISIONS[nation], years=years)
    worked = frozenset(WEEKDAYS.index(w) for w in working if w in WEEKDAYS)
    return Calendar(frozenset(days), worked or frozenset(range(5)))
