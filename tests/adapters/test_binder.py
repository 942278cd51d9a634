"""PDFs bound into one: numbered through, led to, and read out as each part was."""

import io
from collections.abc import Sequence

import page as checker
import pytest
from docx import Document
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from workflow.adapters.pdf import binder
from workflow.adapters.pdf.converter import Converter, find_libreoffice
from workflow.domain.errors import TemplateFault

OFFICE = find_libreoffice()
office = pytest.mark.skipif(OFFICE is None, reason="the PDF needs a word processor")


def paper(*headings: str, style: str = "Own Words") -> bytes:
    """A Word document with headings, a table with a header row, a list and a style."""
    doc = Document()
    doc.core_properties.title = headings[0]
    doc.core_properties.author = "Somebody Known"
    language = doc.styles.element.find(".//{*}rPrDefault/{*}rPr/{*}lang")
    language.set(f"{{{language.nsmap['w']}}}val", "en-GB")
    own = doc.styles.add_style(style, 1)
    own.base_style = doc.styles["Normal"]
    doc.add_heading(headings[0], 0)
    for text in headings[1:]:
        doc.add_heading(text, 1)
        doc.add_paragraph("In our own words.", style)
        doc.add_paragraph("A point", "List Bullet")
        table = doc.add_table(rows=2, cols=2)
        said = ("Who", "What", "We", "ask")
        for n, word in enumerate(said):
            table.cell(n // 2, n % 2).text = word
        top = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
        top.append(top.makeelement(f"{{{top.nsmap['w']}}}tblHeader"))
        doc.add_paragraph("After.")
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    """Three papers as PDFs."""
    assert OFFICE
    made = Converter(OFFICE).convert(
        [
            paper("Evidence", "Question Q1", "Question Q2"),
            paper("Figures", "Why", style="Own Words Too"),
            paper("Stories", "Out and about"),
        ]
    )
    return [one.pdf or b"" for one in made]


def drawn(texts: Sequence[str], width: float = 595, height: float = 842) -> bytes:
    """A PDF without tags, a page for each text."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, height))
    for text in texts:
        canvas.drawString(70, 700, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def bound(parts: Sequence[bytes]) -> bytes:
    named = [("", "Tender evidence"), ("A1", "Our figures"), ("A2", "Our stories")]
    labelled = [(*name, pdf) for name, pdf in zip(named, parts, strict=False)]
    return binder.bind("A bid", ("For a buyer",), labelled)


def failures(pdf: bytes) -> list[tuple[str, str]]:
    profile = checker.ValidationProfile.PDF_UA_1
    found = checker.validate_pdf_bytes(pdf, profile=profile)
    return [(one.rule_id, one.message) for one in found.failures]


def elements(opened: Pdf) -> list[Object]:
    """Every element of the tree, in the order in which it is read out."""
    found: list[Object] = []
    waiting = [opened.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        inside = element.get("/K", Array())
        kids = list(inside) if isinstance(inside, Array) else [inside]
        found.append(element)
        waiting[:0] = [k for k in kids if isinstance(k, Dictionary) and "/S" in k]
    return found


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@office
def test_the_whole_passes_the_check_that_each_part_does(papers: list[bytes]) -> None:
    assert [failures(one) for one in papers] == [[], [], []]
    assert failures(bound(papers)) == []


@office
def test_headings_tables_and_lists_of_every_part_are_read_out_in_order(
    papers: list[bytes],
) -> None:
    with Pdf.open(io.BytesIO(bound(papers))) as opened:
        found = elements(opened)
        roles = [str(e.S) for e in found]
        titles = [str(e.T) for e in found if Name.Part == e.S]
    assert roles.count("/Part") == 3
    assert roles.count("/Table") == 4
    assert roles.count("/TH") == 8
    assert roles.count("/LI") == 4
    assert roles.index("/TOC") < roles.index("/Part")
    assert titles == ["Tender evidence", "A1 Our figures", "A2 Our stories"]


@office
def test_every_word_on_a_page_leads_to_its_element(papers: list[bytes]) -> None:
    with Pdf.open(io.BytesIO(bound(papers))) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        seen = [int(page.obj.StructParents) for page in pdf.pages]
        assert len(set(seen)) == len(pdf.pages)
        for page in pdf.pages:
            for owner in owners[int(page.obj.StructParents)]:
                if isinstance(owner, Dictionary) and "/Pg" in owner:
                    assert owner.Pg.objgen == page.obj.objgen


@office
def test_pages_are_numbered_through_and_the_contents_lead_to_them(
    papers: list[bytes],
) -> None:
    pdf = bound(papers)
    said = texts(pdf)
    for number, text in enumerate(said[1:], start=2):
        assert f"Page {number} of {len(said)}" in text
    assert "Appendix A1" in said[3]
    contents = " ".join(said[1].split())
    for line in ("Tender evidence", "Question Q1", "A1 Our figures", "A2 Our stories"):
        assert line in contents
    reader = PdfReader(io.BytesIO(pdf))
    outline = [str(i.title) for i in reader.outline if not isinstance(i, list)]
    assert outline == [
        "Contents",
        "Tender evidence",
        "A1 Our figures",
        "A2 Our stories",
    ]
    with Pdf.open(io.BytesIO(pdf)) as opened:
        (*_, last) = opened.pages[1].obj.Annots
        assert last.Dest[0].objgen == opened.pages[-1].obj.objgen


@office
def test_nobody_and_no_time_stands_in_it_and_the_bytes_are_the_same(
    papers: list[bytes],
) -> None:
    first = bound(papers)
    assert first == bound(papers)
    reader = PdfReader(io.BytesIO(first))
    assert set(reader.metadata or {}) == {"/Title"}
    assert b"Somebody" not in b"".join(reader.xmp_metadata.stream.get_data().split())  # type: ignore[union-attr]
    assert reader.page_labels == [str(n) for n in range(1, len(reader.pages) + 1)]


def test_a_role_that_means_something_else_in_another_part_keeps_its_meaning() -> None:
    one, two = (_with_role(meaning) for meaning in (Name.P, Name.H1))
    pdf = binder.bind("A", (), [("A1", "One", one), ("A2", "Two", two)])
    with Pdf.open(io.BytesIO(pdf)) as opened:
        roles = opened.Root.StructTreeRoot.RoleMap
        own = [str(e.S) for e in elements(opened) if str(e.S).startswith("/Own")]
        meant = [str(roles[role]) for role in own]
    assert meant == ["/P", "/H1"]


def test_ids_and_the_headers_that_cells_name_are_kept_apart() -> None:
    one = _with_role(Name.P, identifier=b"note1")
    pdf = binder.bind("A", (), [("A1", "One", one), ("A2", "Two", one)])
    with Pdf.open(io.BytesIO(pdf)) as opened:
        ids = [bytes(e.ID) for e in elements(opened) if "/ID" in e]
        heads = [bytes(e.A.Headers[0]) for e in elements(opened) if "/A" in e]
    assert len(set(ids)) == 2
    assert heads == ids


def test_what_has_no_tags_can_be_reached_all_the_same() -> None:
    plain = drawn(["Policy one", "Policy two"])
    assert not binder.tagged(plain)
    pdf = binder.bind("A", (), [("A1", "Policy", plain)])
    with Pdf.open(io.BytesIO(pdf)) as opened:
        roles = [str(e.S) for e in elements(opened)]
    assert roles[-3:] == ["/Part", "/P", "/P"]
    assert "Policy two" in texts(pdf)[3]


def test_notes_scripts_and_files_of_a_part_are_left_behind() -> None:
    with Pdf.open(io.BytesIO(drawn(["Policy"]))) as opened:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Contents=String("Ask Winifred")
        )
        opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])
        opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("Winifred"))
        opened.pages[0].obj.AA = Dictionary(O=opened.Root.OpenAction)
        made = io.BytesIO()
        opened.save(made)
    pdf = binder.bind("A", (), [("A1", "Policy", made.getvalue())])
    with Pdf.open(io.BytesIO(pdf)) as opened:
        for held in opened.objects:
            assert b"Winifred" not in held.unparse()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_stands_at_the_foot_of_a_turned_page(turn: int) -> None:
    with Pdf.open(io.BytesIO(drawn(["Sideways"]))) as opened:
        opened.pages[0].obj.Rotate = turn
        made = io.BytesIO()
        opened.save(made)
    pdf = binder.bind("A", (), [("A1", "Plan", made.getvalue())])
    assert "Page 3 of 3" in texts(pdf)[2]


def test_long_titles_are_whole_in_the_contents_and_many_take_more_pages() -> None:
    long = "How we look after what people told us " * 4
    parts = [(f"A{n}", f"{long}{n}", drawn(["x"])) for n in range(1, 31)]
    pdf = binder.bind("A", (), parts)
    first = binder.begins(parts)
    said = texts(pdf)
    inside = " ".join(" ".join(said[1 : first[0] - 1]).split())
    assert first[0] > 3
    assert first[-1] == len(said) + 1
    assert f"{long}30".strip() in inside
    assert "x" in said[first[0] - 1]


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(TemplateFault, match="not a whole PDF"):
        binder.page_count(b"%PDF-1.7 nothing")


def _with_role(meaning: Name, identifier: bytes = b"") -> bytes:
    """A page with one element of a role of its own, and perhaps an id."""
    with Pdf.open(io.BytesIO(drawn(["Words"]))) as pdf:
        page = pdf.pages[0].obj
        body = b"/Own <</MCID 0>> BDC " + page.Contents.read_bytes() + b" EMC"
        page.Contents = pdf.make_stream(body)
        page.StructParents = 0
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Own, P=tree, Pg=page, K=0)
        )
        if identifier:
            element.ID = String(identifier)
            element.A = Dictionary(O=Name.Table, Headers=Array([String(identifier)]))
        tree.K = element
        tree.RoleMap = Dictionary(Own=meaning)
        owners = pdf.make_indirect(Array([element]))
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, owners])))
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        made = io.BytesIO()
        pdf.save(made)
        return made.getvalue()
