"""Checks of the plan and its owners that need more than a look (brief 3.4)."""

from collections.abc import Iterator, Mapping

from workflow.domain.case_folder import Filed
from workflow.domain.fields import Member, catalogue, members
from workflow.domain.findings import Noticed
from workflow.domain.records.base import Block, Need, filled
from workflow.domain.rules.kinds import joined, shown
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import PlanStatus


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
        for path, label in _empty(filed.record, ""):
            if filed.record:
                yield Noticed(rule.id, filed.place(path), {"label": label})


def _empty(block: Block, path: str) -> Iterator[tuple[str, str]]:
    for member in members(type(block)).values():
        value = getattr(block, member.attribute)
        here = joined(path, member.key)
        if member.block is None:
            if member.about.need is Need.TO_AGREE and not filled(value):
                yield here, member.about.label
        elif not member.many:
            yield from _empty(value, here)
        elif value:
            for index, item in enumerate(value):
                yield from _empty(item, f"{here}[{index}]")
        elif _for_agreement(member.block):
            yield here, _label(member)


def _for_agreement(block: type[Block]) -> bool:
    """Whether a list of these must have something in it before a plan is agreed."""
    return any(field.need is Need.TO_AGREE for field in catalogue(block))


def _label(member: Member) -> str:
    return member.about.label


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


CHECKS: Mapping[str, Check] = {
    "empty_though_agreed": empty_though_agreed,
    "not_available": not_available,
}
