"""Rules of the family `files`: references, dates, belonging, conflict copies (3.1)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed, Place
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block
from workflow.domain.records.header import CaseFile
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.records.sampling import SampledCase, Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.rules.dates import amiss
from workflow.domain.rules.kinds import files, named
from workflow.domain.rules.leaves import Leaf, Opened, leaves, opened
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.rules.surroundings import (
    Glimpse,
    Surroundings,
    WorkspaceCheck,
)
from workflow.domain.triggers import BUILT_IN
from workflow.domain.vocabulary import ReviewStatus

OTHER = "other"


def refs_resolve(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-05: every reference points to something there is.

    Silent about kinds of thing whose own file could not be read.
    """
    known = known_ids(situation.folder, situation.organisation)
    yield from _lead_nowhere(rule, situation.leaves("ref"), known)


def refs_resolve_shared(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """FIL-05 in the files that belong to no case: to staff, services and cases."""
    every = around.organisation.ids
    known = {kind: ids for kind, ids in every.items() if ids}
    refs = leaves(opened(shared_files(around)), ("ref",))
    yield from _lead_nowhere(rule, refs, known)
    asked = [
        (filed, path, label, ref)
        for filed in shared_files(around)
        for path, label, ref in _case_refs(filed.record)
    ]
    gone = _not_there(around.cases, {ref for *_, ref in asked})
    for filed, path, label, ref in asked:
        if ref in gone:
            facts = {"label": label, "id": ref[:40]}
            yield Noticed(rule.id, filed.place(path), facts)


def _not_there(cases: Iterable[Glimpse], refs: set[str]) -> set[str]:
    """Those of some references that no case has; none where no case is known."""
    any_case, gone = False, set(refs)
    for case in cases:
        any_case = True
        gone.discard(case.ref)
    return gone if any_case else set()


def _lead_nowhere(
    rule: Rule, refs: Iterable[Leaf], known: Mapping[str, frozenset[str]]
) -> Iterator[Noticed]:
    for leaf in refs:
        kind = leaf.member.kind.of if leaf.member.kind else ""
        if kind in known and leaf.value not in known[kind]:
            facts = {"label": leaf.member.about.label, "id": str(leaf.value)[:40]}
            yield Noticed(rule.id, leaf.filed.place(leaf.path), facts)


def _case_refs(record: Block) -> Iterator[tuple[str, str, str]]:
    """The cases that a sample or a note of supervision names."""
    if isinstance(record, Sampling):
        label = members(SampledCase)["case_ref"].about.label
        for index, item in enumerate(record.items):
            if item.case_ref:
                yield f"items[{index}].case_ref", label, item.case_ref
    if isinstance(record, Supervision):
        label = members(Supervision)["case_refs"].about.label
        for index, ref in enumerate(record.case_refs):
            yield f"case_refs[{index}]", label, ref


def shared_files(around: Surroundings) -> Iterator[Filed[Block]]:
    """Every file that belongs to no case."""
    yield from (around.organisation.provider, around.organisation.staff)
    yield from around.workspace.every_file


def known_ids(
    folder: CaseFolder, organisation: Organisation
) -> Mapping[str, frozenset[str]]:
    """Every id there is, by the kind of thing it is the id of (brief 2.0).

    A kind is left out when the file that holds it is lost, so that nothing is known.
    """
    found = {
        **_of_the_case(folder),
        **_of_the_plans(folder),
        **organisation.ids,
    }
    found["anyone"] = found["staff"] | found["contact"] | {PERSON}
    lost = _lost(folder) if folder.unreadable else set()
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


def _lost(folder: CaseFolder) -> set[str]:
    """The kinds of thing of which nothing is known, their file being unreadable."""
    return {
        kind
        for kind, home in HOMES.items()
        if any(file == "." or file.startswith(home) for file in folder.unreadable)
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
    found = {"route": frozenset({OTHER}), "trigger": BUILT_IN}  # built in: 4.4
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
    `may_be_ahead`, the names of date fields that may lie in the future;
    `not_before_opening`, by file, the date that may not come before `opened_on`.
    """
    ahead = _strings(rule.settings.get("may_be_ahead"))
    yield from _dates_amiss(rule, situation.opened, situation.today, ahead)
    yield from _before_opening(situation, rule)


def dates_in_order_shared(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """FIL-06 in files that belong to no case: `may_be_ahead_elsewhere` adds names."""
    ahead = _strings(rule.settings.get("may_be_ahead"))
    ahead |= _strings(rule.settings.get("may_be_ahead_elsewhere"))
    blocks = opened(shared_files(around))
    yield from _dates_amiss(rule, blocks, around.today, ahead)


def _before_opening(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    folder = situation.folder
    opened = folder.case.record.opened_on
    for kind, key in named(rule.settings, "not_before_opening").items():
        for filed in files(folder, kind):
            day = getattr(filed.record, str(key), None)
            if opened and isinstance(day, date) and day < opened:
                b = _label(folder.case.record, "opened_on")
                facts = {"a": _label(filed.record, str(key)), "b": b}
                yield Noticed(rule.id, filed.place(str(key)), facts)


def _label(block: Block, key: str) -> str:
    return members(type(block))[key].about.label


def _dates_amiss(
    rule: Rule, blocks: Iterable[Opened], today: date, ahead: frozenset[str]
) -> Iterator[Noticed]:
    pairs = _pairs(rule.settings.get("pairs"))
    for filed, found in amiss(blocks, pairs, ahead, today):
        place = filed.place(found.path)
        if found.other:
            yield Noticed(rule.id, place, {"a": found.label, "b": found.other})
        elif not _planned(filed.record):
            facts = {"a": "today", "b": found.label}
            yield Noticed(rule.id, place, facts, AHEAD)


AHEAD = "This date is in the future. Write the day it really happened."


WAITING = (ReviewStatus.PLANNED, ReviewStatus.RESCHEDULED)


def _planned(record: Block) -> bool:
    """A review that is still planned lies in the future as a whole (rulings)."""
    return isinstance(record, Review) and record.status in WAITING


def _pairs(setting: object) -> tuple[tuple[str, str], ...]:
    pairs = setting if isinstance(setting, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs)


def _strings(setting: object) -> frozenset[str]:
    return frozenset(map(str, setting)) if isinstance(setting, list) else frozenset()


OWN_ID: Mapping[type[Block], str] = {
    Record: "record_id",
    Review: "review_id",
    ManagerialReview: "mreview_id",
    Learning: "learning_id",
}


def belongs_here(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """FIL-07: the reference in a file is its folder's, its id its file name."""
    folder = situation.folder
    for filed in folder.every_file:
        record = filed.record
        if isinstance(record, CaseFile) and record.case_ref not in (None, folder.ref):
            yield Noticed(rule.id, filed.place("case_ref"))
        key = OWN_ID.get(type(record), "")
        own = getattr(record, key) if key else None
        if own and own != filed.file.rpartition("/")[2].removesuffix(".yaml"):
            yield Noticed(rule.id, filed.place(key))
    person, case = folder.person.record.person_id, folder.case.record.person_id
    if person and case and person != case:
        yield Noticed(rule.id, folder.case.place("person_id"))


def belongs_here_shared(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """FIL-07 in files that belong to no case: the id is the file's or the folder's."""
    for filed in around.workspace.every_file:
        folder, _, name = filed.file.rpartition("/")
        record, stem = filed.record, name.removesuffix(".yaml")
        own = {
            "month": (getattr(record, "month", None), stem),
            "vignette_id": (getattr(record, "vignette_id", None), stem),
            "tender_ref": (
                getattr(record, "tender_ref", None),
                folder.rpartition("/")[2],
            ),
        }
        for key, (says, where) in own.items():
            if says and says != where:
                detail = f"It says {says[:20]}, and stands at {where}."
                yield Noticed(rule.id, filed.place(key), {}, detail)


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
        other = situation.folder.original_of(file)
        which = f"This one is {file}; the other is {other}. " if other else ""
        detail = f"{which}Keep what is right under its own name, and move the other."
        yield Noticed(rule.id, Place(file, 1), {}, detail)


def one_version_shared(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """FIL-09 beside the cases: no YAML file that the layout does not name."""
    for file in around.workspace.strays:
        detail = "Keep what is right under its own name, and move this file away."
        yield Noticed(rule.id, Place(file, 1), {}, detail)


def left_to_others(noticed: Noticed, rule: Rule) -> bool:
    """Whether the rule's `silent` setting leaves this field to a particular rule."""
    return noticed.place.field in _strings(rule.settings.get("silent"))


CHECKS: Mapping[str, Check] = {
    "refs-resolve": refs_resolve,
    "dates-in-order": dates_in_order,
    "belongs-here": belongs_here,
    "locked-stays": locked_stays,
    "one-version": one_version,
}

SHARED_CHECKS: Mapping[str, WorkspaceCheck] = {
    "refs-resolve": refs_resolve_shared,
    "dates-in-order": dates_in_order_shared,
    "belongs-here": belongs_here_shared,
    "one-version": one_version_shared,
}
