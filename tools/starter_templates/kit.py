"""The look shared by every starter template, and the tags that fill it.

Clear print (brief 5.0): Arial, left aligned, no italics or underlining, dark on pale,
real headings, lists and tables. A tag has a paragraph, or a table row, of its own.
After a table inside a condition there must be a paragraph, or two tables run together.
"""

import io
from calendar import month_name
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tools.starter_templates.drawings import drawing
from workflow.adapters.word.package import repacked
from workflow.domain.documents import Layout

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FONT = "Arial"
INK = "1F2933"
ACCENT = "1F4E5F"
PALE = "EEF4F6"
LINE = "9FB3BD"
WARM = "FFF6E0"
PINNED = datetime(1980, 1, 1, tzinfo=UTC)
PAGE = (Cm(21), Cm(29.7))
LOUD = ("w:i", "w:iCs", "w:u", "w:caps", "w:smallCaps")
PPR_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

IDEA_PICTURE = Cm(2.4)
FACE_PICTURE = Cm(1.6)
ANSWERS = {"yes": "Yes", "bit": "A bit", "no": "No"}
IDEA_WIDTHS = (3.2, 13.8)
PICTURES = {
    "me": "A person",
    "matters": "A heart",
    "want": "A person with a thought",
    "helps": "A hand that holds somebody up",
    "choose": "A list with one thing ticked",
    "staff": "Two people side by side",
    "talk": "A calendar with one day marked",
    "call": "A phone",
    "private": "A padlock",
    "visit": "A house with an open door",
    "go": "A path to a flag",
    "wrong": "A hand held up to say stop",
    "free": "A bird in the air",
    "rights": "A page with a tick",
    "yes": "A smiling face",
    "bit": "A face with a straight mouth",
    "no": "A sad face",
}
PAPERS = {Layout.STANDARD: 14, Layout.LARGE_PRINT: 18, Layout.SCRIPT: 14}
LARGE = 18  # points, from which everything on a page is large
ROOM_FOR_NUMBER = 1.8  # times the size of the text
SIGNING = ("Who", "How they agreed", "Date", "Signature")
RULED = "." * 40
DELIVERY = ("Who", "Date", "How", "Interpreter or signer", "What the person said back")

MONTH_NAMES = {f"{n:02}": month_name[n] for n in range(1, 13)}

Word = Any
"""A document, or a table cell, that paragraphs can be added to."""


def papers(document: str) -> Iterator[Word]:
    """A person's paper, once in each layout that needs no words of its own.

    Fill each before you ask for the next; it is saved then.
    """
    for layout, size in PAPERS.items():
        doc = new_document(size=size)
        doc.in_lists, doc.layout = layout is not Layout.STANDARD, layout
        yield doc
        if layout is Layout.SCRIPT:
            _delivery(doc)
        save(doc, document, layout)


def _delivery(doc: Word) -> None:
    """Where whoever said, signed or recorded it writes that down."""
    heading(doc, "For whoever reads this out, signs or records it")
    say = "Say it as it stands, one part at a time. Ask the person to say it back."
    para(doc, say).paragraph_format.keep_with_next = True
    with if_(doc, "doc.translate_into is defined and doc.translate_into"):
        labelled(doc, "Put it into", "{{ doc.translate_into }}")
    for line in DELIVERY:
        last = line == DELIVERY[-1]
        labelled(doc, line, RULED).paragraph_format.keep_with_next = not last


def new_document(
    title_tag: str = "{{ doc.title }}", *, landscape: bool = False, size: int = 14
) -> Word:
    """An empty A4 document with its styles, title, footer and blank properties.

    `title_tag` is what stands in the title, `size` the body text in points.
    """
    doc = Document()
    _properties(doc)
    _styles(doc, size)
    _page(doc, landscape=landscape)
    _footer(doc)
    para(doc, title_tag, "Title")
    return doc


def save(doc: Word, document: str, layout: Layout = Layout.STANDARD) -> None:
    """Write the template of a document type; the same document gives the same bytes."""
    made = io.BytesIO()
    doc.save(made)
    name = "template" if layout is Layout.STANDARD else f"template.{layout}"
    target = TEMPLATES / document / f"{name}.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(repacked(made.getvalue(), "{{ doc.title }}"))


REACHED_AT = (
    "{{ provider.branding.address }}"
    "{% if provider.branding.address and provider.branding.phone %}, {% endif %}"
    "{{ provider.branding.phone }}"
)


