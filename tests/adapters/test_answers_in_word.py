"""An answer in Word comes into a pack with all it says, and nothing that it hides."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from PIL import Image

from tests.word import para, run, table, word_file
from workflow.adapters.every_word import pieces
from workflow.adapters.word.answer_reading import answer_in
from workflow.adapters.word.answer_writing import with_answers
from workflow.domain.answers.blocks import (
    Block,
    Cell,
    Content,
    Paragraph,
    Picture,
    PictureFile,
    Run,
    Table,
    every_paragraph,
)
from workflow.domain.errors import TemplateFault

# ruff: noqa: SLF001 - python-docx has no words for much of this
Word = Any
PLACE = "[answer Q1]"
PERSON = "Winifred"


def saved(doc: Word) -> bytes:
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def read(fill: Callable[[Word], object]) -> Content:
    doc = Document()
    fill(doc)
    return answer_in(saved(doc))[0]


def texts(content: Content) -> list[str]:
    return [p.text for p in every_paragraph(content.blocks)]


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200)) -> bytes:
    """A picture, the left half red; as a JPEG it knows who took it."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = PERSON  # the artist
    image.save(made, kind, exif=exif)
    return made.getvalue()


STEPS: list[Block] = [
    Picture("a", "Steps", 4),
    Paragraph("numbered", (Run("One"),), 1, 1, list=1),
]


def with_picture(doc: Word, alt: str = "Our three steps", kind: str = "JPEG") -> Word:
    shape = doc.add_paragraph().add_run().add_picture(io.BytesIO(photo(kind)), Cm(8))
    shape._inline.docPr.set("descr", alt)
    return shape._inline


def test_headings_bold_words_and_lists_are_read_as_what_they_are() -> None:
    def fill(doc: Word) -> None:
        doc.add_heading("How", 2)
        line = doc.add_paragraph("We ")
        line.add_run("always").bold = True
        line.add_run(" ask.")
        doc.add_paragraph("One", "List Number")
        doc.add_paragraph("Two", "List Number")
        doc.add_paragraph("Point", "List Bullet")

    made = read(fill)
    assert [(p.kind, p.text, p.number) for p in every_paragraph(made.blocks)] == [
        ("heading", "How", 0),
        ("text", "We always ask.", 0),
        ("numbered", "One", 1),
        ("numbered", "Two", 2),
        ("bullet", "Point", 0),
    ]
    line = made.blocks[1]
    assert isinstance(line, Paragraph)
    assert line.level == 1
    assert [run.bold for run in line.runs] == [False, True, False]
    assert made.untold == ()


def test_a_name_that_word_split_over_runs_is_whole_again() -> None:
    def fill(doc: Word) -> None:
        line = doc.add_paragraph("On time: {{TM")
        line.add_run("12}}").bold = True
        line.add_run(".")

    assert read(fill).blocks == (Paragraph("text", (Run("On time: {{TM12}}."),)),)


