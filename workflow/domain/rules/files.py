"""Rules of the family `files`: references, dates, belonging, conflict copies (3.1)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed, Place
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block
from workflow.domain.records.header import CaseFile
from workflow.domain.records.review import Review
from workflow.domain.rules.dates import amiss
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import ReviewStatus

OTHER = "other"


def refs_resolve(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-05: every reference points to something there is.

    Silent about kinds of thing whose own file could not be read.
    """
    known = known_ids(situation.folder, situation.organisation)
    for leaf in situation.leaves("ref"):
        kind = leaf.member.kind.of if leaf.member.kind else ""
        if kind in known and leaf.value not in known[kind]:
            facts = {"label": leaf.member.about.label, "id": str(leaf.value)[:40]}
            yield Noticed(rule.id, leaf.filed.place(leaf.path), facts)


def known_ids(
    folder: CaseFolder, organisation: Organisation
) -> Mapping[str, frozenset[str]]:
    """Every id there is, by the kind of thing it is the id of (brief 2.0).

    A kind is left out when the file that holds it is lost, so that nothing is known.
    """
    found = {
        **_of_the_case(folder),
        **_of_the_plans(folder),
        **_of_the_organisation(organisation),
    }
    found["anyone"] = found["staff"] | found["contact"] | {PERSON}
    lost = {name for name, home in HOMES.items() if _lost(folder, home)}
    empty = {kind for kind in ("staff", "service", "speakup") if not found[kind]}
    silent = lost | empty
    silent |= {"anyone"} if silent & {"staff", "contact"} else set()
    return {kind: ids for kind, ids in found.items() if kind not in silent}


HOMES: Mapping[str, str] = {
    "contact": "person.yaml",
    "outcome": "case.yaml",
    "capacity": "case.yaml",
    "boundary": "consent.yaml",
    "record": "records/",
    "review": "reviews/",
    "learning": "learning/",
    **dict.fromkeys(
        (
            *("option", "risk", "restriction", "measure", "trigger", "threshold"),
            *("schedule", "visit_boundary", "arrangement", "route", "checkin", "step"),
        ),
        "plan",
    ),
}


def _lost(folder: CaseFolder, home: str) -> bool:
    return any(file == "." or file.startswith(home) for file in folder.unreadable)


def _of_the_organisation(organisation: Organisation) -> dict[str, frozenset[str]]:
    provider = organisation.provider.record
    return {
        "staff": _ids(s.id for s in organisation.staff.record.staff),
        "service": _ids(s.id for s in provider.services),
        "speakup": _ids(r.id for r in provider.speak_up_routes),
    }


def _of_the_case(folder: CaseFolder) -> dict[str, frozenset[str]]:
    case = folder.case.record
    return {
        "contact": _ids(c.id for c in folder.person.record.contacts),
        "outcome": _ids(o.id for o in case.outcomes),
        "capacity": _ids(c.id for c in case.capacity),
        "boundary": _ids(b.id for b in folder.consent.record.boundaries),
        "record": _ids(_name(f.file) for f in folder.records),
        "review": _ids(_name(f.file) for f in folder.reviews),
        "learning": _ids(_name(f.file) for f in folder.learning),
    }


def _of_the_plans(folder: CaseFolder) -> dict[str, frozenset[str]]:
    """Ids of this plan and of earlier ones, which older records still point to."""
    found: dict[str, frozenset[str]] = {"route": frozenset({OTHER})}
    for filed in (folder.plan, *folder.old_plans):
        plan, risk = filed.record, filed.record.positive_risk
        ids = {
            "option": _ids(o.id for o in plan.options),
            "risk": _ids(r.id for r in plan.risks),
            "restriction": _ids(r.id for r in plan.restrictions),
            "measure": _ids(m.id for m in plan.measures),
            "trigger": _ids(t.id for t in plan.review_triggers),
            "threshold": _ids(t.id for t in plan.escalation_thresholds),
            "schedule": _ids(s.id for s in plan.review_schedule),
            "visit_boundary": _ids(b.id for b in plan.safe_contact.boundaries),
            "arrangement": _ids(a.id for a in plan.safe_contact.arrangements),
            "route": _ids(r.id for r in risk.routes),
            "checkin": _ids(c.id for c in risk.check_ins),
            "step": _ids(str(s.step) for s in risk.steps if s.step is not None),
        }
        for kind, new in ids.items():
            found[kind] = found.get(kind, frozenset()) | new
    return found


