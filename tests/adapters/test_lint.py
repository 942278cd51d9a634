"""Every planted fault of a template is found where it is; none is invented."""
# ruff: noqa: SLF001 - faults are planted where python-docx has no door

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.adapters.template_shelf import TemplateShelf
from workflow.adapters.word.checker import TemplateLint
from workflow.adapters.word.stock import render
from workflow.domain.documents import Layout
from workflow.domain.findings import Severity
from workflow.domain.records.base import Reader
from workflow.domain.template_faults import Fault, FaultKind, Looked
from workflow.domain.template_fields import Wall, emptied, sights
from workflow.services.template_checking import Bench, sheets
from workflow.wiring.office import Office

Plant = Callable[[Word], None]
CONTEXT: dict[str, object] = {
    "name": "Ines",
    "doc": {
        "title": "A plan",
        "draft": True,
        "reasons": ["words"],
        "language": "en-GB",
    },
    "plan": {
        "status": "Draft",
        "status_code": "draft",
        "agreed_on": "9 November 2026",
        "agreed_on_iso": "2026-11-09",
        "actions": [
            {"what": "Walk", "owner": "Ash", "owner_id": "st-1", "given": True}
        ],
        "formats": ["Letter"],
        "formats_code": ["letter"],
        "safe_contact": {"wish": "Yes", "given": True},
    },
}
WALL = Wall(
    Reader.PERSON,
    sights(CONTEXT),
    (sights({"plan": {"risks": [{"likely": "High"}]}, "records": [{"date": "x"}]}),),
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8ffff3f0005fe02fea7d60ca40000000049454e44ae426082"
)


def template(plant: Plant) -> bytes:
    """A template that is right, with one thing planted under its second heading."""
    doc = Document()
    doc.add_heading("Your plan", 1)
    doc.add_paragraph("Dear {{ name }}")
    doc.add_heading("What we do", 1)
    plant(doc)
    doc.add_paragraph("The end.")
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def look(content: bytes) -> Looked:
    samples = (CONTEXT, emptied(CONTEXT))
    return TemplateLint(render).look(content, WALL, samples)


def faults(plant: Plant) -> tuple[Fault, ...]:
    return look(template(plant)).faults


def line(text: str) -> Plant:
    return lines(text)


def lines(*texts: str) -> Plant:
    def plant(doc: Word) -> None:
        for text in texts:
            doc.add_paragraph(text)

    return plant


def table(*rows: tuple[str, ...], header: bool = True) -> Plant:
    def plant(doc: Word) -> None:
        made = doc.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        if header:
            properties = made.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))

    return plant


def xml(inside: str) -> Plant:
    """A paragraph with this inside, `w`, `r` and the drawing names declared."""

    def plant(doc: Word) -> None:
        paragraph = doc.add_paragraph()
        names = nsdecls("w", "r", "wp", "a", "pic")
        made = parse_xml(f"<w:p {names}>{inside}</w:p>")
        paragraph._p.getparent().replace(paragraph._p, made)

    return plant


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, shown: str = "x") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark("begin") + instruction + mark("separate") + run(shown) + mark("end")


def header(doc: Word) -> None:
    doc.sections[0].header.paragraphs[0].text = "For {{ nane }}"


def footer(doc: Word) -> None:
    doc.sections[0].footer.paragraphs[0].text = "{% if name %}For {{ name }}"


def merged_header(doc: Word) -> None:
    table(("What", "Who"), ("a", "b"))(doc)
    top = doc.tables[0].rows[0]
    top.cells[0].merge(top.cells[1])


def missing_style(doc: Word) -> None:
    paragraph = doc.add_paragraph("Plain words.")
    paragraph._p.get_or_add_pPr().get_or_add_pStyle().val = "NotThere"


def fake_heading(doc: Word) -> None:
    doc.add_paragraph().add_run("Who helps me").bold = True


def picture(doc: Word) -> None:
    doc.add_picture(io.BytesIO(PIXEL))
    doc.inline_shapes[0]._inline.docPr.attrib.pop("descr", None)


def link(doc: Word) -> None:
    target = "https://example.org"
    number = doc.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    xml(f'<w:hyperlink r:id="{number}">{run("our page")}</w:hyperlink>')(doc)


def comment(doc: Word) -> None:
    doc.add_comment(
        doc.add_paragraph("Some words.").runs[0], "Is this right?", "A", "A"
    )


def tracked_table(doc: Word) -> None:
    table(("What", "Who"), ("a", "b"))(doc)
    change = OxmlElement("w:ins")
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "Somebody")
    doc.tables[0].rows[1]._tr.get_or_add_trPr().append(change)


def text_box(doc: Word) -> None:
    box = f"<w:p>{run('Call {{ name }}')}</w:p>"
    xml(
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )(doc)


