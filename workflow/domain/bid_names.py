"""What the names in a bid stand for: figures, appendices by label, evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.domain.context import uk_date
from workflow.domain.records.assembly import (
    Appendix,
    Assembly,
    Evidence,
    EvidenceItem,
)

MADE = (
    ("measures", "Our figures and what they count"),
    ("stories", "Stories"),
    ("governance", "How we check ourselves"),
    ("matrix", "Where each question is answered"),
)


@dataclass(frozen=True)
class Part:
    """One appendix with its label: `A2`; `file` is empty for one that is made."""

    id: str
    label: str
    title: str
    made: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """The appendix as texts call it."""
        return f"Appendix {self.label}"


def appendices(assembly: Assembly) -> tuple[Part, ...]:
    """The appendices in order, numbered from A1.

    Those that are made stand where the bid writer put them; the rest come at the end.
    """
    asked = list(assembly.appendices)
    have = {one.made for one in asked}
    asked += [
        Appendix(id=made, title=title, made=made)
        for made, title in MADE
        if made not in have
    ]
    return tuple(
        Part(one.id or "", f"A{n}", one.title or "", one.made or "", one.file or "")
        for n, one in enumerate(asked, start=1)
    )


def names(
    figures: Sequence[Mapping[str, str]],
    parts: Sequence[Part],
    evidence: Evidence,
    pages: Mapping[str, int],
) -> dict[str, str]:
    """What every name in a text stands for, as the pack is ordered now."""
    found = {row.get("measure", ""): row.get("shown", "") for row in figures}
    for part in parts:
        found[f"appendix:{part.id}"] = part.name
        found[f"page:{part.id}"] = f"page {pages.get(part.id, 0) or '…'}"
    for item in evidence.items:
        found[f"evidence:{item.id}"] = _cited(item)
    return found


def _cited(item: EvidenceItem) -> str:
    about = ", ".join(filter(None, (item.source, uk_date(item.dated))))
    return f"{item.title} ({about})"
