"""Publishes a document when there is a reason to; otherwise leaves what stands."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from workflow.domain.errors import TemplateFault
from workflow.domain.making import Reason, Receipt, pdf_of, reason_to_make
from workflow.services.drafting import Job
from workflow.services.long_lists import LongList
from workflow.services.ports import Published, Written
from workflow.services.troubles import concerns_all, explained

VERSION = "1"
TOGETHER = 32  # documents that are published at once, at most


@dataclass(frozen=True, slots=True)
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


class Documents(Sequence[Made]):
    """Very many documents that were made or stand, in a few bytes each.

    Cases have the same documents over and over: what is told of one but for its case
    is kept once.
    """

    def __init__(self, documents: Iterable[Made] = ()) -> None:
        """Just these."""
        self._kinds: dict[Made, int] = {}
        self._all = LongList[tuple[str | None, int]]()
        self.extend(documents)

    def extend(self, documents: Iterable[Made]) -> None:
        """Add some."""
        for made in documents:
            kind = self._kinds.setdefault(replace(made, case=None), len(self._kinds))
            self._all.append((made.case, kind))

    def which(self, wanted: Callable[[Made], bool]) -> "Documents":
        """Those for which it holds, whichever their case."""
        kinds = {number for made, number in self._kinds.items() if wanted(made)}
        found = Documents()
        found._kinds = self._kinds
        found._all = LongList(pair for pair in self._all if pair[1] in kinds)
        return found

    @property
    def kinds(self) -> int:
        """How many differ in more than their case."""
        return len(self._kinds)

    @property
    def room(self) -> int:
        """How many bytes those take that differ in their case alone."""
        return self._all.size

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all)

    def __iter__(self) -> Iterator[Made]:
        """Each of them."""
        kinds = tuple(self._kinds)
        for case, kind in self._all:
            yield replace(kinds[kind], case=case)

    @overload
    def __getitem__(self, at: int) -> Made: ...

    @overload
    def __getitem__(self, at: slice) -> "Documents": ...

    def __getitem__(self, at: int | slice) -> "Made | Documents":
        """One of them, or some."""
        return Documents(tuple(self)[at]) if isinstance(at, slice) else tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Whether they are the same documents in the same order."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # they may become more


def publish(job: Job, shelf: Published, today: date, *, asked: bool = False) -> Made:
    """Make one document when there is a reason to; otherwise leave what stands.

    One that somebody asked for is made again, so that its days count from today.
    """
    (made,) = publish_all([job], shelf, today, asked=asked)
    return made


def publish_all(
    jobs: Iterable[Job],
    shelf: Published,
    today: date,
    *,
    asked: bool = False,
    unchanged: bool = False,
    together: int = TOGETHER,
) -> Iterator[Made]:
    """Make each document when there is a reason to; some are published together.

    So many are, at most: `together`. When all they are made from is `unchanged`, what
    their templates see is not worked out.
    """
    for some in _handfuls(jobs, together):
        steps = [
            _left(job, last)
            if last and _is_right(job, last, shelf, unchanged=unchanged)
            else _filled(job, shelf, today, last, asked=asked)
            for job in some
            for last in (shelf.receipts().get(job.file),)
        ]
        filled = [step for step in steps if isinstance(step, _Filled)]
        put_there = iter(put_all(shelf, [(f.receipt, f.content) for f in filled]))
        for job, step in zip(some, steps, strict=True):
            if isinstance(step, _Filled):
                made = _published(step, shelf, *next(put_there))
            else:
                made = step
            if not made.problem:
                _put_former_away(job, shelf)
            yield made


def _handfuls(jobs: Iterable[Job], most: int) -> Iterator[list[Job]]:
    """The jobs by the handful, in none of which a name comes twice."""
    some: dict[str, Job] = {}
    for job in jobs:
        if len(some) == most or job.file in some:
            yield list(some.values())
            some = {}
        some[job.file] = job
    if some:
        yield list(some.values())


@dataclass(frozen=True)
class _Filled:
    """A document ready to be published."""

    job: Job
    reason: Reason
    receipt: Receipt
    content: bytes


def _filled(
    job: Job, shelf: Published, today: date, last: Receipt | None, *, asked: bool
) -> _Filled | Made:
    """A document filled anew; what stands when there is no reason or no way to."""
    seen, shut = job.print.digest, ""
    try:
        present = shelf.present(job.file)
    except OSError as error:
        present, shut = last.content if last else None, _told(error, 0)[1]
    reason = reason_to_make(last, present, seen, job.template)
    reason = reason or (Reason.ASKED_FOR if asked else None)
    if reason is None:
        return _made(job, job.standing)
    if shut:
        return _made(job, job.standing, reason, Written.OPEN_ELSEWHERE, shut)
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
    return _Filled(job, reason, receipt, content)


def _published(
    filled: _Filled, shelf: Published, written: Written, problem: str
) -> Made:
    pdf = shelf.receipts().get(pdf_of(filled.job.file))
    in_place = written in (Written.CREATED, Written.UPDATED)
    if in_place and pdf and pdf.context != filled.receipt.content:
        shelf.put_away(pdf.name)  # it was made of what stood before
    return _made(filled.job, filled.job.standing, filled.reason, written, problem)


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


def _is_right(job: Job, last: Receipt, shelf: Published, *, unchanged: bool) -> bool:
    """Whether what stands is right, whatever its template would see."""
    right = job.kept or (unchanged and last.template == job.template)
    return right and _stands(job.file, shelf)


def _stands(file: str, shelf: Published) -> bool:
    """Whether there is a document; one that another program has for itself is there.

    Raises the error that says so when nothing else could be looked at either.
    """
    try:
        return shelf.present(file) is not None
    except OSError as error:
        return bool(_told(error, 0))


def _left(job: Job, last: Receipt) -> Made:
    """A document as it stands."""
    return _made(job, last.standing)


def put(shelf: Published, receipt: Receipt, content: bytes) -> tuple[Written, str]:
    """Publish one document; see `put_all`."""
    return put_all(shelf, [(receipt, content)])[0]


def put_all(
    shelf: Published, documents: Sequence[tuple[Receipt, bytes]]
) -> list[tuple[Written, str]]:
    """Publish documents: what became of each, in plain words why it could not be.

    Raises the error that says so when nothing else could be published either.
    """
    if not documents:
        return []
    outcomes: Sequence[Written | OSError]
    try:
        outcomes = shelf.publish_all(documents)
    except OSError as error:
        outcomes = [error] * len(documents)
    pairs = zip(outcomes, documents, strict=True)
    return [_told(outcome, len(content)) for outcome, (_, content) in pairs]


def _told(outcome: Written | OSError, size: int) -> tuple[Written, str]:
    if isinstance(outcome, Written):
        return outcome, ""
    trouble = explained(outcome, size)
    if concerns_all(trouble):
        raise trouble from None
    return Written.OPEN_ELSEWHERE, str(trouble)
