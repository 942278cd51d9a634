"""Every fault of a Word template at once, before anybody meets it in a document.

Source: users-and-peers 2.2 and section 4 (15, 16); reliability S14, S18.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workflow.adapters.word.access import hard_to_read
from workflow.adapters.word.marks import never_filled, said_in_attributes, scanned
from workflow.adapters.word.meaning import Reader
from workflow.adapters.word.package import W
from workflow.adapters.word.places import Package, Para, Part, opened
from workflow.adapters.word.safety import WHOLE, unsafe
from workflow.adapters.word.tags import Tag
from workflow.domain.errors import TemplateFault
from workflow.domain.template_faults import Fault, FaultKind, Looked
from workflow.domain.template_fields import Wall

Samples = Sequence[Mapping[str, object]]
Render = Callable[[bytes, Mapping[str, object], str], bytes]


def look(
    template: bytes, wall: Wall | None, samples: Samples, render: Render
) -> Looked:
    """Every fault of a template, and every field it uses.

    `wall` is what its reader may see (None leaves fields unchecked); when nothing else
    is wrong the template is tried out on each of the `samples` with `render`.
    """
    if not template:
        return Looked((Fault(FaultKind.NOT_WORD, WHOLE, "It is not there."),))
    try:
        package = opened(template)
    except TemplateFault as fault:
        said = f"It cannot be opened: {fault.fact}."
        return Looked((Fault(FaultKind.NOT_WORD, WHOLE, said),))
    reader = Reader(wall)
    faults = [*unsafe(package), *_read(package, reader), *hard_to_read(package)]
    looked = Looked(_in_order(package, faults), tuple(reader.uses.values()))
    if looked.errors:
        return looked
    tried = _tried(template, samples, render)
    return Looked((*tried, *looked.faults), looked.uses)


def _tried(template: bytes, samples: Samples, render: Render) -> Iterator[Fault]:
    """What making a document of it tells, the first time it fails."""
    for sample in samples:
        try:
            render(template, sample, "template")
        except TemplateFault as fault:
            said = fault.fact.removeprefix("template: ")
            message = f"No document can be made with it: {said}."
            yield Fault(FaultKind.NOT_MADE, WHOLE, message)
            return


def _read(package: Package, reader: Reader) -> Iterator[Fault]:
    for part in package.parts:
        if not part.filled:
            yield from never_filled(part)
            continue
        tags, faults = scanned(part)
        yield from faults
        reader.read(tags, [f.tag for f in faults if f.tag.startswith("{%")])
        reader.read(_hidden(part))
        yield from _empty_cells(part, tags)
    yield from reader.faults


def _hidden(part: Part) -> Iterator[Tag]:
    """Tags in alt texts and titles; they may print, which is all that is looked at."""
    paragraphs = {para.number: para for para in part.paragraphs}
    for spot, text in said_in_attributes(part):
        if text.startswith("{{"):
            yield Tag(paragraphs[spot.paragraph], 0, 0, "{{", "", text[2:-2].strip())


def _empty_cells(part: Part, tags: Iterable[Tag]) -> Iterator[Fault]:
    """Cells that `{%p ... %}` may leave empty: Word cannot open those."""
    rooms = {tag.para.element: tag for tag in tags if tag.room == "p"}
    known = {para.element: para for para in part.paragraphs}
    for cell in part.root.iter(f"{W}tc"):
        paragraphs = [known[p] for p in cell.findall(f"{W}p") if p in known]
        if any(p.element in rooms for p in paragraphs) and not _stays(
            paragraphs, rooms
        ):
            message = "Everything in this table cell can be taken away."
            yield Fault(FaultKind.EMPTY_CELL, paragraphs[0].spot, message)


def _stays(paragraphs: list[Para], rooms: Mapping[object, Tag]) -> bool:
    """Whether one paragraph stays whatever the conditions say."""
    depth = 0
    for para in paragraphs:
        tag = rooms.get(para.element)
        if tag is None and depth == 0:
            return True
        word = tag.word if tag else ""
        if word == "else" and depth == 1:
            return True
        depth += (word in ("if", "for")) - (word in ("endif", "endfor"))
    return False


def _in_order(package: Package, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Errors first, then by place; each once."""
    order = {part.called: number for number, part in enumerate(package.parts)}
    unique = dict.fromkeys(faults)
    return tuple(
        sorted(
            unique,
            key=lambda f: (
                f.severity,
                order.get(f.spot.part, -1),
                f.spot.paragraph,
            ),
        )
    )
