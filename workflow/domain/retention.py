"""What may be destroyed and when, what holds it, and who has to agree (brief 6.6).

Nothing follows from a date alone: a period that the provider has decided on, nothing
that holds the case, and two people are needed (reliability S35, T40).
"""

from calendar import isleap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.organisation import Organisation
from workflow.domain.rules.closing import remaining
from workflow.domain.vocabulary import (
    AuthorityDecision,
    Nation,
    StaffRole,
    ThresholdDecision,
)

PEOPLE = 2  # who have to approve
OUTSIDE = (AuthorityDecision.AWAITING, None)
CLOCK_SLACK = timedelta(days=1)  # two clocks around midnight
ANSWERING = timedelta(days=93)  # a month, and two more (UK GDPR, article 12(3))
LEAP = 29  # February has this day in some years only


class HoldKind(StrEnum):
    """Why a case is kept although its period is over."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    CLAIM = "claim"
    LEGAL = "legal"
    REQUEST = "request"
    OTHER = "other"


HOLDS: Mapping[HoldKind, str] = {
    HoldKind.ENQUIRY: "An enquiry or inquiry is open",
    HoldKind.COMPLAINT: "A complaint is open",
    HoldKind.CLAIM: "A claim is open or expected",
    HoldKind.LEGAL: "A legal hold: a court, a coroner or the police asked to keep it",
    HoldKind.REQUEST: "The person asked to see it, to have it put right or to keep it",
    HoldKind.OTHER: "Another reason, in the note",
}


@dataclass(frozen=True)
class Period:
    """How many years a nation's cases are kept, from what, and who says so.

    `years` is None where nobody we know of says anything: then it is for the provider.
    """

    nations: frozenset[Nation]
    years: int | None
    counts_from: str
    source: str


@dataclass(frozen=True)
class Beside:
    """Something else that holds people's details, and where it lies."""

    place: str
    what: str
    source: str = ""


@dataclass(frozen=True)
class BidPeriods:
    """How long bids are kept: years after the contract, days of a draft (brief 6.6)."""

    years_after_contract: int = 6
    draft_days: int = 90


@dataclass(frozen=True)
class Policy:
    """What the provider has decided about keeping records (`config/retention.yaml`).

    Two people approve; one of them has a role of `decides`, the other one of either
    list. `copies` are the copies that people have to see to.
    """

    periods: tuple[Period, ...] = ()
    decided_by: str = ""
    decided_on: date | None = None
    either: frozenset[StaffRole] = frozenset()
    decides: frozenset[StaffRole] = frozenset()
    beside: tuple[Beside, ...] = ()
    copies: tuple[str, ...] = ()
    bids: BidPeriods = BidPeriods()

    def period(self, nation: Nation) -> Period | None:
        """The period for a nation."""
        return next((p for p in self.periods if nation in p.nations), None)


@dataclass(frozen=True)
class Pile:
    """How much there is of something."""

    files: int = 0
    size: int = 0

    def __str__(self) -> str:
        """Say it: "12 files, 34,567 bytes"."""
        files = "1 file" if self.files == 1 else f"{self.files:,} files"
        return f"{files}, {self.size:,} bytes"

    def __add__(self, other: "Pile") -> "Pile":
        """Both together."""
        return Pile(self.files + other.files, self.size + other.size)


@dataclass(frozen=True)
class Hold:
    """Somebody said: keep this one. It holds until somebody lifts it."""

    number: int
    kind: HoldKind
    since: date
    by: str
    reason: str
    lifted_on: date | None = None


@dataclass(frozen=True)
class Approval:
    """One person's yes to destroying a case just as it stood (`digest`)."""

    by: str
    role: StaffRole
    on: date
    reason: str
    digest: str


@dataclass(frozen=True)
class Looked:
    """What is known of one case: as it was read, and what lies beside the record.

    `digest` is the hash of all that would go; `waiting` counts forms and drafts that
    nobody has gone through yet. `asked` is the day of the last list that was made
    because the person asked what is held.
    """

    folder: CaseFolder
    digest: str
    pile: Pile = Pile()
    holds: tuple[Hold, ...] = ()
    approvals: tuple[Approval, ...] = ()
    waiting: int = 0
    asked: date | None = None


