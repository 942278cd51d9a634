"""Checks of information sharing that need more than a look (brief 3.7, 4.9).

INF-03, INF-10, INF-12, INF-13 and INF-17 speak of one disclosure. They hold back only
letters to that recipient, and clear when a managerial review that names the record is
closed (rulings, Clearing). INF-13 says more than that: somebody whom the person asked
us not to tell has been told, and the wish stands. Where the closed review found the
sharing not justified, the breach is part of what the next worker has to know, so the
finding stays as it is for as long as the wish does and the case is open, and holds
nothing back any more (worked case C: an error on 23 November, reviewed on the 5th). In
every other outcome it clears with the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed, id_of
from workflow.domain.findings import Noticed, Recipient
from workflow.domain.records.consent import Consent, SharingBoundary
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.record import (
    ExternalContact,
    Override,
    Record,
    SharedItem,
    TalkOffered,
)
from workflow.domain.rules.kinds import in_full, number, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.sharing import (
    AGREED,
    ended_by,
    ends_on,
    forbidding,
    is_limited,
    lasts,
    named,
    outside_because,
    replaces,
    told,
    was_agreed,
)
from workflow.domain.vocabulary import (
    Agency,
    Answer,
    InfoCategory,
    OfferAnswer,
    OverrideReason,
    RecordType,
    ResponseStatus,
    SharingDecision,
    StaffRole,
)

TOLD = (Answer.SAID_YES, Answer.SAID_PARTLY)
NO_DAY = "a day that nobody wrote down"


@dataclass(frozen=True)
class _Shared:
    """One item told to somebody outside: the record it stands in, and where in it."""

    filed: Filed[Record]
    path: str
    item: SharedItem

    @property
    def contact(self) -> ExternalContact:
        return self.filed.record.external_contact

    def noticed(
        self,
        rule: Rule,
        folder: CaseFolder,
        field: str = "",
        facts: Mapping[str, str] | None = None,
        detail: str = "",
    ) -> Noticed:
        """Say something of this item that holds back letters to its recipient."""
        path = f"{self.path}.{field}" if field else self.path
        whom = _whom(folder, self.contact)
        place = self.filed.place(path)
        return Noticed(rule.id, place, facts or {}, detail, recipient=whom)


def _whom(folder: CaseFolder, contact: ExternalContact) -> Recipient | None:
    """Who was told, to hold back letters to them; None when nobody has said."""
    who = told(folder, contact)
    agency = who.agency.value if who.agency else ""
    return Recipient(who.contact, agency) if who.contact or agency else None


def _contacts(situation: Situation) -> Iterator[Filed[Record]]:
    return situation.folder.of_type(RecordType.EXTERNAL_CONTACT)


def _items(situation: Situation) -> Iterator[_Shared]:
    """Every item shared, in order of date."""
    for filed in _contacts(situation):
        for index, item in enumerate(filed.record.external_contact.shared):
            path = f"external_contact.shared[{index}]"
            if not situation.unclear(filed.file, path):
                yield _Shared(filed, path, item)


def _open_items(situation: Situation) -> Iterator[_Shared]:
    """Items that no closed managerial review has looked into."""
    folder = situation.folder
    return (i for i in _items(situation) if not _closed(folder, i.filed))


def _naming(folder: CaseFolder, filed: Filed[Record]) -> list[Filed[ManagerialReview]]:
    """The managerial reviews that name a record."""
    source = filed.record.record_id
    reviews = folder.managerial_reviews
    return [r for r in reviews if source and source in r.record.source_records]


def _closed(folder: CaseFolder, filed: Filed[Record]) -> list[ManagerialReview]:
    """Those of them that are closed."""
    return [r.record for r in _naming(folder, filed) if r.record.closed_on]


def _unread_agreement(situation: Situation, item: SharedItem) -> bool:
    """Whether what an item was agreed under could not be read: then nobody knows."""
    consent, name = situation.folder.consent, item.boundary
    boundaries = enumerate(consent.record.boundaries)
    paths = (f"boundaries[{n}]" for n, b in boundaries if name and b.id == name)
    no_list = (consent.file, "boundaries") in situation.misread
    return no_list or situation.unclear(consent.file, *paths)


def explanation_incomplete(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The first explanation leaves out one of the topics in the settings (INF-01)."""
    consent = situation.folder.consent
    if situation.unclear(consent.file, "explained"):
        return
    listed = enumerate(consent.record.explained)
    earliest = min(listed, key=lambda pair: pair[1].date or date.max, default=None)
    said = {topic.value for topic in earliest[1].topics} if earliest else set()
    if not set(words(rule.settings, "topics")) <= said:
        path = f"explained[{earliest[0]}].topics" if earliest else "explained"
        yield Noticed(rule.id, consent.place(path))


