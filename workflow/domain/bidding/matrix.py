"""The compliance matrix: what is asked, where it is answered, what proves it (A4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.domain.bid_names import Part
from workflow.domain.handing_out import Column, Sheet
from workflow.domain.records.assembly import Assembly, Evidence, Requirement
from workflow.domain.records.tender import Tender

NO_ANSWER, NO_EVIDENCE = "No answer yet", "No evidence yet"
WHOLE = "Answered, with proof"
COLUMNS = (
    Column("Part", 10),
    Column("What is asked", 50),
    Column("Question", 10),
    Column("Page", 8),
    Column("Evidence", 50),
    Column("How it stands", 24),
)


@dataclass(frozen=True)
class Row:
    """One requirement: where it is answered, what proves it, how it stands."""

    id: str
    wording: str
    question: str
    page: str
    evidence: str
    stands: str


def requirements(tender: Tender, assembly: Assembly) -> tuple[Requirement, ...]:
    """What the buyer wants answered; each whole question that has no parts named."""
    parted = {one.question for one in assembly.requirements}
    return (
        *assembly.requirements,
        *(
            Requirement(
                id=question.id,
                question=question.id,
                wording=question.wording,
                evidence=question.measures,
            )
            for question in tender.questions
            if question.id not in parted
        ),
    )


def matrix(
    wanted: Sequence[Requirement],
    answered: Sequence[str],
    parts: Sequence[Part],
    evidence: Evidence,
    pages: Mapping[str, int],
) -> tuple[Row, ...]:
    """One row for each thing asked, in its order; what is missing says so."""
    where = _places(parts, evidence)
    return tuple(_row(one, answered, where, pages) for one in wanted)


def _row(
    one: Requirement,
    answered: Sequence[str],
    where: Mapping[str, str],
    pages: Mapping[str, int],
) -> Row:
    question = one.question or ""
    told = _told(one.evidence, where)
    stands = WHOLE if told else NO_EVIDENCE
    stands = stands if question in answered else NO_ANSWER
    page = pages.get(question)
    return Row(
        one.id or "",
        one.wording or "",
        question,
        str(page) if page else "",
        told,
        stands,
    )


def _told(evidence: Sequence[str], where: Mapping[str, str]) -> str:
    """What proves an answer, by the place where it stands."""
    places: dict[str, list[str]] = {}
    for name in evidence:
        if name not in where and _kind(name) not in where:
            continue  # nowhere to be found: no proof
        own = where.get(name)  # what has a place of its own is that place
        inside = places.setdefault(own or where.get(_kind(name), ""), [])
        if not own:
            inside.append(name)
    return "; ".join(
        ": ".join(filter(None, (place, ", ".join(names))))
        for place, names in places.items()
    )


def _places(parts: Sequence[Part], evidence: Evidence) -> dict[str, str]:
    made = {part.made: part.name for part in parts if part.made}
    found = {part.id: part.name for part in parts}
    found |= {item.id or "": item.title or "" for item in evidence.items}
    return {**found, "TM": made.get("measures", ""), "V-": made.get("stories", "")}


def _kind(name: str) -> str:
    """Measures and stories stand in an appendix of their own."""
    return name[:2]


def as_sheet(rows: Sequence[Row]) -> Sheet:
    """The matrix for a workbook: a row for each requirement."""
    cells = tuple(
        (row.id, row.wording, row.question, row.page, row.evidence, row.stands)
        for row in rows
    )
    return Sheet("Compliance matrix", COLUMNS, cells)
