"""The managerial review, the team's learning note and the letter to the person (D9).

Brief 5.6. The review is for managers. The note for the team names nobody: whatever
points to a person is taken out and makes it a draft (LRN-03). The letter tells the
person what was found, says sorry when it was wrong, and how to complain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.anonymise import Identifier, identifiers, residue, without
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import Names, names_for, shown, uk_date
from workflow.domain.diary import DueItem
from workflow.domain.escalation import level
from workflow.domain.organisation import Organisation
from workflow.domain.pattern_sheet import rewritten
from workflow.domain.records.base import Reader
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.record import Record
from workflow.domain.vocabulary import Answer, MrOutcome, MrReason, RecordType

HIGHEST_LEVEL = 4
START_OF_DAY, END_OF_DAY = "00:00", "24:00"
TAKEN_OUT = "[taken out]"
NAMES_LEFT = "Take out names and places before sharing."
STILL_OPEN = "This review is not finished: it has no closing date yet."
NOT_SETTLED = "Nobody has said yet that this may be shared outside the case."
WRONG = (MrOutcome.NOT_JUSTIFIED, MrOutcome.PARTLY_JUSTIFIED)
BROKEN_AGREEMENT = frozenset({MrReason.OVERRIDE, MrReason.DEVIATION})
SOMEBODY = "Somebody else than the owner of this note"


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: when, what happened, who was there or did it.

    Without a time it stands after what has one that day; an offer stands before.
    """

    day: date
    time: str
    what: str
    who: tuple[str, ...]

    def row(self) -> Mapping[str, str]:
        """As a row of a table."""
        known = self.time not in (START_OF_DAY, END_OF_DAY)
        when = f"{uk_date(self.day)}, {self.time}" if known else uk_date(self.day)
        return {"when": when, "what": self.what, "who": ", ".join(self.who)}


def review_context(
    folder: CaseFolder,
    organisation: Organisation,
    due: Sequence[DueItem],
    filed: Filed[ManagerialReview],
) -> Mapping[str, object]:
    """Part A, for managers: the review with its timeline, who was told, who signs."""
    review = filed.record
    names = names_for(folder, organisation, Reader.MANAGER)
    note = learning_of(folder, review)
    said = {
        "ref": folder.ref,
        "name": folder.name,
        "service_name": organisation.service(folder.case.record.service_id).name or "",
        "review": shown(review, Reader.MANAGER, names),
        "reasons": [reason.label for reason in review.reasons],
        "timeline": [entry.row() for entry in timeline(folder, names, review)],
        "told": list(_told(folder, review, note)),
        "lesson": {
            "given": note is not None,
            "learned": (note.what_we_learned if note else None) or "",
            "changed": (note.what_changed if note else None) or "",
        },
        "signs": list(_signs(folder, organisation, due, filed)),
    }
    return _secret_kept(folder, said)


def learning_of(folder: CaseFolder, review: ManagerialReview) -> Learning | None:
    """The learning note that a managerial review led to."""
    found = (f.record for f in folder.learning)
    return next(
        (n for n in found if n.learning_id and n.learning_id == review.learning), None
    )


def timeline(
    folder: CaseFolder, names: Names, review: ManagerialReview
) -> tuple[Entry, ...]:
    """What happened when, from the records, with what the review added, in order."""
    source = [
        f.record for f in folder.records if f.record.record_id in review.source_records
    ]
    talks = [
        f.record
        for f in folder.of_type(RecordType.REVIEW_CONVERSATION)
        if f.record.review_conversation.about in review.source_records
    ]
    entries = [
        *(entry for record in source for entry in _of_record(folder, names, record)),
        *(entry for talk in talks for entry in _written(names, talk)),
        *_of_reviews(folder, names, review),
        *_of_review(folder, names, review),
    ]
    return tuple(sorted(entries, key=lambda e: (e.day, e.time)))


def _entry(
    day: date | None, what: str, *who: str, time: str = END_OF_DAY
) -> Iterator[Entry]:
    """A line of the timeline, when its day is known."""
    if day:
        yield Entry(day, time, what, tuple(dict.fromkeys(w for w in who if w)))


def _written(names: Names, record: Record) -> Iterator[Entry]:
    """The record itself: what was seen, and who was there."""
    label = record.type.label if record.type else "Record"
    there = [names.of(who) for who in record.present]
    writer = names.of(record.recorded_by) if record.recorded_by else ""
    what = f"{label}. {record.what_happened or ''}".strip()
    time = record.time or END_OF_DAY
    yield from _entry(record.date, what, *there, writer, time=time)


