"""Makes PDFs of the documents that stand; the Word documents never wait for them."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workflow.domain.making import Reason, Receipt, pdf_of, reason_to_make
from workflow.services.drafting import GOVERNANCE
from workflow.services.ports import Converted, Pdf, Published, Written
from workflow.services.publishing import VERSION, Made, put
from workflow.services.troubles import concerns_all, explained

WORD = ".docx"


@dataclass(frozen=True)
class Wanted:
    """One PDF to make, or one that is right as it stands when `reason` is None."""

    made: Made
    name: str
    shelf: Published
    content: bytes
    reason: Reason | None

    @property
    def key(self) -> tuple[str | None, str]:
        """The case and the name, which together are unlike any other's."""
        return self.made.case, self.name


def make_pdfs(
    documents: Sequence[Made], shelf: Callable[[str], Published], pdf: Pdf
) -> tuple[Made, ...]:
    """Bring the PDFs of these documents up to date, beside the documents.

    What is converted is what stands now, a person's own changes included. One that
    cannot be made is told of in `problem`; the others are made all the same.
    """
    wanted = tuple(_wanted(documents, shelf, pdf))
    to_do = [each for each in wanted if each.reason]
    results = pdf.convert([each.content for each in to_do]) if to_do else ()
    converted = dict(zip((w.key for w in to_do), results, strict=True))
    return tuple(_kept(each, converted.get(each.key), pdf) for each in wanted)


def _wanted(
    documents: Sequence[Made], shelf: Callable[[str], Published], pdf: Pdf
) -> Iterator[Wanted]:
    shelves: dict[str, Published] = {}
    for made in documents:
        if not made.file.endswith(WORD):
            continue
        key = made.shelf or made.case or GOVERNANCE
        place = shelves.setdefault(key, shelf(key))
        name = pdf_of(made.file)
        try:
            content, present = place.read(made.file), place.present(name)
        except OSError as error:
            if concerns_all(explained(error)):
                raise
            continue  # a program has one of them for itself; the next build sees to it
        if content is not None:
            last, seen = place.receipts().get(name), _sha(content)
            way = _sha(pdf.version.encode())
            reason = reason_to_make(last, present, seen, way)
            yield Wanted(made, name, place, content, reason)


def _kept(wanted: Wanted, converted: Converted | None, pdf: Pdf) -> Made:
    """Publish one PDF with its receipt."""
    made = wanted.made
    written, problem = Written.IDENTICAL, converted.problem if converted else ""
    if converted and converted.pdf is not None:
        last = wanted.shelf.receipts().get(wanted.name)
        receipt = Receipt(
            name=wanted.name,
            sequence=last.sequence + 1 if last else 1,
            document=made.document,
            context=_sha(wanted.content),
            template=_sha(pdf.version.encode()),
            content=_sha(converted.pdf),
            version=VERSION,
            standing=made.standing,
        )
        written, problem = put(wanted.shelf, receipt, converted.pdf)
    return Made(
        case=made.case,
        document=made.document,
        title=made.title,
        file=wanted.name,
        standing=made.standing,
        reason=wanted.reason,
        written=written,
        problem=problem,
        shelf=made.shelf,
    )


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