def shared_outside(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An item shared outside the agreement, with no word why (INF-03).

    An override or a deviation is the word why. `detail` is the reason of 4.9.
    """
    folder = situation.folder
    months = lasts(folder, situation.organisation)
    for shared in _open_items(situation):
        record, contact = shared.filed.record, "external_contact"
        unsure = situation.unclear(
            shared.filed.file,
            *("date", "deviation", f"{contact}.override"),
            *(f"{contact}.{key}" for key in ("contact", "agency", "organisation")),
        )
        if record.external_contact.override or record.deviation or unsure:
            continue
        why = outside_because(folder, record, shared.item, months)
        if why and not _unread_agreement(situation, shared.item):
            yield shared.noticed(rule, folder, detail=why)


def override_incomplete(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An override without reason, explanation, or a lead or manager's word (INF-04).

    `roles` in the settings may decide; anybody may where life is at risk.
    """
    known = bool(situation.organisation.staff.record)
    for filed, override in _overrides(situation):
        roles = (StaffRole.of(role) for role in words(rule.settings, "roles"))
        may = situation.organisation.has_role(override.decided_by, *roles)
        life = OverrideReason.LIFE_AT_RISK in override.reasons
        lacking = {
            "reasons": not override.reasons,
            "rationale": not override.rationale,
            "decided_by": not override.decided_by or (known and not (may or life)),
        }
        for field in [f for f, lacks in lacking.items() if lacks][:1]:
            yield Noticed(rule.id, filed.place(f"external_contact.override.{field}"))


def _overrides(situation: Situation) -> Iterator[tuple[Filed[Record], Override]]:
    """Every override that could be read whole."""
    for filed in _contacts(situation):
        override = filed.record.external_contact.override
        if override and not situation.unclear(filed.file, "external_contact.override"):
            yield filed, override


def person_not_told(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An override that the person was not told of, with no word why not (INF-05)."""
    for filed, override in _overrides(situation):
        knows = override.person_told in TOLD or override.person_told_on
        if not knows and not override.why_not_told:
            place = filed.place("external_contact.override.person_told")
            yield Noticed(rule.id, place)


def manager_has_not_looked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An override or deviation that no closed managerial review names (INF-06).

    From `managerial_review_start_working_days` after it. A review that `build`
    proposed is a file like any other, so the finding stays until one is closed
    (rulings, Seeing and remembering).
    """
    folder, calendar = situation.folder, situation.calendar
    start = situation.timescale("managerial_review_start_working_days")
    finish = situation.timescale("managerial_review_working_days")
    for filed in folder.records:
        day, why = filed.record.date, _unusual(folder, filed.record)
        if not why or day is None:
            continue
        reviews = _naming(folder, filed)
        done = any(
            r.record.closed_on or situation.unclear(r.file, "closed_on")
            for r in reviews
        )
        if done or situation.today <= calendar.add_working_days(day, start):
            continue
        due = next((r.record.due_on for r in reviews if r.record.due_on), None)
        due = due or calendar.add_working_days(day, finish)
        place = reviews[0].place("closed_on") if reviews else filed.place(why)
        yield Noticed(rule.id, place, {"date": in_full(due)})


def _unusual(folder: CaseFolder, record: Record) -> str:
    """Where a record says that something was not as agreed; empty if nowhere.

    Limits that were not kept are a deviation, whether or not it says so (INF-17).
    """
    contact = record.external_contact
    if contact.override:
        return "external_contact.override"
    if record.deviation:
        return "deviation"
    broken = (
        f"external_contact.shared[{index}].limits_respected"
        for index, item in enumerate(contact.shared)
        if item.limits_respected is False and is_limited(_agreement(folder, item))
    )
    return next(broken, "")


def _agreement(folder: CaseFolder, item: SharedItem) -> SharingBoundary:
    return named(folder, item) or SharingBoundary()


def talk_not_offered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No talk offered in time after an outside contact (INF-07).

    In working days (`review_conversation_working_days`) from the contact. A reason for
    not offering answers it; an offer that came late stays, as history (rulings).
    """
    days = situation.timescale("review_conversation_working_days")
    for filed in _contacts(situation):
        talk, day = filed.record.external_contact.review_conversation, filed.record.date
        path = "external_contact.review_conversation"
        if day is None or situation.unclear(filed.file, path):
            continue
        due = situation.calendar.add_working_days(day, days)
        field = _amiss(talk, due)
        if field and situation.today > due:
            yield Noticed(
                rule.id, filed.place(f"{path}.{field}"), {"date": in_full(due)}
            )


def _amiss(talk: TalkOffered, due: date) -> str:
    """Which field says that the talk was not offered, or offered after `due`."""
    never = talk.answer is OfferAnswer.NOT_OFFERED
    if never or (talk.answer is None and talk.offered_on is None):
        return "" if talk.not_offered_reason else "answer"
    late = talk.offered_on is not None and talk.offered_on > due
    return "offered_on" if late else ""


def talk_not_held(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The person said yes to a talk, and there is no record of one (INF-08).

    In working days from the contact (brief 4.5, rulings); the record may be named
    here, or name this contact as what it is about.
    """
    folder, days = situation.folder, number(rule, "within_working_days")
    talks = folder.of_type(RecordType.REVIEW_CONVERSATION)
    about = {filed.record.review_conversation.about for filed in talks}
    for filed in _contacts(situation) if folder.is_open else ():
        talk, day = filed.record.external_contact.review_conversation, filed.record.date
        accepted = talk.answer is OfferAnswer.ACCEPTED
        held = talk.record or id_of(filed) in about
        if not accepted or held or day is None:
            continue
        if situation.today > situation.calendar.add_working_days(day, days):
            place = filed.place("external_contact.review_conversation.record")
            yield Noticed(rule.id, place)


def no_answer_yet(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Still waiting for a reply after the day it was due (INF-09).

    With no day given, `response_chase_working_days` after the contact.
    """
    folder = situation.folder
    days = situation.timescale("response_chase_working_days")
    for filed in _contacts(situation) if folder.is_open else ():
        contact, day = filed.record.external_contact, filed.record.date
        response, path = contact.response, "external_contact.response"
        due = response.due_on
        if due is None and day is not None:
            due = situation.calendar.add_working_days(day, days)
        waiting = response.status is ResponseStatus.AWAITING
        unsure = situation.unclear(filed.file, path)
        if waiting and due is not None and due < situation.today and not unsure:
            agency = told(folder, contact).organisation or _called(folder, contact)
            yield Noticed(rule.id, filed.place(f"{path}.status"), {"agency": agency})


def no_purpose(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Something shared, and nobody said what for (INF-10)."""
    for shared in _open_items(situation):
        if not shared.item.purpose:
            yield shared.noticed(rule, situation.folder, "purpose")


def risk_named_to_family(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Family or a friend was told where the risk comes from (INF-11).

    A question while the case is open, answered by a closed managerial review.
    """
    agencies = words(rule.settings, "agencies")
    for shared in _open_items(situation) if situation.folder.is_open else ():
        agency = told(situation.folder, shared.contact).agency
        named_it = InfoCategory.SOURCE_OF_RISK_IDENTITY in shared.item.categories
        if named_it and agency in agencies:
            yield Noticed(rule.id, shared.filed.place(f"{shared.path}.categories"))


def used_after_its_end(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An agreement was used after it had run out or been taken back (INF-12)."""
    folder = situation.folder
    months = lasts(folder, situation.organisation)
    for shared in _open_items(situation):
        boundary, day = _agreement(folder, shared.item), shared.filed.record.date
        if day is None or _unread_agreement(situation, shared.item):
            continue
        ended = ended_by(boundary, day, months) if was_agreed(boundary) else None
        undated = boundary.decision is SharingDecision.WITHDRAWN and not (
            boundary.withdrawn_on
        )
        if ended or undated:
            facts = {"date": in_full(ended) if ended else NO_DAY}
            yield shared.noticed(rule, folder, "boundary", facts)


def told_whom_not_to_tell(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Something shared with somebody the person asked not to tell (INF-13).

    One finding for each contact. `stays_after` in the settings are the outcomes of a
    closed managerial review after which it stays, settled (see above).
    """
    folder = situation.folder
    for filed in _contacts(situation):
        contact = filed.record.external_contact
        wishes = (forbidding(folder, contact, item) for item in contact.shared)
        wish = next((w for w in wishes if w), None)
        closed = _closed(folder, filed)
        if wish is None or (closed and not _stays(folder, closed, rule)):
            continue
        by = "contact" if wish.contact and wish.contact == contact.contact else "agency"
        yield Noticed(
            rule.id,
            filed.place(f"external_contact.{by}"),
            {"contact": _called(folder, contact)},
            recipient=_whom(folder, contact),
            settled=bool(closed),
        )


def _stays(folder: CaseFolder, closed: list[ManagerialReview], rule: Rule) -> bool:
    outcomes = words(rule.settings, "stays_after")
    return folder.is_open and any(review.outcome in outcomes for review in closed)


def _called(folder: CaseFolder, contact: ExternalContact) -> str:
    """Whom a contact was with: by name, or by what they work for."""
    known = folder.contact(contact.contact)
    who = told(folder, contact)
    agency = who.agency.label if who.agency and who.agency is not Agency.OTHER else ""
    name = known.name if known else None
    return name or who.organisation or agency or "somebody outside"


def undecided_too_long(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Still deciding, for more than so many working days (INF-16).

    Not where a later answer about the same recipient says it all.
    """
    consent, days = (
        situation.folder.consent,
        number(rule, "within_working_days"),
    )
    for index, boundary in enumerate(consent.record.boundaries):
        since = boundary.decided_on
        undecided = boundary.decision is SharingDecision.UNDECIDED
        if not situation.folder.is_open or not undecided or since is None:
            continue
        if _answered_since(consent.record, boundary):
            continue
        if situation.today > situation.calendar.add_working_days(since, days):
            place = consent.place(f"boundaries[{index}].decision")
            yield Noticed(rule.id, place, {"what": boundary.what or "this"})


def _answered_since(consent: Consent, boundary: SharingBoundary) -> bool:
    """Whether all of something undecided was answered later: with a yes, or a no."""
    refused = {
        category
        for wish in consent.do_not_share
        if wish.contact and wish.contact == boundary.contact
        for category in wish.categories
    }
    answers = (b for b in consent.boundaries if b.decision != boundary.decision)
    asked = set(boundary.categories)
    covered = bool(asked) and asked <= refused
    return covered or any(replaces(later, boundary) for later in answers)


def limits_not_kept(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An agreement with limits was used, and they were not said to be kept (INF-17).

    Limits that were not kept are a deviation: INF-06 asks for a manager's look.
    """
    folder = situation.folder
    for shared in _open_items(situation):
        limited = is_limited(_agreement(folder, shared.item))
        kept = shared.item.limits_respected is True
        if limited and not kept and not _unread_agreement(situation, shared.item):
            yield shared.noticed(rule, folder, "limits_respected")


def agreement_ends_soon(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A sharing agreement that ends within so many working days (INF-18)."""
    if not situation.folder.is_open:
        return
    ahead = number(rule, "within_working_days")
    latest = situation.calendar.add_working_days(situation.today, ahead)
    months = lasts(situation.folder, situation.organisation)
    consent = situation.folder.consent
    for index, boundary in enumerate(consent.record.boundaries):
        path, until = f"boundaries[{index}]", ends_on(boundary, months)
        renewed = any(replaces(b, boundary) for b in consent.record.boundaries)
        agreed = boundary.decision in AGREED and not boundary.withdrawn_on
        if (
            not agreed
            or renewed
            or until is None
            or situation.unclear(consent.file, path)
        ):
            continue
        if situation.today <= until <= latest:
            yield Noticed(rule.id, consent.place(f"{path}.until"))


CHECKS: Mapping[str, Check] = {
    "explanation_incomplete": explanation_incomplete,
    "shared_outside": shared_outside,
    "override_incomplete": override_incomplete,
    "person_not_told": person_not_told,
    "manager_has_not_looked": manager_has_not_looked,
    "talk_not_offered": talk_not_offered,
    "talk_not_held": talk_not_held,
    "no_answer_yet": no_answer_yet,
    "no_purpose": no_purpose,
    "risk_named_to_family": risk_named_to_family,
    "used_after_its_end": used_after_its_end,
    "told_whom_not_to_tell": told_whom_not_to_tell,
    "undecided_too_long": undecided_too_long,
    "limits_not_kept": limits_not_kept,
    "agreement_ends_soon": agreement_ends_soon,
}
