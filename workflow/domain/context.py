"""What a template sees: plain words, never codes, and only what its reader may know.

Every record is shown as a tree with all its declared keys, so that an unknown name is
an error. Beside the words of a code, date or reference stands what it was:
`status` and `status_code`, `due_on` and `due_on_iso`, `owner` and `owner_id`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from keyword import iskeyword
from typing import NamedTuple, cast

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.diary import DueItem, DueStatus, due_items
from workflow.domain.documents import discreet, reviews_with
from workflow.domain.fields import members
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import (
    INSIDE,
    SHARED,
    Block,
    Need,
    Reader,
    filled,
)
from workflow.domain.records.record import ExternalContact, Record
from workflow.domain.records.review import Review
from workflow.domain.same import Same
from workflow.domain.sharing import lasts, of_record
from workflow.domain.shown_tree import Shown
from workflow.domain.vocabulary import (
    Answer,
    Listed,
    OfferAnswer,
    RecordType,
    ReviewKind,
)
from workflow.domain.working_days import Calendar, in_full

GAP = "We have not written this yet"
BESIDE = {"date": "_iso", "code": "_code", "ref": "_id"}
NEEDED = (Need.ALWAYS, Need.TO_AGREE)
DONE = (DueStatus.DONE_ON_TIME, DueStatus.DONE_LATE, DueStatus.CANCELLED)
REVIEW_KINDS = frozenset(kind.value for kind in ReviewKind)
GIVEN, MARK = "given", "="  # whether anything is filled in; no field is called so
MARKED = 16  # characters of a mark
TEXT_SIZE = 14  # points; the default of clear print (brief 5.0)

# Beside the audience of each field: other people may find the person's papers (S2, S3).
NOT_FOR_THE_PERSON = frozenset({"case_ref", "flags", "may_know"})


def uk_date(day: date | None) -> str:
    """A date as people write it here: 9 November 2026; "" for none."""
    return in_full(day) if day else ""


@dataclass(frozen=True)
class Names:
    """What an id is called in a document for one reader.

    `trees` are the blocks that were shown with these names already, each with its
    block, so that it stays the one it was; by the block and by what is seen of it.
    """

    people: Mapping[str, str]
    things: Mapping[str, str]
    trees: dict[tuple[int, str], tuple[Block, Shown]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, identifier: str) -> str:
        """The name behind an id; the id itself when nothing is known of it."""
        return self.people.get(identifier) or self.things.get(identifier) or identifier


def names_for(folder: CaseFolder, organisation: Organisation, reader: Reader) -> Names:
    """The names of everybody and everything a case refers to.

    All but the person's own documents call them the same.
    """
    return _names(Same(folder), Same(organisation), reader is Reader.PERSON)


@lru_cache(maxsize=8)  # a case as it is and in easy words, for the person and others
def _names(
    of: Same[CaseFolder],
    by: Same[Organisation],
    mine: bool,  # noqa: FBT001 - part of a key
) -> Names:
    folder = of.thing
    contacts = {c.id: c.name for c in folder.person.record.contacts if c.id and c.name}
    me = "me" if mine else folder.name
    return Names({**_staff(by), **contacts, PERSON: me}, _all_things(of, by))


def _own_names(organisation: Organisation) -> Names:
    """The names that the provider's own settings refer to: those of its staff.

    They say the same in every case, and so are shown once for all.
    """
    return _names_of_staff(Same(organisation))


@lru_cache(maxsize=1)
def _names_of_staff(by: Same[Organisation]) -> Names:
    return Names(_staff(by), {})


@lru_cache(maxsize=1)
def _staff(by: Same[Organisation]) -> dict[str, str]:
    staff = by.thing.staff.record.staff
    return {s.id: s.name for s in staff if s.id and s.name}


@lru_cache(maxsize=4)
def _all_things(of: Same[CaseFolder], by: Same[Organisation]) -> dict[str, str]:
    return {**_files(of.thing), **_things(of.thing, by.thing)}


def _files(folder: CaseFolder) -> dict[str, str]:
    """What a record or review is called: its kind and its day."""
    records = (
        (f.record.record_id, f.record.type, f.record.date) for f in folder.records
    )
    reviews = (
        (f.record.review_id, f.record.kind, f.record.held_on or f.record.due_on)
        for f in folder.reviews
    )
    return {
        key: f"{kind.label}, {uk_date(day)}"
        for key, kind, day in (*records, *reviews)
        if key and kind and day
    }


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
) -> Shown:
    """A block as plain data for one reader; what they may not see is absent.

    `seen_by` is who may see what stands around the block; the block and each field can
    say otherwise. Readers who see the same get the very same, and so do all who see a
    block of which nothing is filled in.
    """
    plan, said = _plan(type(block), reader, seen_by), block.__pydantic_fields_set__
    if not said:
        return plan.empty
    known = id(block), plan.mark
    if known in names.trees:
        return names.trees[known][1]
    told: dict[str, object] = {MARK: plan.mark}
    result = Shown(plan.empty, told)
    result[GIVEN] = told[GIVEN] = bool(block)
    shows, values = plan.shows, block.__dict__
    for attribute in said:
        show = shows.get(attribute)
        if show is None:
            continue
        value = values[attribute]
        key, beside = show.key, show.beside
        if type(value) is str and value:  # as most values are
            result[key] = told[key] = value
            if beside:
                result[key] = told[key] = names.of(value)
                result[beside] = told[beside] = value
        elif show.kind == "code" and isinstance(value, Listed):
            result[key] = told[key] = value.label
            result[beside] = told[beside] = str(value)
        else:
            _put(result, show, value, reader, names)
    names.trees[known] = block, result
    return result


class _Show(NamedTuple):
    """How a reader sees one field: under which key, and beside it what it stands for.

    `kind` is "" for a block or a list of blocks.
    """

    attribute: str
    key: str
    beside: str
    kind: str
    needed: bool
    audience: frozenset[Reader]


class _Plan(NamedTuple):
    """How a reader sees a block of one kind: what they may see, and all of it empty.

    The `mark` is the same for readers who see the same, whatever is filled in.
    """

    shows: Mapping[str, _Show]
    empty: Shown
    mark: str


@cache
def _plan(kind: type[Block], reader: Reader, seen_by: frozenset[Reader]) -> _Plan:
    shows = {show.attribute: show for show in _shows(kind, reader, seen_by)}
    nothing = Names({}, {})
    empty = Shown({GIVEN: False}, {})
    for attribute, show in shows.items():
        default = kind.model_fields[attribute].get_default(call_default_factory=True)
        _put(empty, show, default, reader, nothing)
    mark = _mark(kind, reader, tuple(shows.values()), empty)
    whole = dict(sorted(empty.items()))
    return _Plan(shows, Shown(whole, {MARK: mark, GIVEN: False}), mark)


def _mark(
    kind: type[Block], reader: Reader, shows: tuple[_Show, ...], empty: Shown
) -> str:
    """What a reader sees of such a block, and how it looks where nothing is filled."""
    inner = {m.attribute: m.block for m in members(kind).values() if m.block}
    deeper = (
        _plan(block, reader, show.audience).mark
        for show in shows
        if (block := inner.get(show.attribute))
    )
    seen = [(s.attribute, s.key, s.beside, s.kind, s.needed) for s in shows]
    all_of_it = repr((kind.__qualname__, seen, tuple(deeper), sorted(empty.items())))
    return sha256(all_of_it.encode()).hexdigest()[:MARKED]


def _shows(
    kind: type[Block], reader: Reader, seen_by: frozenset[Reader]
) -> Iterator[_Show]:
    """What a reader may see of a block."""
    around = kind.seen_by or seen_by
    hidden = NOT_FOR_THE_PERSON if reader is Reader.PERSON else frozenset()
    for member in members(kind).values():
        audience = member.about.seen_by or around
        if reader in audience and member.key not in hidden:
            key = f"{member.key}_" if iskeyword(member.key) else member.key
            name = member.kind.name if member.kind else ""
            beside = key + BESIDE[name] if name in BESIDE else ""
            needed = member.about.need in NEEDED and name != "bool"
            yield _Show(member.attribute, key, beside, name, needed, audience)


def _put(
    result: Shown,
    show: _Show,
    value: object,
    reader: Reader,
    names: Names,
) -> None:
    """Show one field among the others."""
    key, kind, told = show.key, show.kind, result.told
    if isinstance(value, tuple):
        if not kind:
            blocks = cast("tuple[Block, ...]", value)
            trees = [shown(b, reader, names, show.audience) for b in blocks]
            result[key], told[key] = trees, [tree.told for tree in trees]
            return
        gap = show.needed and not value
        words = [GAP] if gap else [_words(v, kind, names) for v in value]
        result[key] = told[key] = words
        if show.beside:
            result[show.beside] = told[show.beside] = [str(v) for v in value]
    elif not kind and value is not None:
        tree = shown(cast("Block", value), reader, names, show.audience)
        result[key], told[key] = tree, tree.told
    elif isinstance(value, Mapping):
        result[key] = told[key] = dict(value)
    else:
        gap = show.needed and not filled(value)
        result[key] = told[key] = GAP if gap else _words(value, kind, names)
        if show.beside:
            iso = value.isoformat() if isinstance(value, date) else str(value or "")
            result[show.beside] = told[show.beside] = iso


def _words(value: object, kind: str, names: Names) -> object:
    if type(value) is str:
        return names.of(value) if kind == "ref" else value
    if value is None or isinstance(value, bool):
        return "" if value is None and kind != "bool" else value
    if isinstance(value, Listed):
        return value.label
    if isinstance(value, date):
        return uk_date(value)
    if isinstance(value, float):
        return f"{value:g}"
    return names.of(str(value)) if kind == "ref" else str(value)


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
    view = case_view(folder, organisation, calendar, today, reader)
    return document_context(view, folder, organisation, reader, doc, review)


def document_context(
    view: Mapping[str, object],
    folder: CaseFolder,
    organisation: Organisation,
    reader: Reader,
    doc: Mapping[str, object],
    review: Filed[Review] | None = None,
) -> dict[str, object]:
    """What one document may say: the view of the case, itself, and its review."""
    context = {**view, "doc": _doc(folder, doc)}
    if review:
        names = names_for(folder, organisation, reader)
        context["review"] = shown(review.record, reader, names)
    return context


def case_view(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    reader: Reader,
) -> dict[str, object]:
    """What every document about one case may say to this reader."""
    names, theirs = names_for(folder, organisation, reader), _own_names(organisation)
    service = organisation.service(folder.case.record.service_id)

    def tree(block: Block) -> dict[str, object]:
        return shown(block, reader, names)

    context: dict[str, object] = {
        "gap": GAP,
        "name": folder.person.record.preferred_name or GAP,
        "person": tree(folder.person.record),
        "case": tree(folder.case.record),
        "plan": tree(folder.plan.record),
        "consent": tree(folder.consent.record),
        "closure": tree(folder.closure.record),
        "provider": shown(organisation.provider.record, reader, theirs),
        "service": shown(service, reader, theirs),
    }
    if reader in SHARED:
        context |= _told(folder, organisation, calendar, today, names)
        context["restrictions_now"] = [tree(r) for r in folder.active_restrictions]
    if reader in INSIDE:
        context |= {key: [tree(b) for b in blocks] for key, blocks in _inside(folder)}
        context |= {"ref": folder.ref, "name": folder.name}
    if reader is Reader.PERSON:
        context["held_reviews"] = [tree(f.record) for f in reviews_with(folder)]
    return context


def _doc(folder: CaseFolder, said: Mapping[str, object]) -> dict[str, object]:
    """What a document says of itself; what its maker says comes first."""
    size = folder.person.record.communication.text_size_pt or TEXT_SIZE
    version = folder.plan.record.version
    known: dict[str, object] = {
        "discreet": discreet(folder),
        "language": "en-GB",
        "text_size": size,
    }
    if version is not None:
        known["data_version"] = str(version)
    return {**known, **said}


def _inside(folder: CaseFolder) -> Iterator[tuple[str, list[Block]]]:
    """The lists that only people inside the service see."""
    yield "records", [f.record for f in folder.records]
    yield "reviews", [f.record for f in folder.reviews]
    yield "managerial_reviews", [f.record for f in folder.managerial_reviews]
    yield "learning", [f.record for f in folder.learning]


def _told(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    names: Names,
) -> dict[str, object]:
    contacts = folder.of_type(RecordType.EXTERNAL_CONTACT)
    months = lasts(folder, organisation)
    return {
        "shared_so_far": [
            r for filed in contacts for r in _shared(folder, filed, names, months)
        ],
        "next_dates": _next_dates(folder, organisation, calendar, today, names),
    }


def _shared(
    folder: CaseFolder, filed: Filed[Record], names: Names, months: int
) -> Iterable[dict[str, object]]:
    """What was told at one contact, for section 7 of the sharing record."""
    contact = filed.record.external_contact
    rows = tuple(of_record(folder, filed, months))
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
            "told": _who_knew(filed.record),
            "talk_offered": _talk(contact),
        }


def _recipient(contact: ExternalContact, names: Names) -> str:
    who = names.of(contact.contact) if contact.contact else ""
    where = contact.organisation or (contact.agency.label if contact.agency else "")
    return ", ".join(dict.fromkeys(part for part in (who, where) if part)) or GAP


def _how(inside: bool, record: Record) -> str:  # noqa: FBT001 - read beside its name
    if inside:
        return "inside what I agreed"
    if record.external_contact.override:
        return "a decision without agreement"
    return "a mistake" if record.deviation else "outside what I agreed"


def _who_knew(record: Record) -> str:
    """Whether the person was told: before, or when after."""
    contact = record.external_contact
    told = contact.override.person_told_on or record.deviation.person_told_on
    if contact.told_person_before is Answer.SAID_YES:
        return "told before"
    if told:
        return f"told on {uk_date(told)}"
    if contact.override.why_not_told:
        return f"not told: {contact.override.why_not_told}"
    return "not told before"


def _talk(contact: ExternalContact) -> str:
    offer = contact.review_conversation
    if offer.answer is None or offer.answer is OfferAnswer.NOT_OFFERED:
        return "not offered"
    when = f" on {uk_date(offer.offered_on)}" if offer.offered_on else ""
    return f"offered{when}: {offer.answer.label.lower()}"


def _next_dates(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    names: Names,
) -> list[dict[str, str]]:
    """The next date of each kind of review, soonest first."""
    coming: dict[str, DueItem] = {}
    for item in due_items(folder, organisation, calendar, today):
        if item.kind in REVIEW_KINDS and item.status not in DONE:
            coming.setdefault(item.source, item)
    return [
        {
            "when": uk_date(item.due_on),
            "what": names.of(item.source) if item.source in names.things else item.item,
            "lead": names.of(item.lead),
        }
        for item in coming.values()
    ]