def missing_style_of_words(doc: Word) -> None:
    xml('<w:r><w:rPr><w:rStyle w:val="Loud"/></w:rPr><w:t>Plain words.</w:t></w:r>')(
        doc
    )


def described_picture(doc: Word) -> None:
    doc.add_picture(io.BytesIO(PIXEL))
    doc.inline_shapes[0]._inline.docPr.set("descr", "The sea at {{ plan.nowhere }}")


def cell_that_empties(doc: Word) -> None:
    table(("{%p if name %}", "b"))(doc)
    cell = doc.tables[0].rows[0].cells[0]
    cell.add_paragraph("Hello")
    cell.add_paragraph("{%p endif %}")


LINK = f'<w:hyperlink w:anchor="x">{run("me }}")}</w:hyperlink>'
CONTROL = f"<w:sdt><w:sdtContent>{run('me }}')}</w:sdtContent></w:sdt>"
ACTIONS = "{%tr for a in plan.actions %}"


def only(kind: str, tag: str) -> tuple[str, Plant, str]:
    """A paragraph with nothing but the tag that is wrong."""
    return kind, line(tag), tag


ERRORS: list[tuple[str, Plant, str]] = [
    ("unclosed", line("Call {{ name now"), "{{ name now"),
    ("unclosed", line("{% if name Call"), "{% if name"),
    ("mixed_marks", line("Call {{ name %} now"), "{{ name %}"),
    ("mixed_marks", line("{% if name }} yes {% endif %}"), "{% if name }}"),
    ("stray", line("Call name }} now"), "}}"),
    ("stray", line("Call { { name } } now"), "{ {"),
    only("syntax", "{{ name name }}"),
    only("syntax", "{{ }}"),
    ("syntax", line("{% iff name %}yes{% endif %}"), "{% iff name %}"),
    only("syntax", "{% p if name %}"),
    ("syntax", line("{% if name = 'Ines' %}yes{% endif %}"), "{% if name = 'Ines' %}"),
    ("not_ended", lines("{%p if name %}", "Hello"), "{%p if name %}"),
    ("not_begun", lines("Hello", "{%p endif %}"), "{%p endif %}"),
    (
        "not_ended",
        line("{% for a in plan.actions %}{% if a.what %}x{% endfor %}"),
        "{% if a.what %}",
    ),
    (
        "mixed_room",
        table(("{% for a in plan.actions %}", ""), ("{%tr endfor %}", "")),
        "{%tr endfor %}",
    ),
    ("mixed_room", lines("{%p if name %}", "Hello {% endif %}"), "{% endif %}"),
    ("two_places", table(("{% if name %}a", "b{% endif %}")), "{% endif %}"),
    ("not_in_table", lines("{%tr if name %}", "{%tr endif %}"), "{%tr if name %}"),
    ("two_in_one", line("{%p if name %}{%p endif %}"), "{%p if name %}"),
    (
        "two_in_one",
        table(("What", "Who"), (ACTIONS, "{%tr endfor %}")),
        ACTIONS,
    ),
    (
        "two_in_one",
        table((ACTIONS, "{{ a.what }}"), ("{%tr endfor %}", "")),
        ACTIONS,
    ),
    ("percent", lines("{%p if '%' in name %}", "{%p endif %}"), "{%p if '%' in name"),
    ("split", xml(run("{{ na") + LINK), "{{ name }}"),
    ("split", xml(run("{{ na") + field("PAGE", "me") + run(" }}")), "{{ name }}"),
    ("split", xml(run("{{ na") + CONTROL), "{{ name }}"),
    ("in_field", xml(field("MERGEFIELD {{ name }}")), "{{ name }}"),
    only("formatted", "{{r name }}"),
    ("unknown_field", line("Call {{ plan.acctions }}"), "{{ plan.acctions }}"),
    (
        "unknown_field",
        lines("{%p for a in plan.actions %}", "{{ a.whaat }}", "{%p endfor %}"),
        "{{ a.whaat }}",
    ),
    only("unknown_field", "{{ wish }}"),
    ("unknown_field", described_picture, ""),
    (
        "kept_back",
        line("{% for r in plan.risks %}{{ r.likely }}{% endfor %}"),
        "{% for r in plan.risks %}",
    ),
    only("kept_back", "{{ records | length }}"),
    ("raw_value", line("It is {{ plan.status_code }}."), "{{ plan.status_code }}"),
    ("raw_value", line("On {{ plan.agreed_on_iso }}."), "{{ plan.agreed_on_iso }}"),
    only("raw_value", "{{ plan.formats_code | join(', ') }}"),
    only("raw_value", "{{ plan.formats }}"),
    only("raw_value", "{{ plan.safe_contact }}"),
    only("raw_value", "{{ plan.safe_contact.given }}"),
    only("raw_value", "{{ name == 'Ines' }}"),
    only("unsafe", "{{ name.__class__ }}"),
    only("unsafe", "{{ range(3) }}"),
    only("unsafe", "{{ name.format(1) }}"),
    only("unsafe", "{{ name | pprint }}"),
    only("unsafe", "{% include 'other' %}"),
    ("outside", link, "https://example.org"),
    ("fetches", xml(field("INCLUDEPICTURE x")), ""),
    ("tracked", xml(f'<w:ins w:id="1" w:author="A">{run("new")}</w:ins>'), ""),
    ("tracked", tracked_table, ""),
    ("empty_cell", cell_that_empties, ""),
    ("not_made", line("{{ name + 1 }}"), ""),
]  # fmt: skip
WARNINGS: list[tuple[str, Plant]] = [
    ("missing_style", missing_style),
    ("missing_style", missing_style_of_words),
    ("fake_heading", fake_heading),
    ("merged_header", merged_header),
    ("no_header_row", table(("What", "Who"), ("a", "b"), header=False)),
    ("no_alt_text", picture),
    ("comment", comment),
    ("text_box", text_box),
    ("words_lost", lines("{%p if name %} gone", "Hello", "{%p endif %}")),
]


