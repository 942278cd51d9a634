"""Draws the monthly sample: seeded, fair over services and workers (brief 2.14).

A case has its place in the queue of a month from the hash of month and reference
alone, so that the same month gives the same sample on every machine, and one case more
moves no other.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.organisation import Organisation
from workflow.domain.rhythm import months_after
from workflow.domain.vocabulary import StaffRole
from workflow.domain.working_days import MONTHS, later

SHARE = 20  # per cent of the open cases (2.14)
AT_LEAST = 3
AT_RANDOM = "drawn at random"
LIMIT = "a limit on freedom was in force"
OVERRIDE = "something was shared against what was agreed, on purpose"
DEVIATION = "what was agreed was not kept"
SAMPLERS = (
    StaffRole.QUALITY_LEAD,
    StaffRole.NOMINATED_INDIVIDUAL,
    StaffRole.REGISTERED_MANAGER,
    StaffRole.SAFEGUARDING_LEAD,
    StaffRole.DEPUTY_SAFEGUARDING_LEAD,
    StaffRole.TEAM_LEADER,
)
"""Who may be asked to sample, the first first."""


@dataclass(frozen=True)
class Month:
    """One calendar month, written `2026-10`."""

    text: str

    @property
    def first(self) -> date:
        """The first day. Raises `ValueError` when the text is no month."""
        return date.fromisoformat(f"{self.text}-01")

    @property
    def last(self) -> date:
        """The last day."""
        return later(months_after(self.first, 1), -1)

    @property
    def words(self) -> str:
        """The month as people say it: October 2026."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    def holds(self, day: date | None) -> bool:
        """Whether a day falls in the month."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Candidate:
    """A case that was open in the month: its service, its owner then, who owned it.

    `always` says why it is looked at whatever the draw; empty for most.
    """

    ref: str
    service: str
    owner: str
    owners: frozenset[str]
    always: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """A case in the sample, and why it is."""

    ref: str
    why: tuple[str, ...]


def candidates(folders: Iterable[CaseFolder], month: Month) -> tuple[Candidate, ...]:
    """The cases that were open on any day of the month."""
    return tuple(_candidate(f, month) for f in folders if _open_in(f, month))


def _open_in(folder: CaseFolder, month: Month) -> bool:
    case = folder.case.record
    closed = case.closed_on or folder.closure.record.closed_on
    begun = case.opened_on is not None and case.opened_on <= month.last
    return begun and (closed is None or closed >= month.first)


def _candidate(folder: CaseFolder, month: Month) -> Candidate:
    case = folder.case.record
    now = case.ownership.owner or ""
    spans = tuple(
        (line.owner or "", line.from_ or date.min, line.to or date.max)
        for line in case.ownership.history
    )
    then = (who for who, first, end in spans if first <= month.last < end)
    since = {who for who, _, end in spans if end >= month.first}
    return Candidate(
        folder.ref,
        case.service_id or "",
        next(then, now),
        frozenset(who for who in {now, *since} if who),
        tuple(_always(folder, month)),
    )


def _always(folder: CaseFolder, month: Month) -> Iterator[str]:
    """Why a case is in every sample of the month: limits, overrides, deviations."""
    limits = folder.plan.record.restrictions
    if any(
        (limit.started_on or date.min) <= month.last
        and (limit.ended_on or date.max) >= month.first
        for limit in limits
    ):
        yield LIMIT
    records = [f.record for f in folder.records if month.holds(f.record.date)]
    if any(record.external_contact.override for record in records):
        yield OVERRIDE
    if any(record.deviation for record in records):
        yield DEVIATION


def draw(known: Sequence[Candidate], month: Month) -> tuple[Chosen, ...]:
    """The sample: the random part, then what is always looked at, by reference.

    The random part is 20% of the cases, at least three and at least one for each
    service; it is spread over services by their size, inside each over the owners.
    """
    at_random = {case.ref for case in _at_random(known, month)}
    chosen = []
    for case in sorted(known, key=lambda case: case.ref):
        drawn = (AT_RANDOM,) if case.ref in at_random else ()
        if drawn or case.always:
            chosen.append(Chosen(case.ref, (*drawn, *case.always)))
    return tuple(chosen)


def size(known: Sequence[Candidate]) -> int:
    """How many cases the random part has."""
    share = -(-len(known) * SHARE // 100)
    services = len({case.service for case in known})
    return min(len(known), max(share, AT_LEAST, services))


def _at_random(known: Sequence[Candidate], month: Month) -> Iterator[Candidate]:
    sizes = Counter(case.service for case in known)
    taken: Counter[str] = Counter()
    looked_at: Counter[str] = Counter()
    left = sorted(known, key=lambda case: _place(case.ref, month))
    for _ in range(size(known)):
        case = min(
            left,
            key=lambda c: (taken[c.service] / sizes[c.service], looked_at[c.owner]),
        )
        left.remove(case)
        taken[case.service] += 1
        looked_at[case.owner] += 1
        yield case


def _place(ref: str, month: Month) -> str:
    return hashlib.sha256(f"{month.text}|{ref}".encode()).hexdigest()


def samplers(
    organisation: Organisation, known: Sequence[Candidate], today: date
) -> Iterator[str]:
    """Who may look at these cases: in a role for it, here today, owner of none."""
    owners = {who for case in known for who in case.owners}
    seen = set()
    for role in SAMPLERS:
        for who in organisation.holders(role, today):
            if who not in owners and who not in seen:
                seen.add(who)
                yield who


def method(seed: Month) -> str:
    """How the sample was drawn, for the file and the report."""
    return (
        f"{SHARE}% of the open cases, at least {AT_LEAST} and at least one for each"
        f" service, spread over the owners, drawn by lot (seed {seed.text}); and every"
        " case with a limit on freedom, or where what was agreed was not kept."
    )