def letterhead(doc: Word, discreet: str = "doc.discreet") -> None:
    """Who writes; where paper could be found, only how to hand it over."""
    with if_(doc, discreet):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}, {{ service.name }}", "Fact")
        with if_(doc, "provider.branding.address or provider.branding.phone"):
            para(doc, REACHED_AT, "Fact")


def heading(doc: Word, text: str, level: int = 1) -> Word:
    """A real heading that stays with what follows it."""
    doc.level = level
    return para(doc, text, f"Heading {level}")


def para(doc: Word, text: str, style: str = "Normal") -> Word:
    """A paragraph of text and tags in a named style."""
    return doc.add_paragraph(text, style=style)


def labelled(doc: Word, label: str, text: str, style: str = "Fact") -> Word:
    """A paragraph that starts with what it tells, in bold."""
    paragraph = para(doc, "", style)
    mark = "" if label.endswith("?") else ":"
    paragraph.add_run(f"{label}{mark} ").bold = True
    paragraph.add_run(text)
    return paragraph


def optional(doc: Word, label: str, field: str, style: str = "Fact") -> None:
    """A labelled field that leaves no trace when it is empty."""
    with if_(doc, field):
        labelled(doc, label, f"{{{{ {field} }}}}", style)


def quoted(field: str) -> str:
    """The person's words in quotation marks after a dash; nothing when empty."""
    return f"{{% if {field} %}} \N{EN DASH} \u201c{{{{ {field} }}}}\u201d{{% endif %}}"


def then(field: str, before: str = ", ", after: str = "") -> str:
    """A field with what leads up to it and follows it; nothing when empty."""
    return f"{{% if {field} %}}{before}{{{{ {field} }}}}{after}{{% endif %}}"


def span(number: str, unit: str) -> str:
    """A length of time in words: `1 working day`, `12 weeks`."""
    one = f"{{% if {number} | trim == '1' %}}{{{{ ({unit} | lower)[:-1] }}}}"
    return f"{{{{ {number} }}}} {one}{{% else %}}{{{{ {unit} | lower }}}}{{% endif %}}"


def recipient(item: str) -> str:
    """Who is told: the contact and their organisation, or the agency in plain words."""
    council = f"'the council' if {item}.agency_code[:7] == 'council'"
    agency = f"{{{{ {council} else {item}.agency }}}}"
    return (
        f"{{% if {item}.contact %}}{{{{ {item}.contact }}}}"
        f"{{% else %}}{agency}{{% endif %}}"
    )


def days(field: str) -> str:
    """A list of written dates (`2026-09-27`) as people write them, with commas."""
    month = f"{{{{ {MONTH_NAMES}[d[5:7]] }}}}"
    written = f"{{{{ d[8:10].lstrip('0') }}}} {month} {{{{ d[:4] }}}}"
    known = f"{{% if d[5:7] in {MONTH_NAMES} %}}"
    one = f"{known}{written}{{% else %}}{{{{ d }}}}{{% endif %}}"
    comma = "{% if not loop.last %}, {% endif %}"
    return f"{{% for d in {field} %}}{one}{comma}{{% endfor %}}"


def words(doc: Word, text: str) -> Word:
    """What the person said, set off by a calm line at its side."""
    return para(doc, text, "Own Words")


def box(doc: Word, text: str, *, bold: bool = False) -> Word:
    """A line inside a pale box; lines that follow one another share the box."""
    paragraph = para(doc, "", "Box")
    paragraph.add_run(text).bold = bold
    return paragraph


def bullet(doc: Word, text: str) -> Word:
    """One item of a real bulleted list."""
    return para(doc, text, "List Bullet")


def bullets(doc: Word, each: str, text: str) -> None:
    """One bullet for each thing, for example `call in plan.emergency.call`."""
    with for_(doc, each):
        bullet(doc, text)