def test_a_table_keeps_its_head_its_joined_cells_and_its_widths() -> None:
    def fill(doc: Word) -> None:
        made = doc.add_table(rows=3, cols=3)
        for at in range(9):
            made.cell(at // 3, at % 3).text = str(at)
        made.cell(1, 0).merge(made.cell(2, 0))
        made.cell(1, 1).merge(made.cell(1, 2))

    (made,) = read(fill).blocks
    assert isinstance(made, Table)
    assert made.heads == 1
    assert [[c and (c.across, c.down) for c in row] for row in made.rows] == [
        [(1, 1), (1, 1), (1, 1)],
        [(1, 2), (2, 1), None],
        [None, (1, 1), (1, 1)],
    ]
    first = made.rows[1][0]
    assert first is not None
    assert [p.text for p in first.paragraphs] == ["3", "6"]
    assert len(set(made.widths)) == 1


def test_lists_that_begin_anew_or_go_on_keep_their_numbers() -> None:
    def fill(doc: Word) -> None:
        doc.add_paragraph("One", "List Number")
        doc.add_paragraph("Between.")
        doc.add_paragraph("Two", "List Number")
        style = doc.styles["List Number"].element
        first = int(style.find(f".//{qn('w:numId')}").get(qn("w:val")))
        lists = doc.part.numbering_part.element
        kind = next(n for n in lists.num_lst if n.numId == first).abstractNumId.val
        fresh = lists.add_num(kind)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
        anew = doc.add_paragraph("Anew", "List Number")
        about = anew._p.get_or_add_pPr().get_or_add_numPr()
        about.get_or_add_numId().val = fresh.numId

    steps = [p for p in every_paragraph(read(fill).blocks) if p.kind == "numbered"]
    assert [(p.text, p.number) for p in steps] == [("One", 1), ("Two", 2), ("Anew", 1)]


def hidden(doc: Word) -> None:
    doc.add_paragraph("Seen ").add_run(PERSON).font.hidden = True


def struck(doc: Word) -> None:
    doc.add_paragraph("Seen ").add_run(PERSON).font.strike = True


def tracked(doc: Word) -> None:
    line = doc.add_paragraph("Seen ")._p
    gone = parse_xml(
        f'<w:del {nsdecls("w")} w:author="{PERSON}"><w:r>'
        f"<w:delText>{PERSON}</w:delText></w:r></w:del>"
    )
    line.append(gone)


def commented(doc: Word) -> None:
    line = doc.add_paragraph("Seen ")
    doc.add_comment(line.runs, text=PERSON, author=PERSON)


def footnoted(doc: Word) -> None:
    mark = OxmlElement("w:footnoteReference")
    doc.add_paragraph("Seen ").runs[0]._r.append(mark)


def linked(doc: Word) -> None:
    part = doc.part
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    number = part.relate_to(
        f"https://{PERSON}.org", f"{kind}hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    line = doc.add_paragraph("Seen ")
    link.append(line.runs[0]._r)
    line._p.append(link)


def charted(doc: Word) -> None:
    with_picture(doc.add_paragraph("Seen ") and doc)
    blip = next(doc.element.body.iter(qn("a:blip")))
    blip.getparent().remove(blip)


def elsewhere(doc: Word) -> None:
    doc.add_paragraph("Seen ")
    doc.sections[0].header.paragraphs[0].text = PERSON


def boxed(doc: Word) -> None:
    doc.add_paragraph("Seen ").runs[0]._r.append(
        parse_xml(
            f"<w:drawing {nsdecls('w')}><w:txbxContent><w:p><w:r>"
            f"<w:t>{PERSON}</w:t></w:r></w:p></w:txbxContent></w:drawing>"
        )
    )


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (hidden, "Hidden words"),
        (struck, "struck through"),
        (tracked, "tracked changes"),
        (commented, "A comment"),
        (footnoted, "A footnote"),
        (linked, "address behind a link"),
        (charted, "chart or drawing"),
        (elsewhere, "head or foot"),
        (boxed, "A text box"),
    ],
)
def test_what_cannot_be_carried_is_told_and_stays_behind(
    fill: Callable[[Word], None], told: str
) -> None:
    made = read(fill)
    assert [told in line for line in made.untold] == [True]
    assert "".join(texts(made)).strip() == "Seen"


def test_a_picture_is_carried_with_its_words_and_one_without_is_told_of() -> None:
    made = read(with_picture)
    (picture,) = made.blocks
    assert isinstance(picture, Picture)
    assert picture.alt == "Our three steps"
    assert round(picture.width, 1) == 8.0
    assert made.untold == ()
    (why,) = read(lambda doc: with_picture(doc, "")).untold
    assert "no words for who cannot see it" in why


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(TemplateFault):
        answer_in(b"PK nothing")


def home() -> bytes:
    """A document in which an answer is waited for."""
    doc = Document()
    doc.add_heading("Question 1", 1)
    doc.add_paragraph(PLACE)
    doc.add_heading("Question 2", 1)
    return saved(doc)


def put(*blocks: Block, **pictures: PictureFile) -> Word:
    made = with_answers(home(), {PLACE: blocks}, pictures)
    return Document(io.BytesIO(made))


def numbered(text: str, number: int, which: int = 1) -> Paragraph:
    return Paragraph("numbered", (Run(text),), 1, number, "decimal", which)


def test_an_answer_stands_in_its_place_in_the_styles_of_the_document() -> None:
    doc = put(
        Paragraph("heading", (Run("How"),), 2),
        Paragraph("text", (Run("We "), Run("ask", bold=True))),
        Paragraph("bullet", (Run("a point"),), 2),
    )
    assert [(p.style.name, p.text) for p in doc.paragraphs] == [
        ("Heading 1", "Question 1"),
        ("Heading 2", "How"),
        ("Normal", "We ask"),
        ("List Bullet", "a point"),
        ("Heading 1", "Question 2"),
    ]
    assert doc.paragraphs[2].runs[1].bold


