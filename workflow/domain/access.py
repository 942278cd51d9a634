"""Who may open what, from the roles in the staff register (reliability 4.6).

This is guidance in the forms. The share's own rights are the wall; `doctor` says
whether the two match.
"""

from dataclasses import dataclass
from enum import StrEnum

from workflow.domain.case_folder import CLOSED_TO, CaseFolder, Filed
from workflow.domain.filled_forms import Filled
from workflow.domain.questions import Sheet
from workflow.domain.records.base import Block
from workflow.domain.records.record import Record
from workflow.domain.records.staff import StaffMember
from workflow.domain.vocabulary import RecordType
from workflow.domain.vocabulary import StaffRole as Role

LEADS = frozenset({Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD})
MANAGERS = frozenset({Role.REGISTERED_MANAGER, Role.NOMINATED_INDIVIDUAL})
NO_CASES = frozenset({Role.BID_WRITER, Role.TRAINER})
FOR_MANAGERS = ("managerial_reviews/", CLOSED_TO)
BIDS = MANAGERS | {Role.BID_WRITER}
KINDS = {
    "staff": frozenset(Role) - NO_CASES,
    "lead": LEADS | MANAGERS,
    "manager": LEADS | MANAGERS,
}


class Opens(StrEnum):
    """Whether somebody may open a case."""

    YES = "yes"
    WITH_REASON = "with a reason"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Access:
    """What a case says of who may open it: so little can be kept of every case.

    `unclear`: somebody is kept out, and nobody can tell who. `named` are its owner,
    cover and lead; `roles` those that a `restricted` case opens to.
    """

    kept_out: frozenset[str]
    unclear: bool
    named: frozenset[str]
    service: str | None
    restricted: bool
    roles: frozenset[Role]


def access(folder: CaseFolder) -> Access:
    """What a case says of who may open it."""
    case = folder.case.record
    own, sensitivity = case.ownership, case.sensitivity
    named = (own.owner, own.cover, own.safeguarding_lead)
    return Access(
        folder.kept_out,
        CLOSED_TO in folder.unreadable,
        frozenset(who for who in named if who),
        case.service_id,
        bool(sensitivity.restricted),
        frozenset(sensitivity.allowed_roles),
    )


def may_open(member: StaffMember, case: Access) -> Opens:
    """Whether a member of staff may open a case.

    Whoever it is closed to may not, whatever else they are (S6). Those named in the
    case may; so may everybody who works in its service. A manager gives a reason, which
    is logged. A restricted case opens to the roles it names.
    """
    if member.id in case.kept_out:
        return Opens.NO
    if case.unclear:
        return Opens.WITH_REASON if is_manager(member) else Opens.NO
    return _by_role(member, case)


def _by_role(member: StaffMember, case: Access) -> Opens:
    if member.id in case.named:
        return Opens.YES
    if not set(member.roles) - NO_CASES or case.service not in member.services:
        return Opens.NO
    if case.restricted and not case.roles.intersection(member.roles):
        return Opens.NO
    if set(member.roles) & MANAGERS and not set(member.roles) & LEADS:
        return Opens.WITH_REASON
    return Opens.YES


def may_see_cases(member: StaffMember) -> bool:
    """Whether somebody may see any case at all; who writes bids may not."""
    return bool(set(member.roles) - NO_CASES)


def may_bid(member: StaffMember) -> bool:
    """Whether somebody may see the tenders and build their packs; no case is needed."""
    return bool(BIDS.intersection(member.roles))


def may_use(member: StaffMember, opens: str) -> bool:
    """Whether somebody may use a form that opens to `staff`, `lead` or `manager`."""
    return bool(KINDS.get(opens, KINDS["manager"]).intersection(member.roles))


def is_manager(member: StaffMember) -> bool:
    """Whether somebody may see what is for managers only."""
    return bool((LEADS | MANAGERS).intersection(member.roles))


@dataclass(frozen=True, slots=True)
class Seers:
    """Who may see a file of a case that is open to them.

    Managers alone, or everybody; and never those that it is about.
    """

    managers_only: bool = False
    never: frozenset[str] = frozenset()

    def has(self, member: StaffMember) -> bool:
        """Whether a member of staff is one of them."""
        kept = self.managers_only and not is_manager(member)
        return not kept and member.id not in self.never


def seers(filed: Filed[Block]) -> Seers:
    """Who may see a file.

    What somebody spoke up about is for managers, and never for those it is about.
    """
    record = filed.record
    if isinstance(record, Record):
        never = frozenset(record.speak_up.who_must_not_see)
        return Seers(record.type is RecordType.SPEAK_UP, never)
    return Seers(filed.file.startswith(FOR_MANAGERS))


def may_see_form(member: StaffMember, sheet: Sheet | None, filled: Filled) -> bool:
    """Whether somebody may see a filled form: speaking up is shown as its record is."""
    if not _speaks_up(sheet, filled):
        return True
    texts = filled.answers.get("speak_up.who_must_not_see", ())
    named = {line.strip().casefold() for text in texts for line in text.split("\n")}
    mine = {(text or "").casefold() for text in (member.id, member.name)}
    return is_manager(member) and not named & mine


def _speaks_up(sheet: Sheet | None, filled: Filled) -> bool:
    kinds = [
        *filled.answers.get("type", ()),
        sheet.fixed.get("type", "") if sheet else "",
    ]
    up = {RecordType.SPEAK_UP.value, RecordType.SPEAK_UP.label.casefold()}
    return any(kind.strip().casefold() in up for kind in kinds) or any(
        name.startswith("speak_up.") for name in filled.answers
    )