def numbering(doc: Word) -> int:
    """A numbered list of its own, starting at 1; give the answer to `numbered`."""
    style = doc.styles["List Number"].element
    first = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    lists = doc.part.numbering_part.element
    source = next(n for n in lists.num_lst if n.numId == int(first))
    fresh = lists.add_num(source.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def numbered(doc: Word, text: str, number: int) -> Word:
    """One item of the numbered list that `numbering` gave."""
    paragraph = para(doc, text, "List Number")
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
    # Wide enough that the number and "999" never read as one.
    room = int(doc.styles["Normal"].font.size * ROOM_FOR_NUMBER)
    paragraph.paragraph_format.left_indent = room
    paragraph.paragraph_format.first_line_indent = -room
    return paragraph


def idea(doc: Word, picture: str, text: str) -> Word:
    """One idea of an easy-read paper: a picture on the left, its words on the right.

    A table of one row that only lays out: it has no header row, and is never split.
    """
    made = doc.add_table(rows=0, cols=2)
    made.style, made.autofit = "Idea", False
    cells = row(made, ("", text)).cells
    set_widths(made, IDEA_WIDTHS)
    for cell in cells:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        cell.paragraphs[0].style = "Idea Text"
    _drawn(cells[0].paragraphs[0], picture, IDEA_PICTURE)
    para(doc, "", "After Table")
    return made


def _drawn(paragraph: Word, picture: str, size: Word) -> None:
    """Put one of our drawings into a paragraph, with words for who cannot see it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(drawing(picture)), size)
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no words for it
    properties.set("name", f"picture {picture}")
    properties.set("descr", PICTURES[picture])


def faces(doc: Word, question: str, *, style: str = "Idea Text") -> None:
    """A short question with three answers to circle, each a face beside its word.

    A table of one row that only lays out; a paper to say aloud has the words alone.
    """
    if getattr(doc, "layout", None) is Layout.SCRIPT:
        labelled(doc, question, " / ".join(ANSWERS.values()))
        return
    asked = para(doc, question, "Fact")
    asked.paragraph_format.keep_with_next = True
    made = doc.add_table(rows=0, cols=len(ANSWERS) * 2)
    made.style, made.autofit = "Idea", False
    cells = row(made, [""] * len(ANSWERS) * 2).cells
    set_widths(made, (2.0, 3.6) * len(ANSWERS))
    for face, word, (picture, answer) in zip(
        cells[::2], cells[1::2], ANSWERS.items(), strict=True
    ):
        for cell in (face, word):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].style = style
        _drawn(face.paragraphs[0], picture, FACE_PICTURE)
        word.paragraphs[0].text = answer
    para(doc, "", "After Table")


def ideas(doc: Word, picture: str, each: str, text: str) -> None:
    """One idea for each thing, for example `call in plan.emergency.call`."""
    with for_(doc, each):
        idea(doc, picture, text)


def card_style(doc: Word) -> None:
    """A table style with a thin line to cut along, which only lays out."""
    doc.styles.add_style("Card", WD_STYLE_TYPE.TABLE)
    properties = OxmlElement("w:tblPr")
    doc.styles["Card"].element.append(properties)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_border(side, 2, gap=0))
    properties.append(borders)


def checked_together(doc: Word) -> None:
    """Where the person says that the easy-read paper is right; until then it is not."""
    heading(doc, "Is this right?")
    keep_together(idea(doc, "rights", "I have looked at this paper. It is right."))
    doc.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in ("My name or mark", "Who looked at it with me", "Date"):
        labelled(doc, line, RULED).paragraph_format.keep_with_next = line != "Date"


@contextmanager
def if_(doc: Word, condition: str) -> Iterator[None]:
    """Keep what is added inside only when the condition holds."""
    para(doc, f"{{%p if {condition} %}}")
    yield
    para(doc, "{%p endif %}")


def else_(doc: Word) -> None:
    """Inside `if_`: what follows is kept when the condition does not hold."""
    para(doc, "{%p else %}")


@contextmanager
def for_(doc: Word, each: str) -> Iterator[None]:
    """Repeat what is added inside, for example `risk in plan.risks`."""
    para(doc, f"{{%p for {each} %}}")
    yield
    para(doc, "{%p endfor %}")


def gap_line(doc: Word) -> Word:
    """The visible line where something needed is not written yet."""
    return para(doc, "{{ gap }}", "Gap")


def needed(doc: Word, field: str) -> None:
    """The gap line when a needed list is empty."""
    with if_(doc, f"not {field}"):
        gap_line(doc)


def signed(doc: Word, name: str) -> None:
    """One line to sign on, with the name beside it, so that no page holds it alone."""
    paragraph = para(doc, f"Signed: {RULED[:24]} {name}")
    paragraph.paragraph_format.space_before = Pt(18)


def replaces(doc: Word, what: str) -> None:
    """Which paper this one takes the place of; nothing when it is the first."""
    with if_(doc, "doc.replaces is defined and doc.replaces"):
        para(doc, f"This replaces the {what} of {{{{ doc.replaces }}}}.")


def draft_banner(doc: Word) -> None:
    """The box and the list of reasons at the top of a document that is not final."""
    with if_(doc, "doc.draft"):
        paragraph = para(doc, "", "Draft Box")
        paragraph.add_run("DRAFT \N{EM DASH} not final because:").bold = True
        bullets(doc, "reason in doc.reasons", "{{ reason }}")


def table(
    doc: Word,
    headers: Sequence[str],
    each: str,
    cells: Sequence[str],
    widths: Sequence[float] = (),
) -> Word:
    """A table with a repeated header row and one row for each thing.

    `each` is for example `action in plan.actions`, `widths` are in centimetres.
    """
    if getattr(doc, "in_lists", False):
        return _headed_list(doc, headers, each, cells)
    made = plain_table(doc, headers, widths)
    row(made, [f"{{%tr for {each} %}}"])
    row(made, cells)
    row(made, ["{%tr endfor %}"])
    set_widths(made, widths)
    para(doc, "", "After Table")
    return made


def _headed_list(
    doc: Word, headers: Sequence[str], each: str, cells: Sequence[str]
) -> None:
    """What a table says, one thing after another: easier in large print and aloud."""
    level = doc.level + 1
    with for_(doc, each):
        para(doc, cells[0], f"Heading {level}")
        for header, cell in zip(headers[1:], cells[1:], strict=True):
            labelled(doc, header, cell)


def plain_table(
    doc: Word, headers: Sequence[str], widths: Sequence[float] = ()
) -> Word:
    """A table with only its header row; `row` adds the rest."""
    made = doc.add_table(rows=0, cols=len(headers))
    made.style = "Table Grid"
    made.autofit = not widths
    _mark_header(row(made, headers))
    return made


def row(made: Word, cells: Sequence[str]) -> Word:
    """Add a row that is not split over two pages."""
    added = made.add_row()
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    for cell, text in zip(added.cells, cells, strict=False):
        cell.paragraphs[0].text = text
    for cell in added.cells:
        cell.paragraphs[0].style = "Table Text"
    return added


def signing(doc: Word, rows: Sequence[Sequence[str]]) -> None:
    """A table with room to sign, never split: who, how they agreed, date, signature."""
    if getattr(doc, "in_lists", False):
        _signing_list(doc, rows)
        return
    made = plain_table(doc, SIGNING)
    for cells in rows:
        added = row(made, cells)
        if not cells[0].startswith("{%tr"):
            added.height = Cm(1.4)
    keep_together(made)
    para(doc, "", "After Table")


def _signing_list(doc: Word, rows: Sequence[Sequence[str]]) -> None:
    for cells in rows:
        if cells[0].startswith("{%tr"):
            para(doc, cells[0].replace("{%tr", "{%p"))
            continue
        for header, cell in zip(SIGNING, (*cells, RULED), strict=True):
            labelled(doc, header, cell)


def keep_together(made: Word) -> None:
    """Keep a short table, for example of signatures, on one page."""
    for cell in made._cells:  # noqa: SLF001
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def page_break(doc: Word) -> None:
    """Start a new page with the next heading."""
    doc.add_page_break()


def _mark_header(top: Word) -> None:
    top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for cell in top.cells:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.keep_with_next = True
        for run in paragraph.runs:
            run.bold = True
        cell._tc.get_or_add_tcPr().append(_shade(PALE))  # noqa: SLF001


def set_widths(made: Word, widths: Sequence[float]) -> None:
    """Make the columns of a table so wide, in centimetres."""
    for column, width in zip(made.columns, widths, strict=False):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _properties(doc: Word) -> None:
    core = doc.core_properties
    core.author = core.comments = core.last_modified_by = core.keywords = ""
    core.title, core.language, core.revision = "{{ doc.title }}", "en-GB", 1
    core.created = core.modified = PINNED


def _page(doc: Word, *, landscape: bool) -> None:
    section = doc.sections[0]
    short, long = PAGE
    section.page_width, section.page_height = (
        (long, short) if landscape else (short, long)
    )
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.7)
    section.footer_distance = Cm(0.8)


def _styles(doc: Word, size: int) -> None:
    for style in doc.styles.element.iter(qn("w:rPr")):
        _quieten(style)
    _default_language(doc)
    normal = _text_style(doc, "Normal", size, after=size * 0.7)
    normal.paragraph_format.line_spacing = 1.15
    _heading(doc, "Title", size + 12, before=0)
    _heading(doc, "Heading 1", size + 6, before=16)
    _heading(doc, "Heading 2", size + 2, before=10)
    _heading(doc, "Heading 3", size, before=10)
    for name in ("List Bullet", "List Number"):
        _text_style(doc, name, size, after=4)
    _added_styles(doc, size)
    _grid(doc)


def _added_styles(doc: Word, size: int) -> None:
    _text_style(doc, "Idea Text", size, after=0).paragraph_format.line_spacing = 1.3
    if "Idea" not in [style.name for style in doc.styles]:
        doc.styles.add_style("Idea", WD_STYLE_TYPE.TABLE)
    small = min(size, 12)
    _text_style(doc, "Table Text", small, after=2).paragraph_format.line_spacing = 1.1
    _text_style(doc, "After Table", 6, after=2)
    _text_style(doc, "Footer", size if size >= LARGE else 10, after=0)
    _text_style(doc, "Fact", size, after=5).paragraph_format.line_spacing = 1.15
    _text_style(doc, "Gap", size, after=6).font.bold = True
    own = _text_style(doc, "Own Words", size, after=size * 0.7)
    own.paragraph_format.space_before = Pt(6)
    _framed(own, {"left": 24}, fill=None)
    for name, fill in (("Box", PALE), ("Draft Box", WARM)):
        _framed(_text_style(doc, name, size, after=6), SIDES, fill=fill)


SIDES = {"top": 8, "left": 8, "bottom": 8, "right": 8}


def _quieten(properties: Word) -> None:
    """Take loud or themed lettering out of a style of the stock template."""
    for child in list(properties):
        if child.tag in [qn(name) for name in (*LOUD, "w:rFonts", "w:color")]:
            properties.remove(child)


def _default_language(doc: Word) -> None:
    default = doc.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    default.insert(0, _fonts())
    language = default.find(qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "en-GB")


def _fonts() -> Word:
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    return fonts


def _text_style(doc: Word, name: str, size: float, *, after: float) -> Word:
    known = [style.name for style in doc.styles]
    if name not in known:
        made = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = doc.styles["Normal"]
    style = doc.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(INK)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.widow_control = True
    return style


def _heading(doc: Word, name: str, size: int, *, before: int) -> None:
    style = _text_style(doc, name, size, after=6)
    style.font.bold, style.font.italic = True, False
    style.font.color.rgb = RGBColor.from_string(ACCENT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.keep_with_next = True
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _framed(style: Word, sides: dict[str, int], *, fill: str | None) -> None:
    style.paragraph_format.left_indent = Cm(0.4)
    style.paragraph_format.right_indent = Cm(0.4)
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    for side, weight in sides.items():
        borders.append(_border(side, weight))
    properties.insert_element_before(borders, *PPR_AFTER_BORDERS)
    if fill:
        properties.insert_element_before(_shade(fill), *PPR_AFTER_BORDERS[1:])


def _border(side: str, weight: int, gap: int = 8) -> Word:
    border = OxmlElement(f"w:{side}")
    values = {"val": "single", "sz": weight, "space": gap, "color": LINE}
    for key, value in values.items():
        border.set(qn(f"w:{key}"), str(value))
    return border


def _shade(fill: str) -> Word:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{key}"), value)
    return shade


def _grid(doc: Word) -> None:
    properties = doc.styles["Table Grid"].element.find(qn("w:tblPr"))
    borders = properties.find(qn("w:tblBorders"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        old = borders.find(qn(f"w:{side}"))
        borders.replace(old, _border(side, 4, gap=0))
    margins = properties.find(qn("w:tblCellMar"))
    if margins is not None:
        properties.remove(margins)
    properties.append(_cell_margins())


def _cell_margins() -> Word:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    return margins


def _footer(doc: Word) -> None:
    paragraph = doc.sections[0].footer.paragraphs[0]
    paragraph.style = "Footer"
    made = "{{ doc.title }} \N{MIDDLE DOT} made {{ doc.made_on }}"
    paragraph.add_run(made)
    version = "{% if doc.data_version is defined %} \N{MIDDLE DOT} version "
    paragraph.add_run(f"{version}{{{{ doc.data_version }}}}{{% endif %}}")
    paragraph.add_run(" \N{MIDDLE DOT} page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Word, code: str) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run = deepcopy(paragraph.add_run("1")._r)  # noqa: SLF001
    paragraph._p.remove(paragraph.runs[-1]._r)  # noqa: SLF001
    simple.append(run)
    paragraph._p.append(simple)  # noqa: SLF001
