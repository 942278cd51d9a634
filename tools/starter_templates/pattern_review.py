"""D16, the pattern review sheet: one page for the safeguarding lead (brief 5.7)."""

import io

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image

from tools.starter_templates.kit import (
    Word,
    bullets,
    draft_banner,
    else_,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    optional,
    para,
    plain_table,
    row,
    save,
    set_widths,
    table,
)
from workflow.domain.pattern_sheet import MOST_CHARTS
from workflow.domain.vocabulary import ReviewDecision

SIZE = 9
CHART = Cm(5.6)
CHART_WIDTHS = (6.2, 11.3)
BOX = (350, 110)  # pixels: the shape of a chart
RIGHT, ROOM = Cm(17.6), Pt(6)  # the right margin, room to write above a line
LAST_LINE = "Told {{ name }} on, next look on, signed"
DECISIONS = ",   ".join(decision.label for decision in ReviewDecision)
CELL = {"top": 20, "left": 70, "bottom": 20, "right": 70}  # twentieths of a point
HEADINGS = (("Title", 17), ("Heading 1", 11))


def make() -> None:
    """Write the template of the pattern review sheet."""
    doc = new_document(size=SIZE)
    _compact(doc)
    _about(doc)
    draft_banner(doc)
    _visits(doc)
    _journeys(doc)
    _words(doc)
    _measures(doc)
    _changes(doc)
    _went_off(doc)
    _also(doc)
    _actions(doc)
    with if_(doc, "sheet.is_held"):
        _held(doc)
        else_(doc)
        _to_fill_in(doc)
    save(doc, "pattern-review")


def _compact(doc: Word) -> None:
    """Everything on one page: narrow margins, little air round headings."""
    page = doc.sections[0]
    page.top_margin = page.bottom_margin = Cm(1.2)
    page.left_margin = page.right_margin = Cm(1.7)
    page.footer_distance = Cm(0.6)
    for name, size in HEADINGS:
        style = doc.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 4)
        style.paragraph_format.space_after = Pt(1)
    for name in ("Normal", "Fact", "List Bullet", "Table Text"):
        look = doc.styles[name].paragraph_format
        look.space_after, look.line_spacing = Pt(1), 1.0
    gap = doc.styles["After Table"]
    gap.font.size, gap.paragraph_format.space_after = Pt(2), Pt(0)
    gap.paragraph_format.line_spacing = 1
    doc.styles["Footer"].font.size = Pt(8)
    margins = doc.styles["Table Grid"].element.find(f".//{qn('w:tblCellMar')}")
    for side, width in CELL.items():
        margins.find(qn(f"w:{side}")).set(qn("w:w"), str(width))


def _about(doc: Word) -> None:
    para(
        doc,
        "{{ ref }}, {{ name }}. Due {{ sheet.due_on }}. Records {{ sheet.days }}. "
        "Lead: {{ sheet.lead }}.",
    )
    optional(doc, "{{ name }} wants", "sheet.wants")


def _visits(doc: Word) -> None:
    with if_(doc, "sheet.of_visits"):
        heading(doc, "Visits")
        with if_(doc, "sheet.visits"):
            table(
                doc,
                (
                    "Date, visitor",
                    "As arranged",
                    "Rules kept",
                    "Rules not kept",
                    "Times pressed",
                    "Exit phrase",
                    "Rating after",
                ),
                "v in sheet.visits",
                (
                    "{{ v.date }}, {{ v.visitor }}",
                    "{{ v.inside }}",
                    "{{ v.kept }}",
                    "{{ v.not_kept }}",
                    "{{ v.pressed }}",
                    "{{ v.exit_phrase }}",
                    "{{ v.ratings }}",
                ),
                (3.1, 2.5, 1.4, 4.9, 1.5, 2.0, 2.1),
            )
            else_(doc)
            para(doc, "No visit is recorded in this time.")


def _journeys(doc: Word) -> None:
    with if_(doc, "sheet.of_journeys"):
        heading(doc, "Journeys")
        with if_(doc, "sheet.journeys"):
            table(
                doc,
                (
                    "Date",
                    "Route, step",
                    "Support",
                    "Check-ins",
                    "How it went",
                    "Falls, near-falls",
                    "Signs of targeting",
                    "Rating after",
                ),
                "j in sheet.journeys",
                (
                    "{{ j.date }}",
                    "{{ j.route }}",
                    "{{ j.support }}",
                    "{{ j.check_ins }}",
                    "{{ j.outcome }}",
                    "{{ j.falls }}",
                    "{{ j.targeting }}",
                    "{{ j.ratings }}",
                ),
                (2.6, 3.1, 2.3, 2.6, 2.3, 1.4, 1.8, 1.4),
            )
            else_(doc)
            para(doc, "No journey is recorded in this time.")


def _words(doc: Word) -> None:
    with if_(doc, "sheet.spoken"):
        heading(doc, "In {{ name }}\N{RIGHT SINGLE QUOTATION MARK}s words")
        with for_(doc, "line in sheet.spoken"):
            said = (
                "{% if line.words %}\u201c{{ line.words }}\u201d"
                "{% else %}{{ line.missing }}{% endif %}"
            )
            labelled(doc, "{{ line.when }}", said)