def _of_record(folder: CaseFolder, names: Names, record: Record) -> Iterator[Entry]:
    """A record that led to the review, and what was done about it afterwards."""
    yield from _written(names, record)
    deviation = record.deviation
    words = f" \u201c{deviation.person_told_words}\u201d"
    said = words if deviation.person_told_words else ""
    told = f"{folder.name} was told what had happened.{said}"
    yield from _entry(deviation.person_told_on, told, folder.name)
    contact = record.external_contact
    decided = contact.override.decided_by
    if contact.override.person_told is not Answer.SAID_NO:
        told = f"{folder.name} was told of the decision to share."
        who = names.of(decided) if decided else ""
        yield from _entry(contact.override.person_told_on, told, folder.name, who)
    offer = contact.review_conversation
    answer = f": {offer.answer.label.lower()}" if offer.answer else ""
    who = names.of(offer.offered_by) if offer.offered_by else ""
    offered = f"A talk about it was offered{answer}."
    yield from _entry(offer.offered_on, offered, who, time=START_OF_DAY)
    for step in record.follow_up:
        owner = names.of(step.owner) if step.owner else ""
        yield from _entry(step.done_on, f"Done: {step.what}", owner)


def _of_reviews(
    folder: CaseFolder, names: Names, review: ManagerialReview
) -> Iterator[Entry]:
    """The reviews that led to it: when each was due, and when it was held."""
    for filed in folder.reviews:
        source = filed.record
        if source.review_id in review.source_reviews:
            kind = source.kind.label if source.kind else "Review"
            lead = names.of(source.lead) if source.lead else ""
            yield from _entry(source.due_on, f"{kind} review was due.", lead)
            yield from _entry(source.held_on, f"{kind} review was held.", lead)


def _of_review(
    folder: CaseFolder, names: Names, review: ManagerialReview
) -> Iterator[Entry]:
    """The managerial review's own days."""
    reviewer = names.of(review.reviewer) if review.reviewer else ""
    yield from _entry(review.opened_on, "This review was opened.", reviewer)
    for action in review.actions:
        owner = names.of(action.owner) if action.owner else ""
        yield from _entry(action.done_on, f"Done: {action.what}", owner)
    told = f"{folder.name} was told the result."
    yield from _entry(review.person_told_on, told, folder.name)
    yield from _entry(review.closed_on, "This review was closed.", reviewer)


def _told(
    folder: CaseFolder, review: ManagerialReview, note: Learning | None
) -> Iterator[Mapping[str, str]]:
    """Who was told the result: the person, the team, outside bodies."""
    words = review.person_response
    answer = f"Said: \u201c{words}\u201d" if words else ""
    yield {
        "who": folder.name,
        "when": uk_date(review.person_told_on) or "Not told yet",
        "how": answer,
    }
    for line in note.told if note else ():
        reached = _reached(line.reached, line.of)
        how = "; ".join(part for part in (line.how or "", reached) if part)
        yield {"who": line.who or "", "when": uk_date(line.date), "how": how}
    for notice in folder.case.record.notifications:
        if notice.record and notice.record in review.source_records:
            yield {
                "who": notice.to.label if notice.to else "",
                "when": uk_date(notice.sent_on) or "Not told",
                "how": notice.why or "",
            }


def _reached(reached: int | None, of: int | None) -> str:
    if reached is None:
        return ""
    return f"reached {reached} of {of}" if of is not None else f"reached {reached}"


def _signs(
    folder: CaseFolder,
    organisation: Organisation,
    due: Sequence[DueItem],
    filed: Filed[ManagerialReview],
) -> Iterator[Mapping[str, str]]:
    """The reviewer signs; the nominated individual too when it went up to level 4."""
    yield {
        "who": _name(organisation, filed.record.reviewer),
        "role": "Reviewer",
        "date": uk_date(filed.record.closed_on),
    }
    files = {filed.file}
    files |= {
        f.file
        for f in folder.reviews
        if f.record.review_id in filed.record.source_reviews
    }
    if any(_went_up(item, organisation) for item in due if _about(item, files)):
        director = organisation.provider.record.nominated_individual
        yield {
            "who": _name(organisation, director),
            "role": "Nominated individual (late to level 4)",
            "date": "",
        }


