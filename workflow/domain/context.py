"""What a template sees: plain words, never codes, and only what its reader may know.

Every record is shown as a tree with all its declared keys, so that an unknown name is
an error. Beside the words of a code, date or reference stands what it was:
`status` and `status_code`, `due_on` and `due_on_iso`, `owner` and `owner_id`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from keyword import iskeyword

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.diary import DueStatus, due_items
from workflow.domain.documents import discreet
from workflow.domain.fields import Member, members
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import SHARED, Block, Need, Reader, filled
from workflow.domain.records.record import ExternalContact, Record
from workflow.domain.records.review import Review
from workflow.domain.sharing import of_record
from workflow.domain.vocabulary import Listed, OfferAnswer, RecordType, ReviewKind
from workflow.domain.working_days import Calendar

GAP = "We have not written this yet"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
DONE = (DueStatus.DONE_ON_TIME, DueStatus.DONE_LATE, DueStatus.CANCELLED)
REVIEW_KINDS = frozenset(kind.value for kind in ReviewKind)


def uk_date(day: date | None) -> str:
    """A date as people write it here: 9 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


@dataclass(frozen=True)
class Names:
    """What an id is called in a document for one reader."""

    people: Mapping[str, str]
    things: Mapping[str, str]

    def of(self, identifier: str) -> str:
        """The name behind an id; the id itself when nothing is known of it."""
        return self.people.get(identifier) or self.things.get(identifier) or identifier


def names_for(folder: CaseFolder, organisation: Organisation, reader: Reader) -> Names:
    """The names of everybody and everything a case refers to."""
    staff = {s.id: s.name for s in organisation.staff.record.staff if s.id and s.name}
    contacts = {c.id: c.name for c in folder.person.record.contacts if c.id and c.name}
    me = "me" if reader is Reader.PERSON else folder.name
    return Names({**staff, **contacts, PERSON: me}, _things(folder, organisation))


def _things(folder: CaseFolder, organisation: Organisation) -> dict[str, str]:
    plan, case, provider = (
        folder.plan.record,
        folder.case.record,
        organisation.provider.record,
    )
    pairs: list[tuple[str | None, str | None]] = [
        *((o.id, o.in_their_words) for o in case.outcomes),
        *((c.id, c.decision) for c in case.capacity),
        *((o.id, o.what) for o in plan.options),
        *((r.id, r.what_could_happen) for r in plan.risks),
        *((r.id, r.what) for r in plan.restrictions),
        *((m.id, m.name) for m in plan.measures),
        *((t.id, t.words) for t in plan.review_triggers),
        *((t.id, t.when) for t in plan.escalation_thresholds),
        *((s.id, s.purpose) for s in plan.review_schedule),
        *((b.id, b.what) for b in folder.consent.record.boundaries),
        *((b.id, b.words) for b in plan.safe_contact.boundaries),
        *((r.id, r.name) for r in plan.positive_risk.routes),
        *((c.id, c.point) for c in plan.positive_risk.check_ins),
        *((r.id, r.label) for r in provider.speak_up_routes),
        *((s.id, s.name) for s in provider.services),
    ]
    return {key: words for key, words in pairs if key and words}


def shown(
    block: Block, reader: Reader, names: Names, seen_by: frozenset[Reader] = SHARED
) -> dict[str, object]:
    """A block as plain data for one reader; what they may not see is absent."""
    result: dict[str, object] = {"given": bool(block)}
    around = type(block).seen_by or seen_by
    for member in members(type(block)).values():
        audience = member.about.seen_by or around
        if reader in audience:
            value = getattr(block, member.attribute)
            key = f"{member.key}_" if iskeyword(member.key) else member.key
            result.update(_member(key, member, value, reader, names, audience))
    return result


def _member(
    key: str,
    member: Member,
    value: object,
    reader: Reader,
    names: Names,
    audience: frozenset[Reader],
) -> dict[str, object]:
    if isinstance(value, Block):
        return {key: shown(value, reader, names, audience)}
    if isinstance(value, tuple):
        return _several(key, member, value, reader, names, audience)
    if isinstance(value, Mapping):
        return {key: dict(value)}
    needed = member.about.need in (Need.ALWAYS, Need.TO_AGREE)
    kind = member.kind.name if member.kind else ""
    words = _words(value, kind, names)
    if not filled(value) and needed and kind != "bool":
        words = GAP
    return {key: words, **_beside(key, kind, value)}


