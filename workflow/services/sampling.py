"""Draws the monthly sample of records and puts its checklist in place (brief 2.14)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.auditor import audit
from workflow.domain.errors import SamplerOwnsCase
from workflow.domain.governance.drawing import (
    Candidate,
    Chosen,
    Month,
    candidates,
    draw,
    samplers,
)
from workflow.domain.governance.evidence import Read, evidence
from workflow.domain.governance.sheet import Looked, Sample, sheet
from workflow.services.checking import Elsewhere, Practice, check_loaded
from workflow.services.ports import Cases, Loaded, Sheets, Written


@dataclass(frozen=True)
class Sampled:
    """The sample of a month, and what became of its file.

    `written` is `KEPT_HAND_EDITS` when a file stood there already; it was left alone.
    """

    sample: Sample
    written: Written


def sample(
    cases: Cases,
    practice: Practice,
    sheets: Sheets,
    month: Month,
    today: date,
    by: str = "",
) -> Sampled:
    """Draw a month's sample and write its checklist once.

    `by` is who will look, chosen when nobody is named. Raises `SamplerOwnsCase` when
    they own one of the cases drawn.
    """
    loaded = {ref: cases.load(ref) for ref in cases.refs()}
    known = candidates((one.folder for one in loaded.values()), month)
    chosen = draw(known, month)
    refs = {one.ref for one in chosen}
    drawn = tuple(case for case in known if case.ref in refs)
    sampler = _sampler(practice, drawn, today, by)
    looked = _looked(cases, practice, loaded.values(), chosen, month, today)
    made = Sample(month, len(known), sampler, tuple(looked))
    return Sampled(made, sheets.put_sheet(made.file, sheet(made)))


def _sampler(
    practice: Practice, drawn: tuple[Candidate, ...], today: date, by: str
) -> str:
    own = [case.ref for case in drawn if by in case.owners]
    if by and own:
        raise SamplerOwnsCase(", ".join(own))
    return by or next(samplers(practice.organisation, drawn, today), "")


def _looked(
    cases: Cases,
    practice: Practice,
    loaded: Iterable[Loaded],
    chosen: tuple[Chosen, ...],
    month: Month,
    today: date,
) -> Iterator[Looked]:
    known, elsewhere = {one.folder.ref: one for one in loaded}, Elsewhere(cases)
    for case in chosen:
        one = next(found for ref, found in known.items() if ref == case.ref)
        findings = check_loaded(one, practice, today, elsewhere)
        answers = audit(one.folder, practice.organisation, findings, today)
        yield Looked(case, evidence(Read(one.folder, answers, findings, month)))
