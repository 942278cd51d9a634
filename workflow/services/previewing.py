"""Shows a letter before it is made: the very document, read out, and nothing written.

It is filled by the same template from the same context as the one that will be made, so
that nobody looks at something else than what the reader gets.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from workflow.domain.case_folder import CaseRef, Filed
from workflow.domain.documents import Each
from workflow.domain.errors import LetterRefused
from workflow.domain.letters_out import next_name
from workflow.domain.previews import (
    LAID_OUT,
    Passage,
    Preview,
    not_in_letter,
    not_told,
)
from workflow.domain.reading import as_record
from workflow.domain.records.base import Reader
from workflow.domain.records.review import Review
from workflow.domain.tree import Fields
from workflow.services.checking import check_loaded
from workflow.services.drafting import (
    Job,
    Workshop,
    case_jobs,
    letter_jobs,
    review_letters,
)
from workflow.services.ports import Loaded
from workflow.services.writing_out import allowed, prepare

ReadOut = Callable[[bytes], tuple[Passage, ...]]
"""Reads a finished Word file out, in order."""


def preview_of_review(
    workshop: Workshop,
    read_out: ReadOut,
    ref: CaseRef,
    file: str,
    root: Fields,
    today: date,
) -> Preview | None:
    """The letter about a review as it would be with `root` saved as `file`.

    None when such a review gets no letter: it was not held, or not with the person.
    """
    loaded = _with_review(workshop.cases.load(ref), file, root)
    findings = check_loaded(loaded, workshop.practice, today)
    jobs = tuple(review_letters(workshop, loaded, findings, file, today))
    if not jobs:
        return None
    filed = next(f for f in loaded.folder.reviews if f.file == file)
    made = tuple((job, job.fill()) for _, job in jobs)
    pages = tuple(
        (LAID_OUT[layout], read_out(content))
        for (layout, _), (_, content) in zip(jobs, made, strict=True)
    )
    told = "\n".join(_words(passages) for _, passages in pages)
    return Preview(
        jobs[0][1].title,
        pages,
        _reasons(jobs[0][1]),
        tuple(not_in_letter(filed.record, told)),
        sha=_sha(content for _, content in made),
    )


def preview_of_letter(
    workshop: Workshop, read_out: ReadOut, ref: CaseRef, agreement: str, today: date
) -> Preview:
    """The letter to a professional under an agreement. Raises `LetterRefused`."""
    loaded = workshop.cases.load(ref)
    allowed(workshop.practice, loaded.folder, agreement, today)
    findings = check_loaded(loaded, workshop.practice, today)
    kind = next((k for k in workshop.types if k.type.each is Each.AGREED_LETTER), None)
    if kind is None:
        raise LetterRefused("its template is not right: run alongside template check")
    name = next_name(loaded.folder, kind.type.file_name, agreement)
    letter = next(iter(letter_jobs(workshop, loaded, findings, kind, name, today)))
    content = letter.fill()
    ready = prepare(
        workshop.practice, loaded.folder, findings, kind.type, name, today
    ).letter
    return Preview(
        letter.title,
        (("", read_out(content)),),
        _reasons(letter),
        tuple(not_told(ready)),
        ready.to,
        ready.permission.channel.label,
        _sha((content,)),
    )


def preview_of_paper(
    workshop: Workshop, read_out: ReadOut, ref: CaseRef, reader: Reader, today: date
) -> Preview | None:
    """The plan as it is made for the person, or in full for the file, as it stands."""
    loaded = workshop.cases.load(ref)
    findings = check_loaded(loaded, workshop.practice, today)
    named = {
        kind.type.id
        for kind in workshop.types
        if kind.type.each is Each.CASE and kind.type.reader is reader
    }
    every = case_jobs(workshop, loaded, findings, today, {})
    jobs = [job for job in every if job.document in named]
    if not jobs:
        return None
    pages = tuple((job.title, read_out(job.fill())) for job in jobs)
    return Preview(jobs[0].title, pages, _reasons(jobs[0]))


def _with_review(loaded: Loaded, file: str, root: Fields) -> Loaded:
    """The case as it would be with one review in it, new or changed."""
    typed = as_record(Review, root, file)
    filed = Filed(file, typed.record, typed.places)
    folder = loaded.folder
    several = [filed, *(f for f in folder.reviews if f.file != file)]
    several.sort(key=lambda f: (f.record.due_on or date.max, f.file))
    noticed = tuple(n for n in loaded.noticed if n.place.file != file)
    whole = replace(folder, reviews=tuple(several), present=folder.present | {file})
    return replace(loaded, folder=whole, noticed=(*noticed, *typed.noticed), digest="")


def _reasons(job: Job) -> tuple[str, ...]:
    """Why a document is a draft, as it says itself."""
    doc = job.context.get("doc")
    said = doc.get("reasons", []) if isinstance(doc, dict) else []
    return tuple(map(str, said)) if isinstance(said, Sequence) else ()


def _words(passages: Sequence[Passage]) -> str:
    cells = ("\n".join(cell for row in p.rows for cell in row) for p in passages)
    said = (p.text for p in passages)
    return "\n".join((*said, *cells))


def _sha(contents: Iterable[bytes]) -> str:
    found = sha256()
    for content in contents:
        found.update(content)
    return found.hexdigest()
