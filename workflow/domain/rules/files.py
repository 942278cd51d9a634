"""Rules of the family `files`: references, dates, belonging, conflict copies (3.1)."""

from collections.abc import Iterator, Mapping

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed, Place
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block, filled
from workflow.domain.records.header import CaseFile
from workflow.domain.rules.rule import Check, Rule, Situation

OTHER = "other"


def refs_resolve(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-05: every reference points to something there is."""
    known = known_ids(situation.folder, situation.organisation)
    for filed in situation.folder.every_file:
        for path, kind, value, label in _refs(filed.record, ""):
            if value not in known.get(kind, frozenset()):
                facts = {"label": label, "id": value[:40]}
                yield Noticed(rule.id, filed.place(path), facts)


def known_ids(
    folder: CaseFolder, organisation: Organisation
) -> Mapping[str, frozenset[str]]:
    """Every id there is, by the kind of thing it is the id of (brief 2.0)."""
    plan, case, provider = (
        folder.plan.record,
        folder.case.record,
        organisation.provider.record,
    )
    staff = _ids(s.id for s in organisation.staff.record.staff)
    contacts = _ids(c.id for c in folder.person.record.contacts)
    risk = plan.positive_risk
    return {
        "staff": staff,
        "contact": contacts,
        "anyone": staff | contacts | {PERSON},
        "service": _ids(s.id for s in provider.services),
        "speakup": _ids(r.id for r in provider.speak_up_routes),
        "outcome": _ids(o.id for o in case.outcomes),
        "capacity": _ids(c.id for c in case.capacity),
        "option": _ids(o.id for o in plan.options),
        "risk": _ids(r.id for r in plan.risks),
        "restriction": _ids(r.id for r in plan.restrictions),
        "measure": _ids(m.id for m in plan.measures),
        "trigger": _ids(t.id for t in plan.review_triggers),
        "threshold": _ids(t.id for t in plan.escalation_thresholds),
        "schedule": _ids(s.id for s in plan.review_schedule),
        "boundary": _ids(b.id for b in folder.consent.record.boundaries),
        "visit_boundary": _ids(b.id for b in plan.safe_contact.boundaries),
        "arrangement": _ids(a.id for a in plan.safe_contact.arrangements),
        "route": _ids(r.id for r in risk.routes) | {OTHER},
        "checkin": _ids(c.id for c in risk.check_ins),
        "step": _ids(str(s.step) for s in risk.steps if s.step is not None),
        "record": _ids(r.record.record_id for r in folder.records),
        "review": _ids(r.record.review_id for r in folder.reviews),
        "learning": _ids(r.record.learning_id for r in folder.learning),
    }


def _ids(found: Iterator[str | None]) -> frozenset[str]:
    return frozenset(identifier for identifier in found if identifier)


def _refs(block: Block, path: str) -> Iterator[tuple[str, str, str, str]]:
    for member in members(type(block)).values():
        value = getattr(block, member.attribute)
        here = f"{path}.{member.key}" if path else member.key
        if member.block:
            items = enumerate(value) if member.many else ((None, value),)
            for index, item in items:
                deeper = here if index is None else f"{here}[{index}]"
                yield from _refs(item, deeper)
        elif member.kind and member.kind.name == "ref" and filled(value):
            yield from _named(member, value, here)


def _named(
    member: Member, value: object, path: str
) -> Iterator[tuple[str, str, str, str]]:
    kind = member.kind.of if member.kind else ""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield f"{path}[{index}]", kind, str(item), member.about.label
    else:
        yield path, kind, str(value), member.about.label


def dates_in_order(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-06: pairs of dates stand in order. Settings: `pairs` of dotted paths.

    Each pair names the field that may not be before the other, inside one block.
    """
    pairs = rule.settings.get("pairs")
    for filed in situation.folder.every_file:
        for path, block in _blocks(filed.record, ""):
            for later, earlier in pairs.items() if isinstance(pairs, Mapping) else ():
                a, b = getattr(block, later, None), getattr(block, str(earlier), None)
                if a is not None and b is not None and a < b:
                    where = f"{path}.{later}" if path else later
                    facts = {
                        "a": _label(block, later),
                        "b": _label(block, str(earlier)),
                    }
                    yield Noticed(rule.id, filed.place(where), facts)


def _label(block: Block, key: str) -> str:
    return members(type(block))[key].about.label


def _blocks(block: Block, path: str) -> Iterator[tuple[str, Block]]:
    yield path, block
    for member in members(type(block)).values():
        if member.block:
            value = getattr(block, member.attribute)
            here = f"{path}.{member.key}" if path else member.key
            if member.many:
                for index, item in enumerate(value):
                    yield from _blocks(item, f"{here}[{index}]")
            else:
                yield from _blocks(value, here)


def belongs_here(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-07: the reference in a file is its folder's, its id its file name."""
    folder = situation.folder
    for filed in folder.every_file:
        record = filed.record
        if isinstance(record, CaseFile) and record.case_ref not in (None, folder.ref):
            yield Noticed(rule.id, filed.place("case_ref"))
        for key in ("record_id", "review_id", "mreview_id", "learning_id"):
            own = getattr(record, key, None)
            if own and own != filed.file.rpartition("/")[2].removesuffix(".yaml"):
                yield Noticed(rule.id, filed.place(key))
    person, case = folder.person.record.person_id, folder.case.record.person_id
    if person and case and person != case:
        yield Noticed(rule.id, folder.case.place("person_id"))


def one_version(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-09: no YAML file that the layout does not name, such as a conflict copy."""
    for file in situation.folder.strays:
        yield Noticed(rule.id, Place(file, 1))


CHECKS: Mapping[str, Check] = {
    "refs-resolve": refs_resolve,
    "dates-in-order": dates_in_order,
    "belongs-here": belongs_here,
    "one-version": one_version,
}