def test_each_list_has_the_numbers_it_had() -> None:
    doc = put(
        numbered("One", 1),
        Paragraph("text", (Run("Between."),)),
        numbered("Two", 2),
        numbered("Anew", 1, which=2),
        numbered("Five", 5, which=2),
    )
    lists = [
        p._p.pPr.numPr.numId.val
        for p in doc.paragraphs
        if p.style.name == "List Number"
    ]
    assert lists[0] == lists[1]
    assert len(set(lists)) == 3
    starts = {
        num.numId: num.lvlOverride_lst[0].startOverride.val
        for num in doc.part.numbering_part.element.num_lst
        if num.numId in lists
    }
    assert [starts[one] for one in lists] == [1, 1, 1, 5]


def test_a_table_has_a_repeated_head_and_rows_that_are_not_split() -> None:
    def cell(text: str, **more: int) -> Cell:
        return Cell((Paragraph("text", (Run(text),)),), **more)

    rows = (
        (cell("Step"), cell("Who")),
        (cell("Ask"), cell("We", down=2)),
        (cell("Look"), None),
    )
    doc = put(Table(rows, 1, (3, 1)))
    (made,) = doc.tables
    top, *others = made.rows
    assert top._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in made.rows)
    assert made.cell(1, 1)._tc is made.cell(2, 1)._tc
    assert made.columns[0].width > made.columns[1].width
    assert made.cell(0, 0).paragraphs[0].runs[0].bold


def test_a_picture_is_cut_cleaned_and_has_its_words() -> None:
    file = PictureFile(photo(), crop=(0.5, 0, 0, 0))
    doc = put(Picture("a", "Our steps", 90), a=file)
    (shape,) = doc.inline_shapes
    assert shape._inline.docPr.get("descr") == "Our steps"
    section = doc.sections[0]
    assert shape.width <= section.page_width - section.left_margin
    made = with_answers(home(), {PLACE: [Picture("a", "Our steps", 9)]}, {"a": file})
    with zipfile.ZipFile(io.BytesIO(made)) as source:
        (name,) = (n for n in source.namelist() if n.startswith("word/media/"))
        assert PERSON.encode() not in source.read(name)
        with Image.open(io.BytesIO(source.read(name))) as image:
            assert image.size == (200, 200)
            colours = image.resize((1, 1)).tobytes()
            assert colours[0] < 5 < colours[2]  # the red half is gone for good
            assert not image.info
    with pytest.raises(TemplateFault, match="cannot be read"):
        put(Picture("a", "Our steps"), a=PictureFile(b"\x89PNG broken"))


def test_the_same_answer_gives_the_same_bytes_and_tells_nobody() -> None:
    pictures = {"a": PictureFile(photo("PNG"))}
    first = with_answers(home(), {PLACE: STEPS}, pictures)
    assert first == with_answers(home(), {PLACE: STEPS}, pictures)
    assert not any(PERSON in piece.text for piece in pieces("a.docx", first))
    untouched = saved(Document())
    assert with_answers(untouched, {PLACE: STEPS}, pictures) == untouched


def test_an_answer_that_waits_in_a_cell_leaves_the_cell_whole() -> None:
    waiting = word_file(table([PLACE, "x"]), para("after"))
    row = Table(((Cell((Paragraph("text", (Run("in"),)),)),),), 0)
    doc = Document(io.BytesIO(with_answers(waiting, {PLACE: [row]}, {})))
    cell = doc.tables[0].cell(0, 0)
    assert cell.tables[0].cell(0, 0).text == "in"
    assert cell._tc[-1].tag == qn("w:p")


def test_words_that_only_name_a_place_within_a_sentence_stay() -> None:
    waiting = word_file(para("See ", PLACE, " below."), f"<w:p>{run(PLACE)}</w:p>")
    text = [Paragraph("text", (Run("Here."),))]
    doc = Document(io.BytesIO(with_answers(waiting, {PLACE: text}, {})))
    assert [p.text for p in doc.paragraphs] == [f"See {PLACE} below.", "Here."]
