"""Lists what may be destroyed, keeps holds and approvals, destroys what two approved.

Listing changes nothing, and nothing here happens by itself. Once an order stands and
the folder is out of use, the same call finishes what a cut left (T40).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from workflow.domain.anonymise import identifiers, residue
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import (
    CaseChanged,
    CaseNotFound,
    NotAllDestroyed,
    NotForDestruction,
)
from workflow.domain.retention import (
    Approval,
    Hold,
    HoldKind,
    Kept,
    Looked,
    Order,
    Pile,
    Policy,
    Row,
    certificate,
    kept,
    may_approve,
    needs,
)
from workflow.domain.vocabulary import StaffRole
from workflow.services.checking import Practice
from workflow.services.ports import Cases, Log

SHORTEST_REASON = 10  # characters: "ok" is no reason
Fill = Callable[[Mapping[str, object], date], bytes]
"""The certificate, given what it says and the day."""


class Decisions(Protocol):
    """What was decided about keeping cases."""

    def holds(self, ref: str) -> tuple[Hold, ...]:
        """Every hold of a case, lifted ones too."""

    def keep_hold(self, ref: str, hold: Hold) -> Hold:
        """Write a hold down; the same with its number."""

    def lift(self, ref: str, number: int, by: str, on: date, reason: str) -> bool:
        """Write down that a hold is lifted; whether there was one to lift."""

    def approvals(self, ref: str) -> tuple[Approval, ...]:
        """Every approval of a case, of whatever state of it."""

    def keep_approval(self, ref: str, approval: Approval) -> None:
        """Write down that somebody said yes."""

    def order(self, ref: str) -> Order | None:
        """The newest order to destroy a case."""

    def keep_order(self, order: Order) -> Order:
        """Write an order down before anything is moved; the same with its number."""

    def begun(self, order: Order) -> bool:
        """Whether the first file of an order may be gone already."""

    def begin(self, order: Order) -> None:
        """Note that from here on files go."""

    def finish(self, order: Order, on: date) -> None:
        """Note the day on which an order was carried out."""

    def finished(self, order: Order) -> date | None:
        """The day on which an order was carried out; None when it was not."""

    def keep_certificate(self, order: Order, content: bytes) -> str:
        """Place the certificate; its name, from the workspace."""


class Vault(Protocol):
    """The case folders, to be taken out of use."""

    def in_use(self, ref: str) -> bool:
        """Whether the folder of a case stands where cases stand."""

    def away(self, ref: str) -> bool:
        """Whether it was moved away to be destroyed."""

    def waiting(self) -> tuple[str, ...]:
        """The cases that were moved away and are not destroyed yet."""

    def rows(self, ref: str) -> tuple[Row, ...]:
        """Every file that belongs to a case."""

    def digest(self, ref: str) -> str:
        """The hash of all that people put into a case."""

    def take_away(self, ref: str) -> None:
        """Move the folder, whole, to where no command looks for cases."""

    def give_back(self, ref: str) -> None:
        """Put the folder back where it was."""

    def destroy(self, ref: str, rows: Sequence[Row]) -> int:
        """Remove the files listed and the empty folders; how many stay."""

    def elsewhere(self, ref: str) -> Mapping[str, int]:
        """Places in the workspace that still speak of a case."""


@dataclass(frozen=True)
class Archive:
    """All that keeping and destroying needs.

    `unread` counts the filled forms and the drafts of a case that still wait; `asked`
    gives the day of the last list that was made because the person asked for one.
    """

    cases: Cases
    practice: Practice
    policy: Policy
    decisions: Decisions
    vault: Vault
    log: Log
    unread: Callable[[str], int]
    fill: Fill
    asked: Callable[[str], date | None]


@dataclass(frozen=True)
class Destroyed:
    """One case that is destroyed: how much it was, and where the certificate lies."""

    case: str
    pile: Pile
    certificate: str
    elsewhere: Mapping[str, int]


def listed(archive: Archive, today: date) -> Iterator[Kept]:
    """Where every closed case stands today, in order of reference."""
    for ref in archive.cases.refs():
        folder = archive.cases.load(ref).folder
        if not folder.is_open:
            yield standing(archive, ref, today)


def standing(archive: Archive, ref: CaseRef, today: date) -> Kept:
    """Where one case stands today. Raises `CaseNotFound`."""
    rows = archive.vault.rows(ref)
    looked = Looked(
        archive.cases.load(ref).folder,
        archive.vault.digest(ref),
        Pile(len(rows), sum(row.size for row in rows)),
        archive.decisions.holds(ref),
        archive.decisions.approvals(ref),
        archive.unread(ref),
        archive.asked(ref),
    )
    return kept(looked, archive.policy, archive.practice.organisation, today)


def came_back(archive: Archive, refs: Sequence[str]) -> tuple[str, ...]:
    """The cases that were destroyed and are here again: out of a backup, say."""
    found = []
    for ref in refs:
        order = archive.decisions.order(ref)
        gone = order is not None and archive.decisions.finished(order)
        if gone and archive.vault.in_use(ref):
            found.append(ref)
    return tuple(found)


def hold(
    archive: Archive, ref: CaseRef, kind: HoldKind, by: str, reason: str, today: date
) -> Hold:
    """Keep a case whatever its period says. Raises `NotForDestruction`."""
    _refuse_stranger(archive, by, today)
    _refuse_reason(archive, ref, reason)
    held = archive.decisions.keep_hold(ref, Hold(0, kind, today, by, reason))
    archive.log.done(archive.log.intend("hold", ref, kind.value), "noted")
    return held


def lift(
    archive: Archive, ref: CaseRef, number: int, by: str, reason: str, today: date
) -> None:
    """End a hold. Raises `NotForDestruction` for whoever may not, or without one."""
    _approver(archive, by, today)
    _refuse_reason(archive, ref, reason)
    if not archive.decisions.lift(ref, number, by, today, reason):
        raise NotForDestruction(f"{ref} has no hold {number} that is not lifted")
    archive.log.done(archive.log.intend("lift_hold", ref, "retention"), "noted")


def approve(archive: Archive, ref: CaseRef, by: str, reason: str, today: date) -> Kept:
    """Say yes to destroying a case as it stands; where it stands now.

    Raises `NotForDestruction` while anything keeps it, for whoever may not, and for
    somebody's second yes.
    """
    role = _approver(archive, by, today)
    now = standing(archive, ref, today)
    if not now.due:
        raise NotForDestruction(f"{ref}: {' '.join(now.why)}")
    if any(approval.by == by for approval in now.approvals):
        raise NotForDestruction(f"{by} has approved {ref} already: {now.needs}")
    _refuse_reason(archive, ref, reason)
    yes = Approval(by, role, today, reason, now.digest)
    archive.decisions.keep_approval(ref, yes)
    archive.log.done(archive.log.intend("approve", ref, "retention"), "noted")
    both = (*now.approvals, yes)
    return replace(now, approvals=both, needs=needs(both, archive.policy))


def destroy(archive: Archive, ref: str, today: date) -> Destroyed:
    """Destroy a case that two people approved, or finish what was begun.

    Raises `NotForDestruction`, `CaseChanged`, `NotAllDestroyed`.
    """
    order = archive.decisions.order(ref)
    if not archive.vault.away(ref):
        gone = order is not None and archive.decisions.begun(order)
        if order and gone and not archive.vault.in_use(ref):
            return _certified(archive, order, today)
        order = _ordered(archive, ref, today)
        archive.vault.take_away(ref)
    if order is None:
        raise NotForDestruction(f"{ref} was moved away, and no order says why")
    if not archive.decisions.begun(order):
        _refuse_changed(archive, order)
        archive.decisions.begin(order)
    intent = archive.log.intend("destroy", ref, "retention", order.digest)
    stays = archive.vault.destroy(ref, order.rows)
    archive.log.done(intent, "kept_some" if stays else "destroyed")
    if stays:
        raise NotAllDestroyed(f"{ref}: {stays}")
    return _certified(archive, order, today)


def _ordered(archive: Archive, ref: str, today: date) -> Order:
    """Write down what is to go. Its certificate is tried first."""
    if not archive.vault.in_use(ref):
        raise CaseNotFound(ref)
    now = standing(archive, CaseRef(ref), today)
    if not now.approved or not (now.closed_on and now.until and now.years):
        raise NotForDestruction(f"{ref}: {' '.join(now.why) or now.needs}")
    order = Order(
        0,
        ref,
        now.digest,
        today,
        now.closed_on,
        now.until,
        now.years,
        now.source,
        archive.vault.rows(ref),
        now.approvals,
        archive.vault.elsewhere(ref),
    )
    _certificate(archive, order, today)
    last = archive.decisions.order(ref)
    same = last is not None and last == replace(order, number=last.number)
    if last and same and not archive.decisions.begun(last):
        return last  # a cut came before the folder was moved
    return archive.decisions.keep_order(order)


def _refuse_changed(archive: Archive, order: Order) -> None:
    """Give the case back when it is not what was ordered, or is held since."""
    held = any(h.lifted_on is None for h in archive.decisions.holds(order.case))
    if held or set(archive.vault.rows(order.case)) != set(order.rows):
        archive.vault.give_back(order.case)
        raise CaseChanged(order.case)


def _certified(archive: Archive, order: Order, today: date) -> Destroyed:
    """Note that it is done, then place the certificate; both may be there already."""
    archive.decisions.finish(order, today)
    day = archive.decisions.finished(order) or today
    made = _certificate(archive, order, day)
    file = archive.decisions.keep_certificate(order, made)
    return Destroyed(order.case, order.pile, file, order.elsewhere)


def _certificate(archive: Archive, order: Order, day: date) -> bytes:
    provider = archive.practice.organisation.provider.record.provider_name or ""
    return archive.fill(certificate(order, archive.policy, provider, day), day)


def _approver(archive: Archive, by: str, today: date) -> StaffRole:
    organisation, policy = archive.practice.organisation, archive.policy
    role = may_approve(by, policy, organisation, today)
    if role is None:
        roles = ", ".join(sorted(r.label for r in policy.decides | policy.either))
        raise NotForDestruction(f"{by} may not: only who works here and is {roles}")
    return role


def _refuse_stranger(archive: Archive, by: str, today: date) -> None:
    if not archive.practice.organisation.active(by, today):
        raise NotForDestruction("Nobody who works here has this id.")


def _refuse_reason(archive: Archive, ref: CaseRef, reason: str) -> None:
    """A reason outlives the case, so it says something, and names nobody."""
    organisation = archive.practice.organisation
    folder = archive.cases.load(ref).folder
    known = identifiers((folder,), organisation, organisation.common_words)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotForDestruction("Give the reason in a few words.")
    if residue(reason, known):
        raise NotForDestruction(
            "The reason names somebody, and it outlives the case. Say it without names."
        )