def _measures(doc: Word) -> None:
    with if_(doc, "sheet.measures"):
        heading(doc, "Ratings against the start")
        with if_(doc, "sheet.charted"):
            para(
                doc,
                "Full dots are from this time. The dashed line is the start, the "
                "dotted line the goal.",
            )
        for number in range(1, MOST_CHARTS + 1):
            with for_(doc, f"m in sheet.measures if m.chart == {number}"):
                _chart(doc, number)
        with for_(doc, "m in sheet.measures if not m.chart"):
            labelled(doc, f"{NUMBERED}{{{{ m.name }}}}", MEASURED)


NUMBERED = "{% if sheet.many_measures %}({{ m.number }}) {% endif %}"
MEASURED = (
    "{% if m.scale %}{{ m.scale }}. {% endif %}{{ m.summary }}"
    "{% if m.comment %} The lead says: {{ m.comment }}.{% endif %}"
)


def _chart(doc: Word, number: int) -> None:
    """One chart beside its words; the picture itself is drawn when it is made."""
    made = doc.add_table(rows=0, cols=2)
    made.style, made.autofit = "Idea", False
    cells = row(made, ("", "")).cells
    set_widths(made, CHART_WIDTHS)
    for cell in cells:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    said = cells[1].paragraphs[0]
    said.add_run(f"{NUMBERED}{{{{ m.name }}}}: ").bold = True
    said.add_run(MEASURED)
    shape = cells[0].paragraphs[0].add_run().add_picture(_blank(number), CHART)
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no words for it
    properties.set("name", f"picture chart {number}")
    properties.set("descr", f"{{{{ sheet.alts.chart_{number} }}}}")
    para(doc, "", "After Table")


def _blank(number: int) -> io.BytesIO:
    """A pale box where a chart will stand; each its own, or Word would keep one."""
    made = io.BytesIO()
    Image.new("RGB", BOX, (238, 244, 246 - number)).save(made, "PNG")
    made.seek(0)
    return made


def _changes(doc: Word) -> None:
    with if_(doc, "sheet.changes"):
        heading(doc, "What is different now")
        bullets(doc, "change in sheet.changes", "{{ change }}")


def _went_off(doc: Word) -> None:
    with if_(doc, "sheet.triggers or sheet.thresholds"):
        heading(doc, "What we agreed to watch")
        made = plain_table(doc, WATCHED, WATCHED_WIDTHS)
        row(made, ("{%tr for t in sheet.triggers %}", "", ""))
        row(made, ("Sooner review: {{ t.what }}", "{{ t.went_off }}", REVIEWED))
        row(made, ("{%tr endfor %}", "", ""))
        row(made, ("{%tr for t in sheet.thresholds %}", "", ""))
        row(made, ("Warning point: {{ t.what }}", "{{ t.in_records }}", ANSWERED))
        row(made, ("{%tr endfor %}", "", ""))
        set_widths(made, WATCHED_WIDTHS)
        para(doc, "", "After Table")


WATCHED = ("What we agreed", "In the records?", "What the lead says")
WATCHED_WIDTHS = (9.4, 4.0, 4.1)
TO_MARK = "Yes / No"
ANSWERED = f"{{{{ t.lead if sheet.is_held else '{TO_MARK}' }}}}"
REVIEWED = f"{{{{ 'Not asked' if sheet.is_held else '{TO_MARK}' }}}}"


def _also(doc: Word) -> None:
    with if_(doc, "sheet.also"):
        heading(doc, "Also in the records")
        bullets(doc, "line in sheet.also", "{{ line }}")


def _actions(doc: Word) -> None:
    with if_(doc, "sheet.actions"):
        heading(doc, "What was to be done")
        table(
            doc,
            ("What", "Who", "By when", "How it stands"),
            "a in sheet.actions",
            ("{{ a.what }}", "{{ a.owner }}", "{{ a.due_on }}", "{{ a.status }}"),
            (7.1, 2.8, 3.2, 4.4),
        )


def _held(doc: Word) -> None:
    heading(doc, "The review, held on {{ sheet.held.held_on }}")
    optional(doc, "How {{ name }} took part", "sheet.held.involvement")
    optional(doc, "What {{ name }} thinks", "sheet.held.person_view")
    labelled(doc, "Better", "{{ sheet.held.improved or 'not written' }}")
    labelled(doc, "Not better", "{{ sheet.held.not_improved or 'not written' }}")
    labelled(doc, "Decision", "{{ sheet.held.decision or 'not written' }}")
    optional(doc, "Why", "sheet.held.reason")
    optional(doc, "Taken further to", "sheet.held.escalated_to")
    bullets(doc, "change in sheet.held.changes", "{{ change }}")
    action = "{{ a.what }} ({{ a.owner }}, by {{ a.due_on }})"
    with for_(doc, "a in sheet.held.actions"):
        labelled(doc, "To do", action)
    optional(doc, "{{ name }} was told on", "sheet.held.told_on")
    labelled(doc, "Next", "{{ sheet.held.next or 'not written' }}")
    labelled(doc, "Signed by", "{{ sheet.held.signed_by or 'not signed yet' }}")


def _to_fill_in(doc: Word) -> None:
    heading(doc, "The review")
    for line in (
        "How {{ name }} took part",
        "Better",
        "Not better",
        "Warning points: what we did",
    ):
        _ruled(doc, line)
    labelled(doc, "Decision, mark one", DECISIONS).paragraph_format.space_before = ROOM
    for line in ("Why", "What next, who, by when", LAST_LINE):
        _ruled(doc, line)


def _ruled(doc: Word, line: str) -> None:
    """A line to write on, up to the right margin."""
    paragraph = labelled(doc, line, "\t")
    paragraph.paragraph_format.space_before = ROOM
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(RIGHT, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
