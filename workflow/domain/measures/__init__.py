"""The measures of the tender pack, each counted line by line (brief 5.11)."""

from collections import Counter as Tallies
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.disclosure import Figure
from workflow.domain.measures import days, plans, practice, wishes
from workflow.domain.measures.counting import (
    Counted,
    Counter,
    Evidence,
    Line,
    OverAll,
    Period,
    Written,
    written,
)
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.vocabulary import Answer, MeasureClass, RiskOutcome

__all__ = [
    "MEASURES",
    "SAMPLED",
    "Evidence",
    "Line",
    "Measure",
    "Period",
    "Sum",
    "Tally",
    "Written",
    "figure",
    "lines",
    "measure",
    "tally_case",
    "tally_over_all",
    "tally_sampled",
    "written",
]

SAMPLED = "TM28"
"""Counted from the samples alone: they change while no case does."""
PROCESS, PERSON = MeasureClass.PROCESS, MeasureClass.PERSON
OUTCOMES_MET = "Safeguarding Adults Collection: outcomes met"
RISK_OUTCOME = "Safeguarding Adults Collection: risk outcome"
WISHES_ASKED = "Safeguarding Adults Collection: Making Safeguarding Personal"


@dataclass(frozen=True)
class Measure:
    """One measure of brief 5.11; `over_all` counts what is not counted by case.

    `comparator` names the national collection whose categories it shares; a provider's
    figures are never national statistics. `middle` takes the median, `rate` adds up.
    """

    id: str
    title: str
    numerator: str
    denominator: str
    klass: MeasureClass
    counter: Counter
    over_all: OverAll | None = None
    comparator: str = ""
    middle: bool = False
    rate: bool = False


def lines(identifier: str, facts: Evidence, period: Period) -> tuple[Line, ...]:
    """What a measure counts, line by line: its denominator, each with its place.

    Raises `KeyError` for a measure we do not know.
    """
    asked = MEASURES[identifier]
    found = [
        line
        for folder in facts.chosen()
        for line in asked.counter(_counted(folder, facts, period))
    ]
    if asked.over_all is None:
        return tuple(found)
    wrote = written(facts.chosen(), period)
    return (*found, *asked.over_all(facts, period, wrote))


def measure(identifier: str, facts: Evidence, period: Period) -> Figure:
    """Count one measure over a period. Raises `KeyError` for one we do not know."""
    return figure(identifier, tally(lines(identifier, facts, period)))


@dataclass(frozen=True, slots=True)
class Tally:
    """What lines come to, so that the lines themselves need not be kept.

    `largest` is how many come from one case, `values` what each of them adds; those at
    first are counted apart (TM21).
    """

    n: int = 0
    d: int = 0
    largest: int = 0
    values: tuple[float, ...] = ()
    at_first: tuple[float, ...] = ()


class Sum:
    """Adds tallies up, the lines of each case all being in one of them."""

    def __init__(self) -> None:
        self.n = self.d = self.largest = 0
        self.values: list[float] = []
        self.at_first: list[float] = []

    def add(self, one: Tally) -> None:
        """Count these too."""
        self.n += one.n
        self.d += one.d
        self.largest = max(self.largest, one.largest)
        self.values += one.values
        self.at_first += one.at_first

    def tally(self) -> Tally:
        """All of them together."""
        values, first = tuple(self.values), tuple(self.at_first)
        return Tally(self.n, self.d, self.largest, values, first)


def tally(every: Iterable[Line], *, valued: bool = True) -> Tally:
    """What lines come to; `valued` when what each of them adds is asked for."""
    known = tuple(every)
    now = [line for line in known if not line.first]
    cases = Tallies(line.case for line in now if line.case)
    return Tally(
        sum(line.counted for line in now),
        len(now),
        max(cases.values(), default=0),
        tuple(line.value for line in now) if valued else (),
        tuple(line.value for line in known if line.first),
    )


def tally_case(
    identifier: str, folder: CaseFolder, facts: Evidence, period: Period
) -> Tally:
    """What one case comes to in a measure."""
    asked = MEASURES[identifier]
    found = asked.counter(_counted(folder, facts, period))
    return tally(found, valued=asked.middle or asked.rate)


def tally_sampled(ref: CaseRef, facts: Evidence, period: Period) -> Tally:
    """What the samples say of one case, whatever its files say (`SAMPLED`)."""
    return tally_case(SAMPLED, _without_files(ref), facts, period)


def _without_files(ref: CaseRef) -> CaseFolder:
    """A case of which nothing is known but its reference."""
    return CaseFolder(
        ref,
        Filed("person.yaml", Person()),
        Filed("case.yaml", Case()),
        Filed("plan.yaml", Plan()),
        Filed("consent.yaml", Consent()),
    )


def tally_over_all(
    identifier: str, facts: Evidence, period: Period, wrote: Written
) -> Tally:
    """What is counted over all cases in a measure; nothing in most."""
    asked = MEASURES[identifier]
    return tally(asked.over_all(facts, period, wrote) if asked.over_all else ())