@pytest.mark.parametrize(("kind", "plant", "tag"), ERRORS)
def test_each_planted_error_is_found_at_its_tag(
    kind: str, plant: Plant, tag: str
) -> None:
    found = faults(plant)
    assert {f.kind for f in found} == {kind}
    assert all(f.severity is Severity.ERROR for f in found)
    assert any(f.tag.startswith(tag) for f in found)
    assert all(f.message and f.fix for f in found)


@pytest.mark.parametrize(("kind", "plant"), WARNINGS)
def test_each_planted_weakness_is_a_warning_and_nothing_else(
    kind: str, plant: Plant
) -> None:
    (found,) = faults(plant)
    assert (found.kind, found.severity) == (kind, Severity.WARNING)


def test_a_fault_names_part_heading_paragraph_and_words() -> None:
    (found,) = faults(line("Please call {{ nane }} before noon"))
    assert found.spot.part == "body"
    assert found.spot.heading == "What we do"
    assert found.spot.paragraph == 4
    assert found.spot.text == "Please call {{ nane }} before noon"
    assert found.tag == "{{ nane }}"
    assert "Did you mean name?" in found.fix


@pytest.mark.parametrize(("plant", "part"), [(header, "header"), (footer, "footer")])
def test_faults_in_the_margins_name_their_part(plant: Plant, part: str) -> None:
    (found,) = faults(plant)
    assert found.spot.part.split()[0] == part


def test_all_faults_are_told_at_once_in_order() -> None:
    def plant(doc: Word) -> None:
        for _, each, _ in ERRORS[:12]:
            each(doc)
        fake_heading(doc)

    found = faults(plant)
    kinds = {f.kind.value for f in found}
    assert {kind for kind, _, _ in ERRORS[:12]} | {"fake_heading"} == kinds
    weights = [f.severity for f in found]
    assert weights == sorted(weights)
    body = [f.spot.paragraph for f in found if f.severity is Severity.ERROR]
    assert body == sorted(body)


def test_a_name_used_elsewhere_is_offered_whole() -> None:
    (found,) = faults(line("{{ wish }}"))
    assert "plan.safe_contact.wish" in found.fix


def test_a_field_kept_back_says_for_whom() -> None:
    (found,) = faults(line("{{ records | length }}"))
    assert "person" in found.message


def test_a_raw_value_offers_the_words() -> None:
    (found,) = faults(
        lines("{%p for a in plan.actions %}", "{{ a.owner_id }}", "{%p endfor %}")
    )
    assert "Write {{ a.owner }}." in found.fix


GOOD = [
    line("{{ {'draft': 'Being written'}.get(plan.status_code, plan.status) }}"),
    line("{{ 'You' if plan.status_code == 'draft' else name }}"),
    line("{% if doc.version is defined %}{{ doc.version }}{% endif %}"),
    line("{{ doc.version | default('none') }}"),
    line("{% for a in plan.actions %}{{ loop.index }} {{ a.what }}{% endfor %}"),
    line("{% for a in plan.actions if a.owner_id == 'x' %}{{ a.what }}{% endfor %}"),
    line("{{ plan.formats | join(', ') }}"),
    line("{{ plan.formats[0] if plan.formats else '' }}"),
    line("{% set who = name %}{{ who }}"),
    line("{{ {'a': {'b': name}}['a']['b'] }} {# {{ nothing }} #}"),
    line("{% if name %}\u201c{{ name }}\u201d{% endif %} costs 50% of {that}"),
    line("{%- if plan.status_code in ('draft', \u2018x\u2019) -%} new {%- endif -%}"),
    lines("{%p if name %}", "Hello", "{%p else %}", "Bye", "{%p endif %}"),
    lines("{% if name %}Hello", "and more{% endif %}"),
    xml(run("{{ na") + '<w:proofErr w:type="spellStart"/>' + run("me }}")),
    xml(run("{") + run("{ name }") + run("}")),
    table(("What", "Who"), (ACTIONS, ""),
          ("{{ a.what }}", "{{ a.owner }}"), ("{%tr endfor %}", "")),
]  # fmt: skip


