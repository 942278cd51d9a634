"""Cases with every field filled, each text a word of its own, to see where it goes."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.fields import Member, members
from workflow.domain.records.base import SHARED, Block, Reader
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review

R = TypeVar("R", bound=Block)
TODAY = date(2026, 11, 23)
WORDS = {"text", "para", "quote", "file"}
IDS = ("id", "record_id", "review_id", "mreview_id", "learning_id")
KNOWN = {
    "staff": ["st-01", "st-02", "st-03"],
    "person": ["person"],
    "service": ["sv-quillmere"],
    "speakup": ["su-manager", "su-voices"],
    "step": ["1"],
}
REFERRED = {
    "contact": "Person.contacts[].id",
    "outcome": "Case.outcomes[].id",
    "capacity": "Case.capacity[].id",
    "option": "Plan.options[].id",
    "risk": "Plan.risks[].id",
    "restriction": "Plan.restrictions[].id",
    "measure": "Plan.measures[].id",
    "trigger": "Plan.review_triggers[].id",
    "threshold": "Plan.escalation_thresholds[].id",
    "schedule": "Plan.review_schedule[].id",
    "visit_boundary": "Plan.safe_contact.boundaries[].id",
    "arrangement": "Plan.safe_contact.arrangements[].id",
    "route": "Plan.positive_risk.routes[].id",
    "checkin": "Plan.positive_risk.check_ins[].id",
    "boundary": "Consent.boundaries[].id",
    "record": "Record.record_id",
    "review": "Review.review_id",
    "learning": "Learning.learning_id",
}
FIXED = {"service_id": "sv-quillmere", "person_id": "P-900", "case_ref": "SG-2026-900"}


class Planter:
    """Fills records; remembers which word stands in which field, and who may see it."""

    def __init__(self, seed: int) -> None:
        """Begin with nothing planted; the same seed fills alike."""
        self.random = Random(seed)  # noqa: S311 - nothing here is secret
        self.planted: dict[str, tuple[str, frozenset[Reader]]] = {}
        self.ids: dict[str, list[str]] = {}

    def record(self, model: type[R]) -> R:
        """A record of this kind with every field filled."""
        return self._block(model, model.__name__, SHARED)

    def _block(self, model: type[R], path: str, around: frozenset[Reader]) -> R:
        seen_by = model.seen_by or around
        values = {
            m.attribute: self._value(m, f"{path}.{m.key}", m.about.seen_by or seen_by)
            for m in members(model).values()
        }
        return model(**values)

    def _value(self, member: Member, path: str, seen_by: frozenset[Reader]) -> object:
        if member.block and member.many:
            block = member.block
            return tuple(self._block(block, f"{path}[]", seen_by) for _ in range(2))
        if member.block:
            return self._block(member.block, path, seen_by)
        several = member.many and member.kind is not None
        if several:
            found = (self._single(member, path, seen_by) for _ in range(2))
            return tuple(dict.fromkeys(value for value in found if value))
        return self._single(member, path, seen_by)

    def _single(self, member: Member, path: str, seen_by: frozenset[Reader]) -> object:
        kind = member.kind.name if member.kind else ""
        if member.key in FIXED:
            return FIXED[member.key]
        if kind == "map":
            return {"what": self._plant(path, seen_by)}
        if member.codes:
            return self.random.choice(list(member.codes))
        if kind == "ref":
            return self._one_of(member.kind.of if member.kind else "")
        if kind in WORDS:
            word = self._plant(path, seen_by)
            if member.key in IDS:
                self.ids.setdefault(path, []).append(word)
            return word
        return self._other(kind)

    def _one_of(self, kind: str) -> str | None:
        """An id of this kind; none while nothing of the kind is there."""
        if kind == "anyone":
            kind = self.random.choice(["staff", "contact", "person"])
        known = KNOWN.get(kind) or self.ids.get(REFERRED.get(kind, ""), [])
        return self.random.choice(known) if known else None

    def _other(self, kind: str) -> object:
        chance = self.random
        if kind == "bool":
            return chance.random() < 0.5
        if kind == "date":
            return TODAY + timedelta(days=chance.randint(-200, 40))
        if kind == "time":
            return "10:00"
        return chance.randint(0, 20)

    def _plant(self, path: str, seen_by: frozenset[Reader]) -> str:
        word = f"zq{len(self.planted)}x"
        self.planted[word] = (path, seen_by)
        return word


def full_case(seed: int) -> tuple[CaseFolder, Planter]:
    """A case with every field of every file filled, and what was planted in it."""
    plant = Planter(seed)
    person = plant.record(Person)
    several = tuple(_files(plant, Record, "records"))
    folder = CaseFolder(
        CaseRef("SG-2026-900"),
        Filed("person.yaml", person),
        Filed("case.yaml", plant.record(Case)),
        Filed("plan.yaml", plant.record(Plan)),
        Filed("consent.yaml", plant.record(Consent)),
        several,
        tuple(_files(plant, Review, "reviews")),
        tuple(_files(plant, ManagerialReview, "managerial_reviews")),
        tuple(_files(plant, Learning, "learning")),
        Filed("closure.yaml", plant.record(Closure)),
    )
    return folder, plant


def _files(plant: Planter, model: type[R], part: str) -> Iterator[Filed[R]]:
    for number in range(3):
        yield Filed(f"{part}/{number}.yaml", plant.record(model))
