"""What happened in a case, the newest first, to be looked through by kind and day.

Talks, visits, decisions, agreements and what was told outside stand together, since a
reader who sees only the records misses what was decided about them (forms.md 13.2).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.records.plan import Restriction
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import Listed, RecordType, SharingDecision

WISH, CHOICE, AGREEMENT, PLAN = "wish", "choice", "agreement", "plan"
DECISION, LIMIT = "decision", "limit"
REVIEW, MANAGERS = "review", "managerial_review"
OF_RECORDS = {kind.value: kind.label for kind in RecordType}
KINDS = {
    **OF_RECORDS,
    WISH: "What they want",
    CHOICE: "Choice",
    AGREEMENT: "Who can know what",
    PLAN: "Plan agreed",
    DECISION: "Decision",
    LIMIT: "Limit on freedom",
    REVIEW: "Review",
    MANAGERS: "Managerial review",
}
"""Every kind of entry, with what people call it."""
QUESTIONS = {
    "wanted": frozenset({WISH, "keywork", "speak_up", "concern_note"}),
    "choices": frozenset({CHOICE}),
    "agreed": frozenset({AGREEMENT, PLAN, DECISION, LIMIT, "external_contact"}),
    "changed": frozenset(
        {"visit", "journey", "check_in", "incident", "review_conversation", REVIEW}
        | {MANAGERS}
    ),
}
"""The auditor's four questions, with the kinds of entry that speak to each."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `said` is in the person's words, `file` where it stands.

    `field` is the part of the file that tells of it, and `day` None where nobody wrote
    the day down.
    """

    day: date | None
    kind: str
    title: str
    said: str = ""
    what: str = ""
    file: str = ""
    field: str = ""
    time: str = ""


@dataclass(frozen=True)
class Wanted:
    """What to show: a kind or one of the four questions ("" for all), and the days."""

    kind: str = ""
    since: date | None = None
    until: date | None = None

    def shows(self, entry: Entry) -> bool:
        """Whether an entry is wanted; one without a day only where no day is asked."""
        kinds = QUESTIONS.get(self.kind, {self.kind})
        if self.kind and entry.kind not in kinds:
            return False
        if entry.day is None:
            return self.since is None and self.until is None
        after = self.since is None or entry.day >= self.since
        return after and (self.until is None or entry.day <= self.until)


def timeline(
    folder: CaseFolder, records: Iterable[Filed[Record]], *, manager: bool
) -> tuple[Entry, ...]:
    """What happened in a case, the newest first; what has no day comes before all.

    `records` are those that the reader may see; what only managers see is left out
    unless the reader is a `manager`.
    """
    found = [
        *map(_record, records),
        *_words(folder),
        *_agreements(folder),
        *(_review(filed) for filed in folder.reviews if filed.record.held_on),
        *(_managers(folder) if manager else ()),
    ]
    found.sort(key=lambda e: (e.day or date.max, e.time), reverse=True)
    return tuple(found)


def shown(entries: Sequence[Entry], wanted: Wanted) -> tuple[Entry, ...]:
    """The entries that are wanted."""
    return tuple(entry for entry in entries if wanted.shows(entry))


def _record(filed: Filed[Record]) -> Entry:
    record = filed.record
    kind = record.type.value if record.type else ""
    told = "; ".join(filter(None, (s.what for s in record.external_contact.shared)))
    what = "\n".join(
        filter(None, (record.what_happened, f"Told them: {told}" if told else ""))
    )
    return Entry(
        record.date,
        kind,
        KINDS.get(kind, "Record"),
        record.person_said or "",
        what,
        filed.file,
        "what_happened",
        record.time or "",
    )


def _words(folder: CaseFolder) -> Iterator[Entry]:
    """What the person wants, which choices there were, what was decided and agreed."""
    case, plan, file = folder.case.record, folder.plan.record, folder.case.file
    for n, outcome in enumerate(case.outcomes):
        day, said = outcome.recorded_on, outcome.in_their_words or ""
        path = f"outcomes[{n}].in_their_words"
        yield Entry(day, WISH, KINDS[WISH], said, "", file, path)
    for n, made in enumerate(case.lead_decisions):
        said, what = made.person_view or "", made.decision or ""
        path = f"lead_decisions[{n}].decision"
        yield Entry(made.date, DECISION, KINDS[DECISION], said, what, file, path)
    file = folder.plan.file
    for n, option in enumerate(plan.options):
        if option.decided_on:
            title = _titled(CHOICE, option.decision)
            said, what = option.person_view or "", option.what or ""
            day, path = option.decided_on, f"options[{n}].what"
            yield Entry(day, CHOICE, title, said, what, file, path)
    yield from _limits(plan.restrictions, file)
    for filed in (*folder.old_plans, folder.plan):
        if filed.record.agreed_on:
            title = f"{KINDS[PLAN]}, version {filed.record.version or 1}"
            what, day = filed.record.agreed_summary or "", filed.record.agreed_on
            at = file if filed is folder.plan else ""  # an old plan is not changed
            yield Entry(day, PLAN, title, "", what, at, "agreed_summary")


def _limits(limits: Iterable[Restriction], file: str) -> Iterator[Entry]:
    for n, limit in enumerate(limits):
        path, said, what = (
            f"restrictions[{n}].what",
            limit.person_view or "",
            limit.what or "",
        )
        if limit.started_on:
            title, day = f"{KINDS[LIMIT]}: began", limit.started_on
            yield Entry(day, LIMIT, title, said, what, file, path)
        if limit.ended_on:
            title, day = f"{KINDS[LIMIT]}: ended", limit.ended_on
            yield Entry(day, LIMIT, title, "", what, file, path)


def _agreements(folder: CaseFolder) -> Iterator[Entry]:
    """What was agreed, refused or taken back about who can know what."""
    names = {c.id: c.name or "" for c in folder.person.record.contacts}
    for n, boundary in enumerate(folder.consent.record.boundaries):
        agency = boundary.agency.label if boundary.agency else ""
        known = names.get(boundary.contact or "", "")
        who = known or boundary.organisation or agency
        what = ": ".join(filter(None, (who, boundary.what)))
        path, file = f"boundaries[{n}].what", folder.consent.file
        taken_back = boundary.withdrawn_on
        decision = SharingDecision.AGREED if taken_back else boundary.decision
        title = _titled(AGREEMENT, decision)
        day, said = boundary.decided_on, boundary.person_words or ""
        yield Entry(day, AGREEMENT, title, said, what, file, path)
        if taken_back:
            title = f"{KINDS[AGREEMENT]}: taken back"
            yield Entry(taken_back, AGREEMENT, title, "", what, file, path)


def _review(filed: Filed[Review]) -> Entry:
    review = filed.record
    decided = review.decision.label if review.decision else ""
    what = ". ".join(filter(None, (decided, review.decision_reason)))
    title, said = _titled(REVIEW, review.kind), review.person_view or ""
    return Entry(review.held_on, REVIEW, title, said, what, filed.file, "kind")


def _managers(folder: CaseFolder) -> Iterator[Entry]:
    for filed in folder.managerial_reviews:
        day, what = filed.record.opened_on, filed.record.what_happened or ""
        title, path = KINDS[MANAGERS], "what_happened"
        yield Entry(day, MANAGERS, title, "", what, filed.file, path)


def _titled(kind: str, more: Listed | None) -> str:
    """What an entry is called: its kind, and what more is known of it."""
    return f"{KINDS[kind]}: {more.label}" if more else KINDS[kind]