@pytest.mark.parametrize("plant", GOOD)
def test_nothing_is_invented_where_nothing_is_wrong(plant: Plant) -> None:
    assert faults(plant) == ()


def changed(content: bytes, add: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w") as out,
    ):
        for name in source.namelist():
            if name not in add:
                out.writestr(name, source.read(name))
        for name, part in add.items():
            out.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("word/vbaProject.bin", "macro"),
        ("word/embeddings/one.bin", "embedded"),
        ("word/activeX/one.xml", "embedded"),
    ],
)
def test_what_a_file_carries_is_found(file: str, kind: str) -> None:
    content = changed(template(line("x")), {file: b"<x/>"})
    assert [f.kind for f in look(content).errors] == [kind]


def test_a_macro_document_under_another_name_is_found() -> None:
    content = template(line("x"))
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        types = source.read("[Content_Types].xml")
    kind = (
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    )
    macro = b"application/vnd.ms-word.document.macroEnabled.main"
    content = changed(content, {"[Content_Types].xml": types.replace(kind, macro)})
    assert {f.kind for f in look(content).errors} == {"macro"}


def test_tags_that_nothing_fills_are_found() -> None:
    note = f"<w:endnotes {nsdecls('w')}><w:endnote><w:p>{run('{{ name }}')}</w:p></w:endnote></w:endnotes>"  # noqa: E501
    (found,) = look(
        changed(template(line("x")), {"word/endnotes.xml": note.encode()})
    ).faults
    assert (found.kind, found.spot.part) == ("never_filled", "endnotes")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_said_to_be_none(content: bytes) -> None:
    (found,) = look(content).faults
    assert found.kind == "not_word"


def test_a_file_that_would_fill_the_memory_is_refused_unopened() -> None:
    made = io.BytesIO(template(line("x")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"word/media/{number}.bin", bytes(50_000_000))
    (found,) = look(made.getvalue()).faults
    assert (found.kind, "larger" in found.message) == ("not_word", True)


def test_a_tag_that_is_nested_without_end_is_a_fault_not_a_crash() -> None:
    (found,) = faults(line("{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}"))
    assert found.kind == "syntax"


PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", "{", "}", "%", " "),
    *("if", "for a in plan.actions", "else", "endif", "endfor", "set x =", "name"),
    *("plan.status", ".", "|", "join", "(", ")", "[0]", "'", '"', "a", "=="),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9), max_size=4))
def test_whatever_is_typed_gives_faults_and_never_a_crash(
    typed: list[list[str]],
) -> None:
    looked = look(template(lines(*("".join(pieces) for pieces in typed))))
    assert all(f.message and f.fix and f.spot.part for f in looked.faults)


def test_every_kind_of_fault_has_a_planted_example() -> None:
    planted = {kind for kind, *_ in (*ERRORS, *WARNINGS)}
    elsewhere = {"macro", "embedded", "never_filled", "not_word"}
    assert planted | elsewhere == {kind.value for kind in FaultKind}
    assert len(ERRORS) + len(WARNINGS) > 30


def test_a_template_says_which_fields_it_uses() -> None:
    content = template(
        lines(
            "{%p for a in plan.actions %}",
            "{{ a.owner_id == 'x' }}{{ a.what }}",
            "{%p endfor %}",
        )
    )
    looked = TemplateLint(render).look(content, WALL)
    assert [u.path for u in looked.uses] == [
        "name",
        "plan.actions",
        "plan.actions[].owner",
        "plan.actions[].what",
    ]


def test_nothing_is_invented_on_the_starter_templates(
    workspace: Path, today: date
) -> None:
    office = Office(workspace, today)
    shelf = TemplateShelf(workspace, office.log)
    bench = Bench(office.workshop, TemplateLint(render), shelf, today)
    every = [sheet for kind in office.workshop.types for sheet in sheets(kind)]
    assert {sheet.layout for sheet in every} == set(Layout)
    for sheet in every:
        looked = bench.look(sheet.kind, sheet.layout)
        assert looked.faults == (), (sheet.said.name, sheet.layout)
        assert looked.uses, (sheet.said.name, sheet.layout)
