"""Checks of positive risk that need more than a look (brief 3.10)."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.findings import Noticed
from workflow.domain.records.record import Record
from workflow.domain.rules.kinds import applies, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.typed_dates import iso_day
from workflow.domain.vocabulary import RecordType


def triggers_missing(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A usual trigger neither listed nor marked as not relevant (PRT-05).

    Silent while the kind of a trigger is empty or unreadable: it may be that one.
    """
    plan = situation.folder.plan
    listed = [trigger.kind for trigger in plan.record.review_triggers]
    looked_at = plan.record.positive_risk.triggers_not_relevant
    known = {str(kind) for kind in (*listed, *looked_at)}
    missing = [kind for kind in words(rule.settings, "kinds") if kind not in known]
    if applies(situation, rule) and missing and None not in listed:
        detail = f"Not there yet: {', '.join(missing).replace('_', ' ')}."
        yield Noticed(rule.id, plan.place("review_triggers"), {}, detail)


def alone_before_practice(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Alone on a route of the plan before anybody practised it (PRT-08).

    A day of practice in the plan counts, and so does an earlier journey with company.
    """
    folder = situation.folder
    for filed in folder.of_type(RecordType.JOURNEY) if folder.is_open else ():
        journey, day = filed.record.journey, filed.record.date
        out_alone = _alone(filed.record, rule) and _went(filed.record, rule)
        if day and out_alone and journey.route in _routes(folder):
            practised = _practised(folder, rule, journey.route)
            if not any(on is None or on <= day for on in practised):
                yield Noticed(rule.id, filed.place("journey.route"))


def _alone(record: Record, rule: Rule) -> bool:
    return str(record.journey.support) in words(rule.settings, "alone")


def _went(record: Record, rule: Rule) -> bool:
    return str(record.journey.outcome) not in words(rule.settings, "not_out")


def _routes(folder: CaseFolder) -> frozenset[str]:
    """The routes of this plan and of earlier ones."""
    plans = (folder.plan, *folder.old_plans)
    routes = (route for f in plans for route in f.record.positive_risk.routes)
    return frozenset(route.id for route in routes if route.id)


def _practised(
    folder: CaseFolder, rule: Rule, route: str | None
) -> Iterator[date | None]:
    """The days a route was practised; None for one that nobody can read."""
    for plan in (folder.plan, *folder.old_plans):
        for known in plan.record.positive_risk.routes:
            if known.id == route:
                yield from map(iso_day, known.practised_on)
    yield from (f.record.date for f in _together(folder, rule, route))


def _together(
    folder: CaseFolder, rule: Rule, route: str | None
) -> Iterator[Filed[Record]]:
    for filed in folder.of_type(RecordType.JOURNEY):
        record = filed.record
        same = record.journey.route == route
        if same and _went(record, rule) and not _alone(record, rule):
            yield filed


CHECKS: Mapping[str, Check] = {
    "triggers_missing": triggers_missing,
    "alone_before_practice": alone_before_practice,
}