def _about(item: DueItem, files: Iterable[str]) -> bool:
    return item.file in files or item.held_file in files


def _went_up(item: DueItem, organisation: Organisation) -> bool:
    """Whether something came as late as the nominated individual is told of (4.6)."""
    ladder = organisation.provider.record.escalation_ladder
    return level(item.days_late, urgent=item.urgent, ladder=ladder) >= HIGHEST_LEVEL


def _name(organisation: Organisation, who: str | None) -> str:
    member = organisation.member(who)
    return (member.name if member else None) or who or ""


def _secret_kept(
    folder: CaseFolder, said: Mapping[str, object]
) -> Mapping[str, object]:
    """The same without the exit phrase, wherever somebody wrote it (DOM-03)."""
    phrase = folder.plan.record.safe_contact.exit_phrase.phrase
    secret = (Identifier(phrase, "exit phrase"),) if phrase else ()
    kept = rewritten(said, lambda text: without(text, secret, "[exit phrase]"))
    return kept if isinstance(kept, dict) else {}


def known_names(
    folder: CaseFolder, organisation: Organisation
) -> tuple[Identifier, ...]:
    """What may not stand in a note for the team: the case's people, staff, services."""
    return identifiers((folder,), organisation, organisation.common_words)


def note_context(
    note: Learning, organisation: Organisation, known: Sequence[Identifier]
) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Part B, for the team, and why it is not final; no words in it name anybody."""
    said = {
        "what_happened": note.what_happened_short or "",
        "learned": note.what_we_learned or "",
        "changed": note.what_changed or "",
        "told": [
            {
                "who": line.who or "",
                "how": line.how or "",
                "when": uk_date(line.date),
                "reached": _reached(line.reached, line.of),
            }
            for line in note.told
        ],
        "check": {
            "how": note.check.how or "",
            "due_on": uk_date(note.check.due_on),
            "by": role_of(organisation, note.check.by) or SOMEBODY,
            "done_on": uk_date(note.check.done_on),
            "result": note.check.result or "",
        },
        "contact": role_of(organisation, note.owner),
    }
    reasons = []
    if _names_somebody(said, known):
        reasons.append(NAMES_LEFT)
    if note.share_outside_case is None:
        reasons.append(NOT_SETTLED)
    clean = rewritten(said, lambda text: without(text, known, TAKEN_OUT))
    return {"note": clean}, tuple(reasons)


def _names_somebody(said: object, known: Sequence[Identifier]) -> bool:
    if isinstance(said, str):
        return bool(residue(said, known))
    inner = said.values() if isinstance(said, Mapping) else said
    return isinstance(inner, Iterable) and any(_names_somebody(i, known) for i in inner)


def role_of(organisation: Organisation, who: str | None) -> str:
    """The first role of a member of staff, instead of their name; empty if unknown."""
    member = organisation.member(who)
    return member.roles[0].label if member and member.roles else ""


def has_result(review: ManagerialReview) -> bool:
    """Whether there is something to write to the person: what happened, and what of it.

    A review that is still being written has no letter yet.
    """
    return bool(review.outcome and review.what_happened)


def letter_context(
    folder: CaseFolder, organisation: Organisation, filed: Filed[ManagerialReview]
) -> Mapping[str, object]:
    """The letter to the person: what was found, sorry, what changes, how to complain.

    Only fields that the person may see are in it (2.11).
    """
    review = filed.record
    names = names_for(folder, organisation, Reader.PERSON)
    note = learning_of(folder, review)
    provider = organisation.provider.record
    said = {
        "name": folder.person.record.preferred_name or "",
        "provider": shown(provider, Reader.PERSON, names),
        "service": shown(
            organisation.service(folder.case.record.service_id), Reader.PERSON, names
        ),
        "review": shown(review, Reader.PERSON, names),
        "not_as_agreed": bool(BROKEN_AGREEMENT & set(review.reasons)),
        "wrong": review.outcome in WRONG,
        "changes": list(_changes(review, note)),
    }
    return _secret_kept(folder, said)


def _changes(review: ManagerialReview, note: Learning | None) -> Iterator[str]:
    """What is different from now on: in practice, or else what the review asked for."""
    if note and note.what_changed:
        yield note.what_changed
    else:
        yield from (action.what for action in review.actions if action.what)