def _name(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _ids(found: Iterator[str | None]) -> frozenset[str]:
    return frozenset(identifier for identifier in found if identifier)


def dates_in_order(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-06: dates stand in order, and only planned things lie in the future.

    Settings: `pairs`, lists of two paths inside one block, the later date first;
    `may_be_ahead`, the names of date fields that may lie in the future.
    """
    ahead = _strings(rule.settings.get("may_be_ahead"))
    pairs = _pairs(rule.settings.get("pairs"))
    for filed in situation.folder.every_file:
        planned = _planned(filed.record)
        for found in amiss(filed, pairs, ahead, situation.today):
            place = filed.place(found.path)
            if found.other:
                facts = {"a": found.label, "b": found.other}
                yield Noticed(rule.id, place, facts)
            elif not planned:
                facts = {"a": "today", "b": found.label}
                yield Noticed(rule.id, place, facts, AHEAD)


AHEAD = "This date is in the future. Write the day it really happened."


def _planned(record: Block) -> bool:
    """A review that is still planned lies in the future as a whole (rulings)."""
    planned = (ReviewStatus.PLANNED, ReviewStatus.RESCHEDULED)
    return isinstance(record, Review) and record.status in planned


def _pairs(setting: object) -> tuple[tuple[str, str], ...]:
    pairs = setting if isinstance(setting, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs)


def _strings(setting: object) -> frozenset[str]:
    return frozenset(map(str, setting)) if isinstance(setting, list) else frozenset()


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


def locked_stays(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-08: a finished record says in `amendments` what was changed in it since.

    It is finished `record_entry_hours` (as whole days) after `recorded_at`.
    """
    days = -(-situation.timescale("record_entry_hours") // HOURS)
    for filed in situation.folder.records:
        first = situation.folder.first_versions.get(filed.file)
        written = _moment(filed.record.recorded_at)
        if first is None or written is None:
            continue
        locked = written + timedelta(days=days)
        saved = _moment(filed.record.saved_at)
        in_time = situation.today <= locked or (saved is not None and saved <= locked)
        explained = len(filed.record.amendments) > len(first.amendments)
        changed = _changed(first, filed.record)
        if changed and not in_time and not explained:
            detail = f"What stands at {changed.about.label} was different before."
            yield Noticed(rule.id, filed.place(changed.key), {}, detail)


HOURS = 24  # of a day; data hold dates, so hour limits count in days (rulings)
OWN_KEYS = frozenset({"saved_by", "saved_at", "amendments"})


def _moment(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def _changed(first: Block, now: Block) -> Member | None:
    """The first field that says something else than before, header fields aside."""
    for member in members(type(now)).values():
        same = getattr(first, member.attribute) == getattr(now, member.attribute)
        if not same and member.key not in OWN_KEYS:
            return member
    return None


def one_version(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-09: no YAML file that the layout does not name, such as a conflict copy."""
    for file in situation.folder.strays:
        detail = "Keep what is right under its own name, and move this file away."
        yield Noticed(rule.id, Place(file, 1), {}, detail)


def spoken_elsewhere(noticed: Noticed, rules: Mapping[str, Rule]) -> bool:
    """Whether a rule's `silent` setting leaves this field to a particular rule."""
    rule = rules.get(noticed.rule)
    silent = _strings(rule.settings.get("silent")) if rule else frozenset()
    return noticed.place.field in silent


CHECKS: Mapping[str, Check] = {
    "refs-resolve": refs_resolve,
    "dates-in-order": dates_in_order,
    "belongs-here": belongs_here,
    "locked-stays": locked_stays,
    "one-version": one_version,
}
