"""Checks of the plan and its owners that need more than a look (brief 3.4)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed
from workflow.domain.own_copies import is_theirs
from workflow.domain.records.base import Block, Need, filled
from workflow.domain.records.plan import GivenCopy
from workflow.domain.rules.kinds import number, shown
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import OwnCopyPlace, PlanStatus


def empty_though_agreed(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A field needed for agreement that is empty in an agreed plan (PLN-01).

    It asks all the files that feed the plan; an empty list is empty (rulings).
    """
    folder = situation.folder
    if folder.plan.record.status is not PlanStatus.AGREED:
        return
    feeding: tuple[Filed[Block], ...] = (
        folder.person,
        folder.case,
        folder.plan,
        folder.consent,
    )
    for filed in feeding:
        lost = filed.file in folder.unreadable and not filed.record
        for path, label in () if lost else _empty(filed.record, ""):
            if not situation.unclear(filed.file, path):
                yield Noticed(rule.id, filed.place(path), {"label": label})


def _empty(block: Block, path: str) -> Iterator[tuple[str, str]]:
    for member in _asked(type(block)):
        value = getattr(block, member.attribute)
        here = f"{path}.{member.key}" if path else member.key
        if member.block is None:
            if not filled(value):
                yield here, member.about.label
        elif not member.many:
            yield from _empty(value, here)
        elif value:
            for index, item in enumerate(value):
                yield from _empty(item, f"{here}[{index}]")
        elif _for_agreement(member.block):
            yield here, member.about.label


@cache
def _asked(block: type[Block]) -> tuple[Member, ...]:
    """The fields that agreeing needs, and the blocks that hold some."""
    return tuple(
        member
        for member in members(block).values()
        if (
            _asked(member.block) if member.block else member.about.need is Need.TO_AGREE
        )
    )


def _for_agreement(block: type[Block]) -> bool:
    """Whether a list of these must have something in it before a plan is agreed.

    Its first field, which tells one entry from another, says so.
    """
    first = next(iter(members(block).values()))
    return first.about.need is Need.TO_AGREE


def all_jobs_of_staff(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Every action belongs to somebody on the staff (PLN-09)."""
    plan, organisation = situation.folder.plan, situation.organisation
    owners = [action.owner for action in plan.record.actions]
    unclear = situation.unclear(plan.file, "actions[].owner")
    of_staff = all(organisation.member(owner) for owner in owners)
    if situation.folder.is_open and owners and of_staff and not unclear:
        yield Noticed(rule.id, plan.place("actions"))


def not_available(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An owner, cover or lead who does not work here, or owns and covers (PLN-10)."""
    folder, organisation = situation.folder, situation.organisation
    if not folder.is_open or not organisation.staff.record:
        return
    ownership = folder.case.record.ownership
    people = {
        "owner": ownership.owner,
        "cover": ownership.cover,
        "safeguarding_lead": ownership.safeguarding_lead,
    }
    for role, member in people.items():
        twice = role == "cover" and member == ownership.owner
        if member and (twice or not organisation.active(member, situation.today)):
            place = folder.case.place(f"ownership.{role}")
            yield Noticed(rule.id, place, {"staff": shown(situation, member)})


def waiting_for_plan(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No plan agreed within `plan_working_days` of the concern (PLN-11).

    Silent once a plan was agreed, however late (rulings).
    """
    folder, calendar = situation.folder, situation.calendar
    raised = folder.case.record.concern.raised_on
    unclear = situation.unclear(folder.plan.file, "status", "first_agreed_on")
    if not folder.is_open or raised is None or _has_plan(folder) or unclear:
        return
    days = situation.timescale("plan_working_days")
    waited = calendar.working_days_after(raised, situation.today)
    if waited > days:
        yield Noticed(rule.id, folder.plan.place("status"), {"n": str(waited)})


def _has_plan(folder: CaseFolder) -> bool:
    """Whether this plan or one before it was agreed."""
    plan = folder.plan.record
    now = plan.status is PlanStatus.AGREED or bool(folder.old_plans)
    return now or ((plan.version or 1) > 1 and plan.first_agreed_on is not None)


def nothing_to_compare(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A measure with no baseline, or with too few values after a while (PLN-15).

    `values` are needed `days` after the plan was agreed.
    """
    plan = situation.folder.plan
    if not situation.folder.is_open:
        return
    few = _values_wanted(situation, rule)
    for index, measure in enumerate(plan.record.measures):
        here = f"measures[{index}]"
        missing = measure.baseline is None
        if situation.unclear(plan.file, f"{here}.id", f"{here}.baseline"):
            continue
        if missing or _values(situation.folder, measure.id) < few:
            facts = {"measure": shown(situation, measure.name or measure.id)}
            place = plan.place(f"{here}.baseline" if missing else here)
            yield Noticed(rule.id, place, facts)


def _values_wanted(situation: Situation, rule: Rule) -> int:
    """How many values there should be by now; none where that cannot be told."""
    folder = situation.folder
    agreed = folder.plan.record.agreed_on or situation.today
    due = agreed + timedelta(days=number(rule, "days"))
    unsure = any(situation.unclear(f.file, "measurements") for f in folder.records)
    return 0 if unsure or situation.today <= due else number(rule, "values")


def _values(folder: CaseFolder, measure: str | None) -> int:
    taken = (line for filed in folder.records for line in filed.record.measurements)
    named = (t for t in taken if measure and t.measure == measure)
    return sum(t.value is not None for t in named)


def no_copy_given(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The person has no copy `copy_to_person_working_days` after agreeing (PLN-16).

    Silent where no paper is kept, and once a copy was given, however late (rulings).
    """
    folder, plan = situation.folder, situation.folder.plan
    agreed = plan.record.agreed_on
    if not folder.is_open or plan.record.status is not PlanStatus.AGREED or not agreed:
        return
    days = situation.timescale("copy_to_person_working_days")
    late = situation.today > situation.calendar.add_working_days(agreed, days)
    given = any(_reaches(folder, copy, agreed) for copy in plan.record.copies)
    if late and not given and _keeps_paper(situation):
        yield Noticed(rule.id, plan.place("copies"))


def _reaches(folder: CaseFolder, copy: GivenCopy, agreed: date) -> bool:
    """Whether a copy of the agreed plan went to the person, or to who keeps it."""
    after = copy.given_on is not None and copy.given_on >= agreed
    return after and is_theirs(folder, copy)


def _keeps_paper(situation: Situation) -> bool:
    person, plan = situation.folder.person, situation.folder.plan
    kept = "communication.safe_contact.own_copy_kept"
    unclear = situation.unclear(person.file, kept) or situation.unclear(
        plan.file, "copies"
    )
    where = person.record.communication.safe_contact.own_copy_kept
    return where is not OwnCopyPlace.NO_PAPER and not unclear


CHECKS: Mapping[str, Check] = {
    "empty_though_agreed": empty_though_agreed,
    "all_jobs_of_staff": all_jobs_of_staff,
    "not_available": not_available,
    "waiting_for_plan": waiting_for_plan,
    "nothing_to_compare": nothing_to_compare,
    "no_copy_given": no_copy_given,
}