def figure(identifier: str, counted: Tally) -> Figure:
    """The figure of a measure, from all that it comes to."""
    asked, d = MEASURES[identifier], counted.d
    found = Figure(
        asked.id,
        asked.title,
        counted.n,
        d,
        asked.klass,
        asked.numerator,
        asked.denominator,
        counted.largest / d if d else 0.0,
        asked.middle,
    )
    if asked.middle:
        return found.with_n(median(counted.values) if counted.values else 0)
    if asked.rate:
        at_first = int(sum(counted.at_first)), len(counted.at_first)
        return found.with_n(int(sum(counted.values)), at_first)
    return found


def _counted(folder: CaseFolder, facts: Evidence, period: Period) -> Counted:
    nation = facts.organisation.nation(folder.case.record.service_id)
    return Counted(folder, facts, facts.calendar(nation), period)


PLANS_ASKED = "plan versions agreed where we asked"
TALKS = "review conversations with an answer"
CLOSED_EXPRESSED = "cases closed where the person had said what they want"
CLOSED_RISK = "cases closed where a risk was found"
FEEDBACK = "cases closed where the person answered"
PARTLY = "people who said partly"
ALL = (
    Measure(
        "TM01",
        "People asked what they want",
        "people we asked what they want to happen",
        "cases opened in the period and open for five working days, or closed",
        PROCESS,
        wishes.asked,
        comparator=WISHES_ASKED,
    ),
    Measure(
        "TM02",
        "People who told us",
        "people who said what they want",
        "people we asked",
        PERSON,
        wishes.told_us,
        comparator=WISHES_ASKED,
    ),
    Measure(
        "TM03",
        "Outcomes in the person's own words",
        "outcomes said by the person, in words that sound like theirs",
        "outcomes written down",
        PROCESS,
        wishes.own_words,
    ),
    Measure(
        "TM04",
        "Outcomes revisited",
        "reviews where every outcome still wanted was asked about, with the words said",
        "first, regular and final reviews held",
        PROCESS,
        wishes.revisited,
    ),
    Measure(
        "TM05a",
        "Outcomes fully achieved",
        "cases where all outcomes were fully achieved",
        CLOSED_EXPRESSED,
        PERSON,
        wishes.achieved(wishes.FULLY),
        comparator=f"{OUTCOMES_MET}, fully achieved",
    ),
    Measure(
        "TM05b",
        "Outcomes partially achieved",
        "cases where an outcome was achieved, at least partially, but not all fully",
        CLOSED_EXPRESSED,
        PERSON,
        wishes.achieved(wishes.PARTLY),
        comparator=f"{OUTCOMES_MET}, partially achieved",
    ),
    Measure(
        "TM05c",
        "Outcomes not achieved",
        "cases where no outcome was achieved",
        CLOSED_EXPRESSED,
        PERSON,
        wishes.achieved(wishes.NOT),
        comparator=f"{OUTCOMES_MET}, not achieved",
    ),
    Measure(
        "TM06a",
        "Risk remained",
        "cases where the risk remained",
        CLOSED_RISK,
        PERSON,
        wishes.risk(RiskOutcome.REMAINED),
        comparator=f"{RISK_OUTCOME}, risk remained",
    ),
    Measure(
        "TM06b",
        "Risk reduced",
        "cases where the risk was reduced",
        CLOSED_RISK,
        PERSON,
        wishes.risk(RiskOutcome.REDUCED),
        comparator=f"{RISK_OUTCOME}, risk reduced",
    ),
    Measure(
        "TM06c",
        "Risk removed",
        "cases where the risk was removed",
        CLOSED_RISK,
        PERSON,
        wishes.risk(RiskOutcome.REMOVED),
        comparator=f"{RISK_OUTCOME}, risk removed",
    ),
    Measure(
        "TM07",
        "Advocacy offered when needed",
        "cases with an offer, or a chosen supporter, within five working days",
        "cases where taking part is much harder for the person",
        PROCESS,
        plans.advocacy_offered,
    ),
    Measure(
        "TM08",
        "Advocacy taken up",
        "people whose advocate began",
        "people who accepted an advocate",
        PERSON,
        plans.advocacy_taken,
    ),
    Measure(
        "TM09",
        "Real choices recorded",
        "plans with two or more choices weighed and at least one from the person",
        "plan versions agreed",
        PROCESS,
        plans.real_choices,
    ),
    Measure(
        "TM10",
        "People who recognise their plan",
        "people who said yes, this is my plan",
        PLANS_ASKED,
        PERSON,
        plans.recognised(Answer.SAID_YES),
    ),
    Measure(
        "TM10p",
        "People who recognise their plan partly",
        PARTLY,
        PLANS_ASKED,
        PERSON,
        plans.recognised(Answer.SAID_PARTLY),
    ),
    Measure(
        "TM11",
        "Copy in the right format on time",
        "plans with a copy in the person's first format within five working days",
        "plan versions agreed, unless the person wants no paper",
        PROCESS,
        plans.own_copy,
    ),
    Measure(
        "TM12",
        "Reviews on time",
        "reviews held on or before their date",
        "reviews due, of every kind",
        PROCESS,
        plans.reviews_on_time,
    ),
    Measure(
        "TM13",
        "Triggered reviews on time",
        "reviews brought forward and held on or before their date",
        "reviews brought forward by something that happened",
        PROCESS,
        plans.triggered_on_time,
    ),
    Measure(
        "TM14",
        "Days from concern to plan",
        "working days from the concern to the first plan, the middle one",
        "cases with a first plan agreed",
        PROCESS,
        plans.days_to_plan,
        middle=True,
    ),
    Measure(
        "TM15",
        "Actions done on time",
        "actions done on or before their date",
        "actions of plans that were due, unless no longer needed",
        PROCESS,
        plans.actions_on_time,
    ),
    Measure(
        "TM16",
        "Limits on freedom fully justified and in date",
        "limits with every reason written down and a review date that has not passed",
        "limits in force at the end of the period",
        PROCESS,
        plans.justified,
    ),
    Measure(
        "TM17",
        "Limits on freedom reduced or ended",
        "limits made less or ended",
        "limits in force at any time in the period",
        PROCESS,
        plans.reduced,
    ),
    Measure(
        "TM18",
        "Successful journeys",
        "journeys completed, alone or with help",
        "journeys that were started",
        PROCESS,
        days.journeys,
    ),
    Measure(
        "TM19",
        "People more confident",
        "people whose last three ratings are better than their first",
        "people with at least three ratings of how sure they feel",
        PERSON,
        days.confident,
    ),
    Measure(
        "TM20",
        "People less anxious",
        "people whose last three ratings are better than their first",
        "people with at least three ratings of how anxious they feel",
        PERSON,
        days.less_anxious,
    ),
    Measure(
        "TM21",
        "Pressured moments in a visit, at first and now",
        "pressured moments",
        "visits in the first and in the last four weeks, plans of eight weeks or more",
        PROCESS,
        days.pressured,
        rate=True,
    ),
    Measure(
        "TM22",
        "Contact boundaries kept",
        "times a boundary was kept",
        "times a boundary was put to the test",
        PROCESS,
        days.boundaries,
    ),
    Measure(
        "TM23",
        "Sharing inside agreed boundaries",
        "contacts where everything shared was inside what the person agreed",
        "contacts with others in which we shared something",
        PROCESS,
        days.inside,
    ),
    Measure(
        "TM24",
        "Sharing beyond the agreement, reviewed by a manager on time",
        "times a manager's review was closed on or before its date",
        "times something was shared beyond the agreement or not as agreed",
        PROCESS,
        days.beyond_reviewed,
    ),
    Measure(
        "TM25",
        "Review conversation offered on time",
        "contacts after which we offered to talk within two working days",
        "contacts with others, unless offering was unsafe",
        PROCESS,
        days.talk_offered,
    ),
    *(
        Measure(f"TM26{letter}{mark}", f"{title}{more}", counts, TALKS, PERSON, counter)
        for letter, title, yes, field in (
            ("a", "Still involved", "they are still involved", "still_involved"),
            ("b", "Still informed", "they are still informed", "still_informed"),
            ("c", "Still in control", "they feel in control", "feels_in_control"),
        )
        for mark, more, counts, counter in (
            ("", "", f"people who said {yes}", days.still(field)),
            ("p", ", partly", PARTLY, days.still(field, Answer.SAID_PARTLY)),
        )
    ),
    Measure(
        "TM27",
        "Follow-ups on time",
        "follow-ups done on or before their date",
        "follow-ups of records that were due, unless no longer needed",
        PROCESS,
        days.follow_ups,
    ),
    Measure(
        "TM28",
        "Records clear to an outsider",
        "sampled records that answered all four questions clearly",
        "records sampled",
        PROCESS,
        practice.clear_to_outsider,
    ),
    Measure(
        "TM29",
        "Learning closed",
        "learning notes checked in practice by somebody else",
        "learning notes whose check fell due",
        PROCESS,
        practice.learned,
    ),
    Measure(
        "TM30",
        "Supervision with a rights dilemma",
        "staff who talked about a rights or protection dilemma in supervision",
        "staff who were here all the time and wrote records",
        PROCESS,
        practice.by_nobody,
        practice.supervised,
    ),
    Measure(
        "TM31",
        "Same practice across the team",
        "staff with the person's words in four of five records or more",
        "staff who wrote five records or more",
        PROCESS,
        practice.by_nobody,
        practice.with_their_words,
    ),
    Measure(
        "TM32",
        "Early conversations",
        "people with a planned talk and a check-in in any sixty days",
        "people with an open case all the time",
        PROCESS,
        practice.early_talks,
    ),
    *(
        Measure(f"TM33{letter}", title, counts, FEEDBACK, PERSON, wishes.felt(field))
        for letter, title, counts, field in (
            ("a", "Feels safer", "people who feel safer", "feels_safer"),
            ("b", "Listened to", "people who felt listened to", "felt_listened_to"),
            ("c", "Informed", "people who felt informed", "felt_informed"),
            (
                "d",
                "Happy with the result",
                "people who are happy with how it turned out",
                "happy_with_result",
            ),
        )
    ),
)
MEASURES: Mapping[str, Measure] = {one.id: one for one in ALL}
