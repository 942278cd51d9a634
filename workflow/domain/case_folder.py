"""`CaseFolder`: everything in one case folder, and the questions asked of it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Generic, NewType, TypeVar

from workflow.domain.fields import members
from workflow.domain.findings import Place
from workflow.domain.records.base import Block, filled
from workflow.domain.records.case import Case, DesiredOutcome
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.dismissal import Dismissals
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Contact, Person
from workflow.domain.records.plan import Plan, Restriction
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.tree import Position
from workflow.domain.vocabulary import (
    CaseStatus,
    ContactFlag,
    OutcomeStatus,
    RecordType,
    RestrictionStatus,
    ReviewKind,
    ReviewStatus,
)

CaseRef = NewType("CaseRef", str)
R_co = TypeVar("R_co", bound=Block, covariant=True)

STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
CLOSED_TO = "closed_to.yaml"
PARTS = ("records", "reviews", "managerial_reviews", "learning", "old_plans")
PERSON = "person"  # the id that stands for the person in a `ref(anyone)`


@dataclass(frozen=True)
class Filed(Generic[R_co]):
    """A record with the file it came from and the place of each of its values.

    `file` is relative to the case folder (to the workspace for shared files), with
    forward slashes. `places` is keyed by path with list positions counted from 0:
    `outcomes[0].in_their_words`. A file that is absent is an empty record.
    """

    file: str
    record: R_co
    places: Mapping[str, Position] = field(default_factory=dict)

    def place(self, path: str = "") -> Place:
        """Where a field stands, or the nearest thing around it that is there.

        The top of the file when nothing is; no line when there is no such file.
        """
        nearest = path
        while nearest and nearest not in self.places:
            nearest = nearest[: max(nearest.rfind("."), nearest.rfind("["), 0)]
        at = self.places.get(nearest)
        top = 1 if self.places else None
        return Place(self.file, at.line if at else top, path)

    def words_at(self, path: str) -> str:
        """The words that stand at a path; those of all its fields when it is a block.

        Empty for the file as a whole, and where nothing stands.
        """
        found: object = self.record
        for key, index in STEP.findall(path):
            if index:
                several = found if isinstance(found, tuple) else ()
                found = next(iter(several[int(index) :]), None)
            elif isinstance(found, Block):
                member = members(type(found)).get(key)
                found = getattr(found, member.attribute) if member else None
        return "; ".join(_words(found)) if path else ""


def _words(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, Block):
        for inner in value.__dict__.values():
            yield from _words(inner)
    elif filled(value) and not isinstance(value, Mapping):
        yield str(value)


@dataclass(frozen=True)
class CaseFolder:
    """One case: one person, one situation (brief 0.1, 2.1).

    `records` stand in order of date, `reviews` of due date. `present` names every
    file that was read, `unreadable` those that could not be, `strays` YAML files that
    the layout does not name. `first_versions` holds, by file, each record as it was
    when it was first seen whole.
    """

    ref: CaseRef
    person: Filed[Person]
    case: Filed[Case]
    plan: Filed[Plan]
    consent: Filed[Consent]
    records: tuple[Filed[Record], ...] = ()
    reviews: tuple[Filed[Review], ...] = ()
    managerial_reviews: tuple[Filed[ManagerialReview], ...] = ()
    learning: tuple[Filed[Learning], ...] = ()
    closure: Filed[Closure] = Filed("closure.yaml", Closure())
    old_plans: tuple[Filed[Plan], ...] = ()
    present: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()
    strays: tuple[str, ...] = ()
    first_versions: Mapping[str, Record] = field(default_factory=dict)
    dismissals: Filed[Dismissals] = Filed("dismissals.yaml", Dismissals())
    closed_to: Filed[ClosedTo] = Filed(CLOSED_TO, ClosedTo())

    def without_lines(self) -> "CaseFolder":
        """The same case, but not where in its files things stand.

        For papers about many cases, which never say so: half of the memory it needs.
        """
        shed: dict[str, object] = {"first_versions": {}}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Filed):
                shed[each.name] = Filed(value.file, value.record)
            elif value and each.name in PARTS:
                shed[each.name] = tuple(Filed(f.file, f.record) for f in value)
        return replace(self, **shed)  # type: ignore[arg-type] # of the same kinds

    @property
    def name(self) -> str:
        """What the person likes to be called; the case reference if nobody said."""
        return self.person.record.preferred_name or self.ref

    @property
    def kept_out(self) -> frozenset[str]:
        """Who must not open the case, by staff id (reliability S6)."""
        return frozenset(row.who for row in self.closed_to.record.closed_to if row.who)

    @property
    def is_open(self) -> bool:
        """Whether the case is still going on."""
        closed = self.case.record.status is CaseStatus.CLOSED
        return not closed and not self.closure.record

    @property
    def mixed_up(self) -> bool:
        """Whether two versions of a file stand here, or a file of another case.

        Nothing is made from such a folder until somebody has said which is right.
        """
        refs = (getattr(filed.record, "case_ref", None) for filed in self.every_file)
        person, case = self.person.record.person_id, self.case.record.person_id
        others = any(ref not in {None, self.ref} for ref in refs)
        return bool(self.strays) or others or bool(person and case and person != case)

    def original_of(self, stray: str) -> str:
        """The file that a stray one is most likely a second version of, or ""."""
        home, _, name = _folded(stray).rpartition("/")
        stem = name.rpartition(".")[0]
        found = []
        for file in self.present:
            place, _, own = _folded(file).rpartition("/")
            own = own.rpartition(".")[0]
            if place == home and own in stem:
                found.append((stem.startswith(own), len(own), file))
        return max(found)[2] if found else ""

    @property
    def live_outcomes(self) -> tuple[DesiredOutcome, ...]:
        """Outcomes neither fully achieved nor withdrawn (rulings, Meaning)."""
        ended = (OutcomeStatus.FULLY_ACHIEVED, OutcomeStatus.WITHDRAWN)
        return tuple(o for o in self.case.record.outcomes if o.status not in ended)

    @property
    def active_restrictions(self) -> tuple[Restriction, ...]:
        """Limits on the person's freedom that have not ended."""
        ended = RestrictionStatus.ENDED
        return tuple(r for r in self.plan.record.restrictions if r.status is not ended)

    def contact(self, identifier: str | None) -> Contact | None:
        """The contact with this id."""
        contacts = self.person.record.contacts
        return next((c for c in contacts if c.id and c.id == identifier), None)

    def is_source_of_risk(self, identifier: str | None) -> bool:
        """Whether this contact is flagged as where the risk comes from."""
        contact = self.contact(identifier)
        return contact is not None and ContactFlag.SOURCE_OF_RISK in contact.flags

    def of_type(self, *types: RecordType) -> Iterator[Filed[Record]]:
        """The records of these types, in order of date."""
        return (r for r in self.records if r.record.type in types)

    def held(self, *kinds: ReviewKind) -> Iterator[Filed[Review]]:
        """The reviews that were held, of these kinds (of any when none is named)."""
        for filed in self.reviews:
            review = filed.record
            if review.status is ReviewStatus.HELD and (
                not kinds or review.kind in kinds
            ):
                yield filed

    def plan_on(self, day: date | None) -> Filed[Plan]:
        """The plan in force on a day; the oldest known where none was agreed by then.

        The current one when the day, or when a plan was agreed, is not known.
        """
        plans = (*self.old_plans, self.plan)
        agreed = {f.record.agreed_on: f for f in plans if f.record.agreed_on}
        if day is None or not agreed:
            return self.plan
        by_then = [on for on in agreed if on <= day]
        return agreed[max(by_then) if by_then else min(agreed)]

    @property
    def every_file(self) -> tuple[Filed[Block], ...]:
        """All the files of the case, in the order of the layout (brief 2.1)."""
        single: tuple[Filed[Block], ...] = (
            self.person,
            self.case,
            self.plan,
            self.consent,
            self.closure,
            self.dismissals,
            self.closed_to,
        )
        several: tuple[Filed[Block], ...] = (
            *self.records,
            *self.reviews,
            *self.managerial_reviews,
            *self.learning,
            *self.old_plans,
        )
        return tuple(f for f in (*single, *several) if f.file in self.present)


def id_of(filed: Filed[Record]) -> str:
    """The id of a record; its file where nobody gave it one."""
    return filed.record.record_id or filed.file


def _folded(name: str) -> str:
    """A file name as it is compared: letter case and composed accents aside."""
    return unicodedata.normalize("NFC", name).casefold()


def last_date(
    days: Iterator[date | None], otherwise: date | None = None
) -> date | None:
    """The latest of some dates, leaving out those not filled in."""
    return max((day for day in days if day), default=otherwise)
