"""What a record sets going: follow-ups, talks, replies, answers, limits to stop."""

from collections.abc import Iterator
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed, id_of
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.due.standing import still_open
from workflow.domain.records.record import Record
from workflow.domain.vocabulary import (
    OfferAnswer,
    RecordType,
    ResponseStatus,
    ReviewKind,
)

TALK_WITHIN = 5  # working days from an outside contact to the talk about it
DECLINED = (OfferAnswer.DECLINED, OfferAnswer.NOT_OFFERED, None)


def after_records(case: CaseDay) -> Iterator[Entry]:
    """What records owe while the case is open."""
    for filed in case.folder.records:
        yield from _follow_ups(case, filed)
        yield from _limits(case, filed)
        if filed.record.type is RecordType.EXTERNAL_CONTACT and filed.record.date:
            yield from _offer(case, filed, filed.record.date)
            yield from _talk(case, filed, filed.record.date)
            yield from _reply(case, filed, filed.record.date)


def owed_to_the_person(case: CaseDay) -> Iterator[Entry]:
    """What the person waits for, open case or not: answers, and results of reviews."""
    for filed in case.folder.of_type(RecordType.SPEAK_UP):
        yield from _answer(case, filed)
    kinds = [kind for kind in ReviewKind if kind is not ReviewKind.PATTERN]
    for review in case.folder.held(*kinds):
        held, told = review.record.held_on, review.record.told_person_result_on
        if held:
            due = case.within(held, "result_to_person_working_days")
            source = review.record.review_id or review.file
            at = (source, due, review.record.lead or "", review.file)
            name = "The person to tell what a review decided"
            yield Entry(name, "result_to_person", *at, done_on=told, lasting=True)


def _follow_ups(case: CaseDay, filed: Filed[Record]) -> Iterator[Entry]:
    for index, step in enumerate(filed.record.follow_up):
        if step.due_on and still_open(step.status, step.done_on):
            at = (id_of(filed), step.due_on, step.owner or case.owner, filed.file)
            part, done = f"follow_up[{index}]", step.done_on
            yield Entry("A follow-up", "follow_up", *at, part, done_on=done)


def _limits(case: CaseDay, filed: Filed[Record]) -> Iterator[Entry]:
    """A limit outside the plan, to be stopped or written into it (RES-05)."""
    if filed.record.date is None:
        return
    due = case.within(filed.record.date, "unlisted_limit_hours")
    for index, limit in enumerate(filed.record.limits_applied):
        if not limit.restriction:
            by = filed.record.recorded_by or ""
            at = (id_of(filed), due, by, filed.file, f"limits_applied[{index}]")
            name, done = "A limit outside the plan to settle", limit.resolved_on
            yield Entry(name, "unlisted_limit", *at, urgent=True, done_on=done)


def _beyond(filed: Filed[Record]) -> bool:
    """Whether a record tells of an override or a deviation (urgent ladder, 4.6)."""
    return bool(filed.record.external_contact.override or filed.record.deviation)


def _offer(case: CaseDay, filed: Filed[Record], on: date) -> Iterator[Entry]:
    """The talk after an outside contact, to be offered."""
    offer = filed.record.external_contact.review_conversation
    waits = offer.answer in (None, OfferAnswer.NOT_OFFERED)
    if (waits and not offer.not_offered_reason) or (not waits and offer.offered_on):
        due = case.within(on, "review_conversation_working_days")
        at = (id_of(filed), due, filed.record.recorded_by or "", filed.file, "offer")
        name, done = "A talk to offer after an outside contact", offer.offered_on
        yield _about_contact(name, filed, at, None if waits else done)


def _talk(case: CaseDay, filed: Filed[Record], on: date) -> Iterator[Entry]:
    """The talk that the person wants after an outside contact, to be held."""
    offer, source = filed.record.external_contact.review_conversation, id_of(filed)
    held = [
        other.record.date
        for other in case.folder.of_type(RecordType.REVIEW_CONVERSATION)
        if other.record.review_conversation.about == source
        or (offer.record and id_of(other) == offer.record)
    ]
    undated = offer.record and not any(held)
    if offer.answer not in DECLINED and not undated:
        due = case.working_days(on, TALK_WITHIN)
        at = (source, due, case.owner, filed.file, "talk")
        name = "A talk to hold after an outside contact"
        first = min((day for day in held if day), default=None)
        yield _about_contact(name, filed, at, first)


def _about_contact(
    name: str,
    filed: Filed[Record],
    at: tuple[str, date, str, str, str],
    done_on: date | None,
) -> Entry:
    kind, urgent = "review_conversation", _beyond(filed)
    return Entry(name, kind, *at, urgent=urgent, done_on=done_on)


def _reply(case: CaseDay, filed: Filed[Record], on: date) -> Iterator[Entry]:
    """A reply from outside that we wait for; chased on its day (INF-09)."""
    response = filed.record.external_contact.response
    due = response.due_on or case.within(on, "response_chase_working_days")
    came = response.date if response.status is ResponseStatus.RECEIVED else None
    if response.status is ResponseStatus.AWAITING or (came and response.due_on):
        at = (id_of(filed), due, filed.record.recorded_by or "", filed.file)
        name = "A reply from outside to chase"
        yield Entry(name, "response", *at, done_on=came)


def _answer(case: CaseDay, filed: Filed[Record]) -> Iterator[Entry]:
    """The answer to somebody who spoke up: never by whom it is about (REC-13)."""
    spoke = filed.record.speak_up
    if filed.record.date is None:
        return
    due = case.within(filed.record.date, "speak_up_answer_working_days")
    hidden = frozenset(spoke.who_must_not_see)
    above = case.organisation.managers_above(case.manager)
    free = (who for who in (case.manager, *above) if who not in hidden)
    yield Entry(
        "An answer to somebody who spoke up",
        "speak_up",
        id_of(filed),
        due,
        next(free, case.lead),
        filed.file,
        urgent=True,
        done_on=spoke.answered_on,
        lasting=True,
        not_told=hidden,
    )


def last_recorders(folder: CaseFolder, most: int = 3) -> tuple[str, ...]:
    """The last people who wrote a record, newest first, each once (4.7)."""
    latest: dict[str, date] = {}
    for filed in folder.records:
        who, day = filed.record.recorded_by, filed.record.date
        if who and day:
            latest[who] = max(day, latest.get(who, day))
    ordered = sorted(latest, key=lambda who: (latest[who], who), reverse=True)
    return tuple(ordered[:most])
