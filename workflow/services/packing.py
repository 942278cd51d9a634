"""Builds the evidence of a tender from figures already made, and checks it for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.anonymise import Identifier, residue
from workflow.domain.context import uk_date
from workflow.domain.organisation import Organisation
from workflow.domain.records.tender import Tender


@dataclass(frozen=True)
class Leak:
    """Words in a finished file that point to somebody."""

    file: str
    place: str
    text: str


def tender_context(
    tender: Tender,
    figures: Sequence[Mapping[str, str]],
    organisation: Organisation,
    today: date,
) -> dict[str, object]:
    """What the evidence document (D13) shows: figures and roles, no case, no name."""
    services = (organisation.service(s).public_label or "" for s in tender.services)
    return {
        "doc": {
            "title": "How we make safeguarding personal: the evidence",
            "draft": False,
            "reasons": [],
            "made_on": uk_date(today),
        },
        "tender": tender.title or "",
        "questions": [
            {"id": q.id or "", "wording": q.wording or ""} for q in tender.questions
        ],
        "period": {
            "from_": uk_date(tender.period.from_),
            "to": uk_date(tender.period.to),
        },
        "services": [label for label in services if label],
        "figures": [dict(figure) for figure in figures],
    }


def leaks(
    file: str, texts: Mapping[str, str], known: Sequence[Identifier]
) -> tuple[Leak, ...]:
    """Every identifier that stands in a finished file, by the part it stands in."""
    return tuple(
        Leak(file, place, found)
        for place, text in texts.items()
        for found in residue(text, known)
    )
