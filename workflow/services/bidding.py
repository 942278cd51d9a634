"""Puts a pack together: documents, one bound PDF, the matrix, a manifest (5.11).

No case is read for it. Whoever may see cases looks through what is finished.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from workflow.domain.answers.blocks import Block, PictureFile
from workflow.domain.answers.names import referred, unknown, word_count
from workflow.domain.bid_names import Part, appendices, names
from workflow.domain.bidding.anonymised import Anonymised
from workflow.domain.bidding.answers import unscored
from workflow.domain.bidding.contents import (
    name_faults,
    not_there,
    page_faults,
    running_out,
    size_faults,
    used_by,
)
from workflow.domain.bidding.matrix import Row, as_sheet, matrix, requirements
from workflow.domain.bidding.pack import Made, evidence_pack
from workflow.domain.documents import LoadedType, Standing
from workflow.domain.handing_out import Sheet
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Evidence
from workflow.domain.workspace import Bid
from workflow.services.drafting import about
from workflow.services.ports import Binder, Pdf

MAIN_TITLE = "Tender evidence"
MAIN, PACK, MATRIX = "Tender evidence.docx", "Tender pack.pdf", "Compliance matrix.xlsx"
TEMPLATES = {
    "measures": "tender-measures",
    "stories": "tender-stories",
    "governance": "tender-governance",
    "matrix": "tender-matrix",
}
NO_TAGS = (
    "a screen reader finds no headings or tables in it. Give the Word file instead, or"
    " a tagged PDF."
)
TWO_FILES = "{} answers this question too, and is left out. Keep one of them."
IN_WORDS = "{} is shown in words, “{}”. Read that sentence again."
LOOK = "look at its pictures: nobody may be recognised in them."
PASSES = 3  # page numbers settle after two; a third proves it


class Filler(Protocol):
    """Fills Word templates."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template: same input, same bytes. Raises `TemplateFault`."""


PutIn = Callable[
    [bytes, Mapping[str, Sequence[Block]], Mapping[str, PictureFile]], bytes
]
"""Puts answers, tables and pictures and all, into a document; or `TemplateFault`."""


@dataclass(frozen=True)
class Workroom:
    """What putting a pack together needs; without `pdf` there is no bound one."""

    kinds: Mapping[str, LoadedType]
    word: Filler
    binder: Binder
    workbook: Callable[[Iterable[Sheet]], bytes]
    read: Callable[[str], bytes]
    clean: Callable[[bytes, str], bytes]
    bare: Callable[[bytes], bytes]
    put_in: PutIn
    pdf: Pdf | None
    today: date


@dataclass(frozen=True)
class Limit:
    """How something is over a limit of the buyer, or otherwise not as it must be.

    `holds` is whether the pack may not leave with it.
    """

    file: str
    message: str
    holds: bool = True


@dataclass(frozen=True)
class Assembled:
    """The files of a pack by name, what is over a limit, what could score better."""

    files: Mapping[str, bytes]
    limits: tuple[Limit, ...]
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """What a pack is made from, with nobody in it."""

    bid: Bid
    organisation: Organisation
    evidence: Evidence
    figures: Sequence[Mapping[str, str]]
    proof: Mapping[str, Sequence[Mapping[str, str]]]
    stands: Standing
    reasons: tuple[str, ...]

    @property
    def stories(self) -> tuple[Mapping[str, Anonymised], ...]:
        """The stories that may be used today."""
        agreed = {row.get("id") for row in self.proof.get("stories", ())}
        return tuple(
            Anonymised.story(filed.record)
            for filed in self.bid.vignettes
            if filed.record.vignette_id in agreed
            and filed.record.vignette_id in self.bid.tender.record.vignettes
        )


def assemble(room: Workroom, ready: Ready) -> Assembled:
    """Every file of a pack. Raises `TemplateFault` for an appendix that cannot be."""
    work = _Work(room, ready)
    pages: dict[str, int] = {}
    for _ in range(PASSES):
        work.make(pages)
        found = work.pages()
        if found == pages:
            break
        pages = found
    return Assembled(work.files(), tuple(work.limits()), tuple(work.prompts()))


