"""Makes the documents of a case ready while its files still have to hold still.

Nothing is written and nothing is believed: what was made ready counts only if the case,
read again once it held still, says the same to the last byte, and nothing else that
its documents are made from has changed either. Otherwise all is done as ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from workflow.domain.case_folder import CaseRef
from workflow.domain.documents import LoadedType
from workflow.domain.errors import TemplateFault
from workflow.domain.findings import Finding
from workflow.domain.look import Look
from workflow.domain.rules.rule import NotPossible
from workflow.services.checking import Elsewhere, Practice, check_loaded
from workflow.services.drafting import Job, Workshop, case_jobs
from workflow.services.ports import Loaded, Published, Receipt
from workflow.services.proposing import asked_for


@dataclass(frozen=True)
class Basis:
    """All that the documents of one case are made from."""

    loaded: Loaded
    today: date
    not_possible: tuple[NotPossible, ...]
    receipts: Mapping[str, Receipt]
    pictures: Mapping[str, str]
    proposed: frozenset[str]
    practice: Practice = field(compare=False)
    types: tuple[LoadedType, ...] = field(compare=False)
    look: Look = field(compare=False)

    def is_same(self, other: "Basis") -> bool:
        """Whether nothing has changed; what is read for all cases, was read once."""
        shared = (self.practice, self.types, self.look)
        theirs = (other.practice, other.types, other.look)
        same = all(a is b for a, b in zip(shared, theirs, strict=True))
        return same and self == other


@dataclass(frozen=True)
class Ready:
    """What follows from a basis: findings, documents, whether files are proposed."""

    basis: Basis
    findings: tuple[Finding, ...]
    jobs: tuple[Job, ...]
    proposes: bool


def basis(
    workshop: Workshop,
    loaded: Loaded,
    today: date,
    elsewhere: Elsewhere,
    shelf: Published,
) -> Basis:
    """All that the documents of one case are made from now."""
    ref = loaded.folder.ref
    return Basis(
        loaded,
        today,
        elsewhere.not_possible(loaded.folder),
        dict(shelf.receipts()),
        dict(workshop.pictures(ref).shas),
        workshop.proposals.remembered(ref),
        workshop.practice,
        workshop.types,
        workshop.look,
    )


def make_ready(
    workshop: Workshop, ref: CaseRef, today: date, elsewhere: Elsewhere
) -> Ready | None:
    """What would be made from a case as it stands; None when nothing may be made."""
    loaded, shelf = workshop.cases.load(ref), workshop.shelf(ref)
    if loaded.folder.unreadable or loaded.folder.mixed_up:
        return None
    made_from = basis(workshop, loaded, today, elsewhere, shelf)
    proposes = any(asked_for(workshop.proposals, loaded, workshop.practice, today))
    findings = check_loaded(loaded, workshop.practice, today, elsewhere)
    receipts = made_from.receipts
    drafted = case_jobs(workshop, loaded, findings, today, receipts)
    jobs = tuple(_filled(job, receipts.get(job.file)) for job in drafted)
    return Ready(made_from, findings, jobs, proposes)


def _filled(job: Job, last: Receipt | None) -> Job:
    """The same document with its draft at hand, and filled if it has changed."""
    job = replace(job, draft=cache(job.draft))
    stands = last and (last.context, last.template) == (job.print.digest, job.template)
    if job.kept or stands:
        return job
    try:
        content = job.fill()
    except TemplateFault:
        return job  # told of when it is asked for
    return replace(job, render=lambda _: content)
