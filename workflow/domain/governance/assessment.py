"""A data protection impact assessment to begin with (UK GDPR, article 35).

What the program knows is filled in: what is held and who sees it, how long it is kept,
what guards it. The rest is the provider's to decide, and has room for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.access import LEADS, MANAGERS, NO_CASES
from workflow.domain.case_files import SEVERAL, SINGLE
from workflow.domain.context import uk_date
from workflow.domain.fields import Field, catalogue
from workflow.domain.governance.guards import GUARDS, Guard
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block, Reader
from workflow.domain.retention import Period, Policy, years_for
from workflow.domain.vocabulary import InfoCategory, Nation, StaffRole

Row = dict[str, str]
HELD = {  # what each file of a case is, in words
    "person.yaml": "The person, their contacts, how they communicate",
    "case.yaml": "The concern, what the person wants, capacity, advocacy",
    "plan.yaml": "The safety plan, in the person's words",
    "consent.yaml": "What may be shared with whom",
    "closure.yaml": "How it turned out",
    "dismissals.yaml": "Questions that were put aside, and why",
    "records": "What happened and what was said",
    "reviews": "Reviews and what was decided",
    "managerial_reviews": "What a manager looked at",
    "learning": "What the team learned",
    "plan_history": "Earlier plans",
}
SEERS = (Reader.PERSON, Reader.STAFF, Reader.MANAGER, Reader.PROFESSIONAL)
ALL, NOTHING = "all", "none"
NO_CASE = "No case. Bids, with figures that were suppressed before"
OF_SERVICE = "The cases of the services they work in"
WITH_REASON = "The cases of their services, each with a reason that is logged"


@dataclass(frozen=True)
class Risk:
    """A risk, what is left of it, what the provider has to decide, what guards it."""

    id: str
    risk: str
    left: str
    yours: str
    guards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """What the assessment says before it is filled in (`config/dpia.yaml`)."""

    why: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    necessary: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()


def assessment(
    organisation: Organisation, policy: Policy, wording: Wording
) -> dict[str, object]:
    """All that its template sees: no person, no member of staff by name."""
    provider = organisation.provider.record
    data = provider.data_protection
    six, nine = data.article6_default, data.article9_default
    return {
        "provider_name": provider.provider_name or "",
        "services": list(_services(organisation)),
        "article6": six.label if six else "",
        "article9": nine.label if nine else "",
        "contact": data.contact or "",
        "complaints_how": data.complaints_how or "",
        "why": list(wording.why),
        "purpose": list(wording.purpose),
        "necessary": list(wording.necessary),
        "ask": list(wording.ask),
        "kinds": [category.label for category in InfoCategory],
        "held": list(_held()),
        "kept_back": list(_kept_back()),
        "roles": list(_roles(organisation)),
        "periods": list(_periods(organisation, policy)),
        "decided": bool(policy.decided_by and policy.decided_on),
        "decided_by": policy.decided_by,
        "decided_on": uk_date(policy.decided_on),
        "copies": list(policy.copies),
        "guards": [_guard(guard) for guard in GUARDS],
        "risks": [_risk(risk) for risk in wording.risks],
    }


def _services(organisation: Organisation) -> Iterator[Row]:
    for service in organisation.provider.record.services:
        yield {
            "name": service.name or "",
            "kind": service.type.label if service.type else "",
            "nation": service.nation.label if service.nation else "",
        }


def _held() -> Iterator[Row]:
    for file, block in {**SINGLE, **SEVERAL}.items():
        fields = catalogue(block)
        row = {reader.value: _share(fields, reader) for reader in SEERS}
        yield row | {"what": HELD[file], "fields": str(len(fields))}


def _share(fields: Sequence[Field], reader: Reader) -> str:
    seen = sum(reader in field.seen_by for field in fields)
    if seen in (0, len(fields)):
        return ALL if seen else NOTHING
    return str(seen)


def _kept_back() -> Iterator[Row]:
    """What papers for the person leave out, file by file, each label once.

    What every file has, such as who saved it, is not told again for each.
    """
    blocks = {**SINGLE, **SEVERAL}
    unseen = {file: dict.fromkeys(_unseen(block)) for file, block in blocks.items()}
    everywhere = set.intersection(*(set(labels) for labels in unseen.values()))
    for file, labels in unseen.items():
        own = [label for label in labels if label not in everywhere]
        if own and file != "plan_history":
            yield {"what": HELD[file], "fields": "; ".join(own)}


def _unseen(block: type[Block]) -> Iterator[str]:
    for field in catalogue(block):
        if Reader.PERSON not in field.seen_by:
            yield field.about.label


def _roles(organisation: Organisation) -> Iterator[Row]:
    for role in StaffRole:
        opens = OF_SERVICE
        if role in NO_CASES:
            opens = NO_CASE
        elif role in MANAGERS - LEADS:
            opens = WITH_REASON
        staff = organisation.staff.record.staff
        count = sum(role in member.roles and not member.active_to for member in staff)
        if count:
            yield {"role": role.label, "people": str(count), "opens": opens}


def _periods(organisation: Organisation, policy: Policy) -> Iterator[Row]:
    services = organisation.provider.record.services
    for nation in dict.fromkeys(s.nation or Nation.ENGLAND for s in services):
        period, years = policy.period(nation), years_for(nation, policy, organisation)
        yield {
            "nation": nation.label,
            "years": f"{years} years" if years else "not decided",
            "counts_from": period.counts_from if period else "",
            "source": period.source if period else "",
        }


def _guard(guard: Guard) -> Row:
    said = {"place": guard.place, "holds": guard.holds, "measure": guard.measure}
    return {key: text.replace("`", "") for key, text in said.items()}


def _risk(risk: Risk) -> dict[str, object]:
    measures = [
        f"{guard.place}: {guard.measure}".replace("`", "")
        for guard in GUARDS
        if any(word in guard.place for word in risk.guards)
    ]
    said = {"id": risk.id, "risk": risk.risk, "left": risk.left, "yours": risk.yours}
    return {**said, "measures": measures}


def example_assessment(organisation: Organisation) -> dict[str, object]:
    """An assessment in which everything is said, to look at its template with."""
    words = ("words",)
    risk = Risk("words", "words", "words", "words", ("cases",))
    period = Period(frozenset(Nation), 1, "words", "words")
    policy = Policy((period,), "words", date(2026, 1, 1), copies=words)
    wording = Wording(words, words, words, words, (risk,))
    return assessment(organisation, policy, wording)