@dataclass(frozen=True)
class Kept:
    """One closed case on the list: until when, why still, and who has said yes.

    `until` is the first day on which it may go; None when that cannot be said.
    `needs` is what an approval still lacks, in words.
    """

    ref: str
    closed_on: date | None
    until: date | None
    why: tuple[str, ...]
    pile: Pile
    digest: str
    approvals: tuple[Approval, ...] = ()
    needs: str = ""
    years: int | None = None
    source: str = ""

    @property
    def due(self) -> bool:
        """Whether nothing keeps it but the approvals."""
        return not self.why

    @property
    def approved(self) -> bool:
        """Whether two people have said yes to it as it stands."""
        return self.due and not self.needs


def kept(
    looked: Looked, policy: Policy, organisation: Organisation, today: date
) -> Kept:
    """Where one case stands today."""
    folder = looked.folder
    nation = organisation.nation(folder.case.record.service_id)
    period, years = policy.period(nation), years_for(nation, policy, organisation)
    until = kept_until(folder, years)
    why = tuple(_why(looked, policy, until, today))
    valid = tuple(_valid(looked.approvals, looked.digest))
    return Kept(
        folder.ref,
        folder.closure.record.closed_on,
        until,
        why,
        looked.pile,
        looked.digest,
        valid,
        needs(valid, policy),
        years,
        period.source if period else "",
    )


def years_for(nation: Nation, policy: Policy, organisation: Organisation) -> int | None:
    """The provider's own number of years; else the one we know of for the nation."""
    own = organisation.provider.record.retention.years_after_closure
    period = policy.period(nation)
    return own if own is not None else (period.years if period else None)


def kept_until(folder: CaseFolder, years: int | None) -> date | None:
    """The first day on which a case may go; None when that cannot be said.

    The day that somebody wrote down for looking at it counts when it is later.
    """
    closure = folder.closure.record
    if closure.closed_on is None or years is None or years < 1:
        return None
    return max(
        years_later(closure.closed_on, years), closure.records_review_on or date.min
    )


def years_later(day: date, years: int) -> date:
    """So many years later; what falls on a day that is not there, the day after."""
    leap = (day.month, day.day) == (2, LEAP)
    if leap and not isleap(day.year + years):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def _why(
    looked: Looked, policy: Policy, until: date | None, today: date
) -> Iterator[str]:
    folder = looked.folder
    if folder.is_open or folder.closure.record.closed_on is None:
        yield "The case is open."
        return
    yield from _undecided(policy, until)
    if until is not None and today < until:
        yield f"It is kept until {until}."
    yield from _unclear(looked)
    if looked.asked and today < (answered := looked.asked + ANSWERING):
        yield (
            f"The person asked to see it: a list was made on {looked.asked}. It is kept"
            f" until {answered}, or until the list is taken away because they have had"
            " their answer."
        )
    for hold in looked.holds:
        if hold.lifted_on is None:
            yield f"Hold {hold.number} since {hold.since}: {HOLDS[hold.kind]}."


def _undecided(policy: Policy, until: date | None) -> Iterator[str]:
    if not (policy.decided_by and policy.decided_on):
        yield (
            "Nobody has decided on the period: see `decided` in config/retention.yaml."
        )
    if until is None:
        yield "There is no period for it: your decision, in config/retention.yaml."


def _unclear(looked: Looked) -> Iterator[str]:
    """What somebody has to look at before anything can be said about a case."""
    folder = looked.folder
    if folder.unreadable or folder.mixed_up:
        yield "A file cannot be read, or is no file of this case: look at it first."
    if looked.waiting:
        yield f"{looked.waiting} filled forms or drafts wait: go through them first."
    threshold = folder.case.record.threshold
    reported = threshold.decision is ThresholdDecision.REPORT
    if reported and threshold.authority_decision in OUTSIDE:
        yield "It was reported, and the council's answer is not in the record."
    if any(remaining(folder)) and not folder.closure.record.open_items_handed_to:
        yield "Something in it is not finished and was handed to nobody."


def _valid(approvals: Sequence[Approval], digest: str) -> Iterator[Approval]:
    """The approvals of the case as it stands, one of each person."""
    seen: set[str] = set()
    for approval in sorted(approvals, key=lambda a: (a.on, a.by)):
        if approval.digest == digest and approval.by not in seen:
            seen.add(approval.by)
            yield approval