class _Work:
    """One pack while it is being put together."""

    def __init__(self, room: Workroom, ready: Ready) -> None:
        self.room, self.ready = room, ready
        self.assembly = ready.bid.assembly.record
        self.tender = ready.bid.tender.record
        self.parts = appendices(self.assembly)
        self.names: dict[str, str] = {}
        self.bodies: Mapping[str, Sequence[Block]] = {}
        self.pictures = {
            f"{answer.question}/{name}": file
            for answer in ready.bid.answers
            for name, file in answer.pictures.items()
        }
        self.pack: Mapping[str, object] = {}
        self.rows: tuple[Row, ...] = ()
        self.made: dict[str, tuple[str, bytes]] = {}
        self._pdfs: dict[str, bytes | None] = {}
        self._files: dict[str, bytes] = {}

    def make(self, pages: Mapping[str, int]) -> None:
        """Make every document, with the page numbers known so far."""
        ready = self.ready
        self.names = names(ready.figures, self.parts, ready.evidence, pages)
        answered = [
            answer.question
            for answer in ready.bid.answers
            if any(line.strip() for line in answer.lines)
        ]
        wanted = requirements(self.tender, self.assembly)
        self.rows = matrix(wanted, answered, self.parts, ready.evidence, pages)
        made = evidence_pack(
            Made(
                ready.bid,
                ready.organisation,
                ready.figures,
                self.parts,
                self.names,
                self.rows,
                ready.stories,
                ready.proof,
            )
        )
        self.bodies = {name: body.blocks for name, body in made.bodies.items()}
        self.pack = pack = made.plain()
        self.made = {"": (MAIN, self._rendered("tender-evidence", "", pack))}
        for part in self.parts:
            self.made[part.id] = self._appendix(part, pack)

    def _appendix(self, part: Part, pack: Mapping[str, object]) -> tuple[str, bytes]:
        """The file name and the content of one appendix."""
        if part.made:
            kind = TEMPLATES.get(part.made, part.made)
            title = f"{part.name}: {part.title}"
            name = f"{part.label} {self.room.kinds[kind].type.file_name}"
            return name, self._rendered(kind, title, pack)
        suffix = part.file.rpartition(".")[2].lower()
        name = f"{part.label} {part.title}.{suffix}"
        if part.file not in self._files:
            content = self.room.read(part.file)
            own = suffix == "docx"
            self._files[part.file] = (
                self.room.clean(content, part.title) if own else content
            )
        return name, self._files[part.file]

    def _rendered(self, kind: str, title: str, pack: Mapping[str, object]) -> bytes:
        loaded, ready = self.room.kinds[kind], self.ready
        said = about(
            title or loaded.type.title, ready.stands, ready.reasons, self.room.today
        )
        context = {**pack, "doc": said}
        made = self.room.word.render(loaded.template, context, loaded.type.name)
        return self.room.put_in(made, self.bodies, self.pictures)

    def pages(self) -> dict[str, int]:
        """The page of each part and of each question, as the bound pack has them."""
        pdfs = self._as_pdfs()
        if pdfs is None:
            return {}
        starts = self.room.binder.begins(self._labelled(pdfs))
        found = dict(zip(self.made, starts, strict=False))
        asked = {f"Question {q.id}": q.id or "" for q in self.tender.questions}
        inside = self.room.binder.pages_with(pdfs[0], tuple(asked))
        found |= {asked[text]: starts[0] + at - 1 for text, at in inside.items()}
        return {name: page for name, page in found.items() if name}

    def _as_pdfs(self) -> list[bytes] | None:
        """A PDF of each document; None when one of them cannot be made."""
        if self.room.pdf is None:
            return None
        new = {
            _sha(content): content
            for name, content in self.made.values()
            if name.endswith(".docx") and _sha(content) not in self._pdfs
        }
        bare = [self.room.bare(content) for content in new.values()]
        made = self.room.pdf.convert(bare) if bare else ()
        self._pdfs |= {key: one.pdf for key, one in zip(new, made, strict=True)}
        found = [
            self._pdfs.get(_sha(content)) if name.endswith(".docx") else content
            for name, content in self.made.values()
            if name.endswith((".docx", ".pdf"))
        ]
        whole = [pdf for pdf in found if pdf is not None]
        return whole if len(whole) == len(self.made) else None

    def files(self) -> dict[str, bytes]:
        """The finished files by name, the manifest last."""
        found = dict(self.made.values())
        bound = self._bound()
        if bound:
            found[PACK] = bound
        found[MATRIX] = self.room.workbook([as_sheet(self.rows)])
        return found

    def _bound(self) -> bytes | None:
        pdfs = self._as_pdfs()
        if pdfs is None:
            return None
        tender, provider = self.tender, self.ready.organisation.provider.record
        cover = (
            f"For {tender.buyer or ''}, reference {tender.tender_ref or ''}",
            provider.provider_name or "",
            *(["DRAFT"] if self.ready.stands is Standing.DRAFT else []),
        )
        parts = self._labelled(pdfs)
        return self.room.binder.bind(tender.title or "Tender", cover, parts)

    def _labelled(self, pdfs: Sequence[bytes]) -> list[tuple[str, str, bytes]]:
        """The parts of the bound pack: label, title, pages."""
        labels = [("", MAIN_TITLE), *((p.label, p.title) for p in self.parts)]
        return [
            (label, title, pdf)
            for (label, title), pdf in zip(labels, pdfs, strict=True)
        ]

    def limits(self) -> Iterator[Limit]:
        """Everything over a limit of the buyer, and every name that is not there."""
        yield from self._over_in_words()
        yield from self._not_there()
        yield from self._not_carried()
        allowed = self.assembly.limits
        for name, content in self.files().items():
            for fault in (
                *name_faults(name, allowed),
                *size_faults(len(content), allowed),
            ):
                yield Limit(f"pack/{name}", fault)
        pdfs = self._as_pdfs()
        if pdfs is not None:
            total = self.room.binder.begins(self._labelled(pdfs))[-1] - 1
            for fault in page_faults(total, allowed.pages):
                yield Limit(f"pack/{PACK}", fault)
            yield from self._over_in_pages()

    def _over_in_words(self) -> Iterator[Limit]:
        """Words as Word counts them, with the figures put in."""
        asked = {question.id: question for question in self.tender.questions}
        for answer in self.ready.bid.answers:
            most = (
                asked[answer.question].word_limit if answer.question in asked else None
            )
            over = word_count(answer.whole, self.names) - (most or 0)
            if most is not None and over > 0:
                words = "word" if over == 1 else "words"
                yield Limit(answer.file, f"This is {over} {words} over the limit.")

    def _over_in_pages(self) -> Iterator[Limit]:
        """The pages of an answer by itself, as the PDF has them."""
        answers = {answer.question: answer for answer in self.ready.bid.answers}
        for question in self.tender.questions:
            answer = answers.get(question.id or "")
            if answer is None or question.page_limit is None or not self.room.pdf:
                continue
            (made,) = self.room.pdf.convert([self._alone(question.id or "")])
            pages = self.room.binder.page_count(made.pdf) if made.pdf else 0
            for fault in page_faults(pages, question.page_limit):
                yield Limit(answer.file, fault)

    def _alone(self, question: str) -> bytes:
        """One answer and nothing else, as a Word document."""
        asked = self.pack.get("questions")
        mine = [
            one
            for one in (asked if isinstance(asked, list) else ())
            if isinstance(one, dict) and one.get("id") == question
        ]
        return self._rendered("tender-answer", "", {**self.pack, "questions": mine})

    def _not_there(self) -> Iterator[Limit]:
        for answer in self.ready.bid.answers:
            for name in unknown(answer.lines, self.names):
                yield Limit(answer.file, f"{{{{{name}}}}} is not there to refer to.")
        for missing in not_there(self.assembly, self.tender, self.names):
            yield Limit("assembly.yaml", f"{missing} is not there to lean on.")

    def _not_carried(self) -> Iterator[Limit]:
        """What of an answer does not come into the pack, so that nobody misses it."""
        seen: dict[str, str] = {}
        for answer in self.ready.bid.answers:
            for untold in answer.whole.untold:
                yield Limit(answer.file, untold, holds=False)
            if answer.question in seen:
                first = seen[answer.question].rpartition("/")[2]
                yield Limit(answer.file, TWO_FILES.format(first))
            seen[answer.question] = answer.file

    def prompts(self) -> Iterator[str]:
        """What a panel could not score yet."""
        have = {one.question: one for one in self.assembly.answers}
        for question in self.tender.questions:
            answer = have.get(question.id)
            missing = unscored(answer) if answer else ()
            if missing:
                told = ", ".join(label.lower() for label in missing)
                yield f"{question.id}: nothing is said yet about {told}."
        library, due = self.ready.evidence, self.tender.submit_by
        used = used_by(self.assembly, self.ready.bid.answers, self.tender, library)
        yield from running_out(library, used, self.room.today, due)
        for row in self.rows:
            if row.stands.startswith("No "):
                yield f"{row.id}: {row.stands.lower()}."
        yield from self._to_look_at()
        yield from self._without_tags()

    def _to_look_at(self) -> Iterator[str]:
        """Where a person has to look: pictures, sentences round a hidden figure."""
        for answer in self.ready.bid.answers:
            if answer.pictures:
                yield f"{answer.question}: {LOOK}"
            named = (name for line in answer.lines for name in referred(line))
            for name in dict.fromkeys(named):
                shown = self.names.get(name, "")
                if name.startswith("TM") and shown and not any(map(str.isdigit, shown)):
                    yield f"{answer.question}: {IN_WORDS.format(name, shown)}"

    def _without_tags(self) -> Iterator[str]:
        """Appendices that a screen reader can hardly read out."""
        for name, content in self.made.values():
            if name.endswith(".pdf") and not self.room.binder.tagged(content):
                yield f"{name}: {NO_TAGS}"


def manifest(made: Assembled, made_on: date) -> dict[str, object]:
    """What a pack holds, with sizes and checksums, and what keeps it from leaving."""
    return {
        "made_on": str(made_on),
        "over": [f"{one.file}: {one.message}" for one in made.limits if one.holds],
        "files": [
            {"file": name, "bytes": len(content), "sha256": _sha(content)}
            for name, content in made.files.items()
        ],
    }


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
