"""Makes the inspection pack: full, or anonymised and looked through for names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.anonymise import identifiers
from workflow.domain.auditor import audit
from workflow.domain.context import uk_date
from workflow.domain.documents import Each, LoadedType, Standing
from workflow.domain.errors import TemplateFault
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.evidence import Read
from workflow.domain.governance.inspection import (
    Shown,
    anonymised,
    inspection_pack,
    letters,
)
from workflow.services.checking import check_loaded
from workflow.services.drafting import GOVERNANCE, Workshop, about
from workflow.services.packing import Leak
from workflow.services.ports import Binder, Pdf, Published

COPIED = ("D11", "D12", "D14", "D18", "D21")
OF_CASES = ("D15",)
WHOLE = "Whole"
IN_FULL = "In full: for an inspector, with the people's own words"
WITHOUT = "Anonymised: without anybody in it"
Look = Callable[[str, bytes], tuple[Leak, ...]]
"""What in a finished file, given its name and content, points to somebody."""


@dataclass(frozen=True)
class Pack:
    """The files of a pack by name, and what in them points to somebody.

    `key` tells which letter is which case; it is not part of what is handed over.
    """

    files: Mapping[str, bytes]
    leaks: tuple[Leak, ...] = ()
    key: str = ""


def full_pack(workshop: Workshop, today: date) -> Pack:
    """The pack with every statement and its line, and the papers that stand.

    Raises `TemplateFault` when the template of the pack cannot be used.
    """
    kind, said = _kind(workshop), _said(workshop, today)
    files = {kind.type.file_name: _filled(workshop, kind, said, today)}
    return Pack({**files, **dict(_standing(workshop))})


def anonymised_pack(workshop: Workshop, look: Look, today: date) -> Pack:
    """The pack without anybody in it, looked through when it is finished.

    Raises `TemplateFault` when the template of the pack cannot be used.
    """
    kind, said = _kind(workshop), _said(workshop, today)
    organisation = workshop.practice.organisation
    refs = [str(ref) for ref in workshop.cases.refs()]
    named = letters(refs, today.isoformat())
    services = organisation.provider.record.services
    labels = {s.name or "": s.public_label or "" for s in services}
    folders = [workshop.cases.load(ref).folder for ref in workshop.cases.refs()]
    known = identifiers(folders, organisation, organisation.common_words)
    made = _filled(workshop, kind, anonymised(said, named, labels, known), today)
    stem, _, suffix = kind.type.file_name.rpartition(".")
    name = f"{stem} (anonymised).{suffix}"
    key = "".join(f"{letter}: {ref}\n" for ref, letter in sorted(named.items()))
    return Pack({name: made}, look(name, made), key)


@dataclass(frozen=True)
class Press:
    """What makes one PDF of many documents; `bare` takes their own page numbers out."""

    pdf: Pdf
    binder: Binder
    bare: Callable[[bytes], bytes]


def bound(press: Press, pack: Pack, provider: str, today: date) -> Mapping[str, bytes]:
    """The whole pack as one PDF, by its name; nothing when a part cannot be made.

    The first document leads, the others follow as appendices in their order.
    """
    names = list(pack.files)
    made = press.pdf.convert([press.bare(content) for content in pack.files.values()])
    pdfs = [one.pdf for one in made if one.pdf is not None]
    if not names or len(pdfs) < len(names):
        return {}
    title, *others = (name.rpartition(".")[0] for name in names)
    named = [("", title), *((f"A{n}", other) for n, other in enumerate(others, 1))]
    parts = [(*name, pdf) for name, pdf in zip(named, pdfs, strict=True)]
    cover = (provider, WITHOUT if pack.key else IN_FULL, f"Made on {uk_date(today)}")
    return {
        f"{WHOLE} {title[:1].lower()}{title[1:]}.pdf": press.binder.bind(
            title, cover, parts
        )
    }


def _kind(workshop: Workshop) -> LoadedType:
    for kind in workshop.types:
        if kind.type.each is Each.INSPECTION:
            return kind
    raise TemplateFault("templates/inspection-pack")


def _said(workshop: Workshop, today: date) -> dict[str, object]:
    practice = workshop.practice
    shared = workshop.shared.read() if workshop.shared else None
    samples = shared.samplings if shared else ()
    cases = tuple(_shown(workshop, today))
    return inspection_pack(cases, samples, practice.organisation)


def _shown(workshop: Workshop, today: date) -> Iterator[Shown]:
    practice = workshop.practice
    for ref in workshop.cases.refs():
        loaded = workshop.cases.load(ref)
        findings = check_loaded(loaded, practice, today)
        answers = audit(loaded.folder, practice.organisation, findings, today)
        month = Month(f"{today:%Y-%m}")
        yield Shown(Read(loaded.folder, answers, findings, month))


def _filled(
    workshop: Workshop, kind: LoadedType, said: Mapping[str, object], today: date
) -> bytes:
    doc = about(kind.type.title, Standing.FINAL, (), today)
    context = {**said, "doc": doc}
    return workshop.word.render(kind.template, context, kind.type.name)


def _standing(workshop: Workshop) -> Iterator[tuple[str, bytes]]:
    """The reports, and each case's sheet, as they stand now."""
    yield from _copies(workshop.shelf(GOVERNANCE), COPIED, "")
    for ref in workshop.cases.refs():
        yield from _copies(workshop.shelf(ref), OF_CASES, f"{ref} ")


def _copies(
    shelf: Published, documents: tuple[str, ...], before: str
) -> Iterator[tuple[str, bytes]]:
    for name, receipt in sorted(shelf.receipts().items()):
        content = shelf.read(name) if receipt.document in documents else None
        if content is not None and name.endswith(".docx"):
            yield f"{before}{name}", content