def needs(approvals: Sequence[Approval], policy: Policy) -> str:
    """What is lacking to two people's yes; "" when nothing is."""
    deciding = any(approval.role in policy.decides for approval in approvals)
    if len(approvals) >= PEOPLE and deciding:
        return ""
    who = ", ".join(sorted(role.label for role in policy.decides))
    if not deciding:
        more = "" if len(approvals) == PEOPLE - 1 else ", and one more person"
        return f"Needs a yes of one of these: {who}{more}."
    return "Needs the yes of one more person."


def may_approve(
    by: str, policy: Policy, organisation: Organisation, today: date
) -> StaffRole | None:
    """The role in which somebody may approve today; None when they may not."""
    member = organisation.member(by)
    if member is None or not organisation.active(by, today):
        return None
    for roles in (policy.decides, policy.either):
        role = next((r for r in member.roles if r in roles), None)
        if role:
            return role
    return None


def clocks_agree(
    given: date, computer: date, share: date | None, shown: date | None
) -> bool:
    """Whether the day can be trusted enough to destroy something by it.

    `given` is the day worked by, `share` the shared drive's own, `shown` the latest
    one that a program wrote in a journal. A day earlier than the computer's destroys
    less, and may be given; a later one may not.
    """
    if given > computer:
        return False
    if share is not None and abs(share - computer) > CLOCK_SLACK:
        return False
    return shown is None or shown <= computer + CLOCK_SLACK


@dataclass(frozen=True)
class Row:
    """One file to destroy: what kind, its size, the hashes of its name and content.

    The name itself is not kept: people call files after people.
    """

    kind: str
    size: int
    name: str
    content: str


@dataclass(frozen=True)
class Order:
    """All that was decided about one case before its first file went: ids and hashes.

    `number` counts the orders of a case from 1. `elsewhere` names places in the
    workspace that still speak of the case, with how many files.
    """

    number: int
    case: str
    digest: str
    ordered_on: date
    closed_on: date
    until: date
    years: int
    source: str
    rows: tuple[Row, ...]
    approvals: tuple[Approval, ...]
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def pile(self) -> Pile:
        """How much it is."""
        return Pile(len(self.rows), sum(row.size for row in self.rows))


def certificate(
    order: Order, policy: Policy, provider: str, destroyed_on: date
) -> dict[str, object]:
    """What the certificate says: no person, only references, roles, ids and hashes."""
    return {
        "provider_name": provider,
        "ref": order.case,
        "closed_on": uk_date(order.closed_on),
        "kept_until": uk_date(order.until),
        "years": order.years,
        "source": order.source,
        "decided_by": policy.decided_by,
        "decided_on": uk_date(policy.decided_on),
        "ordered_on": uk_date(order.ordered_on),
        "destroyed_on": uk_date(destroyed_on),
        "amount": str(order.pile),
        "seal": order.digest,
        "kinds": list(_kinds(order)),
        "approvals": [
            {
                "who": f"{approval.role.label} ({approval.by})",
                "on": uk_date(approval.on),
                "reason": approval.reason,
            }
            for approval in order.approvals
        ],
        "elsewhere": [
            {"place": place, "count": str(count)}
            for place, count in sorted(order.elsewhere.items())
        ],
        "copies": list(policy.copies),
        "rows": [
            {"kind": row.kind, "size": f"{row.size:,}", "sha": row.content}
            for row in order.rows
        ],
    }


def _kinds(order: Order) -> Iterator[dict[str, str]]:
    for kind in dict.fromkeys(row.kind for row in order.rows):
        sizes = [row.size for row in order.rows if row.kind == kind]
        yield {"kind": kind, "amount": str(Pile(len(sizes), sum(sizes)))}


def example_certificate(today: date) -> dict[str, object]:
    """A certificate in which everything is said, to look at its template with."""
    yes = Approval("words", StaffRole.REGISTERED_MANAGER, today, "words", "words")
    row = Row("words", 1, "words", "words")
    order = Order(
        *(1, "words", "words", today, today, today, 8, "words"),
        (row,),
        (yes,),
        {"words": 1},
    )
    policy = Policy((), "words", today, copies=("words",))
    return certificate(order, policy, "words", today)
