"""Publishes a document when there is a reason to; otherwise leaves what stands."""

import hashlib
from dataclasses import dataclass
from datetime import date

from workflow.domain.errors import TemplateFault
from workflow.domain.making import Reason, Receipt, pdf_of, reason_to_make
from workflow.services.drafting import Job
from workflow.services.ports import Published, Written
from workflow.services.troubles import concerns_all, explained

VERSION = "1"


@dataclass(frozen=True)
class Made:
    """One document that was made, or stands as it was when `reason` is None.

    `given` says that it was given to the person as it is; `shelf` is where it lies when
    that is not with the others.
    """

    case: str | None
    document: str
    title: str
    file: str
    standing: str
    reason: Reason | None
    written: Written
    problem: str = ""
    given: bool = False
    shelf: str = ""


def publish(
    job: Job,
    shelf: Published,
    today: date,
    *,
    asked: bool = False,
    unchanged: bool = False,
) -> Made:
    """Make one document when there is a reason to; otherwise leave what stands.

    One that somebody asked for is made again, so that its days count from today. When
    all it is made from is `unchanged`, what its template sees is not worked out.
    """
    last = shelf.receipts().get(job.file)
    if (unchanged and last and _stands(last, job, shelf)) or (
        job.kept and last and shelf.present(job.file) is not None
    ):
        made = _left(job, last)
    else:
        made = _brought_up_to_date(job, shelf, today, last, asked=asked)
    if not made.problem:
        _put_former_away(job, shelf)
    return made


def _brought_up_to_date(
    job: Job, shelf: Published, today: date, last: Receipt | None, *, asked: bool
) -> Made:
    seen = job.print.digest
    reason = reason_to_make(last, shelf.present(job.file), seen, job.template)
    reason = reason or (Reason.ASKED_FOR if asked else None)
    if reason is None:
        return _made(job, job.standing)
    try:
        content = job.fill()
    except TemplateFault as fault:
        return _made(job, job.standing, reason, problem=fault.fact)
    receipt = Receipt(
        name=job.file,
        sequence=last.sequence + 1 if last else 1,
        document=job.document,
        context=seen,
        template=job.template,
        content=hashlib.sha256(content).hexdigest(),
        version=VERSION,
        standing=job.standing,
        made_on=today.isoformat(),
        tells=job.tells,
    )
    written, problem = put(shelf, receipt, content)
    if written is Written.UPDATED and pdf_of(job.file) in shelf.receipts():
        shelf.put_away(pdf_of(job.file))
    return _made(job, job.standing, reason, written, problem)


def _made(
    job: Job,
    stands: str,
    reason: Reason | None = None,
    written: Written = Written.IDENTICAL,
    problem: str = "",
) -> Made:
    at = (job.case, job.document, job.title, job.file, stands)
    return Made(
        *at,
        reason=reason,
        written=written,
        problem=problem,
        given=job.kept,
        shelf=job.shelf,
    )


def _put_former_away(job: Job, shelf: Published) -> None:
    """Nothing that the person cannot use lies beside what they can."""
    for name in job.instead_of:
        shelf.put_away(name)
        if pdf_of(name) in shelf.receipts():
            shelf.put_away(pdf_of(name))


def _stands(last: Receipt, job: Job, shelf: Published) -> bool:
    same = last.template == job.template
    return same and shelf.present(job.file) is not None


def _left(job: Job, last: Receipt) -> Made:
    """A document as it stands."""
    return _made(job, last.standing)


def put(shelf: Published, receipt: Receipt, content: bytes) -> tuple[Written, str]:
    """Publish one document: what became of it, and in plain words why it could not be.

    Raises the error that says so when nothing else could be published either.
    """
    try:
        return shelf.publish(receipt, content), ""
    except OSError as error:
        trouble = explained(error, len(content))
        if concerns_all(trouble):
            raise trouble from None
        return Written.OPEN_ELSEWHERE, str(trouble)
