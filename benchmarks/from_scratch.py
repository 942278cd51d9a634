"""The same documents built with python-docx alone, as one would without a template."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from docx.document import Document
from docx.shared import Mm, RGBColor

from benchmarks.word_templates import ACTIONS, PEOPLE, RISKS, page_field

Context = Mapping[str, Any]


def record(document: Document, c: Context, picture: bytes) -> None:
    """The case record."""
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.add_run(f"In confidence - {c['ref']}")
    header.add_run().add_picture(io.BytesIO(picture), width=Mm(10))
    footer.add_run(f"{c['provider']} - page ")
    page_field(footer)
    document.add_heading(c["title"], level=1)
    document.add_paragraph(f"Name: {c['name']}, born {c['born']}")
    urgent = "This is urgent." if c["urgent"] else ""
    document.add_paragraph(f"Reference {c['ref']}, opened {c['opened']}. {urgent}")
    if c["interpreter"]:
        document.add_paragraph(f"An interpreter is needed: {c['interpreter']}.")
    if c["advocate"]:
        advocate = c["advocate"]
        document.add_paragraph(f"Advocate: {advocate['name']}, {advocate['phone']}")
    else:
        document.add_paragraph("There is no advocate yet.")
    document.add_paragraph(c["story"].rstrip("\n"))
    _table(document, "People", PEOPLE, c["people"])
    _table(document, "Risks", RISKS, c["risks"])
    _table(document, "Actions", ACTIONS, c["actions"])
    document.add_heading(f"What {c['name']} wants", level=2)
    for wish in c["wishes"]:
        document.add_paragraph(wish, style="List Bullet")
    document.add_heading("Reviews", level=2)
    for note in c["notes"]:
        changed = f"Changed: {note['changed']}." if note["changed"] else ""
        said = f"{note['day']}, {note['by']}: {note['text']}"
        document.add_paragraph(f"{said} {changed or 'Nothing changed.'}")
    document.add_paragraph(f"Signed for {c['provider']} by {c['signed']}")


def letter(document: Document, c: Context, _: bytes) -> None:
    """The letter."""
    for line in (
        c["name"],
        c["address"],
        f"Dear {c['greeting']},",
        (
            f"We meet on {c['day']} to talk about what matters to you. "
            "Bring whom you like."
        ),
        f"Yours, {c['signed']}",
    ):
        document.add_paragraph(line)


def table(document: Document, c: Context, _: bytes) -> None:
    """The table."""
    _table(document, "Entries", ("a", "b", "c", "d"), c["entries"])


def rich(document: Document, c: Context, picture: bytes) -> None:
    """The eight rich texts and the picture."""
    for number, said in enumerate(c["said"]):
        run = document.add_paragraph(f"Part {number}: ").add_run(said)
        run.bold = True
        run.font.color.rgb = RGBColor(0x22, 0x44, 0x66)
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture), width=Mm(20))


def _table(
    document: Document,
    title: str,
    names: tuple[str, ...],
    entries: Iterable[Mapping[str, str]],
) -> None:
    document.add_heading(title, level=2)
    known = list(entries)
    table = document.add_table(rows=1 + len(known), cols=len(names), style="Table Grid")
    cells = table._cells  # noqa: SLF001 - table.cell() is quadratic
    for cell, name in zip(cells, names, strict=False):
        cell.paragraphs[0].add_run(name).bold = True
    values = (entry[name] for entry in known for name in names)
    for cell, value in zip(cells[len(names) :], values, strict=True):
        cell.paragraphs[0].add_run(str(value))