def _several(
    key: str,
    member: Member,
    values: tuple[object, ...],
    reader: Reader,
    names: Names,
    audience: frozenset[Reader],
) -> dict[str, object]:
    if member.block:
        blocks = (v for v in values if isinstance(v, Block))
        return {key: [shown(b, reader, names, audience) for b in blocks]}
    kind = member.kind.name if member.kind else ""
    result: dict[str, object] = {key: [_words(v, kind, names) for v in values]}
    if kind in ("code", "ref"):
        suffix = "_code" if kind == "code" else "_id"
        result[key + suffix] = [str(v) for v in values]
    return result


def _words(value: object, kind: str, names: Names) -> object:
    if isinstance(value, bool):
        return value
    if value is None:
        return None if kind == "bool" else ""
    if isinstance(value, Listed):
        return value.label
    if isinstance(value, date):
        return uk_date(value)
    if isinstance(value, float):
        return f"{value:g}"
    return names.of(str(value)) if kind == "ref" else str(value)


def _beside(key: str, kind: str, value: object) -> dict[str, object]:
    """What the words stand for, under a name of its own."""
    suffix = {"date": "_iso", "code": "_code", "ref": "_id"}.get(kind)
    if suffix is None:
        return {}
    return {
        key + suffix: value.isoformat() if isinstance(value, date) else str(value or "")
    }


def case_context(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    reader: Reader,
    doc: Mapping[str, object],
    review: Filed[Review] | None = None,
) -> dict[str, object]:
    """Everything that a document about one case may say to its reader."""
    names = names_for(folder, organisation, reader)

    def tree(block: Block) -> dict[str, object]:
        return shown(block, reader, names)

    context: dict[str, object] = {
        "gap": GAP,
        "name": folder.name,
        "person": tree(folder.person.record),
        "case": tree(folder.case.record),
        "plan": tree(folder.plan.record),
        "consent": tree(folder.consent.record),
        "provider": tree(organisation.provider.record),
        "service": tree(organisation.service(folder.case.record.service_id)),
        "restrictions_now": [tree(r) for r in folder.active_restrictions],
        "shared_so_far": [
            row
            for filed in folder.of_type(RecordType.EXTERNAL_CONTACT)
            for row in _shared(folder, filed, names)
        ],
        "next_dates": _next_dates(folder, organisation, calendar, today, names),
        "doc": {**doc, "discreet": discreet(folder), "language": "en-GB"},
    }
    if reader is not Reader.PERSON:
        context["ref"] = folder.ref
    if review:
        context["review"] = tree(review.record)
    return context


def _shared(
    folder: CaseFolder, filed: Filed[Record], names: Names
) -> Iterable[dict[str, object]]:
    """What was told at one contact, for section 7 of the sharing record."""
    contact = filed.record.external_contact
    rows = tuple(of_record(folder, filed))
    for row in rows:
        item = contact.shared[row.item]
        yield {
            "date": uk_date(filed.record.date),
            "who": _recipient(contact, names),
            "what": item.what or GAP,
            "why": item.purpose or GAP,
            "reply": contact.response.what
            or (contact.response.status.label if contact.response.status else GAP),
            "inside": row.inside,
            "how": _how(row.inside, filed.record),
            "talk_offered": _talk(contact),
        }


def _recipient(contact: ExternalContact, names: Names) -> str:
    who = names.of(contact.contact) if contact.contact else ""
    where = contact.organisation or (contact.agency.label if contact.agency else "")
    return ", ".join(part for part in (who, where) if part) or GAP


def _how(inside: bool, record: Record) -> str:  # noqa: FBT001 - read beside its name
    if inside:
        return "Inside what was agreed"
    if record.external_contact.override:
        return "A decision to share without agreement"
    return "A mistake" if record.deviation else "Outside what was agreed"


def _talk(contact: ExternalContact) -> str:
    offer = contact.review_conversation
    if offer.answer in (None, OfferAnswer.NOT_OFFERED):
        return "Not offered"
    when = f" on {uk_date(offer.offered_on)}" if offer.offered_on else ""
    return f"Offered{when}: {offer.answer.label.lower() if offer.answer else ''}"


def _next_dates(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    names: Names,
) -> list[dict[str, str]]:
    items = due_items(folder, organisation, calendar, today)
    coming = [i for i in items if i.kind in REVIEW_KINDS and i.status not in DONE]
    return [
        {
            "when": uk_date(item.due_on),
            "what": names.of(item.source) if item.source in names.things else item.item,
            "lead": names.of(item.lead),
        }
        for item in coming
    ]
